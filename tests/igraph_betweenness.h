/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Betweenness by igraph, for tests and benches only: cross-betweenness as the
 * sum over groups of the paths from that group to all others. */
#ifndef INTRO_TESTS_IGRAPH_BETWEENNESS_H
#define INTRO_TESTS_IGRAPH_BETWEENNESS_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"

/* Fills arrays of people, and ties by number of the weak graph; by_warmth with
 * -ln strength as the length of a tie, so with no strength of 1 and no two
 * paths of one product. Ends the program when igraph fails. */
void igraph_betweenness_solve(const intro_i_weak_graph *weak,
                              const intro_i_groups *groups, bool by_warmth,
                              double *all, double *cross, double *ties);

#endif
