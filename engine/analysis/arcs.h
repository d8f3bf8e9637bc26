/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of the graph as searches read them: one way or the other, checked under a
 * watch, and asked for ahead of time. */
#ifndef INTRO_ANALYSIS_ARCS_H
#define INTRO_ANALYSIS_ARCS_H

#include "base/common.h"
#include "graph/watch.h"

/* Arcs out of or into people: three arrays, so that both directions run through
 * the same code. */
typedef struct intro_i_arcs {
    const uint64_t *offsets;
    const uint32_t *people;
    const float *strengths;
    const intro_graph *graph;
} intro_i_arcs;

static inline intro_i_arcs intro_i_arcs_out(const intro_graph *g)
{
    return (intro_i_arcs){g->out_offsets, g->out_people, g->out_strengths, g};
}

static inline intro_i_arcs intro_i_arcs_in(const intro_graph *g)
{
    return (intro_i_arcs){g->in_offsets, g->in_people, g->in_strengths, g};
}

static inline uint64_t intro_i_arcs_count(const intro_i_arcs *arcs, intro_vid v)
{
    return arcs->offsets[v + 1] - arcs->offsets[v];
}

/* The same of a row that was not checked: under a watch it may be any number, but
 * not more than all arcs, so that such numbers can be added up. */
static inline uint64_t intro_i_arcs_count_unchecked(const intro_i_arcs *arcs,
                                                    intro_vid v)
{
    return intro_i_min_u64(intro_i_arcs_count(arcs, v), arcs->graph->arcs);
}

/* Of all people of a list, whose rows need not be checked. */
static inline uint64_t intro_i_arcs_sum(const intro_i_arcs *arcs,
                                        const intro_vid *list, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + 16 < count) {
            INTRO_PREFETCH(&arcs->offsets[list[i + 16]]);
        }
        sum += intro_i_arcs_count_unchecked(arcs, list[i]);
    }
    return sum;
}

/* Asked before row v is read: INTRO_EDAMAGED only under a watch (watch.h). */
static inline intro_status intro_i_arcs_check(const intro_i_arcs *arcs,
                                              intro_vid v)
{
    return arcs->graph->strings.watch == NULL ||
                   intro_i_watch_row(arcs->graph, arcs->offsets, arcs->people,
                                     arcs->strengths, v)
               ? INTRO_OK
               : INTRO_EDAMAGED;
}

/* Rows lie at random, and their latency is most of a query's time: each is asked
 * for while those before it are worked on, at most so much of it. */
enum {
    INTRO_I_AHEAD_ROWS = 4,
    INTRO_I_AHEAD_OFFSETS = 16,
    INTRO_I_AHEAD_ARCS = 256
};

/* People alone are asked for where few of the strengths will be read. */
typedef enum intro_i_fetch {
    INTRO_I_FETCH_PEOPLE,
    INTRO_I_FETCH_STRENGTHS /* too */
} intro_i_fetch;

static inline void intro_i_arcs_fetch(const intro_i_arcs *arcs, intro_vid v,
                                      intro_i_fetch what)
{
    enum { LINE = 16 /* arcs in 64 bytes */ };
    /* Under a watch the place may be anywhere. */
    const uint64_t all = arcs->graph->arcs;
    const uint64_t first = intro_i_min_u64(arcs->offsets[v], all);
    const uint64_t end = intro_i_min_u64(
        intro_i_min_u64(arcs->offsets[v + 1], all), first + INTRO_I_AHEAD_ARCS);
    for (uint64_t arc = first; arc < end + LINE - 1; arc += LINE) {
        INTRO_PREFETCH(&arcs->people[arc]);
        if (what == INTRO_I_FETCH_STRENGTHS) {
            INTRO_PREFETCH(&arcs->strengths[arc]);
        }
    }
}

/* Before the first row of a list. */
static inline void intro_i_arcs_fetch_first(const intro_i_arcs *arcs,
                                            const intro_vid *list, size_t count,
                                            intro_i_fetch what)
{
    for (size_t i = 0; i < count && i < INTRO_I_AHEAD_OFFSETS; i++) {
        INTRO_PREFETCH(&arcs->offsets[list[i]]);
    }
    for (size_t i = 0; i < count && i < INTRO_I_AHEAD_ROWS; i++) {
        intro_i_arcs_fetch(arcs, list[i], what);
    }
}

/* Before row i of it. */
static inline void intro_i_arcs_fetch_next(const intro_i_arcs *arcs,
                                           const intro_vid *list, size_t count,
                                           size_t i, intro_i_fetch what)
{
    if (i + INTRO_I_AHEAD_OFFSETS < count) {
        INTRO_PREFETCH(&arcs->offsets[list[i + INTRO_I_AHEAD_OFFSETS]]);
    }
    if (i + INTRO_I_AHEAD_ROWS < count) {
        intro_i_arcs_fetch(arcs, list[i + INTRO_I_AHEAD_ROWS], what);
    }
}

#endif
