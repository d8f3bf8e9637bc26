/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The radix sort against the order it promises. */
#include "base/radix.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 3000 };

static intro_i_keyed items[MOST];
static intro_i_keyed scratch[MOST];
static uint64_t keys[MOST];

/* Forms: whole keys, few, one digit in the middle, all alike, falling. */
static uint64_t draw(int form, size_t i, uint64_t *random)
{
    const uint64_t drawn = world_random(random) * 0x9E3779B97F4A7C15U;
    const uint64_t forms[] = {drawn, drawn % 5, (drawn & 0xFF00) + 7, 42,
                              UINT64_MAX - i};
    return forms[form];
}

static void it_agrees_with_a_plain_stable_sort(void **state)
{
    (void)state;
    uint64_t random = 11;
    for (size_t count = 0; count <= MOST; count += count < 20 ? 1 : count / 3) {
        for (int form = 0; form < 5; form++) {
            for (size_t i = 0; i < count; i++) {
                keys[i] = draw(form, i, &random);
                items[i] = (intro_i_keyed){keys[i], (uint32_t)i};
            }
            const intro_i_keyed *const sorted =
                intro_i_radix_sort(items, scratch, count);
            assert_true(sorted == items || sorted == scratch);
            for (size_t i = 0; i < count; i++) {
                assert_true(sorted[i].key == keys[sorted[i].item]);
                assert_true(i == 0 || sorted[i - 1].key < sorted[i].key ||
                            (sorted[i - 1].key == sorted[i].key &&
                             sorted[i - 1].item < sorted[i].item));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_a_plain_stable_sort),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
