/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What breadth keeps, and how threads read rows of it. */
#ifndef INTRO_ANALYSIS_BREADTH_IMPL_H
#define INTRO_ANALYSIS_BREADTH_IMPL_H

#include "analysis/diversity.h"
#include "analysis/percentile.h"
#include "analysis/reach.h"
#include "analysis/trend.h"

#include <introfind/breadth.h>

enum { INTRO_I_DIVERSITY_FIGURES = 8, INTRO_I_LAST_FIGURES = 6 };

/* Names of the figures of an attribute, in the order of intro_diversity. */
extern const char *const intro_i_diversity_names[INTRO_I_DIVERSITY_FIGURES];
/* All of them in that order. */
void intro_i_diversity_figures(const intro_diversity *d, double *out);
/* What the columns behind those of the attributes hold. */
void intro_i_last_figures(const intro_breadth_row *row, double *out);

/* Reads rows: scratch of one thread. */
typedef struct intro_i_breadth_reader {
    const intro_breadth *breadth;
    intro_i_tally *tallies; /* one an attribute */
    intro_diversity *by;    /* one an attribute */
    intro_breadth_row row;
} intro_i_breadth_reader;

/* Figures of the people listed: those named, or everybody. */
typedef struct intro_i_breadth_figures {
    uint32_t *weak_ties;
    double *constraint;
    double *effective_size;
    uint32_t *reach2;
    uint32_t *reach3;
    uint32_t *industries; /* NULL: the network has none */
    double *percentile;
} intro_i_breadth_figures;

struct intro_breadth {
    const intro_graph *graph;
    intro_i_weak_graph weak;
    intro_i_reach_rows rows;
    bool is_weighted;
    bool is_exact; /* reach */

    uint32_t width;         /* attributes */
    char **names;           /* as they were given */
    intro_i_groups *groups; /* of each; `of` is NULL, the panel has it */
    intro_i_panel panel;
    intro_i_comparison comparison; /* by the first attribute */

    intro_vid *people; /* listed, rising; NULL: everybody */
    uint32_t listed;
    intro_i_breadth_figures figures; /* by place in the list */
    uint32_t *order; /* rows: places in the list; NULL: as they are listed */
    uint64_t count;  /* rows */

    char **columns;
    size_t column_count;
    intro_i_breadth_reader reader; /* of intro_breadth_row_at() */
    intro_i_trend trend;           /* of intro_breadth_trend() */
};

/* Of row i. */
static inline uint32_t intro_i_breadth_place(const intro_breadth *breadth,
                                             uint64_t i)
{
    return breadth->order == NULL ? (uint32_t)i : breadth->order[i];
}

static inline intro_vid intro_i_breadth_person(const intro_breadth *breadth,
                                               uint32_t place)
{
    return breadth->people == NULL ? place : breadth->people[place];
}

/* INTRO_ENOMEM leaves nothing to free; no context, for threads. */
INTRO_MUST_USE intro_status intro_i_breadth_reader_init(
    intro_i_breadth_reader *reader, const intro_breadth *breadth);
/* A zeroed one is accepted. */
void intro_i_breadth_reader_fini(intro_i_breadth_reader *reader);
/* What stands at a place of the list; borrowed until the next call. */
const intro_breadth_row *intro_i_breadth_read(intro_i_breadth_reader *reader,
                                              uint32_t place);
/* The same without what it takes to count contacts: `by` has no meaning. O(1). */
const intro_breadth_row *
intro_i_breadth_read_measured(intro_i_breadth_reader *reader, uint32_t place);
/* breadth_figures.c: fills groups, panel and figures of a breadth whose graph,
 * names and people are set. */
INTRO_MUST_USE intro_status
intro_i_breadth_measure(intro_ctx *ctx, intro_breadth *breadth,
                        const intro_breadth_options *options);
/* breadth_order.c: names the columns; finds one (INTRO_EARG, the hint lists
 * them); sorts and cuts the rows. */
INTRO_MUST_USE intro_status intro_i_breadth_name_columns(intro_ctx *ctx,
                                                         intro_breadth *b);
INTRO_MUST_USE intro_status intro_i_breadth_find_column(intro_ctx *ctx,
                                                        const intro_breadth *b,
                                                        const char *name,
                                                        size_t *out);
INTRO_MUST_USE intro_status intro_i_breadth_sort(intro_ctx *ctx,
                                                 intro_breadth *b,
                                                 size_t column, uint64_t top);

#endif
