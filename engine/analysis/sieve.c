/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/sieve.h"

#include "base/alloc.h"

#include <string.h>

/* Bits: 32 a person, from 512 bytes to 128 KiB, which a second-level cache
 * holds. */
enum { LEAST_BITS = 12, MOST_BITS = 20, BITS_EACH = 32, BITS_LEAST = 16 };

void intro_i_sieve_fini(intro_i_sieve *sieve)
{
    intro_i_free(sieve->words);
    memset(sieve, 0, sizeof *sieve);
}

intro_status intro_i_sieve_reset(intro_i_sieve *sieve, size_t people)
{
    uint32_t bits = LEAST_BITS;
    while (bits < MOST_BITS && ((size_t)1 << bits) / BITS_EACH < people) {
        bits++;
    }
    const size_t words = ((size_t)1 << bits) / 64;
    if (words > sieve->allocated) {
        uint64_t *const made = intro_i_alloc(words, sizeof *made);
        if (made == NULL) {
            return INTRO_ENOMEM;
        }
        intro_i_free(sieve->words);
        sieve->words = made;
        sieve->allocated = words;
    }
    sieve->multiplier = UINT32_C(0x9E3779B1);
    sieve->shift = 32 - bits;
    sieve->people = 0;
    sieve->room = bits == MOST_BITS ? SIZE_MAX : words * 64 / BITS_LEAST;
    memset(sieve->words, 0, words * sizeof *sieve->words);
    return INTRO_OK;
}
