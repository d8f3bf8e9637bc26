/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written from the paper "SipHash: a fast short-input PRF" (Aumasson,
 * Bernstein, 2012): four lanes keyed by constants that spell
 * "somepseudorandomlygeneratedbytes", c = 1 round for each word of the
 * message, d = 3 at the end. */
#define _DEFAULT_SOURCE
#include "base/siphash.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static inline uint64_t rotate(uint64_t x, unsigned by)
{
    return (x << by) | (x >> (64 - by));
}

static inline void mix_lanes(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32) + v[3];
    v[2] += v[1];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static inline uint64_t load_word(const unsigned char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline uint64_t load_half(const unsigned char *p)
{
    uint32_t half;
    memcpy(&half, p, sizeof half);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    half = __builtin_bswap32(half);
#endif
    return half;
}

/* The 0 to 7 bytes after the last whole word, low byte first. The pieces may
 * overlap: where they do, they hold the same bytes at the same places. */
static inline uint64_t load_rest(const unsigned char *p, size_t count)
{
    if (count >= 4) {
        return load_half(p) | load_half(p + count - 4) << (8 * (count - 4));
    }
    if (count == 0) {
        return 0;
    }
    return (uint64_t)p[0] | (uint64_t)p[count / 2] << (8 * (count / 2)) |
           (uint64_t)p[count - 1] << (8 * (count - 1));
}

uint64_t intro_i_siphash(const intro_i_siphash_key *key, const void *bytes,
                         size_t size)
{
    const unsigned char *p = bytes;
    uint64_t v[4] = {
        key->k0 ^ 0x736f6d6570736575u, key->k1 ^ 0x646f72616e646f6du,
        key->k0 ^ 0x6c7967656e657261u, key->k1 ^ 0x7465646279746573u};
    for (size_t left = size / 8; left != 0; left--, p += 8) {
        const uint64_t word = load_word(p);
        v[3] ^= word;
        mix_lanes(v);
        v[0] ^= word;
    }
    const uint64_t last = load_rest(p, size % 8) | (uint64_t)size << 56;
    v[3] ^= last;
    mix_lanes(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    mix_lanes(v);
    mix_lanes(v);
    mix_lanes(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void make_weak_key(intro_i_siphash_key *key)
{
    struct timespec wall = {0};
    struct timespec since_boot = {0};
    (void)clock_gettime(CLOCK_REALTIME, &wall);
    (void)clock_gettime(CLOCK_MONOTONIC, &since_boot);
    const uint64_t parts[6] = {(uint64_t)wall.tv_sec,
                               (uint64_t)wall.tv_nsec,
                               (uint64_t)since_boot.tv_nsec,
                               (uint64_t)(uintptr_t)key,
                               (uint64_t)(uintptr_t)&make_weak_key,
                               (uint64_t)getpid()};
    const intro_i_siphash_key first = {parts[0], parts[1]};
    const intro_i_siphash_key second = {parts[2], parts[3]};
    key->k0 = intro_i_siphash(&first, parts, sizeof parts);
    key->k1 = intro_i_siphash(&second, parts, sizeof parts);
}

void intro_i_siphash_key_make(intro_i_siphash_key *key)
{
    const int saved = errno;
    if (getrandom(key, sizeof *key, GRND_NONBLOCK) != (ssize_t)sizeof *key) {
        make_weak_key(key);
    }
    errno = saved;
}
