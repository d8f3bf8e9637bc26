/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "group_desk.h"

#include <introfind/import.h>
#include <introfind/snapshot.h>
#include <string.h>

static const char *const attributes[BENCH_ATTRIBUTES] = {
    "industry", "company", "position", "function", "seniority"};

void bench_groups_file(const bench_options *opt, char path[BENCH_PATH_MAX])
{
    bench_work_file(opt, "-groups.intro", path);
}

void bench_groups_make(const bench_options *opt, void *answers,
                       bench_result *result)
{
    (void)answers;
    char path[BENCH_PATH_MAX];
    bench_groups_file(opt, path);
    intro_ctx *const ctx = bench_ctx(opt);
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const file = bench_graphml(opt);
    intro_graph *graph;
    if (intro_import_run(ctx, &file, 1, &options, &graph) != INTRO_OK) {
        bench_fail_ctx(result, "import", ctx);
    } else if (intro_snapshot_write(ctx, graph, path) != INTRO_OK) {
        bench_fail_ctx(result, "write", ctx);
    } else {
        bench_check(result, true, "no snapshot");
    }
    intro_graph_close(graph);
    intro_ctx_free(ctx);
}

bool bench_groups_open(const bench_options *opt, bench_groups *d,
                       bench_result *result)
{
    char path[BENCH_PATH_MAX];
    bench_groups_file(opt, path);
    memset(d, 0, sizeof *d);
    d->ctx = bench_ctx(opt);
    if (intro_snapshot_open(d->ctx, path, INTRO_VERIFY_QUICK, &d->graph) !=
            INTRO_OK ||
        intro_i_weak_graph_init(d->ctx, d->graph, &d->weak) != INTRO_OK) {
        bench_fail_ctx(result, "open", d->ctx);
        return false;
    }
    for (size_t a = 0; a < BENCH_ATTRIBUTES; a++) {
        d->width += intro_i_groups_init(d->ctx, d->graph, attributes[a],
                                        &d->groups[d->width]) == INTRO_OK;
    }
    bench_check(result, d->width > 0, "no attribute");
    return d->width > 0;
}

void bench_groups_close(bench_groups *d)
{
    for (uint32_t a = 0; a < d->width; a++) {
        intro_i_groups_fini(&d->groups[a]);
    }
    intro_i_weak_graph_fini(&d->weak);
    intro_graph_close(d->graph);
    intro_ctx_free(d->ctx);
}
