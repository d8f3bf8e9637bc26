/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chunks made by threads come out in order, whoever is late, and whatever fails ends
 * the stream with its own words. */
#include "base/context_impl.h"
#include "report/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static intro_ctx *ctx;

static int open_context(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

enum { NEVER = -1 };

typedef struct rows {
    int64_t failing; /* row, or NEVER */
    int64_t cancelling;
    size_t wide; /* every seventh row has so many blanks in front */
} rows;

/* Every third chunk is late, so that others overtake it. */
static intro_status write_numbers(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end,
                                  intro_i_stream_part *part)
{
    const rows *const r = arg;
    (void)worker;
    for (int i = 0; begin % 3 == 0 && i < 20; i++) {
        (void)sched_yield();
    }
    for (uint64_t row = begin; row < end; row++) {
        if ((int64_t)row == r->failing) {
            return intro_i_fail(part->ctx, INTRO_EARG, "row %d is bad",
                                (int)row);
        }
        if ((int64_t)row == r->cancelling) {
            intro_ctx_cancel(ctx);
        }
        for (size_t i = 0; row % 7 == 0 && i < r->wide; i++) {
            intro_i_putc(part->output, ' ');
        }
        part->guarded += row % 2;
        intro_i_put_u64(part->output, row);
        intro_i_putc(part->output, '\n');
        INTRO_TRY(intro_i_stream_row_end(part));
        assert_true(intro_i_output_position(part->output) <
                    INTRO_I_STREAM_WAITING);
    }
    return INTRO_OK;
}

static intro_status stream(rows *r, uint64_t count, uint32_t grain,
                           uint64_t *guarded, intro_output *output)
{
    const intro_i_stream s = {.count = count,
                              .grain = grain,
                              .guarded = guarded,
                              .phase = "writing",
                              .unit = "rows",
                              .write = write_numbers,
                              .arg = r};
    return intro_i_stream_run(ctx, &s, output);
}

static void check_order(uint64_t count, uint32_t grain, unsigned threads,
                        size_t wide)
{
    rows r = {NEVER, NEVER, wide};
    uint64_t guarded = 7;
    size_t length;
    intro_output *output = NULL;
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
    assert_int_equal(stream(&r, count, grain, &guarded, output), INTRO_OK);
    const char *text = intro_i_output_memory(output, &length);
    const char *const end = text + length;
    for (uint64_t row = 0; row < count; row++) {
        char *after;
        assert_true(text < end);
        assert_int_equal(strtoull(text, &after, 10), row);
        assert_int_equal(*after, '\n');
        text = after + 1;
    }
    assert_ptr_equal(text, end);
    assert_int_equal(guarded, 7 + count / 2);
    intro_output_abandon(output);
}

static void rows_come_in_order(void **state)
{
    static const uint64_t counts[] = {0, 1, 2, 16, 17, 1000, 20011};
    static const uint32_t grains[] = {1, 7, 200};
    (void)state;
    for (unsigned threads = 1; threads <= 21; threads += 4) {
        for (size_t i = 0; i < INTRO_COUNT_OF(counts); i++) {
            /* Rows one by one are for short streams. */
            for (size_t k = counts[i] > 1000; k < INTRO_COUNT_OF(grains); k++) {
                check_order(counts[i], grains[k], threads, 0);
            }
        }
    }
}

/* Chunks far above what may wait, put out by parts; so are single rows. */
static void long_chunks_come_in_order(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 5; threads++) {
        check_order(300, 50, threads, 100000);
        check_order(40, 3, threads, INTRO_I_STREAM_WAITING + 1);
    }
}

static void tell_first_failure(int64_t count, uint32_t grain, size_t wide)
{
    for (unsigned threads = 1; threads <= 5; threads++) {
        for (int64_t row = 0; row < count; row += count / 6 - 1) {
            rows r = {row, NEVER, wide};
            char words[40];
            intro_output *output = NULL;
            assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
            assert_int_equal(intro_i_output_open_memory(ctx, &output),
                             INTRO_OK);
            assert_int_equal(stream(&r, (uint64_t)count, grain, NULL, output),
                             INTRO_EARG);
            (void)snprintf(words, sizeof words, "row %d is bad", (int)row);
            assert_string_equal(intro_ctx_error(ctx)->message, words);
            intro_output_abandon(output);
        }
    }
}

static void the_first_failure_is_told(void **state)
{
    (void)state;
    tell_first_failure(3000, 10, 0);
    tell_first_failure(200, 40, 100000);
}

/* The device takes nothing; the stream ends long before its rows do. */
static void a_full_disk_ends_it(void **state)
{
    const int full = open("/dev/full", O_WRONLY);
    (void)state;
    if (full < 0) {
        skip();
    }
    for (unsigned threads = 1; threads <= 4; threads++) {
        rows r = {NEVER, NEVER, 0};
        intro_output *output = NULL;
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
        intro_i_sink_abandon(output->sink);
        assert_int_equal(intro_i_sink_open_fd(ctx, full, "full", &output->sink),
                         INTRO_OK);
        r.wide = threads % 2 == 0 ? 100000 : 0;
        assert_int_equal(stream(&r, 400000, 200, NULL, output), INTRO_EIO);
        assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOSPC);
        intro_output_abandon(output);
    }
    (void)close(full);
}

static void a_cancelled_stream_ends(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 5; threads++) {
        rows r = {NEVER, 1000, 0};
        intro_output *output = NULL;
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
        assert_int_equal(stream(&r, 100000, 10, NULL, output),
                         INTRO_ECANCELLED);
        intro_ctx_clear_cancel(ctx);
        intro_output_abandon(output);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_in_order),
        cmocka_unit_test(long_chunks_come_in_order),
        cmocka_unit_test(the_first_failure_is_told),
        cmocka_unit_test(a_full_disk_ends_it),
        cmocka_unit_test(a_cancelled_stream_ends),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("stream", tests, open_context,
                                       close_context);
}
