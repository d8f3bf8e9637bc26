/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fills blocks of 256 KiB from a file, a FIFO, memory or a callback, unpacking
 * gzip when the content begins like it; what base/source hands out. Every block
 * but the last is full, so their borders do not depend on how the bytes
 * arrived. Sums up the raw bytes on the way.
 *
 * Knows a context only while one is lent to it in `ctx`: without, it may run in
 * a thread of its own. What went wrong stands in `failure`. One block may be
 * filled at a time. */
#ifndef INTRO_BASE_BLOCK_READER_H
#define INTRO_BASE_BLOCK_READER_H

#include "base/checksum.h"
#include "base/common.h"
#include "base/source.h"

#include <stdatomic.h>

struct z_stream_s; /* of zlib */

typedef struct intro_i_read_failure {
    intro_status status;
    int system_errno;
    char message[INTRO_MESSAGE_MAX];
    const char *hint; /* static or NULL */
    bool is_told;     /* the context holds it already */
} intro_i_read_failure;

/* All zero but for what is said; whoever fills the first group in owns what it
 * points to. */
typedef struct intro_i_block_reader {
    int fd; /* -1: none */
    bool is_stream;
    const uint8_t *memory; /* else NULL */
    intro_i_read_fn *callback;
    void *user;
    intro_ctx *ctx; /* of the running call; NULL in a second thread */
    const atomic_bool *stop;
    intro_i_checksum *sum;
    uint64_t limit; /* most bytes to deliver, 0 = no limit */

    uint8_t *buffer;    /* owned; INTRO_I_SOURCE_BLOCK; NULL for memory */
    const uint8_t *raw; /* buffer or memory */
    size_t raw_at;
    size_t raw_length;
    bool raw_end;
    uint64_t raw_total; /* bytes read from outside so far */

    bool is_packed; /* known after the start */
    int state;
    struct z_stream_s *z; /* owned */
    uint64_t delivered;
    intro_i_read_failure failure;
} intro_i_block_reader;

typedef struct intro_i_block {
    uint8_t *storage; /* INTRO_I_SOURCE_BLOCK; NULL will do for plain memory */
    const uint8_t *data; /* storage, or inside the caller's memory */
    size_t length;       /* 0 only at the end */
    uint64_t position;   /* raw bytes used up behind this block */
    bool is_last;        /* nothing follows: the end or the failure */
} intro_i_block;

/* Looks at the first bytes and gets ready. A failure stands in `failure` too. */
INTRO_MUST_USE intro_status intro_i_block_reader_start(intro_i_block_reader *r);
/* The next block; a failure empties it, so that a damaged end is never half
 * used. */
void intro_i_block_reader_fill(intro_i_block_reader *r, intro_i_block *b);
/* Gives back what the start took. */
void intro_i_block_reader_stop(intro_i_block_reader *r);
/* Back to the first byte, of a stopped reader; a FIFO or a callback cannot.
 * false: the file cannot seek, `failure` says why. */
INTRO_MUST_USE bool intro_i_block_reader_rewind(intro_i_block_reader *r);

#endif
