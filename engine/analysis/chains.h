/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The best chain of every introducer, exactly; the tables behind it also bound
 * the search for the k best chains (yen.h). */
#ifndef INTRO_ANALYSIS_CHAINS_H
#define INTRO_ANALYSIS_CHAINS_H

#include "analysis/sieve.h"
#include "analysis/traverse.h"
#include "base/bits.h"
#include "base/topk.h"

#include <introfind/paths.h>

/* A whole chain with its rank's keys. */
typedef struct intro_i_chain {
    double warmth;
    float weakest;
    uint32_t hops;
    intro_vid people[INTRO_MAX_HOPS + 1];
} intro_i_chain;

INTRO_VEC(intro_i_vec_chain, intro_i_chain);

/* The best that an introducer can do. */
typedef struct intro_i_introducer {
    double warmth; /* 0 = nothing */
    uint32_t hops;
    float strength; /* of the tie from -> person */
    intro_vid from;
    intro_vid person;
} intro_i_introducer;

INTRO_VEC(intro_i_vec_introducer, intro_i_introducer);

/* A tie of a pulled row to somebody in the layer before. */
typedef struct intro_i_hit {
    uint64_t arc;
    double best;    /* of him */
    uint32_t place; /* of the row in its list */
} intro_i_hit;

INTRO_VEC(intro_i_vec_hit, intro_i_hit);

/* What the ties from the askers to somebody ahead leave. */
typedef struct intro_i_leave {
    double warm;  /* greatest product of them */
    double share; /* and greatest share of an introducer's bar */
} intro_i_leave;

INTRO_VEC(intro_i_vec_leave, intro_i_leave);

/* Somebody ahead whose row is to be pulled. */
typedef struct intro_i_pick {
    double warm;
    intro_vid person;
} intro_i_pick;

INTRO_VEC(intro_i_vec_pick, intro_i_pick);

/* What is known around the targets: best[v][h], the greatest product over walks
 * of exactly h ties from v to a target that hold no asker, no avoided person and
 * no target before their end; 0 where a walk of fewer ties is as warm, or where
 * there is none. Complete for every v that an asker reaches in max_hops - h
 * ties, but for what only serves chains that cannot be among the answers.
 * Scratch of one thread, reused from query to query. */
typedef struct intro_i_ball {
    const intro_graph *graph;
    const intro_paths_query *query;
    double floor;
    uint32_t stride;         /* doubles a record: max_hops + 1 */
    bool has_bits;           /* targets are many: a bit each, and no record, but
                              intro_i_target_record for all of them */
    uint64_t *target_bits;   /* by person */
    intro_i_met near;        /* people with a record */
    intro_i_vec_f64 records; /* top (the greatest of best), then best[0 ..] */
    intro_i_vec_u32 layers[INTRO_MAX_HOPS]; /* whoever has a best[h] */
    intro_i_sieve sieves[INTRO_MAX_HOPS];   /* of a layer that is pulled from */
    uint32_t pushed; /* layers that were pushed: complete for everybody */
    intro_i_vec_hit hits;

    intro_i_met ahead; /* people the askers reach; first the introducers */
    size_t introducer_count;
    intro_i_vec_f64 bars;     /* of each introducer: warmth he must pass */
    double ceiling;           /* greatest best of the layer pulled from */
    intro_i_vec_u32 listed;   /* of each person ahead: the last list he is on */
    intro_i_vec_u32 place;    /* and where on it */
    intro_i_vec_u8 is_pulled; /* is the first pulled layer known of him? */
    uint32_t lists;           /* made so far */
    intro_i_vec_u32 line;     /* lists of people by ties from the askers */
    intro_i_vec_leave leaves; /* of each entry */
    size_t line_end[INTRO_MAX_HOPS]; /* of level j; [0] = 0 */
    intro_i_vec_pick picks;          /* of the last list, not pulled so far */
    intro_i_vec_u32 picked;          /* of these, the next to pull */

    intro_i_vec_introducer introducers; /* one per person of level 1 */
    intro_i_topk best;                  /* of these */
    uint64_t until_poll;
} intro_i_ball;

/* What a record says of a target. */
extern const double intro_i_target_record[INTRO_MAX_HOPS + 1];

void intro_i_ball_init(intro_i_ball *ball, const intro_graph *graph);
void intro_i_ball_fini(intro_i_ball *ball);

/* Fill the tables for a query, which is borrowed until the next build; no target
 * is an asker. @return INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED, INTRO_EDAMAGED
 * (noted with the watch) */
INTRO_MUST_USE intro_status intro_i_ball_build(intro_ctx *ctx,
                                               intro_i_ball *ball,
                                               const intro_paths_query *query);

/* best[v][0 .. max_hops - 1], or NULL when nothing is known of v. */
static inline const double *intro_i_ball_best(const intro_i_ball *ball,
                                              intro_vid v)
{
    if (ball->has_bits && intro_i_bits_get(ball->target_bits, v)) {
        return &intro_i_target_record[1];
    }
    const uint32_t number = intro_i_met_find(&ball->near, v);
    return number == INTRO_I_NOT_MET
               ? NULL
               : &ball->records.data[(size_t)number * ball->stride + 1];
}

/* The query->limit best introducers of a built ball, best first, one entry per
 * introducer: with several askers his best chain over all of them. */
INTRO_MUST_USE intro_status
intro_i_best_introducers(intro_ctx *ctx, intro_i_ball *ball,
                         const intro_i_introducer **out, size_t *count);

/* The lexicographically smallest of an introducer's chains of exactly his hops
 * and warmth. @return INTRO_OK; INTRO_EDAMAGED, which only happens under a
 * watch (watch.h) */
INTRO_MUST_USE intro_status
intro_i_trace_chain(const intro_i_ball *ball,
                    const intro_i_introducer *introducer, intro_i_chain *out);

#endif
