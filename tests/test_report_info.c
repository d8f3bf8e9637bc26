/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hand_graph.h"
#include "report/output.h"
#include "story_graph.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_output *output;
static const story plain = {
    {"Eva Ek", "Ann Ask", "Bo Li", "Cy Day", NULL}, "Acme", "x"};

static int open_context(void **state)
{
    (void)state;
    output = NULL;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    intro_output_abandon(output);
    intro_ctx_free(ctx);
    return 0;
}

static const char *network = "n.intro";

static const char *write_as(const intro_graph *g, intro_format format,
                            bool is_import)
{
    size_t length;
    const intro_report_options options = {
        .format = format, .command = "info", .network = network};
    intro_output_abandon(output);
    assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
    assert_int_equal(intro_report_info(ctx, g, is_import, &options, output),
                     INTRO_OK);
    return intro_i_output_memory(output, &length);
}

static void assert_keys(json_t *object, const char *wanted)
{
    char got[512] = "";
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        const size_t used = strlen(got);
        (void)snprintf(got + used, sizeof got - used, "%s%s",
                       used == 0 ? "" : " ", key);
    }
    assert_string_equal(got, wanted);
}

static void assert_real(json_t *object, const char *key, double wanted)
{
    json_t *const value = json_object_get(object, key);
    if (isnan(wanted)) {
        assert_true(json_is_null(value));
    } else {
        assert_true(json_number_value(value) == wanted);
    }
}

static void check_sources(const intro_graph *g, json_t *sources)
{
    assert_int_equal(json_array_size(sources), intro_graph_sources(g));
    for (uint32_t i = 0; i < intro_graph_sources(g); i++) {
        json_t *const source = json_array_get(sources, i);
        const intro_source_info wanted = intro_graph_source(g, i);
        assert_keys(source,
                    "file format owner rows used merged skipped reasons");
        assert_string_equal(json_string_value(json_object_get(source, "file")),
                            wanted.file);
        assert_real(source, "rows", (double)wanted.rows);
        json_t *const reasons = json_object_get(source, "reasons");
        assert_int_equal(json_array_size(reasons), wanted.reasons);
        for (uint32_t j = 0; j < wanted.reasons; j++) {
            json_t *const reason = json_array_get(reasons, j);
            assert_keys(reason, "reason count first_line");
            assert_real(reason, "count",
                        (double)intro_graph_source_reason(g, i, j).count);
        }
    }
}

/* Every column stands once under its name; people come before ties, names rise. */
static void check_attributes(const intro_graph *g, const json_t *attributes)
{
    uint32_t found = 0;
    for (size_t i = 0; i < json_array_size(attributes); i++) {
        json_t *const a = json_array_get(attributes, i);
        assert_keys(a, "name of kind known distinct");
        const char *const name = json_string_value(json_object_get(a, "name"));
        const char *const of = json_string_value(json_object_get(a, "of"));
        if (i != 0) {
            json_t *const before = json_array_get(attributes, i - 1);
            const int order =
                strcmp(json_string_value(json_object_get(before, "of")), of);
            assert_true(order <= 0);
            assert_true(
                order < 0 ||
                strcmp(json_string_value(json_object_get(before, "name")),
                       name) < 0);
        }
        for (uint32_t c = 0; c < intro_graph_columns(g); c++) {
            const intro_column *const column = intro_graph_column(g, c);
            if (strcmp(intro_column_name(column), name) == 0 &&
                (intro_column_owner(column) == INTRO_OF_TIE) ==
                    (strcmp(of, "tie") == 0)) {
                assert_real(a, "known", (double)intro_column_known(column));
                found++;
            }
        }
    }
    assert_int_equal(found, intro_graph_columns(g));
}

static void check(const intro_graph *g)
{
    json_error_t error;
    intro_summary summary;
    json_t *const root =
        json_loads(write_as(g, INTRO_FORMAT_JSON, false), 0, &error);
    assert_non_null(root);
    assert_keys(root, "schema people ties directed components "
                      "largest_component read inferred_ties degree strength "
                      "attributes sources warnings provenance");
    assert_keys(json_object_get(root, "read"),
                "nodes edges self_loops parallel undeclared_nodes dropped "
                "graphs nested_graphs hyperedges ports");
    assert_keys(json_object_get(root, "degree"), "min median mean max");
    assert_keys(json_object_get(root, "strength"),
                "attribute meaning model min median max");
    assert_int_equal(intro_summary_compute(ctx, g, &summary), INTRO_OK);
    assert_real(root, "people", intro_graph_people(g));
    assert_real(root, "ties", (double)intro_graph_ties(g));
    assert_real(root, "inferred_ties", (double)intro_graph_inferred_ties(g));
    assert_real(root, "components", (double)summary.components);
    json_t *const degree = json_object_get(root, "degree");
    assert_real(degree, "median", summary.degree_median);
    assert_real(degree, "mean", summary.degree_mean);
    json_t *const strength = json_object_get(root, "strength");
    assert_real(strength, "min", summary.strength_min);
    assert_real(strength, "median", summary.strength_median);
    check_attributes(g, json_object_get(root, "attributes"));
    check_sources(g, json_object_get(root, "sources"));
    assert_true(json_array_size(json_object_get(root, "warnings")) >=
                intro_graph_warnings(g));
    json_decref(root);
}

static void test_json_says_what_the_graph_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 12; seed++) {
        const hand_plan plan = {.seed = seed,
                                .people = (uint32_t)(seed - 1) * 5,
                                .density = 0.2,
                                .is_directed = seed % 2 == 0,
                                .is_rich = seed > 4};
        intro_graph *const g = hand_graph(&plan);
        check(g);
        intro_graph_close(g);
    }
    intro_graph *const g = story_graph(&plain);
    check(g);
    intro_graph_close(g);
}

static void test_text_shows_no_control(void **state)
{
    (void)state;
    const hand_plan plan = {
        .seed = 3, .people = 30, .density = 0.2, .is_rich = true};
    intro_graph *const g = hand_graph(&plan);
    for (int is_import = 0; is_import < 2; is_import++) {
        const char *const text = write_as(g, INTRO_FORMAT_TEXT, is_import == 1);
        for (const char *c = text; *c != '\0'; c++) {
            assert_true((unsigned char)*c >= 0x20 || *c == '\n');
        }
        const char *const rows = strstr(text, "12 rows read, 11 used");
        const char *const people = strstr(text, "people ");
        assert_non_null(rows);
        assert_non_null(people);
        assert_int_equal(rows < people, is_import == 1);
    }
    intro_graph_close(g);
}

static void test_csv_is_a_table_of_keys(void **state)
{
    (void)state;
    intro_graph *const g = story_graph(&plain);
    const char *const text = write_as(g, INTRO_FORMAT_CSV, false);
    assert_ptr_equal(strstr(text, "key,value\n"), text);
    assert_non_null(strstr(text, "\npeople,5\nties,4\ndirected,false\n"));
    assert_non_null(strstr(text, "\nread.nodes,0\n"));
    assert_non_null(strstr(text, "\nattributes.1.name,company\n"
                                 "attributes.1.of,person\n"
                                 "attributes.1.kind,string\n"));
    assert_non_null(strstr(text, "\nprovenance.as_of,2026-03-01\n"));
    intro_graph_close(g);
}

/* A file may be called anything; JSON and CSV are UTF-8. */
static void test_a_network_of_any_name_is_told_in_utf8(void **state)
{
    (void)state;
    intro_graph *const g = story_graph(&plain);
    network = "a\xFF\xC3\xA9";
    json_t *const root =
        json_loads(write_as(g, INTRO_FORMAT_JSON, false), 0, NULL);
    assert_string_equal(json_string_value(json_object_get(
                            json_object_get(root, "provenance"), "network")),
                        "a\xEF\xBF\xBD\xC3\xA9");
    json_decref(root);
    assert_non_null(strstr(write_as(g, INTRO_FORMAT_CSV, false),
                           "\nprovenance.network,a\xEF\xBF\xBD\xC3\xA9\n"));
    network = "n.intro";
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_json_says_what_the_graph_says,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(test_text_shows_no_control,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(
            test_a_network_of_any_name_is_told_in_utf8, open_context,
            close_context),
        cmocka_unit_test_setup_teardown(test_csv_is_a_table_of_keys,
                                        open_context, close_context),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("report_info", tests, NULL, NULL);
}
