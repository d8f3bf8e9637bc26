/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who can introduce me: one target, a set, many targets in a row, the ten
 * warmest chains; in process. Checked against igraph: the warmest chain of a
 * pair is as warm as igraph's when that has at most INTRO_MAX_HOPS ties, and
 * never warmer. */
#include "base/alloc.h"
#include "base/random.h"
#include "desk.h"
#include "peer_igraph.h"

#include <introfind/import.h>
#include <introfind/snapshot.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOPS = 4, PAIRS = 2000, SET_MAX = 10000, SET_ASKERS = 40 };

static peer_answers peer;
static bool has_peer;

static void snapshot_file(const bench_options *opt, char path[BENCH_PATH_MAX])
{
    bench_work_file(opt, "-paths.intro", path);
}

static void make_snapshot(const bench_options *opt, void *answers,
                          bench_result *result)
{
    (void)answers;
    char path[BENCH_PATH_MAX];
    snapshot_file(opt, path);
    intro_ctx *const ctx = bench_ctx(opt);
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const file = bench_graphml(opt);
    intro_graph *graph;
    if (intro_import_run(ctx, &file, 1, &options, &graph) != INTRO_OK) {
        bench_fail_ctx(result, "import", ctx);
        return;
    }
    if (intro_snapshot_write(ctx, graph, path) != INTRO_OK) {
        bench_fail_ctx(result, "write", ctx);
    }
    intro_graph_close(graph);
    intro_ctx_free(ctx);
}

static bool open_snapshot(const bench_options *opt, bench_desk *d,
                          bench_result *result)
{
    char path[BENCH_PATH_MAX];
    snapshot_file(opt, path);
    return bench_desk_open(opt, path, d, result);
}

static double warmth_at(const intro_paths *paths, size_t i)
{
    return i < intro_paths_count(paths) ? intro_paths_chain(paths, i).warmth
                                        : 0.0;
}

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * b;
}

/* --- answers -------------------------------------------------------------- */

/* Asked with as many ties as igraph's chain has, so that no limit stands
 * between the two. */
static void check_pair(bench_desk *d, const peer_pair *pair, uint32_t *equal,
                       bench_result *result)
{
    const uint32_t most = INTRO_MAX_HOPS;
    const uint32_t hops = pair->hops < HOPS   ? HOPS
                          : pair->hops > most ? most
                                              : pair->hops;
    const intro_vid from = bench_desk_person(d, pair->from);
    const intro_vid to = bench_desk_person(d, pair->to);
    const intro_paths *const paths =
        bench_desk_ask(d, from, &to, 1, hops, 0, result);
    if (paths == NULL) {
        return;
    }
    const double warmth = warmth_at(paths, 0);
    bool good = warmth <= pair->warmth * (1 + 1e-9);
    if (pair->hops >= 2 && pair->hops <= most) {
        good = is_near(warmth, pair->warmth);
        (*equal)++;
    } else if (pair->hops == 1) {
        good = good && intro_paths_direct_count(paths) == 1 &&
               is_near((double)intro_paths_direct(paths, 0).strength,
                       pair->warmth);
        (*equal)++;
    }
    bench_check(result, good,
                "n%u to n%u: warmth %.17g, igraph %.17g with %u ties",
                (unsigned)pair->from, (unsigned)pair->to, warmth, pair->warmth,
                (unsigned)pair->hops);
}

static void check_pairs(bench_desk *d, bench_result *result)
{
    uint32_t equal = 0;
    for (uint32_t i = 0; has_peer && i < peer.pairs_count; i++) {
        check_pair(d, &peer.pairs[i], &equal, result);
    }
    bench_check(result, !has_peer || equal > 0, "no pair was compared");
    bench_extra(result, "pairs_compared", equal);
}

/* Chain for chain until igraph's has more ties than the limit; from there on
 * ours are at most as warm. */
static void check_yen(bench_desk *d, const peer_yen *yen, uint32_t *equal,
                      bench_result *result)
{
    const intro_vid from = bench_desk_person(d, yen->from);
    const intro_vid to = bench_desk_person(d, yen->to);
    const intro_paths *const paths =
        bench_desk_ask(d, from, &to, 1, INTRO_MAX_HOPS, PEER_YEN_K, result);
    bool within = true;
    for (uint32_t i = 0; paths != NULL && i < yen->paths; i++) {
        const double warmth = warmth_at(paths, i);
        within = within && yen->hops[i] <= INTRO_MAX_HOPS;
        *equal += within;
        bench_check(result,
                    within ? is_near(warmth, yen->warmth[i])
                           : warmth <= yen->warmth[i] * (1 + 1e-9),
                    "n%u to n%u, chain %u: warmth %.17g, igraph %.17g",
                    (unsigned)yen->from, (unsigned)yen->to, (unsigned)i + 1,
                    warmth, yen->warmth[i]);
    }
}

/* --- times ---------------------------------------------------------------- */

/* PAIRS pairs drawn anew from the seed: anybody with anybody. */
static void time_pairs(const bench_options *opt, bench_desk *d, uint32_t pairs,
                       uint32_t hops, uint32_t chains, bench_result *result)
{
    double *const ms = intro_i_alloc(pairs, sizeof *ms);
    if (ms == NULL) {
        bench_check(result, false, "out of memory");
        return;
    }
    double p95 = 0;
    uint32_t found = 0;
    const uint32_t people = intro_graph_people(d->graph);
    for (uint32_t trial = 0; trial <= opt->trials; trial++) {
        intro_i_random random;
        intro_i_random_init_part(&random, opt->seed, 200);
        found = 0;
        for (uint32_t i = 0; i < pairs; i++) {
            const intro_vid from =
                (intro_vid)intro_i_random_below(&random, people);
            intro_vid to = (intro_vid)intro_i_random_below(&random, people - 1);
            to += to >= from;
            const double start = bench_now_ms();
            const intro_paths *const paths =
                bench_desk_ask(d, from, &to, 1, hops, chains, result);
            ms[i] = bench_now_ms() - start;
            found += paths != NULL && intro_paths_count(paths) > 0;
        }
        const double median = bench_quantile(ms, pairs, 0.5);
        if (trial > 0) {
            bench_add(result, median);
            p95 = bench_quantile(ms, pairs, 0.95);
        }
    }
    bench_check(result, found > 0, "no chain in %u pairs", (unsigned)pairs);
    bench_extra(result, "p95_ms", p95);
    bench_extra(result, "pairs", pairs);
    bench_extra(result, "found", found);
    intro_i_free(ms);
}

static void one_target(const bench_options *opt, void *answers,
                       bench_result *result)
{
    (void)answers;
    bench_desk d;
    if (open_snapshot(opt, &d, result)) {
        time_pairs(opt, &d, PAIRS, HOPS, 0, result);
        check_pairs(&d, result);
        if (has_peer) {
            const double median = peer_igraph_median(&peer, 0, peer.drawn);
            bench_extra(result, "igraph_ms", median);
            bench_extra(result, "times_igraph", median / bench_median(result));
        }
        bench_desk_close(&d);
    }
}

static void all_chains(const bench_options *opt, void *answers,
                       bench_result *result)
{
    (void)answers;
    bench_desk d;
    if (!open_snapshot(opt, &d, result)) {
        return;
    }
    time_pairs(opt, &d, PAIRS / 20, HOPS, PEER_YEN_K, result);
    uint32_t equal = 0;
    double ms[PEER_YEN_PAIRS];
    for (uint32_t i = 0; has_peer && i < peer.yen_count; i++) {
        check_yen(&d, &peer.yen[i], &equal, result);
        ms[i] = peer.yen[i].ms;
    }
    bench_extra(result, "chains_compared", equal);
    if (has_peer && peer.yen_count > 0) {
        bench_extra(result, "igraph_ms",
                    bench_quantile(ms, peer.yen_count, 0.5));
    }
    bench_desk_close(&d);
}

static int compare_vids(const void *a, const void *b)
{
    const intro_vid x = *(const intro_vid *)a;
    const intro_vid y = *(const intro_vid *)b;
    return (x > y) - (x < y);
}

/* `count` people, rising, distinct. */
static intro_vid *draw_people(const bench_options *opt, uint32_t people,
                              size_t *count)
{
    intro_vid *const list = intro_i_alloc(*count, sizeof *list);
    intro_i_random random;
    intro_i_random_init_part(&random, opt->seed, 300);
    for (size_t i = 0; list != NULL && i < *count; i++) {
        list[i] = (intro_vid)intro_i_random_below(&random, people);
    }
    if (list == NULL) {
        return NULL;
    }
    qsort(list, *count, sizeof *list, compare_vids);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (kept == 0 || list[kept - 1] != list[i]) {
            list[kept++] = list[i];
        }
    }
    *count = kept;
    return list;
}

static size_t set_size(const bench_options *opt)
{
    return opt->people / 10 < SET_MAX ? (size_t)opt->people / 10 : SET_MAX;
}

/* The warmest chain to anybody of the set is the warmest of those to each. */
static void check_set(bench_desk *d, intro_vid from, const intro_vid *targets,
                      size_t count, bench_result *result)
{
    const intro_paths *paths =
        bench_desk_ask(d, from, targets, count, HOPS, 1, result);
    if (paths == NULL) {
        return;
    }
    const double whole = warmth_at(paths, 0);
    double each = 0;
    for (size_t i = 0; i < count && i < 1000; i++) {
        paths = targets[i] == from
                    ? NULL
                    : bench_desk_ask(d, from, &targets[i], 1, HOPS, 1, result);
        each = paths == NULL ? each : fmax(each, warmth_at(paths, 0));
    }
    bench_check(result, count <= 1000 ? is_near(each, whole) : each <= whole,
                "set: warmth %.17g, one by one %.17g", whole, each);
}

/* The least of some times. */
static double time_set(bench_desk *d, intro_vid from, const intro_vid *targets,
                       size_t count, uint32_t trials, bench_result *result)
{
    double least = INFINITY;
    for (uint32_t i = 0; i < trials; i++) {
        const double start = bench_now_ms();
        bench_check(result,
                    bench_desk_ask(d, from, targets, count, HOPS, 0, result) !=
                        NULL,
                    "no answer");
        least = fmin(least, bench_now_ms() - start);
    }
    return least;
}

/* Who asks matters more than anything else, so many do. */
static void target_set(const bench_options *opt, void *answers,
                       bench_result *result)
{
    (void)answers;
    bench_desk d;
    if (!open_snapshot(opt, &d, result)) {
        return;
    }
    const uint32_t people = intro_graph_people(d.graph);
    size_t count = set_size(opt);
    intro_vid *const targets = draw_people(opt, people, &count);
    intro_i_random random;
    intro_i_random_init_part(&random, opt->seed, 400);
    for (uint32_t i = 0; targets != NULL && i < SET_ASKERS; i++) {
        const intro_vid from = (intro_vid)intro_i_random_below(&random, people);
        bench_add(result,
                  time_set(&d, from, targets, count, opt->trials, result));
        if (i == 0 && opt->people <= 10000) {
            check_set(&d, from, targets, count, result);
        }
    }
    bench_check(result, targets != NULL, "out of memory");
    bench_extra(result, "targets", (double)count);
    intro_i_free(targets);
    bench_desk_close(&d);
}

/* One asker, many targets, three ties, one thread. */
static void many_targets(const bench_options *opt, void *answers,
                         bench_result *result)
{
    (void)answers;
    bench_desk d;
    if (!open_snapshot(opt, &d, result)) {
        return;
    }
    size_t count = set_size(opt);
    intro_vid *const targets =
        draw_people(opt, intro_graph_people(d.graph), &count);
    const intro_vid from = bench_desk_person(&d, 0);
    for (uint32_t trial = 0; targets != NULL && trial <= opt->trials; trial++) {
        const double start = bench_now_ms();
        for (size_t i = 0; i < count; i++) {
            if (targets[i] != from) {
                bench_check(result,
                            bench_desk_ask(&d, from, &targets[i], 1, 3, 0,
                                           result) != NULL,
                            "no answer");
            }
        }
        if (trial > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    bench_check(result, targets != NULL, "out of memory");
    bench_extra(result, "targets", (double)count);
    bench_extra(result, "a_second", (double)count * 1e3 / bench_median(result));
    intro_i_free(targets);
    bench_desk_close(&d);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        bench_case_fn *work;
    } cases[] = {
        {"one target, 4 ties", one_target},
        {"ten chains, 4 ties", all_chains},
        {"set of targets, 4 ties", target_set},
        {"many targets, 3 ties", many_targets},
    };
    bench_options opt;
    bench_result result;
    bench_start(&opt, "paths", argc, argv);
    if (opt.file != NULL || opt.people < 100) {
        fprintf(stderr, "paths: wants a generated network of 100 people\n");
        return 2;
    }
    (void)bench_graphml(&opt);
    has_peer = peer_igraph_answers(&opt, &peer);
    bench_run_child(&opt, make_snapshot, NULL, 0, &result);
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        bench_run_child(&opt, cases[i].work, NULL, 0, &result);
        bench_emit(&opt, cases[i].name, &result);
    }
    return bench_finish();
}
