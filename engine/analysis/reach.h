/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many people a person reaches within two and three ties, and how many groups
 * (measures.md 12): along arcs, nobody counts the person himself. Exact; what is
 * estimated is in hyperloglog.h. */
#ifndef INTRO_ANALYSIS_REACH_H
#define INTRO_ANALYSIS_REACH_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"

/* Whom one reaches with one tie: rows of arcs, those that --observed-only leaves
 * out gone. Borrowed from the graph where it has them so. */
typedef struct intro_i_reach_rows {
    uint32_t people;
    const uint64_t *offsets;    /* people + 1 */
    const uint32_t *neighbours; /* each row rising */
    bool is_mutual; /* everybody is in the rows of those in his own */
    void *own[2];
} intro_i_reach_rows;

/* INTRO_ENOMEM, INTRO_ECANCELLED. O(1), or O(arcs) for a directed network with
 * left-out ties. */
INTRO_MUST_USE intro_status intro_i_reach_rows_init(
    intro_ctx *ctx, const intro_i_weak_graph *weak, intro_i_reach_rows *out);
/* A zeroed one is accepted. */
void intro_i_reach_rows_fini(intro_i_reach_rows *rows);

typedef struct intro_i_reach_figures {
    uint32_t two;    /* people within two ties */
    uint32_t three;  /* within three */
    uint32_t groups; /* distinct known groups of those within two; 0 when no
                        groups were given */
} intro_i_reach_figures;

/* Of the people in the list, one by one, in threads. groups may be NULL.
 * Cost: the arcs of everybody within two ties of each; 4 bytes a person of
 * scratch for each thread. INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_reach_of(intro_ctx *ctx,
                                             const intro_i_reach_rows *rows,
                                             const intro_i_groups *groups,
                                             const intro_vid *people,
                                             size_t count,
                                             intro_i_reach_figures *out);

/* Of everybody: one by one, or 512 at once over all arcs, whichever costs less.
 * O(people x arcs / 128) at worst; 128 bytes a person of scratch for the
 * latter. INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_reach_all(intro_ctx *ctx,
                                              const intro_i_reach_rows *rows,
                                              uint32_t *two, uint32_t *three);

/* Distinct known groups of everybody's people within two ties. One by one, or 512
 * groups at once, whichever costs less: O(groups x arcs / 512) at worst.
 * INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_reach_groups(intro_ctx *ctx,
                                                 const intro_i_reach_rows *rows,
                                                 const intro_i_groups *groups,
                                                 uint32_t *out);

#endif
