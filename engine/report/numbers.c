/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/numbers.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

static const uint64_t ten_to_17 = UINT64_C(100000000000000000);

/* scaled / (unit x 2^down), rounded to nearest, halves to even; *error gets the
 * distance of what the digits say from scaled. */
static uint64_t round_to(wide scaled, unsigned unit, int down, wide *error)
{
    uint64_t digits = (uint64_t)((scaled * 2 / unit >> down) + 1) / 2;
    const wide step = (wide)unit << down;
    wide back = digits * step;
    if ((back - scaled) * 2 == step && (digits & 1) != 0) {
        digits--;
        back -= step;
    }
    *error = back > scaled ? back - scaled : scaled - back;
    return digits;
}

/* Writes "0." + zeros + digits without the zeros at their end. */
static size_t write_digits(uint64_t digits, int width, int zeros, char *out)
{
    while (digits % 10 == 0) {
        digits /= 10;
        width--;
    }
    size_t at = 2 + (size_t)zeros;
    memcpy(out, "0.000000", 8);
    for (size_t i = at + (size_t)width; i > at; i--) {
        out[i - 1] = (char)('0' + digits % 10);
        digits /= 10;
    }
    at += (size_t)width;
    out[at] = '\0';
    return at;
}

size_t intro_i_format_strength(float strength, char out[32])
{
    if (!(strength >= 1e-4F && strength < 1.0F)) {
        intro_i_format_double((double)strength, out);
        return strlen(out);
    }
    /* strength = mantissa / 2^down exactly, and 10^(17 + zeros) times that has 17
     * digits before the point. */
    int exponent;
    const float fraction = frexpf(strength, &exponent);
    const uint64_t mantissa = (uint64_t)(fraction * 16777216.0F);
    const int down = 24 - exponent;
    wide scaled = (wide)mantissa * ten_to_17;
    int zeros = 0;
    while (scaled < ((wide)(ten_to_17 / 10) << down)) {
        scaled *= 10;
        zeros++;
    }
    wide power = 1;
    for (int i = 0; i < 17 + zeros; i++) {
        power *= 10;
    }
    /* The shortest of 15, 16, 17 digits that lies within half a unit in the last
     * place of the binary64 number: 2^-(down + 30) of it. */
    static const unsigned units[] = {100, 10, 1};
    for (int i = 0; i < 3; i++) {
        wide error;
        const uint64_t digits = round_to(scaled, units[i], down, &error);
        if (i < 2 && error >= power >> 30) {
            continue;
        }
        if (digits == ten_to_17 / units[i]) {
            break; /* rounded up to the next power of ten */
        }
        return write_digits(digits, 15 + i, zeros, out);
    }
    intro_i_format_double((double)strength, out);
    return strlen(out);
}

void intro_i_format_short(double value, char out[32])
{
    double factor = 100;
    if (!isfinite(value) || value <= 0) {
        intro_i_format_double(value, out);
        return;
    }
    while (value * factor < 10 && factor < 1e30) {
        factor *= 10;
    }
    intro_i_format_double(floor(value * factor + 0.5) / factor, out);
}
