/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of intro_i_builder_freeze() and what they share. */
#ifndef INTRO_GRAPH_FREEZE_H
#define INTRO_GRAPH_FREEZE_H

#include "graph/builder_impl.h"
#include "graph/csr.h"
#include "graph/evidence.h"
#include "graph/identity.h"

/* An attribute of the network: the columns of one name and fitting kinds. */
typedef struct intro_i_merged_column {
    intro_column_of of;
    intro_column_kind kind;
    const char *name;
    size_t name_length;
    const char *stated_name; /* in the inputs: name without our suffix */
    size_t stated_length;
    intro_i_build_column **parts; /* by rank of the source; NULL = has none */
} intro_i_merged_column;

INTRO_VEC(intro_i_vec_merged, intro_i_merged_column);

typedef struct intro_i_freeze {
    intro_ctx *ctx;
    intro_i_builder *b;
    intro_graph *g;
    uint16_t *rank;     /* source of the builder -> place in canonical order */
    uint16_t *order;    /* the other way */
    uint16_t *priority; /* sources by rising priority of what they say */
    intro_i_identity who;
    /* Values of people that an export of ours says were guessed; NULL none. */
    uint64_t *offered[INTRO_I_GUESSED];
    intro_i_vec_merged columns;
    size_t stated_warnings; /* of the builder, when the freeze began */
    uint32_t weight_column; /* of columns, UINT32_MAX none */

    /* Strings of the graph beyond the ids, in the order of first use. */
    uint32_t *string_of; /* builder's string -> graph's, 0 = unused so far */
    uint32_t strings;    /* of the builder, that string_of has */
    intro_i_vec_u32 used;

    uint32_t *item_edge; /* item -> builder's edge; NULL = the same number */
    uint64_t stated;     /* items that are stated edges come first */
    uint64_t dropped;    /* edges that become no item */
    uint64_t *unstated;  /* bits by builder's edge: only its evidence counts
                            (our own exports); NULL = none */
    intro_i_evidence_table evidence;
    intro_i_csr csr;
} intro_i_freeze;

/* The graph's string of a builder's one; assigned at first use. Never fails
 * (room was reserved), 0 stays 0. */
uint32_t intro_i_freeze_string(intro_i_freeze *f, uint32_t string);
/* Gives a block to the graph. */
INTRO_MUST_USE intro_status intro_i_freeze_own(intro_i_freeze *f, void *block);

/* freeze_export.c: what our own export wrote beside the standard. */
INTRO_MUST_USE intro_status intro_i_freeze_read_exports(intro_i_freeze *f);
/* freeze_columns.c */
INTRO_MUST_USE intro_status intro_i_freeze_merge_columns(intro_i_freeze *f);
/* The merged `introfind_w` of our own exports, or NULL. */
const intro_i_merged_column *
intro_i_freeze_export_numbers(const intro_i_freeze *f);
INTRO_MUST_USE intro_status intro_i_freeze_gather_columns(intro_i_freeze *f);
/* freeze_people.c: known fields (builder's strings at first), employers. */
INTRO_MUST_USE intro_status intro_i_freeze_fields(intro_i_freeze *f);
INTRO_MUST_USE intro_status intro_i_freeze_evidence(intro_i_freeze *f);
INTRO_MUST_USE intro_status intro_i_freeze_lookup(intro_i_freeze *f);
/* freeze_classes.c: what no input says of the known fields is guessed; and, when
 * all strings have room, what explains it. */
INTRO_MUST_USE intro_status intro_i_freeze_classes(intro_i_freeze *f);
INTRO_MUST_USE intro_status intro_i_freeze_class_rules(intro_i_freeze *f);
/* freeze_ties.c */
INTRO_MUST_USE intro_status intro_i_freeze_ties(intro_i_freeze *f);
/* freeze_evidence.c: of the ties that are there; may take the rows of
 * f->evidence. */
INTRO_MUST_USE intro_status intro_i_freeze_tie_evidence(intro_i_freeze *f);

/* Source of a builder's edge. */
size_t intro_i_freeze_edge_source(const intro_i_builder *b, uint64_t edge);
/* Items of tie t: csr.items[first .. end). */
static inline void intro_i_freeze_items(const intro_i_freeze *f, uint64_t t,
                                        uint64_t *first, uint64_t *end)
{
    *first = f->csr.tie_items == NULL ? t : f->csr.tie_items[t];
    *end = f->csr.tie_items == NULL ? t + 1 : f->csr.tie_items[t + 1];
}

#endif
