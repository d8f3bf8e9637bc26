/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bitsets over plain u64 words; the caller owns the words. */
#ifndef INTRO_BASE_BITS_H
#define INTRO_BASE_BITS_H

#include "base/common.h"

static inline size_t intro_i_bits_words(uint64_t count)
{
    return (size_t)((count + 63) / 64);
}

static inline bool intro_i_bits_get(const uint64_t *words, uint64_t i)
{
    return (words[i >> 6] >> (i & 63)) & 1;
}

static inline void intro_i_bits_set(uint64_t *words, uint64_t i)
{
    words[i >> 6] |= (uint64_t)1 << (i & 63);
}

static inline void intro_i_bits_clear(uint64_t *words, uint64_t i)
{
    words[i >> 6] &= ~((uint64_t)1 << (i & 63));
}

static inline uint64_t intro_i_bits_count(const uint64_t *words, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (uint64_t)__builtin_popcountll(words[i]);
    }
    return sum;
}

#endif
