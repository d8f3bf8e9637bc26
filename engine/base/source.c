/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands out the blocks that a reader (block_reader.h) fills. For large files
 * the reader runs in a second thread and the blocks are a ring: the reader
 * fills block `filled`, the caller holds block `taken`. Results and errors are
 * the same with one thread and with two. */
#include "base/source.h"

#include "base/alloc.h"
#include "base/block_reader.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/parallel.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum {
    RING = 4,
    THREAD_FROM = 1 << 20,
    THREAD_STACK = 512 << 10,
    WAIT_MS = 20
};

struct intro_i_source {
    char *name;
    uint64_t total;
    bool has_started;
    bool has_ended;
    intro_i_read_failure told; /* what every later call repeats */
    intro_i_block_reader reader;
    intro_i_block ring[RING];
    intro_i_block *current;
    size_t used; /* of the current block */

    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t filled; /* under the lock */
    uint64_t taken;  /* under the lock */
    atomic_bool stop;
};

static void *run_reader(void *arg)
{
    intro_i_source *const src = arg;
    bool go_on = true;
    while (go_on) {
        (void)pthread_mutex_lock(&src->lock);
        while (src->filled - src->taken == RING && !atomic_load(&src->stop)) {
            (void)pthread_cond_wait(&src->changed, &src->lock);
        }
        intro_i_block *const b = &src->ring[src->filled % RING];
        (void)pthread_mutex_unlock(&src->lock);
        if (atomic_load(&src->stop)) {
            break;
        }
        intro_i_block_reader_fill(&src->reader, b);
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
        src->ring[i].storage = intro_i_source_block_new();
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

/* What goes wrong stands in the failure of the reader. */
static intro_status start_source(intro_ctx *ctx, intro_i_source *src)
{
    intro_i_block_reader *const r = &src->reader;
    INTRO_TRY(intro_i_block_reader_start(r));
    intro_status rc = INTRO_OK;
    if (r->memory == NULL || r->is_packed) {
        src->ring[0].storage = intro_i_source_block_new();
        rc = src->ring[0].storage == NULL ? INTRO_ENOMEM : INTRO_OK;
    }
    if (rc == INTRO_OK && r->fd >= 0 && !r->is_stream &&
        src->total > THREAD_FROM && intro_ctx_threads(ctx) > 1) {
        rc = start_thread(src);
    }
    if (rc != INTRO_OK) {
        r->failure.status = rc;
        return rc;
    }
    src->has_started = true;
    return INTRO_OK;
}

static intro_status tell_failure(intro_ctx *ctx, intro_i_source *src)
{
    const intro_i_read_failure *const f = &src->told;
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
        intro_i_block_reader_fill(&src->reader, &src->ring[0]);
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
    intro_i_block_reader *const r = &src->reader;
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
    intro_i_block_reader_stop(&src->reader);
    for (size_t i = 0; i < RING; i++) {
        intro_i_source_block_free(src->ring[i].storage);
    }
    memset(src->ring, 0, sizeof src->ring);
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
    intro_i_block_reader *const r = &src->reader;
    if (r->is_stream || r->callback != NULL) {
        return false;
    }
    if (!src->has_started && src->told.status == INTRO_OK) {
        return true;
    }
    halt(src);
    src->current = NULL;
    src->used = 0;
    src->filled = 0;
    src->taken = 0;
    if (!intro_i_block_reader_rewind(r)) {
        src->told = r->failure;
        return false;
    }
    memset(&src->told, 0, sizeof src->told);
    src->has_started = false;
    src->has_ended = false;
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

intro_status intro_i_source_swap(intro_ctx *ctx, intro_i_source *src,
                                 uint8_t **room, size_t *length)
{
    const uint8_t *bytes;
    INTRO_TRY(intro_i_source_next(ctx, src, &bytes, length));
    if (bytes == src->current->storage) {
        uint8_t *const full = src->current->storage;
        src->current->storage = *room;
        src->current->data = *room;
        *room = full;
    } else {
        memcpy(*room, bytes, *length);
    }
    return INTRO_OK;
}

uint8_t *intro_i_source_block_new(void)
{
    uint8_t *const memory = intro_i_alloc(
        INTRO_I_SOURCE_FRONT + INTRO_I_SOURCE_BLOCK + INTRO_I_SOURCE_BEHIND, 1);
    return memory == NULL ? NULL : memory + INTRO_I_SOURCE_FRONT;
}

void intro_i_source_block_free(uint8_t *room)
{
    if (room != NULL) {
        intro_i_free(room - INTRO_I_SOURCE_FRONT);
    }
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
        const ssize_t got = intro_i_os_read(fd, buffer, INTRO_I_SOURCE_BLOCK);
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
    uint8_t *const buffer = intro_i_alloc(INTRO_I_SOURCE_BLOCK, 1);
    const intro_status rc =
        sum == NULL || buffer == NULL
            ? intro_i_fail_memory(ctx)
            : digest_open_file(ctx, path, fd, sum, buffer, out);
    intro_i_free(buffer);
    intro_i_checksum_free(sum);
    (void)intro_i_os_close(fd);
    return rc;
}
