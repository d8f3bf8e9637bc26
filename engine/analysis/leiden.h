/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters of people that maximise modularity, by the Leiden algorithm (Traag,
 * Waltman and van Eck 2019):
 *
 *     Q = sum over clusters of [ inside / 2m - resolution (volume / 2m)^2 ]
 *
 * with z_uv as weights (measures.md 9). A round moves people, refines, puts parts
 * together and goes on with these as the nodes of the next level, until nothing
 * can be put together; the next round begins with the clusters found.
 *
 * Small networks are clustered several times, one after the other node by node,
 * until a round brings nothing, and the best one counts. In large ones the first
 * level of the first round only joins people to each other, and rounds end early;
 * where the second round shows that this was wrong, all begins anew without it.
 * What is large depends on the network alone, so the result is the same for any
 * number of threads. */
#ifndef INTRO_ANALYSIS_LEIDEN_H
#define INTRO_ANALYSIS_LEIDEN_H

#include "analysis/level.h"

/* people: the lowest level. of: room for each of them; receives a cluster, numbers
 * without gaps in the order of their least member. Clusters need not be connected
 * (connected_parts.h). *count: of clusters. People without ties are alone, and so
 * is everybody in a network without ties. crew: all threads of a context.
 * INTRO_ENOMEM, INTRO_ECANCELLED. About 60 bytes a person and 16 a tie. */
INTRO_MUST_USE intro_status intro_i_leiden(intro_i_crew *crew,
                                           const intro_i_level *people,
                                           double resolution, uint64_t seed,
                                           uint32_t *of, uint32_t *count);

#endif
