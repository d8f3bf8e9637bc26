/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes and edges, and the short events of the fast lane, which are about them. */
#include "import/graphml_machine.h"

#include <string.h>

/* `label` and `labels` in the tag itself. */
static intro_status keep_tag_labels(intro_i_graphml_machine *m,
                                    const intro_i_xml_element *e,
                                    intro_i_graphml_of of, uint64_t row)
{
    const intro_i_xml_attribute *const label =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_LABEL);
    const intro_i_xml_attribute *const labels =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_LABELS);
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

/* An id that has a number is no more than prefix and digits. */
static inline bool is_missing(const intro_i_numbered_id *id)
{
    return id->number == INTRO_I_ID_NO_NUMBER &&
           (id->bytes == NULL ||
            intro_i_graphml_is_blank(id->bytes, id->length));
}

/* id->bytes NULL: the tag has none. */
static intro_status open_node(intro_i_graphml_machine *m,
                              const intro_i_numbered_id *id, uint64_t line)
{
    m->frames[m->depth].nodes++;
    intro_i_graphml_frame *const f =
        intro_i_graphml_enter(m, INTRO_I_PLACE_NODE, line);
    f->element = m->elements++;
    m->read->nodes++;
    m->account->rows++;
    if (is_missing(id)) {
        m->account->skipped++;
        return intro_i_graphml_refuse(
            m, line,
            id->bytes == NULL ? "node without an id" : "node of an empty id");
    }
    if (id->length > INTRO_I_GRAPHML_ID_MAX) {
        return intro_i_graphml_fail(m, line, "node id over 64 KiB");
    }
    return intro_i_graphml_people_declare(&m->people, id, m->graphs, line,
                                          &f->row);
}

intro_status intro_i_graphml_start_node(intro_i_graphml_machine *m,
                                        const intro_i_xml_element *e)
{
    const intro_i_numbered_id id = intro_i_graphml_people_id(
        &m->people, intro_i_graphml_text_of(
                        intro_i_graphml_attribute(m, e, INTRO_I_WORD_ID)));
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

static edge_tag read_edge_tag(intro_i_graphml_machine *m,
                              const intro_i_xml_element *e)
{
    edge_tag tag = {.source = {NULL, 0, INTRO_I_ID_NO_NUMBER},
                    .target = {NULL, 0, INTRO_I_ID_NO_NUMBER}};
    for (size_t i = 0; i < e->count; i++) {
        const intro_i_graphml_word w =
            intro_i_graphml_word_of(&m->words, e->attributes[i].name);
        if (w == INTRO_I_WORD_SOURCE) {
            tag.source = intro_i_graphml_people_id(
                &m->people, intro_i_graphml_text_of(&e->attributes[i]));
        } else if (w == INTRO_I_WORD_TARGET) {
            tag.target = intro_i_graphml_people_id(
                &m->people, intro_i_graphml_text_of(&e->attributes[i]));
        } else if (w == INTRO_I_WORD_DIRECTED) {
            tag.directed = &e->attributes[i];
        } else if (w == INTRO_I_WORD_LABEL || w == INTRO_I_WORD_LABELS) {
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
static intro_status open_edge(intro_i_graphml_machine *m, const edge_tag *tag,
                              uint64_t line)
{
    intro_i_graphml_frame *const graph = &m->frames[m->depth];
    bool one_way = graph->is_directed;
    graph->edges++;
    intro_i_graphml_frame *const f =
        intro_i_graphml_enter(m, INTRO_I_PLACE_EDGE, line);
    f->element = m->elements++;
    m->read->edges++;
    m->account->rows++;
    if (is_missing(&tag->source) || is_missing(&tag->target)) {
        m->account->skipped++;
        m->read->dropped += m->options->lenient;
        return intro_i_graphml_refuse(
            m, line,
            tag->source.bytes == NULL ||
                    (tag->target.bytes != NULL && is_missing(&tag->source))
                ? "edge without a source"
                : "edge without a target");
    }
    if (tag->source.length > INTRO_I_GRAPHML_ID_MAX ||
        tag->target.length > INTRO_I_GRAPHML_ID_MAX) {
        return intro_i_graphml_fail(m, line, "node id over 64 KiB");
    }
    if (tag->directed != NULL &&
        intro_i_parse_bool(tag->directed->value, tag->directed->length,
                           &one_way) != INTRO_OK) {
        INTRO_TRY(intro_i_graphml_refuse(
            m, line, "directed of an edge is neither true nor false"));
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

intro_status intro_i_graphml_start_edge(intro_i_graphml_machine *m,
                                        const intro_i_xml_element *e)
{
    const edge_tag tag = read_edge_tag(m, e);
    INTRO_TRY(open_edge(m, &tag, e->line));
    return tag.has_labels ? keep_tag_labels(m, e, INTRO_I_GRAPHML_EDGE,
                                            m->frames[m->depth].row)
                          : INTRO_OK;
}

/* --- the short events of the fast lane ------------------------------------ */

static bool stands_in(const intro_i_graphml_machine *m,
                      intro_i_graphml_place where)
{
    return m->skipped == 0 && m->frames[m->depth].place == where;
}

/* As an element like any other, where it is not what it seems. */
static intro_status start_plain(intro_i_graphml_machine *m,
                                intro_i_graphml_word name,
                                intro_i_graphml_word one,
                                intro_i_graphml_text one_value,
                                intro_i_graphml_word two,
                                intro_i_graphml_text two_value, uint64_t line)
{
    const intro_i_xml_attribute attributes[2] = {
        {intro_i_graphml_word_texts[one], one_value.bytes, one_value.length},
        {intro_i_graphml_word_texts[two], two_value.bytes, two_value.length}};
    const intro_i_xml_element element = {
        .name = intro_i_graphml_word_texts[name],
        .space = NULL,
        .attributes = attributes,
        .count = two == INTRO_I_WORD_UNKNOWN ? 1 : 2,
        .line = line};
    return intro_i_graphml_take_start(m, &element);
}

static const intro_i_graphml_text no_text = {NULL, 0};

static intro_i_graphml_text text_of_id(const intro_i_numbered_id *id)
{
    return (intro_i_graphml_text){id->bytes, id->length};
}

intro_status intro_i_graphml_take_node(void *user,
                                       const intro_i_numbered_id *id,
                                       uint64_t line)
{
    intro_i_graphml_machine *const m = user;
    if (INTRO_LIKELY(stands_in(m, INTRO_I_PLACE_GRAPH))) {
        return open_node(m, id, line);
    }
    return start_plain(m, INTRO_I_WORD_NODE, INTRO_I_WORD_ID, text_of_id(id),
                       INTRO_I_WORD_UNKNOWN, no_text, line);
}

intro_status intro_i_graphml_take_edge(void *user,
                                       const intro_i_numbered_id *source,
                                       const intro_i_numbered_id *target,
                                       uint64_t line)
{
    intro_i_graphml_machine *const m = user;
    if (INTRO_LIKELY(stands_in(m, INTRO_I_PLACE_GRAPH))) {
        const edge_tag tag = {*source, *target, NULL, false};
        return open_edge(m, &tag, line);
    }
    return start_plain(m, INTRO_I_WORD_EDGE, INTRO_I_WORD_SOURCE,
                       text_of_id(source), INTRO_I_WORD_TARGET,
                       text_of_id(target), line);
}

intro_status intro_i_graphml_take_data(void *user, intro_i_graphml_text key,
                                       intro_i_graphml_text text,
                                       const double *value, uint64_t line)
{
    intro_i_graphml_machine *const m = user;
    const bool is_edge = stands_in(m, INTRO_I_PLACE_EDGE);
    if (INTRO_UNLIKELY(!is_edge && !stands_in(m, INTRO_I_PLACE_NODE))) {
        INTRO_TRY(start_plain(m, INTRO_I_WORD_DATA, INTRO_I_WORD_KEY, key,
                              INTRO_I_WORD_UNKNOWN, no_text, line));
        INTRO_TRY(intro_i_graphml_take_text(m, text.bytes, text.length));
        return intro_i_graphml_take_end(m, line);
    }
    const intro_i_graphml_frame *const owner = &m->frames[m->depth];
    intro_i_graphml_key *used;
    INTRO_TRY(intro_i_graphml_keys_use(
        m->keys, is_edge ? INTRO_I_GRAPHML_EDGE : INTRO_I_GRAPHML_NODE,
        owner->element, key.bytes, key.length, line, &used));
    return intro_i_graphml_keys_set_lasting(
        m->keys, used, owner->row, text.bytes, text.length, value, line);
}
