/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/order_statistics.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KEYS_MAX = 500 };

typedef struct keys {
    uint32_t numbers[KEYS_MAX];
    uint64_t count;
    uint32_t passes_left;
} keys;

static intro_status each(const void *arg, const intro_i_histogram *histogram)
{
    keys *const all = (keys *)(uintptr_t)arg;
    if (all->passes_left == 0) {
        return INTRO_ECANCELLED;
    }
    all->passes_left--;
    for (uint64_t i = 0; i < all->count; i++) {
        intro_i_count_key(histogram, all->numbers[i]);
    }
    return INTRO_OK;
}

static int compare(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void every_rank_is_that_of_the_sorted_keys(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        intro_i_random random;
        intro_i_random_init(&random, seed);
        keys all = {.count = 1 + intro_i_random_below(&random, KEYS_MAX),
                    .passes_left = UINT32_MAX};
        /* Few distinct keys, many of one high half, or any. */
        const uint64_t bounds[] = {3, 1 << 16, (uint64_t)1 << 32};
        for (uint64_t i = 0; i < all.count; i++) {
            all.numbers[i] =
                (uint32_t)intro_i_random_below(&random, bounds[seed % 3]);
        }
        intro_i_order_statistics order;
        assert_int_equal(intro_i_order_statistics_init(&order, each, &all),
                         INTRO_OK);
        assert_int_equal(order.count, all.count);
        uint64_t ranks[INTRO_I_RANKS_MAX];
        uint32_t found[INTRO_I_RANKS_MAX];
        ranks[0] = 0;
        ranks[1] = all.count - 1;
        for (size_t i = 2; i < INTRO_I_RANKS_MAX; i++) {
            ranks[i] = intro_i_random_below(&random, all.count);
        }
        assert_int_equal(intro_i_order_statistics_select(
                             &order, ranks, INTRO_I_RANKS_MAX, found),
                         INTRO_OK);
        intro_i_order_statistics_fini(&order);
        qsort(all.numbers, (size_t)all.count, sizeof *all.numbers, compare);
        for (size_t i = 0; i < INTRO_I_RANKS_MAX; i++) {
            assert_int_equal(found[i], all.numbers[ranks[i]]);
        }
    }
}

static void no_keys_are_counted_as_none(void **state)
{
    (void)state;
    keys all = {.count = 0, .passes_left = 1};
    intro_i_order_statistics order;
    assert_int_equal(intro_i_order_statistics_init(&order, each, &all),
                     INTRO_OK);
    assert_int_equal(order.count, 0);
    intro_i_order_statistics_fini(&order);
}

static void what_the_keys_say_is_passed_on(void **state)
{
    (void)state;
    keys all = {.numbers = {7, 5}, .count = 2, .passes_left = 0};
    intro_i_order_statistics order;
    const uint64_t rank = 1;
    uint32_t found;
    assert_int_equal(intro_i_order_statistics_init(&order, each, &all),
                     INTRO_ECANCELLED);
    all.passes_left = 1;
    assert_int_equal(intro_i_order_statistics_init(&order, each, &all),
                     INTRO_OK);
    assert_int_equal(intro_i_order_statistics_select(&order, &rank, 1, &found),
                     INTRO_ECANCELLED);
    intro_i_order_statistics_fini(&order);
}

static void keys_of_floats_are_in_their_order(void **state)
{
    (void)state;
    const float rising[] = {0.0f, 1e-38f, 1e-30f, 0.3f, 0.30000004f, 1.0f};
    for (size_t i = 0; i < INTRO_COUNT_OF(rising); i++) {
        const uint32_t key = intro_i_float_key(rising[i]);
        assert_true(intro_i_key_float(key) == rising[i]);
        assert_true(i == 0 || key > intro_i_float_key(rising[i - 1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rank_is_that_of_the_sorted_keys),
        cmocka_unit_test(no_keys_are_counted_as_none),
        cmocka_unit_test(what_the_keys_say_is_passed_on),
        cmocka_unit_test(keys_of_floats_are_in_their_order),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("order statistics", tests, NULL, NULL);
}
