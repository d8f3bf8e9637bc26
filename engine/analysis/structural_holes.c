/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everybody. The sums over the contacts of a person run in the order of places
 * (orientation.h): he meets those of more ties in his own row, then the others
 * in theirs. Each thread does it for a range of people and goes through the rows
 * that hold any of them. */
#include "analysis/structural_holes.h"

#include "analysis/holes_formula.h"
#include "analysis/triangles.h"
#include "base/alloc.h"
#include "base/context_impl.h"

enum { GRAIN = 256, AHEAD = 16, POLL_EVERY = 1 << 16 };

typedef struct everybody {
    const intro_i_orientation *o;
    bool is_weighted;
    intro_i_holes_sums *people; /* by place */
    double *z;                  /* by slot; NULL: 2 everywhere */
    intro_i_pair_sums *sums;    /* by slot */
    uint64_t room;              /* for the slots of a chunk, one a worker */
    uint64_t *slots;
    uint32_t *ranges; /* count + 1 places */
    uint32_t count;
    intro_i_holes *out;
    bool wants_hierarchy;
    bool wants_mutual;
    uint32_t *mutual; /* by slot */
} everybody;

static intro_status add_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                             uint64_t end)
{
    const everybody *const all = arg;
    const intro_i_weak_graph *const weak = all->o->weak;
    uint64_t *const slots = all->slots + worker->index * all->room;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        all->people[all->o->places[v]] = (intro_i_holes_sums){
            .all = intro_i_add_row(weak, all->is_weighted, v)};
    }
    if (all->z == NULL) {
        return INTRO_OK;
    }
    intro_i_orientation_tie_slots(all->o, (uint32_t)begin, (uint32_t)end,
                                  slots);
    uint64_t tie = 0;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++) {
            all->z[slots[tie++]] = intro_i_arc_z(weak, all->is_weighted, i);
        }
    }
    return INTRO_OK;
}

static double slot_z(const everybody *all, uint64_t slot)
{
    return all->z == NULL ? 2 : all->z[slot];
}

static void add_pair(const everybody *all, uint64_t slot,
                     intro_i_pair_sums more)
{
    intro_i_add_u64(&all->sums[slot].t, more.t);
    intro_i_add_u64(&all->sums[slot].w, more.w);
}

static void add_triangle(const everybody *all, const intro_i_triangle *x)
{
    const intro_i_totals *const low = &all->people[x->low].all;
    const intro_i_totals *const middle = &all->people[x->middle].all;
    const intro_i_totals *const high = &all->people[x->high].all;
    const double low_middle = slot_z(all, x->low_middle);
    const double low_high = slot_z(all, x->low_high);
    const double middle_high = slot_z(all, x->middle_high);
    add_pair(all, x->low_middle,
             intro_i_third_adds(low, middle, high, low_high, middle_high));
    add_pair(all, x->low_high,
             intro_i_third_adds(low, high, middle, low_middle, middle_high));
    add_pair(all, x->middle_high,
             intro_i_third_adds(middle, high, low, low_middle, low_high));
}

static intro_status add_triangles(void *arg, intro_i_worker *worker,
                                  const intro_i_triangle *triangles,
                                  size_t count)
{
    const everybody *const all = arg;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        INTRO_PREFETCH(&all->sums[triangles[i].middle_high]);
        INTRO_PREFETCH(&all->people[triangles[i].high]);
        INTRO_PREFETCH(&all->people[triangles[i].middle]);
        if (all->z != NULL) {
            INTRO_PREFETCH(&all->z[triangles[i].middle_high]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        add_triangle(all, &triangles[i]);
    }
    return INTRO_OK;
}

/* The row of `place` for those of its ends that are first .. last-1. */
static void meet_row(const everybody *all, uint32_t place, uint32_t first,
                     uint32_t last)
{
    const intro_i_orientation *const o = all->o;
    intro_i_holes_sums *const own = &all->people[place];
    const bool is_own = place < last;
    for (uint64_t i = o->offsets[place]; i < o->offsets[place + 1]; i++) {
        const uint32_t head = o->heads[i];
        intro_i_holes_sums *const other = &all->people[head];
        if (i + AHEAD < o->weak->ties) {
            INTRO_PREFETCH(&all->people[o->heads[i + AHEAD]]);
        }
        if (is_own) {
            intro_i_add_contact(own, &other->all, slot_z(all, i), all->sums[i],
                                all->wants_hierarchy);
        } else if (head >= last) {
            return;
        }
        if (head >= first && head < last) {
            intro_i_add_contact(other, &own->all, slot_z(all, i), all->sums[i],
                                all->wants_hierarchy);
        }
    }
}

static intro_status meet_range(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const everybody *const all = arg;
    const intro_i_orientation *const o = all->o;
    const uint32_t first = all->ranges[begin];
    const uint32_t last = all->ranges[end];
    for (uint32_t place = first; place < o->weak->people; place++) {
        if (place % GRAIN == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        meet_row(all, place, first, last);
    }
    return INTRO_OK;
}

static intro_status measure_people(void *arg, intro_i_worker *worker,
                                   uint64_t begin, uint64_t end)
{
    const everybody *const all = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        all->out[v] =
            intro_i_measure_holes(&all->people[all->o->places[v]],
                                  intro_i_weak_degree(all->o->weak, v));
        if (!all->wants_hierarchy) {
            all->out[v].hierarchy = (double)NAN;
        }
    }
    return INTRO_OK;
}

/* Ranges of people with about the same number of ties each. */
static void cut_ranges(everybody *all)
{
    const intro_i_weak_graph *const weak = all->o->weak;
    const uint64_t share = 2 * weak->ties / all->count + 1;
    uint64_t ties = 0;
    uint32_t range = 0;
    for (uint32_t place = 0; place < weak->people; place++) {
        if (ties >= range * share && range < all->count) {
            all->ranges[range++] = place;
        }
        ties += intro_i_weak_degree(weak, all->o->persons[place]);
    }
    while (range <= all->count) {
        all->ranges[range++] = weak->people;
    }
    all->ranges[0] = 0;
}

/* Where z is 2 everywhere, W of a tie is the same units for each common neighbour
 * of its ends. All heads of a row have as many ties as its person, or more, so that
 * he sets the bound. The counts move to the front of the block, and the rest of it
 * goes back. */
static intro_status keep_mutual(intro_ctx *ctx, everybody *all)
{
    const intro_i_orientation *const o = all->o;
    uint32_t *const mutual = (uint32_t *)all->sums;
    for (uint32_t place = 0; place < o->weak->people; place++) {
        const intro_i_totals *const own = &all->people[place].all;
        const uint64_t units =
            own->sum > 0 ? intro_i_to_units(4, intro_i_bound_w(own, own)) : 1;
        if (place % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        for (uint64_t i = o->offsets[place]; i < o->offsets[place + 1]; i++) {
            const uint64_t sum = all->sums[i].w;
            const uint32_t count = sum == 0 ? 0 : (uint32_t)(sum / units);
            memcpy(&mutual[i], &count, sizeof count);
        }
    }
    all->sums = NULL;
    all->mutual =
        intro_i_realloc(mutual, (size_t)o->weak->ties, sizeof *mutual);
    if (all->mutual == NULL) {
        intro_i_free(mutual);
        return intro_i_fail_memory(ctx);
    }
    return INTRO_OK;
}

static intro_status measure_everybody(intro_ctx *ctx, everybody *all)
{
    const uint32_t people = all->o->weak->people;
    cut_ranges(all);
    INTRO_TRY(intro_i_parallel_for(ctx, people, GRAIN, add_rows, all));
    INTRO_TRY(intro_i_triangles_list(ctx, all->o, "structural holes",
                                     add_triangles, all));
    INTRO_TRY(intro_i_parallel_for(ctx, all->count, 1, meet_range, all));
    /* The sums of the ties are most of the memory: they make room for the
     * answer. */
    if (all->wants_mutual) {
        INTRO_TRY(keep_mutual(ctx, all));
    }
    intro_i_free(all->sums);
    all->sums = NULL;
    return intro_i_parallel_for(ctx, people, GRAIN, measure_people, all);
}

static intro_status run(intro_ctx *ctx, everybody *all)
{
    const intro_i_weak_graph *const weak = all->o->weak;
    const size_t ties = (size_t)weak->ties;
    const uint32_t workers = intro_i_parallel_workers(ctx, weak->people, GRAIN);
    const bool has_z = all->is_weighted || weak->ways != NULL;
    all->count = workers;
    all->room = has_z ? intro_i_orientation_room(all->o, GRAIN) : 0;
    all->people = intro_i_alloc(weak->people, sizeof *all->people);
    all->z = has_z ? intro_i_alloc(ties, sizeof *all->z) : NULL;
    all->sums = intro_i_alloc_zero(ties, sizeof *all->sums);
    all->slots = intro_i_alloc((size_t)all->room * workers, sizeof *all->slots);
    all->ranges = intro_i_alloc((size_t)workers + 1, sizeof *all->ranges);
    const bool has_room = all->people != NULL && (!has_z || all->z != NULL) &&
                          all->sums != NULL && all->slots != NULL &&
                          all->ranges != NULL;
    const intro_status rc =
        has_room ? measure_everybody(ctx, all) : intro_i_fail_memory(ctx);
    intro_i_free(all->people);
    intro_i_free(all->z);
    intro_i_free(all->sums);
    intro_i_free(all->slots);
    intro_i_free(all->ranges);
    return rc;
}

intro_status intro_i_holes_of_all(intro_ctx *ctx, const intro_i_orientation *o,
                                  bool is_weighted, intro_i_holes *out)
{
    everybody all = {.o = o,
                     .is_weighted = is_weighted,
                     .out = out,
                     .wants_hierarchy = true};
    return run(ctx, &all);
}

intro_status intro_i_holes_and_mutual(intro_ctx *ctx,
                                      const intro_i_orientation *o,
                                      intro_i_holes *out, uint32_t **mutual)
{
    everybody all = {.o = o, .out = out, .wants_mutual = o->weak->ways == NULL};
    const intro_status rc = run(ctx, &all);
    *mutual = NULL;
    if (rc != INTRO_OK) {
        intro_i_free(all.mutual);
        return rc;
    }
    if (!all.wants_mutual) {
        return intro_i_mutual_by_slot(ctx, o, mutual);
    }
    *mutual = all.mutual;
    return INTRO_OK;
}
