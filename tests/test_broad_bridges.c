/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What bridges and breadth both say of a person is the same, though each finds it
 * in its own way; and a group's E-I index is that of its people together. */
#include "base/random.h"
#include "small_graphs.h"

#include <introfind/breadth.h>
#include <introfind/bridges.h>
#include <introfind/clusters.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 80, INDUSTRIES = 6 };

static intro_ctx *ctx;
static intro_graph *graph;
static intro_breadth *breadth;
static intro_bridges *bridges;
static uint32_t industry[PEOPLE + 1];

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

/* Ids serve as names of industries; every fourth person or so has none. */
static void draw_industries(uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    for (uint32_t v = 0; v < graph->people; v++) {
        industry[v] =
            intro_i_random_below(&random, 4) == 0
                ? 0
                : 1 + (uint32_t)intro_i_random_below(&random, INDUSTRIES);
    }
    graph->known[INTRO_FIELD_INDUSTRY] = industry;
}

static void start(uint64_t seed, const char *by, bool is_weighted)
{
    intro_breadth_options rows = INTRO_BREADTH_OPTIONS_INIT;
    intro_bridges_options roles = INTRO_BRIDGES_OPTIONS_INIT;
    graph = seed % 5 == 0 ? small_graph_hubs(seed, PEOPLE, 3)
                          : small_graph_random(seed, PEOPLE, 40 + seed * 20,
                                               seed % 2 == 0, 4);
    draw_industries(seed);
    assert_int_equal(intro_clusters_attach(ctx, graph, NULL), INTRO_OK);
    rows.by = &by;
    rows.by_count = 1;
    rows.is_weighted = is_weighted;
    roles.by = by;
    roles.top = 0;
    roles.betweenness = INTRO_BETWEENNESS_NONE;
    roles.is_weighted = is_weighted;
    assert_int_equal(intro_breadth_new(ctx, graph, &rows, &breadth), INTRO_OK);
    assert_int_equal(intro_bridges_find(ctx, graph, &roles, &bridges),
                     INTRO_OK);
    assert_int_equal(intro_breadth_count(breadth), graph->people);
    assert_int_equal(intro_bridges_brokers(bridges), graph->people);
}

static void stop(void)
{
    intro_bridges_free(bridges);
    intro_breadth_free(breadth);
    graph->known[INTRO_FIELD_INDUSTRY] = NULL;
    small_graph_free(graph);
}

static void assert_same(const char *what, double a, double b)
{
    if (isnan(a) ? !isnan(b) : a != b) {
        fail_msg("%s: %.17g and %.17g", what, a, b);
    }
}

/* To the last bit. */
static void check_people(void)
{
    for (size_t i = 0; i < intro_bridges_brokers(bridges); i++) {
        const intro_broker b = intro_bridges_broker(bridges, i);
        const intro_breadth_row *const row =
            intro_breadth_row_at(breadth, b.person);
        assert_int_equal(row->person, b.person);
        assert_int_equal(row->degree, b.degree);
        assert_same("participation, Blau", b.participation, row->by[0].blau);
        assert_same("constraint", b.constraint, row->constraint);
        assert_same("effective size", b.effective_size, row->effective_size);
    }
}

static void participation_is_blau_of_the_neighbours_groups(void **state)
{
    static const char *const by[] = {"industry", "@cluster"};
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        start(seed, by[seed % 3 == 0], seed % 4 == 0);
        check_people();
        stop();
    }
}

/* Of `known` ties (1 + E-I) / 2 lead to other groups. */
static void check_group(const intro_group *group)
{
    double external = 0;
    double internal = 0;
    for (size_t i = 0; i < intro_bridges_brokers(bridges); i++) {
        const intro_broker b = intro_bridges_broker(bridges, i);
        const intro_diversity *const d =
            &intro_breadth_row_at(breadth, b.person)->by[0];
        if (b.group != NULL && strcmp(b.group, group->name) == 0 &&
            d->known > 0) {
            external += d->known * (1 + d->ei_index) / 2;
            internal += d->known * (1 - d->ei_index) / 2;
        }
    }
    /* An internal tie has two ends in the group. */
    assert_int_equal(group->external_ties, lround(external));
    assert_int_equal(2 * group->internal_ties, lround(internal));
}

static void groups_are_their_people_together(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        start(seed, "industry", false);
        for (size_t i = 0; i < intro_bridges_groups(bridges); i++) {
            const intro_group group = intro_bridges_group(bridges, i);
            check_group(&group);
        }
        stop();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(participation_is_blau_of_the_neighbours_groups),
        cmocka_unit_test(groups_are_their_people_together),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("broad bridges", tests, open_context,
                                       close_context);
}
