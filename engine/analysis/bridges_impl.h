/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of intro_bridges_find(): what it finds, and what it works with. */
#ifndef INTRO_ANALYSIS_BRIDGES_IMPL_H
#define INTRO_ANALYSIS_BRIDGES_IMPL_H

#include "analysis/betweenness.h"
#include "analysis/cut_ties.h"
#include "analysis/group_ties.h"
#include "analysis/my_access.h"
#include "analysis/orientation.h"

#include <introfind/bridges.h>

struct intro_bridges {
    const intro_graph *graph;
    char *by;
    intro_i_weak_graph weak;
    intro_i_groups groups;
    intro_i_cuts cuts;
    intro_i_losses losses;
    const char **lost; /* names: room for all groups */
    intro_bridges_facts facts;
    intro_i_group_ties group_ties;
    intro_group *group_list;
    uint32_t *group_numbers; /* of those in the list */
    intro_group_pair *pairs;
    size_t pair_count;
    intro_broker *brokers;
    size_t broker_count;
    intro_bridging_tie *ties;
    size_t tie_count;
    intro_i_my_access access;
};

typedef struct intro_i_bridge_work {
    const intro_bridges_options *options;
    intro_bridges *found;
    intro_i_orientation orientation;
    intro_i_betweenness betweenness;
    uint32_t between[2]; /* groups, the lesser one first; INTRO_I_NO_GROUP */
} intro_i_bridge_work;

/* How many of so many to list. */
static inline uint64_t intro_i_bridge_limit(const intro_i_bridge_work *w)
{
    return w->options->top == 0 ? UINT64_MAX : w->options->top;
}

static inline const char *intro_i_group_name(const intro_i_groups *groups,
                                             uint32_t group)
{
    return group == INTRO_I_NO_GROUP ? NULL : groups->names[group];
}

/* Without brokers. link: of the two groups, or ties 0. */
intro_group_pair intro_i_bridge_pair(const intro_bridges *found,
                                     const intro_i_group_link *link);

/* Each fills its lists of w->found. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_bridge_pairs(intro_ctx *ctx,
                                                 intro_i_bridge_work *w);
INTRO_MUST_USE intro_status intro_i_bridge_people(intro_ctx *ctx,
                                                  intro_i_bridge_work *w);
INTRO_MUST_USE intro_status intro_i_bridge_ties(intro_ctx *ctx,
                                                intro_i_bridge_work *w);

#endif
