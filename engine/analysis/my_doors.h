/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters as one person meets them (measures.md 11): by which ties he comes in,
 * whether these are weak, and what would be new to him there.
 *
 * Doors into a cluster he is not in are the ties into it from himself, or from a
 * contact of his who is in his own cluster. */
#ifndef INTRO_ANALYSIS_MY_DOORS_H
#define INTRO_ANALYSIS_MY_DOORS_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"

enum { INTRO_I_DOORS_SHOWN = 3 };

/* In the order in which clusters are listed. */
typedef enum intro_i_access {
    INTRO_I_ACCESS_WEAK, /* all doors are weak ties */
    INTRO_I_ACCESS_STRONG,
    INTRO_I_ACCESS_NONE,
    INTRO_I_ACCESS_MEMBER
} intro_i_access;

typedef struct intro_i_door {
    uint32_t via; /* the person himself or the contact */
    uint32_t to;
    float strength;
    bool is_weak;
} intro_i_door;

typedef struct intro_i_cluster_access {
    uint32_t cluster; /* group */
    intro_i_access access;
    uint64_t doors;
    intro_i_door
        shown[INTRO_I_DOORS_SHOWN]; /* the strongest, then by via, to */
    uint32_t single_door; /* who stands at every door as via, else as its end;
                             never the person; INTRO_NO_VID */
    double novelty; /* share of its people with a known `by` whose value none of
                       the direct ties has; NaN when none is known */
    uint32_t reach; /* people of it within three ties */
} intro_i_cluster_access;

typedef struct intro_i_my_doors {
    size_t count; /* clusters: weak access first, then by falling novelty x
                     reach, size, then by number */
    intro_i_cluster_access *list;
} intro_i_my_doors;

/* clusters: groups of everybody. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED.
 * O(people + ties), and for every door the rows of its ends. */
INTRO_MUST_USE intro_status
intro_i_my_doors_init(intro_ctx *ctx, const intro_i_weak_graph *weak,
                      const intro_i_groups *clusters, const intro_i_groups *by,
                      uint32_t me, intro_i_my_doors *out);
/* A zeroed one is accepted. */
void intro_i_my_doors_fini(intro_i_my_doors *doors);

#endif
