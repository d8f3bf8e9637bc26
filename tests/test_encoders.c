/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writers below the reports: each encoding is read back by somebody else. */
#include "base/random.h"
#include "base/text.h"
#include "graph/evidence_text.h"
#include "report/csv_writer.h"
#include "report/json_writer.h"
#include "report/text_writer.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_output *output;

static const char *const hostile[] = {
    "",         "plain",        "\x1b[2J",      "\x1b]52;c;x\x07",
    "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\xA8", "=HYPERLINK(\"x\")",
    "+1",       "-1",           "@x",           "\tx",
    "\rx",      "\"",           "a,b",          "a\nb\r\nc",
    "]]>&<>'",  "\\",           "\x01\x7f",     "\xF0\x9F\x98\x80"};

static int open_output(void **state)
{
    (void)state;
    if (intro_ctx_new(&ctx) != INTRO_OK) {
        return -1;
    }
    return intro_i_output_open_memory(ctx, &output) == INTRO_OK ? 0 : -1;
}

static int close_output(void **state)
{
    (void)state;
    intro_output_abandon(output);
    intro_ctx_free(ctx);
    return 0;
}

static const char *written(size_t *length)
{
    assert_int_equal(intro_i_output_status(output), INTRO_OK);
    return intro_i_output_memory(output, length);
}

static void test_json_strings_read_back(void **state)
{
    (void)state;
    for (int pretty = 0; pretty < 2; pretty++) {
        intro_i_json json;
        size_t length;
        const size_t start = pretty == 0 ? 0 : (written(&length), length);
        intro_i_json_init(&json, output, pretty == 1);
        intro_i_json_array(&json, NULL);
        for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
            intro_i_json_string(&json, NULL, hostile[i]);
        }
        intro_i_json_end_array(&json);
        intro_i_json_end(&json);
        json_t *const root = json_loads(written(&length) + start, 0, NULL);
        assert_non_null(root);
        for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
            assert_string_equal(json_string_value(json_array_get(root, i)),
                                hostile[i]);
        }
        json_decref(root);
    }
}

/* Names of files and command lines: what is UTF-8 reads back, the rest is marked. */
static void test_text_from_outside_is_written_as_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *json;
        const char *csv;
    } cases[] = {
        {"q\xFFz, \xC3\xA9", "\"q\xEF\xBF\xBDz, \xC3\xA9\"",
         "\"q\xEF\xBF\xBDz, \xC3\xA9\""},
        {"\xC3", "\"\xEF\xBF\xBD\"", "\xEF\xBF\xBD"},
        {"plain", "\"plain\"", "plain"},
        {"\xC3\xA9", "\"\xC3\xA9\"", "\xC3\xA9"},
        {NULL, "null", ""},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        const intro_report_options options = {.csv_raw = false};
        intro_i_json json;
        intro_i_csv csv;
        size_t length;
        size_t start = (written(&length), length);
        intro_i_json_init(&json, output, false);
        intro_i_json_outside(&json, NULL, cases[i].text);
        assert_string_equal(written(&length) + start, cases[i].json);
        start = length;
        intro_i_csv_init(&csv, output, &options);
        intro_i_csv_outside(&csv, cases[i].text);
        assert_string_equal(written(&length) + start, cases[i].csv);
        assert_int_equal(intro_i_output_status(output), INTRO_OK);
    }
}

/* What a terminal obeys is written by number, at any place of a string. */
static void test_json_has_no_controls(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *wanted;
    } cases[] = {
        {"\x7F", "\"\\u007f\""},
        {"\xC2\x9B", "\"\\u009b\""},
        {"a\xC2\x80"
         "b\xC2\x9F\x7F",
         "\"a\\u0080b\\u009f\\u007f\""},
        {"\xC2\xA0\xC3\x9B", "\"\xC2\xA0\xC3\x9B\""},
        {"\x1B[2J\xC2\x9B", "\"\\u001B[2J\\u009b\""},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        intro_i_json json;
        size_t length;
        (void)written(&length);
        const size_t start = length;
        intro_i_json_init(&json, output, false);
        intro_i_json_string(&json, NULL, cases[i].text);
        const char *const text = written(&length) + start;
        assert_string_equal(text, cases[i].wanted);
        json_t *const root = json_loads(text, JSON_DECODE_ANY, NULL);
        assert_non_null(root);
        assert_string_equal(json_string_value(root), cases[i].text);
        json_decref(root);
    }
}

static void test_json_numbers_read_back(void **state)
{
    (void)state;
    static const double values[] = {0.1,  1.0 / 3, 1e-300,        5e-324,
                                    -0.0, 1e300,   0.15,          123456789,
                                    2.5,  1e-30,   0.30000000001, 1};
    intro_i_json json;
    size_t length;
    intro_i_json_init(&json, output, false);
    intro_i_json_array(&json, NULL);
    for (size_t i = 0; i < INTRO_COUNT_OF(values); i++) {
        intro_i_json_real(&json, NULL, values[i]);
    }
    intro_i_json_real(&json, NULL, (double)NAN);
    intro_i_json_real(&json, NULL, (double)INFINITY);
    intro_i_json_int(&json, NULL, INT64_MIN);
    intro_i_json_uint(&json, NULL, INT64_MAX);
    intro_i_json_end_array(&json);
    json_t *const root = json_loads(written(&length), 0, NULL);
    assert_non_null(root);
    for (size_t i = 0; i < INTRO_COUNT_OF(values); i++) {
        assert_true(json_number_value(json_array_get(root, i)) == values[i]);
    }
    const size_t n = INTRO_COUNT_OF(values);
    assert_true(json_is_null(json_array_get(root, n)));
    assert_true(json_is_null(json_array_get(root, n + 1)));
    assert_true(json_integer_value(json_array_get(root, n + 2)) == INT64_MIN);
    assert_true(json_integer_value(json_array_get(root, n + 3)) == INT64_MAX);
    json_decref(root);
}

/* One field of RFC 4180 from *at; answers the byte behind it. */
static char read_field(const char **at, char *out)
{
    const bool is_quoted = **at == '"';
    *at += is_quoted;
    for (;; (*at)++) {
        if (is_quoted && **at == '"') {
            (*at)++;
            if (**at != '"') {
                break;
            }
        } else if (!is_quoted && (**at == ',' || **at == '\n')) {
            break;
        }
        assert_true(**at != '\0');
        *out++ = **at;
    }
    *out = '\0';
    return *(*at)++;
}

static void test_csv_cells_read_back(void **state)
{
    (void)state;
    for (int raw = 0; raw < 2; raw++) {
        uint64_t guarded = 0;
        const intro_report_options options = {.csv_raw = raw == 1,
                                              .guarded_cells = &guarded};
        intro_i_csv csv;
        size_t length;
        const size_t start = raw == 0 ? 0 : (written(&length), length);
        intro_i_csv_init(&csv, output, &options);
        for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
            intro_i_csv_text(&csv, hostile[i]);
        }
        intro_i_csv_int(&csv, -5);
        intro_i_csv_end_row(&csv);
        const char *at = written(&length) + start;
        uint64_t changed = 0;
        for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
            char field[64];
            assert_int_equal(read_field(&at, field), ',');
            const bool is_formula =
                hostile[i][0] != '\0' && strchr("=+-@\t\r", hostile[i][0]);
            const size_t skip = is_formula && raw == 0;
            assert_true(skip == 0 || field[0] == '\'');
            assert_string_equal(field + skip, hostile[i]);
            changed += skip;
        }
        assert_string_equal(at, "-5\n");
        assert_int_equal(guarded, changed);
    }
}

static void test_lines_keep_to_the_width(void **state)
{
    (void)state;
    const char words[] = "one two three \xE6\x9D\x8E\xE6\x9D\x8E four five six "
                         "seven eight nine ten eleven twelve";
    for (uint32_t width = 20; width < 90; width++) {
        const intro_report_options options = {.width = width,
                                              .color = width % 2 == 0};
        intro_i_text text;
        size_t length;
        const size_t start = (written(&length), length);
        intro_i_text_init(&text, output, &options);
        intro_i_text_paragraph(&text, INTRO_I_PLAIN, 2, 4, words);
        const char *at = written(&length) + start;
        char joined[256] = "";
        while (*at != '\0') {
            const size_t line = strcspn(at, "\n");
            assert_true(intro_i_text_width(at, line) <= (int)width);
            const size_t blanks = strspn(at, " ");
            assert_int_equal(blanks, joined[0] == '\0' ? 2 : 4);
            const size_t used = strlen(joined);
            (void)snprintf(joined + used, sizeof joined - used, "%s%.*s",
                           used == 0 ? "" : " ", (int)(line - blanks),
                           at + blanks);
            at += line + 1;
        }
        assert_string_equal(joined, words);
    }
}

static void test_escape_never_passes_a_control(void **state)
{
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(hostile); i++) {
        for (size_t size = 1; size < 40; size++) {
            char out[40];
            assert_ptr_equal(intro_escape_text(hostile[i], out, size), out);
            assert_true(strlen(out) < size);
            assert_true(intro_i_utf8_is_valid(out, strlen(out)));
            for (const char *c = out; *c != '\0'; c++) {
                assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
            }
        }
    }
}

/* --- evidence ------------------------------------------------------------------ */

static intro_day draw_day(intro_i_random *random)
{
    return intro_i_random_below(random, 3) == 0
               ? INTRO_NO_DAY
               : (intro_day)(10000 + intro_i_random_below(random, 10000));
}

static intro_i_evidence_row draw_row(intro_i_random *random, uint8_t kind)
{
    const bool is_number = kind == INTRO_EV_WEIGHT || kind == INTRO_EV_STATED;
    intro_i_evidence_row row = {
        .kind = kind,
        .flags = intro_i_random_below(random, 2) ? INTRO_I_EV_UNDATED : 0,
        .people = (uint16_t)intro_i_random_below(random, 9),
        .count_ab = 1 + (uint32_t)intro_i_random_below(random, UINT32_MAX),
        .count_ba = (uint32_t)intro_i_random_below(random, 3),
        .first = draw_day(random),
        .last = draw_day(random),
        .label = (uint32_t)intro_i_random_below(random, 4),
        .value = is_number ? 1 - intro_i_random_double(random) : 0};
    if (row.last != INTRO_NO_DAY && row.first > row.last) {
        row.first = row.last;
    }
    return row;
}

static const char labels[] = "\0Acme\0a%,;:=\n\xC3\xAB\x1b\0x";
static const uint64_t label_offsets[] = {0, 1, 6, 17, 19};
static const intro_i_strings strings = {labels, label_offsets, 4, 19, NULL};

static void test_evidence_reads_back(void **state)
{
    (void)state;
    intro_i_random random;
    intro_i_random_init(&random, 3);
    for (int round = 0; round < 2000; round++) {
        intro_i_evidence_row rows[INTRO_EV_COUNT];
        size_t count = 0;
        intro_i_strbuf buf;
        intro_i_strbuf_init(&buf, 0);
        for (int k = 0; k < INTRO_EV_COUNT; k++) {
            if (intro_i_random_below(&random, 3) == 0) {
                rows[count++] = draw_row(&random, (uint8_t)k);
            }
        }
        intro_i_evidence_format(&strings, rows, count, &buf);
        const char *at = buf.data;
        size_t left = buf.length;
        intro_i_evidence_entry entry;
        int previous = -1;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(
                intro_i_evidence_parse(&at, &left, previous, &entry), INTRO_OK);
            assert_string_equal(entry.label,
                                labels + label_offsets[rows[i].label]);
            previous = entry.row.kind;
            entry.row.label = rows[i].label;
            assert_memory_equal(&entry.row, &rows[i], sizeof entry.row);
        }
        assert_int_equal(intro_i_evidence_parse(&at, &left, previous, &entry),
                         INTRO_ENOTFOUND);
        intro_i_strbuf_fini(&buf);
    }
}

static void test_evidence_is_strict(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "connection",
        "connection:",
        "connection:ab=",
        "connection:ab=01",
        "connection:ab=0",
        "connection:ab=4294967296",
        "connection:ab=1,",
        "connection:ab=1;",
        ";connection:ab=1",
        "connection:ab=1,ba=0",
        "connection:ab=1,last=2019-02-30",
        "connection:ab=1,last=2019-2-3",
        "connection:ab=1,first=2020-01-01,last=2019-01-01",
        "connection:ab=1,undated=0",
        "connection:ab=1,people=65536",
        "connection:ab=1,label=",
        "connection:ab=1,label=%0",
        "connection:ab=1,label=%00",
        "connection:ab=1,label=%ff",
        "connection:ab=1,label=%FF",
        "connection:ab=1,label=a:b",
        "connection:ab=1,value=0.5",
        "connection:ab=1,more=1",
        "connection:ba=1,ab=1",
        "connection :ab=1",
        "Connection:ab=1",
        "unknown:ab=1",
        "weight:ab=1",
        "weight:ab=1,value=0",
        "weight:ab=1,value=1.5",
        "weight:ab=1,value= 0.5",
        "weight:ab=1,value=nan",
        "stated:ab=1,value=-1"};
    intro_i_evidence_entry entry;
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        /* A copy without a NUL behind it: reading on is seen by the sanitizer. */
        size_t left = strlen(bad[i]);
        char *const copy = malloc(left);
        assert_non_null(copy);
        memcpy(copy, bad[i], left);
        const char *at = copy;
        if (intro_i_evidence_parse(&at, &left, -1, &entry) != INTRO_EFORMAT) {
            fail_msg("taken: %s", bad[i]);
        }
        free(copy);
    }
    const char *again = "connection:ab=1";
    size_t length = strlen(again);
    assert_int_equal(
        intro_i_evidence_parse(&again, &length, INTRO_EV_CONNECTION, &entry),
        INTRO_EFORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_json_strings_read_back,
                                        open_output, close_output),
        cmocka_unit_test_setup_teardown(
            test_text_from_outside_is_written_as_utf8, open_output,
            close_output),
        cmocka_unit_test_setup_teardown(test_json_has_no_controls, open_output,
                                        close_output),
        cmocka_unit_test_setup_teardown(test_json_numbers_read_back,
                                        open_output, close_output),
        cmocka_unit_test_setup_teardown(test_csv_cells_read_back, open_output,
                                        close_output),
        cmocka_unit_test_setup_teardown(test_lines_keep_to_the_width,
                                        open_output, close_output),
        cmocka_unit_test(test_escape_never_passes_a_control),
        cmocka_unit_test(test_evidence_reads_back),
        cmocka_unit_test(test_evidence_is_strict),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("encoders", tests, NULL, NULL);
}
