/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How broad a network is: charts by group, the years, what is missing. */
#ifndef INTRO_REPORT_PAGE_BREADTH_H
#define INTRO_REPORT_PAGE_BREADTH_H

#include "report/page_spread.h"

INTRO_MUST_USE intro_status intro_i_page_breadth(
    intro_i_page *page, const intro_i_reading *reading,
    const intro_i_spread *industries, const intro_i_spread *functions);

#endif
