/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/random.h"

/* splitmix64: neighbouring seeds give unrelated states, and never all zeros. */
static uint64_t next_seed(uint64_t *seed)
{
    *seed += 0x9e3779b97f4a7c15u;
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, unsigned by)
{
    return (x << by) | (x >> (64 - by));
}

/* The 128-bit product a x b as its two halves. */
static uint64_t multiply_wide(uint64_t a, uint64_t b, uint64_t *low)
{
    const uint64_t mask = UINT32_MAX;
    const uint64_t p0 = (a & mask) * (b & mask);
    const uint64_t p1 = (a >> 32) * (b & mask);
    const uint64_t p2 = (a & mask) * (b >> 32);
    const uint64_t middle = (p0 >> 32) + (p1 & mask) + (p2 & mask);
    *low = (middle << 32) | (p0 & mask);
    return (a >> 32) * (b >> 32) + (p1 >> 32) + (p2 >> 32) + (middle >> 32);
}

void intro_i_random_init(intro_i_random *random, uint64_t seed)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(random->state); i++) {
        random->state[i] = next_seed(&seed);
    }
}

void intro_i_random_init_part(intro_i_random *random, uint64_t seed,
                              uint64_t index)
{
    const uint64_t scrambled = next_seed(&index);
    intro_i_random_init(random, next_seed(&seed) ^ scrambled);
}

uint64_t intro_i_random_u64(intro_i_random *random)
{
    uint64_t *const s = random->state;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

/* Lemire's method: the high half of a product, redrawn where the low half falls
 * in the part that would make some results likelier. */
uint64_t intro_i_random_below(intro_i_random *random, uint64_t bound)
{
    if (bound == 0) {
        return 0;
    }
    uint64_t low;
    uint64_t high = multiply_wide(intro_i_random_u64(random), bound, &low);
    if (low < bound) {
        const uint64_t unfair = (0 - bound) % bound;
        while (low < unfair) {
            high = multiply_wide(intro_i_random_u64(random), bound, &low);
        }
    }
    return high;
}

double intro_i_random_double(intro_i_random *random)
{
    return (double)(intro_i_random_u64(random) >> 11) * 0x1p-53;
}
