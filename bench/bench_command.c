/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command as a person runs it, process and all: import to a snapshot, one
 * path, a batch of targets. Skipped when it has not been built. */
#include "base/random.h"
#include "desk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATHS = 15, BATCH_MAX = 10000 };

static void snapshot_file(const bench_options *opt, char path[BENCH_PATH_MAX])
{
    bench_work_file(opt, "-command.intro", path);
}

static size_t batch_size(const bench_options *opt)
{
    return opt->people / 10 < BATCH_MAX ? (size_t)opt->people / 10 : BATCH_MAX;
}

static void command_import(const bench_options *opt, void *answers,
                           bench_result *result)
{
    (void)answers;
    char snapshot[BENCH_PATH_MAX];
    snapshot_file(opt, snapshot);
    const char *const words[] = {
        opt->introfind, "import",           "--quiet", "-o",
        snapshot,       bench_graphml(opt), NULL};
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        const int status = bench_command(words, NULL);
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        bench_check(result, status == 0, "exit status %d", status);
    }
    bench_check(result, bench_file_size(snapshot) > 0, "no snapshot");
    bench_extra(result, "snapshot_mb", (double)bench_file_size(snapshot) / 1e6);
}

static void command_path(const bench_options *opt, void *answers,
                         bench_result *result)
{
    (void)answers;
    char snapshot[BENCH_PATH_MAX];
    snapshot_file(opt, snapshot);
    intro_i_random random;
    intro_i_random_init_part(&random, opt->seed, 500);
    for (uint32_t i = 0; i <= PATHS; i++) {
        char from[24];
        char to[24];
        const uint64_t a = intro_i_random_below(&random, opt->people);
        uint64_t b = intro_i_random_below(&random, opt->people - 1);
        b += b >= a;
        snprintf(from, sizeof from, "id:n%llu", (unsigned long long)a);
        snprintf(to, sizeof to, "id:n%llu", (unsigned long long)b);
        const char *const words[] = {
            opt->introfind, "path", "-n",      snapshot, "--from", from, to,
            "--format",     "json", "--quiet", NULL};
        const double start = bench_now_ms();
        const int status = bench_command(words, NULL);
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        /* 1: nobody connects them within three ties. */
        bench_check(result, status == 0 || status == 1,
                    "path %s to %s: exit status %d", from, to, status);
    }
}

/* Lines of a file. */
static uint64_t count_lines(const char *path)
{
    FILE *const in = fopen(path, "rb");
    uint64_t lines = 0;
    if (in == NULL) {
        return 0;
    }
    for (int c = getc(in); c != EOF; c = getc(in)) {
        lines += c == '\n';
    }
    fclose(in);
    return lines;
}

/* The i-th target of the batch: anybody but n0, who asks. */
static uint32_t batch_target(const bench_options *opt, intro_i_random *random)
{
    return 1 + (uint32_t)intro_i_random_below(random, opt->people - 1);
}

static bool write_targets(const bench_options *opt, const char *path)
{
    FILE *const out = fopen(path, "wb");
    if (out == NULL) {
        return false;
    }
    intro_i_random random;
    intro_i_random_init_part(&random, opt->seed, 600);
    fprintf(out, "who\n");
    for (size_t i = 0; i < batch_size(opt); i++) {
        fprintf(out, "id:n%u\n", (unsigned)batch_target(opt, &random));
    }
    return fclose(out) == 0;
}

/* Chains that the same batch gives in process. */
static uint64_t count_batch(const bench_options *opt, bench_result *result)
{
    char snapshot[BENCH_PATH_MAX];
    bench_desk d;
    uint64_t chains = 0;
    snapshot_file(opt, snapshot);
    if (!bench_desk_open(opt, snapshot, &d, result)) {
        return 0;
    }
    intro_i_random random;
    intro_i_random_init_part(&random, opt->seed, 600);
    const intro_vid from = bench_desk_person(&d, 0);
    for (size_t i = 0; i < batch_size(opt); i++) {
        const intro_vid to = bench_desk_person(&d, batch_target(opt, &random));
        const intro_paths *const paths =
            bench_desk_ask(&d, from, &to, 1, 3, 0, result);
        chains += paths == NULL ? 0 : intro_paths_count(paths);
    }
    bench_desk_close(&d);
    return chains;
}

static void command_batch(const bench_options *opt, void *answers,
                          bench_result *result)
{
    (void)answers;
    char snapshot[BENCH_PATH_MAX];
    char targets[BENCH_PATH_MAX];
    char output[BENCH_PATH_MAX];
    snapshot_file(opt, snapshot);
    bench_work_file(opt, "-targets.csv", targets);
    bench_work_file(opt, "-batch.csv", output);
    bench_check(result, write_targets(opt, targets), "%s: %s", targets,
                strerror(errno));
    const char *const words[] = {opt->introfind, "path",  "-n",        snapshot,
                                 "--from",       "id:n0", "--targets", targets,
                                 "--max-hops",   "3",     "--threads", "2",
                                 "--format",     "csv",   "--quiet",   NULL};
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        const int status = bench_command(words, output);
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        bench_check(result, status == 0 || status == 1, "exit status %d",
                    status);
    }
    const uint64_t lines = count_lines(output);
    const uint64_t owed = 1 + count_batch(opt, result);
    bench_check(result, lines == owed, "%llu lines, in process %llu",
                (unsigned long long)lines, (unsigned long long)owed);
    bench_extra(result, "lines", (double)lines);
    bench_extra(result, "a_second",
                (double)batch_size(opt) * 1e3 / bench_median(result));
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        bench_case_fn *work;
    } cases[] = {
        {"import", command_import},
        {"path", command_path},
        {"path --targets", command_batch},
    };
    bench_options opt;
    bench_result result;
    bench_start(&opt, "command", argc, argv);
    if (opt.file != NULL || opt.people < 100) {
        fprintf(stderr, "command: wants a generated network of 100 people\n");
        return 2;
    }
    (void)bench_graphml(&opt);
    const bool has_command = access(opt.introfind, X_OK) == 0;
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        if (has_command) {
            bench_run_child(&opt, cases[i].work, NULL, 0, &result);
        } else {
            memset(&result, 0, sizeof result);
            snprintf(result.check, sizeof result.check, "skipped: no %.400s",
                     opt.introfind);
        }
        bench_emit(&opt, cases[i].name, &result);
    }
    return bench_finish();
}
