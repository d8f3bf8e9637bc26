/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People are looked at in the order of places, those of most contacts first, so
 * that the least of the five is soon beyond what most can have: the closed ways
 * of a person are counted only when all of his ways between some pair would
 * bring him in. Each thread keeps its own five; the best of all of them do not
 * depend on who looked at whom. */
#include "analysis/pair_brokers.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { GRAIN = 64, KEPT = INTRO_I_PAIR_BROKERS };

/* A pair by its greater group, in the list of the lesser one. */
typedef struct partner {
    uint32_t b;
    uint32_t pair;
} partner;

typedef struct desk {
    intro_i_view view;
    intro_i_pair_brokers *best; /* by pair */
    uint64_t *closed;           /* by pair; 0 between two people */
} desk;

typedef struct search {
    const intro_i_orientation *o;
    const intro_i_groups *groups;
    const intro_i_group_pair *pairs;
    size_t count;
    uint64_t *starts;  /* groups + 1 */
    partner *partners; /* by lesser group, rising */
    desk *desks;       /* one a worker */
    uint32_t workers;
} search;

/* Is somebody with so many open ways before the one at `at`? */
static bool is_before(const intro_i_pair_brokers *best, uint32_t at,
                      uint64_t open, uint32_t person)
{
    return at >= best->count || open > best->open[at] ||
           (open == best->open[at] && person < best->people[at]);
}

static void offer(intro_i_pair_brokers *best, uint64_t open, uint32_t person)
{
    uint32_t at = best->count;
    while (at > 0 && is_before(best, at - 1, open, person)) {
        at--;
    }
    if (at == KEPT) {
        return;
    }
    best->count += best->count < KEPT;
    for (uint32_t i = best->count - 1; i > at; i--) {
        best->open[i] = best->open[i - 1];
        best->people[i] = best->people[i - 1];
    }
    best->open[at] = open;
    best->people[at] = person;
}

static bool would_enter(const intro_i_pair_brokers *best, uint64_t open,
                        uint32_t person)
{
    return open > 0 && is_before(best, KEPT - 1, open, person);
}

/* --- one person ------------------------------------------------------------------------ */

static const partner *find_partner(const search *s, uint32_t a, uint32_t b)
{
    uint64_t low = s->starts[a];
    uint64_t high = s->starts[a + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (s->partners[middle].b < b) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < s->starts[a + 1] && s->partners[low].b == b ? &s->partners[low]
                                                             : NULL;
}

typedef bool pair_fn(desk *d, uint32_t a, const partner *p);

/* Calls for each wanted pair of the groups in view, until one answers true. */
static bool any_pair(const search *s, desk *d, pair_fn *fn)
{
    const intro_i_view *const view = &d->view;
    for (uint32_t i = 0; i < view->met_count; i++) {
        const uint32_t a = view->met[i];
        const uint64_t wanted = s->starts[a + 1] - s->starts[a];
        if (wanted <= view->met_count) {
            for (uint64_t k = s->starts[a]; k < s->starts[a + 1]; k++) {
                if (fn(d, a, &s->partners[k])) {
                    return true;
                }
            }
            continue;
        }
        for (uint32_t k = i; k < view->met_count; k++) {
            const partner *const p = find_partner(s, a, view->met[k]);
            if (p != NULL && fn(d, a, p)) {
                return true;
            }
        }
    }
    return false;
}

static bool might_enter(desk *d, uint32_t a, const partner *p)
{
    return would_enter(&d->best[p->pair],
                       intro_i_view_between(&d->view, a, p->b), d->view.person);
}

static bool offer_open(desk *d, uint32_t a, const partner *p)
{
    const uint64_t open =
        intro_i_view_between(&d->view, a, p->b) - d->closed[p->pair];
    if (would_enter(&d->best[p->pair], open, d->view.person)) {
        offer(&d->best[p->pair], open, d->view.person);
    }
    return false;
}

/* The closed ways of each wanted pair, times `sign`. */
static void add_closed(const search *s, desk *d, int sign)
{
    const intro_i_view *const view = &d->view;
    for (size_t i = 0; i < view->closed.count; i++) {
        const intro_i_view_way *const way = &view->closed.data[i];
        const uint32_t x = view->contacts.data[way->from].group;
        const uint32_t y = view->contacts.data[way->to].group;
        const partner *const p = find_partner(s, x < y ? x : y, x < y ? y : x);
        if (p != NULL) {
            d->closed[p->pair] += (uint64_t)(int64_t)sign;
        }
    }
}

static intro_status look_at(const search *s, desk *d, uint32_t v)
{
    if (s->groups->of[v] == INTRO_I_NO_GROUP) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_view_contacts(&d->view, v));
    if (any_pair(s, d, might_enter)) {
        INTRO_TRY(intro_i_view_closed(&d->view));
        add_closed(s, d, 1);
        (void)any_pair(s, d, offer_open);
        add_closed(s, d, -1);
    }
    return INTRO_OK;
}

static intro_status look_at_places(void *arg, intro_i_worker *worker,
                                   uint64_t begin, uint64_t end)
{
    const search *const s = arg;
    desk *const d = &s->desks[worker->index];
    for (uint64_t place = begin; place < end; place++) {
        INTRO_TRY(intro_i_worker_poll(worker));
        INTRO_TRY(look_at(s, d, s->o->persons[place]));
    }
    return INTRO_OK;
}

/* --- everybody --------------------------------------------------------------------------- */

static int compare_partners(const void *left, const void *right)
{
    const partner *const a = left;
    const partner *const b = right;
    return (a->b > b->b) - (a->b < b->b);
}

static void list_partners(search *s)
{
    const uint32_t groups = s->groups->count;
    for (size_t i = 0; i < s->count; i++) {
        s->starts[s->pairs[i].a + 1]++;
    }
    for (uint32_t g = 0; g < groups; g++) {
        s->starts[g + 1] += s->starts[g];
    }
    for (size_t i = s->count; i-- > 0;) { /* fills each list from its end */
        const uint32_t a = s->pairs[i].a;
        s->partners[--s->starts[a + 1]] = (partner){s->pairs[i].b, (uint32_t)i};
    }
    /* starts[a + 1] is now where list a begins. */
    for (uint32_t g = 0; g < groups; g++) {
        s->starts[g] = s->starts[g + 1];
    }
    s->starts[groups] = s->count;
    for (uint32_t g = 0; g < groups; g++) {
        qsort(s->partners + s->starts[g],
              (size_t)(s->starts[g + 1] - s->starts[g]), sizeof *s->partners,
              compare_partners);
    }
}

static bool init_desk(const search *s, desk *d)
{
    if (intro_i_view_init(&d->view, s->o, s->groups) != INTRO_OK) {
        return false;
    }
    d->best = intro_i_alloc_zero(s->count, sizeof *d->best);
    d->closed = intro_i_alloc_zero(s->count, sizeof *d->closed);
    return d->best != NULL && d->closed != NULL;
}

static intro_status run_search(intro_ctx *ctx, search *s,
                               intro_i_pair_brokers *out)
{
    for (uint32_t i = 0; i < s->workers; i++) {
        if (!init_desk(s, &s->desks[i])) {
            return intro_i_fail_memory(ctx);
        }
    }
    list_partners(s);
    INTRO_TRY(intro_i_parallel_phase(ctx, "brokers of pairs", "people",
                                     s->o->weak->people, GRAIN, look_at_places,
                                     s));
    memset(out, 0, s->count * sizeof *out);
    for (uint32_t i = 0; i < s->workers; i++) {
        for (size_t k = 0; k < s->count; k++) {
            const intro_i_pair_brokers *const best = &s->desks[i].best[k];
            for (uint32_t b = 0; b < best->count; b++) {
                offer(&out[k], best->open[b], best->people[b]);
            }
        }
    }
    return INTRO_OK;
}

intro_status intro_i_pair_brokers_find(intro_ctx *ctx,
                                       const intro_i_orientation *o,
                                       const intro_i_groups *groups,
                                       const intro_i_group_pair *pairs,
                                       size_t count, intro_i_pair_brokers *out)
{
    search s = {.o = o, .groups = groups, .pairs = pairs, .count = count};
    s.workers = intro_i_parallel_workers(ctx, o->weak->people, GRAIN);
    s.starts = intro_i_alloc_zero((size_t)groups->count + 1, sizeof *s.starts);
    s.partners = intro_i_alloc(count, sizeof *s.partners);
    s.desks = intro_i_alloc_zero(s.workers, sizeof *s.desks);
    const intro_status rc =
        s.starts == NULL || s.partners == NULL || s.desks == NULL
            ? intro_i_fail_memory(ctx)
            : run_search(ctx, &s, out);
    for (uint32_t i = 0; s.desks != NULL && i < s.workers; i++) {
        intro_i_view_fini(&s.desks[i].view);
        intro_i_free(s.desks[i].best);
        intro_i_free(s.desks[i].closed);
    }
    intro_i_free(s.desks);
    intro_i_free(s.partners);
    intro_i_free(s.starts);
    return rc;
}
