/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many queries, window by window: the threads fill the slots of a window, each
 * with a searcher of its own, then the caller's thread hands them out in order.
 * Slots and searchers swap answers, so nothing is copied and a long batch soon
 * allocates no more. */
#include "analysis/searcher.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "graph/watch.h"

/* A window is bounded by queries and by the chains they may keep. */
enum { GRAIN = 8, MOST_SLOTS = 1024, MOST_CHAINS = 1 << 17 };

typedef struct helper {
    intro_ctx *ctx; /* the caller's for worker 0, else its own */
    intro_searcher *searcher;
} helper;

typedef struct batch {
    intro_ctx *ctx;
    const intro_graph *graph;
    const intro_paths_query *queries; /* of the window */
    helper *helpers;
    uint32_t workers;
    intro_paths **slots;
    size_t slot_count;
} batch;

static size_t choose_slots(const intro_paths_query *queries, size_t count,
                           uint32_t workers)
{
    uint32_t greatest = 1;
    for (size_t i = 0; i < count; i++) {
        greatest = queries[i].limit > greatest ? queries[i].limit : greatest;
    }
    const size_t fitting = (size_t)MOST_CHAINS / greatest;
    size_t slots = fitting < MOST_SLOTS ? fitting : MOST_SLOTS;
    slots = slots < workers ? workers : slots;
    return slots < count ? slots : count;
}

static intro_status start_helpers(batch *b)
{
    for (uint32_t i = 0; i < b->workers; i++) {
        helper *const h = &b->helpers[i];
        if (i == 0) {
            h->ctx = b->ctx;
        } else {
            INTRO_TRY(intro_ctx_new(&h->ctx));
            intro_i_follow(h->ctx, b->ctx);
        }
        INTRO_TRY(intro_searcher_new(h->ctx, b->graph, &h->searcher));
    }
    for (size_t i = 0; i < b->slot_count; i++) {
        INTRO_TRY(intro_i_paths_new(&b->slots[i]));
    }
    return INTRO_OK;
}

static void end_batch(batch *b)
{
    for (uint32_t i = 0; b->helpers != NULL && i < b->workers; i++) {
        intro_searcher_free(b->helpers[i].searcher);
        if (i != 0) {
            intro_ctx_free(b->helpers[i].ctx);
        }
    }
    for (size_t i = 0; b->slots != NULL && i < b->slot_count; i++) {
        intro_paths_free(b->slots[i]);
    }
    intro_i_free(b->helpers);
    intro_i_free(b->slots);
}

static intro_status answer_some(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    batch *const b = arg;
    const helper *const h = &b->helpers[worker->index];
    for (uint64_t i = begin; i < end; i++) {
        const intro_paths *lent;
        INTRO_TRY(intro_i_worker_poll(worker));
        const intro_status rc =
            intro_searcher_find(h->ctx, h->searcher, &b->queries[i], &lent);
        if (rc != INTRO_OK) {
            return intro_i_worker_fail(worker, rc, "%s",
                                       intro_ctx_error(h->ctx)->message);
        }
        intro_i_searcher_swap(h->searcher, &b->slots[i]);
    }
    return INTRO_OK;
}

static intro_status run_windows(batch *b, const intro_paths_query *queries,
                                size_t count, intro_paths_answer_fn *answer,
                                void *user)
{
    for (size_t first = 0; first < count; first += b->slot_count) {
        const size_t rest = count - first;
        const size_t some = rest < b->slot_count ? rest : b->slot_count;
        b->queries = queries + first;
        const intro_status rc =
            intro_i_parallel_for(b->ctx, some, GRAIN, answer_some, b);
        if (rc == INTRO_EDAMAGED) { /* told with the file's name */
            return intro_i_watch_tell(b->ctx, b->graph->strings.watch);
        }
        INTRO_TRY(rc);
        for (size_t i = 0; i < some; i++) {
            INTRO_TRY(answer(user, first + i, b->slots[i]));
        }
    }
    return INTRO_OK;
}

intro_status intro_paths_batch(intro_ctx *ctx, const intro_graph *graph,
                               const intro_paths_query *queries, size_t count,
                               intro_paths_answer_fn *answer, void *user)
{
    batch b = {.ctx = ctx, .graph = graph};
    intro_i_begin(ctx);
    if (count == 0) {
        return INTRO_OK;
    }
    b.workers = intro_i_parallel_workers(ctx, count, GRAIN);
    b.slot_count = choose_slots(queries, count, b.workers);
    b.helpers = intro_i_alloc_zero(b.workers, sizeof *b.helpers);
    b.slots = intro_i_alloc_zero(b.slot_count, sizeof(intro_paths *));
    intro_status rc =
        b.helpers == NULL || b.slots == NULL ? INTRO_ENOMEM : start_helpers(&b);
    rc = rc == INTRO_OK ? run_windows(&b, queries, count, answer, user)
                        : intro_i_fail_memory(ctx);
    end_batch(&b);
    return rc;
}
