/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups by falling numbers of contacts: the search ends where the product of two
 * is not more than the best found. */
#include "analysis/pair_brokers.h"

#include "base/alloc.h"

#include <stdlib.h>

typedef struct ranked {
    uint64_t contacts; /* in a directed network both directions added */
    uint32_t group;
} ranked;

/* Closed ways by pair of groups, sorted. */
typedef struct closed_keys {
    uint64_t *keys;
    size_t count;
} closed_keys;

static int compare_ranked(const void *left, const void *right)
{
    const ranked *const a = left;
    const ranked *const b = right;
    if (a->contacts != b->contacts) {
        return a->contacts > b->contacts ? -1 : 1;
    }
    return (a->group > b->group) - (a->group < b->group);
}

static int compare_keys(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static uint64_t key_of(uint32_t x, uint32_t y)
{
    return x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
}

static size_t lower_bound(const closed_keys *closed, uint64_t key)
{
    size_t low = 0;
    size_t high = closed->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (closed->keys[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The most ways between this group and any other, where ties have a direction:
 * what leads in on one side times what leads out on the other, both ways round. */
static uint64_t most_ways(const intro_i_view *view, uint32_t group,
                          uint64_t most_in, uint64_t most_out)
{
    return view->in[group] * most_out + view->out[group] * most_in;
}

static void search_pairs(const intro_i_view *view, const ranked *list,
                         const closed_keys *closed, intro_i_joined_pair *best)
{
    const bool is_directed = view->o->weak->ways != NULL;
    uint64_t most_in = 0;
    uint64_t most_out = 0;
    for (uint32_t i = 0; is_directed && i < view->met_count; i++) {
        most_in = intro_i_max_u64(most_in, view->in[list[i].group]);
        most_out = intro_i_max_u64(most_out, view->out[list[i].group]);
    }
    for (uint32_t i = 0; i < view->met_count; i++) {
        if (is_directed &&
            most_ways(view, list[i].group, most_in, most_out) <= best->open) {
            continue;
        }
        for (uint32_t k = i + 1; k < view->met_count; k++) {
            if (list[i].contacts * list[k].contacts <= best->open) {
                break;
            }
            const uint64_t key = key_of(list[i].group, list[k].group);
            const uint32_t a = (uint32_t)(key >> 32);
            const uint32_t b = (uint32_t)key;
            const uint64_t all = intro_i_view_between(view, a, b);
            const uint64_t open =
                all - (lower_bound(closed, key + 1) - lower_bound(closed, key));
            if (open > best->open) {
                *best = (intro_i_joined_pair){{a, b}, open, all};
            }
        }
    }
}

intro_status intro_i_joined_pair_find(const intro_i_view *view,
                                      intro_i_joined_pair *out)
{
    closed_keys closed = {NULL, view->closed.count};
    ranked *const list = intro_i_alloc(view->met_count, sizeof *list);
    closed.keys = intro_i_alloc(closed.count, sizeof *closed.keys);
    *out = (intro_i_joined_pair){{0, 0}, 0, 0};
    if (list == NULL || closed.keys == NULL) {
        intro_i_free(list);
        intro_i_free(closed.keys);
        return INTRO_ENOMEM;
    }
    const bool is_directed = view->o->weak->ways != NULL;
    for (uint32_t i = 0; i < view->met_count; i++) {
        const uint32_t group = view->met[i];
        list[i] = (ranked){(uint64_t)view->in[group] +
                               (is_directed ? view->out[group] : 0),
                           group};
    }
    for (size_t i = 0; i < closed.count; i++) {
        const intro_i_view_way way = view->closed.data[i];
        closed.keys[i] = key_of(view->contacts.data[way.from].group,
                                view->contacts.data[way.to].group);
    }
    qsort(list, view->met_count, sizeof *list, compare_ranked);
    qsort(closed.keys, closed.count, sizeof *closed.keys, compare_keys);
    search_pairs(view, list, &closed, out);
    intro_i_free(list);
    intro_i_free(closed.keys);
    return INTRO_OK;
}
