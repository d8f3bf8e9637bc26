/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many rows, made by threads into memory and put together in order, while others
 * make the next ones: a few chunks at a time, so that memory does not grow with
 * their number. Nor with their length: a chunk that became long is put out by
 * parts, as soon as all before it are. */
#ifndef INTRO_REPORT_STREAM_H
#define INTRO_REPORT_STREAM_H

#include "base/parallel.h"
#include "report/output.h"

/* So many bytes of a chunk, and a row, wait for their turn at most. */
enum { INTRO_I_STREAM_WAITING = 512 << 10 };

/* Where the rows of a chunk go. */
typedef struct intro_i_stream_part {
    intro_ctx *ctx; /* of the output: threads do not share one */
    intro_output *output;
    uint64_t guarded; /* CSV cells given a guard since the last part */

    struct intro_i_stream_ring *ring; /* private, like all below */
    uint64_t chunk;
} intro_i_stream_part;

/* Writes rows begin .. end-1, with intro_i_stream_row_end() behind each. Failures
 * of the output stick to it. */
typedef intro_status intro_i_stream_fn(void *arg, intro_i_worker *worker,
                                       uint64_t begin, uint64_t end,
                                       intro_i_stream_part *part);

typedef struct intro_i_stream {
    uint64_t count;    /* rows */
    uint32_t grain;    /* rows a chunk: about 100 kB */
    uint64_t *guarded; /* adds up those of the parts; or NULL */
    const char *phase; /* of the progress: static words */
    const char *unit;
    intro_i_stream_fn *write;
    void *arg;
} intro_i_stream;

/* Workers that a stream uses, for scratch by worker->index. */
uint32_t intro_i_stream_workers(const intro_ctx *ctx,
                                const intro_i_stream *stream);
/* Puts out what was written, when it is the chunk's turn; when something failed
 * meanwhile it goes nowhere. */
void intro_i_stream_spill(intro_i_stream_part *part);

/* A row ends here, or a piece of a long one. What it returns `write` returns. */
INTRO_MUST_USE static inline intro_status
intro_i_stream_row_end(intro_i_stream_part *part)
{
    if (intro_i_output_position(part->output) >= INTRO_I_STREAM_WAITING) {
        intro_i_stream_spill(part);
    }
    return intro_i_output_status(part->output);
}

/* INTRO_OK, what `write` returned, INTRO_ENOMEM, INTRO_ECANCELLED, INTRO_EIO. */
INTRO_MUST_USE intro_status intro_i_stream_run(intro_ctx *ctx,
                                               const intro_i_stream *stream,
                                               intro_output *output);

#endif
