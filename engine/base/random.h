/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Seeded generator xoshiro256** (Blackman and Vigna), seeded by splitmix64: the
 * same seed gives the same numbers everywhere. Not for secrets. */
#ifndef INTRO_BASE_RANDOM_H
#define INTRO_BASE_RANDOM_H

#include "base/common.h"

typedef struct intro_i_random {
    uint64_t state[4];
} intro_i_random;

/* Any seed is good, also 0. */
void intro_i_random_init(intro_i_random *random, uint64_t seed);
/* A generator for part `index` of a job, independent of the others: what makes
 * random work equal for any number of threads. */
void intro_i_random_init_part(intro_i_random *random, uint64_t seed,
                              uint64_t index);
uint64_t intro_i_random_u64(intro_i_random *random);
/* 0 .. bound-1, each equally likely; 0 for bound 0. */
uint64_t intro_i_random_below(intro_i_random *random, uint64_t bound);
/* [0, 1), a multiple of 2^-53. */
double intro_i_random_double(intro_i_random *random);

#endif
