/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two stable counting sorts (by the greater end, then by the smaller one) bring
 * the items into the order of ties; walking them once fills both halves of every
 * row in rising order, so no row is ever sorted by comparison. A directed network
 * sorts arcs the same way and pairs them up by merging each row with the
 * transposed one. */
#include "graph/csr.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <string.h>

void intro_i_csr_fini(intro_i_csr *csr)
{
    intro_i_free(csr->out_offsets);
    intro_i_free(csr->out_people);
    intro_i_free(csr->in_offsets);
    intro_i_free(csr->in_people);
    intro_i_free(csr->tie_start);
    intro_i_free(csr->arc_tie);
    intro_i_free(csr->tie_arc);
    intro_i_free(csr->tie_items);
    intro_i_free(csr->items);
    memset(csr, 0, sizeof *csr);
}

/* Counts to starts: offsets[v + 1] holds the count of v before. */
static void sum_up(uint64_t *offsets, uint32_t people)
{
    for (uint32_t v = 0; v < people; v++) {
        offsets[v + 1] += offsets[v];
    }
}

static uint32_t smaller(const intro_i_csr_input *in, uint64_t i)
{
    return in->a[i] < in->b[i] ? in->a[i] : in->b[i];
}

static uint32_t greater(const intro_i_csr_input *in, uint64_t i)
{
    return in->a[i] < in->b[i] ? in->b[i] : in->a[i];
}

/* An end of an item and the item. */
typedef struct pair_entry {
    uint32_t end;
    uint32_t item;
} pair_entry;

/* Items sorted by (smaller end, greater end, number). Those whose smaller end is
 * v stand in [v == 0 ? 0 : ends[v - 1], ends[v]). */
typedef struct sorted_pairs {
    uint32_t *items;
    uint32_t *high; /* the greater end of each */
    uint32_t *ends; /* people */
} sorted_pairs;

static void sorted_pairs_fini(sorted_pairs *sorted)
{
    intro_i_free(sorted->items);
    intro_i_free(sorted->high);
    intro_i_free(sorted->ends);
}

/* Counts to starts, in place. */
static void starts_of(uint32_t *counts, uint32_t people)
{
    uint32_t sum = 0;
    for (uint32_t v = 0; v < people; v++) {
        const uint32_t count = counts[v];
        counts[v] = sum;
        sum += count;
    }
}

/* How many items ahead of the present one memory is asked for. */
enum { AHEAD = 32, SHARES = 8, SHARE_ITEMS = 1 << 17 };

/* A share may take seconds: whether all was cancelled is asked so often. */
enum { POLL_ITEMS = 1 << 18, POLL_PEOPLE = 1 << 14 };

/* Sorting in shares: a worker looks at all items and places those whose bucket
 * is among its people. One worker fills a bucket, in the order of the items, so
 * the number of shares shows nowhere. Reading is in order and cheap, placing is
 * not. */
typedef struct sorter {
    const intro_i_csr_input *in;
    uint32_t shares;
    uint32_t borders[SHARES + 1]; /* of the shares of people */
    uint32_t *at;                 /* where each bucket of `by_greater` starts,
                                     then ends */
    pair_entry *by_greater;
    sorted_pairs *sorted;
    uint64_t *below;
    intro_i_csr *out;
} sorter;

static bool is_among(uint32_t v, uint32_t first, uint32_t end)
{
    return v - first < end - first;
}

static void share_people(sorter *s)
{
    for (uint32_t k = 0; k <= s->shares; k++) {
        s->borders[k] = (uint32_t)((uint64_t)s->in->people * k / s->shares);
    }
}

/* So that all shares have as many items; starts of buckets. */
static void share_items(sorter *s, const uint32_t *starts)
{
    s->borders[0] = 0;
    s->borders[s->shares] = s->in->people;
    uint32_t v = 0;
    for (uint32_t k = 1; k < s->shares; k++) {
        while (v < s->in->people && starts[v] < s->in->items * k / s->shares) {
            v++;
        }
        s->borders[k] = v;
    }
}

static intro_status count_share(void *arg, intro_i_worker *worker,
                                uint64_t share, uint64_t end)
{
    const sorter *const s = arg;
    const intro_i_csr_input *const in = s->in;
    const uint32_t first = s->borders[share];
    const uint32_t last = s->borders[end];
    for (uint64_t i = 0; i < in->items; i++) {
        if (i % POLL_ITEMS == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        const uint32_t high = greater(in, i);
        const uint32_t low = smaller(in, i);
        if (is_among(high, first, last)) {
            s->at[high]++;
        }
        if (is_among(low, first, last)) {
            s->sorted->ends[low]++;
        }
    }
    return INTRO_OK;
}

/* First by the greater end. */
static intro_status scatter_by_greater(void *arg, intro_i_worker *worker,
                                       uint64_t share, uint64_t end)
{
    const sorter *const s = arg;
    const intro_i_csr_input *const in = s->in;
    const uint32_t first = s->borders[share];
    const uint32_t last = s->borders[end];
    for (uint64_t i = 0; i < in->items; i++) {
        if (i % POLL_ITEMS == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        if (i + AHEAD < in->items) {
            const uint32_t soon = greater(in, i + AHEAD);
            if (is_among(soon, first, last)) {
                INTRO_PREFETCH(&s->by_greater[s->at[soon]]);
            }
        }
        const uint32_t high = greater(in, i);
        if (is_among(high, first, last)) {
            s->by_greater[s->at[high]++] =
                (pair_entry){.end = smaller(in, i), .item = (uint32_t)i};
        }
    }
    return INTRO_OK;
}

/* Then by the smaller one: the greater is known from the bucket. */
static intro_status scatter_by_smaller(void *arg, intro_i_worker *worker,
                                       uint64_t share, uint64_t end)
{
    const sorter *const s = arg;
    const pair_entry *const from = s->by_greater;
    const sorted_pairs *const out = s->sorted;
    const uint32_t first = s->borders[share];
    const uint32_t last = s->borders[end];
    uint64_t i = 0;
    for (uint32_t v = 0; v < s->in->people; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        for (; i < s->at[v]; i++) {
            if (i + AHEAD < s->in->items &&
                is_among(from[i + AHEAD].end, first, last)) {
                const uint32_t soon = out->ends[from[i + AHEAD].end];
                INTRO_PREFETCH(&out->items[soon]);
                INTRO_PREFETCH(&out->high[soon]);
            }
            if (is_among(from[i].end, first, last)) {
                const uint32_t to = out->ends[from[i].end]++;
                out->items[to] = from[i].item;
                out->high[to] = v;
            }
        }
    }
    return INTRO_OK;
}

static intro_status run_shares(intro_ctx *ctx, sorter *s, intro_i_work_fn *work)
{
    return intro_i_parallel_for(ctx, s->shares, 1, work, s);
}

static intro_status sort_pairs(intro_ctx *ctx, sorter *s)
{
    const intro_i_csr_input *const in = s->in;
    sorted_pairs *const out = s->sorted;
    s->at = intro_i_alloc_zero(in->people, sizeof *s->at);
    s->by_greater = intro_i_alloc((size_t)in->items, sizeof *s->by_greater);
    out->ends = intro_i_alloc_zero(in->people, sizeof *out->ends);
    if (s->at == NULL || s->by_greater == NULL || out->ends == NULL) {
        return intro_i_fail_memory(ctx);
    }
    share_people(s);
    INTRO_TRY(run_shares(ctx, s, count_share));
    starts_of(s->at, in->people);
    starts_of(out->ends, in->people);
    share_items(s, s->at);
    INTRO_TRY(run_shares(ctx, s, scatter_by_greater));
    out->items = intro_i_alloc((size_t)in->items, sizeof *out->items);
    out->high = intro_i_alloc((size_t)in->items, sizeof *out->high);
    if (out->items == NULL || out->high == NULL) {
        return intro_i_fail_memory(ctx);
    }
    share_items(s, out->ends);
    return run_shares(ctx, s, scatter_by_smaller);
}

/* Of no use once the pairs are sorted. */
static void drop_buckets(sorter *s)
{
    intro_i_free(s->at);
    intro_i_free(s->by_greater);
    s->at = NULL;
    s->by_greater = NULL;
}

/* --- undirected ------------------------------------------------------------- */

/* Ties of every row of the share and, in below, people before it in the rows of
 * others. */
static intro_status count_ties(void *arg, intro_i_worker *worker,
                               uint64_t share, uint64_t share_end)
{
    const sorter *const s = arg;
    const sorted_pairs *const sorted = s->sorted;
    const uint32_t first = s->borders[share];
    const uint32_t last = s->borders[share_end];
    uint64_t i = 0;
    for (uint32_t v = 0; v < s->in->people; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        const uint64_t begin = i;
        uint64_t ties = 0;
        for (; i < sorted->ends[v]; i++) {
            if (i == begin || sorted->high[i] != sorted->high[i - 1]) {
                ties++;
                if (is_among(sorted->high[i], first, last)) {
                    s->below[sorted->high[i]]++;
                }
            }
        }
        if (is_among(v, first, last)) {
            s->out->tie_start[v + 1] = ties;
        }
    }
    return INTRO_OK;
}

/* Counts to starts; below: where the next of those before v goes. */
static void place_rows(const intro_i_csr_input *in, uint64_t *below,
                       intro_i_csr *out)
{
    sum_up(out->tie_start, in->people);
    out->ties = out->tie_start[in->people];
    out->arcs = 2 * out->ties;
    out->parallel = in->items - out->ties;
    for (uint32_t v = 0; v < in->people; v++) {
        out->out_offsets[v + 1] = out->out_offsets[v] + below[v] +
                                  out->tie_start[v + 1] - out->tie_start[v];
        below[v] = out->out_offsets[v];
    }
}

/* The people above v, and v into the rows of those that are in the share. */
static void fill_row(const sorter *s, uint32_t v, uint64_t begin,
                     uint32_t first, uint32_t last)
{
    const uint32_t *const highs = s->sorted->high;
    intro_i_csr *const out = s->out;
    const bool is_own = is_among(v, first, last);
    uint64_t tie = out->tie_start[v];
    uint64_t above = out->out_offsets[v + 1] - (out->tie_start[v + 1] - tie);
    for (uint64_t i = begin; i < s->sorted->ends[v]; i++) {
        if (i + AHEAD < s->in->items &&
            is_among(highs[i + AHEAD], first, last)) {
            INTRO_PREFETCH(&out->out_people[s->below[highs[i + AHEAD]]]);
        }
        if (i != begin && highs[i] == highs[i - 1]) {
            continue;
        }
        if (is_own) {
            out->out_people[above++] = highs[i];
            if (out->tie_items != NULL) {
                out->tie_items[tie++] = i;
            }
        }
        if (is_among(highs[i], first, last)) {
            out->out_people[s->below[highs[i]]++] = v;
        }
    }
}

/* Rows from sorted items. Row v: first the people below it, then those above;
 * the ties come sorted, so both parts fill in rising order. */
static intro_status fill_rows(void *arg, intro_i_worker *worker, uint64_t share,
                              uint64_t end)
{
    const sorter *const s = arg;
    for (uint32_t v = 0; v < s->in->people; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        fill_row(s, v, v == 0 ? 0 : s->sorted->ends[v - 1], s->borders[share],
                 s->borders[end]);
    }
    return INTRO_OK;
}

static intro_status make_rows(intro_ctx *ctx, sorter *s)
{
    const intro_i_csr_input *const in = s->in;
    intro_i_csr *const out = s->out;
    s->below = intro_i_alloc_zero(in->people, sizeof *s->below);
    out->out_offsets = intro_i_alloc_zero((size_t)in->people + 1, 8);
    out->tie_start = intro_i_alloc_zero((size_t)in->people + 1, 8);
    if (s->below == NULL || out->out_offsets == NULL ||
        out->tie_start == NULL) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(run_shares(ctx, s, count_ties));
    place_rows(in, s->below, out);
    out->out_people = intro_i_alloc((size_t)out->arcs, 4);
    if (out->parallel != 0) {
        out->tie_items = intro_i_alloc((size_t)out->ties + 1, 8);
    }
    if (out->out_people == NULL ||
        (out->parallel != 0 && out->tie_items == NULL)) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(run_shares(ctx, s, fill_rows));
    if (out->tie_items != NULL) {
        out->tie_items[out->ties] = in->items;
    }
    return INTRO_OK;
}

static intro_status
build_undirected(intro_ctx *ctx, const intro_i_csr_input *in, intro_i_csr *out)
{
    sorted_pairs sorted = {.items = NULL};
    sorter s = {.in = in, .sorted = &sorted, .out = out};
    s.shares = intro_i_parallel_workers(ctx, in->items, SHARE_ITEMS);
    s.shares = s.shares < SHARES ? s.shares : SHARES;
    intro_status rc = sort_pairs(ctx, &s);
    drop_buckets(&s);
    if (rc == INTRO_OK) {
        rc = make_rows(ctx, &s);
    }
    if (rc == INTRO_OK) {
        out->items = sorted.items;
        out->item_count = in->items;
        sorted.items = NULL;
    }
    intro_i_free(s.below);
    sorted_pairs_fini(&sorted);
    return rc;
}

/* --- directed --------------------------------------------------------------- */

/* The items as arcs: item i from a to b is arc 2i, back is 2i + 1 when it goes
 * both ways. */
typedef struct halves {
    uint64_t count;
    uint64_t *arcs; /* sorted by (tail, head, item) */
} halves;

static uint32_t tail_of(const intro_i_csr_input *in, uint64_t half)
{
    return (half & 1) != 0 ? in->b[half >> 1] : in->a[half >> 1];
}

static uint32_t head_of(const intro_i_csr_input *in, uint64_t half)
{
    return (half & 1) != 0 ? in->a[half >> 1] : in->b[half >> 1];
}

static bool is_one_way(const intro_i_csr_input *in, uint64_t item)
{
    return in->one_way != NULL && intro_i_bits_get(in->one_way, item);
}

static intro_status sort_halves(intro_ctx *ctx, const intro_i_csr_input *in,
                                halves *out)
{
    uint64_t count = 0;
    for (uint64_t i = 0; i < in->items; i++) {
        count += is_one_way(in, i) ? 1 : 2;
    }
    uint64_t *const at = intro_i_alloc_zero((size_t)in->people + 2, 8);
    uint64_t *const by_head = intro_i_alloc((size_t)count, 8);
    uint64_t *const sorted = intro_i_alloc((size_t)count, 8);
    intro_status rc = INTRO_OK;
    if (at == NULL || by_head == NULL || sorted == NULL) {
        intro_i_free(sorted);
        rc = intro_i_fail_memory(ctx);
        goto out;
    }
    for (uint64_t i = 0; i < in->items; i++) {
        at[head_of(in, 2 * i) + 1]++;
        if (!is_one_way(in, i)) {
            at[head_of(in, 2 * i + 1) + 1]++;
        }
    }
    sum_up(at, in->people);
    for (uint64_t i = 0; i < in->items; i++) {
        by_head[at[head_of(in, 2 * i)]++] = 2 * i;
        if (!is_one_way(in, i)) {
            by_head[at[head_of(in, 2 * i + 1)]++] = 2 * i + 1;
        }
    }
    memset(at, 0, ((size_t)in->people + 2) * sizeof *at);
    for (uint64_t i = 0; i < count; i++) {
        at[tail_of(in, by_head[i]) + 1]++;
    }
    sum_up(at, in->people);
    for (uint64_t i = 0; i < count; i++) {
        sorted[at[tail_of(in, by_head[i])]++] = by_head[i];
    }
    out->count = count;
    out->arcs = sorted;
out:
    intro_i_free(at);
    intro_i_free(by_head);
    return rc;
}

/* Scratch of the directed build. */
typedef struct directed {
    halves halves;
    uint64_t *arc_halves;  /* arcs + 1: the halves of each arc */
    uint64_t *has_one_way; /* bits per arc */
    uint64_t *in_arcs;     /* out-arc number of each in-arc */
} directed;

static void directed_fini(directed *d)
{
    intro_i_free(d->halves.arcs);
    intro_i_free(d->arc_halves);
    intro_i_free(d->has_one_way);
    intro_i_free(d->in_arcs);
}

/* Arcs: halves of the same tail and head are one. */
static intro_status merge_halves(intro_ctx *ctx, const intro_i_csr_input *in,
                                 directed *d, intro_i_csr *out)
{
    const uint64_t *const h = d->halves.arcs;
    uint64_t arcs = 0;
    for (uint64_t i = 0; i < d->halves.count; i++) {
        arcs += i == 0 || tail_of(in, h[i]) != tail_of(in, h[i - 1]) ||
                head_of(in, h[i]) != head_of(in, h[i - 1]);
    }
    out->arcs = arcs;
    out->out_offsets = intro_i_alloc_zero((size_t)in->people + 1, 8);
    out->out_people = intro_i_alloc((size_t)arcs, 4);
    d->arc_halves = intro_i_alloc((size_t)arcs + 1, 8);
    d->has_one_way = intro_i_alloc_zero(intro_i_bits_words(arcs), 8);
    if (out->out_offsets == NULL || out->out_people == NULL ||
        d->arc_halves == NULL || d->has_one_way == NULL) {
        return intro_i_fail_memory(ctx);
    }
    uint64_t arc = UINT64_MAX;
    for (uint64_t i = 0; i < d->halves.count; i++) {
        const uint32_t tail = tail_of(in, h[i]);
        const uint32_t head = head_of(in, h[i]);
        if (i == 0 || tail != tail_of(in, h[i - 1]) ||
            head != head_of(in, h[i - 1])) {
            arc++;
            d->arc_halves[arc] = i;
            out->out_people[arc] = head;
            out->out_offsets[tail + 1]++;
        }
        if (is_one_way(in, h[i] >> 1)) {
            intro_i_bits_set(d->has_one_way, arc);
        }
    }
    d->arc_halves[arcs] = d->halves.count;
    sum_up(out->out_offsets, in->people);
    return INTRO_OK;
}

static intro_status transpose(intro_ctx *ctx, const intro_i_csr_input *in,
                              directed *d, intro_i_csr *out)
{
    out->in_offsets = intro_i_alloc_zero((size_t)in->people + 2, 8);
    out->in_people = intro_i_alloc((size_t)out->arcs, 4);
    d->in_arcs = intro_i_alloc((size_t)out->arcs, 8);
    if (out->in_offsets == NULL || out->in_people == NULL ||
        d->in_arcs == NULL) {
        return intro_i_fail_memory(ctx);
    }
    uint64_t *const at = out->in_offsets;
    for (uint64_t i = 0; i < out->arcs; i++) {
        at[(size_t)out->out_people[i] + 1]++;
    }
    sum_up(at, in->people);
    for (uint32_t v = 0; v < in->people; v++) {
        for (uint64_t i = out->out_offsets[v]; i < out->out_offsets[v + 1];
             i++) {
            const uint64_t to = at[out->out_people[i]]++;
            out->in_people[to] = v;
            d->in_arcs[to] = i;
        }
    }
    memmove(at + 1, at, (size_t)in->people * sizeof *at);
    at[0] = 0;
    return INTRO_OK;
}

/* Gives arcs their ties. Called twice: first to count, then to write. */
typedef struct tie_writer {
    intro_i_csr *out;
    const directed *d;
    uint64_t ties;
    uint64_t items;
} tie_writer;

static void write_tie(tie_writer *w, uint64_t arc, uint64_t other)
{
    const uint64_t begin = w->d->arc_halves[arc];
    const uint64_t end = w->d->arc_halves[arc + 1];
    if (w->out->tie_arc != NULL) {
        w->out->tie_arc[w->ties] = arc;
        w->out->arc_tie[arc] = w->ties;
        if (other != UINT64_MAX) {
            w->out->arc_tie[other] = w->ties;
        }
        w->out->tie_items[w->ties] = w->items;
        for (uint64_t i = begin; i < end; i++) {
            w->out->items[w->items + (i - begin)] =
                (uint32_t)(w->d->halves.arcs[i] >> 1);
        }
    }
    w->ties++;
    w->items += end - begin;
}

/* The ties whose smaller end is v: merge the people above v of its out row and
 * of its in row. */
static void write_ties_of(tie_writer *w, uint32_t v)
{
    const intro_i_csr *const g = w->out;
    uint64_t i = g->out_offsets[v];
    uint64_t j = g->in_offsets[v];
    const uint64_t i_end = g->out_offsets[v + 1];
    const uint64_t j_end = g->in_offsets[v + 1];
    while (i < i_end && g->out_people[i] < v) {
        i++;
    }
    while (j < j_end && g->in_people[j] < v) {
        j++;
    }
    while (i < i_end || j < j_end) {
        const uint64_t to = i < i_end ? g->out_people[i] : UINT64_MAX;
        const uint64_t from = j < j_end ? g->in_people[j] : UINT64_MAX;
        const bool both = to == from;
        if (both && !intro_i_bits_get(w->d->has_one_way, i) &&
            !intro_i_bits_get(w->d->has_one_way, w->d->in_arcs[j])) {
            write_tie(w, i, w->d->in_arcs[j]);
        } else {
            if (to <= from) {
                write_tie(w, i, UINT64_MAX);
            }
            if (from <= to) {
                write_tie(w, w->d->in_arcs[j], UINT64_MAX);
            }
        }
        i += to <= from;
        j += from <= to;
    }
}

static intro_status write_ties(intro_ctx *ctx, const intro_i_csr_input *in,
                               const directed *d, intro_i_csr *out)
{
    tie_writer count = {.out = out, .d = d};
    for (uint32_t v = 0; v < in->people; v++) {
        write_ties_of(&count, v);
    }
    out->ties = count.ties;
    out->item_count = count.items;
    out->arc_tie = intro_i_alloc((size_t)out->arcs, 8);
    out->tie_arc = intro_i_alloc((size_t)out->ties, 8);
    out->tie_items = intro_i_alloc((size_t)out->ties + 1, 8);
    out->items = intro_i_alloc((size_t)count.items, 4);
    if (out->arc_tie == NULL || out->tie_arc == NULL ||
        out->tie_items == NULL || out->items == NULL) {
        return intro_i_fail_memory(ctx);
    }
    tie_writer write = {.out = out, .d = d};
    for (uint32_t v = 0; v < in->people; v++) {
        write_ties_of(&write, v);
    }
    out->tie_items[out->ties] = write.items;
    out->parallel = write.items - write.ties;
    return INTRO_OK;
}

static intro_status build_directed(intro_ctx *ctx, const intro_i_csr_input *in,
                                   intro_i_csr *out)
{
    directed d;
    memset(&d, 0, sizeof d);
    intro_status rc = sort_halves(ctx, in, &d.halves);
    if (rc == INTRO_OK) {
        rc = merge_halves(ctx, in, &d, out);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_poll(ctx);
    }
    if (rc == INTRO_OK) {
        rc = transpose(ctx, in, &d, out);
    }
    if (rc == INTRO_OK) {
        rc = write_ties(ctx, in, &d, out);
    }
    directed_fini(&d);
    return rc;
}

intro_status intro_i_csr_build(intro_ctx *ctx, const intro_i_csr_input *input,
                               intro_i_csr *out)
{
    memset(out, 0, sizeof *out);
    const intro_status rc = input->is_directed
                                ? build_directed(ctx, input, out)
                                : build_undirected(ctx, input, out);
    if (rc != INTRO_OK) {
        intro_i_csr_fini(out);
    }
    return rc;
}
