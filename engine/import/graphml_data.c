/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text and drawings in <data> and <default>. */
#include "import/graphml_machine.h"

#include "base/context_impl.h"

#include <string.h>

intro_status intro_i_graphml_start_data(intro_i_graphml_machine *m,
                                        const intro_i_xml_element *e)
{
    const intro_i_graphml_frame *const owner = &m->frames[m->depth];
    const intro_i_xml_attribute *const key =
        intro_i_graphml_attribute(m, e, INTRO_I_WORD_KEY);
    if (key == NULL) {
        intro_i_graphml_skip(m);
        return intro_i_graphml_refuse(m, e->line, "data without a key");
    }
    INTRO_TRY(intro_i_graphml_keys_use(
        m->keys,
        owner->place == INTRO_I_PLACE_NODE ? INTRO_I_GRAPHML_NODE
                                           : INTRO_I_GRAPHML_EDGE,
        owner->element, key->value, key->length, e->line, &m->data_key));
    m->text_use = INTRO_I_TEXT_VALUE;
    m->text.length = 0;
    m->label.length = 0;
    m->inside = 0;
    m->label_inside = 0;
    m->data_line = e->line;
    intro_i_graphml_enter(m, INTRO_I_PLACE_DATA, e->line);
    return INTRO_OK;
}

intro_status intro_i_graphml_start_inside(intro_i_graphml_machine *m,
                                          const intro_i_xml_element *e)
{
    m->frames[m->depth].has_children = true;
    m->inside++;
    m->text_use = INTRO_I_TEXT_NONE;
    if (m->frames[m->depth].place != INTRO_I_PLACE_DATA ||
        m->label.length != 0) {
        return INTRO_OK;
    }
    const intro_i_graphml_word w = intro_i_graphml_word_of(&m->words, e->name);
    if (w == INTRO_I_WORD_LABEL_ELEMENT) {
        const intro_i_xml_attribute *const text =
            intro_i_graphml_attribute(m, e, INTRO_I_WORD_TEXT);
        if (text != NULL) {
            intro_i_strbuf_append(&m->label, text->value, text->length);
        }
    } else if (w == INTRO_I_WORD_NODE_LABEL || w == INTRO_I_WORD_EDGE_LABEL ||
               w == INTRO_I_WORD_LABEL_TEXT) {
        m->label_inside = m->inside;
        m->text_use = INTRO_I_TEXT_LABEL;
    }
    return m->label.status == INTRO_OK ? INTRO_OK : intro_i_fail_memory(m->ctx);
}

void intro_i_graphml_end_inside(intro_i_graphml_machine *m)
{
    m->inside--;
    if (m->inside == 0) {
        m->text_use = INTRO_I_TEXT_VALUE;
    } else {
        m->text_use = m->inside == m->label_inside ? INTRO_I_TEXT_LABEL
                                                   : INTRO_I_TEXT_NONE;
    }
    if (m->inside < m->label_inside) {
        m->label_inside = 0;
        if (intro_i_graphml_is_blank(m->label.data, m->label.length)) {
            m->label.length = 0;
        }
    }
}

intro_status intro_i_graphml_end_data(intro_i_graphml_machine *m)
{
    const intro_i_graphml_frame *const owner = &m->frames[m->depth - 1];
    const intro_i_graphml_of of = owner->place == INTRO_I_PLACE_NODE
                                      ? INTRO_I_GRAPHML_NODE
                                      : INTRO_I_GRAPHML_EDGE;
    m->text_use = INTRO_I_TEXT_NONE;
    if (m->label.length > 0) {
        const char *bytes = m->label.data;
        size_t length = m->label.length;
        intro_i_text_trim(&bytes, &length);
        INTRO_TRY(intro_i_graphml_keys_extra(m->keys, of, INTRO_I_GRAPHML_LABEL,
                                             owner->row, bytes, length));
    }
    /* White space between the parts of a drawing is no value. */
    if (m->frames[m->depth].has_children &&
        intro_i_graphml_is_blank(m->text.data, m->text.length)) {
        return INTRO_OK;
    }
    return intro_i_graphml_keys_set(m->keys, m->data_key, owner->row,
                                    m->text.data, m->text.length, m->data_line);
}

intro_status intro_i_graphml_take_text(void *user, const char *bytes,
                                       size_t length)
{
    intro_i_graphml_machine *const m = user;
    if (m->text_use == INTRO_I_TEXT_NONE || m->skipped != 0) {
        return INTRO_OK;
    }
    intro_i_strbuf *const buf =
        m->text_use == INTRO_I_TEXT_VALUE ? &m->text : &m->label;
    if (INTRO_LIKELY(length < buf->capacity - buf->length &&
                     buf->capacity > buf->length &&
                     length <= INTRO_I_GRAPHML_TEXT_MAX - buf->length)) {
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
