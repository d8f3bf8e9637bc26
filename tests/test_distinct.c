/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names made different by numbers: as the definition says, whatever was there. */
#include "base/alloc.h"
#include "base/random.h"
#include "report/distinct.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

enum { NAMES = 120, LENGTH = 16, MANY = 20000 };

static bool is_used(char (*names)[LENGTH + INTRO_I_DISTINCT_ROOM], size_t count,
                    const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The definition: the name, else the least number that is free. */
static void make_slowly(char (*names)[LENGTH + INTRO_I_DISTINCT_ROOM],
                        size_t count, const char *name)
{
    char made[sizeof names[0]];
    (void)snprintf(made, sizeof made, "%s", name);
    for (unsigned n = 2; is_used(names, count, made); n++) {
        (void)snprintf(made, sizeof made, "%s_%u", name, n);
    }
    memcpy(names[count], made, sizeof made);
}

/* Few letters and endings that look like numbers: clashes of clashes. */
static void draw_name(intro_i_random *random, char name[LENGTH])
{
    static const char *const ends[] = {"", "", "_2", "_3", "_2_2", "_02"};
    size_t length = (size_t)intro_i_random_below(random, 3);
    for (size_t i = 0; i < length; i++) {
        name[i] = "aAb_"[intro_i_random_below(random, 4)];
    }
    (void)snprintf(name + length, LENGTH - length, "%s",
                   ends[intro_i_random_below(random, INTRO_COUNT_OF(ends))]);
}

static void names_are_those_of_the_definition(void **state)
{
    static char wanted[NAMES][LENGTH + INTRO_I_DISTINCT_ROOM];
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        intro_i_random random;
        intro_i_distinct names;
        intro_i_random_init(&random, seed);
        assert_int_equal(intro_i_distinct_init(&names), INTRO_OK);
        for (size_t i = 0; i < NAMES; i++) {
            char name[LENGTH];
            char made[sizeof wanted[0]];
            draw_name(&random, name);
            if (intro_i_random_below(&random, 8) == 0) {
                bool was_free;
                assert_int_equal(intro_i_distinct_add(&names, name, &was_free),
                                 INTRO_OK);
                assert_int_equal(was_free, !is_used(wanted, i, name));
                (void)snprintf(wanted[i], sizeof wanted[i], "%s", name);
                continue;
            }
            make_slowly(wanted, i, name);
            assert_int_equal(intro_i_distinct_make(&names, name, '_', made),
                             INTRO_OK);
            assert_string_equal(made, wanted[i]);
        }
        intro_i_distinct_fini(&names);
    }
}

static void letters_beyond_ascii_are_themselves(void **state)
{
    char made[LENGTH + INTRO_I_DISTINCT_ROOM];
    intro_i_distinct names;
    (void)state;
    assert_int_equal(intro_i_distinct_init(&names), INTRO_OK);
    assert_int_equal(intro_i_distinct_make(&names, "\xC3\x84Z[", '-', made),
                     INTRO_OK);
    assert_string_equal(made, "\xC3\x84Z[");
    assert_int_equal(intro_i_distinct_make(&names, "\xC3\xA4z[", '-', made),
                     INTRO_OK);
    assert_string_equal(made, "\xC3\xA4z[");
    assert_int_equal(intro_i_distinct_make(&names, "\xC3\x84z[", '-', made),
                     INTRO_OK);
    assert_string_equal(made, "\xC3\x84z[-2");
    /* "{" is "[" in small letters of some old code. */
    assert_int_equal(intro_i_distinct_make(&names, "\xC3\x84z{", '-', made),
                     INTRO_OK);
    assert_string_equal(made, "\xC3\x84z{");
    intro_i_distinct_fini(&names);
}

/* A look at all names for each of them and each number would be 10^12 steps. */
static void twenty_thousand_of_a_name_are_numbered(void **state)
{
    char made[LENGTH + INTRO_I_DISTINCT_ROOM];
    char wanted[sizeof made];
    intro_i_distinct names;
    (void)state;
    assert_int_equal(intro_i_distinct_init(&names), INTRO_OK);
    for (unsigned i = 1; i <= MANY; i++) {
        assert_int_equal(
            intro_i_distinct_make(&names, i % 2 == 0 ? "x" : "X", '_', made),
            INTRO_OK);
        (void)snprintf(wanted, sizeof wanted, i == 1 ? "%s" : "%s_%u",
                       i % 2 == 0 ? "x" : "X", i);
        assert_string_equal(made, wanted);
    }
    intro_i_distinct_fini(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_those_of_the_definition),
        cmocka_unit_test(letters_beyond_ascii_are_themselves),
        cmocka_unit_test(twenty_thousand_of_a_name_are_numbered),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("distinct", tests, NULL, NULL);
}
