/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a list of items (stated edges and pairs with evidence) to ties and rows. */
#ifndef INTRO_GRAPH_CSR_H
#define INTRO_GRAPH_CSR_H

#include "base/common.h"

#include <introfind/context.h>

/* Items in any order; a[i] != b[i]; one_way NULL = none is. */
typedef struct intro_i_csr_input {
    uint32_t people;
    uint64_t items; /* below UINT32_MAX */
    const uint32_t *a;
    const uint32_t *b;
    const uint64_t *one_way; /* bits */
    bool is_directed;        /* some item is one-way */
} intro_i_csr_input;

/* Heap blocks the caller owns; numbering as in graph_impl.h. */
typedef struct intro_i_csr {
    uint64_t ties;
    uint64_t arcs;
    uint64_t parallel;     /* items beyond the first between the same two ends,
                              the same direction where directed */
    uint64_t *out_offsets; /* people + 1 */
    uint32_t *out_people;  /* arcs */
    uint64_t *in_offsets;  /* directed only */
    uint32_t *in_people;
    uint64_t *tie_start; /* undirected: people + 1 */
    uint64_t *arc_tie;   /* directed */
    uint64_t *tie_arc;
    uint64_t *tie_items; /* ties + 1; NULL when every tie has one item */
    uint32_t *items;     /* item numbers by tie, rising within one; an item
                              both ways that lies beside one-way items between
                              the same people stands in two ties */
    uint64_t item_count; /* of items */
} intro_i_csr;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(people + items) time by counting
 * sort, about 20 bytes an item beyond the result. */
INTRO_MUST_USE intro_status intro_i_csr_build(intro_ctx *ctx,
                                              const intro_i_csr_input *input,
                                              intro_i_csr *out);
void intro_i_csr_fini(intro_i_csr *csr);

#endif
