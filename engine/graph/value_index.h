/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who has which value of one attribute, for conditions that are asked of it again
 * and again: values are folded once, when the index is made. */
#ifndef INTRO_GRAPH_VALUE_INDEX_H
#define INTRO_GRAPH_VALUE_INDEX_H

#include "base/strpool.h"
#include "base/vec.h"
#include "graph/attribute.h"
#include "graph/condition.h"

/* Lists of numbers by number: list i is items[offsets[i] .. offsets[i + 1]). */
typedef struct intro_i_number_lists {
    uint32_t *offsets;
    uint32_t *items;
} intro_i_number_lists;

typedef struct intro_i_value_index {
    const intro_graph *graph; /* borrowed */
    intro_match match;
    intro_i_attribute values;
    const uint32_t *finer; /* people: strings that count as well, or NULL */
    intro_i_strpool folds; /* values folded as `match` asks */
    intro_i_number_lists people; /* by fold, rising */
    intro_i_strpool words;       /* INTRO_MATCH_WORDS: of the folds */
    intro_i_number_lists having; /* folds by word, rising */
} intro_i_value_index;

/* Can conditions on such values be asked of an index? Those of numbers and of
 * clusters cannot. */
bool intro_i_value_index_fits(const intro_i_attribute *values);

/* O(people + bytes of distinct values). INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED,
 * INTRO_ELIMIT; the context says which. */
INTRO_MUST_USE intro_status intro_i_value_index_init(
    intro_ctx *ctx, const intro_graph *graph, const intro_i_attribute *values,
    intro_match match, intro_i_value_index *out);
/* A zeroed one is accepted. */
void intro_i_value_index_fini(intro_i_value_index *index);

/* Those who meet a condition, rising, into an empty list. O(people found, and of
 * several words the values that hold one of them). */
INTRO_MUST_USE intro_status intro_i_value_index_find(
    intro_ctx *ctx, const intro_i_value_index *index,
    const intro_condition *condition, intro_i_vec_u32 *out);

#endif
