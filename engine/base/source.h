/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Byte sources: where importers pull bytes from. A file, a block of memory or
 * a callback (a ZIP member); gzip inside any of them is recognised by its
 * content and unpacked on the fly. The end is announced only after every check
 * passed: who imports must not publish anything before it saw the end.
 *
 *     intro_i_source *src;
 *     INTRO_TRY(intro_i_source_open_file(ctx, path, 0, &src));
 *     do {
 *         rc = intro_i_source_next(ctx, src, &bytes, &length);
 *         ...use bytes...
 *     } while (rc == INTRO_OK && length != 0);
 *     intro_i_source_close(src);
 *
 * Files over 1 MiB are read and unpacked by a second thread when the context
 * allows more than one; results and errors are the same either way. A source
 * belongs to one thread. Errors: INTRO_EIO the system refused, or the path is
 * not a file; INTRO_EFORMAT damaged, cut or doubly packed gzip; INTRO_ELIMIT
 * expands over 200:1 (judged after 16 MiB) or passes limit_bytes;
 * INTRO_ENOMEM; INTRO_ECANCELLED. A failed source keeps failing with the same
 * error. */
#ifndef INTRO_BASE_SOURCE_H
#define INTRO_BASE_SOURCE_H

#include "base/common.h"
#include "base/kind.h"

#include <introfind/context.h>

typedef struct intro_i_source intro_i_source;

enum {
    INTRO_I_SOURCE_BLOCK = 256 << 10, /* most bytes handed out at a time */
    INTRO_I_SOURCE_FRONT = 64 << 10,
    INTRO_I_SOURCE_BEHIND = 16
};

/* Identity of a file's raw (still packed) content. */
typedef struct intro_i_digest {
    uint64_t hash; /* XXH3-64: no defence against intent */
    uint64_t length;
} intro_i_digest;

/* Up to size bytes; fewer only when that is all for now; 0 = end. Called on the
 * thread that pulls; sets the context's error when it fails. */
typedef intro_status intro_i_read_fn(void *user, intro_ctx *ctx, void *buffer,
                                     size_t size, size_t *got);

/* A regular file or a FIFO ("-" is a file name like any other); folders,
 * devices and sockets are refused with INTRO_EIO. limit_bytes: most bytes it
 * may deliver, 0 = no limit. Reads nothing yet. */
INTRO_MUST_USE intro_status intro_i_source_open_file(intro_ctx *ctx,
                                                     const char *path,
                                                     uint64_t limit_bytes,
                                                     intro_i_source **out);
/* The bytes are borrowed until the close. */
INTRO_MUST_USE intro_status intro_i_source_open_memory(
    intro_ctx *ctx, const char *name, const void *bytes, size_t size,
    uint64_t limit_bytes, intro_i_source **out);
/* total: packed size for the progress display, 0 = unknown. The user pointer is
 * borrowed until the close. */
INTRO_MUST_USE intro_status intro_i_source_open_callback(
    intro_ctx *ctx, const char *name, intro_i_read_fn *fn, void *user,
    uint64_t total, uint64_t limit_bytes, intro_i_source **out);
/* Stops the second thread; NULL is accepted. */
void intro_i_source_close(intro_i_source *src);

/* Back to the first byte, as if just opened: the end and failures are forgotten
 * too. false: a FIFO or a callback, and nothing was done; or the file cannot
 * seek, which the next read says. */
bool intro_i_source_rewind(intro_i_source *src);

/* Fills the buffer; *got is smaller than size only at the end. */
INTRO_MUST_USE intro_status intro_i_source_read(intro_ctx *ctx,
                                                intro_i_source *src,
                                                void *buffer, size_t size,
                                                size_t *got);
/* The next block of up to 256 KiB, valid until the next call on this source;
 * *length 0 = end. */
INTRO_MUST_USE intro_status intro_i_source_next(intro_ctx *ctx,
                                                intro_i_source *src,
                                                const uint8_t **bytes,
                                                size_t *length);
/* The same into a block of the caller's, whose memory is exchanged for that of a
 * full one where the source has one: *room is written, and so may be the bytes
 * around the content as far as intro_i_source_block_new() says. */
INTRO_MUST_USE intro_status intro_i_source_swap(intro_ctx *ctx,
                                                intro_i_source *src,
                                                uint8_t **room, size_t *length);
/* Room for INTRO_I_SOURCE_BLOCK bytes of content, INTRO_I_SOURCE_FRONT before
 * them and INTRO_I_SOURCE_BEHIND after them; the address is that of the content.
 * NULL: out of memory. */
uint8_t *intro_i_source_block_new(void);
/* NULL is accepted. */
void intro_i_source_block_free(uint8_t *room);
/* What the next call would deliver, without consuming it: at the start the
 * first 256 KiB or the whole content if that is less. For sniffing. */
INTRO_MUST_USE intro_status intro_i_source_peek(intro_ctx *ctx,
                                                intro_i_source *src,
                                                const uint8_t **bytes,
                                                size_t *length);
/* Kind of the content that comes next; ask before reading. */
INTRO_MUST_USE intro_status intro_i_source_kind(intro_ctx *ctx,
                                                intro_i_source *src,
                                                intro_i_kind *kind);
/* Sets INTRO_EFORMAT "is ..., not a network" with a hint how to unpack it, for
 * a kind the caller cannot use, and returns it. */
intro_status intro_i_source_refuse(intro_ctx *ctx, const intro_i_source *src,
                                   intro_i_kind kind);

/* As given at the open. */
const char *intro_i_source_name(const intro_i_source *src);
/* gzip was found; known after the first read, peek or kind. */
bool intro_i_source_is_packed(const intro_i_source *src);
/* A FIFO: cannot be opened a second time. */
bool intro_i_source_is_stream(const intro_i_source *src);
/* Raw (packed) bytes in all, 0 when unknown; and behind what was delivered. */
uint64_t intro_i_source_total(const intro_i_source *src);
uint64_t intro_i_source_position(const intro_i_source *src);
/* false until the end was announced. */
bool intro_i_source_digest(const intro_i_source *src, intro_i_digest *out);

/* Digest of a regular file, equal to what a source over it tells. */
INTRO_MUST_USE intro_status intro_i_file_digest(intro_ctx *ctx,
                                                const char *path,
                                                intro_i_digest *out);

#endif
