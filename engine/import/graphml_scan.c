/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pass over each block. A token (a tag, a run of text, a whole <data>) that
 * is not complete at the end of the block is carried to the next one and begun
 * anew there. */
#include "import/graphml_scan_impl.h"

#include "import/graphml_shapes.h"

enum { PAD = INTRO_I_SOURCE_BEHIND, FIRST_RECORDS = 4096 };

_Static_assert((int)PAD >= (int)INTRO_I_SHAPE_PAD, "room behind a block");

/* --- tags of the usual shapes --------------------------------------------- */

/* The tag at p; NULL when it is of no such shape. */
static const char *find_shape(const intro_i_scanner *s, const char *p,
                              intro_i_scan_kind *kind, intro_i_shape *shape)
{
    const intro_i_scan_open_name *const open = &s->open[s->depth - 1];
    switch (p[1]) {
    case 'd':
        *kind = INTRO_I_SCAN_DATA;
        return intro_i_shape_data(p, shape);
    case 'e':
        *kind = INTRO_I_SCAN_EDGE;
        return intro_i_shape_edge(p, shape);
    case 'n':
        *kind = INTRO_I_SCAN_NODE;
        return intro_i_shape_node(p, shape);
    case '/':
        *kind = INTRO_I_SCAN_END;
        return open->length == 4 ? intro_i_shape_end(p, open->bytes) : NULL;
    default:
        return NULL;
    }
}

static void emit_shape(intro_i_scanner *s, intro_i_scan_kind kind,
                       const intro_i_shape *shape)
{
    if (kind == INTRO_I_SCAN_END) {
        intro_i_scan_emit_end(s);
        s->depth--;
        return;
    }
    if (kind == INTRO_I_SCAN_DATA) {
        intro_i_scan_emit_data(s, shape->one, shape->one_length, shape->two,
                               shape->two_length);
        return;
    }
    if (kind == INTRO_I_SCAN_NODE) {
        intro_i_scan_emit_node(s, shape->one, shape->one_length);
    } else {
        intro_i_scan_emit_edge(s, shape->one, shape->one_length, shape->two,
                               shape->two_length);
    }
    if (shape->is_empty) {
        intro_i_scan_emit_end(s);
    } else {
        intro_i_scan_push_name(s, kind == INTRO_I_SCAN_NODE ? "node" : "edge",
                               4);
    }
}

/* All tags of the usual shapes from *at on, with the white space between them.
 * What is left at *at may be anything. */
static intro_i_scan_outcome scan_shapes(intro_i_scanner *s, char **at)
{
    while (s->depth > 0 && s->depth < INTRO_I_SCAN_DEPTH &&
           s->text_depth == 0) {
        char *const p = intro_i_scan_pass_space(s, *at);
        *at = p;
        if (*p != '<') {
            break;
        }
        if (intro_i_scan_reserve(s) != INTRO_I_SCAN_DONE) {
            return INTRO_I_SCAN_NO_MEMORY;
        }
        intro_i_scan_kind kind;
        intro_i_shape shape = {.one = NULL};
        const char *const behind = find_shape(s, p, &kind, &shape);
        if (behind == NULL ||
            intro_i_scan_note_event(s, behind) != INTRO_I_SCAN_DONE) {
            break;
        }
        emit_shape(s, kind, &shape);
        *at += behind - p;
    }
    return INTRO_I_SCAN_DONE;
}

/* --- blocks --------------------------------------------------------------- */

/* One of two quotes, a word, the same quote. */
static const char *pass_quoted(const char *p, const char *word)
{
    const char quote = *p;
    const size_t length = strlen(word);
    return (quote == '"' || quote == '\'') &&
                   strncmp(p + 1, word, length) == 0 && p[1 + length] == quote
               ? p + length + 2
               : NULL;
}

/* p, behind a pseudo-attribute of one of two values if it stands there; NULL
 * when it has another. */
static const char *pass_pseudo(const char *p, const char *name, const char *one,
                               const char *two)
{
    const size_t length = strlen(name);
    if (strncmp(p, name, length) != 0) {
        return p;
    }
    const char *const after = pass_quoted(p + length, one);
    return after != NULL ? after : pass_quoted(p + length, two);
}

/* Byte order mark and XML declaration. */
static intro_i_scan_outcome scan_declaration(intro_i_scanner *s, char **at)
{
    const char *p = *at;
    if (strncmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
    }
    if (*p != '<') {
        return INTRO_I_SCAN_UNUSUAL;
    }
    if (strncmp(p, "<?xml", 5) == 0) {
        const char *after = pass_pseudo(p + 5, " version=", "1.0", "1.0");
        if (after == NULL || after == p + 5) {
            return INTRO_I_SCAN_UNUSUAL;
        }
        p = pass_pseudo(after, " encoding=", "UTF-8", "utf-8");
        if (p != NULL) {
            p = pass_pseudo(p, " standalone=", "yes", "no");
        }
        if (p == NULL) {
            return INTRO_I_SCAN_UNUSUAL;
        }
        p += *p == ' ';
        if (p[0] != '?' || p[1] != '>') {
            return INTRO_I_SCAN_UNUSUAL;
        }
        p += 2;
    }
    s->has_begun = true;
    *at += p - *at;
    return INTRO_I_SCAN_DONE;
}

/* Whole tokens up to the end of the block; *at is where they end. */
static intro_i_scan_outcome scan_tokens(intro_i_scanner *s, char **at)
{
    if (!s->has_begun) {
        const intro_i_scan_outcome o = scan_declaration(s, at);
        if (o != INTRO_I_SCAN_DONE) {
            return o;
        }
    }
    for (;;) {
        intro_i_scan_outcome o = scan_shapes(s, at);
        if (o != INTRO_I_SCAN_DONE || *at == s->end) {
            return o;
        }
        const uint64_t line = s->line;
        o = intro_i_scan_token(s, at);
        if (o == INTRO_I_SCAN_PARTIAL) {
            s->line = line;
        }
        if (o != INTRO_I_SCAN_DONE) {
            return o;
        }
    }
}

/* Keeps what is not complete for the next block. */
static intro_i_scan_outcome carry(intro_i_scanner *s, const char *from)
{
    s->tail_length = (size_t)(s->end - from);
    s->since_event += (size_t)(from - s->event);
    if (s->tail_length > sizeof s->tail || s->since_event > INTRO_I_SCAN_GAP) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    memcpy(s->tail, from, s->tail_length);
    return INTRO_I_SCAN_DONE;
}

intro_status intro_i_scan(intro_i_scanner *s, intro_i_scan_block *block)
{
    char *const body = (char *)block->body;
    char *const start = body - s->tail_length;
    memcpy(start, s->tail, s->tail_length);
    s->block = block;
    s->bytes = intro_i_scan_bytes(block);
    s->end = body + block->length;
    memset(s->end, 0, PAD);
    s->event = start;
    block->first_line = s->line;
    block->records.count = 0;
    char *p = start;
    intro_i_scan_outcome o = scan_tokens(s, &p);
    if (block->is_last &&
        (o == INTRO_I_SCAN_PARTIAL || s->depth != 0 || !s->has_root)) {
        o = INTRO_I_SCAN_UNUSUAL;
    }
    if (o == INTRO_I_SCAN_DONE || o == INTRO_I_SCAN_PARTIAL) {
        o = carry(s, p);
    }
    if (o == INTRO_I_SCAN_NO_MEMORY) {
        return INTRO_ENOMEM;
    }
    return o == INTRO_I_SCAN_DONE ? INTRO_OK : INTRO_ENOTFOUND;
}

intro_status intro_i_scan_block_init(intro_i_scan_block *block)
{
    memset(block, 0, sizeof *block);
    block->body = intro_i_source_block_new();
    if (block->body == NULL ||
        intro_i_vec_scan_record_reserve(&block->records, FIRST_RECORDS) !=
            INTRO_OK) {
        intro_i_scan_block_fini(block);
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

void intro_i_scan_block_fini(intro_i_scan_block *block)
{
    intro_i_source_block_free(block->body);
    intro_i_vec_scan_record_fini(&block->records);
    memset(block, 0, sizeof *block);
}

intro_i_scanner *intro_i_scanner_new(void)
{
    intro_i_scanner *const s = intro_i_alloc_zero(1, sizeof *s);
    if (s != NULL) {
        s->line = 1;
    }
    return s;
}

void intro_i_scanner_free(intro_i_scanner *scanner)
{
    intro_i_free(scanner);
}
