/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/joined_sets.h"

#include "base/alloc.h"
#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 8 };

intro_status intro_i_joined_sets_init(intro_i_joined_sets *sets, uint32_t count)
{
    sets->count = count;
    sets->words = intro_i_bits_words(count);
    sets->sets = intro_i_alloc_zero(count, sizeof *sets->sets);
    return sets->sets != NULL ? INTRO_OK : INTRO_ENOMEM;
}

void intro_i_joined_sets_fini(intro_i_joined_sets *sets)
{
    for (uint32_t i = 0; sets->sets != NULL && i < sets->count; i++) {
        intro_i_free(sets->sets[i].list);
        intro_i_free(sets->sets[i].bits);
    }
    intro_i_free(sets->sets);
    memset(sets, 0, sizeof *sets);
}

static int compare_u32(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void settle(intro_i_joined_set *set)
{
    uint32_t kept = 0;
    if (set->count == 0) {
        return;
    }
    qsort(set->list, set->count, sizeof *set->list, compare_u32);
    for (uint32_t i = 0; i < set->count; i++) {
        if (kept == 0 || set->list[i] != set->list[kept - 1]) {
            set->list[kept++] = set->list[i];
        }
    }
    set->count = kept;
}

static intro_status turn_to_bits(intro_i_joined_set *set, size_t words)
{
    set->bits = intro_i_alloc_zero(words, sizeof *set->bits);
    if (set->bits == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint32_t i = 0; i < set->count; i++) {
        intro_i_bits_set(set->bits, set->list[i]);
    }
    intro_i_free(set->list);
    set->list = NULL;
    set->count = 0;
    return INTRO_OK;
}

/* Room for `more` in the list, or bits once it would take half of theirs: so
 * a list grows to twice of what it holds, and is seldom settled. */
static intro_status make_room(intro_i_joined_set *set, uint32_t more,
                              size_t words)
{
    if (set->bits != NULL || more <= set->room - set->count) {
        return INTRO_OK;
    }
    settle(set);
    if (more >= words || set->count + more >= words) {
        return turn_to_bits(set, words);
    }
    const uint32_t wanted = set->count + more;
    const uint32_t room = wanted < FIRST_ROOM / 2 ? FIRST_ROOM : 2 * wanted;
    if (room > set->room) {
        uint32_t *const list =
            intro_i_realloc(set->list, room, sizeof *set->list);
        if (list == NULL) {
            return INTRO_ENOMEM;
        }
        set->list = list;
        set->room = room;
    }
    return INTRO_OK;
}

static void put(intro_i_joined_set *set, const uint32_t *some, uint32_t count,
                const uint64_t *bits, size_t words)
{
    if (set->bits == NULL) {
        memcpy(set->list + set->count, some, count * sizeof *some);
        set->count += count;
    } else if (count < words) {
        for (uint32_t i = 0; i < count; i++) {
            intro_i_bits_set(set->bits, some[i]);
        }
    } else {
        for (size_t w = 0; w < words; w++) {
            set->bits[w] |= bits[w];
        }
    }
}

intro_status intro_i_joined_sets_add(intro_i_joined_sets *sets,
                                     const uint32_t *some, uint32_t count,
                                     const uint64_t *bits)
{
    for (uint32_t i = 0; i < count; i++) {
        intro_i_joined_set *const set = &sets->sets[some[i]];
        INTRO_TRY(make_room(set, count, sets->words));
        put(set, some, count, bits, sets->words);
    }
    return INTRO_OK;
}

void intro_i_joined_sets_settle(intro_i_joined_sets *sets)
{
    for (uint32_t i = 0; i < sets->count; i++) {
        settle(&sets->sets[i]);
    }
}

bool intro_i_joined_sets_has(const intro_i_joined_sets *sets, uint32_t i,
                             uint32_t k)
{
    const intro_i_joined_set *const set = &sets->sets[i];
    if (set->bits != NULL) {
        return intro_i_bits_get(set->bits, k);
    }
    return set->count > 0 && bsearch(&k, set->list, set->count,
                                     sizeof *set->list, compare_u32) != NULL;
}

uint64_t intro_i_joined_sets_size(const intro_i_joined_sets *sets, uint32_t i)
{
    const intro_i_joined_set *const set = &sets->sets[i];
    return set->bits != NULL ? intro_i_bits_count(set->bits, sets->words)
                             : set->count;
}
