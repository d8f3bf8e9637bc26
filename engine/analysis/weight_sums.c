/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/weight_sums.h"

#include "base/alloc.h"

#include <string.h>

enum { LEAST_BITS = 4, MOST_BITS = 32 };

static intro_status grow(intro_i_weight_sums *sums, uint64_t room)
{
    intro_i_weight_sums_fini(sums);
    sums->slots = intro_i_alloc((size_t)room, sizeof *sums->slots);
    sums->used = intro_i_alloc((size_t)(room / 2), sizeof *sums->used);
    if (sums->slots == NULL || sums->used == NULL) {
        intro_i_weight_sums_fini(sums);
        return INTRO_ENOMEM;
    }
    for (uint64_t i = 0; i < room; i++) {
        sums->slots[i] = (intro_i_weight_sum){0, UINT32_MAX};
    }
    sums->room = room;
    return INTRO_OK;
}

intro_status intro_i_weight_sums_begin(intro_i_weight_sums *sums, uint64_t most)
{
    uint32_t bits = LEAST_BITS;
    while (bits < MOST_BITS && (uint64_t)1 << bits < 2 * most) {
        bits++;
    }
    if (sums->room < (uint64_t)1 << bits) {
        INTRO_TRY(grow(sums, (uint64_t)1 << bits));
    }
    sums->shift = 32 - bits;
    return INTRO_OK;
}

void intro_i_weight_sums_fini(intro_i_weight_sums *sums)
{
    intro_i_free(sums->slots);
    intro_i_free(sums->used);
    memset(sums, 0, sizeof *sums);
}
