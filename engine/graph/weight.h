/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of GraphML inputs to w: which attribute, what it means, how parallel
 * edges merge.
 *
 *     strength   w as it is                     parallel edges: the greatest
 *     count      1 - 2^(-w/median)              the sum
 *     cost       2^(-w/median)                  the smallest
 *
 * The median is that of one input's merged ties; several inputs give the greatest
 * w. A tie without a number is `stated`. Nothing gets below 10^-30. */
#ifndef INTRO_GRAPH_WEIGHT_H
#define INTRO_GRAPH_WEIGHT_H

#include "base/bits.h"
#include "graph/graph_impl.h"

#include <math.h>

/* A tie attribute as rows of stated edges, wherever it lies. */
typedef struct intro_i_weight_column {
    const char *name;
    intro_column_kind kind;
    uint64_t rows;
    const void *values;
    const uint64_t *present;        /* NULL = all */
    const intro_i_strings *strings; /* of a STRING column */
} intro_i_weight_column;

/* What intro_i_weight_value() does, for any kind of column. */
bool intro_i_weight_value_of(const intro_i_weight_column *column, uint64_t row,
                             double *out);

/* Reads row `row` as a number: false = no value. A text that is no number gives
 * NaN. */
static inline bool intro_i_weight_value(const intro_i_weight_column *column,
                                        uint64_t row, double *out)
{
    if (column->kind != INTRO_KIND_DOUBLE) {
        return intro_i_weight_value_of(column, row, out);
    }
    if (row >= column->rows ||
        (column->present != NULL && !intro_i_bits_get(column->present, row))) {
        return false;
    }
    *out = ((const double *)column->values)[row];
    return true;
}

/* May an alias pick the column: numbers, or texts that all are numbers? */
bool intro_i_weight_is_numeric(const intro_i_weight_column *column);

/* Index of the column to use, or UINT32_MAX for none: options->weight by name
 * (without case) or, without one, the first usual name of a weight that is a
 * number (or a text that always is one). INTRO_EARG for an unknown name, the hint
 * lists the attributes. */
INTRO_MUST_USE intro_status
intro_i_weight_choose(intro_ctx *ctx, const intro_i_weight_column *columns,
                      uint32_t count, const char *wanted, uint32_t *out);

/* Is the value usable under a meaning (GUESS: as a count)? */
static inline bool intro_i_weight_is_good(double value,
                                          intro_weight_meaning meaning)
{
    return isfinite(value) && value > 0 &&
           (meaning != INTRO_WEIGHT_STRENGTH || value <= 1);
}

/* The rows of the edges of one source, for guessing. */
intro_weight_meaning intro_i_weight_guess(const intro_i_weight_column *column,
                                          uint64_t first, uint64_t count);

/* w of every tie. graph: ties, edges, tie_edges, edge_sources. column NULL: every
 * stated tie is `stated`. meanings: per source (index as in edge_sources).
 * w: graph->ties floats, -1 where no edge states the tie, NaN where every number
 * of it is unusable (dropped); is_stated: bits, zeroed by the caller. *unweighted
 * counts stated ties without a number. */
INTRO_MUST_USE intro_status intro_i_weight_fill(
    intro_ctx *ctx, const intro_graph *graph,
    const intro_i_weight_column *column, const intro_weight_meaning *meanings,
    uint32_t sources, double stated_w, float *w, uint64_t *is_stated,
    uint64_t *unweighted);

#endif
