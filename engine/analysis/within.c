/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/within.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 4096 };

typedef struct adder {
    const intro_i_weak_graph *weak;
    const uint32_t *group_of;
    bool is_weighted;
    double *own;
} adder;

static intro_status add_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                             uint64_t end)
{
    const adder *const a = arg;
    const intro_i_weak_graph *const weak = a->weak;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const uint32_t group = a->group_of[v];
        uint32_t ties = 0;
        double strength = 0;
        for (uint64_t i = weak->offsets[v];
             i < weak->offsets[v + 1] && group != INTRO_I_NO_GROUP; i++) {
            if (a->group_of[weak->neighbours[i]] == group) {
                ties++;
                strength += (double)weak->strengths[i];
            }
        }
        a->own[v] = a->is_weighted ? strength : (double)ties;
    }
    return INTRO_OK;
}

/* Mean and deviation of each group, in the order of people. Where all members
 * have the same, rounding must not make it a deviation. */
static void find_spread(intro_i_within *w, uint32_t people, bool *are_alike,
                        uint32_t *firsts)
{
    const intro_i_groups *const groups = w->groups;
    for (uint32_t g = 0; g < groups->count; g++) {
        are_alike[g] = true;
        firsts[g] = UINT32_MAX;
    }
    for (uint32_t v = 0; v < people; v++) {
        const uint32_t g = groups->of[v];
        if (g != INTRO_I_NO_GROUP) {
            firsts[g] = firsts[g] == UINT32_MAX ? v : firsts[g];
            are_alike[g] = are_alike[g] && w->own[v] == w->own[firsts[g]];
            w->means[g] += w->own[v];
        }
    }
    for (uint32_t g = 0; g < groups->count; g++) {
        w->means[g] /= (double)groups->sizes[g];
    }
    for (uint32_t v = 0; v < people; v++) {
        const uint32_t g = groups->of[v];
        if (g != INTRO_I_NO_GROUP && !are_alike[g]) {
            const double off = w->own[v] - w->means[g];
            w->deviations[g] += off * off;
        }
    }
    for (uint32_t g = 0; g < groups->count; g++) {
        w->deviations[g] = sqrt(w->deviations[g] / (double)groups->sizes[g]);
    }
}

intro_status intro_i_within_init(intro_ctx *ctx, const intro_i_weak_graph *weak,
                                 const intro_i_groups *groups, bool is_weighted,
                                 intro_i_within *out)
{
    const size_t count = groups->count;
    *out = (intro_i_within){.groups = groups};
    out->own = intro_i_alloc(weak->people, sizeof *out->own);
    out->means = intro_i_alloc_zero(count, sizeof *out->means);
    out->deviations = intro_i_alloc_zero(count, sizeof *out->deviations);
    bool *const are_alike = intro_i_alloc(count, sizeof *are_alike);
    uint32_t *const firsts = intro_i_alloc(count, sizeof *firsts);
    adder a = {weak, groups->of, is_weighted, out->own};
    intro_status rc;
    if (out->own == NULL || out->means == NULL || out->deviations == NULL ||
        are_alike == NULL || firsts == NULL) {
        rc = intro_i_fail_memory(ctx);
    } else {
        rc = intro_i_parallel_for(ctx, weak->people, GRAIN, add_rows, &a);
    }
    if (rc == INTRO_OK) {
        find_spread(out, weak->people, are_alike, firsts);
    } else {
        intro_i_within_fini(out);
    }
    intro_i_free(are_alike);
    intro_i_free(firsts);
    return rc;
}

void intro_i_within_fini(intro_i_within *within)
{
    intro_i_free(within->own);
    intro_i_free(within->means);
    intro_i_free(within->deviations);
    memset(within, 0, sizeof *within);
}

double intro_i_within_z(const intro_i_within *within, uint32_t v)
{
    const uint32_t group = within->groups->of[v];
    if (group == INTRO_I_NO_GROUP) {
        return (double)NAN;
    }
    const double deviation = within->deviations[group];
    return deviation > 0 ? (within->own[v] - within->means[group]) / deviation
                         : 0;
}
