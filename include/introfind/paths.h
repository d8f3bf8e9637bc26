/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Warm-introduction chains: who can introduce me to a target.
 *
 *     intro_paths_query q = INTRO_PATHS_QUERY_INIT;
 *     q.from = &me; q.from_count = 1;
 *     q.targets = &target; q.target_count = 1;
 *     rc = intro_paths_find(ctx, g, &q, &paths);
 *
 * A chain is a path without repeats; its warmth is the product of its strengths
 * in binary64, multiplied from the target's end. For every introducer (the
 * first person after the asker, never a target) the warmest chain of at most
 * max_hops ties is kept; of equally warm ones the one with fewer ties, then the
 * lexicographically smallest list of ids. Exact: no heuristics.
 */
#ifndef INTROFIND_PATHS_H
#define INTROFIND_PATHS_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { INTRO_MAX_HOPS = 8, INTRO_MAX_CHAINS = 1000000 };

typedef enum intro_chain_order {
    INTRO_ORDER_WARMTH,
    INTRO_ORDER_WEAKEST_LINK,
    INTRO_ORDER_HOPS
} intro_chain_order;

/** Why nothing was found. */
typedef enum intro_no_path {
    INTRO_FOUND,
    INTRO_NO_OTHER_COMPONENT,  /**< no limit is to blame */
    INTRO_NO_HOP_LIMIT,
    INTRO_NO_MIN_STRENGTH,
    INTRO_NO_AVOID,
    INTRO_NO_INFERRED_ONLY,    /**< only with inferred ties, which are left out */
    INTRO_NO_UNKNOWN_PERSON,   /**< batch rows only */
    INTRO_NO_AMBIGUOUS_PERSON  /**< batch rows only */
} intro_no_path;

typedef struct intro_paths_query {
    const intro_vid *from; /**< one asker, or the team; distinct */
    size_t from_count;
    const intro_vid *targets; /**< rising, distinct; members of `from` in it are
                                   left out, and none left is INTRO_EARG */
    size_t target_count;
    uint32_t max_hops;   /**< 1 to INTRO_MAX_HOPS */
    uint32_t limit;      /**< 1 to INTRO_MAX_CHAINS chains */
    double min_strength; /**< weaker ties are left out; 0 to 1 */
    const intro_vid *avoid; /**< people no chain may hold */
    size_t avoid_count;
    bool all_chains; /**< k shortest loopless paths, whoever the introducer */
    bool explain_empty; /**< when nothing is found, find out which limit stops it
                             and the nearest answer beyond it (costs more) */
    intro_chain_order order; /**< sorts what was found */
} intro_paths_query;

#define INTRO_PATHS_QUERY_INIT                                                 \
    {NULL, 0, NULL, 0, 3, 5, 0.0, NULL, 0, false, true, INTRO_ORDER_WARMTH}

typedef struct intro_chain {
    const intro_vid *people; /**< hops + 1, asker first, target last */
    uint32_t hops;
    double warmth;
    intro_vid introducer; /**< INTRO_NO_VID for a direct tie (all_chains) */
} intro_chain;

typedef struct intro_direct {
    intro_vid from;
    intro_vid target;
    float strength;
    bool inferred;
} intro_direct;

typedef struct intro_paths intro_paths;

/** @return INTRO_OK also when nobody connects them (counts are then 0);
 *  INTRO_EARG for a value out of range or asker = target; INTRO_ENOMEM;
 *  INTRO_ECANCELLED; INTRO_EDAMAGED for a snapshot opened by a quick check.
 *  Cost: the ball of max_hops - 2 ties around the targets and the rows of the
 *  introducers. */
INTRO_API INTRO_MUST_USE intro_status
intro_paths_find(intro_ctx *ctx, const intro_graph *graph,
                 const intro_paths_query *query, intro_paths **out);
INTRO_API void intro_paths_free(intro_paths *paths);

INTRO_API size_t intro_paths_count(const intro_paths *paths);
INTRO_API intro_chain intro_paths_chain(const intro_paths *paths, size_t i);
/** Direct ties between askers and targets, by from then target. */
INTRO_API size_t intro_paths_direct_count(const intro_paths *paths);
INTRO_API intro_direct intro_paths_direct(const intro_paths *paths, size_t i);
INTRO_API intro_no_path intro_paths_reason(const intro_paths *paths);
/** The nearest answer beyond the limit that stops it: hops 0 when there is none
 *  within INTRO_MAX_HOPS or it was not asked for. */
INTRO_API intro_chain intro_paths_beyond(const intro_paths *paths);

/** A searcher keeps its scratch between queries, for batches: same results as
 *  intro_paths_find(). One per thread; `query` may change from call to call.
 *  The results of a call are valid until the next one. */
typedef struct intro_searcher intro_searcher;
INTRO_API INTRO_MUST_USE intro_status intro_searcher_new(
    intro_ctx *ctx, const intro_graph *graph, intro_searcher **out);
INTRO_API void intro_searcher_free(intro_searcher *searcher);
INTRO_API INTRO_MUST_USE intro_status
intro_searcher_find(intro_ctx *ctx, intro_searcher *searcher,
                    const intro_paths_query *query, const intro_paths **out);

/** Takes the answer of query i, which is valid until the return. Called on the
 *  caller's thread in the order of the queries; other than INTRO_OK ends the
 *  batch, which returns it. It may use the batch's context. */
typedef intro_status intro_paths_answer_fn(void *user, size_t i,
                                           const intro_paths *paths);

/** Many queries over the context's threads, with the answers of
 *  intro_paths_find(): the same for any number of threads. Memory: the scratch
 *  of a searcher a thread, and the answers of at most 1,024 queries or 131,072
 *  chains, whichever is less. A query that fails ends the batch before any answer
 *  of its window is told. @return as intro_paths_find(), or what `answer`
 *  returned */
INTRO_API INTRO_MUST_USE intro_status intro_paths_batch(
    intro_ctx *ctx, const intro_graph *graph, const intro_paths_query *queries,
    size_t count, intro_paths_answer_fn *answer, void *user);

#ifdef __cplusplus
}
#endif
#endif
