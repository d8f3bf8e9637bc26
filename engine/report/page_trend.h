/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a network grew and broadened over the years. */
#ifndef INTRO_REPORT_PAGE_TREND_H
#define INTRO_REPORT_PAGE_TREND_H

#include "report/page_reading.h"

/* Two charts; nothing when fewer than two years are known. */
INTRO_MUST_USE intro_status intro_i_page_trend(intro_i_page *page,
                                               const intro_i_reading *reading);

#endif
