/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a team's contacts together. */
#ifndef INTRO_REPORT_TEAM_FACTS_H
#define INTRO_REPORT_TEAM_FACTS_H

#include "report/page_spread.h"

typedef struct intro_i_team_member {
    intro_vid person;
    uint64_t contacts;
    uint64_t alone; /* contacts that no other member has */
    intro_i_reading reading;
    intro_i_spread spread; /* over industries */
} intro_i_team_member;

typedef struct intro_i_team {
    uint32_t count;
    intro_i_team_member *members; /* in the order of the graph's owners */
    uint64_t contacts;  /* people whom any member knows, members included */
    uint32_t *known_by; /* people: members who know them */
    uint32_t *covered;  /* industries: people there whom any member knows */
    uint32_t *by_size;  /* industries by falling size, then name */
    uint64_t *shared;   /* count x count: contacts that two have both; NULL for
                           a team too large to compare */
} intro_i_team;

/* Members compared with each other at most. */
enum { INTRO_I_TEAM_COMPARED = 100 };

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(members x (contacts + industries))
 * and, to compare, O(members^2 x contacts). */
INTRO_MUST_USE intro_status intro_i_team_init(intro_ctx *ctx,
                                              const intro_pages *pages,
                                              intro_i_team *out);
/* A zeroed one is accepted. */
void intro_i_team_fini(intro_i_team *team);

#endif
