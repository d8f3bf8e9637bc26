/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a team's contacts together. */
#ifndef INTRO_REPORT_TEAM_FACTS_H
#define INTRO_REPORT_TEAM_FACTS_H

#include "report/page_parts.h"
#include "report/team_ways.h"

/* Members compared with each other, and industries without a contact, at most;
 * and of the table of who covers what: a page stays readable and below a
 * megabyte. */
enum {
    INTRO_I_TEAM_COMPARED = 100,
    INTRO_I_TEAM_GAPS = 30,
    INTRO_I_TEAM_COLUMNS = 24,
    INTRO_I_TEAM_ROWS = 60
};

/* In place of the only member who covers an industry. */
#define INTRO_I_TEAM_NOBODY  UINT32_MAX
#define INTRO_I_TEAM_SEVERAL (UINT32_MAX - 1)

typedef struct intro_i_team_member {
    intro_vid person;
    uint32_t met;      /* industries with a contact */
    uint32_t greatest; /* the one of most contacts, then people, then by name,
                          where there is one */
    double effective;  /* to how many equally filled ones they amount */
    uint64_t contacts;
    uint64_t alone; /* contacts that no other member has */
} intro_i_team_member;

typedef struct intro_i_team {
    uint32_t count;
    intro_i_team_member *members; /* in the order of the graph's owners */
    uint64_t contacts;  /* people whom any member knows, members included */
    uint32_t *known_by; /* people: members who know them */
    uint32_t *covered;  /* industries: people there whom any member knows */
    uint32_t *by_size;  /* industries by falling size, then name */
    uint32_t *only;     /* industries: the place of the only member who has
                           a contact there, or one of the two above */
    uint32_t columns;   /* the first members */
    uint32_t rows;      /* the first of by_size */
    uint32_t *cells;    /* rows x columns: contacts there */
    uint64_t *shared;   /* count x count: contacts that two have both; NULL for
                           a team too large to compare */
    uint32_t gaps;      /* industries that nobody covers */
    uint32_t gap_list[INTRO_I_TEAM_GAPS];     /* the greatest of them */
    intro_i_team_way ways[INTRO_I_TEAM_GAPS]; /* into each of these */
} intro_i_team;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED, and what intro_paths_find() returns.
 * O(members x contacts + people + industries), to compare O(members^2 x
 * contacts), and a question to it for each gap in the list. Memory: O(members +
 * people + industries), however many industries each covers. */
INTRO_MUST_USE intro_status intro_i_team_init(intro_ctx *ctx,
                                              const intro_pages *pages,
                                              intro_i_team *out);
/* A zeroed one is accepted. */
void intro_i_team_fini(intro_i_team *team);

#endif
