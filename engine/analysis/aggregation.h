/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The next level of a clustering: each part of the nodes becomes one node. */
#ifndef INTRO_ANALYSIS_AGGREGATION_H
#define INTRO_ANALYSIS_AGGREGATION_H

#include "analysis/level.h"

/* parts: the part of each node, which has the number of one of its nodes and lies
 * in one cluster; `count` of them. The new nodes are numbered by cluster, so that
 * those that are linked lie together. map: room for each old node; receives the
 * new one. of: a new block, the cluster of each new node, from 0 without gaps.
 *
 * Links of a new node come in the order of its old ones, so sums do not depend on
 * the threads. INTRO_ENOMEM, INTRO_ECANCELLED. O(nodes + links); 8 bytes a link,
 * of which those that were summed up are never touched. */
INTRO_MUST_USE intro_status intro_i_aggregate(
    intro_i_crew *crew, const intro_i_level *level, const uint32_t *clusters,
    const uint32_t *parts, uint32_t count, intro_i_level *out, uint32_t *map,
    uint32_t **of);

#endif
