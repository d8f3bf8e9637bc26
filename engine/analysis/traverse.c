/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of people met, and a two-ended breadth-first search over it.
 *
 * A query on a mapped snapshot may touch a thousand of four million people, so
 * nothing here is of the size of the graph until a good part of it was met: the
 * table then becomes one slot a person (multiplier 1, shift 0), through the
 * same look-up code. A generation stamp would save the clear but needs the
 * dense array from the start. */
#include "analysis/traverse.h"

#include "base/context_impl.h"

enum { LEAST_SLOTS = 1024, POLL_EVERY = 4096 };

void intro_i_met_init(intro_i_met *met, uint32_t everybody)
{
    memset(met, 0, sizeof *met);
    met->everybody = everybody;
}

void intro_i_met_fini(intro_i_met *met)
{
    intro_i_free(met->slots);
    intro_i_vec_u32_fini(&met->people);
    memset(met, 0, sizeof *met);
}

static void zero_slots(intro_i_met *met)
{
    const bool is_dense = met->multiplier == 1;
    if (!is_dense || met->people.count > met->active / 16) {
        memset(met->slots, 0, met->active * sizeof *met->slots);
        return;
    }
    for (size_t i = 0; i < met->people.count; i++) {
        met->slots[met->people.data[i]] = (intro_i_slot){0, 0};
    }
}

static void set_active(intro_i_met *met, size_t active, bool is_dense)
{
    met->active = active;
    met->multiplier = is_dense ? 1 : UINT64_C(0x9E3779B97F4A7C15);
    met->shift = is_dense ? 0 : 64 - (uint32_t)__builtin_ctzll(active);
}

void intro_i_met_clear(intro_i_met *met)
{
    if (met->active != 0) {
        zero_slots(met);
        met->people.count = 0;
        set_active(met, LEAST_SLOTS, false);
    }
}

static size_t round_up(size_t need)
{
    size_t size = LEAST_SLOTS;
    while (size < need) {
        size *= 2;
    }
    return size;
}

intro_status intro_i_met_reserve(intro_i_met *met, size_t more)
{
    const size_t people = (size_t)intro_i_min_u64(
        (uint64_t)met->people.count + more, met->everybody);
    if (met->active != 0 &&
        (people * 2 <= met->active || met->multiplier == 1)) {
        return intro_i_vec_u32_reserve(&met->people, people);
    }
    const size_t sparse = round_up(people * 2);
    const bool is_dense = sparse >= met->everybody && sparse > LEAST_SLOTS;
    const size_t wanted = is_dense ? round_up(met->everybody) : sparse;
    INTRO_TRY(intro_i_vec_u32_reserve(&met->people, people));
    if (wanted > met->allocated) {
        intro_i_slot *const slots =
            intro_i_alloc_zero(wanted, sizeof *met->slots);
        if (slots == NULL) {
            return INTRO_ENOMEM;
        }
        intro_i_free(met->slots);
        met->slots = slots;
        met->allocated = wanted;
    } else if (met->active != 0) {
        zero_slots(met);
    }

    set_active(met, wanted, is_dense);
    const size_t count = met->people.count;
    met->people.count = 0;
    for (size_t i = 0; i < count; i++) {
        (void)intro_i_met_add(met, met->people.data[i]);
    }
    return INTRO_OK;
}

/* --- reach ---------------------------------------------------------------- */

typedef struct side {
    intro_i_arcs arcs;
    intro_i_met met;
    size_t first; /* the frontier is met.people[first ..] */
    uint32_t hops;
} side;

static intro_status start_side(side *s, const intro_vid *list, size_t count,
                               const intro_i_met *banned)
{
    INTRO_TRY(intro_i_met_reserve(&s->met, count));
    for (size_t i = 0; i < count; i++) {
        if (intro_i_met_find(banned, list[i]) == INTRO_I_NOT_MET) {
            (void)intro_i_met_add(&s->met, list[i]);
        }
    }
    return INTRO_OK;
}

/* 0 only when nobody of the frontier has a row, damaged or not. */
static uint64_t count_frontier_arcs(const side *s)
{
    return intro_i_arcs_sum(&s->arcs, s->met.people.data + s->first,
                            s->met.people.count - s->first);
}

/* One more layer of a side; is_reached when it meets the other one. */
static intro_status grow_side(intro_ctx *ctx, side *s, const side *other,
                              const intro_i_met *banned,
                              const intro_i_reach_query *q, bool *is_reached)
{
    const size_t end = s->met.people.count;
    uint64_t until_poll = POLL_EVERY;
    for (size_t i = s->first; i < end; i++) {
        const intro_vid v = s->met.people.data[i];
        INTRO_TRY(intro_i_arcs_check(&s->arcs, v));
        const uint64_t last = s->arcs.offsets[v + 1];
        const uint64_t row = last - s->arcs.offsets[v];
        INTRO_TRY(intro_i_met_reserve(&s->met, (size_t)row));
        intro_i_arcs_fetch_next(&s->arcs, s->met.people.data, end, i,
                                INTRO_I_FETCH_STRENGTHS);
        for (uint64_t arc = s->arcs.offsets[v]; arc < last; arc++) {
            const double strength = (double)s->arcs.strengths[arc];
            const intro_vid w = s->arcs.people[arc];
            if ((strength < q->floor && !(q->with_left_out && strength <= 0)) ||
                intro_i_met_find(banned, w) != INTRO_I_NOT_MET) {
                continue;
            }
            if (intro_i_met_find(&other->met, w) != INTRO_I_NOT_MET) {
                *is_reached = true;
                return INTRO_OK;
            }
            (void)intro_i_met_add(&s->met, w);
        }
        if (until_poll <= row) {
            INTRO_TRY(intro_i_poll(ctx));
            until_poll = POLL_EVERY + row;
        }
        until_poll -= row;
    }
    s->first = end;
    s->hops++;
    return INTRO_OK;
}

static intro_status search_reach(intro_ctx *ctx, side sides[2],
                                 intro_i_met *banned,
                                 const intro_i_reach_query *q, bool *is_reached)
{
    INTRO_TRY(intro_i_met_reserve(banned, q->avoid_count));
    for (size_t i = 0; i < q->avoid_count; i++) {
        (void)intro_i_met_add(banned, q->avoid[i]);
    }
    INTRO_TRY(start_side(&sides[0], q->from, q->from_count, banned));
    INTRO_TRY(start_side(&sides[1], q->to, q->to_count, banned));
    while (!*is_reached && sides[0].hops + sides[1].hops < q->max_hops) {
        const uint64_t forward = count_frontier_arcs(&sides[0]);
        const uint64_t backward = count_frontier_arcs(&sides[1]);
        if (forward == 0 || backward == 0) {
            return INTRO_OK;
        }
        const size_t pick = forward <= backward ? 0 : 1;
        INTRO_TRY(grow_side(ctx, &sides[pick], &sides[1 - pick], banned, q,
                            is_reached));
    }
    return INTRO_OK;
}

intro_status intro_i_reach(intro_ctx *ctx, const intro_graph *graph,
                           const intro_i_reach_query *query, bool *is_reached)
{
    side sides[2] = {{.arcs = intro_i_arcs_out(graph)},
                     {.arcs = intro_i_arcs_in(graph)}};
    intro_i_met banned;
    intro_i_met_init(&sides[0].met, graph->people);
    intro_i_met_init(&sides[1].met, graph->people);
    intro_i_met_init(&banned, graph->people);
    bool is_met = false;
    const intro_status rc = search_reach(ctx, sides, &banned, query, &is_met);
    if (rc == INTRO_OK) {
        *is_reached = is_met;
    }
    intro_i_met_fini(&sides[0].met);
    intro_i_met_fini(&sides[1].met);
    intro_i_met_fini(&banned);
    return rc;
}
