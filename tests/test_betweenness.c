/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Against paths walked one by one, igraph, values of NetworkX, and sums that have
 * to come out. */
#include "analysis/betweenness.h"
#include "base/alloc.h"
#include "base/random.h"
#include "betweenness_oracle.h"
#include "igraph_betweenness.h"
#include "small_graphs.h"
#include "small_groups.h"

#include <introfind/import.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATH_LENGTH = 512 };

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

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(fabs(b), 1e-6);
}

static void check_near(const char *what, uint64_t seed, const double *ours,
                       const double *theirs, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        if (!is_near(ours[i], theirs[i])) {
            fail_msg("%s %llu, graph %llu: %.17g, wanted %.17g", what,
                     (unsigned long long)i, (unsigned long long)seed, ours[i],
                     theirs[i]);
        }
    }
}

/* The network and what is found in it. */
typedef struct finding {
    intro_i_weak_graph weak;
    intro_i_betweenness found;
} finding;

static void find(finding *f, const intro_graph *g, const intro_i_groups *groups,
                 bool by_warmth)
{
    const intro_i_betweenness_options options = {.by_warmth = by_warmth,
                                                 .with_ties = true};
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &f->weak), INTRO_OK);
    assert_int_equal(
        intro_i_betweenness_init(ctx, &f->weak, groups, &options, &f->found),
        INTRO_OK);
    assert_true(f->found.is_exact);
    assert_int_equal(f->found.sources, g->people);
}

static void drop(finding *f)
{
    intro_i_betweenness_fini(&f->found);
    intro_i_weak_graph_fini(&f->weak);
}

/* --- walked paths ------------------------------------------------------------ */

static void check_walked(uint64_t seed, const intro_graph *g, uint32_t kinds,
                         double unknown, bool by_warmth, bool stepwise)
{
    intro_i_groups groups;
    betweenness_oracle wanted;
    finding f;
    small_groups_draw(&groups, seed, g->people, kinds, unknown);
    betweenness_oracle_solve(g, groups.of, by_warmth, stepwise, &wanted);
    find(&f, g, &groups, by_warmth);
    check_near("person", seed, f.found.all, wanted.all, g->people);
    check_near("person, cross", seed, f.found.cross, wanted.cross, g->people);
    check_near("tie", seed, f.found.ties, wanted.ties, f.weak.ties);
    drop(&f);
    intro_i_groups_fini(&groups);
}

/* From one group only to one each, with and without unknown people. */
static void check_groupings(uint64_t seed, const intro_graph *g, bool by_warmth,
                            bool stepwise)
{
    const uint32_t kinds[] = {1, 2, 3, 12};
    for (size_t k = 0; k < INTRO_COUNT_OF(kinds); k++) {
        check_walked(seed, g, kinds[k], 0, by_warmth, stepwise);
        check_walked(seed, g, kinds[k], 0.3, by_warmth, stepwise);
    }
}

static void hops_are_those_of_walked_paths(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        const uint32_t people = (uint32_t)(seed % 12) + 1;
        intro_graph *const g = small_graph_random(
            seed, people, people * (1 + seed % 3) / 2 + 1, seed % 2 == 0, 8);
        check_groupings(seed, g, false, false);
        small_graph_free(g);
    }
}

/* Strengths 1/8 to 8/8: products are exact, so equal ones are, and ties of
 * strength 1 make plateaus and rings that cost nothing. */
static void warmth_is_that_of_walked_paths(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        const uint32_t people = (uint32_t)(seed % 9) + 2;
        const uint32_t steps[] = {1, 2, 4, 8};
        intro_graph *const g =
            small_graph_random(seed, people, people * (1 + seed % 3) / 2 + 1,
                               seed % 2 == 0, steps[seed / 2 % 4]);
        check_groupings(seed, g, true, false);
        small_graph_free(g);
    }
}

/* Strengths of few values, none of them exact in a product: in which order they
 * are multiplied decides what is equal. */
static void rounded_products_are_compared_step_by_step(void **state)
{
    (void)state;
    const float values[] = {0.3F, 0.7F, 0.9F, 1.0F};
    for (uint64_t seed = 1; seed <= 120; seed++) {
        small_tie ties[24];
        intro_i_random random;
        intro_i_random_init(&random, seed);
        const uint32_t people = (uint32_t)(seed % 9) + 2;
        const size_t count = people * 3 / 2 + seed % 8;
        for (size_t i = 0; i < count; i++) {
            ties[i].a = (intro_vid)intro_i_random_below(&random, people);
            ties[i].b = (intro_vid)intro_i_random_below(&random, people);
            ties[i].strength = values[intro_i_random_below(&random, 4)];
        }
        intro_graph *const g =
            small_graph_new(people, seed % 2 == 0, ties, count);
        check_groupings(seed, g, true, true);
        small_graph_free(g);
    }
}

/* Two ways of three ties, the same strengths in another order: the products are
 * equal, the sums of logarithms are not. */
static void equal_products_are_equal_where_logarithms_differ(void **state)
{
    (void)state;
    const float a = 0.375F;
    const float b = 0.625F;
    const float c = 0.875F;
    const small_tie ties[] = {{0, 1, a}, {1, 2, b}, {2, 5, c},
                              {0, 3, c}, {3, 4, b}, {4, 5, a}};
    const double log_a = log(0.375);
    const double log_b = log(0.625);
    const double log_c = log(0.875);
    assert_true(log_a + log_b + log_c < log_c + log_b + log_a ||
                log_a + log_b + log_c > log_c + log_b + log_a);
    intro_graph *const g = small_graph_new(6, false, ties, 6);
    finding f;
    find(&f, g, NULL, true);
    betweenness_oracle wanted;
    betweenness_oracle_solve(g, NULL, true, false, &wanted);
    check_near("person", 0, f.found.all, wanted.all, 6);
    assert_true(is_near(f.found.all[1], f.found.all[4]));
    assert_null(f.found.cross);
    assert_null(f.found.ties);
    drop(&f);
    small_graph_free(g);
}

static void warmth_with_equal_strengths_is_hops(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        /* One step: all 1. Else all one half. */
        intro_graph *const g =
            small_graph_random(seed, 60, 150, seed % 2 == 0, 1);
        for (uint64_t i = 0; seed % 4 < 2 && i < g->arcs; i++) {
            ((float *)(uintptr_t)g->out_strengths)[i] = 0.5F;
        }
        intro_i_groups groups;
        finding hops;
        finding warmth;
        small_groups_draw(&groups, seed, 60, 4, 0.1);
        find(&hops, g, &groups, false);
        find(&warmth, g, &groups, true);
        check_near("person", seed, warmth.found.all, hops.found.all, 60);
        check_near("cross", seed, warmth.found.cross, hops.found.cross, 60);
        check_near("tie", seed, warmth.found.ties, hops.found.ties,
                   hops.weak.ties);
        drop(&hops);
        drop(&warmth);
        intro_i_groups_fini(&groups);
        small_graph_free(g);
    }
}

/* --- sums ---------------------------------------------------------------------- */

/* Cross-betweenness of v when groups are made from roles as v sees them. */
static double cross_of(const intro_graph *g, const uint32_t *of, uint32_t count,
                       uint32_t v)
{
    intro_i_groups groups;
    finding f;
    small_groups_set(&groups, of, g->people, count);
    find(&f, g, &groups, false);
    const double cross = f.found.cross[v];
    drop(&f);
    intro_i_groups_fini(&groups);
    return cross;
}

/* Pairs within one group are those between its people, everybody a group of
 * his own and the others unknown. */
static double within(const intro_graph *g, const uint32_t *of, uint32_t group,
                     uint32_t v)
{
    uint32_t own[64];
    for (uint32_t u = 0; u < g->people; u++) {
        own[u] = of[u] == group ? u : INTRO_I_NO_GROUP;
    }
    return cross_of(g, own, g->people, v);
}

/* Everett and Borgatti: coordinator, itinerant, representative with gatekeeper,
 * and liaison parts add up to betweenness, the last two to cross-betweenness. */
static void parts_by_role_add_up(void **state)
{
    (void)state;
    enum { PEOPLE = 40, GROUPS = 4 };
    for (uint64_t seed = 1; seed <= 12; seed++) {
        intro_graph *const g =
            small_graph_random(seed, PEOPLE, 80, seed % 2 == 0, 4);
        intro_i_groups groups;
        finding f;
        small_groups_draw(&groups, seed, PEOPLE, GROUPS, 0);
        find(&f, g, &groups, false);
        for (uint32_t v = 0; v < PEOPLE; v += 7) {
            const uint32_t home = groups.of[v];
            uint32_t halves[PEOPLE];
            uint32_t others[PEOPLE];
            for (uint32_t u = 0; u < PEOPLE; u++) {
                halves[u] = groups.of[u] == home;
                others[u] =
                    groups.of[u] == home ? INTRO_I_NO_GROUP : groups.of[u];
            }
            double same = 0;
            for (uint32_t k = 0; k < GROUPS; k++) {
                same += within(g, groups.of, k, v);
            }
            const double apart =
                cross_of(g, halves, 2, v) + cross_of(g, others, GROUPS, v);
            assert_true(is_near(same + apart, f.found.all[v]));
            assert_true(is_near(apart, f.found.cross[v]));
        }
        drop(&f);
        intro_i_groups_fini(&groups);
        small_graph_free(g);
    }
}

/* --- other programs ------------------------------------------------------------- */

static void check_igraph(uint64_t seed, const intro_graph *g,
                         const intro_i_groups *groups, bool by_warmth)
{
    finding f;
    find(&f, g, groups, by_warmth);
    double *const all = intro_i_alloc(g->people, sizeof *all);
    double *const cross = intro_i_alloc(g->people, sizeof *cross);
    double *const ties = intro_i_alloc((size_t)f.weak.ties, sizeof *ties);
    assert_non_null(all);
    assert_non_null(cross);
    assert_non_null(ties);
    igraph_betweenness_solve(&f.weak, groups, by_warmth, all, cross, ties);
    check_near("person", seed, f.found.all, all, g->people);
    check_near("person, cross", seed, f.found.cross, cross, g->people);
    check_near("tie", seed, f.found.ties, ties, f.weak.ties);
    intro_i_free(all);
    intro_i_free(cross);
    intro_i_free(ties);
    drop(&f);
}

static void igraph_says_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        intro_graph *const g =
            seed % 3 == 0
                ? small_graph_hubs(seed, 400, 3)
                : small_graph_random(seed, 300, 900, seed % 2 == 0, 0);
        intro_i_groups groups;
        small_groups_draw(&groups, seed, g->people, 5, 0.2);
        check_igraph(seed, g, &groups, false);
        /* Strengths drawn from a continuum: no two paths are equally warm. */
        if (seed % 3 != 0) {
            check_igraph(seed, g, &groups, true);
        }
        intro_i_groups_fini(&groups);
        small_graph_free(g);
    }
}

static intro_graph *import(const char *folder, const char *name)
{
    char path[PATH_LENGTH];
    (void)snprintf(path, sizeof path, "%s/%s.graphml", folder, name);
    FILE *const there = fopen(path, "rb");
    if (there == NULL) {
        print_message("%s is not there\n", path);
        return NULL;
    }
    fclose(there);
    const char *const files[] = {path};
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *g = NULL;
    assert_int_equal(intro_import_run(ctx, files, 1, &options, &g), INTRO_OK);
    return g;
}

static const char *datasets(void)
{
    static char folder[PATH_LENGTH];
    const char *const top = getenv("top_srcdir");
    (void)snprintf(folder, sizeof folder, "%s/datasets",
                   top != NULL ? top : ".");
    return folder;
}

static void igraph_says_the_same_of_real_networks(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"gephi-football", "partition"},
        {"nx-india-firm-ownership", "industry"},
        {"nx-uk-faculty", "school"},
        {"pyigraph-krackhardt-hightech", "dept"},
        {"rigraph-lazega-lawfirm", "office"},
        {"rigraph-lazega-lawfirm", "practice"},
        {"prefuse-socialnet", "gender"},
    };
    char folder[PATH_LENGTH];
    const char *const top = getenv("INTRO_SHARED_DATA");
    (void)snprintf(folder, sizeof folder, "%s/graphml",
                   top != NULL ? top : "../shared/data");
    for (size_t i = 0; i < INTRO_COUNT_OF(files); i++) {
        intro_graph *const g = import(folder, files[i][0]);
        if (g == NULL) {
            skip();
        }
        intro_i_groups groups;
        assert_int_equal(intro_i_groups_init(ctx, g, files[i][1], &groups),
                         INTRO_OK);
        check_igraph(i, g, &groups, false);
        intro_i_groups_fini(&groups);
        intro_graph_close(g);
    }
}

static void check_person(const intro_graph *g, const double *figures,
                         const char *id, double wanted)
{
    for (uint32_t v = 0; v < g->people; v++) {
        if (strcmp(intro_graph_id(g, v), id) == 0) {
            if (!is_near(figures[v], wanted)) {
                fail_msg("%s: %.17g, wanted %.17g", id, figures[v], wanted);
            }
            return;
        }
    }
    fail_msg("nobody is called %s", id);
}

/* The figure of the tie between two people, by id. */
static double tie_figure(const finding *f, const char *a, const char *b)
{
    const intro_graph *const g = f->weak.graph;
    for (uint64_t t = 0; t < f->weak.ties; t++) {
        const intro_tie tie = intro_graph_tie(g, t);
        if ((strcmp(intro_graph_id(g, tie.a), a) == 0 &&
             strcmp(intro_graph_id(g, tie.b), b) == 0) ||
            (strcmp(intro_graph_id(g, tie.a), b) == 0 &&
             strcmp(intro_graph_id(g, tie.b), a) == 0)) {
            return f->found.ties[t];
        }
    }
    fail_msg("no tie %s - %s", a, b);
    return 0;
}

/* Figures of NetworkX 3.6.1: betweenness_centrality and the sums over sides of
 * betweenness_centrality_subset and edge_betweenness_centrality_subset. */
static void networkx_says_the_same_of_the_karate_club(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        double all;
        double cross;
    } wanted[] = {
        {"1", 231.0714285714286, 147.65476190476187},
        {"34", 160.5515873015873, 93.6515873015873},
        {"3", 75.85079365079366, 70.93412698412698},
        {"32", 73.00952380952378, 59.10952380952381},
        {"9", 29.529365079365082, 29.529365079365082},
        {"12", 0, 0},
    };
    intro_graph *const g = import(datasets(), "karate");
    intro_i_groups sides;
    finding f;
    assert_int_equal(intro_i_groups_init(ctx, g, "side", &sides), INTRO_OK);
    find(&f, g, &sides, false);
    for (size_t i = 0; i < INTRO_COUNT_OF(wanted); i++) {
        check_person(g, f.found.all, wanted[i].id, wanted[i].all);
        check_person(g, f.found.cross, wanted[i].id, wanted[i].cross);
    }
    assert_true(is_near(tie_figure(&f, "1", "32"), 71.39285714285714));
    assert_true(is_near(tie_figure(&f, "3", "33"), 37.53492063492064));
    assert_true(is_near(tie_figure(&f, "14", "34"), 37.38253968253969));
    drop(&f);
    intro_i_groups_fini(&sides);
    intro_graph_close(g);
}

/* The same program; each family a group of its own, so cross is all. */
static void networkx_says_the_same_of_florence(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        double all;
    } wanted[] = {
        {"Medici", 47.5},         {"Guadagni", 23.166666666666664},
        {"Albizzi", 58.0 / 3},    {"Salviati", 13},
        {"Ridolfi", 31.0 / 3},    {"Bischeri", 9.5},
        {"Strozzi", 28.0 / 3},    {"Barbadori", 8.5},
        {"Tornabuoni", 25.0 / 3}, {"Castellani", 5},
        {"Peruzzi", 2},           {"Pucci", 0},
    };
    intro_graph *const g = import(datasets(), "florentine");
    uint32_t own[16];
    intro_i_groups groups;
    finding f;
    for (uint32_t v = 0; v < 16; v++) {
        own[v] = v;
    }
    small_groups_set(&groups, own, 16, 16);
    find(&f, g, &groups, false);
    for (size_t i = 0; i < INTRO_COUNT_OF(wanted); i++) {
        check_person(g, f.found.all, wanted[i].id, wanted[i].all);
        check_person(g, f.found.cross, wanted[i].id, wanted[i].all);
    }
    assert_true(is_near(tie_figure(&f, "Medici", "Salviati"), 26));
    assert_true(is_near(tie_figure(&f, "Albizzi", "Medici"), 67.0 / 3));
    assert_true(is_near(tie_figure(&f, "Peruzzi", "Strozzi"), 4.5));
    drop(&f);
    intro_i_groups_fini(&groups);
    intro_graph_close(g);
}

/* --- left-out ties ----------------------------------------------------------------- */

static void ties_left_out_carry_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const bool is_directed = seed % 2 == 0;
        intro_graph *const g = small_graph_random(seed, 12, 30, is_directed, 4);
        g->observed_only = g->has_left_out = true;
        /* Whoever's numbers add up to a multiple of three. */
        for (uint32_t v = 0; v < 12; v++) {
            for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1];
                 i++) {
                if ((v + g->out_people[i]) % 3 == 0) {
                    ((float *)(uintptr_t)g->out_strengths)[i] = 0;
                }
            }
            for (uint64_t i = g->in_offsets[v]; i < g->in_offsets[v + 1]; i++) {
                if ((v + g->in_people[i]) % 3 == 0) {
                    ((float *)(uintptr_t)g->in_strengths)[i] = 0;
                }
            }
        }
        check_groupings(seed, g, false, false);
        check_groupings(seed, g, true, false);
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hops_are_those_of_walked_paths),
        cmocka_unit_test(warmth_is_that_of_walked_paths),
        cmocka_unit_test(rounded_products_are_compared_step_by_step),
        cmocka_unit_test(equal_products_are_equal_where_logarithms_differ),
        cmocka_unit_test(warmth_with_equal_strengths_is_hops),
        cmocka_unit_test(parts_by_role_add_up),
        cmocka_unit_test(igraph_says_the_same),
        cmocka_unit_test(igraph_says_the_same_of_real_networks),
        cmocka_unit_test(networkx_says_the_same_of_the_karate_club),
        cmocka_unit_test(networkx_says_the_same_of_florence),
        cmocka_unit_test(ties_left_out_carry_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("betweenness", tests, open_context,
                                       close_context);
}
