/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ties of one person and which of them are weak (weak_ties.h), at the cost of
 * the rows of his contacts. Scratch of one thread. */
#ifndef INTRO_ANALYSIS_OWN_TIES_H
#define INTRO_ANALYSIS_OWN_TIES_H

#include "analysis/weak_ties.h"

typedef struct intro_i_own_tie {
    intro_vid person;
    float strength;
    uint32_t mutual; /* common neighbours */
    bool is_weak;    /* by strength or by structure */
} intro_i_own_tie;

typedef struct intro_i_own_ties {
    const intro_i_weak_graph *weak;
    double strength_below; /* weak by strength; NaN: none is */
    uint64_t *marks; /* bits, by person: the contacts; all 0 between uses */
    intro_i_own_tie *ties; /* of the last person, in his row's order */
    size_t count;
    size_t capacity;
} intro_i_own_ties;

/* strength_below: of intro_i_median_strength(). INTRO_ENOMEM leaves nothing to
 * free. One bit a person. */
INTRO_MUST_USE intro_status
intro_i_own_ties_init(intro_i_own_ties *own, const intro_i_weak_graph *weak,
                      double strength_below);
/* A zeroed one is accepted. */
void intro_i_own_ties_fini(intro_i_own_ties *own);

/* Fills ties. ctx is only looked at. INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_own_ties_of(const intro_ctx *ctx,
                                                intro_i_own_ties *own,
                                                intro_vid v);

#endif
