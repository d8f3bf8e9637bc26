/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `export`: the tables and the lines; GraphML has a file of its own.
 *
 * The table of ties has one row a tie; when the inputs gave ties attributes, one
 * row a stated edge (and one for each tie of evidence alone), as these are what
 * the attributes belong to. */
#include "base/calendar.h"
#include "base/context_impl.h"
#include "graph/watch.h"
#include "report/csv_writer.h"
#include "report/export_parts.h"
#include "report/json_writer.h"
#include "report/words.h"

enum { POLL_EVERY = 1 << 14 };

typedef struct exporter {
    intro_ctx *ctx;
    const intro_graph *graph;
    intro_output *output;
    bool has_clusters;
    intro_i_export_names people;
    intro_i_export_names ties;
} exporter;

/* --- CSV ---------------------------------------------------------------------------- */

static void put_cell(intro_i_csv *csv, const intro_column *column, uint64_t row)
{
    const intro_value value = intro_column_get(column, row);
    if (!value.is_known) {
        intro_i_csv_empty(csv);
        return;
    }
    switch (value.kind) {
    case INTRO_KIND_STRING:
        intro_i_csv_text(csv, value.text);
        break;
    case INTRO_KIND_INT:
        intro_i_csv_int(csv, value.integer);
        break;
    case INTRO_KIND_DOUBLE:
        intro_i_csv_real(csv, value.real);
        break;
    case INTRO_KIND_BOOL:
        intro_i_csv_bool(csv, value.integer != 0);
        break;
    case INTRO_KIND_DAY:
        intro_i_csv_day(csv, (intro_day)value.integer);
        break;
    }
}

static void put_header(intro_i_csv *csv, const intro_i_export_names *names)
{
    for (size_t i = 0; i < names->our_count; i++) {
        intro_i_csv_text(csv, names->ours[i]);
    }
    for (size_t i = 0; i < names->column_count; i++) {
        intro_i_csv_text(csv, names->columns[i]);
    }
    intro_i_csv_end_row(csv);
}

static void put_cells(intro_i_csv *csv, const intro_graph *graph,
                      const intro_i_export_names *names, uint64_t row)
{
    for (size_t i = 0; i < names->column_count; i++) {
        put_cell(csv, intro_graph_column(graph, names->places[i]), row);
    }
    intro_i_csv_end_row(csv);
}

static intro_status poll_at(exporter *x, const char *unit, uint64_t done,
                            uint64_t total)
{
    if (done % POLL_EVERY != 0) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_output_status(x->output));
    return intro_i_progress(x->ctx, "writing", unit, done, total);
}

static intro_status write_people_table(exporter *x, intro_i_csv *csv)
{
    put_header(csv, &x->people);
    for (intro_vid v = 0; v < x->graph->people; v++) {
        INTRO_TRY(poll_at(x, "people", v, x->graph->people));
        intro_i_csv_text(csv, intro_graph_id(x->graph, v));
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            intro_i_csv_text(csv,
                             intro_graph_field(x->graph, v, (intro_field)f));
        }
        char guessed[INTRO_I_GUESSED_WORDS];
        intro_i_export_guessed(x->graph, v, guessed);
        intro_i_csv_text(csv, guessed[0] == '\0' ? NULL : guessed);
        if (x->has_clusters) {
            char name[INTRO_I_CLUSTER_NAME];
            (void)intro_i_cluster_name(x->graph->clusters[v], name);
            intro_i_csv_text(csv, name);
        }
        put_cells(csv, x->graph, &x->people, v);
    }
    return INTRO_OK;
}

static void put_tie_row(exporter *x, intro_i_csv *csv,
                        const intro_i_tie_view *view, uint64_t edge)
{
    const intro_tie *const tie = &view->tie;
    intro_i_csv_text(csv, intro_graph_id(x->graph, tie->a));
    intro_i_csv_text(csv, intro_graph_id(x->graph, tie->b));
    intro_i_csv_strength(csv, tie->strength);
    intro_i_csv_bool(csv, tie->inferred);
    intro_i_csv_bool(csv, tie->one_way);
    intro_i_csv_day(csv, tie->since);
    intro_i_csv_day(csv, tie->last);
    if (view->edges != 0) {
        put_cells(csv, x->graph, &x->ties, edge);
        return;
    }
    for (size_t i = 0; i < x->ties.column_count; i++) {
        intro_i_csv_empty(csv);
    }
    intro_i_csv_end_row(csv);
}

static intro_status write_tie_table(exporter *x, intro_i_csv *csv)
{
    intro_i_tie_cursor cursor;
    intro_i_tie_view view;
    put_header(csv, &x->ties);
    intro_i_tie_cursor_init(&cursor, x->graph);
    while (intro_i_tie_cursor_next(&cursor, &view)) {
        INTRO_TRY(poll_at(x, "ties", view.tie.tie, x->graph->ties));
        const uint64_t rows =
            view.edges == 0 || x->ties.column_count == 0 ? 1 : view.edges;
        for (uint64_t i = 0; i < rows; i++) {
            put_tie_row(x, csv, &view, view.first_edge + i);
        }
    }
    return INTRO_OK;
}

/* --- JSON lines ------------------------------------------------------------------------ */

static void put_member(intro_i_json *json, const char *key,
                       const intro_column *column, uint64_t row)
{
    const intro_value value = intro_column_get(column, row);
    if (!value.is_known) {
        intro_i_json_null(json, key);
        return;
    }
    switch (value.kind) {
    case INTRO_KIND_STRING:
        intro_i_json_string(json, key, value.text);
        break;
    case INTRO_KIND_INT:
        intro_i_json_int(json, key, value.integer);
        break;
    case INTRO_KIND_DOUBLE:
        intro_i_json_real(json, key, value.real);
        break;
    case INTRO_KIND_BOOL:
        intro_i_json_bool(json, key, value.integer != 0);
        break;
    case INTRO_KIND_DAY:
        intro_i_json_day(json, key, (intro_day)value.integer);
        break;
    }
}

/* Attributes under their own names: they are in an object of their own. */
static void put_members(intro_i_json *json, const char *key,
                        const intro_graph *graph,
                        const intro_i_export_names *names, uint64_t row)
{
    intro_i_json_object(json, key);
    for (size_t i = 0; i < names->column_count; i++) {
        put_member(json, names->columns[i],
                   intro_graph_column(graph, names->places[i]), row);
    }
    intro_i_json_end_object(json);
}

static void put_person_line(exporter *x, intro_i_json *json, intro_vid v,
                            bool is_owner)
{
    intro_i_json_object(json, NULL);
    intro_i_json_string(json, "type", "person");
    intro_i_json_string(json, "id", intro_graph_id(x->graph, v));
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        intro_i_json_string(json, intro_field_name((intro_field)f),
                            intro_graph_field(x->graph, v, (intro_field)f));
    }
    intro_i_json_array(json, "guessed");
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        if (f != INTRO_FIELD_SUBINDUSTRY &&
            intro_graph_is_guessed(x->graph, v, (intro_field)f)) {
            intro_i_json_string(json, NULL, intro_field_name((intro_field)f));
        }
    }
    intro_i_json_end_array(json);
    intro_i_json_bool(json, "owner", is_owner);
    if (x->has_clusters) {
        char name[INTRO_I_CLUSTER_NAME];
        (void)intro_i_cluster_name(x->graph->clusters[v], name);
        intro_i_json_string(json, "cluster", name);
    }
    put_members(json, "attributes", x->graph, &x->people, v);
    intro_i_json_end_object(json);
    intro_i_json_end(json);
}

static void put_evidence(intro_i_json *json, const intro_evidence *e)
{
    intro_i_json_object(json, NULL);
    intro_i_json_string(json, "kind", intro_evidence_name(e->kind));
    intro_i_json_uint(json, "count", e->count);
    intro_i_json_uint(json, "count_ab", e->count_ab);
    intro_i_json_uint(json, "count_ba", e->count_ba);
    intro_i_json_uint(json, "people", e->people);
    intro_i_json_day(json, "first", e->first);
    intro_i_json_day(json, "last", e->last);
    intro_i_json_string(json, "direction",
                        intro_i_direction_name(e->direction));
    intro_i_json_string(json, "label", e->label[0] == '\0' ? NULL : e->label);
    intro_i_json_real(json, "p", e->q);
    intro_i_json_end_object(json);
}

static void put_tie_line(exporter *x, intro_i_json *json,
                         const intro_i_tie_view *view)
{
    const intro_tie *const tie = &view->tie;
    intro_evidence evidence[INTRO_EV_COUNT];
    const size_t count = intro_graph_tie_evidence(x->graph, tie, evidence);
    intro_i_json_object(json, NULL);
    intro_i_json_string(json, "type", "tie");
    intro_i_json_string(json, "a", intro_graph_id(x->graph, tie->a));
    intro_i_json_string(json, "b", intro_graph_id(x->graph, tie->b));
    intro_i_json_strength(json, "strength", tie->strength);
    intro_i_json_bool(json, "inferred", tie->inferred);
    intro_i_json_bool(json, "one_way", tie->one_way);
    intro_i_json_day(json, "since", tie->since);
    intro_i_json_day(json, "last", tie->last);
    intro_i_json_array(json, "evidence");
    for (size_t i = 0; i < count; i++) {
        put_evidence(json, &evidence[i]);
    }
    intro_i_json_end_array(json);
    intro_i_json_array(json, "attributes");
    for (uint64_t i = 0; i < view->edges; i++) {
        put_members(json, NULL, x->graph, &x->ties, view->first_edge + i);
    }
    intro_i_json_end_array(json);
    intro_i_json_end_object(json);
    intro_i_json_end(json);
}

static intro_status write_lines(exporter *x)
{
    intro_i_json json;
    intro_i_tie_cursor cursor;
    intro_i_tie_view view;
    uint32_t owner = 0;
    intro_i_json_init(&json, x->output, false);
    for (intro_vid v = 0; v < x->graph->people; v++) {
        INTRO_TRY(poll_at(x, "people", v, x->graph->people));
        const bool is_owner =
            owner < x->graph->owner_count && x->graph->owners[owner] == v;
        owner += is_owner;
        put_person_line(x, &json, v, is_owner);
    }
    intro_i_tie_cursor_init(&cursor, x->graph);
    while (intro_i_tie_cursor_next(&cursor, &view)) {
        INTRO_TRY(poll_at(x, "ties", view.tie.tie, x->graph->ties));
        put_tie_line(x, &json, &view);
    }
    return INTRO_OK;
}

/* --- the whole -------------------------------------------------------------------------- */

static intro_status write_tables(exporter *x,
                                 const intro_export_options *export_options,
                                 const intro_report_options *options)
{
    intro_i_csv csv;
    if (export_options->as == INTRO_EXPORT_JSONL) {
        return write_lines(x);
    }
    intro_i_csv_init(&csv, x->output, options);
    return export_options->people_table ? write_people_table(x, &csv)
                                        : write_tie_table(x, &csv);
}

static intro_status export_tables(intro_ctx *ctx, const intro_graph *graph,
                                  const intro_export_options *export_options,
                                  const intro_report_options *options,
                                  intro_output *output)
{
    static const char *const tie_ours[] = {
        "a", "b", "strength", "inferred", "one_way", "since", "last"};
    const char *person_ours[3 + INTRO_FIELD_COUNT] = {"id"};
    exporter x;
    memset(&x, 0, sizeof x);
    x.ctx = ctx;
    x.graph = graph;
    x.output = output;
    x.has_clusters = export_options->clusters;
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        person_ours[1 + f] = intro_field_name((intro_field)f);
    }
    person_ours[1 + INTRO_FIELD_COUNT] = "guessed";
    person_ours[2 + INTRO_FIELD_COUNT] = "cluster";
    intro_status rc = intro_i_export_names_make(
        ctx, graph, INTRO_OF_PERSON, person_ours,
        2 + INTRO_FIELD_COUNT + x.has_clusters, &x.people);
    if (rc == INTRO_OK) {
        rc = intro_i_export_names_make(ctx, graph, INTRO_OF_TIE, tie_ours,
                                       INTRO_COUNT_OF(tie_ours), &x.ties);
    }
    if (rc == INTRO_OK) {
        rc = write_tables(&x, export_options, options);
    }
    intro_i_export_names_fini(&x.people);
    intro_i_export_names_fini(&x.ties);
    return rc;
}

intro_status intro_report_export(intro_ctx *ctx, const intro_graph *graph,
                                 const intro_export_options *export_options,
                                 const intro_report_options *options,
                                 intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    intro_status rc = intro_i_watch_verify(ctx, graph);
    if (rc == INTRO_OK && export_options->clusters && graph->clusters == NULL) {
        rc = intro_i_fail(ctx, INTRO_EARG,
                          "nobody has looked for the clusters yet");
    }
    if (rc == INTRO_OK) {
        rc = export_options->as == INTRO_EXPORT_GRAPHML
                 ? intro_i_export_graphml(ctx, graph, export_options->clusters,
                                          output)
                 : export_tables(ctx, graph, export_options, options, output);
    }
    if (rc != INTRO_OK) {
        intro_i_output_fail(output, rc);
    }
    return intro_i_output_status(output);
}
