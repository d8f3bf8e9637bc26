/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct walk {
    const intro_graph *graph;
    const intro_paths_query *query;
    bool with_left_out;
    intro_vid people[ORACLE_MAX_HOPS + 1];
    float strengths[ORACLE_MAX_HOPS];
    oracle_chain *found;
    size_t count;
    size_t capacity;
} walk;

static bool is_in(const intro_vid *list, size_t count, intro_vid v)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == v) {
            return true;
        }
    }
    return false;
}

static void keep(walk *w, uint32_t hops)
{
    if (w->count == w->capacity) {
        w->capacity = w->capacity * 2 + 64;
        w->found = realloc(w->found, w->capacity * sizeof *w->found);
        if (w->found == NULL) {
            fputs("out of memory in a test\n", stderr);
            exit(99);
        }
    }
    oracle_chain *const chain = &w->found[w->count++];
    memset(chain, 0, sizeof *chain);
    chain->warmth = 1;
    chain->weakest = 1;
    chain->hops = hops;
    memcpy(chain->people, w->people, (hops + 1) * sizeof *w->people);
    for (uint32_t i = hops; i-- > 0;) {
        chain->warmth = (double)w->strengths[i] * chain->warmth;
        if (w->strengths[i] < chain->weakest) {
            chain->weakest = w->strengths[i];
        }
    }
}

static void extend(walk *w, uint32_t hops)
{
    const intro_graph *const g = w->graph;
    const intro_paths_query *const q = w->query;
    const intro_vid v = w->people[hops];
    for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
        const intro_vid x = g->out_people[i];
        const float s = g->out_strengths[i];
        const bool is_left_out = s <= 0;
        if ((is_left_out ? !w->with_left_out : (double)s < q->min_strength) ||
            is_in(w->people, hops + 1, x) ||
            is_in(q->avoid, q->avoid_count, x) ||
            is_in(q->from, q->from_count, x)) {
            continue;
        }
        w->people[hops + 1] = x;
        w->strengths[hops] = s;
        if (is_in(q->targets, q->target_count, x)) {
            keep(w, hops + 1);
        } else if (hops + 1 < q->max_hops) {
            extend(w, hops + 1);
        }
    }
}

static void walk_all(walk *w)
{
    const intro_paths_query *const q = w->query;
    for (size_t i = 0; i < q->from_count; i++) {
        if (!is_in(q->avoid, q->avoid_count, q->from[i])) {
            w->people[0] = q->from[i];
            extend(w, 0);
        }
    }
}

static int compare_rank(const void *left, const void *right)
{
    const oracle_chain *const a = left;
    const oracle_chain *const b = right;
    if (a->warmth > b->warmth || a->warmth < b->warmth) {
        return a->warmth > b->warmth ? -1 : 1;
    }
    if (a->hops != b->hops) {
        return a->hops < b->hops ? -1 : 1;
    }
    for (uint32_t i = 0; i <= a->hops; i++) {
        if (a->people[i] != b->people[i]) {
            return a->people[i] < b->people[i] ? -1 : 1;
        }
    }
    return 0;
}

static int compare_weakest(const void *left, const void *right)
{
    const oracle_chain *const a = left;
    const oracle_chain *const b = right;
    if (a->weakest > b->weakest || a->weakest < b->weakest) {
        return a->weakest > b->weakest ? -1 : 1;
    }
    return compare_rank(a, b);
}

static int compare_hops(const void *left, const void *right)
{
    const oracle_chain *const a = left;
    const oracle_chain *const b = right;
    if (a->hops != b->hops) {
        return a->hops < b->hops ? -1 : 1;
    }
    return compare_rank(a, b);
}

static bool has_introducer(const oracle_chain *list, size_t count, intro_vid v)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].people[1] == v) {
            return true;
        }
    }
    return false;
}

static void sort_list(oracle_chain *list, size_t count,
                      int (*compare)(const void *, const void *))
{
    if (count != 0) {
        qsort(list, count, sizeof *list, compare);
    }
}

size_t oracle_chains(const intro_graph *graph, const intro_paths_query *query,
                     oracle_chain **out)
{
    walk w = {.graph = graph, .query = query};
    walk_all(&w);
    sort_list(w.found, w.count, compare_rank);
    size_t kept = 0;
    for (size_t i = 0; i < w.count && kept < query->limit; i++) {
        const oracle_chain chain = w.found[i];
        if (query->all_chains ||
            (chain.hops > 1 &&
             !has_introducer(w.found, kept, chain.people[1]))) {
            w.found[kept++] = chain;
        }
    }
    if (query->order == INTRO_ORDER_WEAKEST_LINK) {
        sort_list(w.found, kept, compare_weakest);
    } else if (query->order == INTRO_ORDER_HOPS) {
        sort_list(w.found, kept, compare_hops);
    }
    *out = w.found;
    return kept;
}

bool oracle_connects(const intro_graph *graph, const intro_paths_query *query,
                     bool with_left_out)
{
    walk w = {.graph = graph, .query = query, .with_left_out = with_left_out};
    walk_all(&w);
    free(w.found);
    return w.count != 0;
}
