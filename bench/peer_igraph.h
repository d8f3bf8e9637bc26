/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph on the same file: import with attributes, the warmest chain of pairs
 * (Dijkstra over -ln strength), the ten warmest (Yen). Its answers are kept
 * beside the file, so that every bench checks against them. */
#ifndef BENCH_PEER_IGRAPH_H
#define BENCH_PEER_IGRAPH_H

#include "bench.h"

enum { PEER_PAIRS = 128, PEER_YEN_PAIRS = 4, PEER_YEN_K = 10 };

/* Two people by id number, and the warmest chain between them. */
typedef struct peer_pair {
    uint32_t from;
    uint32_t to;
    uint32_t hops;  /* 0: none */
    bool is_direct; /* a tie joins them */
    double warmth;
    double ms;
} peer_pair;

typedef struct peer_yen {
    uint32_t from;
    uint32_t to;
    uint32_t paths;
    uint32_t hops[PEER_YEN_K];
    double warmth[PEER_YEN_K];
    double ms;
} peer_yen;

typedef struct peer_answers {
    uint64_t people;
    uint64_t ties;
    double import_ms;
    double import_peak_mib;
    double strengths; /* the sum over all ties */
    /* The first `drawn` are anybody with anybody, the others three ties
     * apart or less. */
    uint32_t drawn;
    uint32_t pairs_count;
    peer_pair pairs[PEER_PAIRS];
    uint32_t yen_count;
    peer_yen yen[PEER_YEN_PAIRS];
} peer_answers;

/* Does all of it anew, in a child, and keeps the answers in the work folder.
 * result->check tells what failed; "skipped: ..." at L. */
void peer_igraph_run(const bench_options *opt, peer_answers *answers,
                     bench_result *result);
/* The kept answers, or peer_igraph_run(). false when there are none. */
bool peer_igraph_answers(const bench_options *opt, peer_answers *answers);
/* Median time of the pairs [first, end), in ms. */
double peer_igraph_median(const peer_answers *answers, uint32_t first,
                          uint32_t end);
const char *peer_igraph_version(void);

#endif
