/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the builder holds, for the files that pool it: identity.c (who is who),
 * freeze.c (the graph), evidence.c and strength.c (ties). */
#ifndef INTRO_GRAPH_BUILDER_IMPL_H
#define INTRO_GRAPH_BUILDER_IMPL_H

#include "graph/builder.h"

#include "base/context_impl.h"

struct intro_i_build_column {
    intro_i_builder *builder;
    const char *name; /* arena */
    size_t name_length;
    intro_column_kind kind;
    intro_column_of of;
    uint8_t feeds; /* intro_field + 1; 0 = none */
    void *values; /* of intro_i_kind_size(kind) bytes each */
    uint64_t *present;
    uint64_t rows;    /* rows with room; beyond it nothing is known */
    uint64_t counted; /* of its values, in the builder's column_values */
    bool has_default;
    int64_t default_int;
    double default_double;
    uint32_t default_string;
};

INTRO_VEC(intro_i_vec_column, intro_i_build_column *);

typedef struct intro_i_build_reason {
    const char *text; /* arena */
    size_t length;
    uint64_t count;
    uint64_t first_line;
} intro_i_build_reason;

INTRO_VEC(intro_i_vec_reason, intro_i_build_reason);

typedef struct intro_i_build_source {
    const char *file; /* arena */
    intro_i_format format;
    uint64_t digest;
    uint64_t bytes;
    intro_day date;
    uint32_t first_person;
    uint32_t person_count;
    uint64_t first_edge;
    uint64_t edge_count;
    size_t first_item;
    size_t item_count;
    uint32_t owner; /* row, UINT32_MAX none */
    uint64_t owner_digest;
    intro_i_account account;
    intro_i_vec_reason reasons;
    intro_i_vec_column columns;
    intro_i_strpool ids; /* GraphML only */
    size_t first_key;    /* marks of the identity keys and warnings, for drop */
    size_t first_order;
    size_t first_warning;
    uint32_t known_own; /* of the builder before */
    intro_read_counts read;
} intro_i_build_source;

INTRO_VEC(intro_i_vec_source, intro_i_build_source *);

/* An identity key of a person: slug or e-mail. */
typedef struct intro_i_build_key {
    uint32_t person;
    uint32_t string;
} intro_i_build_key;

INTRO_VEC(intro_i_vec_key, intro_i_build_key);

/* For generated ids. */
typedef struct intro_i_build_order {
    uint32_t person;
    intro_day date;
    uint64_t file_row;
} intro_i_build_order;

INTRO_VEC(intro_i_vec_order, intro_i_build_order);

typedef struct intro_i_build_item {
    intro_i_item item; /* a and b are people of the builder, not rows */
    uint16_t source;
} intro_i_build_item;

INTRO_VEC(intro_i_vec_item, intro_i_build_item);
INTRO_VEC(intro_i_vec_text, const char *);
INTRO_VEC(intro_i_vec_class_record, intro_i_class_record);

struct intro_i_builder {
    intro_ctx *ctx;
    intro_import_options options;
    intro_i_arena arena;
    intro_i_strpool strings;
    intro_i_vec_source sources;
    intro_i_build_source *present; /* between begin and end */

    uint32_t people;                          /* over all sources */
    intro_i_vec_u32 known[INTRO_FIELD_COUNT]; /* short = rest unknown */
    uint32_t known_own;
    intro_i_vec_key slugs;
    intro_i_vec_key emails;
    intro_i_vec_order orders;

    intro_i_vec_u32 edge_a; /* people of the builder */
    intro_i_vec_u32 edge_b;
    intro_i_vec_u32 edge_line; /* saturates at UINT32_MAX */
    uint64_t *edge_one_way;    /* bits, NULL until the first one-way edge */
    size_t edge_one_way_words;

    uint64_t column_bytes;  /* held by the columns of all sources */
    uint64_t column_values; /* that the inputs state in them, at least */

    intro_i_vec_item items;
    intro_i_vec_text warnings; /* arena */

    intro_i_classify_fn *classify; /* NULL: nothing is guessed */
    void *classify_user;
    intro_i_vec_class_record class_rules;
    /* What exports of ours say was guessed, bits by person of the builder; NULL
     * none. */
    uint64_t *offered[INTRO_I_GUESSED];
};

/* Bytes that a column of so many rows takes. */
static inline uint64_t intro_i_column_bytes(intro_column_kind kind,
                                            uint64_t rows)
{
    return rows * intro_i_kind_size(kind) + (rows + 63) / 64 * 8;
}

/* May columns take so many bytes for what the inputs state? They are as long as
 * all rows, so a small file with thousands of attributes that hardly anybody
 * has would fill gigabytes. */
bool intro_i_builder_has_room(const intro_i_builder *b, uint64_t bytes);

/* 0: not known. */
static inline uint32_t intro_i_builder_edge_line(const intro_i_builder *b,
                                                 uint64_t edge)
{
    const uint32_t line = b->edge_line.data[edge];
    return line == UINT32_MAX ? 0 : line;
}

/* Is the bit of an edge set? */
static inline bool intro_i_builder_is_one_way(const intro_i_builder *b,
                                              uint64_t edge)
{
    return edge / 64 < b->edge_one_way_words &&
           (b->edge_one_way[edge / 64] >> (edge % 64) & 1) != 0;
}

#endif
