/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every triangle of the weak graph once: what overlap, structural holes and
 * brokerage are counted from. */
#ifndef INTRO_ANALYSIS_TRIANGLES_H
#define INTRO_ANALYSIS_TRIANGLES_H

#include "analysis/orientation.h"
#include "base/parallel.h"

/* Three people tied to each other, by place; low has the fewest ties. */
typedef struct intro_i_triangle {
    uint32_t low; /* low > middle > high */
    uint32_t middle;
    uint32_t high;
    uint64_t low_middle; /* slots */
    uint64_t low_high;
    uint64_t middle_high;
} intro_i_triangle;

/* Takes some triangles, in any thread and order: add integers, atomically
 * (intro_i_add_u32() and the like), and the sums are the same for any threads.
 * Other than INTRO_OK ends the listing. */
typedef intro_status intro_i_triangle_fn(void *arg, intro_i_worker *worker,
                                         const intro_i_triangle *triangles,
                                         size_t count);

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED, what `take` returned. phase: of the
 * progress, or NULL. O(ties x longest row) = O(ties^1.5) whatever the hubs have;
 * 4 bytes a person and thread. */
INTRO_MUST_USE intro_status intro_i_triangles_list(intro_ctx *ctx,
                                                   const intro_i_orientation *o,
                                                   const char *phase,
                                                   intro_i_triangle_fn *take,
                                                   void *arg);

static inline void intro_i_add_u32(uint32_t *sum, uint32_t more)
{
    (void)__atomic_fetch_add(sum, more, __ATOMIC_RELAXED);
}

static inline void intro_i_add_u64(uint64_t *sum, uint64_t more)
{
    (void)__atomic_fetch_add(sum, more, __ATOMIC_RELAXED);
}

/* Common neighbours of the two ends of every tie, by slot; a block to be freed by
 * intro_i_free(). As above; 4 bytes a tie. */
INTRO_MUST_USE intro_status intro_i_mutual_by_slot(intro_ctx *ctx,
                                                   const intro_i_orientation *o,
                                                   uint32_t **out);

/* The same, numbered as the weak graph numbers ties; 8 bytes a tie while it
 * runs. */
INTRO_MUST_USE intro_status intro_i_mutual_count(intro_ctx *ctx,
                                                 const intro_i_orientation *o,
                                                 uint32_t **out);

/* The same from counts by slot, a block of intro_i_alloc() that is freed here
 * whatever comes of it. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_mutual_by_tie(intro_ctx *ctx,
                                                  const intro_i_orientation *o,
                                                  uint32_t *by_slot,
                                                  uint32_t **out);

#endif
