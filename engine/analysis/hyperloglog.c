/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line of 64 bytes holds 128 or 64 of the 1,024 registers, so there are 8 or
 * 16 slices; what their registers say adds up person by person. */
#include "analysis/hyperloglog.h"

#include "analysis/reach_lines.h"
#include "analysis/registers.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <math.h>
#include <string.h>

enum { INDEX_BITS = 10, GRAIN = 4096, MOST_8 = 54, AHEAD = 48 };

_Static_assert(INTRO_I_HLL_REGISTERS == 1 << INDEX_BITS, "registers");

typedef struct counters {
    const intro_i_reach_rows *rows;
    unsigned bits;
    unsigned most; /* values 1 .. most are exact, most + 1 is full */
    uint64_t seed;
    uint16_t *hashes;  /* people: register, and its value times 2^10 */
    uint64_t *sums[2]; /* people: within two ties, within three */
    uint16_t *zeros[2];
    uint16_t *full[2];
    const intro_i_registers_way *way; /* of 4 bits */
    double *by_zeros; /* terms of the estimate, by registers that are 0 */
    double *by_full;  /* and by those that are full */
    uint32_t *out[2];
} counters;

unsigned intro_i_hll_bits(uint32_t people)
{
    return people <= UINT32_C(1) << 25 ? 4 : 8;
}

/* --- hashes ------------------------------------------------------------------- */

/* The finisher of splitmix64 over person and seed. */
static uint64_t hash_of(uint64_t seed, uint32_t v)
{
    uint64_t x = (seed + v + 1) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static intro_status hash_people(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const counters *const c = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const uint64_t hash = hash_of(c->seed, v);
        /* The bit behind the hash ends the run of zeros. */
        const uint64_t rest = hash << INDEX_BITS | UINT64_C(1)
                                                       << (INDEX_BITS - 1);
        const unsigned value = (unsigned)__builtin_clzll(rest) + 1;
        const unsigned kept = value > c->most ? c->most + 1 : value;
        c->hashes[v] = (uint16_t)(hash >> (64 - INDEX_BITS) |
                                  (uint64_t)kept << INDEX_BITS);
    }
    return INTRO_OK;
}

/* --- lines -------------------------------------------------------------------- */

static inline void raise_4(intro_i_line *line, uint32_t slice, uint16_t hash)
{
    const uint32_t index = hash & (INTRO_I_HLL_REGISTERS - 1);
    if (index >> 7 != slice) {
        return;
    }
    uint8_t *const byte = &line->bytes[index >> 1 & 63];
    const unsigned shift = (index & 1) * 4;
    const unsigned value = hash >> INDEX_BITS;
    if ((*byte >> shift & 15U) < value) {
        *byte = (uint8_t)((*byte & ~(15U << shift)) | value << shift);
    }
}

static void start_4(void *arg, uint32_t slice, uint32_t v,
                    const intro_i_line_row *row, intro_i_line *to)
{
    const counters *const c = arg;
    const uint16_t *const hashes = c->hashes;
    const uint32_t *const neighbours = row->neighbours;
    const uint64_t count = row->count;
    const uint64_t following = row->following;
    intro_i_line line = {{0}};
    raise_4(&line, slice, hashes[v]);
    for (uint64_t i = 0; i < count; i++) {
        if (i + AHEAD < following) {
            INTRO_PREFETCH(&hashes[neighbours[i + AHEAD]]);
        }
        raise_4(&line, slice, hashes[neighbours[i]]);
    }
    *to = line;
}

static void raise_8(intro_i_line *line, uint32_t slice, uint16_t hash)
{
    const uint32_t index = hash & (INTRO_I_HLL_REGISTERS - 1);
    uint8_t *const byte = &line->bytes[index & 63];
    const uint8_t value = (uint8_t)(hash >> INDEX_BITS);
    if (index >> 6 == slice && *byte < value) {
        *byte = value;
    }
}

static void start_8(void *arg, uint32_t slice, uint32_t v,
                    const intro_i_line_row *row, intro_i_line *to)
{
    const counters *const c = arg;
    memset(to, 0, sizeof *to);
    raise_8(to, slice, c->hashes[v]);
    for (uint64_t i = 0; i < row->count; i++) {
        raise_8(to, slice, c->hashes[row->neighbours[i]]);
    }
}

static inline uint8_t greater(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static void join_8(intro_i_line *to, const intro_i_line *lines,
                   const intro_i_line_row *row)
{
    uint8_t all[INTRO_I_LINE];
    memcpy(all, to->bytes, sizeof all);
    for (uint64_t i = 0; i < row->count; i++) {
        const uint8_t *const one = lines[row->neighbours[i]].bytes;
        if (i + AHEAD < row->following) {
            INTRO_PREFETCH(&lines[row->neighbours[i + AHEAD]]);
        }
        for (int k = 0; k < INTRO_I_LINE; k++) {
            all[k] = greater(all[k], one[k]);
        }
    }
    memcpy(to->bytes, all, sizeof all);
}

/* --- readings ----------------------------------------------------------------- */

static void add_reading(const counters *c, uint32_t v, unsigned ties,
                        intro_i_register_sums r)
{
    c->sums[ties - 2][v] += r.sum;
    c->zeros[ties - 2][v] = (uint16_t)(c->zeros[ties - 2][v] + r.zeros);
    c->full[ties - 2][v] = (uint16_t)(c->full[ties - 2][v] + r.full);
}

static void fold_4(void *arg, uint32_t v, const intro_i_line *line,
                   unsigned ties)
{
    const counters *const c = arg;
    add_reading(c, v, ties, c->way->read(line));
}

static void fold_8(void *arg, uint32_t v, const intro_i_line *line,
                   unsigned ties)
{
    intro_i_register_sums r = {0, 0, 0};
    for (int k = 0; k < INTRO_I_LINE; k++) {
        const unsigned value = line->bytes[k];
        r.zeros += value == 0;
        r.full += value > MOST_8;
        r.sum +=
            value != 0 && value <= MOST_8 ? UINT64_C(1) << (MOST_8 - value) : 0;
    }
    add_reading(arg, v, ties, r);
}

/* x + sum over k of x^(2^k) 2^(k - 1): what empty registers stand for. */
static double sigma(double x)
{
    double factor = 1;
    double sum = x;
    double before;
    if (x >= 1) {
        return (double)INFINITY;
    }
    do {
        before = sum;
        x *= x;
        sum += x * factor;
        factor += factor;
    } while (sum != before);
    return sum;
}

/* (1 - x - sum over k of (1 - x^(2^-k))^2 2^-k) / 3: full ones. */
static double tau(double x)
{
    double factor = 1;
    double sum = 1 - x;
    double before;
    if (x <= 0 || x >= 1) {
        return 0;
    }
    do {
        before = sum;
        x = sqrt(x);
        factor /= 2;
        sum -= (1 - x) * (1 - x) * factor;
    } while (sum != before);
    return sum / 3;
}

static double term_of_zeros(uint32_t zeros)
{
    const double m = INTRO_I_HLL_REGISTERS;
    return m * sigma(zeros / m);
}

static double term_of_full(uint32_t full, unsigned most)
{
    const double m = INTRO_I_HLL_REGISTERS;
    return ldexp(m * tau(1 - full / m), -(int)most);
}

static double estimate_of(double by_zeros, double sum, double by_full)
{
    const double m = INTRO_I_HLL_REGISTERS;
    const double alpha = 0.72134752044448170; /* 1 / (2 ln 2) */
    const double z = by_zeros + sum + by_full;
    return alpha * m * m / z;
}

double intro_i_hll_estimate(uint32_t zeros, uint32_t full, double sum,
                            unsigned most)
{
    return estimate_of(term_of_zeros(zeros), sum, term_of_full(full, most));
}

/* The counter holds the person, too. */
static uint32_t people_of(const counters *c, uint32_t v, int within,
                          uint64_t least)
{
    const double sum = ldexp((double)c->sums[within][v], -(int)c->most);
    const double estimate = estimate_of(c->by_zeros[c->zeros[within][v]], sum,
                                        c->by_full[c->full[within][v]]);
    const double others = (double)c->rows->people - 1;
    const double rounded = floor(estimate - 1 + 0.5);
    const double floored = rounded < (double)least ? (double)least : rounded;
    return (uint32_t)(floored < others ? floored : others);
}

static intro_status estimate_people(void *arg, intro_i_worker *worker,
                                    uint64_t begin, uint64_t end)
{
    const counters *const c = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const uint64_t degree = c->rows->offsets[v + 1] - c->rows->offsets[v];
        c->out[0][v] = people_of(c, v, 0, degree);
        c->out[1][v] = people_of(c, v, 1, c->out[0][v]);
    }
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------------ */

static bool make_counters(counters *c)
{
    const size_t people = c->rows->people;
    bool is_whole = true;
    c->hashes = intro_i_alloc(people, sizeof *c->hashes);
    c->by_zeros = intro_i_alloc(INTRO_I_HLL_REGISTERS + 1, sizeof *c->by_zeros);
    c->by_full = intro_i_alloc(INTRO_I_HLL_REGISTERS + 1, sizeof *c->by_full);
    for (int i = 0; i < 2; i++) {
        c->sums[i] = intro_i_alloc_zero(people, sizeof *c->sums[i]);
        c->zeros[i] = intro_i_alloc_zero(people, sizeof *c->zeros[i]);
        c->full[i] = intro_i_alloc_zero(people, sizeof *c->full[i]);
        is_whole = is_whole && c->sums[i] != NULL && c->zeros[i] != NULL &&
                   c->full[i] != NULL;
    }
    return is_whole && c->hashes != NULL && c->by_zeros != NULL &&
           c->by_full != NULL;
}

static void free_counters(counters *c)
{
    intro_i_free(c->hashes);
    intro_i_free(c->by_zeros);
    intro_i_free(c->by_full);
    for (int i = 0; i < 2; i++) {
        intro_i_free(c->sums[i]);
        intro_i_free(c->zeros[i]);
        intro_i_free(c->full[i]);
    }
}

static intro_status estimate(intro_ctx *ctx, counters *c)
{
    const uint32_t people = c->rows->people;
    const intro_i_line_kind kind = {
        .slices = c->bits == 4 ? 8 : 16,
        .arg = c,
        .start = c->bits == 4 ? start_4 : start_8,
        .join = c->bits == 4 ? c->way->join : join_8,
        .fold = c->bits == 4 ? fold_4 : fold_8,
    };
    for (uint32_t i = 0; i <= INTRO_I_HLL_REGISTERS; i++) {
        c->by_zeros[i] = term_of_zeros(i);
        c->by_full[i] = term_of_full(i, c->most);
    }
    INTRO_TRY(intro_i_parallel_for(ctx, people, GRAIN, hash_people, c));
    INTRO_TRY(intro_i_lines_run(ctx, c->rows, &kind));
    return intro_i_parallel_for(ctx, people, GRAIN, estimate_people, c);
}

intro_status intro_i_hll_reach(intro_ctx *ctx, const intro_i_reach_rows *rows,
                               uint64_t seed, unsigned bits, uint32_t *two,
                               uint32_t *three)
{
    counters c = {.rows = rows,
                  .bits = bits,
                  .most = bits == 4 ? INTRO_I_REGISTERS_MOST : MOST_8,
                  .way = intro_i_registers_best(),
                  .seed = seed,
                  .out = {two, three}};
    const intro_status rc =
        make_counters(&c) ? estimate(ctx, &c) : intro_i_fail_memory(ctx);
    free_counters(&c);
    return rc;
}
