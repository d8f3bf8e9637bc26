/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handlers do only what POSIX allows in them: an atomic store (the cancel
 * flag), timer_settime, unlinkat, write, sigaction, raise, _exit. */
#include "cli/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
enum { WATCHED = sizeof watched / sizeof watched[0], PATIENCE_NS = 120000000 };

static _Atomic(intro_ctx *) running;
static volatile sig_atomic_t caught;
static volatile sig_atomic_t has_patience;
static timer_t patience;

/* What is half written goes with us. */
static void leave_nothing(void)
{
    intro_ctx *const ctx = atomic_load(&running);
    if (ctx != NULL) {
        intro_ctx_discard_unfinished(ctx);
    }
}

static void end_by(int number)
{
    struct sigaction action;
    sigset_t set;
    leave_nothing();
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    (void)sigaction(number, &action, NULL);
    (void)sigemptyset(&set);
    (void)sigaddset(&set, number);
    (void)raise(number);
    (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
    _exit(128 + number);
}

static void take_signal(int number)
{
    const int saved = errno;
    intro_ctx *ctx = atomic_load(&running);
    if (caught != 0 || ctx == NULL) {
        end_by(number);
    }
    caught = number;
    intro_ctx_cancel(ctx);
    if (has_patience) {
        const struct itimerspec once = {.it_value.tv_nsec = PATIENCE_NS};
        (void)timer_settime(patience, 0, &once, NULL);
    }
    errno = saved;
}

static void lose_patience(int number)
{
    (void)number;
    end_by((int)caught);
}

/* A page of a mapped snapshot could not be read: the file shrank, or the disk
 * failed. */
static void take_bus_error(int number)
{
    static const char words[] =
        "introfind: the snapshot shrank or its disk failed while it was read\n";
    (void)number;
    leave_nothing();
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) {
        _exit(6);
    }
    _exit(6);
}

void intro_i_cli_guard_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF) {
            continue;
        }
        /* Open the wrong way round: reading stdin and writing stdout fail. */
        const int got = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
        if (got >= 0 && got != fd) {
            (void)close(got);
        }
    }
}

void intro_i_cli_watch_signals(intro_ctx *ctx)
{
    struct sigaction action;
    struct sigaction old;
    memset(&action, 0, sizeof action);
    (void)sigemptyset(&action.sa_mask);
    atomic_store(&running, ctx);
    action.sa_handler = take_signal;
    for (size_t i = 0; i < WATCHED; i++) {
        /* What nohup and shells without job control ignore stays ignored. */
        if (sigaction(watched[i], NULL, &old) == 0 &&
            old.sa_handler != SIG_IGN) {
            (void)sigaction(watched[i], &action, NULL);
        }
    }
    action.sa_handler = take_bus_error;
    (void)sigaction(SIGBUS, &action, NULL);
    /* A reader that goes away ends us quietly, whatever we inherited. */
    action.sa_handler = SIG_DFL;
    (void)sigaction(SIGPIPE, &action, NULL);
}

void intro_i_cli_end_promptly(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    (void)sigemptyset(&action.sa_mask);
    action.sa_handler = lose_patience;
    has_patience = sigaction(SIGALRM, &action, NULL) == 0 &&
                   timer_create(CLOCK_MONOTONIC, NULL, &patience) == 0;
}

bool intro_i_cli_wait_readable(int fd)
{
    sigset_t held;
    sigset_t before;
    fd_set set;
    if (fd >= FD_SETSIZE) {
        return caught == 0;
    }
    (void)sigemptyset(&held);
    for (size_t i = 0; i < WATCHED; i++) {
        (void)sigaddset(&held, watched[i]);
    }
    FD_ZERO(&set);
    FD_SET(fd, &set);
    /* Only pselect itself lets a signal in: none is lost before the wait. */
    (void)sigprocmask(SIG_BLOCK, &held, &before);
    if (caught == 0) {
        (void)pselect(fd + 1, &set, NULL, NULL, NULL, &before);
    }
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return caught == 0;
}

void intro_i_cli_forget_context(void)
{
    atomic_store(&running, NULL);
}

void intro_i_cli_raise_caught(void)
{
    if (caught != 0) {
        end_by((int)caught);
    }
}
