/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every call of the library on small data with the k-th call to the system
 * failing, once and for ever, for every k: INTRO_EIO with words, no byte and no
 * descriptor lost, no file changed and none left. Or the call does without, and
 * gives what it gives otherwise. The commands: cli_no_io.test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/osio.h"
#include "every_call.h"

#ifdef INTRO_FAULT_INJECTION

enum { SURELY = 100000, DESCRIPTORS = 64 };

typedef struct outcome {
    intro_status rc;
    uint64_t seen;
    char words[INTRO_MESSAGE_MAX];
    char *file;
    size_t length;
    uint64_t figure;
} outcome;

static size_t count_descriptors(void)
{
    size_t count = 0;
    for (int fd = 0; fd < DESCRIPTORS; fd++) {
        count += fcntl(fd, F_GETFD) != -1;
    }
    return count;
}

static outcome run(const every_call *call, unsigned mask, uint64_t k, int error,
                   bool for_ever)
{
    outcome o = {.rc = INTRO_EBUG};
    intro_ctx *ctx = NULL;
    const uint64_t held = intro_i_alloc_bytes();
    const size_t descriptors = count_descriptors();
    every_call_reset();
    every_call_figure = 0;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
    intro_i_os_fail_after(mask, k, error, for_ever);
    o.rc = call->run(ctx);
    o.seen = intro_i_os_calls();
    intro_i_os_fail_after(0, UINT64_MAX, 0, false);
    (void)snprintf(o.words, sizeof o.words, "%s",
                   intro_ctx_error(ctx)->message);
    intro_ctx_free(ctx);
    o.figure = o.rc == INTRO_OK ? every_call_figure : 0;
    o.file = every_call_result(&o.length);
    assert_non_null(o.file);
    if (intro_i_alloc_bytes() != held || count_descriptors() != descriptors ||
        every_call_remains() != 0) {
        print_message("# %s, k = %llu: something is left\n", call->name,
                      (unsigned long long)k);
    }
    assert_int_equal(intro_i_alloc_bytes(), held);
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(every_call_remains(), 0);
    return o;
}

static bool has_same_file(const outcome *a, const outcome *b)
{
    return a->length == b->length && memcmp(a->file, b->file, a->length) == 0;
}

static bool is_same(const outcome *a, const outcome *b)
{
    return has_same_file(a, b) && a->figure == b->figure;
}

static void check(const every_call *call, uint64_t k, const outcome *o,
                  const outcome *good)
{
    const bool is_old = o->length == 3 && memcmp(o->file, "old", 3) == 0;
    bool is_fine = o->rc == INTRO_EIO && o->words[0] != '\0' && is_old;
    if (o->rc == INTRO_OK) {
        is_fine = is_same(o, good);
    } else if (strstr(o->words, "is written, but") != NULL) {
        is_fine = has_same_file(o, good);
    }
    if (!is_fine) {
        print_message("# %s, k = %llu: %s \"%s\"\n", call->name,
                      (unsigned long long)k, intro_status_name(o->rc),
                      o->words);
    }
    assert_true(is_fine);
}

static void fail_each(unsigned mask, int error, bool for_ever)
{
    for (size_t i = 0; i < every_call_count; i++) {
        const every_call *const call = &every_calls[i];
        uint64_t failures = 0;
        uint64_t k = 0;
        outcome good = run(call, mask, UINT64_MAX, 0, false);
        assert_int_equal(good.rc, INTRO_OK);
        for (bool is_reached = true; is_reached && k < SURELY; k++) {
            outcome o = run(call, mask, k, error, for_ever);
            check(call, k, &o, &good);
            failures += o.rc != INTRO_OK;
            is_reached = o.seen > k;
            free(o.file);
        }
        if (good.seen > 0) {
            print_message("# %s: %llu calls, %llu failures\n", call->name,
                          (unsigned long long)good.seen,
                          (unsigned long long)failures);
            assert_in_range(failures, 1, SURELY);
        }
        free(good.file);
    }
}

static void every_call_may_fail_once(void **state)
{
    (void)state;
    fail_each(INTRO_I_OS_ALL, EIO, false);
}

static void every_later_call_may_fail_too(void **state)
{
    (void)state;
    /* A temporary file that cannot be removed stays. */
    fail_each(INTRO_I_OS_ALL & ~(unsigned)INTRO_I_OS_UNLINK, EIO, true);
}

static void pieces_and_interruptions_change_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < every_call_count; i++) {
        outcome good = run(&every_calls[i], 0, UINT64_MAX, 0, false);
        intro_i_os_set_short(3);
        outcome o = run(&every_calls[i], 0, UINT64_MAX, 0, false);
        intro_i_os_set_short(0);
        assert_int_equal(o.rc, INTRO_OK);
        assert_true(is_same(&o, &good));
        free(o.file);
        free(good.file);
    }
}

#else

static void every_call_may_fail_once(void **state)
{
    (void)state;
    skip();
}

#define every_later_call_may_fail_too           every_call_may_fail_once
#define pieces_and_interruptions_change_nothing every_call_may_fail_once

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_may_fail_once),
        cmocka_unit_test(every_later_call_may_fail_too),
        cmocka_unit_test(pieces_and_interruptions_change_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, every_call_set_up,
                                  every_call_tear_down);
}
