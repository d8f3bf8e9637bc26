/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lower halves of the rows of an undirected network. A tie of v and u, v < u,
 * stands at the end of row v, where the ties follow each other, and somewhere
 * before the own ties of u in row u. This brings what is known by ties there. */
#ifndef INTRO_GRAPH_LOWER_HALVES_H
#define INTRO_GRAPH_LOWER_HALVES_H

#include "base/common.h"

#include <introfind/context.h>

typedef struct intro_i_lower_halves {
    uint32_t people;
    const uint64_t *offsets;   /* people + 1: of rows */
    const uint64_t *tie_start; /* people + 1 */
    const uint32_t *arcs; /* the people in the rows; upper halves are read */
    /* What is brought, four bytes a tie; NULL: the smaller end. */
    const void *values;
    void *out; /* four bytes an arc; upper halves stay as they are */
} intro_i_lower_halves;

/* Each lower half in rising order. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED.
 * O(people + ties) in the threads of the context. Memory: 8 bytes a person, two
 * a tie (eight where one bucket of buckets.h holds most of them). */
INTRO_MUST_USE intro_status
intro_i_lower_halves_fill(intro_ctx *ctx, const intro_i_lower_halves *halves);

#endif
