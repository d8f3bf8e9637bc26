/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which ties are weak (measures.md 11): by strength, when strictly below the
 * median of the ties in use; by structure, when hardly anybody knows both ends.
 * On the weak graph. */
#ifndef INTRO_ANALYSIS_WEAK_TIES_H
#define INTRO_ANALYSIS_WEAK_TIES_H

#include "analysis/orientation.h"

#include <math.h>

typedef struct intro_i_weak_rule {
    double strength_below; /* NaN: the median strength */
    double overlap_most;
} intro_i_weak_rule;

#define INTRO_I_WEAK_RULE_INIT                                                 \
    {                                                                          \
        NAN, 0.05                                                              \
    }

enum { INTRO_I_WEAK_BY_STRENGTH = 1, INTRO_I_WEAK_BY_STRUCTURE = 2 };

typedef struct intro_i_weak_ties {
    const intro_i_weak_graph *weak;
    const uint32_t *mutual; /* common neighbours of the ends of each tie */
    double strength_below;  /* NaN, so that nothing is, without ties */
    double overlap_most;
} intro_i_weak_ties;

/* The median strength of the ties, of an even number the mean of the two in the
 * middle; NaN without ties. INTRO_ENOMEM, INTRO_ECANCELLED. Two passes over the
 * arcs. */
INTRO_MUST_USE intro_status intro_i_median_strength(
    intro_ctx *ctx, const intro_i_weak_graph *weak, double *out);

/* Borrows the graph and mutual (triangles.h); nothing to free. As
 * intro_i_median_strength(), which it calls when the rule asks for the
 * median. */
INTRO_MUST_USE intro_status intro_i_weak_ties_init(
    intro_ctx *ctx, const intro_i_weak_graph *weak, const uint32_t *mutual,
    const intro_i_weak_rule *rule, intro_i_weak_ties *out);

/* Onnela et al. 2007: common neighbours as a share of all neighbours of the two
 * ends but these themselves, 0 to 1; NaN when there are none. */
static inline double intro_i_overlap(uint64_t degree_v, uint64_t degree_w,
                                     uint64_t mutual)
{
    const uint64_t all = degree_v - 1 + degree_w - 1 - mutual;
    return all == 0 ? (double)NAN : (double)mutual / (double)all;
}

/* In which ways a tie of `mutual` common neighbours between v and w is weak:
 * INTRO_I_WEAK_BY_..., 0 for a tie that is not. An undefined overlap counts
 * as 0. */
static inline uint32_t intro_i_weakness(const intro_i_weak_ties *ties,
                                        uint32_t v, uint32_t w, float strength,
                                        uint64_t mutual)
{
    const double overlap =
        intro_i_overlap(intro_i_weak_degree(ties->weak, v),
                        intro_i_weak_degree(ties->weak, w), mutual);
    return ((double)strength < ties->strength_below ? INTRO_I_WEAK_BY_STRENGTH
                                                    : 0) |
           (isnan(overlap) || overlap <= ties->overlap_most
                ? INTRO_I_WEAK_BY_STRUCTURE
                : 0);
}

/* Of the tie of this number between v and w. */
static inline double intro_i_tie_overlap(const intro_i_weak_ties *ties,
                                         uint32_t v, uint32_t w, uint64_t tie)
{
    return intro_i_overlap(intro_i_weak_degree(ties->weak, v),
                           intro_i_weak_degree(ties->weak, w),
                           ties->mutual[tie]);
}

/* As above. */
static inline uint32_t intro_i_tie_weakness(const intro_i_weak_ties *ties,
                                            uint32_t v, uint32_t w,
                                            float strength, uint64_t tie)
{
    return intro_i_weakness(ties, v, w, strength, ties->mutual[tie]);
}

/* The weak ties of everybody; out: one number for each person. by_slot: common
 * neighbours of the ends of each tie (triangles.h), in place of ties->mutual,
 * which is not looked at. INTRO_ENOMEM, INTRO_ECANCELLED. O(people +
 * ties log longest), in threads. */
INTRO_MUST_USE intro_status intro_i_weak_ties_count(
    intro_ctx *ctx, const intro_i_weak_ties *ties, const intro_i_orientation *o,
    const uint32_t *by_slot, uint32_t *out);

#endif
