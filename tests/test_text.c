/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"
#include "comma_locale.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t random_state;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static size_t random_below(size_t bound)
{
    return (size_t)(next_random() % bound);
}

static int start_random(void **state)
{
    (void)state;
    const char *const seed = getenv("INTRO_TEST_SEED");
    random_state = seed == NULL ? 88172645463325252U : strtoull(seed, NULL, 0);
    random_state += random_state == 0;
    return 0;
}

typedef intro_status transform(const char *bytes, size_t length,
                               intro_i_strbuf *out);

static void assert_gives(transform *apply, const char *text, const char *want)
{
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    assert_int_equal(apply(text, strlen(text), &out), INTRO_OK);
    assert_string_equal(out.data, want);
    intro_i_strbuf_fini(&out);
}

/* Random text out of characters that matter to normal forms and folding. */
static void put_random_text(intro_i_strbuf *out, size_t count)
{
    static const uint32_t favourites[] = {
        'a',    'B',    ' ',    '-',     '.',     '\'',    '\n',   0x00E9,
        0x0301, 0x0308, 0x0327, 0x0323,  0x00DF,  0x0130,  0x0131, 0x00D8,
        0x0141, 0x1E9E, 0x212B, 0xFB01,  0x200B,  0x200D,  0x202E, 0xAC01,
        0x1100, 0x1161, 0x11A8, 0x0915,  0x094D,  0x093C,  0x304B, 0x3099,
        0xFF21, 0x2122, 0x24B6, 0x1D400, 0x1F680, 0xE0041, 0x0345, 0x03C2,
    };
    for (size_t i = 0; i < count; i++) {
        uint32_t c = favourites[random_below(INTRO_COUNT_OF(favourites))];
        if (random_below(4) == 0) {
            c = (uint32_t)random_below(0x110000);
        }
        if (c >= 0xD800 && c <= 0xDFFF) {
            c = 'x';
        }
        intro_i_strbuf_put_utf8(out, c);
    }
}

/* An independent reading of the encoding: by the bits, then encoded again. */
static size_t oracle_step(const unsigned char *p, size_t length)
{
    const size_t step = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if ((p[0] >= 0x80 && p[0] < 0xC0) || p[0] >= 0xF8 || step > length) {
        return 0;
    }
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = p[0] & masks[step];
    for (size_t i = 1; i < step; i++) {
        if (p[i] < 0x80 || p[i] > 0xBF) {
            return 0;
        }
        value = (value << 6) | (p[i] & 0x3FU);
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    intro_i_strbuf again;
    intro_i_strbuf_init(&again, 0);
    intro_i_strbuf_put_utf8(&again, value);
    const bool is_same =
        again.length == step && memcmp(again.data, p, step) == 0;
    intro_i_strbuf_fini(&again);
    return is_same ? step : 0;
}

static void every_scalar_value_is_read_back_and_no_surrogate(void **state)
{
    (void)state;
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        uint32_t back = 0;
        intro_i_strbuf_clear(&out);
        intro_i_strbuf_put_utf8(&out, c);
        const bool is_scalar = c < 0xD800 || c > 0xDFFF;
        if (intro_i_utf8_is_valid(out.data, out.length) != is_scalar ||
            (is_scalar &&
             (intro_i_utf8_next(out.data, out.length, &back) != out.length ||
              back != c))) {
            fail_msg("U+%04X", (unsigned)c);
        }
    }
    intro_i_strbuf_fini(&out);
}

/* Often not UTF-8. */
static void fill_random_bytes(unsigned char *bytes, size_t length)
{
    static const unsigned char edges[] = {0xC0, 0xC2, 0xE0, 0xED, 0xF0,
                                          0xF4, 0x80, 0x8F, 0x90, 0x9F,
                                          0xA0, 0xBF, 0xF5, 0xFF};
    for (size_t i = 0; i < length; i++) {
        bytes[i] = random_below(3) == 0 ? edges[random_below(sizeof edges)]
                                        : (unsigned char)random_below(128);
    }
}

static void the_valid_prefix_agrees_with_a_slow_decoder(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        unsigned char bytes[40];
        const size_t length = random_below(sizeof bytes + 1);
        fill_random_bytes(bytes, length);
        size_t want = 0;
        while (want < length) {
            const size_t step = oracle_step(bytes + want, length - want);
            if (step == 0) {
                break;
            }
            want += step;
        }
        assert_int_equal(intro_i_utf8_valid_prefix((const char *)bytes, length),
                         want);
        assert_int_equal(intro_i_utf8_is_valid((const char *)bytes, length),
                         want == length);
    }
}

static void a_text_cut_anywhere_keeps_its_whole_characters(void **state)
{
    (void)state;
    for (int round = 0; round < 500; round++) {
        intro_i_strbuf text;
        intro_i_strbuf_init(&text, 0);
        put_random_text(&text, random_below(20));
        for (size_t most = 0; most <= text.length; most++) {
            assert_int_equal(intro_i_utf8_whole(text.data, most),
                             intro_i_utf8_valid_prefix(text.data, most));
            assert_int_equal(intro_i_utf8_upto(text.data, (int)most),
                             intro_i_utf8_valid_prefix(text.data, most));
        }
        assert_int_equal(intro_i_utf8_upto(text.data, 1000), text.length);
        intro_i_strbuf_fini(&text);
    }
    /* nothing was cut, so what is odd stays */
    assert_int_equal(intro_i_utf8_upto("ab\xC3", 3), 3);
    assert_int_equal(intro_i_utf8_upto("ab\xC3", 9), 3);
    assert_int_equal(intro_i_utf8_upto("a\xFF\xFFz", 3), 3);
    assert_int_equal(intro_i_utf8_whole("\x80\x80\x80\x80\x80", 5), 5);
    assert_int_equal(intro_i_utf8_whole("\x80", 1), 1);
}

static void a_repaired_text_keeps_characters_and_marks_other_bytes(void **state)
{
    (void)state;
    for (int round = 0; round < 5000; round++) {
        unsigned char bytes[40];
        const size_t length = random_below(sizeof bytes + 1);
        intro_i_strbuf want;
        intro_i_strbuf got;
        intro_i_strbuf_init(&want, 0);
        intro_i_strbuf_init(&got, 0);
        intro_i_strbuf_puts(&got, "before");
        fill_random_bytes(bytes, length);
        for (size_t i = 0; i < length;) {
            const size_t step = oracle_step(bytes + i, length - i);
            intro_i_strbuf_append(
                &want, step == 0 ? "\xEF\xBF\xBD" : (const char *)bytes + i,
                step == 0 ? 3 : step);
            i += step == 0 ? 1 : step;
        }
        assert_int_equal(intro_i_utf8_repair((const char *)bytes, length, &got),
                         INTRO_OK);
        assert_int_equal(got.length, want.length + 6);
        assert_memory_equal(got.data + 6, want.data, want.length);
        assert_true(intro_i_utf8_is_valid(got.data, got.length));
        intro_i_strbuf_fini(&want);
        intro_i_strbuf_fini(&got);
    }
}

static void canonically_equal_texts_have_one_normal_form(void **state)
{
    (void)state;
    assert_gives(intro_i_text_nfc, "Jose\xCC\x81", "Jos\xC3\xA9");
    assert_gives(intro_i_text_nfc, "\xE2\x84\xAB", "\xC3\x85");
    assert_gives(intro_i_text_nfc, "a\xCC\xA3\xCC\x81", "\xE1\xBA\xA1\xCC\x81");
    assert_gives(intro_i_text_nfc, "a\xCC\x81\xCC\xA3", "\xE1\xBA\xA1\xCC\x81");
    assert_gives(intro_i_text_lower, "JOSE\xCC\x81", "jos\xC3\xA9");
    assert_gives(intro_i_text_nfc, "", "");
}

/* Marks of different classes may stand in any order, also thousands of them. */
static void the_order_of_many_marks_does_not_matter(void **state)
{
    (void)state;
    intro_i_strbuf text[2];
    intro_i_strbuf made[2];
    for (int i = 0; i < 2; i++) {
        intro_i_strbuf_init(&text[i], 0);
        intro_i_strbuf_init(&made[i], 0);
        intro_i_strbuf_putc(&text[i], 'q');
        for (int k = 0; k < 20000; k++) {
            const bool above = i == 0 ? k % 2 == 0 : k < 10000;
            intro_i_strbuf_put_utf8(&text[i], above ? 0x0307 : 0x0323);
        }
        assert_int_equal(
            intro_i_text_nfc(text[i].data, text[i].length, &made[i]), INTRO_OK);
    }
    assert_string_equal(made[0].data, made[1].data);
    for (int i = 0; i < 2; i++) {
        intro_i_strbuf_fini(&text[i]);
        intro_i_strbuf_fini(&made[i]);
    }
}

static void normal_form_and_fold_change_nothing_the_second_time(void **state)
{
    (void)state;
    transform *const all[] = {intro_i_text_nfc, intro_i_text_lower,
                              intro_i_text_fold};
    for (int round = 0; round < 5000; round++) {
        intro_i_strbuf text;
        intro_i_strbuf once;
        intro_i_strbuf twice;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&once, 0);
        intro_i_strbuf_init(&twice, 0);
        put_random_text(&text, random_below(40));
        transform *const apply = all[round % 3];
        assert_int_equal(apply(text.data, text.length, &once), INTRO_OK);
        assert_true(intro_i_utf8_is_valid(once.data, once.length));
        assert_int_equal(apply(once.data, once.length, &twice), INTRO_OK);
        assert_int_equal(once.length, twice.length);
        assert_memory_equal(once.data, twice.data, once.length);
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&once);
        intro_i_strbuf_fini(&twice);
    }
}

static void a_fold_does_not_depend_on_the_normal_form(void **state)
{
    (void)state;
    for (int round = 0; round < 5000; round++) {
        intro_i_strbuf text;
        intro_i_strbuf composed;
        intro_i_strbuf a;
        intro_i_strbuf b;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&composed, 0);
        intro_i_strbuf_init(&a, 0);
        intro_i_strbuf_init(&b, 0);
        put_random_text(&text, random_below(20));
        assert_int_equal(intro_i_text_nfc(text.data, text.length, &composed),
                         INTRO_OK);
        assert_int_equal(intro_i_text_fold(text.data, text.length, &a),
                         INTRO_OK);
        assert_int_equal(intro_i_text_fold(composed.data, composed.length, &b),
                         INTRO_OK);
        assert_string_equal(a.data, b.data);
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&composed);
        intro_i_strbuf_fini(&a);
        intro_i_strbuf_fini(&b);
    }
}

static void folding_removes_case_accents_and_signs(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Jos\xC3\xA9 N\xC3\xBA\xC3\xB1"
         "ez",
         "jose nunez"},
        {"  Wei\xC3\x9F--MANN!! ", "weiss mann"},
        {"\xC3\x98rsted \xC5\x81ukasz \xC4\x90uro", "orsted lukasz duro"},
        {"\xC3\x86"
         "ther \xC5\x93uvre \xC3\x9Eor",
         "aether oeuvre thor"},
        {"\xC4\xB0stanbul Ayd\xC4\xB1n", "istanbul aydin"},
        {"\xEF\xAC\x81n\xEF\xBC\xA1", "fina"},
        {"Acme\xE2\x84\xA2 \xC2\xAE", "acme"},
        {"a\xE2\x80\x8B"
         "b\xE2\x80\xAE"
         "c\x01"
         "d",
         "abcd"},
        {"a\xC2\xA0\xE2\x80\xAF"
         "b\xC2\x85"
         "c",
         "a b c"},
        {"\xF0\x9D\x97\x9D\xF0\x9D\x97\xAE", "ja"},
        {"\xF0\x9F\x9A\x80", ""},
        {"O'Brien-Smith", "o brien smith"},
        {"\xE3\x81\x8C", "\xE3\x81\x8B\xE3\x82\x99"},
        {"", ""},
        {" . ", ""},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(pairs); i++) {
        assert_gives(intro_i_text_fold, pairs[i][0], pairs[i][1]);
    }
}

/* A last word that is not ASCII forces the slow way for the same text. */
static void the_fast_way_of_folding_agrees_with_the_slow_one(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[600];
        const size_t length = 1 + random_below(sizeof text - 4);
        for (size_t i = 0; i < length; i++) {
            text[i] = (char)(random_below(4) == 0 ? random_below(128)
                                                  : 'A' + random_below(40));
        }
        intro_i_strbuf fast;
        intro_i_strbuf slow;
        intro_i_strbuf_init(&fast, 0);
        intro_i_strbuf_init(&slow, 0);
        assert_int_equal(intro_i_text_fold(text, length, &fast), INTRO_OK);
        memcpy(text + length, " \xC3\xA9", 3);
        assert_int_equal(intro_i_text_fold(text, length + 3, &slow), INTRO_OK);
        intro_i_strbuf_puts(&fast, fast.length == 0 ? "e" : " e");
        assert_string_equal(fast.data, slow.data);
        intro_i_strbuf_fini(&fast);
        intro_i_strbuf_fini(&slow);
    }
}

static void what_fails_appends_nothing(void **state)
{
    (void)state;
    transform *const all[] = {intro_i_text_nfc, intro_i_text_lower,
                              intro_i_text_fold};
    for (size_t i = 0; i < INTRO_COUNT_OF(all); i++) {
        intro_i_strbuf out;
        intro_i_strbuf_init(&out, 16);
        intro_i_strbuf_puts(&out, "kept");
        assert_int_equal(all[i]("ab\xC3\xA9\xFF", 5, &out), INTRO_EFORMAT);
        assert_string_equal(out.data, "kept");
        assert_int_equal(all[i]("\xC3\xA9 much too long a text", 24, &out),
                         INTRO_ELIMIT);
        assert_string_equal(out.data, "kept");
        intro_i_strbuf_fini(&out);
    }
}

static bool is_safe(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7F && c < 0xA0) &&
           !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069) &&
           c != 0x200E && c != 0x200F && c != 0x61C && c != 0x2028 &&
           c != 0x2029 && c != 0xFEFF && !(c >= 0xE0000 && c <= 0xE007F) &&
           c != INTRO_I_NOT_UTF8;
}

static void escaped_text_is_safe_and_no_wider_than_asked(void **state)
{
    (void)state;
    for (int round = 0; round < 5000; round++) {
        intro_i_strbuf text;
        intro_i_strbuf whole;
        intro_i_strbuf cut;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&whole, 0);
        intro_i_strbuf_init(&cut, 0);
        put_random_text(&text, random_below(30));
        for (size_t i = random_below(6); i > 0 && text.length > 0; i--) {
            text.data[random_below(text.length)] = (char)random_below(256);
        }
        const size_t most = random_below(40);
        assert_int_equal(intro_i_text_escape(text.data, text.length, &whole),
                         INTRO_OK);
        assert_int_equal(
            intro_i_text_escape_cut(text.data, text.length, most, &cut),
            INTRO_OK);
        for (size_t i = 0; i < whole.length;) {
            uint32_t c;
            i += intro_i_utf8_next(whole.data + i, whole.length - i, &c);
            assert_true(is_safe(c));
        }
        const size_t whole_width =
            (size_t)intro_i_text_width(whole.data, whole.length);
        const size_t width = (size_t)intro_i_text_width(cut.data, cut.length);
        assert_true(intro_i_utf8_is_valid(cut.data, cut.length));
        assert_true(width <= most);
        /* Cut only when needed, and not further than one wide unit. */
        assert_true(whole_width > most ? width + 10 > most
                                       : width == whole_width);
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&whole);
        intro_i_strbuf_fini(&cut);
    }
}

static void escapes_are_spelled_as_promised(void **state)
{
    (void)state;
    assert_gives(intro_i_text_escape, "a\x1b[2J\n\t\r\x7f",
                 "a\\x1b[2J\\n\\t\\x0d\\x7f");
    assert_gives(intro_i_text_escape, "x\xFFy\xC2\x9Bz", "x\\xffy\\x9bz");
    assert_gives(intro_i_text_escape, "\xE2\x80\xAE\xF3\xA0\x81\x81",
                 "<U+202E><U+E0041>");
    assert_gives(intro_i_text_escape, "C:\\x Jos\xC3\xA9", "C:\\x Jos\xC3\xA9");
}

static void cutting_ends_with_an_ellipsis_and_caps_marks(void **state)
{
    (void)state;
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    assert_int_equal(intro_i_text_escape_cut("abcdef", 6, 4, &out), INTRO_OK);
    assert_string_equal(out.data, "abc\xE2\x80\xA6");
    intro_i_strbuf_clear(&out);
    assert_int_equal(intro_i_text_escape_cut("abcd", 4, 4, &out), INTRO_OK);
    assert_string_equal(out.data, "abcd");
    intro_i_strbuf_clear(&out);
    assert_int_equal(intro_i_text_escape_cut("a\x1b"
                                             "b",
                                             3, 4, &out),
                     INTRO_OK);
    assert_string_equal(out.data, "a\xE2\x80\xA6");
    intro_i_strbuf_clear(&out);
    assert_int_equal(intro_i_text_escape_cut("a", 1, 0, &out), INTRO_OK);
    assert_string_equal(out.data, "");

    intro_i_strbuf zalgo;
    intro_i_strbuf_init(&zalgo, 0);
    intro_i_strbuf_putc(&zalgo, 'Z');
    for (int i = 0; i < 1000; i++) {
        intro_i_strbuf_put_utf8(&zalgo, 0x0301);
    }
    assert_int_equal(
        intro_i_text_escape_cut(zalgo.data, zalgo.length, 10, &out), INTRO_OK);
    assert_int_equal(out.length, 1 + 8 * 2);

    /* what stands behind thousands of them is not looked for */
    for (int i = 0; i < 10000; i++) {
        intro_i_strbuf_put_utf8(&zalgo, 0x0301);
    }
    intro_i_strbuf_putc(&zalgo, 'Z');
    intro_i_strbuf_clear(&out);
    assert_int_equal(
        intro_i_text_escape_cut(zalgo.data, zalgo.length, 10, &out), INTRO_OK);
    assert_int_equal(out.length, 1 + 8 * 2 + 3);
    assert_string_equal(out.data + 1 + 8 * 2, "\xE2\x80\xA6");
    intro_i_strbuf_fini(&zalgo);
    intro_i_strbuf_fini(&out);
}

static intro_status parse(const char *text, double *out)
{
    return intro_i_parse_double(text, strlen(text), out);
}

static void doubles_are_rounded_as_the_c_library_does(void **state)
{
    (void)state;
    for (int round = 0; round < 100000; round++) {
        char text[64];
        const int whole = (int)random_below(20);
        const int part = (int)random_below(20);
        size_t n = 0;
        for (int i = 0; i <= whole; i++) {
            text[n++] = (char)('0' + random_below(10));
        }
        text[n++] = '.';
        for (int i = 0; i < part; i++) {
            text[n++] = (char)('0' + random_below(10));
        }
        (void)snprintf(text + n, sizeof text - n, "e%d",
                       (int)random_below(660) - 340);
        const double want = strtod(text, NULL);
        double got = -1;
        const intro_status rc = parse(text, &got);
        if (isinf(want)) {
            assert_int_equal(rc, INTRO_EFORMAT);
        } else if (rc != INTRO_OK || memcmp(&got, &want, sizeof got) != 0) {
            fail_msg("%s: %.17g, not %.17g", text, got, want);
        }
    }
}

/* As people and programs write them; around the most digits that are exact. */
static void usual_numbers_are_rounded_as_the_c_library_does(void **state)
{
    (void)state;
    for (int round = 0; round < 100000; round++) {
        char text[32];
        const int digits = 1 + (int)random_below(18);
        const int point = (int)random_below((uint32_t)digits + 2);
        size_t n = 0;
        if (random_below(3) == 0) {
            text[n++] = random_below(2) == 0 ? '-' : '+';
        }
        for (int i = 0; i < digits; i++) {
            if (i == point) {
                text[n++] = '.';
            }
            text[n++] = (char)('0' + random_below(random_below(2) * 9 + 1));
        }
        if (point == digits) {
            text[n++] = '.';
        }
        text[n] = '\0';
        const double want = strtod(text, NULL);
        double got = -1;
        assert_int_equal(parse(text, &got), INTRO_OK);
        if (memcmp(&got, &want, sizeof got) != 0) {
            fail_msg("%s: %.17g, not %.17g", text, got, want);
        }
    }
}

static void long_literals_are_rounded_right_at_ties(void **state)
{
    (void)state;
    /* 2^-1074 x 1.5 has 1075 digits after the point; more zeros, then a one,
     * must round up where the tie itself goes to even. */
    char text[3000];
    double got = 0;
    (void)snprintf(text, sizeof text, "%.1100f", 0x1.8p-1074 + 0x1p-1073);
    assert_int_equal(parse(text, &got), INTRO_OK);
    assert_true(got == strtod(text, NULL));
    const char *const tie = "9007199254740993"; /* 2^53 + 1 */
    memset(text, '0', sizeof text);
    memcpy(text, tie, 16);
    text[16] = '.';
    text[2500] = '\0';
    assert_int_equal(parse(text, &got), INTRO_OK);
    assert_true(got == 9007199254740992.0);
    text[2499] = '1';
    assert_int_equal(parse(text, &got), INTRO_OK);
    assert_true(got == 9007199254740994.0);
}

static void written_doubles_read_back_the_same(void **state)
{
    (void)state;
    for (int round = 0; round < 100000; round++) {
        uint64_t bits = next_random();
        double value;
        double back = 0;
        char text[32];
        memcpy(&value, &bits, sizeof value);
        if (round % 4 == 0) {
            value = (double)random_below(100000) / 100;
        }
        intro_i_format_double(value, text);
        assert_true(strlen(text) < 32);
        assert_int_equal(parse(text, &back), INTRO_OK);
        assert_true(isnan(value) ? isnan(back)
                                 : memcmp(&back, &value, sizeof back) == 0);
    }
    char text[32];
    intro_i_format_double(0.1, text);
    assert_string_equal(text, "0.1");
    intro_i_format_double(-0.0, text);
    assert_string_equal(text, "-0");
    intro_i_format_double((double)-INFINITY, text);
    assert_string_equal(text, "-INF");
}

/* The shortest of 15, 16 and 17 digits of printf that strtod reads back. */
static void check_spelling(double value)
{
    char wanted[40];
    char got[32];
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(wanted, sizeof wanted, "%.*g", digits, value);
        if (strtod(wanted, NULL) == value) {
            break;
        }
    }
    assert_int_equal(intro_i_format_double(value, got), strlen(wanted));
    assert_string_equal(got, wanted);
}

static double draw_size(void)
{
    const double fraction = (double)(next_random() >> 11) * 0x1p-53;
    return pow(10, 22 * fraction - 6);
}

static void written_doubles_are_spelt_as_printf_spells_them(void **state)
{
    (void)state;
    for (int round = 0; round < 60000; round++) {
        const double n = (double)(random_below(5000) + 1);
        const double k = (double)(random_below(5000) + 1);
        const double fraction = (double)(next_random() >> 11) * 0x1p-53;
        check_spelling(k / n);
        check_spelling(log(n) / k);
        check_spelling(1 - k * k / (n * n));
        check_spelling(draw_size() * fraction);
        check_spelling((double)(float)draw_size());
        check_spelling(floor(draw_size()));
        check_spelling((double)random_below(1000000) / 1000);
    }
    /* Powers of two and ten, and their neighbours. */
    for (int e = -60; e <= 60; e++) {
        const double powers[] = {ldexp(1, e), pow(10, e)};
        for (int i = 0; i < 2; i++) {
            check_spelling(powers[i]);
            check_spelling(nextafter(powers[i], 0));
            check_spelling(nextafter(powers[i], HUGE_VAL));
            check_spelling(-powers[i] * 1.5);
            check_spelling(powers[i] - 1);
        }
    }
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    if (!set_comma_locale()) {
        print_message("# no locale with a decimal comma can be had\n");
        skip();
    }
    double value = 0;
    char text[32];
    assert_int_equal(parse("1.2345678901234567890", &value), INTRO_OK);
    intro_i_format_double(1.5, text);
    double other = 0;
    const intro_status comma = parse("1,5", &other);
    unset_comma_locale();
    assert_true(value == 1.2345678901234567890);
    assert_string_equal(text, "1.5");
    assert_int_equal(comma, INTRO_EFORMAT);
}

static void odd_doubles_are_accepted_or_refused_as_stated(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "1,5",     "1.5x", "0x10", "1e999", "-1e999", "1e",
        "1e+",     ".",    "-",    "+-1",   "1 2",    "1e5.5",
        "infinit", "nanx", "--1",  "1.2.3", "e5",     "1d5",
    };
    static const char *const good[] = {
        "1",
        "-1",
        "+1",
        ".5",
        "5.",
        "1E5",
        "1e-5",
        " 1.0\t",
        "1e-320",
        "0e99999999999999999999",
        "1e-99999999999999999999",
        "000000001",
    };
    double value = 7;
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        assert_int_equal(parse(bad[i], &value), INTRO_EFORMAT);
        assert_true(value == 7);
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(good); i++) {
        assert_int_equal(parse(good[i], &value), INTRO_OK);
        assert_true(value == strtod(good[i], NULL));
    }
    value = 7;
    assert_int_equal(parse("", &value), INTRO_ENOTFOUND);
    assert_int_equal(parse(" \r\n\t", &value), INTRO_ENOTFOUND);
    assert_true(value == 7);
    assert_int_equal(parse("INF", &value), INTRO_OK);
    assert_true(isinf(value) && value > 0);
    assert_int_equal(parse("-Infinity", &value), INTRO_OK);
    assert_true(isinf(value) && value < 0);
    assert_int_equal(parse("nan", &value), INTRO_OK);
    assert_true(isnan(value));
    assert_int_equal(intro_i_parse_double("1\0", 2, &value), INTRO_EFORMAT);
}

static void integers_are_read_in_their_whole_range(void **state)
{
    (void)state;
    int64_t value = 3;
    assert_int_equal(intro_i_parse_int64(" 9223372036854775807 ", 21, &value),
                     INTRO_OK);
    assert_true(value == INT64_MAX);
    assert_int_equal(intro_i_parse_int64("-9223372036854775808", 20, &value),
                     INTRO_OK);
    assert_true(value == INT64_MIN);
    static const char *const bad[] = {"9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999",
                                      "5.0",
                                      "+",
                                      "0x1",
                                      "1 1"};
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        assert_int_equal(intro_i_parse_int64(bad[i], strlen(bad[i]), &value),
                         INTRO_EFORMAT);
    }
    assert_int_equal(intro_i_parse_int64("  ", 2, &value), INTRO_ENOTFOUND);
    assert_true(value == INT64_MIN);
}

static void truth_values_have_four_spellings(void **state)
{
    (void)state;
    bool value = false;
    assert_int_equal(intro_i_parse_bool(" TRUE ", 6, &value), INTRO_OK);
    assert_true(value);
    assert_int_equal(intro_i_parse_bool("0", 1, &value), INTRO_OK);
    assert_false(value);
    assert_int_equal(intro_i_parse_bool("1", 1, &value), INTRO_OK);
    assert_true(value);
    assert_int_equal(intro_i_parse_bool("False", 5, &value), INTRO_OK);
    assert_false(value);
    assert_int_equal(intro_i_parse_bool("yes", 3, &value), INTRO_EFORMAT);
    assert_int_equal(intro_i_parse_bool("", 0, &value), INTRO_ENOTFOUND);
}

enum { WORD_MAX = 50 };

static size_t oracle_distance(const char *a, size_t n, const char *b, size_t m)
{
    static size_t d[WORD_MAX + 1][WORD_MAX + 1];
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
            best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best) {
                best = d[i - 2][j - 2] + 1;
            }
            d[i][j] = best;
        }
    }
    return d[n][m];
}

static void distances_agree_with_the_full_table(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char a[WORD_MAX];
        char b[WORD_MAX];
        const size_t n = random_below(WORD_MAX + 1);
        size_t m = n;
        for (size_t i = 0; i < WORD_MAX; i++) {
            a[i] = (char)('a' + random_below(4));
            b[i] = a[i];
        }
        for (size_t k = random_below(12); k > 0; k--) {
            const size_t at = random_below(WORD_MAX - 1);
            const char c = b[at];
            b[at] = b[at + 1];
            b[at + 1] = random_below(2) == 0 ? c : 'x';
        }
        m -= m > 3 ? random_below(4) : 0;
        const size_t limit = random_below(40);
        const size_t want = oracle_distance(a, n, b, m);
        const size_t effective =
            limit < INTRO_I_DISTANCE_MAX ? limit : INTRO_I_DISTANCE_MAX;
        const size_t expected = want > effective ? limit + 1 : want;
        assert_int_equal(intro_i_text_distance(a, n, b, m, limit), expected);
        assert_int_equal(intro_i_text_distance(b, m, a, n, limit), expected);
    }
    assert_int_equal(intro_i_text_distance("Jos\xC3\xA9", 5, "Jose", 4, 3), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scalar_value_is_read_back_and_no_surrogate),
        cmocka_unit_test(the_valid_prefix_agrees_with_a_slow_decoder),
        cmocka_unit_test(a_text_cut_anywhere_keeps_its_whole_characters),
        cmocka_unit_test(
            a_repaired_text_keeps_characters_and_marks_other_bytes),
        cmocka_unit_test(canonically_equal_texts_have_one_normal_form),
        cmocka_unit_test(the_order_of_many_marks_does_not_matter),
        cmocka_unit_test(normal_form_and_fold_change_nothing_the_second_time),
        cmocka_unit_test(a_fold_does_not_depend_on_the_normal_form),
        cmocka_unit_test(folding_removes_case_accents_and_signs),
        cmocka_unit_test(the_fast_way_of_folding_agrees_with_the_slow_one),
        cmocka_unit_test(what_fails_appends_nothing),
        cmocka_unit_test(escaped_text_is_safe_and_no_wider_than_asked),
        cmocka_unit_test(escapes_are_spelled_as_promised),
        cmocka_unit_test(cutting_ends_with_an_ellipsis_and_caps_marks),
        cmocka_unit_test(doubles_are_rounded_as_the_c_library_does),
        cmocka_unit_test(usual_numbers_are_rounded_as_the_c_library_does),
        cmocka_unit_test(long_literals_are_rounded_right_at_ties),
        cmocka_unit_test(written_doubles_read_back_the_same),
        cmocka_unit_test(written_doubles_are_spelt_as_printf_spells_them),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(odd_doubles_are_accepted_or_refused_as_stated),
        cmocka_unit_test(integers_are_read_in_their_whole_range),
        cmocka_unit_test(truth_values_have_four_spellings),
        cmocka_unit_test(distances_agree_with_the_full_table),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, start_random, NULL);
}
