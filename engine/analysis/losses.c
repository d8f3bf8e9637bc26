/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts that are left without a person: each branch below him that nothing
 * ties to anybody above, and the rest of the component. Branches are ranges of
 * numbers, the rest is what lies before, between and behind them. */
#include "analysis/cut_ties.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <stdlib.h>
#include <string.h>

/* Ranges over FEW numbers are asked group by group where that is cheaper. */
enum { FEW = 1024, POLL_EVERY = 1 << 16, STEPS_A_GROUP = 32 };

intro_status intro_i_losses_init(intro_ctx *ctx, const intro_i_cuts *cuts,
                                 const intro_i_groups *groups,
                                 intro_i_losses *out)
{
    const uint32_t people = cuts->weak->people;
    const size_t count = groups->count;
    *out = (intro_i_losses){.cuts = cuts, .groups = groups};
    out->starts = intro_i_alloc_zero(count + 2, sizeof *out->starts);
    out->members = intro_i_alloc(people, sizeof *out->members);
    out->met = intro_i_alloc_zero(intro_i_bits_words(count), sizeof *out->met);
    out->lost = intro_i_alloc(count, sizeof *out->lost);
    if (out->starts == NULL || out->members == NULL || out->met == NULL ||
        out->lost == NULL) {
        intro_i_losses_fini(out);
        return intro_i_fail_memory(ctx);
    }
    /* Starts are two behind while the members are counted, one behind while
     * they are put down. */
    for (uint32_t v = 0; v < people; v++) {
        if (groups->of[v] != INTRO_I_NO_GROUP) {
            out->starts[groups->of[v] + 2]++;
        }
    }
    for (size_t g = 0; g < count; g++) {
        out->starts[g + 2] += out->starts[g + 1];
    }
    for (uint32_t number = 0; number < people; number++) {
        const uint32_t group = groups->of[cuts->order[number]];
        if (group != INTRO_I_NO_GROUP) {
            out->members[out->starts[group + 1]++] = number;
        }
    }
    return INTRO_OK;
}

void intro_i_losses_fini(intro_i_losses *losses)
{
    intro_i_free(losses->starts);
    intro_i_free(losses->members);
    intro_i_free(losses->met);
    intro_i_free(losses->lost);
    memset(losses, 0, sizeof *losses);
}

/* --- parts --------------------------------------------------------------------------- */

/* Numbers first .. end-1. */
typedef struct range {
    uint32_t first;
    uint32_t end;
} range;

static range component_of(const intro_i_cuts *cuts, uint32_t v)
{
    const uint32_t number = cuts->numbers[v];
    uint32_t low = 0;
    uint32_t count = cuts->components;
    while (count > 1) {
        const uint32_t half = count / 2;
        low += cuts->roots[low + half] <= number ? half : 0;
        count -= half;
    }
    return (range){cuts->roots[low], cuts->ends[cuts->roots[low]]};
}

/* Is this the first number of a branch that only v holds to the others? */
static bool is_branch(const intro_i_cuts *cuts, uint32_t v, uint32_t number)
{
    const uint32_t own = cuts->numbers[v];
    return cuts->parents[number] == own && number != own &&
           cuts->lows[number] >= own;
}

/* The next of these from arc *i of the row of v on; false at the end. */
static bool next_branch(const intro_i_cuts *cuts, uint32_t v, uint64_t *i,
                        range *out)
{
    const intro_i_weak_graph *const weak = cuts->weak;
    while (*i < weak->offsets[v + 1]) {
        const uint32_t number = cuts->numbers[weak->neighbours[(*i)++]];
        if (is_branch(cuts, v, number)) {
            *out = (range){number, cuts->ends[number]};
            return true;
        }
    }
    return false;
}

static uint32_t people_of(range r)
{
    return r.end - r.first;
}

static uint32_t least_id(const intro_i_cuts *cuts, range r, uint32_t least)
{
    for (uint32_t number = r.first; number < r.end; number++) {
        least = cuts->order[number] < least ? cuts->order[number] : least;
    }
    return least;
}

/* Least id of the component's people in no branch of v. */
static uint32_t least_id_of_rest(const intro_i_cuts *cuts, uint32_t v,
                                 range component)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t number = component.first; number < component.end; number++) {
        const uint32_t w = cuts->order[number];
        if (is_branch(cuts, v, number)) {
            number = cuts->ends[number] - 1; /* over the branch */
        } else if (w != v && w < least) {
            least = w;
        }
    }
    return least;
}

/* What is left of the component without v. */
typedef struct parts {
    range component;
    range largest; /* branch; empty when the rest is larger */
    uint32_t rest; /* people in no branch */
} parts;

static parts part_people(const intro_i_cuts *cuts, uint32_t v)
{
    parts p = {.component = component_of(cuts, v)};
    range branch;
    uint32_t least =
        UINT32_MAX; /* id in the largest branch, once it is asked */
    p.rest = people_of(p.component) - 1;
    for (uint64_t i = cuts->weak->offsets[v];
         next_branch(cuts, v, &i, &branch);) {
        p.rest -= people_of(branch);
        if (people_of(branch) > people_of(p.largest)) {
            p.largest = branch;
            least = UINT32_MAX;
        } else if (people_of(branch) == people_of(p.largest)) {
            least = least_id(cuts, p.largest, least);
            if (least_id(cuts, branch, least) < least) {
                least = least_id(cuts, branch, least);
                p.largest = branch;
            }
        }
    }
    if (p.rest > people_of(p.largest) ||
        (p.rest == people_of(p.largest) && p.rest > 0 &&
         least_id_of_rest(cuts, v, p.component) <
             least_id(cuts, p.largest, UINT32_MAX))) {
        p.largest = (range){0, 0};
    }
    return p;
}

/* --- groups -------------------------------------------------------------------------- */

static void lose_group(intro_i_losses *l, uint32_t group)
{
    if (group != INTRO_I_NO_GROUP && !intro_i_bits_get(l->met, group)) {
        intro_i_bits_set(l->met, group);
        l->lost[l->count++] = group;
    }
}

/* Has the group a number in the range? */
static bool is_in_range(const intro_i_losses *l, uint32_t group, range r)
{
    uint64_t low = l->starts[group];
    uint64_t high = l->starts[group + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (l->members[middle] < r.first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < l->starts[group + 1] && l->members[low] < r.end;
}

static intro_status lose_range(intro_ctx *ctx, intro_i_losses *l, range r)
{
    const uint32_t groups = l->groups->count;
    if (people_of(r) > FEW && people_of(r) / STEPS_A_GROUP > groups) {
        for (uint32_t g = 0; g < groups; g++) {
            if (is_in_range(l, g, r)) {
                lose_group(l, g);
            }
        }
        return intro_i_poll(ctx);
    }
    for (uint32_t number = r.first; number < r.end; number++) {
        lose_group(l, l->groups->of[l->cuts->order[number]]);
        if (number % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
    }
    return INTRO_OK;
}

static intro_status lose_parts(intro_ctx *ctx, intro_i_losses *l, uint32_t v,
                               const parts *p)
{
    const intro_i_cuts *const cuts = l->cuts;
    const uint32_t number = cuts->numbers[v];
    range branch;
    if (people_of(p->largest) != 0) { /* branches have numbers behind v's */
        INTRO_TRY(lose_range(ctx, l, (range){p->component.first, number}));
        INTRO_TRY(lose_range(ctx, l, (range){number + 1, p->largest.first}));
        return lose_range(ctx, l, (range){p->largest.end, p->component.end});
    }
    for (uint64_t i = cuts->weak->offsets[v];
         next_branch(cuts, v, &i, &branch);) {
        INTRO_TRY(lose_range(ctx, l, branch));
    }
    return INTRO_OK;
}

static int compare_groups(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

intro_status intro_i_losses_find(intro_ctx *ctx, intro_i_losses *losses,
                                 uint32_t v)
{
    losses->count = 0;
    if (!intro_i_is_cut_person(losses->cuts, v)) {
        return INTRO_OK;
    }
    const parts p = part_people(losses->cuts, v);
    const intro_status rc = lose_parts(ctx, losses, v, &p);
    qsort(losses->lost, losses->count, sizeof *losses->lost, compare_groups);
    for (uint32_t i = 0; i < losses->count; i++) {
        intro_i_bits_clear(losses->met, losses->lost[i]);
    }
    return rc;
}
