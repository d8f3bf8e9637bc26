/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups, and pairs of them. */
#include "analysis/bridges_impl.h"

#include "analysis/pair_brokers.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/topk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((int)INTRO_I_PAIR_BROKERS == (int)INTRO_PAIR_BROKERS,
               "one number of brokers");

enum { POLL_EVERY = 1 << 16 };

/* --- groups ---------------------------------------------------------------------- */

/* More people first, then names, which are in the order of numbers. */
typedef struct sized {
    uint64_t people;
    uint32_t group;
} sized;

static int compare_groups(const void *left, const void *right)
{
    const sized *const a = left;
    const sized *const b = right;
    if (a->people != b->people) {
        return a->people > b->people ? -1 : 1;
    }
    return (a->group > b->group) - (a->group < b->group);
}

static intro_status list_groups(intro_ctx *ctx, const intro_i_bridge_work *w)
{
    intro_bridges *const found = w->found;
    const intro_i_groups *const groups = &found->groups;
    sized *const order = intro_i_alloc(groups->count, sizeof *order);
    intro_group *const list = intro_i_alloc(groups->count, sizeof *list);
    found->group_numbers =
        intro_i_alloc(groups->count, sizeof *found->group_numbers);
    found->group_list = list;
    if (order == NULL || list == NULL || found->group_numbers == NULL) {
        intro_i_free(order);
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t g = 0; g < groups->count; g++) {
        order[g] = (sized){groups->sizes[g], g};
    }
    qsort(order, groups->count, sizeof *order, compare_groups);
    for (uint32_t i = 0; i < groups->count; i++) {
        const uint32_t g = order[i].group;
        const intro_i_group_sums *const sums = &found->group_ties.sums[g];
        found->group_numbers[i] = g;
        list[i] = (intro_group){
            groups->names[g], groups->sizes[g], sums->internal, sums->external,
            intro_i_group_ei(sums, w->options->is_weighted)};
    }
    intro_i_free(order);
    return INTRO_OK;
}

/* --- pairs ----------------------------------------------------------------------- */

/* More ties, then names, which are in the order of numbers. */
static bool comes_before(const void *left, const void *right, void *user)
{
    const intro_i_group_link *const x = left;
    const intro_i_group_link *const y = right;
    (void)user;
    if (x->ties != y->ties) {
        return x->ties > y->ties;
    }
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

/* Every pair of groups in order; the tied ones are links in that order, too. */
static intro_status offer_all(intro_ctx *ctx, const intro_i_group_ties *ties,
                              intro_i_topk *best)
{
    size_t link = 0;
    for (uint32_t a = 0; a < ties->groups; a++) {
        INTRO_TRY(intro_i_poll(ctx));
        for (uint32_t b = a; b < ties->groups; b++) {
            const bool is_tied = link < ties->count &&
                                 ties->links[link].a == a &&
                                 ties->links[link].b == b;
            const intro_i_group_link none = {a, b, 0, 0};
            if (intro_i_topk_offer(best, is_tied ? &ties->links[link]
                                                 : &none) != INTRO_OK) {
                return intro_i_fail_memory(ctx);
            }
            link += is_tied;
        }
    }
    return INTRO_OK;
}

static intro_status offer_tied(intro_ctx *ctx, const intro_i_group_ties *ties,
                               intro_i_topk *best)
{
    for (size_t i = 0; i < ties->count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (intro_i_topk_offer(best, &ties->links[i]) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

static intro_status offer_pairs(intro_ctx *ctx, intro_i_bridge_work *w,
                                const intro_i_group_ties *ties,
                                intro_i_topk *best)
{
    intro_bridges_facts *const facts = &w->found->facts;
    const uint64_t groups = ties->groups;
    if (w->between[0] != INTRO_I_NO_GROUP) {
        const uint32_t a = w->between[0];
        const uint32_t b = w->between[1];
        const intro_i_group_link none = {a, b, 0, 0};
        const intro_i_group_link *const link =
            intro_i_group_ties_find(ties, a, b);
        facts->pairs = 1;
        return intro_i_topk_offer(best, link != NULL ? link : &none) == INTRO_OK
                   ? INTRO_OK
                   : intro_i_fail_memory(ctx);
    }
    facts->pairs = groups * (groups + 1) / 2;
    if (facts->pairs <= INTRO_ALL_GROUP_PAIRS) {
        return offer_all(ctx, ties, best);
    }
    facts->pairs = ties->count;
    return offer_tied(ctx, ties, best);
}

intro_group_pair intro_i_bridge_pair(const intro_bridges *found,
                                     const intro_i_group_link *link)
{
    const double expected =
        intro_i_expected_ties(&found->group_ties, link->a, link->b);
    return (intro_group_pair){
        .a = found->groups.names[link->a],
        .b = found->groups.names[link->b],
        .ties = link->ties,
        .strength = link->strength,
        .expected = expected,
        .ratio = expected > 0 ? (double)link->ties / expected : (double)NAN};
}

static intro_group_pair make_pair(const intro_bridges *found,
                                  const intro_i_group_link *link,
                                  const intro_i_pair_brokers *brokers)
{
    intro_group_pair pair = intro_i_bridge_pair(found, link);
    pair.broker_count = brokers->count;
    for (uint32_t i = 0; i < brokers->count; i++) {
        pair.brokers[i] = brokers->people[i];
        pair.open[i] = brokers->open[i];
    }
    return pair;
}

static intro_status list_pairs(intro_ctx *ctx, intro_i_bridge_work *w,
                               const intro_i_group_link *links, size_t count)
{
    intro_bridges *const found = w->found;
    intro_i_group_pair *const pairs = intro_i_alloc(count, sizeof *pairs);
    intro_i_pair_brokers *const brokers = intro_i_alloc(count, sizeof *brokers);
    found->pairs = intro_i_alloc(count, sizeof *found->pairs);
    intro_status rc = INTRO_OK;
    if (pairs == NULL || brokers == NULL || found->pairs == NULL) {
        rc = intro_i_fail_memory(ctx);
    } else {
        for (size_t i = 0; i < count; i++) {
            pairs[i] = (intro_i_group_pair){links[i].a, links[i].b};
        }
        rc = intro_i_pair_brokers_find(ctx, &w->orientation, &found->groups,
                                       pairs, count, brokers);
    }
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        found->pairs[i] = make_pair(found, &links[i], &brokers[i]);
    }
    found->pair_count = rc == INTRO_OK ? count : 0;
    intro_i_free(pairs);
    intro_i_free(brokers);
    return rc;
}

intro_status intro_i_bridge_pairs(intro_ctx *ctx, intro_i_bridge_work *w)
{
    intro_bridges *const found = w->found;
    intro_i_topk best;
    INTRO_TRY(intro_i_group_ties_init(ctx, &found->weak, &found->groups,
                                      &found->group_ties));
    INTRO_TRY(list_groups(ctx, w));
    intro_i_topk_init(&best, intro_i_bridge_limit(w),
                      sizeof(intro_i_group_link), comes_before, NULL);
    intro_status rc = offer_pairs(ctx, w, &found->group_ties, &best);
    if (rc == INTRO_OK) {
        const intro_i_group_link *const links = intro_i_topk_sort(&best);
        rc = list_pairs(ctx, w, links, best.count);
    }
    intro_i_topk_fini(&best);
    return rc;
}
