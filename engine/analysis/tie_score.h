/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whom the two ends of a tie have within three ties only over it. On the weak
 * graph. */
#ifndef INTRO_ANALYSIS_TIE_SCORE_H
#define INTRO_ANALYSIS_TIE_SCORE_H

#include "analysis/weak_graph.h"
#include "base/parallel.h"
#include "base/vec.h"

/* Scratch of one thread: a byte a person. */
typedef struct intro_i_scorer {
    const intro_i_weak_graph *weak;
    uint8_t *marks; /* person: bits, how near he is to each end */
    intro_i_vec_u32 balls[2];
} intro_i_scorer;

/* Borrows the weak graph. INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_scorer_init(intro_i_scorer *scorer,
                                                const intro_i_weak_graph *weak);
/* A zeroed one is accepted. */
void intro_i_scorer_fini(intro_i_scorer *scorer);

/* *score: people who are within three ties of v, or of w, but farther or not
 * connected without the tie between the two. Each counts once, v and w may be
 * among them. A worker of a loop, or {.ctx = ctx}. INTRO_OK, INTRO_ENOMEM,
 * INTRO_ECANCELLED. Cost: the rows of everybody within two ties of either. */
INTRO_MUST_USE intro_status intro_i_tie_score(const intro_i_worker *worker,
                                              intro_i_scorer *scorer,
                                              uint32_t v, uint32_t w,
                                              uint64_t *score);

#endif
