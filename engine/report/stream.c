/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads take chunks in rising order, each into a slot of a ring. Whoever ends one
 * while nobody writes puts out what is ready, in order; the others make the next
 * ones meanwhile. A thread whose slot is not empty yet waits: the chunk that all
 * wait for was handed out before theirs and has its slot, so it will be done. A
 * thread whose chunk became long waits for its turn, too; the one whose turn it is
 * does not wait for anybody. */
#include "report/stream.h"

#include "base/alloc.h"
#include "base/context_impl.h"

enum { SLOTS = 16 };

typedef struct slot {
    intro_i_stream_part part;
    bool is_ready; /* under the lock, like all of the ring */
} slot;

typedef struct intro_i_stream_ring {
    const intro_i_stream *stream;
    slot *slots;
    uint64_t count;
    intro_ctx *ctx; /* of the output, whoever writes */
    intro_output *output;

    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t next; /* chunk to be put out */
    bool is_writing;
    bool has_failed;
} ring;

uint32_t intro_i_stream_workers(const intro_ctx *ctx,
                                const intro_i_stream *stream)
{
    return intro_i_parallel_workers(ctx, stream->count, stream->grain);
}

/* --- the ring -------------------------------------------------------------------- */

/* Without the lock, by one thread at a time. */
static intro_status put_out(const ring *r, intro_i_stream_part *part)
{
    size_t length;
    const char *const bytes = intro_i_output_memory(part->output, &length);
    intro_i_put(r->output, bytes, length);
    intro_i_output_forget(part->output);
    if (r->stream->guarded != NULL) {
        *r->stream->guarded += part->guarded;
    }
    part->guarded = 0;
    return intro_i_output_status(r->output);
}

static void fail(ring *r)
{
    (void)pthread_mutex_lock(&r->lock);
    r->has_failed = true;
    (void)pthread_cond_broadcast(&r->moved);
    (void)pthread_mutex_unlock(&r->lock);
}

/* The slot of a chunk when it is empty; NULL: something failed. */
static slot *wait_for_slot(ring *r, uint64_t chunk)
{
    (void)pthread_mutex_lock(&r->lock);
    while (!r->has_failed && chunk - r->next >= r->count) {
        (void)pthread_cond_wait(&r->moved, &r->lock);
    }
    const bool has_failed = r->has_failed;
    (void)pthread_mutex_unlock(&r->lock);
    return has_failed ? NULL : &r->slots[chunk % r->count];
}

/* The slot is ready: puts out all that are, unless another thread is at it. */
static void hand_in(ring *r, slot *made)
{
    (void)pthread_mutex_lock(&r->lock);
    made->is_ready = true;
    if (!r->is_writing) {
        slot *s = &r->slots[r->next % r->count];
        r->is_writing = true;
        while (s->is_ready && !r->has_failed) {
            (void)pthread_mutex_unlock(&r->lock);
            const intro_status rc = put_out(r, &s->part);
            (void)pthread_mutex_lock(&r->lock);
            s->is_ready = false;
            s = &r->slots[++r->next % r->count];
            r->has_failed = r->has_failed || rc != INTRO_OK;
            (void)pthread_cond_broadcast(&r->moved);
        }
        r->is_writing = false;
    }
    (void)pthread_mutex_unlock(&r->lock);
}

/* False: something failed. While it is the turn of a chunk whose slot is not ready,
 * nobody else writes. */
static bool wait_for_turn(ring *r, uint64_t chunk)
{
    (void)pthread_mutex_lock(&r->lock);
    while (!r->has_failed && r->next != chunk) {
        (void)pthread_cond_wait(&r->moved, &r->lock);
    }
    const bool has_failed = r->has_failed;
    (void)pthread_mutex_unlock(&r->lock);
    return !has_failed;
}

void intro_i_stream_spill(intro_i_stream_part *part)
{
    ring *const r = part->ring;
    if (!wait_for_turn(r, part->chunk)) {
        intro_i_output_forget(part->output);
    } else if (put_out(r, part) != INTRO_OK) {
        fail(r);
    }
}

static intro_status write_part(ring *r, intro_i_worker *worker, uint64_t begin,
                               uint64_t end, intro_i_stream_part *part)
{
    intro_i_output_forget(part->output);
    part->guarded = 0;
    part->ring = r;
    part->chunk = begin / r->stream->grain;
    intro_status rc =
        r->stream->write(r->stream->arg, worker, begin, end, part);
    if (rc == INTRO_OK) {
        size_t length; /* what its buffer holds goes to its memory */
        (void)intro_i_output_memory(part->output, &length);
        rc = intro_i_output_status(part->output);
    }
    return rc == INTRO_OK || rc == INTRO_ECANCELLED
               ? rc
               : intro_i_worker_fail(worker, rc, "%s",
                                     intro_ctx_error(part->ctx)->message);
}

static intro_status make_chunk(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    ring *const r = arg;
    slot *const s = wait_for_slot(r, begin / r->stream->grain);
    if (s == NULL) {
        return INTRO_OK; /* the failure is known */
    }
    const intro_status rc = write_part(r, worker, begin, end, &s->part);
    if (rc != INTRO_OK) {
        fail(r);
        return rc;
    }
    hand_in(r, s);
    return INTRO_OK;
}

/* --- the whole --------------------------------------------------------------------- */

static intro_status start(const intro_ctx *ctx, ring *r)
{
    const intro_i_stream *const s = r->stream;
    const uint64_t chunks = (s->count + s->grain - 1) / s->grain;
    const uint64_t wanted =
        intro_i_max_u64(SLOTS, 2 * (uint64_t)intro_i_stream_workers(ctx, s));
    INTRO_TRY(intro_ctx_new(&r->ctx));
    intro_i_follow(r->ctx, ctx);
    r->count = intro_i_max_u64(1, intro_i_min_u64(chunks, wanted));
    r->slots = intro_i_alloc_zero((size_t)r->count, sizeof *r->slots);
    if (r->slots == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint64_t i = 0; i < r->count; i++) {
        intro_i_stream_part *const part = &r->slots[i].part;
        INTRO_TRY(intro_ctx_new(&part->ctx));
        intro_i_follow(part->ctx, ctx);
        INTRO_TRY(intro_i_output_open_memory(part->ctx, &part->output));
    }
    return INTRO_OK;
}

static void end(ring *r)
{
    for (uint64_t i = 0; r->slots != NULL && i < r->count; i++) {
        intro_output_abandon(r->slots[i].part.output);
        intro_ctx_free(r->slots[i].part.ctx);
    }
    intro_i_free(r->slots);
    intro_ctx_free(r->ctx);
}

static intro_status run(intro_ctx *ctx, ring *r)
{
    const intro_i_stream *const s = r->stream;
    (void)pthread_mutex_init(&r->lock, NULL);
    (void)pthread_cond_init(&r->moved, NULL);
    intro_i_output_use(r->ctx, r->output);
    intro_status rc = intro_i_parallel_phase(ctx, s->phase, s->unit, s->count,
                                             s->grain, make_chunk, r);
    if (rc == INTRO_OK && intro_i_output_status(r->output) != INTRO_OK) {
        rc = intro_i_fail_like(ctx, intro_ctx_error(r->ctx));
    }
    intro_i_output_use(ctx, r->output);
    (void)pthread_cond_destroy(&r->moved);
    (void)pthread_mutex_destroy(&r->lock);
    return rc;
}

intro_status intro_i_stream_run(intro_ctx *ctx, const intro_i_stream *stream,
                                intro_output *output)
{
    ring r = {.stream = stream, .output = output};
    INTRO_TRY(intro_i_output_status(output));
    const intro_status rc =
        start(ctx, &r) == INTRO_OK ? run(ctx, &r) : intro_i_fail_memory(ctx);
    end(&r);
    return rc;
}
