/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the strongest ties down: each step joins what the ties between two deciles
 * join. */
#include "analysis/percolation.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/order_statistics.h"
#include "base/parallel.h"
#include "base/union_find.h"

#include <math.h>

enum {
    GRAIN = 4096,
    POLL_EVERY = 1 << 20,
    TENTHS = 10,
    BATCH = 512,
    AHEAD = 16
};

/* --- deciles -------------------------------------------------------------- */

typedef struct strengths {
    intro_ctx *ctx;
    const intro_i_weak_graph *weak;
} strengths;

/* Arcs: each tie twice. */
static intro_status count_strengths(const void *keys,
                                    const intro_i_histogram *histogram)
{
    const strengths *const all = keys;
    for (uint64_t i = 0; i < 2 * all->weak->ties; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(all->ctx));
        }
        intro_i_count_key(histogram,
                          intro_i_float_key(all->weak->strengths[i]));
    }
    return INTRO_OK;
}

/* The ties, numbered from 0, whose mean is decile i. */
static void rank_decile(uint64_t ties, uint32_t i, uint64_t ranks[2])
{
    const uint64_t whole = ties / TENTHS * i + ties % TENTHS * i / TENTHS;
    const bool is_whole = ties % TENTHS * i % TENTHS == 0;
    ranks[0] = is_whole && whole > 0 ? whole - 1 : whole;
    ranks[1] = whole < ties ? whole : ties - 1;
}

static intro_status
select_deciles(const intro_i_order_statistics *order, uint64_t ties,
               intro_percolation steps[INTRO_CLUSTER_DECILES + 1])
{
    uint64_t ranks[INTRO_CLUSTER_DECILES][2];
    uint32_t keys[INTRO_CLUSTER_DECILES][2] = {{0}};
    for (uint32_t i = 0; i < INTRO_CLUSTER_DECILES; i++) {
        rank_decile(ties, i + 1, ranks[i]);
        ranks[i][0] *= 2;
        ranks[i][1] *= 2;
    }
    INTRO_TRY(intro_i_order_statistics_select(
        order, &ranks[0][0], sizeof ranks / sizeof **ranks, &keys[0][0]));
    for (uint32_t i = 0; i < INTRO_CLUSTER_DECILES; i++) {
        steps[i + 1].below = ((double)intro_i_key_float(keys[i][0]) +
                              (double)intro_i_key_float(keys[i][1])) /
                             2;
    }
    return INTRO_OK;
}

static intro_status
find_deciles(intro_ctx *ctx, const intro_i_weak_graph *weak,
             intro_percolation steps[INTRO_CLUSTER_DECILES + 1])
{
    const strengths all = {ctx, weak};
    intro_i_order_statistics order;
    intro_status rc =
        intro_i_order_statistics_init(&order, count_strengths, &all);
    if (rc == INTRO_OK) {
        rc = select_deciles(&order, weak->ties, steps);
        intro_i_order_statistics_fini(&order);
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

/* --- components ----------------------------------------------------------- */

typedef struct joiner {
    const intro_i_weak_graph *weak;
    uint32_t *parents;
    uint64_t *joined; /* ties, of each worker */
    double from;      /* ties of these strengths: from, and below `below` */
    double below;
} joiner;

typedef struct pair {
    uint32_t v;
    uint32_t w;
} pair;

/* The sets lie anywhere in memory: they are asked for some ties ahead. */
static void join_ends(uint32_t *parents, const pair *ends, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i + AHEAD < count) {
            INTRO_PREFETCH(&parents[ends[i + AHEAD].w]);
        }
        intro_i_sets_join(parents, ends[i].v, ends[i].w);
    }
}

static intro_status join_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const joiner *const j = arg;
    const intro_i_weak_graph *const weak = j->weak;
    pair ends[BATCH];
    uint32_t count = 0;
    uint64_t joined = 0;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++) {
            /* No branch: whether a tie is wanted is anybody's guess. */
            ends[count] = (pair){v, weak->neighbours[i]};
            const double strength = (double)weak->strengths[i];
            count += (uint32_t)(strength >= j->from) &
                     (uint32_t)(strength < j->below);
            if (count == BATCH) {
                join_ends(j->parents, ends, count);
                joined += count;
                count = 0;
            }
        }
    }
    join_ends(j->parents, ends, count);
    j->joined[worker->index] += joined + count;
    return INTRO_OK;
}

/* sizes: people zeros. */
static void measure(const joiner *j, uint32_t *sizes, intro_percolation *step)
{
    step->components = 0;
    step->largest = 0;
    for (uint32_t v = 0; v < j->weak->people; v++) {
        const uint32_t root = intro_i_sets_find(j->parents, v);
        step->components += root == v;
        sizes[root]++;
        if (sizes[root] > step->largest) {
            step->largest = sizes[root];
        }
    }
    for (uint32_t v = 0; v < j->weak->people; v++) {
        sizes[v] = 0;
    }
}

static intro_status join_all(intro_ctx *ctx, joiner *j, uint32_t *sizes,
                             uint32_t workers,
                             intro_percolation steps[INTRO_CLUSTER_DECILES + 1])
{
    uint64_t kept = 0;
    intro_i_sets_init(j->parents, 0, j->weak->people);
    j->below = (double)INFINITY;
    for (uint32_t i = INTRO_CLUSTER_DECILES + 1; i-- > 0;) {
        j->from = steps[i].below;
        INTRO_TRY(
            intro_i_parallel_for(ctx, j->weak->people, GRAIN, join_rows, j));
        measure(j, sizes, &steps[i]);
        for (uint32_t w = 0; w < workers; w++) {
            kept += j->joined[w];
            j->joined[w] = 0;
        }
        steps[i].ties_removed = j->weak->ties - kept;
        j->below = j->from;
    }
    return INTRO_OK;
}

intro_status
intro_i_percolate(intro_ctx *ctx, const intro_i_weak_graph *weak,
                  intro_percolation steps[INTRO_CLUSTER_DECILES + 1])
{
    const uint32_t workers = intro_i_parallel_workers(ctx, weak->people, GRAIN);
    joiner j = {.weak = weak};
    for (uint32_t i = 0; i <= INTRO_CLUSTER_DECILES; i++) {
        steps[i] = (intro_percolation){i == 0 ? 0 : (double)NAN, 0, 0, 0};
    }
    if (weak->ties != 0) {
        INTRO_TRY(find_deciles(ctx, weak, steps));
    }
    uint32_t *const sizes = intro_i_alloc_zero(weak->people, sizeof *sizes);
    j.parents = intro_i_alloc(weak->people, sizeof *j.parents);
    j.joined = intro_i_alloc_zero(workers, sizeof *j.joined);
    const intro_status rc =
        sizes == NULL || j.parents == NULL || j.joined == NULL
            ? intro_i_fail_memory(ctx)
            : join_all(ctx, &j, sizes, workers, steps);
    intro_i_free(sizes);
    intro_i_free(j.parents);
    intro_i_free(j.joined);
    return rc;
}
