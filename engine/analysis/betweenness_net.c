/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The weak graph of an undirected network is what paths follow. In a directed
 * one they follow its arcs, copied when some are left out. */
#include "analysis/betweenness_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

enum { POLL_EVERY = 1 << 12, ROWS_AHEAD = 32, TIES_AHEAD = 16 };

enum { ROW_OFFSETS, ROW_PEOPLE, ROW_STRENGTHS, IN_OFFSETS, IN_PEOPLE };

/* Copies the arcs that are in use; strengths may be NULL. */
static void copy_used(uint32_t people, intro_i_arcs *arcs, uint64_t *offsets,
                      uint32_t *ends, float *strengths)
{
    uint64_t kept = 0;
    for (uint32_t v = 0; v < people; v++) {
        offsets[v] = kept;
        for (uint64_t i = arcs->offsets[v]; i < arcs->offsets[v + 1]; i++) {
            if (arcs->strengths[i] > 0) {
                ends[kept] = arcs->people[i];
                if (strengths != NULL) {
                    strengths[kept] = arcs->strengths[i];
                }
                kept++;
            }
        }
    }
    offsets[people] = kept;
    arcs->offsets = offsets;
    arcs->people = ends;
    arcs->strengths = strengths;
}

static uint64_t count_used(const intro_i_arcs *arcs, uint64_t count)
{
    uint64_t used = 0;
    for (uint64_t i = 0; i < count; i++) {
        used += arcs->strengths[i] > 0;
    }
    return used;
}

static intro_status leave_out(intro_ctx *ctx, intro_i_bw_net *net,
                              uint64_t arcs)
{
    const size_t used = (size_t)count_used(&net->out, arcs);
    const size_t rows = (size_t)net->people + 1;
    net->own[ROW_OFFSETS] = intro_i_alloc(rows, sizeof(uint64_t));
    net->own[ROW_PEOPLE] = intro_i_alloc(used, sizeof(uint32_t));
    net->own[ROW_STRENGTHS] = intro_i_alloc(used, sizeof(float));
    net->own[IN_OFFSETS] = intro_i_alloc(rows, sizeof(uint64_t));
    net->own[IN_PEOPLE] = intro_i_alloc(used, sizeof(uint32_t));
    for (size_t i = 0; i < INTRO_COUNT_OF(net->own); i++) {
        if (net->own[i] == NULL) {
            intro_i_bw_net_fini(net);
            return intro_i_fail_memory(ctx);
        }
    }
    copy_used(net->people, &net->out, net->own[ROW_OFFSETS],
              net->own[ROW_PEOPLE], net->own[ROW_STRENGTHS]);
    copy_used(net->people, &net->in, net->own[IN_OFFSETS], net->own[IN_PEOPLE],
              NULL);
    return INTRO_OK;
}

intro_status intro_i_bw_net_init(intro_ctx *ctx, const intro_i_weak_graph *weak,
                                 intro_i_bw_net *net)
{
    const intro_graph *const g = weak->graph;
    *net = (intro_i_bw_net){.people = weak->people};
    if (!g->is_directed) {
        net->out =
            (intro_i_arcs){weak->offsets, weak->neighbours, weak->strengths, g};
        net->in = net->out;
        return INTRO_OK;
    }
    net->out = intro_i_arcs_out(g);
    net->in = intro_i_arcs_in(g);
    return g->has_left_out ? leave_out(ctx, net, g->arcs) : INTRO_OK;
}

void intro_i_bw_net_fini(intro_i_bw_net *net)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(net->own); i++) {
        intro_i_free(net->own[i]);
    }
    memset(net, 0, sizeof *net);
}

/* Asked for some arcs before they are used: whose row, then the tie. */
static inline void look_ahead(const intro_i_weak_graph *weak, uint32_t v,
                              uint64_t i, const uint64_t *next,
                              const double *ties)
{
    const uint64_t arcs = 2 * weak->ties;
    if (i + ROWS_AHEAD < arcs) {
        INTRO_PREFETCH(&next[weak->neighbours[i + ROWS_AHEAD]]);
    }
    if (i + TIES_AHEAD < arcs) {
        const uint32_t w = weak->neighbours[i + TIES_AHEAD];
        if (w < v) {
            INTRO_PREFETCH(&ties[next[w]]);
        }
    }
}

/* Rows rise, so when v comes, the ties of a smaller w to people before v are
 * those that were met already: `next` counts them. */
intro_status intro_i_bw_fold_arcs(intro_ctx *ctx, const intro_i_bw_net *net,
                                  const intro_i_weak_graph *weak,
                                  const intro_i_bw_arc_sums *arcs,
                                  uint64_t *next, double *ties)
{
    memcpy(next, weak->tie_start, weak->people * sizeof *next);
    for (uint32_t v = 0; v < weak->people; v++) {
        uint64_t tie = weak->tie_start[v];
        uint64_t arc = net->out.offsets[v];
        const uint64_t arc_end = net->out.offsets[v + 1];
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            const uint32_t w = weak->neighbours[i];
            const uint64_t t = w < v ? next[w]++ : tie++;
            look_ahead(weak, v, i, next, ties);
            if (arc < arc_end && net->out.people[arc] == w) {
                ties[t] += (double)atomic_load_explicit(&arcs->units[arc++],
                                                        memory_order_relaxed) /
                           arcs->units_in_one;
            }
        }
    }
    return INTRO_OK;
}
