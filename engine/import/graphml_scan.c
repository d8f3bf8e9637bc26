/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pass over each block. A token (a tag, a run of text, a whole <data>) that
 * is not complete at the end of the block is carried to the next one and begun
 * anew there; so nothing is decoded in place before its token is complete.
 *
 * A NUL stands behind the last byte: loops stop there like at any byte they do
 * not know, and only then ask whether the block or the patience ends. */
#include "import/graphml_scan.h"

#include "base/text.h"
#include "import/graphml_shapes.h"

#include <string.h>

enum {
    PAD = INTRO_I_SOURCE_BEHIND,
    GAP_MAX = INTRO_I_SCAN_HEAD,
    NAME_MAX = 1024, /* bytes of an attribute's name */
    FIRST_RECORDS = 4096
};

/* What bytes are. */
enum {
    NAME_START = 1, /* A-Z a-z _ */
    NAME_PART = 2,  /* and 0-9 . - */
    PLAIN_VALUE = 4,
    PLAIN_TEXT = 8,
    BLANK = 16 /* space, tab, line feed */
};

_Static_assert((int)PAD >= (int)INTRO_I_SHAPE_PAD, "room behind a block");

typedef enum outcome { DONE, PARTIAL, UNUSUAL, NO_MEMORY } outcome;

typedef struct attribute {
    const char *name;
    size_t name_length;
    size_t prefix_length; /* 0 = none */
    char *value;
    size_t length;
    bool has_reference;
    bool has_break; /* a line break or tab */
} attribute;

typedef struct open_name {
    char bytes[INTRO_I_SCAN_NAME];
    size_t length;
} open_name;

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
    attribute attributes[INTRO_I_SCAN_ATTRIBUTES];
    open_name open[INTRO_I_SCAN_DEPTH];
    intro_i_id_prefix prefix;
    size_t tail_length;
    char tail[INTRO_I_SCAN_HEAD];
};

#define UPPER   (NAME_START | NAME_PART | PLAIN_VALUE | PLAIN_TEXT)
#define DIGIT   (NAME_PART | PLAIN_VALUE | PLAIN_TEXT)
#define OTHER   (PLAIN_VALUE | PLAIN_TEXT)
#define FOUR(x) x, x, x, x

static const uint8_t classes[256] = {
    ['\t'] = BLANK,
    ['\n'] = BLANK,
    [' '] = OTHER | BLANK,
    ['!'] = OTHER,
    ['"'] = PLAIN_TEXT,
    ['#'] = OTHER,
    ['$'] = OTHER,
    ['%'] = OTHER,
    ['\''] = PLAIN_TEXT,
    ['('] = OTHER,
    [')'] = OTHER,
    ['*'] = OTHER,
    ['+'] = OTHER,
    [','] = OTHER,
    ['-'] = DIGIT,
    ['.'] = DIGIT,
    ['/'] = OTHER,
    ['0'] = FOUR(DIGIT),
    ['4'] = FOUR(DIGIT),
    ['8'] = DIGIT,
    ['9'] = DIGIT,
    [':'] = OTHER,
    [';'] = OTHER,
    ['='] = OTHER,
    ['>'] = OTHER,
    ['?'] = OTHER,
    ['@'] = OTHER,
    ['A'] = FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    UPPER,
    UPPER,
    ['['] = OTHER,
    ['\\'] = OTHER,
    [']'] = PLAIN_VALUE,
    ['^'] = OTHER,
    ['_'] = UPPER,
    ['`'] = OTHER,
    ['a'] = FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    UPPER,
    UPPER,
    ['{'] = OTHER,
    ['|'] = OTHER,
    ['}'] = OTHER,
    ['~'] = OTHER,
};

static inline unsigned class_of(char c)
{
    return classes[(uint8_t)c];
}

/* The block ends here, maybe between CR and LF, or something unknown stands
 * here. */
static inline outcome stopped(const intro_i_scanner *s, const char *p)
{
    return p >= s->end || (*p == '\r' && p + 1 == s->end) ? PARTIAL : UNUSUAL;
}

static inline bool is_name(const char *bytes, size_t length, const char *word,
                           size_t word_length)
{
    return length == word_length && memcmp(bytes, word, word_length) == 0;
}

#define IS_NAME(bytes, length, word)                                           \
    is_name(bytes, length, word, sizeof(word) - 1)

/* --- characters ----------------------------------------------------------- */

/* The characters XML allows, above ASCII too. */
static bool is_character(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

/* Passes over one character of several bytes. */
static outcome pass_character(const intro_i_scanner *s, char **at)
{
    const uint8_t *const p = (const uint8_t *)*at;
    const size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (p[0] < 0xC2 || p[0] > 0xF4) {
        return UNUSUAL;
    }
    if ((size_t)(s->end - *at) < length) {
        return PARTIAL;
    }
    uint32_t c = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return UNUSUAL;
        }
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < least[length] || !is_character(c)) {
        return UNUSUAL;
    }
    *at += length;
    return DONE;
}

static size_t write_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* A number between "&#" and ";"; 0 for what is none. */
static uint32_t read_number(const char *p, size_t length)
{
    const bool is_hex = length > 1 && *p == 'x';
    uint32_t c = 0;
    p += is_hex;
    length -= is_hex;
    if (length == 0 || length > 7) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        const char low = (char)(p[i] | 0x20);
        if (p[i] >= '0' && p[i] <= '9') {
            c = c * (is_hex ? 16 : 10) + (uint32_t)(p[i] - '0');
        } else if (is_hex && low >= 'a' && low <= 'f') {
            c = c * 16 + (uint32_t)(low - 'a' + 10);
        } else {
            return 0;
        }
    }
    return is_character(c) ? c : 0;
}

/* The character of a reference, p behind the "&"; 0: unknown. */
static uint32_t read_reference(const char *p, size_t length)
{
    if (length > 1 && p[0] == '#') {
        return read_number(p + 1, length - 1);
    }
    if (IS_NAME(p, length, "amp")) {
        return '&';
    }
    if (IS_NAME(p, length, "lt")) {
        return '<';
    }
    if (IS_NAME(p, length, "gt")) {
        return '>';
    }
    if (IS_NAME(p, length, "quot")) {
        return '"';
    }
    return IS_NAME(p, length, "apos") ? '\'' : 0;
}

/* References into characters, in place: what they stand for is shorter. */
static outcome decode(char *bytes, size_t *length)
{
    const char *p = bytes;
    const char *const end = bytes + *length;
    char *out = bytes;
    while (p < end) {
        if (*p != '&') {
            *out++ = *p++;
            continue;
        }
        const char *const semicolon = memchr(p, ';', (size_t)(end - p));
        const uint32_t c =
            semicolon == NULL
                ? 0
                : read_reference(p + 1, (size_t)(semicolon - p - 1));
        if (c == 0) {
            return UNUSUAL;
        }
        out += write_utf8(out, c);
        p = semicolon + 1;
    }
    *length = (size_t)(out - bytes);
    return DONE;
}

/* --- records -------------------------------------------------------------- */

static inline intro_i_scan_slice slice(const intro_i_scanner *s, const char *at,
                                       size_t length)
{
    return (intro_i_scan_slice){(uint32_t)(at - s->bytes), (uint32_t)length};
}

static const intro_i_scan_slice nothing = {0, 0};

/* Room for all records of one tag. */
static inline outcome reserve(intro_i_scanner *s)
{
    intro_i_vec_scan_record *const v = &s->block->records;
    const size_t need = v->count + INTRO_I_SCAN_ATTRIBUTES + 2;
    return INTRO_LIKELY(need <= v->capacity) ||
                   intro_i_vec_scan_record_reserve(v, need) == INTRO_OK
               ? DONE
               : NO_MEMORY;
}

static inline intro_i_scan_record *emit(intro_i_scanner *s,
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
static inline void emit_end(intro_i_scanner *s)
{
    const intro_i_vec_scan_record *const v = &s->block->records;
    if (v->count != 0) {
        intro_i_scan_record *const last = &v->data[v->count - 1];
        if (last->kind <= INTRO_I_SCAN_DATA && !last->is_closed) {
            last->is_closed = true;
            return;
        }
    }
    (void)emit(s, INTRO_I_SCAN_END, nothing, nothing);
}

static inline uint32_t number_of(intro_i_scanner *s, const char *id,
                                 size_t length)
{
    if (INTRO_UNLIKELY(!s->prefix.is_known)) {
        intro_i_id_prefix_learn(&s->prefix, id, length);
    }
    return intro_i_id_number(&s->prefix, id, length);
}

static inline void emit_node(intro_i_scanner *s, const char *id, size_t length)
{
    intro_i_scan_record *const r =
        emit(s, INTRO_I_SCAN_NODE, slice(s, id, length), nothing);
    r->is.numbers[0] = number_of(s, id, length);
}

static inline void emit_edge(intro_i_scanner *s, const char *source,
                             size_t source_length, const char *target,
                             size_t target_length)
{
    intro_i_scan_record *const r =
        emit(s, INTRO_I_SCAN_EDGE, slice(s, source, source_length),
             slice(s, target, target_length));
    r->is.numbers[0] = number_of(s, source, source_length);
    r->is.numbers[1] = number_of(s, target, target_length);
}

static inline void emit_data(intro_i_scanner *s, const char *key,
                             size_t key_length, const char *text,
                             size_t text_length)
{
    enum { MOST = 32 }; /* a longer number is no matter of speed */
    intro_i_scan_record *const r =
        emit(s, INTRO_I_SCAN_DATA, slice(s, key, key_length),
             slice(s, text, text_length));
    r->has_value =
        text_length > 0 && text_length <= MOST && *text >= '0' &&
        *text <= '9' &&
        intro_i_parse_double(text, text_length, &r->is.value) == INTRO_OK;
}

/* The end of a tag: no room between tags for what libxml2 would refuse. */
static inline outcome note_event(intro_i_scanner *s, const char *p)
{
    if (INTRO_UNLIKELY((size_t)(p - s->event) + s->since_event > GAP_MAX)) {
        return UNUSUAL;
    }
    s->event = p;
    s->since_event = 0;
    return DONE;
}

/* --- start tags ----------------------------------------------------------- */

static inline char *pass_name(char *p)
{
    if ((class_of(*p) & NAME_START) != 0) {
        do {
            p++;
        } while ((class_of(*p) & NAME_PART) != 0);
    }
    return p;
}

/* CR LF; a CR alone would count as a line end itself. */
static inline bool is_line_end(const char *p)
{
    return *p == '\r' && p[1] == '\n';
}

static inline char *pass_blanks(intro_i_scanner *s, char *p)
{
    for (; (class_of(*p) & BLANK) != 0 || is_line_end(p); p++) {
        s->line += *p == '\n';
    }
    return p;
}

/* A value up to its quote. */
static outcome pass_value(intro_i_scanner *s, attribute *a, char **at)
{
    char *p = *at;
    const char quote = *p;
    if (quote != '"' && quote != '\'') {
        return stopped(s, p);
    }
    a->value = ++p;
    a->has_reference = false;
    a->has_break = false;
    for (;;) {
        while ((class_of(*p) & PLAIN_VALUE) != 0) {
            p++;
        }
        if (*p == quote) {
            break;
        }
        if (*p == '&') {
            a->has_reference = true;
            p++;
        } else if (*p == '"' || *p == '\'') {
            p++;
        } else if (*p == '\n' || *p == '\t' || is_line_end(p)) {
            a->has_break = true;
            s->line += *p == '\n';
            p++;
        } else if ((uint8_t)*p >= 0x80) {
            const outcome o = pass_character(s, &p);
            if (o != DONE) {
                return o;
            }
        } else {
            return stopped(s, p);
        }
    }
    a->length = (size_t)(p - a->value);
    *at = p + 1;
    return DONE;
}

static outcome pass_attribute(intro_i_scanner *s, char **at)
{
    char *p = *at;
    if (s->attribute_count == INTRO_I_SCAN_ATTRIBUTES) {
        return UNUSUAL;
    }
    attribute *const a = &s->attributes[s->attribute_count];
    a->name = p;
    a->prefix_length = 0;
    p = pass_name(p);
    if (*p == ':' && p > a->name) {
        a->prefix_length = (size_t)(p - a->name);
        char *const local = p + 1;
        p = pass_name(local);
        if (p == local) {
            return stopped(s, p);
        }
    }
    a->name_length = (size_t)(p - a->name);
    if (a->name_length == 0 || *p != '=') {
        return stopped(s, p);
    }
    if (a->name_length > NAME_MAX) {
        return UNUSUAL;
    }
    p++;
    const outcome o = pass_value(s, a, &p);
    if (o == DONE) {
        s->attribute_count++;
        *at = p;
    }
    return o;
}

/* From behind the name to behind the ">". */
static outcome pass_attributes(intro_i_scanner *s, char **at, bool *is_empty)
{
    char *p = *at;
    s->attribute_count = 0;
    for (;;) {
        char *const before = p;
        p = pass_blanks(s, p);
        if (*p == '>') {
            *is_empty = false;
            *at = p + 1;
            return DONE;
        }
        if (*p == '/') {
            if (p[1] != '>') {
                return stopped(s, p + 1);
            }
            *is_empty = true;
            *at = p + 2;
            return DONE;
        }
        if (p == before) {
            return stopped(s, p);
        }
        const outcome o = pass_attribute(s, &p);
        if (o != DONE) {
            return o;
        }
    }
}

static bool contains(const attribute *a, const char *word)
{
    const size_t length = strlen(word);
    for (size_t i = 0; i + length <= a->length; i++) {
        if (memcmp(a->value + i, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The prefix of an attribute, declared in the same tag? */
static bool is_bound(const intro_i_scanner *s, const attribute *a)
{
    for (size_t i = 0; i < s->attribute_count; i++) {
        const attribute *const b = &s->attributes[i];
        if (IS_NAME(b->name, b->prefix_length, "xmlns") &&
            is_name(b->name + 6, b->name_length - 6, a->name,
                    a->prefix_length)) {
            return true;
        }
    }
    return false;
}

/* Namespaces are known only as all writers state them: in the root. */
static bool is_known_namespace(const intro_i_scanner *s, const attribute *a)
{
    if (a->prefix_length == 0) {
        return contains(a, "graphml") && !a->has_reference;
    }
    if (!IS_NAME(a->name, a->prefix_length, "xmlns")) {
        return is_bound(s, a);
    }
    return a->length > 0 && !a->has_reference &&
           (a->name_length < 9 || memcmp(a->name + 6, "xml", 3) != 0) &&
           !contains(a, "/XML/1998/") && !contains(a, "/2000/xmlns");
}

static bool is_namespace(const attribute *a)
{
    return a->prefix_length != 0 || IS_NAME(a->name, a->name_length, "xmlns");
}

/* Names twice, also such that differ only by their prefix. */
static bool has_twins(const intro_i_scanner *s)
{
    for (size_t i = 1; i < s->attribute_count; i++) {
        const attribute *const a = &s->attributes[i];
        for (size_t k = 0; k < i; k++) {
            const attribute *const b = &s->attributes[k];
            if (is_name(a->name, a->name_length, b->name, b->name_length)) {
                return true;
            }
            if (a->prefix_length != 0 && b->prefix_length != 0) {
                const size_t skip_a = a->prefix_length;
                const size_t skip_b = b->prefix_length;
                if (is_name(a->name + skip_a, a->name_length - skip_a,
                            b->name + skip_b, b->name_length - skip_b)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Refuses what is odd among the attributes, takes namespaces out, decodes. */
static outcome settle_attributes(intro_i_scanner *s)
{
    size_t kept = 0;
    if (s->attribute_count > 1 && has_twins(s)) {
        return UNUSUAL;
    }
    for (size_t i = 0; i < s->attribute_count; i++) {
        const attribute *const a = &s->attributes[i];
        if (is_namespace(a) ? s->has_root || !is_known_namespace(s, a)
                            : a->has_break) {
            return UNUSUAL;
        }
    }
    for (size_t i = 0; i < s->attribute_count; i++) {
        attribute *const a = &s->attributes[i];
        if (a->has_reference && decode(a->value, &a->length) != DONE) {
            return UNUSUAL;
        }
        if (!is_namespace(a)) {
            s->attributes[kept++] = *a;
        }
    }
    s->attribute_count = kept;
    return DONE;
}

static const attribute *find(const intro_i_scanner *s, const char *name,
                             size_t length)
{
    for (size_t i = 0; i < s->attribute_count; i++) {
        const attribute *const a = &s->attributes[i];
        if (a->name_length == length && memcmp(a->name, name, length) == 0) {
            return a;
        }
    }
    return NULL;
}

#define FIND(s, name) find(s, name, sizeof(name) - 1)

static void push_name(intro_i_scanner *s, const char *name, size_t length)
{
    open_name *const o = &s->open[s->depth++];
    memcpy(o->bytes, name, length);
    o->length = length;
}

static bool has_text(const char *name, size_t length)
{
    return IS_NAME(name, length, "data") || IS_NAME(name, length, "default");
}

static void emit_start(intro_i_scanner *s, const char *name, size_t length)
{
    emit(s, INTRO_I_SCAN_START, slice(s, name, length), nothing);
    for (size_t i = 0; i < s->attribute_count; i++) {
        const attribute *const a = &s->attributes[i];
        (void)emit(s, INTRO_I_SCAN_ATTRIBUTE, slice(s, a->name, a->name_length),
                   slice(s, a->value, a->length));
    }
}

/* A node or an edge whose ids are all that counts; else false. */
static bool emit_known(intro_i_scanner *s, const char *name, size_t length)
{
    if (length != 4) {
        return false;
    }
    if (memcmp(name, "edge", 4) == 0) {
        const attribute *const source = FIND(s, "source");
        const attribute *const target = FIND(s, "target");
        if (source == NULL || target == NULL ||
            (s->attribute_count > 2 &&
             (FIND(s, "directed") != NULL || FIND(s, "label") != NULL ||
              FIND(s, "labels") != NULL))) {
            return false;
        }
        emit_edge(s, source->value, source->length, target->value,
                  target->length);
        return true;
    }
    if (memcmp(name, "node", 4) == 0) {
        const attribute *const id = FIND(s, "id");
        if (id == NULL ||
            (s->attribute_count > 1 &&
             (FIND(s, "label") != NULL || FIND(s, "labels") != NULL))) {
            return false;
        }
        emit_node(s, id->value, id->length);
        return true;
    }
    return false;
}

/* --- text ----------------------------------------------------------------- */

/* A run of text up to the next "<". */
static outcome pass_text(intro_i_scanner *s, char **at, bool *has_reference)
{
    char *p = *at;
    *has_reference = false;
    for (;;) {
        while ((class_of(*p) & PLAIN_TEXT) != 0) {
            p++;
        }
        if (*p == '<') {
            *at = p;
            return DONE;
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
                return UNUSUAL;
            }
            p++;
        } else if ((uint8_t)*p >= 0x80) {
            const outcome o = pass_character(s, &p);
            if (o != DONE) {
                return o;
            }
        } else {
            return stopped(s, p);
        }
    }
}

/* White space between elements; with CR only as part of CR LF. */
static char *pass_space(intro_i_scanner *s, char *p)
{
    for (;; p++) {
        if (*p == '\n') {
            s->line++;
        } else if (*p != ' ' && *p != '\t' && !is_line_end(p)) {
            return p;
        }
    }
}

static outcome scan_text(intro_i_scanner *s, char **at)
{
    char *const start = *at;
    if (s->text_depth == 0) {
        char *const p = pass_space(s, start);
        if (*p == '<' || p == s->end || p > start) {
            *at = p;
            return DONE;
        }
        if (s->depth == 0) {
            return stopped(s, p);
        }
    }
    bool has_reference;
    char *p = start;
    outcome o = pass_text(s, &p, &has_reference);
    if (o != DONE) {
        return o;
    }
    size_t length = (size_t)(p - start);
    if (has_reference) {
        o = decode(start, &length);
    }
    if (o == DONE && s->text_depth != 0) {
        o = reserve(s);
        if (o == DONE) {
            (void)emit(s, INTRO_I_SCAN_TEXT, slice(s, start, length), nothing);
        }
    }
    *at = p;
    return o;
}

/* --- tags ----------------------------------------------------------------- */

/* The ">" of an end tag, from behind its name. */
static outcome pass_end(intro_i_scanner *s, char **at)
{
    char *const p = pass_blanks(s, *at);
    if (*p != '>') {
        return stopped(s, p);
    }
    *at = p + 1;
    return DONE;
}

/* <data key="...">text</data> as one record. *at is behind the start tag; it
 * stays there, with *is_whole false, when elements come first. */
static outcome scan_data(intro_i_scanner *s, char **at, bool *is_whole)
{
    static const char close[] = "</data";
    const size_t close_length = sizeof close - 1;
    const uint64_t line = s->line;
    char *const text = *at;
    char *p = text;
    bool has_reference;
    *is_whole = false;
    outcome o = pass_text(s, &p, &has_reference);
    if (o != DONE) {
        return o;
    }
    size_t length = (size_t)(p - text);
    const size_t left = (size_t)(s->end - p);
    if (memcmp(p, close, left < close_length ? left : close_length) != 0) {
        s->line = line;
        return DONE;
    }
    if (left < close_length) {
        return PARTIAL;
    }
    p += close_length;
    o = pass_end(s, &p);
    if (o == DONE && has_reference) {
        o = decode(text, &length);
    }
    if (o != DONE) {
        return o;
    }
    const attribute *const key = FIND(s, "key");
    const uint64_t after = s->line;
    s->line = line;
    emit_data(s, key->value, key->length, text, length);
    s->line = after;
    *is_whole = true;
    *at = p;
    return DONE;
}

/* What follows is decided before attributes are decoded in place. */
static outcome scan_start(intro_i_scanner *s, char **at)
{
    char *const name = *at + 1;
    char *p = pass_name(name);
    const size_t length = (size_t)(p - name);
    if (length == 0 || length >= INTRO_I_SCAN_NAME) {
        return stopped(s, p);
    }
    bool is_empty;
    outcome o = pass_attributes(s, &p, &is_empty);
    if (o != DONE) {
        return o;
    }
    if (s->depth == INTRO_I_SCAN_DEPTH || (s->depth == 0 && s->has_root)) {
        return UNUSUAL;
    }
    if (reserve(s) != DONE) {
        return NO_MEMORY;
    }
    if (!is_empty && IS_NAME(name, length, "data") && FIND(s, "key") != NULL) {
        const attribute *const key = FIND(s, "key");
        if (s->attribute_count != 1 || key->has_reference || key->has_break) {
            return UNUSUAL;
        }
        bool is_whole;
        o = scan_data(s, &p, &is_whole);
        if (o != DONE) {
            return o;
        }
        if (is_whole) {
            *at = p;
            return s->has_root ? note_event(s, p) : UNUSUAL;
        }
    }
    o = settle_attributes(s);
    if (o == DONE) {
        o = note_event(s, p);
    }
    if (o != DONE) {
        return o;
    }
    s->has_root = true;
    if (!emit_known(s, name, length)) {
        emit_start(s, name, length);
    }
    if (is_empty) {
        emit_end(s);
    } else {
        s->text_depth += has_text(name, length);
        push_name(s, name, length);
    }
    *at = p;
    return DONE;
}

static outcome scan_end(intro_i_scanner *s, char **at)
{
    char *p = *at + 2;
    if (s->depth == 0) {
        return UNUSUAL;
    }
    const open_name *const open = &s->open[s->depth - 1];
    if ((size_t)(s->end - p) <= open->length) {
        return PARTIAL;
    }
    if (memcmp(p, open->bytes, open->length) != 0) {
        return UNUSUAL;
    }
    p += open->length;
    outcome o = pass_end(s, &p);
    if (o == DONE) {
        o = note_event(s, p);
    }
    if (o == DONE) {
        o = reserve(s);
    }
    if (o != DONE) {
        return o;
    }
    emit_end(s);
    s->text_depth -= has_text(open->bytes, open->length);
    s->depth--;
    *at = p;
    return DONE;
}

static outcome scan_comment(intro_i_scanner *s, char **at)
{
    char *p = *at;
    static const char open[] = "<!--";
    for (size_t i = 0; i < sizeof open - 1; i++, p++) {
        if (*p != open[i]) {
            return stopped(s, p);
        }
    }
    for (;;) {
        if (*p == '-' && p[1] == '-') {
            if (p[2] != '>') {
                return stopped(s, p + 2);
            }
            *at = p + 3;
            return DONE;
        }
        if ((uint8_t)*p >= 0x80) {
            const outcome o = pass_character(s, &p);
            if (o != DONE) {
                return o;
            }
        } else if ((uint8_t)*p < ' ' && *p != '\n' && *p != '\t') {
            return stopped(s, p);
        } else {
            s->line += *p == '\n';
            p++;
        }
    }
}

static outcome scan_token(intro_i_scanner *s, char **at)
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

/* --- tags of the usual shapes --------------------------------------------- */

/* The tag at p; NULL when it is of no such shape. */
static const char *find_shape(const intro_i_scanner *s, const char *p,
                              intro_i_scan_kind *kind, intro_i_shape *shape)
{
    const open_name *const open = &s->open[s->depth - 1];
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
        emit_end(s);
        s->depth--;
        return;
    }
    if (kind == INTRO_I_SCAN_DATA) {
        emit_data(s, shape->one, shape->one_length, shape->two,
                  shape->two_length);
        return;
    }
    if (kind == INTRO_I_SCAN_NODE) {
        emit_node(s, shape->one, shape->one_length);
    } else {
        emit_edge(s, shape->one, shape->one_length, shape->two,
                  shape->two_length);
    }
    if (shape->is_empty) {
        emit_end(s);
    } else {
        push_name(s, kind == INTRO_I_SCAN_NODE ? "node" : "edge", 4);
    }
}

/* All tags of the usual shapes from *at on, with the white space between them.
 * What is left at *at may be anything. */
static outcome scan_shapes(intro_i_scanner *s, char **at)
{
    while (s->depth > 0 && s->depth < INTRO_I_SCAN_DEPTH &&
           s->text_depth == 0) {
        char *const p = pass_space(s, *at);
        *at = p;
        if (*p != '<') {
            break;
        }
        if (reserve(s) != DONE) {
            return NO_MEMORY;
        }
        intro_i_scan_kind kind;
        intro_i_shape shape = {.one = NULL};
        const char *const behind = find_shape(s, p, &kind, &shape);
        if (behind == NULL || note_event(s, behind) != DONE) {
            break;
        }
        emit_shape(s, kind, &shape);
        *at += behind - p;
    }
    return DONE;
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
static outcome scan_declaration(intro_i_scanner *s, char **at)
{
    const char *p = *at;
    if (strncmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
    }
    if (*p != '<') {
        return UNUSUAL;
    }
    if (strncmp(p, "<?xml", 5) == 0) {
        const char *after = pass_pseudo(p + 5, " version=", "1.0", "1.0");
        if (after == NULL || after == p + 5) {
            return UNUSUAL;
        }
        p = pass_pseudo(after, " encoding=", "UTF-8", "utf-8");
        if (p != NULL) {
            p = pass_pseudo(p, " standalone=", "yes", "no");
        }
        if (p == NULL) {
            return UNUSUAL;
        }
        p += *p == ' ';
        if (p[0] != '?' || p[1] != '>') {
            return UNUSUAL;
        }
        p += 2;
    }
    s->has_begun = true;
    *at += p - *at;
    return DONE;
}

/* Whole tokens up to the end of the block; *at is where they end. */
static outcome scan_tokens(intro_i_scanner *s, char **at)
{
    if (!s->has_begun) {
        const outcome o = scan_declaration(s, at);
        if (o != DONE) {
            return o;
        }
    }
    for (;;) {
        outcome o = scan_shapes(s, at);
        if (o != DONE || *at == s->end) {
            return o;
        }
        const uint64_t line = s->line;
        o = scan_token(s, at);
        if (o == PARTIAL) {
            s->line = line;
        }
        if (o != DONE) {
            return o;
        }
    }
}

/* Keeps what is not complete for the next block. */
static outcome carry(intro_i_scanner *s, const char *from)
{
    s->tail_length = (size_t)(s->end - from);
    s->since_event += (size_t)(from - s->event);
    if (s->tail_length > sizeof s->tail || s->since_event > GAP_MAX) {
        return UNUSUAL;
    }
    memcpy(s->tail, from, s->tail_length);
    return DONE;
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
    outcome o = scan_tokens(s, &p);
    if (block->is_last && (o == PARTIAL || s->depth != 0 || !s->has_root)) {
        o = UNUSUAL;
    }
    if (o == DONE || o == PARTIAL) {
        o = carry(s, p);
    }
    if (o == NO_MEMORY) {
        return INTRO_ENOMEM;
    }
    return o == DONE ? INTRO_OK : INTRO_ENOTFOUND;
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
