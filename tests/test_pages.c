/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole pages: markup whatever the names, nothing of anybody when redacted, the
 * same bytes always. */
#include "base/alloc.h"
#include "report/output.h"
#include "report/page_between.h"
#include "report/page_data.h"
#include "report/page_parts.h"
#include "report/team_facts.h"

#include <introfind/introfind.h>

#include "markup.h"
#include "story_graph.h"
#include "text_graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

/* A page in memory, checked; the caller releases the output. */
static const char *page_of(intro_graph *graph, bool redact, intro_vid who,
                           intro_output **output)
{
    static markup m;
    const intro_report_options options = {.command = "introfind <report>",
                                          .network = "net\xE2\x80\xAEwork"};
    const intro_pages_options what = {redact, 1};
    intro_pages *pages = NULL;
    size_t length;
    assert_int_equal(intro_pages_new(ctx, graph, &what, &pages), INTRO_OK);
    assert_int_equal(intro_i_output_open_memory(ctx, output), INTRO_OK);
    assert_int_equal(
        who == INTRO_NO_VID
            ? intro_pages_team(ctx, pages, &options, *output)
            : intro_pages_person(ctx, pages, who, &options, *output),
        INTRO_OK);
    intro_pages_free(pages);
    const char *const text = intro_i_output_memory(*output, &length);
    if (!markup_read(&m, text, length, intro_i_page_css, intro_i_page_js)) {
        fail_msg("%s", m.fault);
    }
    assert_int_equal(strlen(text), length);
    return text;
}

/* --- a network of invented people ------------------------------------------- */

enum { PEOPLE = 60 };

/* Everything that is said of anybody holds "Zq". */
static intro_graph *make_network(uint32_t people, uint32_t industries)
{
    static char text[1 << 20];
    size_t used = 0;
    intro_graph *graph = NULL;
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
#define ADD(...)                                                               \
    used += (size_t)snprintf(text + used, sizeof text - used, __VA_ARGS__)
    ADD("<graphml>");
    static const char *const keys[] = {"name",     "company",  "position",
                                       "industry", "function", "location"};
    for (size_t k = 0; k < INTRO_COUNT_OF(keys); k++) {
        ADD("<key id=\"%s\" for=\"node\" attr.name=\"%s\" "
            "attr.type=\"string\"/>",
            keys[k], keys[k]);
    }
    ADD("<graph edgedefault=\"undirected\">");
    for (uint32_t v = 0; v < people; v++) {
        ADD("<node id=\"Zqid%u\">", v);
        for (size_t k = 0; k < INTRO_COUNT_OF(keys); k++) {
            ADD("<data key=\"%s\">Zq%s %u</data>", keys[k], keys[k],
                v % (k < 3 ? 1000 : industries));
        }
        ADD("</node>");
    }
    for (uint32_t v = 1; v < people; v++) {
        ADD("<edge source=\"Zqid%u\" target=\"Zqid%u\"/>", v, v / 3);
        ADD("<edge source=\"Zqid%u\" target=\"Zqid%u\"/>", v,
            (v * 7 + 1) % people);
    }
    ADD("</graph></graphml>");
    assert_true(used < sizeof text);
    assert_int_equal(
        text_graph(ctx, &options, "Zqfile.graphml", text, used, &graph),
        INTRO_OK);
    return graph;
}

static void test_a_page_has_charts_with_tables(void **state)
{
    (void)state;
    static markup m;
    intro_graph *const graph = make_network(PEOPLE, 9);
    intro_output *output;
    const char *const text = page_of(graph, false, 0, &output);
    assert_non_null(strstr(text, "Zqname 0"));
    assert_true(
        markup_read(&m, text, strlen(text), intro_i_page_css, intro_i_page_js));
    assert_true(m.images >= 3);
    assert_true(m.tables >= m.images);
    intro_output_abandon(output);
    intro_graph_close(graph);
}

static void test_a_redacted_page_holds_nothing_of_the_input(void **state)
{
    (void)state;
    for (uint32_t industries = 2; industries < 40; industries += 9) {
        intro_graph *const graph = make_network(PEOPLE, industries);
        for (intro_vid who = 0; who < PEOPLE; who += 13) {
            intro_output *output;
            assert_null(strstr(page_of(graph, true, who, &output), "Zq"));
            intro_output_abandon(output);
        }
        intro_graph_close(graph);
    }
}

static void test_pseudonyms_are_a_shuffle_and_stay(void **state)
{
    (void)state;
    intro_graph *const graph = make_network(PEOPLE, 3);
    intro_i_page_names first;
    intro_i_page_names second;
    bool is_used[PEOPLE + 1] = {false};
    uint32_t in_place = 0;
    assert_int_equal(intro_i_page_names_init(ctx, graph, true, &first),
                     INTRO_OK);
    assert_int_equal(intro_i_page_names_init(ctx, graph, true, &second),
                     INTRO_OK);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        assert_int_equal(first.numbers[v], second.numbers[v]);
        assert_in_range(first.numbers[v], 1, PEOPLE);
        assert_false(is_used[first.numbers[v]]);
        is_used[first.numbers[v]] = true;
        in_place += first.numbers[v] == v + 1;
    }
    assert_true(in_place < PEOPLE / 4);
    intro_i_page_names_fini(&first);
    intro_i_page_names_fini(&second);
    intro_graph_close(graph);
}

static void test_threads_do_not_change_a_page(void **state)
{
    (void)state;
    static const uint32_t threads[] = {1, 2, 7};
    intro_graph *const graph = make_network(PEOPLE, 9);
    char *one = NULL;
    for (size_t i = 0; i < INTRO_COUNT_OF(threads); i++) {
        intro_output *output;
        assert_int_equal(intro_ctx_set_threads(ctx, threads[i]), INTRO_OK);
        const char *const text = page_of(graph, false, 4, &output);
        if (one == NULL) {
            one = strdup(text);
        }
        assert_string_equal(one, text);
        intro_output_abandon(output);
    }
    free(one);
    intro_graph_close(graph);
}

/* --- bridges -------------------------------------------------------------- */

/* Open and all pairs of contacts in the two groups, looking at every pair. */
static void count_slowly(const intro_pages *pages, intro_vid me, uint32_t a,
                         uint32_t b, uint64_t *open, uint64_t *all)
{
    const intro_i_weak_graph *const weak = &pages->weak;
    const uint32_t *const of = pages->groups[INTRO_I_PAGE_INDUSTRY].of;
    uint64_t arc;
    *open = 0;
    *all = 0;
    for (intro_vid v = 0; v < weak->people; v++) {
        for (intro_vid w = 0; w < weak->people; w++) {
            if (of[v] == a && of[w] == b && v != me && w != me &&
                intro_i_weak_find(weak, me, v, &arc) &&
                intro_i_weak_find(weak, me, w, &arc)) {
                ++*all;
                *open += !intro_i_weak_find(weak, v, w, &arc);
            }
        }
    }
}

static void assert_between(const intro_pages *pages, intro_vid me)
{
    intro_i_reading reading;
    intro_i_spread spread;
    intro_i_between between;
    uint64_t across = 0;
    uint64_t least = UINT64_MAX;
    assert_int_equal(intro_i_reading_init(ctx, pages, me, &reading), INTRO_OK);
    assert_int_equal(intro_i_spread_init(ctx, pages, INTRO_I_PAGE_INDUSTRY,
                                         &reading, &spread),
                     INTRO_OK);
    assert_int_equal(intro_i_between_find(ctx, pages, &spread, me, &between),
                     INTRO_OK);
    for (size_t i = 0; i < between.count; i++) {
        uint64_t open;
        uint64_t all;
        count_slowly(pages, me, between.pairs[i].a, between.pairs[i].b, &open,
                     &all);
        assert_int_equal(between.pairs[i].open, open);
        assert_int_equal(between.pairs[i].all, all);
        assert_true(open <= least && open != 0);
        least = open;
    }
    for (uint32_t a = 0; a < spread.groups->count; a++) {
        for (uint32_t b = a + 1; b < spread.groups->count; b++) {
            uint64_t open;
            uint64_t all;
            count_slowly(pages, me, a, b, &open, &all);
            across += open;
        }
    }
    assert_int_equal(between.open_across, across);
    intro_i_spread_fini(&spread);
    intro_i_reading_fini(&reading);
}

static void test_open_pairs_are_those_of_a_slow_count(void **state)
{
    (void)state;
    for (uint32_t industries = 2; industries < 20; industries += 5) {
        const intro_pages_options what = INTRO_PAGES_OPTIONS_INIT;
        intro_graph *const graph = make_network(PEOPLE, industries);
        intro_pages *pages;
        assert_int_equal(intro_pages_new(ctx, graph, &what, &pages), INTRO_OK);
        for (intro_vid me = 0; me < PEOPLE; me += 7) {
            assert_between(pages, me);
        }
        intro_pages_free(pages);
        intro_graph_close(graph);
    }
}

/* --- names that want to be obeyed --------------------------------------------- */

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "]]><!-- -->",
    "&lt;b&gt;",
    "\xE2\x80\xAE\xE2\x81\xA6turned",
    "\x1b[2J\x07",
    "\xC2\x9B\xEF\xBF\xBE",
    "",
    NULL};

static void test_no_name_becomes_markup(void **state)
{
    (void)state;
    for (size_t i = 0; hostile[i] != NULL; i++) {
        const story told = {.names = {hostile[i], hostile[(i + 1) % 10],
                                      hostile[i], hostile[(i + 3) % 10], NULL},
                            .employer = hostile[(i + 2) % 10],
                            .note = hostile[i]};
        intro_graph *const graph = story_graph(&told);
        for (int redact = 0; redact < 2; redact++) {
            for (intro_vid who = 0; who < STORY_PEOPLE; who++) {
                intro_output *output;
                (void)page_of(graph, redact == 1, who, &output);
                intro_output_abandon(output);
            }
            intro_output *output;
            (void)page_of(graph, redact == 1, INTRO_NO_VID, &output);
            intro_output_abandon(output);
        }
        intro_graph_close(graph);
    }
}

static void assert_is_file_name(const char *file)
{
    const size_t length = strlen(file);
    assert_in_range(length, 6, 79);
    assert_string_equal(file + length - 5, ".html");
    assert_string_not_equal(file, "index.html");
    assert_true(file[0] != '-' && file[0] != '.');
    assert_true(strspn(file, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
                length - 5);
}

static void test_file_names_are_safe(void **state)
{
    (void)state;
    static const char *const names[] = {
        "../../etc/passwd",
        "-rf",
        "index",
        "CON",
        "Lpt1",
        "a\nb",
        "\xE6\x9D\x8E",
        "",
        "J\xC3\xB6rg \xC3\x98rsted",
        ("a b c d e f g h i j k l m n o p q r s "
         "t u v w x y z a b c d e f g h i j k l")};
    for (size_t i = 0; i < INTRO_COUNT_OF(names); i++) {
        for (int redact = 0; redact < 2; redact++) {
            const story told = {.names = {names[i], "x", "y", "z", "u"},
                                .employer = "e"};
            const intro_pages_options what = {redact == 1, 1};
            intro_graph *const graph = story_graph(&told);
            intro_pages *pages;
            assert_int_equal(intro_pages_new(ctx, graph, &what, &pages),
                             INTRO_OK);
            assert_is_file_name(intro_pages_file(pages, 0));
            if (redact == 0 && i == 8) {
                assert_string_equal(intro_pages_file(pages, 0),
                                    "jorg-orsted.html");
            }
            intro_pages_free(pages);
            intro_graph_close(graph);
        }
    }
}

/* --- a team ----------------------------------------------------------------- */

/* The first `count` people own an export each, some of them two. */
static void make_team(intro_graph *graph, intro_vid *owners, uint32_t count)
{
    for (uint32_t m = 0; m < count; m++) {
        owners[m] = m % 7 == 6 ? m / 2 : m;
    }
    graph->owners = owners;
    graph->owner_count = count;
}

/* What a portrait says of a member is what the team has of him. */
static void assert_member(const intro_pages *pages, const intro_i_team *team,
                          uint32_t m, uint32_t *members, uint32_t *last)
{
    const intro_i_team_member *const member = &team->members[m];
    intro_i_reading reading;
    intro_i_spread spread;
    assert_int_equal(intro_i_reading_init(ctx, pages, member->person, &reading),
                     INTRO_OK);
    assert_int_equal(intro_i_spread_init(ctx, pages, INTRO_I_PAGE_INDUSTRY,
                                         &reading, &spread),
                     INTRO_OK);
    assert_int_equal(member->contacts, reading.figures->degree);
    assert_int_equal(member->met, spread.met);
    assert_true(member->effective == spread.figures.effective);
    assert_int_equal(member->greatest, spread.order[0]);
    for (uint32_t i = 0; i < spread.groups->count; i++) {
        const uint32_t group = team->by_size[i];
        if (m < team->columns && i < team->rows) {
            assert_int_equal(team->cells[i * team->columns + m],
                             spread.counts[group]);
        }
        if (spread.counts[group] != 0) {
            members[group]++;
            last[group] = m;
        }
    }
    intro_i_spread_fini(&spread);
    intro_i_reading_fini(&reading);
}

static void assert_team(const intro_pages *pages)
{
    enum { MOST = 100 };
    const uint32_t industries = pages->groups[INTRO_I_PAGE_INDUSTRY].count;
    uint32_t members[MOST] = {0};
    uint32_t last[MOST];
    intro_i_team team;
    assert_in_range(industries, 1, MOST);
    assert_int_equal(intro_i_team_init(ctx, pages, &team), INTRO_OK);
    for (uint32_t m = 0; m < team.count; m++) {
        assert_member(pages, &team, m, members, last);
    }
    for (uint32_t g = 0; g < industries; g++) {
        assert_int_equal(team.only[g], members[g] == 0 ? INTRO_I_TEAM_NOBODY
                                       : members[g] == 1
                                           ? last[g]
                                           : INTRO_I_TEAM_SEVERAL);
        assert_int_equal(team.covered[g] == 0, members[g] == 0);
    }
    intro_i_team_fini(&team);
}

static void test_a_team_is_what_its_portraits_say(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 5, INTRO_I_TEAM_COLUMNS, 40};
    for (uint32_t industries = 2; industries < 100; industries += 29) {
        intro_graph *const graph = make_network(200, industries);
        const uint32_t *const own = graph->owners;
        for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
            const intro_pages_options what = INTRO_PAGES_OPTIONS_INIT;
            intro_vid owners[40];
            intro_pages *pages;
            make_team(graph, owners, sizes[i]);
            assert_int_equal(intro_pages_new(ctx, graph, &what, &pages),
                             INTRO_OK);
            assert_team(pages);
            intro_pages_free(pages);
        }
        graph->owners = own;
        graph->owner_count = 0;
        intro_graph_close(graph);
    }
}

/* A count for each industry of each member would be 4 MB, what a portrait holds
 * far more. */
static void test_a_team_takes_no_table_of_members_and_industries(void **state)
{
    (void)state;
    enum { MEMBERS = 1000 };
    static intro_vid owners[MEMBERS];
    const intro_pages_options what = INTRO_PAGES_OPTIONS_INIT;
    intro_graph *const graph = make_network(MEMBERS, MEMBERS);
    const uint32_t *const own = graph->owners;
    intro_pages *pages;
    intro_i_team team;
    make_team(graph, owners, MEMBERS);
    assert_int_equal(intro_pages_new(ctx, graph, &what, &pages), INTRO_OK);
    intro_i_alloc_set_limit(intro_i_alloc_bytes() + ((uint64_t)1 << 20));
    const intro_status rc = intro_i_team_init(ctx, pages, &team);
    intro_i_alloc_set_limit(0);
    assert_int_equal(rc, INTRO_OK);
    assert_int_equal(team.count, MEMBERS);
    intro_i_team_fini(&team);
    intro_pages_free(pages);
    graph->owners = own;
    graph->owner_count = 0;
    intro_graph_close(graph);
}

/* A thousand members of one name: the first has it, others a number each. */
static void test_members_of_one_name_are_numbered(void **state)
{
    enum { MEMBERS = 1000 };
    static intro_vid members[MEMBERS];
    static uint32_t names[MEMBERS];
    (void)state;
    intro_graph *const graph = make_network(MEMBERS, 3);
    const uint32_t *const own = graph->known[INTRO_FIELD_NAME];
    const uint32_t *const owners = graph->owners;
    const uint32_t owner_count = graph->owner_count;
    for (uint32_t v = 0; v < MEMBERS; v++) {
        members[v] = v;
        names[v] = own[0];
    }
    graph->known[INTRO_FIELD_NAME] = names;
    graph->owners = members;
    graph->owner_count = MEMBERS;
    for (int redact = 0; redact < 2; redact++) {
        intro_i_page_names page_names;
        intro_i_page_file *files = NULL;
        assert_int_equal(
            intro_i_page_names_init(ctx, graph, redact == 1, &page_names),
            INTRO_OK);
        assert_int_equal(intro_i_page_files(ctx, &page_names, &files),
                         INTRO_OK);
        for (unsigned i = 0; i < MEMBERS && redact == 0; i++) {
            char wanted[INTRO_I_PAGE_FILE];
            (void)snprintf(wanted, sizeof wanted,
                           i == 0 ? "zqname-0.html" : "zqname-0-%u.html",
                           i + 1);
            assert_string_equal(files[i], wanted);
        }
        for (unsigned i = 0; i < MEMBERS && redact == 1; i++) {
            assert_is_file_name(files[i]);
            assert_int_equal(strncmp(files[i], "person-", 7), 0);
        }
        intro_i_free(files);
        intro_i_page_names_fini(&page_names);
    }
    graph->known[INTRO_FIELD_NAME] = own;
    graph->owners = owners;
    graph->owner_count = owner_count;
    intro_graph_close(graph);
}

static void test_without_a_team_there_is_no_page_of_it(void **state)
{
    (void)state;
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_pages_options what = INTRO_PAGES_OPTIONS_INIT;
    intro_graph *const graph = make_network(PEOPLE, 3);
    intro_pages *pages;
    intro_output *output;
    assert_int_equal(intro_pages_new(ctx, graph, &what, &pages), INTRO_OK);
    assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
    assert_int_equal(intro_pages_team(ctx, pages, &options, output),
                     INTRO_ENOTFOUND);
    intro_output_abandon(output);
    intro_pages_free(pages);
    intro_graph_close(graph);
}

int main(void)
{
#define WITH_CONTEXT(test)                                                     \
    cmocka_unit_test_setup_teardown(test, open_context, close_context)
    const struct CMUnitTest tests[] = {
        WITH_CONTEXT(test_a_page_has_charts_with_tables),
        WITH_CONTEXT(test_a_redacted_page_holds_nothing_of_the_input),
        WITH_CONTEXT(test_pseudonyms_are_a_shuffle_and_stay),
        WITH_CONTEXT(test_threads_do_not_change_a_page),
        WITH_CONTEXT(test_open_pairs_are_those_of_a_slow_count),
        WITH_CONTEXT(test_no_name_becomes_markup),
        WITH_CONTEXT(test_file_names_are_safe),
        WITH_CONTEXT(test_a_team_is_what_its_portraits_say),
        WITH_CONTEXT(test_a_team_takes_no_table_of_members_and_industries),
        WITH_CONTEXT(test_members_of_one_name_are_numbered),
        WITH_CONTEXT(test_without_a_team_there_is_no_page_of_it),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
