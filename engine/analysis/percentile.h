/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where people stand among all by the effective number of an attribute. */
#ifndef INTRO_ANALYSIS_PERCENTILE_H
#define INTRO_ANALYSIS_PERCENTILE_H

#include "analysis/diversity.h"

typedef struct intro_i_comparison {
    uint32_t
        people;  /* who are compared: INTRO_BREADTH_KNOWN_LEAST contacts with
                        a group and more */
    double mean; /* of their effective numbers; NaN: nobody */
} intro_i_comparison;

/* The effective number of everybody who is compared, NaN for the others; its mean,
 * added up by number of person. In threads. INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_compare(intro_ctx *ctx,
                                            const intro_i_weak_graph *weak,
                                            const intro_i_groups *groups,
                                            bool is_weighted, double *effective,
                                            intro_i_comparison *out);

/* Mid-ranks in place of numbers, which are positive: 100 (less + equal / 2) / all,
 * NaN stays; scipy.stats.percentileofscore(kind="mean") gives the same. Numbers
 * that differ by less than 10^-12 of themselves are equal: (2, 1, 1) and (4, 2, 2)
 * are as diverse, but their figures may end in other bits. INTRO_ENOMEM,
 * INTRO_ECANCELLED. O(count); 32 bytes a number. */
INTRO_MUST_USE intro_status intro_i_percentiles(intro_ctx *ctx, double *numbers,
                                                uint32_t count);

#endif
