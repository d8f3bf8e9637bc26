/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PLACES = 10000 };

typedef struct job {
    _Atomic unsigned touched[PLACES];
    _Atomic uint64_t chunks;
    uint64_t n;
    uint64_t grain;
    uint64_t fail_from; /* chunks beginning here or later fail */
    uint32_t workers;
    atomic_bool is_wrong;
    intro_ctx *ctx;
} job;

static intro_ctx *make_context(uint32_t threads)
{
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    return ctx;
}

static intro_status touch(void *arg, intro_i_worker *worker, uint64_t begin,
                          uint64_t end)
{
    job *const j = arg;
    if (begin >= end || end > j->n || begin % j->grain != 0 ||
        end - begin > j->grain || worker->index >= j->workers) {
        atomic_store(&j->is_wrong, true);
        return INTRO_EBUG;
    }
    atomic_fetch_add(&j->chunks, 1);
    for (uint64_t i = begin; i < end; i++) {
        atomic_fetch_add(&j->touched[i], 1);
    }
    return INTRO_OK;
}

static void every_place_is_visited_exactly_once(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {0, 1, 2, 7, 64, 1000, PLACES};
    static const uint64_t grains[] = {1, 3, 64, PLACES, 2 * PLACES};
    static const uint32_t threads[] = {1, 2, 4, 64};
    for (size_t a = 0; a < INTRO_COUNT_OF(sizes); a++) {
        for (size_t b = 0; b < INTRO_COUNT_OF(grains); b++) {
            for (size_t c = 0; c < INTRO_COUNT_OF(threads); c++) {
                static job j;
                memset(&j, 0, sizeof j);
                intro_ctx *const ctx = make_context(threads[c]);
                j.n = sizes[a];
                j.grain = grains[b];
                j.workers = intro_i_parallel_workers(ctx, j.n, j.grain);
                assert_in_range(j.workers, 1, threads[c]);
                assert_int_equal(
                    intro_i_parallel_for(ctx, j.n, j.grain, touch, &j),
                    INTRO_OK);
                assert_false(j.is_wrong);
                assert_int_equal(j.chunks, (j.n + j.grain - 1) / j.grain);
                for (uint64_t i = 0; i < PLACES; i++) {
                    assert_int_equal(j.touched[i], i < j.n ? 1 : 0);
                }
                intro_ctx_free(ctx);
            }
        }
    }
}

static void pause_ms(long ms)
{
    const struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&t, NULL);
}

/* The lowest failing chunk is the slowest to say so. */
static intro_status fail_late(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const job *const j = arg;
    (void)end;
    if (begin < j->fail_from) {
        return INTRO_OK;
    }
    if (begin == j->fail_from) {
        pause_ms(3);
    }
    return intro_i_worker_fail(worker, INTRO_EFORMAT, "chunk %llu",
                               (unsigned long long)begin);
}

static void the_error_of_the_lowest_chunk_is_told(void **state)
{
    (void)state;
    static job j;
    for (int round = 0; round < 30; round++) {
        intro_ctx *const ctx = make_context(1 + (uint32_t)round % 6);
        j.fail_from = 40 + (uint64_t)round;
        assert_int_equal(intro_i_parallel_for(ctx, 500, 1, fail_late, &j),
                         INTRO_EFORMAT);
        char wanted[32];
        (void)snprintf(wanted, sizeof wanted, "chunk %d", 40 + round);
        assert_string_equal(intro_ctx_error(ctx)->message, wanted);
        intro_ctx_free(ctx);
    }
}

static intro_status fail_silently(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end)
{
    (void)worker;
    (void)end;
    return begin == 3 ? *(intro_status *)arg : INTRO_OK;
}

static void a_failure_without_words_gets_those_of_its_status(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context(2);
    intro_status status = INTRO_ELIMIT;
    assert_int_equal(intro_i_parallel_for(ctx, 9, 1, fail_silently, &status),
                     INTRO_ELIMIT);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        intro_status_name(INTRO_ELIMIT));
    status = INTRO_ENOMEM;
    assert_int_equal(intro_i_parallel_for(ctx, 9, 1, fail_silently, &status),
                     INTRO_ENOMEM);
    assert_int_equal(intro_ctx_error(ctx)->status, INTRO_ENOMEM);
    intro_ctx_free(ctx);
}

static intro_status cancel_at_ten(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end)
{
    job *const j = arg;
    (void)worker;
    (void)end;
    atomic_fetch_add(&j->chunks, 1);
    if (begin == 10) {
        intro_ctx_cancel(j->ctx);
    }
    return intro_i_worker_poll(worker);
}

static void a_cancelled_loop_stops_soon(void **state)
{
    (void)state;
    for (uint32_t threads = 1; threads <= 4; threads++) {
        static job j;
        memset(&j, 0, sizeof j);
        j.ctx = make_context(threads);
        assert_int_equal(
            intro_i_parallel_for(j.ctx, 1000000, 1, cancel_at_ten, &j),
            INTRO_ECANCELLED);
        assert_true(j.chunks < 1000000);
        assert_int_equal(intro_ctx_error(j.ctx)->status, INTRO_ECANCELLED);
        intro_ctx_clear_cancel(j.ctx);
        intro_ctx_free(j.ctx);
    }
}

typedef struct watcher {
    pthread_t caller;
    unsigned calls;
    uint64_t last;
    bool is_wrong;
    unsigned stop_after;
} watcher;

static bool watch(void *user, const intro_progress *progress)
{
    watcher *const w = user;
    w->is_wrong |= !pthread_equal(w->caller, pthread_self()) ||
                   progress->done < w->last || progress->done > progress->total;
    w->last = progress->done;
    w->calls++;
    return w->stop_after == 0 || w->calls < w->stop_after;
}

static intro_status sleep_a_little(void *arg, intro_i_worker *worker,
                                   uint64_t begin, uint64_t end)
{
    (void)arg;
    (void)begin;
    (void)end;
    pause_ms(5);
    return intro_i_worker_poll(worker);
}

static void progress_comes_on_the_callers_thread_and_rises(void **state)
{
    (void)state;
    for (uint32_t threads = 1; threads <= 3; threads += 2) {
        watcher w = {.caller = pthread_self()};
        intro_ctx *const ctx = make_context(threads);
        intro_ctx_set_progress(ctx, watch, &w);
        assert_int_equal(intro_i_parallel_phase(ctx, "sleeping", "naps", 100, 1,
                                                sleep_a_little, NULL),
                         INTRO_OK);
        assert_false(w.is_wrong);
        assert_in_range(w.calls, 1, 50);
        intro_ctx_free(ctx);
    }
}

static void progress_that_says_no_cancels(void **state)
{
    (void)state;
    for (uint32_t threads = 1; threads <= 3; threads += 2) {
        watcher w = {.caller = pthread_self(), .stop_after = 2};
        intro_ctx *const ctx = make_context(threads);
        intro_ctx_set_progress(ctx, watch, &w);
        assert_int_equal(intro_i_parallel_phase(ctx, "sleeping", "naps", 2000,
                                                1, sleep_a_little, NULL),
                         INTRO_ECANCELLED);
        assert_int_equal(w.calls, 2);
        intro_ctx_free(ctx);
    }
}

/* In a child, because the limit cannot be raised again. */
static void without_threads_the_work_is_done_all_the_same(void **state)
{
    (void)state;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit none = {0, 0};
        static job j;
        intro_ctx *ctx;
        if (setrlimit(RLIMIT_NPROC, &none) != 0 ||
            intro_ctx_new(&ctx) != INTRO_OK ||
            intro_ctx_set_threads(ctx, 8) != INTRO_OK) {
            _exit(2);
        }
        /* Who runs as root has no such limit: then give it an identity. */
        if (geteuid() == 0 && setuid(65534) != 0) {
            _exit(77);
        }
        j.n = 1000;
        j.grain = 10;
        j.workers = 8;
        const intro_status rc =
            intro_i_parallel_for(ctx, j.n, j.grain, touch, &j);
        intro_ctx_free(ctx);
        _exit(rc == INTRO_OK && j.chunks == 100 ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static intro_status look_at_signals(void *arg, intro_i_worker *worker,
                                    uint64_t begin, uint64_t end)
{
    atomic_bool *const is_wrong = arg;
    sigset_t blocked;
    (void)begin;
    (void)end;
    pause_ms(1);
    if (pthread_sigmask(SIG_SETMASK, NULL, &blocked) != 0 ||
        (worker->index != 0) != (sigismember(&blocked, SIGINT) == 1) ||
        sigismember(&blocked, SIGBUS) != 0) {
        atomic_store(is_wrong, true);
    }
    return INTRO_OK;
}

static void interrupts_go_to_the_callers_thread(void **state)
{
    (void)state;
    atomic_bool is_wrong = false;
    intro_ctx *const ctx = make_context(4);
    assert_int_equal(
        intro_i_parallel_for(ctx, 50, 1, look_at_signals, &is_wrong), INTRO_OK);
    assert_false(is_wrong);
    intro_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place_is_visited_exactly_once),
        cmocka_unit_test(the_error_of_the_lowest_chunk_is_told),
        cmocka_unit_test(a_failure_without_words_gets_those_of_its_status),
        cmocka_unit_test(a_cancelled_loop_stops_soon),
        cmocka_unit_test(progress_comes_on_the_callers_thread_and_rises),
        cmocka_unit_test(progress_that_says_no_cancels),
        cmocka_unit_test(without_threads_the_work_is_done_all_the_same),
        cmocka_unit_test(interrupts_go_to_the_callers_thread),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
