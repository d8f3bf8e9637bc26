/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphs made to be bad for it, threads, cancelling, failing memory. */
#include "analysis/betweenness.h"
#include "base/alloc.h"
#include "small_graphs.h"
#include "small_groups.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

typedef struct finding {
    intro_i_weak_graph weak;
    intro_i_groups groups;
    intro_i_betweenness found;
} finding;

/* With everybody in a group of his own, so that cross is all. */
static intro_status find(finding *f, const intro_graph *g,
                         intro_i_betweenness_options options)
{
    uint32_t *const own = intro_i_alloc(g->people, sizeof *own);
    assert_non_null(own);
    for (uint32_t v = 0; v < g->people; v++) {
        own[v] = v;
    }
    small_groups_set(&f->groups, own, g->people, g->people);
    intro_i_free(own);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &f->weak), INTRO_OK);
    return intro_i_betweenness_init(ctx, &f->weak, &f->groups, &options,
                                    &f->found);
}

static void drop(finding *f)
{
    intro_i_betweenness_fini(&f->found);
    intro_i_groups_fini(&f->groups);
    intro_i_weak_graph_fini(&f->weak);
}

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(fabs(b), 1e-6);
}

static void check_person(const finding *f, uint32_t v, double wanted)
{
    if (!is_near(f->found.all[v], wanted) ||
        !is_near(f->found.cross[v], wanted)) {
        fail_msg("person %u: %.17g and %.17g, wanted %.17g", (unsigned)v,
                 f->found.all[v], f->found.cross[v], wanted);
    }
}

/* --- shapes with a formula ------------------------------------------------------ */

static void find_both(finding found[2], const intro_graph *g)
{
    for (int by_warmth = 0; by_warmth < 2; by_warmth++) {
        const intro_i_betweenness_options options = {.by_warmth = by_warmth,
                                                     .with_ties = true};
        assert_int_equal(find(&found[by_warmth], g, options), INTRO_OK);
    }
}

static void drop_both(finding found[2])
{
    drop(&found[0]);
    drop(&found[1]);
}

static void a_long_path(void **state)
{
    (void)state;
    enum { PEOPLE = 3000 };
    /* The product along it is 2^-2999: no double. */
    intro_graph *const g = small_graph_path(PEOPLE, 0.5F);
    finding f[2];
    find_both(f, g);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        const double before = v;
        const double behind = PEOPLE - 1 - v;
        check_person(&f[0], v, before * behind);
        check_person(&f[1], v, before * behind);
        if (v + 1 < PEOPLE) {
            assert_true(is_near(f[0].found.ties[v], (before + 1) * behind));
            assert_true(is_near(f[1].found.ties[v], (before + 1) * behind));
        }
    }
    drop_both(f);
    small_graph_free(g);
}

static void a_star_a_clique_and_a_ring(void **state)
{
    (void)state;
    finding f[2];
    intro_graph *g = small_graph_star(2000, 1);
    find_both(f, g);
    check_person(&f[0], 0, 2000.0 * 1999 / 2);
    check_person(&f[1], 0, 2000.0 * 1999 / 2);
    check_person(&f[0], 7, 0);
    drop_both(f);
    small_graph_free(g);
    g = small_graph_complete(300, 0.25F);
    find_both(f, g);
    for (uint32_t v = 0; v < 300; v++) {
        check_person(&f[0], v, 0);
        check_person(&f[1], v, 0);
    }
    assert_true(is_near(f[0].found.ties[0], 1));
    drop_both(f);
    small_graph_free(g);
    /* Every strength 1: a plateau that closes on itself. */
    g = small_graph_ring(501, 1);
    find_both(f, g);
    for (uint32_t v = 0; v < 501; v++) {
        check_person(&f[0], v, 250.0 * 249 / 2);
        check_person(&f[1], v, 250.0 * 249 / 2);
    }
    drop_both(f);
    small_graph_free(g);
}

/* c0, then diamonds a, b, c: between the ends lie 2^diamonds shortest paths. The
 * figures of its people, first to last. */
static intro_graph *ladder(uint32_t diamonds, float strength)
{
    small_tie *const ties = calloc((size_t)diamonds * 4, sizeof *ties);
    assert_non_null(ties);
    for (uint32_t i = 0; i < diamonds; i++) {
        const uint32_t c = 3 * i;
        ties[4 * i] = (small_tie){c, c + 1, strength};
        ties[4 * i + 1] = (small_tie){c, c + 2, strength};
        ties[4 * i + 2] = (small_tie){c + 1, c + 3, strength};
        ties[4 * i + 3] = (small_tie){c + 2, c + 3, strength};
    }
    intro_graph *const g =
        small_graph_new(3 * diamonds + 1, false, ties, (size_t)diamonds * 4);
    free(ties);
    return g;
}

static void more_paths_than_a_double_counts(void **state)
{
    (void)state;
    enum { DIAMONDS = 1100 };
    intro_graph *const g = ladder(DIAMONDS, 0.5F);
    finding f[2];
    find_both(f, g);
    for (uint32_t i = 0; i <= DIAMONDS; i++) {
        /* Those on either side, and half of each neighbouring a-b pair. */
        const double before = 3.0 * i;
        const double behind = 3.0 * (DIAMONDS - i);
        const bool is_end = i == 0 || i == DIAMONDS;
        for (int k = 0; k < 2; k++) {
            check_person(&f[k], 3 * i, before * behind + (is_end ? 0.5 : 1));
            if (i < DIAMONDS) {
                const double sides = (before + 1) * (behind - 2);
                check_person(&f[k], 3 * i + 1, sides / 2);
                check_person(&f[k], 3 * i + 2, sides / 2);
            }
        }
    }
    drop_both(f);
    small_graph_free(g);
}

/* Ties from every person to all of the next row: width^rows paths and wide
 * sums. All of an inner row are alike. */
static void rows_of_many_paths(void **state)
{
    (void)state;
    enum { ROWS = 60, WIDTH = 20, PEOPLE = ROWS * WIDTH };
    const size_t count = (size_t)(ROWS - 1) * WIDTH * WIDTH;
    small_tie *const ties = calloc(count, sizeof *ties);
    assert_non_null(ties);
    size_t n = 0;
    for (uint32_t row = 0; row + 1 < ROWS; row++) {
        for (uint32_t i = 0; i < WIDTH * WIDTH; i++) {
            ties[n++] = (small_tie){row * WIDTH + i / WIDTH,
                                    (row + 1) * WIDTH + i % WIDTH, 1};
        }
    }
    intro_graph *const g = small_graph_new(PEOPLE, false, ties, count);
    free(ties);
    finding f[2];
    find_both(f, g);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        const double row = v / WIDTH;
        const double before = row * WIDTH;
        const double behind = (ROWS - 1 - row) * WIDTH;
        /* Pairs across the row share it; pairs of a row beside meet in the
         * one or two rows next to theirs. */
        double wanted = before * behind / WIDTH;
        for (int side = -1; side <= 1; side += 2) {
            const double other = row + side;
            if (other >= 0 && other < ROWS) {
                const bool has_two = other > 0 && other < ROWS - 1;
                wanted += WIDTH * (WIDTH - 1) / 2.0 / WIDTH / (has_two ? 2 : 1);
            }
        }
        check_person(&f[0], v, wanted);
        check_person(&f[1], v, wanted);
    }
    drop_both(f);
    small_graph_free(g);
}

/* Between two people a ladder and a plain path of as many ties: counts that stand
 * in a ratio of 2^1000 at one distance. */
static void a_path_beside_very_many(void **state)
{
    (void)state;
    enum { DIAMONDS = 1000, LADDER = 3 * DIAMONDS + 1, PEOPLE = LADDER + 1999 };
    intro_graph *const rungs = ladder(DIAMONDS, 1);
    small_tie *const ties = calloc(rungs->ties + 2000, sizeof *ties);
    assert_non_null(ties);
    size_t n = 0;
    for (uint64_t t = 0; t < rungs->ties; t++) {
        const intro_tie tie = intro_graph_tie(rungs, t);
        ties[n++] = (small_tie){tie.a, tie.b, 1};
    }
    for (uint32_t i = 0; i < 2000; i++) {
        const uint32_t from = i == 0 ? 0 : LADDER + i - 1;
        const uint32_t to = i == 1999 ? LADDER - 1 : LADDER + i;
        ties[n++] = (small_tie){from, to, 1};
    }
    small_graph_free(rungs);
    intro_graph *const g = small_graph_new(PEOPLE, false, ties, n);
    free(ties);
    finding f[2];
    find_both(f, g);
    /* Every pair at distance d has d - 1 people between its ends. */
    double sums[2] = {0, 0};
    for (uint32_t v = 0; v < PEOPLE; v++) {
        assert_true(f[0].found.all[v] >= 0);
        assert_true(is_near(f[1].found.all[v], f[0].found.all[v]));
        assert_true(is_near(f[0].found.cross[v], f[0].found.all[v]));
        sums[0] += f[0].found.all[v];
    }
    for (uint32_t i = 0; i < DIAMONDS; i++) {
        assert_true(
            is_near(f[0].found.all[3 * i + 1], f[0].found.all[3 * i + 2]));
    }
    /* It is a ring of 4000 in which every second person of one half is two
     * people. Distances on a ring of n, from any of its places: n^2 / 4 in
     * all, so n^2 / 4 - (n - 1) people between. Those who are double are
     * counted twice, and between the two of them is one person. */
    uint64_t wanted = 0;
    for (uint32_t a = 0; a < 4000; a++) {
        for (uint32_t b = a + 1; b < 4000; b++) {
            const uint64_t apart = b - a < 2000 ? b - a : 4000 - (b - a);
            const uint64_t pairs = (a < 2000 && a % 2 == 1 ? 2U : 1U) *
                                   (b < 2000 && b % 2 == 1 ? 2U : 1U);
            wanted += pairs * (apart - 1);
        }
    }
    wanted += DIAMONDS;
    sums[1] = (double)wanted;
    assert_true(is_near(sums[0], sums[1]));
    drop_both(f);
    small_graph_free(g);
}

/* A million people in a row, searched from sixteen: everybody before all sources
 * passes on what lies before him to each of them. */
static void a_million_in_a_row(void **state)
{
    (void)state;
    enum { PEOPLE = 1000000, SOURCES = 16 };
    intro_graph *const g = small_graph_path(PEOPLE, 0.5F);
    intro_i_weak_graph weak;
    intro_i_betweenness found;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    for (int by_warmth = 0; by_warmth < 2; by_warmth++) {
        const intro_i_betweenness_options options = {
            .by_warmth = by_warmth, .sources = SOURCES, .seed = 5};
        assert_int_equal(
            intro_i_betweenness_init(ctx, &weak, NULL, &options, &found),
            INTRO_OK);
        for (uint32_t v = 0; v < 100; v++) {
            const double wanted = v * (double)PEOPLE / 2;
            assert_true(is_near(found.all[v], wanted));
            assert_true(is_near(found.all[PEOPLE - 1 - v], wanted));
        }
        intro_i_betweenness_fini(&found);
    }
    intro_i_weak_graph_fini(&weak);
    small_graph_free(g);
}

static void nobody_and_nothing(void **state)
{
    (void)state;
    for (uint32_t people = 0; people < 4; people++) {
        for (int is_directed = 0; is_directed < 2; is_directed++) {
            intro_graph *const g =
                small_graph_new(people, is_directed, NULL, 0);
            finding f[2];
            find_both(f, g);
            for (uint32_t v = 0; v < people; v++) {
                check_person(&f[0], v, 0);
                check_person(&f[1], v, 0);
            }
            drop_both(f);
            small_graph_free(g);
        }
    }
}

/* --- threads, cancelling, memory ----------------------------------------------------- */

static void check_same(const finding *a, const finding *b)
{
    const size_t people = a->weak.people;
    assert_memory_equal(a->found.all, b->found.all, people * sizeof(double));
    assert_memory_equal(a->found.cross, b->found.cross,
                        people * sizeof(double));
    assert_memory_equal(a->found.ties, b->found.ties,
                        (size_t)a->weak.ties * sizeof(double));
    assert_memory_equal(&a->found.all_error, &b->found.all_error,
                        sizeof(double));
    assert_memory_equal(&a->found.cross_error, &b->found.cross_error,
                        sizeof(double));
}

static void check_threads(const intro_graph *g, uint64_t sources)
{
    const uint32_t threads[] = {2, 3, 7, 1};
    for (int by_warmth = 0; by_warmth < 2; by_warmth++) {
        const intro_i_betweenness_options options = {.by_warmth = by_warmth,
                                                     .with_ties = true,
                                                     .sources = sources,
                                                     .seed = 3};
        finding one;
        assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
        assert_int_equal(find(&one, g, options), INTRO_OK);
        for (size_t i = 0; i < INTRO_COUNT_OF(threads); i++) {
            finding other;
            assert_int_equal(intro_ctx_set_threads(ctx, threads[i]), INTRO_OK);
            assert_int_equal(find(&other, g, options), INTRO_OK);
            check_same(&one, &other);
            drop(&other);
        }
        drop(&one);
    }
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    intro_graph *g = small_graph_hubs(3, 700, 4);
    check_threads(g, 0);
    check_threads(g, 100);
    small_graph_free(g);
    g = small_graph_random(4, 500, 2000, true, 6);
    check_threads(g, 0);
    check_threads(g, 64);
    small_graph_free(g);
    g = ladder(400, 1);
    check_threads(g, 40);
    small_graph_free(g);
}

static bool refuse(void *user, const intro_progress *progress)
{
    (void)user;
    assert_string_equal(progress->phase, "betweenness");
    assert_true(progress->done <= progress->total);
    return false;
}

static void a_cancelled_search_leaves_nothing(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(3, 3000, 4);
    const uint64_t held = intro_i_alloc_bytes();
    finding f;
    for (uint32_t threads = 1; threads <= 3; threads++) {
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        for (int by_warmth = 0; by_warmth < 2; by_warmth++) {
            const intro_i_betweenness_options options = {.by_warmth = by_warmth,
                                                         .with_ties = true};
            intro_ctx_cancel(ctx);
            assert_int_equal(find(&f, g, options), INTRO_ECANCELLED);
            assert_null(f.found.all);
            drop(&f);
            intro_ctx_clear_cancel(ctx);
            intro_ctx_set_progress(ctx, refuse, NULL);
            assert_int_equal(find(&f, g, options), INTRO_ECANCELLED);
            drop(&f);
            intro_ctx_set_progress(ctx, NULL, NULL);
            intro_ctx_clear_cancel(ctx);
        }
    }
    assert_int_equal(intro_i_alloc_bytes(), held);
    small_graph_free(g);
}

#ifdef INTRO_FAULT_INJECTION
static void check_failing_memory(const intro_graph *g, uint64_t sources,
                                 bool by_warmth)
{
    const intro_i_betweenness_options options = {
        .by_warmth = by_warmth, .with_ties = true, .sources = sources};
    intro_i_weak_graph weak;
    intro_i_groups groups;
    small_groups_draw(&groups, 2, g->people, 3, 0.2);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    const uint64_t held = intro_i_alloc_bytes();
    intro_status rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        intro_i_betweenness found;
        intro_i_alloc_fail_after(k, false);
        rc = intro_i_betweenness_init(ctx, &weak, &groups, &options, &found);
        const bool has_failed = intro_i_alloc_requests() > k;
        intro_i_alloc_fail_after(UINT64_MAX, false);
        assert_int_equal(rc, has_failed ? INTRO_ENOMEM : INTRO_OK);
        intro_i_betweenness_fini(&found);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    intro_i_groups_fini(&groups);
    intro_i_weak_graph_fini(&weak);
}
#endif

static void failing_memory_is_told_and_nothing_leaks(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    for (uint32_t threads = 1; threads <= 2; threads++) {
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        for (int is_directed = 0; is_directed < 2; is_directed++) {
            intro_graph *const g =
                small_graph_random(1, 80, 200, is_directed, 4);
            g->observed_only = g->has_left_out = true;
            check_failing_memory(g, 0, false);
            check_failing_memory(g, 32, false);
            check_failing_memory(g, 0, true);
            small_graph_free(g);
        }
        intro_graph *const g = ladder(400, 1);
        check_failing_memory(g, 16, false);
        small_graph_free(g);
    }
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_path),
        cmocka_unit_test(a_star_a_clique_and_a_ring),
        cmocka_unit_test(more_paths_than_a_double_counts),
        cmocka_unit_test(rows_of_many_paths),
        cmocka_unit_test(a_path_beside_very_many),
        cmocka_unit_test(a_million_in_a_row),
        cmocka_unit_test(nobody_and_nothing),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(a_cancelled_search_leaves_nothing),
        cmocka_unit_test(failing_memory_is_told_and_nothing_leaks),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("betweenness extremes", tests,
                                       open_context, close_context);
}
