/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/alloc.h"
#include "base/arena.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BLOCKS = 2000 };

static void blocks_are_aligned_and_never_overlap(void **state)
{
    (void)state;
    static unsigned char *blocks[BLOCKS];
    static size_t sizes[BLOCKS];
    const uint64_t held = intro_i_alloc_bytes();
    intro_i_arena arena = {.head = NULL};
    uint64_t random = 3;
    for (size_t i = 0; i < BLOCKS; i++) {
        sizes[i] = world_random(&random) % (i % 50 == 0 ? 400000 : 300);
        const bool is_copy = world_random(&random) % 2 == 0;
        if (is_copy) {
            char text[300];
            sizes[i] %= sizeof text;
            memset(text, (int)(i % 251), sizeof text);
            blocks[i] =
                (unsigned char *)intro_i_arena_copy(&arena, text, sizes[i]);
            assert_non_null(blocks[i]);
            assert_int_equal(blocks[i][sizes[i]], 0);
        } else {
            blocks[i] = intro_i_arena_take(&arena, sizes[i]);
            assert_non_null(blocks[i]);
            assert_int_equal((uintptr_t)blocks[i] % 16, 0);
            memset(blocks[i], (int)(i % 251), sizes[i]);
        }
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal(blocks[i][j], i % 251);
        }
    }
    intro_i_arena_fini(&arena);
    assert_int_equal(intro_i_alloc_bytes(), held);
}

static void nothing_taken_from_an_empty_arena_is_a_block_too(void **state)
{
    (void)state;
    intro_i_arena arena = {.head = NULL};
    assert_non_null(intro_i_arena_take(&arena, 0));
    assert_string_equal(intro_i_arena_copy(&arena, "", 0), "");
    assert_null(intro_i_arena_take(&arena, SIZE_MAX));
    assert_null(intro_i_arena_take(&arena, SIZE_MAX - 20));
    intro_i_arena_fini(&arena);
    intro_i_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_aligned_and_never_overlap),
        cmocka_unit_test(nothing_taken_from_an_empty_arena_is_a_block_too),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
