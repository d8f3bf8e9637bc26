/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of people that answers in a nanosecond and may say yes too often: a bit
 * each, at a hash of his number. A row of a hundred arcs is sifted without a
 * branch that depends on who stands in it; only what is left is looked up. */
#ifndef INTRO_ANALYSIS_SIEVE_H
#define INTRO_ANALYSIS_SIEVE_H

#include "base/common.h"

/* A zeroed struct is empty and lets nobody through. */
typedef struct intro_i_sieve {
    uint64_t *words;
    size_t allocated; /* words of the block */
    size_t room;      /* people it was made for */
    size_t people;    /* for its owner to count */
    uint32_t multiplier;
    uint32_t shift;
} intro_i_sieve;

/* Arcs sifted at a time. */
enum { INTRO_I_SIFT_MOST = 256 };

void intro_i_sieve_fini(intro_i_sieve *sieve);
/* Empties it and makes room for `people` or more; of others at most one in 16
 * passes then, unless these are more than 60,000. */
INTRO_MUST_USE intro_status intro_i_sieve_reset(intro_i_sieve *sieve,
                                                size_t people);

static inline uint32_t intro_i_sieve_place(const intro_i_sieve *sieve,
                                           intro_vid v)
{
    return (v * sieve->multiplier) >> sieve->shift;
}

/* Bits by person, which somebody else keeps, as a sieve: exact. */
static inline intro_i_sieve intro_i_sieve_of_bits(uint64_t *bits)
{
    return (intro_i_sieve){.words = bits, .multiplier = 1};
}

/* After a reset. */
static inline void intro_i_sieve_add(intro_i_sieve *sieve, intro_vid v)
{
    const uint32_t place = intro_i_sieve_place(sieve, v);
    sieve->words[place / 64] |= UINT64_C(1) << (place % 64);
}

/* Which of `count` people (at most INTRO_I_SIFT_MOST) may be in it: their places
 * in the list, rising. @return how many */
static inline size_t intro_i_sieve_sift(const intro_i_sieve *sieve,
                                        const intro_vid *people, size_t count,
                                        uint16_t places[INTRO_I_SIFT_MOST])
{
    const uint64_t *const words = sieve->words;
    size_t passed = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t place = intro_i_sieve_place(sieve, people[i]);
        places[passed] = (uint16_t)i;
        passed += words[place / 64] >> (place % 64) & 1;
    }
    return passed;
}

#endif
