/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a team's contacts together. */
#ifndef INTRO_REPORT_TEAM_FACTS_H
#define INTRO_REPORT_TEAM_FACTS_H

#include "report/page_spread.h"
#include "report/team_ways.h"

/* Members compared with each other, and industries without a contact, at most. */
enum { INTRO_I_TEAM_COMPARED = 100, INTRO_I_TEAM_GAPS = 30 };

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
    uint32_t gaps;      /* industries that nobody covers */
    uint32_t gap_list[INTRO_I_TEAM_GAPS];     /* the greatest of them */
    intro_i_team_way ways[INTRO_I_TEAM_GAPS]; /* into each of these */
} intro_i_team;

/* INTRO_OK, INTRO_ENOMEM, and what intro_paths_find() returns. O(members x
 * (contacts + industries)), to compare O(members^2 x contacts), and a question to
 * it for each gap in the list. */
INTRO_MUST_USE intro_status intro_i_team_init(intro_ctx *ctx,
                                              const intro_pages *pages,
                                              intro_i_team *out);
/* A zeroed one is accepted. */
void intro_i_team_fini(intro_i_team *team);

#endif
