/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where somebody is a bridge, and whom he depends on. */
#ifndef INTRO_REPORT_PAGE_BRIDGES_H
#define INTRO_REPORT_PAGE_BRIDGES_H

#include "analysis/my_access.h"
#include "report/page_between.h"

INTRO_MUST_USE intro_status intro_i_page_bridges(
    intro_i_page *page, const intro_i_spread *industries,
    const intro_i_between *between, const intro_i_my_access *access);

#endif
