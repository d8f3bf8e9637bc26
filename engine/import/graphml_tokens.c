/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any tag, text and comments; nothing is decoded in place before its token is
 * complete. */
#include "import/graphml_scan_impl.h"

static void emit_start(intro_i_scanner *s, const char *name, size_t length)
{
    (void)intro_i_scan_emit(s, INTRO_I_SCAN_START,
                            intro_i_scan_place(s, name, length),
                            intro_i_scan_nothing);
    for (size_t i = 0; i < s->attribute_count; i++) {
        const intro_i_scan_attribute *const a = &s->attributes[i];
        (void)intro_i_scan_emit(s, INTRO_I_SCAN_ATTRIBUTE,
                                intro_i_scan_place(s, a->name, a->name_length),
                                intro_i_scan_place(s, a->value, a->length));
    }
}

/* A node or an edge whose ids are all that counts; else false. */
static bool emit_known(intro_i_scanner *s, const char *name, size_t length)
{
    if (length != 4) {
        return false;
    }
    if (memcmp(name, "edge", 4) == 0) {
        const intro_i_scan_attribute *const source =
            INTRO_I_SCAN_FIND(s, "source");
        const intro_i_scan_attribute *const target =
            INTRO_I_SCAN_FIND(s, "target");
        if (source == NULL || target == NULL ||
            (s->attribute_count > 2 &&
             (INTRO_I_SCAN_FIND(s, "directed") != NULL ||
              INTRO_I_SCAN_FIND(s, "label") != NULL ||
              INTRO_I_SCAN_FIND(s, "labels") != NULL))) {
            return false;
        }
        intro_i_scan_emit_edge(s, source->value, source->length, target->value,
                               target->length);
        return true;
    }
    if (memcmp(name, "node", 4) == 0) {
        const intro_i_scan_attribute *const id = INTRO_I_SCAN_FIND(s, "id");
        if (id == NULL || (s->attribute_count > 1 &&
                           (INTRO_I_SCAN_FIND(s, "label") != NULL ||
                            INTRO_I_SCAN_FIND(s, "labels") != NULL))) {
            return false;
        }
        intro_i_scan_emit_node(s, id->value, id->length);
        return true;
    }
    return false;
}

/* --- text ----------------------------------------------------------------- */

/* A run of text up to the next "<". */
static intro_i_scan_outcome pass_text(intro_i_scanner *s, char **at,
                                      bool *has_reference)
{
    char *p = *at;
    *has_reference = false;
    for (;;) {
        while ((intro_i_scan_class_of(*p) & INTRO_I_BYTE_TEXT) != 0) {
            p++;
        }
        if (*p == '<') {
            *at = p;
            return INTRO_I_SCAN_DONE;
        }
        if (*p == '&') {
            *has_reference = true;
            p++;
        } else if (*p == '\n') {
            s->line++;
            p++;
        } else if (*p == '\t') {
            p++;
        } else if (*p == ']') {
            if (p[1] == ']' && p[2] == '>') {
                return INTRO_I_SCAN_UNUSUAL;
            }
            p++;
        } else if ((uint8_t)*p >= 0x80) {
            const intro_i_scan_outcome o = intro_i_scan_character(s, &p);
            if (o != INTRO_I_SCAN_DONE) {
                return o;
            }
        } else {
            return intro_i_scan_stopped(s, p);
        }
    }
}

static intro_i_scan_outcome scan_text(intro_i_scanner *s, char **at)
{
    char *const start = *at;
    if (s->text_depth == 0) {
        char *const p = intro_i_scan_pass_space(s, start);
        if (*p == '<' || p == s->end || p > start) {
            *at = p;
            return INTRO_I_SCAN_DONE;
        }
        if (s->depth == 0) {
            return intro_i_scan_stopped(s, p);
        }
    }
    bool has_reference;
    char *p = start;
    intro_i_scan_outcome o = pass_text(s, &p, &has_reference);
    if (o != INTRO_I_SCAN_DONE) {
        return o;
    }
    size_t length = (size_t)(p - start);
    if (has_reference) {
        o = intro_i_scan_decode(start, &length);
    }
    if (o == INTRO_I_SCAN_DONE && s->text_depth != 0) {
        o = intro_i_scan_reserve(s);
        if (o == INTRO_I_SCAN_DONE) {
            (void)intro_i_scan_emit(s, INTRO_I_SCAN_TEXT,
                                    intro_i_scan_place(s, start, length),
                                    intro_i_scan_nothing);
        }
    }
    *at = p;
    return o;
}

/* --- tags ----------------------------------------------------------------- */

/* The ">" of an end tag, from behind its name. */
static intro_i_scan_outcome pass_end(intro_i_scanner *s, char **at)
{
    char *const p = intro_i_scan_pass_blanks(s, *at);
    if (*p != '>') {
        return intro_i_scan_stopped(s, p);
    }
    *at = p + 1;
    return INTRO_I_SCAN_DONE;
}

/* <data key="...">text</data> as one record. *at is behind the start tag; it
 * stays there, with *is_whole false, when elements come first. */
static intro_i_scan_outcome scan_data(intro_i_scanner *s, char **at,
                                      bool *is_whole)
{
    static const char close[] = "</data";
    const size_t close_length = sizeof close - 1;
    const uint64_t line = s->line;
    char *const text = *at;
    char *p = text;
    bool has_reference;
    *is_whole = false;
    intro_i_scan_outcome o = pass_text(s, &p, &has_reference);
    if (o != INTRO_I_SCAN_DONE) {
        return o;
    }
    size_t length = (size_t)(p - text);
    const size_t left = (size_t)(s->end - p);
    if (memcmp(p, close, left < close_length ? left : close_length) != 0) {
        s->line = line;
        return INTRO_I_SCAN_DONE;
    }
    if (left < close_length) {
        return INTRO_I_SCAN_PARTIAL;
    }
    p += close_length;
    o = pass_end(s, &p);
    if (o == INTRO_I_SCAN_DONE && has_reference) {
        o = intro_i_scan_decode(text, &length);
    }
    if (o != INTRO_I_SCAN_DONE) {
        return o;
    }
    const intro_i_scan_attribute *const key = INTRO_I_SCAN_FIND(s, "key");
    const uint64_t after = s->line;
    s->line = line;
    intro_i_scan_emit_data(s, key->value, key->length, text, length);
    s->line = after;
    *is_whole = true;
    *at = p;
    return INTRO_I_SCAN_DONE;
}

/* What follows is decided before attributes are decoded in place. */
static intro_i_scan_outcome scan_start(intro_i_scanner *s, char **at)
{
    char *const name = *at + 1;
    char *p = intro_i_scan_pass_name(name);
    const size_t length = (size_t)(p - name);
    if (length == 0 || length >= INTRO_I_SCAN_NAME) {
        return intro_i_scan_stopped(s, p);
    }
    bool is_empty;
    intro_i_scan_outcome o = intro_i_scan_attributes(s, &p, &is_empty);
    if (o != INTRO_I_SCAN_DONE) {
        return o;
    }
    if (s->depth == INTRO_I_SCAN_DEPTH || (s->depth == 0 && s->has_root)) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    if (intro_i_scan_reserve(s) != INTRO_I_SCAN_DONE) {
        return INTRO_I_SCAN_NO_MEMORY;
    }
    if (!is_empty && INTRO_I_SCAN_IS_NAME(name, length, "data") &&
        INTRO_I_SCAN_FIND(s, "key") != NULL) {
        const intro_i_scan_attribute *const key = INTRO_I_SCAN_FIND(s, "key");
        if (s->attribute_count != 1 || key->has_reference || key->has_break) {
            return INTRO_I_SCAN_UNUSUAL;
        }
        bool is_whole;
        o = scan_data(s, &p, &is_whole);
        if (o != INTRO_I_SCAN_DONE) {
            return o;
        }
        if (is_whole) {
            *at = p;
            return s->has_root ? intro_i_scan_note_event(s, p)
                               : INTRO_I_SCAN_UNUSUAL;
        }
    }
    o = intro_i_scan_settle(s);
    if (o == INTRO_I_SCAN_DONE) {
        o = intro_i_scan_note_event(s, p);
    }
    if (o != INTRO_I_SCAN_DONE) {
        return o;
    }
    s->has_root = true;
    if (!emit_known(s, name, length)) {
        emit_start(s, name, length);
    }
    if (is_empty) {
        intro_i_scan_emit_end(s);
    } else {
        s->text_depth += intro_i_scan_has_text(name, length);
        intro_i_scan_push_name(s, name, length);
    }
    *at = p;
    return INTRO_I_SCAN_DONE;
}

static intro_i_scan_outcome scan_end(intro_i_scanner *s, char **at)
{
    char *p = *at + 2;
    if (s->depth == 0) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    const intro_i_scan_open_name *const open = &s->open[s->depth - 1];
    if ((size_t)(s->end - p) <= open->length) {
        return INTRO_I_SCAN_PARTIAL;
    }
    if (memcmp(p, open->bytes, open->length) != 0) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    p += open->length;
    intro_i_scan_outcome o = pass_end(s, &p);
    if (o == INTRO_I_SCAN_DONE) {
        o = intro_i_scan_note_event(s, p);
    }
    if (o == INTRO_I_SCAN_DONE) {
        o = intro_i_scan_reserve(s);
    }
    if (o != INTRO_I_SCAN_DONE) {
        return o;
    }
    intro_i_scan_emit_end(s);
    s->text_depth -= intro_i_scan_has_text(open->bytes, open->length);
    s->depth--;
    *at = p;
    return INTRO_I_SCAN_DONE;
}

static intro_i_scan_outcome scan_comment(intro_i_scanner *s, char **at)
{
    char *p = *at;
    static const char open[] = "<!--";
    for (size_t i = 0; i < sizeof open - 1; i++, p++) {
        if (*p != open[i]) {
            return intro_i_scan_stopped(s, p);
        }
    }
    for (;;) {
        if (*p == '-' && p[1] == '-') {
            if (p[2] != '>') {
                return intro_i_scan_stopped(s, p + 2);
            }
            *at = p + 3;
            return INTRO_I_SCAN_DONE;
        }
        if ((uint8_t)*p >= 0x80) {
            const intro_i_scan_outcome o = intro_i_scan_character(s, &p);
            if (o != INTRO_I_SCAN_DONE) {
                return o;
            }
        } else if ((uint8_t)*p < ' ' && *p != '\n' && *p != '\t') {
            return intro_i_scan_stopped(s, p);
        } else {
            s->line += *p == '\n';
            p++;
        }
    }
}

intro_i_scan_outcome intro_i_scan_token(intro_i_scanner *s, char **at)
{
    const char *const p = *at;
    if (*p != '<') {
        return scan_text(s, at);
    }
    if (p[1] == '/') {
        return scan_end(s, at);
    }
    return p[1] == '!' ? scan_comment(s, at) : scan_start(s, at);
}
