/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/brokerage.h"
#include "analysis/pair_brokers.h"
#include "analysis/role_chance.h"
#include "base/alloc.h"
#include "dense_oracle.h"
#include "small_graphs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 30, PAIRS_MAX = 64 };

static intro_ctx *ctx;
static intro_i_weak_graph weak;
static intro_i_orientation orientation;
static intro_i_groups groups;

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

static void start(const intro_graph *g, uint32_t threads)
{
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_orientation_init(ctx, &weak, &orientation),
                     INTRO_OK);
}

static void forget(void)
{
    intro_i_groups_fini(&groups);
    intro_i_orientation_fini(&orientation);
    intro_i_weak_graph_fini(&weak);
}

static intro_graph *make(uint64_t seed)
{
    switch (seed % 10) {
    case 0:
        return small_graph_hubs(seed, FEW, 3);
    case 1:
        return small_graph_complete(2 + (uint32_t)(seed % 9), 0.5F);
    case 2:
        return small_graph_star(1 + (uint32_t)(seed % FEW), 0.5F);
    case 3:
        return small_graph_two_cliques(3 + (uint32_t)(seed % 5), 0.5F);
    default:
        return small_graph_random(seed, 1 + (uint32_t)(seed % FEW), seed % 190,
                                  seed % 2 == 0, 4);
    }
}

static intro_i_groups draw(uint64_t seed, uint32_t people)
{
    return dense_groups(seed, people, (uint32_t)(seed % 6),
                        (uint32_t)(seed % 3));
}

/* --- roles ---------------------------------------------------------------------------- */

static void every_open_way_gives_one_role(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        start(g, 1 + (uint32_t)(seed % 3));
        groups = draw(seed, g->people);
        intro_i_roles *const roles =
            calloc((size_t)g->people + 1, sizeof *roles);
        assert_non_null(roles);
        assert_int_equal(
            intro_i_roles_of_all(ctx, &orientation, &groups, roles), INTRO_OK);
        for (uint32_t v = 0; v < g->people; v++) {
            const intro_i_roles expected = dense_roles(&d, groups.of, v);
            assert_memory_equal(&roles[v], &expected, sizeof expected);
        }
        free(roles);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

static uint32_t role_person(const small_tie *ties, size_t count,
                            const uint32_t *of, uint32_t n, intro_i_roles *out)
{
    intro_graph *const g = small_graph_new(n, true, ties, count);
    intro_i_roles roles[FEW];
    start(g, 1);
    groups = dense_groups(1, n, 3, 0);
    memcpy(groups.of, of, n * sizeof *of);
    assert_int_equal(intro_i_roles_of_all(ctx, &orientation, &groups, roles),
                     INTRO_OK);
    *out = roles[0];
    forget();
    small_graph_free(g);
    return 0;
}

/* Person 0 of group A; a different number of ways for each role. */
static void roles_are_named_by_the_direction_of_the_way(void **state)
{
    (void)state;
    /* into 0: 1 of A, 2 of B, 3 of B; out of 0: 4 of A, 5 of B, 6 of C, 7 of C,
       8 of C */
    const small_tie ties[] = {{1, 0, 1}, {2, 0, 1}, {3, 0, 1}, {0, 4, 1},
                              {0, 5, 1}, {0, 6, 1}, {0, 7, 1}, {0, 8, 1}};
    const uint32_t of[] = {0, 0, 1, 1, 0, 1, 2, 2, 2};
    intro_i_roles r;
    (void)role_person(ties, INTRO_COUNT_OF(ties), of, 9, &r);
    assert_int_equal(r.counts[INTRO_I_COORDINATOR], 1);    /* 1 0 4 */
    assert_int_equal(r.counts[INTRO_I_REPRESENTATIVE], 4); /* 1 0 5..8 */
    assert_int_equal(r.counts[INTRO_I_GATEKEEPER], 2);     /* 2 3 0 4 */
    assert_int_equal(r.counts[INTRO_I_ITINERANT], 2);      /* 2 3 0 5 */
    assert_int_equal(r.counts[INTRO_I_LIAISON], 6);        /* 2 3 0 6..8 */
    assert_int_equal(intro_i_brokerage(&r, true), 15);
}

static void a_tie_back_closes_nothing(void **state)
{
    (void)state;
    const uint32_t of[] = {0, 1, 2};
    const small_tie back[] = {{1, 0, 1}, {0, 2, 1}, {2, 1, 1}};
    const small_tie along[] = {{1, 0, 1}, {0, 2, 1}, {1, 2, 1}};
    intro_i_roles r;
    (void)role_person(back, 3, of, 3, &r);
    assert_int_equal(r.counts[INTRO_I_LIAISON], 1);
    (void)role_person(along, 3, of, 3, &r);
    assert_int_equal(r.counts[INTRO_I_LIAISON], 0);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        const uint32_t n = 20000;
        intro_graph *const g =
            seed == 1 ? small_graph_hubs(seed, n, 9)
                      : small_graph_random(seed, n, 150000, true, 4);
        intro_i_roles *const one = calloc(n, sizeof *one);
        intro_i_roles *const many = calloc(n, sizeof *many);
        assert_true(one != NULL && many != NULL);
        start(g, 1);
        groups = dense_groups(seed, n, 9, 1);
        assert_int_equal(intro_i_roles_of_all(ctx, &orientation, &groups, one),
                         INTRO_OK);
        assert_int_equal(intro_ctx_set_threads(ctx, 7), INTRO_OK);
        assert_int_equal(intro_i_roles_of_all(ctx, &orientation, &groups, many),
                         INTRO_OK);
        assert_memory_equal(one, many, n * sizeof *one);
        free(one);
        free(many);
        forget();
        small_graph_free(g);
    }
}

/* --- brokers of a pair ------------------------------------------------------------------ */

/* The five of a pair from everybody's counts. */
static intro_i_pair_brokers best_of(const dense *d, intro_i_group_pair pair)
{
    intro_i_pair_brokers best = {0};
    bool is_taken[FEW + 1] = {false};
    for (; best.count < INTRO_I_PAIR_BROKERS; best.count++) {
        uint32_t who = UINT32_MAX;
        uint64_t most = 0;
        for (uint32_t v = 0; v < d->people; v++) {
            const uint64_t open =
                dense_open_between(d, groups.of, v, pair.a, pair.b);
            if (!is_taken[v] && groups.of[v] != INTRO_I_NO_GROUP &&
                open > most) {
                most = open;
                who = v;
            }
        }
        if (who == UINT32_MAX) {
            break;
        }
        is_taken[who] = true;
        best.people[best.count] = who;
        best.open[best.count] = most;
    }
    return best;
}

/* All pairs, or every third of them from the last on. */
static size_t list_pairs(bool all, intro_i_group_pair *pairs)
{
    size_t count = 0;
    size_t met = 0;
    for (uint32_t a = groups.count; a-- > 0;) {
        for (uint32_t b = a; b < groups.count; b++) {
            if (all || met++ % 3 == 0) {
                pairs[count++] = (intro_i_group_pair){a, b};
            }
        }
    }
    return count;
}

static void brokers_of_a_pair_have_most_open_ways(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        start(g, 1 + (uint32_t)(seed % 3));
        groups = draw(seed, g->people);
        intro_i_group_pair pairs[PAIRS_MAX];
        intro_i_pair_brokers best[PAIRS_MAX];
        const size_t count = list_pairs(seed % 2 == 0, pairs);
        assert_int_equal(intro_i_pair_brokers_find(ctx, &orientation, &groups,
                                                   pairs, count, best),
                         INTRO_OK);
        for (size_t i = 0; i < count; i++) {
            const intro_i_pair_brokers expected = best_of(&d, pairs[i]);
            assert_memory_equal(&best[i], &expected, sizeof expected);
        }
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

static void the_joined_pair_is_the_most_open_one(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        intro_i_view view;
        start(g, 1);
        groups = draw(seed, g->people);
        assert_int_equal(intro_i_view_init(&view, &orientation, &groups),
                         INTRO_OK);
        for (uint32_t v = 0; v < g->people; v++) {
            intro_i_joined_pair found;
            uint64_t most = 0;
            assert_int_equal(intro_i_view_contacts(&view, v), INTRO_OK);
            assert_int_equal(intro_i_view_closed(&view), INTRO_OK);
            assert_int_equal(intro_i_joined_pair_find(&view, &found), INTRO_OK);
            for (uint32_t a = 0; a < groups.count; a++) {
                for (uint32_t b = a + 1; b < groups.count; b++) {
                    most = intro_i_max_u64(
                        most, dense_open_between(&d, groups.of, v, a, b));
                }
            }
            assert_int_equal(found.open, most);
            if (most > 0) {
                assert_int_equal(dense_open_between(&d, groups.of, v,
                                                    found.pair.a, found.pair.b),
                                 most);
                assert_true(found.all >= most);
            }
        }
        intro_i_view_fini(&view);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

/* --- chance -------------------------------------------------------------------------------- */

typedef struct exact {
    double sum[INTRO_I_ROLES];
    double squares[INTRO_I_ROLES];
    uint64_t count;
} exact;

/* Every order of the labels of[at ..]. */
static void try_all(const dense *d, uint32_t *of, uint32_t at, uint32_t v,
                    exact *e)
{
    if (at == d->people) {
        const intro_i_roles roles = dense_roles(d, of, v);
        for (int r = 0; r < INTRO_I_ROLES; r++) {
            e->sum[r] += (double)roles.counts[r];
            e->squares[r] += (double)roles.counts[r] * (double)roles.counts[r];
        }
        e->count++;
        return;
    }
    for (uint32_t i = at; i < d->people; i++) {
        uint32_t label = of[at];
        of[at] = of[i];
        of[i] = label;
        try_all(d, of, at + 1, v, e);
        label = of[at];
        of[at] = of[i];
        of[i] = label;
    }
}

/* With so many shuffles mean and deviation are within a few percent of those of
 * all orders of the labels. */
static void check_chance(uint64_t seed, bool is_directed)
{
    const uint32_t n = 6;
    intro_graph *const g = small_graph_random(seed, n, 9, is_directed, 4);
    dense d = dense_new(g);
    intro_i_role_z z[8];
    const uint32_t people[] = {0, 1, 2, 3, 4, 5};
    start(g, 2);
    groups = dense_groups(seed, n, 3, 0);
    assert_int_equal(intro_i_role_chance(ctx, &orientation, &groups, people, n,
                                         20000, seed, z),
                     INTRO_OK);
    for (uint32_t v = 0; v < n; v++) {
        const intro_i_roles roles = dense_roles(&d, groups.of, v);
        exact e = {{0}, {0}, 0};
        uint32_t of[8];
        memcpy(of, groups.of, n * sizeof *of);
        try_all(&d, of, 0, v, &e);
        assert_true(isnan(z[v].brokerage));
        for (int r = 0; r < INTRO_I_ROLES; r++) {
            const double mean = e.sum[r] / (double)e.count;
            const double deviation =
                sqrt(e.squares[r] / (double)e.count - mean * mean);
            if (deviation < 1e-9) {
                assert_true(isnan(z[v].roles[r]));
            } else {
                const double expected =
                    ((double)roles.counts[r] - mean) / deviation;
                assert_true(fabs(z[v].roles[r] - expected) <
                            0.05 + 0.05 * fabs(expected));
            }
        }
    }
    forget();
    dense_free(&d);
    small_graph_free(g);
}

static void z_is_that_of_all_orders_of_the_labels(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        check_chance(seed, seed % 2 == 0);
    }
}

static void shuffles_keep_to_who_has_a_group_and_to_the_seed(void **state)
{
    (void)state;
    const uint32_t n = 300;
    intro_graph *const g = small_graph_hubs(4, n, 5);
    uint32_t people[300];
    static intro_i_role_z one[300];
    static intro_i_role_z many[300];
    for (uint32_t v = 0; v < n; v++) {
        people[v] = n - 1 - v;
    }
    start(g, 1);
    groups = dense_groups(4, n, 5, 2);
    assert_int_equal(
        intro_i_role_chance(ctx, &orientation, &groups, people, n, 50, 9, one),
        INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 5), INTRO_OK);
    assert_int_equal(
        intro_i_role_chance(ctx, &orientation, &groups, people, n, 50, 9, many),
        INTRO_OK);
    assert_memory_equal(one, many, sizeof one);
    assert_int_equal(intro_i_role_chance(ctx, &orientation, &groups, people, n,
                                         50, 10, many),
                     INTRO_OK);
    assert_memory_not_equal(one, many, sizeof one);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(isnan(one[i].brokerage));
        if (groups.of[people[i]] == INTRO_I_NO_GROUP) {
            assert_true(isnan(one[i].roles[INTRO_I_LIAISON]));
        }
    }
    forget();
    small_graph_free(g);
}

/* All ties but one in eleven: some three million closed ways, of which all at
 * once would take 32 MB. */
static intro_graph *nearly_all_tied(uint32_t people)
{
    static small_tie ties[200 * 200];
    size_t count = 0;
    for (uint32_t a = 0; a < people; a++) {
        for (uint32_t b = a + 1; b < people; b++) {
            if ((a * 3 + b * 7) % 11 != 0) {
                ties[count++] = (small_tie){a, b, 0.5F};
            }
        }
    }
    return small_graph_new(people, false, ties, count);
}

static void chance_takes_no_memory_for_all_closed_ways(void **state)
{
    (void)state;
    enum { PEOPLE = 200, STEP = 66 };
    static uint32_t people[PEOPLE];
    static intro_i_role_z all[PEOPLE];
    intro_i_role_z one;
    intro_graph *const g = nearly_all_tied(PEOPLE);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        people[v] = v;
    }
    start(g, 2);
    groups = dense_groups(4, PEOPLE, 5, 0);
    intro_i_alloc_set_limit(intro_i_alloc_bytes() + ((uint64_t)20 << 20));
    const intro_status rc = intro_i_role_chance(ctx, &orientation, &groups,
                                                people, PEOPLE, 3, 9, all);
    intro_i_alloc_set_limit(0);
    assert_int_equal(rc, INTRO_OK);
    for (uint32_t i = 0; i < PEOPLE; i += STEP) { /* of every batch */
        assert_int_equal(intro_i_role_chance(ctx, &orientation, &groups,
                                             &people[i], 1, 3, 9, &one),
                         INTRO_OK);
        assert_memory_equal(&one, &all[i], sizeof one);
    }
    forget();
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_open_way_gives_one_role),
        cmocka_unit_test(roles_are_named_by_the_direction_of_the_way),
        cmocka_unit_test(a_tie_back_closes_nothing),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(brokers_of_a_pair_have_most_open_ways),
        cmocka_unit_test(the_joined_pair_is_the_most_open_one),
        cmocka_unit_test(z_is_that_of_all_orders_of_the_labels),
        cmocka_unit_test(shuffles_keep_to_who_has_a_group_and_to_the_seed),
        cmocka_unit_test(chance_takes_no_memory_for_all_closed_ways),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("brokerage", tests, open_context,
                                       close_context);
}
