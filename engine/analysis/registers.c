/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The greater of two bytes has the greater upper half; only the lower halves have
 * to be looked at by themselves. */
#include "analysis/registers.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_AVX2 1
#include <immintrin.h>
#else
#define HAS_AVX2 0
#endif

enum { QUARTERS = 4, AHEAD = 48 };

static inline void ask_ahead(const intro_i_line *lines,
                             const intro_i_line_row *row, uint64_t i)
{
    if (i + AHEAD < row->following) {
        INTRO_PREFETCH(&lines[row->neighbours[i + AHEAD]]);
    }
}

/* --- any processor ------------------------------------------------------------- */

static inline uint8_t greater(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

/* A quarter of a line, which fits in a register: loops of 16 steps become one
 * instruction. */
typedef uint8_t quarter __attribute__((vector_size(INTRO_I_LINE / QUARTERS)));

static inline quarter read_quarter(const intro_i_line *line, int which)
{
    quarter q;
    memcpy(&q, line->bytes + (size_t)which * sizeof q, sizeof q);
    return q;
}

static inline void write_quarter(intro_i_line *line, int which, quarter q)
{
    memcpy(line->bytes + (size_t)which * sizeof q, &q, sizeof q);
}

static inline quarter greater_of(quarter a, quarter b)
{
    quarter q = a;
    for (size_t k = 0; k < sizeof q; k++) {
        q[k] = greater(a[k], b[k]);
    }
    return q;
}

static inline quarter lower_half(quarter q)
{
    return q & 15;
}

static inline quarter both_halves(quarter upper, quarter lower)
{
    return (upper & 0xf0) | lower;
}

/* Unrolled, all of it stays in registers. */
static void join_portable(intro_i_line *to, const intro_i_line *lines,
                          const intro_i_line_row *row)
{
    quarter upper[QUARTERS];
    quarter lower[QUARTERS];
#pragma GCC unroll 4
    for (int k = 0; k < QUARTERS; k++) {
        upper[k] = read_quarter(to, k);
        lower[k] = lower_half(upper[k]);
    }
    for (uint64_t i = 0; i < row->count; i++) {
        const intro_i_line *const one = &lines[row->neighbours[i]];
        ask_ahead(lines, row, i);
#pragma GCC unroll 4
        for (int k = 0; k < QUARTERS; k++) {
            const quarter q = read_quarter(one, k);
            upper[k] = greater_of(upper[k], q);
            lower[k] = greater_of(lower[k], lower_half(q));
        }
    }
#pragma GCC unroll 4
    for (int k = 0; k < QUARTERS; k++) {
        write_quarter(to, k, both_halves(upper[k], lower[k]));
    }
}

/* What a byte's two registers say, so packed that those of a whole line add up in
 * one word: 32 bits for the sum and 16 for each of the others. */
#define ONE(v)                                                                 \
    ((v) == 0    ? UINT64_C(1) << 32                                           \
     : (v) == 15 ? UINT64_C(1) << 48                                           \
                 : UINT64_C(1) << ((INTRO_I_REGISTERS_MOST - (v)) & 15))
#define TWO(u, v)  (ONE(u) + ONE(v))
#define FOUR(u, v) TWO(u, v), TWO(u, (v) + 1), TWO(u, (v) + 2), TWO(u, (v) + 3)
#define ROW(u)     FOUR(u, 0), FOUR(u, 4), FOUR(u, 8), FOUR(u, 12)

static const uint64_t packed[256] = {
    ROW(0), ROW(1), ROW(2),  ROW(3),  ROW(4),  ROW(5),  ROW(6),  ROW(7),
    ROW(8), ROW(9), ROW(10), ROW(11), ROW(12), ROW(13), ROW(14), ROW(15),
};

/* In four sums, so that none waits for the one before. */
static intro_i_register_sums read_portable(const intro_i_line *line)
{
    uint64_t sums[QUARTERS] = {0};
    for (int k = 0; k < INTRO_I_LINE; k += QUARTERS) {
#pragma GCC unroll 4
        for (int i = 0; i < QUARTERS; i++) {
            sums[i] += packed[line->bytes[k + i]];
        }
    }
    const uint64_t all = sums[0] + sums[1] + sums[2] + sums[3];
    return (intro_i_register_sums){all & UINT32_MAX, all >> 32 & UINT16_MAX,
                                   (uint32_t)(all >> 48)};
}

const intro_i_registers_way intro_i_registers_portable = {join_portable,
                                                          read_portable};

/* --- AVX2: half a line in a register --------------------------------------------- */

#if HAS_AVX2
#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i load(const intro_i_line *line, int half)
{
    return _mm256_load_si256((const __m256i *)line + half);
}

AVX2 static void join_avx2(intro_i_line *to, const intro_i_line *lines,
                           const intro_i_line_row *row)
{
    const __m256i low = _mm256_set1_epi8(15);
    __m256i upper[2] = {load(to, 0), load(to, 1)};
    __m256i lower[2] = {_mm256_and_si256(upper[0], low),
                        _mm256_and_si256(upper[1], low)};
    for (uint64_t i = 0; i < row->count; i++) {
        const intro_i_line *const one = &lines[row->neighbours[i]];
        ask_ahead(lines, row, i);
#pragma GCC unroll 2
        for (int k = 0; k < 2; k++) {
            const __m256i half = load(one, k);
            upper[k] = _mm256_max_epu8(upper[k], half);
            lower[k] = _mm256_max_epu8(lower[k], _mm256_and_si256(half, low));
        }
    }
#pragma GCC unroll 2
    for (int k = 0; k < 2; k++) {
        _mm256_store_si256(
            (__m256i *)to + k,
            _mm256_or_si256(_mm256_andnot_si256(low, upper[k]), lower[k]));
    }
}

AVX2 static inline uint64_t add_lanes(__m256i sums)
{
    uint64_t lanes[4];
    memcpy(lanes, &sums, sizeof lanes);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3];
}

/* 2^(14 - value) has its bit in the lower byte from 7 on, else in the upper one.
 * Each byte is looked up by its register; bytes are then added up by eights. */
AVX2 static intro_i_register_sums read_avx2(const intro_i_line *line)
{
    const __m256i low = _mm256_set1_epi8(15);
    const __m256i none = _mm256_setzero_si256();
    const __m256i lower_bytes = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, -128, 64, 32, 16, 8, 4, 2, 1, 0));
    const __m256i upper_bytes = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    __m256i lower = none;
    __m256i upper = none;
    __m256i zeros = none; /* each byte counts, up to four */
    __m256i full = none;
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++) {
        const __m256i half = load(line, k / 2);
        const __m256i values = _mm256_and_si256(
            k % 2 == 0 ? half : _mm256_srli_epi16(half, 4), low);
        lower = _mm256_add_epi64(
            lower,
            _mm256_sad_epu8(_mm256_shuffle_epi8(lower_bytes, values), none));
        upper = _mm256_add_epi64(
            upper,
            _mm256_sad_epu8(_mm256_shuffle_epi8(upper_bytes, values), none));
        zeros = _mm256_sub_epi8(zeros, _mm256_cmpeq_epi8(values, none));
        full = _mm256_sub_epi8(full, _mm256_cmpeq_epi8(values, low));
    }
    return (intro_i_register_sums){
        add_lanes(lower) + (add_lanes(upper) << 8),
        (uint32_t)add_lanes(_mm256_sad_epu8(zeros, none)),
        (uint32_t)add_lanes(_mm256_sad_epu8(full, none))};
}

static const intro_i_registers_way with_avx2 = {join_avx2, read_avx2};
#endif

const intro_i_registers_way *intro_i_registers_best(void)
{
#if HAS_AVX2
    if (__builtin_cpu_supports("avx2")) {
        return &with_avx2;
    }
#endif
    return &intro_i_registers_portable;
}
