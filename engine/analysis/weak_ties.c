/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/weak_ties.h"

#include "base/context_impl.h"
#include "base/order_statistics.h"
#include "base/parallel.h"

#include <string.h>

enum { GRAIN = 4096, POLL_EVERY = 1 << 20, AHEAD = 32, ROWS_AHEAD = 4 };

/* --- the median ----------------------------------------------------------- */

typedef struct strengths {
    intro_ctx *ctx;
    const intro_i_weak_graph *weak;
} strengths;

/* Arcs: each tie twice. */
static intro_status count_strengths(const void *keys,
                                    const intro_i_histogram *histogram)
{
    const strengths *const all = keys;
    const uint64_t arcs = 2 * all->weak->ties;
    for (uint64_t i = 0; i < arcs; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(all->ctx));
        }
        intro_i_count_key(histogram,
                          intro_i_float_key(all->weak->strengths[i]));
    }
    return INTRO_OK;
}

intro_status intro_i_median_strength(intro_ctx *ctx,
                                     const intro_i_weak_graph *weak,
                                     double *out)
{
    const strengths all = {ctx, weak};
    intro_i_order_statistics order;
    if (weak->ties == 0) {
        *out = (double)NAN;
        return INTRO_OK;
    }
    intro_status rc =
        intro_i_order_statistics_init(&order, count_strengths, &all);
    if (rc == INTRO_OK) {
        /* Of 2 n arcs in order, tie k has the numbers 2 k and 2 k + 1. */
        const uint64_t ranks[] = {(weak->ties - 1) / 2 * 2, weak->ties / 2 * 2};
        uint32_t keys[2] = {0};
        rc = intro_i_order_statistics_select(&order, ranks, 2, keys);
        *out = ((double)intro_i_key_float(keys[0]) +
                (double)intro_i_key_float(keys[1])) /
               2;
        intro_i_order_statistics_fini(&order);
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

/* --- weak ties ------------------------------------------------------------ */

intro_status intro_i_weak_ties_init(intro_ctx *ctx,
                                    const intro_i_weak_graph *weak,
                                    const uint32_t *mutual,
                                    const intro_i_weak_rule *rule,
                                    intro_i_weak_ties *out)
{
    *out = (intro_i_weak_ties){weak, mutual, rule->strength_below,
                               rule->overlap_most};
    if (isnan(rule->strength_below)) {
        return intro_i_median_strength(ctx, weak, &out->strength_below);
    }
    return INTRO_OK;
}

typedef struct counter {
    const intro_i_weak_ties *ties;
    const intro_i_orientation *o;
    const uint32_t *by_slot;
    uint32_t *counts;
} counter;

/* The row of v and its counts, which lie anywhere. */
static void ask_row(const counter *c, uint64_t v)
{
    const intro_i_orientation *const o = c->o;
    if (v + 2 * ROWS_AHEAD < o->weak->people) {
        INTRO_PREFETCH(&o->offsets[o->places[v + 2 * ROWS_AHEAD]]);
    }
    if (v + ROWS_AHEAD < o->weak->people) {
        const uint64_t first = o->offsets[o->places[v + ROWS_AHEAD]];
        INTRO_PREFETCH(&o->heads[first]);
        INTRO_PREFETCH(&c->by_slot[first]);
    }
}

static void ask_neighbour(const counter *c, uint64_t arc)
{
    const intro_i_weak_graph *const weak = c->ties->weak;
    if (arc + AHEAD < weak->offsets[weak->people]) {
        const uint32_t w = weak->neighbours[arc + AHEAD];
        INTRO_PREFETCH(&c->o->places[w]);
        INTRO_PREFETCH(&weak->offsets[w]);
        INTRO_PREFETCH(&c->counts[w]);
    }
}

/* Where `head` stands in a row that has it. No branch: where it is cannot be
 * guessed. */
static uint64_t find_head(const uint32_t *row, uint64_t length, uint32_t head)
{
    uint64_t at = 0;
    while (length > 1) {
        const uint64_t half = length / 2;
        at += row[at + half] <= head ? half : 0;
        length -= half;
    }
    return at;
}

/* Every tie from its end of fewer ties, in whose row its slot is near; the other
 * end's count belongs to other threads too. */
static void count_row(const counter *c, uint32_t v)
{
    const intro_i_weak_graph *const weak = c->ties->weak;
    const uint32_t place = c->o->places[v];
    const uint64_t first = c->o->offsets[place];
    const uint64_t length = c->o->offsets[place + 1] - first;
    uint32_t own = 0;
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        const uint32_t w = weak->neighbours[i];
        const uint32_t head = c->o->places[w];
        ask_neighbour(c, i);
        if (head > place) {
            continue;
        }
        const uint64_t slot =
            first + find_head(c->o->heads + first, length, head);
        if (intro_i_weakness(c->ties, v, w, weak->strengths[i],
                             c->by_slot[slot]) != 0) {
            (void)__atomic_fetch_add(&c->counts[w], 1, __ATOMIC_RELAXED);
            own++;
        }
    }
    (void)__atomic_fetch_add(&c->counts[v], own, __ATOMIC_RELAXED);
}

static intro_status count_rows(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const counter *const c = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        ask_row(c, v);
        count_row(c, v);
    }
    return INTRO_OK;
}

intro_status intro_i_weak_ties_count(intro_ctx *ctx,
                                     const intro_i_weak_ties *ties,
                                     const intro_i_orientation *o,
                                     const uint32_t *by_slot, uint32_t *out)
{
    counter c = {ties, o, by_slot, out};
    memset(out, 0, ties->weak->people * sizeof *out);
    return intro_i_parallel_for(ctx, ties->weak->people, GRAIN, count_rows, &c);
}
