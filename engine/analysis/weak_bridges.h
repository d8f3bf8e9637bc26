/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The weak ties between clusters, those without which the way round is longest
 * first (measures.md 11). */
#ifndef INTRO_ANALYSIS_WEAK_BRIDGES_H
#define INTRO_ANALYSIS_WEAK_BRIDGES_H

#include "analysis/cut_ties.h"
#include "analysis/weak_ties.h"
#include "base/vec.h"

#include <introfind/clusters.h>

INTRO_VEC(intro_i_vec_weak_tie, intro_weak_tie);

typedef struct intro_i_weak_bridges {
    intro_i_vec_weak_tie list; /* cut ties first, then by falling span, rising
                                  overlap, falling strength, then ids */
    uint64_t bridging;         /* ties between clusters */
    uint64_t weak;             /* of these */
} intro_i_weak_bridges;

/* The first `top` (0: all) weak ties between the clusters that `of` gives people;
 * their numbers count from 1. ties: with the common neighbours of every tie.
 *
 * The way round most ties is known to be short without a search: where their ends
 * are each two ties from one of the people who have the most ties. The others are
 * searched for only while they can come into the list. INTRO_ENOMEM,
 * INTRO_ECANCELLED. O(people + ties) and the searches, in threads; 32 bytes a
 * person, and 4 more for each thread. */
INTRO_MUST_USE intro_status intro_i_weak_bridges_find(
    intro_ctx *ctx, const intro_i_weak_ties *ties, const intro_i_cuts *cuts,
    const uint32_t *of, uint64_t top, intro_i_weak_bridges *out);
/* A zeroed one is accepted. */
void intro_i_weak_bridges_fini(intro_i_weak_bridges *bridges);

#endif
