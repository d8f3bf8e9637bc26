/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the engine speaks through a context: set the error once, at the lowest
 * place that knows the user's words; poll for cancellation; report progress. */
#ifndef INTRO_BASE_CONTEXT_IMPL_H
#define INTRO_BASE_CONTEXT_IMPL_H

#include "base/common.h"

#include <introfind/context.h>

#include <stdarg.h>

/* A context for a helping thread: cancelled when its leader is. */
void intro_i_follow(intro_ctx *ctx, const intro_ctx *leader);

/* As vsnprintf() does, but what does not fit ends with a whole character.
 * size > 0. @return the length that text has now */
size_t intro_i_vformat(char *text, size_t size, const char *format,
                       va_list args) INTRO_PRINTF(3, 0);

/* Every public call starts with this: clears the error. */
void intro_i_begin(intro_ctx *ctx);

/* Each sets the error object and returns its code, so that one can write
 * `return intro_i_fail(...)`. A code already set is overwritten. Messages: lower
 * case, no full stop, no program name. */
intro_status intro_i_fail(intro_ctx *ctx, intro_status code, const char *format,
                          ...) INTRO_PRINTF(3, 4);
/* With the file (and member) it is about; line and column from 1, 0 = none. */
intro_status intro_i_fail_at(intro_ctx *ctx, intro_status code,
                             const char *source, uint64_t line, uint64_t column,
                             const char *format, ...) INTRO_PRINTF(6, 7);
/* INTRO_EIO with the present errno's words appended to `what`; INTRO_ENOMEM when
 * they are that memory is out. */
intro_status intro_i_fail_errno(intro_ctx *ctx, const char *source,
                                const char *what);
/* INTRO_ENOMEM: "out of memory". */
intro_status intro_i_fail_memory(intro_ctx *ctx);
/* An error word for word: another context's, or one of before that was cleared. */
intro_status intro_i_fail_like(intro_ctx *ctx, const intro_error *error);
/* What to do about the error just set; one line. */
void intro_i_hint(intro_ctx *ctx, const char *format, ...) INTRO_PRINTF(2, 3);

/* Tell a notice to the callback, if there is one. */
void intro_i_notice(intro_ctx *ctx, const char *source, uint64_t line,
                    uint64_t count, const char *format, ...) INTRO_PRINTF(5, 6);

/* INTRO_ECANCELLED when cancelled. Long loops call it every 4096 units. */
INTRO_MUST_USE intro_status intro_i_poll(intro_ctx *ctx);
/* The same, and reports progress at most ten times a second; `phase` and `unit`
 * are static strings, total 0 when unknown. Caller's thread only. */
INTRO_MUST_USE intro_status intro_i_progress(intro_ctx *ctx, const char *phase,
                                             const char *unit, uint64_t done,
                                             uint64_t total);

/* A file that is nothing until it has another name. */
typedef struct intro_i_unfinished {
    int folder; /* open */
    char name[320];
} intro_i_unfinished;

/* intro_ctx_discard_unfinished() removes the file, as long as there is room for it,
 * until it is forgotten: before the name is another's or the memory is given back.
 * Borrowed. */
void intro_i_note_unfinished(intro_ctx *ctx, const intro_i_unfinished *file);
void intro_i_forget_unfinished(intro_ctx *ctx, const intro_i_unfinished *file);

#ifdef INTRO_FAULT_INJECTION
/* Every context is taken for cancelled once it was asked so many times whether
 * it is; UINT64_MAX switches it off. */
void intro_i_cancel_after(uint64_t polls);
/* Times asked since the last call of intro_i_cancel_after(). */
uint64_t intro_i_polls(void);
#endif

#endif
