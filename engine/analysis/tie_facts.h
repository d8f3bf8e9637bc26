/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of single ties of the weak graph, for lists of some of them. */
#ifndef INTRO_ANALYSIS_TIE_FACTS_H
#define INTRO_ANALYSIS_TIE_FACTS_H

#include "analysis/weak_graph.h"

/* Common neighbours of two people. O(fewer ties x log more ties), or O(both)
 * where that is less. */
uint32_t intro_i_tie_mutual(const intro_i_weak_graph *weak, uint32_t v,
                            uint32_t w);

/* Of both directions there are, is all evidence derived? */
bool intro_i_tie_is_inferred(const intro_i_weak_graph *weak, uint32_t v,
                             uint32_t w);

/* Newest day of any evidence of either direction; INTRO_NO_DAY. */
intro_day intro_i_tie_newest(const intro_i_weak_graph *weak, uint32_t v,
                             uint32_t w);

/* Is the newest evidence over three years older than the day strengths are taken
 * at, and was the strength at the day of that evidence at least `least`? Never
 * without dates, or when `least` is NaN. */
bool intro_i_tie_is_dormant(const intro_i_weak_graph *weak, uint32_t v,
                            uint32_t w, double least);

#endif
