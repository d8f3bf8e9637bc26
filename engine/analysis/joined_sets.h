/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of some things are joined to which: for each a set of the others, a list
 * while that is shorter, bits from then on. */
#ifndef INTRO_ANALYSIS_JOINED_SETS_H
#define INTRO_ANALYSIS_JOINED_SETS_H

#include "base/common.h"

typedef struct intro_i_joined_set {
    uint32_t *list; /* with doubles and in any order until they are settled */
    uint64_t *bits; /* NULL: listed */
    uint32_t count;
    uint32_t room;
} intro_i_joined_set;

typedef struct intro_i_joined_sets {
    intro_i_joined_set *sets;
    uint32_t count; /* of things, numbered from 0 */
    size_t words;   /* bits of all things */
} intro_i_joined_sets;

/* Empty sets. INTRO_OK; INTRO_ENOMEM, nothing held. */
INTRO_MUST_USE intro_status intro_i_joined_sets_init(intro_i_joined_sets *sets,
                                                     uint32_t count);
/* A zeroed one is accepted. */
void intro_i_joined_sets_fini(intro_i_joined_sets *sets);

/* Joins each of `some` (`count` different ones) to all of them, itself as well;
 * `bits` are the same. INTRO_OK, INTRO_ENOMEM. For each of them O(count), or
 * O(words) where that is less; a set never takes more than 16 bytes a word. */
INTRO_MUST_USE intro_status intro_i_joined_sets_add(intro_i_joined_sets *sets,
                                                    const uint32_t *some,
                                                    uint32_t count,
                                                    const uint64_t *bits);
/* When all were added, before anything is asked. */
void intro_i_joined_sets_settle(intro_i_joined_sets *sets);

/* O(1), or O(log of the list). */
bool intro_i_joined_sets_has(const intro_i_joined_sets *sets, uint32_t i,
                             uint32_t k);
/* Of a set. O(words) */
uint64_t intro_i_joined_sets_size(const intro_i_joined_sets *sets, uint32_t i);

#endif
