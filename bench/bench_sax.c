/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limit of the machine: libxml2 with empty handlers on the same file. */
#include "peer_sax.h"

#include <string.h>

static void read_file(const bench_options *opt, void *answers,
                      bench_result *result)
{
    (void)answers;
    const char *const file = bench_graphml(opt);
    peer_sax_counts counts = {0, 0};
    bool good = true;
    for (uint32_t i = 0; i <= opt->trials && good; i++) {
        const double start = bench_now_ms();
        good = peer_sax_read(file, &counts);
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    bench_check(result, good, "%s: libxml2 cannot read it", file);
    /* graphml, graph and five keys; a person has five elements, a tie two. */
    const uint64_t expected = 7 + 5 * opt->people + 2 * opt->ties;
    bench_check(result, opt->file != NULL || counts.elements == expected,
                "%llu elements instead of %llu",
                (unsigned long long)counts.elements,
                (unsigned long long)expected);
    bench_extra(result, "mb_per_s",
                (double)bench_file_size(file) / 1e3 / bench_median(result));
}

int main(int argc, char **argv)
{
    bench_options opt;
    bench_result result;
    bench_start(&opt, "sax", argc, argv);
    (void)bench_graphml(&opt);
    bench_run_child(&opt, read_file, NULL, 0, &result);
    bench_emit(&opt, "empty handlers", &result);
    return bench_finish();
}
