/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hand_graph.h"

#include "base/context_impl.h"
#include "graph/igraph_adapter.h"

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

static intro_ctx *ctx;

static int set_up(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return IGRAPH_FINALLY_STACK_EMPTY ? 0 : -1;
}

static intro_i_igraph *make_view(const intro_graph *g)
{
    intro_i_igraph *view = NULL;
    assert_int_equal(intro_i_igraph_new(ctx, g, &view), INTRO_OK);
    assert_true(IGRAPH_FINALLY_STACK_EMPTY);
    return view;
}

static void every_tie_is_an_edge_with_its_strength(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const hand_plan plan = {seed, (uint32_t)(seed * 2 - 2), 0.3, false,
                                false};
        intro_graph *const g = hand_graph(&plan);
        intro_i_igraph *const view = make_view(g);
        const igraph_t *const ig = intro_i_igraph_graph(view);
        const igraph_vector_t *const weights = intro_i_igraph_weights(view);
        assert_false(igraph_is_directed(ig));
        assert_int_equal(igraph_vcount(ig), intro_graph_people(g));
        assert_int_equal(igraph_ecount(ig), intro_graph_ties(g));
        for (uint64_t t = 0; t < intro_graph_ties(g); t++) {
            const intro_tie tie = intro_graph_tie(g, t);
            const intro_vid from =
                (intro_vid)IGRAPH_FROM(ig, (igraph_integer_t)t);
            const intro_vid to = (intro_vid)IGRAPH_TO(ig, (igraph_integer_t)t);
            assert_int_equal(from < to ? from : to, tie.a);
            assert_int_equal(from < to ? to : from, tie.b);
            assert_true(VECTOR(*weights)[t] == (double)tie.strength);
        }
        intro_i_igraph_free(view);
        intro_graph_close(g);
    }
}

static void every_arc_of_a_directed_network_is_an_edge(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const hand_plan plan = {seed, 14, 0.3, true, false};
        intro_graph *const g = hand_graph(&plan);
        intro_i_igraph *const view = make_view(g);
        const igraph_t *const ig = intro_i_igraph_graph(view);
        const igraph_vector_t *const weights = intro_i_igraph_weights(view);
        igraph_integer_t edge = 0;
        assert_true(igraph_is_directed(ig));
        for (intro_vid v = 0; v < intro_graph_people(g); v++) {
            const intro_row row = intro_graph_row(g, v);
            for (uint64_t i = 0; i < row.count; i++, edge++) {
                assert_int_equal(IGRAPH_FROM(ig, edge), v);
                assert_int_equal(IGRAPH_TO(ig, edge), row.people[i]);
                assert_true(VECTOR(*weights)[edge] == (double)row.strengths[i]);
            }
        }
        assert_int_equal(igraph_ecount(ig), edge);
        intro_i_igraph_free(view);
        intro_graph_close(g);
    }
}

static void ties_of_strength_0_are_left_out(void **state)
{
    (void)state;
    const hand_plan plan = {1, 5, 1.0, false, false};
    intro_graph *const g = hand_graph(&plan);
    HAND_EDIT(float, g->out_strengths)[0] = 0;
    HAND_EDIT(float, g->out_strengths)[g->out_offsets[1]] = 0;
    intro_i_igraph *const view = make_view(g);
    assert_int_equal(igraph_ecount(intro_i_igraph_graph(view)), 9);
    assert_int_equal(igraph_vector_size(intro_i_igraph_weights(view)), 9);
    intro_i_igraph_free(view);
    intro_graph_close(g);
}

static void an_error_of_igraph_becomes_ours_with_its_first_words(void **state)
{
    (void)state;
    const hand_plan plan = {1, 5, 1.0, false, false};
    intro_graph *const g = hand_graph(&plan);
    intro_i_igraph *const view = make_view(g);
    igraph_integer_t from;
    igraph_integer_t to;
    intro_i_igraph_begin();
    const igraph_error_t code =
        igraph_edge(intro_i_igraph_graph(view), 99, &from, &to);
    assert_int_not_equal(code, IGRAPH_SUCCESS);
    assert_int_equal(intro_i_igraph_end(ctx, (int)code), INTRO_EBUG);
    assert_non_null(strstr(intro_ctx_error(ctx)->message, "igraph failed"));
    assert_true(strlen(intro_ctx_error(ctx)->message) > 30);
    assert_true(IGRAPH_FINALLY_STACK_EMPTY);
    intro_i_igraph_begin();
    assert_int_equal(intro_i_igraph_end(ctx, IGRAPH_ENOMEM), INTRO_ENOMEM);
    intro_i_igraph_begin();
    assert_int_equal(intro_i_igraph_end(ctx, IGRAPH_SUCCESS), INTRO_OK);
    intro_i_igraph_free(view);
    intro_graph_close(g);
}

static void former_handlers_come_back(void **state)
{
    (void)state;
    igraph_error_handler_t *const before =
        igraph_set_error_handler(igraph_error_handler_ignore);
    intro_i_igraph_begin();
    assert_int_equal(intro_i_igraph_end(ctx, IGRAPH_SUCCESS), INTRO_OK);
    assert_true(igraph_set_error_handler(before) ==
                igraph_error_handler_ignore);
}

static void a_cancelled_context_stops_the_copy(void **state)
{
    (void)state;
    const hand_plan plan = {1, 5, 1.0, false, false};
    intro_graph *const g = hand_graph(&plan);
    intro_i_igraph *view = NULL;
    intro_ctx_cancel(ctx);
    assert_int_equal(intro_i_igraph_new(ctx, g, &view), INTRO_ECANCELLED);
    assert_null(view);
    intro_ctx_clear_cancel(ctx);
    intro_graph_close(g);
}

static void the_version_is_known(void **state)
{
    (void)state;
    assert_true(strchr(intro_i_igraph_version(), '.') != NULL);
    intro_i_igraph_free(NULL);
}

int main(void)
{
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tie_is_an_edge_with_its_strength),
        cmocka_unit_test(every_arc_of_a_directed_network_is_an_edge),
        cmocka_unit_test(ties_of_strength_0_are_left_out),
        cmocka_unit_test(an_error_of_igraph_becomes_ours_with_its_first_words),
        cmocka_unit_test(former_handlers_come_back),
        cmocka_unit_test(a_cancelled_context_stops_the_copy),
        cmocka_unit_test(the_version_is_known),
    };
    return cmocka_run_group_tests_name("igraph_adapter", tests, set_up,
                                       tear_down);
}
