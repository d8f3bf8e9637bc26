/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers in the spelling of reports for people. */
#ifndef INTRO_REPORT_NUMBERS_H
#define INTRO_REPORT_NUMBERS_H

#include "base/common.h"

/* About two significant digits, for people: 0.57, 0.0012. */
void intro_i_format_short(double value, char out[32]);

#endif
