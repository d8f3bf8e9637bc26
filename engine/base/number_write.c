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
} scaled;

static void scale(scaled *s, int exponent)
{
    const unsigned k = (unsigned)(DIGITS - 1 - exponent);
    s->exponent = exponent;
    s->power = k < 20 ? powers[k] : (wide)powers[19] * powers[k - 19];
    s->number = s->mantissa * s->power;
}

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
    /* 1233 / 4096 is a little below log 2; the sum keeps it above 0. */
    scale(&s, ((binary + 4096) * 1233 >> 12) - 1233);
    if ((uint64_t)(s.number >> s.down) >= powers[DIGITS]) {
        scale(&s, s.exponent + 1);
    }
    return s;
}

/* The number in units of `unit`, to the nearest, halves to even. */
static uint64_t round_to(const scaled *s, uint64_t unit)
{
    const uint64_t whole = (uint64_t)(s->number >> s->down);
    const wide part = s->number - ((wide)whole << s->down);
    const uint64_t digits = whole / unit;
    const uint64_t rest = whole % unit;
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

/* Two digits at a time. */
static void put_pairs(uint32_t value, int pairs, char *out)
{
    static const char all[] = "00010203040506070809"
                              "10111213141516171819"
                              "20212223242526272829"
                              "30313233343536373839"
                              "40414243444546474849"
                              "50515253545556575859"
                              "60616263646566676869"
                              "70717273747576777879"
                              "80818283848586878889"
                              "90919293949596979899";
    for (int i = pairs - 1; i >= 0; i--) {
        memcpy(out + 2 * (size_t)i, all + 2 * (size_t)(value % 100), 2);
        value /= 100;
    }
}

/* The digits in front of the point and behind it, without zeros at the end;
 * count of them, at most 18. */
static size_t write_digits(uint64_t digits, int count, int exponent, char *out)
{
    char text[18];
    const uint64_t upper = digits / 100000000;
    put_pairs((uint32_t)(upper / 100000000), 1, text);
    put_pairs((uint32_t)(upper % 100000000), 4, text + 2);
    put_pairs((uint32_t)(digits % 100000000), 4, text + 10);
    const char *const first = text + 18 - count;
    while (count > 1 && first[count - 1] == '0') {
        count--;
    }
    const int whole = exponent + 1;
    size_t at = 0;
    if (whole <= 0) {
        memcpy(out, "0.000", 5);
        at = 2 + (size_t)-whole;
        memcpy(out + at, first, (size_t)count);
    } else if (count <= whole) {
        memset(out, '0', (size_t)whole);
        memcpy(out, first, (size_t)count);
        count = whole;
    } else {
        memcpy(out, first, (size_t)whole);
        out[whole] = '.';
        memcpy(out + whole + 1, first + whole, (size_t)(count - whole));
        at = 1;
    }
    at += (size_t)count;
    out[at] = '\0';
    return at;
}

/* false when it has to be left to printf. */
static bool write_fast(double value, char *out, size_t *length)
{
    static const unsigned units[] = {100, 10, 1};
    const scaled s = take_apart(value);
    const bool is_power = s.mantissa == UINT64_C(1) << MANTISSA_BITS;
    for (int i = 0; i < 3; i++) {
        const uint64_t digits = round_to(&s, units[i]);
        if (i < 2 && !reads_back(&s, digits, units[i])) {
            continue;
        }
        if (digits == powers[DIGITS - 2 + i] || (is_power && i == 2)) {
            return false; /* one digit more, or a neighbour to be looked at */
        }
        *length = write_digits(digits, DIGITS - 2 + i, s.exponent, out);
        return true;
    }
    return false;
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
