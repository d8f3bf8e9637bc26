/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/my_doors.h"

#include "analysis/reach.h"
#include "analysis/weak_ties.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REACH_TIES = 3, POLL_EVERY = 1 << 16 };

#define OVERLAP_MOST 0.05

typedef struct search {
    const intro_i_weak_graph *weak;
    const intro_i_groups *clusters;
    const intro_i_groups *by;
    uint32_t me;
    uint32_t mine;                /* my cluster */
    double median;                /* strength of the ties */
    intro_i_cluster_access *list; /* by cluster until it is sorted */
    uint32_t *known;              /* by cluster: people with a value */
    uint32_t *novel;              /* of these, with one that is new to me */
    uint32_t *queue;              /* people */
    uint8_t *levels;              /* people: ties away + 1, 0 far */
    uint8_t *is_had;              /* by value: a direct tie has it */
} search;

/* --- doors ---------------------------------------------------------------- */

/* Common neighbours: both rows rise. */
static uint64_t count_mutual(const intro_i_weak_graph *weak, uint32_t v,
                             uint32_t w)
{
    uint64_t i = weak->offsets[v];
    uint64_t j = weak->offsets[w];
    uint64_t count = 0;
    while (i < weak->offsets[v + 1] && j < weak->offsets[w + 1]) {
        const uint32_t a = weak->neighbours[i];
        const uint32_t b = weak->neighbours[j];
        count += a == b;
        i += a <= b;
        j += b <= a;
    }
    return count;
}

static bool is_weak(const search *s, uint32_t v, uint32_t w, float strength)
{
    if ((double)strength < s->median) {
        return true;
    }
    const double overlap = intro_i_overlap(intro_i_weak_degree(s->weak, v),
                                           intro_i_weak_degree(s->weak, w),
                                           count_mutual(s->weak, v, w));
    return isnan(overlap) || overlap <= OVERLAP_MOST;
}

static bool is_before(const intro_i_door *a, const intro_i_door *b)
{
    if (a->strength != b->strength) {
        return a->strength > b->strength;
    }
    return a->via != b->via ? a->via < b->via : a->to < b->to;
}

static void show(intro_i_cluster_access *k, const intro_i_door *door)
{
    size_t at =
        k->doors < INTRO_I_DOORS_SHOWN ? (size_t)k->doors : INTRO_I_DOORS_SHOWN;
    if (at == INTRO_I_DOORS_SHOWN) {
        if (!is_before(door, &k->shown[at - 1])) {
            return;
        }
        at--;
    }
    for (; at > 0 && is_before(door, &k->shown[at - 1]); at--) {
        k->shown[at] = k->shown[at - 1];
    }
    k->shown[at] = *door;
}

/* Two people at most can stand at every door: those of the first one. */
typedef struct ends {
    uint32_t via;
    uint32_t to;
} ends;

static void add_door(search *s, ends *common, uint32_t via, uint32_t to,
                     float strength)
{
    const uint32_t cluster = s->clusters->of[to];
    intro_i_cluster_access *const k = &s->list[cluster];
    ends *const both = &common[cluster];
    const intro_i_door door = {via, to, strength,
                               is_weak(s, via, to, strength)};
    show(k, &door);
    if (k->doors++ == 0) {
        *both = (ends){via == s->me ? INTRO_NO_VID : via, to};
        k->access = INTRO_I_ACCESS_WEAK;
    }
    if (both->via != via && both->via != to) {
        both->via = INTRO_NO_VID;
    }
    if (both->to != via && both->to != to) {
        both->to = INTRO_NO_VID;
    }
    if (!door.is_weak) {
        k->access = INTRO_I_ACCESS_STRONG;
    }
}

static void add_doors_of(search *s, ends *common, uint32_t via)
{
    const intro_i_weak_graph *const weak = s->weak;
    for (uint64_t i = weak->offsets[via]; i < weak->offsets[via + 1]; i++) {
        const uint32_t to = weak->neighbours[i];
        if (to != s->me && s->clusters->of[to] != s->mine) {
            add_door(s, common, via, to, weak->strengths[i]);
        }
    }
}

static intro_status find_doors(intro_ctx *ctx, search *s)
{
    const intro_i_weak_graph *const weak = s->weak;
    ends *const common =
        intro_i_alloc((size_t)s->clusters->count + 1, sizeof *common);
    if (common == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = INTRO_OK;
    add_doors_of(s, common, s->me);
    for (uint64_t i = weak->offsets[s->me];
         i < weak->offsets[s->me + 1] && rc == INTRO_OK; i++) {
        rc = intro_i_poll(ctx);
        if (s->clusters->of[weak->neighbours[i]] == s->mine) {
            add_doors_of(s, common, weak->neighbours[i]);
        }
    }
    for (uint32_t k = 0; k < s->clusters->count; k++) {
        if (s->list[k].doors != 0) {
            s->list[k].single_door =
                common[k].via != INTRO_NO_VID ? common[k].via : common[k].to;
        }
    }
    intro_i_free(common);
    return rc;
}

/* --- reach and novelty ------------------------------------------------------ */

/* Breadth first along the arcs, three ties far. */
static intro_status find_reach(intro_ctx *ctx, search *s)
{
    intro_i_reach_rows rows;
    INTRO_TRY(intro_i_reach_rows_init(ctx, s->weak, &rows));
    size_t head = 0;
    size_t tail = 0;
    intro_status rc = INTRO_OK;
    s->queue[tail++] = s->me;
    s->levels[s->me] = 1;
    while (head < tail && rc == INTRO_OK) {
        const uint32_t v = s->queue[head++];
        if (head % POLL_EVERY == 0) {
            rc = intro_i_poll(ctx);
        }
        if (s->levels[v] > REACH_TIES) {
            break;
        }
        for (uint64_t i = rows.offsets[v]; i < rows.offsets[v + 1]; i++) {
            const uint32_t w = rows.neighbours[i];
            if (s->levels[w] == 0) {
                s->levels[w] = (uint8_t)(s->levels[v] + 1);
                s->queue[tail++] = w;
                s->list[s->clusters->of[w]].reach++;
            }
        }
    }
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
            s->novel[s->clusters->of[v]] += s->is_had[value] == 0;
        }
    }
    for (uint32_t k = 0; k < s->clusters->count; k++) {
        s->list[k].novelty = s->known[k] == 0
                                 ? (double)NAN
                                 : (double)s->novel[k] / (double)s->known[k];
    }
}

/* --- the order ------------------------------------------------------------ */

typedef struct key {
    double worth;
    uint64_t size;
    uint32_t cluster;
    intro_i_access access;
} key;

static int compare_keys(const void *a, const void *b)
{
    const key *const x = a;
    const key *const y = b;
    if (x->access != y->access) {
        return x->access < y->access ? -1 : 1;
    }
    if (x->worth != y->worth) {
        return x->worth > y->worth ? -1 : 1;
    }
    if (x->size != y->size) {
        return x->size > y->size ? -1 : 1;
    }
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static intro_status sort_list(intro_ctx *ctx, search *s, intro_i_my_doors *out)
{
    const size_t count = s->clusters->count;
    key *const keys = intro_i_alloc(count + 1, sizeof *keys);
    out->list = intro_i_alloc(count + 1, sizeof *out->list);
    if (keys == NULL || out->list == NULL) {
        intro_i_free(keys);
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t k = 0; k < count; k++) {
        const intro_i_cluster_access *const c = &s->list[k];
        keys[k] = (key){isnan(c->novelty) ? 0 : c->novelty * (double)c->reach,
                        s->clusters->sizes[k], k, c->access};
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++) {
        out->list[i] = s->list[keys[i].cluster];
    }
    out->count = count;
    intro_i_free(keys);
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------ */

static intro_status prepare(intro_ctx *ctx, search *s)
{
    const size_t clusters = (size_t)s->clusters->count + 1;
    s->list = intro_i_alloc_zero(clusters, sizeof *s->list);
    s->known = intro_i_alloc_zero(clusters, sizeof *s->known);
    s->novel = intro_i_alloc_zero(clusters, sizeof *s->novel);
    s->queue = intro_i_alloc((size_t)s->weak->people + 1, sizeof *s->queue);
    s->levels = intro_i_alloc_zero(s->weak->people, sizeof *s->levels);
    s->is_had = intro_i_alloc_zero((size_t)s->by->count + 1, sizeof *s->is_had);
    if (s->list == NULL || s->known == NULL || s->novel == NULL ||
        s->queue == NULL || s->levels == NULL || s->is_had == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t k = 0; k < s->clusters->count; k++) {
        s->list[k].cluster = k;
        s->list[k].access =
            k == s->mine ? INTRO_I_ACCESS_MEMBER : INTRO_I_ACCESS_NONE;
        s->list[k].single_door = INTRO_NO_VID;
    }
    return intro_i_median_strength(ctx, s->weak, &s->median);
}

intro_status intro_i_my_doors_init(intro_ctx *ctx,
                                   const intro_i_weak_graph *weak,
                                   const intro_i_groups *clusters,
                                   const intro_i_groups *by, uint32_t me,
                                   intro_i_my_doors *out)
{
    search s = {.weak = weak,
                .clusters = clusters,
                .by = by,
                .me = me,
                .mine = clusters->of[me]};
    memset(out, 0, sizeof *out);
    intro_status rc = prepare(ctx, &s);
    if (rc == INTRO_OK) {
        rc = find_doors(ctx, &s);
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
    intro_i_free(s.novel);
    intro_i_free(s.queue);
    intro_i_free(s.levels);
    intro_i_free(s.is_had);
    if (rc != INTRO_OK) {
        intro_i_my_doors_fini(out);
    }
    return rc;
}

void intro_i_my_doors_fini(intro_i_my_doors *doors)
{
    intro_i_free(doors->list);
    memset(doors, 0, sizeof *doors);
}
