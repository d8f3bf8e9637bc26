/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only file that knows zlib. gzip is unpacked with inflate() itself,
 * because gzread() hides truncation and trailing garbage. */
#include "base/block_reader.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/osio.h"

#define ZLIB_CONST
#include <zlib.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STREAM_WAIT_MS = 20, RATIO_FREE = 16 << 20, RATIO_MOST = 200 };

/* Where in a file of gzip members the next byte stands. */
enum { GZIP_MEMBER, GZIP_BETWEEN, GZIP_PADDING };

static intro_status fail_reader(intro_i_block_reader *r, intro_status status,
                                const char *format, ...) INTRO_PRINTF(3, 4);

static intro_status fail_reader(intro_i_block_reader *r, intro_status status,
                                const char *format, ...)
{
    va_list args;
    r->failure.status = status;
    va_start(args, format);
    (void)vsnprintf(r->failure.message, sizeof r->failure.message, format,
                    args);
    va_end(args);
    return status;
}

static bool looks_packed(const uint8_t *bytes, size_t length)
{
    return length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

static unsigned long long raw_offset(const intro_i_block_reader *r)
{
    return (unsigned long long)(r->raw_total - (r->raw_length - r->raw_at));
}

static intro_status fail_read(intro_i_block_reader *r)
{
    const int error = errno;
    (void)fail_reader(r, INTRO_EIO, "cannot read on at byte %llu",
                      (unsigned long long)r->raw_total);
    r->failure.system_errno = error;
    return INTRO_EIO;
}

/* The context has been told by somebody else; keep it for later calls. */
static intro_status keep_failure(intro_i_block_reader *r, intro_status status)
{
    (void)fail_reader(r, status, "%s", intro_ctx_error(r->ctx)->message);
    r->failure.is_told = true;
    return status;
}

static intro_status read_stream(intro_i_block_reader *r, uint8_t *to,
                                size_t size, size_t *got)
{
    for (;;) {
        const intro_status rc = intro_i_poll(r->ctx);
        if (rc != INTRO_OK) {
            return keep_failure(r, rc);
        }
        const ssize_t count =
            intro_i_os_read_stream(r->fd, to, size, STREAM_WAIT_MS);
        if (count >= 0) {
            *got = (size_t)count;
            return INTRO_OK;
        }
        if (errno != EAGAIN) {
            return fail_read(r);
        }
    }
}

/* Some more raw bytes; *got 0 and raw_end at the end. */
static intro_status read_raw(intro_i_block_reader *r, uint8_t *to, size_t size,
                             size_t *got)
{
    *got = 0;
    if (r->raw_end) {
        return INTRO_OK;
    }
    if (r->callback != NULL) {
        const intro_status rc = r->callback(r->user, r->ctx, to, size, got);
        if (rc != INTRO_OK) {
            return keep_failure(r, rc);
        }
    } else if (r->is_stream) {
        INTRO_TRY(read_stream(r, to, size, got));
    } else {
        const ssize_t count = intro_i_os_read(r->fd, to, size);
        if (count < 0) {
            return fail_read(r);
        }
        *got = (size_t)count;
    }
    intro_i_checksum_update(r->sum, to, *got);
    r->raw_total += *got;
    r->raw_end = *got == 0;
    return INTRO_OK;
}

/* Makes `need` (at most 2) unused bytes available in raw, or all that are left.
 * Memory is available as a whole from the start. */
static intro_status want_raw(intro_i_block_reader *r, size_t need)
{
    while (r->raw_length - r->raw_at < need && !r->raw_end) {
        const size_t left = r->raw_length - r->raw_at;
        size_t got;
        memmove(r->buffer, r->buffer + r->raw_at, left);
        r->raw_at = 0;
        r->raw_length = left;
        INTRO_TRY(
            read_raw(r, r->buffer + left, INTRO_I_SOURCE_BLOCK - left, &got));
        r->raw_length += got;
    }
    return INTRO_OK;
}

static intro_status check_limit(intro_i_block_reader *r)
{
    if (r->limit != 0 && r->delivered > r->limit) {
        return fail_reader(r, INTRO_ELIMIT, "holds more than %llu bytes",
                           (unsigned long long)r->limit);
    }
    return INTRO_OK;
}

static intro_status fill_plain(intro_i_block_reader *r, intro_i_block *b)
{
    if (r->memory != NULL) {
        const size_t left = r->raw_length - r->raw_at;
        b->data = r->raw + r->raw_at;
        b->length = left < INTRO_I_SOURCE_BLOCK ? left : INTRO_I_SOURCE_BLOCK;
        r->raw_at += b->length;
    }
    while (r->memory == NULL && b->length < INTRO_I_SOURCE_BLOCK) {
        size_t got = r->raw_length - r->raw_at; /* from the look at the start */
        if (got != 0) {
            memcpy(b->storage, r->raw + r->raw_at, got);
            r->raw_at += got;
        } else {
            INTRO_TRY(read_raw(r, b->storage + b->length,
                               INTRO_I_SOURCE_BLOCK - b->length, &got));
            if (got == 0) {
                break;
            }
        }
        b->length += got;
    }
    r->delivered += b->length;
    return check_limit(r);
}

/* Behind a member: another one, zeros up to the end, or the end. */
static intro_status pass_member_end(intro_i_block_reader *r, bool *at_end)
{
    INTRO_TRY(want_raw(r, 2));
    const size_t left = r->raw_length - r->raw_at;
    const uint8_t *const p = r->raw + r->raw_at;
    if (left == 0) {
        *at_end = true;
        return INTRO_OK;
    }
    if (r->state == GZIP_BETWEEN && p[0] == 0x1f &&
        (left == 1 || p[1] == 0x8b)) {
        r->state = GZIP_MEMBER;
        return inflateReset(r->z) == Z_OK
                   ? INTRO_OK
                   : fail_reader(r, INTRO_EBUG, "inflateReset failed");
    }
    r->state = GZIP_PADDING;
    while (r->raw_at < r->raw_length && r->raw[r->raw_at] == 0) {
        r->raw_at++;
    }
    if (r->raw_at < r->raw_length) {
        return fail_reader(
            r, INTRO_EFORMAT,
            "something else follows the compressed data at byte %llu",
            raw_offset(r));
    }
    return INTRO_OK;
}

static intro_status check_ratio(intro_i_block_reader *r)
{
    if (r->delivered > RATIO_FREE &&
        r->delivered > raw_offset(r) * RATIO_MOST) {
        (void)fail_reader(r, INTRO_ELIMIT,
                          "expands over %d:1 at compressed byte %llu",
                          RATIO_MOST, raw_offset(r));
        r->failure.hint = "unpack it yourself if you trust it";
        return INTRO_ELIMIT;
    }
    return check_limit(r);
}

/* One step of inflate() inside a member. */
static intro_status inflate_some(intro_i_block_reader *r, intro_i_block *b)
{
    INTRO_TRY(want_raw(r, 1));
    const size_t left = r->raw_length - r->raw_at;
    if (left == 0) {
        return fail_reader(r, INTRO_EFORMAT,
                           "compressed data ends early at byte %llu",
                           raw_offset(r));
    }
    const uInt given =
        left < INTRO_I_SOURCE_BLOCK ? (uInt)left : (uInt)INTRO_I_SOURCE_BLOCK;
    const uInt room = (uInt)(INTRO_I_SOURCE_BLOCK - b->length);
    r->z->next_in = r->raw + r->raw_at;
    r->z->avail_in = given;
    r->z->next_out = b->storage + b->length;
    r->z->avail_out = room;
    const int rc = inflate(r->z, Z_NO_FLUSH);
    r->raw_at += given - r->z->avail_in;
    b->length += room - r->z->avail_out;
    r->delivered += room - r->z->avail_out;
    switch (rc) {
    case Z_OK:
        return check_ratio(r);
    case Z_STREAM_END:
        r->state = GZIP_BETWEEN;
        return check_ratio(r);
    case Z_MEM_ERROR:
        return fail_reader(r, INTRO_ENOMEM, "out of memory");
    default:
        return fail_reader(
            r, INTRO_EFORMAT, "compressed data is damaged at byte %llu (%s)",
            raw_offset(r), r->z->msg != NULL ? r->z->msg : "no progress");
    }
}

static intro_status fill_packed(intro_i_block_reader *r, intro_i_block *b)
{
    const bool is_first = r->delivered == 0;
    bool at_end = false;
    while (!at_end && b->length < INTRO_I_SOURCE_BLOCK) {
        if (atomic_load_explicit(r->stop, memory_order_relaxed) ||
            (r->ctx != NULL && intro_ctx_is_cancelled(r->ctx))) {
            return fail_reader(r, INTRO_ECANCELLED, "cancelled");
        }
        INTRO_TRY(r->state == GZIP_MEMBER ? inflate_some(r, b)
                                          : pass_member_end(r, &at_end));
    }
    if (is_first && looks_packed(b->storage, b->length)) {
        (void)fail_reader(r, INTRO_EFORMAT, "is compressed twice");
        r->failure.hint = "unpack it once with gunzip";
        return INTRO_EFORMAT;
    }
    return INTRO_OK;
}

void intro_i_block_reader_fill(intro_i_block_reader *r, intro_i_block *b)
{
    b->length = 0;
    b->data = b->storage;
    const intro_status rc = r->is_packed ? fill_packed(r, b) : fill_plain(r, b);
    if (rc != INTRO_OK) {
        b->length = 0;
    }
    b->is_last = b->length == 0;
    b->position = raw_offset(r);
}

/* The calls are counted by base/alloc like all others. */
static voidpf allocate_for_zlib(voidpf opaque, uInt items, uInt size)
{
    (void)opaque;
    return intro_i_alloc(items, size);
}

static void free_for_zlib(voidpf opaque, voidpf address)
{
    (void)opaque;
    intro_i_free(address);
}

/* Memory that is missing is said by whoever calls. */
static bool start_inflate(intro_i_block_reader *r)
{
    r->z = intro_i_alloc_zero(1, sizeof *r->z);
    if (r->z == NULL) {
        return false;
    }
    r->z->zalloc = allocate_for_zlib;
    r->z->zfree = free_for_zlib;
    r->is_packed = inflateInit2(r->z, 15 + 16) == Z_OK;
    return r->is_packed;
}

intro_status intro_i_block_reader_start(intro_i_block_reader *r)
{
    if (r->memory == NULL) {
        r->buffer = intro_i_alloc(INTRO_I_SOURCE_BLOCK, 1);
        if (r->buffer == NULL) {
            return fail_reader(r, INTRO_ENOMEM, "out of memory");
        }
        r->raw = r->buffer;
    }
    INTRO_TRY(want_raw(r, 2));
    if (looks_packed(r->raw, r->raw_length) && !start_inflate(r)) {
        return fail_reader(r, INTRO_ENOMEM, "out of memory");
    }
    return INTRO_OK;
}

void intro_i_block_reader_stop(intro_i_block_reader *r)
{
    if (r->is_packed) {
        (void)inflateEnd(r->z);
        r->is_packed = false;
    }
    intro_i_free(r->z);
    r->z = NULL;
    intro_i_free(r->buffer);
    r->buffer = NULL;
}

bool intro_i_block_reader_rewind(intro_i_block_reader *r)
{
    if (r->fd >= 0) {
        if (intro_i_os_rewind(r->fd) != 0) {
            (void)fail_read(r);
            return false;
        }
        intro_i_checksum_reset(r->sum);
        r->raw_total = 0;
        r->raw_end = false;
        r->raw_length = 0;
    }
    r->raw = r->memory;
    r->raw_at = 0;
    r->state = GZIP_MEMBER;
    r->delivered = 0;
    memset(&r->failure, 0, sizeof r->failure);
    return true;
}
