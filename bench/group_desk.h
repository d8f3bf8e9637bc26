/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An opened snapshot of a generated network with people by group: what benches of
 * measures over groups sit at. */
#ifndef BENCH_GROUP_DESK_H
#define BENCH_GROUP_DESK_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"
#include "bench.h"

enum { BENCH_ATTRIBUTES = 5 };

typedef struct bench_groups {
    intro_ctx *ctx;
    intro_graph *graph;
    intro_i_weak_graph weak;
    intro_i_groups groups[BENCH_ATTRIBUTES]; /* industry first */
    uint32_t width; /* attributes that the network has */
} bench_groups;

/* Where the snapshot is. */
void bench_groups_file(const bench_options *opt, char path[BENCH_PATH_MAX]);
/* Makes it, in a child. */
void bench_groups_make(const bench_options *opt, void *answers,
                       bench_result *result);

/* false with result->check set. */
bool bench_groups_open(const bench_options *opt, bench_groups *desk,
                       bench_result *result);
void bench_groups_close(bench_groups *desk);

#endif
