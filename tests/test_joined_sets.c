/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets as bits and as joiners, against a table of all pairs. */
#include "analysis/joined_sets.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 700 };

static bool table[MOST][MOST];

/* Joins some at random, one of whom `hub` is now and then. */
static void join_some(intro_i_joined_sets *sets, intro_i_random *random,
                      uint32_t most)
{
    uint32_t some[MOST];
    uint64_t bits[MOST / 64 + 1] = {0};
    const uint32_t wanted = 1 + (uint32_t)intro_i_random_below(random, most);
    uint32_t count = 0;
    while (count < wanted) {
        const uint32_t x = (uint32_t)intro_i_random_below(random, sets->count);
        if (!intro_i_bits_get(bits, x)) {
            intro_i_bits_set(bits, x);
            some[count++] = x;
        }
    }
    assert_int_equal(intro_i_joined_sets_add(sets, some, count, bits),
                     INTRO_OK);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < count; k++) {
            table[some[i]][some[k]] = true;
        }
    }
}

static void check(const intro_i_joined_sets *sets)
{
    uint64_t scratch[MOST / 64 + 1] = {0};
    const uint64_t zero[MOST / 64 + 1] = {0};
    uint64_t words[MOST / 64 + 1];
    for (uint32_t i = 0; i < sets->count; i++) {
        uint64_t size = 0;
        const uint64_t *const row = intro_i_joined_sets_row(sets, i, words);
        for (uint32_t k = 0; k < sets->count; k++) {
            assert_int_equal(intro_i_joined_sets_has(sets, i, k), table[i][k]);
            assert_int_equal(intro_i_bits_get(row, k), table[i][k]);
            size += table[i][k];
        }
        assert_int_equal(intro_i_joined_sets_size(sets, i, scratch), size);
        assert_memory_equal(scratch, zero, sizeof zero);
    }
}

/* As a table and as joiners; of these both kinds occur. */
static void sets_are_what_a_table_says(void **state)
{
    (void)state;
    bool has_lists = false;
    bool has_bits = false;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        intro_i_random random;
        intro_i_joined_sets sets;
        intro_i_random_init(&random, seed);
        const uint32_t count =
            seed <= 2 ? 1 : 2 + (uint32_t)intro_i_random_below(&random, 698);
        const uint32_t most = seed % 3 == 0 ? count : count < 6 ? count : 6;
        const uint64_t times = intro_i_random_below(&random, 2 * count);
        memset(table, 0, sizeof table);
        assert_int_equal(intro_i_joined_sets_init(
                             &sets, count, seed % 2 == 0 ? MOST * MOST : 7),
                         INTRO_OK);
        assert_int_equal(sets.table != NULL, seed % 2 == 0);
        for (uint64_t i = 0; i < (seed % 3 == 0 ? 5 : times); i++) {
            join_some(&sets, &random, most);
        }
        assert_int_equal(intro_i_joined_sets_settle(&sets), INTRO_OK);
        check(&sets);
        has_lists = has_lists || sets.things.count != 0;
        has_bits = has_bits || sets.bits.count != 0;
        intro_i_joined_sets_fini(&sets);
        assert_int_equal(intro_i_alloc_bytes(), 0);
    }
    assert_true(has_lists);
    assert_true(has_bits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_what_a_table_says)};
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("joined sets", tests, NULL, NULL);
}
