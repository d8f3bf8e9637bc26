/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of both directions are merged twice: once to count, once to fill. */
#include "analysis/weak_graph.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "graph/watch.h"

#include <string.h>

enum { GRAIN = 4096 };

typedef struct maker {
    const intro_graph *g;
    uint64_t *offsets;
    uint64_t *tie_start;
    uint32_t *neighbours;
    float *strengths;
    double *sums;
    uint8_t *ways;
} maker;

/* A place in the two rows of a person, which rise. */
typedef struct cursor {
    uint64_t out;
    uint64_t out_end;
    uint64_t in;
    uint64_t in_end;
} cursor;

typedef struct contact {
    uint32_t person;
    float from_v; /* 0: no tie that way */
    float to_v;
} contact;

static cursor start(const intro_graph *g, uint32_t v)
{
    cursor c = {g->out_offsets[v], g->out_offsets[v + 1], 0, 0};
    if (g->is_directed) {
        c.in = g->in_offsets[v];
        c.in_end = g->in_offsets[v + 1];
    }
    return c;
}

/* The next person tied either way; false at the end. */
static bool next(const intro_graph *g, cursor *c, contact *out)
{
    while (c->out < c->out_end || c->in < c->in_end) {
        const bool has_out = c->out < c->out_end;
        const bool has_in = c->in < c->in_end;
        const uint32_t w =
            has_out && (!has_in || g->out_people[c->out] <= g->in_people[c->in])
                ? g->out_people[c->out]
                : g->in_people[c->in];
        *out = (contact){w, 0, 0};
        if (has_out && g->out_people[c->out] == w) {
            out->from_v = g->out_strengths[c->out++];
            out->to_v = g->is_directed ? 0 : out->from_v;
        }
        if (has_in && g->in_people[c->in] == w) {
            out->to_v = g->in_strengths[c->in++];
        }
        if (out->from_v > 0 || out->to_v > 0) {
            return true;
        }
    }
    return false;
}

/* Leaves the numbers of v in the slots behind its own, to be summed up. */
static intro_status count_rows(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const maker *const m = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        cursor c = start(m->g, v);
        contact w;
        uint64_t degree = 0;
        uint64_t upper = 0;
        while (next(m->g, &c, &w)) {
            degree++;
            upper += w.person > v;
        }
        m->offsets[v + 1] = degree;
        m->tie_start[v + 1] = upper;
    }
    return INTRO_OK;
}

static intro_status fill_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const maker *const m = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        cursor c = start(m->g, v);
        contact w;
        for (uint64_t i = m->offsets[v]; next(m->g, &c, &w); i++) {
            m->neighbours[i] = w.person;
            m->strengths[i] = w.from_v > w.to_v ? w.from_v : w.to_v;
            if (m->g->is_directed) {
                m->sums[i] = (double)w.from_v + (double)w.to_v;
                m->ways[i] = (uint8_t)((w.from_v > 0 ? INTRO_I_WAY_OUT : 0) |
                                       (w.to_v > 0 ? INTRO_I_WAY_IN : 0));
            }
        }
    }
    return INTRO_OK;
}

static void add_up(uint64_t *numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        numbers[i + 1] += numbers[i];
    }
}

static void *take(intro_i_weak_graph *weak, size_t slot, uint64_t count,
                  size_t size)
{
    weak->own[slot] = intro_i_alloc_zero((size_t)count, size);
    return weak->own[slot];
}

static intro_status make_rows(intro_ctx *ctx, intro_i_weak_graph *weak)
{
    const intro_graph *const g = weak->graph;
    maker m = {.g = g};
    m.offsets = take(weak, 0, (uint64_t)g->people + 1, sizeof *m.offsets);
    m.tie_start = take(weak, 1, (uint64_t)g->people + 1, sizeof *m.tie_start);
    if (m.offsets == NULL || m.tie_start == NULL) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(intro_i_parallel_for(ctx, g->people, GRAIN, count_rows, &m));
    add_up(m.offsets, g->people);
    add_up(m.tie_start, g->people);
    weak->ties = m.tie_start[g->people];
    const uint64_t arcs = m.offsets[g->people];
    m.neighbours = take(weak, 2, arcs, sizeof *m.neighbours);
    m.strengths = take(weak, 3, arcs, sizeof *m.strengths);
    if (g->is_directed) {
        m.sums = take(weak, 4, arcs, sizeof *m.sums);
        m.ways = take(weak, 5, arcs, sizeof *m.ways);
    }
    if (m.neighbours == NULL || m.strengths == NULL ||
        (g->is_directed && (m.sums == NULL || m.ways == NULL))) {
        return intro_i_fail_memory(ctx);
    }
    weak->offsets = m.offsets;
    weak->tie_start = m.tie_start;
    weak->neighbours = m.neighbours;
    weak->strengths = m.strengths;
    weak->sums = m.sums;
    weak->ways = m.ways;
    return intro_i_parallel_for(ctx, g->people, GRAIN, fill_rows, &m);
}

intro_status intro_i_weak_graph_init(intro_ctx *ctx, const intro_graph *graph,
                                     intro_i_weak_graph *out)
{
    *out = (intro_i_weak_graph){.graph = graph, .people = graph->people};
    INTRO_TRY(intro_i_watch_verify(ctx, graph));
    if (!graph->is_directed && !graph->has_left_out) {
        out->ties = graph->ties;
        out->offsets = graph->out_offsets;
        out->neighbours = graph->out_people;
        out->strengths = graph->out_strengths;
        out->tie_start = graph->tie_start;
        return INTRO_OK;
    }
    const intro_status rc = make_rows(ctx, out);
    if (rc != INTRO_OK) {
        intro_i_weak_graph_fini(out);
    }
    return rc;
}

void intro_i_weak_graph_fini(intro_i_weak_graph *weak)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(weak->own); i++) {
        intro_i_free(weak->own[i]);
    }
    memset(weak, 0, sizeof *weak);
}

bool intro_i_weak_find(const intro_i_weak_graph *weak, uint32_t v, uint32_t w,
                       uint64_t *arc)
{
    uint64_t low = weak->offsets[v];
    uint64_t high = weak->offsets[v + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (weak->neighbours[middle] < w) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *arc = low;
    return low < weak->offsets[v + 1] && weak->neighbours[low] == w;
}
