/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases in a process of their own, commands, and the files that benches work
 * on. */
#include "bench.h"
#include "network_gen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static double peak_mib(void)
{
    struct rusage self;
    struct rusage children;
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    const long most = self.ru_maxrss > children.ru_maxrss ? self.ru_maxrss
                                                          : children.ru_maxrss;
    return (double)most / 1024;
}

static bool write_all(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        const ssize_t n = write(fd, at, size);
        if (n < 0) {
            return false;
        }
        at += n;
        size -= (size_t)n;
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t size)
{
    char *at = bytes;
    while (size > 0) {
        const ssize_t n = read(fd, at, size);
        if (n <= 0) {
            return false;
        }
        at += n;
        size -= (size_t)n;
    }
    return true;
}

void bench_run_child(const bench_options *opt, bench_case_fn *work,
                     void *answers, size_t answer_size, bench_result *result)
{
    memset(result, 0, sizeof *result);
    int ends[2];
    fflush(NULL);
    const bool has_pipe = pipe(ends) == 0;
    const pid_t child = has_pipe ? fork() : -1;
    if (child == 0) {
        close(ends[0]);
        work(opt, answers, result);
        result->peak_mib = peak_mib();
        const bool done = write_all(ends[1], result, sizeof *result) &&
                          write_all(ends[1], answers, answer_size);
        fflush(NULL);
        _exit(done ? 0 : 1);
    }
    if (child < 0) {
        bench_check(result, false, "no process: %s", strerror(errno));
        return;
    }
    close(ends[1]);
    const bool complete = read_all(ends[0], result, sizeof *result) &&
                          read_all(ends[0], answers, answer_size);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!complete) {
        memset(result, 0, sizeof *result);
        bench_check(result, false, "the case died, status %d", status);
    }
}

int bench_command(const char *const *arguments, const char *output_file)
{
    const pid_t child = fork();
    if (child == 0) {
        const int out = open(output_file == NULL ? "/dev/null" : output_file,
                             O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (out < 0 || dup2(out, STDOUT_FILENO) < 0) {
            _exit(127);
        }
        /* execv takes its words as writable, and does not write. */
        union {
            const char *const *words;
            char *const *list;
        } argv = {arguments};
        execv(arguments[0], argv.list);
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status)) {
        return -1;
    }
    return WEXITSTATUS(status);
}

/* --- files ---------------------------------------------------------------- */

void bench_work_file(const bench_options *opt, const char *suffix,
                     char path[BENCH_PATH_MAX])
{
    snprintf(path, BENCH_PATH_MAX, "%s/%s-%llu-%llu-%llu%s", opt->dir,
             opt->size, (unsigned long long)opt->people,
             (unsigned long long)opt->ties, (unsigned long long)opt->seed,
             suffix);
}

uint64_t bench_file_size(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

/* Plain and gzip; under another name until they are whole, so that an
 * interrupted run leaves nothing that looks finished. */
static void generate(const bench_options *opt, void *answers,
                     bench_result *result)
{
    (void)answers;
    const bench_network_spec spec = {opt->people, opt->ties, opt->seed};
    bench_network *net;
    const intro_status rc = bench_network_new(&spec, &net);
    bench_check(result, rc == INTRO_OK, "cannot make the network: %s",
                intro_status_name(rc));
    for (int gz = 0; gz < 2 && rc == INTRO_OK; gz++) {
        char path[BENCH_PATH_MAX];
        char part[BENCH_PATH_MAX];
        bench_work_file(opt, gz ? ".graphml.gz" : ".graphml", path);
        bench_work_file(opt, ".part", part);
        bench_out *const out = bench_out_open(part, gz != 0);
        if (out == NULL) {
            bench_check(result, false, "%s: %s", part, strerror(errno));
            break;
        }
        bench_network_graphml(net, out);
        const bool done = bench_out_close(out, NULL, NULL);
        bench_check(result, done && rename(part, path) == 0, "%s: %s", path,
                    strerror(errno));
    }
    _exit(strcmp(result->check, "ok") == 0
              ? 0
              : (fprintf(stderr, "%s\n", result->check), 1));
}

static const char *ensure_file(const bench_options *opt, const char *suffix,
                               char path[BENCH_PATH_MAX])
{
    bench_work_file(opt, suffix, path);
    if (bench_file_size(path) > 0) {
        return path;
    }
    bench_result result;
    bench_run_child(opt, generate, NULL, 0, &result);
    if (bench_file_size(path) == 0) {
        exit(1);
    }
    return path;
}

const char *bench_graphml(const bench_options *opt)
{
    static char path[BENCH_PATH_MAX];
    return opt->file != NULL ? opt->file : ensure_file(opt, ".graphml", path);
}

const char *bench_graphml_gz(const bench_options *opt)
{
    static char path[BENCH_PATH_MAX];
    return opt->file != NULL ? NULL : ensure_file(opt, ".graphml.gz", path);
}
