/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the search share: layers.c fills the tables around the
 * targets, ahead.c lists who is ahead of the askers, chain_trace.c reads chains
 * out of the tables, chains.c says what is done when. */
#ifndef INTRO_ANALYSIS_CHAINS_IMPL_H
#define INTRO_ANALYSIS_CHAINS_IMPL_H

#include "analysis/chains.h"
#include "base/context_impl.h"

enum { INTRO_I_POLL_ARCS = 1 << 14 };

/* Asked before so many arcs are read. */
INTRO_MUST_USE static inline intro_status
intro_i_poll_arcs(intro_ctx *ctx, intro_i_ball *ball, uint64_t arcs)
{
    if (ball->until_poll > arcs) {
        ball->until_poll -= arcs;
        return INTRO_OK;
    }
    ball->until_poll = INTRO_I_POLL_ARCS;
    return intro_i_poll(ctx);
}

/* All of these: INTRO_ENOMEM, INTRO_ECANCELLED, INTRO_EDAMAGED (noted). */

/* Layer 0 and the records of the askers and the avoided. */
INTRO_MUST_USE intro_status intro_i_layers_begin(intro_i_ball *ball);
/* Layer h (from 1): everybody with a tie into layer h - 1. */
INTRO_MUST_USE intro_status intro_i_layers_push(intro_ctx *ctx,
                                                intro_i_ball *ball, uint32_t h);
/* Layer h for some of the people ahead, from their own rows. A person may come
 * again later, when more is known of those behind him. */
INTRO_MUST_USE intro_status intro_i_layers_pull(intro_ctx *ctx,
                                                intro_i_ball *ball, uint32_t h,
                                                const intro_vid *list,
                                                size_t count);

/* The list of people `level` ties (from 1) from the askers, made from the list
 * before it, without those through whom no chain passes its introducer's bar. */
INTRO_MUST_USE intro_status intro_i_look_ahead(intro_ctx *ctx,
                                               intro_i_ball *ball,
                                               uint32_t level);
/* ball->picks: those of the list of a level whose rows were not pulled so far. */
INTRO_MUST_USE intro_status intro_i_gather_picks(intro_i_ball *ball,
                                                 uint32_t level);
/* ball->picked: the `most` warmest of the picks, which are picks no more. */
INTRO_MUST_USE intro_status intro_i_take_picks(intro_ctx *ctx,
                                               intro_i_ball *ball, size_t most);

#endif
