/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/cut_ties.h"
#include "analysis/span.h"
#include "base/alloc.h"
#include "base/random.h"
#include "dense_oracle.h"
#include "graph/igraph_adapter.h"
#include "small_graphs.h"

/* igraph's headers test macros that they do not define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <igraph.h>
#pragma GCC diagnostic pop

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 40, GROUPS = 5 };

static intro_ctx *ctx;
static intro_i_weak_graph weak;
static intro_i_cuts cuts;

static int open_context(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static void cut(const intro_graph *g)
{
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_cuts_init(ctx, &weak, &cuts), INTRO_OK);
}

static void forget(void)
{
    intro_i_cuts_fini(&cuts);
    intro_i_weak_graph_fini(&weak);
}

/* Thin random graphs, which fall apart easily, and known ones. */
static intro_graph *make(uint64_t seed)
{
    switch (seed % 10) {
    case 0:
        return small_graph_path(1 + (uint32_t)(seed % FEW), 0.5F);
    case 1:
        return small_graph_star(1 + (uint32_t)(seed % 9), 0.5F);
    case 2:
        return small_graph_barbell(3 + (uint32_t)(seed % 3),
                                   (uint32_t)(seed % 5), 0.5F);
    case 3:
        return small_graph_hubs(seed, FEW, 1);
    default:
        return small_graph_random(seed, 1 + (uint32_t)(seed % FEW), seed % 50,
                                  seed % 2 == 0, 4);
    }
}

/* Parts of what is left without a person (UINT32_MAX: nobody) and a tie; part[v]
 * is the least id of v's part, UINT32_MAX for whom is left out. */
static uint32_t part_up(const dense *d, uint32_t without, uint32_t a,
                        uint32_t b, uint32_t *part)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < d->people; v++) {
        part[v] = UINT32_MAX;
    }
    for (uint32_t start = 0; start < d->people; start++) {
        if (part[start] != UINT32_MAX || start == without) {
            continue;
        }
        bool has_grown = true;
        part[start] = start;
        count++;
        while (has_grown) {
            has_grown = false;
            for (uint32_t v = 0; v < d->people; v++) {
                for (uint32_t w = 0; w < d->people && part[v] == start; w++) {
                    if (w != without && part[w] == UINT32_MAX &&
                        dense_tied(d, v, w) && !(v == a && w == b) &&
                        !(v == b && w == a)) {
                        part[w] = start;
                        has_grown = true;
                    }
                }
            }
        }
    }
    return count;
}

static void check_cuts(const dense *d)
{
    uint32_t part[FEW + 1];
    const uint32_t whole = part_up(d, UINT32_MAX, 0, 0, part);
    uint64_t people = 0;
    uint64_t ties = 0;
    assert_int_equal(cuts.components, whole);
    for (uint32_t v = 0; v < d->people; v++) {
        /* an isolate takes its component with it */
        const uint32_t left = part_up(d, v, 0, 0, part);
        assert_int_equal(intro_i_is_cut_person(&cuts, v), left > whole);
        people += left > whole;
        uint64_t tie = weak.tie_start[v];
        for (uint32_t w = v + 1; w < d->people; w++) {
            if (dense_tied(d, v, w)) {
                const bool is_cut = part_up(d, UINT32_MAX, v, w, part) > whole;
                assert_int_equal(intro_i_is_cut_tie(&cuts, tie++), is_cut);
                ties += is_cut;
            }
        }
    }
    assert_int_equal(cuts.cut_people, people);
    assert_int_equal(cuts.cut_ties, ties);
}

static void removing_what_cuts_leaves_more_parts(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        cut(g);
        check_cuts(&d);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

static void igraph_cuts_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        const uint32_t n = 2000;
        intro_graph *const g =
            small_graph_random(seed, n, n + seed * 200, false, 4);
        intro_i_igraph *view;
        igraph_vector_int_t found;
        cut(g);
        assert_int_equal(intro_i_igraph_new(ctx, g, &view), INTRO_OK);
        const igraph_t *const ig = intro_i_igraph_graph(view);
        assert_int_equal(igraph_vector_int_init(&found, 0), IGRAPH_SUCCESS);
        assert_int_equal(igraph_articulation_points(ig, &found),
                         IGRAPH_SUCCESS);
        assert_int_equal(cuts.cut_people, igraph_vector_int_size(&found));
        for (igraph_integer_t i = 0; i < igraph_vector_int_size(&found); i++) {
            assert_true(
                intro_i_is_cut_person(&cuts, (uint32_t)VECTOR(found)[i]));
        }
        assert_int_equal(igraph_bridges(ig, &found), IGRAPH_SUCCESS);
        assert_int_equal(cuts.cut_ties, igraph_vector_int_size(&found));
        for (igraph_integer_t i = 0; i < igraph_vector_int_size(&found); i++) {
            assert_true(intro_i_is_cut_tie(&cuts, (uint64_t)VECTOR(found)[i]));
        }
        igraph_vector_int_destroy(&found);
        intro_i_igraph_free(view);
        forget();
        small_graph_free(g);
    }
}

static void a_chain_of_a_million_needs_no_stack(void **state)
{
    (void)state;
    const uint32_t n = 1000000;
    intro_graph *const g = small_graph_path(n, 0.5F);
    cut(g);
    assert_int_equal(cuts.components, 1);
    assert_int_equal(cuts.cut_people, n - 2);
    assert_int_equal(cuts.cut_ties, n - 1);
    forget();
    small_graph_free(g);
}

/* --- losses ------------------------------------------------------------------------------ */

/* Groups drawn at random, a sixth of the people without. */
static intro_i_groups draw_groups(uint64_t seed, uint32_t people)
{
    static const char *names[] = {"a", "b", "c", "d", "e"};
    intro_i_groups groups = {.count = GROUPS, .names = names};
    intro_i_random random;
    intro_i_random_init(&random, seed);
    groups.of = calloc((size_t)people + 1, sizeof *groups.of);
    assert_non_null(groups.of);
    for (uint32_t v = 0; v < people; v++) {
        const uint64_t group = intro_i_random_below(&random, GROUPS + 1);
        groups.of[v] = group < GROUPS ? (uint32_t)group : INTRO_I_NO_GROUP;
    }
    return groups;
}

/* The part that counts as largest, by its least id. */
static uint32_t find_largest(const uint32_t *part, uint32_t people)
{
    uint32_t largest = UINT32_MAX;
    uint32_t most = 0;
    for (uint32_t p = 0; p < people; p++) {
        uint32_t size = 0;
        for (uint32_t v = 0; v < people; v++) {
            size += part[v] == p;
        }
        if (size > most) {
            most = size;
            largest = p;
        }
    }
    return largest;
}

static void check_losses(const dense *d, intro_i_losses *losses, uint32_t v)
{
    uint32_t whole[FEW + 1];
    uint32_t part[FEW + 1];
    bool is_lost[GROUPS] = {false};
    uint32_t count = 0;
    (void)part_up(d, UINT32_MAX, 0, 0, whole);
    (void)part_up(d, v, 0, 0, part);
    for (uint32_t w = 0; w < d->people; w++) {
        part[w] = whole[w] == whole[v] ? part[w] : UINT32_MAX;
    }
    const uint32_t largest = find_largest(part, d->people);
    for (uint32_t w = 0; w < d->people; w++) {
        const uint32_t group = losses->groups->of[w];
        if (w != v && part[w] != UINT32_MAX && part[w] != largest &&
            group != INTRO_I_NO_GROUP) {
            is_lost[group] = true;
        }
    }
    assert_int_equal(intro_i_losses_find(ctx, losses, v), INTRO_OK);
    for (uint32_t g = 0; g < GROUPS; g++) {
        if (is_lost[g]) {
            assert_int_equal(losses->lost[count++], g);
        }
    }
    assert_int_equal(losses->count, count);
}

static void groups_outside_of_the_largest_part_are_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        cut(g);
        intro_i_groups groups = draw_groups(seed, g->people);
        intro_i_losses losses;
        assert_int_equal(intro_i_losses_init(ctx, &cuts, &groups, &losses),
                         INTRO_OK);
        for (uint32_t v = 0; v < g->people; v++) {
            check_losses(&d, &losses, v);
        }
        intro_i_losses_fini(&losses);
        free(groups.of);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

/* Two ways to look a range through, by people and by groups. */
static void long_chains_lose_the_same(void **state)
{
    (void)state;
    const uint32_t n = 20000;
    intro_graph *const g = small_graph_path(n, 0.5F);
    cut(g);
    intro_i_groups groups = draw_groups(1, n);
    for (uint32_t v = 0; v < n; v++) { /* v / 4000 but for every seventh */
        groups.of[v] = v % 7 == 0 ? INTRO_I_NO_GROUP : v / 4000;
    }
    intro_i_losses losses;
    assert_int_equal(intro_i_losses_init(ctx, &cuts, &groups, &losses),
                     INTRO_OK);
    for (uint32_t v = 1; v < n - 1; v += 97) {
        const bool is_early = v <= n - 1 - v; /* the part behind is kept */
        const uint32_t first = is_early ? 0 : v + 1;
        const uint32_t end = is_early ? v : n;
        uint32_t count = 0;
        assert_int_equal(intro_i_losses_find(ctx, &losses, v), INTRO_OK);
        for (uint32_t group = 0; group < GROUPS; group++) {
            bool is_lost = false;
            for (uint32_t w = first; w < end; w++) {
                is_lost = is_lost || groups.of[w] == group;
            }
            if (is_lost) {
                assert_int_equal(losses.lost[count++], group);
            }
        }
        assert_int_equal(losses.count, count);
    }
    intro_i_losses_fini(&losses);
    free(groups.of);
    forget();
    small_graph_free(g);
}

/* --- span -------------------------------------------------------------------------------- */

static uint32_t span_of(const dense *d, uint32_t a, uint32_t b)
{
    uint32_t distance[FEW + 1];
    memset(distance, 0xff, sizeof distance);
    distance[a] = 0;
    for (uint32_t layer = 0; layer < d->people; layer++) {
        for (uint32_t v = 0; v < d->people; v++) {
            for (uint32_t w = 0; w < d->people && distance[v] == layer; w++) {
                if (distance[w] == UINT32_MAX && dense_tied(d, v, w) &&
                    !(v == a && w == b) && !(v == b && w == a)) {
                    distance[w] = layer + 1;
                }
            }
        }
    }
    return distance[b] == UINT32_MAX ? 0 : distance[b];
}

static void span_is_the_way_round(void **state)
{
    (void)state;
    const intro_i_worker worker = {.ctx = ctx};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        intro_graph *const g =
            seed % 9 == 0 ? small_graph_ring(3 + (uint32_t)(seed % 30), 0.5F)
                          : make(seed);
        dense d = dense_new(g);
        intro_i_spanner spanner;
        cut(g);
        assert_int_equal(intro_i_spanner_init(&spanner, &weak), INTRO_OK);
        for (uint32_t v = 0; v < d.people; v++) {
            for (uint32_t w = 0; w < d.people; w++) {
                uint32_t span;
                if (dense_tied(&d, v, w)) {
                    assert_int_equal(
                        intro_i_span(&worker, &spanner, v, w, &span), INTRO_OK);
                    assert_int_equal(span, span_of(&d, v, w));
                }
            }
        }
        intro_i_spanner_fini(&spanner);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(removing_what_cuts_leaves_more_parts),
        cmocka_unit_test(igraph_cuts_the_same),
        cmocka_unit_test(a_chain_of_a_million_needs_no_stack),
        cmocka_unit_test(groups_outside_of_the_largest_part_are_lost),
        cmocka_unit_test(long_chains_lose_the_same),
        cmocka_unit_test(span_is_the_way_round),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("cut ties", tests, open_context,
                                       close_context);
}
