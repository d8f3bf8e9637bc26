/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups as one person meets them, on the weak graph: those that he comes to
 * through a single person, and the pairs of his contacts' groups that nobody
 * else joins. */
#ifndef INTRO_ANALYSIS_MY_ACCESS_H
#define INTRO_ANALYSIS_MY_ACCESS_H

#include "analysis/groups.h"
#include "analysis/joined_sets.h"
#include "analysis/weak_graph.h"
#include "base/vec.h"

/* Everybody of `group` whom the person comes to within two ties, he comes to
 * through this person, who stands on each of these ways: as the contact in
 * between, else as its end. */
typedef struct intro_i_single_access {
    uint32_t group; /* not the person's own */
    uint32_t through;
} intro_i_single_access;

INTRO_VEC(intro_i_vec_access, intro_i_single_access);

/* Groups of the contacts, rising; and for each pair of them whether somebody
 * joins it. Nobody else joins a and b when, the person left out, no tie leads
 * from a to b and nobody is tied to both. */
typedef struct intro_i_my_access {
    intro_i_vec_access single; /* by group */
    uint32_t *groups;
    uint32_t count;
    intro_i_joined_sets joined; /* by place in `groups` */
    uint64_t *row;              /* scratch: bits by place */
    uint64_t holes;             /* pairs that nobody else joins */
} intro_i_my_access;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(people + ties), and for each group
 * that somebody joins to others these, or an eighth of a byte for each group of
 * the contacts where that is less. Memory: O(people + ties), whatever the pairs
 * of groups. */
INTRO_MUST_USE intro_status intro_i_my_access_init(
    intro_ctx *ctx, const intro_i_weak_graph *weak,
    const intro_i_groups *groups, uint32_t me, intro_i_my_access *out);
/* A zeroed one is accepted. */
void intro_i_my_access_fini(intro_i_my_access *access);

/* Does somebody else join the groups at these two places? i differs from k.
 * O(people with a tie into either). */
static inline bool intro_i_my_access_joins(const intro_i_my_access *access,
                                           uint32_t i, uint32_t k)
{
    return intro_i_joined_sets_has(&access->joined, i, k);
}

/* Goes through the holes by (i, k), places in `groups`, i < k. */
typedef struct intro_i_hole_walk {
    const intro_i_my_access *access;
    const uint64_t *row; /* who is joined to i */
    uint32_t i;
    uint32_t k;
} intro_i_hole_walk;

/* One walk at a time: it uses the scratch. */
intro_i_hole_walk intro_i_hole_walk_begin(intro_i_my_access *access);
/* The next hole, from the first on; false at the end. */
bool intro_i_hole_walk_next(intro_i_hole_walk *walk);

#endif
