/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every call of the library on small data, cancelled when it asks for the k-th
 * time whether it is, for the first k one by one, then in steps:
 * INTRO_ECANCELLED, every byte given back, no file changed and none left; or what
 * it gives otherwise, when nothing was left to do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/context_impl.h"
#include "every_call.h"

#ifdef INTRO_FAULT_INJECTION

typedef struct result {
    char *file;
    size_t length;
    uint64_t figure;
} result;

static result take_result(void)
{
    result r = {.figure = every_call_figure};
    r.file = every_call_result(&r.length);
    assert_non_null(r.file);
    return r;
}

/* As a call that was not cancelled left it, or as it was before. */
static bool is_whole(const result *good)
{
    result r = take_result();
    const bool is_same = r.length == good->length &&
                         memcmp(r.file, good->file, r.length) == 0 &&
                         r.figure == good->figure;
    free(r.file);
    return is_same;
}

static bool is_old(void)
{
    static char old[] = "old";
    const result untouched = {old, strlen(old), every_call_figure};
    return is_whole(&untouched);
}

/* In one thread, so that the k-th question is the same each time. */
static intro_status run(const every_call *call, uint64_t polls, uint64_t *seen)
{
    intro_ctx *ctx = NULL;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
    intro_i_cancel_after(polls);
    const intro_status rc = call->run(ctx);
    *seen = intro_i_polls();
    intro_i_cancel_after(UINT64_MAX);
    if (rc != INTRO_OK) {
        assert_int_equal(intro_ctx_error(ctx)->status, rc);
        assert_string_equal(intro_ctx_error(ctx)->message, "cancelled");
    }
    intro_ctx_free(ctx);
    return rc;
}

/* Until the call does not ask so often. @return how many times it was cancelled */
static uint64_t cancel_each(const every_call *call, const result *good)
{
    uint64_t cancelled = 0;
    uint64_t seen = 1;
    for (uint64_t k = 0; k < seen; k += 1 + k / 4) {
        const uint64_t held = intro_i_alloc_bytes();
        every_call_reset();
        every_call_figure = 0;
        const intro_status rc = run(call, k, &seen);
        const bool is_fine = rc == INTRO_OK
                                 ? is_whole(good)
                                 : rc == INTRO_ECANCELLED && is_old();
        if (!is_fine || intro_i_alloc_bytes() != held) {
            print_message("# %s, k = %llu: %s\n", call->name,
                          (unsigned long long)k, intro_status_name(rc));
        }
        assert_true(is_fine);
        assert_int_equal(intro_i_alloc_bytes(), held);
        assert_int_equal(every_call_remains(), 0);
        cancelled += rc == INTRO_ECANCELLED;
        seen = rc == INTRO_OK ? seen : UINT64_MAX;
    }
    return cancelled;
}

static void every_call_may_be_cancelled_at_any_poll(void **state)
{
    (void)state;
    for (size_t i = 0; i < every_call_count; i++) {
        uint64_t seen;
        every_call_reset();
        every_call_figure = 0;
        assert_int_equal(run(&every_calls[i], UINT64_MAX, &seen), INTRO_OK);
        result good = take_result();
        const uint64_t cancelled = cancel_each(&every_calls[i], &good);
        print_message("# %s: %llu polls, ended by %llu of those tried\n",
                      every_calls[i].name, (unsigned long long)seen,
                      (unsigned long long)cancelled);
        assert_true(cancelled != 0 || seen < 2);
        free(good.file);
    }
}

#else

static void every_call_may_be_cancelled_at_any_poll(void **state)
{
    (void)state;
    skip();
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_may_be_cancelled_at_any_poll),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, every_call_set_up,
                                  every_call_tear_down);
}
