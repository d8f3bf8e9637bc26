/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Clusters: people who are tied to each other more closely than to the rest.
 *
 *     rc = intro_clusters_attach(ctx, g, &options);  // --by cluster, @cluster
 */
#ifndef INTROFIND_CLUSTERS_H
#define INTROFIND_CLUSTERS_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_clusters_options {
    double resolution; /**< above 0, finite; more gives smaller clusters */
    uint64_t seed;
} intro_clusters_options;

#define INTRO_CLUSTERS_OPTIONS_INIT {1.0, 1}

/** Finds the clusters of a network and keeps them with it, as the attribute
 *  `cluster` of everybody: c1, c2, ... by falling size, then by smallest id. Not
 *  while another thread reads the graph. Clusters kept before are replaced.
 *
 *  They maximise modularity (strengths as weights, those of both directions added
 *  up) by the Leiden algorithm of Traag, Waltman and van Eck 2019; each is
 *  connected. The same seed gives the same clusters for any number of threads.
 *
 *  @param options NULL for INTRO_CLUSTERS_OPTIONS_INIT
 *  @return INTRO_OK; INTRO_EARG for a resolution out of range; INTRO_ENOMEM;
 *  INTRO_ECANCELLED; INTRO_EDAMAGED. About 2 s for 10^7 ties with 2 threads; 60
 *  bytes a person and 16 a tie while it runs, 4 a person kept. */
INTRO_API INTRO_MUST_USE intro_status
intro_clusters_attach(intro_ctx *ctx, intro_graph *graph,
                      const intro_clusters_options *options);

#ifdef __cplusplus
}
#endif
#endif
