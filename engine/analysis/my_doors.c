/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/my_doors.h"

#include "analysis/reach.h"
#include "analysis/tie_facts.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REACH_TIES = 3, POLL_EVERY = 1 << 16 };

/* A door with what sorts it; its figures are filled in afterwards. */
typedef struct opening {
    uint32_t cluster;
    uint32_t via;
    uint32_t to;
    float strength;
    uint64_t arc; /* of via's row */
} opening;

INTRO_VEC(vec_opening, opening);

typedef struct search {
    const intro_i_weak_ties *ties;
    const intro_i_weak_graph *weak;
    const intro_i_members *clusters;
    const intro_i_groups *by;
    uint32_t me;
    uint32_t mine;                /* my cluster */
    intro_i_cluster_access *list; /* by cluster until it is sorted */
    vec_opening openings;
    uint32_t *queue; /* people */
    uint8_t *levels; /* people: ties away + 1, 0 far */
    uint8_t *is_had; /* by value: a direct tie has it */
    uint32_t *known; /* by cluster: people with a value */
} search;

/* --- doors ---------------------------------------------------------------- */

static intro_status add_doors_of(intro_ctx *ctx, search *s, uint32_t via)
{
    const intro_i_weak_graph *const weak = s->weak;
    for (uint64_t i = weak->offsets[via]; i < weak->offsets[via + 1]; i++) {
        const uint32_t to = weak->neighbours[i];
        const opening o = {s->clusters->of[to], via, to, weak->strengths[i], i};
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (o.cluster != s->mine &&
            vec_opening_push(&s->openings, o) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

static int compare_openings(const void *left, const void *right)
{
    const opening *const x = left;
    const opening *const y = right;
    if (x->cluster != y->cluster) {
        return x->cluster < y->cluster ? -1 : 1;
    }
    if (x->strength < y->strength || x->strength > y->strength) {
        return x->strength > y->strength ? -1 : 1;
    }
    if (x->via != y->via) {
        return x->via < y->via ? -1 : 1;
    }
    return (x->to > y->to) - (x->to < y->to);
}

static uint64_t tie_of(const search *s, const opening *o)
{
    const intro_i_weak_graph *const weak = s->weak;
    const uint32_t low = o->via < o->to ? o->via : o->to;
    uint64_t arc = o->arc;
    if (low != o->via) {
        (void)intro_i_weak_find(weak, low, o->via, &arc);
    }
    return weak->tie_start[low] + (arc - intro_i_weak_upper(weak, low));
}

static intro_door describe(const search *s, const opening *o)
{
    const intro_i_weak_graph *const weak = s->weak;
    const uint64_t mutual = s->ties->mutual != NULL
                                ? s->ties->mutual[tie_of(s, o)]
                                : intro_i_tie_mutual(weak, o->via, o->to);
    const double overlap =
        intro_i_overlap(intro_i_weak_degree(weak, o->via),
                        intro_i_weak_degree(weak, o->to), mutual);
    return (intro_door){
        .via = o->via,
        .to = o->to,
        .strength = o->strength,
        .inferred = intro_i_tie_is_inferred(weak, o->via, o->to),
        .weak = (double)o->strength < s->ties->strength_below ||
                isnan(overlap) || overlap <= s->ties->overlap_most,
        .dormant = intro_i_tie_is_dormant(weak, o->via, o->to,
                                          s->ties->strength_below),
        .overlap = overlap};
}

/* Two people at most can stand at every door: those of the first one. */
static uint32_t find_single(const search *s, const intro_door *doors,
                            uint64_t count)
{
    uint32_t via = doors[0].via == s->me ? INTRO_NO_VID : doors[0].via;
    uint32_t to = doors[0].to;
    for (uint64_t i = 1; i < count; i++) {
        if (via != doors[i].via && via != doors[i].to) {
            via = INTRO_NO_VID;
        }
        if (to != doors[i].via && to != doors[i].to) {
            to = INTRO_NO_VID;
        }
    }
    return via != INTRO_NO_VID ? via : to;
}

/* One cluster's doors, those of openings[begin .. end - 1]. */
static void open_cluster(search *s, intro_i_vec_door *doors, size_t begin,
                         size_t end)
{
    intro_i_cluster_access *const k = &s->list[s->openings.data[begin].cluster];
    k->first_door = doors->count;
    k->doors = end - begin;
    k->access = INTRO_ACCESS_WEAK;
    for (size_t i = begin; i < end; i++) {
        const intro_door door = describe(s, &s->openings.data[i]);
        doors->data[doors->count++] = door;
        if (!door.weak) {
            k->access = INTRO_ACCESS_STRONG;
        }
    }
    k->single_door = find_single(s, doors->data + k->first_door, k->doors);
}

static intro_status find_doors(intro_ctx *ctx, search *s,
                               intro_i_vec_door *doors)
{
    const intro_i_weak_graph *const weak = s->weak;
    INTRO_TRY(add_doors_of(ctx, s, s->me));
    for (uint64_t i = weak->offsets[s->me]; i < weak->offsets[s->me + 1]; i++) {
        if (s->clusters->of[weak->neighbours[i]] == s->mine) {
            INTRO_TRY(add_doors_of(ctx, s, weak->neighbours[i]));
        }
    }
    if (s->openings.count == 0) {
        return INTRO_OK;
    }
    qsort(s->openings.data, s->openings.count, sizeof *s->openings.data,
          compare_openings);
    if (intro_i_vec_door_reserve(doors, s->openings.count) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t begin = 0; begin < s->openings.count;) {
        size_t end = begin;
        while (end < s->openings.count && s->openings.data[end].cluster ==
                                              s->openings.data[begin].cluster) {
            end++;
        }
        INTRO_TRY(intro_i_poll(ctx));
        open_cluster(s, doors, begin, end);
        begin = end;
    }
    return INTRO_OK;
}

/* --- reach and novelty ---------------------------------------------------- */

/* Breadth first along the arcs, three ties far. */
static intro_status walk(intro_ctx *ctx, search *s,
                         const intro_i_reach_rows *rows)
{
    size_t head = 0;
    size_t tail = 0;
    uint64_t steps = 0;
    s->queue[tail++] = s->me;
    s->levels[s->me] = 1;
    while (head < tail && s->levels[s->queue[head]] <= REACH_TIES) {
        const uint32_t v = s->queue[head++];
        for (uint64_t i = rows->offsets[v]; i < rows->offsets[v + 1]; i++) {
            const uint32_t w = rows->neighbours[i];
            if (++steps % POLL_EVERY == 0) {
                INTRO_TRY(intro_i_poll(ctx));
            }
            if (s->levels[w] == 0) {
                s->levels[w] = (uint8_t)(s->levels[v] + 1);
                s->queue[tail++] = w;
                s->list[s->clusters->of[w]].reach++;
            }
        }
    }
    return INTRO_OK;
}

static intro_status find_reach(intro_ctx *ctx, search *s)
{
    intro_i_reach_rows rows;
    INTRO_TRY(intro_i_reach_rows_init(ctx, s->weak, &rows));
    const intro_status rc = walk(ctx, s, &rows);
    intro_i_reach_rows_fini(&rows);
    return rc;
}

static void find_novelty(search *s)
{
    const intro_i_weak_graph *const weak = s->weak;
    for (uint64_t i = weak->offsets[s->me]; i < weak->offsets[s->me + 1]; i++) {
        const uint32_t value = s->by->of[weak->neighbours[i]];
        if (value != INTRO_I_NO_GROUP) {
            s->is_had[value] = 1;
        }
    }
    for (uint32_t v = 0; v < weak->people; v++) {
        const uint32_t value = s->by->of[v];
        if (value != INTRO_I_NO_GROUP) {
            s->known[s->clusters->of[v]]++;
            s->list[s->clusters->of[v]].novel += s->is_had[value] == 0;
        }
    }
    for (uint32_t k = 0; k < s->clusters->count; k++) {
        s->list[k].novelty =
            s->known[k] == 0 ? (double)NAN
                             : (double)s->list[k].novel / (double)s->known[k];
    }
}

/* --- the order ------------------------------------------------------------ */

typedef struct key {
    double worth;
    uint32_t size;
    uint32_t cluster;
    intro_access access;
} key;

static int compare_keys(const void *left, const void *right)
{
    const key *const x = left;
    const key *const y = right;
    if (x->access != y->access) {
        return x->access < y->access ? -1 : 1;
    }
    if (x->worth < y->worth || x->worth > y->worth) {
        return x->worth > y->worth ? -1 : 1;
    }
    if (x->size != y->size) {
        return x->size > y->size ? -1 : 1;
    }
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static intro_status sort_list(intro_ctx *ctx, search *s, intro_i_my_doors *out)
{
    const uint32_t count = s->clusters->count;
    key *const keys = intro_i_alloc(count, sizeof *keys);
    out->list = intro_i_alloc(count, sizeof *out->list);
    if (keys == NULL || out->list == NULL) {
        intro_i_free(keys);
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t k = 0; k < count; k++) {
        const intro_i_cluster_access *const c = &s->list[k];
        keys[k] = (key){isnan(c->novelty) ? 0 : c->novelty * (double)c->reach,
                        intro_i_members_size(s->clusters, k), k, c->access};
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (uint32_t i = 0; i < count; i++) {
        out->list[i] = s->list[keys[i].cluster];
    }
    out->count = count;
    intro_i_free(keys);
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------ */

static intro_status prepare(intro_ctx *ctx, search *s)
{
    const uint32_t clusters = s->clusters->count;
    s->list = intro_i_alloc_zero(clusters, sizeof *s->list);
    s->known = intro_i_alloc_zero(clusters, sizeof *s->known);
    s->queue = intro_i_alloc(s->weak->people, sizeof *s->queue);
    s->levels = intro_i_alloc_zero(s->weak->people, sizeof *s->levels);
    s->is_had = intro_i_alloc_zero(s->by->count, sizeof *s->is_had);
    if (s->list == NULL || s->known == NULL || s->queue == NULL ||
        s->levels == NULL || s->is_had == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t k = 0; k < clusters; k++) {
        s->list[k].cluster = k;
        s->list[k].access =
            k == s->mine ? INTRO_ACCESS_MEMBER : INTRO_ACCESS_NONE;
        s->list[k].single_door = INTRO_NO_VID;
    }
    return INTRO_OK;
}

intro_status intro_i_my_doors_init(intro_ctx *ctx,
                                   const intro_i_weak_ties *ties,
                                   const intro_i_members *clusters,
                                   const intro_i_groups *by, uint32_t me,
                                   intro_i_my_doors *out)
{
    search s = {.ties = ties,
                .weak = ties->weak,
                .clusters = clusters,
                .by = by,
                .me = me,
                .mine = clusters->of[me]};
    memset(out, 0, sizeof *out);
    intro_status rc = prepare(ctx, &s);
    if (rc == INTRO_OK) {
        rc = find_doors(ctx, &s, &out->doors);
    }
    if (rc == INTRO_OK) {
        rc = find_reach(ctx, &s);
    }
    if (rc == INTRO_OK) {
        find_novelty(&s);
        rc = sort_list(ctx, &s, out);
    }
    intro_i_free(s.list);
    intro_i_free(s.known);
    intro_i_free(s.queue);
    intro_i_free(s.levels);
    intro_i_free(s.is_had);
    vec_opening_fini(&s.openings);
    if (rc != INTRO_OK) {
        intro_i_my_doors_fini(out);
    }
    return rc;
}

void intro_i_my_doors_fini(intro_i_my_doors *doors)
{
    intro_i_free(doors->list);
    intro_i_vec_door_fini(&doors->doors);
    memset(doors, 0, sizeof *doors);
}
