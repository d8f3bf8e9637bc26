/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_between.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

/* Of more groups than this only the ones with most contacts are paired. */
enum { GROUPS_MOST = 600 };

#define NO_RANK UINT32_MAX

typedef struct search {
    const intro_pages *pages;
    const intro_i_spread *spread;
    intro_vid me;
    uint32_t groups;     /* ranked ones: the first met */
    uint32_t *ranks;     /* group: place in the spread's order, or NO_RANK */
    uint8_t *is_contact; /* people */
    uint64_t *closed;    /* groups x groups, the lower rank first */
} search;

static uint32_t rank_of_person(const search *s, intro_vid v)
{
    const uint32_t group = s->spread->groups->of[v];
    return group == INTRO_I_NO_GROUP ? NO_RANK : s->ranks[group];
}

/* Ties among the contacts, each once. */
static intro_status count_closed(intro_ctx *ctx, search *s, uint64_t *all)
{
    const intro_i_weak_graph *const weak = &s->pages->weak;
    for (uint64_t i = weak->offsets[s->me]; i < weak->offsets[s->me + 1]; i++) {
        const intro_vid v = weak->neighbours[i];
        const uint32_t rank = rank_of_person(s, v);
        INTRO_TRY(intro_i_poll(ctx));
        for (uint64_t j = intro_i_weak_upper(weak, v); j < weak->offsets[v + 1];
             j++) {
            const intro_vid w = weak->neighbours[j];
            if (s->is_contact[w] == 0) {
                continue;
            }
            ++*all;
            const uint32_t other = rank_of_person(s, w);
            if (rank != NO_RANK && other != NO_RANK) {
                const uint32_t low = rank < other ? rank : other;
                const uint32_t high = rank < other ? other : rank;
                s->closed[(size_t)low * s->groups + high]++;
            }
        }
    }
    return INTRO_OK;
}

/* Keeps the pairs with most open ones; called in the spread's order, which
 * decides between equal ones. */
static void insert(intro_i_between *out, const intro_i_between_pair *pair)
{
    size_t at = out->count;
    if (pair->open == 0) {
        return;
    }
    if (at == INTRO_I_BETWEEN_PAIRS) {
        if (pair->open <= out->pairs[at - 1].open) {
            return;
        }
        at--;
    } else {
        out->count++;
    }
    for (; at > 0 && out->pairs[at - 1].open < pair->open; at--) {
        out->pairs[at] = out->pairs[at - 1];
    }
    out->pairs[at] = *pair;
}

static void rank_pairs(const search *s, intro_i_between *out)
{
    const intro_i_spread *const spread = s->spread;
    for (uint32_t a = 0; a < s->groups; a++) {
        for (uint32_t b = a + 1; b < s->groups; b++) {
            const uint32_t first = spread->order[a];
            const uint32_t second = spread->order[b];
            const uint64_t all =
                (uint64_t)spread->counts[first] * spread->counts[second];
            const intro_i_between_pair pair = {
                first, second, all - s->closed[(size_t)a * s->groups + b], all};
            out->open_across += pair.open;
            insert(out, &pair);
        }
    }
}

static intro_status prepare(intro_ctx *ctx, search *s)
{
    const intro_i_spread *const spread = s->spread;
    const intro_i_weak_graph *const weak = &s->pages->weak;
    s->groups = spread->met < GROUPS_MOST ? spread->met : GROUPS_MOST;
    s->ranks =
        intro_i_alloc((size_t)spread->groups->count + 1, sizeof *s->ranks);
    s->is_contact =
        intro_i_alloc_zero((size_t)weak->people + 1, sizeof *s->is_contact);
    s->closed = intro_i_alloc_zero((size_t)s->groups * s->groups + 1,
                                   sizeof *s->closed);
    if (s->ranks == NULL || s->is_contact == NULL || s->closed == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; i < spread->groups->count; i++) {
        s->ranks[spread->order[i]] = i < s->groups ? i : NO_RANK;
    }
    for (uint64_t i = weak->offsets[s->me]; i < weak->offsets[s->me + 1]; i++) {
        s->is_contact[weak->neighbours[i]] = 1;
    }
    return INTRO_OK;
}

intro_status intro_i_between_find(intro_ctx *ctx, const intro_pages *pages,
                                  const intro_i_spread *spread, intro_vid me,
                                  intro_i_between *out)
{
    const intro_i_weak_graph *const weak = &pages->weak;
    const uint64_t degree = intro_i_weak_degree(weak, me);
    search s = {.pages = pages, .spread = spread, .me = me};
    uint64_t closed = 0;
    memset(out, 0, sizeof *out);
    intro_status rc = prepare(ctx, &s);
    if (rc == INTRO_OK) {
        rc = count_closed(ctx, &s, &closed);
    }
    if (rc == INTRO_OK) {
        out->all = degree == 0 ? 0 : degree * (degree - 1) / 2;
        out->open = out->all - closed;
        for (uint64_t i = weak->offsets[me]; i < weak->offsets[me + 1]; i++) {
            out->alone += intro_i_weak_degree(weak, weak->neighbours[i]) == 1;
        }
        rank_pairs(&s, out);
    }
    intro_i_free(s.ranks);
    intro_i_free(s.is_contact);
    intro_i_free(s.closed);
    return rc;
}
