/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a team comes into industries where no member has a contact. */
#ifndef INTRO_REPORT_TEAM_WAYS_H
#define INTRO_REPORT_TEAM_WAYS_H

#include "report/page_parts.h"

enum { INTRO_I_WAY_HOPS = 3 };

typedef struct intro_i_team_way {
    uint32_t hops;                          /* 0: no chain of so few ties */
    intro_vid people[INTRO_I_WAY_HOPS + 1]; /* a member first */
    double warmth;
} intro_i_team_way;

/* The warmest chains from any member to anybody in each of these industries who
 * is no member; out: one an industry. INTRO_OK and what intro_paths_find()
 * returns. Cost: people, and a question to it, for each. */
INTRO_MUST_USE intro_status intro_i_team_ways_find(intro_ctx *ctx,
                                                   const intro_pages *pages,
                                                   const uint32_t *industries,
                                                   size_t count,
                                                   intro_i_team_way *out);

#endif
