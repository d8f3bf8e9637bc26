/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/diversity.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GRAIN = 1024, LOGS = 512, SHORT_LIST = 24 };

/* Two-sided 95 % of the normal distribution, as measures.md has it. */
static const double normal_95 = 1.96;

/* --- counting --------------------------------------------------------------- */

intro_status intro_i_tally_init(intro_i_tally *tally,
                                const intro_i_groups *groups, bool is_weighted)
{
    *tally = (intro_i_tally){.groups = groups, .is_weighted = is_weighted};
    tally->met = intro_i_alloc(groups->count, sizeof *tally->met);
    tally->weights = intro_i_alloc_zero(groups->count, sizeof *tally->weights);
    tally->logs = intro_i_alloc(LOGS, sizeof *tally->logs);
    if (tally->met == NULL || tally->weights == NULL || tally->logs == NULL) {
        intro_i_tally_fini(tally);
        return INTRO_ENOMEM;
    }
    for (int i = 0; i < LOGS; i++) {
        tally->logs[i] = log(i);
    }
    return INTRO_OK;
}

void intro_i_tally_fini(intro_i_tally *tally)
{
    intro_i_free(tally->met);
    intro_i_free(tally->weights);
    intro_i_free(tally->logs);
    memset(tally, 0, sizeof *tally);
}

void intro_i_tally_clear(intro_i_tally *tally)
{
    for (uint32_t i = 0; i < tally->met_count; i++) {
        tally->weights[tally->met[i]] = 0;
    }
    tally->met_count = 0;
    tally->known = 0;
}

static int compare_groups(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Most people meet a few groups only. */
static void sort_groups(uint32_t *list, uint32_t count)
{
    if (count > SHORT_LIST) {
        qsort(list, count, sizeof *list, compare_groups);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        const uint32_t group = list[i];
        uint32_t at = i;
        for (; at > 0 && list[at - 1] > group; at--) {
            list[at] = list[at - 1];
        }
        list[at] = group;
    }
}

/* --- figures ---------------------------------------------------------------- */

static double log_of(const intro_i_tally *tally, double weight)
{
    return !tally->is_weighted && weight < LOGS ? tally->logs[(int)weight]
                                                : log(weight);
}

static double add_up(const intro_i_tally *tally)
{
    double sum = 0;
    for (uint32_t i = 0; i < tally->met_count; i++) {
        sum += tally->weights[tally->met[i]];
    }
    return sum;
}

/* Several groups; counts are whole, so unweighted the squares sum up exactly. */
static void spread(const intro_i_tally *tally, double total,
                   intro_i_diversity *out)
{
    const double n = tally->known;
    const double c = tally->met_count;
    const double log_total = log_of(tally, total);
    double squares = 0;
    double shannon = 0;
    for (uint32_t i = 0; i < tally->met_count; i++) {
        const double weight = tally->weights[tally->met[i]];
        squares += weight * weight;
        shannon += weight * (log_total - log_of(tally, weight));
    }
    shannon /= total;
    /* sum p ln^2 p - S^2, as the mean square of -ln p - S: never below 0. */
    double variance = 0;
    for (uint32_t i = 0; i < tally->met_count; i++) {
        const double weight = tally->weights[tally->met[i]];
        const double off = log_total - log_of(tally, weight) - shannon;
        variance += weight * off * off;
    }
    variance = variance / total / n + (c - 1) / (2 * n * n);
    const double reach = normal_95 * sqrt(variance);
    out->blau = fmax(1 - squares / (total * total), 0);
    out->shannon = shannon;
    out->effective = fmin(fmax(exp(shannon), 1), c);
    out->effective_low = fmax(exp(shannon - reach), 1);
    out->effective_high = fmin(exp(shannon + reach), n);
}

static double balance(const intro_i_tally *tally, uint32_t own)
{
    double internal = 0;
    double external = 0;
    if (own == INTRO_I_NO_GROUP) {
        return (double)NAN;
    }
    for (uint32_t i = 0; i < tally->met_count; i++) {
        const uint32_t group = tally->met[i];
        if (group == own) {
            internal = tally->weights[group];
        } else {
            external += tally->weights[group];
        }
    }
    return (external - internal) / (external + internal);
}

intro_i_diversity intro_i_tally_figures(intro_i_tally *tally, uint32_t own)
{
    const double unknown = (double)NAN;
    intro_i_diversity out = {tally->known, tally->met_count, unknown, unknown,
                             unknown,      unknown,          unknown, unknown};
    if (tally->known == 0) {
        return out;
    }
    if (tally->met_count == 1) {
        out.blau = out.shannon = 0;
        out.effective = out.effective_low = out.effective_high = 1;
    } else {
        sort_groups(tally->met, tally->met_count);
        spread(tally, add_up(tally), &out);
    }
    out.ei_index = balance(tally, own);
    return out;
}

intro_i_diversity intro_i_diversity_of(intro_i_tally *tally,
                                       const intro_i_weak_graph *weak,
                                       uint32_t v)
{
    const uint32_t *const of = tally->groups->of;
    intro_i_tally_clear(tally);
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        intro_i_tally_add(tally, of[weak->neighbours[i]], weak->strengths[i]);
    }
    return intro_i_tally_figures(tally, of[v]);
}

/* --- everybody -------------------------------------------------------------- */

typedef struct everybody {
    const intro_i_weak_graph *weak;
    intro_i_tally *tallies; /* one a worker */
    intro_i_diversity *out;
} everybody;

static intro_status work(void *arg, intro_i_worker *worker, uint64_t begin,
                         uint64_t end)
{
    const everybody *const all = arg;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        all->out[v] =
            intro_i_diversity_of(&all->tallies[worker->index], all->weak, v);
    }
    return INTRO_OK;
}

intro_status intro_i_diversity_all(intro_ctx *ctx,
                                   const intro_i_weak_graph *weak,
                                   const intro_i_groups *groups,
                                   bool is_weighted, intro_i_diversity *out)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, weak->people, GRAIN);
    everybody all = {weak, intro_i_alloc_zero(workers, sizeof *all.tallies),
                     out};
    intro_status rc = all.tallies == NULL ? INTRO_ENOMEM : INTRO_OK;
    for (uint32_t i = 0; i < workers && rc == INTRO_OK; i++) {
        rc = intro_i_tally_init(&all.tallies[i], groups, is_weighted);
    }
    rc = rc != INTRO_OK
             ? intro_i_fail_memory(ctx)
             : intro_i_parallel_phase(ctx, "counting groups", "people",
                                      weak->people, GRAIN, work, &all);
    for (uint32_t i = 0; all.tallies != NULL && i < workers; i++) {
        intro_i_tally_fini(&all.tallies[i]);
    }
    intro_i_free(all.tallies);
    return rc;
}
