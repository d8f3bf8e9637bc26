/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where reports go: a sink with a wide buffer in front and a failure that
 * sticks, so that a writer of many small pieces checks once, at its end.
 *
 *     intro_i_output_use(ctx, output);
 *     intro_i_puts(output, "...");
 *     return intro_i_output_status(output);
 */
#ifndef INTRO_REPORT_OUTPUT_H
#define INTRO_REPORT_OUTPUT_H

#include "base/sink.h"
#include "base/strbuf.h"

#include <introfind/report.h>

#include <string.h>

enum { INTRO_I_OUTPUT_BUFFER = 256 << 10 };

struct intro_output {
    intro_i_sink *sink;
    intro_ctx *ctx; /* of the call that writes now */
    intro_status status;
    intro_error error; /* with a status that is not INTRO_OK */
    size_t used;
    char buffer[INTRO_I_OUTPUT_BUFFER];
};

/* An output in memory, for tests and for text that is measured before it is
 * written. */
INTRO_MUST_USE intro_status intro_i_output_open_memory(intro_ctx *ctx,
                                                       intro_output **out);
/* What was written so far, ended by a NUL; borrowed until the next write. */
const char *intro_i_output_memory(intro_output *output, size_t *length);

/* An output in memory is empty again; its room is kept. */
void intro_i_output_forget(intro_output *output);

/* Bytes written since it was opened or forgotten. */
static inline uint64_t intro_i_output_position(const intro_output *output)
{
    return intro_i_sink_position(output->sink) + output->used;
}

/* Errors of what follows are told to ctx. */
void intro_i_output_use(intro_ctx *ctx, intro_output *output);
/* The first failure of any write, or INTRO_OK. */
intro_status intro_i_output_status(const intro_output *output);
/* Makes a failure of the caller's stick too. */
void intro_i_output_fail(intro_output *output, intro_status status);

/* Text that comes from outside the network as bytes (a command line, the name of a
 * file), for where only UTF-8 may stand: itself, or with U+FFFD for each byte that
 * is not, made in `buf`, which the caller has initialised. NULL stays NULL. A
 * failure sticks to the output. */
const char *intro_i_output_utf8(intro_output *output, const char *text,
                                intro_i_strbuf *buf);

void intro_i_put_slow(intro_output *output, const char *bytes, size_t length);

static inline void intro_i_put(intro_output *output, const char *bytes,
                               size_t length)
{
    if (length <= INTRO_I_OUTPUT_BUFFER - output->used) {
        memcpy(output->buffer + output->used, bytes, length);
        output->used += length;
    } else {
        intro_i_put_slow(output, bytes, length);
    }
}

static inline void intro_i_puts(intro_output *output, const char *text)
{
    intro_i_put(output, text, strlen(text));
}

static inline void intro_i_putc(intro_output *output, char c)
{
    intro_i_put(output, &c, 1);
}

/* Decimal, without a locale. */
void intro_i_put_u64(intro_output *output, uint64_t value);
void intro_i_put_i64(intro_output *output, int64_t value);
/* As intro_i_format_double() (base/text.h) writes it. */
void intro_i_put_real(intro_output *output, double value);

#endif
