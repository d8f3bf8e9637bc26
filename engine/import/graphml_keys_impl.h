/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What graphml_keys.c (declarations, and which key a <data> means) and
 * graphml_values.c (the values under a key) share. */
#ifndef INTRO_IMPORT_GRAPHML_KEYS_IMPL_H
#define INTRO_IMPORT_GRAPHML_KEYS_IMPL_H

#include "base/strpool.h"
#include "base/text.h"
#include "import/graphml_keys.h"

enum { INTRO_I_GRAPHML_QUEUE = 128 };

/* An attribute; keys of one name may share it. */
typedef struct intro_i_graphml_column {
    intro_i_graphml_of of;
    const char *name; /* arena */
    size_t name_length;
    bool has_key; /* not only made of labels outside any key */
    intro_i_alias alias;
    size_t earlier; /* attributes before this one that have the same alias */
    intro_i_build_column *build;
} intro_i_graphml_column;

/* A value that waits for the declaration of its key. */
typedef struct intro_i_graphml_waiting {
    uint64_t row;
    uint64_t line;
    uint32_t string;
} intro_i_graphml_waiting;

INTRO_VEC(intro_i_vec_waiting, intro_i_graphml_waiting);

struct intro_i_graphml_key {
    const char *id; /* arena */
    size_t id_length;
    const char *name; /* arena */
    size_t name_length;
    intro_i_graphml_of of;
    intro_column_kind kind; /* as declared; its column may be wider */
    bool is_declared;
    bool is_for_all; /* declared for="all" or without for */
    intro_i_alias alias;
    unsigned weight_rank;
    uint64_t line;                  /* of the declaration */
    uint64_t last_element;          /* that used it, + 1 */
    intro_i_graphml_column *column; /* NULL until needed */
    intro_i_graphml_key *next;      /* the key used after this one last time */
    intro_i_vec_waiting waiting;
};

typedef struct intro_i_graphml_slot {
    intro_i_graphml_key *of[INTRO_I_GRAPHML_OFS];
} intro_i_graphml_slot;

/* Where the values of `label` or `labels` go, as long as the attributes are
 * `columns` in number. NULL: an attribute of other kind has the name. */
typedef struct intro_i_graphml_labels {
    size_t columns;
    intro_i_graphml_column *column;
} intro_i_graphml_labels;

/* Where a text goes that waits in the queue. */
typedef struct intro_i_graphml_queued {
    intro_i_graphml_key *key;
    uint64_t row;
} intro_i_graphml_queued;

INTRO_VEC(intro_i_vec_slot, intro_i_graphml_slot);
INTRO_VEC(intro_i_vec_graphml_column, intro_i_graphml_column *);

struct intro_i_graphml_keys {
    intro_i_builder *builder;
    intro_ctx *ctx;
    intro_i_arena arena;
    intro_i_strpool ids;
    intro_i_vec_slot slots; /* by string of ids */
    intro_i_vec_graphml_column columns;
    /* of nodes, of edges */
    intro_i_graphml_labels extras[INTRO_I_GRAPHML_EXTRAS][2];
    intro_i_graphml_key *last[INTRO_I_GRAPHML_OFS];
    intro_i_strbuf text; /* a value out of the builder's pool */
    intro_i_fields fields;
    size_t queued; /* texts that wait, in the order they came */
    intro_i_graphml_queued queue[INTRO_I_GRAPHML_QUEUE];
    intro_i_strpool_key queue_keys[INTRO_I_GRAPHML_QUEUE];
};

/* The attribute of a key, made or shared at its first use. */
INTRO_MUST_USE intro_status intro_i_graphml_need_column(
    intro_i_graphml_keys *keys, intro_i_graphml_key *key);
/* A default of INT or BOOL, DOUBLE or string into the attribute. */
INTRO_MUST_USE intro_status intro_i_graphml_set_default(
    intro_i_graphml_keys *keys, intro_i_graphml_key *key,
    intro_i_graphml_text text, uint64_t line);
/* The values that waited for the key's declaration, in the order they came. */
INTRO_MUST_USE intro_status intro_i_graphml_set_waiting(
    intro_i_graphml_keys *keys, intro_i_graphml_key *key);

#endif
