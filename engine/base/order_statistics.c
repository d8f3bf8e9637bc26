/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/order_statistics.h"

#include "base/alloc.h"

enum { HALF_VALUES = 1 << 16 };

intro_status intro_i_order_statistics_init(intro_i_order_statistics *order,
                                           intro_i_keys_fn *each,
                                           const void *keys)
{
    *order = (intro_i_order_statistics){.each = each, .keys = keys};
    order->slots = intro_i_alloc_zero(HALF_VALUES, sizeof *order->slots);
    if (order->slots == NULL) {
        return INTRO_ENOMEM;
    }
    const intro_i_histogram high = {order->slots, NULL};
    const intro_status rc = each(keys, &high);
    if (rc != INTRO_OK) {
        intro_i_order_statistics_fini(order);
        return rc;
    }
    for (uint32_t i = 0; i < HALF_VALUES; i++) {
        order->count += order->slots[i];
    }
    return INTRO_OK;
}

void intro_i_order_statistics_fini(intro_i_order_statistics *order)
{
    intro_i_free(order->slots);
    memset(order, 0, sizeof *order);
}

/* Slot that holds the rank-th count; *rank becomes the rank within it. */
static uint32_t find_slot(const uint64_t *slots, uint64_t *rank)
{
    uint32_t slot = 0;
    while (*rank >= slots[slot]) {
        *rank -= slots[slot++];
    }
    return slot;
}

intro_status
intro_i_order_statistics_select(const intro_i_order_statistics *order,
                                const uint64_t *ranks, size_t count,
                                uint32_t *out)
{
    uint64_t left[INTRO_I_RANKS_MAX];
    size_t used = 0;
    uint8_t *const blocks = intro_i_alloc_zero(HALF_VALUES, sizeof *blocks);
    if (blocks == NULL) {
        return INTRO_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        left[i] = ranks[i];
        out[i] = find_slot(order->slots, &left[i]);
        if (blocks[out[i]] == 0) {
            blocks[out[i]] = (uint8_t)++used;
        }
    }
    const intro_i_histogram low = {
        intro_i_alloc_zero(used, HALF_VALUES * sizeof *low.slots), blocks};
    const intro_status rc =
        low.slots == NULL ? INTRO_ENOMEM : order->each(order->keys, &low);
    for (size_t i = 0; rc == INTRO_OK && i < count; i++) {
        const size_t block = (size_t)blocks[out[i]] - 1;
        out[i] =
            out[i] << 16 | find_slot(low.slots + block * HALF_VALUES, &left[i]);
    }
    intro_i_free(low.slots);
    intro_i_free(blocks);
    return rc;
}
