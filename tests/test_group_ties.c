/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/group_ties.h"
#include "analysis/my_access.h"
#include "analysis/within.h"
#include "base/alloc.h"
#include "dense_oracle.h"
#include "small_graphs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 30 };

static intro_ctx *ctx;
static intro_i_weak_graph weak;
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

static intro_graph *make(uint64_t seed)
{
    return seed % 10 == 0 ? small_graph_hubs(seed, FEW, 2)
           : seed % 10 == 1
               ? small_graph_complete(2 + (uint32_t)(seed % 9), 0.5F)
           : seed % 10 == 2
               ? small_graph_star(1 + (uint32_t)(seed % FEW), 0.7F)
               : small_graph_random(seed, 1 + (uint32_t)(seed % FEW), seed % 90,
                                    seed % 2 == 0, 0);
}

static void start(const intro_graph *g, uint64_t seed)
{
    assert_int_equal(intro_ctx_set_threads(ctx, 1 + (uint32_t)(seed % 3)),
                     INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    groups = dense_groups(seed, g->people, (uint32_t)(seed % 7),
                          (uint32_t)(seed % 4));
}

static void forget(void)
{
    intro_i_groups_fini(&groups);
    intro_i_weak_graph_fini(&weak);
}

static void assert_near(double value, double expected)
{
    if (isnan(expected)) {
        assert_true(isnan(value));
    } else if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) {
        fail_msg("%.17g is not %.17g", value, expected);
    }
}

/* --- groups ------------------------------------------------------------------------------ */

typedef struct between {
    uint64_t ties;
    double strength;
} between;

static between look_between(const dense *d, uint32_t a, uint32_t b)
{
    between sum = {0, 0};
    for (uint32_t v = 0; v < d->people; v++) {
        for (uint32_t w = v + 1; w < d->people; w++) {
            if (dense_tied(d, v, w) &&
                ((groups.of[v] == a && groups.of[w] == b) ||
                 (groups.of[v] == b && groups.of[w] == a))) {
                sum.ties++;
                sum.strength += dense_strength(d, v, w);
            }
        }
    }
    return sum;
}

/* Ties of the members, those of two members twice. */
static double degree_of(const dense *d, uint32_t a)
{
    double degree = 0;
    for (uint32_t b = 0; b < groups.count; b++) {
        degree += (double)look_between(d, a, b).ties * (a == b ? 2 : 1);
    }
    return degree;
}

static void check_pair(const dense *d, const intro_i_group_ties *ties,
                       uint32_t a, uint32_t b, double m)
{
    const between sum = look_between(d, a, b);
    const intro_i_group_link *const link = intro_i_group_ties_find(ties, a, b);
    assert_int_equal(link != NULL, sum.ties != 0);
    if (link != NULL) {
        assert_int_equal(link->ties, sum.ties);
        assert_near(link->strength, sum.strength);
    }
    const double expected = m <= 0 ? NAN
                            : a == b
                                ? degree_of(d, a) * degree_of(d, a) / (4 * m)
                                : degree_of(d, a) * degree_of(d, b) / (2 * m);
    assert_near(intro_i_expected_ties(ties, a, b), expected);
}

static void check_group(const dense *d, const intro_i_group_ties *ties,
                        uint32_t a)
{
    const between inside = look_between(d, a, a);
    between outside = {0, 0};
    for (uint32_t b = 0; b < groups.count; b++) {
        const between sum = look_between(d, a, b);
        outside.ties += a == b ? 0 : sum.ties;
        outside.strength += a == b ? 0 : sum.strength;
    }
    const double e = (double)outside.ties;
    const double i = 2 * (double)inside.ties;
    assert_int_equal(ties->sums[a].internal, inside.ties);
    assert_int_equal(ties->sums[a].external, outside.ties);
    assert_near(intro_i_group_ei(&ties->sums[a], false), (e - i) / (e + i));
    assert_near(intro_i_group_ei(&ties->sums[a], true),
                (outside.strength - 2 * inside.strength) /
                    (outside.strength + 2 * inside.strength));
}

static void ties_are_summed_by_pair_and_by_group(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        intro_i_group_ties ties;
        start(g, seed);
        assert_int_equal(intro_i_group_ties_init(ctx, &weak, &groups, &ties),
                         INTRO_OK);
        double m = 0;
        double expected = 0;
        for (uint32_t a = 0; a < groups.count; a++) {
            for (uint32_t b = a; b < groups.count; b++) {
                m += (double)look_between(&d, a, b).ties;
            }
        }
        assert_near((double)ties.ties, m);
        for (uint32_t a = 0; a < groups.count; a++) {
            check_group(&d, &ties, a);
            for (uint32_t b = a; b < groups.count; b++) {
                check_pair(&d, &ties, a, b, m);
                expected += intro_i_expected_ties(&ties, a, b);
            }
        }
        if (m > 0) { /* what is expected is as much as there is */
            assert_near(expected, m);
        }
        intro_i_group_ties_fini(&ties);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

static void many_groups_are_found_again(void **state)
{
    (void)state;
    const uint32_t n = 5000;
    intro_graph *const g = small_graph_random(3, n, 40000, false, 0);
    intro_i_group_ties ties;
    uint64_t sum = 0;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    groups = dense_groups(3, n, 2000, 1);
    assert_int_equal(intro_i_group_ties_init(ctx, &weak, &groups, &ties),
                     INTRO_OK);
    for (size_t i = 0; i < ties.count; i++) {
        const intro_i_group_link *const link = &ties.links[i];
        assert_true(link->a <= link->b && link->ties > 0);
        assert_ptr_equal(intro_i_group_ties_find(&ties, link->a, link->b),
                         link);
        sum += link->ties;
    }
    assert_true(ties.count > 20000);
    assert_int_equal(sum, ties.ties);
    intro_i_group_ties_fini(&ties);
    forget();
    small_graph_free(g);
}

/* --- within ------------------------------------------------------------------------------ */

static double own_ties(const dense *d, bool is_weighted, uint32_t v)
{
    double sum = 0;
    for (uint32_t w = 0; w < d->people; w++) {
        if (dense_tied(d, v, w) && groups.of[w] == groups.of[v]) {
            sum += is_weighted ? dense_strength(d, v, w) : 1;
        }
    }
    return sum;
}

static double z_of(const dense *d, bool is_weighted, uint32_t v)
{
    double n = 0;
    double mean = 0;
    double variance = 0;
    for (uint32_t w = 0; w < d->people; w++) {
        n += groups.of[w] == groups.of[v];
    }
    for (uint32_t w = 0; w < d->people; w++) {
        if (groups.of[w] == groups.of[v]) {
            mean += own_ties(d, is_weighted, w) / n;
        }
    }
    for (uint32_t w = 0; w < d->people; w++) {
        if (groups.of[w] == groups.of[v]) {
            variance += pow(own_ties(d, is_weighted, w) - mean, 2) / n;
        }
    }
    return sqrt(variance) < 1e-12
               ? 0
               : (own_ties(d, is_weighted, v) - mean) / sqrt(variance);
}

static void z_compares_with_the_own_group(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        intro_i_within within;
        const bool is_weighted = seed % 4 < 2;
        start(g, seed);
        assert_int_equal(
            intro_i_within_init(ctx, &weak, &groups, is_weighted, &within),
            INTRO_OK);
        for (uint32_t v = 0; v < g->people; v++) {
            assert_near(intro_i_within_z(&within, v),
                        groups.of[v] == INTRO_I_NO_GROUP
                            ? NAN
                            : z_of(&d, is_weighted, v));
        }
        intro_i_within_fini(&within);
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

/* --- access ------------------------------------------------------------------------------ */

/* Is p on every way of at most two ties from me into the group? *ways counts
 * them. */
static bool is_on_all(const dense *d, uint32_t me, uint32_t group, uint32_t p,
                      uint32_t *ways)
{
    bool is_on = true;
    *ways = 0;
    for (uint32_t x = 0; x < d->people; x++) {
        if (!dense_tied(d, me, x)) {
            continue;
        }
        if (groups.of[x] == group) {
            *ways += 1;
            is_on = is_on && x == p;
        }
        for (uint32_t y = 0; y < d->people; y++) {
            if (y != me && dense_tied(d, x, y) && groups.of[y] == group) {
                *ways += 1;
                is_on = is_on && (x == p || y == p);
            }
        }
    }
    return is_on && *ways > 0;
}

static uint32_t single_of(const dense *d, uint32_t me, uint32_t group)
{
    uint32_t through = UINT32_MAX;
    uint32_t ways;
    for (uint32_t p = d->people; p-- > 0;) {
        if (p != me && is_on_all(d, me, group, p, &ways) &&
            (through == UINT32_MAX || dense_tied(d, me, p))) {
            /* the one in between, when way and end are both on all */
            const bool is_better = through == UINT32_MAX ||
                                   !dense_tied(d, me, through) ||
                                   groups.of[p] != group;
            through = is_better ? p : through;
        }
    }
    return through;
}

/* Is v, or one of whom he is tied to, of the group? I do not count. */
static bool has_foot(const dense *d, uint32_t me, uint32_t v, uint32_t group)
{
    if (groups.of[v] == group) {
        return true;
    }
    for (uint32_t w = 0; w < d->people; w++) {
        if (w != me && dense_tied(d, v, w) && groups.of[w] == group) {
            return true;
        }
    }
    return false;
}

static bool is_hole(const dense *d, uint32_t me, uint32_t a, uint32_t b)
{
    for (uint32_t v = 0; v < d->people; v++) {
        if (v != me && has_foot(d, me, v, a) && has_foot(d, me, v, b)) {
            return false;
        }
    }
    return true;
}

static bool is_contact_group(const dense *d, uint32_t me, uint32_t group)
{
    for (uint32_t v = 0; v < d->people; v++) {
        if (dense_tied(d, me, v) && groups.of[v] == group) {
            return true;
        }
    }
    return false;
}

static void check_holes(const dense *d, uint32_t me, intro_i_my_access *access)
{
    uint64_t holes = 0;
    intro_i_hole_walk walk = intro_i_hole_walk_begin(access);
    for (uint32_t a = 0; a < groups.count; a++) {
        for (uint32_t b = a + 1; b < groups.count; b++) {
            if (is_contact_group(d, me, a) && is_contact_group(d, me, b) &&
                is_hole(d, me, a, b)) {
                assert_true(intro_i_hole_walk_next(&walk));
                assert_int_equal(access->groups[walk.i], a);
                assert_int_equal(access->groups[walk.k], b);
                holes++;
            }
        }
    }
    assert_false(intro_i_hole_walk_next(&walk));
    assert_int_equal(access->holes, holes);
}

static void check_access(const dense *d, uint32_t me)
{
    intro_i_my_access access;
    size_t found = 0;
    assert_int_equal(intro_i_my_access_init(ctx, &weak, &groups, me, &access),
                     INTRO_OK);
    for (uint32_t group = 0; group < groups.count; group++) {
        const uint32_t through = single_of(d, me, group);
        if (through != UINT32_MAX && group != groups.of[me]) {
            assert_true(found < access.single.count);
            assert_int_equal(access.single.data[found].group, group);
            assert_int_equal(access.single.data[found].through, through);
            found++;
        }
    }
    assert_int_equal(access.single.count, found);
    check_holes(d, me, &access);
    intro_i_my_access_fini(&access);
}

static void groups_behind_one_person_and_holes_are_found(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        start(g, seed);
        for (uint32_t me = 0; me < g->people; me += 3) {
            check_access(&d, me);
        }
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

/* A contact list without ties among the contacts, as an export is. */
static void in_a_star_single_contacts_are_single_access(void **state)
{
    (void)state;
    const uint32_t n = 400;
    intro_graph *const g = small_graph_star(n - 1, 0.5F);
    intro_i_my_access access;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    groups = dense_groups(1, n, 200, 0);
    for (uint32_t v = 0; v < n; v++) { /* group 0: me; 1..99 once; others 3 */
        groups.of[v] = v < 100 ? v : 100 + (v - 100) / 3;
    }
    assert_int_equal(intro_i_my_access_init(ctx, &weak, &groups, 0, &access),
                     INTRO_OK);
    assert_int_equal(access.single.count, 99);
    assert_int_equal(access.single.data[41].group, 42);
    assert_int_equal(access.single.data[41].through, 42);
    assert_int_equal(access.count, 199);
    assert_int_equal(access.holes, 199 * 198 / 2);
    intro_i_my_access_fini(&access);
    forget();
    small_graph_free(g);
}

/* As many groups as contacts: nothing is kept of pairs that nobody joins; what
 * one other person joins are the pairs of the 700 whom he knows. */
static void many_groups_of_a_hub_take_no_table_of_pairs(void **state)
{
    (void)state;
    enum { LEAVES = 20000, OTHER = LEAVES + 1, KNOWN = 700 };
    static small_tie ties[LEAVES + KNOWN];
    for (uint32_t v = 1; v <= LEAVES; v++) {
        ties[v - 1] = (small_tie){0, v, 0.5F};
    }
    for (uint32_t v = 1; v <= KNOWN; v++) {
        ties[LEAVES + v - 1] = (small_tie){v, OTHER, 0.5F};
    }
    for (int has_other = 0; has_other < 2; has_other++) {
        const size_t count = has_other ? LEAVES + KNOWN : LEAVES;
        const uint64_t all = (uint64_t)LEAVES * (LEAVES - 1) / 2;
        intro_graph *const g = small_graph_new(OTHER + 1, false, ties, count);
        intro_i_my_access access;
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        groups = dense_groups(1, OTHER + 1, OTHER + 1, 0);
        for (uint32_t v = 0; v <= OTHER; v++) {
            groups.of[v] = v == OTHER ? 0 : v;
        }
        const uint64_t before = intro_i_alloc_peak();
        assert_int_equal(
            intro_i_my_access_init(ctx, &weak, &groups, 0, &access), INTRO_OK);
        assert_true(intro_i_alloc_peak() < before + ((uint64_t)4 << 20));
        assert_int_equal(access.count, LEAVES);
        assert_int_equal(
            access.holes,
            all - (has_other ? (uint64_t)KNOWN * (KNOWN - 1) / 2 : 0));
        intro_i_hole_walk walk = intro_i_hole_walk_begin(&access);
        assert_true(intro_i_hole_walk_next(&walk));
        assert_int_equal(walk.i, 0);
        assert_int_equal(walk.k, has_other ? KNOWN : 1);
        intro_i_my_access_fini(&access);
        forget();
        small_graph_free(g);
    }
}

/* Each contact tied to the next: every group is joined to four others, and no
 * table of pairs is made for that. */
static void a_hub_in_a_ring_takes_no_table_of_pairs(void **state)
{
    (void)state;
    enum { RIM = 20000 };
    static small_tie ties[2 * RIM];
    intro_i_my_access access;
    for (uint32_t v = 1; v <= RIM; v++) {
        ties[2 * v - 2] = (small_tie){0, v, 0.5F};
        ties[2 * v - 1] = (small_tie){v, v % RIM + 1, 0.5F};
    }
    intro_graph *const g =
        small_graph_new(RIM + 1, false, ties, INTRO_COUNT_OF(ties));
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    groups = dense_groups(1, RIM + 1, RIM + 1, 0);
    for (uint32_t v = 0; v <= RIM; v++) {
        groups.of[v] = v;
    }
    const uint64_t before = intro_i_alloc_peak();
    assert_int_equal(intro_i_my_access_init(ctx, &weak, &groups, 0, &access),
                     INTRO_OK);
    assert_true(intro_i_alloc_peak() < before + ((uint64_t)4 << 20));
    assert_int_equal(access.count, RIM);
    assert_int_equal(access.holes, (uint64_t)RIM * (RIM - 1) / 2 - 2 * RIM);
    intro_i_hole_walk walk = intro_i_hole_walk_begin(&access);
    assert_true(intro_i_hole_walk_next(&walk));
    assert_int_equal(walk.i, 0);
    assert_int_equal(walk.k, 3);
    assert_true(intro_i_my_access_joins(&access, 5, 7));
    assert_false(intro_i_my_access_joins(&access, 5, 8));
    intro_i_my_access_fini(&access);
    forget();
    small_graph_free(g);
}

/* Blocks of 200 contacts with a friend in common each and, in the second round,
 * one who knows all contacts but the last: nearly all pairs are joined, by few
 * people, who are what is kept. A bit for each pair would be 32 MB. */
static void joined_pairs_of_groups_take_no_table_of_pairs(void **state)
{
    (void)state;
    enum { LEAVES = 16000, BLOCK = 200, FRIENDS = LEAVES / BLOCK };
    enum { ALL = LEAVES + FRIENDS + 1 };
    static small_tie ties[3 * LEAVES];
    for (uint32_t v = 1; v <= LEAVES; v++) {
        const uint32_t other = LEAVES + 1 + (v - 1) / BLOCK;
        ties[v - 1] = (small_tie){0, v, 0.5F};
        ties[LEAVES + v - 1] = (small_tie){v, other, 0.5F};
        ties[2 * LEAVES + v - 1] = (small_tie){v, ALL, 0.5F};
    }
    for (int has_all = 0; has_all < 2; has_all++) {
        const uint64_t all = (uint64_t)LEAVES * (LEAVES - 1) / 2;
        const uint64_t block = (uint64_t)BLOCK * (BLOCK - 1) / 2;
        intro_graph *const g = small_graph_new(
            ALL + 1, false, ties, has_all ? 3 * LEAVES - 1 : 2 * LEAVES);
        intro_i_my_access access;
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        groups = dense_groups(1, ALL + 1, LEAVES + 1, 0);
        for (uint32_t v = 0; v <= ALL; v++) {
            groups.of[v] = v <= LEAVES ? v : 0;
        }
        intro_i_alloc_set_limit(intro_i_alloc_bytes() + ((uint64_t)3 << 20));
        const intro_status rc =
            intro_i_my_access_init(ctx, &weak, &groups, 0, &access);
        intro_i_alloc_set_limit(0);
        assert_int_equal(rc, INTRO_OK);
        assert_int_equal(access.holes,
                         has_all ? LEAVES - BLOCK : all - FRIENDS * block);
        intro_i_hole_walk walk = intro_i_hole_walk_begin(&access);
        for (uint32_t i = 0; i < 100; i++) {
            assert_true(intro_i_hole_walk_next(&walk));
            assert_int_equal(walk.i, has_all ? i : 0);
            assert_int_equal(walk.k, has_all ? LEAVES - 1 : BLOCK + i);
            assert_false(intro_i_my_access_joins(&access, walk.i, walk.k));
        }
        assert_true(
            intro_i_my_access_joins(&access, LEAVES - BLOCK, LEAVES - 1));
        intro_i_my_access_fini(&access);
        forget();
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_are_summed_by_pair_and_by_group),
        cmocka_unit_test(many_groups_are_found_again),
        cmocka_unit_test(z_compares_with_the_own_group),
        cmocka_unit_test(groups_behind_one_person_and_holes_are_found),
        cmocka_unit_test(in_a_star_single_contacts_are_single_access),
        cmocka_unit_test(many_groups_of_a_hub_take_no_table_of_pairs),
        cmocka_unit_test(a_hub_in_a_ring_takes_no_table_of_pairs),
        cmocka_unit_test(joined_pairs_of_groups_take_no_table_of_pairs),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("group ties", tests, open_context,
                                       close_context);
}
