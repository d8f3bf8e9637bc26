/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graphs and keys of a document. */
#include "import/graphml_machine.h"

#include "base/context_impl.h"

#include <string.h>

/* --- graphs --------------------------------------------------------------- */

/* parse.nodes and the like are a hint of the writer, believed by nobody. */
static uint64_t stated_count(intro_i_graphml_machine *m,
                             const intro_i_xml_element *e,
                             intro_i_graphml_word which)
{
    const intro_i_xml_attribute *const a =
        intro_i_graphml_attribute(m, e, which);
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

static intro_status read_edgedefault(intro_i_graphml_machine *m,
                                     const intro_i_xml_element *e,
                                     bool is_nested, bool *is_directed)
{
    const intro_i_xml_attribute *const a =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_EDGEDEFAULT);
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
        return intro_i_graphml_refuse(
            m, e->line, "edgedefault is neither directed nor undirected");
    }
    return INTRO_OK;
}

intro_status intro_i_graphml_start_graph(intro_i_graphml_machine *m,
                                         const intro_i_xml_element *e,
                                         bool is_nested)
{
    bool is_directed = false;
    if (is_nested) {
        size_t outer = m->depth;
        while (m->frames[outer].place != INTRO_I_PLACE_GRAPH) {
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
            intro_i_graphml_skip(m);
            return m->options->graph_number == 1
                       ? intro_i_builder_decide(
                             m->builder, "further graph not read", e->line, 1)
                       : INTRO_OK;
        }
    }
    INTRO_TRY(read_edgedefault(m, e, is_nested, &is_directed));
    intro_i_graphml_frame *const f =
        intro_i_graphml_enter(m, INTRO_I_PLACE_GRAPH, e->line);
    f->is_directed = is_directed;
    f->nodes = 0;
    f->edges = 0;
    f->stated_nodes = stated_count(m, e, INTRO_I_WORD_PARSE_NODES);
    f->stated_edges = stated_count(m, e, INTRO_I_WORD_PARSE_EDGES);
    return INTRO_OK;
}

intro_status intro_i_graphml_end_graph(intro_i_graphml_machine *m,
                                       const intro_i_graphml_frame *f)
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

intro_status intro_i_graphml_start_key(intro_i_graphml_machine *m,
                                       const intro_i_xml_element *e)
{
    intro_i_graphml_open_key *const k = &m->key;
    const intro_i_xml_attribute *const id =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_ID);
    const intro_i_xml_attribute *const name =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_ATTR_NAME);
    const intro_i_xml_attribute *const type =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_ATTR_TYPE);
    if (id == NULL || id->length == 0) {
        intro_i_graphml_skip(m);
        return intro_i_graphml_refuse(m, e->line, "key without an id");
    }
    if (id->length > INTRO_I_GRAPHML_ID_MAX ||
        (name != NULL && name->length > INTRO_I_GRAPHML_ID_MAX)) {
        return intro_i_graphml_fail(m, e->line, "key id or name over 64 KiB");
    }
    if (!read_for(intro_i_graphml_attribute(m, e, INTRO_I_WORD_FOR), &k->of)) {
        INTRO_TRY(intro_i_graphml_refuse(
            m, e->line, "key for an element that does not exist"));
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
    k->is_graphics =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_YFILES_TYPE) != NULL;
    k->line = e->line;
    intro_i_strbuf_clear(&m->text);
    intro_i_graphml_enter(m, INTRO_I_PLACE_KEY, e->line);
    return INTRO_OK;
}

intro_status intro_i_graphml_end_key(intro_i_graphml_machine *m)
{
    const intro_i_graphml_open_key *const k = &m->key;
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
