/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clusters of a network: people who are tied to each other more closely than
 * to the rest (measures.md 9 and 11). */
#ifndef INTRO_ANALYSIS_COMMUNITIES_H
#define INTRO_ANALYSIS_COMMUNITIES_H

#include "analysis/weak_graph.h"

typedef struct intro_i_communities {
    uint32_t count;
    uint32_t *of;      /* people: cluster; 0 is the largest, of equal ones that
                          of the smallest id */
    uint32_t *sizes;   /* count: people */
    double modularity; /* NaN without ties */
} intro_i_communities;

/* Maximises modularity of this resolution (above 0) by the Leiden algorithm;
 * strengths of both directions are added up. Every cluster is connected, people
 * without ties are each one. The same seed gives the same clusters for any number
 * of threads. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_communities_find(
    intro_ctx *ctx, const intro_i_weak_graph *weak, double resolution,
    uint64_t seed, intro_i_communities *out);
/* A zeroed one is accepted. */
void intro_i_communities_fini(intro_i_communities *communities);

#endif
