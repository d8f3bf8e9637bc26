/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why somebody has a class: the row that is named is the one that decided. */
#include <introfind/introfind.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "csv_rows.h"

#define KEY(name)                                                              \
    "<key id='" name "' for='node' attr.name='" name "' attr.type='string'/>"
#define NODE(id, company, position)                                            \
    "<node id='" id "'><data key='company'>" company "</data>"                 \
    "<data key='position'>" position "</data></node>"

static const char team[] = "<graphml>" KEY("company") KEY("position") KEY(
    "industry") "<graph edgedefault='undirected'>" NODE("bank",
                                                        "Deutsche Bank AG",
                                                        "Vice President")
    NODE("words", "Musterstadt University GmbH", "Leiterin Einkauf") NODE(
        "ending", "Xyzzy Quux",
        "Abteilungsleiterin Vertrieb") NODE("start", "Deloitte Musterland",
                                            "Software Engineer")
        NODE("nothing", "Xyzzy Quux", "Guru") NODE(
            "pair", "Plugh",
            "Wizard") "<node id='employer'><data key='position'>Engineer at Siemens</data></node>"
                      "<node id='empty'/>"
                      "<node id='stated'><data key='company'>Siemens</data>"
                      "<data key='industry'>Medical Devices</data></node>"
                      "<edge source='bank' target='words'/></graph></graphml>";

static const char rules[] = "company,title,industry,function,seniority\n"
                            "never *,,59,,\n"
                            "plugh *,,Wizardry,,\n"
                            "plugh,wizard,,Consulting,unknown\n";

enum { TEAM, CLASSES, SNAPSHOT, EXPORT, FILES };
static const char *const endings[FILES] = {"graphml", "csv", "intro",
                                           "out.graphml"};
static char folder[] = "/tmp/introfind-reasons-XXXXXX";
static char files[FILES][64];
static intro_ctx *ctx;

static void put(int file, const char *text)
{
    FILE *const f = fopen(files[file], "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || intro_ctx_new(&ctx) != INTRO_OK) {
        return -1;
    }
    for (int i = 0; i < FILES; i++) {
        (void)snprintf(files[i], sizeof files[i], "%s/x.%s", folder,
                       endings[i]);
    }
    put(TEAM, team);
    put(CLASSES, rules);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    for (int i = 0; i < FILES; i++) {
        (void)unlink(files[i]);
    }
    return rmdir(folder);
}

static intro_graph *import(int file, const char *classes)
{
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const inputs[] = {files[file]};
    intro_graph *graph = NULL;
    options.classes_file = classes;
    assert_int_equal(intro_import_run(ctx, inputs, 1, &options, &graph),
                     INTRO_OK);
    return graph;
}

static intro_class_reasons *find(const intro_graph *g, const char *id)
{
    intro_class_reasons *reasons = NULL;
    intro_vid v = 0;
    while (strcmp(intro_graph_id(g, v), id) != 0) {
        v++;
        assert_true(v < intro_graph_people(g));
    }
    assert_int_equal(intro_class_reasons_find(ctx, g, v, &reasons), INTRO_OK);
    assert_int_equal(intro_class_reasons_person(reasons), v);
    return reasons;
}

static const char *from_word(intro_class_from from)
{
    static const char *const words[] = {"unknown", "stated",  "built-in",
                                        "own",     "no rank", "lost"};
    return words[from];
}

/* "Banking built-in file company|title words" of the three classes of somebody;
 * the lines of built-in rows are compared with their files elsewhere. */
static void assert_reasons(const intro_graph *g, const char *id,
                           const char *const wanted[INTRO_CLASS_REASONS])
{
    intro_class_reasons *const reasons = find(g, id);
    for (uint32_t i = 0; i < INTRO_CLASS_REASONS; i++) {
        const intro_class_reason *const r = intro_class_reason_get(reasons, i);
        char got[256];
        const char *const slash = strrchr(r->file, '/');
        assert_int_equal(r->field, INTRO_FIELD_INDUSTRY + (int)i);
        assert_true((r->line != 0) == (r->file[0] != '\0'));
        int used =
            snprintf(got, sizeof got, "%s: %s",
                     r->value == NULL ? "?" : r->value, from_word(r->from));
        if (r->from == INTRO_CLASS_BUILT_IN) {
            used += snprintf(got + used, sizeof got - (size_t)used,
                             ", %s, %s \"%s\"", r->file,
                             intro_field_name(r->text), r->words);
        }
        if (r->from == INTRO_CLASS_OWN) {
            (void)snprintf(got + used, sizeof got - (size_t)used,
                           ", %s:%u, \"%s\" \"%s\"",
                           slash == NULL ? r->file : slash + 1,
                           (unsigned)r->line, r->company, r->title);
        }
        assert_string_equal(got, wanted[i]);
    }
    intro_class_reasons_free(reasons);
}

static void assert_built_in(const intro_graph *g)
{
    static const char *const bank[] = {
        ("Financial Services: built-in, companies.csv, company \"deutsche "
         "bank\""),
        "Finance: built-in, titles.csv, position \"vice president\"",
        "Manager: built-in, titles.csv, position \"vice president\""};
    static const char *const words[] = {
        "Education: built-in, company_words.csv, company \"university\"",
        "Purchasing: built-in, titles.csv, position \"leiterin einkauf\"",
        "Director: built-in, titles.csv, position \"leiterin einkauf\""};
    static const char *const start[] = {
        "Professional Services: built-in, companies.csv, company \"deloitte\"",
        "Engineering: built-in, titles.csv, position \"software engineer\"",
        "Entry: built-in, titles.csv, position \"software engineer\""};
    static const char *const nothing[] = {"?: unknown", "?: unknown",
                                          "?: unknown"};
    static const char *const stated[] = {"Medical Devices: stated",
                                         "?: unknown", "?: unknown"};
    assert_reasons(g, "bank", bank);
    assert_reasons(g, "words", words);
    assert_reasons(g, "start", start);
    assert_reasons(g, "nothing", nothing);
    assert_reasons(g, "empty", nothing);
    assert_reasons(g, "stated", stated);
}

static void rows_and_the_words_that_matched_are_told(void **state)
{
    (void)state;
    intro_graph *const g = import(TEAM, NULL);
    assert_built_in(g);
    intro_graph_close(g);
}

static void a_users_rows_are_told_with_file_and_line(void **state)
{
    static const char *const pair[] = {
        "Wizardry: own, x.csv:3, \"plugh *\" \"\"",
        "Consulting: own, x.csv:4, \"plugh\" \"wizard\"",
        "?: own, x.csv:4, \"plugh\" \"wizard\""};
    (void)state;
    intro_graph *g = import(TEAM, files[CLASSES]);
    assert_built_in(g);
    assert_reasons(g, "pair", pair);
    assert_int_equal(intro_snapshot_write(ctx, g, files[SNAPSHOT]), INTRO_OK);
    intro_graph_close(g);
    assert_int_equal(
        intro_snapshot_open(ctx, files[SNAPSHOT], INTRO_VERIFY_QUICK, &g),
        INTRO_OK);
    assert_built_in(g);
    assert_reasons(g, "pair", pair);
    intro_graph_close(g);
}

static void a_guess_whose_row_is_gone_says_so(void **state)
{
    static const char *const pair[] = {"Wizardry: lost", "Consulting: lost",
                                       "?: unknown"};
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_export_options what = {.as = INTRO_EXPORT_GRAPHML};
    intro_output *output;
    (void)state;
    intro_graph *g = import(TEAM, files[CLASSES]);
    assert_int_equal(intro_output_open(ctx, files[EXPORT], &output), INTRO_OK);
    assert_int_equal(intro_report_export(ctx, g, &what, &options, output),
                     INTRO_OK);
    assert_int_equal(intro_output_commit(ctx, output), INTRO_OK);
    intro_graph_close(g);
    g = import(EXPORT, NULL);
    assert_built_in(g);
    assert_reasons(g, "pair", pair);
    intro_graph_close(g);
}

/* --- lines ------------------------------------------------------------------ */

typedef struct wanted_line {
    uint64_t line;
    char first[CSV_CELL_MAX]; /* its first cell */
} wanted_line;

static void take_line(void *user, const csv_row *row)
{
    wanted_line *const wanted = user;
    if (row->line == wanted->line) {
        (void)strcpy(wanted->first, row->cells[0]);
    }
}

static void the_line_of_a_built_in_row_is_its_line(void **state)
{
    static const char *const patterns[][2] = {{"bank", "Deutsche Bank *"},
                                              {"words", "university"},
                                              {"start", "Deloitte *"},
                                              {"employer", "Siemens *"}};
    (void)state;
    intro_graph *const g = import(TEAM, NULL);
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        intro_class_reasons *const reasons = find(g, patterns[i][0]);
        const intro_class_reason *const r = intro_class_reason_get(reasons, 0);
        wanted_line wanted = {r->line, ""};
        char file[64];
        (void)snprintf(file, sizeof file, "datasets/%s", r->file);
        (void)csv_rows(file, take_line, &wanted);
        assert_string_equal(wanted.first, patterns[i][1]);
        intro_class_reasons_free(reasons);
    }
    intro_graph_close(g);
}

static void endings_and_employers_in_positions_are_told(void **state)
{
    static const char *const employer[] = {
        "Manufacturing: built-in, companies.csv, position \"siemens\"",
        "Engineering: built-in, titles.csv, position \"engineer\"",
        "Entry: no rank"};
    (void)state;
    intro_graph *const g = import(TEAM, NULL);
    intro_class_reasons *const reasons = find(g, "ending");
    assert_string_equal(intro_class_reason_get(reasons, 1)->words, "vertrieb");
    assert_string_equal(intro_class_reason_get(reasons, 2)->words,
                        "abteilungsleiterin");
    intro_class_reasons_free(reasons);
    assert_reasons(g, "employer", employer);
    intro_graph_close(g);
}

static void nobody_has_no_reasons(void **state)
{
    intro_class_reasons *reasons = NULL;
    (void)state;
    intro_graph *const g = import(TEAM, NULL);
    assert_int_equal(
        intro_class_reasons_find(ctx, g, intro_graph_people(g), &reasons),
        INTRO_EARG);
    assert_null(reasons);
    intro_class_reasons_free(NULL);
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_the_words_that_matched_are_told),
        cmocka_unit_test(a_users_rows_are_told_with_file_and_line),
        cmocka_unit_test(a_guess_whose_row_is_gone_says_so),
        cmocka_unit_test(the_line_of_a_built_in_row_is_its_line),
        cmocka_unit_test(endings_and_employers_in_positions_are_told),
        cmocka_unit_test(nobody_has_no_reasons),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
