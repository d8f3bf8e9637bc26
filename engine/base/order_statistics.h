/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The k-th smallest of many 32-bit keys, for several k at once, without sorting
 * or copying them: one pass counts the high halves, a second one the low halves
 * of those that hold an answer. The bits of a float that is not negative are such
 * a key. */
#ifndef INTRO_BASE_ORDER_STATISTICS_H
#define INTRO_BASE_ORDER_STATISTICS_H

#include "base/common.h"

#include <string.h>

enum { INTRO_I_RANKS_MAX = 32 };

/* What one pass counts. */
typedef struct intro_i_histogram {
    uint64_t *slots;
    const uint8_t *blocks; /* NULL: high halves; else by high half, the block of
                              slots for its low halves from 1, or 0 */
} intro_i_histogram;

static inline void intro_i_count_key(const intro_i_histogram *histogram,
                                     uint32_t key)
{
    if (histogram->blocks == NULL) {
        histogram->slots[key >> 16]++;
        return;
    }
    const uint32_t block = histogram->blocks[key >> 16];
    if (block != 0) {
        histogram->slots[(block - 1) << 16 | (key & 0xffff)]++;
    }
}

static inline uint32_t intro_i_float_key(float value)
{
    uint32_t key;
    memcpy(&key, &value, sizeof key);
    return key;
}

static inline float intro_i_key_float(uint32_t key)
{
    float value;
    memcpy(&value, &key, sizeof value);
    return value;
}

/* Gives every key to intro_i_count_key(), the same ones each time; other than
 * INTRO_OK ends the selection. */
typedef intro_status intro_i_keys_fn(const void *keys,
                                     const intro_i_histogram *histogram);

typedef struct intro_i_order_statistics {
    intro_i_keys_fn *each; /* borrowed, with its keys */
    const void *keys;
    uint64_t count;  /* of keys */
    uint64_t *slots; /* keys by high half */
} intro_i_order_statistics;

/* The first pass. INTRO_OK, INTRO_ENOMEM, or what `each` returned. Half a
 * MiB. */
INTRO_MUST_USE intro_status intro_i_order_statistics_init(
    intro_i_order_statistics *order, intro_i_keys_fn *each, const void *keys);
/* A zeroed one is accepted. */
void intro_i_order_statistics_fini(intro_i_order_statistics *order);

/* The second pass: out[i] = the key that ranks[i] others stand in front of when
 * all are sorted. Each rank is below the count; at most INTRO_I_RANKS_MAX of
 * them. Half a MiB for each distinct high half among the answers. */
INTRO_MUST_USE intro_status intro_i_order_statistics_select(
    const intro_i_order_statistics *order, const uint64_t *ranks, size_t count,
    uint32_t *out);

#endif
