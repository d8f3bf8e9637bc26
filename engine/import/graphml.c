/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An explicit stack of the elements that mean something; whatever else a file
 * holds is passed over by counting depth. Element and attribute names become
 * small numbers through a cache of the reader's unique name pointers. */
#include "import/graphml.h"

#include "base/context_impl.h"
#include "base/text.h"
#include "import/graphml_lane.h"
#include "import/graphml_people.h"

#include <string.h>

enum {
    WORD_CACHE = 256, /* index: 8 bits of a hash */
    WORD_WAYS = 4
};

/* Not an enum type: the places tell apart only what they know. */
enum {
    WORD_UNKNOWN,
    WORD_GRAPHML,
    WORD_KEY,
    WORD_DEFAULT,
    WORD_GRAPH,
    WORD_NODE,
    WORD_EDGE,
    WORD_DATA,
    WORD_HYPEREDGE,
    WORD_PORT,
    WORD_NODE_LABEL,
    WORD_EDGE_LABEL,
    WORD_LABEL_TEXT,
    WORD_LABEL_ELEMENT,
    WORD_ID,
    WORD_SOURCE,
    WORD_TARGET,
    WORD_DIRECTED,
    WORD_LABEL,
    WORD_LABELS,
    WORD_FOR,
    WORD_ATTR_NAME,
    WORD_ATTR_TYPE,
    WORD_YFILES_TYPE,
    WORD_EDGEDEFAULT,
    WORD_PARSE_NODES,
    WORD_PARSE_EDGES,
    WORD_TEXT,
    WORD_COUNT
};

typedef unsigned word;

static const char *const words[WORD_COUNT] = {
    [WORD_UNKNOWN] = "",
    [WORD_GRAPHML] = "graphml",
    [WORD_KEY] = "key",
    [WORD_DEFAULT] = "default",
    [WORD_GRAPH] = "graph",
    [WORD_NODE] = "node",
    [WORD_EDGE] = "edge",
    [WORD_DATA] = "data",
    [WORD_HYPEREDGE] = "hyperedge",
    [WORD_PORT] = "port",
    [WORD_NODE_LABEL] = "NodeLabel",
    [WORD_EDGE_LABEL] = "EdgeLabel",
    [WORD_LABEL_TEXT] = "Label.Text",
    [WORD_LABEL_ELEMENT] = "Label",
    [WORD_ID] = "id",
    [WORD_SOURCE] = "source",
    [WORD_TARGET] = "target",
    [WORD_DIRECTED] = "directed",
    [WORD_LABEL] = "label",
    [WORD_LABELS] = "labels",
    [WORD_FOR] = "for",
    [WORD_ATTR_NAME] = "attr.name",
    [WORD_ATTR_TYPE] = "attr.type",
    [WORD_YFILES_TYPE] = "yfiles.type",
    [WORD_EDGEDEFAULT] = "edgedefault",
    [WORD_PARSE_NODES] = "parse.nodes",
    [WORD_PARSE_EDGES] = "parse.edges",
    [WORD_TEXT] = "Text"};

/* Where the machine stands: the kind of the innermost element. */
typedef enum place {
    PLACE_OUTSIDE,
    PLACE_GRAPHML,
    PLACE_KEY,
    PLACE_DEFAULT,
    PLACE_GRAPH,
    PLACE_NODE,
    PLACE_EDGE,
    PLACE_DATA,
    PLACE_PORT
} place;

typedef struct frame {
    place place;
    bool is_directed;  /* GRAPH: edgedefault */
    bool has_children; /* DATA, DEFAULT: elements inside */
    uint64_t row;      /* NODE, EDGE: or INTRO_I_GRAPHML_NO_ROW */
    uint64_t element;  /* NODE, EDGE: number among all */
    uint64_t line;
    uint64_t nodes; /* GRAPH: direct children */
    uint64_t edges;
    uint64_t stated_nodes; /* GRAPH: parse.nodes, UINT64_MAX = none */
    uint64_t stated_edges;
} frame;

/* What becomes of text. */
typedef enum text_use { TEXT_NONE, TEXT_VALUE, TEXT_LABEL } text_use;

typedef struct word_entry {
    const char *name;
    word is;
} word_entry;

/* The attributes of a <key> until its end. */
typedef struct open_key {
    intro_i_strbuf bytes; /* id, name, type one after the other */
    size_t name_at;
    size_t type_at;
    bool has_name;
    bool has_type;
    bool is_graphics;
    intro_i_graphml_of of;
    uint64_t line;
} open_key;

typedef struct machine {
    intro_i_builder *builder;
    intro_ctx *ctx;
    const char *file;
    const intro_import_options *options;
    intro_read_counts *read;
    intro_i_account *account;
    intro_i_graphml_keys *keys;
    frame frames[INTRO_I_XML_OPEN + 1];
    size_t depth;   /* frames[depth] is the innermost */
    size_t skipped; /* depth inside an element that is passed over */
    text_use text_use;
    intro_i_strbuf text;  /* of <data> or <default> */
    intro_i_strbuf label; /* of a drawing inside <data> */
    size_t inside;        /* depth below <data> or <default> */
    size_t label_inside;  /* `inside` of the label's element, 0 = none */
    uint64_t graphs;      /* top-level ones met */
    uint64_t elements;
    uint64_t edge_rows;
    uint64_t data_line;
    intro_i_graphml_key *data_key; /* NULL: not stored */
    open_key key;
    intro_i_graphml_people people;
    word_entry cache[WORD_CACHE];
} machine;

/* --- small helpers -------------------------------------------------------- */

static word spell(const char *name)
{
    for (word w = WORD_GRAPHML; w < WORD_COUNT; w++) {
        if (strcmp(name, words[w]) == 0) {
            return w;
        }
    }
    return WORD_UNKNOWN;
}

static inline word word_of(machine *m, const char *name)
{
    const uint64_t mixed = (uint64_t)(uintptr_t)name * 0x9E3779B97F4A7C15u;
    const size_t at = (size_t)(mixed >> 56);
    word_entry *entry = &m->cache[at];
    for (size_t i = 1; i < WORD_WAYS && entry->name != name; i++) {
        if (entry->name == NULL) {
            break;
        }
        entry = &m->cache[(at + i) % WORD_CACHE];
    }
    if (INTRO_UNLIKELY(entry->name != name)) {
        entry->name = name;
        entry->is = spell(name);
    }
    return entry->is;
}

static intro_status fail(machine *m, uint64_t line, const char *message)
{
    return intro_i_fail_at(m->ctx, INTRO_EFORMAT, m->file, line, 0, "%s",
                           message);
}

/* Something the file must not say, that --lenient passes over. */
static intro_status refuse(machine *m, uint64_t line, const char *message)
{
    return m->options->lenient
               ? intro_i_builder_reason(m->builder, message, line, 1)
               : fail(m, line, message);
}

static bool is_blank(const char *bytes, size_t length)
{
    intro_i_text_trim(&bytes, &length);
    return length == 0;
}

static const intro_i_xml_attribute *
find_attribute(machine *m, const intro_i_xml_element *e, word wanted)
{
    for (size_t i = 0; i < e->count; i++) {
        if (word_of(m, e->attributes[i].name) == wanted) {
            return &e->attributes[i];
        }
    }
    return NULL;
}

static frame *enter(machine *m, place where, uint64_t line)
{
    frame *const f = &m->frames[++m->depth];
    f->place = where;
    f->line = line;
    f->row = INTRO_I_GRAPHML_NO_ROW;
    f->has_children = false;
    return f;
}

static void skip(machine *m)
{
    m->skipped = 1;
}

/* --- edges and nodes ------------------------------------------------------ */

/* `label` and `labels` in the tag itself. */
static intro_status keep_tag_labels(machine *m, const intro_i_xml_element *e,
                                    intro_i_graphml_of of, uint64_t row)
{
    const intro_i_xml_attribute *const label = find_attribute(m, e, WORD_LABEL);
    const intro_i_xml_attribute *const labels =
        find_attribute(m, e, WORD_LABELS);
    if (label != NULL) {
        INTRO_TRY(intro_i_graphml_keys_extra(m->keys, of, INTRO_I_GRAPHML_LABEL,
                                             row, label->value, label->length));
    }
    if (labels != NULL) {
        INTRO_TRY(intro_i_graphml_keys_extra(m->keys, of,
                                             INTRO_I_GRAPHML_LABELS, row,
                                             labels->value, labels->length));
    }
    return INTRO_OK;
}

static inline intro_i_graphml_text text_of(const intro_i_xml_attribute *a)
{
    return a == NULL ? (intro_i_graphml_text){NULL, 0}
                     : (intro_i_graphml_text){a->value, a->length};
}

/* An id that has a number is no more than prefix and digits. */
static inline bool is_missing(const intro_i_numbered_id *id)
{
    return id->number == INTRO_I_ID_NO_NUMBER &&
           (id->bytes == NULL || is_blank(id->bytes, id->length));
}

/* id->bytes NULL: the tag has none. */
static intro_status open_node(machine *m, const intro_i_numbered_id *id,
                              uint64_t line)
{
    m->frames[m->depth].nodes++;
    frame *const f = enter(m, PLACE_NODE, line);
    f->element = m->elements++;
    m->read->nodes++;
    m->account->rows++;
    if (is_missing(id)) {
        m->account->skipped++;
        return refuse(m, line,
                      id->bytes == NULL ? "node without an id"
                                        : "node of an empty id");
    }
    if (id->length > INTRO_I_GRAPHML_ID_MAX) {
        return fail(m, line, "node id over 64 KiB");
    }
    return intro_i_graphml_people_declare(&m->people, id, m->graphs, line,
                                          &f->row);
}

static intro_status start_node(machine *m, const intro_i_xml_element *e)
{
    const intro_i_numbered_id id = intro_i_graphml_people_id(
        &m->people, text_of(find_attribute(m, e, WORD_ID)));
    INTRO_TRY(open_node(m, &id, e->line));
    return e->count > 1 && !is_missing(&id)
               ? keep_tag_labels(m, e, INTRO_I_GRAPHML_NODE,
                                 m->frames[m->depth].row)
               : INTRO_OK;
}

typedef struct edge_tag {
    intro_i_numbered_id source;
    intro_i_numbered_id target;
    const intro_i_xml_attribute *directed;
    bool has_labels;
} edge_tag;

static edge_tag read_edge_tag(machine *m, const intro_i_xml_element *e)
{
    edge_tag tag = {.source = {NULL, 0, INTRO_I_ID_NO_NUMBER},
                    .target = {NULL, 0, INTRO_I_ID_NO_NUMBER}};
    for (size_t i = 0; i < e->count; i++) {
        const word w = word_of(m, e->attributes[i].name);
        if (w == WORD_SOURCE) {
            tag.source = intro_i_graphml_people_id(&m->people,
                                                   text_of(&e->attributes[i]));
        } else if (w == WORD_TARGET) {
            tag.target = intro_i_graphml_people_id(&m->people,
                                                   text_of(&e->attributes[i]));
        } else if (w == WORD_DIRECTED) {
            tag.directed = &e->attributes[i];
        } else if (w == WORD_LABEL || w == WORD_LABELS) {
            tag.has_labels = true;
        }
    }
    return tag;
}

static inline bool is_same_id(const intro_i_numbered_id *a,
                              const intro_i_numbered_id *b)
{
    return a->number == b->number && a->length == b->length &&
           (a->number != INTRO_I_ID_NO_NUMBER ||
            memcmp(a->bytes, b->bytes, a->length) == 0);
}

/* The row stays INTRO_I_GRAPHML_NO_ROW for what is no tie. */
static intro_status open_edge(machine *m, const edge_tag *tag, uint64_t line)
{
    frame *const graph = &m->frames[m->depth];
    bool one_way = graph->is_directed;
    graph->edges++;
    frame *const f = enter(m, PLACE_EDGE, line);
    f->element = m->elements++;
    m->read->edges++;
    m->account->rows++;
    if (is_missing(&tag->source) || is_missing(&tag->target)) {
        m->account->skipped++;
        m->read->dropped += m->options->lenient;
        return refuse(m, line,
                      tag->source.bytes == NULL || (tag->target.bytes != NULL &&
                                                    is_missing(&tag->source))
                          ? "edge without a source"
                          : "edge without a target");
    }
    if (tag->source.length > INTRO_I_GRAPHML_ID_MAX ||
        tag->target.length > INTRO_I_GRAPHML_ID_MAX) {
        return fail(m, line, "node id over 64 KiB");
    }
    if (tag->directed != NULL &&
        intro_i_parse_bool(tag->directed->value, tag->directed->length,
                           &one_way) != INTRO_OK) {
        INTRO_TRY(
            refuse(m, line, "directed of an edge is neither true nor false"));
    }
    if (is_same_id(&tag->source, &tag->target)) {
        m->read->self_loops++;
        m->account->skipped++;
        return intro_i_builder_decide(m->builder, "self-loop", line, 1);
    }
    f->row = m->edge_rows++;
    m->account->used++;
    return intro_i_graphml_people_tie(&m->people, &tag->source, &tag->target,
                                      one_way, line);
}

static intro_status start_edge(machine *m, const intro_i_xml_element *e)
{
    const edge_tag tag = read_edge_tag(m, e);
    INTRO_TRY(open_edge(m, &tag, e->line));
    return tag.has_labels ? keep_tag_labels(m, e, INTRO_I_GRAPHML_EDGE,
                                            m->frames[m->depth].row)
                          : INTRO_OK;
}

/* --- graphs --------------------------------------------------------------- */

/* parse.nodes and the like are a hint of the writer, believed by nobody. */
static uint64_t stated_count(machine *m, const intro_i_xml_element *e,
                             word which)
{
    const intro_i_xml_attribute *const a = find_attribute(m, e, which);
    int64_t value;
    if (a == NULL ||
        intro_i_parse_int64(a->value, a->length, &value) != INTRO_OK) {
        return UINT64_MAX;
    }
    return (uint64_t)value & (UINT64_MAX >> 1);
}

static bool is_word(const intro_i_xml_attribute *a, const char *wanted)
{
    return a->length == strlen(wanted) &&
           memcmp(a->value, wanted, a->length) == 0;
}

static intro_status read_edgedefault(machine *m, const intro_i_xml_element *e,
                                     bool is_nested, bool *is_directed)
{
    const intro_i_xml_attribute *const a =
        find_attribute(m, e, WORD_EDGEDEFAULT);
    if (a == NULL) {
        return is_nested ? INTRO_OK
                         : intro_i_builder_decide(
                               m->builder,
                               "graph without edgedefault read as undirected",
                               e->line, 1);
    }
    if (is_word(a, "directed")) {
        *is_directed = true;
    } else if (is_word(a, "undirected")) {
        *is_directed = false;
    } else {
        return refuse(m, e->line,
                      "edgedefault is neither directed nor undirected");
    }
    return INTRO_OK;
}

static intro_status start_graph(machine *m, const intro_i_xml_element *e,
                                bool is_nested)
{
    bool is_directed = false;
    if (is_nested) {
        size_t outer = m->depth;
        while (m->frames[outer].place != PLACE_GRAPH) {
            outer--;
        }
        is_directed = m->frames[outer].is_directed;
        m->read->nested_graphs++;
        INTRO_TRY(intro_i_builder_decide(m->builder, "nested graph flattened",
                                         e->line, 1));
    } else {
        m->graphs++;
        m->read->graphs++;
        if (m->options->graph_number != 0 &&
            m->graphs != m->options->graph_number) {
            skip(m);
            return m->options->graph_number == 1
                       ? intro_i_builder_decide(
                             m->builder, "further graph not read", e->line, 1)
                       : INTRO_OK;
        }
    }
    INTRO_TRY(read_edgedefault(m, e, is_nested, &is_directed));
    frame *const f = enter(m, PLACE_GRAPH, e->line);
    f->is_directed = is_directed;
    f->nodes = 0;
    f->edges = 0;
    f->stated_nodes = stated_count(m, e, WORD_PARSE_NODES);
    f->stated_edges = stated_count(m, e, WORD_PARSE_EDGES);
    return INTRO_OK;
}

static intro_status end_graph(machine *m, const frame *f)
{
    if ((f->stated_nodes != UINT64_MAX && f->stated_nodes != f->nodes) ||
        (f->stated_edges != UINT64_MAX && f->stated_edges != f->edges)) {
        return intro_i_builder_warn(
            m->builder,
            "the graph at line %llu states other numbers of nodes or edges "
            "than it has (%llu, %llu)",
            (unsigned long long)f->line, (unsigned long long)f->nodes,
            (unsigned long long)f->edges);
    }
    return INTRO_OK;
}

/* --- keys ----------------------------------------------------------------- */

static bool read_for(const intro_i_xml_attribute *a, intro_i_graphml_of *of)
{
    static const char *const others[] = {"graph", "graphml", "port", "endpoint",
                                         "hyperedge"};
    *of = INTRO_I_GRAPHML_ALL;
    if (a == NULL || is_word(a, "all")) {
        return true;
    }
    if (is_word(a, "node") || is_word(a, "edge")) {
        *of = is_word(a, "node") ? INTRO_I_GRAPHML_NODE : INTRO_I_GRAPHML_EDGE;
        return true;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(others); i++) {
        if (is_word(a, others[i])) {
            *of = INTRO_I_GRAPHML_OTHER;
            return true;
        }
    }
    return false;
}

static intro_status start_key(machine *m, const intro_i_xml_element *e)
{
    open_key *const k = &m->key;
    const intro_i_xml_attribute *const id = find_attribute(m, e, WORD_ID);
    const intro_i_xml_attribute *const name =
        find_attribute(m, e, WORD_ATTR_NAME);
    const intro_i_xml_attribute *const type =
        find_attribute(m, e, WORD_ATTR_TYPE);
    if (id == NULL || id->length == 0) {
        skip(m);
        return refuse(m, e->line, "key without an id");
    }
    if (id->length > INTRO_I_GRAPHML_ID_MAX ||
        (name != NULL && name->length > INTRO_I_GRAPHML_ID_MAX)) {
        return fail(m, e->line, "key id or name over 64 KiB");
    }
    if (!read_for(find_attribute(m, e, WORD_FOR), &k->of)) {
        INTRO_TRY(refuse(m, e->line, "key for an element that does not exist"));
    }
    intro_i_strbuf_clear(&k->bytes);
    intro_i_strbuf_append(&k->bytes, id->value, id->length);
    k->name_at = k->bytes.length;
    k->has_name = name != NULL && name->length > 0;
    if (k->has_name) {
        intro_i_strbuf_append(&k->bytes, name->value, name->length);
    }
    k->type_at = k->bytes.length;
    k->has_type = type != NULL && type->length > 0;
    if (k->has_type) {
        intro_i_strbuf_append(&k->bytes, type->value, type->length);
    }
    if (k->bytes.status != INTRO_OK) {
        return intro_i_fail_memory(m->ctx);
    }
    k->is_graphics = find_attribute(m, e, WORD_YFILES_TYPE) != NULL;
    k->line = e->line;
    intro_i_strbuf_clear(&m->text);
    enter(m, PLACE_KEY, e->line);
    return INTRO_OK;
}

static intro_status end_key(machine *m)
{
    const open_key *const k = &m->key;
    intro_i_graphml_declaration d = {.of = k->of,
                                     .id = {k->bytes.data, k->name_at},
                                     .text = {m->text.data, m->text.length},
                                     .is_graphics = k->is_graphics,
                                     .line = k->line};
    if (k->has_name) {
        d.name.bytes = k->bytes.data + k->name_at;
        d.name.length = k->type_at - k->name_at;
    }
    if (k->has_type) {
        d.type.bytes = k->bytes.data + k->type_at;
        d.type.length = k->bytes.length - k->type_at;
    }
    return intro_i_graphml_keys_declare(m->keys, &d);
}

/* --- data ----------------------------------------------------------------- */

static intro_status start_data(machine *m, const intro_i_xml_element *e)
{
    const frame *const owner = &m->frames[m->depth];
    const intro_i_xml_attribute *const key = find_attribute(m, e, WORD_KEY);
    if (key == NULL) {
        skip(m);
        return refuse(m, e->line, "data without a key");
    }
    INTRO_TRY(intro_i_graphml_keys_use(
        m->keys,
        owner->place == PLACE_NODE ? INTRO_I_GRAPHML_NODE
                                   : INTRO_I_GRAPHML_EDGE,
        owner->element, key->value, key->length, e->line, &m->data_key));
    m->text_use = TEXT_VALUE;
    m->text.length = 0;
    m->label.length = 0;
    m->inside = 0;
    m->label_inside = 0;
    m->data_line = e->line;
    enter(m, PLACE_DATA, e->line);
    return INTRO_OK;
}

/* Elements inside <data>: drawings, of which only the first label is read. */
static intro_status start_inside(machine *m, const intro_i_xml_element *e)
{
    m->frames[m->depth].has_children = true;
    m->inside++;
    m->text_use = TEXT_NONE;
    if (m->frames[m->depth].place != PLACE_DATA || m->label.length != 0) {
        return INTRO_OK;
    }
    const word w = word_of(m, e->name);
    if (w == WORD_LABEL_ELEMENT) {
        const intro_i_xml_attribute *const text =
            find_attribute(m, e, WORD_TEXT);
        if (text != NULL) {
            intro_i_strbuf_append(&m->label, text->value, text->length);
        }
    } else if (w == WORD_NODE_LABEL || w == WORD_EDGE_LABEL ||
               w == WORD_LABEL_TEXT) {
        m->label_inside = m->inside;
        m->text_use = TEXT_LABEL;
    }
    return m->label.status == INTRO_OK ? INTRO_OK : intro_i_fail_memory(m->ctx);
}

static void end_inside(machine *m)
{
    m->inside--;
    if (m->inside == 0) {
        m->text_use = TEXT_VALUE;
    } else {
        m->text_use = m->inside == m->label_inside ? TEXT_LABEL : TEXT_NONE;
    }
    if (m->inside < m->label_inside) {
        m->label_inside = 0;
        if (is_blank(m->label.data, m->label.length)) {
            m->label.length = 0;
        }
    }
}

static intro_status end_data(machine *m)
{
    const frame *const owner = &m->frames[m->depth - 1];
    const intro_i_graphml_of of = owner->place == PLACE_NODE
                                      ? INTRO_I_GRAPHML_NODE
                                      : INTRO_I_GRAPHML_EDGE;
    m->text_use = TEXT_NONE;
    if (m->label.length > 0) {
        const char *bytes = m->label.data;
        size_t length = m->label.length;
        intro_i_text_trim(&bytes, &length);
        INTRO_TRY(intro_i_graphml_keys_extra(m->keys, of, INTRO_I_GRAPHML_LABEL,
                                             owner->row, bytes, length));
    }
    /* White space between the parts of a drawing is no value. */
    if (m->frames[m->depth].has_children &&
        is_blank(m->text.data, m->text.length)) {
        return INTRO_OK;
    }
    return intro_i_graphml_keys_set(m->keys, m->data_key, owner->row,
                                    m->text.data, m->text.length, m->data_line);
}

/* --- the machine ---------------------------------------------------------- */

static bool is_foreign(const char *space)
{
    return space != NULL && strstr(space, "graphml") == NULL &&
           (strstr(space, "www.w3.org/") != NULL ||
            strstr(space, "gexf") != NULL);
}

static intro_status start_root(machine *m, const intro_i_xml_element *e)
{
    const bool is_graphml = word_of(m, e->name) == WORD_GRAPHML;
    if (is_graphml && !is_foreign(e->space)) {
        enter(m, PLACE_GRAPHML, e->line);
        return INTRO_OK;
    }
    char name[INTRO_I_GRAPHML_QUOTE];
    intro_i_graphml_quote(e->name, strlen(e->name), name);
    const intro_status rc = intro_i_fail_at(
        m->ctx, INTRO_EFORMAT, m->file, e->line, 0,
        is_graphml ? "root element <%s> belongs to another format"
                   : "root element is <%s>, expected <graphml>",
        name);
    if (strcmp(e->name, "gexf") == 0) {
        intro_i_hint(m->ctx, "this is GEXF: open it in Gephi and export it "
                             "as GraphML");
    } else {
        intro_i_hint(m->ctx, "save the network as GraphML");
    }
    return rc;
}

static intro_status start_in_graphml(machine *m, const intro_i_xml_element *e)
{
    switch (word_of(m, e->name)) {
    case WORD_KEY:
        return start_key(m, e);
    case WORD_GRAPH:
        return start_graph(m, e, false);
    default:
        skip(m);
        return INTRO_OK;
    }
}

static intro_status start_in_graph(machine *m, const intro_i_xml_element *e)
{
    switch (word_of(m, e->name)) {
    case WORD_NODE:
        return start_node(m, e);
    case WORD_EDGE:
        return start_edge(m, e);
    case WORD_KEY:
        return start_key(m, e);
    case WORD_GRAPH:
        return start_graph(m, e, true);
    case WORD_HYPEREDGE:
        m->read->hyperedges++;
        skip(m);
        return intro_i_builder_decide(m->builder, "hyperedge", e->line, 1);
    default:
        skip(m);
        return INTRO_OK;
    }
}

/* In a node, an edge or a port. */
static intro_status start_in_element(machine *m, const intro_i_xml_element *e)
{
    const bool is_port = m->frames[m->depth].place == PLACE_PORT;
    switch (word_of(m, e->name)) {
    case WORD_DATA:
        if (!is_port) {
            return start_data(m, e);
        }
        break;
    case WORD_GRAPH:
        if (!is_port) {
            return start_graph(m, e, true);
        }
        break;
    case WORD_PORT:
        m->read->ports++;
        enter(m, PLACE_PORT, e->line);
        return intro_i_builder_decide(m->builder, "port", e->line, 1);
    default:
        break;
    }
    skip(m);
    return INTRO_OK;
}

static intro_status take_start(void *user, const intro_i_xml_element *e)
{
    machine *const m = user;
    if (m->skipped != 0) {
        m->skipped++;
        /* Hyperedges are counted in graphs that are not read, too: they are
         * what the file states, and none is read anywhere. */
        if (m->frames[m->depth].place == PLACE_GRAPHML &&
            word_of(m, e->name) == WORD_HYPEREDGE) {
            m->read->hyperedges++;
        }
        return INTRO_OK;
    }
    switch (m->frames[m->depth].place) {
    case PLACE_OUTSIDE:
        return start_root(m, e);
    case PLACE_GRAPHML:
        return start_in_graphml(m, e);
    case PLACE_GRAPH:
        return start_in_graph(m, e);
    case PLACE_NODE:
    case PLACE_EDGE:
    case PLACE_PORT:
        return start_in_element(m, e);
    case PLACE_KEY:
        if (word_of(m, e->name) == WORD_DEFAULT) {
            enter(m, PLACE_DEFAULT, e->line);
            intro_i_strbuf_clear(&m->text);
            m->text_use = TEXT_VALUE;
            m->inside = 0;
            m->label_inside = 0;
        } else {
            skip(m);
        }
        return INTRO_OK;
    case PLACE_DATA:
    case PLACE_DEFAULT:
        return start_inside(m, e);
    }
    return INTRO_OK;
}

static intro_status take_end(void *user, uint64_t line)
{
    machine *const m = user;
    (void)line;
    if (m->skipped != 0) {
        m->skipped--;
        return INTRO_OK;
    }
    const frame *const f = &m->frames[m->depth];
    if (m->inside != 0) {
        end_inside(m);
        return INTRO_OK;
    }
    intro_status rc = INTRO_OK;
    switch (f->place) {
    case PLACE_DATA:
        rc = end_data(m);
        break;
    case PLACE_KEY:
        rc = end_key(m);
        break;
    case PLACE_GRAPH:
        rc = end_graph(m, f);
        break;
    case PLACE_DEFAULT:
        m->text_use = TEXT_NONE;
        if (f->has_children && is_blank(m->text.data, m->text.length)) {
            m->text.length = 0;
        }
        break;
    case PLACE_OUTSIDE:
    case PLACE_GRAPHML:
    case PLACE_NODE:
    case PLACE_EDGE:
    case PLACE_PORT:
        break;
    }
    m->depth--;
    return rc;
}

static intro_status take_text(void *user, const char *bytes, size_t length)
{
    machine *const m = user;
    if (m->text_use == TEXT_NONE || m->skipped != 0) {
        return INTRO_OK;
    }
    intro_i_strbuf *const buf =
        m->text_use == TEXT_VALUE ? &m->text : &m->label;
    if (INTRO_LIKELY(length < buf->capacity - buf->length &&
                     buf->capacity > buf->length)) {
        memcpy(buf->data + buf->length, bytes, length);
        buf->length += length;
        buf->data[buf->length] = '\0';
        return INTRO_OK;
    }
    intro_i_strbuf_append(buf, bytes, length);
    if (buf->status == INTRO_ELIMIT) {
        return intro_i_fail_at(m->ctx, INTRO_EFORMAT, m->file, m->data_line, 0,
                               "a value over %d MiB",
                               INTRO_I_GRAPHML_TEXT_MAX >> 20);
    }
    return buf->status == INTRO_OK ? INTRO_OK : intro_i_fail_memory(m->ctx);
}

/* --- the short events of the fast lane ------------------------------------ */

static bool stands_in(const machine *m, place where)
{
    return m->skipped == 0 && m->frames[m->depth].place == where;
}

/* As an element like any other, where it is not what it seems. */
static intro_status start_plain(machine *m, word name, word one,
                                intro_i_graphml_text one_value, word two,
                                intro_i_graphml_text two_value, uint64_t line)
{
    const intro_i_xml_attribute attributes[2] = {
        {words[one], one_value.bytes, one_value.length},
        {words[two], two_value.bytes, two_value.length}};
    const intro_i_xml_element element = {.name = words[name],
                                         .space = NULL,
                                         .attributes = attributes,
                                         .count = two == WORD_UNKNOWN ? 1 : 2,
                                         .line = line};
    return take_start(m, &element);
}

static const intro_i_graphml_text no_text = {NULL, 0};

static intro_i_graphml_text text_of_id(const intro_i_numbered_id *id)
{
    return (intro_i_graphml_text){id->bytes, id->length};
}

static intro_status take_node(void *user, const intro_i_numbered_id *id,
                              uint64_t line)
{
    machine *const m = user;
    if (INTRO_LIKELY(stands_in(m, PLACE_GRAPH))) {
        return open_node(m, id, line);
    }
    return start_plain(m, WORD_NODE, WORD_ID, text_of_id(id), WORD_UNKNOWN,
                       no_text, line);
}

static intro_status take_edge(void *user, const intro_i_numbered_id *source,
                              const intro_i_numbered_id *target, uint64_t line)
{
    machine *const m = user;
    if (INTRO_LIKELY(stands_in(m, PLACE_GRAPH))) {
        const edge_tag tag = {*source, *target, NULL, false};
        return open_edge(m, &tag, line);
    }
    return start_plain(m, WORD_EDGE, WORD_SOURCE, text_of_id(source),
                       WORD_TARGET, text_of_id(target), line);
}

static intro_status take_data(void *user, intro_i_graphml_text key,
                              intro_i_graphml_text text, const double *value,
                              uint64_t line)
{
    machine *const m = user;
    const bool is_edge = stands_in(m, PLACE_EDGE);
    if (INTRO_UNLIKELY(!is_edge && !stands_in(m, PLACE_NODE))) {
        INTRO_TRY(start_plain(m, WORD_DATA, WORD_KEY, key, WORD_UNKNOWN,
                              no_text, line));
        INTRO_TRY(take_text(m, text.bytes, text.length));
        return take_end(m, line);
    }
    const frame *const owner = &m->frames[m->depth];
    intro_i_graphml_key *used;
    INTRO_TRY(intro_i_graphml_keys_use(
        m->keys, is_edge ? INTRO_I_GRAPHML_EDGE : INTRO_I_GRAPHML_NODE,
        owner->element, key.bytes, key.length, line, &used));
    return intro_i_graphml_keys_set_lasting(
        m->keys, used, owner->row, text.bytes, text.length, value, line);
}

static intro_status drop_bytes(void *user)
{
    machine *const m = user;
    INTRO_TRY(intro_i_graphml_keys_flush(m->keys));
    return intro_i_graphml_people_flush(&m->people);
}

/* --- the end -------------------------------------------------------------- */

static intro_status finish(machine *m)
{
    if (m->graphs == 0) {
        return fail(m, 0, "no <graph> element");
    }
    if (m->options->graph_number > m->graphs) {
        return intro_i_fail_at(m->ctx, INTRO_EFORMAT, m->file, 0, 0,
                               "graph %u was asked for, the file has %llu",
                               (unsigned)m->options->graph_number,
                               (unsigned long long)m->graphs);
    }
    INTRO_TRY(intro_i_graphml_people_finish(&m->people));
    INTRO_TRY(intro_i_graphml_keys_finish(
        m->keys, intro_i_graphml_people_count(&m->people)));
    intro_i_graphml_people_seal(&m->people);
    return INTRO_OK;
}

/* slice 0: the fast lane. */
static intro_status run(machine *m, intro_i_source *source, size_t slice)
{
    const intro_i_xml_handler handler = {
        .user = m, .start = take_start, .end = take_end, .text = take_text};
    const intro_i_lane_handler lane = {.user = m,
                                       .node = take_node,
                                       .edge = take_edge,
                                       .data = take_data,
                                       .start = take_start,
                                       .end = take_end,
                                       .text = take_text,
                                       .drop_bytes = drop_bytes,
                                       .words = words,
                                       .word_count = WORD_COUNT};
    intro_i_graphml_people_init(&m->people, m->builder, slice == 0);
    INTRO_TRY(intro_i_graphml_keys_new(m->builder, &m->keys));
    INTRO_TRY(slice == 0 ? intro_i_graphml_lane_read(m->ctx, source, &lane)
                         : intro_i_xml_read(m->ctx, source, slice, &handler));
    return finish(m);
}

static intro_status read_source(intro_i_builder *builder,
                                intro_i_source *source, size_t slice)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    machine *const m = intro_i_alloc_zero(1, sizeof *m);
    if (m == NULL) {
        return intro_i_fail_memory(ctx);
    }
    m->builder = builder;
    m->ctx = ctx;
    m->file = intro_i_builder_file(builder);
    m->options = intro_i_builder_options(builder);
    m->read = intro_i_builder_read(builder);
    m->account = intro_i_builder_account(builder);
    intro_i_strbuf_init(&m->text, INTRO_I_GRAPHML_TEXT_MAX);
    intro_i_strbuf_init(&m->label, INTRO_I_GRAPHML_TEXT_MAX);
    intro_i_strbuf_init(&m->key.bytes, 0);
    const intro_status rc = run(m, source, slice);
    intro_i_graphml_keys_free(m->keys);
    intro_i_strbuf_fini(&m->text);
    intro_i_strbuf_fini(&m->label);
    intro_i_strbuf_fini(&m->key.bytes);
    intro_i_graphml_people_fini(&m->people);
    intro_i_free(m);
    return rc;
}

intro_status intro_i_graphml_read_slices(intro_i_builder *builder,
                                         intro_i_source *source, size_t slice)
{
    return read_source(builder, source, slice);
}

intro_status intro_i_graphml_read(intro_i_builder *builder,
                                  intro_i_source *source)
{
    return read_source(builder, source, INTRO_I_XML_SLICE);
}

intro_status intro_i_graphml_read_plain(intro_i_builder *builder,
                                        intro_i_source *source)
{
    return read_source(builder, source, 0);
}

/* Whatever goes wrong on the fast lane is for libxml2 to say, which alone knows
 * what comes first in the file. */
static intro_status try_plain(intro_i_builder *builder, intro_i_source *source,
                              bool *is_done)
{
    const char *const file = intro_i_source_name(source);
    *is_done = true;
    INTRO_TRY(
        intro_i_builder_source_begin(builder, file, INTRO_I_FORMAT_GRAPHML));
    const intro_status rc = intro_i_graphml_read_plain(builder, source);
    if (rc != INTRO_OK) {
        intro_i_builder_source_drop(builder);
        *is_done = rc == INTRO_ENOMEM || rc == INTRO_ECANCELLED ||
                   !intro_i_source_rewind(source);
    }
    return rc;
}

intro_status intro_i_graphml_import(intro_i_builder *builder,
                                    intro_i_source *source)
{
    if (intro_i_source_rewind(source)) {
        bool is_done;
        const intro_status rc = try_plain(builder, source, &is_done);
        if (is_done) {
            return rc;
        }
        intro_i_begin(intro_i_builder_ctx(builder));
    }
    INTRO_TRY(intro_i_builder_source_begin(builder, intro_i_source_name(source),
                                           INTRO_I_FORMAT_GRAPHML));
    const intro_status rc = intro_i_graphml_read(builder, source);
    if (rc != INTRO_OK) {
        intro_i_builder_source_drop(builder);
    }
    return rc;
}
