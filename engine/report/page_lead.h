/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of a person's page: what the rest shows, in plain words, and its most
 * important numbers. */
#ifndef INTRO_REPORT_PAGE_LEAD_H
#define INTRO_REPORT_PAGE_LEAD_H

#include "analysis/my_access.h"
#include "report/page_asks.h"
#include "report/page_between.h"

/* What is found of a person before the page is written. */
typedef struct intro_i_person_facts {
    intro_i_reading reading;
    intro_i_spread industries;
    intro_i_spread functions;
    intro_i_between between;
    intro_i_my_access access; /* of industries */
    intro_i_my_doors doors;
    intro_i_asks asks;
} intro_i_person_facts;

void intro_i_page_lead(intro_i_page *page, const intro_i_person_facts *facts);

#endif
