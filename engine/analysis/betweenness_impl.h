/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of betweenness share: the network that paths follow, the
 * sources, the sums. */
#ifndef INTRO_ANALYSIS_BETWEENNESS_IMPL_H
#define INTRO_ANALYSIS_BETWEENNESS_IMPL_H

#include "analysis/betweenness.h"
#include "analysis/traverse.h"

#include <stdatomic.h>

/* Arcs without those of strength 0; the same arrays both ways when undirected. */
typedef struct intro_i_bw_net {
    uint32_t people;
    intro_i_arcs out;
    intro_i_arcs in; /* without strengths when they were left out */
    void *own[5];
} intro_i_bw_net;

typedef struct intro_i_bw_source {
    uint32_t person;
    double scale; /* what its figures are multiplied with */
} intro_i_bw_source;

INTRO_VEC(intro_i_bw_sources, intro_i_bw_source);

/* The same for all workers, and not changed by them. */
typedef struct intro_i_bw_job {
    const intro_ctx *ctx; /* to see whether it was cancelled */
    intro_i_bw_net net;
    const uint32_t *groups; /* people; NULL: cross-betweenness is not wanted */
    bool by_warmth;
} intro_i_bw_job;

/* Cross-betweenness of the arcs of net.out, which all workers add to: arcs are
 * many, and a copy for each worker would be most of the memory. As whole numbers
 * of a small unit, whose sums do not depend on the order. */
typedef struct intro_i_bw_arc_sums {
    _Atomic uint64_t *units;
    double units_in_one; /* a power of 2; no sum comes to 2^63 units */
} intro_i_bw_arc_sums;

static inline void intro_i_bw_add_to_arc(intro_i_bw_arc_sums *to, uint64_t arc,
                                         double x)
{
    const int64_t units = (int64_t)(x * to->units_in_one + 0.5);
    (void)atomic_fetch_add_explicit(&to->units[arc], (uint64_t)units,
                                    memory_order_relaxed);
}

/* What sources add to: each person's share of a source, times its scale. */
typedef struct intro_i_bw_sums {
    double *all;           /* people */
    double *cross;         /* people; NULL: not wanted */
    double *all_squares;   /* people: of the same numbers; NULL: not wanted */
    double *cross_squares; /* NULL: not wanted */
    intro_i_bw_arc_sums *arcs; /* shared; NULL: not wanted */
} intro_i_bw_sums;

/* Do paths from s to w count as across groups? */
static inline bool intro_i_bw_is_across(const uint32_t *groups, uint32_t s,
                                        uint32_t w)
{
    return groups[s] != INTRO_I_NO_GROUP && groups[w] != INTRO_I_NO_GROUP &&
           groups[s] != groups[w];
}

/* --- betweenness_net.c ----------------------------------------------------- */

/* INTRO_OK; INTRO_ENOMEM. O(1), or O(arcs) for a directed network with left-out
 * ties. */
INTRO_MUST_USE intro_status intro_i_bw_net_init(intro_ctx *ctx,
                                                const intro_i_weak_graph *weak,
                                                intro_i_bw_net *net);
void intro_i_bw_net_fini(intro_i_bw_net *net);
/* Adds the sums of each tie's arcs to `ties`; `next` is scratch for a number each
 * person. INTRO_OK; INTRO_ECANCELLED. O(arcs). */
INTRO_MUST_USE intro_status intro_i_bw_fold_arcs(
    intro_ctx *ctx, const intro_i_bw_net *net, const intro_i_weak_graph *weak,
    const intro_i_bw_arc_sums *arcs, uint64_t *next, double *ties);

/* --- betweenness_sources.c -------------------------------------------------- */

/* Everybody, or a sample; whoever has no arc out is left away, as such a source
 * adds nothing. In an order that puts sources with similar searches together.
 * INTRO_OK; INTRO_ENOMEM. O(people + arcs of the sources). */
INTRO_MUST_USE intro_status intro_i_bw_sources_make(
    intro_ctx *ctx, const intro_i_bw_net *net, const intro_i_groups *groups,
    const intro_i_betweenness_options *options, intro_i_bw_sources *out);

/* --- betweenness_single.c --------------------------------------------------- */

/* Number of paths: m x 2^(512 e), m in [1, 2^512), or 0. */
typedef struct intro_i_bw_count {
    double m;
    uint32_t e;
} intro_i_bw_count;

/* How near the source a person is: product x 2^(-512 folds), product in
 * [2^-512, 1], and the ties of strength 1 on the way. */
typedef struct intro_i_bw_key {
    double product; /* 0: not reached */
    uint32_t folds;
    uint32_t ones;
} intro_i_bw_key;

/* Scratch of one search; between two, as after init. */
typedef struct intro_i_bw_single {
    uint32_t reached;
    uint32_t *order; /* people reached, nearest first */
    intro_i_bw_key *keys;
    intro_i_bw_count *counts;
    double *all; /* what the source depends on a person */
    double *cross;
    uint32_t *heap; /* by warmth only, like the next */
    uint32_t *places;
} intro_i_bw_single;

/* INTRO_OK; INTRO_ENOMEM, nothing held. */
INTRO_MUST_USE intro_status intro_i_bw_single_init(const intro_i_bw_job *job,
                                                   intro_i_bw_single *single);
/* A zeroed one is accepted. */
void intro_i_bw_single_fini(intro_i_bw_single *single);
/* INTRO_OK; INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status
intro_i_bw_single_run(const intro_i_bw_job *job, intro_i_bw_single *single,
                      const intro_i_bw_source *source, intro_i_bw_sums *sums);

static inline bool intro_i_bw_is_nearer(const intro_i_bw_key *a,
                                        const intro_i_bw_key *b)
{
    if (a->folds != b->folds) {
        return a->folds < b->folds;
    }
    if (a->product > b->product || a->product < b->product) {
        return a->product > b->product;
    }
    return a->ones < b->ones;
}

static inline bool intro_i_bw_is_equal(const intro_i_bw_key *a,
                                       const intro_i_bw_key *b)
{
    return !intro_i_bw_is_nearer(a, b) && !intro_i_bw_is_nearer(b, a);
}

/* One tie further; farther for every strength in (0, 1]. */
static inline intro_i_bw_key intro_i_bw_step(intro_i_bw_key key, float strength)
{
    key.product *= (double)strength;
    key.ones += strength >= 1;
    if (key.product < 0x1p-512) {
        key.product *= 0x1p512;
        key.folds++;
    }
    return key;
}

/* --- betweenness_lanes.c ---------------------------------------------------- */

enum { INTRO_I_BW_LANES = 8 };

/* Of one person, by lane: a line of the cache. */
typedef struct intro_i_bw_line {
    double at[INTRO_I_BW_LANES];
} intro_i_bw_line;

/* Somebody at one distance from the sources of these lanes. */
typedef struct intro_i_bw_met {
    uint32_t person;
    uint8_t lanes; /* bits */
} intro_i_bw_met;

INTRO_VEC(intro_i_vec_bw_met, intro_i_bw_met);

/* Scratch of one search from several sources; between two, as after init. */
typedef struct intro_i_bw_lanes {
    double scales[INTRO_I_BW_LANES]; /* of the sources; 0 where there is none */
    intro_i_bw_line
        *paths; /* shortest paths from the source, on the way out; on
                               the way back they make room for (1 + what the
                               source depends on the person) / paths */
    intro_i_bw_line *cross; /* the same across groups */
    uint8_t *unmet;         /* lanes that have not met the person */
    uint8_t *here;          /* lanes in which he is one level on */
    intro_i_vec_bw_met met; /* level by level; once a level for each person */
    intro_i_vec_u64 levels; /* where each begins in there */
} intro_i_bw_lanes;

/* INTRO_OK; INTRO_ENOMEM, nothing held. */
INTRO_MUST_USE intro_status intro_i_bw_lanes_init(const intro_i_bw_job *job,
                                                  intro_i_bw_lanes *lanes);
/* A zeroed one is accepted. */
void intro_i_bw_lanes_fini(intro_i_bw_lanes *lanes);
/* By hops, 1 to INTRO_I_BW_LANES sources. Where there are too many paths to count
 * in a double, one at a time by `single`, which may be zeroed. INTRO_OK;
 * INTRO_ENOMEM; INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_bw_lanes_run(
    const intro_i_bw_job *job, intro_i_bw_lanes *lanes,
    intro_i_bw_single *single, const intro_i_bw_source *sources, size_t count,
    intro_i_bw_sums *sums);

/* --- betweenness_warmth.c --------------------------------------------------- */

/* Fills order, reached and keys from the source. INTRO_OK; INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_bw_search_warmth(const intro_i_bw_job *job,
                                                     intro_i_bw_single *single,
                                                     uint32_t source);

#endif
