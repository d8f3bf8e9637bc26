/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classes in a network: what inputs state stays, what they leave open is guessed
 * and marked, through snapshots and exports, in any order of inputs. */
#include "graph/graph_impl.h"

#include <introfind/introfind.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define KEY(name)                                                              \
    "<key id='" name "' for='node' attr.name='" name "' attr.type='string'/>"
#define NODE(id, data)  "<node id='" id "'>" data "</node>"
#define DATA(key, text) "<data key='" key "'>" text "</data>"
#define OPEN                                                                   \
    "<graphml>" KEY("company") KEY("position")                                 \
        KEY("industry") "<graph edgedefault='undirected'>"
#define CLOSE "<edge source='p1' target='p2'/></graph></graphml>"

/* p1: nothing stated. p2: its own industry. p3: nothing that tells. p4: a bank's
 * vice president. p5: no company. */
static const char team[] = OPEN NODE(
    "p1", DATA("company", "Siemens AG") DATA("position", "Software Engineer"))
    NODE("p2", DATA("company", "Siemens Healthineers AG")
                   DATA("position", "Sales Director")
                       DATA("industry", "Medical Devices"))
        NODE("p3", DATA("company", "Xyzzy Quux") DATA("position", "Guru"))
            NODE("p4", DATA("company", "Deutsche Bank")
                           DATA("position", "Vice President"))
                NODE("p5", DATA("position", "Registered Nurse")) CLOSE;

static const char connections[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ana,Alvez,https://www.linkedin.com/in/ana-alvez,,Stadtwerke Musterstadt "
    "GmbH,Leiterin Einkauf,01 Jan 2020\n"
    "Bo,Beck,https://www.linkedin.com/in/bo-beck,,,,02 Jan 2020\n";

enum { FILES = 5 };

static char folder[] = "/tmp/introfind-guesses-XXXXXX";
static char files[FILES][64];
static const char *const endings[FILES] = {"graphml", "csv", "intro",
                                           "out.graphml", "classes.csv"};
enum { TEAM, CONNECTIONS, SNAPSHOT, EXPORT, CLASSES };
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
    put(CONNECTIONS, connections);
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

static intro_graph *import_two(int first, int second, const char *classes)
{
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const inputs[] = {files[first], files[second]};
    intro_graph *graph = NULL;
    options.classes_file = classes;
    if (intro_import_run(ctx, inputs, first == second ? 1 : 2, &options,
                         &graph) != INTRO_OK) {
        fail_msg("%s: %s", intro_ctx_error(ctx)->source,
                 intro_ctx_error(ctx)->message);
    }
    return graph;
}

static intro_graph *import_team(const char *classes)
{
    return import_two(TEAM, TEAM, classes);
}

static intro_vid find(const intro_graph *g, const char *id)
{
    for (intro_vid v = 0; v < intro_graph_people(g); v++) {
        if (strcmp(intro_graph_id(g, v), id) == 0) {
            return v;
        }
    }
    fail_msg("nobody is %s", id);
    return 0;
}

/* NULL: unknown. A guess is written with a question mark behind it. */
static void assert_class(const intro_graph *g, const char *id,
                         intro_field field, const char *wanted)
{
    char got[128] = "unknown";
    const intro_vid v = find(g, id);
    const char *const value = intro_graph_field(g, v, field);
    if (value != NULL) {
        (void)snprintf(got, sizeof got, "%s%s", value,
                       intro_graph_is_guessed(g, v, field) ? "?" : "");
    } else {
        assert_false(intro_graph_is_guessed(g, v, field));
    }
    assert_string_equal(got, wanted == NULL ? "unknown" : wanted);
}

/* --- what is stated and what is guessed ----------------------------------- */

static void assert_team(const intro_graph *g)
{
    assert_class(g, "p1", INTRO_FIELD_INDUSTRY, "Manufacturing?");
    assert_class(g, "p1", INTRO_FIELD_FUNCTION, "Engineering?");
    assert_class(g, "p1", INTRO_FIELD_SENIORITY, "Entry?");
    assert_class(g, "p2", INTRO_FIELD_INDUSTRY, "Medical Devices");
    assert_class(g, "p2", INTRO_FIELD_SUBINDUSTRY, NULL);
    assert_class(g, "p2", INTRO_FIELD_FUNCTION, "Sales?");
    assert_class(g, "p2", INTRO_FIELD_SENIORITY, "Director?");
    assert_class(g, "p3", INTRO_FIELD_INDUSTRY, NULL);
    assert_class(g, "p3", INTRO_FIELD_FUNCTION, NULL);
    assert_class(g, "p4", INTRO_FIELD_INDUSTRY, "Financial Services?");
    assert_class(g, "p4", INTRO_FIELD_SUBINDUSTRY, "Banking?");
    assert_class(g, "p4", INTRO_FIELD_SENIORITY, "Manager?");
    assert_class(g, "p5", INTRO_FIELD_INDUSTRY, "Hospitals and Health Care?");
    assert_class(g, "p5", INTRO_FIELD_FUNCTION, "Healthcare Services?");
}

static void an_input_wins_and_the_rest_is_guessed(void **state)
{
    (void)state;
    intro_graph *const g = import_team(NULL);
    assert_team(g);
    assert_int_equal(intro_graph_guessed(g, INTRO_FIELD_INDUSTRY), 3);
    assert_int_equal(intro_graph_guessed(g, INTRO_FIELD_NAME), 0);
    assert_int_equal(intro_graph_guessed(g, INTRO_FIELD_COMPANY), 0);
    assert_int_equal(intro_graph_guessed(g, INTRO_FIELD_SUBINDUSTRY), 3);
    intro_graph_close(g);
}

static void nothing_is_made_of_nothing(void **state)
{
    (void)state;
    put(EXPORT, OPEN NODE("p1", DATA("company", "Xyzzy")) NODE("p2", "") CLOSE);
    intro_graph *const g = import_two(EXPORT, EXPORT, NULL);
    for (int f = INTRO_FIELD_INDUSTRY; f <= INTRO_FIELD_SENIORITY; f++) {
        assert_null(g->known[f]);
        assert_null(g->guessed[f - INTRO_I_FIRST_GUESSED]);
        assert_int_equal(intro_graph_guessed(g, (intro_field)f), 0);
    }
    assert_null(g->known[INTRO_FIELD_SUBINDUSTRY]);
    intro_graph_close(g);
}

static void the_order_of_inputs_does_not_matter(void **state)
{
    (void)state;
    intro_graph *const a = import_two(TEAM, CONNECTIONS, NULL);
    intro_graph *const b = import_two(CONNECTIONS, TEAM, NULL);
    assert_int_equal(intro_graph_people(a), intro_graph_people(b));
    for (intro_vid v = 0; v < intro_graph_people(a); v++) {
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            const char *const x = intro_graph_field(a, v, (intro_field)f);
            const char *const y = intro_graph_field(b, v, (intro_field)f);
            assert_true((x == NULL) == (y == NULL));
            assert_true(x == NULL || strcmp(x, y) == 0);
            assert_int_equal(intro_graph_is_guessed(a, v, (intro_field)f),
                             intro_graph_is_guessed(b, v, (intro_field)f));
        }
    }
    assert_team(b);
    assert_class(b, "ana-alvez", INTRO_FIELD_INDUSTRY, "Utilities?");
    assert_class(b, "ana-alvez", INTRO_FIELD_FUNCTION, "Purchasing?");
    assert_class(b, "bo-beck", INTRO_FIELD_INDUSTRY, NULL);
    intro_graph_close(a);
    intro_graph_close(b);
}

static void guesses_survive_a_snapshot(void **state)
{
    (void)state;
    intro_graph *g = import_team(NULL);
    assert_int_equal(intro_snapshot_write(ctx, g, files[SNAPSHOT]), INTRO_OK);
    intro_graph_close(g);
    assert_int_equal(
        intro_snapshot_open(ctx, files[SNAPSHOT], INTRO_VERIFY_FULL, &g),
        INTRO_OK);
    assert_team(g);
    intro_graph_close(g);
}

/* --- sets ----------------------------------------------------------------- */

static void assert_set(const intro_graph *g, const char *attribute,
                       const char *value, const char *wanted)
{
    const intro_condition condition = {attribute, INTRO_MATCH_CLASS, value};
    intro_vid *people;
    size_t count;
    char got[64] = "";
    assert_int_equal(
        intro_people_select(ctx, g, &condition, 1, &people, &count), INTRO_OK);
    for (size_t i = 0; i < count; i++) {
        (void)strcat(got, intro_graph_id(g, people[i]));
    }
    intro_people_free(people);
    if (strcmp(got, wanted) != 0) {
        fail_msg("%s %s: \"%s\", not \"%s\"", attribute, value, got, wanted);
    }
}

static void classes_are_named_by_label_or_number(void **state)
{
    (void)state;
    intro_graph *const g = import_team(NULL);
    assert_set(g, "@industry", "financial services", "p4");
    assert_set(g, "@industry", "43", "p4");
    assert_set(g, "@industry", " 43 ", "p4");
    assert_set(g, "@industry", "Banking", "p4"); /* the finer one */
    assert_set(g, "@industry", "41", "p4");
    assert_set(g, "@industry", "medical devices", "p2"); /* its own */
    assert_set(g, "@industry", "99999999999999999999", "");
    assert_set(g, "@industry", "-43", "");
    assert_set(g, "@industry", "0", "");
    assert_set(g, "@function", "8", "p1");
    assert_set(g, "@function", "ENGINEERING", "p1");
    assert_set(g, "@seniority", "6", "p2");
    /* The attribute of the file knows only what it says. */
    assert_set(g, "industry", "43", "");
    assert_set(g, "industry", "Medical Devices", "p2");
    assert_set(g, "@company", "8", "");
    intro_graph_close(g);
}

/* People of an export have no attribute "industry": beside them the word means
 * what is known of everybody, where a file's own value still wins. */
static void an_attribute_covers_the_people_of_exports(void **state)
{
    (void)state;
    intro_graph *const g = import_two(TEAM, CONNECTIONS, NULL);
    assert_set(g, "industry", "Utilities", "ana-alvez");
    assert_set(g, "industry", "Medical Devices", "p2");
    assert_set(g, "industry", "43", "p4");
    assert_set(g, "company", "Stadtwerke Musterstadt GmbH", "ana-alvez");
    assert_set(g, "company", "Siemens AG", "p1");
    intro_graph_close(g);
}

/* --- a user's rules ------------------------------------------------------- */

static const char rules[] = "company,title,industry,function,seniority\n"
                            "xyzzy *,,Wizardry,,\n"
                            "nobody,,43,,\n"
                            ",guru,,Consulting,Senior\n"
                            "siemens,,59,,\n"
                            "Siemens Healthineers,,Never,,\n"
                            "deutsche bank,vice president,unknown,,VP\n";

static void a_users_rules_win_over_ours_but_not_over_inputs(void **state)
{
    (void)state;
    put(CLASSES, rules);
    intro_graph *const g = import_team(files[CLASSES]);
    assert_class(g, "p3", INTRO_FIELD_INDUSTRY, "Wizardry?");
    assert_class(g, "p3", INTRO_FIELD_SUBINDUSTRY, NULL);
    assert_class(g, "p3", INTRO_FIELD_FUNCTION, "Consulting?");
    assert_class(g, "p3", INTRO_FIELD_SENIORITY, "Senior?");
    assert_class(g, "p1", INTRO_FIELD_INDUSTRY, "Utilities?");
    assert_class(g, "p1", INTRO_FIELD_FUNCTION, "Engineering?");
    assert_class(g, "p2", INTRO_FIELD_INDUSTRY, "Medical Devices");
    assert_class(g, "p4", INTRO_FIELD_INDUSTRY, NULL);
    assert_class(g, "p4", INTRO_FIELD_SENIORITY, "VP?");
    intro_graph_close(g);
}

static void only_rules_that_decided_are_kept(void **state)
{
    static const uint64_t lines[] = {2, 4, 5, 7};
    (void)state;
    put(CLASSES, rules);
    intro_graph *const g = import_team(files[CLASSES]);
    assert_int_equal(g->class_rule_count, INTRO_COUNT_OF(lines));
    for (uint32_t i = 0; i < g->class_rule_count; i++) {
        const intro_i_class_record *const rule = &g->class_rules[i];
        assert_int_equal(rule->line, lines[i]);
        assert_string_equal(intro_i_graph_text(g, rule->file), files[CLASSES]);
    }
    const intro_i_class_record *const last = &g->class_rules[3];
    assert_string_equal(intro_i_graph_text(g, last->company), "deutsche bank");
    assert_string_equal(intro_i_graph_text(g, last->title), "vice president");
    assert_string_equal(intro_i_graph_text(g, last->classes[0]), "unknown");
    assert_string_equal(intro_i_graph_text(g, last->classes[1]), "");
    assert_string_equal(intro_i_graph_text(g, last->classes[2]), "VP");
    intro_graph_close(g);
}

/* --- exports -------------------------------------------------------------- */

static void export_graph(const intro_graph *g)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_export_options export_options = {.as = INTRO_EXPORT_GRAPHML};
    intro_output *output;
    assert_int_equal(intro_output_open(ctx, files[EXPORT], &output), INTRO_OK);
    assert_int_equal(
        intro_report_export(ctx, g, &export_options, &options, output),
        INTRO_OK);
    assert_int_equal(intro_output_commit(ctx, output), INTRO_OK);
}

static void guesses_stay_guesses_when_an_export_comes_back(void **state)
{
    (void)state;
    intro_graph *g = import_team(NULL);
    export_graph(g);
    intro_graph_close(g);
    g = import_two(EXPORT, EXPORT, NULL);
    assert_team(g);
    put(CLASSES, rules);
    intro_graph_close(g);
    g = import_two(EXPORT, EXPORT, files[CLASSES]);
    assert_class(g, "p1", INTRO_FIELD_INDUSTRY, "Utilities?");
    assert_class(g, "p2", INTRO_FIELD_INDUSTRY, "Medical Devices");
    intro_graph_close(g);
}

/* Without the user's table nobody could guess them again. */
static void what_a_lost_table_said_is_kept(void **state)
{
    (void)state;
    put(CLASSES, rules);
    intro_graph *g = import_team(files[CLASSES]);
    export_graph(g);
    intro_graph_close(g);
    g = import_two(EXPORT, EXPORT, NULL);
    assert_class(g, "p3", INTRO_FIELD_INDUSTRY, "Wizardry?");
    assert_class(g, "p3", INTRO_FIELD_FUNCTION, "Consulting?");
    assert_class(g, "p1", INTRO_FIELD_INDUSTRY, "Utilities?");
    assert_class(g, "p1", INTRO_FIELD_SUBINDUSTRY, NULL);
    assert_class(g, "p1", INTRO_FIELD_FUNCTION, "Engineering?");
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_input_wins_and_the_rest_is_guessed),
        cmocka_unit_test(nothing_is_made_of_nothing),
        cmocka_unit_test(the_order_of_inputs_does_not_matter),
        cmocka_unit_test(guesses_survive_a_snapshot),
        cmocka_unit_test(classes_are_named_by_label_or_number),
        cmocka_unit_test(an_attribute_covers_the_people_of_exports),
        cmocka_unit_test(a_users_rules_win_over_ours_but_not_over_inputs),
        cmocka_unit_test(only_rules_that_decided_are_kept),
        cmocka_unit_test(guesses_stay_guesses_when_an_export_comes_back),
        cmocka_unit_test(what_a_lost_table_said_is_kept),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
