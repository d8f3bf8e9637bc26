/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For each person `low` and each of his heads `middle`: which heads of middle
 * are heads of low, too? Rows rise, so only those below middle can be, and the
 * row of middle is left at the last one that could.
 *
 * A row is tested against a filter of bits that fits the first-level cache (a
 * place sets the bit of its last digits); only what passes is looked up in the
 * marks, 4 bytes a person. The rows of the next heads are asked for ahead. */
#include "analysis/triangles.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"

#include <string.h>

enum {
    GRAIN = 256,
    BATCH = 256,
    ROWS_AHEAD = 8,
    OFFSETS_AHEAD = 16,
    FILTER_LEAST = 512, /* bits */
    FILTER_MOST = 1 << 17,
    FILTER_A_HEAD = 32,
    POLL_EVERY = 1 << 20
};

typedef struct scratch {
    uint32_t *marks;  /* place: 1 + position in the row of low, or 0 */
    uint32_t *passed; /* positions in the row of middle */
    uint64_t *filter;
    uint64_t mask; /* of the bits in use */
    uint64_t until_poll;
    size_t count;
    intro_i_triangle batch[BATCH];
} scratch;

typedef struct listing {
    const intro_i_orientation *o;
    intro_i_triangle_fn *take;
    void *arg;
    scratch *scratches; /* one a worker */
    uint32_t workers;
} listing;

static void mark_row(const intro_i_orientation *o, scratch *s, uint32_t low)
{
    const uint64_t first = o->offsets[low];
    const uint64_t last = o->offsets[low + 1];
    uint64_t bits = FILTER_LEAST;
    while (bits < (last - first) * FILTER_A_HEAD && bits < FILTER_MOST) {
        bits *= 2;
    }
    s->mask = bits - 1;
    memset(s->filter, 0, bits / 8);
    for (uint64_t i = first; i < last; i++) {
        intro_i_bits_set(s->filter, o->heads[i] & s->mask);
        s->marks[o->heads[i]] = (uint32_t)(i - first) + 1;
    }
}

static void unmark_row(const intro_i_orientation *o, scratch *s, uint32_t low)
{
    for (uint64_t i = o->offsets[low]; i < o->offsets[low + 1]; i++) {
        s->marks[o->heads[i]] = 0;
    }
}

/* Positions in a row, up to the head `most`, that pass the filter. */
static uint32_t filter_row(const scratch *s, const uint32_t *row,
                           uint32_t length, uint32_t most, uint32_t *scanned)
{
    const uint64_t *const filter = s->filter;
    const uint64_t mask = s->mask;
    uint32_t *const passed = s->passed;
    uint32_t count = 0;
    uint32_t i = 0;
    for (; i < length && row[i] <= most; i++) {
        passed[count] = i;
        count += intro_i_bits_get(filter, row[i] & mask);
    }
    *scanned = i;
    return count;
}

static intro_status hand_over(const listing *l, intro_i_worker *worker,
                              scratch *s)
{
    const size_t count = s->count;
    s->count = 0;
    return count == 0 ? INTRO_OK : l->take(l->arg, worker, s->batch, count);
}

/* The triangles over the tie `slot` from low to middle. */
static intro_status list_tie(const listing *l, intro_i_worker *worker,
                             scratch *s, uint32_t low, uint64_t slot)
{
    const intro_i_orientation *const o = l->o;
    const uint64_t first = o->offsets[low];
    const uint32_t middle = o->heads[slot];
    const uint64_t start = o->offsets[middle];
    const uint32_t *const row = o->heads + start;
    uint32_t scanned;
    const uint32_t count =
        filter_row(s, row, (uint32_t)(o->offsets[middle + 1] - start),
                   o->heads[slot - 1], &scanned);
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t high = row[s->passed[k]];
        const uint32_t mark = s->marks[high];
        if (mark == 0) {
            continue;
        }
        s->batch[s->count++] = (intro_i_triangle){
            low, middle, high, slot, first + mark - 1, start + s->passed[k]};
        if (s->count == BATCH) {
            INTRO_TRY(hand_over(l, worker, s));
        }
    }
    if (s->until_poll <= scanned) {
        s->until_poll = POLL_EVERY;
        return intro_i_worker_poll(worker);
    }
    s->until_poll -= scanned;
    return INTRO_OK;
}

static void look_ahead(const intro_i_orientation *o, uint64_t slot)
{
    const uint64_t ties = o->weak->ties;
    if (slot + OFFSETS_AHEAD < ties) {
        INTRO_PREFETCH(&o->offsets[o->heads[slot + OFFSETS_AHEAD]]);
    }
    if (slot + ROWS_AHEAD < ties) {
        const uint32_t *const row =
            o->heads + o->offsets[o->heads[slot + ROWS_AHEAD]];
        INTRO_PREFETCH(row);
        INTRO_PREFETCH(row + 16);
    }
}

static intro_status list_places(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const listing *const l = arg;
    const intro_i_orientation *const o = l->o;
    scratch *const s = &l->scratches[worker->index];
    for (uint32_t low = (uint32_t)begin; low < end; low++) {
        const uint64_t first = o->offsets[low];
        const uint64_t last = o->offsets[low + 1];
        if (last - first < 2) {
            continue;
        }
        mark_row(o, s, low);
        intro_status rc = INTRO_OK;
        look_ahead(o, first);
        for (uint64_t i = first + 1; i < last && rc == INTRO_OK; i++) {
            look_ahead(o, i);
            rc = list_tie(l, worker, s, low, i);
        }
        unmark_row(o, s, low);
        INTRO_TRY(rc);
    }
    return hand_over(l, worker, s);
}

static bool init_scratch(scratch *s, const intro_i_orientation *o)
{
    s->until_poll = POLL_EVERY;
    s->marks = intro_i_alloc_zero(o->weak->people, sizeof *s->marks);
    s->passed = intro_i_alloc((size_t)o->longest, sizeof *s->passed);
    s->filter = intro_i_alloc(FILTER_MOST / 64, sizeof *s->filter);
    return s->marks != NULL && s->passed != NULL && s->filter != NULL;
}

static intro_status start_listing(intro_ctx *ctx, listing *l)
{
    l->workers = intro_i_parallel_workers(ctx, l->o->weak->people, GRAIN);
    l->scratches = intro_i_alloc_zero(l->workers, sizeof *l->scratches);
    if (l->scratches == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; i < l->workers; i++) {
        if (!init_scratch(&l->scratches[i], l->o)) {
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

intro_status intro_i_triangles_list(intro_ctx *ctx,
                                    const intro_i_orientation *o,
                                    const char *phase,
                                    intro_i_triangle_fn *take, void *arg)
{
    listing l = {.o = o, .take = take, .arg = arg};
    intro_status rc = start_listing(ctx, &l);
    if (rc == INTRO_OK) {
        rc = intro_i_parallel_phase(ctx, phase, "people", o->weak->people,
                                    GRAIN, list_places, &l);
    }
    for (uint32_t i = 0; l.scratches != NULL && i < l.workers; i++) {
        intro_i_free(l.scratches[i].marks);
        intro_i_free(l.scratches[i].passed);
        intro_i_free(l.scratches[i].filter);
    }
    intro_i_free(l.scratches);
    return rc;
}

/* --- common neighbours of every tie ----------------------------------------------- */

typedef struct counting {
    const intro_i_orientation *o;
    const uint32_t *by_slot;
    uint32_t *by_tie;
    uint64_t *slots; /* room for a chunk, one a worker */
    uint64_t room;
} counting;

static intro_status count_triangles(void *arg, intro_i_worker *worker,
                                    const intro_i_triangle *triangles,
                                    size_t count)
{
    uint32_t *const by_slot = arg;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        INTRO_PREFETCH(&by_slot[triangles[i].middle_high]);
    }
    for (size_t i = 0; i < count; i++) {
        intro_i_add_u32(&by_slot[triangles[i].low_middle], 1);
        intro_i_add_u32(&by_slot[triangles[i].low_high], 1);
        intro_i_add_u32(&by_slot[triangles[i].middle_high], 1);
    }
    return INTRO_OK;
}

static intro_status put_by_tie(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const counting *const c = arg;
    const intro_i_weak_graph *const weak = c->o->weak;
    uint64_t *const slots = c->slots + worker->index * c->room;
    const uint64_t first = weak->tie_start[begin];
    const uint64_t count = weak->tie_start[end] - first;
    intro_i_orientation_tie_slots(c->o, (uint32_t)begin, (uint32_t)end, slots);
    for (uint64_t i = 0; i < count; i++) {
        INTRO_PREFETCH(&c->by_slot[slots[i]]);
    }
    for (uint64_t i = 0; i < count; i++) {
        c->by_tie[first + i] = c->by_slot[slots[i]];
    }
    return INTRO_OK;
}

intro_status intro_i_mutual_by_tie(intro_ctx *ctx, const intro_i_orientation *o,
                                   uint32_t *by_slot, uint32_t **out)
{
    const uint32_t people = o->weak->people;
    const uint32_t workers = intro_i_parallel_workers(ctx, people, GRAIN);
    counting c = {
        .o = o, .by_slot = by_slot, .room = intro_i_orientation_room(o, GRAIN)};
    c.by_tie = intro_i_alloc((size_t)o->weak->ties, sizeof *c.by_tie);
    c.slots = intro_i_alloc((size_t)c.room * workers, sizeof *c.slots);
    const intro_status rc =
        c.by_tie != NULL && c.slots != NULL
            ? intro_i_parallel_for(ctx, people, GRAIN, put_by_tie, &c)
            : intro_i_fail_memory(ctx);
    intro_i_free(by_slot);
    intro_i_free(c.slots);
    if (rc != INTRO_OK) {
        intro_i_free(c.by_tie);
        c.by_tie = NULL;
    }
    *out = c.by_tie;
    return rc;
}

intro_status intro_i_mutual_by_slot(intro_ctx *ctx,
                                    const intro_i_orientation *o,
                                    uint32_t **out)
{
    uint32_t *const by_slot =
        intro_i_alloc_zero((size_t)o->weak->ties, sizeof *by_slot);
    *out = NULL;
    if (by_slot == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc = intro_i_triangles_list(ctx, o, "common neighbours",
                                                   count_triangles, by_slot);
    if (rc != INTRO_OK) {
        intro_i_free(by_slot);
        return rc;
    }
    *out = by_slot;
    return INTRO_OK;
}

intro_status intro_i_mutual_count(intro_ctx *ctx, const intro_i_orientation *o,
                                  uint32_t **out)
{
    uint32_t *by_slot;
    *out = NULL;
    INTRO_TRY(intro_i_mutual_by_slot(ctx, o, &by_slot));
    return intro_i_mutual_by_tie(ctx, o, by_slot, out);
}
