/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How good a clustering is. */
#ifndef INTRO_ANALYSIS_MODULARITY_H
#define INTRO_ANALYSIS_MODULARITY_H

#include "analysis/level.h"

/* Q = sum over clusters of [ inside / 2m - resolution (volume / 2m)^2 ] of people
 * in clusters, `of` below the number of people (measures.md 9); NaN without ties.
 * Summed in the order of people and clusters. INTRO_ENOMEM, INTRO_ECANCELLED.
 * 16 bytes a person. */
INTRO_MUST_USE intro_status intro_i_modularity(intro_i_crew *crew,
                                               const intro_i_level *people,
                                               const uint32_t *of,
                                               double resolution, double *out);

#endif
