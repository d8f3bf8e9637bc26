/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * The context of a call: error object, notices, limits, threads, progress and
 * cancellation.
 *
 *     intro_ctx *ctx;
 *     if (intro_ctx_new(&ctx) != INTRO_OK) ...;
 *     if (intro_import_run(ctx, ...) != INTRO_OK)
 *         fprintf(stderr, "%s\n", intro_ctx_error(ctx)->message);
 *     intro_ctx_free(ctx);
 *
 * A context serves one thread at a time; several threads may read one graph,
 * each with a context of its own. Only intro_ctx_cancel() and
 * intro_ctx_discard_unfinished() may be called from elsewhere, also from a signal
 * handler.
 */
#ifndef INTROFIND_CONTEXT_H
#define INTROFIND_CONTEXT_H

#include <introfind/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_ctx intro_ctx;

enum { INTRO_MESSAGE_MAX = 512 };

/** What went wrong in the last call; set once, by the lowest function that
 *  knows the user's words. */
typedef struct intro_error {
    intro_status status;              /**< INTRO_OK: no error */
    int system_errno;                 /**< 0, or errno of an INTRO_EIO */
    uint64_t line;                    /**< from 1; 0 when it has no meaning */
    uint64_t column;                  /**< from 1; 0 when unknown */
    char source[INTRO_MESSAGE_MAX];   /**< file (and member) or "" ; raw bytes */
    char message[INTRO_MESSAGE_MAX];  /**< what is wrong; lower case, no stop */
    char hint[INTRO_MESSAGE_MAX];     /**< what to do, or "" */
} intro_error;

/** A decision or a trouble in the data that did not stop the work: told once,
 *  with the number of times it was taken. */
typedef struct intro_notice {
    const char *message; /**< for people; raw bytes of strangers inside */
    const char *source;  /**< file or "" */
    uint64_t line;       /**< line of the first one, or 0 */
    uint64_t count;      /**< how often, at least 1 */
} intro_notice;

typedef void intro_notice_fn(void *user, const intro_notice *notice);

typedef struct intro_progress {
    const char *phase; /**< static words: "reading", "sorting" */
    uint64_t done;
    uint64_t total; /**< 0 when unknown */
    const char *unit; /**< "bytes", "ties", "targets" */
} intro_progress;

/** Called on the caller's thread at most ten times a second; false cancels. */
typedef bool intro_progress_fn(void *user, const intro_progress *progress);

/** New context with default limits. @return INTRO_OK or INTRO_ENOMEM */
INTRO_API INTRO_MUST_USE intro_status intro_ctx_new(intro_ctx **out);
/** NULL is accepted. */
INTRO_API void intro_ctx_free(intro_ctx *ctx);

/** Borrowed; valid until the next call with this context. */
INTRO_API const intro_error *intro_ctx_error(const intro_ctx *ctx);

/** 1 to 1024; default: the processors, at most 8. Others give INTRO_EARG. */
INTRO_API INTRO_MUST_USE intro_status intro_ctx_set_threads(intro_ctx *ctx,
                                                            uint32_t threads);
INTRO_API uint32_t intro_ctx_threads(const intro_ctx *ctx);

/** Bytes that may be allocated at one time through introfind's allocator;
 *  0 = no limit (default). Process-wide. */
INTRO_API void intro_ctx_set_memory_limit(intro_ctx *ctx, uint64_t bytes);

INTRO_API void intro_ctx_set_notice(intro_ctx *ctx, intro_notice_fn *fn,
                                    void *user);
INTRO_API void intro_ctx_set_progress(intro_ctx *ctx, intro_progress_fn *fn,
                                      void *user);

/** Ask the running call to stop with INTRO_ECANCELLED; only stores an atomic
 *  flag. The flag stays until intro_ctx_clear_cancel(). */
INTRO_API void intro_ctx_cancel(intro_ctx *ctx);
INTRO_API void intro_ctx_clear_cancel(intro_ctx *ctx);
INTRO_API bool intro_ctx_is_cancelled(const intro_ctx *ctx);

/** Removes the temporary files that outputs and snapshots of this context are
 *  being written to (of more than four at a time, the first four). For a signal
 *  handler that ends the process: async-signal-safe, and nothing that is being
 *  written can be finished any more. Cost: that of removing the files. */
INTRO_API void intro_ctx_discard_unfinished(const intro_ctx *ctx);

#ifdef __cplusplus
}
#endif
#endif
