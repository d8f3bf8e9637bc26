/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loops over 0 .. n-1 in several threads. Chunks of `grain` are handed out in
 * rising order; the caller's thread works too and all threads are joined
 * before the return. Chunk borders do not depend on the number of threads;
 * which worker gets which chunk does, so write slot i or integer sums, and
 * fold floating sums by chunk, in order.
 *
 * When chunks fail, the error of the lowest one is told, whatever the timing.
 * The context's cancel flag is looked at before each chunk. Threads that
 * cannot be started are done without. Workers have SIGINT and the like
 * blocked. */
#ifndef INTRO_BASE_PARALLEL_H
#define INTRO_BASE_PARALLEL_H

#include "base/common.h"

#include <introfind/context.h>

#include <pthread.h>

enum { INTRO_I_WORKER_MESSAGE = 200 };

/* One per thread; no context travels with it. */
typedef struct intro_i_worker {
    uint32_t index; /* below intro_i_parallel_workers(); 0 = caller's thread */
    const intro_ctx *ctx; /* private: only to look at the cancel flag */
    char message[INTRO_I_WORKER_MESSAGE];
} intro_i_worker;

/* Does begin .. end-1; end - begin <= grain and begin is a multiple of it. */
typedef intro_status intro_i_work_fn(void *arg, intro_i_worker *worker,
                                     uint64_t begin, uint64_t end);

/* Says what went wrong in a chunk and returns the status given. A failure
 * without words gets those of its status. */
intro_status intro_i_worker_fail(intro_i_worker *worker, intro_status status,
                                 const char *format, ...) INTRO_PRINTF(3, 4);
/* INTRO_ECANCELLED when cancelled; chunks over some milliseconds ask it. */
INTRO_MUST_USE intro_status intro_i_worker_poll(const intro_i_worker *worker);

/* Most workers a loop uses: min(threads of the context, chunks), at least 1;
 * for sizing scratch per worker. grain 0 counts as 1. */
uint32_t intro_i_parallel_workers(const intro_ctx *ctx, uint64_t n,
                                  uint64_t grain);

INTRO_MUST_USE intro_status intro_i_parallel_for(intro_ctx *ctx, uint64_t n,
                                                 uint64_t grain,
                                                 intro_i_work_fn *work,
                                                 void *arg);
/* The same, reporting progress 0 .. n from the caller's thread; phase and unit
 * are static strings. */
INTRO_MUST_USE intro_status intro_i_parallel_phase(
    intro_ctx *ctx, const char *phase, const char *unit, uint64_t n,
    uint64_t grain, intro_i_work_fn *work, void *arg);

/* false when the system has no thread to give. Signals meant for people stay
 * with the caller's thread; those of a thread's own mistakes, SIGBUS and SIGPIPE
 * (nobody reads what it writes) do not. The caller joins. */
INTRO_MUST_USE bool intro_i_thread_start(pthread_t *thread, size_t stack_size,
                                         void *(*run)(void *), void *arg);

#endif
