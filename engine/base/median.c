/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers above 0 are in the order of their bits, so the bits of the one of a rank
 * are found a digit at a time, the most significant first: those that agree with
 * what is found so far are counted by their next digit. */
#include "base/median.h"

#include "base/context_impl.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, POLL_EVERY = 1 << 16 };

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Counts the digits at `shift` of those whose bits above it are `found`'s. */
static intro_status count_digits(intro_ctx *ctx, const double *values,
                                 size_t count, uint64_t found, unsigned shift,
                                 size_t *digits)
{
    const unsigned above = shift + DIGIT_BITS;
    memset(digits, 0, DIGITS * sizeof *digits);
    for (size_t i = 0; i < count; i++) {
        const uint64_t bits = bits_of(values[i]);
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (above >= 64 || bits >> above == found >> above) {
            digits[bits >> shift & (DIGITS - 1)]++;
        }
    }
    return INTRO_OK;
}

/* The one that `rank` others stand before. */
static intro_status find_rank(intro_ctx *ctx, const double *values,
                              size_t count, size_t rank, double *out)
{
    uint64_t found = 0;
    for (unsigned shift = 5 * DIGIT_BITS;; shift -= DIGIT_BITS) {
        size_t digits[DIGITS];
        uint64_t digit = 0;
        INTRO_TRY(count_digits(ctx, values, count, found, shift, digits));
        while (rank >= digits[digit]) {
            rank -= digits[digit++];
        }
        found |= digit << shift;
        if (shift == 0) {
            break;
        }
    }
    memcpy(out, &found, sizeof *out);
    return INTRO_OK;
}

intro_status intro_i_median(intro_ctx *ctx, const double *values, size_t count,
                            double *out)
{
    double upper;
    INTRO_TRY(find_rank(ctx, values, count, count / 2, &upper));
    *out = upper;
    if (count % 2 != 0) {
        return INTRO_OK;
    }
    double lower = 0;
    size_t below = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i] < upper) {
            below++;
            lower = values[i] > lower ? values[i] : lower;
        }
    }
    lower = below == count / 2 ? lower : upper;
    *out = lower + (upper - lower) / 2;
    return INTRO_OK;
}
