/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/percentile.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

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

typedef struct ranking {
    const double *sorted;
    const double *ranks; /* of the sorted ones */
    uint32_t count;
    double *numbers;
} ranking;

static int compare_numbers(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* First of the sorted numbers that is not below x. */
static uint32_t find_place(const ranking *r, double x)
{
    uint32_t low = 0;
    uint32_t high = r->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (r->sorted[middle] < x) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Every run of numbers that are equal but for rounding has one rank. */
static void rank_sorted(const double *sorted, uint32_t count, double *ranks)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < count; i++) {
        const bool is_last = i + 1 == count || sorted[i + 1] - sorted[i] >
                                                   sorted[i + 1] * equal_within;
        if (is_last) {
            const double rank = 50 * ((double)first + (i + 1)) / count;
            for (; first <= i; first++) {
                ranks[first] = rank;
            }
        }
    }
}

static intro_status rank_numbers(void *arg, intro_i_worker *worker,
                                 uint64_t begin, uint64_t end)
{
    const ranking *const r = arg;
    (void)worker;
    for (uint64_t i = begin; i < end; i++) {
        if (!isnan(r->numbers[i])) {
            r->numbers[i] = r->ranks[find_place(r, r->numbers[i])];
        }
    }
    return INTRO_OK;
}

intro_status intro_i_percentiles(intro_ctx *ctx, double *numbers,
                                 uint32_t count)
{
    double *const sorted = intro_i_alloc(count, sizeof *sorted);
    double *const ranks = intro_i_alloc(count, sizeof *ranks);
    ranking r = {sorted, ranks, 0, numbers};
    intro_status rc = INTRO_OK;
    if (sorted == NULL || ranks == NULL) {
        rc = intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; rc == INTRO_OK && i < count; i++) {
        if (!isnan(numbers[i])) {
            sorted[r.count++] = numbers[i];
        }
    }
    if (rc == INTRO_OK) {
        qsort(sorted, r.count, sizeof *sorted, compare_numbers);
        rank_sorted(sorted, r.count, ranks);
        rc = intro_i_parallel_for(ctx, count, GRAIN, rank_numbers, &r);
    }
    intro_i_free(sorted);
    intro_i_free(ranks);
    return rc;
}
