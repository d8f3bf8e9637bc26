/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/diversity.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 1024, AHEAD = 64 };

/* Two-sided 95 % of the normal distribution, as measures.md has it. */
static const double normal_95 = 1.96;

/* --- counting --------------------------------------------------------------- */

intro_status intro_i_tally_init(intro_i_tally *tally,
                                const intro_i_groups *groups, bool is_weighted)
{
    const size_t words = intro_i_bits_words(groups->count);
    *tally = (intro_i_tally){.groups = groups};
    tally->counts =
        intro_i_alloc_zero((size_t)groups->count + 1, sizeof *tally->counts);
    tally->met = intro_i_alloc_zero(words, sizeof *tally->met);
    tally->met_words =
        intro_i_alloc_zero(intro_i_bits_words(words), sizeof *tally->met_words);
    tally->list = intro_i_alloc(groups->count, sizeof *tally->list);
    tally->logs = intro_i_alloc(INTRO_I_TALLY_LOGS, sizeof *tally->logs);
    tally->same = intro_i_alloc_zero(INTRO_I_TALLY_LOGS, sizeof *tally->same);
    tally->row = intro_i_alloc(INTRO_I_TALLY_LOGS, sizeof *tally->row);
    if (is_weighted) {
        tally->weights =
            intro_i_alloc_zero(groups->count, sizeof *tally->weights);
    }
    if (tally->counts == NULL || tally->met == NULL ||
        tally->met_words == NULL || tally->list == NULL ||
        tally->logs == NULL || tally->same == NULL || tally->row == NULL ||
        (is_weighted && tally->weights == NULL)) {
        intro_i_tally_fini(tally);
        return INTRO_ENOMEM;
    }
    tally->logs[0] = 0;
    for (int i = 1; i < INTRO_I_TALLY_LOGS; i++) {
        tally->logs[i] = log(i);
    }
    return INTRO_OK;
}

void intro_i_tally_fini(intro_i_tally *tally)
{
    intro_i_free(tally->counts);
    intro_i_free(tally->weights);
    intro_i_free(tally->met);
    intro_i_free(tally->met_words);
    intro_i_free(tally->list);
    intro_i_free(tally->logs);
    intro_i_free(tally->same);
    intro_i_free(tally->row);
    memset(tally, 0, sizeof *tally);
}

/* Groups met into the list, rising. @return how many */
static uint32_t list_groups(intro_i_tally *tally)
{
    const size_t words = intro_i_bits_words(tally->groups->count);
    uint32_t count = 0;
    for (size_t i = 0; i < intro_i_bits_words(words); i++) {
        for (uint64_t left = tally->met_words[i]; left != 0; left &= left - 1) {
            const size_t word = i * 64 + (size_t)__builtin_ctzll(left);
            const uint32_t first = (uint32_t)word * 64;
            for (uint64_t met = tally->met[word]; met != 0; met &= met - 1) {
                tally->list[count++] = first + (uint32_t)__builtin_ctzll(met);
            }
        }
    }
    return count;
}

/* The groups met stand in the list. */
static void forget_listed(intro_i_tally *tally, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t group = tally->list[i];
        tally->counts[group] = 0;
        tally->met[group >> 6] = 0;
        tally->met_words[group >> 12] = 0;
        if (tally->weights != NULL) {
            tally->weights[group] = 0;
        }
    }
    tally->known = 0;
}

void intro_i_tally_clear(intro_i_tally *tally)
{
    forget_listed(tally, list_groups(tally));
}

/* --- figures ---------------------------------------------------------------- */

/* Sums over groups, w the count or weight of each and l = ln(total / w). */
typedef struct sums {
    double total;       /* w */
    double squares;     /* w^2 */
    double logs;        /* w l */
    double log_squares; /* w l^2 */
    double internal;    /* w of the person's own group */
} sums;

static void add_groups(sums *s, double how_many, double weight,
                       double log_share)
{
    s->squares += how_many * weight * weight;
    s->logs += how_many * weight * log_share;
    s->log_squares += how_many * weight * log_share * log_share;
}

static double log_of(const intro_i_tally *tally, uint32_t n)
{
    return n < INTRO_I_TALLY_LOGS ? tally->logs[n] : log(n);
}

/* Those of small counts, up to `most`, which are forgotten. Groups of one count
 * are added together, by rising counts: so people whose contacts are spread alike,
 * over whatever groups, have the same figures to the last bit, and the same
 * rank. Where there is no group of a count, 0 is added. */
static void add_same(intro_i_tally *tally, uint32_t most, double log_total,
                     sums *s)
{
    for (uint32_t members = 1; members <= most; members++) {
        add_groups(s, tally->same[members], members,
                   log_total - tally->logs[members]);
        tally->same[members] = 0;
    }
}

static sums add_counts(intro_i_tally *tally, uint32_t count, uint32_t own)
{
    sums s = {.total = tally->known};
    const double log_total = log_of(tally, tally->known);
    uint32_t most = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t members = tally->counts[tally->list[i]];
        if (members < INTRO_I_TALLY_LOGS) {
            tally->same[members]++;
            most = members > most ? members : most;
        } else {
            add_groups(&s, 1, members, log_total - log(members));
        }
    }
    add_same(tally, most, log_total, &s);
    s.internal = own == INTRO_I_NO_GROUP ? 0 : tally->counts[own];
    return s;
}

static sums add_weights(const intro_i_tally *tally, uint32_t count,
                        uint32_t own)
{
    sums s = {.total = 0};
    for (uint32_t i = 0; i < count; i++) {
        s.total += tally->weights[tally->list[i]];
    }
    for (uint32_t i = 0; i < count; i++) {
        const double weight = tally->weights[tally->list[i]];
        add_groups(&s, 1, weight, log(s.total / weight));
    }
    s.internal = own == INTRO_I_NO_GROUP ? 0 : tally->weights[own];
    return s;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double greatest(double a, double b)
{
    return a > b ? a : b;
}

/* Two groups and more. */
static void spread(const sums *s, intro_i_diversity *out)
{
    const double n = out->known;
    const double c = out->categories;
    const double shannon = s->logs / s->total;
    const double mean_square = s->log_squares / s->total;
    const double variance = greatest(mean_square - shannon * shannon, 0);
    const double sd = sqrt(variance / n + (c - 1) / (2 * n * n));
    const double factor = exp(normal_95 * sd);
    const double effective = exp(shannon);
    out->blau = greatest(1 - s->squares / (s->total * s->total), 0);
    out->shannon = shannon;
    out->effective = least(greatest(effective, 1), c);
    out->effective_low = greatest(effective / factor, 1);
    out->effective_high = least(effective * factor, n);
}

static intro_i_diversity reckon(const sums *s, uint32_t known, uint32_t groups,
                                bool has_own)
{
    const double unknown = (double)NAN;
    intro_i_diversity out = {known,   groups,  unknown, unknown,
                             unknown, unknown, unknown, unknown};
    if (groups == 0) {
        return out;
    }
    if (groups == 1) {
        out.blau = out.shannon = 0;
        out.effective = out.effective_low = out.effective_high = 1;
    } else {
        spread(s, &out);
    }
    if (has_own) {
        out.ei_index = (s->total - 2 * s->internal) / s->total;
    }
    return out;
}

/* Of the groups in the list. */
static intro_i_diversity reckon_listed(intro_i_tally *tally, uint32_t count,
                                       uint32_t own)
{
    const sums s = tally->weights != NULL ? add_weights(tally, count, own)
                                          : add_counts(tally, count, own);
    return reckon(&s, tally->known, count, own != INTRO_I_NO_GROUP);
}

intro_i_diversity intro_i_tally_figures(intro_i_tally *tally, uint32_t own)
{
    return reckon_listed(tally, list_groups(tally), own);
}

/* --- rows ------------------------------------------------------------------- */

/* The row of the tally has the groups of `degree` neighbours, all of a person's,
 * fewer than INTRO_I_TALLY_LOGS. Counted without bits and lists: from the row
 * itself the counts are found again. Those without a group count as one behind
 * the others. */
static intro_i_diversity reckon_row(intro_i_tally *tally, uint32_t degree,
                                    uint32_t own)
{
    const uint32_t *const row = tally->row;
    uint32_t *const counts = tally->counts;
    uint32_t *const same = tally->same;
    const uint32_t none = tally->groups->count;
    uint32_t most = 0;
    for (uint32_t k = 0; k < degree; k++) {
        counts[row[k]]++;
    }
    const uint32_t known = degree - counts[none];
    sums s = {.total = known};
    s.internal = own == INTRO_I_NO_GROUP ? 0 : counts[own];
    counts[none] = 0;
    for (uint32_t k = 0; k < degree; k++) {
        const uint32_t members = counts[row[k]];
        counts[row[k]] = 0;
        same[members]++;
        most = members > most ? members : most;
    }
    const uint32_t groups = degree - same[0];
    same[0] = 0;
    add_same(tally, most, tally->logs[known], &s);
    return reckon(&s, known, groups, own != INTRO_I_NO_GROUP);
}

/* Groups of the neighbours from arc `first` on into the rows of the tallies. Where
 * neighbours stand is at random, and waiting for their groups would be most of the
 * time: rows follow each other, so those of the next ones are asked for here. */
static void take_rows(intro_i_tally *tallies, const intro_i_panel *panel,
                      const intro_i_weak_graph *weak, uint64_t first,
                      uint32_t count)
{
    const uint32_t *const neighbours = weak->neighbours + first;
    const uint64_t arcs = weak->offsets[weak->people] - first;
    for (uint32_t k = 0; k < count && k + AHEAD < arcs; k++) {
        intro_i_panel_ask(panel, neighbours[k + AHEAD]);
    }
    for (uint32_t a = 0; a < panel->width; a++) {
        intro_i_panel_column(panel, a, neighbours, count,
                             tallies[a].groups->count, tallies[a].row);
    }
}

/* Many neighbours, or weighted ones, by parts. */
static void count_parts(intro_i_tally *tallies, const intro_i_panel *panel,
                        const intro_i_weak_graph *weak, uint32_t v)
{
    const uint64_t last = weak->offsets[v + 1];
    for (uint64_t i = weak->offsets[v]; i < last; i += INTRO_I_TALLY_LOGS) {
        const float *const strengths = weak->strengths + i;
        const uint32_t count =
            (uint32_t)intro_i_min_u64(last - i, INTRO_I_TALLY_LOGS);
        take_rows(tallies, panel, weak, i, count);
        for (uint32_t a = 0; a < panel->width; a++) {
            const uint32_t none = tallies[a].groups->count;
            for (uint32_t k = 0; k < count; k++) {
                const uint32_t group = tallies[a].row[k];
                intro_i_tally_add(&tallies[a],
                                  group == none ? INTRO_I_NO_GROUP : group,
                                  strengths[k]);
            }
        }
    }
}

void intro_i_diversity_of(intro_i_tally *tallies, const intro_i_panel *panel,
                          const intro_i_weak_graph *weak, uint32_t v,
                          intro_i_diversity *out)
{
    const uint64_t degree = intro_i_weak_degree(weak, v);
    if (panel->width == 0) {
        return;
    }
    const bool is_row = tallies->weights == NULL && degree < INTRO_I_TALLY_LOGS;
    if (is_row) {
        take_rows(tallies, panel, weak, weak->offsets[v], (uint32_t)degree);
    } else {
        count_parts(tallies, panel, weak, v);
    }
    for (uint32_t a = 0; a < panel->width; a++) {
        const uint32_t own = intro_i_panel_group(panel, v, a);
        if (is_row) {
            out[a] = reckon_row(&tallies[a], (uint32_t)degree, own);
        } else {
            const uint32_t count = list_groups(&tallies[a]);
            out[a] = reckon_listed(&tallies[a], count, own);
            forget_listed(&tallies[a], count);
        }
    }
}

/* --- everybody -------------------------------------------------------------- */

typedef struct everybody {
    const intro_i_weak_graph *weak;
    intro_i_panel panel;
    intro_i_tally *tallies; /* one a worker */
    intro_i_diversity *out;
} everybody;

static intro_status work(void *arg, intro_i_worker *worker, uint64_t begin,
                         uint64_t end)
{
    const everybody *const all = arg;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        intro_i_diversity_of(&all->tallies[worker->index], &all->panel,
                             all->weak, v, &all->out[v]);
    }
    return INTRO_OK;
}

intro_status intro_i_diversity_all(intro_ctx *ctx,
                                   const intro_i_weak_graph *weak,
                                   const intro_i_groups *groups,
                                   bool is_weighted, intro_i_diversity *out)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, weak->people, GRAIN);
    everybody all = {.weak = weak, .out = out};
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
             : intro_i_parallel_phase(ctx, "counting groups", "people",
                                      weak->people, GRAIN, work, &all);
    for (uint32_t i = 0; all.tallies != NULL && i < workers; i++) {
        intro_i_tally_fini(&all.tallies[i]);
    }
    intro_i_free(all.tallies);
    intro_i_panel_fini(&all.panel);
    return rc;
}
