/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whoever of his contacts was met before a person is above him (a walk in an
 * undirected graph leaves no tie between branches), so his own part of `lows`
 * is complete once his row was read on arrival. The row is read on for the next
 * who was not met; what comes back into the cache on the way up is asked for
 * some steps before. */
#include "analysis/cut_ties.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

enum { POLL_EVERY = 1 << 14, AHEAD = 8 };

#define NOT_MET UINT32_MAX

/* Somebody between the root and where the walk stands. */
typedef struct step {
    uint64_t next; /* arc to follow */
    uint64_t end;  /* of the row */
    uint32_t number;
} step;

typedef struct walk {
    intro_i_cuts *cuts;
    step *steps; /* from the root down */
    uint32_t depth;
    uint32_t met;
} walk;

static void arrive(walk *w, uint32_t v, uint32_t parent)
{
    intro_i_cuts *const cuts = w->cuts;
    const intro_i_weak_graph *const weak = cuts->weak;
    const uint64_t first = weak->offsets[v];
    const uint64_t end = weak->offsets[v + 1];
    const uint32_t number = w->met++;
    uint32_t low = number;
    cuts->numbers[v] = number;
    for (uint64_t i = first; i < end; i++) {
        const uint32_t above = cuts->numbers[weak->neighbours[i]];
        low = above < low && above != parent ? above : low;
    }
    cuts->order[number] = v;
    cuts->parents[number] = parent;
    cuts->lows[number] = low;
    w->steps[w->depth++] = (step){first, end, number};
}

/* The next contact on the row of the last step who was not met; false when all
 * were. */
static bool find_next(const walk *w, uint32_t *out)
{
    const intro_i_cuts *const cuts = w->cuts;
    step *const s = &w->steps[w->depth - 1];
    while (s->next < s->end) {
        *out = cuts->weak->neighbours[s->next++];
        if (cuts->numbers[*out] == NOT_MET) {
            return true;
        }
    }
    return false;
}

static void cut_tie(intro_i_cuts *cuts, uint32_t v, uint32_t w)
{
    const intro_i_weak_graph *const weak = cuts->weak;
    const uint32_t a = v < w ? v : w;
    uint64_t arc;
    if (intro_i_weak_find(weak, a, v < w ? w : v, &arc)) {
        intro_i_bits_set(cuts->ties, weak->tie_start[a] + arc -
                                         intro_i_weak_upper(weak, a));
        cuts->cut_ties++;
    }
}

static void cut_person(intro_i_cuts *cuts, uint32_t v)
{
    cuts->cut_people += !intro_i_bits_get(cuts->people, v);
    intro_i_bits_set(cuts->people, v);
}

/* All below the last step were met: back to the one before. */
static void leave(walk *w, uint32_t *branches)
{
    intro_i_cuts *const cuts = w->cuts;
    const uint32_t number = w->steps[--w->depth].number;
    const uint32_t parent = cuts->parents[number];
    const uint32_t low = cuts->lows[number];
    cuts->ends[number] = w->met;
    if (w->depth == 0) {
        return;
    }
    if (w->depth > AHEAD) {
        const uint64_t next = w->steps[w->depth - AHEAD].next;
        INTRO_PREFETCH(&cuts->weak->neighbours[next]);
    }
    if (low < cuts->lows[parent]) {
        cuts->lows[parent] = low;
    }
    if (low > parent) {
        cut_tie(cuts, cuts->order[number], cuts->order[parent]);
    }
    if (w->depth == 1) {
        *branches += 1;
        if (*branches == 2) {
            cut_person(cuts, cuts->order[parent]);
        }
    } else if (low >= parent) {
        cut_person(cuts, cuts->order[parent]);
    }
}

static intro_status walk_component(intro_ctx *ctx, walk *w, uint32_t root)
{
    uint32_t branches = 0;
    uint64_t steps = 0;
    uint32_t next;
    arrive(w, root, w->met);
    while (w->depth > 0) {
        if (++steps % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_progress(ctx, "cut people", "people", w->met,
                                       w->cuts->weak->people));
        }
        if (find_next(w, &next)) {
            arrive(w, next, w->steps[w->depth - 1].number);
        } else {
            leave(w, &branches);
        }
    }
    return INTRO_OK;
}

static intro_status walk_all(intro_ctx *ctx, walk *w)
{
    intro_i_cuts *const cuts = w->cuts;
    const uint32_t people = cuts->weak->people;
    for (uint32_t v = 0; v < people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (cuts->numbers[v] == NOT_MET) {
            cuts->roots[cuts->components++] = w->met;
            INTRO_TRY(walk_component(ctx, w, v));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_cuts_init(intro_ctx *ctx, const intro_i_weak_graph *weak,
                               intro_i_cuts *out)
{
    const size_t n = weak->people;
    walk w = {.cuts = out};
    *out = (intro_i_cuts){.weak = weak};
    out->numbers = intro_i_alloc(n, sizeof *out->numbers);
    out->order = intro_i_alloc(n, sizeof *out->order);
    out->parents = intro_i_alloc(n, sizeof *out->parents);
    out->lows = intro_i_alloc(n, sizeof *out->lows);
    out->ends = intro_i_alloc(n, sizeof *out->ends);
    out->roots = intro_i_alloc(n, sizeof *out->roots);
    out->people = intro_i_alloc_zero(intro_i_bits_words(n), sizeof(uint64_t));
    out->ties =
        intro_i_alloc_zero(intro_i_bits_words(weak->ties), sizeof(uint64_t));
    w.steps = intro_i_alloc(n, sizeof *w.steps);
    intro_status rc;
    if (out->numbers == NULL || out->order == NULL || out->parents == NULL ||
        out->lows == NULL || out->ends == NULL || out->roots == NULL ||
        out->people == NULL || out->ties == NULL || w.steps == NULL) {
        rc = intro_i_fail_memory(ctx);
    } else {
        memset(out->numbers, 0xff, n * sizeof *out->numbers);
        rc = walk_all(ctx, &w);
    }
    intro_i_free(w.steps);
    if (rc != INTRO_OK) {
        intro_i_cuts_fini(out);
    }
    return rc;
}

void intro_i_cuts_fini(intro_i_cuts *cuts)
{
    intro_i_free(cuts->numbers);
    intro_i_free(cuts->order);
    intro_i_free(cuts->parents);
    intro_i_free(cuts->lows);
    intro_i_free(cuts->ends);
    intro_i_free(cuts->roots);
    intro_i_free(cuts->people);
    intro_i_free(cuts->ties);
    memset(cuts, 0, sizeof *cuts);
}
