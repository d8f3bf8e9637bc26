/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every bench shares: options, input files, cases in a process of their
 * own (so that peak memory is theirs alone), JSON lines.
 *
 *     int main(int argc, char **argv)
 *     {
 *         bench_options opt;
 *         bench_start(&opt, "import", argc, argv);
 *         ...bench_run_child(); bench_emit();
 *         return bench_finish();
 *     }
 *
 * One JSON object a line on standard output; everything else on standard
 * error. bench_finish() is not 0 when any check failed. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/common.h"

#include <introfind/context.h>
#include <stdio.h>

enum { BENCH_PATH_MAX = 1024, BENCH_TRIALS_MAX = 64, BENCH_TEXT = 512 };

typedef struct bench_options {
    const char *bench; /* name of the program's question */
    const char *size;  /* "T", "S", "M", "L" or "custom" */
    uint64_t people;
    uint64_t ties;
    uint64_t seed;
    uint32_t threads;
    uint32_t trials;
    const char *dir;       /* work files stay here for the next run */
    const char *file;      /* GraphML to use instead of the generated one */
    const char *introfind; /* the command, or "" */
    uint32_t connections;  /* of the LinkedIn export */
    uint32_t messages;
} bench_options;

/* One case, measured. Times in milliseconds. */
typedef struct bench_result {
    double ms[BENCH_TRIALS_MAX];
    uint32_t trials;
    double peak_mib;
    char check[BENCH_TEXT]; /* "ok", "skipped: why", or what is wrong */
    char extra[BENCH_TEXT]; /* more members of the object: "\"p95_ms\":1" */
} bench_result;

/* Reads the options; --help and mistakes end the program. Makes opt->dir. */
void bench_start(bench_options *opt, const char *bench, int argc, char **argv);
/* Prints the line of a case. */
void bench_emit(const bench_options *opt, const char *name,
                const bench_result *result);
/* Exit status: 1 when a check of any emitted case is neither "ok" nor
 * "skipped". */
int bench_finish(void);

/* Work of a case. Whatever it writes to *answers (at most answer_size bytes)
 * comes back to the parent. */
typedef void bench_case_fn(const bench_options *opt, void *answers,
                           bench_result *result);
/* Runs it in a child and fills *result and answers; peak_mib is the child's
 * (with its own children's). A child that dies is a failed check. */
void bench_run_child(const bench_options *opt, bench_case_fn *work,
                     void *answers, size_t answer_size, bench_result *result);

double bench_now_ms(void);
void bench_add(bench_result *result, double ms);
double bench_median(const bench_result *result);
double bench_least(const bench_result *result);
/* The q-quantile (nearest rank) of n numbers, which it sorts. */
double bench_quantile(double *numbers, size_t n, double q);
/* check = "ok" or the formatted text. */
void bench_check(bench_result *result, bool holds, const char *format, ...)
    INTRO_PRINTF(3, 4);
/* Appends a member to extra; one that does not fit is left out. */
void bench_extra(bench_result *result, const char *key, double value);
void bench_extra_hex(bench_result *result, const char *key, uint64_t value);

/* The generated GraphML of opt, made when absent, and its gzip; or opt->file.
 * Borrowed. Ends the program when it cannot be made. */
const char *bench_graphml(const bench_options *opt);
const char *bench_graphml_gz(const bench_options *opt);
/* opt->dir/SIZE-people-ties-seed SUFFIX into path. */
void bench_work_file(const bench_options *opt, const char *suffix,
                     char path[BENCH_PATH_MAX]);
/* Number of bytes of a file, 0 when it is not there. */
uint64_t bench_file_size(const char *path);

/* Prints the error of the context; for calls that cannot be expected to
 * fail. */
void bench_fail_ctx(bench_result *result, const char *what, intro_ctx *ctx);
/* A context with opt's threads; ends the program when memory is out. */
intro_ctx *bench_ctx(const bench_options *opt);
/* Runs a command in a child of this process with standard output thrown away
 * or kept in a file. @return exit status, -1 when it could not run */
int bench_command(const char *const *arguments, const char *output_file);

#endif
