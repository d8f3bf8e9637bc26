/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disjoint sets of numbers as a forest in one array. Of two sets that are joined
 * the smaller root stays, so the root of a set is its least member, whatever the
 * order of the joins. Any number of threads may find and join at once (Anderson
 * and Woll 1991); what they find while others join may be a root no longer. */
#ifndef INTRO_BASE_UNION_FIND_H
#define INTRO_BASE_UNION_FIND_H

#include "base/common.h"

/* Every number from `begin` to `end` - 1 by itself. */
static inline void intro_i_sets_init(uint32_t *parents, uint32_t begin,
                                     uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        parents[i] = i;
    }
}

/* Parents are never greater than their children, so walks end. Numbers on the way
 * are led past their parents; what has a parent gets no root of another thread,
 * so a plain store does. */
static inline uint32_t intro_i_sets_find(uint32_t *parents, uint32_t i)
{
    uint32_t parent = __atomic_load_n(&parents[i], __ATOMIC_RELAXED);
    while (parent != i) {
        const uint32_t above =
            __atomic_load_n(&parents[parent], __ATOMIC_RELAXED);
        if (above == parent) {
            return parent;
        }
        __atomic_store_n(&parents[i], above, __ATOMIC_RELAXED);
        i = parent;
        parent = above;
    }
    return i;
}

static inline void intro_i_sets_join(uint32_t *parents, uint32_t i, uint32_t j)
{
    for (;;) {
        i = intro_i_sets_find(parents, i);
        j = intro_i_sets_find(parents, j);
        if (i == j) {
            return;
        }
        const uint32_t low = i < j ? i : j;
        const uint32_t high = i < j ? j : i;
        uint32_t expected = high; /* still a root? */
        if (__atomic_compare_exchange_n(&parents[high], &expected, low, false,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
            return;
        }
    }
}

#endif
