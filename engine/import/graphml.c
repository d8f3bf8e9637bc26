/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an element means where it stands, and the choice between the two readers:
 * the scanner first, libxml2 for all that is unusual. */
#include "import/graphml.h"

#include "base/context_impl.h"
#include "import/graphml_lane.h"
#include "import/graphml_machine.h"

#include <string.h>

/* --- small helpers -------------------------------------------------------- */

intro_status intro_i_graphml_fail(intro_i_graphml_machine *m, uint64_t line,
                                  const char *message)
{
    return intro_i_fail_at(m->ctx, INTRO_EFORMAT, m->file, line, 0, "%s",
                           message);
}

intro_status intro_i_graphml_refuse(intro_i_graphml_machine *m, uint64_t line,
                                    const char *message)
{
    return m->options->lenient
               ? intro_i_builder_reason(m->builder, message, line, 1)
               : intro_i_graphml_fail(m, line, message);
}

const intro_i_xml_attribute *
intro_i_graphml_attribute(intro_i_graphml_machine *m,
                          const intro_i_xml_element *e,
                          intro_i_graphml_word wanted)
{
    for (size_t i = 0; i < e->count; i++) {
        if (intro_i_graphml_word_of(&m->words, e->attributes[i].name) ==
            wanted) {
            return &e->attributes[i];
        }
    }
    return NULL;
}

intro_i_graphml_frame *intro_i_graphml_enter(intro_i_graphml_machine *m,
                                             intro_i_graphml_place where,
                                             uint64_t line)
{
    intro_i_graphml_frame *const f = &m->frames[++m->depth];
    f->place = where;
    f->line = line;
    f->row = INTRO_I_GRAPHML_NO_ROW;
    f->has_children = false;
    return f;
}

void intro_i_graphml_skip(intro_i_graphml_machine *m)
{
    m->skipped = 1;
}

/* --- the machine ---------------------------------------------------------- */

static bool is_foreign(const char *space)
{
    return space != NULL && strstr(space, "graphml") == NULL &&
           (strstr(space, "www.w3.org/") != NULL ||
            strstr(space, "gexf") != NULL);
}

static intro_status start_root(intro_i_graphml_machine *m,
                               const intro_i_xml_element *e)
{
    const bool is_graphml =
        intro_i_graphml_word_of(&m->words, e->name) == INTRO_I_WORD_GRAPHML;
    if (is_graphml && !is_foreign(e->space)) {
        intro_i_graphml_enter(m, INTRO_I_PLACE_GRAPHML, e->line);
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

static intro_status start_in_graphml(intro_i_graphml_machine *m,
                                     const intro_i_xml_element *e)
{
    switch (intro_i_graphml_word_of(&m->words, e->name)) {
    case INTRO_I_WORD_KEY:
        return intro_i_graphml_start_key(m, e);
    case INTRO_I_WORD_GRAPH:
        return intro_i_graphml_start_graph(m, e, false);
    default:
        intro_i_graphml_skip(m);
        return INTRO_OK;
    }
}

static intro_status start_in_graph(intro_i_graphml_machine *m,
                                   const intro_i_xml_element *e)
{
    switch (intro_i_graphml_word_of(&m->words, e->name)) {
    case INTRO_I_WORD_NODE:
        return intro_i_graphml_start_node(m, e);
    case INTRO_I_WORD_EDGE:
        return intro_i_graphml_start_edge(m, e);
    case INTRO_I_WORD_KEY:
        return intro_i_graphml_start_key(m, e);
    case INTRO_I_WORD_GRAPH:
        return intro_i_graphml_start_graph(m, e, true);
    case INTRO_I_WORD_HYPEREDGE:
        m->read->hyperedges++;
        intro_i_graphml_skip(m);
        return intro_i_builder_decide(m->builder, "hyperedge", e->line, 1);
    default:
        intro_i_graphml_skip(m);
        return INTRO_OK;
    }
}

/* In a node, an edge or a port. */
static intro_status start_in_element(intro_i_graphml_machine *m,
                                     const intro_i_xml_element *e)
{
    const bool is_port = m->frames[m->depth].place == INTRO_I_PLACE_PORT;
    switch (intro_i_graphml_word_of(&m->words, e->name)) {
    case INTRO_I_WORD_DATA:
        if (!is_port) {
            return intro_i_graphml_start_data(m, e);
        }
        break;
    case INTRO_I_WORD_GRAPH:
        if (!is_port) {
            return intro_i_graphml_start_graph(m, e, true);
        }
        break;
    case INTRO_I_WORD_PORT:
        m->read->ports++;
        intro_i_graphml_enter(m, INTRO_I_PLACE_PORT, e->line);
        return intro_i_builder_decide(m->builder, "port", e->line, 1);
    default:
        break;
    }
    intro_i_graphml_skip(m);
    return INTRO_OK;
}

intro_status intro_i_graphml_take_start(void *user,
                                        const intro_i_xml_element *e)
{
    intro_i_graphml_machine *const m = user;
    if (m->skipped != 0) {
        m->skipped++;
        /* Hyperedges are counted in graphs that are not read, too: they are
         * what the file states, and none is read anywhere. */
        if (m->frames[m->depth].place == INTRO_I_PLACE_GRAPHML &&
            intro_i_graphml_word_of(&m->words, e->name) ==
                INTRO_I_WORD_HYPEREDGE) {
            m->read->hyperedges++;
        }
        return INTRO_OK;
    }
    switch (m->frames[m->depth].place) {
    case INTRO_I_PLACE_OUTSIDE:
        return start_root(m, e);
    case INTRO_I_PLACE_GRAPHML:
        return start_in_graphml(m, e);
    case INTRO_I_PLACE_GRAPH:
        return start_in_graph(m, e);
    case INTRO_I_PLACE_NODE:
    case INTRO_I_PLACE_EDGE:
    case INTRO_I_PLACE_PORT:
        return start_in_element(m, e);
    case INTRO_I_PLACE_KEY:
        if (intro_i_graphml_word_of(&m->words, e->name) ==
            INTRO_I_WORD_DEFAULT) {
            intro_i_graphml_enter(m, INTRO_I_PLACE_DEFAULT, e->line);
            intro_i_strbuf_clear(&m->text);
            m->text_use = INTRO_I_TEXT_VALUE;
            m->data_line = e->line;
            m->inside = 0;
            m->label_inside = 0;
        } else {
            intro_i_graphml_skip(m);
        }
        return INTRO_OK;
    case INTRO_I_PLACE_DATA:
    case INTRO_I_PLACE_DEFAULT:
        return intro_i_graphml_start_inside(m, e);
    }
    return INTRO_OK;
}

intro_status intro_i_graphml_take_end(void *user, uint64_t line)
{
    intro_i_graphml_machine *const m = user;
    (void)line;
    if (m->skipped != 0) {
        m->skipped--;
        return INTRO_OK;
    }
    const intro_i_graphml_frame *const f = &m->frames[m->depth];
    if (m->inside != 0) {
        intro_i_graphml_end_inside(m);
        return INTRO_OK;
    }
    intro_status rc = INTRO_OK;
    switch (f->place) {
    case INTRO_I_PLACE_DATA:
        rc = intro_i_graphml_end_data(m);
        break;
    case INTRO_I_PLACE_KEY:
        rc = intro_i_graphml_end_key(m);
        break;
    case INTRO_I_PLACE_GRAPH:
        rc = intro_i_graphml_end_graph(m, f);
        break;
    case INTRO_I_PLACE_DEFAULT:
        m->text_use = INTRO_I_TEXT_NONE;
        if (f->has_children &&
            intro_i_graphml_is_blank(m->text.data, m->text.length)) {
            m->text.length = 0;
        }
        break;
    case INTRO_I_PLACE_OUTSIDE:
    case INTRO_I_PLACE_GRAPHML:
    case INTRO_I_PLACE_NODE:
    case INTRO_I_PLACE_EDGE:
    case INTRO_I_PLACE_PORT:
        break;
    }
    m->depth--;
    return rc;
}

static intro_status drop_bytes(void *user)
{
    intro_i_graphml_machine *const m = user;
    INTRO_TRY(intro_i_graphml_keys_flush(m->keys));
    return intro_i_graphml_people_flush(&m->people);
}

/* --- the end -------------------------------------------------------------- */

static intro_status finish(intro_i_graphml_machine *m)
{
    if (m->graphs == 0) {
        return intro_i_graphml_fail(m, 0, "no <graph> element");
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
static intro_status run(intro_i_graphml_machine *m, intro_i_source *source,
                        size_t slice)
{
    const intro_i_xml_handler handler = {.user = m,
                                         .start = intro_i_graphml_take_start,
                                         .end = intro_i_graphml_take_end,
                                         .text = intro_i_graphml_take_text};
    const intro_i_lane_handler lane = {.user = m,
                                       .node = intro_i_graphml_take_node,
                                       .edge = intro_i_graphml_take_edge,
                                       .data = intro_i_graphml_take_data,
                                       .start = intro_i_graphml_take_start,
                                       .end = intro_i_graphml_take_end,
                                       .text = intro_i_graphml_take_text,
                                       .drop_bytes = drop_bytes,
                                       .words = intro_i_graphml_word_texts,
                                       .word_count = INTRO_I_WORD_COUNT};
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
    intro_i_graphml_machine *const m = intro_i_alloc_zero(1, sizeof *m);
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
        *is_done = rc == INTRO_ENOMEM || rc == INTRO_ECANCELLED;
        if (!*is_done) {
            (void)intro_i_source_rewind(source); /* if not, reading on fails */
        }
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
