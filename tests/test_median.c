/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The median against that of a sorted copy. */
#include "base/context_impl.h"
#include "base/median.h"
#include "world.h"

#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 3000 };

static intro_ctx *ctx;

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
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Forms: many equal ones; of every size; rising; falling; neighbours. */
static double draw(int form, size_t i, uint64_t *random)
{
    static const double extremes[] = {
        DBL_MIN, 0x1p-1074, DBL_MAX, 1, 1 + DBL_EPSILON, 1 - DBL_EPSILON / 2};
    const uint64_t drawn = world_random(random);
    switch (form) {
    case 0:
        return (double)(1 + drawn % 3);
    case 1:
        return extremes[drawn % INTRO_COUNT_OF(extremes)];
    case 2:
        return (double)(i + 1);
    case 3:
        return 1.0 / (double)(i + 1);
    default:
        return 1 + (double)(drawn % 4096) * DBL_EPSILON;
    }
}

static void it_is_that_of_the_sorted_numbers(void **state)
{
    (void)state;
    static double values[MOST];
    static double sorted[MOST];
    uint64_t random = 3;
    for (size_t count = 1; count <= MOST; count += 1 + count / 9) {
        for (int form = 0; form < 5; form++) {
            double median = 0;
            for (size_t i = 0; i < count; i++) {
                values[i] = draw(form, i, &random);
            }
            memcpy(sorted, values, count * sizeof *sorted);
            qsort(sorted, count, sizeof *sorted, compare);
            const double upper = sorted[count / 2];
            const double lower = sorted[(count - 1) / 2];
            assert_int_equal(intro_i_median(ctx, values, count, &median),
                             INTRO_OK);
            assert_true(median == lower + (upper - lower) / 2);
        }
    }
}

/* A look at every number for each of its digits, in whatever order they are. */
static void no_order_takes_more_looks_than_another(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    enum { MANY = 200000 };
    double *const values = test_calloc(MANY, sizeof *values);
    for (int form = 0; form < 5; form++) {
        uint64_t random = 1;
        double median;
        for (size_t i = 0; i < MANY; i++) {
            values[i] = draw(form, i, &random);
        }
        intro_i_cancel_after(UINT64_MAX);
        assert_int_equal(intro_i_median(ctx, values, MANY, &median), INTRO_OK);
        assert_int_equal(intro_i_polls(), 6 * 4);
        intro_i_cancel_after(13);
        assert_int_equal(intro_i_median(ctx, values, MANY, &median),
                         INTRO_ECANCELLED);
        intro_i_cancel_after(UINT64_MAX);
    }
    test_free(values);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_that_of_the_sorted_numbers),
        cmocka_unit_test(no_order_takes_more_looks_than_another),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
