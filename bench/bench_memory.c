/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the machine: sequential reads with one and two threads, and
 * dependent random reads, where each address is what the last one held. */
#include "base/alloc.h"
#include "base/random.h"
#include "bench.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static size_t sequential_bytes(const bench_options *opt)
{
    return strcmp(opt->size, "T") == 0 ? (size_t)64 << 20 : (size_t)1 << 30;
}

typedef struct part {
    const uint64_t *words;
    size_t count;
    uint64_t sum;
} part;

static void *sum_words(void *argument)
{
    part *const p = argument;
    uint64_t sums[8] = {0};
    for (size_t i = 0; i + 8 <= p->count; i += 8) {
        for (size_t j = 0; j < 8; j++) {
            sums[j] += p->words[i + j];
        }
    }
    p->sum = 0;
    for (size_t j = 0; j < 8; j++) {
        p->sum += sums[j];
    }
    return NULL;
}

static void read_sequential(const bench_options *opt, bench_result *result,
                            size_t threads)
{
    const size_t count = sequential_bytes(opt) / sizeof(uint64_t);
    uint64_t *const words = intro_i_alloc(count, sizeof *words);
    bench_check(result, words != NULL, "out of memory");
    if (words == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        words[i] = i;
    }
    for (uint32_t trial = 0; trial <= opt->trials; trial++) {
        part parts[2];
        pthread_t second;
        const double start = bench_now_ms();
        for (size_t t = 0; t < threads; t++) {
            parts[t].words = words + t * (count / threads);
            parts[t].count = count / threads;
        }
        const bool is_two =
            threads == 2 &&
            pthread_create(&second, NULL, sum_words, &parts[1]) == 0;
        sum_words(&parts[0]);
        if (is_two) {
            pthread_join(second, NULL);
        }
        bench_check(result, is_two == (threads == 2), "no second thread");
        if (trial > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        const uint64_t sum = parts[0].sum + (is_two ? parts[1].sum : 0);
        bench_check(result, sum == (uint64_t)count / 2 * (count - 1),
                    "wrong sum");
    }
    bench_extra(result, "gb_per_s",
                (double)sequential_bytes(opt) / 1e6 / bench_median(result));
    intro_i_free(words);
}

static void read_one(const bench_options *opt, void *answers,
                     bench_result *result)
{
    (void)answers;
    read_sequential(opt, result, 1);
}

static void read_two(const bench_options *opt, void *answers,
                     bench_result *result)
{
    (void)answers;
    read_sequential(opt, result, 2);
}

/* One cycle through all cells (Sattolo), so that no prefetcher can help. */
static void chase(const bench_options *opt, void *answers, bench_result *result)
{
    (void)answers;
    const size_t bytes = (size_t)64 << 20;
    const size_t count = bytes / sizeof(uint32_t);
    const size_t steps = 1000000;
    uint32_t *const next = intro_i_alloc(count, sizeof *next);
    bench_check(result, next != NULL, "out of memory");
    if (next == NULL) {
        return;
    }
    intro_i_random random;
    intro_i_random_init(&random, opt->seed);
    for (size_t i = 0; i < count; i++) {
        next[i] = (uint32_t)i;
    }
    for (size_t i = count - 1; i > 0; i--) {
        const size_t j = (size_t)intro_i_random_below(&random, i);
        const uint32_t kept = next[i];
        next[i] = next[j];
        next[j] = kept;
    }
    uint32_t at = 0;
    for (uint32_t trial = 0; trial <= opt->trials; trial++) {
        const double start = bench_now_ms();
        const uint32_t first = at;
        for (size_t i = 0; i < steps; i++) {
            at = next[at];
        }
        if (trial > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        bench_check(result, at != first, "the cycle is shorter than %zu",
                    steps);
    }
    bench_extra(result, "ns_each", bench_median(result) * 1e6 / (double)steps);
    bench_extra(result, "mib", (double)bytes / 1048576);
    intro_i_free(next);
}

int main(int argc, char **argv)
{
    bench_options opt;
    bench_result result;
    bench_start(&opt, "memory", argc, argv);
    bench_run_child(&opt, read_one, NULL, 0, &result);
    bench_emit(&opt, "sequential, 1 thread", &result);
    bench_run_child(&opt, read_two, NULL, 0, &result);
    bench_emit(&opt, "sequential, 2 threads", &result);
    bench_run_child(&opt, chase, NULL, 0, &result);
    bench_emit(&opt, "dependent random", &result);
    return bench_finish();
}
