/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interned strings against a list that is searched from its start. */
#include "base/alloc.h"
#include "base/strpool.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXTS = 3000 };

static size_t make_text(uint64_t *random, char out[16])
{
    const size_t length = world_random(random) % 6;
    for (size_t i = 0; i < length; i++) {
        out[i] = (char)("ab\xC3\x01"[world_random(random) % 4]);
    }
    out[length] = '\0';
    return length;
}

static uint32_t slow_find(char (*list)[16], uint32_t count, const char *text)
{
    uint32_t i = 0;
    while (i < count && strcmp(list[i], text) != 0) {
        i++;
    }
    return i;
}

static void numbers_follow_first_sight_one_by_one_and_in_batches(void **state)
{
    (void)state;
    static char list[TEXTS][16];
    static char texts[TEXTS][16];
    static intro_i_strpool_key keys[TEXTS];
    for (size_t batch = 1; batch <= TEXTS; batch *= 7) {
        uint64_t random = batch;
        intro_i_strpool pool;
        uint32_t known = 1;
        assert_int_equal(intro_i_strpool_init(&pool), INTRO_OK);
        for (size_t i = 0; i < TEXTS; i++) {
            keys[i].length = (uint32_t)make_text(&random, texts[i]);
            keys[i].bytes = texts[i];
        }
        for (size_t i = 0; i < TEXTS; i += batch) {
            const size_t more = i + batch < TEXTS ? batch : TEXTS - i;
            assert_int_equal(
                batch == 1
                    ? intro_i_strpool_intern(&pool, texts[i], keys[i].length,
                                             &keys[i].string)
                    : intro_i_strpool_intern_batch(&pool, keys + i, more),
                INTRO_OK);
        }
        for (size_t i = 0; i < TEXTS; i++) {
            const uint32_t at = slow_find(list, known, texts[i]);
            if (at == known) {
                memcpy(list[known++], texts[i], 16);
            }
            assert_int_equal(keys[i].string, at);
        }
        assert_int_equal(pool.count, known);
        for (uint32_t s = 0; s < known; s++) {
            const size_t length = strlen(list[s]);
            assert_string_equal(intro_i_strpool_text(&pool, s), list[s]);
            assert_int_equal(intro_i_strpool_length(&pool, s), length);
            assert_int_equal(intro_i_strpool_find(&pool, list[s], length), s);
        }
        assert_int_equal(intro_i_strpool_find(&pool, "never", 5), 0);
        intro_i_strpool_fini(&pool);
    }
}

static void a_failed_intern_changes_nothing(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    const uint64_t held = intro_i_alloc_bytes();
    intro_i_strpool pool;
    for (uint64_t k = 0; k < 3; k++) {
        intro_i_alloc_fail_after(k, true);
        assert_int_equal(intro_i_strpool_init(&pool), INTRO_ENOMEM);
    }
    intro_i_alloc_fail_after(UINT64_MAX, false);
    assert_int_equal(intro_i_strpool_init(&pool), INTRO_OK);
    for (uint32_t i = 1; i < 500; i++) {
        char text[16];
        uint32_t string;
        const int length = snprintf(text, sizeof text, "text %u", i);
        intro_i_alloc_fail_after(0, false);
        intro_status rc =
            intro_i_strpool_intern(&pool, text, (size_t)length, &string);
        intro_i_alloc_fail_after(UINT64_MAX, false);
        if (rc != INTRO_OK) {
            assert_int_equal(rc, INTRO_ENOMEM);
            assert_int_equal(pool.count, i);
            assert_int_equal(intro_i_strpool_find(&pool, text, (size_t)length),
                             0);
            rc = intro_i_strpool_intern(&pool, text, (size_t)length, &string);
        }
        assert_int_equal(rc, INTRO_OK);
        assert_int_equal(string, i);
    }
    intro_i_strpool_fini(&pool);
    assert_int_equal(intro_i_alloc_bytes(), held);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_follow_first_sight_one_by_one_and_in_batches),
        cmocka_unit_test(a_failed_intern_changes_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
