/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers written the same way in every locale.
 *
 * From 1e-4 up to 1e15 the shortest digits are found in whole numbers: value =
 * mantissa / 2^down exactly, and 10^k times that has 17 digits before the point
 * and fits in 128 bits. A text reads back as the same value when it lies within
 * half a unit in the mantissa's last place (at half: when the mantissa is even).
 * All else is left to printf. */
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { MANTISSA_BITS = 52, EXPONENT_BIAS = 1023, DIGITS = 17 };

static const uint64_t powers[] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000),
    UINT64_C(10000000000000000000),
};

/* --- any number ------------------------------------------------------------- */

/* Whatever the locale writes between the digits becomes one point. */
static void write_point(char *text)
{
    size_t to = 0;
    bool has_point = false;
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char c = text[i];
        if ((c >= '0' && c <= '9') || c == 'e' || c == '+' || c == '-') {
            text[to++] = c;
        } else if (!has_point) {
            has_point = true;
            text[to++] = '.';
        }
    }
    text[to] = '\0';
}

static size_t write_by_printf(double value, char *out)
{
    for (int digits = 15; digits <= DIGITS; digits++) {
        double back = 0.0;
        (void)snprintf(out, 31, "%.*g", digits, value);
        write_point(out);
        if (intro_i_parse_double(out, strlen(out), &back) == INTRO_OK &&
            memcmp(&back, &value, sizeof back) == 0) {
            break;
        }
    }
    return strlen(out);
}

/* --- 1e-4 up to 1e15 --------------------------------------------------------- */

/* mantissa x 10^k / 2^down, which has 17 digits before the point. */
typedef struct scaled {
    uint64_t mantissa;
    unsigned down;
    int exponent; /* 10^exponent <= value < 10^(exponent + 1) */
    wide power;   /* 10^k: what the mantissa's last place is worth */
    wide number;
    uint64_t whole; /* of the number: its 17 digits */
} scaled;

/* 10^-4 .. 10^15. Those below 1 are no doubles; the nearest doubles are greater,
 * so that a double is less than the one when it is less than the other. */
static const double tens[] = {1e-4, 1e-3, 1e-2, 1e-1, 1e0,  1e1, 1e2,
                              1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                              1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* value is in the range. */
static scaled take_apart(double value)
{
    uint64_t bits;
    scaled s;
    memcpy(&bits, &value, sizeof bits);
    const int binary = (int)(bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    s.mantissa = (bits & ((UINT64_C(1) << MANTISSA_BITS) - 1)) |
                 UINT64_C(1) << MANTISSA_BITS;
    s.down = (unsigned)(MANTISSA_BITS - binary);
    /* 1233 / 4096 is a little below log 2; the sum keeps it above 0. That is the
     * exponent or one less. */
    const int least = ((binary + 4096) * 1233 >> 12) - 1233;
    s.exponent = least + (least + 5 >= 0 && value >= tens[least + 5]);
    const unsigned k = (unsigned)(DIGITS - 1 - s.exponent);
    s.power = k < 20 ? powers[k] : (wide)powers[19] * powers[k - 19];
    s.number = s.mantissa * s.power;
    s.whole = (uint64_t)(s.number >> s.down);
    return s;
}

/* The number in units of `unit`, to the nearest, halves to even. */
static inline uint64_t round_to(const scaled *s, uint64_t unit)
{
    const wide part = s->number - ((wide)s->whole << s->down);
    const uint64_t digits = s->whole / unit;
    const uint64_t rest = s->whole % unit;
    if (unit == 1) {
        const wide half = (wide)1 << (s->down - 1);
        return digits + (part > half || (part == half && digits % 2 == 1));
    }
    const bool is_above = rest > unit / 2 || (rest == unit / 2 && part != 0);
    const bool is_half = rest == unit / 2 && part == 0;
    return digits + (is_above || (is_half && digits % 2 == 1));
}

/* Do these digits read back as the value? A mantissa that is a power of two has
 * a nearer neighbour below, so there only exact ones are taken. */
static bool reads_back(const scaled *s, uint64_t digits, uint64_t unit)
{
    const wide back = (wide)(digits * unit) << s->down;
    const wide off = back > s->number ? back - s->number : s->number - back;
    if (s->mantissa == UINT64_C(1) << MANTISSA_BITS) {
        return off == 0;
    }
    return 2 * off < s->power || (2 * off == s->power && s->mantissa % 2 == 0);
}

/* Most numbers have 16 or 17 digits, and whole ones tell it: `near` is half of
 * what the mantissa's last place is worth, rounded down, and no multiple of
 * `unit` is so near. */
static inline bool is_far(const scaled *s, uint64_t unit, uint64_t near)
{
    const uint64_t rest = s->whole % unit;
    return rest > near && unit - rest - 1 > near;
}

/* The eight digits of a value below 10^8, four and then two and then one at a
 * time, in all parts of a word at once. */
static inline void put_eight(uint32_t value, char *out)
{
    const uint64_t fours = value / 10000 | (uint64_t)(value % 10000) << 32;
    /* 10486 / 2^20 and 103 / 2^10 are near enough 1/100 and 1/10. */
    const uint64_t hundreds =
        (fours * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
    const uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    const uint64_t upper = (twos * 103 >> 10) & UINT64_C(0x000f000f000f000f);
    const uint64_t ones = upper | (twos - upper * 10) << 8;
    const uint64_t text = ones | UINT64_C(0x3030303030303030);
#pragma GCC unroll 8
    for (unsigned i = 0; i < 8; i++) {
        out[i] = (char)(text >> 8 * i);
    }
}

static size_t put_whole(uint64_t value, size_t length, char *out)
{
    for (size_t at = length; at > 0; value /= 10) {
        out[--at] = (char)('0' + value % 10);
    }
    return length;
}

/* 17 digits, the first of them worth 10^exponent, without zeros at the end of
 * those behind the point. With more than 8 in front of it eight are enough. */
static size_t write_digits(uint64_t digits, int exponent, char *out)
{
    size_t at = 0;
    if (exponent < 0) {
        memcpy(out, "0.000", 5);
        at = 1 + (size_t)-exponent;
        out[at++] = (char)('0' + digits / powers[DIGITS - 1]);
        digits %= powers[DIGITS - 1];
    } else {
        const uint64_t point = powers[DIGITS - 1 - exponent];
        at = put_whole(digits / point, (size_t)exponent + 1, out);
        out[at++] = '.';
        digits = digits % point * powers[exponent % 8];
    }
    if (exponent < 8) {
        put_eight((uint32_t)(digits / powers[8]), out + at);
        at += 8;
    }
    put_eight((uint32_t)(digits % powers[8]), out + at);
    at += 8;
    while (out[at - 1] == '0') {
        at--;
    }
    at -= out[at - 1] == '.';
    out[at] = '\0';
    return at;
}

/* The number to as many places as `unit` leaves; false when that does not read
 * back. */
static inline bool shorten(const scaled *s, uint64_t unit, uint64_t *digits)
{
    const uint64_t near = (uint64_t)(s->power >> (s->down + 1));
    if (is_far(s, unit, near)) {
        return false;
    }
    *digits = round_to(s, unit);
    return reads_back(s, *digits, unit);
}

/* false when it has to be left to printf. */
static bool write_fast(double value, char *out, size_t *length)
{
    const scaled s = take_apart(value);
    uint64_t digits;
    int count = DIGITS - 2;
    if (!shorten(&s, 100, &digits)) {
        count = DIGITS - 1;
        if (!shorten(&s, 10, &digits)) {
            count = DIGITS;
            digits = round_to(&s, 1);
        }
    }
    const bool is_power = s.mantissa == UINT64_C(1) << MANTISSA_BITS;
    if (digits == powers[count] || (is_power && count == DIGITS)) {
        return false; /* one digit more, or a neighbour to be looked at */
    }
    *length = write_digits(digits * powers[DIGITS - count], s.exponent, out);
    return true;
}

/* Whole numbers, which many are. */
static size_t write_whole(uint64_t value, char *out)
{
    char text[20];
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    memcpy(out, text + at, sizeof text - at);
    out[sizeof text - at] = '\0';
    return sizeof text - at;
}

static size_t write_positive(double value, char *out)
{
    size_t length;
    if (value < 1e15 && value == (double)(uint64_t)value) {
        return write_whole((uint64_t)value, out);
    }
    if (value >= 1e-4 && value < 1e15 && write_fast(value, out, &length)) {
        return length;
    }
    return write_by_printf(value, out);
}

size_t intro_i_format_double(double value, char out[32])
{
    if (isnan(value)) {
        memcpy(out, "NaN", 4);
        return 3;
    }
    if (isinf(value)) {
        memcpy(out, value < 0 ? "-INF" : "INF", value < 0 ? 5 : 4);
        return value < 0 ? 4 : 3;
    }
    if (signbit(value)) {
        out[0] = '-';
        return 1 + write_positive(-value, out + 1);
    }
    return write_positive(value, out);
}
