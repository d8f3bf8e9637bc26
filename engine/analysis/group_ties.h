/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ties between and inside groups (measures.md 5). Ties with an end that has no
 * group are left out everywhere. On the weak graph. */
#ifndef INTRO_ANALYSIS_GROUP_TIES_H
#define INTRO_ANALYSIS_GROUP_TIES_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"

/* Two groups that somebody ties, a <= b. */
typedef struct intro_i_group_link {
    uint32_t a;
    uint32_t b;
    uint64_t ties;
    double strength; /* sum */
} intro_i_group_link;

typedef struct intro_i_group_sums {
    uint64_t internal; /* ties */
    uint64_t external;
    double internal_strength;
    double external_strength;
} intro_i_group_sums;

typedef struct intro_i_group_ties {
    uint32_t groups;
    uint64_t ties;             /* between people with a group */
    intro_i_group_link *links; /* by (a, b) */
    size_t count;
    intro_i_group_sums *sums; /* by group */
} intro_i_group_ties;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(ties), one thread: strengths are
 * summed in the order of ties; 32 bytes a link and a group. */
INTRO_MUST_USE intro_status
intro_i_group_ties_init(intro_ctx *ctx, const intro_i_weak_graph *weak,
                        const intro_i_groups *groups, intro_i_group_ties *out);
/* A zeroed one is accepted. */
void intro_i_group_ties_fini(intro_i_group_ties *ties);

/* The link of a and b, a <= b; NULL when nothing ties them. O(log links). */
const intro_i_group_link *
intro_i_group_ties_find(const intro_i_group_ties *ties, uint32_t a, uint32_t b);
/* Ties to expect between them if everybody kept his number of ties and tied at
 * random (Newman and Girvan 2004): d_a d_b / 2m, inside a group half of that. NaN
 * without any ties. */
double intro_i_expected_ties(const intro_i_group_ties *ties, uint32_t a,
                             uint32_t b);
/* (E - I)/(E + I) as the members see it, so that an internal tie counts twice;
 * of strengths when weighted; NaN without such ties (Krackhardt and Stern
 * 1988). */
double intro_i_group_ei(const intro_i_group_sums *sums, bool is_weighted);

#endif
