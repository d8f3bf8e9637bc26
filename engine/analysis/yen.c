/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Depth first from every asker, warmest branch first, with exact bounds.
 *
 * The tables of chains.h give, for a prefix s, v, .., w with r ties left, the
 * warmest walk that completes it and the fewest ties of such a walk; multiplied
 * on in the order of the chain itself that is never worse than any chain that
 * begins so. A prefix is left when this bound, with the prefix as list of ids
 * (which sorts before all that it begins), comes after the k-th best chain in
 * the total order: warmth, ties, ids. So ties in warmth come out right, and what
 * is left is left for good.
 *
 * A walk may promise what no simple chain keeps: it leads back into the prefix.
 * When long nothing was found, each newly opened prefix gets what Yen's (1971)
 * spur searches are: tables of its own without its people, which tell exactly
 * what it can still give. A prefix is then entered only if a chain as warm as the
 * k-th begins with it, so no tangle of dead ends is searched through.
 *
 * Why not Yen's algorithm throughout: k H such tables, where a few looks at one
 * do, and equal totals of different suffixes would have to be told apart after
 * rounding. Why not best first: its queue may hold every prefix of a complete
 * graph; depth first holds the open rows of one chain. */
#include "analysis/yen.h"

#include "base/context_impl.h"

#include <stdlib.h>

/* Arcs looked at in vain before prefixes are searched one by one. */
enum { POLL_EVERY = 1 << 14, PATIENCE = 1 << 18 };

/* One open prefix: people[0 .. depth] of the trail. */
typedef struct level {
    size_t next; /* in branches */
    size_t end;
} level;

typedef struct search {
    intro_ctx *ctx;
    intro_i_ball *ball;
    intro_i_yen *yen;
    double strengths[INTRO_MAX_HOPS];
    intro_vid trail[INTRO_MAX_HOPS + 1];
    level levels[INTRO_MAX_HOPS];
    uint64_t until_poll;
    uint64_t in_vain; /* arcs looked at since a chain was kept */
} search;

void intro_i_yen_init(intro_i_yen *yen, const intro_graph *graph)
{
    memset(yen, 0, sizeof *yen);
    intro_i_ball_init(&yen->without, graph);
}

void intro_i_yen_fini(intro_i_yen *yen)
{
    intro_i_ball_fini(&yen->without);
    intro_i_vec_u32_fini(&yen->banned);
    intro_i_topk_fini(&yen->best);
    intro_i_vec_branch_fini(&yen->branches);
}

/* Lists of ids; a prefix of a list comes before it. */
static int compare_ids(const intro_vid *a, uint32_t a_count, const intro_vid *b,
                       uint32_t b_count)
{
    for (uint32_t i = 0; i < a_count && i < b_count; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return a_count < b_count ? -1 : a_count > b_count;
}

int intro_i_compare_chains(const intro_i_chain *a, const intro_i_chain *b)
{
    if (a->warmth > b->warmth || a->warmth < b->warmth) {
        return a->warmth > b->warmth ? -1 : 1;
    }
    if (a->hops != b->hops) {
        return a->hops < b->hops ? -1 : 1;
    }
    return compare_ids(a->people, a->hops + 1, b->people, b->hops + 1);
}

static bool is_better_chain(const void *a, const void *b, void *user)
{
    (void)user;
    return intro_i_compare_chains(a, b) < 0;
}

static int compare_branches(const void *left, const void *right)
{
    const intro_i_branch *const a = left;
    const intro_i_branch *const b = right;
    if (a->bound > b->bound || a->bound < b->bound) {
        return a->bound > b->bound ? -1 : 1;
    }
    if (a->hops != b->hops) {
        return a->hops < b->hops ? -1 : 1;
    }
    return a->person < b->person ? -1 : a->person > b->person;
}

/* The prefix of `depth` ties and this branch against the k-th best chain. */
static bool is_worth_it(const search *s, uint32_t depth,
                        const intro_i_branch *branch)
{
    const intro_i_chain *const bar = intro_i_topk_bar(&s->yen->best);
    if (bar == NULL) {
        return true;
    }
    if (branch->bound > bar->warmth || branch->bound < bar->warmth) {
        return branch->bound > bar->warmth;
    }
    if (branch->hops != bar->hops) {
        return branch->hops < bar->hops;
    }
    const int order = compare_ids(s->trail, depth + 1, bar->people, depth + 1);
    return order != 0 ? order < 0 : branch->person <= bar->people[depth + 1];
}

static bool is_on_trail(const search *s, uint32_t depth, intro_vid v)
{
    for (uint32_t i = 0; i <= depth; i++) {
        if (s->trail[i] == v) {
            return true;
        }
    }
    return false;
}

static double multiply_on(const search *s, uint32_t depth, double suffix)
{
    for (uint32_t i = depth; i-- > 0;) {
        suffix = s->strengths[i] * suffix;
    }
    return suffix;
}

static intro_status offer_chain(search *s, uint32_t depth, intro_vid target,
                                float strength)
{
    intro_i_chain chain = {0, strength, depth + 1, {0}};
    chain.warmth = multiply_on(s, depth, (double)strength);
    memcpy(chain.people, s->trail, (depth + 1) * sizeof *s->trail);
    chain.people[depth + 1] = target;
    for (uint32_t i = 0; i < depth; i++) {
        const float passed = (float)s->strengths[i];
        chain.weakest = passed < chain.weakest ? passed : chain.weakest;
    }
    const intro_i_chain *const bar = intro_i_topk_bar(&s->yen->best);
    if (bar == NULL || intro_i_compare_chains(&chain, bar) < 0) {
        s->in_vain = 0;
    }
    return intro_i_topk_offer(&s->yen->best, &chain);
}

/* The branch from the prefix of `depth` ties to w; hops 0 = leads nowhere. */
static intro_i_branch bound_branch(const search *s, uint32_t depth, intro_vid w,
                                   float strength, const double *best)
{
    const uint32_t rest = s->ball->query->max_hops - depth - 1;
    intro_i_branch branch = {0, 0, strength, w};
    for (uint32_t h = 1; h <= rest; h++) {
        if (best[h] > 0) {
            const double bound =
                multiply_on(s, depth, (double)strength * best[h]);
            if (bound > branch.bound) {
                branch.bound = bound;
                branch.hops = depth + 1 + h;
            }
        }
    }
    return branch;
}

/* Offers the chains that end one tie after the prefix and gathers the branches
 * that may lead to others. */
static intro_status open_prefix(search *s, uint32_t depth)
{
    const intro_i_arcs out = intro_i_arcs_out(s->ball->graph);
    const intro_vid v = s->trail[depth];
    INTRO_TRY(intro_i_arcs_check(&out, v));
    const uint64_t end = out.offsets[v + 1];
    const uint64_t row = end - out.offsets[v];
    level *const here = &s->levels[depth];
    intro_i_vec_branch *const branches = &s->yen->branches;
    here->next = depth == 0 ? 0 : s->levels[depth - 1].end;
    here->end = here->next;
    INTRO_TRY(intro_i_vec_branch_reserve(branches, here->end + (size_t)row));
    if (s->until_poll <= row) {
        INTRO_TRY(intro_i_poll(s->ctx));
        s->until_poll = POLL_EVERY + row;
    }
    s->until_poll -= row;
    s->in_vain += row;
    for (uint64_t arc = out.offsets[v]; arc < end; arc++) {
        const intro_vid w = out.people[arc];
        const double *const best = intro_i_ball_best(s->ball, w);
        const float strength = out.strengths[arc];
        if (best == NULL || (double)strength < s->ball->floor ||
            is_on_trail(s, depth, w)) {
            continue;
        }
        if (best[0] > 0) {
            INTRO_TRY(offer_chain(s, depth, w, strength));
            continue;
        }
        const intro_i_branch branch = bound_branch(s, depth, w, strength, best);
        if (branch.hops != 0 && is_worth_it(s, depth, &branch)) {
            branches->data[here->end++] = branch;
        }
    }
    if (here->end - here->next > 1) {
        qsort(&branches->data[here->next], here->end - here->next,
              sizeof *branches->data, compare_branches);
    }
    return INTRO_OK;
}

/* With one tie left only a target will do, and for a single target the table
 * knows the tie. */
static bool finish_prefix(search *s, uint32_t depth, intro_status *rc)
{
    const intro_paths_query *const q = s->ball->query;
    if (depth == 0 || depth + 1 < q->max_hops || q->target_count != 1) {
        return false;
    }
    const double strength = intro_i_ball_best(s->ball, s->trail[depth])[1];
    *rc = strength > 0 ? offer_chain(s, depth, q->targets[0], (float)strength)
                       : INTRO_OK;
    return true;
}

/* Closes a prefix just opened when no simple chain through its branches is as
 * warm as the k-th. */
static intro_status close_dead_end(search *s, uint32_t depth)
{
    const intro_paths_query *const q = s->ball->query;
    intro_i_vec_u32 *const banned = &s->yen->banned;
    INTRO_TRY(intro_i_vec_u32_reserve(banned,
                                      q->avoid_count + q->from_count + depth));
    banned->count = 0;
    for (size_t i = 0; i < q->avoid_count; i++) {
        banned->data[banned->count++] = q->avoid[i];
    }
    for (size_t i = 0; i < q->from_count; i++) {
        banned->data[banned->count++] = q->from[i];
    }
    for (uint32_t i = 0; i < depth; i++) {
        banned->data[banned->count++] = s->trail[i];
    }
    intro_paths_query rest = *q;
    rest.from = &s->trail[depth];
    rest.from_count = 1;
    rest.avoid = banned->data;
    rest.avoid_count = banned->count;
    rest.max_hops = q->max_hops - depth;
    rest.limit = 1;
    const intro_i_introducer *best;
    size_t count;
    INTRO_TRY(intro_i_ball_build(s->ctx, &s->yen->without, &rest));
    INTRO_TRY(
        intro_i_best_introducers(s->ctx, &s->yen->without, &best, &count));
    const intro_i_chain *const bar = intro_i_topk_bar(&s->yen->best);
    if (count == 0 ||
        (bar != NULL && multiply_on(s, depth, best->warmth) < bar->warmth)) {
        s->levels[depth].end = s->levels[depth].next;
    }
    return INTRO_OK;
}

static intro_status search_from(search *s, intro_vid from)
{
    uint32_t depth = 0;
    s->trail[0] = from;
    INTRO_TRY(open_prefix(s, 0));
    for (;;) {
        level *const here = &s->levels[depth];
        /* Branches are in order, so the first that comes too late ends all. */
        if (here->next == here->end ||
            !is_worth_it(s, depth, &s->yen->branches.data[here->next])) {
            if (depth == 0) {
                return INTRO_OK;
            }
            depth--;
            continue;
        }
        const intro_i_branch *const branch =
            &s->yen->branches.data[here->next++];
        s->strengths[depth] = (double)branch->strength;
        s->trail[depth + 1] = branch->person;
        intro_status rc = INTRO_OK;
        if (!finish_prefix(s, depth + 1, &rc)) {
            rc = open_prefix(s, depth + 1);
            depth++;
            if (rc == INTRO_OK && s->in_vain > PATIENCE &&
                depth + 2 < s->ball->query->max_hops &&
                s->levels[depth].next != s->levels[depth].end) {
                rc = close_dead_end(s, depth);
            }
        }
        INTRO_TRY(rc);
    }
}

intro_status intro_i_best_chains(intro_ctx *ctx, intro_i_ball *ball,
                                 intro_i_yen *yen, const intro_i_chain **out,
                                 size_t *count)
{
    const intro_paths_query *const q = ball->query;
    search s = {.ctx = ctx, .ball = ball, .yen = yen, .until_poll = POLL_EVERY};
    intro_i_topk_fini(&yen->best);
    intro_i_topk_init(&yen->best, q->limit, sizeof(intro_i_chain),
                      is_better_chain, NULL);
    for (size_t i = 0; i < q->from_count; i++) {
        INTRO_TRY(search_from(&s, q->from[i]));
    }
    *out = intro_i_topk_sort(&yen->best);
    *count = yen->best.count;
    return INTRO_OK;
}
