/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/my_access.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"

#include <stdlib.h>
#include <string.h>

/* A table of all pairs of groups may take TABLE_BYTES, or as much as the rows of
 * the network. */
enum { POLL_EVERY = 1 << 12, TABLE_BYTES = 2 << 20 };

#define NOBODY INTRO_NO_VID

/* --- single access --------------------------------------------------------------------- */

/* Who may stand on every way into a group: at most two people are left after the
 * first one. */
typedef struct candidates {
    uint32_t via;
    uint32_t end;
    bool is_met;
} candidates;

/* One way more, from the person over `via` to `end` (NOBODY: straight). */
static void meet_way(candidates *c, uint32_t via, uint32_t end)
{
    if (!c->is_met) {
        *c = (candidates){via, end, true};
        return;
    }
    if (c->via != via && c->via != end) {
        c->via = NOBODY;
    }
    if (c->end != via && c->end != end) {
        c->end = NOBODY;
    }
}

static intro_status meet_ways(intro_ctx *ctx, const intro_i_weak_graph *weak,
                              const uint32_t *group_of, uint32_t me,
                              candidates *all)
{
    for (uint64_t i = weak->offsets[me]; i < weak->offsets[me + 1]; i++) {
        const uint32_t via = weak->neighbours[i];
        INTRO_TRY(intro_i_poll(ctx));
        if (group_of[via] != INTRO_I_NO_GROUP) {
            meet_way(&all[group_of[via]], via, NOBODY);
        }
        for (uint64_t k = weak->offsets[via]; k < weak->offsets[via + 1]; k++) {
            const uint32_t end = weak->neighbours[k];
            if (end != me && group_of[end] != INTRO_I_NO_GROUP) {
                meet_way(&all[group_of[end]], via, end);
            }
        }
    }
    return INTRO_OK;
}

static intro_status find_single(intro_ctx *ctx, const intro_i_weak_graph *weak,
                                const intro_i_groups *groups, uint32_t me,
                                intro_i_vec_access *out)
{
    candidates *const all = intro_i_alloc_zero(groups->count, sizeof *all);
    if (all == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = meet_ways(ctx, weak, groups->of, me, all);
    for (uint32_t g = 0; g < groups->count && rc == INTRO_OK; g++) {
        const uint32_t through = all[g].via != NOBODY ? all[g].via : all[g].end;
        if (all[g].is_met && through != NOBODY && g != groups->of[me] &&
            intro_i_vec_access_push(out, (intro_i_single_access){g, through}) !=
                INTRO_OK) {
            rc = intro_i_fail_memory(ctx);
        }
    }
    intro_i_free(all);
    return rc;
}

/* --- holes -------------------------------------------------------------------------------- */

/* Which of my contacts' groups one other person has a foot in. */
typedef struct feet {
    uint32_t *places; /* group: 1 + place among my contacts' groups, or 0 */
    uint64_t *row;    /* bits by place */
    uint32_t *list;
    uint32_t count;
} feet;

static void put_foot(feet *f, uint32_t group)
{
    const uint32_t place = group == INTRO_I_NO_GROUP ? 0 : f->places[group];
    if (place != 0 && !intro_i_bits_get(f->row, place - 1)) {
        intro_i_bits_set(f->row, place - 1);
        f->list[f->count++] = place - 1;
    }
}

/* A person with a foot in one group joins nothing. */
static intro_status join_feet(intro_i_my_access *a, feet *f)
{
    if (f->count > 1) {
        INTRO_TRY(
            intro_i_joined_sets_add(&a->joined, f->list, f->count, f->row));
    }
    for (uint32_t i = 0; i < f->count; i++) {
        intro_i_bits_clear(f->row, f->list[i]);
    }
    f->count = 0;
    return INTRO_OK;
}

static intro_status join_groups(intro_ctx *ctx, const intro_i_weak_graph *weak,
                                const uint32_t *group_of, uint32_t me,
                                intro_i_my_access *a, feet *f)
{
    for (uint32_t v = 0; v < weak->people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (v == me || intro_i_weak_degree(weak, v) == 0) {
            continue;
        }
        put_foot(f, group_of[v]);
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            const uint32_t w = weak->neighbours[i];
            if (w != me) {
                put_foot(f, group_of[w]);
            }
        }
        if (f->count > a->joined.words) { /* takes long */
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (join_feet(a, f) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

static void list_groups(const intro_i_weak_graph *weak,
                        const intro_i_groups *groups, uint32_t me,
                        intro_i_my_access *a, feet *f)
{
    for (uint64_t i = weak->offsets[me]; i < weak->offsets[me + 1]; i++) {
        const uint32_t group = groups->of[weak->neighbours[i]];
        if (group != INTRO_I_NO_GROUP) {
            f->places[group] = 1;
        }
    }
    for (uint32_t g = 0; g < groups->count; g++) {
        if (f->places[g] != 0) {
            a->groups[a->count++] = g;
            f->places[g] = a->count;
        }
    }
}

/* Pairs less those joined, each of which is there twice; a set has its own group,
 * too. */
static intro_status count_holes(intro_ctx *ctx, intro_i_my_access *a)
{
    uint64_t joined = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        const uint64_t size = intro_i_joined_sets_size(&a->joined, i, a->row);
        joined += size > 0 ? size - 1 : 0;
        INTRO_TRY(intro_i_poll(ctx));
    }
    a->holes =
        a->count == 0 ? 0 : ((uint64_t)a->count * (a->count - 1) - joined) / 2;
    return INTRO_OK;
}

static intro_status find_holes(intro_ctx *ctx, const intro_i_weak_graph *weak,
                               const intro_i_groups *groups, uint32_t me,
                               intro_i_my_access *a, feet *f)
{
    const size_t most =
        (size_t)intro_i_min_u64(intro_i_weak_degree(weak, me), groups->count);
    const uint64_t rows =
        weak->offsets[weak->people] * sizeof *weak->neighbours;
    f->places = intro_i_alloc_zero(groups->count, sizeof *f->places);
    f->list = intro_i_alloc(most, sizeof *f->list);
    f->row = intro_i_alloc_zero(intro_i_bits_words(most), sizeof *f->row);
    a->row = intro_i_alloc_zero(intro_i_bits_words(most), sizeof *a->row);
    a->groups = intro_i_alloc(most, sizeof *a->groups);
    if (f->places == NULL || f->list == NULL || f->row == NULL ||
        a->row == NULL || a->groups == NULL) {
        return intro_i_fail_memory(ctx);
    }
    list_groups(weak, groups, me, a, f);
    if (intro_i_joined_sets_init(&a->joined, a->count,
                                 rows > TABLE_BYTES ? rows : TABLE_BYTES) !=
        INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(join_groups(ctx, weak, groups->of, me, a, f));
    if (intro_i_joined_sets_settle(&a->joined) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    return count_holes(ctx, a);
}

/* --- the whole ------------------------------------------------------------------------------ */

intro_status intro_i_my_access_init(intro_ctx *ctx,
                                    const intro_i_weak_graph *weak,
                                    const intro_i_groups *groups, uint32_t me,
                                    intro_i_my_access *out)
{
    feet f = {0};
    *out = (intro_i_my_access){0};
    intro_status rc = find_single(ctx, weak, groups, me, &out->single);
    if (rc == INTRO_OK) {
        rc = find_holes(ctx, weak, groups, me, out, &f);
    }
    intro_i_free(f.places);
    intro_i_free(f.list);
    intro_i_free(f.row);
    if (rc != INTRO_OK) {
        intro_i_my_access_fini(out);
    }
    return rc;
}

void intro_i_my_access_fini(intro_i_my_access *access)
{
    intro_i_vec_access_fini(&access->single);
    intro_i_joined_sets_fini(&access->joined);
    intro_i_free(access->groups);
    intro_i_free(access->row);
    memset(access, 0, sizeof *access);
}

/* --- walking ------------------------------------------------------------------------------- */

intro_i_hole_walk intro_i_hole_walk_begin(intro_i_my_access *access)
{
    return (intro_i_hole_walk){.access = access};
}

/* The first place from `from` on without a bit, or `count`. */
static uint32_t next_clear(const uint64_t *row, uint32_t from, uint32_t count)
{
    for (uint64_t k = from; k < count; k = (k | 63) + 1) {
        const uint64_t clear = ~row[k >> 6] >> (k & 63);
        if (clear != 0) {
            const uint64_t place = k + (uint64_t)__builtin_ctzll(clear);
            return place < count ? (uint32_t)place : count;
        }
    }
    return count;
}

bool intro_i_hole_walk_next(intro_i_hole_walk *walk)
{
    const intro_i_my_access *const access = walk->access;
    for (; walk->i < access->count; walk->i++, walk->k = walk->i) {
        if (walk->k == walk->i) {
            walk->row =
                intro_i_joined_sets_row(&access->joined, walk->i, access->row);
        }
        walk->k = next_clear(walk->row, walk->k + 1, access->count);
        if (walk->k < access->count) {
            return true;
        }
    }
    return false;
}
