/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids by their number against the list of what was remembered. */
#include "base/alloc.h"
#include "import/id_numbers.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { IDS = 2000, ROOM = 32 };

/* Ids of a kind and others that look nearly like it. */
static void make_id(uint64_t *random, const char *prefix, char out[ROOM])
{
    static const char *const others[] = {"", "n", "nn", "N", "n0", "n-", "12"};
    const bool is_other = world_random(random) % 4 == 0;
    const char *const before =
        is_other ? others[world_random(random) % INTRO_COUNT_OF(others)]
                 : prefix;
    const char *const behind = world_random(random) % 8 == 0 ? "x" : "";
    const unsigned long long most = world_random(random) % 8 == 0
                                        ? 20000000000ull
                                        : (unsigned long long)IDS;
    (void)snprintf(out, ROOM, "%s%llu%s", before,
                   (unsigned long long)(world_random(random) % most), behind);
}

static void check_kind(const char *prefix)
{
    static char ids[IDS][ROOM];
    intro_i_id_numbers numbers;
    intro_i_id_prefix before;
    uint64_t random = strlen(prefix) + 1;
    uint32_t found = 0;
    memset(&numbers, 0, sizeof numbers);
    memset(&before, 0, sizeof before);
    for (uint32_t i = 0; i < IDS; i++) {
        uint32_t first = 0;
        make_id(&random, prefix, ids[i]);
        while (strcmp(ids[first], ids[i]) != 0) {
            first++;
        }
        const size_t length = strlen(ids[i]);
        if (!before.is_known) {
            intro_i_id_prefix_learn(&before, ids[i], length);
        }
        const uint32_t number = intro_i_id_number(&before, ids[i], length);
        const uint32_t got = intro_i_id_numbers_get(&numbers, number);
        assert_true(got == 0 || (first < i && got == first + 1));
        found += got != 0;
        assert_int_equal(intro_i_id_numbers_put(&numbers, number, first + 1),
                         INTRO_OK);
    }
    assert_true(before.is_known && found > IDS / 8);
    assert_true(numbers.strings.count <= 2 * (4096 + IDS) + 2);
    intro_i_id_numbers_fini(&numbers);
}

static void an_id_is_found_under_its_own_number_only(void **state)
{
    (void)state;
    const uint64_t held = intro_i_alloc_bytes();
    check_kind("n");
    check_kind("");
    check_kind("person:");
    assert_int_equal(intro_i_alloc_bytes(), held);
}

static void other_ids_have_no_number(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",  "n",         "n01", "m1", "n1 ", "n-1", "n1000000000",
        "1", "n\xC2\xB2", "nn1", "n00"};
    intro_i_id_prefix before;
    memset(&before, 0, sizeof before);
    assert_int_equal(intro_i_id_number(&before, "n7", 2), INTRO_I_ID_NO_NUMBER);
    intro_i_id_prefix_learn(&before, "Jane", 4);
    intro_i_id_prefix_learn(&before, "a-long-prefix-7", 15);
    assert_false(before.is_known);
    intro_i_id_prefix_learn(&before, "n7", 2);
    assert_int_equal(intro_i_id_number(&before, "n7", 2), 7);
    assert_int_equal(intro_i_id_number(&before, "n0", 2), 0);
    assert_int_equal(intro_i_id_number(&before, "n999999999", 10), 999999999);
    for (size_t i = 0; i < INTRO_COUNT_OF(others); i++) {
        assert_int_equal(
            intro_i_id_number(&before, others[i], strlen(others[i])),
            INTRO_I_ID_NO_NUMBER);
    }
}

static void what_has_no_number_is_not_remembered(void **state)
{
    (void)state;
    intro_i_id_numbers numbers;
    memset(&numbers, 0, sizeof numbers);
    assert_int_equal(intro_i_id_numbers_put(&numbers, 7, 3), INTRO_OK);
    assert_int_equal(intro_i_id_numbers_put(&numbers, INTRO_I_ID_NO_NUMBER, 4),
                     INTRO_OK);
    assert_int_equal(intro_i_id_numbers_get(&numbers, 7), 3);
    assert_int_equal(intro_i_id_numbers_get(&numbers, 8), 0);
    assert_int_equal(intro_i_id_numbers_get(&numbers, INTRO_I_ID_NO_NUMBER), 0);
    intro_i_id_numbers_fini(&numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_found_under_its_own_number_only),
        cmocka_unit_test(other_ids_have_no_number),
        cmocka_unit_test(what_has_no_number_is_not_remembered),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
