/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only file that knows zlib. Two halves:
 *
 * - the reader fills blocks of 256 KiB from the raw bytes, unpacking gzip with
 *   inflate() itself, because gzread() hides truncation and trailing garbage.
 *   It uses no context except in the thread that pulls, and says what went
 *   wrong in its `failure`;
 * - the source hands the blocks out. For large files the reader runs in a
 *   second thread and the blocks are a ring: the reader fills block `filled`,
 *   the caller holds block `taken`.
 *
 * Every block but the last is full, so their borders, and with them all
 * results and errors, are the same with one thread and with two. */
#include "base/source.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/parallel.h"

#define ZLIB_CONST
#include <zlib.h>

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    BLOCK_SIZE = 256 << 10,
    RING = 4,
    THREAD_FROM = 1 << 20,
    THREAD_STACK = 512 << 10,
    WAIT_MS = 20,
    RATIO_FREE = 16 << 20,
    RATIO_MOST = 200
};

typedef enum gzip_state { GZIP_MEMBER, GZIP_BETWEEN, GZIP_PADDING } gzip_state;

typedef struct failure {
    intro_status status;
    int system_errno;
    char message[INTRO_MESSAGE_MAX];
    const char *hint; /* static or NULL */
    bool is_told;     /* the context holds it already */
} failure;

typedef struct reader {
    int fd; /* -1: none */
    bool is_stream;
    const uint8_t *memory; /* else NULL */
    intro_i_read_fn *callback;
    void *user;
    intro_ctx *ctx; /* of the running call; NULL in the second thread */
    const atomic_bool *stop;

    uint8_t *buffer;    /* owned; BLOCK_SIZE; NULL for memory */
    const uint8_t *raw; /* buffer or memory */
    size_t raw_at;
    size_t raw_length;
    bool raw_end;
    uint64_t raw_total; /* bytes read from outside so far */
    intro_i_checksum *sum;

    bool is_packed;
    gzip_state state;
    z_stream z;
    uint64_t delivered;
    uint64_t limit;
    failure failure;
} reader;

typedef struct block {
    uint8_t *storage;
    const uint8_t *data; /* storage, or inside the caller's memory */
    size_t length;       /* 0 only at the end */
    uint64_t position;   /* raw bytes used up behind this block */
    bool is_last;        /* nothing follows: the end or the failure */
} block;

struct intro_i_source {
    char *name;
    uint64_t total;
    bool has_started;
    bool has_ended;
    failure told; /* what every later call repeats */
    reader reader;
    block ring[RING];
    const block *current;
    size_t used; /* of the current block */

    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t filled; /* under the lock */
    uint64_t taken;  /* under the lock */
    atomic_bool stop;
};

/* ---- the reader: raw bytes into blocks ---- */

static intro_status fail_reader(reader *r, intro_status status,
                                const char *format, ...) INTRO_PRINTF(3, 4);

static intro_status fail_reader(reader *r, intro_status status,
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

static unsigned long long raw_offset(const reader *r)
{
    return (unsigned long long)(r->raw_total - (r->raw_length - r->raw_at));
}

static intro_status fail_read(reader *r)
{
    const int error = errno;
    (void)fail_reader(r, INTRO_EIO, "cannot read on at byte %llu",
                      (unsigned long long)r->raw_total);
    r->failure.system_errno = error;
    return INTRO_EIO;
}

/* The context has been told by somebody else; keep it for later calls. */
static intro_status keep_failure(reader *r, intro_status status)
{
    (void)fail_reader(r, status, "%s", intro_ctx_error(r->ctx)->message);
    r->failure.is_told = true;
    return status;
}

static intro_status read_stream(reader *r, uint8_t *to, size_t size,
                                size_t *got)
{
    for (;;) {
        const intro_status rc = intro_i_poll(r->ctx);
        if (rc != INTRO_OK) {
            return keep_failure(r, rc);
        }
        const ssize_t count = intro_i_os_read_stream(r->fd, to, size, WAIT_MS);
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
static intro_status read_raw(reader *r, uint8_t *to, size_t size, size_t *got)
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
static intro_status want_raw(reader *r, size_t need)
{
    while (r->raw_length - r->raw_at < need && !r->raw_end) {
        const size_t left = r->raw_length - r->raw_at;
        size_t got;
        memmove(r->buffer, r->buffer + r->raw_at, left);
        r->raw_at = 0;
        r->raw_length = left;
        INTRO_TRY(read_raw(r, r->buffer + left, BLOCK_SIZE - left, &got));
        r->raw_length += got;
    }
    return INTRO_OK;
}

static intro_status check_limit(reader *r)
{
    if (r->limit != 0 && r->delivered > r->limit) {
        return fail_reader(r, INTRO_ELIMIT, "holds more than %llu bytes",
                           (unsigned long long)r->limit);
    }
    return INTRO_OK;
}

static intro_status fill_plain(reader *r, block *b)
{
    if (r->memory != NULL) {
        const size_t left = r->raw_length - r->raw_at;
        b->data = r->raw + r->raw_at;
        b->length = left < BLOCK_SIZE ? left : BLOCK_SIZE;
        r->raw_at += b->length;
    }
    while (r->memory == NULL && b->length < BLOCK_SIZE) {
        size_t got = r->raw_length - r->raw_at; /* from the look at the start */
        if (got != 0) {
            memcpy(b->storage, r->raw + r->raw_at, got);
            r->raw_at += got;
        } else {
            INTRO_TRY(read_raw(r, b->storage + b->length,
                               BLOCK_SIZE - b->length, &got));
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
static intro_status pass_member_end(reader *r, bool *at_end)
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
        return inflateReset(&r->z) == Z_OK
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

static intro_status check_ratio(reader *r)
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
static intro_status inflate_some(reader *r, block *b)
{
    INTRO_TRY(want_raw(r, 1));
    const size_t left = r->raw_length - r->raw_at;
    if (left == 0) {
        return fail_reader(r, INTRO_EFORMAT,
                           "compressed data ends early at byte %llu",
                           raw_offset(r));
    }
    const uInt given = left < BLOCK_SIZE ? (uInt)left : (uInt)BLOCK_SIZE;
    const uInt room = (uInt)(BLOCK_SIZE - b->length);
    r->z.next_in = r->raw + r->raw_at;
    r->z.avail_in = given;
    r->z.next_out = b->storage + b->length;
    r->z.avail_out = room;
    const int rc = inflate(&r->z, Z_NO_FLUSH);
    r->raw_at += given - r->z.avail_in;
    b->length += room - r->z.avail_out;
    r->delivered += room - r->z.avail_out;
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
            raw_offset(r), r->z.msg != NULL ? r->z.msg : "no progress");
    }
}

static intro_status fill_packed(reader *r, block *b)
{
    const bool is_first = r->delivered == 0;
    bool at_end = false;
    while (!at_end && b->length < BLOCK_SIZE) {
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

/* The next block; a failure empties it, so that a damaged end is never half
 * used. */
static void fill_block(reader *r, block *b)
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

/* ---- the source: blocks to the caller ---- */

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

static void *run_reader(void *arg)
{
    intro_i_source *const src = arg;
    bool go_on = true;
    while (go_on) {
        (void)pthread_mutex_lock(&src->lock);
        while (src->filled - src->taken == RING && !atomic_load(&src->stop)) {
            (void)pthread_cond_wait(&src->changed, &src->lock);
        }
        block *const b = &src->ring[src->filled % RING];
        (void)pthread_mutex_unlock(&src->lock);
        if (atomic_load(&src->stop)) {
            break;
        }
        fill_block(&src->reader, b);
        go_on = !b->is_last;
        (void)pthread_mutex_lock(&src->lock);
        src->filled++;
        (void)pthread_cond_broadcast(&src->changed);
        (void)pthread_mutex_unlock(&src->lock);
    }
    return NULL;
}

static bool init_locks(intro_i_source *src)
{
    pthread_condattr_t attributes;
    if (pthread_mutex_init(&src->lock, NULL) != 0) {
        return false;
    }
    bool is_good = pthread_condattr_init(&attributes) == 0;
    if (is_good) {
        (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        is_good = pthread_cond_init(&src->changed, &attributes) == 0;
        (void)pthread_condattr_destroy(&attributes);
    }
    if (!is_good) {
        (void)pthread_mutex_destroy(&src->lock);
    }
    return is_good;
}

/* Goes on alone where the system has no thread to give. */
static intro_status start_thread(intro_i_source *src)
{
    for (size_t i = 1; i < RING; i++) {
        src->ring[i].storage = intro_i_alloc(BLOCK_SIZE, 1);
        if (src->ring[i].storage == NULL) {
            return INTRO_ENOMEM;
        }
    }
    if (!init_locks(src)) {
        return INTRO_OK;
    }
    src->reader.ctx = NULL;
    src->has_thread =
        intro_i_thread_start(&src->thread, THREAD_STACK, run_reader, src);
    if (!src->has_thread) {
        (void)pthread_cond_destroy(&src->changed);
        (void)pthread_mutex_destroy(&src->lock);
    }
    return INTRO_OK;
}

static intro_status start_inflate(reader *r)
{
    r->is_packed = true;
    r->z.zalloc = allocate_for_zlib;
    r->z.zfree = free_for_zlib;
    if (inflateInit2(&r->z, 15 + 16) != Z_OK) {
        r->is_packed = false; /* nothing to end */
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

/* Looks at the first bytes and gets ready. */
static intro_status start_source(intro_ctx *ctx, intro_i_source *src)
{
    reader *const r = &src->reader;
    if (r->memory == NULL) {
        r->buffer = intro_i_alloc(BLOCK_SIZE, 1);
        if (r->buffer == NULL) {
            return fail_reader(r, INTRO_ENOMEM, "out of memory");
        }
        r->raw = r->buffer;
    }
    INTRO_TRY(want_raw(r, 2));
    intro_status rc = INTRO_OK;
    if (looks_packed(r->raw, r->raw_length)) {
        rc = start_inflate(r);
    }
    if (rc == INTRO_OK && (r->memory == NULL || r->is_packed)) {
        src->ring[0].storage = intro_i_alloc(BLOCK_SIZE, 1);
        rc = src->ring[0].storage == NULL ? INTRO_ENOMEM : INTRO_OK;
    }
    if (rc == INTRO_OK && r->fd >= 0 && !r->is_stream &&
        src->total > THREAD_FROM && intro_ctx_threads(ctx) > 1) {
        rc = start_thread(src);
    }
    if (rc != INTRO_OK) {
        return fail_reader(r, rc, "out of memory");
    }
    src->has_started = true;
    return INTRO_OK;
}

static intro_status tell_failure(intro_ctx *ctx, intro_i_source *src)
{
    const failure *const f = &src->told;
    if (f->status == INTRO_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    if (f->system_errno != 0) {
        errno = f->system_errno;
        return intro_i_fail_errno(ctx, src->name, f->message);
    }
    (void)intro_i_fail_at(ctx, f->status, src->name, 0, 0, "%s", f->message);
    if (f->hint != NULL) {
        intro_i_hint(ctx, "%s", f->hint);
    }
    return f->status;
}

/* Takes over what the reader has to say. Its own words in the context (of a
 * callback) are left there the first time. */
static intro_status end_failed(intro_ctx *ctx, intro_i_source *src)
{
    src->told = src->reader.failure;
    src->current = NULL;
    return src->told.is_told ? src->told.status : tell_failure(ctx, src);
}

static struct timespec time_from_now(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += (long)WAIT_MS * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

/* Gives the held block back and waits for the next one. */
static intro_status take_block(intro_ctx *ctx, intro_i_source *src)
{
    intro_status rc = INTRO_OK;
    (void)pthread_mutex_lock(&src->lock);
    if (src->current != NULL) {
        src->taken++;
        src->current = NULL;
        (void)pthread_cond_broadcast(&src->changed);
    }
    while (rc == INTRO_OK && src->filled == src->taken) {
        const struct timespec until = time_from_now();
        (void)pthread_cond_timedwait(&src->changed, &src->lock, &until);
        rc = intro_i_poll(ctx);
    }
    (void)pthread_mutex_unlock(&src->lock);
    if (rc == INTRO_OK) {
        src->current = &src->ring[src->taken % RING];
    }
    return rc;
}

static intro_status advance(intro_ctx *ctx, intro_i_source *src)
{
    if (src->told.status != INTRO_OK) {
        return tell_failure(ctx, src);
    }
    if (src->has_ended) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_poll(ctx));
    if (!src->has_started) {
        src->reader.ctx = ctx;
        if (start_source(ctx, src) != INTRO_OK) {
            return end_failed(ctx, src);
        }
    }
    src->used = 0;
    if (src->has_thread) {
        INTRO_TRY(take_block(ctx, src));
    } else {
        src->reader.ctx = ctx;
        fill_block(&src->reader, &src->ring[0]);
        src->current = &src->ring[0];
    }
    if (src->current->is_last) {
        if (src->reader.failure.status != INTRO_OK) {
            return end_failed(ctx, src);
        }
        src->has_ended = true;
    }
    return INTRO_OK;
}

static intro_status make_source(intro_ctx *ctx, const char *name,
                                uint64_t limit_bytes, intro_i_source **out)
{
    intro_i_source *const src = intro_i_alloc_zero(1, sizeof *src);
    if (src == NULL) {
        return intro_i_fail_memory(ctx);
    }
    src->reader.fd = -1;
    src->reader.limit = limit_bytes;
    src->reader.stop = &src->stop;
    src->name = intro_i_strndup(name, strlen(name));
    src->reader.sum = intro_i_checksum_new();
    if (src->name == NULL || src->reader.sum == NULL) {
        intro_i_source_close(src);
        return intro_i_fail_memory(ctx);
    }
    *out = src;
    return INTRO_OK;
}

intro_status intro_i_source_open_file(intro_ctx *ctx, const char *path,
                                      uint64_t limit_bytes,
                                      intro_i_source **out)
{
    intro_i_source *src;
    struct stat info;
    INTRO_TRY(make_source(ctx, path, limit_bytes, &src));
    const intro_status rc =
        intro_i_os_open_input(ctx, path, true, &src->reader.fd, &info);
    if (rc != INTRO_OK) {
        intro_i_source_close(src);
        return rc;
    }
    src->reader.is_stream = S_ISFIFO(info.st_mode);
    src->total = src->reader.is_stream ? 0 : (uint64_t)info.st_size;
    *out = src;
    return INTRO_OK;
}

intro_status intro_i_source_open_memory(intro_ctx *ctx, const char *name,
                                        const void *bytes, size_t size,
                                        uint64_t limit_bytes,
                                        intro_i_source **out)
{
    intro_i_source *src;
    INTRO_TRY(make_source(ctx, name, limit_bytes, &src));
    reader *const r = &src->reader;
    r->memory = size != 0 ? bytes : (const uint8_t *)src->name;
    r->raw = r->memory;
    r->raw_length = size;
    r->raw_total = size;
    r->raw_end = true;
    intro_i_checksum_update(r->sum, bytes, size);
    src->total = size;
    *out = src;
    return INTRO_OK;
}

intro_status intro_i_source_open_callback(intro_ctx *ctx, const char *name,
                                          intro_i_read_fn *fn, void *user,
                                          uint64_t total, uint64_t limit_bytes,
                                          intro_i_source **out)
{
    intro_i_source *src;
    INTRO_TRY(make_source(ctx, name, limit_bytes, &src));
    src->reader.callback = fn;
    src->reader.user = user;
    src->total = total;
    *out = src;
    return INTRO_OK;
}

/* Ends the second thread and gives back what start_source() took. */
static void halt(intro_i_source *src)
{
    if (src->has_thread) {
        (void)pthread_mutex_lock(&src->lock);
        atomic_store(&src->stop, true);
        (void)pthread_cond_broadcast(&src->changed);
        (void)pthread_mutex_unlock(&src->lock);
        (void)pthread_join(src->thread, NULL);
        (void)pthread_cond_destroy(&src->changed);
        (void)pthread_mutex_destroy(&src->lock);
        src->has_thread = false;
    }
    if (src->reader.is_packed) {
        (void)inflateEnd(&src->reader.z);
        src->reader.is_packed = false;
    }
    for (size_t i = 0; i < RING; i++) {
        intro_i_free(src->ring[i].storage);
    }
    memset(src->ring, 0, sizeof src->ring);
    intro_i_free(src->reader.buffer);
    src->reader.buffer = NULL;
}

void intro_i_source_close(intro_i_source *src)
{
    if (src == NULL) {
        return;
    }
    halt(src);
    if (src->reader.fd >= 0) {
        (void)intro_i_os_close(src->reader.fd);
    }
    intro_i_checksum_free(src->reader.sum);
    intro_i_free(src->name);
    intro_i_free(src);
}

bool intro_i_source_rewind(intro_i_source *src)
{
    reader *const r = &src->reader;
    if (r->is_stream || r->callback != NULL) {
        return false;
    }
    if (!src->has_started && src->told.status == INTRO_OK) {
        return true;
    }
    halt(src);
    if (r->fd >= 0) {
        if (lseek(r->fd, 0, SEEK_SET) != 0) {
            (void)fail_read(r);
            src->told = r->failure;
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
    memset(&r->z, 0, sizeof r->z);
    r->delivered = 0;
    memset(&r->failure, 0, sizeof r->failure);
    memset(&src->told, 0, sizeof src->told);
    src->has_started = false;
    src->has_ended = false;
    src->current = NULL;
    src->used = 0;
    src->filled = 0;
    src->taken = 0;
    atomic_store(&src->stop, false);
    return true;
}

intro_status intro_i_source_read(intro_ctx *ctx, intro_i_source *src,
                                 void *buffer, size_t size, size_t *got)
{
    size_t done = 0;
    while (done < size) {
        const uint8_t *bytes;
        size_t length;
        INTRO_TRY(intro_i_source_peek(ctx, src, &bytes, &length));
        if (length == 0) {
            break;
        }
        const size_t part = length < size - done ? length : size - done;
        memcpy((uint8_t *)buffer + done, bytes, part);
        src->used += part;
        done += part;
    }
    *got = done;
    return INTRO_OK;
}

intro_status intro_i_source_next(intro_ctx *ctx, intro_i_source *src,
                                 const uint8_t **bytes, size_t *length)
{
    INTRO_TRY(intro_i_source_peek(ctx, src, bytes, length));
    src->used += *length;
    return INTRO_OK;
}

intro_status intro_i_source_peek(intro_ctx *ctx, intro_i_source *src,
                                 const uint8_t **bytes, size_t *length)
{
    if (src->current == NULL || src->used == src->current->length) {
        INTRO_TRY(advance(ctx, src));
    }
    *bytes = src->current->data + src->used;
    *length = src->current->length - src->used;
    return INTRO_OK;
}

intro_status intro_i_source_kind(intro_ctx *ctx, intro_i_source *src,
                                 intro_i_kind *kind)
{
    const uint8_t *bytes;
    size_t length;
    INTRO_TRY(intro_i_source_peek(ctx, src, &bytes, &length));
    *kind = intro_i_kind_of(bytes, length);
    return INTRO_OK;
}

intro_status intro_i_source_refuse(intro_ctx *ctx, const intro_i_source *src,
                                   intro_i_kind kind)
{
    (void)intro_i_fail_at(ctx, INTRO_EFORMAT, src->name, 0, 0,
                          "is %s, not a network", intro_i_kind_words(kind));
    if (intro_i_kind_hint(kind) != NULL) {
        intro_i_hint(ctx, "%s", intro_i_kind_hint(kind));
    }
    return INTRO_EFORMAT;
}

const char *intro_i_source_name(const intro_i_source *src)
{
    return src->name;
}

bool intro_i_source_is_packed(const intro_i_source *src)
{
    return src->reader.is_packed;
}

bool intro_i_source_is_stream(const intro_i_source *src)
{
    return src->reader.is_stream;
}

uint64_t intro_i_source_total(const intro_i_source *src)
{
    return src->total;
}

uint64_t intro_i_source_position(const intro_i_source *src)
{
    return src->current != NULL ? src->current->position : 0;
}

bool intro_i_source_digest(const intro_i_source *src, intro_i_digest *out)
{
    if (!src->has_ended) {
        return false;
    }
    out->hash = intro_i_checksum_value(src->reader.sum);
    out->length = src->reader.raw_total;
    return true;
}

static intro_status digest_open_file(intro_ctx *ctx, const char *path, int fd,
                                     intro_i_checksum *sum, uint8_t *buffer,
                                     intro_i_digest *out)
{
    uint64_t length = 0;
    for (;;) {
        INTRO_TRY(intro_i_poll(ctx));
        const ssize_t got = intro_i_os_read(fd, buffer, BLOCK_SIZE);
        if (got < 0) {
            return intro_i_fail_errno(ctx, path, "cannot read");
        }
        if (got == 0) {
            break;
        }
        intro_i_checksum_update(sum, buffer, (size_t)got);
        length += (uint64_t)got;
    }
    out->hash = intro_i_checksum_value(sum);
    out->length = length;
    return INTRO_OK;
}

intro_status intro_i_file_digest(intro_ctx *ctx, const char *path,
                                 intro_i_digest *out)
{
    int fd;
    struct stat info;
    INTRO_TRY(intro_i_os_open_input(ctx, path, false, &fd, &info));
    intro_i_checksum *const sum = intro_i_checksum_new();
    uint8_t *const buffer = intro_i_alloc(BLOCK_SIZE, 1);
    const intro_status rc =
        sum == NULL || buffer == NULL
            ? intro_i_fail_memory(ctx)
            : digest_open_file(ctx, path, fd, sum, buffer, out);
    intro_i_free(buffer);
    intro_i_checksum_free(sum);
    (void)intro_i_os_close(fd);
    return rc;
}
