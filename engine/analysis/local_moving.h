/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes move, one by one, to the cluster around them that raises modularity most
 * (Blondel et al. 2008), only those whose surroundings changed being looked at
 * again (Traag, Waltman and van Eck 2019).
 *
 * In threads: nodes are taken in batches of a seeded order. All nodes of a batch
 * choose at once, from the clusters as they were when it began; then the choices
 * are carried out one after the other, each if it is still a gain with the
 * volumes of that moment. So the result depends on the seed, never on the
 * threads. A batch of a small level is a single node: nothing is ever stale. */
#ifndef INTRO_ANALYSIS_LOCAL_MOVING_H
#define INTRO_ANALYSIS_LOCAL_MOVING_H

#include "analysis/level.h"

typedef struct intro_i_moving {
    double resolution;
    uint64_t seed;
    bool joins_only;   /* once around, and only nodes that are alone move: a
                          cluster then stays connected, and has the number of one
                          of its nodes */
    double least_gain; /* of modularity: no further round after one with less */
} intro_i_moving;

/* Changes the partition. *gain: of modularity, as far as the choices knew.
 * INTRO_ENOMEM, INTRO_ECANCELLED leave it usable. A round costs O(links of the
 * nodes looked at); 6 bytes a node, and 24 for each node of a batch. */
INTRO_MUST_USE intro_status intro_i_move_nodes(intro_i_crew *crew,
                                               const intro_i_level *level,
                                               const intro_i_moving *how,
                                               intro_i_partition *partition,
                                               double *gain);

/* Nodes with links in a seeded order: blocks of neighbouring numbers, one node
 * long for a small level, are shuffled. wanted: NULL or a byte for each node.
 * Shared with the refinement. */
uint32_t intro_i_shuffle_nodes(const intro_i_level *level, uint64_t seed,
                               bool is_exact, const uint8_t *wanted,
                               uint32_t *list);
/* Is every batch of this level to be a single node? */
bool intro_i_level_is_exact(const intro_i_crew *crew,
                            const intro_i_level *level);
/* Nodes of a batch. */
uint32_t intro_i_batch_size(uint32_t listed, bool is_exact);

#endif
