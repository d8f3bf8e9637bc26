/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Breadth at the end of each year: contacts are added to tallies in the order of
 * their dates. Scratch of one thread. */
#ifndef INTRO_ANALYSIS_TREND_H
#define INTRO_ANALYSIS_TREND_H

#include "analysis/diversity.h"
#include "base/vec.h"

/* A dated contact. */
typedef struct intro_i_arrival {
    int32_t year;
    intro_vid person;
    float strength;
} intro_i_arrival;

INTRO_VEC(intro_i_vec_arrival, intro_i_arrival);
INTRO_VEC(intro_i_vec_year, intro_breadth_year);
INTRO_VEC(intro_i_vec_diversity, intro_diversity);

typedef struct intro_i_trend {
    const intro_i_weak_graph *weak;
    const intro_i_panel *panel;
    intro_i_tally *tallies; /* one an attribute; empty between uses */
    intro_i_vec_arrival arrivals;
    intro_i_vec_year years; /* of the last person */
    intro_i_vec_diversity figures;
    uint32_t undated;
} intro_i_trend;

/* Borrows all three; allocates nothing. */
void intro_i_trend_init(intro_i_trend *trend, const intro_i_weak_graph *weak,
                        const intro_i_panel *panel, intro_i_tally *tallies);
/* A zeroed one is accepted. */
void intro_i_trend_fini(intro_i_trend *trend);

/* Fills years and undated for v. INTRO_ENOMEM, INTRO_ECANCELLED. A year costs the
 * contacts that came in it; one in which nobody came repeats the one before. */
INTRO_MUST_USE intro_status intro_i_trend_of(intro_ctx *ctx,
                                             intro_i_trend *trend, intro_vid v);

#endif
