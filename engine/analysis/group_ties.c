/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/group_ties.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_EVERY = 1 << 14, LEAST_SLOTS = 64 };

/* Links by hash of the pair; a slot holds 1 + a place among the links, or 0. */
typedef struct table {
    uint32_t *slots;
    size_t size; /* power of two, at most half full */
    intro_i_group_link *links;
    size_t count;
    size_t room;
} table;

static size_t slot_of(const table *t, uint32_t a, uint32_t b)
{
    const uint64_t key = (uint64_t)a << 32 | b;
    const uint64_t hash = (key ^ key >> 29) * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(hash >> 20) & (t->size - 1);
    while (t->slots[slot] != 0) {
        const intro_i_group_link *const link = &t->links[t->slots[slot] - 1];
        if (link->a == a && link->b == b) {
            break;
        }
        slot = (slot + 1) & (t->size - 1);
    }
    return slot;
}

static intro_status grow(table *t)
{
    const size_t size = t->size == 0 ? LEAST_SLOTS : 2 * t->size;
    uint32_t *const slots =
        size / 2 > UINT32_MAX ? NULL : intro_i_alloc_zero(size, sizeof *slots);
    intro_i_group_link *const links =
        slots == NULL ? NULL
                      : intro_i_realloc(t->links, size / 2, sizeof *links);
    if (links == NULL) {
        intro_i_free(slots);
        return INTRO_ENOMEM;
    }
    intro_i_free(t->slots);
    t->slots = slots;
    t->size = size;
    t->links = links;
    t->room = size / 2;
    for (size_t i = 0; i < t->count; i++) {
        t->slots[slot_of(t, links[i].a, links[i].b)] = (uint32_t)i + 1;
    }
    return INTRO_OK;
}

static intro_status add_link(table *t, uint32_t x, uint32_t y, double strength)
{
    const uint32_t a = x < y ? x : y;
    const uint32_t b = x < y ? y : x;
    if (t->count == t->room) {
        INTRO_TRY(grow(t));
    }
    const size_t slot = slot_of(t, a, b);
    if (t->slots[slot] == 0) {
        t->links[t->count++] = (intro_i_group_link){a, b, 0, 0};
        t->slots[slot] = (uint32_t)t->count;
    }
    intro_i_group_link *const link = &t->links[t->slots[slot] - 1];
    link->ties++;
    link->strength += strength;
    return INTRO_OK;
}

static intro_status add_rows(intro_ctx *ctx, const intro_i_weak_graph *weak,
                             const intro_i_groups *groups, table *t)
{
    for (uint32_t v = 0; v < weak->people; v++) {
        const uint32_t own = groups->of[v];
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (own == INTRO_I_NO_GROUP) {
            continue;
        }
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++) {
            const uint32_t other = groups->of[weak->neighbours[i]];
            if (other != INTRO_I_NO_GROUP &&
                add_link(t, own, other, (double)weak->strengths[i]) !=
                    INTRO_OK) {
                return intro_i_fail_memory(ctx);
            }
        }
    }
    return INTRO_OK;
}

static int compare_links(const void *left, const void *right)
{
    const intro_i_group_link *const x = left;
    const intro_i_group_link *const y = right;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    return (x->b > y->b) - (x->b < y->b);
}

static void add_sums(intro_i_group_ties *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const intro_i_group_link *const link = &out->links[i];
        intro_i_group_sums *const a = &out->sums[link->a];
        intro_i_group_sums *const b = &out->sums[link->b];
        out->ties += link->ties;
        if (a == b) {
            a->internal += link->ties;
            a->internal_strength += link->strength;
        } else {
            a->external += link->ties;
            a->external_strength += link->strength;
            b->external += link->ties;
            b->external_strength += link->strength;
        }
    }
}

intro_status intro_i_group_ties_init(intro_ctx *ctx,
                                     const intro_i_weak_graph *weak,
                                     const intro_i_groups *groups,
                                     intro_i_group_ties *out)
{
    table t = {0};
    *out = (intro_i_group_ties){.groups = groups->count};
    out->sums = intro_i_alloc_zero(groups->count, sizeof *out->sums);
    const intro_status rc = out->sums == NULL ? intro_i_fail_memory(ctx)
                                              : add_rows(ctx, weak, groups, &t);
    intro_i_free(t.slots);
    out->links = t.links;
    out->count = t.count;
    if (rc != INTRO_OK) {
        intro_i_group_ties_fini(out);
        return rc;
    }
    if (out->count != 0) {
        qsort(out->links, out->count, sizeof *out->links, compare_links);
    }
    add_sums(out);
    return INTRO_OK;
}

void intro_i_group_ties_fini(intro_i_group_ties *ties)
{
    intro_i_free(ties->links);
    intro_i_free(ties->sums);
    memset(ties, 0, sizeof *ties);
}

const intro_i_group_link *
intro_i_group_ties_find(const intro_i_group_ties *ties, uint32_t a, uint32_t b)
{
    const intro_i_group_link key = {a, b, 0, 0};
    return ties->count == 0 ? NULL
                            : bsearch(&key, ties->links, ties->count,
                                      sizeof key, compare_links);
}

static double degree_of(const intro_i_group_sums *sums)
{
    return 2 * (double)sums->internal + (double)sums->external;
}

double intro_i_expected_ties(const intro_i_group_ties *ties, uint32_t a,
                             uint32_t b)
{
    const double both = degree_of(&ties->sums[a]) * degree_of(&ties->sums[b]);
    return ties->ties == 0 ? (double)NAN
                           : both / ((a == b ? 4 : 2) * (double)ties->ties);
}

double intro_i_group_ei(const intro_i_group_sums *sums, bool is_weighted)
{
    const double inside =
        2 * (is_weighted ? sums->internal_strength : (double)sums->internal);
    const double outside =
        is_weighted ? sums->external_strength : (double)sums->external;
    return sums->internal + sums->external == 0
               ? (double)NAN
               : (outside - inside) / (outside + inside);
}
