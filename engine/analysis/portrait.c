/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One person: groups with and without contacts, and ways into the latter. */
#include "analysis/breadth_impl.h"

#include "analysis/own_ties.h"
#include "analysis/reach_ball.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A gap on its way. */
typedef struct gap {
    uint32_t group;
    uint32_t ties; /* UINT32_MAX: nobody near */
    double warmth;
    intro_vid chain[INTRO_MAX_HOPS + 1];
} gap;

struct intro_portrait {
    intro_breadth *breadth;
    intro_breadth_row row;
    intro_diversity *by;
    intro_portrait_group **groups; /* one list an attribute */
    gap *found;
    intro_portrait_gap *gaps;
    size_t gap_count;
    size_t missing; /* gaps in all */
};

/* --- groups ------------------------------------------------------------------------ */

static int compare_groups(const void *left, const void *right)
{
    const intro_portrait_group *const a = left;
    const intro_portrait_group *const b = right;
    if (a->contacts != b->contacts) {
        return a->contacts > b->contacts ? -1 : 1;
    }
    if (a->people != b->people) {
        return a->people > b->people ? -1 : 1;
    }
    return strcmp(a->name, b->name);
}

static void count_contacts(const intro_breadth *b, const intro_i_own_ties *own,
                           uint32_t a, intro_portrait_group *list)
{
    double total = 0;
    for (size_t i = 0; i < own->count; i++) {
        const intro_i_own_tie *const tie = &own->ties[i];
        const uint32_t group = intro_i_panel_group(&b->panel, tie->person, a);
        if (group == INTRO_I_NO_GROUP) {
            continue;
        }
        const double weight = b->is_weighted ? (double)tie->strength : 1;
        intro_portrait_group *const one = &list[group];
        one->contacts++;
        one->share += weight;
        total += weight;
        one->only = one->contacts == 1 ? tie->person : INTRO_NO_VID;
        one->only_is_weak = one->contacts == 1 && tie->is_weak;
    }
    for (uint32_t g = 0; g < b->groups[a].count; g++) {
        list[g].share = total > 0 ? list[g].share / total : (double)NAN;
    }
}

static intro_status list_groups(intro_portrait *p, const intro_i_own_ties *own,
                                uint32_t a)
{
    const intro_i_groups *const groups = &p->breadth->groups[a];
    const double known = (double)(p->breadth->weak.people - groups->unknown);
    intro_portrait_group *const list =
        intro_i_alloc(groups->count, sizeof *list);
    if (list == NULL) {
        return INTRO_ENOMEM;
    }
    p->groups[a] = list;
    for (uint32_t g = 0; g < groups->count; g++) {
        list[g] = (intro_portrait_group){.name = groups->names[g],
                                         .people = groups->sizes[g],
                                         .network_share =
                                             (double)groups->sizes[g] / known,
                                         .only = INTRO_NO_VID};
    }
    count_contacts(p->breadth, own, a, list);
    qsort(list, groups->count, sizeof *list, compare_groups);
    return INTRO_OK;
}

static intro_status describe_groups(intro_ctx *ctx, intro_portrait *p)
{
    const intro_breadth *const b = p->breadth;
    intro_i_own_ties own;
    double median;
    INTRO_TRY(intro_i_median_strength(ctx, &b->weak, &median));
    intro_status rc = intro_i_own_ties_init(&own, &b->weak, median);
    if (rc != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    rc = intro_i_own_ties_of(ctx, &own, p->row.person);
    for (uint32_t a = 0; a < b->width && rc == INTRO_OK; a++) {
        rc = list_groups(p, &own, a);
    }
    intro_i_own_ties_fini(&own);
    return rc == INTRO_ENOMEM       ? intro_i_fail_memory(ctx)
           : rc == INTRO_ECANCELLED ? intro_i_poll(ctx)
                                    : rc;
}

/* --- gaps -------------------------------------------------------------------------- */

static uint32_t group_of(const intro_breadth *b, intro_vid v)
{
    return intro_i_panel_group(&b->panel, v, 0);
}

/* Groups of somebody tied to v, whichever way: 1; others UINT32_MAX. */
static void mark_contacts(const intro_breadth *b, intro_vid v, uint32_t *ties)
{
    const intro_i_weak_graph *const weak = &b->weak;
    memset(ties, 0xff, b->groups[0].count * sizeof *ties);
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        const uint32_t group = group_of(b, weak->neighbours[i]);
        if (group != INTRO_I_NO_GROUP) {
            ties[group] = 1;
        }
    }
}

/* A group that is the person alone is no gap. */
static bool is_gap(const intro_breadth *b, intro_vid v, const uint32_t *ties,
                   uint32_t g)
{
    return ties[g] != 1 && (b->groups[0].sizes[g] != 1 || group_of(b, v) != g);
}

/* The way to the nearest does not matter. */
static size_t count_gaps(const intro_breadth *b, intro_vid v,
                         const uint32_t *ties)
{
    size_t count = 0;
    for (uint32_t g = 0; g < b->groups[0].count; g++) {
        count += is_gap(b, v, ties, g);
    }
    return count;
}

/* Ties to the nearest of every group, UINT32_MAX beyond INTRO_MAX_HOPS, where
 * contacts are marked. */
static intro_status measure_distances(intro_ctx *ctx, const intro_breadth *b,
                                      intro_vid v, uint32_t *ties)
{
    intro_i_reach_ball ball;
    if (intro_i_reach_ball_init(&ball, &b->rows) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = INTRO_OK;
    intro_i_reach_ball_begin(&ball, v);
    for (uint32_t level = 1; level <= INTRO_MAX_HOPS && rc == INTRO_OK;
         level++) {
        rc = intro_i_reach_ball_grow(ctx, &ball);
        for (uint32_t i = ball.inner; rc == INTRO_OK && i < ball.count; i++) {
            const uint32_t group = group_of(b, ball.people[i]);
            if (group != INTRO_I_NO_GROUP && ties[group] > level) {
                ties[group] = level;
            }
        }
    }
    intro_i_reach_ball_fini(&ball);
    return rc == INTRO_ECANCELLED ? intro_i_poll(ctx) : rc;
}

/* Groups and their figures, for the comparisons. */
typedef struct keyed {
    gap gap;
    uint64_t people;
    const char *name;
} keyed;

static int compare_nearness(const void *left, const void *right)
{
    const keyed *const a = left;
    const keyed *const b = right;
    if (a->gap.ties != b->gap.ties) {
        return a->gap.ties < b->gap.ties ? -1 : 1;
    }
    if (a->gap.warmth != b->gap.warmth) {
        return a->gap.warmth > b->gap.warmth ? -1 : 1;
    }
    if (a->people != b->people) {
        return a->people > b->people ? -1 : 1;
    }
    return strcmp(a->name, b->name);
}

static keyed *list_gaps(const intro_breadth *b, intro_vid v,
                        const uint32_t *ties, size_t count)
{
    const intro_i_groups *const groups = &b->groups[0];
    keyed *const list = intro_i_alloc(count, sizeof *list);
    size_t listed = 0;
    for (uint32_t g = 0; list != NULL && listed < count; g++) {
        if (is_gap(b, v, ties, g)) {
            list[listed++] = (keyed){{.group = g, .ties = ties[g]},
                                     groups->sizes[g],
                                     groups->names[g]};
        }
    }
    if (list != NULL && count > 1) {
        qsort(list, count, sizeof *list, compare_nearness);
    }
    return list;
}

/* The warmest chain of the fewest ties into a group. */
static intro_status find_way(intro_ctx *ctx, const intro_portrait *p,
                             intro_vid *members, gap *out)
{
    const intro_breadth *const b = p->breadth;
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    intro_paths *paths = NULL;
    for (intro_vid v = 0; v < b->weak.people; v++) {
        if (group_of(b, v) == out->group && v != p->row.person) {
            members[query.target_count++] = v;
        }
    }
    query.from = &p->row.person;
    query.from_count = 1;
    query.targets = members;
    query.max_hops = out->ties;
    query.limit = 1;
    query.explain_empty = false;
    INTRO_TRY(intro_paths_find(ctx, b->graph, &query, &paths));
    if (intro_paths_count(paths) == 0) {
        intro_paths_free(paths);
        return intro_i_fail(ctx, INTRO_EBUG, "a way that was walked is gone");
    }
    const intro_chain chain = intro_paths_chain(paths, 0);
    out->warmth = chain.warmth;
    memcpy(out->chain, chain.people, (out->ties + 1) * sizeof *chain.people);
    intro_paths_free(paths);
    return INTRO_OK;
}

static intro_status find_ways(intro_ctx *ctx, intro_portrait *p, keyed *list,
                              size_t count)
{
    intro_vid *const members =
        intro_i_alloc(p->breadth->weak.people, sizeof *members);
    intro_status rc = members == NULL ? intro_i_fail_memory(ctx) : INTRO_OK;
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        if (list[i].gap.ties != UINT32_MAX) {
            rc = find_way(ctx, p, members, &list[i].gap);
        }
    }
    intro_i_free(members);
    return rc;
}

static intro_status keep_gaps(intro_ctx *ctx, intro_portrait *p,
                              const keyed *list, size_t count)
{
    p->found = intro_i_alloc(count, sizeof *p->found);
    p->gaps = intro_i_alloc(count, sizeof *p->gaps);
    if (p->found == NULL || p->gaps == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < count; i++) {
        const bool is_near = list[i].gap.ties != UINT32_MAX;
        p->found[i] = list[i].gap;
        p->gaps[i] =
            (intro_portrait_gap){.name = list[i].name,
                                 .people = list[i].people,
                                 .ties = is_near ? list[i].gap.ties : 0,
                                 .warmth = list[i].gap.warmth,
                                 .chain = is_near ? p->found[i].chain : NULL};
    }
    p->gap_count = count;
    return INTRO_OK;
}

/* The nearest `most` gaps; contacts are marked. */
static intro_status list_nearest(intro_ctx *ctx, intro_portrait *p,
                                 uint32_t *ties, size_t most)
{
    const intro_breadth *const b = p->breadth;
    const intro_vid v = p->row.person;
    const size_t count = p->missing < most ? p->missing : most;
    INTRO_TRY(measure_distances(ctx, b, v, ties));
    keyed *const list = list_gaps(b, v, ties, p->missing);
    if (list == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = find_ways(ctx, p, list, count);
    if (rc == INTRO_OK) {
        qsort(list, count, sizeof *list, compare_nearness);
        rc = keep_gaps(ctx, p, list, count);
    }
    intro_i_free(list);
    return rc;
}

static intro_status find_gaps(intro_ctx *ctx, intro_portrait *p, size_t most)
{
    const intro_breadth *const b = p->breadth;
    if (b->width == 0) {
        return keep_gaps(ctx, p, NULL, 0);
    }
    uint32_t *const ties = intro_i_alloc(b->groups[0].count, sizeof *ties);
    if (ties == NULL) {
        return intro_i_fail_memory(ctx);
    }
    mark_contacts(b, p->row.person, ties);
    p->missing = count_gaps(b, p->row.person, ties);
    const intro_status rc = most == 0 ? keep_gaps(ctx, p, NULL, 0)
                                      : list_nearest(ctx, p, ties, most);
    intro_i_free(ties);
    return rc;
}

/* --- the whole ------------------------------------------------------------------------ */

static intro_status fill(intro_ctx *ctx, intro_portrait *p, uint64_t i,
                         size_t gaps_most)
{
    intro_breadth *const b = p->breadth;
    p->by = intro_i_alloc(b->width, sizeof *p->by);
    p->groups = intro_i_alloc_zero(b->width, sizeof *p->groups);
    if (p->by == NULL || p->groups == NULL) {
        return intro_i_fail_memory(ctx);
    }
    p->row = *intro_breadth_row_at(b, i);
    memcpy(p->by, p->row.by, b->width * sizeof *p->by);
    p->row.by = p->by;
    INTRO_TRY(describe_groups(ctx, p));
    return find_gaps(ctx, p, gaps_most);
}

intro_status intro_portrait_new(intro_ctx *ctx, intro_breadth *breadth,
                                uint64_t i, size_t gaps_most,
                                intro_portrait **out)
{
    intro_i_begin(ctx);
    intro_portrait *const p = intro_i_alloc_zero(1, sizeof *p);
    if (p == NULL) {
        return intro_i_fail_memory(ctx);
    }
    p->breadth = breadth;
    const intro_status rc = fill(ctx, p, i, gaps_most);
    if (rc != INTRO_OK) {
        intro_portrait_free(p);
        return rc;
    }
    *out = p;
    return INTRO_OK;
}

void intro_portrait_free(intro_portrait *portrait)
{
    if (portrait == NULL) {
        return;
    }
    for (uint32_t a = 0;
         portrait->groups != NULL && a < portrait->breadth->width; a++) {
        intro_i_free(portrait->groups[a]);
    }
    intro_i_free(portrait->groups);
    intro_i_free(portrait->by);
    intro_i_free(portrait->found);
    intro_i_free(portrait->gaps);
    intro_i_free(portrait);
}

const intro_breadth_row *intro_portrait_row(const intro_portrait *portrait)
{
    return &portrait->row;
}

const intro_portrait_group *
intro_portrait_groups(const intro_portrait *portrait, size_t attribute,
                      size_t *count)
{
    *count = portrait->breadth->groups[attribute].count;
    return portrait->groups[attribute];
}

const intro_portrait_gap *intro_portrait_gaps(const intro_portrait *portrait,
                                              size_t *count)
{
    *count = portrait->gap_count;
    return portrait->gaps;
}

size_t intro_portrait_missing(const intro_portrait *portrait)
{
    return portrait->missing;
}
