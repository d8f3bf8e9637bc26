/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The weak graph: one undirected tie a pair of people who are tied either way,
 * the ties that --observed-only leaves out gone. What most measures of bridges,
 * clusters and breadth are taken on.
 *
 * Of an undirected network it borrows the arrays; of a directed one, or one with
 * left-out ties, it has arrays of its own: 8 bytes an arc, 17 when directed. */
#ifndef INTRO_ANALYSIS_WEAK_GRAPH_H
#define INTRO_ANALYSIS_WEAK_GRAPH_H

#include "graph/graph_impl.h"

enum { INTRO_I_WAY_OUT = 1, INTRO_I_WAY_IN = 2, INTRO_I_WAYS_BOTH = 3 };

typedef struct intro_i_weak_graph {
    const intro_graph *graph;
    uint32_t people;
    uint64_t ties;              /* pairs; rows hold each from both ends */
    const uint64_t *offsets;    /* people + 1 */
    const uint32_t *neighbours; /* 2 x ties, each row rising */
    const float *strengths; /* 2 x ties: the greater of the two directions */
    const double *sums;  /* 2 x ties: z = a_vw + a_wv; NULL when undirected */
    const uint8_t *ways; /* 2 x ties: is w tied from v, to v; NULL: both
                            everywhere */
    const uint64_t *tie_start; /* people + 1. Ties are numbered by (smaller end,
                                  greater end): those whose smaller end is v are
                                  tie_start[v] .. tie_start[v + 1] - 1 and are
                                  the last arcs of row v, in order */
    void *own[6];
} intro_i_weak_graph;

/* Borrows the graph, which it verifies first when that was put off.
 * INTRO_OK; INTRO_ENOMEM; INTRO_ECANCELLED; INTRO_EDAMAGED.
 * O(1) for an undirected network, else O(people + arcs), in threads. */
INTRO_MUST_USE intro_status intro_i_weak_graph_init(intro_ctx *ctx,
                                                    const intro_graph *graph,
                                                    intro_i_weak_graph *out);
/* A zeroed one is accepted. */
void intro_i_weak_graph_fini(intro_i_weak_graph *weak);

static inline uint64_t intro_i_weak_degree(const intro_i_weak_graph *weak,
                                           uint32_t v)
{
    return weak->offsets[v + 1] - weak->offsets[v];
}

/* First arc of row v that leads to a greater person; the tie of arc i at or
 * behind it is tie_start[v] + (i - it). */
static inline uint64_t intro_i_weak_upper(const intro_i_weak_graph *weak,
                                          uint32_t v)
{
    return weak->offsets[v + 1] - (weak->tie_start[v + 1] - weak->tie_start[v]);
}

/* z of arc i: with strengths, and counting each direction as one. */
static inline double intro_i_weak_sum(const intro_i_weak_graph *weak,
                                      uint64_t i)
{
    return weak->sums != NULL ? weak->sums[i] : 2 * (double)weak->strengths[i];
}

static inline uint32_t intro_i_weak_count(const intro_i_weak_graph *weak,
                                          uint64_t i)
{
    return weak->ways == NULL || weak->ways[i] == INTRO_I_WAYS_BOTH ? 2 : 1;
}

/* The arc of row v that leads to w; false when there is none. O(log degree). */
bool intro_i_weak_find(const intro_i_weak_graph *weak, uint32_t v, uint32_t w,
                       uint64_t *arc);

#endif
