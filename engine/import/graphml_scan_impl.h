/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the scanner share: graphml_scan.c, which goes through blocks
 * and knows the usual tags by sight, graphml_tokens.c for all other tags and text,
 * graphml_attributes.c and graphml_chars.c.
 *
 * A NUL stands behind the last byte of a block: loops stop there like at any byte
 * they do not know, and only then ask whether the block or the patience ends. */
#ifndef INTRO_IMPORT_GRAPHML_SCAN_IMPL_H
#define INTRO_IMPORT_GRAPHML_SCAN_IMPL_H

#include "base/text.h"
#include "import/graphml_scan.h"

#include <string.h>

enum { INTRO_I_SCAN_GAP = INTRO_I_SCAN_HEAD }; /* bytes without a tag */

/* What bytes are. */
enum {
    INTRO_I_BYTE_NAME_START = 1, /* A-Z a-z _ */
    INTRO_I_BYTE_NAME_PART = 2,  /* and 0-9 . - */
    INTRO_I_BYTE_VALUE = 4,
    INTRO_I_BYTE_TEXT = 8,
    INTRO_I_BYTE_BLANK = 16 /* space, tab, line feed */
};

/* By byte. */
extern const uint8_t intro_i_scan_classes[256];

typedef enum intro_i_scan_outcome {
    INTRO_I_SCAN_DONE,
    INTRO_I_SCAN_PARTIAL,
    INTRO_I_SCAN_UNUSUAL,
    INTRO_I_SCAN_NO_MEMORY
} intro_i_scan_outcome;

typedef struct intro_i_scan_attribute {
    const char *name;
    size_t name_length;
    size_t prefix_length; /* 0 = none */
    char *value;
    size_t length;
    bool has_reference;
    bool has_break; /* a line break or tab */
} intro_i_scan_attribute;

typedef struct intro_i_scan_open_name {
    char bytes[INTRO_I_SCAN_NAME];
    size_t length;
} intro_i_scan_open_name;

struct intro_i_scanner {
    intro_i_scan_block *block;
    const char *bytes; /* of the block */
    char *end;         /* behind the last of them */
    uint64_t line;
    size_t since_event; /* bytes after the last tag, before the block */
    const char *event;  /* end of the last tag in the block, or its start */
    size_t depth;
    size_t text_depth; /* open elements whose text counts */
    bool has_begun;
    bool has_root;
    size_t attribute_count;
    intro_i_scan_attribute attributes[INTRO_I_SCAN_ATTRIBUTES];
    intro_i_scan_open_name open[INTRO_I_SCAN_DEPTH];
    intro_i_id_prefix prefix;
    size_t tail_length;
    char tail[INTRO_I_SCAN_HEAD];
};

static inline unsigned intro_i_scan_class_of(char c)
{
    return intro_i_scan_classes[(uint8_t)c];
}

/* The block ends here, maybe between CR and LF, or something unknown stands
 * here. */
static inline intro_i_scan_outcome
intro_i_scan_stopped(const intro_i_scanner *s, const char *p)
{
    return p >= s->end || (*p == '\r' && p + 1 == s->end)
               ? INTRO_I_SCAN_PARTIAL
               : INTRO_I_SCAN_UNUSUAL;
}

static inline bool intro_i_scan_is_name(const char *bytes, size_t length,
                                        const char *word, size_t word_length)
{
    return length == word_length && memcmp(bytes, word, word_length) == 0;
}

#define INTRO_I_SCAN_IS_NAME(bytes, length, word)                              \
    intro_i_scan_is_name(bytes, length, word, sizeof(word) - 1)

/* Passes over one character of several bytes. */
INTRO_MUST_USE intro_i_scan_outcome
intro_i_scan_character(const intro_i_scanner *s, char **at);
/* References into characters, in place: what they stand for is shorter. */
INTRO_MUST_USE intro_i_scan_outcome intro_i_scan_decode(char *bytes,
                                                        size_t *length);

/* From behind the name to behind the ">": all attributes, as they stand there. */
INTRO_MUST_USE intro_i_scan_outcome intro_i_scan_attributes(intro_i_scanner *s,
                                                            char **at,
                                                            bool *is_empty);
/* Refuses what is odd among the attributes, takes namespaces out, decodes. */
INTRO_MUST_USE intro_i_scan_outcome intro_i_scan_settle(intro_i_scanner *s);
/* NULL: there is none of the name. */
const intro_i_scan_attribute *
intro_i_scan_find(const intro_i_scanner *s, const char *name, size_t length);
#define INTRO_I_SCAN_FIND(s, name) intro_i_scan_find(s, name, sizeof(name) - 1)

/* A tag, a run of text, a whole <data> or a comment at *at, which moves behind
 * it. INTRO_I_SCAN_PARTIAL: the block ends within it; nothing but the line was
 * changed. */
INTRO_MUST_USE intro_i_scan_outcome intro_i_scan_token(intro_i_scanner *s,
                                                       char **at);

/* --- going on ------------------------------------------------------------- */

static inline char *intro_i_scan_pass_name(char *p)
{
    if ((intro_i_scan_class_of(*p) & INTRO_I_BYTE_NAME_START) != 0) {
        do {
            p++;
        } while ((intro_i_scan_class_of(*p) & INTRO_I_BYTE_NAME_PART) != 0);
    }
    return p;
}

/* CR LF; a CR alone would count as a line end itself. */
static inline bool intro_i_scan_is_line_end(const char *p)
{
    return *p == '\r' && p[1] == '\n';
}

static inline char *intro_i_scan_pass_blanks(intro_i_scanner *s, char *p)
{
    for (; (intro_i_scan_class_of(*p) & INTRO_I_BYTE_BLANK) != 0 ||
           intro_i_scan_is_line_end(p);
         p++) {
        s->line += *p == '\n';
    }
    return p;
}

/* White space between elements; with CR only as part of CR LF. */
static inline char *intro_i_scan_pass_space(intro_i_scanner *s, char *p)
{
    for (;; p++) {
        if (*p == '\n') {
            s->line++;
        } else if (*p != ' ' && *p != '\t' && !intro_i_scan_is_line_end(p)) {
            return p;
        }
    }
}

static inline void intro_i_scan_push_name(intro_i_scanner *s, const char *name,
                                          size_t length)
{
    intro_i_scan_open_name *const o = &s->open[s->depth++];
    memcpy(o->bytes, name, length);
    o->length = length;
}

static inline bool intro_i_scan_has_text(const char *name, size_t length)
{
    return INTRO_I_SCAN_IS_NAME(name, length, "data") ||
           INTRO_I_SCAN_IS_NAME(name, length, "default");
}

/* --- records -------------------------------------------------------------- */

static inline intro_i_scan_slice
intro_i_scan_place(const intro_i_scanner *s, const char *at, size_t length)
{
    return (intro_i_scan_slice){(uint32_t)(at - s->bytes), (uint32_t)length};
}

static const intro_i_scan_slice intro_i_scan_nothing = {0, 0};

/* Room for all records of one tag. */
static inline intro_i_scan_outcome intro_i_scan_reserve(intro_i_scanner *s)
{
    intro_i_vec_scan_record *const v = &s->block->records;
    const size_t need = v->count + INTRO_I_SCAN_ATTRIBUTES + 2;
    return INTRO_LIKELY(need <= v->capacity) ||
                   intro_i_vec_scan_record_reserve(v, need) == INTRO_OK
               ? INTRO_I_SCAN_DONE
               : INTRO_I_SCAN_NO_MEMORY;
}

static inline intro_i_scan_record *intro_i_scan_emit(intro_i_scanner *s,
                                                     intro_i_scan_kind kind,
                                                     intro_i_scan_slice one,
                                                     intro_i_scan_slice two)
{
    intro_i_vec_scan_record *const v = &s->block->records;
    intro_i_scan_record *const r = &v->data[v->count++];
    r->kind = (uint16_t)kind;
    r->is_closed = false;
    r->has_value = false;
    r->line = (uint32_t)(s->line - s->block->first_line);
    r->one = one;
    r->two = two;
    return r;
}

/* An end tag, with the record before it where that can say so. */
static inline void intro_i_scan_emit_end(intro_i_scanner *s)
{
    const intro_i_vec_scan_record *const v = &s->block->records;
    if (v->count != 0) {
        intro_i_scan_record *const last = &v->data[v->count - 1];
        if (last->kind <= INTRO_I_SCAN_DATA && !last->is_closed) {
            last->is_closed = true;
            return;
        }
    }
    (void)intro_i_scan_emit(s, INTRO_I_SCAN_END, intro_i_scan_nothing,
                            intro_i_scan_nothing);
}

static inline uint32_t intro_i_scan_number_of(intro_i_scanner *s,
                                              const char *id, size_t length)
{
    if (INTRO_UNLIKELY(!s->prefix.is_known)) {
        intro_i_id_prefix_learn(&s->prefix, id, length);
    }
    return intro_i_id_number(&s->prefix, id, length);
}

static inline void intro_i_scan_emit_node(intro_i_scanner *s, const char *id,
                                          size_t length)
{
    intro_i_scan_record *const r = intro_i_scan_emit(
        s, INTRO_I_SCAN_NODE, intro_i_scan_place(s, id, length),
        intro_i_scan_nothing);
    r->is.numbers[0] = intro_i_scan_number_of(s, id, length);
}

static inline void intro_i_scan_emit_edge(intro_i_scanner *s,
                                          const char *source,
                                          size_t source_length,
                                          const char *target,
                                          size_t target_length)
{
    intro_i_scan_record *const r = intro_i_scan_emit(
        s, INTRO_I_SCAN_EDGE, intro_i_scan_place(s, source, source_length),
        intro_i_scan_place(s, target, target_length));
    r->is.numbers[0] = intro_i_scan_number_of(s, source, source_length);
    r->is.numbers[1] = intro_i_scan_number_of(s, target, target_length);
}

static inline void intro_i_scan_emit_data(intro_i_scanner *s, const char *key,
                                          size_t key_length, const char *text,
                                          size_t text_length)
{
    enum { MOST = 32 }; /* a longer number is no matter of speed */
    intro_i_scan_record *const r = intro_i_scan_emit(
        s, INTRO_I_SCAN_DATA, intro_i_scan_place(s, key, key_length),
        intro_i_scan_place(s, text, text_length));
    r->has_value =
        text_length > 0 && text_length <= MOST && *text >= '0' &&
        *text <= '9' &&
        intro_i_parse_double(text, text_length, &r->is.value) == INTRO_OK;
}

/* The end of a tag: no room between tags for what libxml2 would refuse. */
static inline intro_i_scan_outcome intro_i_scan_note_event(intro_i_scanner *s,
                                                           const char *p)
{
    if (INTRO_UNLIKELY((size_t)(p - s->event) + s->since_event >
                       INTRO_I_SCAN_GAP)) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    s->event = p;
    s->since_event = 0;
    return INTRO_I_SCAN_DONE;
}

#endif
