/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers in the spellings of reports. */
#ifndef INTRO_REPORT_NUMBERS_H
#define INTRO_REPORT_NUMBERS_H

#include "base/common.h"

/* The same text as intro_i_format_double() of the number, many times faster for
 * strengths of 1e-4 and more. @return its length */
size_t intro_i_format_strength(float strength, char out[32]);

/* About two significant digits, for people: 0.57, 0.0012. */
void intro_i_format_short(double value, char out[32]);

#endif
