/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A binary heap whose root is the worst item kept: a newcomer is compared with
 * the root only, and most are turned away there. Sorting moves the root behind
 * the shrinking heap, so the worst ends last. */
#include "base/topk.h"

#include "base/alloc.h"
#include "base/vec.h"

#include <string.h>

static unsigned char *item_at(const intro_i_topk *topk, size_t index)
{
    return topk->items + index * topk->item_size;
}

static void swap_items(const intro_i_topk *topk, size_t i, size_t j)
{
    unsigned char *a = item_at(topk, i);
    unsigned char *b = item_at(topk, j);
    unsigned char piece[64];
    for (size_t left = topk->item_size; left != 0;) {
        const size_t size = left < sizeof piece ? left : sizeof piece;
        memcpy(piece, a, size);
        memcpy(a, b, size);
        memcpy(b, piece, size);
        a += size;
        b += size;
        left -= size;
    }
}

/* Is item i worse than item j, so that it belongs nearer to the root? */
static bool is_worse(const intro_i_topk *topk, size_t i, size_t j)
{
    return topk->is_better(item_at(topk, j), item_at(topk, i), topk->user);
}

static void sift_up(const intro_i_topk *topk, size_t i)
{
    while (i > 0 && is_worse(topk, i, (i - 1) / 2)) {
        swap_items(topk, i, (i - 1) / 2);
        i = (i - 1) / 2;
    }
}

static void sift_down(const intro_i_topk *topk, size_t i, size_t count)
{
    for (;;) {
        size_t worst = i;
        const size_t child = 2 * i + 1;
        if (child < count && is_worse(topk, child, worst)) {
            worst = child;
        }
        if (child + 1 < count && is_worse(topk, child + 1, worst)) {
            worst = child + 1;
        }
        if (worst == i) {
            return;
        }
        swap_items(topk, i, worst);
        i = worst;
    }
}

void intro_i_topk_init(intro_i_topk *topk, uint64_t k, size_t item_size,
                       intro_i_better_fn *is_better, void *user)
{
    memset(topk, 0, sizeof *topk);
    topk->k = k;
    topk->item_size = item_size;
    topk->is_better = is_better;
    topk->user = user;
}

void intro_i_topk_fini(intro_i_topk *topk)
{
    intro_i_free(topk->items);
    topk->items = NULL;
    topk->count = 0;
    topk->capacity = 0;
}

intro_status intro_i_topk_offer(intro_i_topk *topk, const void *item)
{
    if (topk->k == 0) {
        return INTRO_OK;
    }
    if (topk->count == topk->k) {
        if (topk->is_better(item, topk->items, topk->user)) {
            memcpy(topk->items, item, topk->item_size);
            sift_down(topk, 0, topk->count);
        }
        return INTRO_OK;
    }
    void *items = topk->items;
    INTRO_TRY(intro_i_vec_grow(&items, &topk->capacity, topk->count + 1,
                               topk->item_size));
    topk->items = items;
    memcpy(item_at(topk, topk->count), item, topk->item_size);
    topk->count++;
    sift_up(topk, topk->count - 1);
    return INTRO_OK;
}

const void *intro_i_topk_bar(const intro_i_topk *topk)
{
    return topk->count != 0 && topk->count == topk->k ? topk->items : NULL;
}

const void *intro_i_topk_sort(intro_i_topk *topk)
{
    for (size_t count = topk->count; count > 1; count--) {
        swap_items(topk, 0, count - 1);
        sift_down(topk, 0, count - 1);
    }
    return topk->items;
}
