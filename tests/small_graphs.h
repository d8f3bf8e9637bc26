/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small graphs made in memory, without an import: person v has the id "p" and v
 * in eight digits, so numbers follow ids. Everything is freed by
 * small_graph_free(); a failing malloc ends the test program. */
#ifndef INTRO_TESTS_SMALL_GRAPHS_H
#define INTRO_TESTS_SMALL_GRAPHS_H

#include "graph/graph_impl.h"

typedef struct small_tie {
    intro_vid a;
    intro_vid b;
    float strength;
} small_tie;

/* Self-loops are dropped, of parallel ties the strongest stays. In a directed
 * graph a tie leads from a to b; both ways together are one tie. */
intro_graph *small_graph_new(uint32_t people, bool is_directed,
                             const small_tie *ties, size_t count);
void small_graph_free(intro_graph *graph);

/* `ties` draws of pairs. steps > 0: strengths 1/steps .. steps/steps, whose
 * products are exact in binary64, so many chains are equally warm; steps 0: any
 * float in (0, 1]. */
intro_graph *small_graph_random(uint64_t seed, uint32_t people, size_t ties,
                                bool is_directed, uint32_t steps);
/* Ties drawn with a preference for people who have many. */
intro_graph *small_graph_hubs(uint64_t seed, uint32_t people,
                              uint32_t ties_each);

/* Undirected, every tie of the given strength. */
intro_graph *small_graph_path(uint32_t people, float strength);
intro_graph *small_graph_ring(uint32_t people, float strength);
intro_graph *small_graph_star(uint32_t leaves, float strength); /* centre 0 */
intro_graph *small_graph_complete(uint32_t people, float strength);
/* Two cliques of `size`, joined by the tie size-1 -- size. */
intro_graph *small_graph_two_cliques(uint32_t size, float strength);
/* Two cliques of `size` joined by a path of `middle` people between them. */
intro_graph *small_graph_barbell(uint32_t size, uint32_t middle,
                                 float strength);
intro_graph *small_graph_grid(uint32_t rows, uint32_t columns, float strength);

#endif
