/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Within-group degree (Guimera and Amaral 2005): how far the ties of a person to
 * the own group are above those of its other people, in population standard
 * deviations. On the weak graph; strengths in place of ties when weighted. */
#ifndef INTRO_ANALYSIS_WITHIN_H
#define INTRO_ANALYSIS_WITHIN_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"

typedef struct intro_i_within {
    const intro_i_groups *groups;
    double *own;        /* person: ties to the own group; 0 without one */
    double *means;      /* by group */
    double *deviations; /* by group; 0 when all are alike */
} intro_i_within;

/* Borrows the groups. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(people +
 * ties), in threads; 8 bytes a person. */
INTRO_MUST_USE intro_status intro_i_within_init(intro_ctx *ctx,
                                                const intro_i_weak_graph *weak,
                                                const intro_i_groups *groups,
                                                bool is_weighted,
                                                intro_i_within *out);
/* A zeroed one is accepted. */
void intro_i_within_fini(intro_i_within *within);

/* (own - mean) / deviation; 0 when the deviation is 0, NaN without a group. */
double intro_i_within_z(const intro_i_within *within, uint32_t v);

#endif
