/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why the lowest failing chunk is well defined: a chunk once handed out is
 * always run to its end, and chunks are handed out in rising order. So when
 * chunk c has failed, all chunks below c have been or are being run, and their
 * failures are known after the join. */
#include "base/parallel.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { STACK_SIZE = 1 << 20, REPORT_MS = 50 };

typedef struct team {
    intro_ctx *ctx;
    const char *phase; /* NULL: no report */
    const char *unit;
    uint64_t n;
    uint64_t grain;
    uint64_t chunks;
    intro_i_work_fn *work;
    void *arg;

    _Atomic uint64_t next;
    _Atomic uint64_t done;
    atomic_bool has_failed;
    atomic_bool has_skipped; /* cancelled before the last chunk */

    pthread_mutex_t lock;
    pthread_cond_t ended;
    uint32_t running;      /* under the lock, like all below */
    uint64_t failed_chunk; /* the lowest one */
    intro_status status;
    char message[INTRO_I_WORKER_MESSAGE];
} team;

typedef struct member {
    team *team;
    pthread_t thread;
    intro_i_worker worker;
} member;

bool intro_i_thread_start(pthread_t *thread, size_t stack_size,
                          void *(*run)(void *), void *arg)
{
    sigset_t most;
    sigset_t old;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) {
        return false;
    }
    (void)pthread_attr_setstacksize(&attributes, stack_size);
    (void)sigfillset(&most);
    (void)sigdelset(&most, SIGBUS);
    (void)sigdelset(&most, SIGSEGV);
    (void)sigdelset(&most, SIGFPE);
    (void)sigdelset(&most, SIGILL);
    (void)sigdelset(&most, SIGABRT);
    (void)sigdelset(&most, SIGPIPE);
    (void)pthread_sigmask(SIG_SETMASK, &most, &old);
    const int rc = pthread_create(thread, &attributes, run, arg);
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    (void)pthread_attr_destroy(&attributes);
    return rc == 0;
}

intro_status intro_i_worker_fail(intro_i_worker *worker, intro_status status,
                                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(worker->message, sizeof worker->message, format, args);
    va_end(args);
    return status;
}

intro_status intro_i_worker_poll(const intro_i_worker *worker)
{
    return intro_ctx_is_cancelled(worker->ctx) ? INTRO_ECANCELLED : INTRO_OK;
}

static uint64_t count_chunks(uint64_t n, uint64_t grain)
{
    return n / grain + (n % grain != 0);
}

uint32_t intro_i_parallel_workers(const intro_ctx *ctx, uint64_t n,
                                  uint64_t grain)
{
    const uint64_t chunks = count_chunks(n, grain == 0 ? 1 : grain);
    const uint64_t most = intro_i_min_u64(intro_ctx_threads(ctx), chunks);
    return most == 0 ? 1 : (uint32_t)most;
}

static void record_failure(team *t, const intro_i_worker *worker,
                           uint64_t chunk, intro_status status)
{
    (void)pthread_mutex_lock(&t->lock);
    if (t->status == INTRO_OK || chunk < t->failed_chunk) {
        t->failed_chunk = chunk;
        t->status = status;
        memcpy(t->message, worker->message, sizeof t->message);
    }
    (void)pthread_mutex_unlock(&t->lock);
    atomic_store(&t->has_failed, true);
}

/* On the caller's thread only; false when cancelled, which the others see in
 * the context's flag. */
static bool report(team *t)
{
    return t->phase == NULL ||
           intro_i_progress(t->ctx, t->phase, t->unit, atomic_load(&t->done),
                            t->n) == INTRO_OK;
}

static void work_chunks(team *t, intro_i_worker *worker)
{
    while (!atomic_load(&t->has_failed)) {
        const bool is_cancelled = intro_ctx_is_cancelled(t->ctx);
        const uint64_t chunk = atomic_fetch_add(&t->next, 1);
        if (chunk >= t->chunks) {
            return;
        }
        if (is_cancelled) {
            atomic_store(&t->has_skipped, true);
            return;
        }
        const uint64_t begin = chunk * t->grain;
        const uint64_t end = begin + intro_i_min_u64(t->grain, t->n - begin);
        worker->message[0] = '\0';
        const intro_status rc = t->work(t->arg, worker, begin, end);
        if (rc != INTRO_OK) {
            record_failure(t, worker, chunk, rc);
        }
        atomic_fetch_add(&t->done, end - begin);
        if (worker->index == 0 && !report(t)) {
            if (atomic_load(&t->next) < t->chunks) {
                atomic_store(&t->has_skipped, true);
            }
            return;
        }
    }
}

static void *run_member(void *arg)
{
    member *const m = arg;
    work_chunks(m->team, &m->worker);
    (void)pthread_mutex_lock(&m->team->lock);
    m->team->running--;
    (void)pthread_cond_signal(&m->team->ended);
    (void)pthread_mutex_unlock(&m->team->lock);
    return NULL;
}

static void wait_for_members(team *t)
{
    (void)pthread_mutex_lock(&t->lock);
    while (t->running != 0) {
        struct timespec until = {0};
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)REPORT_MS * 1000000;
        if (until.tv_nsec >= 1000000000) {
            until.tv_nsec -= 1000000000;
            until.tv_sec++;
        }
        (void)pthread_cond_timedwait(&t->ended, &t->lock, &until);
        (void)pthread_mutex_unlock(&t->lock);
        (void)report(t);
        (void)pthread_mutex_lock(&t->lock);
    }
    (void)pthread_mutex_unlock(&t->lock);
}

static void run_team(team *t, member *members, uint32_t workers)
{
    intro_i_worker self = {.ctx = t->ctx};
    uint32_t started = 0;
    while (started + 1 < workers) {
        member *const m = &members[started];
        m->team = t;
        m->worker.index = started + 1;
        m->worker.ctx = t->ctx;
        (void)pthread_mutex_lock(&t->lock);
        t->running++;
        (void)pthread_mutex_unlock(&t->lock);
        if (!intro_i_thread_start(&m->thread, STACK_SIZE, run_member, m)) {
            (void)pthread_mutex_lock(&t->lock);
            t->running--;
            (void)pthread_mutex_unlock(&t->lock);
            break;
        }
        started++;
    }
    work_chunks(t, &self);
    if (started != 0) {
        wait_for_members(t);
    }
    for (uint32_t i = 0; i < started; i++) {
        (void)pthread_join(members[i].thread, NULL);
    }
}

static intro_status tell_outcome(team *t)
{
    if (t->status == INTRO_OK) {
        return atomic_load(&t->has_skipped)
                   ? intro_i_fail(t->ctx, INTRO_ECANCELLED, "cancelled")
                   : INTRO_OK;
    }
    if (t->status == INTRO_ENOMEM && t->message[0] == '\0') {
        return intro_i_fail_memory(t->ctx);
    }
    return intro_i_fail(t->ctx, t->status, "%s",
                        t->message[0] != '\0' ? t->message
                                              : intro_status_name(t->status));
}

intro_status intro_i_parallel_for(intro_ctx *ctx, uint64_t n, uint64_t grain,
                                  intro_i_work_fn *work, void *arg)
{
    return intro_i_parallel_phase(ctx, NULL, NULL, n, grain, work, arg);
}

intro_status intro_i_parallel_phase(intro_ctx *ctx, const char *phase,
                                    const char *unit, uint64_t n,
                                    uint64_t grain, intro_i_work_fn *work,
                                    void *arg)
{
    team t = {.ctx = ctx,
              .phase = phase,
              .unit = unit,
              .n = n,
              .grain = grain == 0 ? 1 : grain,
              .work = work,
              .arg = arg};
    t.chunks = count_chunks(n, t.grain);
    const uint32_t workers = intro_i_parallel_workers(ctx, n, t.grain);
    member *members = NULL;
    if (workers > 1) {
        members = intro_i_alloc_zero(workers - 1, sizeof *members);
        if (members == NULL) {
            return intro_i_fail_memory(ctx);
        }
    }
    /* With default attributes neither can fail where threads exist at all. */
    (void)pthread_mutex_init(&t.lock, NULL);
    (void)pthread_cond_init(&t.ended, NULL);
    run_team(&t, members, workers);
    (void)pthread_cond_destroy(&t.ended);
    (void)pthread_mutex_destroy(&t.lock);
    intro_i_free(members);
    return tell_outcome(&t);
}
