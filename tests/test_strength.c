/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The model noisy-or/1 against a table worked out by hand, against an
 * independent slow implementation, and its properties. */
#include "base/calendar.h"
#include "base/context_impl.h"
#include "graph/strength.h"
#include "world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_i_model model;

static int set_up(void **state)
{
    (void)state;
    intro_i_model_default(&model);
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static intro_i_evidence_row row_of(intro_evidence_kind kind, uint32_t ab,
                                   uint32_t ba, intro_day last, uint16_t people)
{
    const intro_i_evidence_row row = {
        .kind = (uint8_t)kind,
        .flags = last == INTRO_NO_DAY ? INTRO_I_EV_UNDATED : 0,
        .people = people,
        .count_ab = ab,
        .count_ba = ba,
        .first = last,
        .last = last};
    return row;
}

static double q_of(const intro_i_evidence_row *row, intro_day as_of)
{
    intro_evidence e;
    intro_i_evidence_explain(&model, as_of, row, &e);
    return e.q;
}

static void near(double value, double wanted)
{
    if (!(fabs(value - wanted) < 1e-12)) {
        print_error("%.15g is not %.15g\n", value, wanted);
    }
    assert_true(fabs(value - wanted) < 1e-12);
}

/* --- the table ------------------------------------------------------------------ */

static void every_row_of_the_table_has_its_numbers(void **state)
{
    (void)state;
    /* Age in days, -1 none; p x n/(n+h) x fading worked out by hand. */
    static const struct {
        intro_evidence_kind kind;
        uint32_t ab;
        uint32_t ba;
        uint16_t people;
        int age;
        double q;
    } rows[] = {
        {INTRO_EV_CONNECTION, 1, 0, 0, 0, 0.15},
        {INTRO_EV_CONNECTION, 1, 0, 0, 30000, 0.15},
        {INTRO_EV_MESSAGES_TWO_WAY, 4, 9, 0, 0, 0.35},
        {INTRO_EV_MESSAGES_TWO_WAY, 9, 4, 0, 730, 0.175},
        {INTRO_EV_MESSAGES_TWO_WAY, 12, 12, 0, 7300, 0.21},
        {INTRO_EV_MESSAGES_TWO_WAY, 12, 12, 0, -1, 0.525},
        {INTRO_EV_MESSAGES_ONE_WAY, 0, 4, 0, 0, 0.025},
        {INTRO_EV_MESSAGES_ONE_WAY, 4, 0, 0, 365, 0.0125},
        {INTRO_EV_MESSAGES_ONE_WAY, 16, 0, 0, 9999, 0.008},
        {INTRO_EV_RECOMMENDATION, 1, 0, 0, 0, 0.6},
        {INTRO_EV_RECOMMENDATION, 3, 2, 0, 3650, 0.36},
        {INTRO_EV_ENDORSEMENT, 3, 0, 0, 0, 0.1},
        {INTRO_EV_ENDORSEMENT, 1, 2, 0, 1095, 0.05},
        {INTRO_EV_ENDORSEMENT, 6, 3, 0, 5000, 0.075},
        {INTRO_EV_INVITATION_NOTE, 1, 0, 0, 0, 0.08},
        {INTRO_EV_INVITATION_NOTE, 1, 0, 0, 1095, 0.04},
        {INTRO_EV_INVITATION_NOTE, 1, 0, 0, 9999, 0.024},
        {INTRO_EV_COLLEAGUE, 1, 0, 0, -1, 0.35},
        {INTRO_EV_COLLEAGUE, 1, 0, 0, 3650, 0.175},
        {INTRO_EV_COLLEAGUE, 1, 0, 0, 99999, 0.14},
        {INTRO_EV_SAME_EMPLOYER_NOW, 1, 0, 2, -1, 0.25},
        {INTRO_EV_SAME_EMPLOYER_NOW, 1, 0, 8, -1, 0.25},
        {INTRO_EV_SAME_EMPLOYER_NOW, 1, 0, 10, -1, 0.2},
        {INTRO_EV_SAME_EMPLOYER_NOW, 1, 0, 50, -1, 0.04},
        {INTRO_EV_SMALL_THREAD, 1, 0, 3, 0, 0.4},
        {INTRO_EV_SMALL_THREAD, 1, 0, 4, 1095, 0.1},
        {INTRO_EV_SMALL_THREAD, 5, 0, 7, 9999, 0.024},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(rows); i++) {
        const intro_i_evidence_row row =
            row_of(rows[i].kind, rows[i].ab, rows[i].ba,
                   rows[i].age < 0 ? INTRO_NO_DAY : 20000 - rows[i].age,
                   rows[i].people);
        near(q_of(&row, 20000), rows[i].q);
    }
}

static void the_example_of_the_contract_comes_out(void **state)
{
    (void)state;
    const intro_day as_of = intro_i_day_from_civil(2026, 3, 1);
    const intro_i_evidence_row rows[] = {
        row_of(INTRO_EV_CONNECTION, 1, 0, intro_i_day_from_civil(2019, 2, 21),
               0),
        row_of(INTRO_EV_MESSAGES_TWO_WAY, 12, 14,
               intro_i_day_from_civil(2026, 1, 5), 0)};
    assert_true(fabs(q_of(&rows[1], as_of) - 0.4983) < 0.00005);
    const float strength =
        intro_i_strength_of(&model, as_of, rows, 2, 0, false);
    assert_true(fabs((double)strength - 0.5735) < 0.00005);
}

static void evidence_is_clamped_and_joined_with_w(void **state)
{
    (void)state;
    intro_i_evidence_row rows[] = {
        row_of(INTRO_EV_MESSAGES_ONE_WAY, 1, 0, 0, 0),
        row_of(INTRO_EV_WEIGHT, 1, 0, INTRO_NO_DAY, 0)};
    /* 0.05 x 1/5 x 0.2 = 0.002, lifted to 0.01. */
    assert_true(intro_i_strength_of(&model, 20000, rows, 1, 0, false) ==
                (float)0.01);
    assert_true(intro_i_strength_of(&model, 20000, rows, 2, 0.5, false) ==
                (float)(1 - 0.5 * 0.99));
    intro_i_evidence_row strong[4];
    for (size_t i = 0; i < 4; i++) {
        strong[i] = row_of(INTRO_EV_RECOMMENDATION, 1, 0, 20000, 0);
    }
    strong[1] = row_of(INTRO_EV_MESSAGES_TWO_WAY, 10000, 10000, 20000, 0);
    /* 1 - 0.4^3 x 0.3 = 0.9808, held at 0.98. */
    assert_true(intro_i_strength_of(&model, 20000, strong, 4, 0, false) ==
                (float)0.98);
    assert_true(intro_i_strength_of(&model, 20000, rows + 1, 1, 1, false) ==
                1.0F);
    rows[0] = row_of(INTRO_EV_SMALL_THREAD, 1, 0, 20000, 3);
    assert_true(intro_i_strength_of(&model, 20000, rows, 1, 0, true) == 0.0F);
    assert_true(intro_i_strength_of(&model, 20000, rows, 2, 0.25, true) ==
                0.25F);
}

static void a_first_answer_never_lowers_a_strength(void **state)
{
    (void)state;
    const intro_i_evidence_row least =
        row_of(INTRO_EV_MESSAGES_TWO_WAY, 1, 100, -100000, 0);
    const intro_i_evidence_row most =
        row_of(INTRO_EV_MESSAGES_ONE_WAY, UINT32_MAX, 0, 20000, 0);
    near(q_of(&least, 20000), 0.056);
    assert_true(q_of(&least, 20000) > q_of(&most, 20000));
}

/* --- word by word --------------------------------------------------------------- */

static double slow_strength(const intro_i_evidence_row *rows, size_t count,
                            intro_day as_of, double w)
{
    static const double p[] = {0.15, 0.7,  0.05, 0.6, 0.2,
                               0.08, 0.35, 0.25, 0.4};
    static const double h[] = {0, 4, 4, 0, 3, 0, 0, 0, 0};
    static const double half[] = {0, 730, 365, 3650, 1095, 1095, 3650, 0, 1095};
    static const double f[] = {1, 0.4, 0.2, 0.6, 0.5, 0.3, 0.4, 1, 0.3};
    double missed = 1;
    for (size_t i = 0; i < count; i++) {
        const intro_i_evidence_row *const r = &rows[i];
        const double ab = r->count_ab;
        const double ba = r->count_ba;
        const double n =
            r->kind == INTRO_EV_MESSAGES_TWO_WAY ? fmin(ab, ba) : ab + ba;
        double q = p[r->kind];
        if (r->kind == INTRO_EV_SAME_EMPLOYER_NOW) {
            q = fmin(q, 2.0 / r->people);
        } else if (r->kind == INTRO_EV_SMALL_THREAD) {
            q /= r->people - 2;
        }
        q *= h[r->kind] > 0 ? n / (n + h[r->kind]) : 1;
        const bool undated = (r->flags & INTRO_I_EV_UNDATED) != 0;
        if (half[r->kind] > 0 && !undated) {
            const double age = fmax(0, (double)as_of - r->last);
            q *= fmax(f[r->kind], pow(2, -age / half[r->kind]));
        }
        missed *= 1 - q;
    }
    const double e = count == 0 ? 0 : fmax(0.01, fmin(0.98, 1 - missed));
    return 1 - (1 - w) * (1 - e);
}

/* Some kinds, each once, in the order of kinds. */
static size_t draw(uint64_t *random, intro_i_evidence_row *rows)
{
    size_t count = 0;
    for (int kind = 0; kind < INTRO_EV_WEIGHT; kind++) {
        if (world_random(random) % 2 == 0) {
            continue;
        }
        const uint32_t ab = 1 + (uint32_t)(world_random(random) % 30);
        const uint32_t ba = 1 + (uint32_t)(world_random(random) % 30);
        const bool two = kind == INTRO_EV_MESSAGES_TWO_WAY;
        rows[count++] =
            row_of((intro_evidence_kind)kind, ab, two ? ba : 0,
                   world_random(random) % 4 == 0
                       ? INTRO_NO_DAY
                       : (intro_day)(15000 + world_random(random) % 6000),
                   (uint16_t)(kind == INTRO_EV_SAME_EMPLOYER_NOW
                                  ? 2 + world_random(random) % 49
                                  : 3 + world_random(random) % 6));
    }
    return count;
}

static void random_evidence_agrees_with_the_text(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 20000; i++) {
        intro_i_evidence_row rows[INTRO_EV_COUNT];
        const size_t count = draw(&random, rows);
        const intro_day as_of =
            (intro_day)(16000 + world_random(&random) % 9000);
        const double w = world_random(&random) % 2 == 0
                             ? 0
                             : (double)(1 + world_random(&random) % 100) / 100;
        const double wanted = slow_strength(rows, count, as_of, w);
        const double got =
            (double)intro_i_strength_of(&model, as_of, rows, count, w, false);
        assert_true(fabs(got - wanted) <= 1e-7 * wanted);
    }
}

/* --- properties ----------------------------------------------------------------- */

static float strength_of(const intro_i_evidence_row *rows, size_t count,
                         intro_day as_of)
{
    return intro_i_strength_of(&model, as_of, rows, count, 0, false);
}

static void evidence_never_lowers_and_time_never_raises(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int i = 0; i < 20000; i++) {
        intro_i_evidence_row rows[INTRO_EV_COUNT];
        const size_t count = draw(&random, rows);
        if (count == 0) {
            continue;
        }
        const intro_day as_of =
            (intro_day)(16000 + world_random(&random) % 9000);
        const float before = strength_of(rows, count, as_of);
        assert_true(before > 0 && before <= 1);
        assert_true(strength_of(rows, count - 1, as_of) <= before);
        assert_true(strength_of(rows, count,
                                as_of + (intro_day)(world_random(&random) %
                                                    2000)) <= before);
        intro_i_evidence_row *const more = &rows[world_random(&random) % count];
        switch (world_random(&random) % 5) {
        case 0:
            more->count_ab++;
            break;
        case 1:
            more->count_ba += more->kind != INTRO_EV_CONNECTION;
            break;
        case 2:
            more->last += more->last == INTRO_NO_DAY ? 0 : 100;
            break;
        case 3:
            more->flags |= INTRO_I_EV_UNDATED;
            break;
        default:
            more->people = (uint16_t)(more->people > 3 ? more->people - 1 : 3);
            break;
        }
        if (more->kind == INTRO_EV_SAME_EMPLOYER_NOW) {
            continue; /* the size of the employer is held */
        }
        assert_true(strength_of(rows, count, as_of) >= before);
        assert_true(intro_i_strength_of(&model, as_of, rows, count, 0.1,
                                        false) >= before);
    }
}

static void the_newest_date_is_that_of_any_row(void **state)
{
    (void)state;
    const intro_i_evidence_row rows[] = {
        row_of(INTRO_EV_CONNECTION, 1, 0, INTRO_NO_DAY, 0),
        row_of(INTRO_EV_CONNECTION, 1, 0, -5, 0),
        row_of(INTRO_EV_SMALL_THREAD, 1, 0, -3, 0)};
    assert_int_equal(intro_i_evidence_newest(rows, 3), -3);
    assert_int_equal(intro_i_evidence_newest(rows, 1), INTRO_NO_DAY);
    assert_int_equal(intro_i_evidence_newest(rows, 0), INTRO_NO_DAY);
}

static void a_date_beyond_as_of_has_no_age(void **state)
{
    (void)state;
    const intro_i_evidence_row row =
        row_of(INTRO_EV_RECOMMENDATION, 1, 0, 30000, 0);
    near(q_of(&row, 20000), 0.6);
    near(q_of(&row, INTRO_NO_DAY), 0.6);
}

/* --- a user's file --------------------------------------------------------------- */

static intro_status read_model(const char *content, intro_i_model *out)
{
    char file[] = "model.XXXXXX";
    const int fd = mkstemp(file);
    assert_true(fd >= 0);
    const size_t length = strlen(content);
    assert_int_equal(write(fd, content, length), (ssize_t)length);
    assert_int_equal(close(fd), 0);
    intro_i_model_default(out);
    const intro_status rc = intro_i_model_read(ctx, file, out);
    assert_int_equal(unlink(file), 0);
    return rc;
}

static void a_file_overrides_the_numbers_it_names(void **state)
{
    (void)state;
    intro_i_model m;
    assert_int_equal(read_model("# mine\n\n connection.p = 0.5 # warm\r\n"
                                "messages_two_way.h=8\n"
                                "messages_two_way . H = 10\n"
                                "small_thread.f = 0\nstated.p = 1",
                                &m),
                     INTRO_OK);
    assert_true(m.kinds[INTRO_EV_CONNECTION].p == 0.5);
    assert_true(m.kinds[INTRO_EV_MESSAGES_TWO_WAY].h == 8);
    assert_true(m.kinds[INTRO_EV_MESSAGES_TWO_WAY].half_life_days == 10);
    assert_true(m.kinds[INTRO_EV_MESSAGES_TWO_WAY].p == 0.7);
    assert_true(m.kinds[INTRO_EV_SMALL_THREAD].floor == 0);
    assert_true(m.kinds[INTRO_EV_STATED].p == 1);
    assert_int_equal(read_model("", &m), INTRO_OK);
}

static void a_bad_line_is_refused_with_its_number(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "connection.p 0.5",      "connection = 0.5",    "connection.q = 0.5",
        "connection.h = 1",      "weight.p = 0.5",      "nobody.p = 0.5",
        "connection.p = ",       "connection.p = x",    "connection.p = 1.01",
        "connection.p = -0.1",   "connection.p = nan",  "recommendation.H = 0",
        "endorsement.h = -1",    "endorsement.h = inf", "endorsement.f = 2",
        "connection.p = 0.5 0.6"};
    for (size_t i = 0; i < INTRO_COUNT_OF(lines); i++) {
        char content[128];
        intro_i_model m;
        (void)snprintf(content, sizeof content, "connection.p = 0.2\n\n%s\n",
                       lines[i]);
        assert_int_equal(read_model(content, &m), INTRO_EARG);
        assert_int_equal(intro_ctx_error(ctx)->line, 3);
        assert_int_equal(memcmp(intro_ctx_error(ctx)->source, "model.", 6), 0);
    }
    intro_i_model m;
    assert_int_equal(intro_i_model_read(ctx, "no/such/model", &m), INTRO_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_table_has_its_numbers),
        cmocka_unit_test(the_example_of_the_contract_comes_out),
        cmocka_unit_test(evidence_is_clamped_and_joined_with_w),
        cmocka_unit_test(a_first_answer_never_lowers_a_strength),
        cmocka_unit_test(random_evidence_agrees_with_the_text),
        cmocka_unit_test(evidence_never_lowers_and_time_never_raises),
        cmocka_unit_test(the_newest_date_is_that_of_any_row),
        cmocka_unit_test(a_date_beyond_as_of_has_no_age),
        cmocka_unit_test(a_file_overrides_the_numbers_it_names),
        cmocka_unit_test(a_bad_line_is_refused_with_its_number),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
