/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/brokerage.h"

#include "analysis/role_tally.h"
#include "analysis/triangles.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

enum { GRAIN = 256, OUT = INTRO_I_WAY_OUT, IN = INTRO_I_WAY_IN };

typedef struct everybody {
    const intro_i_orientation *o;
    const intro_i_groups *groups;
    uint32_t *group_of;    /* by place */
    intro_i_roles *closed; /* by place */
    uint8_t *ways; /* by slot: does a tie lead out of the row's place, into it;
                      NULL: both everywhere */
    uint64_t room; /* for the slots of a chunk, one a worker */
    uint64_t *slots;
    intro_i_role_tally *tallies; /* one a worker */
    intro_i_roles *out;
} everybody;

/* --- closed ways ------------------------------------------------------------------- */

static intro_status put_ways(void *arg, intro_i_worker *worker, uint64_t begin,
                             uint64_t end)
{
    const everybody *const all = arg;
    const intro_i_weak_graph *const weak = all->o->weak;
    uint64_t *const slots = all->slots + worker->index * all->room;
    uint64_t tie = 0;
    intro_i_orientation_tie_slots(all->o, (uint32_t)begin, (uint32_t)end,
                                  slots);
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const uint32_t place = all->o->places[v];
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++) {
            const uint8_t ways = weak->ways[i];
            const bool is_row = all->o->places[weak->neighbours[i]] < place;
            all->ways[slots[tie++]] =
                is_row
                    ? ways
                    : (uint8_t)((ways & OUT ? IN : 0) | (ways & IN ? OUT : 0));
        }
    }
    return INTRO_OK;
}

/* The way a -> v -> c is closed. */
static void close_way(const everybody *all, uint32_t a, uint32_t v, uint32_t c)
{
    const int role =
        intro_i_role(all->group_of[a], all->group_of[v], all->group_of[c]);
    intro_i_add_u64(&all->closed[v].counts[role], 1);
}

/* The pair {a, c} around v is closed: once, or as both of its ways when only one
 * end is of the group of v. */
static void close_pair(const everybody *all, uint32_t a, uint32_t v, uint32_t c)
{
    const uint32_t *const of = all->group_of;
    close_way(all, a, v, c);
    if ((of[a] == of[v]) != (of[c] == of[v])) {
        close_way(all, c, v, a);
    }
}

static bool has_all(uint8_t x, uint8_t x_way, uint8_t y, uint8_t y_way,
                    uint8_t z, uint8_t z_way)
{
    return (x & x_way) != 0 && (y & y_way) != 0 && (z & z_way) != 0;
}

static void close_ways(const everybody *all, const intro_i_triangle *t)
{
    const uint32_t l = t->low;
    const uint32_t m = t->middle;
    const uint32_t h = t->high;
    const uint8_t lm = all->ways[t->low_middle];
    const uint8_t lh = all->ways[t->low_high];
    const uint8_t mh = all->ways[t->middle_high];
    if (has_all(lm, OUT, mh, OUT, lh, OUT)) { /* l -> m -> h, l -> h */
        close_way(all, l, m, h);
    }
    if (has_all(mh, IN, lm, IN, lh, IN)) {
        close_way(all, h, m, l);
    }
    if (has_all(lm, IN, lh, OUT, mh, OUT)) { /* m -> l -> h, m -> h */
        close_way(all, m, l, h);
    }
    if (has_all(lh, IN, lm, OUT, mh, IN)) {
        close_way(all, h, l, m);
    }
    if (has_all(lh, OUT, mh, IN, lm, OUT)) { /* l -> h -> m, l -> m */
        close_way(all, l, h, m);
    }
    if (has_all(mh, OUT, lh, IN, lm, IN)) {
        close_way(all, m, h, l);
    }
}

static intro_status close_triangles(void *arg, intro_i_worker *worker,
                                    const intro_i_triangle *triangles,
                                    size_t count)
{
    const everybody *const all = arg;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        INTRO_PREFETCH(&all->closed[triangles[i].middle]);
        INTRO_PREFETCH(&all->closed[triangles[i].high]);
        INTRO_PREFETCH(&all->group_of[triangles[i].middle]);
        INTRO_PREFETCH(&all->group_of[triangles[i].high]);
    }
    for (size_t i = 0; i < count; i++) {
        const intro_i_triangle *const t = &triangles[i];
        if (all->group_of[t->low] == INTRO_I_NO_GROUP ||
            all->group_of[t->middle] == INTRO_I_NO_GROUP ||
            all->group_of[t->high] == INTRO_I_NO_GROUP) {
            continue;
        }
        if (all->ways != NULL) {
            close_ways(all, t);
        } else {
            close_pair(all, t->middle, t->low, t->high);
            close_pair(all, t->low, t->middle, t->high);
            close_pair(all, t->low, t->high, t->middle);
        }
    }
    return INTRO_OK;
}

/* --- all ways ------------------------------------------------------------------------ */

static intro_i_roles count_ways(const everybody *all, intro_i_role_tally *t,
                                uint32_t v)
{
    const intro_i_weak_graph *const weak = all->o->weak;
    const uint32_t *const group_of = all->groups->of;
    const uint32_t own = group_of[v];
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        const uint32_t group = group_of[weak->neighbours[i]];
        if (group != INTRO_I_NO_GROUP) {
            intro_i_role_tally_add(t, own, group,
                                   weak->ways == NULL ? INTRO_I_WAYS_BOTH
                                                      : weak->ways[i]);
        }
    }
    const intro_i_roles roles = intro_i_role_tally_take(t, own);
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        const uint32_t group = group_of[weak->neighbours[i]];
        if (group != INTRO_I_NO_GROUP) {
            intro_i_role_tally_forget(t, group);
        }
    }
    return roles;
}

static intro_status count_roles(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const everybody *const all = arg;
    intro_i_role_tally *const t = &all->tallies[worker->index];
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        intro_i_roles *const out = &all->out[v];
        const intro_i_roles *const closed = &all->closed[all->o->places[v]];
        memset(out, 0, sizeof *out);
        if (all->groups->of[v] != INTRO_I_NO_GROUP) {
            *out = count_ways(all, t, v);
            for (int role = 0; role < INTRO_I_ROLES; role++) {
                out->counts[role] -= closed->counts[role];
            }
        }
    }
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------------------- */

static intro_status find_roles(intro_ctx *ctx, everybody *all)
{
    const uint32_t people = all->o->weak->people;
    for (uint32_t place = 0; place < people; place++) {
        all->group_of[place] = all->groups->of[all->o->persons[place]];
    }
    if (all->ways != NULL) {
        INTRO_TRY(intro_i_parallel_for(ctx, people, GRAIN, put_ways, all));
    }
    INTRO_TRY(
        intro_i_triangles_list(ctx, all->o, "brokerage", close_triangles, all));
    return intro_i_parallel_for(ctx, people, GRAIN, count_roles, all);
}

static bool init_tallies(everybody *all, uint32_t workers)
{
    const bool is_directed = all->o->weak->ways != NULL;
    all->tallies = intro_i_alloc_zero(workers, sizeof *all->tallies);
    for (uint32_t i = 0; all->tallies != NULL && i < workers; i++) {
        if (!intro_i_role_tally_init(&all->tallies[i], all->groups->count,
                                     is_directed)) {
            return false;
        }
    }
    return all->tallies != NULL;
}

static void free_all(everybody *all, uint32_t workers)
{
    for (uint32_t i = 0; all->tallies != NULL && i < workers; i++) {
        intro_i_role_tally_fini(&all->tallies[i]);
    }
    intro_i_free(all->tallies);
    intro_i_free(all->group_of);
    intro_i_free(all->closed);
    intro_i_free(all->ways);
    intro_i_free(all->slots);
}

intro_status intro_i_roles_of_all(intro_ctx *ctx, const intro_i_orientation *o,
                                  const intro_i_groups *groups,
                                  intro_i_roles *out)
{
    const size_t people = o->weak->people;
    const uint32_t workers = intro_i_parallel_workers(ctx, people, GRAIN);
    const bool has_ways = o->weak->ways != NULL;
    everybody all = {.o = o, .groups = groups, .out = out};
    all.room = has_ways ? intro_i_orientation_room(o, GRAIN) : 0;
    all.group_of = intro_i_alloc(people, sizeof *all.group_of);
    all.closed = intro_i_alloc_zero(people, sizeof *all.closed);
    all.ways = has_ways ? intro_i_alloc((size_t)o->weak->ties, sizeof *all.ways)
                        : NULL;
    all.slots = intro_i_alloc((size_t)all.room * workers, sizeof *all.slots);
    const bool has_room = init_tallies(&all, workers) && all.group_of != NULL &&
                          all.closed != NULL &&
                          (!has_ways || all.ways != NULL) && all.slots != NULL;
    const intro_status rc =
        has_room ? find_roles(ctx, &all) : intro_i_fail_memory(ctx);
    free_all(&all, workers);
    return rc;
}
