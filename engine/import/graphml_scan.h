/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scanner for the plain XML that writers of GraphML emit: bytes in, records
 * out, block by block, no context and no allocation per element, so that it can
 * run in a thread of its own.
 *
 * It never says that a document is wrong. What it does not know, and what may
 * be wrong, is "unusual": the caller then reads the source again with libxml2
 * (graphml_sax.h), which decides. What it accepts, libxml2 accepts, with the
 * same elements, values, text and lines. Unusual are among others: encodings
 * other than UTF-8, DOCTYPE, CDATA, processing instructions, entities beyond
 * the five, prefixes on elements, CR in text, line breaks and tabs in values
 * that count, 64 KiB without a tag, 64 attributes, and all that is not
 * well-formed. */
#ifndef INTRO_IMPORT_GRAPHML_SCAN_H
#define INTRO_IMPORT_GRAPHML_SCAN_H

#include "base/source.h"
#include "base/vec.h"
#include "import/id_numbers.h"

enum {
    INTRO_I_SCAN_HEAD = INTRO_I_SOURCE_FRONT, /* most bytes carried on */
    INTRO_I_SCAN_DEPTH = 64,
    INTRO_I_SCAN_NAME = 48, /* bytes of a name, with its NUL */
    INTRO_I_SCAN_ATTRIBUTES = 64
};

typedef enum intro_i_scan_kind {
    INTRO_I_SCAN_NODE,      /* <node> without labels: one = id */
    INTRO_I_SCAN_EDGE,      /* <edge> of source and target alone: one, two */
    INTRO_I_SCAN_DATA,      /* a whole <data> without elements: one = key,
                          two = text; no END follows */
    INTRO_I_SCAN_START,     /* any other element: one = name */
    INTRO_I_SCAN_ATTRIBUTE, /* of the START before: one = name, two = value */
    INTRO_I_SCAN_TEXT,      /* one; only within <data> and <default> */
    INTRO_I_SCAN_END
} intro_i_scan_kind;

/* Where bytes of the block are: intro_i_scan_bytes(). */
typedef struct intro_i_scan_slice {
    uint32_t at;
    uint32_t length;
} intro_i_scan_slice;

/* Attributes that mean nothing to a NODE, EDGE or DATA are left out. */
typedef struct intro_i_scan_record {
    uint16_t kind;
    bool is_closed; /* NODE, EDGE, DATA: an END follows, without a record */
    bool has_value; /* DATA: the text is a number, in plain digits */
    uint32_t line;  /* after first_line of the block, of the end of the tag */
    intro_i_scan_slice one;
    intro_i_scan_slice two;
    union {
        uint32_t numbers[2]; /* NODE, EDGE: of the ids (id_numbers.h) */
        double value;
    } is;
} intro_i_scan_record;

INTRO_VEC(intro_i_vec_scan_record, intro_i_scan_record);

/* The caller puts length new bytes into the body, or another body in its place,
 * and says whether they are the last; the scanner fills in the rest. */
typedef struct intro_i_scan_block {
    uint8_t *body; /* intro_i_source_block_new() */
    size_t length;
    bool is_last;
    uint64_t first_line;
    intro_i_vec_scan_record records;
} intro_i_scan_block;

typedef struct intro_i_scanner intro_i_scanner;

INTRO_MUST_USE intro_status intro_i_scan_block_init(intro_i_scan_block *block);
void intro_i_scan_block_fini(intro_i_scan_block *block);

/* What was carried to the block stands before its body. */
static inline char *intro_i_scan_bytes(const intro_i_scan_block *block)
{
    return (char *)block->body - INTRO_I_SCAN_HEAD;
}

/* NULL: out of memory. */
intro_i_scanner *intro_i_scanner_new(void);
void intro_i_scanner_free(intro_i_scanner *scanner);

/* Scan the next block of the document. INTRO_OK: all records are there, whole
 * elements' tags only; INTRO_ENOTFOUND: unusual, the document cannot be scanned;
 * INTRO_ENOMEM. After a failure the scanner is of no more use. */
INTRO_MUST_USE intro_status intro_i_scan(intro_i_scanner *scanner,
                                         intro_i_scan_block *block);

#endif
