/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters as one person meets them (measures.md 11): by which ties he comes in,
 * whether these are weak, and what would be new to him there.
 *
 * Doors into a cluster he is not in are the ties into it from himself, or from a
 * contact of his who is in his own cluster. */
#ifndef INTRO_ANALYSIS_MY_DOORS_H
#define INTRO_ANALYSIS_MY_DOORS_H

#include "analysis/groups.h"
#include "analysis/members.h"
#include "analysis/weak_ties.h"
#include "base/vec.h"

#include <introfind/clusters.h>

INTRO_VEC(intro_i_vec_door, intro_door);

typedef struct intro_i_cluster_access {
    uint32_t cluster;
    intro_access access;
    uint64_t first_door; /* in the list of doors */
    uint64_t doors;
    uint32_t single_door; /* who stands at every door as `via`, else as `to`;
                             never the person; INTRO_NO_VID */
    double novelty; /* share of its people with a known `by` whose value none of
                       the direct ties has; NaN when none is known */
    uint32_t novel; /* those people */
    uint32_t reach; /* people of it within three ties along the arcs, himself
                       left out */
} intro_i_cluster_access;

typedef struct intro_i_my_doors {
    uint32_t count;
    intro_i_cluster_access *list; /* by access, then falling novelty x reach,
                                     size, then by number */
    intro_i_vec_door doors; /* of each cluster by falling strength, then via,
                               to */
} intro_i_my_doors;

/* ties: their rule; mutual may be NULL, then the common neighbours of doors are
 * counted one by one. by: may be the groups of nobody. INTRO_OK, INTRO_ENOMEM,
 * INTRO_ECANCELLED. O(people + ties + doors log doors), without mutual also the
 * rows of the ends of every door. */
INTRO_MUST_USE intro_status
intro_i_my_doors_init(intro_ctx *ctx, const intro_i_weak_ties *ties,
                      const intro_i_members *clusters, const intro_i_groups *by,
                      uint32_t me, intro_i_my_doors *out);
/* A zeroed one is accepted. */
void intro_i_my_doors_fini(intro_i_my_doors *doors);

#endif
