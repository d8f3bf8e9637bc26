/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums of weights by a 32-bit key: how strongly a node is linked to each cluster
 * around it. A table that is filled and emptied again for every node; for one
 * with few links it lies in the first cache. Scratch of one thread.
 *
 *     INTRO_TRY(intro_i_weight_sums_begin(&sums, most));
 *     intro_i_weight_sums_add(&sums, key, weight); ...
 *     for (i = 0; i < sums.count; i++) use(intro_i_weight_sums_at(&sums, i));
 *     intro_i_weight_sums_end(&sums);
 */
#ifndef INTRO_ANALYSIS_WEIGHT_SUMS_H
#define INTRO_ANALYSIS_WEIGHT_SUMS_H

#include "base/common.h"

typedef struct intro_i_weight_sum {
    double sum;
    uint32_t key; /* UINT32_MAX: a free slot */
} intro_i_weight_sum;

typedef struct intro_i_weight_sums {
    intro_i_weight_sum *slots;
    uint32_t *used; /* slots in the order in which their keys came */
    uint32_t count;
    uint32_t shift; /* 32 - log2 of the slots in use now */
    uint64_t room;  /* slots there are */
} intro_i_weight_sums;

/* Room for `most` distinct keys in an empty table; a zeroed one becomes one.
 * INTRO_ENOMEM leaves it empty. */
INTRO_MUST_USE intro_status intro_i_weight_sums_begin(intro_i_weight_sums *sums,
                                                      uint64_t most);
/* A zeroed one is accepted. */
void intro_i_weight_sums_fini(intro_i_weight_sums *sums);

/* The slot of a key, or the free one where it would be. */
static inline uint32_t intro_i_weight_sums_find(const intro_i_weight_sums *sums,
                                                uint32_t key)
{
    const uint32_t mask = UINT32_MAX >> sums->shift;
    uint32_t at = (key * UINT32_C(0x9e3779b9)) >> sums->shift;
    while (sums->slots[at].key != key && sums->slots[at].key != UINT32_MAX) {
        at = (at + 1) & mask;
    }
    return at;
}

/* key below UINT32_MAX */
static inline void intro_i_weight_sums_add(intro_i_weight_sums *sums,
                                           uint32_t key, double weight)
{
    const uint32_t at = intro_i_weight_sums_find(sums, key);
    intro_i_weight_sum *const slot = &sums->slots[at];
    if (slot->key == UINT32_MAX) {
        *slot = (intro_i_weight_sum){0, key};
        sums->used[sums->count++] = at;
    }
    slot->sum += weight;
}

/* 0 for a key that did not come. */
static inline double intro_i_weight_sums_of(const intro_i_weight_sums *sums,
                                            uint32_t key)
{
    const intro_i_weight_sum *const slot =
        &sums->slots[intro_i_weight_sums_find(sums, key)];
    return slot->key == key ? slot->sum : 0;
}

static inline const intro_i_weight_sum *
intro_i_weight_sums_at(const intro_i_weight_sums *sums, uint32_t i)
{
    return &sums->slots[sums->used[i]];
}

static inline void intro_i_weight_sums_end(intro_i_weight_sums *sums)
{
    for (uint32_t i = 0; i < sums->count; i++) {
        sums->slots[sums->used[i]].key = UINT32_MAX;
    }
    sums->count = 0;
}

#endif
