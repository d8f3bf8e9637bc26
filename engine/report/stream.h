/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many rows, made by threads into memory and put together in order, while others
 * make the next ones: a few chunks at a time, so that memory does not grow with
 * their number. */
#ifndef INTRO_REPORT_STREAM_H
#define INTRO_REPORT_STREAM_H

#include "base/parallel.h"
#include "report/output.h"

/* Where the rows of a chunk go. */
typedef struct intro_i_stream_part {
    intro_ctx *ctx; /* of the output: threads do not share one */
    intro_output *output;
    uint64_t guarded; /* CSV cells given a guard in this chunk */
} intro_i_stream_part;

/* Writes rows begin .. end-1; failures of the output stick to it. */
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
/* INTRO_OK, what `write` returned, INTRO_ENOMEM, INTRO_ECANCELLED, INTRO_EIO. */
INTRO_MUST_USE intro_status intro_i_stream_run(intro_ctx *ctx,
                                               const intro_i_stream *stream,
                                               intro_output *output);

#endif
