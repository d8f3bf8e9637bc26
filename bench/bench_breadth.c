/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How broad everybody's network is: diversity, and the whole command. Checked
 * against igraph, which has no diversity over groups: a loop over its
 * neighbours. */
#include "analysis/diversity.h"
#include "base/alloc.h"
#include "base/parallel.h"
#include "group_igraph.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum { GRAIN = 1024 };

/* Added up over everybody, which tells a wrong loop from a right one. */
typedef struct totals {
    double blau;
    double ei_index;
    double ms; /* that the peer took */
} totals;

static totals peer;
static bool has_peer;

/* --- the peer ---------------------------------------------------------------------- */

/* Industries of the neighbours of everybody. */
static totals loop_over(const igraph_t *graph, const intro_i_groups *groups,
                        uint32_t *counts)
{
    totals t = {0, 0, 0};
    igraph_vector_int_t near;
    igraph_vector_int_init(&near, 0);
    for (igraph_integer_t v = 0; v < igraph_vcount(graph); v++) {
        double known = 0;
        double squares = 0;
        igraph_neighbors(graph, &near, v, IGRAPH_ALL);
        const igraph_integer_t degree = igraph_vector_int_size(&near);
        for (igraph_integer_t i = 0; i < degree; i++) {
            const uint32_t group = groups->of[VECTOR(near)[i]];
            if (group != INTRO_I_NO_GROUP) {
                known++;
                squares += 2 * counts[group]++ + 1;
            }
        }
        const uint32_t own = groups->of[v];
        if (known > 0) {
            t.blau += 1 - squares / (known * known);
            t.ei_index += own == INTRO_I_NO_GROUP
                              ? 0
                              : (known - 2.0 * counts[own]) / known;
        }
        for (igraph_integer_t i = 0; i < degree; i++) {
            const uint32_t group = groups->of[VECTOR(near)[i]];
            if (group != INTRO_I_NO_GROUP) {
                counts[group] = 0;
            }
        }
    }
    igraph_vector_int_destroy(&near);
    return t;
}

static void igraph_loop(const bench_options *opt, void *answers,
                        bench_result *result)
{
    bench_groups d;
    igraph_t graph;
    totals *const t = answers;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    uint32_t *const counts =
        intro_i_alloc_zero(d.groups[0].count, sizeof *counts);
    if (counts == NULL || !bench_groups_igraph(&d, &graph)) {
        bench_check(result, false, "out of memory");
        return;
    }
    for (uint32_t i = 0; i < opt->trials; i++) {
        const double start = bench_now_ms();
        *t = loop_over(&graph, &d.groups[0], counts);
        bench_add(result, bench_now_ms() - start);
    }
    t->ms = bench_median(result);
    igraph_destroy(&graph);
    intro_i_free(counts);
    bench_groups_close(&d);
}

/* --- diversity --------------------------------------------------------------------- */

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fabs(b);
}

static void add_up(const intro_i_diversity *of, uint32_t people, totals *t)
{
    *t = (totals){0, 0, 0};
    for (uint32_t v = 0; v < people; v++) {
        t->blau += isnan(of[v].blau) ? 0 : of[v].blau;
        t->ei_index += isnan(of[v].ei_index) ? 0 : of[v].ei_index;
    }
}

static void one_attribute(const bench_options *opt, void *answers,
                          bench_result *result)
{
    (void)answers;
    bench_groups d;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    const uint32_t people = d.weak.people;
    intro_i_diversity *const out = intro_i_alloc(people, sizeof *out);
    for (uint32_t i = 0; out != NULL && i <= opt->trials; i++) {
        const double start = bench_now_ms();
        if (intro_i_diversity_all(d.ctx, &d.weak, &d.groups[0], false, out) !=
            INTRO_OK) {
            bench_fail_ctx(result, "diversity", d.ctx);
            return;
        }
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    bench_check(result, out != NULL, "out of memory");
    if (out != NULL && has_peer) {
        totals t;
        add_up(out, people, &t);
        bench_check(result,
                    is_near(t.blau, peer.blau) &&
                        is_near(t.ei_index, peer.ei_index),
                    "Blau %.17g, E-I %.17g in all; igraph %.17g, %.17g", t.blau,
                    t.ei_index, peer.blau, peer.ei_index);
        bench_extra(result, "igraph_ms", peer.ms);
        bench_extra(result, "times_igraph", peer.ms / bench_median(result));
    }
    intro_i_free(out);
    bench_groups_close(&d);
}

/* All attributes of everybody, as the rows of the command are read. */
typedef struct reading {
    const intro_i_weak_graph *weak;
    intro_i_panel panel;
    intro_i_tally *tallies; /* BENCH_ATTRIBUTES a worker */
    double *sums;           /* of Blau's index by attribute, one a chunk */
} reading;

static intro_status read_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const reading *const r = arg;
    intro_i_diversity out[BENCH_ATTRIBUTES];
    double sum = 0;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        intro_i_diversity_of(&r->tallies[worker->index * BENCH_ATTRIBUTES],
                             &r->panel, r->weak, v, out);
        for (uint32_t a = 0; a < r->panel.width; a++) {
            sum += isnan(out[a].blau) ? 0 : out[a].blau;
        }
    }
    r->sums[begin / GRAIN] = sum;
    return INTRO_OK;
}

static bool start_reading(const bench_groups *d, reading *r)
{
    const uint32_t people = d->weak.people;
    const uint32_t workers = intro_i_parallel_workers(d->ctx, people, GRAIN);
    r->weak = &d->weak;
    r->tallies = intro_i_alloc_zero((size_t)workers * BENCH_ATTRIBUTES,
                                    sizeof *r->tallies);
    r->sums = intro_i_alloc(people / GRAIN + 1, sizeof *r->sums);
    if (intro_i_panel_init(&r->panel, people, d->width) != INTRO_OK ||
        r->tallies == NULL || r->sums == NULL) {
        return false;
    }
    for (uint32_t a = 0; a < d->width; a++) {
        if (intro_i_panel_set(&r->panel, a, &d->groups[a]) != INTRO_OK) {
            return false;
        }
        for (uint32_t i = 0; i < workers; i++) {
            if (intro_i_tally_init(&r->tallies[i * BENCH_ATTRIBUTES + a],
                                   &d->groups[a], false) != INTRO_OK) {
                return false;
            }
        }
    }
    return true;
}

static void end_reading(const bench_groups *d, reading *r)
{
    const uint32_t workers =
        intro_i_parallel_workers(d->ctx, d->weak.people, GRAIN);
    for (uint32_t i = 0; i < workers * BENCH_ATTRIBUTES; i++) {
        intro_i_tally_fini(&r->tallies[i]);
    }
    intro_i_free(r->tallies);
    intro_i_free(r->sums);
    intro_i_panel_fini(&r->panel);
}

static void five_attributes(const bench_options *opt, void *answers,
                            bench_result *result)
{
    (void)answers;
    bench_groups d;
    reading r;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    const uint32_t people = d.weak.people;
    if (!start_reading(&d, &r)) {
        bench_check(result, false, "out of memory");
        return;
    }
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        if (intro_i_parallel_for(d.ctx, people, GRAIN, read_rows, &r) !=
            INTRO_OK) {
            bench_fail_ctx(result, "diversity", d.ctx);
            return;
        }
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    bench_check(result, d.width == BENCH_ATTRIBUTES, "only %u attributes",
                (unsigned)d.width);
    end_reading(&d, &r);
    bench_groups_close(&d);
}

/* --- the command ------------------------------------------------------------------- */

static uint64_t count_lines(const char *path)
{
    FILE *const in = fopen(path, "rb");
    uint64_t lines = 0;
    if (in == NULL) {
        return 0;
    }
    for (int c = getc(in); c != EOF; c = getc(in)) {
        lines += c == '\n';
    }
    fclose(in);
    return lines;
}

static void whole_command(const bench_options *opt, void *answers,
                          bench_result *result)
{
    (void)answers;
    char snapshot[BENCH_PATH_MAX];
    char output[BENCH_PATH_MAX];
    if (access(opt->introfind, X_OK) != 0) {
        snprintf(result->check, sizeof result->check, "skipped: no %.400s",
                 opt->introfind);
        return;
    }
    bench_groups_file(opt, snapshot);
    bench_work_file(opt, "-breadth.csv", output);
    const char *const words[] = {opt->introfind,
                                 "breadth",
                                 "-n",
                                 snapshot,
                                 "--all",
                                 "--by",
                                 "industry,company,position,function,seniority",
                                 "--format",
                                 "csv",
                                 "--quiet",
                                 NULL};
    for (uint32_t i = 0; i < opt->trials; i++) {
        const double start = bench_now_ms();
        const int status = bench_command(words, output);
        bench_add(result, bench_now_ms() - start);
        bench_check(result, status == 0, "exit status %d", status);
    }
    const uint64_t lines = count_lines(output);
    bench_check(result, lines == opt->people + 1, "%llu lines",
                (unsigned long long)lines);
    bench_extra(result, "rows_a_second",
                (double)opt->people * 1e3 / bench_median(result));
    bench_extra(result, "snapshot_mib",
                (double)bench_file_size(snapshot) / 1048576);
    bench_extra(result, "csv_mib", (double)bench_file_size(output) / 1048576);
    (void)unlink(output);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        bench_case_fn *work;
    } cases[] = {
        {"diversity, one attribute", one_attribute},
        {"diversity, five attributes", five_attributes},
        {"breadth --all", whole_command},
    };
    bench_options opt;
    bench_result result;
    bench_start(&opt, "breadth", argc, argv);
    if (opt.file != NULL) {
        fprintf(stderr, "breadth: wants a generated network\n");
        return 2;
    }
    (void)bench_graphml(&opt);
    bench_run_child(&opt, bench_groups_make, NULL, 0, &result);
    if (strcmp(result.check, "ok") != 0) {
        bench_emit(&opt, "snapshot", &result);
        return bench_finish();
    }
    bench_run_child(&opt, igraph_loop, &peer, sizeof peer, &result);
    has_peer = strcmp(result.check, "ok") == 0;
    bench_emit(&opt, "igraph: diversity, one attribute", &result);
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        bench_run_child(&opt, cases[i].work, NULL, 0, &result);
        bench_emit(&opt, cases[i].name, &result);
    }
    return bench_finish();
}
