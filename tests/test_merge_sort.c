/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The merge sort against the order it promises, and its ends before the end. */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/merge_sort.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 5000 };

typedef struct item {
    uint32_t key;
    uint32_t place; /* before the sort */
    char filling[5];
} item;

static intro_ctx *ctx;
static item items[MOST];
static uint64_t comparisons;

static int set_up(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static int compare(const void *left, const void *right)
{
    const item *const a = left;
    const item *const b = right;
    comparisons++;
    return (a->key > b->key) - (a->key < b->key);
}

/* Forms: random of few or of many keys, rising, falling, saw. */
static void fill(size_t count, int form, uint64_t seed)
{
    uint64_t random = seed;
    for (size_t i = 0; i < count; i++) {
        const uint32_t drawn = (uint32_t)world_random(&random);
        const uint32_t keys[] = {drawn % 7, drawn, (uint32_t)i,
                                 (uint32_t)(count - i), (uint32_t)(i % 16)};
        memset(&items[i], 0, sizeof items[i]);
        items[i].key = keys[form];
        items[i].place = (uint32_t)i;
        memset(items[i].filling, (int)(i % 128), sizeof items[i].filling);
    }
}

static void check(size_t count)
{
    static bool seen[MOST];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < count; i++) {
        assert_false(seen[items[i].place]);
        seen[items[i].place] = true;
        assert_int_equal(items[i].filling[4], items[i].place % 128);
        assert_true(i == 0 || items[i - 1].key < items[i].key ||
                    (items[i - 1].key == items[i].key &&
                     items[i - 1].place < items[i].place));
    }
}

static void any_list_is_sorted_and_equal_items_stay_in_order(void **state)
{
    (void)state;
    for (size_t count = 0; count <= MOST; count += count < 70 ? 1 : count / 3) {
        for (int form = 0; form < 5; form++) {
            fill(count, form, 1 + count);
            assert_int_equal(
                intro_i_merge_sort(ctx, items, count, sizeof *items, compare),
                INTRO_OK);
            check(count);
        }
    }
}

/* 12 = log2(4096). */
static void no_order_takes_more_than_n_log_n_comparisons(void **state)
{
    (void)state;
    for (int form = 0; form < 5; form++) {
        fill(4096, form, 5);
        comparisons = 0;
        assert_int_equal(
            intro_i_merge_sort(ctx, items, 4096, sizeof *items, compare),
            INTRO_OK);
        assert_true(comparisons <= 2 * 12 * 4096);
        assert_true(form != 2 || comparisons < 4096);
    }
}

static void a_sort_ends_when_cancelled_and_leaves_nothing(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    const uint64_t held = intro_i_alloc_bytes();
    intro_status rc = INTRO_ECANCELLED;
    uint64_t polls = 0;
    for (; rc == INTRO_ECANCELLED; polls++) {
        fill(MOST, 1, 9);
        intro_i_cancel_after(polls);
        rc = intro_i_merge_sort(ctx, items, MOST, sizeof *items, compare);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    intro_i_cancel_after(UINT64_MAX);
    assert_int_equal(rc, INTRO_OK);
    check(MOST);
    assert_true(polls > 50);
    for (uint64_t k = 0; k < 2; k++) {
        fill(MOST, 1, 9);
        intro_i_alloc_fail_after(k, false);
        rc = intro_i_merge_sort(ctx, items, MOST, sizeof *items, compare);
        assert_int_equal(rc, k == 0 ? INTRO_ENOMEM : INTRO_OK);
    }
    intro_i_alloc_fail_after(UINT64_MAX, false);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_list_is_sorted_and_equal_items_stay_in_order),
        cmocka_unit_test(no_order_takes_more_than_n_log_n_comparisons),
        cmocka_unit_test(a_sort_ends_when_cancelled_and_leaves_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
