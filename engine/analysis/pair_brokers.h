/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who stands between two groups: the people with most open ways (brokerage.h)
 * from somebody of the one to somebody of the other, in either direction. */
#ifndef INTRO_ANALYSIS_PAIR_BROKERS_H
#define INTRO_ANALYSIS_PAIR_BROKERS_H

#include "analysis/broker_view.h"

enum { INTRO_I_PAIR_BROKERS = 5 };

typedef struct intro_i_group_pair {
    uint32_t a; /* a <= b */
    uint32_t b;
} intro_i_group_pair;

/* Most open ways first, then by id; nobody with none. */
typedef struct intro_i_pair_brokers {
    uint32_t count;
    uint32_t people[INTRO_I_PAIR_BROKERS];
    uint64_t open[INTRO_I_PAIR_BROKERS];
} intro_i_pair_brokers;

/* Of each of the pairs, which are different ones; brokers have a group, too.
 * INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. In threads; at most one listing of
 * everybody's closed ways, mostly that of a few people with many contacts. */
INTRO_MUST_USE intro_status intro_i_pair_brokers_find(
    intro_ctx *ctx, const intro_i_orientation *o, const intro_i_groups *groups,
    const intro_i_group_pair *pairs, size_t count, intro_i_pair_brokers *out);

/* The two groups between whose members one person stands most. */
typedef struct intro_i_joined_pair {
    intro_i_group_pair pair;
    uint64_t open; /* ways; 0: there is no such pair */
    uint64_t all;  /* with the closed ones */
} intro_i_joined_pair;

/* Of who is in view, after intro_i_view_closed(): most open ways, then more
 * contacts. INTRO_OK, INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_joined_pair_find(const intro_i_view *view,
                                                     intro_i_joined_pair *out);

#endif
