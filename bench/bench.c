/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static struct {
    uint32_t failed;
} run;

static const struct {
    const char *name;
    uint64_t people;
    uint64_t ties;
    uint32_t trials;
} sizes[] = {
    {"T", 10000, 100000, 3},
    {"S", 100000, 1000000, 5},
    {"M", 1000000, 10000000, 3},
    {"L", 4000000, 60000000, 1},
};

static const char usage[] =
    "options:\n"
    "  --size T|S|M|L      which network (T)\n"
    "  --people N --ties M any other\n"
    "  --seed N            another of the same kind (1)\n"
    "  --threads N         threads of introfind (0: its default)\n"
    "  --trials N          timed runs after one that is not\n"
    "  --dir FOLDER        work files (bench/data)\n"
    "  --file FILE         this GraphML instead\n"
    "  --introfind FILE    the command (./introfind)\n";

static void die_usage(const char *program, const char *what)
{
    fprintf(stderr, "%s: %s\n%s", program, what, usage);
    exit(2);
}

static uint64_t read_number(const char *program, const char *text)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *text == '-') {
        die_usage(program, "not a number");
    }
    return number;
}

static uint32_t read_small(const char *program, const char *text)
{
    const uint64_t number = read_number(program, text);
    if (number > 100000000) {
        die_usage(program, "too large");
    }
    return (uint32_t)number;
}

static void set_size(bench_options *opt, const char *program, const char *name)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
        if (strcmp(name, sizes[i].name) == 0) {
            opt->size = sizes[i].name;
            opt->people = sizes[i].people;
            opt->ties = sizes[i].ties;
            opt->trials = sizes[i].trials;
            return;
        }
    }
    die_usage(program, "--size is T, S, M or L");
}

enum {
    OPT_SIZE = 256,
    OPT_PEOPLE,
    OPT_TIES,
    OPT_SEED,
    OPT_THREADS,
    OPT_TRIALS,
    OPT_DIR,
    OPT_FILE,
    OPT_INTROFIND,
    OPT_HELP
};

static const struct option long_options[] = {
    {"size", required_argument, NULL, OPT_SIZE},
    {"people", required_argument, NULL, OPT_PEOPLE},
    {"ties", required_argument, NULL, OPT_TIES},
    {"seed", required_argument, NULL, OPT_SEED},
    {"threads", required_argument, NULL, OPT_THREADS},
    {"trials", required_argument, NULL, OPT_TRIALS},
    {"dir", required_argument, NULL, OPT_DIR},
    {"file", required_argument, NULL, OPT_FILE},
    {"introfind", required_argument, NULL, OPT_INTROFIND},
    {"help", no_argument, NULL, OPT_HELP},
    {NULL, 0, NULL, 0}};

static void read_option(bench_options *opt, const char *program, int option)
{
    switch (option) {
    case OPT_SIZE:
        set_size(opt, program, optarg);
        break;
    case OPT_PEOPLE:
        opt->people = read_number(program, optarg);
        opt->size = "custom";
        break;
    case OPT_TIES:
        opt->ties = read_number(program, optarg);
        opt->size = "custom";
        break;
    case OPT_SEED:
        opt->seed = read_number(program, optarg);
        break;
    case OPT_THREADS:
        opt->threads = read_small(program, optarg);
        break;
    case OPT_TRIALS:
        opt->trials = read_small(program, optarg);
        break;
    case OPT_DIR:
        opt->dir = optarg;
        break;
    case OPT_FILE:
        opt->file = optarg;
        opt->size = "file";
        break;
    case OPT_INTROFIND:
        opt->introfind = optarg;
        break;
    case OPT_HELP:
        printf("%s", usage);
        exit(0);
    default:
        die_usage(program, "unknown option");
    }
}

/* Every folder on the way. */
static void make_folders(const char *path)
{
    char part[BENCH_PATH_MAX];
    for (size_t i = 1; path[i - 1] != '\0' && i < sizeof part; i++) {
        if (path[i] == '/' || path[i] == '\0') {
            memcpy(part, path, i);
            part[i] = '\0';
            (void)mkdir(part, 0777);
        }
    }
}

void bench_start(bench_options *opt, const char *bench, int argc, char **argv)
{
    memset(opt, 0, sizeof *opt);
    opt->bench = bench;
    opt->seed = 1;
    opt->dir = "bench/data";
    opt->introfind = "./introfind";
    set_size(opt, argv[0], "T");
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        read_option(opt, argv[0], option);
    }
    if (optind != argc) {
        die_usage(argv[0], "takes options only");
    }
    if (opt->trials < 1 || opt->trials > BENCH_TRIALS_MAX) {
        die_usage(argv[0], "--trials is 1 to 64");
    }
    make_folders(opt->dir);
}

double bench_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void bench_add(bench_result *result, double ms)
{
    if (result->trials < BENCH_TRIALS_MAX) {
        result->ms[result->trials++] = ms;
    }
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_quantile(double *numbers, size_t n, double q)
{
    if (n == 0) {
        return 0;
    }
    qsort(numbers, n, sizeof *numbers, compare_doubles);
    const size_t at = (size_t)(q * (double)n);
    return numbers[at < n ? at : n - 1];
}

double bench_median(const bench_result *result)
{
    double sorted[BENCH_TRIALS_MAX];
    memcpy(sorted, result->ms, sizeof sorted);
    return bench_quantile(sorted, result->trials, 0.5);
}

double bench_least(const bench_result *result)
{
    double sorted[BENCH_TRIALS_MAX];
    memcpy(sorted, result->ms, sizeof sorted);
    return bench_quantile(sorted, result->trials, 0);
}

void bench_check(bench_result *result, bool holds, const char *format, ...)
{
    /* The first thing that is wrong stays. */
    if (result->check[0] != '\0' && strcmp(result->check, "ok") != 0) {
        return;
    }
    if (holds) {
        snprintf(result->check, sizeof result->check, "ok");
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(result->check, sizeof result->check, format, arguments);
    va_end(arguments);
}

static void append_member(bench_result *result, const char *key,
                          const char *value)
{
    const size_t used = strlen(result->extra);
    const size_t room = sizeof result->extra - used;
    const int n = snprintf(result->extra + used, room, "%s\"%s\":%s",
                           used > 0 ? "," : "", key, value);
    if (n < 0 || (size_t)n >= room) {
        result->extra[used] = '\0';
    }
}

void bench_extra(bench_result *result, const char *key, double value)
{
    char text[40];
    const bool is_whole = floor(value) == value && fabs(value) < 1e15;
    snprintf(text, sizeof text, is_whole ? "%.0f" : "%.6g", value);
    /* JSON has no infinities. */
    append_member(result, key, isfinite(value) ? text : "null");
}

void bench_extra_hex(bench_result *result, const char *key, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "\"%016llx\"", (unsigned long long)value);
    append_member(result, key, text);
}

static const char *commit_name(void)
{
    const char *const name = getenv("INTRO_BENCH_COMMIT");
    return name == NULL || *name == '\0' ? "unknown" : name;
}

static const char *compiler_name(void)
{
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

/* JSON text; messages may quote what strangers wrote. */
static void print_text(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            printf("\\%c", c);
        } else if (c < 0x20) {
            printf("\\u%04x", c);
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

void bench_emit(const bench_options *opt, const char *name,
                const bench_result *result)
{
    const double median = bench_median(result);
    double sorted[BENCH_TRIALS_MAX];
    memcpy(sorted, result->ms, sizeof sorted);
    const double most = bench_quantile(sorted, result->trials, 1);
    const double least = bench_least(result);
    printf("{\"bench\":\"%s\",\"case\":\"%s\",\"size\":\"%s\",\"people\":%llu,"
           "\"ties\":%llu,\"seed\":%llu,\"commit\":",
           opt->bench, name, opt->size, (unsigned long long)opt->people,
           (unsigned long long)opt->ties, (unsigned long long)opt->seed);
    print_text(commit_name());
    printf(",\"compiler\":");
    print_text(compiler_name());
    printf(",\"threads\":%u,\"trials\":%u,\"min_ms\":%.6g,\"median_ms\":%.6g,"
           "\"spread\":%.3g,\"peak_mib\":%.1f,\"check\":",
           (unsigned)opt->threads, (unsigned)result->trials, least, median,
           median > 0 ? (most - least) / median : 0.0, result->peak_mib);
    print_text(result->check);
    if (result->extra[0] != '\0') {
        printf(",%s", result->extra);
    }
    puts("}");
    fflush(stdout);
    if (strcmp(result->check, "ok") != 0 &&
        strncmp(result->check, "skipped", 7) != 0) {
        run.failed++;
        fprintf(stderr, "%s, %s: %s\n", opt->bench, name, result->check);
    }
}

int bench_finish(void)
{
    return run.failed > 0;
}

void bench_fail_ctx(bench_result *result, const char *what, intro_ctx *ctx)
{
    const intro_error *const error = intro_ctx_error(ctx);
    bench_check(result, false, "%s: %s: %s", what, error->source,
                error->message);
}

intro_ctx *bench_ctx(const bench_options *opt)
{
    intro_ctx *ctx;
    if (intro_ctx_new(&ctx) != INTRO_OK ||
        (opt->threads > 0 &&
         intro_ctx_set_threads(ctx, opt->threads) != INTRO_OK)) {
        fprintf(stderr, "%s: no context\n", opt->bench);
        exit(1);
    }
    return ctx;
}
