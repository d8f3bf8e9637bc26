/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a command of the program again and again, each time with another
 * request failing, and looks at what is left:
 *
 *   fault_loop [OPTION]... COMMAND...
 *
 * COMMAND is the program and its words. The program is part of this one and runs
 * in a child, which is several times as quick as to load it; only with mallocs
 * of anybody it is loaded.
 *
 *   --kind alloc|io|malloc|signal|short
 *                   what happens at the k-th request: an allocation through
 *                   base/alloc fails, a call through base/osio fails, a malloc
 *                   of anybody fails (wants tests/fault_malloc.c as
 *                   $FAULT_MALLOC), a signal comes; or nothing fails, and every
 *                   call moves few bytes and is interrupted before each piece
 *   --forever       every later request fails as well
 *   --mask N        kinds of calls (base/osio.h); all
 *   --number N      errno of the call, or number of the signal
 *   --short N       reads and writes move N bytes at once
 *   --usual N       what the command ends with when nothing fails; 0
 *   --status N      what a run that fails must end with
 *   --file FILE     what the command writes: it stays as it was, byte for byte,
 *                   or is whole
 *   --late          the command may fail after FILE is in place
 *   --points N      so many values of k, spread by a seed; default 100, with
 *                   sanitizers an eighth. With INTRO_TEST_LONG=1 all, and ten
 *                   times N of --kind signal
 *
 *   fault_loop --is-sanitized      ends with 0 when built so
 *
 * A run may also do without what failed; then it must give exactly what it
 * gives when nothing fails. Run in a folder where nobody else writes: names that
 * appear in it are leavings. Ends with 0 when all was well, and prints how many
 * runs there were. INTRO_TEST_SEED repeats a choice. */
#define _GNU_SOURCE

/* The program itself, to be called as a function. */
int introfind_main(int argc, char **argv);
#define main introfind_main
#include "cli/main.c"
#undef main

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { BROKEN = 99, HANG_MS = 30000, AFTER_SIGNAL_MS = 200, SHOWN = 3 };

typedef enum loop_kind {
    LOOP_ALLOC,
    LOOP_IO,
    LOOP_MALLOC,
    LOOP_SIGNAL,
    LOOP_SHORT
} loop_kind;

typedef struct bytes {
    char *data; /* NULL: no such file */
    size_t length;
} bytes;

typedef struct loop {
    loop_kind kind;
    bool for_ever;
    unsigned mask;
    int number;
    const char *pieces;
    int usual;
    int status;
    const char *file;
    bool may_be_late;
    uint64_t points;
    char **command;

    bytes old_file;
    bytes new_file;
    bytes new_out;
    double usual_ms;
    size_t names; /* in the folder, before */
    uint64_t requests;

    uint64_t runs;
    uint64_t failed; /* ended with `status` */
    uint64_t done;   /* did without */
    uint64_t late;   /* failed with the new file in place */
    uint64_t killed;
    uint64_t bad;
} loop;

static const char out_name[] = ".loop.out";
static const char err_name[] = ".loop.err";
static const char report_name[] = ".loop.report";

static void die(const char *what)
{
    fprintf(stderr, "fault_loop: %s: %s\n", what, strerror(errno));
    exit(BROKEN);
}

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

/* --- files ---------------------------------------------------------------- */

static bytes read_whole(const char *name)
{
    bytes b = {NULL, 0};
    struct stat info;
    FILE *in = fopen(name, "rb");

    if (in == NULL) {
        return b;
    }
    if (fstat(fileno(in), &info) != 0) {
        die(name);
    }
    b.length = (size_t)info.st_size;
    b.data = malloc(b.length + 1);
    if (b.data == NULL || fread(b.data, 1, b.length, in) != b.length) {
        die(name);
    }
    b.data[b.length] = '\0';
    fclose(in);
    return b;
}

static bool is_same(const bytes *a, const bytes *b)
{
    if (a->data == NULL || b->data == NULL) {
        return a->data == b->data;
    }
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

static void put_back(const loop *l)
{
    if (l->file == NULL) {
        return;
    }
    if (l->old_file.data == NULL) {
        (void)unlink(l->file);
        return;
    }
    FILE *out = fopen(l->file, "wb");
    if (out == NULL ||
        fwrite(l->old_file.data, 1, l->old_file.length, out) !=
            l->old_file.length ||
        fclose(out) != 0) {
        die(l->file);
    }
}

/* The name that the command writes is not counted: it may come and go. */
static size_t count_names(const loop *l, bool show)
{
    size_t count = 0;
    DIR *folder = opendir(".");
    if (folder == NULL) {
        die("folder");
    }
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        const bool is_result =
            l->file != NULL && strcmp(e->d_name, l->file) == 0;
        count += !is_result;
        if (show && strstr(e->d_name, ".introfind.") != NULL) {
            printf("left behind: %s\n", e->d_name);
        }
    }
    closedir(folder);
    return count;
}

/* --- one run -------------------------------------------------------------- */

static void set_number(const char *name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void set_number(const char *name, const char *format, ...)
{
    char text[96];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (setenv(name, text, 1) != 0) {
        die(name);
    }
}

/* k UINT64_MAX: nothing happens, requests are counted. */
static void set_faults(const loop *l, uint64_t k)
{
    const char *tail = l->for_ever ? ",forever" : "";
    const int number = l->kind == LOOP_SIGNAL ? -l->number : l->number;

    (void)unsetenv("INTRO_FAULT_ALLOC");
    (void)unsetenv("INTRO_FAULT_IO");
    if (l->kind == LOOP_ALLOC && k != UINT64_MAX) {
        set_number("INTRO_FAULT_ALLOC", "%llu%s", (unsigned long long)k, tail);
    } else if (l->kind == LOOP_MALLOC) {
        set_number("INTRO_FAULT_MALLOC", "%llu%s", (unsigned long long)k, tail);
    } else if (k == UINT64_MAX) {
        set_number("INTRO_FAULT_IO", "%u:-:%d", l->mask, number);
    } else {
        set_number("INTRO_FAULT_IO", "%u:%llu:%d%s", l->mask,
                   (unsigned long long)k, number, tail);
    }
}

static void clear_faults(void)
{
    (void)unsetenv("INTRO_FAULT_ALLOC");
    (void)unsetenv("INTRO_FAULT_IO");
    (void)unsetenv("INTRO_FAULT_MALLOC");
}

static void redirect(const char *name, int to)
{
    const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || dup2(fd, to) < 0) {
        _exit(BROKEN);
    }
    if (fd != to) {
        (void)close(fd);
    }
}

/* In a copy of this process. */
static pid_t start_here(const loop *l)
{
    int count = 0;
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child < 0) {
        die("fork");
    }
    if (child == 0) {
        redirect(out_name, STDOUT_FILENO);
        redirect(err_name, STDERR_FILENO);
        while (l->command[count] != NULL) {
            count++;
        }
        /* Through atexit, so that leaks are looked for. */
        exit(introfind_main(count, l->command));
    }
    return child;
}

/* With another malloc. */
static pid_t start_loaded(const loop *l)
{
    extern char **environ;
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    const char *object = getenv("FAULT_MALLOC");

    if (object == NULL || setenv("LD_PRELOAD", object, 1) != 0) {
        die("FAULT_MALLOC");
    }
    if (posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, 1, out_name, flags, 0600) !=
            0 ||
        posix_spawn_file_actions_addopen(&actions, 2, err_name, flags, 0600) !=
            0 ||
        posix_spawnp(&child, l->command[0], &actions, NULL, l->command,
                     environ) != 0) {
        die(l->command[0]);
    }
    (void)unsetenv("LD_PRELOAD");
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

/* The status of wait(); a run that hangs is ended. */
static int run_once(const loop *l, double *ms)
{
    const double from = now_ms();
    const pid_t child =
        l->kind == LOOP_MALLOC ? start_loaded(l) : start_here(l);
    int status = 0;
    bool is_ended = false;
    for (long pause = 50000;; pause = pause < 2000000 ? pause * 2 : pause) {
        const pid_t got = waitpid(child, &status, WNOHANG);
        if (got == child) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            die("wait");
        }
        if (!is_ended && now_ms() - from > HANG_MS) {
            (void)kill(child, SIGABRT);
            is_ended = true;
        }
        const struct timespec t = {0, pause};
        (void)nanosleep(&t, NULL);
    }
    *ms = now_ms() - from;
    return status;
}

/* --- what must hold afterwards -------------------------------------------- */

static bool has_one_message(const bytes *said)
{
    size_t lines = 0;
    const char *line = said->data;
    while (line != NULL && *line != '\0') {
        const char *end = strchr(line, '\n');
        if (end == NULL || strncmp(line, lines == 0 ? "introfind: " : "  ",
                                   lines == 0 ? 11 : 2) != 0) {
            return false;
        }
        lines++;
        line = end + 1;
    }
    return lines == 1 || lines == 2;
}

/* A fault of a run that ended by itself, or NULL. */
static const char *judge_exit(loop *l, int code, const bytes *file,
                              const bytes *said)
{
    if (code == l->usual) {
        const bytes out = read_whole(out_name);
        const bool is_whole =
            is_same(&out, &l->new_out) && is_same(file, &l->new_file);
        free(out.data);
        l->done++;
        return is_whole ? NULL : "the usual status with another result";
    }
    l->failed++;
    if (code != l->status || l->kind == LOOP_SHORT) {
        return "the wrong status";
    }
    if (!has_one_message(said)) {
        return "not one message";
    }
    if (is_same(file, &l->old_file)) {
        return NULL;
    }
    if (!is_same(file, &l->new_file)) {
        return "a partial file";
    }
    l->late++;
    return l->may_be_late || strstr(said->data, "is written, but") != NULL
               ? NULL
               : "a new file though the command failed";
}

static const char *judge_signal(loop *l, int number, double ms,
                                const bytes *file, const bytes *said)
{
    const double most = AFTER_SIGNAL_MS * (SANITIZED ? 10 : 1);
    l->killed++;
    if (l->kind != LOOP_SIGNAL || number != l->number) {
        return number == SIGABRT ? "aborted, or did not end" : "a crash";
    }
    if (!is_same(file, &l->old_file) && !is_same(file, &l->new_file)) {
        return "a partial file";
    }
    l->late += is_same(file, &l->new_file);
    if (number == SIGKILL) {
        return NULL;
    }
    if (ms > l->usual_ms + most) {
        return "lived on after the signal";
    }
    return said->length == 0 ? NULL : "a message";
}

static void show(const loop *l, uint64_t k, const char *fault, int status,
                 const bytes *said)
{
    if (l->bad > SHOWN) {
        return;
    }
    printf("k = %llu: %s; ", (unsigned long long)k, fault);
    if (WIFSIGNALED(status)) {
        printf("signal %d\n", WTERMSIG(status));
    } else {
        printf("status %d\n", WEXITSTATUS(status));
    }
    printf("%.3000s", said->data == NULL ? "" : said->data);
    (void)count_names(l, true);
}

/* After a SIGKILL nobody could clear up; the next run does. */
static const char *judge_next(const loop *l)
{
    double ms;
    clear_faults();
    const int status = run_once(l, &ms);
    const bytes file = l->file == NULL ? l->new_file : read_whole(l->file);
    const bool is_whole = is_same(&file, &l->new_file);
    if (l->file != NULL) {
        free(file.data);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != l->usual || !is_whole) {
        return "the next run fails";
    }
    return count_names(l, false) == l->names ? NULL
                                             : "the next run leaves remains";
}

static void try_point(loop *l, uint64_t k)
{
    double ms;
    put_back(l);
    set_faults(l, k);
    const int status = run_once(l, &ms);
    bytes none = {NULL, 0};
    bytes file = l->file == NULL ? none : read_whole(l->file);
    bytes said = read_whole(err_name);
    const char *fault =
        WIFEXITED(status) ? judge_exit(l, WEXITSTATUS(status), &file, &said)
                          : judge_signal(l, WTERMSIG(status), ms, &file, &said);
    const bool is_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (fault == NULL && !is_killed && count_names(l, false) != l->names) {
        fault = "a file left behind";
    }
    if (fault == NULL && is_killed) {
        fault = judge_next(l);
    }
    l->runs++;
    if (fault != NULL) {
        l->bad++;
        show(l, k, fault, status, &said);
        /* Every later point would stumble over the same remains. */
        l->names = count_names(l, false);
    }
    free(file.data);
    free(said.data);
}

/* --- the loop ------------------------------------------------------------- */

static void count_requests(loop *l)
{
    unsigned long long alloc = 0;
    unsigned long long io = 0;
    double ms;
    /* The folder must know these names before its names are counted. */
    fclose(fopen(report_name, "w"));
    fclose(fopen(out_name, "w"));
    fclose(fopen(err_name, "w"));
    if (l->file != NULL) {
        l->old_file = read_whole(l->file);
    }
    l->names = count_names(l, false);
    set_number("INTRO_FAULT_REPORT", "%s", report_name);
    set_faults(l, UINT64_MAX);
    const int status = run_once(l, &ms);
    (void)unsetenv("INTRO_FAULT_REPORT");
    bytes report = read_whole(report_name);
    if (report.data == NULL ||
        sscanf(report.data, "alloc %llu io %llu", &alloc, &io) != 2 ||
        !WIFEXITED(status) || WEXITSTATUS(status) != l->usual) {
        bytes said = read_whole(err_name);
        printf("without faults: status %d\n%s", status,
               said.data == NULL ? "" : said.data);
        exit(BROKEN);
    }
    free(report.data);
    l->usual_ms = ms;
    l->requests = l->kind == LOOP_ALLOC || l->kind == LOOP_MALLOC ? alloc : io;
    l->new_out = read_whole(out_name);
    if (l->file != NULL) {
        l->new_file = read_whole(l->file);
    }
    if (count_names(l, false) != l->names) {
        printf("files left behind without any fault\n");
        l->bad++;
    }
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* One point somewhere in each of equal parts of all requests. */
static void try_points(loop *l)
{
    const char *seed = getenv("INTRO_TEST_SEED");
    const char *is_long = getenv("INTRO_TEST_LONG");
    uint64_t state = seed == NULL ? 1 : strtoull(seed, NULL, 10);
    uint64_t points = l->points;
    if (is_long != NULL && strcmp(is_long, "1") == 0) {
        points = l->kind == LOOP_SIGNAL ? 10 * points : UINT64_MAX;
    } else if (SANITIZED) {
        points = (points + 7) / 8; /* leaks are looked for after each */
    }
    if (points > l->requests) {
        points = l->requests;
    }
    for (uint64_t i = 0; i < points; i++) {
        const uint64_t from = i * l->requests / points;
        const uint64_t to = (i + 1) * l->requests / points;
        try_point(l, from + next_random(&state) % (to - from));
    }
}

/* Nothing fails, but in small pieces. */
static void try_pieces(loop *l)
{
    static const char *const sizes[] = {"1", "7", "4096"};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (setenv("INTRO_FAULT_SHORT", sizes[i], 1) != 0) {
            die("pieces");
        }
        try_point(l, UINT64_MAX);
    }
}

static void report_runs(const loop *l)
{
    const char *seed = getenv("INTRO_TEST_SEED");
    printf("%llu requests, %llu runs: %llu failed, %llu did without, %llu "
           "ended by a signal, %llu with the new file in place, %llu wrong "
           "(seed %s)\n",
           (unsigned long long)l->requests, (unsigned long long)l->runs,
           (unsigned long long)l->failed, (unsigned long long)l->done,
           (unsigned long long)l->killed, (unsigned long long)l->late,
           (unsigned long long)l->bad, seed == NULL ? "1" : seed);
}

static bool take_kind(loop *l, const char *word)
{
    static const char *const words[] = {"alloc", "io", "malloc", "signal",
                                        "short"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], word) == 0) {
            l->kind = (loop_kind)i;
            return true;
        }
    }
    return false;
}

static bool take_option(loop *l, const char *option, const char *value)
{
    if (strcmp(option, "--kind") == 0) {
        return take_kind(l, value);
    }
    if (strcmp(option, "--mask") == 0) {
        l->mask = (unsigned)strtoul(value, NULL, 10);
    } else if (strcmp(option, "--number") == 0) {
        l->number = (int)strtol(value, NULL, 10);
    } else if (strcmp(option, "--short") == 0) {
        l->pieces = value;
    } else if (strcmp(option, "--usual") == 0) {
        l->usual = (int)strtol(value, NULL, 10);
    } else if (strcmp(option, "--status") == 0) {
        l->status = (int)strtol(value, NULL, 10);
    } else if (strcmp(option, "--file") == 0) {
        l->file = value;
    } else if (strcmp(option, "--points") == 0) {
        l->points = strtoull(value, NULL, 10);
    } else {
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    loop l = {.mask = 1023, .number = EIO, .status = -1, .points = 100};
    int i = 1;
    if (argc == 2 && strcmp(argv[1], "--is-sanitized") == 0) {
        return SANITIZED ? 0 : 1;
    }
    while (i < argc && strncmp(argv[i], "--", 2) == 0) {
        if (strcmp(argv[i], "--forever") == 0) {
            l.for_ever = true;
            i++;
        } else if (strcmp(argv[i], "--late") == 0) {
            l.may_be_late = true;
            i++;
        } else if (i + 1 < argc && take_option(&l, argv[i], argv[i + 1])) {
            i += 2;
        } else {
            errno = EINVAL;
            die(argv[i]);
        }
    }
    if (i >= argc) {
        errno = EINVAL;
        die("no command");
    }
    l.command = argv + i;
    if (l.pieces != NULL && setenv("INTRO_FAULT_SHORT", l.pieces, 1) != 0) {
        die("--short");
    }
    count_requests(&l);
    if (l.kind == LOOP_SHORT) {
        try_pieces(&l);
    } else {
        try_points(&l);
    }
    report_runs(&l);
    put_back(&l);
    free(l.old_file.data);
    free(l.new_file.data);
    free(l.new_out.data);
    return l.bad == 0 && l.runs > 0 ? 0 : 1;
}
