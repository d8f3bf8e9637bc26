/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of some things are joined to which, when there are joiners each of whom
 * joins all of some things to each other. A table of bits where the caller has
 * room for one; else the joiners are kept, and the set of a thing is put together
 * when it is asked for: few joiners may join very many pairs. */
#ifndef INTRO_ANALYSIS_JOINED_SETS_H
#define INTRO_ANALYSIS_JOINED_SETS_H

#include "base/vec.h"

typedef struct intro_i_joiner {
    uint64_t at; /* first of his things in `things`, of his words in `bits` */
    uint32_t count; /* of his things; from `words` on they are bits */
} intro_i_joiner;

INTRO_VEC(intro_i_vec_joiner, intro_i_joiner);

typedef struct intro_i_joined_sets {
    uint32_t count;  /* of things, numbered from 0 */
    size_t words;    /* bits of all things */
    uint64_t *table; /* a set for each thing; NULL: what follows */
    intro_i_vec_joiner joiners;
    intro_i_vec_u32 things;
    intro_i_vec_u64 bits;
    uint64_t *offsets; /* thing: its joiners in `of`, rising */
    uint32_t *of;
} intro_i_joined_sets;

/* Empty sets; a table when it takes at most `table_most` bytes. INTRO_OK;
 * INTRO_ENOMEM, nothing held. */
INTRO_MUST_USE intro_status intro_i_joined_sets_init(intro_i_joined_sets *sets,
                                                     uint32_t count,
                                                     uint64_t table_most);
/* A zeroed one is accepted. */
void intro_i_joined_sets_fini(intro_i_joined_sets *sets);

/* One joiner: joins each of `some` (`count` different ones) to all of them, itself
 * as well; `bits` are the same. INTRO_OK, INTRO_ENOMEM. O(count), and 8 to 12
 * bytes for each; in a table, for each O(count), or O(words) where that is less. */
INTRO_MUST_USE intro_status intro_i_joined_sets_add(intro_i_joined_sets *sets,
                                                    const uint32_t *some,
                                                    uint32_t count,
                                                    const uint64_t *bits);
/* When all were added, before anything is asked. INTRO_OK, INTRO_ENOMEM. */
INTRO_MUST_USE intro_status
intro_i_joined_sets_settle(intro_i_joined_sets *sets);

/* O(1), or the joiners of both. */
bool intro_i_joined_sets_has(const intro_i_joined_sets *sets, uint32_t i,
                             uint32_t k);
/* The set of a thing as bits, in the table or in `scratch`, which has `words`.
 * For each joiner of the thing O(its count), or O(words) where that is less. */
const uint64_t *intro_i_joined_sets_row(const intro_i_joined_sets *sets,
                                        uint32_t i, uint64_t *scratch);
/* How many there are in a set; all of `scratch` is 0, before and after. Cost as
 * that of the row, which may be less than O(words). */
uint64_t intro_i_joined_sets_size(const intro_i_joined_sets *sets, uint32_t i,
                                  uint64_t *scratch);

#endif
