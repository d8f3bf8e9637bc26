/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/stream.h"

#include "base/alloc.h"
#include "base/context_impl.h"

/* Chunks of a window: a few for each of the usual number of threads. */
enum { PARTS = 16 };

typedef struct window {
    const intro_i_stream *stream;
    uint64_t first; /* row */
    intro_i_stream_part *parts;
} window;

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

static void put_together(const window *w, uint64_t rows, intro_output *output)
{
    const uint64_t parts = (rows + w->stream->grain - 1) / w->stream->grain;
    for (uint64_t i = 0; i < parts; i++) {
        size_t length;
        const char *const bytes =
            intro_i_output_memory(w->parts[i].output, &length);
        intro_i_put(output, bytes, length);
        if (w->stream->guarded != NULL) {
            *w->stream->guarded += w->parts[i].guarded;
        }
    }
}

static intro_status run_windows(intro_ctx *ctx, window *w, intro_output *output)
{
    const intro_i_stream *const s = w->stream;
    const uint64_t most = (uint64_t)PARTS * s->grain;
    for (w->first = 0; w->first < s->count; w->first += most) {
        const uint64_t rows = intro_i_min_u64(s->count - w->first, most);
        INTRO_TRY(intro_i_progress(ctx, s->phase, s->unit, w->first, s->count));
        INTRO_TRY(intro_i_parallel_for(ctx, rows, s->grain, write_part, w));
        put_together(w, rows, output);
        INTRO_TRY(intro_i_output_status(output));
    }
    return INTRO_OK;
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

intro_status intro_i_stream_run(intro_ctx *ctx, const intro_i_stream *stream,
                                intro_output *output)
{
    const uint64_t chunks = (stream->count + stream->grain - 1) / stream->grain;
    const size_t parts = (size_t)intro_i_min_u64(chunks, PARTS);
    window w = {.stream = stream};
    w.parts = intro_i_alloc_zero(parts, sizeof *w.parts);
    intro_status rc = w.parts == NULL || start_parts(ctx, &w, parts) != INTRO_OK
                          ? intro_i_fail_memory(ctx)
                          : run_windows(ctx, &w, output);
    for (size_t i = 0; w.parts != NULL && i < parts; i++) {
        intro_output_abandon(w.parts[i].output);
        intro_ctx_free(w.parts[i].ctx);
    }
    intro_i_free(w.parts);
    return rc;
}
