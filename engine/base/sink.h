/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Byte sinks: where reports and snapshots go. Nothing is visible under a
 * file's name before the commit, and then all of it.
 *
 *     intro_i_sink *sink;
 *     mode = INTRO_I_SINK_PRIVATE;
 *     INTRO_TRY(intro_i_sink_open_file(ctx, path, mode, &sink));
 *     rc = intro_i_sink_write(ctx, sink, bytes, size);
 *     if (rc == INTRO_OK)
 *         rc = intro_i_sink_commit(ctx, sink);
 *     intro_i_sink_abandon(sink);      (always: it frees; undoes what was not
 *                                       committed)
 *
 * A sink belongs to one thread. After a failure every later write and the
 * commit fail with the same status. */
#ifndef INTRO_BASE_SINK_H
#define INTRO_BASE_SINK_H

#include "base/common.h"

#include <introfind/context.h>

typedef struct intro_i_sink intro_i_sink;

typedef enum intro_i_sink_mode {
    INTRO_I_SINK_SHARED, /* 0666 less the umask: reports */
    INTRO_I_SINK_PRIVATE /* 0600 whatever the umask: snapshots */
} intro_i_sink_mode;

/* An open descriptor (standard output), buffered by 64 KiB, borrowed, never
 * closed. name appears in messages. */
INTRO_MUST_USE intro_status intro_i_sink_open_fd(intro_ctx *ctx, int fd,
                                                 const char *name,
                                                 intro_i_sink **out);
/* A descriptor's sink that nothing was written to keeps all in memory until it is
 * released, by the commit at the latest: nobody sees a part of it, and an abandoned
 * one has written nothing. The release takes no memory; of others it does nothing. */
void intro_i_sink_hold(intro_i_sink *sink);
INTRO_MUST_USE intro_status intro_i_sink_release(intro_ctx *ctx,
                                                 intro_i_sink *sink);
/* maximum: most bytes it may hold, 0 = no limit. */
INTRO_MUST_USE intro_status intro_i_sink_open_memory(intro_ctx *ctx,
                                                     size_t maximum,
                                                     intro_i_sink **out);
/* Replace (or create) the regular file `path` at the commit. A folder, device,
 * pipe or symbolic link there is refused with INTRO_EIO, and so is a file that
 * another writer has open right now ("is being written by process N"). Remains
 * of killed writers of the same file are removed. */
INTRO_MUST_USE intro_status intro_i_sink_open_file(intro_ctx *ctx,
                                                   const char *path,
                                                   intro_i_sink_mode mode,
                                                   intro_i_sink **out);

/* Small pieces are collected, large ones go out without a copy. INTRO_EIO with
 * errno (EPIPE, ENOSPC, ...), INTRO_ENOMEM, INTRO_ELIMIT (memory only). */
INTRO_MUST_USE intro_status intro_i_sink_write(intro_ctx *ctx,
                                               intro_i_sink *sink,
                                               const void *bytes, size_t size);
INTRO_MUST_USE intro_status intro_i_sink_puts(intro_ctx *ctx,
                                              intro_i_sink *sink,
                                              const char *text);
/* Bytes written so far, buffered ones included. */
uint64_t intro_i_sink_position(const intro_i_sink *sink);
/* Everything out of the buffer; a file is also synced, renamed into place and
 * its folder synced. On failure the old file stays, and so it does when the
 * context was cancelled (INTRO_ECANCELLED). At most once. */
INTRO_MUST_USE intro_status intro_i_sink_commit(intro_ctx *ctx,
                                                intro_i_sink *sink);
/* Frees the sink, committed or not; without a commit the temporary file goes
 * and the old file stays. NULL is accepted. */
void intro_i_sink_abandon(intro_i_sink *sink);

/* A memory sink is empty again; its room is kept. */
void intro_i_sink_forget(intro_i_sink *sink);
/* Bytes of a memory sink, ended by a NUL that is not counted; borrowed until
 * the next write or abandon. */
const char *intro_i_sink_memory(const intro_i_sink *sink, size_t *length);

#endif
