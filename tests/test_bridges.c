/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intro_bridges_find() as a whole, on small graphs with every figure compared
 * with its definition, and on published networks. */
#include "base/alloc.h"
#include "base/bits.h"
#include "dense_oracle.h"
#include "small_graphs.h"

#include <introfind/bridges.h>
#include <introfind/import.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 22, GROUPS_MAX = 6 };

static intro_ctx *ctx;
static intro_bridges *found;

/* A small graph whose people have a number as attribute, some of them none. The
 * attribute is called as the first person. */
static intro_graph *graph;
static intro_column column;
static int64_t values[4096];
static uint64_t present[64];
static uint32_t of[4096]; /* as the engine numbers groups */
static uint32_t group_count;
static dense d;
static dense_paths paths;
static char notice[INTRO_MESSAGE_MAX];

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

static void note(void *user, const intro_notice *n)
{
    (void)user;
    (void)snprintf(notice, sizeof notice, "%s", n->message);
}

static void give_groups(uint64_t seed, uint32_t count, uint32_t without)
{
    intro_i_groups drawn = dense_groups(seed, graph->people, count, without);
    bool is_met[GROUPS_MAX] = {false};
    uint32_t number[GROUPS_MAX];
    memset(present, 0, sizeof present);
    for (uint32_t v = 0; v < graph->people; v++) {
        if (drawn.of[v] != INTRO_I_NO_GROUP) {
            values[v] = drawn.of[v];
            is_met[drawn.of[v]] = true;
            intro_i_bits_set(present, v);
        }
    }
    group_count = 0;
    for (uint32_t i = 0; i < GROUPS_MAX; i++) {
        number[i] = group_count;
        group_count += is_met[i];
    }
    for (uint32_t v = 0; v < graph->people; v++) {
        of[v] = drawn.of[v] == INTRO_I_NO_GROUP ? INTRO_I_NO_GROUP
                                                : number[drawn.of[v]];
    }
    intro_i_groups_fini(&drawn);
    column = (intro_column){.strings = &graph->strings,
                            .name = 1,
                            .kind = INTRO_KIND_INT,
                            .of = INTRO_OF_PERSON,
                            .rows = graph->people,
                            .values = values,
                            .present = present};
    graph->columns = &column;
    graph->column_count = 1;
}

static void start(uint64_t seed)
{
    const uint32_t n = 1 + (uint32_t)(seed % FEW);
    graph = seed % 10 == 0   ? small_graph_hubs(seed, FEW, 2)
            : seed % 10 == 1 ? small_graph_complete(2 + n % 7, 0.5F)
            : seed % 10 == 2 ? small_graph_star(n, 0.7F)
            : seed % 10 == 3
                ? small_graph_barbell(4, n % 4, 0.25F)
                : small_graph_random(seed, n, seed % 70, seed % 2 == 0, 0);
    give_groups(seed, 1 + (uint32_t)(seed % GROUPS_MAX), (uint32_t)(seed % 3));
    d = dense_new(graph);
    paths = dense_paths_new(&d);
    assert_int_equal(intro_ctx_set_threads(ctx, 1 + (uint32_t)(seed % 3)),
                     INTRO_OK);
}

static void stop(void)
{
    graph->columns = NULL;
    graph->column_count = 0;
    dense_paths_free(&paths);
    dense_free(&d);
    small_graph_free(graph);
}

static intro_bridges_options all_options(void)
{
    intro_bridges_options o = INTRO_BRIDGES_OPTIONS_INIT;
    o.by = "P00000000"; /* matched without case */
    o.top = 0;
    return o;
}

static void find(const intro_bridges_options *options)
{
    assert_int_equal(intro_bridges_find(ctx, graph, options, &found), INTRO_OK);
}

static void assert_near(double value, double expected)
{
    if (isnan(expected)) {
        assert_true(isnan(value));
    } else if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) {
        fail_msg("%.17g is not %.17g", value, expected);
    }
}

/* --- people ------------------------------------------------------------------------------ */

/* 1 - sum of squared shares of the contacts' groups. */
static double participation_of(bool is_weighted, uint32_t v)
{
    double sums[GROUPS_MAX] = {0};
    double all = 0;
    double squares = 0;
    for (uint32_t w = 0; w < d.people; w++) {
        if (dense_tied(&d, v, w) && of[w] != INTRO_I_NO_GROUP) {
            const double x = is_weighted ? dense_strength(&d, v, w) : 1;
            sums[of[w]] += x;
            all += x;
        }
    }
    for (uint32_t g = 0; g < group_count; g++) {
        squares += sums[g] * sums[g] / (all * all);
    }
    return all > 0 ? 1 - squares : (double)NAN;
}

static void check_betweenness(const intro_broker *b)
{
    const double pairs = d.is_directed ? 1 : 2;
    double role[INTRO_I_ROLES + 1];
    double all = 0;
    dense_role_betweenness(&paths, of, b->person, role);
    for (int r = 0; r <= INTRO_I_ROLES; r++) {
        all += role[r];
    }
    assert_near(b->betweenness, all / pairs);
    if (b->group != NULL) { /* of different ends, as long as all have groups */
        const double cross = role[INTRO_I_REPRESENTATIVE] +
                             role[INTRO_I_GATEKEEPER] + role[INTRO_I_LIAISON];
        assert_near(b->cross_betweenness, cross / pairs);
    }
}

static void check_person(const intro_broker *b, bool is_weighted)
{
    const uint32_t v = b->person;
    const intro_i_roles roles = dense_roles(&d, of, v);
    const dense_holes plain = dense_structural_holes(&d, false, v);
    const dense_holes weighted = dense_structural_holes(&d, true, v);
    assert_int_equal(b->group == NULL, of[v] == INTRO_I_NO_GROUP);
    assert_int_equal(b->degree, dense_degree(&d, v));
    for (int r = 0; r < INTRO_ROLE_COUNT; r++) {
        assert_int_equal(b->roles[r], roles.counts[r]);
        assert_true(isnan(b->role_z[r]));
    }
    assert_int_equal(b->brokerage, intro_i_brokerage(&roles, d.is_directed));
    assert_true(isnan(b->brokerage_z));
    assert_near(b->constraint, plain.constraint);
    assert_near(b->effective_size, plain.effective_size);
    assert_near(b->efficiency, plain.efficiency);
    assert_near(b->hierarchy, plain.hierarchy);
    assert_near(b->constraint_weighted, weighted.constraint);
    assert_near(b->effective_size_weighted, weighted.effective_size);
    assert_near(b->participation, participation_of(is_weighted, v));
    check_betweenness(b);
}

static bool is_ordered(const intro_broker *x, const intro_broker *y)
{
    if (group_count == 0) {
        return x->betweenness > y->betweenness ||
               (x->betweenness == y->betweenness && x->person < y->person);
    }
    if (x->cross_betweenness != y->cross_betweenness) {
        return x->cross_betweenness > y->cross_betweenness;
    }
    if ((x->group == NULL) != (y->group == NULL)) {
        return y->group == NULL;
    }
    return x->brokerage != y->brokerage ? x->brokerage > y->brokerage
                                        : x->person < y->person;
}

static void everybody_is_as_defined_and_in_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        intro_bridges_options o = all_options();
        start(seed);
        o.is_weighted = seed % 4 < 2;
        find(&o);
        assert_int_equal(intro_bridges_brokers(found), graph->people);
        for (size_t i = 0; i < graph->people; i++) {
            const intro_broker b = intro_bridges_broker(found, i);
            check_person(&b, o.is_weighted);
            if (i > 0) {
                const intro_broker before = intro_bridges_broker(found, i - 1);
                assert_true(is_ordered(&before, &b));
            }
        }
        intro_bridges_free(found);
        stop();
    }
}

/* --- groups and pairs --------------------------------------------------------------------- */

static uint32_t group_of_name(const char *name)
{
    for (uint32_t v = 0; v < graph->people; v++) {
        char text[24];
        (void)snprintf(text, sizeof text, "%lld", (long long)values[v]);
        if (of[v] != INTRO_I_NO_GROUP && strcmp(text, name) == 0) {
            return of[v];
        }
    }
    fail_msg("no group \"%s\"", name);
    return 0;
}

static uint64_t ties_between(uint32_t a, uint32_t b)
{
    uint64_t ties = 0;
    for (uint32_t v = 0; v < d.people; v++) {
        for (uint32_t w = v + 1; w < d.people; w++) {
            ties += dense_tied(&d, v, w) &&
                    ((of[v] == a && of[w] == b) || (of[v] == b && of[w] == a));
        }
    }
    return ties;
}

static void check_pair(const intro_group_pair *p)
{
    const uint32_t a = group_of_name(p->a);
    const uint32_t b = group_of_name(p->b);
    uint64_t before = UINT64_MAX;
    assert_true(a <= b);
    assert_int_equal(p->ties, ties_between(a, b));
    if (p->expected > 0) {
        assert_near(p->ratio, (double)p->ties / p->expected);
    } else {
        assert_true(isnan(p->ratio));
    }
    for (uint32_t i = 0; i < p->broker_count; i++) {
        const uint64_t open = dense_open_between(&d, of, p->brokers[i], a, b);
        assert_int_equal(p->open[i], open);
        assert_true(open > 0 && open <= before);
        before = open;
    }
}

static void groups_and_pairs_are_listed_in_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        const intro_bridges_options o = all_options();
        start(seed);
        find(&o);
        assert_int_equal(intro_bridges_groups(found), group_count);
        assert_int_equal(intro_bridges_pairs(found),
                         group_count * (group_count + 1) / 2);
        for (size_t i = 0; i < group_count; i++) {
            const intro_group g = intro_bridges_group(found, i);
            uint64_t people = 0;
            for (uint32_t v = 0; v < graph->people; v++) {
                people += of[v] == group_of_name(g.name);
            }
            assert_int_equal(g.people, people);
            assert_int_equal(
                g.internal_ties,
                ties_between(group_of_name(g.name), group_of_name(g.name)));
            if (i > 0) {
                const intro_group before = intro_bridges_group(found, i - 1);
                assert_true(before.people > g.people ||
                            (before.people == g.people &&
                             strcmp(before.name, g.name) < 0));
            }
        }
        for (size_t i = 0; i < intro_bridges_pairs(found); i++) {
            const intro_group_pair p = intro_bridges_pair(found, i);
            check_pair(&p);
            if (i > 0) {
                const intro_group_pair before =
                    intro_bridges_pair(found, i - 1);
                const int by_a = strcmp(before.a, p.a);
                assert_true(
                    before.ties > p.ties ||
                    (before.ties == p.ties &&
                     (by_a < 0 || (by_a == 0 && strcmp(before.b, p.b) < 0))));
            }
        }
        intro_bridges_free(found);
        stop();
    }
}

/* --- ties ---------------------------------------------------------------------------------- */

static uint32_t mutual_of(uint32_t v, uint32_t w)
{
    uint32_t mutual = 0;
    for (uint32_t x = 0; x < d.people; x++) {
        mutual += dense_tied(&d, v, x) && dense_tied(&d, w, x);
    }
    return mutual;
}

static void check_tie(const intro_bridging_tie *t)
{
    const double k =
        (double)dense_degree(&d, t->a) + (double)dense_degree(&d, t->b);
    const uint32_t mutual = mutual_of(t->a, t->b);
    assert_true(t->a < t->b && dense_tied(&d, t->a, t->b));
    assert_true((double)t->strength == dense_strength(&d, t->a, t->b));
    assert_int_equal(t->mutual, mutual);
    assert_near(t->overlap, mutual / (k - 2 - mutual));
    assert_int_equal(t->is_cut_tie, t->span == 0);
    assert_int_equal(t->span == 2, mutual > 0);
    assert_near(t->cross_betweenness,
                dense_tie_betweenness(&paths, &d, of, t->a, t->b) /
                    (d.is_directed ? 1 : 2));
}

static void ties_between_groups_are_as_defined_and_in_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        const intro_bridges_options o = all_options();
        uint64_t bridging = 0;
        start(seed);
        find(&o);
        for (uint32_t v = 0; v < d.people; v++) {
            for (uint32_t w = v + 1; w < d.people; w++) {
                bridging += dense_tied(&d, v, w) && of[v] != of[w] &&
                            of[v] != INTRO_I_NO_GROUP &&
                            of[w] != INTRO_I_NO_GROUP;
            }
        }
        assert_int_equal(intro_bridges_ties(found),
                         group_count == 0 ? graph->ties : bridging);
        for (size_t i = 0; i < bridging; i++) {
            const intro_bridging_tie t = intro_bridges_tie(found, i);
            check_tie(&t);
            if (i > 0) {
                const intro_bridging_tie b = intro_bridges_tie(found, i - 1);
                const bool is_same = b.cross_betweenness == t.cross_betweenness;
                assert_true(b.cross_betweenness >= t.cross_betweenness);
                assert_true(!is_same || b.strength > t.strength ||
                            (b.strength == t.strength &&
                             (b.a < t.a || (b.a == t.a && b.b < t.b))));
            }
        }
        intro_bridges_free(found);
        stop();
    }
}

/* --- options ------------------------------------------------------------------------------- */

static void the_top_is_the_beginning_of_all(void **state)
{
    (void)state;
    for (uint64_t seed = 4; seed <= 80; seed += 5) {
        intro_bridges_options o = all_options();
        intro_bridges *few;
        start(seed);
        find(&o);
        o.top = 3;
        assert_int_equal(intro_bridges_find(ctx, graph, &o, &few), INTRO_OK);
        assert_true(intro_bridges_brokers(few) ==
                    (graph->people < 3 ? graph->people : 3));
        for (size_t i = 0; i < intro_bridges_brokers(few); i++) {
            const intro_broker x = intro_bridges_broker(few, i);
            const intro_broker y = intro_bridges_broker(found, i);
            assert_int_equal(x.person, y.person);
            assert_true(x.constraint == y.constraint || x.degree == 0);
        }
        for (size_t i = 0; i < intro_bridges_pairs(few); i++) {
            const intro_group_pair x = intro_bridges_pair(few, i);
            const intro_group_pair y = intro_bridges_pair(found, i);
            assert_string_equal(x.a, y.a);
            assert_string_equal(x.b, y.b);
            assert_int_equal(x.broker_count, y.broker_count);
        }
        for (size_t i = 0; i < intro_bridges_ties(few); i++) {
            const intro_bridging_tie x = intro_bridges_tie(few, i);
            const intro_bridging_tie y = intro_bridges_tie(found, i);
            assert_true(x.a == y.a && x.b == y.b && x.span == y.span &&
                        x.mutual == y.mutual);
        }
        assert_int_equal(intro_bridges_get_facts(few).brokers, graph->people);
        intro_bridges_free(few);
        intro_bridges_free(found);
        stop();
    }
}

static void between_keeps_one_pair_and_its_ties(void **state)
{
    (void)state;
    intro_bridges_options o = all_options();
    graph = small_graph_complete(9, 0.5F);
    give_groups(1, 3, 0);
    for (uint32_t v = 0; v < 9; v++) {
        values[v] = v % 3;
        intro_i_bits_set(present, v);
    }
    o.between[0] = "2";
    o.between[1] = "1";
    find(&o);
    assert_int_equal(intro_bridges_pairs(found), 1);
    assert_string_equal(intro_bridges_pair(found, 0).a, "1");
    assert_int_equal(intro_bridges_pair(found, 0).ties, 9);
    assert_int_equal(intro_bridges_ties(found), 9);
    assert_int_equal(intro_bridges_groups(found), 3);
    intro_bridges_free(found);
    o.between[0] = "7";
    assert_int_equal(intro_bridges_find(ctx, graph, &o, &found),
                     INTRO_ENOTFOUND);
    assert_null(found);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "nobody has \"7\" as P00000000");
    o.between[0] = "1";
    assert_int_equal(intro_bridges_find(ctx, graph, &o, &found), INTRO_EARG);
    o.between[1] = NULL;
    assert_int_equal(intro_bridges_find(ctx, graph, &o, &found), INTRO_EARG);
    graph->columns = NULL;
    graph->column_count = 0;
    small_graph_free(graph);
}

static void
a_missing_default_attribute_leaves_its_figures_undefined(void **state)
{
    (void)state;
    intro_bridges_options o = INTRO_BRIDGES_OPTIONS_INIT;
    graph = small_graph_hubs(3, 30, 2);
    intro_ctx_set_notice(ctx, note, NULL);
    notice[0] = '\0';
    find(&o);
    intro_ctx_set_notice(ctx, NULL, NULL);
    assert_non_null(strstr(notice, "industry"));
    assert_int_equal(intro_bridges_groups(found), 0);
    assert_int_equal(intro_bridges_pairs(found), 0);
    assert_int_equal(intro_bridges_brokers(found), 20);
    assert_int_equal(intro_bridges_ties(found), 20);
    for (size_t i = 0; i < 20; i++) {
        const intro_broker b = intro_bridges_broker(found, i);
        assert_null(b.group);
        assert_true(isnan(b.cross_betweenness) && isnan(b.participation) &&
                    isnan(b.within_z));
        assert_true(b.betweenness >= 0 && b.constraint > 0);
        if (i > 0) {
            assert_true(intro_bridges_broker(found, i - 1).betweenness >=
                        b.betweenness);
        }
    }
    intro_bridges_free(found);
    o.by = "industry";
    assert_int_equal(intro_bridges_find(ctx, graph, &o, &found), INTRO_EARG);
    o.by = NULL;
    o.between[0] = "a";
    o.between[1] = "b";
    assert_int_equal(intro_bridges_find(ctx, graph, &o, &found), INTRO_EARG);
    small_graph_free(graph);
}

static void without_betweenness_brokerage_orders(void **state)
{
    (void)state;
    intro_bridges_options o = all_options();
    start(44);
    o.betweenness = INTRO_BETWEENNESS_NONE;
    find(&o);
    for (size_t i = 0; i < intro_bridges_brokers(found); i++) {
        const intro_broker b = intro_bridges_broker(found, i);
        assert_true(isnan(b.betweenness) && isnan(b.cross_betweenness));
        if (i > 0) {
            const intro_broker x = intro_bridges_broker(found, i - 1);
            assert_true(x.group != NULL || b.group == NULL);
            assert_true(x.brokerage >= b.brokerage);
        }
    }
    assert_int_equal(intro_bridges_get_facts(found).betweenness_sources, 0);
    intro_bridges_free(found);
    stop();
}

static void permutations_tell_of_the_roles(void **state)
{
    (void)state;
    intro_bridges_options o = all_options();
    uint32_t defined = 0;
    start(10);
    o.permutations = 40;
    find(&o);
    for (size_t i = 0; i < intro_bridges_brokers(found); i++) {
        const intro_broker b = intro_bridges_broker(found, i);
        assert_true(isnan(b.brokerage_z));
        for (int r = 0; r < INTRO_ROLE_COUNT; r++) {
            defined += isnan(b.role_z[r]) ? 0U : 1U;
        }
    }
    assert_true(defined > 0);
    intro_bridges_free(found);
    stop();
}

static void my_groups_behind_one_person_are_told(void **state)
{
    (void)state;
    intro_bridges_options o = all_options();
    graph = small_graph_star(4, 0.5F);
    give_groups(1, 4, 0);
    for (uint32_t v = 0; v < 5; v++) {
        values[v] = v < 3 ? v : 3; /* me 0; 1; 2; 3, 3 */
    }
    o.me = 0;
    find(&o);
    assert_int_equal(intro_bridges_single_accesses(found), 2);
    assert_string_equal(intro_bridges_single_access(found, 0).group, "1");
    assert_int_equal(intro_bridges_single_access(found, 0).through, 1);
    assert_int_equal(intro_bridges_holes(found), 3);
    intro_bridges_free(found);
    o.me = 5;
    assert_int_equal(intro_bridges_find(ctx, graph, &o, &found), INTRO_EARG);
    graph->columns = NULL;
    graph->column_count = 0;
    small_graph_free(graph);
}

static void nobody_has_nothing(void **state)
{
    (void)state;
    const intro_bridges_options o = INTRO_BRIDGES_OPTIONS_INIT;
    graph = small_graph_new(0, false, NULL, 0);
    find(&o);
    assert_int_equal(intro_bridges_brokers(found), 0);
    assert_int_equal(intro_bridges_ties(found), 0);
    intro_bridges_free(found);
    small_graph_free(graph);
}

/* --- threads -------------------------------------------------------------------------------- */

static void threads_do_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        intro_bridges_options o = all_options();
        intro_bridges *one;
        const uint32_t n = 3000;
        graph = seed == 1 ? small_graph_hubs(seed, n, 5)
                          : small_graph_random(seed, n, 15000, true, 0);
        give_groups(seed, 6, 1);
        o.betweenness = INTRO_BETWEENNESS_SAMPLE;
        o.permutations = 5;
        assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
        assert_int_equal(intro_bridges_find(ctx, graph, &o, &one), INTRO_OK);
        assert_int_equal(intro_ctx_set_threads(ctx, 5), INTRO_OK);
        find(&o);
        for (size_t i = 0; i < n; i++) {
            const intro_broker x = intro_bridges_broker(one, i);
            const intro_broker y = intro_bridges_broker(found, i);
            assert_int_equal(x.person, y.person);
            assert_memory_equal(&x.constraint, &y.constraint,
                                sizeof x.constraint);
            assert_memory_equal(&x.constraint_weighted, &y.constraint_weighted,
                                sizeof x.constraint);
            assert_memory_equal(&x.cross_betweenness, &y.cross_betweenness,
                                sizeof x.constraint);
            assert_memory_equal(x.role_z, y.role_z, sizeof x.role_z);
        }
        for (size_t i = 0; i < intro_bridges_ties(one); i++) {
            const intro_bridging_tie x = intro_bridges_tie(one, i);
            const intro_bridging_tie y = intro_bridges_tie(found, i);
            assert_true(x.a == y.a && x.b == y.b && x.span == y.span);
        }
        for (size_t i = 0; i < intro_bridges_pairs(one); i++) {
            const intro_group_pair x = intro_bridges_pair(one, i);
            const intro_group_pair y = intro_bridges_pair(found, i);
            assert_memory_equal(x.brokers, y.brokers, sizeof x.brokers);
            assert_memory_equal(&x.strength, &y.strength, sizeof x.strength);
        }
        intro_bridges_free(one);
        intro_bridges_free(found);
        graph->columns = NULL;
        graph->column_count = 0;
        small_graph_free(graph);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_as_defined_and_in_order),
        cmocka_unit_test(groups_and_pairs_are_listed_in_order),
        cmocka_unit_test(ties_between_groups_are_as_defined_and_in_order),
        cmocka_unit_test(the_top_is_the_beginning_of_all),
        cmocka_unit_test(between_keeps_one_pair_and_its_ties),
        cmocka_unit_test(
            a_missing_default_attribute_leaves_its_figures_undefined),
        cmocka_unit_test(without_betweenness_brokerage_orders),
        cmocka_unit_test(permutations_tell_of_the_roles),
        cmocka_unit_test(my_groups_behind_one_person_are_told),
        cmocka_unit_test(nobody_has_nothing),
        cmocka_unit_test(threads_do_not_matter),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("bridges", tests, open_context,
                                       close_context);
}
