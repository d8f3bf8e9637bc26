/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/output.h"
#include "story_graph.h"

#include <introfind/paths.h>

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static const story plain = {
    {"Eva Ek", "Ann Ask", "Bo Li", "Cy Day", "Di Far"}, "Acme", NULL};
/* What terminals, spreadsheets and browsers would obey. */
static const story hostile = {
    {"\x1b[2J\x1b]0;title\x07", "=HYPERLINK(\"x\")", "a\"b,c\nd\re\tf",
     "\xE2\x80\xAE\xC2\x9B\xE2\x80\xA8]]>", "\\u0000\"}"},
    "<script>&'\x7f",
    "@note"};

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

/* An answer and everything that it was made of. */
typedef struct answer {
    intro_graph *g;
    intro_paths *paths;
    intro_vid from;
    intro_vid target;
    intro_paths_query query;
    intro_path_report report;
    intro_output *output;
} answer;

static void ask(answer *a, const story *told, intro_vid target,
                uint32_t max_hops)
{
    memset(a, 0, sizeof *a);
    a->g = story_graph(told);
    a->target = target;
    a->query = (intro_paths_query)INTRO_PATHS_QUERY_INIT;
    a->query.from = &a->from;
    a->query.from_count = 1;
    a->query.targets = &a->target;
    a->query.target_count = 1;
    a->query.max_hops = max_hops;
    assert_int_equal(intro_paths_find(ctx, a->g, &a->query, &a->paths),
                     INTRO_OK);
    a->report = (intro_path_report){.query = &a->query, .paths = a->paths};
}

static const char *write_as(answer *a, const intro_report_options *options)
{
    size_t length;
    intro_output_abandon(a->output);
    assert_int_equal(intro_i_output_open_memory(ctx, &a->output), INTRO_OK);
    assert_int_equal(
        intro_report_path_header(ctx, options, a->report.is_batch, a->output),
        INTRO_OK);
    assert_int_equal(
        intro_report_path(ctx, a->g, &a->report, options, a->output), INTRO_OK);
    return intro_i_output_memory(a->output, &length);
}

static void drop(answer *a)
{
    intro_output_abandon(a->output);
    intro_paths_free(a->paths);
    intro_graph_close(a->g);
}

static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *const root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        fail_msg("line %d: %s", error.line, error.text);
    }
    return root;
}

/* The keys in order, joined by blanks. */
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

static void assert_text(json_t *value, const char *wanted)
{
    if (wanted == NULL) {
        assert_true(json_is_null(value));
    } else {
        assert_true(json_is_string(value));
        assert_string_equal(json_string_value(value), wanted);
    }
}

static void check_tie(const intro_graph *g, json_t *tie, intro_vid a,
                      intro_vid b)
{
    static const char *const directions[] = {NULL, "a>b", "b>a", "both"};
    intro_tie wanted;
    intro_evidence evidence[INTRO_EV_COUNT];
    assert_keys(tie, "a b strength inferred since last evidence");
    assert_true(intro_graph_find_tie(g, a, b, &wanted));
    assert_text(json_object_get(tie, "a"), intro_graph_id(g, a));
    assert_text(json_object_get(tie, "b"), intro_graph_id(g, b));
    assert_true(json_real_value(json_object_get(tie, "strength")) ==
                (double)wanted.strength);
    assert_int_equal(json_is_true(json_object_get(tie, "inferred")),
                     wanted.inferred);
    json_t *const list = json_object_get(tie, "evidence");
    const size_t count = intro_graph_tie_evidence(g, &wanted, evidence);
    assert_int_equal(json_array_size(list), count);
    for (size_t i = 0; i < count; i++) {
        json_t *const item = json_array_get(list, i);
        assert_keys(item, "kind count last direction p");
        assert_text(json_object_get(item, "kind"),
                    intro_evidence_name(evidence[i].kind));
        assert_int_equal(json_integer_value(json_object_get(item, "count")),
                         evidence[i].count);
        assert_true(json_number_value(json_object_get(item, "p")) ==
                    evidence[i].q);
        assert_text(json_object_get(item, "direction"),
                    directions[evidence[i].direction]);
    }
}

static void check_chain(const answer *a, json_t *chain, size_t i)
{
    const intro_chain wanted = intro_paths_chain(a->paths, i);
    json_t *const people = json_object_get(chain, "people");
    json_t *const ties = json_object_get(chain, "ties");
    assert_keys(chain, "rank introducer target warmth hops people ties");
    assert_int_equal(json_integer_value(json_object_get(chain, "rank")), i + 1);
    assert_true(json_number_value(json_object_get(chain, "warmth")) ==
                wanted.warmth);
    assert_int_equal(json_array_size(people), wanted.hops + 1);
    assert_int_equal(json_array_size(ties), wanted.hops);
    for (uint32_t j = 0; j < wanted.hops; j++) {
        assert_text(json_array_get(people, j),
                    intro_graph_id(a->g, wanted.people[j]));
        check_tie(a->g, json_array_get(ties, j), wanted.people[j],
                  wanted.people[j + 1]);
    }
}

static void check_document(answer *a, const intro_report_options *options)
{
    json_t *const root = parse(write_as(a, options));
    assert_keys(root, "schema query reason direct chains people provenance");
    assert_text(json_object_get(root, "schema"), "introfind.path/1");
    assert_keys(json_object_get(root, "query"),
                "from targets max_hops k order");
    assert_keys(json_object_get(root, "provenance"),
                "version command network as_of");
    json_t *const chains = json_object_get(root, "chains");
    assert_int_equal(json_array_size(chains), intro_paths_count(a->paths));
    for (size_t i = 0; i < json_array_size(chains); i++) {
        check_chain(a, json_array_get(chains, i), i);
    }
    assert_int_equal(json_array_size(json_object_get(root, "direct")),
                     intro_paths_direct_count(a->paths));
    const char *id;
    json_t *person;
    json_object_foreach(json_object_get(root, "people"), id, person)
    {
        assert_keys(person, "id name company position industry url");
        const intro_vid v = (intro_vid)(id[1] - '0');
        assert_text(json_object_get(person, "name"),
                    intro_graph_field(a->g, v, INTRO_FIELD_NAME));
        assert_text(json_object_get(person, "position"), NULL);
    }
    json_decref(root);
}

static void test_json(void **state)
{
    (void)state;
    const intro_report_options options = {
        .format = INTRO_FORMAT_JSON, .command = "path \"x\"", .network = "n"};
    for (intro_vid target = 1; target < STORY_PEOPLE; target++) {
        answer a;
        ask(&a, &plain, target, 3);
        check_document(&a, &options);
        drop(&a);
        ask(&a, &hostile, target, 3);
        check_document(&a, &options);
        drop(&a);
    }
}

static void test_directions(void **state)
{
    (void)state;
    const intro_report_options options = {
        .format = INTRO_FORMAT_JSON, .command = "", .network = ""};
    answer a;
    ask(&a, &plain, 2, 2);
    json_t *const root = parse(write_as(&a, &options));
    json_t *const tie = json_array_get(
        json_object_get(json_array_get(json_object_get(root, "chains"), 0),
                        "ties"),
        1);
    assert_text(json_object_get(tie, "a"), "p1");
    json_t *const recommendation =
        json_array_get(json_object_get(tie, "evidence"), 0);
    assert_text(json_object_get(recommendation, "kind"), "recommendation");
    assert_text(json_object_get(recommendation, "direction"), "b>a");
    json_decref(root);
    drop(&a);
}

static void test_batch(void **state)
{
    (void)state;
    intro_report_options options = {
        .format = INTRO_FORMAT_JSON, .command = "", .network = ""};
    answer a;
    ask(&a, &hostile, 2, 3);
    a.report.is_batch = true;
    const char *text = write_as(&a, &options);
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    check_document(&a, &options);
    a.report.paths = NULL;
    a.report.row_reason = INTRO_NO_AMBIGUOUS_PERSON;
    a.report.row = 7;
    json_t *const root = parse(write_as(&a, &options));
    assert_text(json_object_get(root, "reason"), "ambiguous person");
    assert_int_equal(json_array_size(json_object_get(root, "chains")), 0);
    assert_int_equal(json_array_size(json_object_get(root, "direct")), 0);
    assert_int_equal(json_integer_value(json_object_get(
                         json_object_get(root, "query"), "targets")),
                     0);
    json_decref(root);
    options.format = INTRO_FORMAT_CSV;
    assert_string_equal(write_as(&a, &options),
                        "row,rank,target_id,target_name,introducer_id,"
                        "introducer_name,warmth,hops,people,names\n");
    options.format = INTRO_FORMAT_TEXT;
    assert_non_null(strstr(write_as(&a, &options), "Row 7"));
    drop(&a);
}

/* Nothing but line feeds below a blank, no DEL, C1 or bidi character. */
static void assert_printable(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c != 0; c++) {
        assert_true(*c == '\n' || (*c >= 0x20 && *c != 0x7f));
        assert_false(c[0] == 0xC2 && c[1] < 0xA0);
        assert_false(c[0] == 0xE2 && c[1] == 0x80 && c[2] >= 0xA8 &&
                     c[2] <= 0xAE);
    }
}

static void test_text_is_safe(void **state)
{
    (void)state;
    char *const long_name = malloc(10241);
    assert_non_null(long_name);
    memset(long_name, 'x', 10240);
    long_name[10240] = '\0';
    story told = hostile;
    told.names[1] = long_name;
    for (uint32_t width = 0; width <= 200; width += 20) {
        const intro_report_options options = {.format = INTRO_FORMAT_TEXT,
                                              .width = width};
        answer a;
        ask(&a, &told, 2, 3);
        a.report.explain = width % 40 == 0;
        a.report.asked = "\x1b[1m";
        const char *const text = write_as(&a, &options);
        assert_printable(text);
        assert_true(strlen(text) < 8192);
        drop(&a);
    }
    free(long_name);
}

static void test_text_reads(void **state)
{
    (void)state;
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    answer a;
    ask(&a, &plain, 2, 2);
    assert_string_equal(
        write_as(&a, &options),
        "2 chains to Bo Li:\n"
        "\n"
        "1. you -> Ann Ask -> Bo Li: warm 0.32\n"
        "   you -> Ann Ask: strong 0.57; 12 messages from you and 15 from Ann "
        "Ask, the\n"
        "     last 2026-01; connected since 2019-02\n"
        "     Ann Ask, Acme\n"
        "   Ann Ask -> Bo Li: strong 0.55; Bo Li recommended Ann Ask, in "
        "2021-01; both at\n"
        "     Acme 2015-2019\n"
        "     Bo Li, Acme\n"
        "\n"
        "2. you -> Cy Day -> Bo Li: lukewarm 0.13\n"
        "   you -> Cy Day: fair 0.25 (inferred); both at Acme now, with 1 "
        "other\n"
        "     Cy Day, Acme\n"
        "   Cy Day -> Bo Li: strong 0.5; the input's weight gives 0.5\n"
        "     Bo Li, Acme\n"
        "\n");
    drop(&a);
}

static void test_direct_is_first(void **state)
{
    (void)state;
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    answer a;
    ask(&a, &plain, 1, 3);
    const char *const text = write_as(&a, &options);
    assert_ptr_equal(strstr(text, "You and Ann Ask know each other directly"),
                     text);
    drop(&a);
}

static void test_nothing_found(void **state)
{
    (void)state;
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    answer a;
    ask(&a, &plain, 4, 3);
    assert_non_null(strstr(write_as(&a, &options),
                           "Nobody can introduce you to Di Far: no chain"));
    drop(&a);
    ask(&a, &plain, 2, 1);
    const char *const text = write_as(&a, &options);
    assert_non_null(strstr(text, "in 1 tie or fewer."));
    assert_non_null(strstr(text, "--max-hops 2"));
    drop(&a);
}

static void test_csv(void **state)
{
    (void)state;
    uint64_t guarded = 0;
    intro_report_options options = {.format = INTRO_FORMAT_CSV,
                                    .guarded_cells = &guarded};
    answer a;
    ask(&a, &hostile, 2, 2);
    const char *text = write_as(&a, &options);
    assert_non_null(strstr(text, "\n1,p2,\"a\"\"b,c\nd\re\tf\",p1,"
                                 "\"'=HYPERLINK(\"\"x\"\")\",0."));
    assert_non_null(strstr(text, ",2,p0 > p1 > p2,"));
    assert_int_equal(guarded, 1);
    options.csv_raw = true;
    text = write_as(&a, &options);
    assert_non_null(strstr(text, "p1,\"=HYPERLINK(\"\"x\"\")\",0."));
    assert_int_equal(guarded, 1);
    drop(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_json, open_context, close_context),
        cmocka_unit_test_setup_teardown(test_directions, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_batch, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_text_is_safe, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_text_reads, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_direct_is_first, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_nothing_found, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_csv, open_context, close_context),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("report_path", tests, NULL, NULL);
}
