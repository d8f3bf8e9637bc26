/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every call of the library on small data with the k-th allocation failing, once
 * and for ever, for every k: INTRO_ENOMEM with words, every byte given back, no
 * file changed and none left. A few calls may do without what they did not get
 * (the list of files in a hint), and then give what they give otherwise. The commands: cli_no_memory.test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "every_call.h"

#ifdef INTRO_FAULT_INJECTION

enum { SURELY = 100000, SPARED_MOST = 2 };

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

static bool is_same(const result *a, const result *b)
{
    return a->length == b->length && a->figure == b->figure &&
           memcmp(a->file, b->file, a->length) == 0;
}

static bool is_old(void)
{
    result r = take_result();
    const bool is_same_text = strcmp(r.file, "old") == 0;
    free(r.file);
    return is_same_text;
}

static bool is_good(const result *good)
{
    result r = take_result();
    const bool is_whole = is_same(&r, good);
    free(r.file);
    return is_whole;
}

/* One call with a context of its own; the words of its failure. */
static intro_status run(const every_call *call, char words[INTRO_MESSAGE_MAX])
{
    intro_ctx *ctx = NULL;
    words[0] = '\0';
    intro_status rc = intro_ctx_new(&ctx);
    if (rc != INTRO_OK) {
        return rc;
    }
    rc = intro_ctx_set_threads(ctx, 1);
    if (rc == INTRO_OK) {
        rc = call->run(ctx);
    }
    (void)snprintf(words, INTRO_MESSAGE_MAX, "%s",
                   intro_ctx_error(ctx)->message);
    intro_ctx_free(ctx);
    return rc;
}

static void check_failure(const every_call *call, uint64_t k, intro_status rc,
                          const char *words)
{
    if (rc != INTRO_ENOMEM ||
        (words[0] != '\0' && strstr(words, "memory") == NULL)) {
        print_message("# %s, k = %llu: %s \"%s\"\n", call->name,
                      (unsigned long long)k, intro_status_name(rc), words);
    }
    assert_int_equal(rc, INTRO_ENOMEM);
    /* Without a context, nobody can speak. */
    assert_true(words[0] == '\0' || strstr(words, "memory") != NULL);
    assert_true(is_old());
}

/* k by k until the call asks for less. */
static uint64_t fail_each(const every_call *call, bool for_ever,
                          const result *good)
{
    uint64_t spared = 0;
    char words[INTRO_MESSAGE_MAX];
    for (uint64_t k = 0; k < SURELY; k++) {
        const uint64_t held = intro_i_alloc_bytes();
        every_call_reset();
        every_call_figure = 0;
        intro_i_alloc_fail_after(k, for_ever);
        const intro_status rc = run(call, words);
        const uint64_t seen = intro_i_alloc_requests();
        intro_i_alloc_fail_after(UINT64_MAX, false);
        if (intro_i_alloc_bytes() != held) {
            print_message("# %s, k = %llu: a leak\n", call->name,
                          (unsigned long long)k);
        }
        assert_int_equal(intro_i_alloc_bytes(), held);
        assert_int_equal(every_call_remains(), 0);
        if (seen <= k) {
            assert_int_equal(rc, INTRO_OK);
            print_message("# %s: %llu allocations, %llu done without\n",
                          call->name, (unsigned long long)k,
                          (unsigned long long)spared);
            assert_in_range(spared, 0, SPARED_MOST);
            return k;
        }
        if (rc == INTRO_OK && !for_ever) {
            assert_true(is_good(good));
            spared++;
        } else {
            check_failure(call, k, rc, words);
        }
    }
    return SURELY;
}

static void every_allocation_may_fail(void **state)
{
    char words[INTRO_MESSAGE_MAX];
    (void)state;
    for (size_t i = 0; i < every_call_count; i++) {
        const every_call *const call = &every_calls[i];
        every_call_reset();
        every_call_figure = 0;
        /* What libraries keep for good is theirs after the first run. */
        assert_int_equal(run(call, words), INTRO_OK);
        result good = take_result();
        const uint64_t once = fail_each(call, false, &good);
        const uint64_t for_ever = fail_each(call, true, &good);
        free(good.file);
        assert_in_range(once, 1, SURELY - 1);
        assert_int_equal(for_ever, once);
    }
}

#else

static void every_allocation_may_fail(void **state)
{
    (void)state;
    skip();
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, every_call_set_up,
                                  every_call_tear_down);
}
