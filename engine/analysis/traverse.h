/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Visiting a small part of a big graph at the cost of that part: people are
 * numbered in the order in which they are met, and everything known of them is
 * kept by that number. */
#ifndef INTRO_ANALYSIS_TRAVERSE_H
#define INTRO_ANALYSIS_TRAVERSE_H

#include "analysis/arcs.h"
#include "base/vec.h"

#include <float.h>

#define INTRO_I_NOT_MET UINT32_MAX

typedef struct intro_i_slot {
    uint32_t person_1; /* person + 1; 0 = empty */
    uint32_t number;
} intro_i_slot;

/* An open-addressing table while few people are met; one slot a person once
 * they are many. Between uses every slot is 0, so a clear costs what was met. */
typedef struct intro_i_met {
    intro_i_slot *slots;
    size_t allocated; /* slots of the block */
    size_t active;    /* slots in use: a power of two, 0 before the first use */
    uint64_t multiplier;
    uint32_t shift;
    uint32_t everybody;     /* people of the graph */
    intro_i_vec_u32 people; /* number -> person */
} intro_i_met;

/* Allocates nothing. */
void intro_i_met_init(intro_i_met *met, uint32_t everybody);
void intro_i_met_fini(intro_i_met *met);
/* Forget everybody. Cost: what was met. */
void intro_i_met_clear(intro_i_met *met);
/* Room for `more` people; needed before intro_i_met_add(). */
INTRO_MUST_USE intro_status intro_i_met_reserve(intro_i_met *met, size_t more);

static inline size_t intro_i_met_place(const intro_i_met *met, intro_vid v)
{
    return (size_t)((v * met->multiplier) >> met->shift) & (met->active - 1);
}

/* Number of a person, or INTRO_I_NOT_MET. Something was reserved before. */
static inline uint32_t intro_i_met_find(const intro_i_met *met, intro_vid v)
{
    size_t i = intro_i_met_place(met, v);
    while (met->slots[i].person_1 != v + 1) {
        if (met->slots[i].person_1 == 0) {
            return INTRO_I_NOT_MET;
        }
        i = (i + 1) & (met->active - 1);
    }
    return met->slots[i].number;
}

/* Number of a person, given now if there was none: it is then the old
 * people.count. */
static inline uint32_t intro_i_met_add(intro_i_met *met, intro_vid v)
{
    size_t i = intro_i_met_place(met, v);
    while (met->slots[i].person_1 != v + 1) {
        if (met->slots[i].person_1 == 0) {
            const uint32_t number = (uint32_t)met->people.count;
            met->slots[i].person_1 = v + 1;
            met->slots[i].number = number;
            met->people.data[met->people.count++] = v;
            return number;
        }
        i = (i + 1) & (met->active - 1);
    }
    return met->slots[i].number;
}

/* Least strength that a query uses: 0 (left out) never passes. */
static inline double intro_i_strength_floor(double min_strength)
{
    return min_strength > 0 ? min_strength : DBL_MIN;
}

/* Can any of `from` reach any of `to` along ties of at least floor, not through
 * `avoid`, in at most max_hops ties? */
typedef struct intro_i_reach_query {
    const intro_vid *from;
    size_t from_count;
    const intro_vid *to;
    size_t to_count;
    const intro_vid *avoid;
    size_t avoid_count;
    uint32_t max_hops; /* UINT32_MAX: any number */
    double floor;
    bool with_left_out; /* ties of strength 0 count too */
} intro_i_reach_query;

struct intro_ctx;

/* Two-ended breadth-first search. @return INTRO_OK, INTRO_ENOMEM,
 * INTRO_ECANCELLED. Cost: at most the ties of the smaller of both components
 * about twice. */
INTRO_MUST_USE intro_status intro_i_reach(struct intro_ctx *ctx,
                                          const intro_graph *graph,
                                          const intro_i_reach_query *query,
                                          bool *is_reached);

#endif
