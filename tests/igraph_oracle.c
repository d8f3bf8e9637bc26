/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "igraph_oracle.h"

/* igraph's headers test macros that it does not always define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <igraph.h>
#pragma GCC diagnostic pop

#include <math.h>

size_t igraph_oracle_products(const intro_graph *graph, intro_vid from,
                              intro_vid to, size_t k, double *products)
{
    igraph_vector_int_t ends;
    igraph_vector_t costs;
    igraph_vector_int_list_t paths;
    igraph_t g;
    /* It warns of people whom nobody reaches. */
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    igraph_vector_int_init(&ends, 0);
    igraph_vector_init(&costs, 0);
    igraph_vector_int_list_init(&paths, 0);
    for (intro_vid v = 0; v < graph->people; v++) {
        for (uint64_t i = graph->out_offsets[v]; i < graph->out_offsets[v + 1];
             i++) {
            if (graph->is_directed || v < graph->out_people[i]) {
                igraph_vector_int_push_back(&ends, v);
                igraph_vector_int_push_back(&ends, graph->out_people[i]);
                igraph_vector_push_back(&costs,
                                        -log((double)graph->out_strengths[i]));
            }
        }
    }
    igraph_create(&g, &ends, (igraph_integer_t)graph->people,
                  graph->is_directed);
    igraph_get_k_shortest_paths(&g, &costs, NULL, &paths, (igraph_integer_t)k,
                                from, to, IGRAPH_OUT);
    const size_t count = (size_t)igraph_vector_int_list_size(&paths);
    for (size_t i = 0; i < count; i++) {
        const igraph_vector_int_t *const edges =
            igraph_vector_int_list_get_ptr(&paths, (igraph_integer_t)i);
        double cost = 0;
        for (igraph_integer_t j = 0; j < igraph_vector_int_size(edges); j++) {
            cost += VECTOR(costs)[VECTOR(*edges)[j]];
        }
        products[i] = exp(-cost);
    }
    igraph_destroy(&g);
    igraph_vector_int_list_destroy(&paths);
    igraph_vector_destroy(&costs);
    igraph_vector_int_destroy(&ends);
    return count;
}
