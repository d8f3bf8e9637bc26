/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/stream.h"

#include "base/alloc.h"
#include "base/context_impl.h"

/* Chunks of a window: a few for each of the usual number of threads. */
enum { PARTS = 16, STACK_SIZE = 1 << 18 };

typedef struct window {
    const intro_i_stream *stream;
    uint64_t first; /* row */
    uint64_t rows;
    intro_i_stream_part *parts;
} window;

/* While the rows of one window are made, those of the one before go out. */
typedef struct relay {
    window windows[2]; /* the second has no parts: one after the other then */
    intro_ctx *ctx;    /* of the thread that writes */
    intro_output *output;
    const window *leaving;
    pthread_t thread;
    bool is_running;
} relay;

uint32_t intro_i_stream_workers(const intro_ctx *ctx,
                                const intro_i_stream *stream)
{
    return intro_i_parallel_workers(
        ctx, intro_i_min_u64(stream->count, (uint64_t)PARTS * stream->grain),
        stream->grain);
}

static intro_status write_part(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const window *const w = arg;
    intro_i_stream_part *const part = &w->parts[begin / w->stream->grain];
    intro_i_output_forget(part->output);
    part->guarded = 0;
    intro_status rc = w->stream->write(w->stream->arg, worker, w->first + begin,
                                       w->first + end, part);
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

static void *put_together(void *arg)
{
    const relay *const r = arg;
    const window *const w = r->leaving;
    const uint64_t grain = w->stream->grain;
    const uint64_t parts = (w->rows + grain - 1) / grain;
    for (uint64_t i = 0; i < parts; i++) {
        size_t length;
        const char *const bytes =
            intro_i_output_memory(w->parts[i].output, &length);
        intro_i_put(r->output, bytes, length);
        if (w->stream->guarded != NULL) {
            *w->stream->guarded += w->parts[i].guarded;
        }
    }
    return NULL;
}

/* Waits for the window that goes out. */
static void see_off(relay *r)
{
    if (r->is_running) {
        (void)pthread_join(r->thread, NULL);
        r->is_running = false;
    }
}

static void send_off(relay *r, const window *w)
{
    r->leaving = w;
    r->is_running =
        r->windows[1].parts != NULL &&
        intro_i_thread_start(&r->thread, STACK_SIZE, put_together, r);
    if (!r->is_running) {
        (void)put_together(r);
    }
}

static intro_status run_windows(intro_ctx *ctx, relay *r)
{
    const intro_i_stream *const s = r->windows[0].stream;
    const uint64_t most = (uint64_t)PARTS * s->grain;
    const bool has_two = r->windows[1].parts != NULL;
    intro_status rc = INTRO_OK;
    window *w = &r->windows[0];
    for (uint64_t first = 0; first < s->count; first += most) {
        w->first = first;
        w->rows = intro_i_min_u64(s->count - first, most);
        rc = intro_i_progress(ctx, s->phase, s->unit, first, s->count);
        if (rc == INTRO_OK) {
            rc = intro_i_parallel_for(ctx, w->rows, s->grain, write_part, w);
        }
        see_off(r);
        if (rc != INTRO_OK || intro_i_output_status(r->output) != INTRO_OK) {
            break;
        }
        send_off(r, w);
        w = &r->windows[has_two && w == &r->windows[0]];
    }
    see_off(r);
    return rc == INTRO_OK && intro_i_output_status(r->output) != INTRO_OK
               ? intro_i_fail_like(ctx, r->ctx)
               : rc;
}

static intro_status start_parts(const intro_ctx *ctx, window *w, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        intro_i_stream_part *const part = &w->parts[i];
        INTRO_TRY(intro_ctx_new(&part->ctx));
        intro_i_follow(part->ctx, ctx);
        INTRO_TRY(intro_i_output_open_memory(part->ctx, &part->output));
    }
    return INTRO_OK;
}

static intro_status start(const intro_ctx *ctx, relay *r)
{
    const intro_i_stream *const s = r->windows[0].stream;
    const uint64_t chunks = (s->count + s->grain - 1) / s->grain;
    const size_t parts = (size_t)intro_i_min_u64(chunks, PARTS);
    const int windows = intro_i_stream_workers(ctx, s) > 1 ? 2 : 1;
    INTRO_TRY(intro_ctx_new(&r->ctx));
    intro_i_follow(r->ctx, ctx);
    for (int i = 0; i < windows; i++) {
        window *const w = &r->windows[i];
        w->parts = intro_i_alloc_zero(PARTS, sizeof *w->parts);
        if (w->parts == NULL) {
            return INTRO_ENOMEM;
        }
        INTRO_TRY(start_parts(ctx, w, parts));
    }
    return INTRO_OK;
}

static void end(relay *r)
{
    for (int i = 0; i < 2; i++) {
        const window *const w = &r->windows[i];
        for (size_t k = 0; w->parts != NULL && k < PARTS; k++) {
            intro_output_abandon(w->parts[k].output);
            intro_ctx_free(w->parts[k].ctx);
        }
        intro_i_free(w->parts);
    }
    intro_ctx_free(r->ctx);
}

intro_status intro_i_stream_run(intro_ctx *ctx, const intro_i_stream *stream,
                                intro_output *output)
{
    relay r = {.windows = {{.stream = stream}, {.stream = stream}},
               .output = output};
    INTRO_TRY(intro_i_output_status(output));
    intro_status rc = start(ctx, &r);
    if (rc != INTRO_OK) {
        rc = intro_i_fail_memory(ctx);
    } else {
        intro_i_output_use(r.ctx, output);
        rc = run_windows(ctx, &r);
        intro_i_output_use(ctx, output);
    }
    end(&r);
    return rc;
}
