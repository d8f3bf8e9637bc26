/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/groups.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "hand_graph.h"

#include <introfind/people.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
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

static intro_graph *rich_graph(uint64_t seed, uint32_t people)
{
    const hand_plan plan = {seed, people, 0.1, seed % 2 == 0, true};
    return hand_graph(&plan);
}

/* The value of a person as the public accessors tell it, "" without one. */
static const char *value_text(const intro_column *column, uint32_t v,
                              char text[64])
{
    const intro_value value = intro_column_get(column, v);
    text[0] = '\0';
    if (!value.is_known) {
        return text;
    }
    switch (value.kind) {
    case INTRO_KIND_STRING:
        return value.text;
    case INTRO_KIND_BOOL:
        return value.integer != 0 ? "true" : "false";
    case INTRO_KIND_DOUBLE:
        if (!isnan(value.real)) {
            (void)snprintf(text, 64, "%.17g", value.real + 0.0);
        }
        return text;
    case INTRO_KIND_INT:
    case INTRO_KIND_DAY:
        break;
    }
    (void)snprintf(text, 64, "%lld", (long long)value.integer);
    return text;
}

/* Two people are in one group exactly when they have one value. */
static void check_column(const intro_graph *g, const intro_column *column)
{
    char a[64];
    char b[64];
    uint64_t unknown = 0;
    for (uint32_t v = 0; v < g->people; v++) {
        const char *const x = value_text(column, v, a);
        assert_int_equal(groups.of[v] == INTRO_I_NO_GROUP, x[0] == '\0');
        unknown += x[0] == '\0';
        for (uint32_t w = 0; w < v; w++) {
            const char *const y = value_text(column, w, b);
            assert_int_equal(groups.of[v] == groups.of[w], strcmp(x, y) == 0);
        }
    }
    assert_int_equal(groups.unknown, unknown);
}

static void check_shape(const intro_graph *g)
{
    uint64_t sum = groups.unknown;
    for (uint32_t i = 0; i < groups.count; i++) {
        uint64_t size = 0;
        uint32_t found;
        for (uint32_t v = 0; v < g->people; v++) {
            size += groups.of[v] == i;
        }
        assert_true(size > 0);
        assert_int_equal(groups.sizes[i], size);
        assert_true(i == 0 || strcmp(groups.names[i - 1], groups.names[i]) < 0);
        assert_int_equal(
            intro_i_groups_find(ctx, &groups, groups.names[i], &found),
            INTRO_OK);
        assert_int_equal(found, i);
        sum += size;
    }
    assert_int_equal(sum, g->people);
}

static void every_kind_of_column_makes_groups_of_equal_values(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        intro_graph *const g = rich_graph(seed, (uint32_t)(seed * 9));
        for (uint32_t i = 0; i < g->column_count; i++) {
            if (g->columns[i].of != INTRO_OF_PERSON) {
                continue;
            }
            intro_column one = g->columns[i];
            struct intro_column *const all =
                HAND_EDIT(struct intro_column, g->columns);
            const uint32_t count = g->column_count;
            struct intro_column first = all[0];
            all[0] = one;
            g->column_count = 1;
            assert_int_equal(
                intro_i_groups_init(ctx, g, intro_column_name(&one), &groups),
                INTRO_OK);
            check_shape(g);
            check_column(g, &one);
            intro_i_groups_fini(&groups);
            all[0] = first;
            g->column_count = count;
        }
        intro_graph_close(g);
    }
}

static void known_fields_are_found_behind_an_at_sign(void **state)
{
    (void)state;
    intro_graph *const g = rich_graph(3, 60);
    assert_int_equal(intro_i_groups_init(ctx, g, "@Position", &groups),
                     INTRO_OK);
    check_shape(g);
    for (uint32_t v = 0; v < g->people; v++) {
        const char *const position =
            intro_graph_field(g, v, INTRO_FIELD_POSITION);
        assert_int_equal(position == NULL, groups.of[v] == INTRO_I_NO_GROUP);
        if (position != NULL) {
            assert_string_equal(groups.names[groups.of[v]], position);
        }
    }
    intro_i_groups_fini(&groups);
    intro_graph_close(g);
}

static void clusters_are_an_attribute_once_they_are_there(void **state)
{
    (void)state;
    intro_graph *const g = rich_graph(5, 30);
    assert_true(intro_graph_wants_clusters(g, "Cluster"));
    assert_true(intro_graph_wants_clusters(g, "@cluster"));
    assert_false(intro_graph_wants_clusters(g, "@company"));
    assert_int_equal(intro_i_groups_init(ctx, g, "cluster", &groups),
                     INTRO_EARG);
    for (int round = 0; round < 2; round++) {
        uint32_t *const clusters = intro_i_alloc(g->people, sizeof *clusters);
        assert_non_null(clusters);
        for (uint32_t v = 0; v < g->people; v++) {
            clusters[v] = v % 12;
        }
        assert_int_equal(intro_i_graph_set_clusters(g, clusters, 12), INTRO_OK);
    }
    assert_false(intro_graph_wants_clusters(g, "cluster"));
    assert_int_equal(intro_i_groups_init(ctx, g, "cluster", &groups), INTRO_OK);
    assert_int_equal(groups.count, 12);
    check_shape(g);
    for (uint32_t v = 0; v < g->people; v++) {
        char name[INTRO_I_CLUSTER_NAME];
        (void)intro_i_cluster_name(v % 12, name);
        assert_string_equal(groups.names[groups.of[v]], name);
    }
    intro_vid *found;
    size_t count;
    const intro_condition condition = {"cluster", INTRO_MATCH_EQUAL, "C3"};
    assert_int_equal(intro_people_select(ctx, g, &condition, 1, &found, &count),
                     INTRO_OK);
    assert_int_equal(count, groups.sizes[groups.of[2]]);
    assert_int_equal(found[0], 2);
    intro_people_free(found);
    intro_i_groups_fini(&groups);
    intro_graph_close(g);
}

static size_t count_selected(const intro_graph *g, const char *attribute,
                             intro_match match, const char *value)
{
    const intro_condition condition = {attribute, match, value};
    intro_vid *found;
    size_t count;
    assert_int_equal(intro_people_select(ctx, g, &condition, 1, &found, &count),
                     INTRO_OK);
    intro_people_free(found);
    return count;
}

/* Also not of those whose value is blank, which folds to nothing. */
static void a_value_that_is_not_utf8_is_nobodys(void **state)
{
    (void)state;
    static const intro_match matches[] = {INTRO_MATCH_COMPANY,
                                          INTRO_MATCH_EQUAL, INTRO_MATCH_CLASS,
                                          INTRO_MATCH_WORDS};
    static const char *const wrong[] = {"\xFF", "Acme\xC3", "\xC3", "1\xFF"};
    intro_graph *const g = rich_graph(3, 60);
    char *const acme =
        HAND_EDIT(char, g->strings.bytes) + g->strings.offsets[g->people + 1];
    assert_string_equal(acme, "Acme");
    memset(acme, ' ', 4);
    assert_true(count_selected(g, "@position", INTRO_MATCH_EQUAL, "") > 0);
    for (size_t m = 0; m < INTRO_COUNT_OF(matches); m++) {
        for (size_t w = 0; w < INTRO_COUNT_OF(wrong); w++) {
            assert_int_equal(
                count_selected(g, "@position", matches[m], wrong[w]), 0);
        }
    }
    intro_graph_close(g);
}

static void names_are_found_without_case_when_none_is_equal(void **state)
{
    (void)state;
    intro_graph *const g = rich_graph(3, 60);
    uint32_t found;
    assert_int_equal(intro_i_groups_init(ctx, g, "@position", &groups),
                     INTRO_OK);
    assert_int_equal(intro_i_groups_find(ctx, &groups, "aCME", &found),
                     INTRO_OK);
    assert_string_equal(groups.names[found], "Acme");
    assert_int_equal(intro_i_groups_find(ctx, &groups, "nowhere", &found),
                     INTRO_OK);
    assert_int_equal(found, INTRO_I_NO_GROUP);
    assert_int_equal(intro_i_groups_find(ctx, &groups, "\xff", &found),
                     INTRO_OK);
    assert_int_equal(found, INTRO_I_NO_GROUP);
    intro_i_groups_fini(&groups);
    intro_graph_close(g);
}

static void an_attribute_that_nobody_has_is_refused_with_a_list(void **state)
{
    (void)state;
    intro_graph *const g = rich_graph(2, 10);
    assert_int_equal(intro_i_groups_init(ctx, g, "shoe size", &groups),
                     INTRO_EARG);
    assert_non_null(strstr(intro_ctx_error(ctx)->message, "shoe size"));
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, "position"));
    assert_int_equal(intro_i_groups_init_none(ctx, g, &groups), INTRO_OK);
    assert_int_equal(groups.unknown, 10);
    assert_int_equal(groups.of[9], INTRO_I_NO_GROUP);
    intro_i_groups_fini(&groups);
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_column_makes_groups_of_equal_values),
        cmocka_unit_test(known_fields_are_found_behind_an_at_sign),
        cmocka_unit_test(clusters_are_an_attribute_once_they_are_there),
        cmocka_unit_test(a_value_that_is_not_utf8_is_nobodys),
        cmocka_unit_test(names_are_found_without_case_when_none_is_equal),
        cmocka_unit_test(an_attribute_that_nobody_has_is_refused_with_a_list),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("groups", tests, open_context,
                                       close_context);
}
