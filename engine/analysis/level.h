/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A level of a clustering: a graph whose nodes are people, or sets of people that
 * the level below put together. Links inside a node are not kept: they move with
 * it; its volume counts them. */
#ifndef INTRO_ANALYSIS_LEVEL_H
#define INTRO_ANALYSIS_LEVEL_H

#include "analysis/crew.h"
#include "analysis/weak_graph.h"

typedef struct intro_i_level {
    uint32_t nodes;
    uint64_t links;        /* room for them: 2 x ties of people */
    const uint64_t *begin; /* nodes: first link of each */
    const uint64_t *end;
    const uint32_t *targets; /* never the node itself, each once */
    const float *weights;
    const double *volumes; /* nodes: all weights of their people */
    double total;          /* of the volumes: 2 m */
    void *own[5];
} intro_i_level;

/* The people themselves, tied by z_uv (measures.md, both directions); borrows
 * from an undirected network. Volumes are summed in the order of rows.
 * INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_level_init(intro_i_crew *crew,
                                               const intro_i_weak_graph *weak,
                                               intro_i_level *out);
/* A zeroed one is accepted. */
void intro_i_level_fini(intro_i_level *level);

/* Clusters of the nodes of a level. */
typedef struct intro_i_partition {
    uint32_t *of;    /* nodes: cluster, a number below that of the nodes */
    double *volumes; /* nodes: of each cluster; 0 for an empty one */
    uint32_t *sizes; /* nodes: nodes in it */
} intro_i_partition;

/* of: a block of numbers, which the partition takes (also on failure), or NULL:
 * each node alone. INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_partition_init(const intro_i_level *level,
                                                   uint32_t *of,
                                                   intro_i_partition *out);
/* A zeroed one is accepted. */
void intro_i_partition_fini(intro_i_partition *partition);

/* Nodes of the first levels have few links and lie anywhere: what the next ones
 * need is asked for ahead. Scans of `list` call it at i. */
enum {
    INTRO_I_AHEAD_LINKS = 2,
    INTRO_I_AHEAD_ROW = 6,
    INTRO_I_AHEAD_MOST = 32
};

static inline void intro_i_level_ahead(const intro_i_level *level,
                                       const uint32_t *list, uint64_t i,
                                       uint64_t end, const void *values,
                                       size_t size)
{
    if (i + INTRO_I_AHEAD_ROW < end) {
        const uint32_t v = list[i + INTRO_I_AHEAD_ROW];
        const uint64_t first = level->begin[v];
        const uint64_t last = level->end[v] - (level->end[v] > first);
        INTRO_PREFETCH(&level->targets[first]);
        INTRO_PREFETCH(&level->targets[last]);
        INTRO_PREFETCH(&level->weights[first]);
        INTRO_PREFETCH(&level->weights[last]);
    }
    if (i + INTRO_I_AHEAD_LINKS < end) {
        const uint32_t v = list[i + INTRO_I_AHEAD_LINKS];
        const uint64_t first = level->begin[v];
        const uint64_t most =
            intro_i_min_u64(level->end[v], first + INTRO_I_AHEAD_MOST);
        for (uint64_t link = first; link < most; link++) {
            INTRO_PREFETCH((const char *)values +
                           (size_t)level->targets[link] * size);
        }
    }
}

#endif
