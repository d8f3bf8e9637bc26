/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lies on disk. FORMAT.md explains it byte by byte; whoever changes one
 * changes the other, the version numbers and the tests. */
#ifndef INTRO_SNAPSHOT_SNAPSHOT_FORMAT_H
#define INTRO_SNAPSHOT_SNAPSHOT_FORMAT_H

#include "graph/graph_impl.h"

/* A greater major cannot be read; a greater minor adds optional sections. */
enum { INTRO_I_SNAPSHOT_MAJOR = 1, INTRO_I_SNAPSHOT_MINOR = 1 };

enum {
    INTRO_I_SNAPSHOT_MAGIC = 16,
    INTRO_I_SNAPSHOT_ALIGNMENT = 64,
    INTRO_I_SNAPSHOT_MADE_BY = 32,
    INTRO_I_SNAPSHOT_REQUIRED = 1 /* flag of a section */
};

#define INTRO_I_SNAPSHOT_ENDIAN   0x01020304u
#define INTRO_I_SNAPSHOT_REVERSED 0x04030201u

/* 0x89 breaks in 7 bits, CR LF and LF in text mode, 0x1A ends a DOS listing. */
#define INTRO_I_SNAPSHOT_MAGIC_BYTES                                           \
    {                                                                          \
        0x89, 'I', 'F', 'S', '\r', '\n', 0x1A, '\n', 'n', 'e', 't', 'w', 'o',  \
            'r', 'k', 0                                                        \
    }

/* bytes of a person's number, an arc's number, a strength, a parameter */
#define INTRO_I_SNAPSHOT_WORDS                                                 \
    {                                                                          \
        sizeof(intro_vid), sizeof(intro_arc), sizeof(float), sizeof(double)    \
    }

typedef struct intro_i_snapshot_header {
    uint8_t magic[INTRO_I_SNAPSHOT_MAGIC];
    uint32_t endian;
    uint16_t major;
    uint16_t minor;
    uint8_t words[4];
    uint32_t header_size;
    uint64_t file_length;
    uint32_t sections;
    uint32_t entry_size;
    uint64_t checksum; /* of header (this field 0) and table */
    uint64_t zero;
    char made_by[INTRO_I_SNAPSHOT_MADE_BY]; /* printable ASCII, NUL-padded */
    uint8_t reserved[32];                   /* zero */
} intro_i_snapshot_header;

_Static_assert(sizeof(intro_i_snapshot_header) == 128, "snapshot layout");

typedef struct intro_i_snapshot_entry {
    uint32_t kind;    /* intro_i_snapshot_kind */
    uint32_t index;   /* of a numbered section, else 0 */
    uint32_t flags;   /* INTRO_I_SNAPSHOT_REQUIRED */
    uint32_t element; /* bytes of an element */
    uint64_t offset;
    uint64_t length; /* bytes */
    uint64_t checksum;
} intro_i_snapshot_entry;

_Static_assert(sizeof(intro_i_snapshot_entry) == 40, "snapshot layout");

typedef struct intro_i_snapshot_trailer {
    uint64_t file_length;
    uint8_t end[8]; /* "IFS end\n" */
} intro_i_snapshot_trailer;

_Static_assert(sizeof(intro_i_snapshot_trailer) == 16, "snapshot layout");

/* Numbers never change their meaning and are never used again. */
typedef enum intro_i_snapshot_kind {
    INTRO_I_SECTION_GRAPH = 1,
    INTRO_I_SECTION_READ_COUNTS = 2,
    INTRO_I_SECTION_STRENGTH = 3,
    INTRO_I_SECTION_STRING_BYTES = 4,
    INTRO_I_SECTION_STRING_OFFSETS = 5,
    INTRO_I_SECTION_OUT_OFFSETS = 16,
    INTRO_I_SECTION_OUT_PEOPLE = 17,
    INTRO_I_SECTION_OUT_STRENGTHS = 18,
    INTRO_I_SECTION_IN_OFFSETS = 19,
    INTRO_I_SECTION_IN_PEOPLE = 20,
    INTRO_I_SECTION_IN_STRENGTHS = 21,
    INTRO_I_SECTION_TIE_START = 22,
    INTRO_I_SECTION_ARC_TIE = 23,
    INTRO_I_SECTION_TIE_ARC = 24,
    INTRO_I_SECTION_TIE_INFERRED = 25,
    INTRO_I_SECTION_TIE_STATED = 26,
    INTRO_I_SECTION_EVIDENCE_TIES = 32,
    INTRO_I_SECTION_EVIDENCE_OFFSETS = 33,
    INTRO_I_SECTION_EVIDENCE_ROWS = 34,
    INTRO_I_SECTION_TIE_EDGES = 40,
    INTRO_I_SECTION_EDGE_SOURCES = 41,
    INTRO_I_SECTION_KNOWN = 48, /* index: intro_field */
    INTRO_I_SECTION_COLUMNS = 56,
    INTRO_I_SECTION_COLUMN_VALUES = 57,  /* index: column */
    INTRO_I_SECTION_COLUMN_PRESENT = 58, /* index: column */
    INTRO_I_SECTION_LOOKUP_HASHES = 64,
    INTRO_I_SECTION_LOOKUP_PEOPLE = 65,
    INTRO_I_SECTION_SOURCES = 72,
    INTRO_I_SECTION_REASONS = 73,
    INTRO_I_SECTION_WARNINGS = 74,
    INTRO_I_SECTION_OWNERS = 75,
    /* since 1.1, optional */
    INTRO_I_SECTION_SUBINDUSTRY = 80,
    INTRO_I_SECTION_GUESSED = 81, /* index: industry, function, seniority */
    INTRO_I_SECTION_CLASS_RULES = 82
} intro_i_snapshot_kind;

/* Fields of format 1.0; a later one has a section of its own. */
enum { INTRO_I_SNAPSHOT_FIELDS = 9 };

enum { INTRO_I_SNAPSHOT_DIRECTED = 1, INTRO_I_SNAPSHOT_OBSERVED_ONLY = 2 };

/* The one element of section `graph`. */
typedef struct intro_i_snapshot_graph {
    uint64_t people;
    uint64_t ties;
    uint64_t arcs;
    uint64_t edges;
    uint64_t strings;
    uint64_t string_bytes;
    uint64_t evidence_ties;
    uint64_t evidence_rows;
    uint64_t lookups;
    uint32_t sources;
    uint32_t reasons;
    uint32_t warnings;
    uint32_t owners;
    uint32_t columns;
    uint32_t known_own;
    uint32_t flags; /* INTRO_I_SNAPSHOT_DIRECTED ... */
    uint32_t zero;
} intro_i_snapshot_graph;

_Static_assert(sizeof(intro_i_snapshot_graph) == 104, "snapshot layout");

/* An element of section `columns`. */
typedef struct intro_i_snapshot_column {
    uint32_t name; /* string */
    uint8_t kind;
    uint8_t of;
    uint8_t has_present; /* 1: section column_present of this index exists */
    uint8_t zero;
    uint64_t rows;
} intro_i_snapshot_column;

_Static_assert(sizeof(intro_i_snapshot_column) == 16, "snapshot layout");
_Static_assert(sizeof(intro_read_counts) == 80, "snapshot layout");
_Static_assert(sizeof(intro_i_strength_state) == 400, "snapshot layout");
_Static_assert(INTRO_EV_COUNT == 11 && INTRO_FIELD_COUNT == 10,
               "a new kind or field changes the format");

#endif
