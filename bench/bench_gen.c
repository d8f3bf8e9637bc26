/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long the generator takes, making and writing; and whether the network is
 * what network_gen.h promises and its bytes are those of its seed. */
#include "base/alloc.h"
#include "bench.h"
#include "network_gen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bytes and XXH3 of the plain file of seed 1: the same on every machine. */
static const struct {
    const char *size;
    uint64_t bytes;
    uint64_t sum;
} known[] = {
    {"T", 10249188, 0x993c2abcdcac6349u},
    {"S", 104480950, 0xbe4ac60369a99c15u},
    {"M", 1066199661, 0x1bb6891cc47a2848u},
};

/* Ties by degree: a simple graph, of the right size, with hubs. */
static void check_network(const bench_options *opt, const bench_network *net,
                          bench_result *result)
{
    uint32_t *const degree = intro_i_alloc_zero(opt->people, sizeof *degree);
    if (degree == NULL) {
        bench_check(result, false, "out of memory");
        return;
    }
    uint64_t ties = 0;
    uint64_t wrong = 0;
    uint64_t at = 0;
    bench_tie tie;
    while (bench_network_next(net, &at, &tie)) {
        ties++;
        wrong += tie.a == tie.b || tie.a >= opt->people ||
                 tie.b >= opt->people || tie.strength < 1 ||
                 tie.strength > 1024;
        degree[tie.a]++;
        degree[tie.b]++;
    }
    uint32_t most = 0;
    for (uint64_t i = 0; i < opt->people; i++) {
        most = degree[i] > most ? degree[i] : most;
    }
    intro_i_free(degree);
    bench_check(result, ties == opt->ties, "%llu ties instead of %llu",
                (unsigned long long)ties, (unsigned long long)opt->ties);
    bench_check(result, wrong == 0, "%llu impossible ties",
                (unsigned long long)wrong);
    const double mean = 2.0 * (double)opt->ties / (double)opt->people;
    bench_check(result, opt->people < 10000 || most > 10 * mean,
                "no hubs: the greatest degree is %u", most);
    bench_extra(result, "greatest_degree", most);
}

static void time_network(const bench_options *opt, void *answers,
                         bench_result *result)
{
    uint64_t *const sums = answers;
    const bench_network_spec spec = {opt->people, opt->ties, opt->seed};
    bench_network *net;
    const double start = bench_now_ms();
    const intro_status rc = bench_network_new(&spec, &net);
    if (rc != INTRO_OK) {
        bench_check(result, false, "%s", intro_status_name(rc));
        return;
    }
    bench_extra(result, "make_ms", bench_now_ms() - start);
    bench_out *const out = bench_out_open(NULL, false);
    if (out == NULL) {
        bench_check(result, false, "out of memory");
        return;
    }
    bench_network_graphml(net, out);
    bench_out_close(out, &sums[0], &sums[1]);
    bench_add(result, bench_now_ms() - start);
    bench_extra(result, "bytes_an_edge", (double)sums[0] / (double)opt->ties);
    check_network(opt, net, result);
    bench_network_free(net);
}

int main(int argc, char **argv)
{
    bench_options opt;
    bench_start(&opt, "gen", argc, argv);
    bench_result result;
    uint64_t sums[2] = {0, 0};
    bench_run_child(&opt, time_network, sums, sizeof sums, &result);
    for (size_t i = 0; i < INTRO_COUNT_OF(known); i++) {
        if (strcmp(opt.size, known[i].size) == 0 && opt.seed == 1 &&
            known[i].bytes > 0) {
            bench_check(
                &result, sums[0] == known[i].bytes && sums[1] == known[i].sum,
                "%llu bytes, sum %016llx: not those of this seed",
                (unsigned long long)sums[0], (unsigned long long)sums[1]);
        }
    }
    bench_extra(&result, "bytes", (double)sums[0]);
    bench_extra_hex(&result, "xxh3", sums[1]);
    bench_emit(&opt, "graphml", &result);
    return bench_finish();
}
