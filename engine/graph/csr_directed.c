/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arcs sorted by tail and head with two stable counting sorts, then paired up by
 * merging each row with the transposed one. */
#include "graph/csr_impl.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"

#include <string.h>

enum { POLL_HALVES = 1 << 16, POLL_PEOPLE = 1 << 13 };

/* Counts to starts: offsets[v + 1] holds the count of v before. */
static void sum_up(uint64_t *offsets, uint32_t people)
{
    for (uint32_t v = 0; v < people; v++) {
        offsets[v + 1] += offsets[v];
    }
}

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

static intro_status sort_by_head(intro_ctx *ctx, const intro_i_csr_input *in,
                                 uint64_t *at, uint64_t *sorted)
{
    for (uint64_t i = 0; i < in->items; i++) {
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        at[head_of(in, 2 * i) + 1]++;
        if (!is_one_way(in, i)) {
            at[head_of(in, 2 * i + 1) + 1]++;
        }
    }
    sum_up(at, in->people);
    for (uint64_t i = 0; i < in->items; i++) {
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        sorted[at[head_of(in, 2 * i)]++] = 2 * i;
        if (!is_one_way(in, i)) {
            sorted[at[head_of(in, 2 * i + 1)]++] = 2 * i + 1;
        }
    }
    return INTRO_OK;
}

static intro_status sort_by_tail(intro_ctx *ctx, const intro_i_csr_input *in,
                                 uint64_t *at, const uint64_t *by_head,
                                 uint64_t count, uint64_t *sorted)
{
    for (uint64_t i = 0; i < count; i++) {
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        at[tail_of(in, by_head[i]) + 1]++;
    }
    sum_up(at, in->people);
    for (uint64_t i = 0; i < count; i++) {
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        sorted[at[tail_of(in, by_head[i])]++] = by_head[i];
    }
    return INTRO_OK;
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
    out->count = count;
    out->arcs = intro_i_alloc((size_t)count, 8);
    intro_status rc = INTRO_OK;
    if (at == NULL || by_head == NULL || out->arcs == NULL) {
        rc = intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_OK) {
        rc = sort_by_head(ctx, in, at, by_head);
    }
    if (rc == INTRO_OK) {
        memset(at, 0, ((size_t)in->people + 2) * sizeof *at);
        rc = sort_by_tail(ctx, in, at, by_head, count, out->arcs);
    }
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
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
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
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
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
        if (i % POLL_HALVES == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        at[(size_t)out->out_people[i] + 1]++;
    }
    sum_up(at, in->people);
    for (uint32_t v = 0; v < in->people; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
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

static intro_status write_all_ties(intro_ctx *ctx, tie_writer *w,
                                   uint32_t people)
{
    for (uint32_t v = 0; v < people; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        write_ties_of(w, v);
    }
    return INTRO_OK;
}

static intro_status write_ties(intro_ctx *ctx, const intro_i_csr_input *in,
                               const directed *d, intro_i_csr *out)
{
    tie_writer count = {.out = out, .d = d};
    INTRO_TRY(write_all_ties(ctx, &count, in->people));
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
    INTRO_TRY(write_all_ties(ctx, &write, in->people));
    out->tie_items[out->ties] = write.items;
    out->parallel = write.items - write.ties;
    return INTRO_OK;
}

intro_status intro_i_csr_build_directed(intro_ctx *ctx,
                                        const intro_i_csr_input *in,
                                        intro_i_csr *out)
{
    directed d;
    memset(&d, 0, sizeof d);
    intro_status rc = sort_halves(ctx, in, &d.halves);
    if (rc == INTRO_OK) {
        rc = merge_halves(ctx, in, &d, out);
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
