/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSV reader against a slow one that has the whole text before it, against
 * the texts an RFC 4180 writer makes, and against the bad inputs C01 to C13. */
#include "import/csv_reader.h"

#include "base/context_impl.h"
#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A block of the source: what lies around its end is read in two pieces. */
enum { BLOCK = 256 * 1024 };

static uint64_t random_state = 1;

static uint32_t draw(uint32_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % below;
}

/* Records as text: fields ended by 0x1F, records by 0x1E after line and flag. */
static void put_record_end(intro_i_strbuf *out, uint64_t line, bool malformed)
{
    intro_i_strbuf_printf(out, "@%llu%s\x1E", (unsigned long long)line,
                          malformed ? "!" : "");
}

static intro_status read_all(intro_ctx *ctx, const char *text, size_t length,
                             char separator, intro_i_csv_encoding encoding,
                             intro_i_strbuf *out, bool *not_utf8)
{
    intro_i_source *source;
    intro_i_csv *csv;
    intro_i_csv_record record;
    assert_int_equal(
        intro_i_source_open_memory(ctx, "table.csv", text, length, 0, &source),
        INTRO_OK);
    assert_int_equal(intro_i_csv_open(ctx, source, separator, encoding, &csv),
                     INTRO_OK);
    intro_status rc;
    uint64_t number = 0;
    do {
        rc = intro_i_csv_next(csv, &record);
        if (rc != INTRO_OK || record.count == 0) {
            break;
        }
        assert_int_equal(record.number, ++number);
        for (size_t i = 0; i < record.count; i++) {
            intro_i_strbuf_append(out, record.fields[i].text,
                                  record.fields[i].length);
            intro_i_strbuf_putc(out, '\x1F');
        }
        put_record_end(out, record.line, record.is_malformed);
    } while (true);
    if (not_utf8 != NULL) {
        *not_utf8 = intro_i_csv_is_not_utf8(csv);
    }
    intro_i_csv_close(csv);
    intro_i_source_close(source);
    return rc;
}

static intro_ctx *make_ctx(void)
{
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    return ctx;
}

static void expect(const char *text, const char *wanted)
{
    intro_ctx *const ctx = make_ctx();
    intro_i_strbuf got;
    intro_i_strbuf_init(&got, 0);
    assert_int_equal(
        read_all(ctx, text, strlen(text), ',', INTRO_I_CSV_UNICODE, &got, NULL),
        INTRO_OK);
    assert_string_equal(got.data, wanted);
    intro_i_strbuf_fini(&got);
    intro_ctx_free(ctx);
}

static intro_status fails(const char *text, size_t length, uint64_t *line)
{
    intro_ctx *const ctx = make_ctx();
    intro_i_strbuf got;
    intro_i_strbuf_init(&got, 0);
    const intro_status rc =
        read_all(ctx, text, length, ',', INTRO_I_CSV_UNICODE, &got, NULL);
    *line = intro_ctx_error(ctx)->line;
    intro_i_strbuf_fini(&got);
    intro_ctx_free(ctx);
    return rc;
}

/* --- the slow reader: one character after the other, whole text in memory --- */

static bool ends_at(const char *t, size_t n, size_t i)
{
    return i >= n || t[i] == ',' || t[i] == '\n' || t[i] == '\r';
}

/* false: a quote is never closed. */
static bool slow_field(const char *t, size_t n, size_t *at, uint64_t *line,
                       bool *malformed, intro_i_strbuf *out)
{
    size_t i = *at;
    bool escapes = false;
    if (i < n && t[i] == '"') {
        for (i++;; i++) {
            if (i >= n) {
                return false;
            }
            if (t[i] == '\n' ||
                (t[i] == '\r' && !(i + 1 < n && t[i + 1] == '\n'))) {
                (*line)++;
            }
            if (t[i] == '\\' && i + 1 < n && t[i + 1] == '"') {
                const bool is_doubled = i + 2 < n && t[i + 2] == '"';
                const bool is_escape = is_doubled
                                           ? escapes && ends_at(t, n, i + 3)
                                           : escapes || !ends_at(t, n, i + 2);
                if (is_escape) {
                    escapes = true;
                    intro_i_strbuf_putc(out, '"');
                    i++;
                    continue;
                }
            }
            if (t[i] != '"') {
                intro_i_strbuf_putc(out, t[i]);
            } else if (i + 1 < n && t[i + 1] == '"') {
                intro_i_strbuf_putc(out, '"');
                i++;
            } else {
                i++;
                break;
            }
        }
        *malformed = *malformed || !ends_at(t, n, i);
    }
    for (; !ends_at(t, n, i); i++) {
        *malformed = *malformed || t[i] == '"';
        intro_i_strbuf_putc(out, t[i]);
    }
    *at = i;
    return true;
}

static bool slow_read(const char *t, size_t n, intro_i_strbuf *out)
{
    size_t i = 0;
    uint64_t line = 1;
    while (i < n) {
        const uint64_t first = line;
        bool malformed = false;
        const size_t mark = out->length;
        for (;;) {
            if (!slow_field(t, n, &i, &line, &malformed, out)) {
                intro_i_strbuf_truncate(out, mark);
                return false;
            }
            intro_i_strbuf_putc(out, '\x1F');
            if (i < n && t[i] == ',') {
                i++;
                continue;
            }
            break;
        }
        put_record_end(out, first, malformed);
        line++;
        if (i < n) {
            i += t[i] == '\r' && i + 1 < n && t[i + 1] == '\n' ? 2 : 1;
        }
    }
    return true;
}

static void reads_arbitrary_text_like_the_slow_reader(void **state)
{
    (void)state;
    static const char letters[] = "a\"\",,\n\r\\bb\xC3";
    intro_ctx *const ctx = make_ctx();
    int cut_inside = 0;
    for (int round = 0; round < 3000; round++) {
        random_state = (uint64_t)round + 1;
        intro_i_strbuf text;
        intro_i_strbuf wanted;
        intro_i_strbuf got;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&wanted, 0);
        intro_i_strbuf_init(&got, 0);
        if (round % 10 == 0) { /* the border of two blocks lies inside */
            for (uint32_t i = BLOCK - 1 - draw(40); i != 0; i--) {
                intro_i_strbuf_putc(&text, i % 97 == 0 ? '\n' : 'p');
            }
            intro_i_strbuf_putc(&text, '\n');
            cut_inside++;
        }
        for (uint32_t length = draw(60); length != 0; length--) {
            const char c = letters[draw(sizeof letters - 1)];
            intro_i_strbuf_putc(&text, c);
            if (c == '\xC3') {
                intro_i_strbuf_putc(&text, '\xA9');
            }
        }
        const bool is_whole = slow_read(text.data, text.length, &wanted);
        const intro_status rc = read_all(ctx, text.data, text.length, ',',
                                         INTRO_I_CSV_UNICODE, &got, NULL);
        assert_int_equal(rc, is_whole ? INTRO_OK : INTRO_EFORMAT);
        if (is_whole) {
            assert_int_equal(got.length, wanted.length);
            assert_memory_equal(got.data, wanted.data, got.length);
        }
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&wanted);
        intro_i_strbuf_fini(&got);
    }
    assert_true(cut_inside > 100);
    intro_ctx_free(ctx);
}

static void reads_back_what_an_rfc_4180_writer_wrote(void **state)
{
    (void)state;
    static const char letters[] = "ab\"\\,\n\r;' ";
    intro_ctx *const ctx = make_ctx();
    for (int round = 0; round < 3000; round++) {
        random_state = (uint64_t)round + 77;
        intro_i_strbuf text;
        intro_i_strbuf wanted;
        intro_i_strbuf got;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&wanted, 0);
        intro_i_strbuf_init(&got, 0);
        uint64_t line = 1;
        for (uint32_t rows = 1 + draw(4); rows != 0; rows--) {
            const uint64_t first = line;
            const uint32_t columns = 1 + draw(3);
            for (uint32_t c = 0; c < columns; c++) {
                intro_i_strbuf_puts(&text, c == 0 ? "\"" : ",\"");
                char before = 0;
                for (uint32_t length = draw(8); length != 0; length--) {
                    const char ch = letters[draw(sizeof letters - 1)];
                    line += ch == '\n' ? before != '\r' : ch == '\r';
                    intro_i_strbuf_putc(&text, ch);
                    intro_i_strbuf_puts(&text, ch == '"' ? "\"" : "");
                    intro_i_strbuf_putc(&wanted, ch);
                    before = ch;
                }
                intro_i_strbuf_putc(&text, '"');
                intro_i_strbuf_putc(&wanted, '\x1F');
            }
            intro_i_strbuf_puts(&text, "\r\n");
            put_record_end(&wanted, first, false);
            line++;
        }
        assert_int_equal(read_all(ctx, text.data, text.length, ',',
                                  INTRO_I_CSV_UNICODE, &got, NULL),
                         INTRO_OK);
        assert_string_equal(got.data, wanted.data);
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&wanted);
        intro_i_strbuf_fini(&got);
    }
    intro_ctx_free(ctx);
}

static void c01_byte_order_marks_are_dropped_and_utf16_converted(void **state)
{
    (void)state;
    expect("\xEF\xBB\xBF"
           "a,b",
           "a\x1F"
           "b\x1F@1\x1E");
    static const char little[] = "\xFF\xFE"
                                 "a\0\t\0\xE9\0\n\0=\xD8\0\xDE";
    static const char big[] = "\xFE\xFF\0a\0\t\0\xE9\0\n\xD8=\xDE\0";
    static const char wanted[] =
        "a\x1F\xC3\xA9\x1F@1\x1E\xF0\x9F\x98\x80\x1F@2\x1E";
    intro_ctx *const ctx = make_ctx();
    for (int i = 0; i < 2; i++) {
        intro_i_strbuf got;
        intro_i_strbuf_init(&got, 0);
        assert_int_equal(read_all(ctx, i == 0 ? little : big,
                                  i == 0 ? sizeof little - 1 : sizeof big - 1,
                                  '\t', INTRO_I_CSV_UNICODE, &got, NULL),
                         INTRO_OK);
        assert_string_equal(got.data, wanted);
        intro_i_strbuf_fini(&got);
    }
    uint64_t line;
    assert_int_equal(fails("\xFF\xFE"
                           "a\0\0\xDC",
                           6, &line),
                     INTRO_EFORMAT);
    assert_int_equal(fails("\xFF\xFE"
                           "a\0b",
                           5, &line),
                     INTRO_EFORMAT);
    intro_ctx_free(ctx);
}

static void c02_all_line_ends_count_as_one_line(void **state)
{
    (void)state;
    expect("a\r\nb\rc\nd", "a\x1F@1\x1E"
                           "b\x1F@2\x1E"
                           "c\x1F@3\x1E"
                           "d\x1F@4\x1E");
    expect("a\n\nb\n", "a\x1F@1\x1E\x1F@2\x1E"
                       "b\x1F@3\x1E");
}

static void c03_a_quote_never_closed_names_the_line_it_opened_on(void **state)
{
    (void)state;
    uint64_t line;
    static const char text[] = "a,b\n\"x\ny\",z\n1,\"open\nmore\nand more";
    assert_int_equal(fails(text, sizeof text - 1, &line), INTRO_EFORMAT);
    assert_int_equal(line, 4);
}

static void c04_text_after_a_closing_quote_is_malformed(void **state)
{
    (void)state;
    expect("\"a\"b,c\nd\"e,f\ng,h\n", "ab\x1F"
                                      "c\x1F@1!\x1E"
                                      "d\"e\x1F"
                                      "f\x1F@2!\x1E"
                                      "g\x1Fh\x1F@3\x1E");
}

static void c05_quoted_fields_keep_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    expect("\"a,b\",\"say \"\"hi\"\"\",\"1\r\n2\"\nlast,,\n",
           "a,b\x1Fsay \"hi\"\x1F"
           "1\r\n2\x1F@1\x1Elast\x1F\x1F\x1F@3\x1E");
    expect("\"say \\\"hi\\\" to\",b\n", "say \"hi\" to\x1F"
                                        "b\x1F@1\x1E");
    expect("\"say \\\"hi\\\"\",b\n", "say \"hi\"\x1F"
                                     "b\x1F@1\x1E");
    expect("\"C:\\\",b\n", "C:\\\x1F"
                           "b\x1F@1\x1E");
}

static void c06_a_nul_is_refused_with_its_line(void **state)
{
    (void)state;
    uint64_t line;
    assert_int_equal(fails("a,b\nc\nd\0e,f\n", 12, &line), INTRO_EFORMAT);
    assert_int_equal(line, 3);
    /* a line end of two bytes around the end of a block, which ends at 256 KiB */
    static char text[(256 << 10) + 8];
    for (size_t shift = 0; shift < 4; shift++) {
        const size_t end = (256 << 10) - shift;
        memset(text, 'b', sizeof text);
        memcpy(text, "a\r\n", 3);
        memcpy(text + end, "\r\nc\0", 4);
        assert_int_equal(fails(text, sizeof text, &line), INTRO_EFORMAT);
        assert_int_equal(line, 3);
    }
}

static void c07_fields_and_columns_have_limits(void **state)
{
    (void)state;
    uint64_t line;
    const size_t size = INTRO_I_CSV_FIELD_MAX + 2;
    char *const text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'x', size);
    assert_int_equal(fails(text, size, &line), INTRO_ELIMIT);
    assert_int_equal(fails(text, INTRO_I_CSV_FIELD_MAX, &line), INTRO_OK);
    text[0] = '"';
    assert_int_equal(fails(text, size, &line), INTRO_ELIMIT);
    memset(text, ',', size);
    assert_int_equal(fails(text, size, &line), INTRO_ELIMIT);
    assert_int_equal(fails(text, INTRO_I_CSV_COLUMNS_MAX - 1, &line), INTRO_OK);
    assert_int_equal(fails(text, INTRO_I_CSV_COLUMNS_MAX, &line), INTRO_ELIMIT);
    free(text);
}

static void c12_other_encodings_are_told_and_read_as_windows_1252(void **state)
{
    (void)state;
    static const char text[] = "Jos\xE9,\x80 5,\x93quoted\x94\n";
    intro_ctx *const ctx = make_ctx();
    intro_i_strbuf got;
    intro_i_strbuf_init(&got, 0);
    bool not_utf8 = false;
    assert_int_equal(read_all(ctx, text, sizeof text - 1, ',',
                              INTRO_I_CSV_UNICODE, &got, &not_utf8),
                     INTRO_EFORMAT);
    assert_true(not_utf8);
    assert_int_equal(read_all(ctx, text, sizeof text - 1, ',',
                              INTRO_I_CSV_CP1252, &got, &not_utf8),
                     INTRO_OK);
    assert_false(not_utf8);
    assert_string_equal(got.data, "Jos\xC3\xA9\x1F\xE2\x82\xAC 5\x1F\xE2\x80"
                                  "\x9Cquoted\xE2\x80\x9D\x1F@1\x1E");
    /* a character cut off by the end of the file */
    assert_int_equal(
        read_all(ctx, "ab\xC3", 3, ',', INTRO_I_CSV_UNICODE, &got, &not_utf8),
        INTRO_EFORMAT);
    assert_true(not_utf8);
    intro_i_strbuf_fini(&got);
    intro_ctx_free(ctx);
}

static void a_long_record_is_cut_out_of_many_blocks(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_ctx();
    intro_i_strbuf text;
    intro_i_strbuf wanted;
    intro_i_strbuf got;
    intro_i_strbuf_init(&text, 0);
    intro_i_strbuf_init(&wanted, 0);
    intro_i_strbuf_init(&got, 0);
    for (int field = 0; field < 9; field++) {
        intro_i_strbuf_puts(&text, field == 0 ? "\"" : ",\"");
        for (int i = 0; i < 100000; i++) {
            intro_i_strbuf_puts(&text, i % 7 == 0 ? "\"\"" : "\xC3\xA9");
            intro_i_strbuf_puts(&wanted, i % 7 == 0 ? "\"" : "\xC3\xA9");
        }
        intro_i_strbuf_putc(&text, '"');
        intro_i_strbuf_putc(&wanted, '\x1F');
    }
    put_record_end(&wanted, 1, false);
    assert_int_equal(read_all(ctx, text.data, text.length, ',',
                              INTRO_I_CSV_UNICODE, &got, NULL),
                     INTRO_OK);
    assert_int_equal(got.length, wanted.length);
    assert_memory_equal(got.data, wanted.data, got.length);
    intro_i_strbuf_fini(&text);
    intro_i_strbuf_fini(&wanted);
    intro_i_strbuf_fini(&got);
    intro_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_arbitrary_text_like_the_slow_reader),
        cmocka_unit_test(reads_back_what_an_rfc_4180_writer_wrote),
        cmocka_unit_test(c01_byte_order_marks_are_dropped_and_utf16_converted),
        cmocka_unit_test(c02_all_line_ends_count_as_one_line),
        cmocka_unit_test(c03_a_quote_never_closed_names_the_line_it_opened_on),
        cmocka_unit_test(c04_text_after_a_closing_quote_is_malformed),
        cmocka_unit_test(c05_quoted_fields_keep_commas_quotes_and_line_ends),
        cmocka_unit_test(c06_a_nul_is_refused_with_its_line),
        cmocka_unit_test(c07_fields_and_columns_have_limits),
        cmocka_unit_test(c12_other_encodings_are_told_and_read_as_windows_1252),
        cmocka_unit_test(a_long_record_is_cut_out_of_many_blocks),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
