/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The <key> declarations of a GraphML file and the values under them: from key
 * and element to an attribute of the builder, with the types and defaults the
 * file declares.
 *
 * A key counts per (id, element). Data under a key declared for another element
 * becomes an attribute of that key's name and type here too. Data under a key
 * nobody declared (yet) is kept aside: it becomes the key's when the
 * declaration comes later, and at the end a string attribute named by the id.
 * Two keys of one name share an attribute when their types agree or are both
 * numbers. */
#ifndef INTRO_IMPORT_GRAPHML_KEYS_H
#define INTRO_IMPORT_GRAPHML_KEYS_H

#include "import/fields.h"

typedef enum intro_i_graphml_of {
    INTRO_I_GRAPHML_NODE,
    INTRO_I_GRAPHML_EDGE,
    INTRO_I_GRAPHML_OTHER, /* graph, port, ...: parsed, not stored */
    INTRO_I_GRAPHML_OFS,
    INTRO_I_GRAPHML_ALL = INTRO_I_GRAPHML_OFS
} intro_i_graphml_of;

enum {
    INTRO_I_GRAPHML_KEYS_MAX = 4096,
    INTRO_I_GRAPHML_ID_MAX = 64 << 10,  /* bytes of an id or name */
    INTRO_I_GRAPHML_TEXT_MAX = 16 << 20 /* bytes of one value */
};

/* Rows of values that are read but not stored (self-loops, skipped nodes). */
#define INTRO_I_GRAPHML_NO_ROW UINT64_MAX

typedef struct intro_i_graphml_keys intro_i_graphml_keys;
typedef struct intro_i_graphml_key intro_i_graphml_key;

/* A piece of the file's text. bytes NULL = not given. */
typedef struct intro_i_graphml_text {
    const char *bytes;
    size_t length;
} intro_i_graphml_text;

typedef struct intro_i_graphml_declaration {
    intro_i_graphml_of of;
    intro_i_graphml_text id;
    intro_i_graphml_text name; /* attr.name */
    intro_i_graphml_text type; /* attr.type */
    intro_i_graphml_text text; /* of <default> */
    bool is_graphics;          /* yfiles.type: its values are drawings */
    uint64_t line;
} intro_i_graphml_declaration;

/* Text of the file for a message: escaped, cut, NUL-terminated. */
enum { INTRO_I_GRAPHML_QUOTE = 256 };
void intro_i_graphml_quote(const char *bytes, size_t length,
                           char out[INTRO_I_GRAPHML_QUOTE]);

/* Keys of the builder's present source. Errors of all functions: INTRO_EFORMAT
 * with the line, INTRO_ELIMIT, INTRO_ENOMEM, set in the builder's context. */
INTRO_MUST_USE intro_status
intro_i_graphml_keys_new(intro_i_builder *builder, intro_i_graphml_keys **out);
void intro_i_graphml_keys_free(intro_i_graphml_keys *keys);

INTRO_MUST_USE intro_status intro_i_graphml_keys_declare(
    intro_i_graphml_keys *keys, const intro_i_graphml_declaration *declaration);

/* The key of a <data> of element number `element` (any number that differs
 * between elements), made when nobody declared it. INTRO_EFORMAT when the same
 * element has it twice. Cheapest when elements have their data in one order. */
INTRO_MUST_USE intro_status intro_i_graphml_keys_use(
    intro_i_graphml_keys *keys, intro_i_graphml_of of, uint64_t element,
    const char *id, size_t length, uint64_t line, intro_i_graphml_key **out);

/* The value of a row; empty text is no value. */
INTRO_MUST_USE intro_status intro_i_graphml_keys_set(
    intro_i_graphml_keys *keys, intro_i_graphml_key *key, uint64_t row,
    const char *bytes, size_t length, uint64_t line);

/* The same, but the bytes stay where they are until the flush: texts may wait for
 * it, so that many are looked up together. value: what they read as, where that is
 * known to be a finite number; NULL = not known. */
INTRO_MUST_USE intro_status intro_i_graphml_keys_set_lasting(
    intro_i_graphml_keys *keys, intro_i_graphml_key *key, uint64_t row,
    const char *bytes, size_t length, const double *value, uint64_t line);
/* What waits is set. */
INTRO_MUST_USE intro_status
intro_i_graphml_keys_flush(intro_i_graphml_keys *keys);

/* String attributes outside any key: `label` of a drawing or of the tag, and
 * `labels` of the tag. */
typedef enum intro_i_graphml_extra {
    INTRO_I_GRAPHML_LABEL,
    INTRO_I_GRAPHML_LABELS,
    INTRO_I_GRAPHML_EXTRAS
} intro_i_graphml_extra;

/* A value of one; values of declared keys of that name come first. */
INTRO_MUST_USE intro_status
intro_i_graphml_keys_extra(intro_i_graphml_keys *keys, intro_i_graphml_of of,
                           intro_i_graphml_extra which, uint64_t row,
                           const char *bytes, size_t length);

/* After the last element; people: rows of the source. */
INTRO_MUST_USE intro_status
intro_i_graphml_keys_finish(intro_i_graphml_keys *keys, uint32_t people);

#endif
