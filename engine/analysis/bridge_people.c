/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people who join groups. What orders them, betweenness and brokerage, is
 * found for everybody; the rest for those who are listed. */
#include "analysis/bridges_impl.h"

#include "analysis/diversity.h"
#include "analysis/pair_brokers.h"
#include "analysis/role_chance.h"
#include "analysis/structural_holes.h"
#include "analysis/within.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "base/topk.h"

#include <math.h>
#include <string.h>

_Static_assert((int)INTRO_I_ROLES == (int)INTRO_ROLE_COUNT &&
                   (int)INTRO_I_GATEKEEPER == (int)INTRO_ROLE_GATEKEEPER,
               "one order of the roles");

/* Structural holes of the listed people are looked for one by one as long as
 * that is not more work than so many listings of the triangles. */
enum { POLL_EVERY = 1 << 16, GRAIN = 16, WORK_A_TIE = 4 };

typedef struct people_work {
    const intro_i_bridge_work *w;
    intro_i_roles *roles; /* by person; NULL when there are no groups */
} people_work;

static bool is_directed(const intro_i_bridge_work *w)
{
    return w->found->weak.ways != NULL;
}

static bool has_group(const intro_i_bridge_work *w, uint32_t v)
{
    return w->found->groups.of[v] != INTRO_I_NO_GROUP;
}

/* --- order ----------------------------------------------------------------------- */

/* Whoever has no group has no brokerage and stands behind who has. Where nobody
 * has one, betweenness is all there is. */
static bool comes_before(const void *left, const void *right, void *user)
{
    const uint32_t x = *(const uint32_t *)left;
    const uint32_t y = *(const uint32_t *)right;
    const people_work *const p = user;
    const intro_i_betweenness *const between = &p->w->betweenness;
    const double *const order =
        p->roles != NULL ? between->cross : between->all;
    if (order != NULL && order[x] != order[y]) {
        return order[x] > order[y];
    }
    if (has_group(p->w, x) != has_group(p->w, y)) {
        return has_group(p->w, x);
    }
    if (p->roles != NULL) {
        const uint64_t a = intro_i_brokerage(&p->roles[x], is_directed(p->w));
        const uint64_t b = intro_i_brokerage(&p->roles[y], is_directed(p->w));
        if (a != b) {
            return a > b;
        }
    }
    return x < y;
}

static intro_status choose(intro_ctx *ctx, people_work *p, intro_i_topk *best)
{
    for (uint32_t v = 0; v < p->w->found->weak.people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (intro_i_topk_offer(best, &v) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

/* --- what each of them is ------------------------------------------------------------ */

static intro_broker make_broker(const people_work *p, uint32_t v)
{
    const intro_i_bridge_work *const w = p->w;
    const intro_bridges *const found = w->found;
    const double none = (double)NAN;
    intro_broker b = {
        .person = v,
        .group = intro_i_group_name(&found->groups, found->groups.of[v]),
        .degree = (uint32_t)intro_i_weak_degree(&found->weak, v),
        .role_z = {none, none, none, none, none},
        .brokerage_z = none,
        .participation = none,
        .within_z = none,
        .betweenness =
            w->betweenness.all != NULL ? w->betweenness.all[v] : none,
        .cross_betweenness =
            w->betweenness.cross != NULL ? w->betweenness.cross[v] : none,
        .is_cut_person = intro_i_is_cut_person(&found->cuts, v)};
    for (int role = 0; p->roles != NULL && role < INTRO_I_ROLES; role++) {
        b.roles[role] = p->roles[v].counts[role];
    }
    if (p->roles != NULL) {
        b.brokerage = intro_i_brokerage(&p->roles[v], is_directed(w));
    }
    return b;
}

static intro_status find_holes(intro_ctx *ctx, const intro_i_bridge_work *w,
                               const uint32_t *listed, size_t count,
                               bool is_weighted, intro_i_holes *out)
{
    const intro_i_weak_graph *const weak = &w->found->weak;
    if (intro_i_holes_work(weak, listed, count) <= WORK_A_TIE * weak->ties) {
        return intro_i_holes_of(ctx, weak, listed, count, is_weighted, out);
    }
    intro_i_holes *const all = intro_i_alloc(weak->people, sizeof *all);
    if (all == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc =
        intro_i_holes_of_all(ctx, &w->orientation, is_weighted, all);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        out[i] = all[listed[i]];
    }
    intro_i_free(all);
    return rc;
}

static intro_status add_holes(intro_ctx *ctx, const intro_i_bridge_work *w,
                              const uint32_t *listed, size_t count)
{
    intro_broker *const brokers = w->found->brokers;
    intro_i_holes *const holes = intro_i_alloc(count, sizeof *holes);
    if (holes == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = find_holes(ctx, w, listed, count, false, holes);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        brokers[i].constraint = holes[i].constraint;
        brokers[i].effective_size = holes[i].effective_size;
        brokers[i].efficiency = holes[i].efficiency;
        brokers[i].hierarchy = holes[i].hierarchy;
    }
    if (rc == INTRO_OK) {
        rc = find_holes(ctx, w, listed, count, true, holes);
    }
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        brokers[i].constraint_weighted = holes[i].constraint;
        brokers[i].effective_size_weighted = holes[i].effective_size;
    }
    intro_i_free(holes);
    return rc;
}

static intro_status add_chance(intro_ctx *ctx, const intro_i_bridge_work *w,
                               const uint32_t *listed, size_t count)
{
    intro_broker *const brokers = w->found->brokers;
    if (w->options->permutations == 0 || w->found->groups.count == 0) {
        return INTRO_OK;
    }
    intro_i_role_z *const z = intro_i_alloc(count, sizeof *z);
    if (z == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc = intro_i_role_chance(
        ctx, &w->orientation, &w->found->groups, listed, count,
        w->options->permutations, w->options->seed, z);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        brokers[i].brokerage_z = z[i].brokerage;
        memcpy(brokers[i].role_z, z[i].roles, sizeof z[i].roles);
    }
    intro_i_free(z);
    return rc;
}

/* --- how they stand in and between groups ----------------------------------------------- */

typedef struct standing {
    const intro_i_bridge_work *w;
    const intro_i_within *within;
    intro_i_tally *tallies; /* one a worker, like the views */
    intro_i_view *views;
} standing;

static intro_status add_standing(const standing *s, uint32_t worker,
                                 intro_broker *b)
{
    const intro_i_groups *const groups = &s->w->found->groups;
    const intro_i_panel panel =
        intro_i_panel_of(groups, s->w->found->weak.people);
    intro_i_diversity diversity;
    intro_i_joined_pair joined;
    intro_i_view *const view = &s->views[worker];
    intro_i_diversity_of(&s->tallies[worker], &panel, &s->w->found->weak,
                         b->person, &diversity);
    b->participation = diversity.blau;
    b->within_z = intro_i_within_z(s->within, b->person);
    INTRO_TRY(intro_i_view_contacts(view, b->person));
    INTRO_TRY(intro_i_view_closed(view));
    INTRO_TRY(intro_i_joined_pair_find(view, &joined));
    if (joined.open != 0) {
        b->joins[0] = groups->names[joined.pair.a];
        b->joins[1] = groups->names[joined.pair.b];
        b->joins_open = joined.open;
        b->joins_all = joined.all;
    }
    return INTRO_OK;
}

static intro_status add_standings(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end)
{
    const standing *const s = arg;
    for (uint64_t i = begin; i < end; i++) {
        INTRO_TRY(intro_i_worker_poll(worker));
        INTRO_TRY(add_standing(s, worker->index, &s->w->found->brokers[i]));
    }
    return INTRO_OK;
}

static intro_status run_standing(intro_ctx *ctx, standing *s, size_t count,
                                 uint32_t workers)
{
    const intro_bridges *const found = s->w->found;
    for (uint32_t i = 0; i < workers; i++) {
        if (intro_i_tally_init(&s->tallies[i], &found->groups,
                               s->w->options->is_weighted) != INTRO_OK ||
            intro_i_view_init(&s->views[i], &s->w->orientation,
                              &found->groups) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    return intro_i_parallel_phase(ctx, "brokers", "people", count, GRAIN,
                                  add_standings, s);
}

static intro_status add_groups(intro_ctx *ctx, const intro_i_bridge_work *w,
                               size_t count)
{
    const intro_bridges *const found = w->found;
    const uint32_t workers = intro_i_parallel_workers(ctx, count, GRAIN);
    intro_i_within within;
    standing s = {.w = w, .within = &within};
    if (found->groups.count == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_within_init(ctx, &found->weak, &found->groups,
                                  w->options->is_weighted, &within));
    s.tallies = intro_i_alloc_zero(workers, sizeof *s.tallies);
    s.views = intro_i_alloc_zero(workers, sizeof *s.views);
    const intro_status rc = s.tallies == NULL || s.views == NULL
                                ? intro_i_fail_memory(ctx)
                                : run_standing(ctx, &s, count, workers);
    for (uint32_t i = 0; i < workers && s.tallies != NULL && s.views != NULL;
         i++) {
        intro_i_tally_fini(&s.tallies[i]);
        intro_i_view_fini(&s.views[i]);
    }
    intro_i_free(s.tallies);
    intro_i_free(s.views);
    intro_i_within_fini(&within);
    return rc;
}

/* --- the whole ------------------------------------------------------------------------------ */

static intro_status describe(intro_ctx *ctx, const people_work *p,
                             const uint32_t *listed, size_t count)
{
    intro_bridges *const found = p->w->found;
    found->brokers = intro_i_alloc(count, sizeof *found->brokers);
    if (found->brokers == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < count; i++) {
        found->brokers[i] = make_broker(p, listed[i]);
    }
    INTRO_TRY(add_holes(ctx, p->w, listed, count));
    INTRO_TRY(add_groups(ctx, p->w, count));
    INTRO_TRY(add_chance(ctx, p->w, listed, count));
    found->broker_count = count;
    return INTRO_OK;
}

static intro_status find_people(intro_ctx *ctx, people_work *p)
{
    intro_bridges *const found = p->w->found;
    intro_i_topk best;
    intro_i_topk_init(&best, intro_i_bridge_limit(p->w), sizeof(uint32_t),
                      comes_before, p);
    intro_status rc = choose(ctx, p, &best);
    if (rc == INTRO_OK) {
        const uint32_t *const listed = intro_i_topk_sort(&best);
        found->facts.brokers = found->weak.people;
        rc = describe(ctx, p, listed, best.count);
    }
    intro_i_topk_fini(&best);
    return rc;
}

intro_status intro_i_bridge_people(intro_ctx *ctx, intro_i_bridge_work *w)
{
    people_work p = {.w = w};
    intro_status rc = INTRO_OK;
    if (w->found->groups.count != 0) {
        p.roles = intro_i_alloc(w->found->weak.people, sizeof *p.roles);
        rc = p.roles == NULL ? intro_i_fail_memory(ctx)
                             : intro_i_roles_of_all(ctx, &w->orientation,
                                                    &w->found->groups, p.roles);
    }
    if (rc == INTRO_OK) {
        rc = find_people(ctx, &p);
    }
    intro_i_free(p.roles);
    return rc;
}
