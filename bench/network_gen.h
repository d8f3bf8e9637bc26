/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Invented professional networks of any size: power-law degrees (exponent 2.5)
 * and planted groups, a team of 8 to 32 inside a company inside one of 24
 * industries. 28 % of the ties are inside a team, 17 % elsewhere in the
 * company, 30 % in the industry, 25 % anywhere. Ids are permuted, so that
 * neighbours are far apart in the file: the worst locality.
 *
 * The same seed gives the same network and the same bytes on every machine:
 * only integers, and products and square roots that IEEE 754 rounds one way.
 *
 * Memory: 16 to 28 bytes a tie and 24 a person; nothing more while writing. */
#ifndef BENCH_NETWORK_GEN_H
#define BENCH_NETWORK_GEN_H

#include "base/common.h"

#include "out.h"

enum { BENCH_INDUSTRIES = 24, BENCH_TEXT_MAX = 96 };

typedef struct bench_network_spec {
    uint64_t people; /* 1 to 10^9 */
    uint64_t ties;   /* at most half of all pairs */
    uint64_t seed;
} bench_network_spec;

typedef struct bench_network bench_network;

/* What is known of a person; all of it made up. */
typedef struct bench_person {
    char given[BENCH_TEXT_MAX];
    char family[BENCH_TEXT_MAX];
    char company[BENCH_TEXT_MAX];
    char position[BENCH_TEXT_MAX];
    const char *industry;
} bench_person;

/* Ends of a tie as id numbers, and its strength in 1/1024. */
typedef struct bench_tie {
    uint32_t a;
    uint32_t b;
    uint32_t strength;
} bench_tie;

/* INTRO_EARG for a spec that no network can meet, INTRO_ENOMEM. */
INTRO_MUST_USE intro_status bench_network_new(const bench_network_spec *spec,
                                              bench_network **out);
void bench_network_free(bench_network *network);

/* Person by id number, 0 .. people-1. */
void bench_network_person(const bench_network *network, uint32_t id,
                          bench_person *person);
/* Walk over the ties in the order of the file; *at starts as 0. false at the
 * end. */
bool bench_network_next(const bench_network *network, uint64_t *at,
                        bench_tie *tie);
/* `count` id numbers of one team, or of neighbouring teams when it is larger;
 * at most people. */
void bench_network_team(const bench_network *network, uint32_t count,
                        uint32_t *ids);

/* GraphML as common writers lay it out: about 100 bytes an edge. */
void bench_network_graphml(const bench_network *network, bench_out *out);

/* Exports of a team, 2026 form, in the folders dir/member-1, ...: each with
 * Profile, Positions, Connections, messages, Invitations and Endorsements.
 * connections: each member gets strangers until it has so many (0: only the
 * ties of the network). messages: about so many rows for each member. Months
 * and days are drawn, never the clock's. INTRO_EIO when a file cannot be
 * written. */
INTRO_MUST_USE intro_status bench_network_linkedin(const bench_network *network,
                                                   uint32_t members,
                                                   uint32_t connections,
                                                   uint32_t messages,
                                                   const char *dir);

#endif
