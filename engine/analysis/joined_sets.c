/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/joined_sets.h"

#include "base/alloc.h"
#include "base/bits.h"

#include <string.h>

intro_status intro_i_joined_sets_init(intro_i_joined_sets *sets, uint32_t count,
                                      uint64_t table_most)
{
    const uint64_t words = intro_i_bits_words(count);
    *sets = (intro_i_joined_sets){.count = count, .words = (size_t)words};
    if (words * count <= table_most / sizeof *sets->table) {
        sets->table =
            intro_i_alloc_zero((size_t)(words * count), sizeof *sets->table);
        return sets->table != NULL ? INTRO_OK : INTRO_ENOMEM;
    }
    sets->offsets =
        intro_i_alloc_zero((size_t)count + 2, sizeof *sets->offsets);
    return sets->offsets != NULL ? INTRO_OK : INTRO_ENOMEM;
}

void intro_i_joined_sets_fini(intro_i_joined_sets *sets)
{
    intro_i_free(sets->table);
    intro_i_free(sets->offsets);
    intro_i_free(sets->of);
    intro_i_vec_joiner_fini(&sets->joiners);
    intro_i_vec_u32_fini(&sets->things);
    intro_i_vec_u64_fini(&sets->bits);
    memset(sets, 0, sizeof *sets);
}

/* --- joiners -------------------------------------------------------------- */

static void or_words(uint64_t *row, const uint64_t *bits, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        row[w] |= bits[w];
    }
}

static void set_all(uint64_t *row, const uint32_t *some, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        intro_i_bits_set(row, some[i]);
    }
}

static void put_in_table(intro_i_joined_sets *sets, const uint32_t *some,
                         uint32_t count, const uint64_t *bits)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t *const row = sets->table + some[i] * sets->words;
        if (count < sets->words) {
            set_all(row, some, count);
        } else {
            or_words(row, bits, sets->words);
        }
    }
}

static intro_status keep_joiner(intro_i_joined_sets *sets, const uint32_t *some,
                                uint32_t count, const uint64_t *bits)
{
    const bool is_list = count < sets->words;
    const intro_i_joiner joiner = {
        is_list ? sets->things.count : sets->bits.count, count};
    if (is_list) {
        INTRO_TRY(
            intro_i_vec_u32_reserve(&sets->things, sets->things.count + count));
        memcpy(sets->things.data + sets->things.count, some,
               count * sizeof *some);
        sets->things.count += count;
    } else {
        INTRO_TRY(intro_i_vec_u64_reserve(&sets->bits,
                                          sets->bits.count + sets->words));
        memcpy(sets->bits.data + sets->bits.count, bits,
               sets->words * sizeof *bits);
        sets->bits.count += sets->words;
    }
    for (uint32_t i = 0; i < count; i++) {
        sets->offsets[some[i] + 2]++;
    }
    return intro_i_vec_joiner_push(&sets->joiners, joiner);
}

intro_status intro_i_joined_sets_add(intro_i_joined_sets *sets,
                                     const uint32_t *some, uint32_t count,
                                     const uint64_t *bits)
{
    if (sets->table == NULL) {
        return keep_joiner(sets, some, count, bits);
    }
    put_in_table(sets, some, count, bits);
    return INTRO_OK;
}

static void put_joiner(intro_i_joined_sets *sets, uint32_t thing,
                       uint32_t joiner)
{
    sets->of[sets->offsets[thing + 1]++] = joiner;
}

intro_status intro_i_joined_sets_settle(intro_i_joined_sets *sets)
{
    if (sets->table != NULL) {
        return INTRO_OK;
    }
    for (size_t i = 2; i < (size_t)sets->count + 2; i++) {
        sets->offsets[i] += sets->offsets[i - 1];
    }
    sets->of = intro_i_alloc((size_t)sets->offsets[(size_t)sets->count + 1],
                             sizeof *sets->of);
    if (sets->of == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint32_t j = 0; j < sets->joiners.count; j++) {
        const intro_i_joiner *const joiner = &sets->joiners.data[j];
        if (joiner->count < sets->words) {
            for (uint32_t i = 0; i < joiner->count; i++) {
                put_joiner(sets, sets->things.data[joiner->at + i], j);
            }
            continue;
        }
        for (size_t w = 0; w < sets->words; w++) {
            for (uint64_t word = sets->bits.data[joiner->at + w]; word != 0;
                 word &= word - 1) {
                put_joiner(sets,
                           (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(word),
                           j);
            }
        }
    }
    return INTRO_OK;
}

/* --- sets ----------------------------------------------------------------- */

bool intro_i_joined_sets_has(const intro_i_joined_sets *sets, uint32_t i,
                             uint32_t k)
{
    if (sets->table != NULL) {
        return intro_i_bits_get(sets->table + i * sets->words, k);
    }
    uint64_t a = sets->offsets[i];
    uint64_t b = sets->offsets[k];
    while (a < sets->offsets[i + 1] && b < sets->offsets[k + 1]) {
        if (sets->of[a] == sets->of[b]) {
            return true;
        }
        if (sets->of[a] < sets->of[b]) {
            a++;
        } else {
            b++;
        }
    }
    return false;
}

static void put_row(const intro_i_joined_sets *sets, uint32_t i, uint64_t *row)
{
    for (uint64_t a = sets->offsets[i]; a < sets->offsets[i + 1]; a++) {
        const intro_i_joiner *const joiner = &sets->joiners.data[sets->of[a]];
        if (joiner->count < sets->words) {
            set_all(row, sets->things.data + joiner->at, joiner->count);
        } else {
            or_words(row, sets->bits.data + joiner->at, sets->words);
        }
    }
}

const uint64_t *intro_i_joined_sets_row(const intro_i_joined_sets *sets,
                                        uint32_t i, uint64_t *scratch)
{
    if (sets->table != NULL) {
        return sets->table + i * sets->words;
    }
    memset(scratch, 0, sets->words * sizeof *scratch);
    put_row(sets, i, scratch);
    return scratch;
}

/* Of a thing that has only joiners of short lists: no word is read that is not
 * written. */
static uint64_t count_few(const intro_i_joined_sets *sets, uint32_t i,
                          uint64_t *scratch)
{
    uint64_t size = 0;
    for (uint64_t a = sets->offsets[i]; a < sets->offsets[i + 1]; a++) {
        const intro_i_joiner *const joiner = &sets->joiners.data[sets->of[a]];
        const uint32_t *const some = sets->things.data + joiner->at;
        for (uint32_t n = 0; n < joiner->count; n++) {
            size += !intro_i_bits_get(scratch, some[n]);
            intro_i_bits_set(scratch, some[n]);
        }
    }
    for (uint64_t a = sets->offsets[i]; a < sets->offsets[i + 1]; a++) {
        const intro_i_joiner *const joiner = &sets->joiners.data[sets->of[a]];
        const uint32_t *const some = sets->things.data + joiner->at;
        for (uint32_t n = 0; n < joiner->count; n++) {
            intro_i_bits_clear(scratch, some[n]);
        }
    }
    return size;
}

uint64_t intro_i_joined_sets_size(const intro_i_joined_sets *sets, uint32_t i,
                                  uint64_t *scratch)
{
    if (sets->table != NULL) {
        return intro_i_bits_count(sets->table + i * sets->words, sets->words);
    }
    uint64_t things = 0;
    for (uint64_t a = sets->offsets[i]; a < sets->offsets[i + 1]; a++) {
        things += sets->joiners.data[sets->of[a]].count;
    }
    if (things < sets->words) {
        return count_few(sets, i, scratch);
    }
    put_row(sets, i, scratch);
    const uint64_t size = intro_i_bits_count(scratch, sets->words);
    memset(scratch, 0, sets->words * sizeof *scratch);
    return size;
}
