/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of each tie: items of LinkedIn inputs summed up by pair and
 * kind, ties inferred from a common employer, and the words for kinds. */
#ifndef INTRO_GRAPH_EVIDENCE_H
#define INTRO_GRAPH_EVIDENCE_H

#include "graph/builder_impl.h"

/* Evidence of one pair of people: rows[first .. first + count) by kind, a being
 * the smaller person. */
typedef struct intro_i_evidence_pair {
    uint32_t a;
    uint32_t b;
    uint32_t first;
    uint32_t count;
} intro_i_evidence_pair;

INTRO_VEC(intro_i_vec_pair, intro_i_evidence_pair);
INTRO_VEC(intro_i_vec_row, intro_i_evidence_row);

typedef struct intro_i_evidence_table {
    intro_i_vec_pair pairs; /* by (a, b) */
    intro_i_vec_row rows;   /* labels are strings of the builder */
} intro_i_evidence_table;

/* Sum up the builder's items: within one source counts add
 * up; of several sources the greatest count per direction, the newest date and
 * the smallest thread count. person_of as made by identity. Adds
 * same_employer_now between people of LinkedIn sources: `employer` holds for each
 * person (of `people`) the folded key of the present employer as a string of the
 * builder, 0 = none. INTRO_OK, INTRO_ENOMEM, INTRO_ELIMIT. */
INTRO_MUST_USE intro_status intro_i_evidence_collect(
    intro_i_builder *builder, const uint32_t *person_of, uint32_t people,
    const uint32_t *employer, const uint32_t *employer_label,
    intro_i_evidence_table *out);
void intro_i_evidence_fini(intro_i_evidence_table *table);

#endif
