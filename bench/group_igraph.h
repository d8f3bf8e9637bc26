/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph beside the measures over groups: the same ties as a graph of its own,
 * and its answers to what both can be asked. */
#ifndef BENCH_GROUP_IGRAPH_H
#define BENCH_GROUP_IGRAPH_H

#include "group_desk.h"

#include <igraph/igraph.h>

/* Undirected, vertices by number. false: memory is out. */
bool bench_groups_igraph(const bench_groups *desk, igraph_t *graph);

/* What igraph is asked for. */
enum {
    PEER_CONSTRAINT,
    PEER_TRIANGLES,
    PEER_CUT_PEOPLE,
    PEER_SOURCES,     /* betweenness from BENCH_SOURCES people */
    PEER_BETWEENNESS, /* from everybody */
    PEER_QUESTIONS
};
enum { BENCH_SOURCES = 64 };

typedef struct bench_peer_answer {
    bool is_there;
    double sum; /* over everybody: constraint, betweenness; or a count */
    double greatest;
    double ms;
} bench_peer_answer;

/* Cases of bench_run_child() whose answer is a bench_peer_answer. */
extern bench_case_fn *const bench_peer_cases[PEER_QUESTIONS];
extern const char *const bench_peer_names[PEER_QUESTIONS];
/* People from which on it is not asked, for it would take minutes. */
extern const uint64_t bench_peer_limits[PEER_QUESTIONS];

#endif
