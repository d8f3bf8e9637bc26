/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The k best chains whoever the introducer is: k shortest loopless paths of at
 * most max_hops ties (Yen 1971's question, answered by bounded enumeration). */
#ifndef INTRO_ANALYSIS_YEN_H
#define INTRO_ANALYSIS_YEN_H

#include "analysis/chains.h"

/* A person to go on to, and the best that can come of it. */
typedef struct intro_i_branch {
    double bound;
    uint32_t hops; /* fewest of the walks that reach the bound */
    float strength;
    intro_vid person;
} intro_i_branch;

INTRO_VEC(intro_i_vec_branch, intro_i_branch);

/* Scratch of one thread. */
typedef struct intro_i_yen {
    intro_i_topk best;
    intro_i_vec_branch branches; /* of every open prefix, one after another */
    intro_i_ball without;        /* tables without the people of a prefix */
    intro_i_vec_u32 banned;
} intro_i_yen;

void intro_i_yen_init(intro_i_yen *yen, const intro_graph *graph);
void intro_i_yen_fini(intro_i_yen *yen);

/* The order of the answers: warmth, fewer ties, ids. Below 0 when a is first. */
int intro_i_compare_chains(const intro_i_chain *a, const intro_i_chain *b);

/* The query->limit best chains of a built ball, best first; lent until the next
 * call. @return INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. Memory: 56 bytes a
 * chain kept and 24 an arc of the people on one chain. */
INTRO_MUST_USE intro_status intro_i_best_chains(intro_ctx *ctx,
                                                intro_i_ball *ball,
                                                intro_i_yen *yen,
                                                const intro_i_chain **out,
                                                size_t *count);

#endif
