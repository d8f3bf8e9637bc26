/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far the roles of some people are from what they would be by chance: the
 * groups of all people who have one are shuffled among them again and again.
 *
 * Ways over a person are open or closed whatever the groups, and a shuffle leaves
 * who has one as it is. So the sum of the roles is always the same, its deviation
 * 0 and its z NaN; what chance moves is how it splits into roles. */
#ifndef INTRO_ANALYSIS_ROLE_CHANCE_H
#define INTRO_ANALYSIS_ROLE_CHANCE_H

#include "analysis/broker_view.h"

/* (value - mean) / population standard deviation over the shuffles; NaN where
 * that is 0, and everywhere for people without a group. */
typedef struct intro_i_role_z {
    double roles[INTRO_I_ROLES];
    double brokerage;
} intro_i_role_z;

/* `permutations` at least 1. The same for any number of threads. INTRO_OK,
 * INTRO_ENOMEM, INTRO_ECANCELLED. Each shuffle costs O(people of the network) and
 * the contacts and closed ways of `people`. These are kept for some people at
 * a time, 12 and 8 bytes each: O(people and ties of the network), however many
 * closed ways there are. */
INTRO_MUST_USE intro_status intro_i_role_chance(
    intro_ctx *ctx, const intro_i_orientation *o, const intro_i_groups *groups,
    const uint32_t *people, size_t count, uint64_t permutations, uint64_t seed,
    intro_i_role_z *out);

#endif
