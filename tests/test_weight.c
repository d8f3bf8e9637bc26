/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of GraphML inputs: which attribute, what it means, how edges merge. */
#include "base/context_impl.h"
#include "graph/builder.h"
#include "graph/weight.h"
#include "world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_i_builder *b;
static intro_import_options options;

static int set_up(void **state)
{
    (void)state;
    const intro_import_options plain = INTRO_IMPORT_OPTIONS_INIT;
    options = plain;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static int plain_options(void **state)
{
    (void)state;
    const intro_import_options plain = INTRO_IMPORT_OPTIONS_INIT;
    options = plain;
    options.same_ids = true;
    return 0;
}

static void ok(intro_status rc)
{
    if (rc != INTRO_OK) {
        print_error("%s\n", intro_ctx_error(ctx)->message);
    }
    assert_int_equal(rc, INTRO_OK);
}

/* An edge between the nodes x and y ('a', 'b', ...) with a number; no_value =
 * it has none. */
typedef struct edge {
    char x;
    char y;
    double value;
} edge;

static const double no_value = -12345;

static void add_source(uint64_t digest, const char *name,
                       intro_column_kind kind, const edge *edges, size_t count)
{
    bool repeat;
    intro_i_build_column *c;
    ok(intro_i_builder_source_begin(b, "in.graphml", INTRO_I_FORMAT_GRAPHML));
    intro_i_builder_source_digest(b, digest, 1, &repeat);
    for (char id = 'a'; id <= 'f'; id++) {
        uint32_t string;
        ok(intro_i_strpool_intern(intro_i_builder_ids(b), &id, 1, &string));
    }
    ok(intro_i_builder_people_up_to(b, 6));
    ok(intro_i_builder_column(b, INTRO_OF_TIE, name, strlen(name), kind, &c));
    for (size_t e = 0; e < count; e++) {
        ok(intro_i_builder_edge(b, (uint32_t)(edges[e].x - 'a'),
                                (uint32_t)(edges[e].y - 'a'), false, 10 + e));
        if (edges[e].value != no_value) {
            ok(kind == INTRO_KIND_INT
                   ? intro_i_build_column_set_int(c, e, (int64_t)edges[e].value)
                   : intro_i_build_column_set_double(c, e, edges[e].value));
        }
    }
    ok(intro_i_builder_source_end(b));
}

static void start(void)
{
    ok(intro_i_builder_new(ctx, &options, &b));
}

static intro_status freeze(intro_graph **g)
{
    *g = NULL;
    const intro_status rc = intro_i_builder_freeze(b, g);
    intro_i_builder_free(b);
    return rc;
}

static void assert_strength(const intro_graph *g, char x, char y, double wanted)
{
    intro_tie tie;
    assert_true(intro_graph_find_tie(g, (intro_vid)(x - 'a'),
                                     (intro_vid)(y - 'a'), &tie));
    if (tie.strength != (float)wanted) {
        print_error("%c%c: %.9g is not %.9g\n", x, y, (double)tie.strength,
                    wanted);
    }
    assert_true(tie.strength == (float)wanted);
}

#define ADD(digest, ...)                                                       \
    do {                                                                       \
        const edge edges[] = {__VA_ARGS__};                                    \
        add_source(digest, "weight", INTRO_KIND_DOUBLE, edges,                 \
                   INTRO_COUNT_OF(edges));                                     \
    } while (0)

static void
strengths_are_taken_as_they_are_the_greatest_of_parallels(void **state)
{
    (void)state;
    start();
    ADD(1, {'a', 'b', 0.25}, {'b', 'a', 0.75}, {'a', 'c', 1.0},
        {'a', 'd', no_value});
    intro_graph *g;
    ok(freeze(&g));
    assert_string_equal(intro_graph_weight_meaning(g), "strength");
    assert_string_equal(intro_graph_weight_attribute(g), "weight");
    assert_int_equal(g->strength.guessed, 1);
    assert_int_equal(g->strength.unweighted, 1);
    assert_strength(g, 'a', 'b', 0.75);
    assert_strength(g, 'c', 'a', 1.0);
    assert_strength(g, 'a', 'd', 0.5);
    intro_tie tie;
    intro_evidence e[INTRO_EV_COUNT];
    assert_true(intro_graph_find_tie(g, 0, 3, &tie));
    assert_int_equal(intro_graph_tie_evidence(g, &tie, e), 1);
    assert_int_equal(e[0].kind, INTRO_EV_STATED);
    assert_true(intro_graph_find_tie(g, 0, 1, &tie));
    assert_int_equal(intro_graph_tie_evidence(g, &tie, e), 1);
    assert_int_equal(e[0].kind, INTRO_EV_WEIGHT);
    assert_true(e[0].q == 0.75);
    intro_graph_close(g);
}

static void counts_add_up_and_are_halved_at_the_median(void **state)
{
    (void)state;
    start();
    /* Merged: ab 4, ac 2, ad 8; the median is 4. */
    ADD(1, {'a', 'b', 1}, {'b', 'a', 3}, {'a', 'c', 2}, {'a', 'd', 8},
        {'e', 'f', no_value});
    intro_graph *g;
    ok(freeze(&g));
    assert_string_equal(intro_graph_weight_meaning(g), "count");
    assert_strength(g, 'a', 'b', 0.5);
    assert_strength(g, 'a', 'c', 1 - sqrt(0.5));
    assert_strength(g, 'a', 'd', 0.75);
    assert_strength(g, 'e', 'f', 0.5);
    intro_graph_close(g);
}

static void costs_take_the_smallest_and_an_even_median_is_the_mean(void **state)
{
    (void)state;
    options.strength.weight_is = INTRO_WEIGHT_COST;
    start();
    /* Merged: 1, 2, 4, 8; the median is 3. */
    ADD(1, {'a', 'b', 1}, {'b', 'a', 5}, {'a', 'c', 8}, {'a', 'd', 2},
        {'a', 'e', 4});
    intro_graph *g;
    ok(freeze(&g));
    assert_string_equal(intro_graph_weight_meaning(g), "cost");
    assert_int_equal(g->strength.guessed, 0);
    assert_strength(g, 'a', 'b', pow(2, -1.0 / 3));
    assert_strength(g, 'a', 'c', pow(2, -8.0 / 3));
    assert_strength(g, 'a', 'd', pow(2, -2.0 / 3));
    intro_graph_close(g);
}

static void
each_input_has_its_meaning_and_median_the_greatest_wins(void **state)
{
    (void)state;
    start();
    ADD(1, {'a', 'b', 0.25}, {'a', 'c', 0.875});
    ADD(2, {'a', 'b', 10}, {'a', 'c', 10}, {'a', 'd', 20});
    ADD(3, {'a', 'b', 100}, {'a', 'c', no_value}, {'a', 'e', 100});
    intro_graph *g;
    ok(freeze(&g));
    assert_strength(g, 'a', 'b', 0.5);
    assert_strength(g, 'a', 'c', 0.875);
    assert_strength(g, 'a', 'd', 0.75);
    assert_strength(g, 'a', 'e', 0.5);
    intro_graph_close(g);
}

static double slow_median(double *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j > 0 && values[j - 1] > values[j]; j--) {
            const double kept = values[j];
            values[j] = values[j - 1];
            values[j - 1] = kept;
        }
    }
    return count % 2 != 0 ? values[count / 2]
                          : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void random_counts_and_costs_agree_with_the_text(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        edge edges[40];
        double sum[36] = {0};
        double least[36];
        const size_t count = 1 + world_random(&random) % 40;
        for (size_t e = 0; e < count; e++) {
            uint32_t x = (uint32_t)(world_random(&random) % 6);
            uint32_t y = (x + 1 + (uint32_t)(world_random(&random) % 5)) % 6;
            edges[e] = (edge){(char)('a' + (char)x), (char)('a' + (char)y),
                              (double)(2 + world_random(&random) % 9)};
            const uint32_t at = x < y ? 6 * x + y : 6 * y + x;
            least[at] =
                sum[at] == 0 ? edges[e].value : fmin(least[at], edges[e].value);
            sum[at] += edges[e].value;
        }
        const bool cost = seed % 2 == 0;
        options.strength.weight_is =
            cost ? INTRO_WEIGHT_COST : INTRO_WEIGHT_GUESS;
        start();
        add_source(1, "weight", INTRO_KIND_INT, edges, count);
        intro_graph *g;
        ok(freeze(&g));
        double values[36];
        size_t ties = 0;
        for (size_t i = 0; i < 36; i++) {
            if (sum[i] > 0) {
                values[ties++] = cost ? least[i] : sum[i];
            }
        }
        const double median = slow_median(values, ties);
        for (uint32_t i = 0; i < 36; i++) {
            intro_tie tie;
            if (sum[i] == 0) {
                continue;
            }
            assert_true(intro_graph_find_tie(g, i / 6, i % 6, &tie));
            const double wanted = cost ? pow(2, -least[i] / median)
                                       : 1 - pow(2, -sum[i] / median);
            assert_true(fabs((double)tie.strength - wanted) < 1e-7);
        }
        intro_graph_close(g);
    }
}

static void an_unusable_number_is_refused_with_file_and_line(void **state)
{
    (void)state;
    static const double bad[] = {(double)NAN, (double)INFINITY, 0, -1, 1.5};
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        intro_graph *g;
        options.strength.weight = NULL;
        options.strength.weight_is =
            bad[i] > 1 ? INTRO_WEIGHT_STRENGTH : INTRO_WEIGHT_GUESS;
        start();
        ADD(1, {'a', 'b', 0.5}, {'a', 'c', bad[i]});
        assert_int_equal(freeze(&g), INTRO_EFORMAT);
        assert_int_equal(intro_ctx_error(ctx)->line, 11);
        assert_string_equal(intro_ctx_error(ctx)->source, "in.graphml");
        assert_true(intro_ctx_error(ctx)->hint[0] != '\0');

        options.strength.weight = "none";
        start();
        ADD(1, {'a', 'b', 0.5}, {'a', 'c', bad[i]});
        ok(freeze(&g));
        assert_int_equal(intro_graph_ties(g), 2);
        assert_strength(g, 'a', 'c', 0.5);
        intro_graph_close(g);

        options.strength.weight = NULL;
        for (int way = 0; way < 2; way++) {
            options.strength.bad_weight_drop = way == 0;
            options.lenient = way == 1;
            start();
            ADD(1, {'a', 'b', 0.5}, {'a', 'c', bad[i]});
            ok(freeze(&g));
            assert_int_equal(intro_graph_ties(g), 1);
            assert_int_equal(g->read.dropped, 1);
            assert_int_equal(intro_graph_source(g, 0).skipped, 1);
            intro_graph_close(g);
        }
        options.strength.bad_weight_drop = options.lenient = false;
    }
}

static void extreme_numbers_stay_within_bounds(void **state)
{
    (void)state;
    for (int cost = 0; cost < 2; cost++) {
        options.strength.weight_is =
            cost ? INTRO_WEIGHT_COST : INTRO_WEIGHT_COUNT;
        start();
        ADD(1, {'a', 'b', 1.7e308}, {'a', 'b', 1.7e308}, {'a', 'c', 5e-324},
            {'a', 'd', 1e-300}, {'a', 'e', 1.7e308}, {'a', 'e', 1.7e308},
            {'b', 'e', 1.7e308}, {'b', 'e', 1.7e308});
        intro_graph *g;
        ok(freeze(&g));
        for (uint64_t i = 0; i < g->arcs; i++) {
            assert_true(g->out_strengths[i] >= (float)1e-30);
            assert_true(g->out_strengths[i] <= 1);
        }
        intro_graph_close(g);
    }
}

/* --- which attribute --------------------------------------------------------------- */

static uint32_t choose(const intro_i_weight_column *columns, uint32_t count,
                       const char *wanted)
{
    uint32_t chosen = 0;
    ok(intro_i_weight_choose(ctx, columns, count, wanted, &chosen));
    return chosen;
}

static void aliases_are_tried_in_their_order(void **state)
{
    (void)state;
    static const char *const rising[] = {
        "messages", "Closeness",   "FREQUENCY",    "count",
        "E-Width",  "width",       "tie_strength", "value",
        "Strength", "edge weight", "Weight"};
    intro_i_weight_column columns[INTRO_COUNT_OF(rising)];
    memset(columns, 0, sizeof columns);
    for (uint32_t i = 0; i < INTRO_COUNT_OF(rising); i++) {
        columns[i].name = rising[i];
        columns[i].kind = INTRO_KIND_DOUBLE;
        const uint32_t chosen = choose(columns, i + 1, NULL);
        assert_int_equal(chosen, i == 4 ? 3 : i);
    }
    columns[0].name = "other";
    assert_int_equal(choose(columns, 1, NULL), UINT32_MAX);
    assert_int_equal(choose(columns, 1, "OTHER"), 0);
    assert_int_equal(choose(columns, 11, "none"), UINT32_MAX);
    assert_int_equal(choose(columns, 11, "width"), 5);
    columns[10].kind = INTRO_KIND_BOOL;
    assert_int_equal(choose(columns, 11, NULL), 9);
}

static void an_unknown_attribute_is_refused_with_those_there_are(void **state)
{
    (void)state;
    intro_i_weight_column columns[2];
    memset(columns, 0, sizeof columns);
    columns[0].name = "alpha";
    columns[1].name = "beta";
    uint32_t chosen;
    assert_int_equal(intro_i_weight_choose(ctx, columns, 2, "gamma", &chosen),
                     INTRO_EARG);
    assert_non_null(strstr(intro_ctx_error(ctx)->message, "gamma"));
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, "alpha, beta"));
}

static void add_texts(uint64_t digest, const char *const *texts, size_t count)
{
    bool repeat;
    intro_i_build_column *c;
    ok(intro_i_builder_source_begin(b, "in.graphml", INTRO_I_FORMAT_GRAPHML));
    intro_i_builder_source_digest(b, digest, 1, &repeat);
    for (char id = 'a'; id <= 'f'; id++) {
        uint32_t string;
        ok(intro_i_strpool_intern(intro_i_builder_ids(b), &id, 1, &string));
    }
    ok(intro_i_builder_column(b, INTRO_OF_TIE, "Edge Weight", 11,
                              INTRO_KIND_STRING, &c));
    for (size_t e = 0; e < count; e++) {
        uint32_t string;
        ok(intro_i_builder_edge(b, 0, (uint32_t)e + 1, false, 10 + e));
        ok(intro_i_builder_string(b, texts[e], strlen(texts[e]), &string));
        ok(intro_i_build_column_set_string(c, e, string));
    }
    ok(intro_i_builder_source_end(b));
}

static void texts_that_all_are_numbers_are_weights(void **state)
{
    (void)state;
    intro_graph *g;
    start();
    add_texts(1, (const char *const[]){"2", " 4 ", "8.0"}, 3);
    ok(freeze(&g));
    assert_string_equal(intro_graph_weight_attribute(g), "Edge Weight");
    assert_strength(g, 'a', 'c', 0.5);
    assert_strength(g, 'a', 'd', 0.75);
    intro_graph_close(g);
}

static void
one_text_of_any_input_that_is_no_number_spoils_the_alias(void **state)
{
    (void)state;
    for (uint64_t turn = 0; turn < 2; turn++) {
        intro_graph *g;
        start();
        add_texts(1 + turn, (const char *const[]){"2", "4"}, 2);
        add_texts(2 - turn, (const char *const[]){"2", "strong"}, 2);
        ok(freeze(&g));
        assert_null(intro_graph_weight_attribute(g));
        assert_strength(g, 'a', 'b', 0.5);
        intro_graph_close(g);

        options.strength.weight = "edgeweight";
        start();
        add_texts(1 + turn, (const char *const[]){"2", "4"}, 2);
        add_texts(2 - turn, (const char *const[]){"2", "strong"}, 2);
        assert_int_equal(freeze(&g), INTRO_EFORMAT);
        assert_int_equal(intro_ctx_error(ctx)->line, 11);
        options.strength.weight = NULL;
    }
}

static void values_of_every_kind_read_as_numbers_or_not(void **state)
{
    (void)state;
    static const int64_t integers[] = {3};
    static const uint8_t truths[] = {1};
    static const uint64_t present[] = {1};
    intro_i_weight_column c = {.name = "x",
                               .kind = INTRO_KIND_INT,
                               .rows = 2,
                               .values = integers,
                               .present = present};
    double value = 0;
    assert_true(intro_i_weight_value(&c, 0, &value));
    assert_true(value == 3);
    assert_false(intro_i_weight_value(&c, 1, &value));
    assert_false(intro_i_weight_value(&c, 2, &value));
    assert_int_equal(intro_i_weight_guess(&c, 0, 2), INTRO_WEIGHT_COUNT);
    c.kind = INTRO_KIND_BOOL;
    c.values = truths;
    assert_true(intro_i_weight_value(&c, 0, &value));
    assert_true(isnan(value));
    assert_int_equal(intro_i_weight_guess(&c, 0, 2), INTRO_WEIGHT_STRENGTH);
}

/* Enough ties that several threads share them; one in eight has no number. */
static void add_many(void)
{
    enum { PEOPLE = 1000, REACH = 300, STEP = 7919 };
    const uint32_t edges = PEOPLE * REACH;
    bool repeat;
    intro_i_build_column *c;
    ok(intro_i_builder_source_begin(b, "in.graphml", INTRO_I_FORMAT_GRAPHML));
    intro_i_builder_source_digest(b, 1, 1, &repeat);
    for (uint32_t v = 0; v < PEOPLE + REACH; v++) {
        char id[12];
        uint32_t string;
        const int length = snprintf(id, sizeof id, "n%u", (unsigned)v);
        ok(intro_i_strpool_intern(intro_i_builder_ids(b), id, (size_t)length,
                                  &string));
    }
    ok(intro_i_builder_people_up_to(b, PEOPLE + REACH));
    ok(intro_i_builder_column(b, INTRO_OF_TIE, "weight", 6, INTRO_KIND_DOUBLE,
                              &c));
    for (uint32_t e = 0; e < edges; e++) {
        const uint32_t at = (uint32_t)((uint64_t)e * STEP % edges);
        const uint32_t v = at / REACH;
        ok(intro_i_builder_edge(b, v, v + 1 + at % REACH, false, e + 1));
        if (at % 8 != 0) {
            ok(intro_i_build_column_set_double(c, e, (at % 512 + 1) / 512.0));
        }
    }
    ok(intro_i_builder_source_end(b));
}

static void any_number_of_threads_gives_the_same_strengths(void **state)
{
    (void)state;
    intro_graph *one;
    ok(intro_ctx_set_threads(ctx, 1));
    start();
    add_many();
    ok(freeze(&one));
    assert_non_null(one->tie_stated);
    for (uint32_t threads = 2; threads <= 5; threads += 3) {
        intro_graph *g;
        ok(intro_ctx_set_threads(ctx, threads));
        start();
        add_many();
        ok(freeze(&g));
        assert_int_equal(g->ties, one->ties);
        assert_int_equal(g->strength.unweighted, one->strength.unweighted);
        assert_memory_equal(g->out_people, one->out_people, one->arcs * 4);
        assert_memory_equal(g->out_strengths, one->out_strengths,
                            one->arcs * sizeof(float));
        assert_memory_equal(g->tie_stated, one->tie_stated,
                            intro_i_bits_words(one->ties) * 8);
        assert_memory_equal(g->columns[0].values, one->columns[0].values,
                            one->ties * sizeof(double));
        assert_memory_equal(g->columns[0].present, one->columns[0].present,
                            intro_i_bits_words(one->ties) * 8);
        intro_graph_close(g);
    }
    ok(intro_ctx_set_threads(ctx, 2));
    intro_graph_close(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            strengths_are_taken_as_they_are_the_greatest_of_parallels,
            plain_options),
        cmocka_unit_test_setup(counts_add_up_and_are_halved_at_the_median,
                               plain_options),
        cmocka_unit_test_setup(
            costs_take_the_smallest_and_an_even_median_is_the_mean,
            plain_options),
        cmocka_unit_test_setup(
            each_input_has_its_meaning_and_median_the_greatest_wins,
            plain_options),
        cmocka_unit_test_setup(random_counts_and_costs_agree_with_the_text,
                               plain_options),
        cmocka_unit_test_setup(an_unusable_number_is_refused_with_file_and_line,
                               plain_options),
        cmocka_unit_test_setup(extreme_numbers_stay_within_bounds,
                               plain_options),
        cmocka_unit_test_setup(aliases_are_tried_in_their_order, plain_options),
        cmocka_unit_test_setup(any_number_of_threads_gives_the_same_strengths,
                               plain_options),
        cmocka_unit_test_setup(
            an_unknown_attribute_is_refused_with_those_there_are,
            plain_options),
        cmocka_unit_test_setup(texts_that_all_are_numbers_are_weights,
                               plain_options),
        cmocka_unit_test_setup(
            one_text_of_any_input_that_is_no_number_spoils_the_alias,
            plain_options),
        cmocka_unit_test_setup(values_of_every_kind_read_as_numbers_or_not,
                               plain_options),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
