/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The result of `clusters`, and the steps that fill it. */
#ifndef INTRO_ANALYSIS_CLUSTERS_IMPL_H
#define INTRO_ANALYSIS_CLUSTERS_IMPL_H

#include "analysis/members.h"
#include "analysis/my_doors.h"
#include "analysis/weak_bridges.h"
#include "base/arena.h"

#include <introfind/clusters.h>

struct intro_clusters {
    const intro_graph *graph;
    intro_clusters_facts facts;
    intro_i_members members;
    intro_i_groups by; /* of nobody without the attribute */
    intro_cluster *list;
    const char **labels; /* by cluster; NULL: none */
    intro_i_arena texts; /* of labels */
    intro_i_my_doors mine;
    intro_i_weak_bridges bridges;
    intro_percolation steps[INTRO_CLUSTER_DECILES + 1]; /* [0]: the whole */
    intro_chain *chains; /* by row; NULL: not wanted */
    intro_vid *chain_people;
};

/* Ties, groups and labels of every cluster into rows that are in the order of
 * numbers. Each: INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_clusters_describe(
    intro_ctx *ctx, intro_clusters *clusters, const intro_i_weak_graph *weak);
/* Puts the rows in the order of clusters->mine and adds what that knows. */
INTRO_MUST_USE intro_status
intro_i_clusters_take_view(intro_ctx *ctx, intro_clusters *clusters);
/* The warmest chain from `me` into every cluster that it reaches. */
INTRO_MUST_USE intro_status
intro_i_clusters_find_chains(intro_ctx *ctx, intro_clusters *clusters);

#endif
