/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exports are read back by libxml2, jansson and a CSV reader of the test's own. */
#include "graph/evidence_text.h"
#include "hand_graph.h"
#include "report/output.h"
#include "small_graphs.h"
#include "story_graph.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

enum { KEYS = 64 };

static intro_ctx *ctx;
static intro_output *output;
static const story plain = {
    {"Eva Ek", "Ann & Ask", "Bo <Li>", "Cy ]]> \"Day\"", NULL},
    "Acme; 100%, \xC3\xABx",
    " a\tb\nc\r "};

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

static intro_status run(const intro_graph *g, intro_export_as as,
                        bool people_table)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_export_options export_options = {as, people_table, false};
    intro_output_abandon(output);
    assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
    return intro_report_export(ctx, g, &export_options, &options, output);
}

static const char *written(void)
{
    size_t length;
    return intro_i_output_memory(output, &length);
}

/* --- GraphML ---------------------------------------------------------------------- */

typedef struct document {
    xmlDocPtr doc;
    xmlNodePtr graph;
    xmlNodePtr keys[KEYS];
    int key_count;
} document;

static bool is_element(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, name) == 0;
}

static char *attribute(xmlNodePtr node, const char *name)
{
    return (char *)xmlGetProp(node, (const xmlChar *)name);
}

static void assert_attribute(xmlNodePtr node, const char *name,
                             const char *wanted)
{
    char *const got = attribute(node, name);
    if (wanted == NULL) {
        assert_null(got);
    } else {
        assert_non_null(got);
        assert_string_equal(got, wanted);
    }
    xmlFree(got);
}

static void open_document(document *d)
{
    const char *const text = written();
    memset(d, 0, sizeof *d);
    d->doc = xmlReadMemory(text, (int)strlen(text), "x", NULL, XML_PARSE_NONET);
    assert_non_null(d->doc);
    xmlNodePtr root = xmlDocGetRootElement(d->doc);
    assert_true(is_element(root, "graphml"));
    assert_string_equal((const char *)root->ns->href,
                        "http://graphml.graphdrawing.org/xmlns");
    for (xmlNodePtr node = root->children; node != NULL; node = node->next) {
        if (is_element(node, "key")) {
            char id[16];
            assert_null(d->graph); /* keys first */
            assert_true(d->key_count < KEYS);
            (void)snprintf(id, sizeof id, "d%d", d->key_count);
            assert_attribute(node, "id", id);
            d->keys[d->key_count++] = node;
        } else if (is_element(node, "graph")) {
            assert_null(d->graph);
            d->graph = node;
        }
    }
    assert_non_null(d->graph);
}

static void check_keys(const document *d)
{
    for (int i = 0; i < d->key_count; i++) {
        char *const name = attribute(d->keys[i], "attr.name");
        char *const of = attribute(d->keys[i], "for");
        char *const type = attribute(d->keys[i], "attr.type");
        assert_true(strcmp(of, "node") == 0 || strcmp(of, "edge") == 0);
        assert_non_null(strstr(" boolean long double string ", type));
        for (int j = 0; j < i; j++) {
            char *const other = attribute(d->keys[j], "attr.name");
            char *const other_of = attribute(d->keys[j], "for");
            assert_true(strcasecmp(name, other) != 0 ||
                        strcmp(of, other_of) != 0);
            xmlFree(other);
            xmlFree(other_of);
        }
        xmlFree(name);
        xmlFree(of);
        xmlFree(type);
    }
}

/* The value under an attribute's name, to be freed; NULL when there is none. */
static char *data_of(const document *d, xmlNodePtr element, const char *name)
{
    for (xmlNodePtr node = element->children; node != NULL; node = node->next) {
        char *const key =
            is_element(node, "data") ? attribute(node, "key") : NULL;
        if (key == NULL) {
            continue;
        }
        char *const found =
            attribute(d->keys[strtol(key + 1, NULL, 10)], "attr.name");
        const bool is_it = strcmp(found, name) == 0;
        xmlFree(found);
        xmlFree(key);
        if (is_it) {
            return (char *)xmlNodeGetContent(node);
        }
    }
    return NULL;
}

static void assert_data(const document *d, xmlNodePtr element, const char *name,
                        const char *wanted)
{
    char *const got = data_of(d, element, name);
    if (wanted == NULL) {
        assert_null(got);
    } else {
        assert_non_null(got);
        assert_string_equal(got, wanted);
    }
    xmlFree(got);
}

static xmlNodePtr find_edge(const document *d, const char *a, const char *b)
{
    for (xmlNodePtr node = d->graph->children; node != NULL;
         node = node->next) {
        if (is_element(node, "edge")) {
            char *const source = attribute(node, "source");
            char *const target = attribute(node, "target");
            const bool is_it = strcmp(source, a) == 0 && strcmp(target, b) == 0;
            xmlFree(source);
            xmlFree(target);
            if (is_it) {
                return node;
            }
        }
    }
    fail_msg("no edge %s - %s", a, b);
    return NULL;
}

static void test_graphml_holds_the_story(void **state)
{
    (void)state;
    document d;
    intro_graph *const g = story_graph(&plain);
    assert_int_equal(run(g, INTRO_EXPORT_GRAPHML, false), INTRO_OK);
    open_document(&d);
    check_keys(&d);
    assert_attribute(d.graph, "edgedefault", "undirected");
    uint32_t v = 0;
    for (xmlNodePtr node = d.graph->children; node != NULL; node = node->next) {
        if (is_element(node, "node")) {
            assert_attribute(node, "id", intro_graph_id(g, v));
            assert_data(&d, node, "name", plain.names[v]);
            assert_data(&d, node, "company", plain.employer);
            assert_data(&d, node, "note", plain.note);
            assert_data(&d, node, "introfind_owner", v == 0 ? "true" : NULL);
            v++;
        }
    }
    assert_int_equal(v, STORY_PEOPLE);
    xmlNodePtr edge = find_edge(&d, "p0", "p1");
    assert_data(&d, edge, "since", "2019-02-21");
    assert_data(&d, edge, "last", "2026-01-05");
    assert_data(&d, edge, "inferred", NULL);
    assert_data(&d, edge, "introfind_evidence",
                "connection:ab=1,first=2019-02-21,last=2019-02-21;"
                "messages_two_way:ab=12,ba=15,first=2020-05-01,"
                "last=2026-01-05");
    edge = find_edge(&d, "p0", "p3");
    assert_data(&d, edge, "inferred", "true");
    assert_data(&d, edge, "introfind_evidence",
                "same_employer_now:ab=1,undated=1,people=3,"
                "label=Acme%3B 100%25%2C %C3%ABx");
    edge = find_edge(&d, "p2", "p3");
    assert_data(&d, edge, "strength", "0.5");
    assert_data(&d, edge, "introfind_strength", "0.5");
    assert_data(&d, edge, "introfind_evidence", NULL);
    xmlFreeDoc(d.doc);
    intro_graph_close(g);
}

/* Every edge of the file against the tie it came from. */
static void check_edges(const intro_graph *g, const document *d)
{
    uint64_t edge = 0;
    uint64_t tie = 0;
    uint64_t left = 0;
    for (xmlNodePtr node = d->graph->children; node != NULL;
         node = node->next) {
        if (!is_element(node, "edge")) {
            continue;
        }
        uint64_t first;
        char id[24];
        (void)snprintf(id, sizeof id, "e%llu", (unsigned long long)edge++);
        assert_attribute(node, "id", id);
        if (left == 0) {
            intro_graph_tie_edges(g, tie++, &first, &left);
            left += left == 0;
        }
        left--;
        const intro_tie wanted = intro_graph_tie(g, tie - 1);
        assert_attribute(node, "source", intro_graph_id(g, wanted.a));
        assert_attribute(node, "target", intro_graph_id(g, wanted.b));
        assert_attribute(node, "directed",
                         intro_graph_is_directed(g) && !wanted.one_way ? "false"
                                                                       : NULL);
        char *const strength = data_of(d, node, "strength");
        if (strength != NULL) {
            assert_true(strtof(strength, NULL) == wanted.strength);
        }
        xmlFree(strength);
    }
    assert_int_equal(tie, intro_graph_ties(g));
    assert_int_equal(left, 0);
}

static void test_graphml_holds_every_tie(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        document d;
        const uint32_t people = 1 + (uint32_t)seed;
        intro_graph *const g =
            small_graph_random(seed, people, seed * 3, seed % 2 == 0, 0);
        assert_int_equal(run(g, INTRO_EXPORT_GRAPHML, false), INTRO_OK);
        open_document(&d);
        check_keys(&d);
        check_edges(g, &d);
        xmlFreeDoc(d.doc);
        small_graph_free(g);
    }
}

/* A graph with everything, its one string that XML refuses made harmless. */
static intro_graph *rich_graph(uint64_t seed, bool is_directed)
{
    const hand_plan plan = {.seed = seed,
                            .people = 25,
                            .density = 0.2,
                            .is_directed = is_directed,
                            .is_rich = true};
    intro_graph *const g = hand_graph(&plan);
    char *const bytes = HAND_EDIT(char, g->strings.bytes);
    for (uint64_t i = 0; i < g->strings.size; i++) {
        bytes[i] = bytes[i] == '\x1b' ? '&' : bytes[i];
    }
    return g;
}

static void test_graphml_of_a_rich_network(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        document d;
        intro_graph *const g = rich_graph(seed, seed % 2 == 0);
        assert_int_equal(run(g, INTRO_EXPORT_GRAPHML, false), INTRO_OK);
        open_document(&d);
        check_keys(&d);
        check_edges(g, &d);
        xmlFreeDoc(d.doc);
        intro_graph_close(g);
    }
}

static void test_graphml_refuses_what_xml_cannot_carry(void **state)
{
    (void)state;
    static const char *const bad[] = {"a\x01", "\x1b[2J", "\x1f",
                                      "\xEF\xBF\xBE", "x\xEF\xBF\xBF"};
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        story told = plain;
        told.names[2] = bad[i];
        intro_graph *const g = story_graph(&told);
        assert_int_equal(run(g, INTRO_EXPORT_GRAPHML, false), INTRO_EFORMAT);
        assert_non_null(strstr(intro_ctx_error(ctx)->message, "p2"));
        assert_int_equal(run(g, INTRO_EXPORT_JSONL, false), INTRO_OK);
        intro_graph_close(g);
    }
    story told = plain;
    told.names[2] = "\xEF\xBF\xBD \xEF\xBB\xBF \x7f \xC2\x85";
    intro_graph *const g = story_graph(&told);
    assert_int_equal(run(g, INTRO_EXPORT_GRAPHML, false), INTRO_OK);
    intro_graph_close(g);
}

/* --- lines and tables --------------------------------------------------------------- */

static void test_lines_are_objects(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        intro_graph *const g = rich_graph(seed, seed % 2 == 0);
        assert_int_equal(run(g, INTRO_EXPORT_JSONL, false), INTRO_OK);
        const char *at = written();
        uint64_t people = 0;
        uint64_t ties = 0;
        while (*at != '\0') {
            const size_t length = strcspn(at, "\n");
            json_t *const line =
                json_loadb(at, length, JSON_REJECT_DUPLICATES, NULL);
            assert_non_null(line);
            const char *const type =
                json_string_value(json_object_get(line, "type"));
            if (strcmp(type, "person") == 0) {
                assert_int_equal(ties, 0);
                assert_string_equal(
                    json_string_value(json_object_get(line, "id")),
                    intro_graph_id(g, (intro_vid)people++));
            } else {
                const intro_tie tie = intro_graph_tie(g, ties++);
                assert_string_equal(
                    json_string_value(json_object_get(line, "b")),
                    intro_graph_id(g, tie.b));
                assert_true(json_number_value(json_object_get(
                                line, "strength")) == (double)tie.strength);
            }
            json_decref(line);
            at += length + 1;
        }
        assert_int_equal(people, intro_graph_people(g));
        assert_int_equal(ties, intro_graph_ties(g));
        intro_graph_close(g);
    }
}

/* Cells of one row; answers their number. */
static size_t count_cells(const char **at)
{
    size_t cells = 1;
    bool is_quoted = false;
    for (;; (*at)++) {
        assert_true(**at != '\0');
        if (**at == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && **at == ',') {
            cells++;
        } else if (!is_quoted && **at == '\n') {
            (*at)++;
            return cells;
        }
    }
}

static void test_tables_are_rectangular(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        intro_graph *const g = rich_graph(seed, seed % 2 == 0);
        for (int is_people = 0; is_people < 2; is_people++) {
            uint64_t rows = 0;
            assert_int_equal(run(g, INTRO_EXPORT_CSV, is_people == 1),
                             INTRO_OK);
            const char *at = written();
            const size_t cells = count_cells(&at);
            for (; *at != '\0'; rows++) {
                assert_int_equal(count_cells(&at), cells);
            }
            uint64_t wanted = is_people == 1 ? intro_graph_people(g) : 0;
            for (uint64_t t = 0; is_people == 0 && t < intro_graph_ties(g);
                 t++) {
                uint64_t first;
                uint64_t count;
                intro_graph_tie_edges(g, t, &first, &count);
                wanted += count == 0 ? 1 : count;
            }
            assert_int_equal(rows, wanted);
        }
        intro_graph_close(g);
    }
}

static void test_our_names_give_way(void **state)
{
    (void)state;
    intro_graph *const g = story_graph(&plain);
    assert_int_equal(run(g, INTRO_EXPORT_CSV, false), INTRO_OK);
    assert_ptr_equal(strstr(written(),
                            "a,b,introfind_strength,inferred,one_way,since,"
                            "last,strength\n"),
                     written());
    assert_non_null(strstr(written(), "\np2,p3,0.5,false,false,,,0.5\n"));
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_graphml_holds_the_story,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(test_graphml_holds_every_tie,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(test_graphml_of_a_rich_network,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(
            test_graphml_refuses_what_xml_cannot_carry, open_context,
            close_context),
        cmocka_unit_test_setup_teardown(test_lines_are_objects, open_context,
                                        close_context),
        cmocka_unit_test_setup_teardown(test_tables_are_rectangular,
                                        open_context, close_context),
        cmocka_unit_test_setup_teardown(test_our_names_give_way, open_context,
                                        close_context),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    const int failed = cmocka_run_group_tests_name("export", tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
