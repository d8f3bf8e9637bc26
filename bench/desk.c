/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk.h"

#include <introfind/snapshot.h>
#include <string.h>

bool bench_desk_open(const bench_options *opt, const char *snapshot,
                     bench_desk *desk, bench_result *result)
{
    memset(desk, 0, sizeof *desk);
    desk->ctx = bench_ctx(opt);
    if (intro_snapshot_open(desk->ctx, snapshot, INTRO_VERIFY_QUICK,
                            &desk->graph) != INTRO_OK ||
        intro_searcher_new(desk->ctx, desk->graph, &desk->searcher) !=
            INTRO_OK) {
        bench_fail_ctx(result, "open", desk->ctx);
        return false;
    }
    return true;
}

void bench_desk_close(bench_desk *desk)
{
    intro_searcher_free(desk->searcher);
    intro_graph_close(desk->graph);
    intro_ctx_free(desk->ctx);
}

/* People are in bytewise order of their ids. */
intro_vid bench_desk_person(const bench_desk *desk, uint32_t number)
{
    char id[16];
    snprintf(id, sizeof id, "n%u", (unsigned)number);
    intro_vid low = 0;
    intro_vid high = intro_graph_people(desk->graph);
    while (low < high) {
        const intro_vid middle = low + (high - low) / 2;
        if (strcmp(intro_graph_id(desk->graph, middle), id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const intro_paths *bench_desk_ask(bench_desk *desk, intro_vid from,
                                  const intro_vid *targets, size_t count,
                                  uint32_t hops, uint32_t chains,
                                  bench_result *result)
{
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    query.from = &from;
    query.from_count = 1;
    query.targets = targets;
    query.target_count = count;
    query.max_hops = hops;
    query.explain_empty = false;
    if (chains > 0) {
        query.all_chains = true;
        query.limit = chains;
    }
    const intro_paths *paths = NULL;
    if (intro_searcher_find(desk->ctx, desk->searcher, &query, &paths) !=
        INTRO_OK) {
        bench_fail_ctx(result, "find", desk->ctx);
        return NULL;
    }
    return paths;
}
