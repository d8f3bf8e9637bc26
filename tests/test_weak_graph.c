/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/weak_graph.h"
#include "small_graphs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 40 };

static intro_ctx *ctx;

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

static float strength_from(const intro_graph *g, uint32_t v, uint32_t w)
{
    for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
        if (g->out_people[i] == w) {
            return g->out_strengths[i];
        }
    }
    return 0;
}

/* One pair of people, looked at from v. */
static void check_arc(const intro_i_weak_graph *weak, uint32_t v, uint64_t i)
{
    const uint32_t w = weak->neighbours[i];
    const float out = strength_from(weak->graph, v, w);
    const float in = strength_from(weak->graph, w, v);
    uint64_t found;
    assert_true(i == weak->offsets[v] || weak->neighbours[i - 1] < w);
    assert_true(weak->strengths[i] == (out > in ? out : in));
    assert_true(intro_i_weak_sum(weak, i) == (double)out + (double)in);
    assert_int_equal(intro_i_weak_count(weak, i), (out > 0) + (in > 0));
    if (weak->ways != NULL) {
        assert_int_equal(weak->ways[i], (out > 0 ? INTRO_I_WAY_OUT : 0) |
                                            (in > 0 ? INTRO_I_WAY_IN : 0));
    }
    assert_true(intro_i_weak_find(weak, v, w, &found));
    assert_int_equal(found, i);
}

static void check(const intro_graph *g)
{
    intro_i_weak_graph weak;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(weak.people, g->people);
    uint64_t tie = 0;
    for (uint32_t v = 0; v < g->people; v++) {
        uint64_t degree = 0;
        assert_int_equal(weak.tie_start[v], tie);
        for (uint32_t w = 0; w < g->people; w++) {
            uint64_t arc;
            const bool is_tied =
                strength_from(g, v, w) > 0 || strength_from(g, w, v) > 0;
            assert_int_equal(intro_i_weak_find(&weak, v, w, &arc), is_tied);
            degree += is_tied;
            if (is_tied && w > v) {
                assert_int_equal(weak.tie_start[v] + arc -
                                     intro_i_weak_upper(&weak, v),
                                 tie);
                tie++;
            }
        }
        assert_int_equal(intro_i_weak_degree(&weak, v), degree);
        for (uint64_t i = weak.offsets[v]; i < weak.offsets[v + 1]; i++) {
            check_arc(&weak, v, i);
        }
    }
    assert_int_equal(weak.ties, tie);
    intro_i_weak_graph_fini(&weak);
}

static void rows_hold_every_pair_tied_either_way(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        intro_graph *const g = small_graph_random(
            seed, (uint32_t)(seed % PEOPLE) + 1, seed * 3, seed % 2 == 0, 8);
        check(g);
        small_graph_free(g);
    }
}

static void ties_left_out_are_not_there(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        intro_graph *const g =
            small_graph_random(seed, PEOPLE, 120, seed % 2 == 0, 8);
        g->observed_only = g->has_left_out = true;
        for (uint64_t t = 0; t < g->ties; t += 3) {
            const intro_tie tie = intro_graph_tie(g, t);
            for (uint64_t i = 0; i < g->arcs; i++) {
                const uint32_t v = tie.a;
                const bool is_out = i >= g->out_offsets[v] &&
                                    i < g->out_offsets[v + 1] &&
                                    g->out_people[i] == tie.b;
                const bool is_back = i >= g->out_offsets[tie.b] &&
                                     i < g->out_offsets[tie.b + 1] &&
                                     g->out_people[i] == v;
                if (is_out || (is_back && !tie.one_way)) {
                    ((float *)(uintptr_t)g->out_strengths)[i] = 0;
                }
                const bool is_in = i >= g->in_offsets[tie.b] &&
                                   i < g->in_offsets[tie.b + 1] &&
                                   g->in_people[i] == v;
                const bool is_in_back = i >= g->in_offsets[v] &&
                                        i < g->in_offsets[v + 1] &&
                                        g->in_people[i] == tie.b;
                if (is_in || (is_in_back && !tie.one_way)) {
                    ((float *)(uintptr_t)g->in_strengths)[i] = 0;
                }
            }
        }
        check(g);
        small_graph_free(g);
    }
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_random(7, 9000, 30000, true, 0);
    intro_i_weak_graph one;
    intro_i_weak_graph many;
    assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &one), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 7), INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &many), INTRO_OK);
    assert_int_equal(one.ties, many.ties);
    assert_memory_equal(one.neighbours, many.neighbours,
                        2 * one.ties * sizeof *one.neighbours);
    assert_memory_equal(one.sums, many.sums, 2 * one.ties * sizeof *one.sums);
    intro_i_weak_graph_fini(&one);
    intro_i_weak_graph_fini(&many);
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold_every_pair_tied_either_way),
        cmocka_unit_test(ties_left_out_are_not_there),
        cmocka_unit_test(threads_do_not_matter),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("weak graph", tests, open_context,
                                       close_context);
}
