/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "base/context_impl.h"

#include "base/alloc.h"
#include "base/osio.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_THREADS = 1024, DEFAULT_THREADS_AT_MOST = 8, UNFINISHED = 4 };

struct intro_ctx {
    intro_error error;
    uint32_t threads;
    atomic_bool cancelled;
    const intro_ctx *leader; /* whose cancelling counts too, or NULL */
    intro_notice_fn *notice;
    void *notice_user;
    intro_progress_fn *progress;
    void *progress_user;
    uint64_t last_progress_ms;
    /* read by a signal handler: each NULL or whole */
    _Atomic(const intro_i_unfinished *) unfinished[UNFINISHED];
};

const char *intro_status_name(intro_status status)
{
    switch (status) {
    case INTRO_OK:
        return "ok";
    case INTRO_EARG:
        return "wrong argument";
    case INTRO_ENOMEM:
        return "out of memory";
    case INTRO_EIO:
        return "input or output error";
    case INTRO_EFORMAT:
        return "unusable input";
    case INTRO_ELIMIT:
        return "limit passed";
    case INTRO_ENOTFOUND:
        return "not found";
    case INTRO_EDAMAGED:
        return "damaged snapshot";
    case INTRO_EVERSION:
        return "snapshot of another version";
    case INTRO_EAMBIGUOUS:
        return "ambiguous name";
    case INTRO_ECANCELLED:
        return "cancelled";
    case INTRO_EBUG:
        return "internal error";
    }
    return "unknown status";
}

static uint32_t default_threads(void)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    if (online < 1) {
        return 1;
    }
    return online > DEFAULT_THREADS_AT_MOST ? DEFAULT_THREADS_AT_MOST
                                            : (uint32_t)online;
}

intro_status intro_ctx_new(intro_ctx **out)
{
    intro_ctx *const ctx = intro_i_alloc_zero(1, sizeof *ctx);
    if (ctx == NULL) {
        return INTRO_ENOMEM;
    }
    ctx->threads = default_threads();
    *out = ctx;
    return INTRO_OK;
}

void intro_ctx_free(intro_ctx *ctx)
{
    intro_i_free(ctx);
}

const intro_error *intro_ctx_error(const intro_ctx *ctx)
{
    return &ctx->error;
}

intro_status intro_ctx_set_threads(intro_ctx *ctx, uint32_t threads)
{
    intro_i_begin(ctx);
    if (threads < 1 || threads > MAX_THREADS) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "the number of threads is 1 to %d, not %u",
                            MAX_THREADS, threads);
    }
    ctx->threads = threads;
    return INTRO_OK;
}

uint32_t intro_ctx_threads(const intro_ctx *ctx)
{
    return ctx->threads;
}

void intro_ctx_set_memory_limit(intro_ctx *ctx, uint64_t bytes)
{
    (void)ctx;
    intro_i_alloc_set_limit(bytes);
}

void intro_ctx_set_notice(intro_ctx *ctx, intro_notice_fn *fn, void *user)
{
    ctx->notice = fn;
    ctx->notice_user = user;
}

void intro_ctx_set_progress(intro_ctx *ctx, intro_progress_fn *fn, void *user)
{
    ctx->progress = fn;
    ctx->progress_user = user;
}

void intro_ctx_cancel(intro_ctx *ctx)
{
    atomic_store(&ctx->cancelled, true);
}

void intro_ctx_clear_cancel(intro_ctx *ctx)
{
    atomic_store(&ctx->cancelled, false);
}

#ifdef INTRO_FAULT_INJECTION
static _Atomic uint64_t polls_allowed = UINT64_MAX;
static _Atomic uint64_t polls_seen;

void intro_i_cancel_after(uint64_t polls)
{
    atomic_store(&polls_allowed, polls);
    atomic_store(&polls_seen, 0);
}

uint64_t intro_i_polls(void)
{
    return atomic_load(&polls_seen);
}

static bool must_cancel(void)
{
    return atomic_fetch_add(&polls_seen, 1) >= atomic_load(&polls_allowed);
}
#else
static bool must_cancel(void)
{
    return false;
}
#endif

bool intro_ctx_is_cancelled(const intro_ctx *ctx)
{
    return must_cancel() || atomic_load(&ctx->cancelled) ||
           (ctx->leader != NULL && atomic_load(&ctx->leader->cancelled));
}

void intro_i_note_unfinished(intro_ctx *ctx, const intro_i_unfinished *file)
{
    for (size_t i = 0; i < UNFINISHED; i++) {
        const intro_i_unfinished *none = NULL;
        if (atomic_compare_exchange_strong(&ctx->unfinished[i], &none, file)) {
            return;
        }
    }
}

void intro_i_forget_unfinished(intro_ctx *ctx, const intro_i_unfinished *file)
{
    for (size_t i = 0; i < UNFINISHED; i++) {
        const intro_i_unfinished *noted = file;
        (void)atomic_compare_exchange_strong(&ctx->unfinished[i], &noted, NULL);
    }
}

void intro_ctx_discard_unfinished(const intro_ctx *ctx)
{
    for (size_t i = 0; i < UNFINISHED; i++) {
        const intro_i_unfinished *const file = atomic_load(&ctx->unfinished[i]);
        if (file != NULL) {
            (void)intro_i_os_unlink(file->folder, file->name);
        }
    }
}

void intro_i_follow(intro_ctx *ctx, const intro_ctx *leader)
{
    ctx->leader = leader;
}

void intro_i_begin(intro_ctx *ctx)
{
    ctx->error.status = INTRO_OK;
    ctx->error.system_errno = 0;
    ctx->error.line = 0;
    ctx->error.column = 0;
    ctx->error.source[0] = '\0';
    ctx->error.message[0] = '\0';
    ctx->error.hint[0] = '\0';
}

size_t intro_i_vformat(char *text, size_t size, const char *format,
                       va_list args)
{
    const int wanted = vsnprintf(text, size, format, args);
    const size_t length = wanted < 0 ? 0
                          : (size_t)wanted >= size
                              ? intro_i_utf8_whole(text, size - 1)
                              : (size_t)wanted;
    text[length] = '\0';
    return length;
}

static void set_source(intro_ctx *ctx, const char *source)
{
    const size_t length =
        (size_t)intro_i_utf8_upto(source, INTRO_MESSAGE_MAX - 1);
    memcpy(ctx->error.source, source, length);
    ctx->error.source[length] = '\0';
}

intro_status intro_i_fail(intro_ctx *ctx, intro_status code, const char *format,
                          ...)
{
    va_list args;
    intro_i_begin(ctx);
    ctx->error.status = code;
    va_start(args, format);
    (void)intro_i_vformat(ctx->error.message, sizeof ctx->error.message, format,
                          args);
    va_end(args);
    return code;
}

intro_status intro_i_fail_at(intro_ctx *ctx, intro_status code,
                             const char *source, uint64_t line, uint64_t column,
                             const char *format, ...)
{
    va_list args;
    intro_i_begin(ctx);
    ctx->error.status = code;
    ctx->error.line = line;
    ctx->error.column = column;
    set_source(ctx, source);
    va_start(args, format);
    (void)intro_i_vformat(ctx->error.message, sizeof ctx->error.message, format,
                          args);
    va_end(args);
    return code;
}

intro_status intro_i_fail_errno(intro_ctx *ctx, const char *source,
                                const char *what)
{
    const int saved = errno;
    char words[128];
    if (saved == ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    const char *const text = strerror_r(saved, words, sizeof words);
    (void)intro_i_fail_at(ctx, INTRO_EIO, source, 0, 0, "%s: %s", what, text);
    ctx->error.system_errno = saved;
    return INTRO_EIO;
}

intro_status intro_i_fail_like(intro_ctx *ctx, const intro_error *error)
{
    ctx->error = *error;
    return ctx->error.status;
}

intro_status intro_i_fail_memory(intro_ctx *ctx)
{
    const uint64_t limit = intro_i_alloc_limit();
    if (limit != 0) {
        return intro_i_fail(ctx, INTRO_ENOMEM,
                            "out of memory (the limit is %llu bytes)",
                            (unsigned long long)limit);
    }
    return intro_i_fail(ctx, INTRO_ENOMEM, "out of memory");
}

void intro_i_hint(intro_ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)intro_i_vformat(ctx->error.hint, sizeof ctx->error.hint, format,
                          args);
    va_end(args);
}

void intro_i_notice(intro_ctx *ctx, const char *source, uint64_t line,
                    uint64_t count, const char *format, ...)
{
    if (ctx->notice == NULL) {
        return;
    }
    char text[INTRO_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    (void)intro_i_vformat(text, sizeof text, format, args);
    va_end(args);
    const intro_notice notice = {
        .message = text, .source = source, .line = line, .count = count};
    ctx->notice(ctx->notice_user, &notice);
}

intro_status intro_i_poll(intro_ctx *ctx)
{
    if (INTRO_UNLIKELY(intro_ctx_is_cancelled(ctx))) {
        return intro_i_fail(ctx, INTRO_ECANCELLED, "cancelled");
    }
    return INTRO_OK;
}

intro_status intro_i_progress(intro_ctx *ctx, const char *phase,
                              const char *unit, uint64_t done, uint64_t total)
{
    INTRO_TRY(intro_i_poll(ctx));
    if (ctx->progress == NULL) {
        return INTRO_OK;
    }
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        return INTRO_OK;
    }
    const uint64_t ms =
        (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    if (ms - ctx->last_progress_ms < 100) {
        return INTRO_OK;
    }
    ctx->last_progress_ms = ms;
    const intro_progress report = {
        .phase = phase, .done = done, .total = total, .unit = unit};
    if (!ctx->progress(ctx->progress_user, &report)) {
        intro_ctx_cancel(ctx);
        return intro_i_poll(ctx);
    }
    return INTRO_OK;
}
