/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What remains of the weak graph as its weakest ties are taken away (Onnela et
 * al. 2007): at the deciles of the strengths, the components and the largest of
 * them. */
#ifndef INTRO_ANALYSIS_PERCOLATION_H
#define INTRO_ANALYSIS_PERCOLATION_H

#include "analysis/weak_graph.h"

#include <introfind/clusters.h>

/* steps[0] is the whole, nothing taken away (below 0); steps[i] is without the
 * ties below the i-th decile: of n strengths in order the one of number n i / 10
 * rounded up, or the mean of it and the next where n i / 10 is whole, so that the
 * fifth is the median. NaN deciles without ties. INTRO_ENOMEM, INTRO_ECANCELLED.
 * O(people + ties) for each step, in threads; 4 bytes a person. */
INTRO_MUST_USE intro_status
intro_i_percolate(intro_ctx *ctx, const intro_i_weak_graph *weak,
                  intro_percolation steps[INTRO_CLUSTER_DECILES + 1]);

#endif
