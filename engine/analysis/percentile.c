/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/percentile.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "base/radix.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 1024 };

/* Rounding is some 10^-15 of a number; different ones are further apart. */
static const double equal_within = 1e-12;

typedef struct everybody {
    const intro_i_weak_graph *weak;
    intro_i_panel panel;
    intro_i_tally *tallies; /* one a worker */
    double *effective;
} everybody;

static intro_status reckon(void *arg, intro_i_worker *worker, uint64_t begin,
                           uint64_t end)
{
    const everybody *const all = arg;
    intro_i_tally *const tally = &all->tallies[worker->index];
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        intro_i_diversity d;
        intro_i_diversity_of(tally, &all->panel, all->weak, v, &d);
        all->effective[v] =
            d.known >= INTRO_BREADTH_KNOWN_LEAST ? d.effective : (double)NAN;
    }
    return INTRO_OK;
}

static intro_i_comparison add_up(const double *effective, uint32_t people)
{
    intro_i_comparison c = {0, 0};
    for (uint32_t v = 0; v < people; v++) {
        if (!isnan(effective[v])) {
            c.people++;
            c.mean += effective[v];
        }
    }
    c.mean = c.people == 0 ? (double)NAN : c.mean / c.people;
    return c;
}

intro_status intro_i_compare(intro_ctx *ctx, const intro_i_weak_graph *weak,
                             const intro_i_groups *groups, bool is_weighted,
                             double *effective, intro_i_comparison *out)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, weak->people, GRAIN);
    everybody all = {.weak = weak, .effective = effective};
    all.tallies = intro_i_alloc_zero(workers, sizeof *all.tallies);
    intro_status rc =
        all.tallies == NULL
            ? INTRO_ENOMEM
            : intro_i_panel_init_one(&all.panel, weak->people, groups);
    for (uint32_t i = 0; i < workers && rc == INTRO_OK; i++) {
        rc = intro_i_tally_init(&all.tallies[i], groups, is_weighted);
    }
    rc = rc != INTRO_OK
             ? intro_i_fail_memory(ctx)
             : intro_i_parallel_phase(ctx, "comparing", "people", weak->people,
                                      GRAIN, reckon, &all);
    for (uint32_t i = 0; all.tallies != NULL && i < workers; i++) {
        intro_i_tally_fini(&all.tallies[i]);
    }
    intro_i_free(all.tallies);
    intro_i_panel_fini(&all.panel);
    if (rc == INTRO_OK) {
        *out = add_up(effective, weak->people);
    }
    return rc;
}

/* --- ranks ---------------------------------------------------------------------- */

/* The bits of a positive number are in its order. */
static double number_of(const intro_i_keyed *ranked)
{
    double number;
    memcpy(&number, &ranked->key, sizeof number);
    return number;
}

/* Every run of numbers that are equal but for rounding has one rank. */
static void rank_sorted(const intro_i_keyed *sorted, uint32_t count,
                        double *ranks)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < count; i++) {
        const double next = number_of(&sorted[i + 1 < count ? i + 1 : i]);
        const bool is_last = i + 1 == count ||
                             next - number_of(&sorted[i]) > next * equal_within;
        if (is_last) {
            const double rank = 50 * ((double)first + (i + 1)) / count;
            for (; first <= i; first++) {
                ranks[sorted[first].item] = rank;
            }
        }
    }
}

intro_status intro_i_percentiles(intro_ctx *ctx, double *numbers,
                                 uint32_t count)
{
    intro_i_keyed *const all = intro_i_alloc(count, sizeof *all);
    intro_i_keyed *const scratch = intro_i_alloc(count, sizeof *scratch);
    uint32_t known = 0;
    intro_status rc = all == NULL || scratch == NULL ? intro_i_fail_memory(ctx)
                                                     : intro_i_poll(ctx);
    for (uint32_t i = 0; rc == INTRO_OK && i < count; i++) {
        if (!isnan(numbers[i])) {
            all[known].item = i;
            memcpy(&all[known++].key, &numbers[i], sizeof numbers[i]);
        }
    }
    if (rc == INTRO_OK) {
        rank_sorted(intro_i_radix_sort(all, scratch, known), known, numbers);
    }
    intro_i_free(all);
    intro_i_free(scratch);
    return rc;
}
