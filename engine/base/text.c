/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only file that knows utf8proc.
 *
 * utf8proc_decompose() orders combining marks by exchanging neighbours, which
 * takes quadratic time on a name made of thousands of marks. So characters are
 * decomposed one at a time and long runs of marks are ordered here by counting.
 *
 * Numbers: up to 15 digits and powers of ten up to 22 are exact in a double, so
 * one multiplication or division is correctly rounded (Clinger 1990). Any other
 * number goes to strtod() rewritten as digits and exponent without a point, of
 * the same value: what is a decimal point depends on the locale, digits do not.
 * That needs no locale object, hence no global and no set-up per call. */
#include "base/text.h"

#include "base/vec.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* utf8proc writes at most 18 characters for one. */
enum { DECOMPOSED_ROOM = 32, MARKS_KEPT = 8, SHORT_RUN = 16 };

/* Significant digits that can decide the rounding of a double: 767 and one that
 * says whether anything follows. */
enum { DIGITS_MAX = 780 };

static bool is_ascii_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Length of the prefix that is ASCII, eight bytes at a time. */
static size_t skip_ascii(const char *bytes, size_t length)
{
    size_t i = 0;
    while (length - i >= 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        i += 8;
    }
    while (i < length && (unsigned char)bytes[i] < 0x80) {
        i++;
    }
    return i;
}

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Bytes of the character at p, 0 when it is not UTF-8. The bounds on the second
 * byte are those of the Unicode Standard, table 3-7. */
static size_t decode(const unsigned char *p, size_t length, uint32_t *out)
{
    const unsigned char c = p[0];
    if (c < 0x80) {
        *out = c;
        return 1;
    }
    if (c < 0xC2 || c > 0xF4 || length < 2) {
        return 0;
    }
    if (c < 0xE0) {
        *out = ((uint32_t)(c & 0x1F) << 6) | (p[1] & 0x3FU);
        return is_continuation(p[1]) ? 2 : 0;
    }
    const unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high || length < 3 || !is_continuation(p[2])) {
        return 0;
    }
    const uint32_t tail = ((p[1] & 0x3FU) << 6) | (p[2] & 0x3FU);
    if (c < 0xF0) {
        *out = ((uint32_t)(c & 0x0F) << 12) | tail;
        return 3;
    }
    if (length < 4 || !is_continuation(p[3])) {
        return 0;
    }
    *out = ((uint32_t)(c & 0x07) << 18) | (tail << 6) | (p[3] & 0x3FU);
    return 4;
}

static int class_of(int32_t codepoint)
{
    return utf8proc_get_property(codepoint)->combining_class;
}

/* Stable order by combining class of one run of marks. */
static intro_status order_run(int32_t *run, size_t count)
{
    if (count <= SHORT_RUN) {
        for (size_t i = 1; i < count; i++) {
            const int32_t moved = run[i];
            size_t j = i;
            for (; j > 0 && class_of(run[j - 1]) > class_of(moved); j--) {
                run[j] = run[j - 1];
            }
            run[j] = moved;
        }
        return INTRO_OK;
    }
    size_t start[257] = {0};
    int32_t *const copy = intro_i_alloc(count, sizeof *copy);
    if (copy == NULL) {
        return INTRO_ENOMEM;
    }
    memcpy(copy, run, count * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        start[(class_of(copy[i]) & 0xFF) + 1]++;
    }
    for (size_t c = 1; c < 257; c++) {
        start[c] += start[c - 1];
    }
    for (size_t i = 0; i < count; i++) {
        run[start[class_of(copy[i]) & 0xFF]++] = copy[i];
    }
    intro_i_free(copy);
    return INTRO_OK;
}

static intro_status order_marks(intro_i_vec_i32 *points)
{
    size_t i = 0;
    while (i < points->count) {
        size_t end = i;
        while (end < points->count && class_of(points->data[end]) != 0) {
            end++;
        }
        if (end - i > 1) {
            INTRO_TRY(order_run(points->data + i, end - i));
        }
        i = end + 1;
    }
    return INTRO_OK;
}

/* Characters that folding turns into a blank although their decomposition is a
 * word: (TM) and (SM) say nothing about a name. */
static bool is_trade_sign(uint32_t codepoint)
{
    return codepoint == 0x2122 || codepoint == 0x2120;
}

/* Appends the decomposition of one character. */
static intro_status put_decomposed(int32_t codepoint, int options,
                                   intro_i_vec_i32 *points)
{
    INTRO_TRY(intro_i_vec_i32_reserve(points, points->count + DECOMPOSED_ROOM));
    const utf8proc_ssize_t made = utf8proc_decompose_char(
        codepoint, points->data + points->count, DECOMPOSED_ROOM,
        (utf8proc_option_t)options, NULL);
    if (made < 0 || made > DECOMPOSED_ROOM) {
        return INTRO_EBUG;
    }
    points->count += (size_t)made;
    return INTRO_OK;
}

/* The same for a fold: canonical first, so that both spellings of a character go
 * one way, and without U+0345, an accent that case folding makes a letter. */
static intro_status put_folded(int32_t codepoint, intro_i_vec_i32 *points)
{
    int32_t parts[DECOMPOSED_ROOM];
    if (utf8proc_get_property(codepoint)->ignorable != 0) {
        return INTRO_OK;
    }
    const utf8proc_ssize_t made = utf8proc_decompose_char(
        codepoint, parts, DECOMPOSED_ROOM,
        (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), NULL);
    if (made < 0 || made > DECOMPOSED_ROOM) {
        return INTRO_EBUG;
    }
    for (utf8proc_ssize_t i = 0; i < made; i++) {
        if (parts[i] != 0x0345) {
            INTRO_TRY(put_decomposed(parts[i],
                                     UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                         UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                     points));
        }
    }
    return INTRO_OK;
}

/* Decomposes in canonical order, as it is or for a fold. */
static intro_status decompose(const char *bytes, size_t length, bool fold,
                              intro_i_vec_i32 *points)
{
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        const size_t step =
            decode((const unsigned char *)bytes + i, length - i, &codepoint);
        if (step == 0) {
            return INTRO_EFORMAT;
        }
        i += step;
        if (fold) {
            INTRO_TRY(put_folded(
                is_trade_sign(codepoint) ? ' ' : (int32_t)codepoint, points));
        } else {
            INTRO_TRY(put_decomposed((int32_t)codepoint,
                                     UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
                                     points));
        }
    }
    return order_marks(points);
}

/* What decomposition leaves alone though people type it plainly; NULL for
 * others. */
static const char *plain_letter(int32_t codepoint)
{
    static const struct {
        uint16_t from;
        char to[3];
    } letters[] = {
        {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"},  {0x00FE, "th"},
        {0x0111, "d"},  {0x0127, "h"}, {0x0131, "i"},  {0x0138, "k"},
        {0x0142, "l"},  {0x014B, "n"}, {0x0153, "oe"}, {0x0167, "t"},
        {0x0180, "b"},  {0x0188, "c"}, {0x0192, "f"},  {0x0199, "k"},
        {0x019A, "l"},  {0x01A5, "p"}, {0x01AD, "t"},  {0x01B4, "y"},
        {0x01B6, "z"},  {0x01DD, "e"}, {0x01E5, "g"},  {0x0221, "d"},
        {0x0225, "z"},  {0x0234, "l"}, {0x0235, "n"},  {0x0236, "t"},
        {0x0237, "j"},  {0x023C, "c"}, {0x0247, "e"},  {0x0249, "j"},
        {0x024D, "r"},  {0x024F, "y"}, {0x0253, "b"},  {0x0256, "d"},
        {0x0257, "d"},  {0x0259, "e"}, {0x0260, "g"},  {0x0268, "i"},
        {0x0272, "n"},  {0x0275, "o"}, {0x0289, "u"},
    };
    if (codepoint < 0xE6 || codepoint > 0x289) {
        return NULL;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(letters); i++) {
        if (letters[i].from == codepoint) {
            return letters[i].to;
        }
    }
    return NULL;
}

static intro_i_text_kind classify_mark(const utf8proc_property_t *property)
{
    /* 0 and 7..9: vowel signs, nukta, kana voicing, virama. */
    const bool stays =
        property->combining_class == 0 ||
        (property->combining_class >= 7 && property->combining_class <= 9);
    return property->category == UTF8PROC_CATEGORY_MN && stays
               ? INTRO_I_TEXT_WORD
               : INTRO_I_TEXT_DROP;
}

static intro_i_text_kind classify(int32_t codepoint)
{
    const utf8proc_property_t *const property =
        utf8proc_get_property(codepoint);
    if (property->category == UTF8PROC_CATEGORY_MN ||
        property->category == UTF8PROC_CATEGORY_ME) {
        return classify_mark(property);
    }
    if (property->category >= UTF8PROC_CATEGORY_PC &&
        property->category <= UTF8PROC_CATEGORY_ZP) {
        return INTRO_I_TEXT_BLANK;
    }
    if (property->category == UTF8PROC_CATEGORY_CC) {
        return intro_i_text_is_blank((uint32_t)codepoint) ? INTRO_I_TEXT_BLANK
                                                          : INTRO_I_TEXT_DROP;
    }
    if (property->category == UTF8PROC_CATEGORY_CF) {
        return INTRO_I_TEXT_DROP;
    }
    if (property->category == UTF8PROC_CATEGORY_CO) {
        return INTRO_I_TEXT_BLANK;
    }
    /* Modifier apostrophes are typed as apostrophes, which are punctuation. */
    return codepoint >= 0x2B9 && codepoint <= 0x2BF ? INTRO_I_TEXT_BLANK
                                                    : INTRO_I_TEXT_WORD;
}

/* Joins words by single blanks, none at the ends. */
typedef struct joiner {
    intro_i_strbuf *out;
    bool begun;
    bool owes_blank;
} joiner;

static void settle_blank(joiner *join)
{
    if (join->begun && join->owes_blank) {
        intro_i_strbuf_putc(join->out, ' ');
    }
    join->begun = true;
    join->owes_blank = false;
}

static void fold_ascii(const char *bytes, size_t length, joiner *join)
{
    char chunk[256];
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)bytes[i];
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            if (used > sizeof chunk - 2) {
                intro_i_strbuf_append(join->out, chunk, used);
                used = 0;
            }
            if (join->begun && join->owes_blank) {
                chunk[used++] = ' ';
            }
            join->begun = true;
            join->owes_blank = false;
            chunk[used++] = (char)(is_upper ? c + ('a' - 'A') : c);
        } else if ((c > ' ' && c != 0x7F) || is_ascii_blank(c)) {
            join->owes_blank = true;
        }
    }
    intro_i_strbuf_append(join->out, chunk, used);
}

static void fold_points(const intro_i_vec_i32 *points, joiner *join)
{
    for (size_t i = 0; i < points->count; i++) {
        const int32_t codepoint = points->data[i];
        const intro_i_text_kind kind = classify(codepoint);
        if (kind == INTRO_I_TEXT_BLANK) {
            join->owes_blank = true;
        }
        if (kind != INTRO_I_TEXT_WORD) {
            continue;
        }
        settle_blank(join);
        const char *const plain = plain_letter(codepoint);
        if (plain != NULL) {
            intro_i_strbuf_puts(join->out, plain);
        } else {
            intro_i_strbuf_put_utf8(join->out, (uint32_t)codepoint);
        }
    }
}

/* The end of every appending function: all of it or nothing. */
static intro_status finish(intro_i_strbuf *out, size_t before, intro_status rc)
{
    const intro_status result = rc != INTRO_OK ? rc : out->status;
    if (result != INTRO_OK) {
        intro_i_strbuf_truncate(out, before);
    }
    return result;
}

/* Everything below U+0300 is its own normal form C. */
static bool is_surely_nfc(const char *bytes, size_t length)
{
    for (size_t i = skip_ascii(bytes, length); i < length; i++) {
        if ((unsigned char)bytes[i] >= 0xCC) {
            return false;
        }
    }
    return true;
}

bool intro_i_utf8_is_valid(const char *bytes, size_t length)
{
    return intro_i_utf8_valid_prefix(bytes, length) == length;
}

size_t intro_i_utf8_valid_prefix(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        if ((unsigned char)bytes[i] < 0x80) {
            i += skip_ascii(bytes + i, length - i);
            continue;
        }
        uint32_t codepoint;
        const size_t step =
            decode((const unsigned char *)bytes + i, length - i, &codepoint);
        if (step == 0) {
            break;
        }
        i += step;
    }
    return i;
}

size_t intro_i_utf8_next(const char *bytes, size_t length, uint32_t *codepoint)
{
    if (length == 0) {
        return 0;
    }
    uint32_t decoded;
    const size_t step = decode((const unsigned char *)bytes, length, &decoded);
    *codepoint = step == 0 ? INTRO_I_NOT_UTF8 : decoded;
    return step == 0 ? 1 : step;
}

intro_i_text_kind intro_i_text_classify(uint32_t codepoint)
{
    if (codepoint > 0x10FFFF) {
        return INTRO_I_TEXT_DROP;
    }
    const utf8proc_property_t *const property =
        utf8proc_get_property((int32_t)codepoint);
    return property->ignorable != 0 ? INTRO_I_TEXT_DROP
                                    : classify((int32_t)codepoint);
}

bool intro_i_text_is_blank(uint32_t codepoint)
{
    if (codepoint < 0x80) {
        return is_ascii_blank((unsigned char)codepoint);
    }
    if (codepoint > 0x10FFFF) {
        return false;
    }
    const utf8proc_category_t category = utf8proc_category((int32_t)codepoint);
    return codepoint == 0x85 || (category >= UTF8PROC_CATEGORY_ZS &&
                                 category <= UTF8PROC_CATEGORY_ZP);
}

void intro_i_text_trim(const char **bytes, size_t *length)
{
    while (*length > 0 && is_ascii_blank((unsigned char)(*bytes)[0])) {
        (*bytes)++;
        (*length)--;
    }
    while (*length > 0 &&
           is_ascii_blank((unsigned char)(*bytes)[*length - 1])) {
        (*length)--;
    }
}

intro_status intro_i_text_nfc(const char *bytes, size_t length,
                              intro_i_strbuf *out)
{
    const size_t before = out->length;
    if (is_surely_nfc(bytes, length)) {
        if (!intro_i_utf8_is_valid(bytes, length)) {
            return INTRO_EFORMAT;
        }
        intro_i_strbuf_append(out, bytes, length);
        return out->status;
    }
    intro_i_vec_i32 points = {0};
    intro_status rc = decompose(bytes, length, false, &points);
    if (rc == INTRO_OK) {
        const utf8proc_ssize_t count = utf8proc_normalize_utf32(
            points.data, (utf8proc_ssize_t)points.count,
            (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
        for (utf8proc_ssize_t i = 0; i < count; i++) {
            intro_i_strbuf_put_utf8(out, (uint32_t)points.data[i]);
        }
        rc = count < 0 ? INTRO_EBUG : INTRO_OK;
    }
    intro_i_vec_i32_fini(&points);
    return finish(out, before, rc);
}

intro_status intro_i_text_lower(const char *bytes, size_t length,
                                intro_i_strbuf *out)
{
    const size_t before = out->length;
    intro_i_strbuf composed;
    intro_i_strbuf lowered;
    intro_i_strbuf_init(&composed, 0);
    intro_i_strbuf_init(&lowered, 0);
    intro_status rc = intro_i_text_nfc(bytes, length, &composed);
    for (size_t i = 0; rc == INTRO_OK && i < composed.length;) {
        uint32_t codepoint;
        i += decode((const unsigned char *)composed.data + i,
                    composed.length - i, &codepoint);
        intro_i_strbuf_put_utf8(&lowered,
                                (uint32_t)utf8proc_tolower((int32_t)codepoint));
    }
    if (rc == INTRO_OK) {
        rc = lowered.status;
    }
    if (rc == INTRO_OK) {
        rc = intro_i_text_nfc(lowered.data, lowered.length, out);
    }
    intro_i_strbuf_fini(&lowered);
    intro_i_strbuf_fini(&composed);
    return finish(out, before, rc);
}

intro_status intro_i_text_fold(const char *bytes, size_t length,
                               intro_i_strbuf *out)
{
    const size_t before = out->length;
    joiner join = {.out = out};
    if (skip_ascii(bytes, length) == length) {
        fold_ascii(bytes, length, &join);
        return finish(out, before, INTRO_OK);
    }
    intro_i_vec_i32 points = {0};
    const intro_status rc = decompose(bytes, length, true, &points);
    if (rc == INTRO_OK) {
        fold_points(&points, &join);
    }
    intro_i_vec_i32_fini(&points);
    return finish(out, before, rc);
}

/* Columns of one character; control characters take none. */
static size_t measure(uint32_t codepoint)
{
    if (codepoint < 0x7F) {
        return codepoint >= 0x20;
    }
    const int width = utf8proc_charwidth((int32_t)codepoint);
    return width > 0 ? (size_t)width : 0;
}

int intro_i_text_width(const char *bytes, size_t length)
{
    size_t width = 0;
    uint32_t codepoint;
    for (size_t i = 0; i < length;) {
        i += intro_i_utf8_next(bytes + i, length - i, &codepoint);
        width += codepoint == INTRO_I_NOT_UTF8 ? 1 : measure(codepoint);
    }
    return width > INT32_MAX ? INT32_MAX : (int)width;
}

/* Characters that reorder, break or hide what stands beside them. */
static bool is_deceptive(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C || c == 0x2028 ||
           c == 0x2029 || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

/* One character as a terminal may see it, and its columns. */
static size_t render(const char *bytes, size_t step, uint32_t codepoint,
                     char unit[16], size_t *width)
{
    int made = 0;
    if (codepoint == '\n' || codepoint == '\t') {
        unit[0] = '\\';
        unit[1] = codepoint == '\n' ? 'n' : 't';
        made = 2;
    } else if (codepoint == INTRO_I_NOT_UTF8) {
        made = snprintf(unit, 16, "\\x%02x", (unsigned)(unsigned char)*bytes);
    } else if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) {
        made = snprintf(unit, 16, "\\x%02x", (unsigned)codepoint);
    } else if (is_deceptive(codepoint)) {
        made = snprintf(unit, 16, "<U+%04X>", (unsigned)codepoint);
    } else {
        memcpy(unit, bytes, step);
        *width = measure(codepoint);
        return step;
    }
    *width = (size_t)made;
    return (size_t)made;
}

/* Length of the prefix that is printable ASCII, hence its own escape. */
static size_t skip_plain(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length && bytes[i] >= 0x20 && bytes[i] < 0x7F) {
        i++;
    }
    return i;
}

intro_status intro_i_text_escape(const char *bytes, size_t length,
                                 intro_i_strbuf *out)
{
    const size_t before = out->length;
    for (size_t i = 0; i < length;) {
        const size_t plain = skip_plain(bytes + i, length - i);
        intro_i_strbuf_append(out, bytes + i, plain);
        i += plain;
        uint32_t codepoint;
        const size_t step =
            intro_i_utf8_next(bytes + i, length - i, &codepoint);
        if (step != 0) {
            char unit[16];
            size_t width;
            intro_i_strbuf_append(
                out, unit, render(bytes + i, step, codepoint, unit, &width));
            i += step;
        }
    }
    return finish(out, before, INTRO_OK);
}

intro_status intro_i_text_escape_cut(const char *bytes, size_t length,
                                     size_t max_columns, intro_i_strbuf *out)
{
    const size_t before = out->length;
    size_t columns = 0;
    size_t marks = 0;
    size_t cut = before; /* where the ellipsis still fits */
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        char unit[16];
        size_t width;
        const size_t step =
            intro_i_utf8_next(bytes + i, length - i, &codepoint);
        const size_t made = render(bytes + i, step, codepoint, unit, &width);
        i += step;
        marks = width == 0 ? marks + 1 : 0;
        if (marks > MARKS_KEPT) {
            continue;
        }
        if (width > max_columns - columns) {
            intro_i_strbuf_truncate(out, cut);
            if (max_columns > 0) {
                intro_i_strbuf_put_utf8(out, 0x2026);
            }
            break;
        }
        columns += width;
        intro_i_strbuf_append(out, unit, made);
        if (columns < max_columns) {
            cut = out->length;
        }
    }
    return finish(out, before, INTRO_OK);
}

static bool is_word(const char *bytes, size_t length, const char *word)
{
    size_t i = 0;
    for (; i < length && word[i] != '\0'; i++) {
        const char c = bytes[i];
        const char lower = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (lower != word[i]) {
            return false;
        }
    }
    return i == length && word[i] == '\0';
}

/* A decimal literal: value = digits x 10^exponent, zeros in front left out. */
typedef struct decimal {
    char digits[DIGITS_MAX + 1];
    size_t count;
    int64_t exponent;
} decimal;

static void take_digit(decimal *number, char c, bool after_point)
{
    if (number->count == 0 && c == '0') {
        number->exponent -= after_point;
        return;
    }
    if (number->count < DIGITS_MAX) {
        number->digits[number->count++] = c;
        number->exponent -= after_point;
        return;
    }
    /* Too far to matter, but a tie must not look like one when it is not. */
    if (c != '0') {
        number->digits[DIGITS_MAX - 1] = '1';
    }
    number->exponent += !after_point;
}

/* Reads [0-9]*[.]?[0-9]*([eE][+-]?[0-9]+)? with a digit before the exponent. */
static bool scan_decimal(const char *p, const char *end, decimal *number)
{
    bool has_digit = false;
    bool after_point = false;
    for (; p < end && (is_digit(*p) || (*p == '.' && !after_point)); p++) {
        if (*p == '.') {
            after_point = true;
        } else {
            has_digit = true;
            take_digit(number, *p, after_point);
        }
    }
    if (!has_digit || p == end) {
        return has_digit;
    }
    if (*p != 'e' && *p != 'E') {
        return false;
    }
    p++;
    const bool is_negative = p < end && *p == '-';
    p += p < end && (*p == '-' || *p == '+');
    if (p == end) {
        return false;
    }
    int64_t exponent = 0;
    for (; p < end && is_digit(*p); p++) {
        if (exponent < INT64_C(1000000000000000)) {
            exponent = exponent * 10 + (*p - '0');
        }
    }
    number->exponent += is_negative ? -exponent : exponent;
    return p == end;
}

/* Exact when both the digits and the power of ten are; false otherwise. */
static bool convert_fast(const decimal *number, double *out)
{
    static const double powers[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    if (FLT_EVAL_METHOD != 0 || number->count > 15 || number->exponent > 22 ||
        number->exponent < -22) {
        return false;
    }
    int64_t whole = 0;
    for (size_t i = 0; i < number->count; i++) {
        whole = whole * 10 + (number->digits[i] - '0');
    }
    *out = number->exponent < 0 ? (double)whole / powers[-number->exponent]
                                : (double)whole * powers[number->exponent];
    return true;
}

static intro_status convert(decimal *number, double *out)
{
    if (number->count == 0) {
        *out = 0.0;
        return INTRO_OK;
    }
    if (convert_fast(number, out)) {
        return INTRO_OK;
    }
    const int64_t leading = number->exponent + (int64_t)number->count;
    if (leading > 400) {
        return INTRO_EFORMAT;
    }
    if (leading < -400) {
        *out = 0.0;
        return INTRO_OK;
    }
    char text[DIGITS_MAX + 32];
    number->digits[number->count] = '\0';
    (void)snprintf(text, sizeof text, "%se%d", number->digits,
                   (int)number->exponent);
    const int saved = errno;
    const double value = strtod(text, NULL);
    errno = saved;
    if (isinf(value)) {
        return INTRO_EFORMAT;
    }
    *out = value;
    return INTRO_OK;
}

intro_status intro_i_parse_double(const char *bytes, size_t length, double *out)
{
    intro_i_text_trim(&bytes, &length);
    if (length == 0) {
        return INTRO_ENOTFOUND;
    }
    const char *const end = bytes + length;
    const bool is_negative = bytes[0] == '-';
    const char *const start = bytes + (is_negative || bytes[0] == '+');
    const size_t rest = (size_t)(end - start);
    double value = 0.0;
    if (is_word(start, rest, "inf") || is_word(start, rest, "infinity")) {
        value = (double)INFINITY;
    } else if (is_word(start, rest, "nan")) {
        value = (double)NAN;
    } else {
        decimal number;
        number.count = 0;
        number.exponent = 0;
        if (!scan_decimal(start, end, &number)) {
            return INTRO_EFORMAT;
        }
        INTRO_TRY(convert(&number, &value));
    }
    *out = is_negative ? -value : value;
    return INTRO_OK;
}

intro_status intro_i_parse_int64(const char *bytes, size_t length, int64_t *out)
{
    intro_i_text_trim(&bytes, &length);
    if (length == 0) {
        return INTRO_ENOTFOUND;
    }
    const bool is_negative = bytes[0] == '-';
    size_t i = is_negative || bytes[0] == '+';
    if (i == length) {
        return INTRO_EFORMAT;
    }
    int64_t value = 0;
    for (; i < length; i++) {
        if (!is_digit(bytes[i])) {
            return INTRO_EFORMAT;
        }
        const int64_t digit = bytes[i] - '0';
        if (__builtin_mul_overflow(value, INT64_C(10), &value) ||
            __builtin_add_overflow(value, is_negative ? -digit : digit,
                                   &value)) {
            return INTRO_EFORMAT;
        }
    }
    *out = value;
    return INTRO_OK;
}

intro_status intro_i_parse_bool(const char *bytes, size_t length, bool *out)
{
    intro_i_text_trim(&bytes, &length);
    if (length == 0) {
        return INTRO_ENOTFOUND;
    }
    const bool is_true =
        is_word(bytes, length, "true") || is_word(bytes, length, "1");
    if (!is_true && !is_word(bytes, length, "false") &&
        !is_word(bytes, length, "0")) {
        return INTRO_EFORMAT;
    }
    *out = is_true;
    return INTRO_OK;
}

/* Whatever the locale writes between the digits becomes one point. */
static void write_point(char text[32])
{
    size_t to = 0;
    bool has_point = false;
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char c = text[i];
        if (is_digit(c) || c == 'e' || c == '+' || c == '-') {
            text[to++] = c;
        } else if (!has_point) {
            has_point = true;
            text[to++] = '.';
        }
    }
    text[to] = '\0';
}

void intro_i_format_double(double value, char out[32])
{
    if (isnan(value)) {
        memcpy(out, "NaN", 4);
        return;
    }
    if (isinf(value)) {
        (void)snprintf(out, 32, "%s", value < 0 ? "-INF" : "INF");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        double back = 0.0;
        (void)snprintf(out, 32, "%.*g", digits, value);
        write_point(out);
        if (intro_i_parse_double(out, strlen(out), &back) == INTRO_OK &&
            memcmp(&back, &value, sizeof back) == 0) {
            return;
        }
    }
}

/* Distance in a band of the full table: row i holds columns i - limit to
 * i + limit, the cell of column j at j - i + limit. Three rows suffice, and of b
 * only the characters in the band, kept in a ring. */
enum { BAND = 2 * INTRO_I_DISTANCE_MAX + 1, RING = 128 };
_Static_assert(RING > BAND + 1, "the ring holds a band");

typedef struct band {
    size_t limit;
    size_t b_count; /* characters of b read so far */
    bool b_ended;
    uint32_t ring[RING]; /* character j of b, from 1, at j modulo RING */
    size_t rows[3][BAND];
} band;

/* A cell of row i, or "too far" outside the band. */
static size_t cell(const band *table, size_t i, size_t j)
{
    const size_t at = j + table->limit;
    if (at < i || at - i > 2 * table->limit) {
        return table->limit + 1;
    }
    return table->rows[i % 3][at - i];
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Fills row i for the character c of a, before it p; answers its minimum. */
static size_t fill_row(band *table, size_t i, uint32_t c, uint32_t p)
{
    size_t smallest = table->limit + 1;
    const size_t first = i > table->limit ? i - table->limit : 0;
    size_t *const row = table->rows[i % 3];
    for (size_t k = 0; k < 2 * table->limit + 1; k++) {
        row[k] = table->limit + 1;
    }
    for (size_t j = first; j <= i + table->limit && j <= table->b_count; j++) {
        size_t best = i;
        if (i == 0 || j == 0) {
            best = i + j;
        } else {
            const uint32_t d = table->ring[j % RING];
            best = cell(table, i - 1, j - 1) + (c != d);
            best = least(best, cell(table, i - 1, j) + 1);
            if (j > first) {
                best = least(best, cell(table, i, j - 1) + 1);
            }
            if (i > 1 && j > 1 && p == d && c == table->ring[(j - 1) % RING]) {
                best = least(best, cell(table, i - 2, j - 2) + 1);
            }
        }
        best = least(best, table->limit + 1);
        row[j + table->limit - i] = best;
        smallest = least(smallest, best);
    }
    return smallest;
}

static size_t read_ahead(band *table, const char *b, size_t length,
                         size_t wanted)
{
    size_t used = 0;
    while (!table->b_ended && table->b_count < wanted) {
        uint32_t codepoint = 0;
        const size_t step =
            intro_i_utf8_next(b + used, length - used, &codepoint);
        if (step == 0) {
            table->b_ended = true;
            break;
        }
        used += step;
        table->ring[++table->b_count % RING] = codepoint;
    }
    return used;
}

size_t intro_i_text_distance(const char *a, size_t a_length, const char *b,
                             size_t b_length, size_t limit)
{
    band table;
    memset(&table, 0, sizeof table);
    table.limit = least(limit, INTRO_I_DISTANCE_MAX);
    size_t b_used = read_ahead(&table, b, b_length, table.limit);
    (void)fill_row(&table, 0, 0, 0);

    size_t i = 0;
    size_t hopeless = 0;
    uint32_t previous = 0;
    for (size_t at = 0; at < a_length;) {
        uint32_t codepoint = 0;
        at += intro_i_utf8_next(a + at, a_length - at, &codepoint);
        i++;
        b_used +=
            read_ahead(&table, b + b_used, b_length - b_used, i + table.limit);
        /* A swap looks two rows back, so two hopeless rows are the end. */
        const size_t smallest = fill_row(&table, i, codepoint, previous);
        hopeless = smallest > table.limit ? hopeless + 1 : 0;
        if (hopeless == 2) {
            return limit + 1;
        }
        previous = codepoint;
    }
    if (b_used < b_length) {
        return limit + 1;
    }
    const size_t distance = cell(&table, i, table.b_count);
    return distance > table.limit ? limit + 1 : distance;
}
