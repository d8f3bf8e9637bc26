/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everybody whom one person reaches, level by level: breadth-first search whose
 * cost is what it meets. Scratch of one thread. */
#ifndef INTRO_ANALYSIS_REACH_BALL_H
#define INTRO_ANALYSIS_REACH_BALL_H

#include "analysis/reach.h"

typedef struct intro_i_reach_ball {
    const intro_i_reach_rows *rows;
    uint64_t *met;     /* bits, by person */
    intro_vid *people; /* in the order of meeting: the person, then those at one
                          tie, at two, ... */
    uint32_t count;    /* met so far, the person included */
    uint32_t inner;    /* of these, in front, those whose rows were read */
} intro_i_reach_ball;

/* INTRO_ENOMEM leaves nothing to free. 4 bytes a person, used as far as met. */
INTRO_MUST_USE intro_status intro_i_reach_ball_init(
    intro_i_reach_ball *ball, const intro_i_reach_rows *rows);
/* A zeroed one is accepted. */
void intro_i_reach_ball_fini(intro_i_reach_ball *ball);

/* Forgets what was met, and starts with v alone. */
void intro_i_reach_ball_begin(intro_i_reach_ball *ball, intro_vid v);
/* One tie further: those met now are people[inner .. count - 1]. ctx is only
 * looked at: INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_reach_ball_grow(const intro_ctx *ctx,
                                                    intro_i_reach_ball *ball);

#endif
