/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "group_igraph.h"

#include <math.h>

bool bench_groups_igraph(const bench_groups *d, igraph_t *graph)
{
    const intro_i_weak_graph *const weak = &d->weak;
    igraph_vector_int_t ends;
    igraph_integer_t filled = 0;
    igraph_vector_int_init(&ends, (igraph_integer_t)(2 * weak->ties));
    for (uint32_t v = 0; v < weak->people; v++) {
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++) {
            VECTOR(ends)[filled++] = v;
            VECTOR(ends)[filled++] = weak->neighbours[i];
        }
    }
    const bool good =
        igraph_create(graph, &ends, (igraph_integer_t)weak->people, false) ==
        IGRAPH_SUCCESS;
    igraph_vector_int_destroy(&ends);
    return good;
}

/* --- questions --------------------------------------------------------------------- */

/* Takes the sum and the greatest of the numbers that are defined. */
static bool take(const igraph_vector_t *values, bench_peer_answer *a)
{
    for (igraph_integer_t i = 0; i < igraph_vector_size(values); i++) {
        const double x = VECTOR(*values)[i];
        a->sum += isnan(x) ? 0 : x;
        a->greatest = isnan(x) ? a->greatest : fmax(a->greatest, x);
    }
    return true;
}

static bool ask_constraint(const igraph_t *graph, bench_peer_answer *a)
{
    igraph_vector_t values;
    igraph_vector_init(&values, 0);
    const bool good = igraph_constraint(graph, &values, igraph_vss_all(),
                                        NULL) == IGRAPH_SUCCESS &&
                      take(&values, a);
    igraph_vector_destroy(&values);
    return good;
}

static bool ask_triangles(const igraph_t *graph, bench_peer_answer *a)
{
    igraph_vector_int_t corners;
    igraph_vector_int_init(&corners, 0);
    const bool good = igraph_list_triangles(graph, &corners) == IGRAPH_SUCCESS;
    a->sum = (double)(igraph_vector_int_size(&corners) / 3);
    igraph_vector_int_destroy(&corners);
    return good;
}

static bool ask_cuts(const igraph_t *graph, bench_peer_answer *a)
{
    igraph_vector_int_t people;
    igraph_vector_int_init(&people, 0);
    const bool good =
        igraph_articulation_points(graph, &people) == IGRAPH_SUCCESS;
    a->sum = (double)igraph_vector_int_size(&people);
    igraph_vector_int_destroy(&people);
    return good;
}

static bool ask_betweenness(const igraph_t *graph, igraph_vs_t sources,
                            bench_peer_answer *a)
{
    igraph_vector_t values;
    igraph_vector_init(&values, 0);
#if IGRAPH_VERSION_MAJOR >= 1
    const igraph_error_t code = igraph_betweenness_subset(
        graph, NULL, &values, sources, igraph_vss_all(), igraph_vss_all(),
        false, false);
#else
    const igraph_error_t code =
        igraph_betweenness_subset(graph, &values, igraph_vss_all(), false,
                                  sources, igraph_vss_all(), NULL);
#endif
    const bool good = code == IGRAPH_SUCCESS && take(&values, a);
    igraph_vector_destroy(&values);
    return good;
}

static bool ask_sources(const igraph_t *graph, bench_peer_answer *a)
{
    return ask_betweenness(graph, igraph_vss_range(0, BENCH_SOURCES), a);
}

static bool ask_all(const igraph_t *graph, bench_peer_answer *a)
{
    return ask_betweenness(graph, igraph_vss_all(), a);
}

/* --- cases --------------------------------------------------------------------------- */

static void ask(const bench_options *opt, bench_peer_answer *a,
                bench_result *result,
                bool (*question)(const igraph_t *, bench_peer_answer *))
{
    bench_groups d;
    igraph_t graph;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    bool good = bench_groups_igraph(&d, &graph);
    bench_groups_close(&d);
    if (good) {
        const double start = bench_now_ms();
        good = question(&graph, a);
        a->ms = bench_now_ms() - start;
        bench_add(result, a->ms);
        igraph_destroy(&graph);
    }
    bench_check(result, good, "igraph failed");
    a->is_there = good;
}

static void case_constraint(const bench_options *opt, void *answer,
                            bench_result *result)
{
    ask(opt, answer, result, ask_constraint);
}

static void case_triangles(const bench_options *opt, void *answer,
                           bench_result *result)
{
    ask(opt, answer, result, ask_triangles);
}

static void case_cuts(const bench_options *opt, void *answer,
                      bench_result *result)
{
    ask(opt, answer, result, ask_cuts);
}

static void case_sources(const bench_options *opt, void *answer,
                         bench_result *result)
{
    ask(opt, answer, result, ask_sources);
}

static void case_all(const bench_options *opt, void *answer,
                     bench_result *result)
{
    ask(opt, answer, result, ask_all);
}

bench_case_fn *const bench_peer_cases[PEER_QUESTIONS] = {
    [PEER_CONSTRAINT] = case_constraint, [PEER_TRIANGLES] = case_triangles,
    [PEER_CUT_PEOPLE] = case_cuts,       [PEER_SOURCES] = case_sources,
    [PEER_BETWEENNESS] = case_all,
};
const char *const bench_peer_names[PEER_QUESTIONS] = {
    [PEER_CONSTRAINT] = "igraph: constraint",
    [PEER_TRIANGLES] = "igraph: triangles",
    [PEER_CUT_PEOPLE] = "igraph: cut people",
    [PEER_SOURCES] = "igraph: betweenness, 64 sources",
    [PEER_BETWEENNESS] = "igraph: betweenness, exact",
};
const uint64_t bench_peer_limits[PEER_QUESTIONS] = {
    [PEER_CONSTRAINT] = 200000,  [PEER_TRIANGLES] = 2000000,
    [PEER_CUT_PEOPLE] = 2000000, [PEER_SOURCES] = 2000000,
    [PEER_BETWEENNESS] = 20000,
};
