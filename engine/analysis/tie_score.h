/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whom the two ends of a tie have within three ties only over it. On the weak
 * graph. What a person has only over each of his ties is found at once, so that a
 * list of many ties costs as much as its people, not as its ties. */
#ifndef INTRO_ANALYSIS_TIE_SCORE_H
#define INTRO_ANALYSIS_TIE_SCORE_H

#include "analysis/weak_graph.h"
#include "base/parallel.h"
#include "base/vec.h"

/* Scratch of one thread: 12 bytes a person. */
typedef struct intro_i_scorer {
    const intro_i_weak_graph *weak;
    uint32_t *marks; /* person: below `base` he was not met yet; else over which
                        contact, base + place in the row, or several */
    uint32_t base;
    uint32_t several;
    uint32_t *met;  /* people in the order in which they were met */
    uint32_t *over; /* marks of the first of them, as they were */
    uint32_t count;
    intro_i_vec_u32 lost; /* by place in the row: people over that tie only */
} intro_i_scorer;

/* Borrows the weak graph. INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_scorer_init(intro_i_scorer *scorer,
                                                const intro_i_weak_graph *weak);
/* A zeroed one is accepted. */
void intro_i_scorer_fini(intro_i_scorer *scorer);

/* lost.data[i]: people who are within three ties of v, but farther or not
 * connected without the tie to the i-th of his row. Nobody whom v loses with a
 * tie is lost to its other end, too: the score of a tie is the sum of both ends'.
 * A worker of a loop, or {.ctx = ctx}. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED.
 * Cost: the rows of everybody within two ties. */
INTRO_MUST_USE intro_status intro_i_tie_losses(const intro_i_worker *worker,
                                               intro_i_scorer *scorer,
                                               uint32_t v);

#endif
