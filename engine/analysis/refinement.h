/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The refinement of Leiden (Traag, Waltman and van Eck 2019): inside each cluster
 * its nodes, alone at first, merge into parts. Only a node that is still alone
 * moves, to a part it is linked to, and only where both are well connected to the
 * rest of the cluster; so every part is connected. Of the parts that raise
 * modularity a node takes the best one (Leiden draws one, mostly the best).
 *
 * Batches, order and threads as local_moving.h. A node that chose a part whose
 * only member left meanwhile stays alone: so parts are connected here too. */
#ifndef INTRO_ANALYSIS_REFINEMENT_H
#define INTRO_ANALYSIS_REFINEMENT_H

#include "analysis/level.h"

/* parts: room for each node; receives the part of each, which has the number of
 * one of its nodes. *count: parts. INTRO_ENOMEM, INTRO_ECANCELLED. Cost: each link
 * once or twice; 32 bytes a node. */
INTRO_MUST_USE intro_status intro_i_refine(intro_i_crew *crew,
                                           const intro_i_level *level,
                                           const intro_i_partition *partition,
                                           double resolution, uint64_t seed,
                                           uint32_t *parts, uint32_t *count);

#endif
