/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/weak_bridges.h"

#include "analysis/span.h"
#include "analysis/tie_facts.h"
#include "analysis/tie_score.h"
#include "base/context_impl.h"
#include "base/topk.h"

#include <string.h>

enum { HUBS = 64, POLL_EVERY = 1 << 10, GRAIN = 4096 };

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
    intro_i_spanner spanner;
    intro_i_topk best;
    intro_i_weak_bridges *out;
} search;

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

/* marks: people zeros. */
static intro_status find_near(intro_ctx *ctx, search *s, uint64_t *marks)
{
    const intro_i_weak_graph *const weak = s->ties->weak;
    uint64_t **const rooms[] = {&s->near[0], &s->near[1], &s->twice};
    for (size_t i = 0; i < INTRO_COUNT_OF(rooms); i++) {
        *rooms[i] = intro_i_alloc(weak->people, sizeof **rooms[i]);
        if (*rooms[i] == NULL) {
            return intro_i_fail_memory(ctx);
        }
    }
    INTRO_TRY(mark_hubs(ctx, weak, marks));
    INTRO_TRY(spread(ctx, &(spreading){weak, marks, s->near[0], NULL}));
    INTRO_TRY(spread(ctx, &(spreading){weak, s->near[0], s->near[1], NULL}));
    return spread(ctx, &(spreading){weak, s->near[1], NULL, s->twice});
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
static bool can_enter(const search *s, candidate *c, uint32_t span)
{
    const candidate *const bar = intro_i_topk_bar(&s->best);
    c->span = span;
    return bar == NULL || comes_before(c, bar, NULL);
}

static intro_status offer(intro_ctx *ctx, search *s, candidate *c)
{
    const intro_i_worker worker = {.ctx = ctx};
    const uint32_t mutual = s->ties->mutual[c->tie];
    if (intro_i_is_cut_tie(s->cuts, c->tie)) {
        c->span = CUT_SPAN;
    } else if (mutual != 0) {
        c->span = 2;
    } else if (!can_enter(s, c, CUT_SPAN - 1) ||
               !can_enter(s, c, longest_way(s, c->a, c->b))) {
        return INTRO_OK;
    } else {
        INTRO_TRY(intro_i_poll(ctx));
        INTRO_TRY(intro_i_span(&worker, &s->spanner, c->a, c->b, &c->span));
    }
    return can_enter(s, c, c->span) ? intro_i_topk_offer(&s->best, c)
                                    : INTRO_OK;
}

static intro_status look_at_row(intro_ctx *ctx, search *s, uint32_t v)
{
    const intro_i_weak_graph *const weak = s->ties->weak;
    uint64_t tie = weak->tie_start[v];
    for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
         i++, tie++) {
        const uint32_t w = weak->neighbours[i];
        if (s->of[v] == s->of[w]) {
            continue;
        }
        s->out->bridging++;
        if (intro_i_tie_weakness(s->ties, v, w, weak->strengths[i], tie) == 0) {
            continue;
        }
        const double overlap = intro_i_tie_overlap(s->ties, v, w, tie);
        candidate c = {.a = v,
                       .b = w,
                       .strength = weak->strengths[i],
                       .overlap = isnan(overlap) ? 0 : overlap,
                       .tie = tie};
        s->out->weak++;
        INTRO_TRY(offer(ctx, s, &c));
    }
    return INTRO_OK;
}

/* --- the list ------------------------------------------------------------- */

static intro_status list_best(intro_ctx *ctx, search *s)
{
    const intro_i_weak_graph *const weak = s->ties->weak;
    const intro_i_worker worker = {.ctx = ctx};
    const candidate *const best = intro_i_topk_sort(&s->best);
    intro_i_scorer scorer;
    INTRO_TRY(intro_i_scorer_init(&scorer, weak));
    intro_status rc =
        intro_i_vec_weak_tie_reserve(&s->out->list, s->best.count);
    for (size_t i = 0; i < s->best.count && rc == INTRO_OK; i++) {
        const candidate *const c = &best[i];
        intro_weak_tie tie = {
            .a = c->a,
            .b = c->b,
            .strength = c->strength,
            .inferred = intro_i_tie_is_inferred(weak, c->a, c->b),
            .cut = c->span == CUT_SPAN,
            .overlap = intro_i_tie_overlap(s->ties, c->a, c->b, c->tie),
            .mutual = s->ties->mutual[c->tie],
            .span = c->span == CUT_SPAN ? 0 : c->span,
            .from_cluster = s->of[c->a] + 1,
            .to_cluster = s->of[c->b] + 1};
        rc = intro_i_tie_score(&worker, &scorer, c->a, c->b, &tie.score);
        s->out->list.data[s->out->list.count++] = tie;
    }
    intro_i_scorer_fini(&scorer);
    return rc;
}

static intro_status run(intro_ctx *ctx, search *s, uint64_t *marks)
{
    const uint32_t people = s->ties->weak->people;
    INTRO_TRY(find_near(ctx, s, marks));
    INTRO_TRY(intro_i_spanner_init(&s->spanner, s->ties->weak));
    for (uint32_t v = 0; v < people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_progress(ctx, "weak ties", "people", v, people));
        }
        INTRO_TRY(look_at_row(ctx, s, v));
    }
    return list_best(ctx, s);
}

intro_status intro_i_weak_bridges_find(intro_ctx *ctx,
                                       const intro_i_weak_ties *ties,
                                       const intro_i_cuts *cuts,
                                       const uint32_t *of, uint64_t top,
                                       intro_i_weak_bridges *out)
{
    search s = {.ties = ties, .cuts = cuts, .of = of, .out = out};
    memset(out, 0, sizeof *out);
    intro_i_topk_init(&s.best, top == 0 ? UINT64_MAX : top, sizeof(candidate),
                      comes_before, NULL);
    uint64_t *const marks =
        intro_i_alloc_zero(ties->weak->people, sizeof *marks);
    intro_status rc = marks == NULL ? INTRO_ENOMEM : run(ctx, &s, marks);
    intro_i_topk_fini(&s.best);
    intro_i_spanner_fini(&s.spanner);
    intro_i_free(marks);
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
