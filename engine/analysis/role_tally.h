/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All ways between the contacts of one person by role, open or closed, from how
 * many contacts each group has. */
#ifndef INTRO_ANALYSIS_ROLE_TALLY_H
#define INTRO_ANALYSIS_ROLE_TALLY_H

#include "analysis/brokerage.h"
#include "base/alloc.h"

#include <string.h>

/* Scratch of one thread; counts by group are 0 between two people. */
typedef struct intro_i_role_tally {
    uint32_t *in;  /* by group: contacts tied to the person; undirected: all */
    uint32_t *out; /* by group: contacts he is tied to */
    bool is_directed;
    uint64_t in_all;
    uint64_t out_all;
    uint64_t alike; /* ways inside groups other than the person's; in a directed
                       network also those from somebody to himself */
    uint64_t both_near; /* contacts in both, of his group and of others */
    uint64_t both_far;
} intro_i_role_tally;

/* false when memory is out; then fini frees what there is. */
static inline bool intro_i_role_tally_init(intro_i_role_tally *t,
                                           uint32_t groups, bool is_directed)
{
    *t = (intro_i_role_tally){.is_directed = is_directed};
    t->in = intro_i_alloc_zero(groups, sizeof *t->in);
    t->out = intro_i_alloc_zero(groups, sizeof *t->out);
    return t->in != NULL && t->out != NULL;
}

static inline void intro_i_role_tally_fini(intro_i_role_tally *t)
{
    intro_i_free(t->in);
    intro_i_free(t->out);
    memset(t, 0, sizeof *t);
}

/* A contact of a person of group `own`. */
static inline void intro_i_role_tally_add(intro_i_role_tally *t, uint32_t own,
                                          uint32_t group, uint32_t ways)
{
    const bool is_near = group == own;
    if (!t->is_directed) {
        t->in_all++;
        t->alike += is_near ? 0 : t->in[group];
        t->in[group]++;
        return;
    }
    if ((ways & INTRO_I_WAY_IN) != 0) {
        t->in_all++;
        t->alike += is_near ? 0 : t->out[group];
        t->in[group]++;
    }
    if ((ways & INTRO_I_WAY_OUT) != 0) {
        t->out_all++;
        t->alike += is_near ? 0 : t->in[group];
        t->out[group]++;
    }
    t->both_near += is_near && ways == INTRO_I_WAYS_BOTH;
    t->both_far += !is_near && ways == INTRO_I_WAYS_BOTH;
}

/* Afterwards each group added must be forgotten. */
static inline intro_i_roles intro_i_role_tally_take(intro_i_role_tally *t,
                                                    uint32_t own)
{
    intro_i_roles r;
    const uint64_t in_near = t->in[own];
    const uint64_t in_far = t->in_all - in_near;
    const uint64_t out_near = t->out[own];
    const uint64_t out_far = t->out_all - out_near;
    if (t->is_directed) {
        r.counts[INTRO_I_COORDINATOR] = in_near * out_near - t->both_near;
        r.counts[INTRO_I_ITINERANT] = t->alike - t->both_far;
        r.counts[INTRO_I_REPRESENTATIVE] = in_near * out_far;
        r.counts[INTRO_I_GATEKEEPER] = in_far * out_near;
        r.counts[INTRO_I_LIAISON] = in_far * out_far - t->alike;
    } else {
        r.counts[INTRO_I_COORDINATOR] = in_near * (in_near - 1) / 2;
        r.counts[INTRO_I_ITINERANT] = t->alike;
        r.counts[INTRO_I_REPRESENTATIVE] = in_near * in_far;
        r.counts[INTRO_I_GATEKEEPER] = in_near * in_far;
        r.counts[INTRO_I_LIAISON] = in_far * (in_far - 1) / 2 - t->alike;
    }
    t->in_all = t->out_all = t->alike = t->both_near = t->both_far = 0;
    return r;
}

static inline void intro_i_role_tally_forget(intro_i_role_tally *t,
                                             uint32_t group)
{
    t->in[group] = 0;
    t->out[group] = 0;
}

#endif
