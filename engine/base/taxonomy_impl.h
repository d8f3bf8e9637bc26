/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arrays that engine/tables.awk makes of the three tables of classes. */
#ifndef INTRO_BASE_TAXONOMY_IMPL_H
#define INTRO_BASE_TAXONOMY_IMPL_H

#include "base/common.h"

enum { INTRO_I_CLASS_LABEL = 64 };

typedef struct intro_i_class {
    uint16_t id;
    uint16_t parent; /* 0 none */
    char label[INTRO_I_CLASS_LABEL];
} intro_i_class;

/* By id; and the places of the labels in their order without case. */
extern const intro_i_class intro_i_industries[];
extern const uint16_t intro_i_industries_by_label[];
extern const size_t intro_i_industries_count;
extern const intro_i_class intro_i_functions[];
extern const uint16_t intro_i_functions_by_label[];
extern const size_t intro_i_functions_count;
extern const intro_i_class intro_i_seniorities[];
extern const uint16_t intro_i_seniorities_by_label[];
extern const size_t intro_i_seniorities_count;

#endif
