/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/radix.h"

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

static size_t digit_of(const intro_i_keyed *item, unsigned shift)
{
    return item->key >> shift & (DIGITS - 1);
}

/* false when all have the same digit: nothing was done. */
static bool sort_by_digit(const intro_i_keyed *from, intro_i_keyed *to,
                          size_t count, unsigned shift)
{
    size_t at[DIGITS] = {0};
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        at[digit_of(&from[i], shift)]++;
    }
    if (at[digit_of(&from[0], shift)] == count) {
        return false;
    }
    for (size_t d = 0; d < DIGITS; d++) {
        const size_t here = at[d];
        at[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[at[digit_of(&from[i], shift)]++] = from[i];
    }
    return true;
}

intro_i_keyed *intro_i_radix_sort(intro_i_keyed *items, intro_i_keyed *scratch,
                                  size_t count)
{
    for (unsigned shift = 0; count > 1 && shift < 64; shift += DIGIT_BITS) {
        if (sort_by_digit(items, scratch, count, shift)) {
            intro_i_keyed *const sorted = scratch;
            scratch = items;
            items = sorted;
        }
    }
    return items;
}
