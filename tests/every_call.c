/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE
#include "every_call.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OFFICE  "office.graphml"
#define FOREIGN "foreign.graphml"
#define CLASSES "classes.csv"
#define RESULT  "result"

static const char office[] =
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    "<key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>"
    "<key id=\"c\" for=\"node\" attr.name=\"company\" attr.type=\"string\">"
    "<default>Nobody &amp; Sons</default></key>"
    "<key id=\"age\" for=\"node\" attr.name=\"age\" attr.type=\"int\"/>"
    "<key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
    "<graph edgedefault=\"undirected\">"
    "<node id=\"ada\"><data key=\"name\">Ada Morrow</data>"
    "<data key=\"age\">41</data></node>"
    "<node id=\"ben\"><data key=\"name\">Ben V\xc3\xa1radi</data></node>"
    "<node id=\"cleo\"><data key=\"c\">Inkwell</data></node>"
    "<edge source=\"ada\" target=\"ben\"><data key=\"w\">3</data></edge>"
    "<edge source=\"ben\" target=\"cleo\"><data key=\"w\">9</data></edge>"
    "<edge source=\"cleo\" target=\"dan\"><data key=\"w\">1</data></edge>"
    "<edge source=\"ada\" target=\"dan\"/></graph></graphml>";

/* What only libxml2 reads: another encoding, a DTD without declarations, a CDATA
 * section. */
static const char foreign[] =
    "<?xml version=\"1.0\" encoding=\"windows-1252\"?>"
    "<!DOCTYPE graphml SYSTEM \"graphml.dtd\">"
    "<graphml><graph edgedefault=\"directed\"><node id=\"\xe1\"/>"
    "<node id=\"b\"><desc><![CDATA[<b>]]></desc></node>"
    "<edge source=\"\xe1\" target=\"b\"/></graph></graphml>";

static const char connections[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "An,One,https://www.linkedin.com/in/an-one,,Acme,Buyer,01 Jan 2020\n"
    "Bo,Two,https://www.linkedin.com/in/bo-two,,Acme,Seller,02 Jan 2020\n"
    "\"Ce, the\",Three,,,Other,\"Chief \"\"X\"\" Officer\",03 Jan 2020\n";

static const char messages[] =
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT "
    "PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
    "1,,An One,https://www.linkedin.com/in/an-one,Me Myself,"
    "https://www.linkedin.com/in/me-myself,2020-02-01 10:00:00 UTC,,Hi,INBOX\n"
    "1,,Me Myself,https://www.linkedin.com/in/me-myself,An One,"
    "https://www.linkedin.com/in/an-one,2020-02-02 10:00:00 UTC,,Yes,INBOX\n";

static const char profile[] = "First Name,Last Name,Headline\n"
                              "Me,Myself,Buyer\n";

static const char classes[] = "company,title,industry,function,seniority\n"
                              "acme,,Banking,,\n"
                              "other *,,Wizardry,,\n"
                              ",*buyer*,,,Senior\n"
                              "acme,seller,unknown,25,\n";

static char folder[] = "/tmp/introfind-every-XXXXXX";
static int before = -1; /* the working folder of before */
static size_t names;
static intro_graph *pooled;
static intro_graph *friends;
uint64_t every_call_figure;

/* --- calls ---------------------------------------------------------------- */

static intro_status import_into(intro_ctx *ctx, const char *const *files,
                                size_t count, intro_graph **out)
{
    static const char *const owners[] = {"Me Myself"};
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    options.owners = owners;
    if (strcmp(files[0], "export") == 0) {
        options.owner_count = 1;
        options.classes_file = CLASSES;
    }
    return intro_import_run(ctx, files, count, &options, out);
}

/* A count of all there is, to tell graphs apart. */
static void close_counted(intro_graph *graph, intro_status rc)
{
    if (rc == INTRO_OK) {
        every_call_figure = intro_graph_people(graph) * UINT64_C(1000) +
                            intro_graph_ties(graph) * UINT64_C(100) +
                            intro_graph_columns(graph) * UINT64_C(10) +
                            intro_graph_edges(graph);
        for (intro_vid v = 0; v < intro_graph_people(graph); v++) {
            const char *const name = intro_graph_display_name(graph, v);
            every_call_figure = every_call_figure * 31 + strlen(name);
        }
    }
    intro_graph_close(graph);
}

static intro_status import_one(intro_ctx *ctx, const char *file)
{
    intro_graph *graph = NULL;
    const intro_status rc = import_into(ctx, &file, 1, &graph);
    close_counted(graph, rc);
    return rc;
}

static intro_status call_import_graphml(intro_ctx *ctx)
{
    return import_one(ctx, OFFICE);
}

static intro_status call_import_foreign(intro_ctx *ctx)
{
    return import_one(ctx, FOREIGN);
}

static intro_status call_import_folder(intro_ctx *ctx)
{
    return import_one(ctx, "export");
}

static intro_status call_import_both(intro_ctx *ctx)
{
    static const char *const files[] = {"export", OFFICE};
    intro_graph *graph = NULL;
    const intro_status rc = import_into(ctx, files, 2, &graph);
    close_counted(graph, rc);
    return rc;
}

static intro_status call_need(intro_ctx *ctx)
{
    static const char *const files[] = {OFFICE, FOREIGN, "export"};
    return intro_import_need(ctx, files, 3, &every_call_figure);
}

static intro_status call_is_snapshot(intro_ctx *ctx)
{
    bool is_one;
    return intro_is_snapshot(ctx, "net.intro", &is_one);
}

static intro_status call_snapshot_write(intro_ctx *ctx)
{
    return intro_snapshot_write(ctx, pooled, RESULT);
}

static intro_status open_verified(intro_ctx *ctx, intro_verify verify)
{
    intro_graph *graph = NULL;
    const intro_status rc =
        intro_snapshot_open(ctx, "net.intro", verify, &graph);
    intro_graph_close(graph);
    return rc;
}

static intro_status call_snapshot_open(intro_ctx *ctx)
{
    return open_verified(ctx, INTRO_VERIFY_QUICK);
}

static intro_status call_snapshot_check(intro_ctx *ctx)
{
    return open_verified(ctx, INTRO_VERIFY_FULL);
}

static intro_status call_set_strengths(intro_ctx *ctx)
{
    intro_graph *graph = NULL;
    intro_strength_options options = INTRO_STRENGTH_OPTIONS_INIT;
    options.weight = "weight";
    options.weight_is = INTRO_WEIGHT_COST;
    options.model_file = "model";
    intro_status rc =
        intro_snapshot_open(ctx, "net.intro", INTRO_VERIFY_QUICK, &graph);
    if (rc == INTRO_OK) {
        rc = intro_graph_set_strengths(ctx, graph, &options);
    }
    intro_graph_close(graph);
    return rc;
}

static intro_status call_lookup(intro_ctx *ctx)
{
    static const char *const words[] = {"ada",
                                        "morrow ADA",
                                        "name:Ben V\xc3\xa1radi",
                                        "https://www.linkedin.com/in/an-one",
                                        "email:a@b",
                                        "nobody"};
    const intro_vid *people;
    size_t count;
    intro_lookup *lookup = NULL;
    intro_status rc = intro_lookup_new(ctx, pooled, &lookup);
    for (size_t i = 0; i < sizeof words / sizeof words[0] && rc == INTRO_OK;
         i++) {
        rc = intro_lookup_find(ctx, lookup, words[i], &people, &count);
    }
    if (rc == INTRO_OK) {
        rc = intro_lookup_suggest(ctx, lookup, "adda", 3, &people, &count);
    }
    intro_lookup_free(lookup);
    return rc;
}

static intro_status call_select(intro_ctx *ctx)
{
    static const intro_condition conditions[] = {
        {"company", INTRO_MATCH_COMPANY, "Acme Inc."},
        {"name", INTRO_MATCH_WORDS, "one an"}};
    intro_selector *selector = NULL;
    intro_vid *people = NULL;
    size_t count;
    intro_status rc =
        intro_people_select(ctx, pooled, conditions, 2, &people, &count);
    intro_people_free(people);
    if (rc == INTRO_OK) {
        rc = intro_selector_new(ctx, pooled, &selector);
    }
    if (rc == INTRO_OK) {
        people = NULL;
        rc = intro_selector_find(ctx, selector, conditions, 2, &people, &count);
        intro_people_free(people);
    }
    intro_selector_free(selector);
    return rc;
}

static intro_status call_summaries(intro_ctx *ctx)
{
    intro_summary summary;
    intro_lookalikes alike;
    uint64_t known;
    uint64_t distinct;
    intro_status rc = intro_summary_compute(ctx, pooled, &summary);
    if (rc == INTRO_OK) {
        rc = intro_lookalikes_find(ctx, pooled, &alike);
    }
    if (rc == INTRO_OK) {
        rc = intro_field_distinct(ctx, pooled, INTRO_FIELD_COMPANY, &known,
                                  &distinct);
    }
    for (uint32_t i = 0; i < intro_graph_columns(pooled) && rc == INTRO_OK;
         i++) {
        rc = intro_column_distinct(ctx, pooled, intro_graph_column(pooled, i),
                                   &distinct);
    }
    return rc;
}

static intro_status call_clusters_attach(intro_ctx *ctx)
{
    intro_graph *graph = NULL;
    intro_status rc =
        intro_snapshot_open(ctx, "net.intro", INTRO_VERIFY_QUICK, &graph);
    if (rc == INTRO_OK) {
        rc = intro_clusters_attach(ctx, graph, NULL);
    }
    intro_graph_close(graph);
    return rc;
}

/* From the first person of the office to the third. */
static const intro_vid asker = 0;
static const intro_vid target = 2;

static intro_paths_query make_query(bool all)
{
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    query.from = &asker;
    query.from_count = 1;
    query.targets = &target;
    query.target_count = 1;
    query.max_hops = 4;
    query.all_chains = all;
    return query;
}

static intro_status find_paths(intro_ctx *ctx, const intro_paths_query *query)
{
    intro_paths *paths = NULL;
    const intro_status rc = intro_paths_find(ctx, friends, query, &paths);
    intro_paths_free(paths);
    return rc;
}

static intro_status call_paths(intro_ctx *ctx)
{
    const intro_paths_query query = make_query(false);
    return find_paths(ctx, &query);
}

static intro_status call_paths_all(intro_ctx *ctx)
{
    const intro_paths_query query = make_query(true);
    return find_paths(ctx, &query);
}

static intro_status call_paths_empty(intro_ctx *ctx)
{
    intro_paths_query query = make_query(false);
    query.min_strength = 1;
    return find_paths(ctx, &query);
}

static intro_status take_answer(void *user, size_t i, const intro_paths *paths)
{
    size_t *const chains = user;
    (void)i;
    *chains += intro_paths_count(paths);
    return INTRO_OK;
}

static intro_status call_paths_batch(intro_ctx *ctx)
{
    const intro_paths_query queries[] = {make_query(false), make_query(true),
                                         make_query(false)};
    size_t chains = 0;
    return intro_paths_batch(ctx, friends, queries, 3, take_answer, &chains);
}

/* --- reports -------------------------------------------------------------- */

static intro_status finish_output(intro_ctx *ctx, intro_output *output,
                                  intro_status rc)
{
    if (rc == INTRO_OK) {
        return intro_output_commit(ctx, output);
    }
    intro_output_abandon(output);
    return rc;
}

static intro_status report_info(intro_ctx *ctx, intro_format format)
{
    intro_output *output = NULL;
    intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    options.format = format;
    intro_status rc = intro_output_open(ctx, RESULT, &output);
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            intro_report_info(ctx, pooled, true, &options, output));
    }
    return rc;
}

static intro_status call_info_text(intro_ctx *ctx)
{
    return report_info(ctx, INTRO_FORMAT_TEXT);
}

static intro_status call_info_json(intro_ctx *ctx)
{
    return report_info(ctx, INTRO_FORMAT_JSON);
}

static intro_status call_info_csv(intro_ctx *ctx)
{
    return report_info(ctx, INTRO_FORMAT_CSV);
}

static intro_status why_into(intro_ctx *ctx, intro_vid v,
                             const intro_report_options *options,
                             intro_output *output)
{
    intro_class_reasons *reasons;
    intro_status rc = intro_class_reasons_find(ctx, pooled, v, &reasons);
    if (rc == INTRO_OK) {
        rc = intro_report_why(ctx, pooled, reasons, options, output);
        intro_class_reasons_free(reasons);
    }
    return rc;
}

/* Of everybody. */
static intro_status report_why(intro_ctx *ctx, intro_format format)
{
    intro_output *output = NULL;
    intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    options.format = format;
    intro_status rc = intro_output_open(ctx, RESULT, &output);
    if (rc != INTRO_OK) {
        return rc;
    }
    for (intro_vid v = 0; v < intro_graph_people(pooled) && rc == INTRO_OK;
         v++) {
        rc = why_into(ctx, v, &options, output);
    }
    return finish_output(ctx, output, rc);
}

static intro_status call_why_text(intro_ctx *ctx)
{
    return report_why(ctx, INTRO_FORMAT_TEXT);
}

static intro_status call_why_json(intro_ctx *ctx)
{
    return report_why(ctx, INTRO_FORMAT_JSON);
}

static intro_status call_why_csv(intro_ctx *ctx)
{
    return report_why(ctx, INTRO_FORMAT_CSV);
}

static intro_status report_path(intro_ctx *ctx, intro_format format)
{
    const intro_paths_query query = make_query(false);
    intro_paths *paths = NULL;
    intro_output *output = NULL;
    intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    intro_path_report report = {
        .query = &query, .asked = "Cleo", .explain = true};
    options.format = format;
    intro_status rc = intro_paths_find(ctx, friends, &query, &paths);
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        report.paths = paths;
        rc = intro_report_path_header(ctx, &options, false, output);
        if (rc == INTRO_OK) {
            rc = intro_report_path(ctx, friends, &report, &options, output);
        }
        rc = finish_output(ctx, output, rc);
    }
    intro_paths_free(paths);
    return rc;
}

static intro_status call_path_text(intro_ctx *ctx)
{
    return report_path(ctx, INTRO_FORMAT_TEXT);
}

static intro_status call_path_json(intro_ctx *ctx)
{
    return report_path(ctx, INTRO_FORMAT_JSON);
}

static intro_status call_path_csv(intro_ctx *ctx)
{
    return report_path(ctx, INTRO_FORMAT_CSV);
}

/* What is written is a list of people when it is CSV. */
static intro_status report_bridges(intro_ctx *ctx, intro_format format)
{
    intro_bridges_options what = INTRO_BRIDGES_OPTIONS_INIT;
    intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    intro_bridges *bridges = NULL;
    intro_output *output = NULL;
    what.by = "company";
    what.me = intro_graph_owner(pooled, 0);
    what.permutations = 2;
    what.by_warmth = format == INTRO_FORMAT_CSV;
    options.format = format;
    intro_status rc = intro_bridges_find(ctx, pooled, &what, &bridges);
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        rc = finish_output(ctx, output,
                           intro_report_bridges(ctx, pooled, bridges,
                                                INTRO_BRIDGES_BROKERS, what.me,
                                                &options, output));
    }
    intro_bridges_free(bridges);
    return rc;
}

static intro_status call_bridges_text(intro_ctx *ctx)
{
    return report_bridges(ctx, INTRO_FORMAT_TEXT);
}

static intro_status call_bridges_json(intro_ctx *ctx)
{
    return report_bridges(ctx, INTRO_FORMAT_JSON);
}

static intro_status call_bridges_csv(intro_ctx *ctx)
{
    return report_bridges(ctx, INTRO_FORMAT_CSV);
}

static intro_status report_export(intro_ctx *ctx, intro_export_as as,
                                  bool people)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_export_options what = {as, people, false};
    intro_output *output = NULL;
    intro_status rc = intro_output_open(ctx, RESULT, &output);
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            intro_report_export(ctx, pooled, &what, &options, output));
    }
    return rc;
}

static intro_status call_export_graphml(intro_ctx *ctx)
{
    return report_export(ctx, INTRO_EXPORT_GRAPHML, false);
}

static intro_status call_export_ties(intro_ctx *ctx)
{
    return report_export(ctx, INTRO_EXPORT_CSV, false);
}

static intro_status call_export_people(intro_ctx *ctx)
{
    return report_export(ctx, INTRO_EXPORT_CSV, true);
}

static intro_status call_export_jsonl(intro_ctx *ctx)
{
    return report_export(ctx, INTRO_EXPORT_JSONL, false);
}

/* Every way to the figures: exact and estimated reach, all and named. */
static intro_status measure_breadth(intro_ctx *ctx, bool is_named,
                                    intro_breadth **out)
{
    static const char *const by[] = {"company", "name"};
    static const intro_vid named[] = {0, 2};
    intro_breadth_options what = INTRO_BREADTH_OPTIONS_INIT;
    what.by = by;
    what.by_count = 2;
    what.people = is_named ? named : NULL;
    what.people_count = 2;
    what.is_weighted = is_named;
    what.sort = "company_blau";
    what.exact_below = is_named ? UINT64_MAX : 0;
    return intro_breadth_new(ctx, pooled, &what, out);
}

static intro_status report_breadth(intro_ctx *ctx, intro_format format,
                                   bool is_named, bool is_trend)
{
    intro_breadth *breadth = NULL;
    intro_output *output = NULL;
    intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    options.format = format;
    intro_status rc = measure_breadth(ctx, is_named, &breadth);
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            is_trend
                ? intro_report_breadth_trend(ctx, breadth, &options, output)
                : intro_report_breadth(ctx, breadth, &options, output));
    }
    intro_breadth_free(breadth);
    return rc;
}

static intro_status call_breadth_text(intro_ctx *ctx)
{
    return report_breadth(ctx, INTRO_FORMAT_TEXT, true, false);
}

static intro_status call_breadth_json(intro_ctx *ctx)
{
    return report_breadth(ctx, INTRO_FORMAT_JSON, false, false);
}

static intro_status call_breadth_csv(intro_ctx *ctx)
{
    return report_breadth(ctx, INTRO_FORMAT_CSV, false, false);
}

static intro_status call_breadth_trend(intro_ctx *ctx)
{
    return report_breadth(ctx, INTRO_FORMAT_CSV, false, true);
}

static intro_status call_portrait(intro_ctx *ctx)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    intro_breadth *breadth = NULL;
    intro_output *output = NULL;
    intro_status rc = measure_breadth(ctx, true, &breadth);
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            intro_report_portrait(ctx, breadth, 0, true, &options, output));
    }
    intro_breadth_free(breadth);
    return rc;
}

/* Of a graph of its own, as clusters are kept with it. */
static intro_status write_clusters(intro_ctx *ctx, intro_graph *graph,
                                   intro_format format,
                                   intro_clusters_table table)
{
    intro_clusters_options wanted = INTRO_CLUSTERS_OPTIONS_INIT;
    intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    intro_clusters_report report = {NULL, table, true, true};
    intro_clusters *clusters = NULL;
    intro_output *output = NULL;
    wanted.by = "company";
    wanted.me = asker;
    wanted.expand = true;
    options.format = format;
    intro_status rc = intro_clusters_find(ctx, graph, &wanted, &clusters);
    report.clusters = clusters;
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            intro_report_clusters(ctx, graph, &report, &options, output));
    }
    intro_clusters_free(clusters);
    return rc;
}

static intro_status report_clusters(intro_ctx *ctx, intro_format format,
                                    intro_clusters_table table)
{
    intro_graph *graph = NULL;
    intro_status rc =
        intro_snapshot_open(ctx, "net.intro", INTRO_VERIFY_QUICK, &graph);
    if (rc == INTRO_OK) {
        rc = write_clusters(ctx, graph, format, table);
    }
    intro_graph_close(graph);
    return rc;
}

static intro_status call_clusters_text(intro_ctx *ctx)
{
    return report_clusters(ctx, INTRO_FORMAT_TEXT, INTRO_CLUSTERS_ROWS);
}

static intro_status call_clusters_json(intro_ctx *ctx)
{
    return report_clusters(ctx, INTRO_FORMAT_JSON, INTRO_CLUSTERS_ROWS);
}

static intro_status call_clusters_csv(intro_ctx *ctx)
{
    return report_clusters(ctx, INTRO_FORMAT_CSV, INTRO_CLUSTERS_ROWS);
}

static intro_status call_export_clusters(intro_ctx *ctx)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_export_options what = {INTRO_EXPORT_GRAPHML, false, true};
    intro_graph *graph = NULL;
    intro_output *output = NULL;
    intro_status rc =
        intro_snapshot_open(ctx, "net.intro", INTRO_VERIFY_FULL, &graph);
    if (rc == INTRO_OK) {
        rc = intro_clusters_attach(ctx, graph, NULL);
    }
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            intro_report_export(ctx, graph, &what, &options, output));
    }
    intro_graph_close(graph);
    return rc;
}

static intro_status write_page(intro_ctx *ctx, bool redact, bool team)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_pages_options what = {redact, 1};
    intro_graph *graph = NULL;
    intro_pages *pages = NULL;
    intro_output *output = NULL;
    /* A fresh one each time: pages attach the clusters to it. */
    intro_status rc =
        intro_snapshot_open(ctx, "net.intro", INTRO_VERIFY_QUICK, &graph);
    if (rc == INTRO_OK) {
        rc = intro_pages_new(ctx, graph, &what, &pages);
    }
    if (rc == INTRO_OK) {
        rc = intro_output_open(ctx, RESULT, &output);
    }
    if (rc == INTRO_OK) {
        rc = finish_output(
            ctx, output,
            team ? intro_pages_team(ctx, pages, &options, output)
                 : intro_pages_person(ctx, pages, intro_graph_owner(graph, 0),
                                      &options, output));
    }
    intro_pages_free(pages);
    intro_graph_close(graph);
    return rc;
}

static intro_status call_page(intro_ctx *ctx)
{
    return write_page(ctx, false, false);
}

static intro_status call_page_redacted(intro_ctx *ctx)
{
    return write_page(ctx, true, false);
}

static intro_status call_page_team(intro_ctx *ctx)
{
    return write_page(ctx, false, true);
}

const every_call every_calls[] = {
    {"import GraphML", call_import_graphml},
    {"import through libxml2", call_import_foreign},
    {"import a folder", call_import_folder},
    {"import both", call_import_both},
    {"memory that an import needs", call_need},
    {"is it a snapshot", call_is_snapshot},
    {"write a snapshot", call_snapshot_write},
    {"open a snapshot", call_snapshot_open},
    {"check a snapshot", call_snapshot_check},
    {"set strengths", call_set_strengths},
    {"look people up", call_lookup},
    {"select people", call_select},
    {"summaries", call_summaries},
    {"attach clusters", call_clusters_attach},
    {"find paths", call_paths},
    {"find all paths", call_paths_all},
    {"find nothing", call_paths_empty},
    {"find a batch", call_paths_batch},
    {"info as text", call_info_text},
    {"info as JSON", call_info_json},
    {"info as CSV", call_info_csv},
    {"why as text", call_why_text},
    {"why as JSON", call_why_json},
    {"why as CSV", call_why_csv},
    {"path as text", call_path_text},
    {"path as JSON", call_path_json},
    {"path as CSV", call_path_csv},
    {"breadth as text", call_breadth_text},
    {"breadth as JSON", call_breadth_json},
    {"breadth as CSV", call_breadth_csv},
    {"breadth over the years", call_breadth_trend},
    {"a portrait", call_portrait},
    {"bridges as text", call_bridges_text},
    {"bridges as JSON", call_bridges_json},
    {"bridges as CSV", call_bridges_csv},
    {"clusters as text", call_clusters_text},
    {"clusters as JSON", call_clusters_json},
    {"clusters as CSV", call_clusters_csv},
    {"export with clusters", call_export_clusters},
    {"export GraphML", call_export_graphml},
    {"export ties", call_export_ties},
    {"export people", call_export_people},
    {"export JSON lines", call_export_jsonl},
    {"a page", call_page},
    {"a redacted page", call_page_redacted},
    {"a page of a team", call_page_team},
};
const size_t every_call_count = sizeof every_calls / sizeof every_calls[0];

/* --- the folder ----------------------------------------------------------- */

static bool put(const char *name, const char *text)
{
    FILE *const f = fopen(name, "wb");
    return f != NULL && fputs(text, f) >= 0 && fclose(f) == 0;
}

void every_call_reset(void)
{
    if (!put(RESULT, "old")) {
        abort();
    }
}

char *every_call_result(size_t *length)
{
    struct stat info;
    FILE *const f = fopen(RESULT, "rb");
    if (f == NULL || fstat(fileno(f), &info) != 0) {
        return NULL;
    }
    char *const text = malloc((size_t)info.st_size + 1);
    if (text == NULL) {
        abort();
    }
    *length = fread(text, 1, (size_t)info.st_size, f);
    text[*length] = '\0';
    (void)fclose(f);
    return text;
}

static size_t count_names(void)
{
    size_t count = 0;
    DIR *const listing = opendir(".");
    while (listing != NULL && readdir(listing) != NULL) {
        count++;
    }
    (void)closedir(listing);
    return count;
}

size_t every_call_remains(void)
{
    return count_names() - names;
}

int every_call_set_up(void **state)
{
    static const char *const both[] = {"export", OFFICE};
    static const char *const one[] = {OFFICE};
    intro_ctx *ctx = NULL;
    (void)state;
    before = open(".", O_RDONLY);
    const bool is_ready =
        before >= 0 && mkdtemp(folder) != NULL && chdir(folder) == 0 &&
        mkdir("export", 0700) == 0 && put(OFFICE, office) &&
        put(FOREIGN, foreign) && put(CLASSES, classes) &&
        put("export/Connections.csv", connections) &&
        put("export/messages.csv", messages) &&
        put("export/Profile.csv", profile) &&
        put("model", "connection.p = 0.4\n") && put(RESULT, "old") &&
        intro_ctx_new(&ctx) == INTRO_OK &&
        import_into(ctx, both, 2, &pooled) == INTRO_OK &&
        import_into(ctx, one, 1, &friends) == INTRO_OK &&
        intro_snapshot_write(ctx, pooled, "net.intro") == INTRO_OK &&
        /* What libxml2 keeps for good is had from here on. */
        call_import_foreign(ctx) == INTRO_OK;
    if (!is_ready && ctx != NULL) {
        fprintf(stderr, "# %s\n", intro_ctx_error(ctx)->message);
    }
    intro_ctx_free(ctx);
    names = count_names();
    return is_ready ? 0 : -1;
}

int every_call_tear_down(void **state)
{
    static const char *const files[] = {"export/Connections.csv",
                                        "export/messages.csv",
                                        "export/Profile.csv",
                                        "net.intro",
                                        "model",
                                        CLASSES,
                                        RESULT,
                                        OFFICE,
                                        FOREIGN};
    (void)state;
    intro_graph_close(pooled);
    intro_graph_close(friends);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)unlink(files[i]);
    }
    (void)rmdir("export");
    const int rc = fchdir(before);
    (void)close(before);
    return rc == 0 ? rmdir(folder) : -1;
}
