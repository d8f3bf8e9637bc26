/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/panel.h"
#include "base/alloc.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 70000, WIDTH = 3 };

/* Of `count` groups, somebody in each when there are enough people; every fifth
 * person in none. */
static void draw_groups(intro_i_groups *groups, uint32_t count, uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    memset(groups, 0, sizeof *groups);
    groups->count = count;
    groups->of = intro_i_alloc(PEOPLE, sizeof *groups->of);
    assert_non_null(groups->of);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        groups->of[v] = v % 5 == 4
                            ? INTRO_I_NO_GROUP
                            : (uint32_t)intro_i_random_below(&random, count);
    }
    groups->of[0] = count - 1;
}

static void assert_column(const intro_i_panel *panel, uint32_t a,
                          const intro_i_groups *groups)
{
    uint32_t people[PEOPLE / 7];
    uint32_t column[PEOPLE / 7];
    for (uint32_t i = 0; i < INTRO_COUNT_OF(people); i++) {
        people[i] = i * 7;
    }
    intro_i_panel_column(panel, a, people, INTRO_COUNT_OF(people),
                         groups->count, column);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        assert_int_equal(intro_i_panel_group(panel, v, a), groups->of[v]);
        if (v % 7 == 0) {
            assert_int_equal(column[v / 7], groups->of[v] == INTRO_I_NO_GROUP
                                                ? groups->count
                                                : groups->of[v]);
        }
    }
}

/* The greatest number of groups that 16 bits hold, and one more in between. */
static void cells_become_wide_when_they_must(void **state)
{
    static const uint32_t counts[][WIDTH] = {
        {24, 65535, 4}, {24, 65536, 4}, {65536, 24, 65535}, {3, 4, 69999}};
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(counts); i++) {
        intro_i_panel panel;
        intro_i_groups groups[WIDTH];
        assert_int_equal(intro_i_panel_init(&panel, PEOPLE, WIDTH), INTRO_OK);
        for (uint32_t a = 0; a < WIDTH; a++) {
            draw_groups(&groups[a], counts[i][a], i * WIDTH + a);
            assert_int_equal(intro_i_panel_group(&panel, PEOPLE - 1, a),
                             INTRO_I_NO_GROUP);
            assert_int_equal(intro_i_panel_set(&panel, a, &groups[a]),
                             INTRO_OK);
            for (uint32_t before = 0; before <= a; before++) {
                assert_column(&panel, before, &groups[before]);
            }
        }
        assert_int_equal(panel.narrow != NULL, i == 0);
        for (uint32_t a = 0; a < WIDTH; a++) {
            intro_i_groups_fini(&groups[a]);
        }
        intro_i_panel_fini(&panel);
    }
}

static void one_attribute_is_copied_or_borrowed(void **state)
{
    intro_i_panel panel;
    intro_i_groups groups;
    (void)state;
    draw_groups(&groups, 300, 5);
    const intro_i_panel borrowed = intro_i_panel_of(&groups, PEOPLE);
    assert_column(&borrowed, 0, &groups);
    assert_int_equal(intro_i_panel_init_one(&panel, PEOPLE, &groups), INTRO_OK);
    assert_column(&panel, 0, &groups);
    intro_i_panel_fini(&panel);
    intro_i_panel_fini(&panel);
    intro_i_groups_fini(&groups);
}

#ifdef INTRO_FAULT_INJECTION
static void nothing_is_kept_when_memory_is_out(void **state)
{
    intro_i_panel panel;
    intro_i_groups groups;
    (void)state;
    draw_groups(&groups, 65536, 6);
    intro_i_alloc_fail_after(0, false);
    assert_int_equal(intro_i_panel_init(&panel, PEOPLE, 2), INTRO_ENOMEM);
    for (uint64_t after = 0; after < 2; after++) {
        intro_i_alloc_fail_after(after, false);
        assert_int_equal(intro_i_panel_init_one(&panel, PEOPLE, &groups),
                         INTRO_ENOMEM);
    }
    intro_i_alloc_fail_after(UINT64_MAX, false);
    intro_i_groups_fini(&groups);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_become_wide_when_they_must),
        cmocka_unit_test(one_attribute_is_copied_or_borrowed),
#ifdef INTRO_FAULT_INJECTION
        cmocka_unit_test(nothing_is_kept_when_memory_is_out),
#endif
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("panel", tests, NULL, NULL);
}
