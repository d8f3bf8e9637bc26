/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/random.h"
#include "small_graphs.h"

#include <introfind/paths.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 300, QUERIES = 2500 };

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

typedef struct check {
    const intro_graph *graph;
    const intro_paths_query *queries;
    size_t told;
    size_t stop_at;
    bool cancels;
} check;

static void assert_same_chain(intro_chain a, intro_chain b)
{
    assert_int_equal(a.hops, b.hops);
    assert_memory_equal(&a.warmth, &b.warmth, sizeof a.warmth);
    assert_int_equal(a.introducer, b.introducer);
    assert_memory_equal(a.people, b.people, (a.hops + 1) * sizeof *a.people);
}

/* The answer is what asking alone gives. */
static intro_status compare_answer(void *user, size_t i,
                                   const intro_paths *paths)
{
    check *const c = user;
    intro_paths *alone;
    assert_int_equal(i, c->told++);
    if (i == c->stop_at) {
        return INTRO_ENOTFOUND;
    }
    intro_ctx *other;
    assert_int_equal(intro_ctx_new(&other), INTRO_OK);
    assert_int_equal(intro_paths_find(other, c->graph, &c->queries[i], &alone),
                     INTRO_OK);
    assert_int_equal(intro_paths_count(paths), intro_paths_count(alone));
    for (size_t j = 0; j < intro_paths_count(alone); j++) {
        assert_same_chain(intro_paths_chain(paths, j),
                          intro_paths_chain(alone, j));
    }
    assert_int_equal(intro_paths_direct_count(paths),
                     intro_paths_direct_count(alone));
    for (size_t j = 0; j < intro_paths_direct_count(alone); j++) {
        const intro_direct a = intro_paths_direct(paths, j);
        const intro_direct b = intro_paths_direct(alone, j);
        assert_true(a.from == b.from && a.target == b.target &&
                    a.inferred == b.inferred);
    }
    assert_int_equal(intro_paths_reason(paths), intro_paths_reason(alone));
    const intro_chain beyond = intro_paths_beyond(alone);
    assert_int_equal(intro_paths_beyond(paths).hops, beyond.hops);
    intro_paths_free(alone);
    intro_ctx_free(other);
    if (c->cancels) {
        intro_ctx_cancel(ctx);
    }
    return INTRO_OK;
}

static intro_vid people[QUERIES][2];
static intro_paths_query queries[QUERIES];

static void draw_queries(uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    for (size_t i = 0; i < QUERIES; i++) {
        queries[i] = (intro_paths_query)INTRO_PATHS_QUERY_INIT;
        people[i][0] = (intro_vid)intro_i_random_below(&random, PEOPLE);
        do {
            people[i][1] = (intro_vid)intro_i_random_below(&random, PEOPLE);
        } while (people[i][1] == people[i][0]);
        queries[i].from = &people[i][0];
        queries[i].from_count = 1;
        queries[i].targets = &people[i][1];
        queries[i].target_count = 1;
        queries[i].max_hops = 1 + (uint32_t)intro_i_random_below(&random, 5);
        queries[i].limit = 1 + (uint32_t)intro_i_random_below(&random, 9);
        queries[i].all_chains = intro_i_random_below(&random, 4) == 0;
    }
    queries[QUERIES / 2].limit = INTRO_MAX_CHAINS; /* the least windows */
}

static void a_batch_gives_what_asking_alone_gives(void **state)
{
    (void)state;
    static const uint32_t threads[] = {1, 2, 7};
    for (size_t i = 0; i < INTRO_COUNT_OF(threads); i++) {
        intro_graph *const g =
            small_graph_random(i, PEOPLE, PEOPLE, i % 2 != 0, 4);
        check c = {g, queries, 0, SIZE_MAX, false};
        draw_queries(i);
        assert_int_equal(intro_ctx_set_threads(ctx, threads[i]), INTRO_OK);
        /* Once in small windows, then without the greedy query in large. */
        assert_int_equal(
            intro_paths_batch(ctx, g, queries, QUERIES, compare_answer, &c),
            INTRO_OK);
        assert_int_equal(c.told, QUERIES);
        c.told = 0;
        queries[QUERIES / 2].limit = 1;
        assert_int_equal(
            intro_paths_batch(ctx, g, queries, QUERIES, compare_answer, &c),
            INTRO_OK);
        assert_int_equal(c.told, QUERIES);
        small_graph_free(g);
    }
}

static void an_empty_batch_asks_nothing(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_ring(5, 0.5F);
    assert_int_equal(intro_paths_batch(ctx, g, NULL, 0, compare_answer, NULL),
                     INTRO_OK);
    small_graph_free(g);
}

static void the_first_refusal_ends_a_batch(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_ring(PEOPLE, 0.5F);
    check c = {g, queries, 0, 17, false};
    draw_queries(5);
    queries[QUERIES / 2].limit = 1;
    assert_int_equal(
        intro_paths_batch(ctx, g, queries, QUERIES, compare_answer, &c),
        INTRO_ENOTFOUND);
    assert_int_equal(c.told, 18);
    small_graph_free(g);
}

static void a_wrong_query_is_told_whatever_the_threads(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_ring(PEOPLE, 0.5F);
    for (uint32_t threads = 1; threads < 4; threads++) {
        check c = {g, queries, 0, SIZE_MAX, false};
        draw_queries(6);
        queries[QUERIES / 2].limit = 1;
        queries[1500].max_hops = 99;
        queries[1510].limit = 0;
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        assert_int_equal(
            intro_paths_batch(ctx, g, queries, QUERIES, compare_answer, &c),
            INTRO_EARG);
        assert_non_null(strstr(intro_ctx_error(ctx)->message, "99"));
        assert_int_equal(c.told, 1024);
    }
    small_graph_free(g);
}

static void a_cancelled_batch_ends_with_its_window(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_ring(PEOPLE, 0.5F);
    check c = {g, queries, 0, SIZE_MAX, true};
    draw_queries(7);
    queries[QUERIES / 2].limit = 1;
    assert_int_equal(
        intro_paths_batch(ctx, g, queries, QUERIES, compare_answer, &c),
        INTRO_ECANCELLED);
    assert_true(c.told > 0 && c.told < QUERIES);
    intro_ctx_clear_cancel(ctx);
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_gives_what_asking_alone_gives),
        cmocka_unit_test(an_empty_batch_asks_nothing),
        cmocka_unit_test(the_first_refusal_ends_a_batch),
        cmocka_unit_test(a_wrong_query_is_told_whatever_the_threads),
        cmocka_unit_test(a_cancelled_batch_ends_with_its_window),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, open_context, close_context);
}
