/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "igraph_betweenness.h"

#include "graph/igraph_adapter.h"

/* igraph's headers test macros that it does not always define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <igraph.h>
#pragma GCC diagnostic pop

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct view {
    const igraph_t *graph;
    igraph_bool_t is_directed;
    igraph_vector_t costs;
    const igraph_vector_t *weights; /* NULL or costs */
} view;

static void check(igraph_error_t code)
{
    if (code != IGRAPH_SUCCESS) {
        fprintf(stderr, "igraph: %s\n", igraph_strerror(code));
        exit(99);
    }
}

/* --- the two forms of the library ------------------------------------------ */

static void all_paths(const view *v, igraph_vector_t *people)
{
#if IGRAPH_VERSION_MAJOR >= 1
    check(igraph_betweenness(v->graph, v->weights, people, igraph_vss_all(),
                             v->is_directed, false));
#else
    check(igraph_betweenness(v->graph, people, igraph_vss_all(), v->is_directed,
                             v->weights));
#endif
}

static void paths_between(const view *v, igraph_vs_t from, igraph_vs_t to,
                          igraph_vector_t *people, igraph_vector_t *edges)
{
#if IGRAPH_VERSION_MAJOR >= 1
    check(igraph_betweenness_subset(v->graph, v->weights, people, from, to,
                                    igraph_vss_all(), v->is_directed, false));
    check(igraph_edge_betweenness_subset(v->graph, v->weights, edges, from, to,
                                         igraph_ess_all(IGRAPH_EDGEORDER_ID),
                                         v->is_directed, false));
#else
    check(igraph_betweenness_subset(v->graph, people, igraph_vss_all(),
                                    v->is_directed, from, to, v->weights));
    check(igraph_edge_betweenness_subset(v->graph, edges,
                                         igraph_ess_all(IGRAPH_EDGEORDER_ID),
                                         v->is_directed, from, to, v->weights));
#endif
}

/* --- cross-betweenness ------------------------------------------------------- */

static void list_people(const intro_i_groups *groups, uint32_t people,
                        uint32_t group, igraph_vector_int_t *from,
                        igraph_vector_int_t *to)
{
    igraph_vector_int_clear(from);
    igraph_vector_int_clear(to);
    for (uint32_t v = 0; v < people; v++) {
        if (groups->of[v] == group) {
            check(igraph_vector_int_push_back(from, v));
        } else if (groups->of[v] != INTRO_I_NO_GROUP) {
            check(igraph_vector_int_push_back(to, v));
        }
    }
}

static void add_edges(const intro_i_weak_graph *weak, const view *v,
                      const igraph_vector_t *edges, double *ties)
{
    for (igraph_integer_t e = 0; e < igraph_vector_size(edges); e++) {
        const uint32_t a = (uint32_t)IGRAPH_FROM(v->graph, e);
        const uint32_t b = (uint32_t)IGRAPH_TO(v->graph, e);
        const uint32_t low = a < b ? a : b;
        uint64_t arc = 0;
        if (!intro_i_weak_find(weak, low, a < b ? b : a, &arc)) {
            fputs("igraph has a tie that is not there\n", stderr);
            exit(99);
        }
        ties[weak->tie_start[low] + arc - intro_i_weak_upper(weak, low)] +=
            VECTOR(*edges)[e];
    }
}

static void cross_paths(const intro_i_weak_graph *weak, const view *v,
                        const intro_i_groups *groups, double *cross,
                        double *ties)
{
    igraph_vector_int_t from;
    igraph_vector_int_t to;
    igraph_vector_t people;
    igraph_vector_t edges;
    check(igraph_vector_int_init(&from, 0));
    check(igraph_vector_int_init(&to, 0));
    check(igraph_vector_init(&people, 0));
    check(igraph_vector_init(&edges, 0));
    for (uint32_t g = 0; g < groups->count; g++) {
        list_people(groups, weak->people, g, &from, &to);
        if (igraph_vector_int_size(&to) == 0) {
            continue;
        }
        paths_between(v, igraph_vss_vector(&from), igraph_vss_vector(&to),
                      &people, &edges);
        for (uint32_t p = 0; p < weak->people; p++) {
            cross[p] += VECTOR(people)[p];
        }
        add_edges(weak, v, &edges, ties);
    }
    igraph_vector_destroy(&edges);
    igraph_vector_destroy(&people);
    igraph_vector_int_destroy(&to);
    igraph_vector_int_destroy(&from);
}

void igraph_betweenness_solve(const intro_i_weak_graph *weak,
                              const intro_i_groups *groups, bool by_warmth,
                              double *all, double *cross, double *ties)
{
    intro_ctx *ctx;
    intro_i_igraph *own;
    igraph_vector_t people;
    if (intro_ctx_new(&ctx) != INTRO_OK ||
        intro_i_igraph_new(ctx, weak->graph, &own) != INTRO_OK) {
        exit(99);
    }
    view v = {.graph = intro_i_igraph_graph(own),
              .is_directed = weak->graph->is_directed};
    check(igraph_vector_init_copy(&v.costs, intro_i_igraph_weights(own)));
    for (igraph_integer_t e = 0; e < igraph_vector_size(&v.costs); e++) {
        VECTOR(v.costs)[e] = -log(VECTOR(v.costs)[e]);
    }
    v.weights = by_warmth ? &v.costs : NULL;
    check(igraph_vector_init(&people, 0));
    all_paths(&v, &people);
    for (uint32_t p = 0; p < weak->people; p++) {
        all[p] = VECTOR(people)[p];
        cross[p] = 0;
    }
    for (uint64_t t = 0; t < weak->ties; t++) {
        ties[t] = 0;
    }
    cross_paths(weak, &v, groups, cross, ties);
    igraph_vector_destroy(&people);
    igraph_vector_destroy(&v.costs);
    intro_i_igraph_free(own);
    intro_ctx_free(ctx);
}
