/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of a team: who covers which industry, where nobody is, and whose
 * contacts are whose too. */
#ifndef INTRO_REPORT_PAGE_TEAM_H
#define INTRO_REPORT_PAGE_TEAM_H

#include "report/page_parts.h"

INTRO_MUST_USE intro_status intro_i_page_team(intro_i_page *page);

#endif
