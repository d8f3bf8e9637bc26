/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The baseline of every claim: igraph on the same file. */
#include "peer_igraph.h"

#include <string.h>

static void emit_part(const bench_options *opt, const char *name,
                      const bench_result *whole, double *ms, uint32_t count)
{
    bench_result result;
    memset(&result, 0, sizeof result);
    memcpy(result.check, whole->check, sizeof result.check);
    for (uint32_t i = 0; i < count; i++) {
        bench_add(&result, ms[i]);
    }
    bench_emit(opt, name, &result);
}

int main(int argc, char **argv)
{
    static peer_answers answers;
    bench_options opt;
    bench_result result;
    bench_start(&opt, "igraph", argc, argv);
    opt.threads = 1;
    peer_igraph_run(&opt, &answers, &result);
    bench_emit(&opt, "import", &result);
    if (strcmp(result.check, "ok") != 0) {
        return bench_finish();
    }
    double ms[PEER_PAIRS];
    for (uint32_t i = 0; i < answers.drawn; i++) {
        ms[i] = answers.pairs[i].ms;
    }
    emit_part(&opt, "one target, anybody", &result, ms, answers.drawn);
    for (uint32_t i = answers.drawn; i < answers.pairs_count; i++) {
        ms[i - answers.drawn] = answers.pairs[i].ms;
    }
    emit_part(&opt, "one target, near", &result, ms,
              answers.pairs_count - answers.drawn);
    for (uint32_t i = 0; i < answers.yen_count; i++) {
        ms[i] = answers.yen[i].ms;
    }
    if (answers.yen_count > 0) {
        emit_part(&opt, "ten chains", &result, ms, answers.yen_count);
    }
    return bench_finish();
}
