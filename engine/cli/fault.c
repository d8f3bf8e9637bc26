/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "cli/fault.h"

#ifdef INTRO_FAULT_INJECTION

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of base/alloc.h and base/osio.h, which the tool does not see otherwise. */
void intro_i_alloc_fail_after(uint64_t after, bool for_ever);
uint64_t intro_i_alloc_requests(void);
void intro_i_os_fail_after(unsigned mask, uint64_t after, int error,
                           bool for_ever);
uint64_t intro_i_os_calls(void);
void intro_i_os_set_short(size_t most);

static void arm_alloc(const char *words)
{
    char *rest = NULL;
    const uint64_t after = strtoull(words, &rest, 10);
    intro_i_alloc_fail_after(after, strcmp(rest, ",forever") == 0);
}

static void arm_io(const char *words)
{
    char *rest = NULL;
    uint64_t after = UINT64_MAX;
    const unsigned mask = (unsigned)strtoul(words, &rest, 10);
    if (*rest++ != ':') {
        return;
    }
    if (*rest == '-') {
        rest++;
    } else {
        after = strtoull(rest, &rest, 10);
    }
    if (*rest++ != ':') {
        return;
    }
    const int error = (int)strtol(rest, &rest, 10);
    intro_i_os_fail_after(mask, after, error, strcmp(rest, ",forever") == 0);
}

static void write_report(void)
{
    char line[96];
    const char *file = getenv("INTRO_FAULT_REPORT");
    const int n = snprintf(line, sizeof line, "alloc %llu io %llu\n",
                           (unsigned long long)intro_i_alloc_requests(),
                           (unsigned long long)intro_i_os_calls());
    const int fd =
        file == NULL
            ? -1
            : open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0) {
        if (n < 0 || write(fd, line, (size_t)n) != n) {
            (void)fprintf(stderr, "no report\n");
        }
        (void)close(fd);
    }
}

/* --- what a hijacked parser would try -------------------------------------- */

static int try_exec(void)
{
    char *const words[] = {(char *)(uintptr_t) "true", NULL};
    char *const none[] = {NULL};
    (void)execve("/bin/true", words, none);
    return -1;
}

static int try_fork(void)
{
    const pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    return (int)child;
}

static void try_planted(int number)
{
    static const char refused[] = "planted call: refused\n";
    static const char made[] = "planted call: made\n";
    const char *what = getenv("INTRO_TEST_PLANT");
    int got = -1;
    (void)number;
    errno = 0;
    if (what != NULL && strcmp(what, "socket") == 0) {
        got = socket(AF_INET, SOCK_STREAM, 0);
    } else if (what != NULL && strcmp(what, "exec") == 0) {
        got = try_exec();
    } else if (what != NULL && strcmp(what, "fork") == 0) {
        got = try_fork();
    } else if (what != NULL && strcmp(what, "ptrace") == 0) {
        got = (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    }
    const bool is_refused = got < 0 && errno == EPERM;
    if (write(STDERR_FILENO, is_refused ? refused : made,
              is_refused ? sizeof refused - 1 : sizeof made - 1) < 0) {
        _exit(99);
    }
}

void intro_i_cli_fault_begin(void)
{
    const char *words = getenv("INTRO_FAULT_IO");
    if (words != NULL) {
        arm_io(words);
    }
    words = getenv("INTRO_FAULT_SHORT");
    if (words != NULL) {
        intro_i_os_set_short((size_t)strtoul(words, NULL, 10));
    }
    if (getenv("INTRO_FAULT_REPORT") != NULL) {
        (void)atexit(write_report);
    }
    if (getenv("INTRO_TEST_PLANT") != NULL) {
        (void)signal(SIGUSR1, try_planted);
    }
    words = getenv("INTRO_FAULT_ALLOC");
    if (words != NULL) {
        arm_alloc(words);
    }
}

bool intro_i_cli_fault_allows_sandbox(void)
{
    return getenv("INTRO_TEST_NO_SANDBOX") == NULL;
}

const char *intro_i_cli_fault_group_root(void)
{
    const char *folder = getenv("INTRO_TEST_GROUPS");
    return folder == NULL ? "" : folder;
}

#else

void intro_i_cli_fault_begin(void)
{
}

bool intro_i_cli_fault_allows_sandbox(void)
{
    return true;
}

const char *intro_i_cli_fault_group_root(void)
{
    return "";
}

#endif
