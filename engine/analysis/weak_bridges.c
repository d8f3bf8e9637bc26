/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/weak_bridges.h"

#include "analysis/span.h"
#include "analysis/tie_facts.h"
#include "analysis/tie_score.h"
#include "base/context_impl.h"
#include "base/topk.h"

#include <stdlib.h>
#include <string.h>

enum { HUBS = 64, GRAIN = 4096, LISTED = 16 };

/* Spans that sort as they are listed: a cut tie's is the longest. */
#define CUT_SPAN UINT32_MAX

typedef struct candidate {
    uint32_t a;
    uint32_t b;
    uint32_t span;
    float strength;
    double overlap;
    uint64_t tie;
} candidate;

typedef struct search {
    const intro_i_weak_ties *ties;
    const intro_i_cuts *cuts;
    const uint32_t *of;
    /* people: bits, the hubs within one tie, within two, and those that two or
     * more neighbours have within two; NULL before they are found */
    uint64_t *near[2];
    uint64_t *twice;
    struct looker *lookers; /* of each worker */
    uint32_t workers;
} search;

/* What one worker has seen. */
typedef struct looker {
    intro_i_spanner spanner;
    intro_i_topk best;
    uint64_t bridging;
    uint64_t weak;
} looker;

/* --- order ---------------------------------------------------------------- */

static bool comes_before(const void *left, const void *right, void *user)
{
    const candidate *const x = left;
    const candidate *const y = right;
    (void)user;
    if (x->span != y->span) {
        return x->span > y->span;
    }
    if (x->overlap < y->overlap || x->overlap > y->overlap) {
        return x->overlap < y->overlap;
    }
    if (x->strength < y->strength || x->strength > y->strength) {
        return x->strength > y->strength;
    }
    return x->tie < y->tie; /* numbered by (a, b) */
}

/* --- people who have many ties -------------------------------------------- */

typedef struct hub {
    uint32_t person;
    uint64_t degree;
} hub;

static bool has_more_ties(const void *left, const void *right, void *user)
{
    const hub *const x = left;
    const hub *const y = right;
    (void)user;
    return x->degree != y->degree ? x->degree > y->degree
                                  : x->person < y->person;
}

typedef struct spreading {
    const intro_i_weak_graph *weak;
    const uint64_t *from;
    uint64_t *to;    /* bits that a neighbour has; NULL */
    uint64_t *twice; /* bits that two neighbours have; NULL */
} spreading;

static intro_status spread_rows(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const spreading *const s = arg;
    (void)worker;
    for (uint64_t v = begin; v < end; v++) {
        uint64_t bits = 0;
        uint64_t again = 0;
        for (uint64_t i = s->weak->offsets[v]; i < s->weak->offsets[v + 1];
             i++) {
            const uint64_t fresh = s->from[s->weak->neighbours[i]];
            again |= bits & fresh;
            bits |= fresh;
        }
        if (s->to != NULL) {
            s->to[v] = bits;
        }
        if (s->twice != NULL) {
            s->twice[v] = again;
        }
    }
    return INTRO_OK;
}

static intro_status mark_hubs(intro_ctx *ctx, const intro_i_weak_graph *weak,
                              uint64_t *marks)
{
    intro_i_topk best;
    intro_i_topk_init(&best, HUBS, sizeof(hub), has_more_ties, NULL);
    intro_status rc = INTRO_OK;
    for (uint32_t v = 0; v < weak->people && rc == INTRO_OK; v++) {
        const hub h = {v, intro_i_weak_degree(weak, v)};
        rc = intro_i_topk_offer(&best, &h);
    }
    const hub *const hubs = intro_i_topk_sort(&best);
    for (size_t i = 0; i < best.count; i++) {
        marks[hubs[i].person] = (uint64_t)1 << i;
    }
    intro_i_topk_fini(&best);
    return rc == INTRO_OK ? intro_i_poll(ctx) : intro_i_fail_memory(ctx);
}

static intro_status spread(intro_ctx *ctx, const spreading *s)
{
    return intro_i_parallel_for(ctx, s->weak->people, GRAIN, spread_rows,
                                (void *)(uintptr_t)s);
}

static intro_status spread_all(intro_ctx *ctx, search *s, uint64_t *marks)
{
    const intro_i_weak_graph *const weak = s->ties->weak;
    INTRO_TRY(mark_hubs(ctx, weak, marks));
    INTRO_TRY(spread(ctx, &(spreading){weak, marks, s->near[0], NULL}));
    INTRO_TRY(spread(ctx, &(spreading){weak, s->near[0], s->near[1], NULL}));
    return spread(ctx, &(spreading){weak, s->near[1], NULL, s->twice});
}

static intro_status find_near(intro_ctx *ctx, search *s)
{
    const uint32_t people = s->ties->weak->people;
    uint64_t **const rooms[] = {&s->near[0], &s->near[1], &s->twice};
    for (size_t i = 0; i < INTRO_COUNT_OF(rooms); i++) {
        *rooms[i] = intro_i_alloc(people, sizeof **rooms[i]);
        if (*rooms[i] == NULL) {
            return INTRO_ENOMEM;
        }
    }
    uint64_t *const marks = intro_i_alloc_zero(people, sizeof *marks);
    const intro_status rc =
        marks == NULL ? INTRO_ENOMEM : spread_all(ctx, s, marks);
    intro_i_free(marks);
    return rc;
}

/* From a over two ties to a hub, and on to b over three, of which the last comes
 * from somebody else than a. b is no neighbour of the hub, so neither part leads
 * over b before its end. */
static bool has_way_of_five(const search *s, uint32_t a, uint32_t b)
{
    return (s->near[1][a] & s->twice[b] & ~s->near[0][b]) != 0;
}

/* The way round is no longer; CUT_SPAN - 1 when they show none. A
 * hub that each end has in two ties and neither in one makes one of at most four:
 * neither half of it leads over the other end. */
static uint32_t longest_way(const search *s, uint32_t a, uint32_t b)
{
    if ((s->near[1][a] & s->near[1][b] & ~(s->near[0][a] | s->near[0][b])) !=
        0) {
        return 4;
    }
    return has_way_of_five(s, a, b) || has_way_of_five(s, b, a) ? 5
                                                                : CUT_SPAN - 1;
}

/* --- candidates ----------------------------------------------------------- */

/* Can it come into the list if its span is this at most? */
static bool can_enter(const looker *l, candidate *c, uint32_t span)
{
    const candidate *const bar = intro_i_topk_bar(&l->best);
    c->span = span;
    return bar == NULL || comes_before(c, bar, NULL);
}

/* A cut tie has no common neighbours. */
static intro_status offer(const search *s, looker *l,
                          const intro_i_worker *worker, candidate *c)
{
    if (s->ties->mutual[c->tie] != 0) {
        c->span = 2;
    } else if (intro_i_is_cut_tie(s->cuts, c->tie)) {
        c->span = CUT_SPAN;
    } else if (!can_enter(l, c, CUT_SPAN - 1) ||
               !can_enter(l, c, longest_way(s, c->a, c->b))) {
        return INTRO_OK;
    } else {
        INTRO_TRY(intro_i_worker_poll(worker));
        INTRO_TRY(intro_i_span(worker, &l->spanner, c->a, c->b, &c->span));
    }
    return can_enter(l, c, c->span) ? intro_i_topk_offer(&l->best, c)
                                    : INTRO_OK;
}

static intro_status look_at_row(const search *s, looker *l,
                                const intro_i_worker *worker, uint32_t v)
{
    const intro_i_weak_graph *const weak = s->ties->weak;
    uint64_t tie = weak->tie_start[v];
    for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
         i++, tie++) {
        const uint32_t w = weak->neighbours[i];
        if (s->of[v] == s->of[w]) {
            continue;
        }
        l->bridging++;
        if (intro_i_tie_weakness(s->ties, v, w, weak->strengths[i], tie) == 0) {
            continue;
        }
        const double overlap = intro_i_tie_overlap(s->ties, v, w, tie);
        candidate c = {.a = v,
                       .b = w,
                       .strength = weak->strengths[i],
                       .overlap = isnan(overlap) ? 0 : overlap,
                       .tie = tie};
        l->weak++;
        INTRO_TRY(offer(s, l, worker, &c));
    }
    return INTRO_OK;
}

static intro_status look_at_rows(void *arg, intro_i_worker *worker,
                                 uint64_t begin, uint64_t end)
{
    const search *const s = arg;
    for (uint64_t v = begin; v < end; v++) {
        INTRO_TRY(
            look_at_row(s, &s->lookers[worker->index], worker, (uint32_t)v));
    }
    return INTRO_OK;
}

static intro_status start_lookers(intro_ctx *ctx, search *s, uint64_t top)
{
    const intro_i_weak_graph *const weak = s->ties->weak;
    const uint32_t workers = intro_i_parallel_workers(ctx, weak->people, GRAIN);
    s->lookers = intro_i_alloc_zero(workers, sizeof *s->lookers);
    if (s->lookers == NULL) {
        return INTRO_ENOMEM;
    }
    s->workers = workers;
    for (uint32_t i = 0; i < workers; i++) {
        intro_i_topk_init(&s->lookers[i].best, top == 0 ? UINT64_MAX : top,
                          sizeof(candidate), comes_before, NULL);
        INTRO_TRY(intro_i_spanner_init(&s->lookers[i].spanner, weak));
    }
    return INTRO_OK;
}

/* What all have seen, in the first. The best of each hold the best of all. */
static intro_status gather(search *s, intro_i_weak_bridges *out)
{
    intro_i_topk *const best = &s->lookers[0].best;
    for (uint32_t i = 0; i < s->workers; i++) {
        out->bridging += s->lookers[i].bridging;
        out->weak += s->lookers[i].weak;
        for (size_t k = 0; i > 0 && k < s->lookers[i].best.count; k++) {
            const unsigned char *const items = s->lookers[i].best.items;
            INTRO_TRY(intro_i_topk_offer(best, items + k * sizeof(candidate)));
        }
    }
    return INTRO_OK;
}

static void end_lookers(search *s)
{
    for (uint32_t i = 0; i < s->workers; i++) {
        intro_i_topk_fini(&s->lookers[i].best);
        intro_i_spanner_fini(&s->lookers[i].spanner);
    }
    intro_i_free(s->lookers);
}

/* --- the list ------------------------------------------------------------- */

/* One end of a listed tie. */
typedef struct tie_end {
    uint32_t person;
    uint32_t other;
    uint64_t row; /* in the list */
} tie_end;

typedef struct listing {
    const search *s;
    const candidate *best;
    tie_end *ends; /* of all rows; by person, then other */
    uint64_t end_count;
    intro_i_scorer *scorers; /* of each worker; zeroed before its first use */
    intro_weak_tie *list;
} listing;

static intro_weak_tie describe(const search *s, const candidate *c)
{
    return (intro_weak_tie){
        .a = c->a,
        .b = c->b,
        .strength = c->strength,
        .inferred = intro_i_tie_is_inferred(s->ties->weak, c->a, c->b),
        .cut = c->span == CUT_SPAN,
        .overlap = intro_i_tie_overlap(s->ties, c->a, c->b, c->tie),
        .mutual = s->ties->mutual[c->tie],
        .span = c->span == CUT_SPAN ? 0 : c->span,
        .from_cluster = s->of[c->a] + 1,
        .to_cluster = s->of[c->b] + 1};
}

static intro_status describe_some(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end)
{
    const listing *const l = arg;
    (void)worker;
    for (uint64_t i = begin; i < end; i++) {
        l->list[i] = describe(l->s, &l->best[i]);
        l->ends[2 * i] = (tie_end){l->best[i].a, l->best[i].b, i};
        l->ends[2 * i + 1] = (tie_end){l->best[i].b, l->best[i].a, i};
    }
    return INTRO_OK;
}

static int compare_ends(const void *left, const void *right)
{
    const tie_end *const x = left;
    const tie_end *const y = right;
    return x->person != y->person
               ? (x->person > y->person ? 1 : -1)
               : (x->other > y->other) - (x->other < y->other);
}

/* All ends of one person, from `first` on. */
static intro_status score_person(const listing *l, intro_i_worker *worker,
                                 uint64_t first)
{
    const intro_i_weak_graph *const weak = l->s->ties->weak;
    const uint32_t v = l->ends[first].person;
    intro_i_scorer *const scorer = &l->scorers[worker->index];
    if (scorer->marks == NULL) {
        INTRO_TRY(intro_i_scorer_init(scorer, weak));
    }
    INTRO_TRY(intro_i_tie_losses(worker, scorer, v));
    for (uint64_t i = first; i < l->end_count && l->ends[i].person == v; i++) {
        uint64_t arc;
        if (intro_i_weak_find(weak, v, l->ends[i].other, &arc)) {
            (void)__atomic_fetch_add(&l->list[l->ends[i].row].score,
                                     scorer->lost.data[arc - weak->offsets[v]],
                                     __ATOMIC_RELAXED);
        }
    }
    return INTRO_OK;
}

/* A person is looked at where his ends begin. */
static intro_status score_some(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const listing *const l = arg;
    for (uint64_t i = begin; i < end; i++) {
        if (i == 0 || l->ends[i].person != l->ends[i - 1].person) {
            INTRO_TRY(intro_i_worker_poll(worker));
            INTRO_TRY(score_person(l, worker, i));
        }
    }
    return INTRO_OK;
}

static intro_status list_all(intro_ctx *ctx, listing *l, uint32_t workers)
{
    l->ends = intro_i_alloc(l->end_count, sizeof *l->ends);
    l->scorers = intro_i_alloc_zero(workers, sizeof *l->scorers);
    if (l->ends == NULL || l->scorers == NULL) {
        return INTRO_ENOMEM;
    }
    INTRO_TRY(
        intro_i_parallel_for(ctx, l->end_count / 2, GRAIN, describe_some, l));
    qsort(l->ends, l->end_count, sizeof *l->ends, compare_ends);
    return intro_i_parallel_phase(ctx, "weak ties", "ends", l->end_count,
                                  LISTED, score_some, l);
}

static intro_status list_best(intro_ctx *ctx, search *s,
                              intro_i_vec_weak_tie *list)
{
    const candidate *const best = intro_i_topk_sort(&s->lookers[0].best);
    const size_t count = s->lookers[0].best.count;
    const uint32_t workers = intro_i_parallel_workers(ctx, 2 * count, LISTED);
    INTRO_TRY(intro_i_vec_weak_tie_reserve(list, count));
    listing l = {
        .s = s, .best = best, .end_count = 2 * count, .list = list->data};
    const intro_status rc = list_all(ctx, &l, workers);
    for (uint32_t i = 0; i < workers && l.scorers != NULL; i++) {
        intro_i_scorer_fini(&l.scorers[i]);
    }
    intro_i_free(l.scorers);
    intro_i_free(l.ends);
    list->count = rc == INTRO_OK ? count : 0;
    return rc;
}

static intro_status run(intro_ctx *ctx, search *s, uint64_t top,
                        intro_i_weak_bridges *out)
{
    const uint32_t people = s->ties->weak->people;
    INTRO_TRY(find_near(ctx, s));
    INTRO_TRY(start_lookers(ctx, s, top));
    INTRO_TRY(intro_i_parallel_phase(ctx, "weak ties", "people", people, GRAIN,
                                     look_at_rows, s));
    INTRO_TRY(gather(s, out));
    return list_best(ctx, s, &out->list);
}

intro_status intro_i_weak_bridges_find(intro_ctx *ctx,
                                       const intro_i_weak_ties *ties,
                                       const intro_i_cuts *cuts,
                                       const uint32_t *of, uint64_t top,
                                       intro_i_weak_bridges *out)
{
    search s = {.ties = ties, .cuts = cuts, .of = of};
    memset(out, 0, sizeof *out);
    const intro_status rc = run(ctx, &s, top, out);
    end_lookers(&s);
    intro_i_free(s.near[0]);
    intro_i_free(s.near[1]);
    intro_i_free(s.twice);
    if (rc != INTRO_OK) {
        intro_i_weak_bridges_fini(out);
    }
    return rc == INTRO_ENOMEM       ? intro_i_fail_memory(ctx)
           : rc == INTRO_ECANCELLED ? intro_i_fail(ctx, rc, "cancelled")
                                    : rc;
}

void intro_i_weak_bridges_fini(intro_i_weak_bridges *bridges)
{
    intro_i_vec_weak_tie_fini(&bridges->list);
    memset(bridges, 0, sizeof *bridges);
}
