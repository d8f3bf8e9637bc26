/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/output.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"

#include <unistd.h>

static intro_status make_output(intro_ctx *ctx, intro_output **out)
{
    intro_output *const output = intro_i_alloc(1, sizeof *output);
    if (output == NULL) {
        return intro_i_fail_memory(ctx);
    }
    output->sink = NULL;
    output->ctx = ctx;
    output->status = INTRO_OK;
    output->used = 0;
    *out = output;
    return INTRO_OK;
}

intro_status intro_output_open(intro_ctx *ctx, const char *file,
                               intro_output **out)
{
    intro_output *output = NULL;
    intro_i_begin(ctx);
    INTRO_TRY(make_output(ctx, &output));
    const bool is_stdout = file == NULL || strcmp(file, "-") == 0;
    const intro_status rc =
        is_stdout ? intro_i_sink_open_fd(ctx, STDOUT_FILENO, "standard output",
                                         &output->sink)
                  : intro_i_sink_open_file(ctx, file, INTRO_I_SINK_SHARED,
                                           &output->sink);
    if (rc != INTRO_OK) {
        intro_i_free(output);
        return rc;
    }
    *out = output;
    return INTRO_OK;
}

void intro_output_hold(intro_output *output)
{
    intro_i_sink_hold(output->sink);
}

intro_status intro_i_output_open_memory(intro_ctx *ctx, intro_output **out)
{
    intro_output *output = NULL;
    INTRO_TRY(make_output(ctx, &output));
    const intro_status rc = intro_i_sink_open_memory(ctx, 0, &output->sink);
    if (rc != INTRO_OK) {
        intro_i_free(output);
        return rc;
    }
    *out = output;
    return INTRO_OK;
}

static void flush(intro_output *output)
{
    if (output->status == INTRO_OK && output->used != 0) {
        intro_i_output_fail(output,
                            intro_i_sink_write(output->ctx, output->sink,
                                               output->buffer, output->used));
    }
    output->used = 0;
}

const char *intro_i_output_memory(intro_output *output, size_t *length)
{
    flush(output);
    return intro_i_sink_memory(output->sink, length);
}

void intro_i_output_forget(intro_output *output)
{
    output->used = 0;
    intro_i_sink_forget(output->sink);
}

void intro_i_put_slow(intro_output *output, const char *bytes, size_t length)
{
    flush(output);
    if (length <= INTRO_I_OUTPUT_BUFFER) {
        memcpy(output->buffer, bytes, length);
        output->used = length;
    } else if (output->status == INTRO_OK) {
        intro_i_output_fail(
            output,
            intro_i_sink_write(output->ctx, output->sink, bytes, length));
    }
}

void intro_i_output_use(intro_ctx *ctx, intro_output *output)
{
    output->ctx = ctx;
}

/* Calls in between may have cleared what was said. */
intro_status intro_i_output_status(const intro_output *output)
{
    return output->status == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_like(output->ctx, &output->error);
}

void intro_i_output_fail(intro_output *output, intro_status status)
{
    if (output->status == INTRO_OK && status != INTRO_OK) {
        output->status = status;
        output->error = *intro_ctx_error(output->ctx);
    }
}

intro_status intro_output_commit(intro_ctx *ctx, intro_output *output)
{
    intro_i_output_use(ctx, output);
    if (output->status == INTRO_OK) {
        intro_i_output_fail(output, intro_i_sink_release(ctx, output->sink));
    }
    flush(output);
    intro_status rc = intro_i_output_status(output);
    if (rc == INTRO_OK) {
        rc = intro_i_sink_commit(ctx, output->sink);
    }
    intro_output_abandon(output);
    return rc;
}

void intro_output_abandon(intro_output *output)
{
    if (output != NULL) {
        intro_i_sink_abandon(output->sink);
        intro_i_free(output);
    }
}

intro_status intro_output_write(intro_ctx *ctx, intro_output *output,
                                const char *bytes, size_t length)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    intro_i_put(output, bytes, length);
    return intro_i_output_status(output);
}

void intro_i_put_u64(intro_output *output, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    intro_i_put(output, digits + at, sizeof digits - at);
}

void intro_i_put_i64(intro_output *output, int64_t value)
{
    if (value < 0) {
        intro_i_putc(output, '-');
        intro_i_put_u64(output, ~(uint64_t)value + 1);
    } else {
        intro_i_put_u64(output, (uint64_t)value);
    }
}

void intro_i_put_real(intro_output *output, double value)
{
    enum { ROOM = 32 }; /* of a number */
    if (output->used > INTRO_I_OUTPUT_BUFFER - ROOM) {
        flush(output);
    }
    output->used += intro_i_format_double(value, output->buffer + output->used);
}

const char *intro_i_output_utf8(intro_output *output, const char *text,
                                intro_i_strbuf *buf)
{
    if (text == NULL || intro_i_utf8_is_valid(text, strlen(text))) {
        return text;
    }
    intro_i_strbuf_clear(buf);
    if (intro_i_utf8_repair(text, strlen(text), buf) != INTRO_OK) {
        intro_i_output_fail(output, intro_i_fail_memory(output->ctx));
    }
    return buf->data;
}

/* Allocates nothing: it also spells the message that memory is out. */
const char *intro_escape_text(const char *text, char *out, size_t size)
{
    if (size == 0) {
        return out;
    }
    out[0] = '\0';
    intro_i_strbuf safe = {.data = out, .capacity = size, .maximum = size - 1};
    size_t left = size > 1 ? strlen(text) : 0;
    intro_status rc = INTRO_OK;
    while (left > 0 && rc == INTRO_OK) {
        /* One character at a time: none is cut in two. */
        uint32_t codepoint;
        const size_t step = intro_i_utf8_next(text, left, &codepoint);
        rc = intro_i_text_escape(text, step, &safe);
        text += step;
        left -= step;
    }
    return out;
}
