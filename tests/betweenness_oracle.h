/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Betweenness by what its definition says: every path between every two people
 * is walked. For a dozen people. */
#ifndef INTRO_TESTS_BETWEENNESS_ORACLE_H
#define INTRO_TESTS_BETWEENNESS_ORACLE_H

#include "graph/graph_impl.h"

enum { BETWEENNESS_ORACLE_PEOPLE = 16 };

typedef struct betweenness_oracle {
    double all[BETWEENNESS_ORACLE_PEOPLE];
    double cross[BETWEENNESS_ORACLE_PEOPLE];
    /* By number of the weak graph: rising by (smaller end, greater end). */
    double ties[BETWEENNESS_ORACLE_PEOPLE * BETWEENNESS_ORACLE_PEOPLE];
} betweenness_oracle;

/* Groups: a number each, UINT32_MAX unknown; NULL: all unknown.
 * By warmth a path counts when its product is the greatest, and among those has
 * the fewest ties of strength 1; with `stepwise` when each of its beginnings is
 * such a path to where it ends, which is another thing only where products are
 * rounded. */
void betweenness_oracle_solve(const intro_graph *graph, const uint32_t *groups,
                              bool by_warmth, bool stepwise,
                              betweenness_oracle *out);

#endif
