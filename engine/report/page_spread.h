/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How somebody's contacts spread over the groups of an attribute, beside the
 * people of the whole network. */
#ifndef INTRO_REPORT_PAGE_SPREAD_H
#define INTRO_REPORT_PAGE_SPREAD_H

#include "analysis/diversity.h"
#include "report/page_parts.h"

typedef struct intro_i_spread {
    const intro_i_groups *groups;
    uint32_t *counts;   /* groups: contacts there */
    intro_vid *single;  /* groups: the contact there when it is one */
    uint32_t *order;    /* groups by falling count, then size, then name */
    uint32_t met;       /* groups with a contact: the first ones of order */
    uint64_t everybody; /* people of the network with a known group */
    intro_i_diversity figures;
} intro_i_spread;

/* INTRO_OK, INTRO_ENOMEM. O(degree + groups log groups). */
INTRO_MUST_USE intro_status intro_i_spread_init(intro_ctx *ctx,
                                                const intro_pages *pages,
                                                intro_i_page_attribute of,
                                                intro_vid me,
                                                intro_i_spread *out);
/* A zeroed one is accepted. */
void intro_i_spread_fini(intro_i_spread *spread);

/* Share of the contacts with a known group that are in this one; NaN when none
 * is known. */
double intro_i_spread_share(const intro_i_spread *spread, uint32_t group);
/* The same of all people of the network. */
double intro_i_spread_everybody(const intro_i_spread *spread, uint32_t group);

#endif
