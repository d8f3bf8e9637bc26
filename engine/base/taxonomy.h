/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LinkedIn's industries (version 2: 20 sectors, two more levels), functions and
 * seniorities: ids, labels and who is whose part. From datasets/industries.csv,
 * functions.csv and seniorities.csv, compiled in. Leaf code without state. */
#ifndef INTRO_BASE_TAXONOMY_H
#define INTRO_BASE_TAXONOMY_H

#include "base/common.h"

typedef enum intro_i_taxonomy {
    INTRO_I_INDUSTRIES,
    INTRO_I_FUNCTIONS,
    INTRO_I_SENIORITIES,
    INTRO_I_TAXONOMIES
} intro_i_taxonomy;

/* The label of an id, static; NULL when there is no such id. O(log n). */
const char *intro_i_class_label(intro_i_taxonomy taxonomy, uint32_t id);
/* The id of a label (without case, ASCII) or 0. O(log n). */
uint32_t intro_i_class_of_label(intro_i_taxonomy taxonomy, const char *label,
                                size_t length);
/* What an industry is part of: another one, or 0 for a sector (and for an id
 * that there is not). */
uint32_t intro_i_industry_parent(uint32_t id);
/* The sector of an industry: itself, its parent or its parent's; 0 for an id
 * that there is not. */
uint32_t intro_i_industry_sector(uint32_t id);
/* The sector of the least id above this one; 0: none. */
uint32_t intro_i_industry_next_sector(uint32_t after);
/* Is it `whole` or a part of it? */
bool intro_i_industry_is_within(uint32_t id, uint32_t whole);

#endif
