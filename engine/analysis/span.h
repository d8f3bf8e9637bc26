/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far apart the ends of a tie would be without it (Granovetter 1973): 2 with
 * a common neighbour, 3 and more for a local bridge, never connected for a cut
 * tie. On the weak graph. */
#ifndef INTRO_ANALYSIS_SPAN_H
#define INTRO_ANALYSIS_SPAN_H

#include "analysis/weak_graph.h"
#include "base/parallel.h"
#include "base/vec.h"

/* Scratch of one thread: 4 bytes a person. */
typedef struct intro_i_spanner {
    const intro_i_weak_graph *weak;
    uint32_t *marks; /* person: 1 or 2, the side that met him, or 0 */
    intro_i_vec_u32 sides[2];
} intro_i_spanner;

/* Borrows the weak graph. No context, so that threads can call it. INTRO_OK or
 * INTRO_ENOMEM. */
INTRO_MUST_USE intro_status
intro_i_spanner_init(intro_i_spanner *spanner, const intro_i_weak_graph *weak);
/* A zeroed one is accepted. */
void intro_i_spanner_fini(intro_i_spanner *spanner);

/* *span: ties between v and w, who are tied, on the shortest way that does not
 * use their tie; 0 when there is none. A worker of a loop, or one that only has a
 * context, {.ctx = ctx}. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. A search from
 * both ends: for a cut tie it goes through the smaller of the two parts, so ask
 * cut_ties.h first. */
INTRO_MUST_USE intro_status intro_i_span(const intro_i_worker *worker,
                                         intro_i_spanner *spanner, uint32_t v,
                                         uint32_t w, uint32_t *span);

#endif
