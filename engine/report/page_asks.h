/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The introductions worth asking for now: into groups where somebody knows
 * nobody, each over the warmest chain there is. */
#ifndef INTRO_REPORT_PAGE_ASKS_H
#define INTRO_REPORT_PAGE_ASKS_H

#include "analysis/my_doors.h"
#include "report/page_parts.h"
#include "report/page_spread.h"

enum { INTRO_I_ASKS_MOST = 8, INTRO_I_ASK_HOPS = 3 };

typedef struct intro_i_ask {
    intro_i_page_attribute of; /* what the group is */
    uint32_t group;
    uint32_t hops;
    intro_vid people[INTRO_I_ASK_HOPS + 1]; /* asker first, target last */
    double warmth;
} intro_i_ask;

typedef struct intro_i_asks {
    intro_i_ask list[INTRO_I_ASKS_MOST]; /* warmest first */
    size_t count;
} intro_i_asks;

/* Groups without a contact, the greatest first, industries before functions; then
 * clusters that are reached weakly or not at all, in the order of the doors.
 * INTRO_OK and what intro_paths_find() returns. Cost: that of some twenty
 * questions to it, with whole groups as targets. */
INTRO_MUST_USE intro_status intro_i_asks_find(intro_i_page *page,
                                              const intro_i_spread *industries,
                                              const intro_i_spread *functions,
                                              const intro_i_my_doors *doors,
                                              intro_i_asks *out);

/* The section. */
void intro_i_asks_put(intro_i_page *page, const intro_i_asks *asks);

/* What says that two people know each other, the second as a name: "12 messages
 * each way, the last 2026-03; both at Acme". you: the first is called so. */
void intro_i_page_evidence(intro_i_page *page, const intro_tie *tie, bool you);

#endif
