/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An opened snapshot of a generated network with a searcher: what benches of
 * queries sit at. */
#ifndef BENCH_DESK_H
#define BENCH_DESK_H

#include "bench.h"

#include <introfind/paths.h>

typedef struct bench_desk {
    intro_ctx *ctx;
    intro_graph *graph;
    intro_searcher *searcher;
} bench_desk;

/* false with result->check set. */
bool bench_desk_open(const bench_options *opt, const char *snapshot,
                     bench_desk *desk, bench_result *result);
void bench_desk_close(bench_desk *desk);

/* The person whose id is "n" and this number. */
intro_vid bench_desk_person(const bench_desk *desk, uint32_t number);

/* Chains from one person to any of the targets (rising): by introducers, or
 * with chains > 0 the `chains` warmest of all. Valid until the next question;
 * NULL with result->check set. */
const intro_paths *bench_desk_ask(bench_desk *desk, intro_vid from,
                                  const intro_vid *targets, size_t count,
                                  uint32_t hops, uint32_t chains,
                                  bench_result *result);

#endif
