/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dijkstra's search for greatest products, with a heap of four children a node.
 * Rounding rises with its argument, so the greatest rounded product is that of a
 * path whose every beginning has the greatest one: what the search finds. A step
 * always leads farther, so nobody settled is improved. */
#include "analysis/betweenness_impl.h"

enum { CHILDREN = 4, POLL_EVERY = 1024 };

typedef struct heap {
    intro_i_bw_single *s;
    uint32_t count;
} heap;

static bool is_before(const heap *h, uint32_t v, uint32_t w)
{
    return intro_i_bw_is_nearer(&h->s->keys[v], &h->s->keys[w]);
}

static void put(heap *h, uint32_t place, uint32_t v)
{
    h->s->heap[place] = v;
    h->s->places[v] = place;
}

/* From a hole at `place` towards the top. */
static void rise(heap *h, uint32_t place, uint32_t v)
{
    while (place > 0) {
        const uint32_t parent = (place - 1) / CHILDREN;
        if (!is_before(h, v, h->s->heap[parent])) {
            break;
        }
        put(h, place, h->s->heap[parent]);
        place = parent;
    }
    put(h, place, v);
}

static void sink(heap *h, uint32_t place, uint32_t v)
{
    for (;;) {
        const uint64_t first = (uint64_t)place * CHILDREN + 1;
        const uint64_t end = intro_i_min_u64(first + CHILDREN, h->count);
        uint64_t best = first;
        for (uint64_t i = first + 1; i < end; i++) {
            if (is_before(h, h->s->heap[i], h->s->heap[best])) {
                best = i;
            }
        }
        if (first >= end || !is_before(h, h->s->heap[best], v)) {
            break;
        }
        put(h, place, h->s->heap[best]);
        place = (uint32_t)best;
    }
    put(h, place, v);
}

static uint32_t take_nearest(heap *h)
{
    const uint32_t nearest = h->s->heap[0];
    h->count--;
    if (h->count > 0) {
        sink(h, 0, h->s->heap[h->count]);
    }
    return nearest;
}

static void reach(heap *h, uint32_t w, intro_i_bw_key key)
{
    const bool is_new = h->s->keys[w].product <= 0;
    if (is_new || intro_i_bw_is_nearer(&key, &h->s->keys[w])) {
        h->s->keys[w] = key;
        rise(h, is_new ? h->count++ : h->s->places[w], w);
    }
}

intro_status intro_i_bw_search_warmth(const intro_i_bw_job *job,
                                      intro_i_bw_single *single,
                                      uint32_t source)
{
    const intro_i_arcs *const out = &job->net.out;
    heap h = {single, 0};
    single->reached = 0;
    reach(&h, source, (intro_i_bw_key){1, 0, 0});
    while (h.count > 0) {
        const uint32_t u = take_nearest(&h);
        single->order[single->reached++] = u;
        for (uint64_t i = out->offsets[u]; i < out->offsets[u + 1]; i++) {
            reach(&h, out->people[i],
                  intro_i_bw_step(single->keys[u], out->strengths[i]));
        }
        if (single->reached % POLL_EVERY == 0 &&
            intro_ctx_is_cancelled(job->ctx)) {
            return INTRO_ECANCELLED;
        }
    }
    return INTRO_OK;
}
