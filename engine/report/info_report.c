/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `info` and the accounting of an import. The document is walked once for JSON
 * and once for CSV: there the keys of nested values are joined by dots. */
#include "base/alloc.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "graph/attribute_names.h"
#include "graph/graph_impl.h"
#include "graph/watch.h"
#include "report/csv_writer.h"
#include "report/export_parts.h"
#include "report/info_parts.h"
#include "report/path_parts.h"

#include <introfind/introfind.h>
#include <math.h>
#include <stdio.h>

/* --- JSON or rows of key,value ---------------------------------------------------- */

enum { PATH_BYTES = 128 };

typedef struct emitter {
    bool is_csv;
    intro_i_json json;
    intro_i_csv csv;
    char path[PATH_BYTES]; /* CSV: "read." */
} emitter;

/* Static keys and numbers only, so the path always fits. */
static void open_path(emitter *e, const char *key)
{
    const size_t used = strlen(e->path);
    (void)snprintf(e->path + used, sizeof e->path - used, "%s.", key);
}

static void close_path(emitter *e)
{
    size_t used = strlen(e->path);
    for (used -= used > 0; used > 0 && e->path[used - 1] != '.'; used--) {
    }
    e->path[used] = '\0';
}

static void open_object(emitter *e, const char *key)
{
    if (e->is_csv) {
        open_path(e, key);
    } else {
        intro_i_json_object(&e->json, key);
    }
}

/* An element of an array: its number stands in the path. */
static void open_element(emitter *e, uint64_t number)
{
    if (e->is_csv) {
        char text[24];
        (void)snprintf(text, sizeof text, "%llu", (unsigned long long)number);
        open_path(e, text);
    } else {
        intro_i_json_object(&e->json, NULL);
    }
}

static void close_object(emitter *e)
{
    if (e->is_csv) {
        close_path(e);
    } else {
        intro_i_json_end_object(&e->json);
    }
}

static void open_array(emitter *e, const char *key)
{
    if (e->is_csv) {
        open_path(e, key);
    } else {
        intro_i_json_array(&e->json, key);
    }
}

static void close_array(emitter *e)
{
    if (e->is_csv) {
        close_path(e);
    } else {
        intro_i_json_end_array(&e->json);
    }
}

static void put_key(emitter *e, const char *key)
{
    char whole[PATH_BYTES + 32];
    (void)snprintf(whole, sizeof whole, "%s%s", e->path, key);
    intro_i_csv_text(&e->csv, whole);
}

static void put_text(emitter *e, const char *key, const char *text)
{
    if (e->is_csv) {
        put_key(e, key);
        intro_i_csv_text(&e->csv, text);
        intro_i_csv_end_row(&e->csv);
    } else {
        intro_i_json_string(&e->json, key, text);
    }
}

static void put_uint(emitter *e, const char *key, uint64_t value)
{
    if (e->is_csv) {
        put_key(e, key);
        intro_i_csv_uint(&e->csv, value);
        intro_i_csv_end_row(&e->csv);
    } else {
        intro_i_json_uint(&e->json, key, value);
    }
}

static void put_real(emitter *e, const char *key, double value)
{
    if (e->is_csv) {
        put_key(e, key);
        intro_i_csv_real(&e->csv, value);
        intro_i_csv_end_row(&e->csv);
    } else {
        intro_i_json_real(&e->json, key, value);
    }
}

static void put_bool(emitter *e, const char *key, bool value)
{
    if (e->is_csv) {
        put_key(e, key);
        intro_i_csv_bool(&e->csv, value);
        intro_i_csv_end_row(&e->csv);
    } else {
        intro_i_json_bool(&e->json, key, value);
    }
}

/* --- the document ------------------------------------------------------------------- */

static void put_read(emitter *e, const intro_graph *graph)
{
    const intro_read_counts read = intro_graph_read_counts(graph);
    open_object(e, "read");
    put_uint(e, "nodes", read.nodes);
    put_uint(e, "edges", read.edges);
    put_uint(e, "self_loops", read.self_loops);
    put_uint(e, "parallel", read.parallel);
    put_uint(e, "undeclared_nodes", read.undeclared_nodes);
    put_uint(e, "dropped", read.dropped);
    put_uint(e, "graphs", read.graphs);
    put_uint(e, "nested_graphs", read.nested_graphs);
    put_uint(e, "hyperedges", read.hyperedges);
    put_uint(e, "ports", read.ports);
    close_object(e);
}

static void put_measures(emitter *e, const intro_graph *graph,
                         const intro_summary *summary)
{
    const bool is_empty = intro_graph_people(graph) == 0;
    open_object(e, "degree");
    put_real(e, "min", is_empty ? (double)NAN : (double)summary->degree_min);
    put_real(e, "median", summary->degree_median);
    put_real(e, "mean", summary->degree_mean);
    put_real(e, "max", is_empty ? (double)NAN : (double)summary->degree_max);
    close_object(e);
    open_object(e, "strength");
    put_text(e, "attribute", intro_graph_weight_attribute(graph));
    put_text(e, "meaning", intro_graph_weight_meaning(graph));
    put_text(e, "model", intro_graph_model_name(graph));
    put_real(e, "min", summary->strength_min);
    put_real(e, "median", summary->strength_median);
    put_real(e, "max", summary->strength_max);
    close_object(e);
}

/* --- attributes ----------------------------------------------------------------------- */

static intro_status describe_column(intro_ctx *ctx, const intro_graph *graph,
                                    uint32_t i, intro_i_attribute *out)
{
    const intro_column *const column = intro_graph_column(graph, i);
    const char *const name = intro_column_name(column);
    if (intro_i_is_reserved(name)) {
        return INTRO_OK;
    }
    out->name = name;
    out->kind = intro_column_kind_name(intro_column_get_kind(column));
    out->is_tie = intro_column_owner(column) == INTRO_OF_TIE;
    out->known = intro_column_known(column);
    return intro_column_distinct(ctx, graph, column, &out->distinct);
}

static intro_status describe_field(intro_ctx *ctx, const intro_graph *graph,
                                   intro_field field, intro_i_attribute *out)
{
    if (graph->known[field] == NULL ||
        (graph->known_own >> (unsigned)field & 1) == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(
        intro_field_distinct(ctx, graph, field, &out->known, &out->distinct));
    out->kind = "string";
    out->guessed = intro_graph_guessed(graph, field);
    if (out->known != 0) {
        out->name = intro_i_field_own_name(graph, field);
    }
    return INTRO_OK;
}

static bool comes_before(const intro_i_attribute *a, const intro_i_attribute *b)
{
    if (a->is_tie != b->is_tie) {
        return b->is_tie;
    }
    return strcmp(a->name, b->name) < 0;
}

/* Puts one into its place among those there. */
static void insert(intro_i_attribute *list, uint32_t *count,
                   const intro_i_attribute *attribute)
{
    if (attribute->name == NULL) {
        return;
    }
    uint32_t at = (*count)++;
    for (; at > 0 && comes_before(attribute, &list[at - 1]); at--) {
        list[at] = list[at - 1];
    }
    list[at] = *attribute;
}

intro_status intro_i_attribute_list(intro_ctx *ctx, const intro_graph *graph,
                                    intro_i_attribute **out, uint32_t *count)
{
    const uint32_t columns = intro_graph_columns(graph);
    intro_i_attribute *const list =
        intro_i_alloc((size_t)columns + INTRO_FIELD_COUNT, sizeof *list);
    if (list == NULL) {
        return intro_i_fail_memory(ctx);
    }
    *count = 0;
    intro_status rc = INTRO_OK;
    for (uint32_t i = 0; i < columns + INTRO_FIELD_COUNT && rc == INTRO_OK;
         i++) {
        intro_i_attribute attribute;
        memset(&attribute, 0, sizeof attribute);
        rc = i < columns
                 ? describe_column(ctx, graph, i, &attribute)
                 : describe_field(ctx, graph, (intro_field)(i - columns),
                                  &attribute);
        if (rc == INTRO_OK) {
            insert(list, count, &attribute);
        }
    }
    if (rc != INTRO_OK) {
        intro_i_free(list);
        return rc;
    }
    *out = list;
    return INTRO_OK;
}

static void put_attribute(emitter *e, const intro_i_attribute *attribute,
                          uint64_t number)
{
    open_element(e, number);
    put_text(e, "name", attribute->name);
    put_text(e, "of", attribute->is_tie ? "tie" : "person");
    put_text(e, "kind", attribute->kind);
    put_uint(e, "known", attribute->known);
    put_uint(e, "distinct", attribute->distinct);
    close_object(e);
}

static void put_source(emitter *e, const intro_graph *graph, uint32_t i)
{
    const intro_source_info source = intro_graph_source(graph, i);
    open_element(e, i + UINT64_C(1));
    put_text(e, "file", source.file);
    put_text(e, "format", source.format);
    put_text(e, "owner", source.owner);
    put_uint(e, "rows", source.rows);
    put_uint(e, "used", source.used);
    put_uint(e, "merged", source.merged);
    put_uint(e, "skipped", source.skipped);
    open_array(e, "reasons");
    for (uint32_t j = 0; j < source.reasons; j++) {
        const intro_reason reason = intro_graph_source_reason(graph, i, j);
        open_element(e, j + UINT64_C(1));
        put_text(e, "reason", reason.reason);
        put_uint(e, "count", reason.count);
        put_uint(e, "first_line", reason.first_line);
        close_object(e);
    }
    close_array(e);
    close_object(e);
}

intro_status
intro_i_lookalike_lines(intro_ctx *ctx, const intro_graph *graph,
                        char lines[INTRO_I_LOOKALIKE_LINES][INTRO_MESSAGE_MAX],
                        uint32_t *count)
{
    enum { ID_TOLD = 60 };
    intro_lookalikes found;
    INTRO_TRY(intro_lookalikes_find(ctx, graph, &found));
    *count = 0;
    if (found.ids != 0) {
        (void)snprintf(
            lines[(*count)++], INTRO_MESSAGE_MAX,
            "%llu people have ids that look alike, for example "
            "\"%.*s\" and \"%.*s\"",
            (unsigned long long)found.ids,
            intro_i_utf8_upto(intro_graph_id(graph, found.id_a), ID_TOLD),
            intro_graph_id(graph, found.id_a),
            intro_i_utf8_upto(intro_graph_id(graph, found.id_b), ID_TOLD),
            intro_graph_id(graph, found.id_b));
    }
    if (found.names != 0) {
        (void)snprintf(
            lines[(*count)++], INTRO_MESSAGE_MAX,
            "%llu people share a name with others and may be the "
            "same, for example id:%.*s and id:%.*s; "
            "--merge-names joins those of one company in several "
            "inputs",
            (unsigned long long)found.names,
            intro_i_utf8_upto(intro_graph_id(graph, found.name_a), ID_TOLD),
            intro_graph_id(graph, found.name_a),
            intro_i_utf8_upto(intro_graph_id(graph, found.name_b), ID_TOLD),
            intro_graph_id(graph, found.name_b));
    }
    return INTRO_OK;
}

static intro_status put_warnings(emitter *e, intro_ctx *ctx,
                                 const intro_graph *graph)
{
    char more[INTRO_I_LOOKALIKE_LINES][INTRO_MESSAGE_MAX];
    uint32_t more_count;
    INTRO_TRY(intro_i_output_status(e->csv.output));
    INTRO_TRY(intro_i_lookalike_lines(ctx, graph, more, &more_count));
    const uint32_t stored = intro_graph_warnings(graph);
    open_array(e, "warnings");
    for (uint32_t i = 0; i < stored + more_count; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%lu", (unsigned long)i + 1);
        put_text(e, e->is_csv ? number : NULL,
                 i < stored ? intro_graph_warning(graph, i) : more[i - stored]);
    }
    close_array(e);
    return INTRO_OK;
}

/* CSV only. */
static void put_outside(emitter *e, const char *key, const char *text)
{
    put_key(e, key);
    intro_i_csv_outside(&e->csv, text);
    intro_i_csv_end_row(&e->csv);
}

static void put_provenance(emitter *e, const intro_graph *graph,
                           const intro_report_options *options)
{
    char day[16];
    if (!e->is_csv) {
        intro_i_json_provenance(&e->json, graph, options);
        return;
    }
    intro_i_day_format(intro_graph_as_of(graph), day);
    open_path(e, "provenance");
    put_text(e, "version", intro_version());
    put_outside(e, "command", options->command);
    put_outside(e, "network", options->network);
    put_text(e, "as_of", day);
    close_path(e);
}

static intro_status put_attributes(emitter *e, intro_ctx *ctx,
                                   const intro_graph *graph)
{
    intro_i_attribute *list;
    uint32_t count;
    /* The call would forget why a write failed. */
    INTRO_TRY(intro_i_output_status(e->csv.output));
    INTRO_TRY(intro_i_attribute_list(ctx, graph, &list, &count));
    open_array(e, "attributes");
    for (uint32_t i = 0; i < count; i++) {
        put_attribute(e, &list[i], (uint64_t)i + 1);
    }
    intro_i_free(list);
    close_array(e);
    return INTRO_OK;
}

static intro_status put_document(emitter *e, intro_ctx *ctx,
                                 const intro_graph *graph,
                                 const intro_report_options *options)
{
    intro_summary summary;
    INTRO_TRY(intro_summary_compute(ctx, graph, &summary));
    if (e->is_csv) {
        intro_i_puts(e->csv.output, "key,value\n");
    } else {
        intro_i_json_object(&e->json, NULL);
    }
    put_text(e, "schema", "introfind.info/1");
    put_uint(e, "people", intro_graph_people(graph));
    put_uint(e, "ties", intro_graph_ties(graph));
    put_bool(e, "directed", intro_graph_is_directed(graph));
    put_uint(e, "components", summary.components);
    put_uint(e, "largest_component", summary.largest_component);
    put_read(e, graph);
    put_uint(e, "inferred_ties", intro_graph_inferred_ties(graph));
    put_measures(e, graph, &summary);
    INTRO_TRY(put_attributes(e, ctx, graph));
    open_array(e, "sources");
    for (uint32_t i = 0; i < intro_graph_sources(graph); i++) {
        put_source(e, graph, i);
    }
    close_array(e);
    INTRO_TRY(put_warnings(e, ctx, graph));
    put_provenance(e, graph, options);
    if (!e->is_csv) {
        intro_i_json_end_object(&e->json);
        intro_i_json_end(&e->json);
    }
    return INTRO_OK;
}

intro_status intro_report_info(intro_ctx *ctx, const intro_graph *graph,
                               bool is_import,
                               const intro_report_options *options,
                               intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    intro_status rc = intro_i_watch_verify(ctx, graph);
    if (rc == INTRO_OK && options->format == INTRO_FORMAT_TEXT) {
        rc = intro_i_info_text(ctx, graph, is_import, options, output);
    } else if (rc == INTRO_OK) {
        emitter e;
        e.is_csv = options->format == INTRO_FORMAT_CSV;
        e.path[0] = '\0';
        intro_i_json_init(&e.json, output, true);
        intro_i_csv_init(&e.csv, output, options);
        rc = put_document(&e, ctx, graph, options);
    }
    if (rc != INTRO_OK) {
        intro_i_output_fail(output, rc);
    }
    return intro_i_output_status(output);
}
