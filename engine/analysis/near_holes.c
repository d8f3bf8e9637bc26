/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some people, each from the rows of his contacts. */
#include "analysis/holes_formula.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <stdlib.h>

enum {
    POLL_EVERY = 1 << 20,
    SEARCH_ABOVE = 16 /* times longer rows are searched, not read */
};

typedef struct contact {
    intro_i_totals all;
    intro_i_pair_sums sums;
    uint32_t degree;
    uint32_t number; /* in the row of u */
} contact;

/* Scratch of a worker: the contacts of one person. */
typedef struct near {
    uint32_t *marks; /* person: 1 + number among the contacts, or 0 */
    contact *contacts;
    uint64_t until_poll;
} near;

typedef struct some {
    const intro_i_weak_graph *weak;
    const uint32_t *people;
    bool is_weighted;
    near *nears; /* one a worker */
    intro_i_holes *out;
} some;

static intro_status poll_work(intro_i_worker *worker, near *n, uint64_t work)
{
    if (n->until_poll > work) {
        n->until_poll -= work;
        return INTRO_OK;
    }
    n->until_poll = POLL_EVERY;
    return intro_i_worker_poll(worker);
}

static void add_third(const some *s, near *n, const intro_i_totals *u,
                      uint64_t first, contact *j, uint32_t q, uint64_t arc_jq)
{
    const intro_i_pair_sums more =
        intro_i_third_adds(u, &j->all, &n->contacts[q].all,
                           intro_i_arc_z(s->weak, s->is_weighted, first + q),
                           intro_i_arc_z(s->weak, s->is_weighted, arc_jq));
    j->sums.t += more.t;
    j->sums.w += more.w;
}

/* Who of the contacts of v is tied to his contact j? */
static intro_status add_thirds(const some *s, intro_i_worker *worker, near *n,
                               const intro_i_totals *u, uint32_t v, contact *j)
{
    const intro_i_weak_graph *const weak = s->weak;
    const uint64_t first = weak->offsets[v];
    const uint32_t other = weak->neighbours[first + j->number];
    const uint64_t degree = intro_i_weak_degree(weak, v);
    if (j->degree / SEARCH_ABOVE > degree) {
        for (uint32_t q = 0; q < degree; q++) {
            uint64_t arc;
            if (intro_i_weak_find(weak, other, weak->neighbours[first + q],
                                  &arc)) {
                add_third(s, n, u, first, j, q, arc);
            }
        }
        return poll_work(worker, n, degree * SEARCH_ABOVE);
    }
    for (uint64_t i = weak->offsets[other]; i < weak->offsets[other + 1]; i++) {
        const uint32_t mark = n->marks[weak->neighbours[i]];
        if (mark != 0) {
            add_third(s, n, u, first, j, mark - 1, i);
        }
    }
    return poll_work(worker, n, j->degree);
}

static intro_status meet_contacts(const some *s, intro_i_worker *worker,
                                  near *n, const intro_i_totals *u, uint32_t v)
{
    const intro_i_weak_graph *const weak = s->weak;
    const uint32_t degree = (uint32_t)intro_i_weak_degree(weak, v);
    for (uint32_t j = 0; j < degree; j++) {
        const uint32_t other = weak->neighbours[weak->offsets[v] + j];
        n->marks[other] = j + 1;
        n->contacts[j] =
            (contact){.all = intro_i_add_row(weak, s->is_weighted, other),
                      .degree = (uint32_t)intro_i_weak_degree(weak, other),
                      .number = j};
        INTRO_TRY(poll_work(worker, n, n->contacts[j].degree));
    }
    for (uint32_t j = 0; j < degree; j++) {
        INTRO_TRY(add_thirds(s, worker, n, u, v, &n->contacts[j]));
    }
    return INTRO_OK;
}

/* The order of places. */
static int compare_contacts(const void *left, const void *right)
{
    const contact *const a = left;
    const contact *const b = right;
    if (a->degree != b->degree) {
        return a->degree > b->degree ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

static intro_status measure_person(const some *s, intro_i_worker *worker,
                                   near *n, uint32_t v, intro_i_holes *out)
{
    const intro_i_weak_graph *const weak = s->weak;
    const uint64_t first = weak->offsets[v];
    const uint64_t degree = intro_i_weak_degree(weak, v);
    intro_i_holes_sums u = {.all = intro_i_add_row(weak, s->is_weighted, v)};
    const intro_status rc = meet_contacts(s, worker, n, &u.all, v);
    for (uint64_t j = 0; j < degree; j++) {
        n->marks[weak->neighbours[first + j]] = 0;
    }
    INTRO_TRY(rc);
    qsort(n->contacts, (size_t)degree, sizeof *n->contacts, compare_contacts);
    for (uint64_t j = 0; j < degree; j++) {
        const contact *const c = &n->contacts[j];
        intro_i_add_contact(
            &u, &c->all, intro_i_arc_z(weak, s->is_weighted, first + c->number),
            c->sums, true);
    }
    *out = intro_i_measure_holes(&u, degree);
    return INTRO_OK;
}

static intro_status measure_some(void *arg, intro_i_worker *worker,
                                 uint64_t begin, uint64_t end)
{
    const some *const s = arg;
    near *const n = &s->nears[worker->index];
    for (uint64_t i = begin; i < end; i++) {
        INTRO_TRY(measure_person(s, worker, n, s->people[i], &s->out[i]));
    }
    return INTRO_OK;
}

static bool init_near(near *n, uint32_t people, uint64_t most)
{
    n->until_poll = POLL_EVERY;
    n->marks = intro_i_alloc_zero(people, sizeof *n->marks);
    n->contacts = intro_i_alloc((size_t)most, sizeof *n->contacts);
    return n->marks != NULL && n->contacts != NULL;
}

static intro_status run_some(intro_ctx *ctx, some *s, size_t count,
                             uint32_t workers)
{
    uint64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        most =
            intro_i_max_u64(most, intro_i_weak_degree(s->weak, s->people[i]));
    }
    for (uint32_t i = 0; i < workers; i++) {
        if (!init_near(&s->nears[i], s->weak->people, most)) {
            return intro_i_fail_memory(ctx);
        }
    }
    return intro_i_parallel_for(ctx, count, 1, measure_some, s);
}

intro_status intro_i_holes_of(intro_ctx *ctx, const intro_i_weak_graph *weak,
                              const uint32_t *people, size_t count,
                              bool is_weighted, intro_i_holes *out)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, count, 1);
    some s = {
        .weak = weak, .people = people, .is_weighted = is_weighted, .out = out};
    s.nears = intro_i_alloc_zero(workers, sizeof *s.nears);
    const intro_status rc = s.nears == NULL ? intro_i_fail_memory(ctx)
                                            : run_some(ctx, &s, count, workers);
    for (uint32_t i = 0; s.nears != NULL && i < workers; i++) {
        intro_i_free(s.nears[i].marks);
        intro_i_free(s.nears[i].contacts);
    }
    intro_i_free(s.nears);
    return rc;
}

uint64_t intro_i_holes_work(const intro_i_weak_graph *weak,
                            const uint32_t *people, size_t count)
{
    uint64_t work = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t v = people[i];
        for (uint64_t k = weak->offsets[v]; k < weak->offsets[v + 1]; k++) {
            work += intro_i_weak_degree(weak, weak->neighbours[k]);
        }
    }
    return work;
}
