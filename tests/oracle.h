/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slow, obvious solvers that the engine is compared with. */
#ifndef INTRO_TESTS_ORACLE_H
#define INTRO_TESTS_ORACLE_H

#include "graph/graph_impl.h"

#include <introfind/paths.h>

enum { ORACLE_MAX_HOPS = 15 };

typedef struct oracle_chain {
    double warmth;
    float weakest;
    uint32_t hops;
    intro_vid people[ORACLE_MAX_HOPS + 1];
} oracle_chain;

/* What intro_paths_find() is to answer, from every simple path there is: ranked,
 * cut at the limit, then sorted by the order. max_hops up to ORACLE_MAX_HOPS.
 * The caller frees *out. */
size_t oracle_chains(const intro_graph *graph, const intro_paths_query *query,
                     oracle_chain **out);

/* Is there a chain (or a direct tie) at all, ties of strength 0 counted too? */
bool oracle_connects(const intro_graph *graph, const intro_paths_query *query,
                     bool with_left_out);

#endif
