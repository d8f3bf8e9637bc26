/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML that Gephi, NetworkX, igraph, yEd and Cytoscape open: keys first, types
 * of the standard only, nodes then edges. Every stated edge is an edge, so that
 * parallel ones merge again on import as they did; a tie of evidence alone is
 * one. A tie that an input stated without a number has no `strength` here: it
 * had none. Evidence is the attribute introfind_evidence (evidence_text.h). */
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "graph/attribute_names.h"
#include "graph/evidence_text.h"
#include "graph/restrength.h"
#include "report/export_parts.h"

#include <stdio.h>

enum { POLL_EVERY = 1 << 14, TAG_BYTES = 32 };

/* Our attributes of ties, in the order of their keys. */
enum { STRENGTH, INFERRED, SINCE, LAST, EVIDENCE, W, TIE_OURS };

typedef struct tag {
    char text[TAG_BYTES]; /* <data key="d12"> */
    size_t length;
} tag;

typedef struct writer {
    intro_ctx *ctx;
    const intro_graph *graph;
    intro_output *output;
    intro_i_export_names people;
    intro_i_export_names ties;
    intro_field fields[INTRO_FIELD_COUNT];
    size_t field_count;
    size_t owner_key;   /* behind the fields; SIZE_MAX: not written */
    size_t guessed_key; /* the same */
    size_t cluster_key; /* the same */
    uint32_t keys;      /* declared so far */
    uint32_t first_person_column;
    uint32_t first_tie;
    uint32_t first_tie_column;
    intro_i_strbuf evidence;
    uint64_t edge;
} writer;

/* --- XML ---------------------------------------------------------------------------- */

static const char *entity_of(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

/* May the bytes have to be looked at? 0xEF begins U+FFFE and U+FFFF. */
static inline bool is_special(unsigned char c)
{
    return c < 0x20 || c == '&' || c == '<' || c == '>' || c == '"' ||
           c == 0xEF;
}

/* false: a character that XML 1.0 cannot carry. */
static bool put_escaped(intro_output *output, const char *text, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (INTRO_LIKELY(!is_special(c))) {
            continue;
        }
        if (c == 0xEF) {
            if (length - i >= 3 && (unsigned char)text[i + 1] == 0xBF &&
                (unsigned char)text[i + 2] >= 0xBE) {
                return false;
            }
            continue;
        }
        const char *const entity = entity_of(c);
        if (entity == NULL) {
            return false;
        }
        intro_i_put(output, text + start, i - start);
        intro_i_puts(output, entity);
        start = i + 1;
    }
    intro_i_put(output, text + start, length - start);
    return true;
}

static void name_person(const intro_graph *graph, intro_vid v, char *out,
                        size_t size)
{
    (void)intro_escape_text(intro_graph_id(graph, v), out, size);
}

/* The refusal of what XML cannot carry; b is INTRO_NO_VID for a person. */
static intro_status refuse(writer *w, const char *attribute, intro_vid a,
                           intro_vid b)
{
    char first[128];
    char second[128];
    char name[128];
    name_person(w->graph, a, first, sizeof first);
    (void)intro_escape_text(attribute, name, sizeof name);
    if (b == INTRO_NO_VID) {
        (void)intro_i_fail(w->ctx, INTRO_EFORMAT,
                           "person %s: %s holds a control character that XML "
                           "cannot carry",
                           first, name);
    } else {
        name_person(w->graph, b, second, sizeof second);
        (void)intro_i_fail(w->ctx, INTRO_EFORMAT,
                           "tie %s - %s: %s holds a control character that XML "
                           "cannot carry",
                           first, second, name);
    }
    intro_i_hint(w->ctx, "export --as jsonl or csv can carry it");
    return INTRO_EFORMAT;
}

static tag make_tag(uint32_t key)
{
    tag made;
    made.length = (size_t)snprintf(made.text, sizeof made.text,
                                   "<data key=\"d%lu\">", (unsigned long)key);
    return made;
}

static void open_data(writer *w, uint32_t key)
{
    const tag opening = make_tag(key);
    intro_i_put(w->output, opening.text, opening.length);
}

static void close_data(writer *w)
{
    intro_i_put(w->output, "</data>", 7);
}

static void put_data(writer *w, uint32_t key, const char *plain, size_t length)
{
    open_data(w, key);
    intro_i_put(w->output, plain, length);
    close_data(w);
}

static void put_data_text(writer *w, uint32_t key, const char *plain)
{
    put_data(w, key, plain, strlen(plain));
}

static void put_day_data(writer *w, uint32_t key, intro_day day)
{
    char text[16];
    if (day != INTRO_NO_DAY) {
        intro_i_day_format(day, text);
        put_data_text(w, key, text);
    }
}

/* --- keys ---------------------------------------------------------------------------- */

static intro_status put_key(writer *w, const char *of, const char *name,
                            const char *type)
{
    intro_i_puts(w->output, "  <key id=\"d");
    intro_i_put_u64(w->output, w->keys++);
    intro_i_puts(w->output, "\" for=\"");
    intro_i_puts(w->output, of);
    intro_i_puts(w->output, "\" attr.name=\"");
    if (!put_escaped(w->output, name, strlen(name))) {
        char safe[128];
        return intro_i_fail(w->ctx, INTRO_EFORMAT,
                            "the name of attribute %s holds a control "
                            "character that XML cannot carry",
                            intro_escape_text(name, safe, sizeof safe));
    }
    intro_i_puts(w->output, "\" attr.type=\"");
    intro_i_puts(w->output, type);
    intro_i_puts(w->output, "\"/>\n");
    return INTRO_OK;
}

static const char *type_of(intro_column_kind kind)
{
    switch (kind) {
    case INTRO_KIND_INT:
        return "long";
    case INTRO_KIND_DOUBLE:
        return "double";
    case INTRO_KIND_BOOL:
        return "boolean";
    case INTRO_KIND_STRING:
    case INTRO_KIND_DAY:
        break;
    }
    return "string";
}

static intro_status put_column_keys(writer *w, const char *of,
                                    const intro_i_export_names *names)
{
    for (size_t i = 0; i < names->column_count; i++) {
        const intro_column *const column =
            intro_graph_column(w->graph, names->places[i]);
        INTRO_TRY(put_key(w, of, names->columns[i],
                          type_of(intro_column_get_kind(column))));
    }
    return INTRO_OK;
}

static intro_status put_keys(writer *w)
{
    static const char *const types[TIE_OURS] = {"double", "boolean", "string",
                                                "string", "string",  "double"};
    for (size_t i = 0; i < w->people.our_count; i++) {
        INTRO_TRY(put_key(w, "node", w->people.ours[i],
                          i == w->owner_key ? "boolean" : "string"));
    }
    w->first_person_column = w->keys;
    INTRO_TRY(put_column_keys(w, "node", &w->people));
    w->first_tie = w->keys;
    for (size_t i = 0; i < w->ties.our_count; i++) {
        INTRO_TRY(put_key(w, "edge", w->ties.ours[i], types[i]));
    }
    w->first_tie_column = w->keys;
    return put_column_keys(w, "edge", &w->ties);
}

/* --- values --------------------------------------------------------------------------- */

static bool put_value(writer *w, uint32_t key, const intro_value *value)
{
    char text[32];
    bool is_whole = true;
    switch (value->kind) {
    case INTRO_KIND_STRING:
        open_data(w, key);
        is_whole = put_escaped(w->output, value->text, strlen(value->text));
        close_data(w);
        break;
    case INTRO_KIND_INT:
        open_data(w, key);
        intro_i_put_i64(w->output, value->integer);
        close_data(w);
        break;
    case INTRO_KIND_DOUBLE:
        intro_i_format_double(value->real, text);
        put_data_text(w, key, text);
        break;
    case INTRO_KIND_BOOL:
        put_data_text(w, key, value->integer != 0 ? "true" : "false");
        break;
    case INTRO_KIND_DAY:
        put_day_data(w, key, (intro_day)value->integer);
        break;
    }
    return is_whole;
}

static intro_status put_columns(writer *w, const intro_i_export_names *names,
                                uint32_t first_key, uint64_t row, intro_vid a,
                                intro_vid b)
{
    for (size_t i = 0; i < names->column_count; i++) {
        const intro_value value = intro_column_get(
            intro_graph_column(w->graph, names->places[i]), row);
        if (value.is_known && !put_value(w, first_key + (uint32_t)i, &value)) {
            return refuse(w, names->columns[i], a, b);
        }
    }
    return INTRO_OK;
}

/* --- people and ties --------------------------------------------------------------------- */

static intro_status put_node(writer *w, intro_vid v, bool is_owner)
{
    const char *const id = intro_graph_id(w->graph, v);
    char guessed[INTRO_I_GUESSED_WORDS];
    intro_i_puts(w->output, "    <node id=\"");
    if (!put_escaped(w->output, id, strlen(id))) {
        return refuse(w, "id", v, INTRO_NO_VID);
    }
    intro_i_puts(w->output, "\">");
    for (size_t i = 0; i < w->field_count; i++) {
        const char *const text = intro_graph_field(w->graph, v, w->fields[i]);
        if (text == NULL) {
            continue;
        }
        open_data(w, (uint32_t)i);
        if (!put_escaped(w->output, text, strlen(text))) {
            return refuse(w, intro_field_name(w->fields[i]), v, INTRO_NO_VID);
        }
        close_data(w);
    }
    if (is_owner) {
        put_data_text(w, (uint32_t)w->owner_key, "true");
    }
    if (w->cluster_key != SIZE_MAX) {
        char name[INTRO_I_CLUSTER_NAME];
        const size_t length = intro_i_cluster_name(w->graph->clusters[v], name);
        put_data(w, (uint32_t)w->cluster_key, name, length);
    }
    intro_i_export_guessed(w->graph, v, guessed);
    if (guessed[0] != '\0') {
        put_data_text(w, (uint32_t)w->guessed_key, guessed);
    }
    INTRO_TRY(
        put_columns(w, &w->people, w->first_person_column, v, v, INTRO_NO_VID));
    intro_i_puts(w->output, "</node>\n");
    return INTRO_OK;
}

static intro_status put_nodes(writer *w)
{
    uint32_t owner = 0;
    for (intro_vid v = 0; v < w->graph->people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_progress(w->ctx, "writing", "people", v,
                                       w->graph->people));
            INTRO_TRY(intro_i_output_status(w->output));
        }
        const bool is_owner =
            owner < w->graph->owner_count && w->graph->owners[owner] == v;
        owner += is_owner;
        INTRO_TRY(put_node(w, v, is_owner));
    }
    return INTRO_OK;
}

/* May this row stand on this edge? A parallel edge repeats only the number, as
 * items of several edges would add up. */
static bool is_told(const writer *w, const intro_i_evidence_row *row,
                    bool is_first)
{
    const intro_evidence_kind kind = (intro_evidence_kind)row->kind;
    if (kind == INTRO_EV_WEIGHT || kind == INTRO_EV_STATED) {
        return true;
    }
    return is_first &&
           !(w->graph->observed_only && intro_evidence_is_inferred(kind));
}

static void put_evidence(writer *w, const intro_i_tie_view *view, bool is_first)
{
    intro_i_evidence_row rows[INTRO_EV_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < view->row_count && count < INTRO_EV_COUNT; i++) {
        if (is_told(w, &view->rows[i], is_first)) {
            rows[count++] = view->rows[i];
        }
    }
    if (count == 0) {
        return;
    }
    intro_i_strbuf_clear(&w->evidence);
    intro_i_evidence_format(&w->graph->strings, rows, count, &w->evidence);
    if (w->evidence.status != INTRO_OK) {
        intro_i_output_fail(w->output, intro_i_fail_memory(w->ctx));
    }
    open_data(w, w->first_tie + EVIDENCE);
    /* Printable ASCII, but a label may hold & and <. */
    (void)put_escaped(w->output, w->evidence.data, w->evidence.length);
    close_data(w);
}

static void put_our_data(writer *w, const intro_i_tie_view *view, bool is_first)
{
    const intro_tie *const tie = &view->tie;
    const uint32_t key = w->first_tie;
    char text[32];
    const size_t length = intro_i_format_double((double)tie->strength, text);
    put_data(w, key + STRENGTH, text, length);
    if (w->ties.our_count > W && !view->is_stated && view->row_count == 0) {
        put_data(w, key + W, text, length);
    }
    if (tie->inferred) {
        put_data(w, key + INFERRED, "true", 4);
    }
    put_day_data(w, key + SINCE, tie->since);
    put_day_data(w, key + LAST, tie->last);
    put_evidence(w, view, is_first);
}

static intro_status put_edge(writer *w, const intro_i_tie_view *view,
                             uint64_t number)
{
    const char *const a = intro_graph_id(w->graph, view->tie.a);
    const char *const b = intro_graph_id(w->graph, view->tie.b);
    intro_i_puts(w->output, "    <edge id=\"e");
    intro_i_put_u64(w->output, w->edge++);
    intro_i_puts(w->output, "\" source=\"");
    (void)put_escaped(w->output, a, strlen(a)); /* a node went out before */
    intro_i_puts(w->output, "\" target=\"");
    (void)put_escaped(w->output, b, strlen(b));
    intro_i_puts(w->output, w->graph->is_directed && !view->tie.one_way
                                ? "\" directed=\"false\">"
                                : "\">");
    put_our_data(w, view, number == 0);
    if (view->edges != 0) {
        INTRO_TRY(put_columns(w, &w->ties, w->first_tie_column,
                              view->first_edge + number, view->tie.a,
                              view->tie.b));
    }
    intro_i_puts(w->output, "</edge>\n");
    return INTRO_OK;
}

static intro_status put_edges(writer *w)
{
    intro_i_tie_cursor cursor;
    intro_i_tie_view view;
    intro_i_tie_cursor_init(&cursor, w->graph);
    while (intro_i_tie_cursor_next(&cursor, &view)) {
        if (view.tie.tie % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_progress(w->ctx, "writing", "ties", view.tie.tie,
                                       w->graph->ties));
            INTRO_TRY(intro_i_output_status(w->output));
        }
        const uint64_t edges = view.edges == 0 ? 1 : view.edges;
        for (uint64_t i = 0; i < edges; i++) {
            INTRO_TRY(put_edge(w, &view, i));
        }
    }
    return INTRO_OK;
}

static intro_status put_document(writer *w)
{
    intro_i_puts(w->output,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
                 "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                 "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                 "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
    INTRO_TRY(put_keys(w));
    intro_i_puts(w->output,
                 w->graph->is_directed
                     ? "  <graph id=\"G\" edgedefault=\"directed\">\n"
                     : "  <graph id=\"G\" "
                       "edgedefault=\"undirected\">\n");
    INTRO_TRY(put_nodes(w));
    INTRO_TRY(put_edges(w));
    intro_i_puts(w->output, "  </graph>\n</graphml>\n");
    return INTRO_OK;
}

intro_status intro_i_export_graphml(intro_ctx *ctx, const intro_graph *graph,
                                    bool has_clusters, intro_output *output)
{
    static const char *const tie_ours[TIE_OURS] = {
        "strength", "inferred",           "since",
        "last",     "introfind_evidence", INTRO_I_EXPORT_STRENGTH};
    const char *person_ours[INTRO_FIELD_COUNT + 4];
    size_t count;
    writer w;
    memset(&w, 0, sizeof w);
    w.ctx = ctx;
    w.graph = graph;
    w.output = output;
    w.field_count = intro_i_export_fields(graph, w.fields);
    for (size_t i = 0; i < w.field_count; i++) {
        person_ours[i] = intro_i_field_own_name(graph, w.fields[i]);
    }
    count = w.field_count;
    w.owner_key = w.guessed_key = w.cluster_key = SIZE_MAX;
    if (graph->owner_count != 0) { /* nobody owns a network of GraphML alone */
        w.owner_key = count;
        person_ours[count++] = "introfind_owner";
    }
    if (intro_i_export_has_guesses(graph)) {
        w.guessed_key = count;
        person_ours[count++] = INTRO_I_EXPORT_GUESSED;
        /* Beside guesses an import takes `subindustry` for ours, unless there is
         * one that says it is. */
        const char *const finer =
            intro_i_field_own_name(graph, INTRO_FIELD_SUBINDUSTRY);
        if (graph->known[INTRO_FIELD_SUBINDUSTRY] == NULL &&
            intro_i_is_reserved(finer)) {
            person_ours[count++] = finer;
        }
    }
    if (has_clusters) {
        w.cluster_key = count;
        person_ours[count++] = "cluster";
    }
    intro_i_strbuf_init(&w.evidence, 0);
    intro_status rc = intro_i_export_names_make(ctx, graph, INTRO_OF_PERSON,
                                                person_ours, count, &w.people);
    if (rc == INTRO_OK) {
        /* w goes out only where importing again would not find it. */
        const size_t ours =
            graph->strength.weight_by_option != 0 ? TIE_OURS : W;
        rc = intro_i_export_names_make(ctx, graph, INTRO_OF_TIE, tie_ours, ours,
                                       &w.ties);
    }
    if (rc == INTRO_OK) {
        rc = put_document(&w);
    }
    intro_i_export_names_fini(&w.people);
    intro_i_export_names_fini(&w.ties);
    intro_i_strbuf_fini(&w.evidence);
    return rc;
}
