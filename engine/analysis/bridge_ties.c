/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ties that join groups. */
#include "analysis/bridges_impl.h"

#include "analysis/span.h"
#include "analysis/triangles.h"
#include "analysis/weak_ties.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/topk.h"

#include <math.h>

enum { POLL_EVERY = 1 << 14, GRAIN = 64, COUNT_ALL_BELOW = 16 };

typedef struct candidate {
    uint32_t a;
    uint32_t b;
    uint64_t tie;
    float strength;
} candidate;

static bool comes_before(const void *left, const void *right, void *user)
{
    const candidate *const x = left;
    const candidate *const y = right;
    const intro_i_bridge_work *const w = user;
    const double *const cross = w->betweenness.ties;
    if (cross != NULL && cross[x->tie] != cross[y->tie]) {
        return cross[x->tie] > cross[y->tie];
    }
    if (x->strength != y->strength) {
        return x->strength > y->strength;
    }
    return x->tie < y->tie; /* numbered by (a, b) */
}

/* Is the tie wanted by its ends' groups? */
static bool is_wanted(const intro_i_bridge_work *w, uint32_t x, uint32_t y)
{
    if (w->between[0] != INTRO_I_NO_GROUP) {
        return (x == w->between[0] && y == w->between[1]) ||
               (x == w->between[1] && y == w->between[0]);
    }
    return w->found->groups.count == 0 ||
           (x != INTRO_I_NO_GROUP && y != INTRO_I_NO_GROUP && x != y);
}

static intro_status offer_ties(intro_ctx *ctx, intro_i_bridge_work *w,
                               intro_i_topk *best)
{
    intro_bridges *const found = w->found;
    const intro_i_weak_graph *const weak = &found->weak;
    for (uint32_t v = 0; v < weak->people; v++) {
        uint64_t tie = weak->tie_start[v];
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++, tie++) {
            const uint32_t other = weak->neighbours[i];
            if (!is_wanted(w, found->groups.of[v], found->groups.of[other])) {
                continue;
            }
            const candidate c = {v, other, tie, weak->strengths[i]};
            found->facts.ties++;
            if (intro_i_topk_offer(best, &c) != INTRO_OK) {
                return intro_i_fail_memory(ctx);
            }
        }
    }
    return INTRO_OK;
}

/* --- figures ---------------------------------------------------------------------- */

typedef struct filling {
    const intro_i_bridge_work *w;
    const candidate *candidates;
    intro_bridging_tie *out;
    const uint32_t *mutual;    /* of all ties, or NULL */
    intro_i_spanner *spanners; /* one a worker */
} filling;

/* Common neighbours from the rows of the two. */
static uint32_t count_mutual(const intro_i_weak_graph *weak, uint32_t v,
                             uint32_t w)
{
    const bool is_less =
        intro_i_weak_degree(weak, v) < intro_i_weak_degree(weak, w);
    const uint32_t few = is_less ? v : w;
    const uint32_t many = is_less ? w : v;
    uint32_t count = 0;
    for (uint64_t i = weak->offsets[few]; i < weak->offsets[few + 1]; i++) {
        uint64_t arc;
        count += intro_i_weak_find(weak, many, weak->neighbours[i], &arc);
    }
    return count;
}

static bool is_inferred(const intro_graph *graph, uint32_t a, uint32_t b)
{
    intro_tie tie;
    const bool has_there = intro_graph_find_tie(graph, a, b, &tie);
    if (has_there && !tie.inferred) {
        return false;
    }
    return !intro_graph_find_tie(graph, b, a, &tie) || tie.inferred;
}

static intro_status fill_tie(const filling *f, intro_i_worker *worker, size_t i)
{
    const candidate *const c = &f->candidates[i];
    const intro_bridges *const found = f->w->found;
    const intro_i_weak_graph *const weak = &found->weak;
    intro_bridging_tie *const out = &f->out[i];
    *out = (intro_bridging_tie){
        .a = c->a,
        .b = c->b,
        .group_a = intro_i_group_name(&found->groups, found->groups.of[c->a]),
        .group_b = intro_i_group_name(&found->groups, found->groups.of[c->b]),
        .strength = c->strength,
        .inferred = is_inferred(found->graph, c->a, c->b),
        .is_cut_tie = intro_i_is_cut_tie(&found->cuts, c->tie),
        .mutual = f->mutual != NULL ? f->mutual[c->tie]
                                    : count_mutual(weak, c->a, c->b),
        .cross_betweenness = f->w->betweenness.ties != NULL
                                 ? f->w->betweenness.ties[c->tie]
                                 : (double)NAN};
    out->overlap =
        intro_i_overlap(intro_i_weak_degree(weak, c->a),
                        intro_i_weak_degree(weak, c->b), out->mutual);
    if (out->mutual != 0) {
        out->span = 2;
    } else if (!out->is_cut_tie) {
        return intro_i_span(worker, &f->spanners[worker->index], c->a, c->b,
                            &out->span);
    }
    return INTRO_OK;
}

static intro_status fill_ties(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const filling *const f = arg;
    for (uint64_t i = begin; i < end; i++) {
        INTRO_TRY(fill_tie(f, worker, (size_t)i));
    }
    return INTRO_OK;
}

static intro_status run_filling(intro_ctx *ctx, const intro_i_bridge_work *w,
                                filling *f, size_t count, uint32_t workers)
{
    for (uint32_t i = 0; i < workers; i++) {
        if (intro_i_spanner_init(&f->spanners[i], &w->found->weak) !=
            INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    return intro_i_parallel_phase(ctx, "ways round ties", "ties", count, GRAIN,
                                  fill_ties, f);
}

static intro_status fill_all(intro_ctx *ctx, const intro_i_bridge_work *w,
                             const candidate *candidates, size_t count)
{
    intro_bridges *const found = w->found;
    const uint32_t workers = intro_i_parallel_workers(ctx, count, GRAIN);
    filling f = {.w = w, .candidates = candidates};
    uint32_t *mutual = NULL;
    found->ties = intro_i_alloc(count, sizeof *found->ties);
    f.out = found->ties;
    f.spanners = intro_i_alloc_zero(workers, sizeof *f.spanners);
    intro_status rc = found->ties == NULL || f.spanners == NULL
                          ? intro_i_fail_memory(ctx)
                          : INTRO_OK;
    if (rc == INTRO_OK && count > found->weak.ties / COUNT_ALL_BELOW) {
        rc = intro_i_mutual_count(ctx, &w->orientation, &mutual);
        f.mutual = mutual;
    }
    if (rc == INTRO_OK) {
        rc = run_filling(ctx, w, &f, count, workers);
    }
    found->tie_count = rc == INTRO_OK ? count : 0;
    for (uint32_t i = 0; f.spanners != NULL && i < workers; i++) {
        intro_i_spanner_fini(&f.spanners[i]);
    }
    intro_i_free(f.spanners);
    intro_i_free(mutual);
    return rc;
}

intro_status intro_i_bridge_ties(intro_ctx *ctx, intro_i_bridge_work *w)
{
    intro_i_topk best;
    intro_i_topk_init(&best, intro_i_bridge_limit(w), sizeof(candidate),
                      comes_before, w);
    intro_status rc = offer_ties(ctx, w, &best);
    if (rc == INTRO_OK) {
        const candidate *const candidates = intro_i_topk_sort(&best);
        rc = fill_all(ctx, w, candidates, best.count);
    }
    intro_i_topk_fini(&best);
    return rc;
}
