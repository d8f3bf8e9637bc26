/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers read the same way in every locale.
 *
 * Up to 15 digits and powers of ten up to 22 are exact in a double, so one
 * multiplication or division is correctly rounded (Clinger 1990). Any other
 * number goes to strtod() rewritten as digits and exponent without a point, of
 * the same value: what is a decimal point depends on the locale, digits do not.
 * That needs no locale object, hence no global and no set-up per call. */
#include "base/text.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Significant digits that can decide the rounding of a double: 767 and one that
 * says whether anything follows. */
enum { DIGITS_MAX = 780 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
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

static const double powers[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* The usual number: digits, maybe a point among them. false: some other, or not
 * exact so. */
static bool parse_usual(const char *p, const char *end, double *out)
{
    enum { MOST = 16 }; /* 15 digits and the point */
    uint64_t whole = 0;
    const char *point = NULL;
    if (FLT_EVAL_METHOD != 0 || end - p > MOST) {
        return false;
    }
    const char *const start = p;
    for (; p < end; p++) {
        if (is_digit(*p)) {
            whole = whole * 10 + (uint64_t)(*p - '0');
        } else if (*p == '.' && point == NULL) {
            point = p;
        } else {
            return false;
        }
    }
    const ptrdiff_t digits = p - start - (point != NULL);
    if (digits == 0 || digits == MOST) {
        return false;
    }
    *out = (double)whole / powers[point == NULL ? 0 : p - point - 1];
    return true;
}

/* Exact when both the digits and the power of ten are; false otherwise. */
static bool convert_fast(const decimal *number, double *out)
{
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
    if (parse_usual(start, end, &value)) {
        *out = is_negative ? -value : value;
        return INTRO_OK;
    }
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
