/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People by the value of an attribute: the industries, companies, clusters, ...
 * that --by names. A person without a value is in no group; "" and NaN are no
 * values. */
#ifndef INTRO_ANALYSIS_GROUPS_H
#define INTRO_ANALYSIS_GROUPS_H

#include "base/arena.h"
#include "graph/graph_impl.h"

#define INTRO_I_NO_GROUP UINT32_MAX

typedef struct intro_i_groups {
    uint32_t count;      /* each has somebody */
    uint32_t *of;        /* people: group or INTRO_I_NO_GROUP */
    const char **names;  /* count, rising bytewise: comparing numbers compares
                           names */
    uint64_t *sizes;     /* count: people */
    uint64_t unknown;    /* people without a group */
    intro_i_arena texts; /* names made here; those of strings are borrowed */
} intro_i_groups;

/* The groups of ATTR (graph/attribute.h): strings as they are written, numbers
 * and days in their shortest text, clusters as c1, c2, ...
 * The graph is verified first when that was put off; names live as long as it
 * and the groups. INTRO_OK; INTRO_EARG for an attribute that nobody has;
 * INTRO_ENOMEM; INTRO_EDAMAGED; INTRO_ECANCELLED.
 * O(people + strings), numbers O(people log people). */
INTRO_MUST_USE intro_status intro_i_groups_init(intro_ctx *ctx,
                                                const intro_graph *graph,
                                                const char *attribute,
                                                intro_i_groups *out);
/* The groups of nobody: count 0, everybody unknown. */
INTRO_MUST_USE intro_status intro_i_groups_init_none(intro_ctx *ctx,
                                                     const intro_graph *graph,
                                                     intro_i_groups *out);
/* A zeroed one is accepted. */
void intro_i_groups_fini(intro_i_groups *groups);

/* Group of a name, as written, else the first without case; INTRO_I_NO_GROUP.
 * INTRO_OK, INTRO_ENOMEM. O(groups). */
INTRO_MUST_USE intro_status intro_i_groups_find(intro_ctx *ctx,
                                                const intro_i_groups *groups,
                                                const char *name,
                                                uint32_t *out);

#endif
