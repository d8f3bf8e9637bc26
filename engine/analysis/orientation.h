/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The weak graph with every tie led from its end of fewer ties to the one of
 * more: no person then has more than sqrt(2 x ties) arcs, and whoever looks for
 * triangles meets each once (Chiba and Nishizeki 1985; Latapy 2008). */
#ifndef INTRO_ANALYSIS_ORIENTATION_H
#define INTRO_ANALYSIS_ORIENTATION_H

#include "analysis/weak_graph.h"

/* People are numbered by *place*: 0 has the most ties, equal ones by id. The
 * arcs of a place lead to lesser places; number of an arc: its *slot*, which is
 * another number than that of its tie in the weak graph. */
typedef struct intro_i_orientation {
    const intro_i_weak_graph *weak;
    uint32_t *places;  /* person: place */
    uint32_t *persons; /* place: person */
    uint64_t *offsets; /* people + 1, by place */
    uint32_t *heads;   /* ties: places, each row rising */
    uint64_t longest;  /* row */
} intro_i_orientation;

/* Borrows the weak graph. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED.
 * O(people + ties log longest), in threads; 4 bytes a tie, 16 a person. */
INTRO_MUST_USE intro_status intro_i_orientation_init(
    intro_ctx *ctx, const intro_i_weak_graph *weak, intro_i_orientation *out);
/* A zeroed one is accepted. */
void intro_i_orientation_fini(intro_i_orientation *o);

/* The slots of the ties that the weak graph's rows begin .. end-1 number:
 * tie_start[begin] .. tie_start[end] - 1. O(ties log longest); memory is asked
 * for ahead, so ask for many rows at once. */
void intro_i_orientation_tie_slots(const intro_i_orientation *o, uint32_t begin,
                                   uint32_t end, uint64_t *slots);
/* Most ties that a run of `grain` rows numbers which begins at a multiple of it:
 * room for the slots of a chunk. */
uint64_t intro_i_orientation_room(const intro_i_orientation *o, uint32_t grain);

#endif
