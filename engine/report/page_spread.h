/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How somebody's contacts spread over the groups of an attribute, beside the
 * people of the whole network: what a portrait says, by numbers of groups. */
#ifndef INTRO_REPORT_PAGE_SPREAD_H
#define INTRO_REPORT_PAGE_SPREAD_H

#include "report/page_reading.h"

typedef struct intro_i_spread {
    const intro_i_groups *groups;
    const intro_portrait_group *list; /* groups by falling contacts, then size,
                                         then name; of the reading */
    uint32_t *order;                  /* of each: its number */
    uint32_t *counts;                 /* by number: contacts there */
    uint32_t met; /* groups with a contact: the first ones of order */
    intro_diversity figures; /* known is 0 when nobody has the attribute */
} intro_i_spread;

/* Borrows the reading. INTRO_OK, INTRO_ENOMEM. O(groups log groups). */
INTRO_MUST_USE intro_status intro_i_spread_init(intro_ctx *ctx,
                                                const intro_pages *pages,
                                                intro_i_page_attribute of,
                                                const intro_i_reading *reading,
                                                intro_i_spread *out);
/* A zeroed one is accepted. */
void intro_i_spread_fini(intro_i_spread *spread);

#endif
