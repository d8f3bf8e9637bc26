/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of one person. */
#ifndef INTRO_REPORT_PAGE_PERSON_H
#define INTRO_REPORT_PAGE_PERSON_H

#include "report/page_parts.h"

INTRO_MUST_USE intro_status intro_i_page_person(intro_i_page *page);

#endif
