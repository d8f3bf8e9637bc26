/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evidence to strength: the model noisy-or/1. A strength is the estimated chance
 * that a tie carries an introduction.
 *
 *     strength = 1 - (1 - w)(1 - e)
 *     e = 1 - product over kinds of (1 - q), clamped; 0 without evidence
 *     q = p x n/(n + h) x max(f, 2^(-age/H))
 *
 * n is the count of a kind (two-way messages: the less of both ways), age the
 * days from the kind's newest date, not below 0; fading is 1 when an item has no
 * date, saturation for kinds without h. p is divided by k - 2 for a thread of k
 * people, and at most 2/people for a common employer. w comes from the numbers of
 * GraphML inputs (weight.h). */
#ifndef INTRO_GRAPH_STRENGTH_H
#define INTRO_GRAPH_STRENGTH_H

#include "graph/graph_impl.h"

/* The numbers `introfind info --show-model` prints. */
void intro_i_model_default(intro_i_model *model);
/* Override numbers by a file of `kind.parameter = value` lines (parameters p, h,
 * H, f; '#' comments). INTRO_EARG with file and line; INTRO_EIO. */
INTRO_MUST_USE intro_status intro_i_model_read(intro_ctx *ctx, const char *file,
                                               intro_i_model *model);

/* INTRO_EARG unless the day is one that a snapshot may hold, or INTRO_NO_DAY. */
INTRO_MUST_USE intro_status intro_i_check_as_of(intro_ctx *ctx,
                                                intro_day as_of);

/* One row with everything it contributes, as seen from the row's a to b. */
void intro_i_evidence_explain(const intro_i_model *model, intro_day as_of,
                              const intro_i_evidence_row *row,
                              intro_evidence *out);

/* Strength of a tie from its rows; w 0 when GraphML does not state it.
 * 0 with observed_only when only inferred rows are there. */
float intro_i_strength_of(const intro_i_model *model, intro_day as_of,
                          const intro_i_evidence_row *rows, size_t count,
                          double w, bool observed_only);

/* Newest date of any row; INTRO_NO_DAY without dates. */
intro_day intro_i_evidence_newest(const intro_i_evidence_row *rows,
                                  uint64_t count);

/* Fill or replace out_strengths, in_strengths, tie_inferred, tie_stated and the
 * weight rows of a graph whose other arrays are there, by the model, day and
 * weight rule in graph->strength. w: per tie what GraphML says, NULL = no tie is
 * stated by GraphML; a negative value = not stated by GraphML, NaN = dropped
 * (strength 0). is_stated: bits, tie's w comes from no number. The new blocks
 * belong to the graph. */
INTRO_MUST_USE intro_status intro_i_strength_fill(intro_ctx *ctx,
                                                  intro_graph *graph,
                                                  const float *w,
                                                  const uint64_t *is_stated,
                                                  bool observed_only);

#endif
