/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/bits.h"
#include "hand_graph.h"
#include "small_graphs.h"

#include <introfind/summary.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE_MAX = 64 };

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

static int compare_doubles(const void *left, const void *right)
{
    const double x = *(const double *)left;
    const double y = *(const double *)right;
    return (x > y) - (x < y);
}

static double median_of(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

/* A matrix and plain loops. */
static void check(const intro_graph *g)
{
    static bool tied[PEOPLE_MAX][PEOPLE_MAX];
    static double strengths[PEOPLE_MAX * PEOPLE_MAX];
    double degrees[PEOPLE_MAX];
    uint32_t label[PEOPLE_MAX];
    const uint32_t n = intro_graph_people(g);
    size_t count = 0;
    memset(tied, 0, sizeof tied);
    for (uint64_t t = 0; t < intro_graph_ties(g); t++) {
        const intro_tie tie = intro_graph_tie(g, t);
        tied[tie.a][tie.b] = tied[tie.b][tie.a] = true;
        strengths[count++] = (double)tie.strength;
    }
    double sum = 0;
    for (uint32_t v = 0; v < n; v++) {
        label[v] = v;
        degrees[v] = 0;
        for (uint32_t w = 0; w < n; w++) {
            degrees[v] += tied[v][w];
        }
        sum += degrees[v];
    }
    for (uint32_t round = 0; round < n; round++) {
        for (uint32_t v = 0; v < n; v++) {
            for (uint32_t w = 0; w < n; w++) {
                if (tied[v][w] && label[w] < label[v]) {
                    label[v] = label[w];
                }
            }
        }
    }
    uint64_t components = 0;
    uint64_t largest = 0;
    for (uint32_t v = 0; v < n; v++) {
        uint64_t size = 0;
        for (uint32_t w = 0; w < n; w++) {
            size += label[w] == v;
        }
        components += size != 0;
        largest = size > largest ? size : largest;
    }
    intro_summary got;
    assert_int_equal(intro_summary_compute(ctx, g, &got), INTRO_OK);
    assert_int_equal(got.components, components);
    assert_int_equal(got.largest_component, largest);
    assert_true(fabs(got.degree_mean - sum / n) < 1e-12);
    assert_true(got.degree_median == median_of(degrees, n));
    assert_true((double)got.degree_min == degrees[0]);
    assert_true((double)got.degree_max == degrees[n - 1]);
    if (count == 0) {
        assert_true(isnan(got.strength_min) && isnan(got.strength_median));
        return;
    }
    assert_true(got.strength_median == median_of(strengths, count));
    assert_true(got.strength_min == strengths[0]);
    assert_true(got.strength_max == strengths[count - 1]);
}

static void test_summaries_agree_with_plain_loops(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        const uint32_t people = 1 + (uint32_t)(seed % PEOPLE_MAX);
        intro_graph *const g = small_graph_random(
            seed, people, seed % 97, seed % 2 == 0, seed % 3 == 0 ? 4 : 0);
        check(g);
        small_graph_free(g);
    }
}

static void test_an_empty_network_has_no_measures(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_new(0, false, NULL, 0);
    intro_summary got;
    assert_int_equal(intro_summary_compute(ctx, g, &got), INTRO_OK);
    assert_int_equal(got.components, 0);
    assert_true(isnan(got.degree_median) && isnan(got.degree_mean));
    assert_true(isnan(got.strength_max));
    small_graph_free(g);
}

static bool is_same(const intro_value *x, const intro_value *y)
{
    return x->kind == INTRO_KIND_STRING   ? strcmp(x->text, y->text) == 0
           : x->kind == INTRO_KIND_DOUBLE ? x->real == y->real
                                          : x->integer == y->integer;
}

static void test_distinct_values_are_counted(void **state)
{
    (void)state;
    const hand_plan plan = {
        .seed = 5, .people = 60, .density = 0.2, .is_rich = true};
    intro_graph *const g = hand_graph(&plan);
    for (uint32_t i = 0; i < intro_graph_columns(g); i++) {
        const intro_column *const column = intro_graph_column(g, i);
        uint64_t wanted = 0;
        uint64_t got;
        for (uint64_t row = 0; row < intro_column_rows(column); row++) {
            const intro_value value = intro_column_get(column, row);
            bool is_new = value.is_known;
            for (uint64_t j = 0; j < row && is_new; j++) {
                const intro_value other = intro_column_get(column, j);
                is_new = !other.is_known || !is_same(&value, &other);
            }
            wanted += is_new;
        }
        assert_int_equal(intro_column_distinct(ctx, g, column, &got), INTRO_OK);
        assert_int_equal(got, wanted);
    }
    uint64_t known;
    uint64_t distinct;
    assert_int_equal(
        intro_field_distinct(ctx, g, INTRO_FIELD_NAME, &known, &distinct),
        INTRO_OK);
    assert_int_equal(known, 40);
    assert_true(distinct >= 2 && distinct <= 8);
    assert_int_equal(
        intro_field_distinct(ctx, g, INTRO_FIELD_COMPANY, &known, &distinct),
        INTRO_OK);
    assert_int_equal(known + distinct, 0);
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_summaries_agree_with_plain_loops,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(test_an_empty_network_has_no_measures,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(test_distinct_values_are_counted,
                                        open_context, close_context),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("summary", tests, NULL, NULL);
}
