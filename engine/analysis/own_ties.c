/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/own_ties.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/vec.h"

#include <math.h>
#include <string.h>

/* Rows so many times longer than the person's are searched, not read. */
enum { SEARCH_ABOVE = 16, POLL_EVERY = 1 << 10 };

intro_status intro_i_own_ties_init(intro_i_own_ties *own,
                                   const intro_i_weak_graph *weak,
                                   double strength_below)
{
    *own = (intro_i_own_ties){.weak = weak, .strength_below = strength_below};
    own->marks = intro_i_alloc_zero(intro_i_bits_words(weak->people),
                                    sizeof *own->marks);
    return own->marks == NULL ? INTRO_ENOMEM : INTRO_OK;
}

void intro_i_own_ties_fini(intro_i_own_ties *own)
{
    intro_i_free(own->marks);
    intro_i_free(own->ties);
    memset(own, 0, sizeof *own);
}

static uint32_t count_mutual(const intro_i_own_ties *own, intro_vid v,
                             intro_vid w)
{
    const intro_i_weak_graph *const weak = own->weak;
    const uint64_t degree = intro_i_weak_degree(weak, v);
    uint32_t mutual = 0;
    if (intro_i_weak_degree(weak, w) / SEARCH_ABOVE > degree) {
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            uint64_t arc;
            mutual += intro_i_weak_find(weak, w, weak->neighbours[i], &arc);
        }
        return mutual;
    }
    for (uint64_t i = weak->offsets[w]; i < weak->offsets[w + 1]; i++) {
        mutual += intro_i_bits_get(own->marks, weak->neighbours[i]);
    }
    return mutual;
}

static intro_i_own_tie describe(const intro_i_own_ties *own, intro_vid v,
                                uint64_t arc)
{
    const intro_i_weak_graph *const weak = own->weak;
    const intro_i_weak_rule rule = INTRO_I_WEAK_RULE_INIT;
    const intro_vid w = weak->neighbours[arc];
    intro_i_own_tie tie = {w, weak->strengths[arc], count_mutual(own, v, w),
                           false};
    const double overlap = intro_i_overlap(
        intro_i_weak_degree(weak, v), intro_i_weak_degree(weak, w), tie.mutual);
    tie.is_weak = (double)tie.strength < own->strength_below ||
                  isnan(overlap) || overlap <= rule.overlap_most;
    return tie;
}

intro_status intro_i_own_ties_of(const intro_ctx *ctx, intro_i_own_ties *own,
                                 intro_vid v)
{
    const intro_i_weak_graph *const weak = own->weak;
    const uint64_t first = weak->offsets[v];
    void *ties = own->ties;
    intro_status rc = INTRO_OK;
    own->count = (size_t)(weak->offsets[v + 1] - first);
    INTRO_TRY(
        intro_i_vec_grow(&ties, &own->capacity, own->count, sizeof *own->ties));
    own->ties = ties;
    for (size_t i = 0; i < own->count; i++) {
        intro_i_bits_set(own->marks, weak->neighbours[first + i]);
    }
    for (size_t i = 0; i < own->count && rc == INTRO_OK; i++) {
        own->ties[i] = describe(own, v, first + i);
        if (i % POLL_EVERY == 0 && intro_ctx_is_cancelled(ctx)) {
            rc = INTRO_ECANCELLED;
        }
    }
    for (size_t i = 0; i < own->count; i++) {
        intro_i_bits_clear(own->marks, weak->neighbours[first + i]);
    }
    return rc;
}
