/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people around one person, for a picture: direct contacts, then people two
 * ties away while there is room, and the ties among all of them. */
#ifndef INTRO_ANALYSIS_EGO_NET_H
#define INTRO_ANALYSIS_EGO_NET_H

#include "analysis/weak_graph.h"

typedef struct intro_i_ego_tie {
    uint32_t a; /* places in people, a < b */
    uint32_t b;
    float strength;
} intro_i_ego_tie;

typedef struct intro_i_ego_net {
    uint32_t count;    /* people; place 0 is the person himself */
    uint32_t contacts; /* places 1 .. contacts are tied to him, by falling
                          strength, then id; behind them, people two ties away
                          by falling warmth, then id */
    uint64_t degree;   /* contacts he has, shown or not */
    intro_vid *people;
    float *warmth; /* greatest product of strengths from him; 1 for himself */
    uint64_t tie_count; /* among people, his own included; by a, then b */
    intro_i_ego_tie *ties;
} intro_i_ego_net;

/* At most `most` people; people two ties away only up to `wanted` people in
 * all. INTRO_OK; INTRO_ENOMEM; INTRO_ECANCELLED.
 * Cost: the rows of the people taken, and O(people of the network) bytes. */
INTRO_MUST_USE intro_status intro_i_ego_net_init(intro_ctx *ctx,
                                                 const intro_i_weak_graph *weak,
                                                 intro_vid ego, uint32_t most,
                                                 uint32_t wanted,
                                                 intro_i_ego_net *out);
/* A zeroed one is accepted. */
void intro_i_ego_net_fini(intro_i_ego_net *net);

#endif
