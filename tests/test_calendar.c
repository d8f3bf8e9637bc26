/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIVOT = 2026 };

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Walks the calendar a day at a time, the simplest oracle there is. */
static void days_count_up_by_one_through_every_accepted_year(void **state)
{
    (void)state;
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30,
                                      31, 31, 30, 31, 30, 31};
    intro_day expected = -25567; /* 70 years, 17 of them leap years */
    for (int32_t y = INTRO_I_YEAR_MIN; y <= INTRO_I_YEAR_MAX; y++) {
        for (int32_t m = 1; m <= 12; m++) {
            const int32_t last = lengths[m - 1] + (m == 2 && is_leap(y));
            for (int32_t d = 1; d <= last; d++) {
                int32_t back[3];
                const intro_day day = intro_i_day_from_civil(y, m, d);
                intro_i_civil_from_day(day, &back[0], &back[1], &back[2]);
                if (day != expected || back[0] != y || back[1] != m ||
                    back[2] != d || !intro_i_civil_is_valid(y, m, d)) {
                    fail_msg("%d-%d-%d", (int)y, (int)m, (int)d);
                }
                expected++;
            }
            assert_false(intro_i_civil_is_valid(y, m, last + 1));
        }
    }
    assert_int_equal(intro_i_day_from_civil(1970, 1, 1), 0);
    assert_false(intro_i_civil_is_valid(1899, 12, 31));
    assert_false(intro_i_civil_is_valid(10000, 1, 1));
    assert_false(intro_i_civil_is_valid(2020, 0, 1));
    assert_false(intro_i_civil_is_valid(2020, 13, 1));
    assert_false(intro_i_civil_is_valid(2020, 1, 0));
}

static void a_written_day_reads_back(void **state)
{
    (void)state;
    for (intro_day day = -25567; day < 2900000; day += 13) {
        char text[16];
        intro_day back = INTRO_NO_DAY;
        intro_i_day_format(day, text);
        assert_int_equal(strlen(text), 10);
        assert_int_equal(intro_i_day_parse_iso(text, 10, &back), INTRO_OK);
        assert_int_equal(back, day);
    }
    char text[16] = "x";
    intro_i_day_format(INTRO_NO_DAY, text);
    assert_string_equal(text, "");
    intro_i_day_format(INT32_MAX, text);
    assert_true(strlen(text) < sizeof text);
    intro_i_day_format(INT32_MIN + 1, text);
    assert_true(strlen(text) < sizeof text);
}

static const struct {
    const char *text;
    const char *day;
    intro_i_date_form form;
} spellings[] = {
    {"07 Feb 2024", "2024-02-07", INTRO_I_DATE_D_MON_YEAR},
    {"7 february 2024", "2024-02-07", INTRO_I_DATE_D_MON_YEAR},
    {"\xC2\xA0"
     "07 Feb 2024 ",
     "2024-02-07", INTRO_I_DATE_D_MON_YEAR},
    {"4-Apr-21", "2021-04-04", INTRO_I_DATE_D_MON_YY},
    {"03-Jul-23", "2023-07-03", INTRO_I_DATE_D_MON_YY},
    {"9/21/17, 3:45 PM", "2017-09-21", INTRO_I_DATE_MDY},
    {"6/7/26, 7:35\xE2\x80\xAF"
     "AM",
     "2026-06-07", INTRO_I_DATE_MDY},
    {"6/7/27, 7:35\xC2\xA0pm", "1927-06-07", INTRO_I_DATE_MDY},
    {"01/09/13, 02:10 AM", "2013-01-09", INTRO_I_DATE_MDY},
    {"01/02/24", "2024-01-02", INTRO_I_DATE_MDY},
    {"2023/06/01 14:20:00 UTC", "2023-06-01", INTRO_I_DATE_YMD_SLASH},
    {"2024-01-15 09:05:00 UTC", "2024-01-15", INTRO_I_DATE_YMD_TIME},
    {"2024-03-01 10:00:00", "2024-03-01", INTRO_I_DATE_YMD_TIME},
    {"Tue Jul 04 08:00:00 UTC 2023", "2023-07-04", INTRO_I_DATE_JAVA},
    {"Tue Jul 04 08:00:00 PDT 2023", "2023-07-04", INTRO_I_DATE_JAVA},
    {"2024-01-15", "2024-01-15", INTRO_I_DATE_ISO},
    {"2011-06-01T13:00:00.000Z", "2011-06-01", INTRO_I_DATE_ISO},
    {"2024-12-31T23:30:00-02:00", "2025-01-01", INTRO_I_DATE_ISO},
    {"2025-01-01T01:00:00+0130", "2024-12-31", INTRO_I_DATE_ISO},
    {"Mar 25 2023 10:15 AM", "2023-03-25", INTRO_I_DATE_MON_D_TIME},
    {"Jul 11, 2023 10:00 AM", "2023-07-11", INTRO_I_DATE_MON_D_TIME},
    {"Jun 15 2016", "2016-06-15", INTRO_I_DATE_MON_D_YEAR},
    {"Sep 8 2021", "2021-09-08", INTRO_I_DATE_MON_D_YEAR},
    {"Sept 8, 2021", "2021-09-08", INTRO_I_DATE_MON_D_YEAR},
    {"Jan 2024", "2024-01-01", INTRO_I_DATE_MON_YEAR},
    {"2019", "2019-01-01", INTRO_I_DATE_YEAR},
};

static void the_spellings_of_exports_are_recognised_and_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(spellings); i++) {
        const char *const text = spellings[i].text;
        intro_i_date_chooser chooser;
        intro_day day = INTRO_NO_DAY;
        char written[16];
        intro_i_date_chooser_init(&chooser, PIVOT);
        assert_int_equal(
            intro_i_date_chooser_parse(&chooser, text, strlen(text), &day),
            INTRO_OK);
        intro_i_day_format(day, written);
        assert_string_equal(written, spellings[i].day);
        assert_int_equal(chooser.form, spellings[i].form);
    }
    intro_day day;
    assert_int_equal(intro_i_date_parse(INTRO_I_DATE_MDY_PADDED,
                                        "01/09/13, 02:10 AM", 18, PIVOT, &day),
                     INTRO_OK);
    assert_int_equal(intro_i_date_parse(INTRO_I_DATE_MDY_PADDED,
                                        "1/9/13, 2:10 AM", 15, PIVOT, &day),
                     INTRO_EFORMAT);
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "31 Feb 2021",
        "29 Feb 2023",
        "15 janv. 2024",
        "1899",
        "10000",
        "0 Jan 2024",
        "2024-13-01",
        "9/21/17, 13:45 PM",
        "9/21/17, 0:45 AM",
        "9/21/17, 3:60 PM",
        "21/09/2017",
        "07 Feb 2024 x",
        "07Feb2024",
        "7 Fe 2024",
        "9/21/173",
        "2024-01-15T25:00Z",
        "2024-01-15T10:00+99",
        "9/21/17, 3:45 XM",
        "9\x0F"
        "21\x0F"
        "17",
        "4\x0D"
        "Apr\x0D"
        "21",
        "-",
        "Mon 2024",
        "99999999999 Jan 24",
        "1900-01-01T00:00+01:00",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        intro_i_date_chooser chooser;
        intro_day day = 7;
        intro_i_date_chooser_init(&chooser, PIVOT);
        if (intro_i_date_chooser_parse(&chooser, bad[i], strlen(bad[i]),
                                       &day) != INTRO_EFORMAT ||
            day != 7 || chooser.form != INTRO_I_DATE_FORMS) {
            fail_msg("\"%s\" was read", bad[i]);
        }
    }
}

static void a_file_keeps_the_form_of_its_first_readable_value(void **state)
{
    (void)state;
    intro_i_date_chooser chooser;
    intro_day day = 7;
    intro_i_date_chooser_init(&chooser, PIVOT);
    assert_int_equal(intro_i_date_chooser_parse(&chooser, " ", 1, &day),
                     INTRO_ENOTFOUND);
    assert_false(intro_i_date_chooser_offer(&chooser, "31 Feb 2024", 11));
    assert_true(intro_i_date_chooser_offer(&chooser, "12/15/23, 10:10 AM", 18));
    assert_int_equal(
        intro_i_date_chooser_parse(&chooser, "01 Jan 2024", 11, &day),
        INTRO_EFORMAT);
    assert_int_equal(day, 7);
    assert_int_equal(
        intro_i_date_chooser_parse(&chooser, "01/09/13, 02:10 AM", 18, &day),
        INTRO_OK);
    assert_int_equal(
        intro_i_date_chooser_parse(&chooser, "1/9/13, 2:10 AM", 15, &day),
        INTRO_OK);
    assert_int_equal(intro_i_date_chooser_parse(&chooser, "", 0, &day),
                     INTRO_ENOTFOUND);
}

static void assert_period(const char *text, const char *from, const char *to)
{
    intro_day first = INTRO_NO_DAY;
    intro_day last = INTRO_NO_DAY;
    char written[16];
    assert_int_equal(
        intro_i_period_parse(text, strlen(text), PIVOT, &first, &last),
        INTRO_OK);
    intro_i_day_format(first, written);
    assert_string_equal(written, from);
    intro_i_day_format(last, written);
    assert_string_equal(written, to);
}

static void months_and_years_are_periods(void **state)
{
    (void)state;
    assert_period("Feb 2024", "2024-02-01", "2024-02-29");
    assert_period("Dec 2021", "2021-12-01", "2021-12-31");
    assert_period("2019", "2019-01-01", "2019-12-31");
    assert_period("2023-02", "2023-02-01", "2023-02-28");
    assert_period("15 Jan 2020", "2020-01-15", "2020-01-15");
    intro_day first = 1;
    intro_day last = 2;
    assert_int_equal(intro_i_period_parse("", 0, PIVOT, &first, &last),
                     INTRO_ENOTFOUND);
    assert_int_equal(intro_i_period_parse("now", 3, PIVOT, &first, &last),
                     INTRO_EFORMAT);
    assert_int_equal(intro_i_period_parse("1800", 4, PIVOT, &first, &last),
                     INTRO_EFORMAT);
    assert_int_equal(first, 1);
    assert_int_equal(last, 2);
}

/* Whatever is read lies in the accepted years; nothing else may happen. */
static void damaged_dates_are_read_or_refused(void **state)
{
    (void)state;
    const char *const env = getenv("INTRO_TEST_SEED");
    uint64_t seed = env == NULL ? 42 : strtoull(env, NULL, 0);
    for (int round = 0; round < 200000; round++) {
        seed = seed * UINT64_C(6364136223846793005) +
               UINT64_C(1442695040888963407);
        const char *const from =
            spellings[(seed >> 33) % INTRO_COUNT_OF(spellings)].text;
        const size_t length = strlen(from);
        char *const text = malloc(length);
        assert_non_null(text);
        memcpy(text, from, length);
        text[(seed >> 40) % length] = (char)(seed >> 56);
        intro_i_date_chooser chooser;
        intro_i_date_chooser_init(&chooser, PIVOT);
        intro_day day = INTRO_NO_DAY;
        const size_t kept = length - (seed >> 50) % 3;
        if (intro_i_date_chooser_parse(&chooser, text, kept, &day) ==
            INTRO_OK) {
            int32_t year;
            intro_i_civil_from_day(day, &year, NULL, NULL);
            assert_in_range(year, INTRO_I_YEAR_MIN, INTRO_I_YEAR_MAX);
        } else {
            assert_int_equal(day, INTRO_NO_DAY);
        }
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_up_by_one_through_every_accepted_year),
        cmocka_unit_test(a_written_day_reads_back),
        cmocka_unit_test(the_spellings_of_exports_are_recognised_and_read),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(a_file_keeps_the_form_of_its_first_readable_value),
        cmocka_unit_test(months_and_years_are_periods),
        cmocka_unit_test(damaged_dates_are_read_or_refused),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
