/* SPDX-License-Identifier: GPL-2.0-or-later */
/** Counts of a network: what `introfind info` says. */
#ifndef INTROFIND_SUMMARY_H
#define INTROFIND_SUMMARY_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Degrees are of the weak graph: one undirected tie a pair of people. */
typedef struct intro_summary {
    uint64_t components; /**< weak */
    uint64_t largest_component;
    uint64_t degree_min;
    double degree_median;
    double degree_mean;
    uint64_t degree_max;
    double strength_min; /**< over ties; NaN without ties */
    double strength_median;
    double strength_max;
} intro_summary;

/** O(people + ties), O(people) bytes. */
INTRO_API INTRO_MUST_USE intro_status intro_summary_compute(
    intro_ctx *ctx, const intro_graph *graph, intro_summary *out);

/** People whose records may be one person's, or whose ids are easily confused.
 *  Nothing is merged for it. */
typedef struct intro_lookalikes {
    uint64_t ids;   /**< people whose id differs from another's only by case,
                         accents, blanks or invisible characters */
    intro_vid id_a; /**< the first two of them */
    intro_vid id_b;
    uint64_t names; /**< people whose folded name others have, too */
    intro_vid name_a;
    intro_vid name_b;
} intro_lookalikes;

/** O(people log people). */
INTRO_API INTRO_MUST_USE intro_status intro_lookalikes_find(
    intro_ctx *ctx, const intro_graph *graph, intro_lookalikes *out);

/** Distinct values of a column. O(rows). */
INTRO_API INTRO_MUST_USE intro_status
intro_column_distinct(intro_ctx *ctx, const intro_graph *graph,
                      const intro_column *column, uint64_t *out);
/** Distinct values and known count of a known field. */
INTRO_API INTRO_MUST_USE intro_status
intro_field_distinct(intro_ctx *ctx, const intro_graph *graph,
                     intro_field field, uint64_t *known, uint64_t *distinct);

#ifdef __cplusplus
}
#endif
#endif
