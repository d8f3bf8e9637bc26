/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where to draw people: one person in the middle, every group an island, people
 * who are tied near each other, no two discs on each other. Forces as those of
 * Fruchterman and Reingold (1991) with their cut-off for far people; what lies
 * far apart is kept so by whole islands, which repel each other as discs.
 *
 * Only + - x / and square roots in a fixed order, so the same plan gives the
 * same places wherever arithmetic is that of IEEE. */
#ifndef INTRO_ANALYSIS_LAYOUT_H
#define INTRO_ANALYSIS_LAYOUT_H

#include "analysis/ego_net.h"

typedef struct intro_i_layout_plan {
    uint32_t count;              /* nodes; node 0 stands in the middle */
    const intro_i_ego_tie *ties; /* of nodes; those of node 0 do not pull */
    uint64_t tie_count;
    const uint32_t *groups; /* count: island of a node, below group_count */
    uint32_t group_count;
    const float *radii; /* count: of the discs, in the unit of the frame */
    double width;       /* of the frame */
    double height;
} intro_i_layout_plan;

/* x and y (count each) receive the centres, inside the frame with their discs.
 * Discs do not touch where the frame has room: they should cover less than half
 * of it. INTRO_OK; INTRO_ENOMEM; INTRO_ECANCELLED.
 * Cost: at most 300 rounds of O(count + ties + groups^2). */
INTRO_MUST_USE intro_status intro_i_layout_compute(
    intro_ctx *ctx, const intro_i_layout_plan *plan, double *x, double *y);

#endif
