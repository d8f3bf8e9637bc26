/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots: written, opened by mapping, opened with a full check. */
#include "bench.h"

#include <errno.h>
#include <introfind/import.h>
#include <introfind/snapshot.h>
#include <stdlib.h>
#include <string.h>

/* A number that changes with any person, tie or strength. */
static uint64_t fingerprint(const intro_graph *graph)
{
    uint64_t sum = 0xcbf29ce484222325u;
    const uint32_t people = intro_graph_people(graph);
    for (intro_vid v = 0; v < people; v++) {
        const intro_row row = intro_graph_row(graph, v);
        for (const char *c = intro_graph_id(graph, v); *c != '\0'; c++) {
            sum = (sum ^ (unsigned char)*c) * 0x100000001b3u;
        }
        for (uint64_t i = 0; i < row.count; i++) {
            uint32_t bits;
            memcpy(&bits, &row.strengths[i], sizeof bits);
            sum = (sum ^ row.people[i]) * 0x100000001b3u;
            sum = (sum ^ bits) * 0x100000001b3u;
        }
    }
    return sum;
}

typedef struct written {
    uint64_t people;
    uint64_t ties;
    uint64_t sum;
} written;

static void write_snapshot(const bench_options *opt, void *answers,
                           bench_result *result)
{
    written *const w = answers;
    char path[BENCH_PATH_MAX];
    bench_work_file(opt, ".intro", path);
    intro_ctx *const ctx = bench_ctx(opt);
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const file = bench_graphml(opt);
    intro_graph *graph;
    if (intro_import_run(ctx, &file, 1, &options, &graph) != INTRO_OK) {
        bench_fail_ctx(result, "import", ctx);
        return;
    }
    w->people = intro_graph_people(graph);
    w->ties = intro_graph_ties(graph);
    w->sum = fingerprint(graph);
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        if (intro_snapshot_write(ctx, graph, path) != INTRO_OK) {
            bench_fail_ctx(result, "write", ctx);
            break;
        }
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    bench_check(result, w->people == opt->people && w->ties == opt->ties,
                "%llu people, %llu ties", (unsigned long long)w->people,
                (unsigned long long)w->ties);
    const double bytes = (double)bench_file_size(path);
    bench_extra(result, "mb", bytes / 1e6);
    bench_extra(result, "bytes_a_tie", bytes / (double)opt->ties);
    bench_extra(result, "gb_per_s", bytes / 1e6 / bench_median(result));
    intro_graph_close(graph);
    intro_ctx_free(ctx);
}

static void open_snapshot(const bench_options *opt, written *w,
                          intro_verify verify, bench_result *result)
{
    char path[BENCH_PATH_MAX];
    bench_work_file(opt, ".intro", path);
    intro_ctx *const ctx = bench_ctx(opt);
    intro_graph *graph = NULL;
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        if (intro_snapshot_open(ctx, path, verify, &graph) != INTRO_OK) {
            bench_fail_ctx(result, "open", ctx);
            return;
        }
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        if (i < opt->trials) {
            intro_graph_close(graph);
        }
    }
    w->people = intro_graph_people(graph);
    w->ties = intro_graph_ties(graph);
    w->sum = fingerprint(graph);
    /* A quick opening maps a large file and reads next to nothing of it. */
    if (verify == INTRO_VERIFY_FULL) {
        bench_extra(result, "gb_per_s",
                    (double)bench_file_size(path) / 1e6 / bench_median(result));
    }
    intro_graph_close(graph);
    intro_ctx_free(ctx);
}

static void open_quick(const bench_options *opt, void *answers,
                       bench_result *result)
{
    open_snapshot(opt, answers, INTRO_VERIFY_QUICK, result);
}

static void open_full(const bench_options *opt, void *answers,
                      bench_result *result)
{
    open_snapshot(opt, answers, INTRO_VERIFY_FULL, result);
}

static void emit_open(const bench_options *opt, const char *name,
                      bench_case_fn *work, const written *w)
{
    bench_result result;
    written found = {0, 0, 0};
    bench_run_child(opt, work, &found, sizeof found, &result);
    bench_check(&result, memcmp(&found, w, sizeof found) == 0,
                "what was opened is not what was written");
    bench_emit(opt, name, &result);
}

int main(int argc, char **argv)
{
    bench_options opt;
    bench_result result;
    written w = {0, 0, 0};
    bench_start(&opt, "snapshot", argc, argv);
    (void)bench_graphml(&opt);
    bench_run_child(&opt, write_snapshot, &w, sizeof w, &result);
    bench_emit(&opt, "write", &result);
    if (strcmp(result.check, "ok") == 0) {
        emit_open(&opt, "open", open_quick, &w);
        emit_open(&opt, "open, checked in full", open_full, &w);
    }
    return bench_finish();
}
