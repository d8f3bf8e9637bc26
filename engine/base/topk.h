/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The best k of a stream of items. Items are plain bytes of one size, copied.
 * The result does not depend on the order of the offers as long as the
 * comparison is a strict total order (break ties by id). */
#ifndef INTRO_BASE_TOPK_H
#define INTRO_BASE_TOPK_H

#include "base/common.h"

/* true when a is to stand before b. */
typedef bool intro_i_better_fn(const void *a, const void *b, void *user);

/* Memory grows with what is kept, so a huge k costs nothing by itself. */
typedef struct intro_i_topk {
    unsigned char *items; /* heap with the worst item at 0, then sorted */
    size_t item_size;
    size_t count;
    size_t capacity;
    uint64_t k;
    intro_i_better_fn *is_better;
    void *user;
} intro_i_topk;

/* item_size at least 1. Allocates nothing. */
void intro_i_topk_init(intro_i_topk *topk, uint64_t k, size_t item_size,
                       intro_i_better_fn *is_better, void *user);
/* A zeroed one is accepted. */
void intro_i_topk_fini(intro_i_topk *topk);
/* O(log k); one comparison for an item that is not good enough. INTRO_ENOMEM
 * leaves the heap as it was. */
INTRO_MUST_USE intro_status intro_i_topk_offer(intro_i_topk *topk,
                                               const void *item);
/* The worst item kept when k are kept, else NULL: whatever is not better than
 * it need not be offered (nor computed). */
const void *intro_i_topk_bar(const intro_i_topk *topk);
/* Sorts what is kept, best first, and lends it as an array of topk->count
 * items; offer nothing afterwards. */
const void *intro_i_topk_sort(intro_i_topk *topk);

#endif
