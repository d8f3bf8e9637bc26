/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markup: what is written is read back by a reader of its own. */
#include "base/context_impl.h"
#include "base/random.h"
#include "base/text.h"
#include "report/charts.h"
#include "report/html_writer.h"

#include "markup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_output *output;
static intro_i_html html;

static const char *const hostile[] = {
    "plain",
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onload='alert(1)",
    "javascript:alert(1)",
    "</title><img src=x onerror=alert(1)>",
    "]]>",
    "<!-- -->",
    "&amp;&lt;&#60;",
    "a & b",
    "\xE2\x80\xAE"
    "gpj.exe",
    "\xE2\x80\xA8line",
    "\x1b[2J\x07\x7f",
    "\xC2\x9B"
    "31m",
    "\xEF\xBF\xBE\xEF\xBF\xBF\xF0\x9F\xBF\xBF",
    "not \xFF\xC0\x80 UTF-8",
    "\xD8\xA7\xD8\xAD\xD9\x85\xD8\xAF",
};

static int open_output(void **state)
{
    (void)state;
    if (intro_ctx_new(&ctx) != INTRO_OK ||
        intro_i_output_open_memory(ctx, &output) != INTRO_OK) {
        return -1;
    }
    intro_i_html_init(&html, output);
    return 0;
}

static int close_output(void **state)
{
    (void)state;
    intro_i_html_fini(&html);
    intro_output_abandon(output);
    intro_ctx_free(ctx);
    return 0;
}

static const char *written(void)
{
    size_t length;
    assert_int_equal(intro_i_output_status(output), INTRO_OK);
    return intro_i_output_memory(output, &length);
}

/* What was written is a page whose body it is. */
static void assert_markup(void)
{
    static markup m;
    const char *const text = written();
    assert_true(intro_i_utf8_is_valid(text, strlen(text)));
    if (!markup_read(&m, text, strlen(text), "", "")) {
        fail_msg("%s", m.fault);
    }
}

static void begin_page(void)
{
    intro_i_html_put(&html, "<!DOCTYPE html>\n<body>");
}

static void end_page(void)
{
    intro_i_html_put(&html, "</body>\n");
    assert_markup();
}

static void test_no_text_becomes_markup(void **state)
{
    (void)state;
    begin_page();
    for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
        intro_i_html_put(&html, "<p class=\"");
        intro_i_html_text(&html, hostile[i]);
        intro_i_html_put(&html, "\">");
        intro_i_html_text(&html, hostile[i]);
        intro_i_html_name(&html, hostile[i], 12);
        intro_i_html_format(&html, "</p><p class=\"%s\">%s", hostile[i],
                            hostile[i]);
        intro_i_html_put(&html, "</p>");
    }
    end_page();
}

/* Undoes what the writer does to plain text. */
static void unescape(const char *text, char *out)
{
    static const char *const references[][2] = {{"&amp;", "&"},
                                                {"&lt;", "<"},
                                                {"&gt;", ">"},
                                                {"&quot;", "\""},
                                                {"&#39;", "'"}};
    while (*text != '\0') {
        size_t step = 1;
        *out = *text;
        for (size_t i = 0; i < INTRO_COUNT_OF(references); i++) {
            const size_t length = strlen(references[i][0]);
            if (strncmp(text, references[i][0], length) == 0) {
                *out = references[i][1][0];
                step = length;
            }
        }
        out++;
        text += step;
    }
    *out = '\0';
}

static void test_text_reads_back_as_the_terminal_shows_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
        char read[256];
        char shown[256];
        const size_t start = strlen(written());
        if (strstr(hostile[i], "\xEF\xBF") != NULL) {
            continue; /* noncharacters are replaced */
        }
        intro_i_html_text(&html, hostile[i]);
        unescape(written() + start, read);
        assert_string_equal(read,
                            intro_escape_text(hostile[i], shown, sizeof shown));
    }
}

static void test_noncharacters_are_replaced(void **state)
{
    (void)state;
    intro_i_html_text(&html, "a\xEF\xBF\xBE"
                             "b\xF0\x9F\xBF\xBF"
                             "c\xEF\xB7\x90"
                             "d\xEF\xBF\xBD");
    assert_string_equal(written(), "a\xEF\xBF\xBD"
                                   "b\xEF\xBF\xBD"
                                   "c\xEF\xBF\xBD"
                                   "d\xEF\xBF\xBD");
}

/* Calls put() and compares what it wrote. */
#define ASSERT_PUTS(put, wanted)                                               \
    do {                                                                       \
        const size_t start = strlen(written());                                \
        put;                                                                   \
        assert_string_equal(written() + start, wanted);                        \
    } while (0)

static void test_numbers_for_people(void **state)
{
    (void)state;
    ASSERT_PUTS(intro_i_html_count(&html, 0), "0");
    ASSERT_PUTS(intro_i_html_count(&html, 999), "999");
    ASSERT_PUTS(intro_i_html_count(&html, 1000), "1,000");
    ASSERT_PUTS(intro_i_html_count(&html, UINT64_MAX),
                "18,446,744,073,709,551,615");
    ASSERT_PUTS(intro_i_html_things(&html, 1, "tie", "ties"), "1 tie");
    ASSERT_PUTS(intro_i_html_things(&html, 0, "tie", "ties"), "0 ties");
    ASSERT_PUTS(intro_i_html_real(&html, 12.25, 1), "12.3");
    ASSERT_PUTS(intro_i_html_real(&html, -1234.5, 0), "\xE2\x88\x92"
                                                      "1,235");
    ASSERT_PUTS(intro_i_html_real(&html, -0.01, 1), "0.0");
    ASSERT_PUTS(intro_i_html_real(&html, 0.0456, 3), "0.046");
    ASSERT_PUTS(intro_i_html_real(&html, (double)NAN, 1), "\xE2\x80\x93");
    ASSERT_PUTS(intro_i_html_real(&html, 1e300, 1), "\xE2\x80\x93");
    ASSERT_PUTS(intro_i_html_percent(&html, 0.345), "35%");
    ASSERT_PUTS(intro_i_html_percent(&html, 0), "0%");
    ASSERT_PUTS(intro_i_html_percent(&html, 0.001), "&lt;1%");
    ASSERT_PUTS(intro_i_html_percent(&html, (double)NAN), "\xE2\x80\x93");
    ASSERT_PUTS(intro_i_html_short(&html, 0.5735), "0.57");
}

/* O12: what is no place in a picture is drawn at its corner. */
static void test_places_are_finite(void **state)
{
    (void)state;
    ASSERT_PUTS(intro_i_html_place(&html, 12), "12");
    ASSERT_PUTS(intro_i_html_place(&html, 12.34), "12.3");
    ASSERT_PUTS(intro_i_html_place(&html, -0.06), "-0.1");
    ASSERT_PUTS(intro_i_html_place(&html, 1e308), "0");
    ASSERT_PUTS(intro_i_html_place(&html, -(double)INFINITY), "0");
    ASSERT_PUTS(intro_i_html_place(&html, (double)NAN), "0");
}

static void test_formats_are_few(void **state)
{
    (void)state;
    ASSERT_PUTS(intro_i_html_format(&html, "<b>%s</b> %u %d %llu %%", "<", 7u,
                                    -3, 9ULL),
                "<b>&lt;</b> 7 -3 9 %");
    intro_i_html_format(&html, "%x", 1u);
    assert_int_equal(intro_i_output_status(output), INTRO_EBUG);
}

/* --- charts --------------------------------------------------------------- */

static void test_charts_are_markup_whatever_the_labels(void **state)
{
    (void)state;
    const intro_i_chart bars_chart = {"bars", "Bars"};
    const intro_i_chart split_chart = {"split", "Split"};
    const intro_i_split split = {
        .first = "strong", .second = "weak", .first_count = 3};
    intro_i_bar bars[INTRO_COUNT_OF(hostile)];
    for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
        bars[i] = (intro_i_bar){.label = hostile[i],
                                .other = i == 3 ? hostile[0] : NULL,
                                .share = i == 0 ? 1e308 : 0.1 * (double)i,
                                .mean = i == 2 ? (double)NAN : 0.5,
                                .count = i};
    }
    begin_page();
    intro_i_chart_bars(&html, &bars_chart, bars, INTRO_COUNT_OF(hostile),
                       "elsewhere");
    intro_i_chart_split(&html, &split_chart, &split);
    end_page();
    assert_null(strstr(written(), "nan"));
    assert_null(strstr(written(), "inf"));
    assert_null(strstr(written(), "e+"));
}

static void test_curves_of_any_values_stay_inside(void **state)
{
    (void)state;
    static const double tops[] = {0, 0.4, 1, 3, 7, 99, 100, 101, 12345, 1e9};
    begin_page();
    for (size_t t = 0; t < INTRO_COUNT_OF(tops); t++) {
        const char id[] = {'c', (char)('a' + (char)t), '\0'};
        const intro_i_chart chart = {id, "Curve"};
        intro_i_point points[12];
        for (int i = 0; i < 12; i++) {
            points[i].year = 2010 + 2 * i;
            points[i].value = i == 3 ? (double)NAN : tops[t] * i / 11;
        }
        const size_t start = strlen(written());
        intro_i_chart_curve(&html, &chart, points, 12, 1);
        const char *at = strstr(written() + start, "class=\"curve\" d=\"") + 17;
        size_t moves = 0;
        for (; *at != '"'; at++) {
            if (*at == 'M' || *at == 'L') {
                char *end;
                const double x = strtod(at + 1, &end);
                const double y = strtod(end, NULL);
                assert_true(x >= 0 && x <= 360 && y >= 0 && y <= 190);
                moves += *at == 'M';
            }
        }
        assert_int_equal(moves, 2); /* the gap */
    }
    end_page();
}

static void test_a_failure_is_told_after_other_calls(void **state)
{
    (void)state;
    intro_i_output_fail(output, intro_i_fail_at(ctx, INTRO_EFORMAT, "a file", 3,
                                                0, "the first reason"));
    intro_i_begin(ctx); /* as every public call does */
    intro_i_html_text(&html, "more");
    intro_i_output_fail(output, intro_i_fail(ctx, INTRO_ELIMIT, "a second"));
    intro_i_begin(ctx);
    assert_int_equal(intro_i_output_status(output), INTRO_EFORMAT);
    assert_int_equal(intro_ctx_error(ctx)->status, INTRO_EFORMAT);
    assert_string_equal(intro_ctx_error(ctx)->message, "the first reason");
    assert_string_equal(intro_ctx_error(ctx)->source, "a file");
    assert_int_equal(intro_ctx_error(ctx)->line, 3);
}

int main(void)
{
#define WITH_OUTPUT(test)                                                      \
    cmocka_unit_test_setup_teardown(test, open_output, close_output)
    const struct CMUnitTest tests[] = {
        WITH_OUTPUT(test_no_text_becomes_markup),
        WITH_OUTPUT(test_text_reads_back_as_the_terminal_shows_it),
        WITH_OUTPUT(test_noncharacters_are_replaced),
        WITH_OUTPUT(test_numbers_for_people),
        WITH_OUTPUT(test_places_are_finite),
        WITH_OUTPUT(test_formats_are_few),
        WITH_OUTPUT(test_charts_are_markup_whatever_the_labels),
        WITH_OUTPUT(test_curves_of_any_values_stay_inside),
        WITH_OUTPUT(test_a_failure_is_told_after_other_calls),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("html_writer", tests, NULL, NULL);
}
