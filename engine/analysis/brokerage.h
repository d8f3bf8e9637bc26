/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The five roles of a broker (Gould and Fernandez 1989). Of every open way a ->
 * v -> c, with a tie from a to v and one from v to c and none from a to c, v is
 * the broker; his role depends on the groups of the three:
 *
 *     coordinator     A A A      representative  A A B
 *     itinerant       A B A      gatekeeper      A B B      liaison  A B C
 *
 * Ways with somebody who has no group are left out. A tie from c to a closes
 * nothing. In an undirected network each open pair {a, c} counts once, and the
 * pairs with one end in the broker's group are both his representative's and his
 * gatekeeper's. Whole numbers. */
#ifndef INTRO_ANALYSIS_BROKERAGE_H
#define INTRO_ANALYSIS_BROKERAGE_H

#include "analysis/groups.h"
#include "analysis/orientation.h"

enum {
    INTRO_I_COORDINATOR,
    INTRO_I_ITINERANT,
    INTRO_I_REPRESENTATIVE,
    INTRO_I_GATEKEEPER,
    INTRO_I_LIAISON,
    INTRO_I_ROLES
};

typedef struct intro_i_roles {
    uint64_t counts[INTRO_I_ROLES];
} intro_i_roles;

/* Role of v between a and c by their groups, all of them known. */
static inline int intro_i_role(uint32_t a, uint32_t v, uint32_t c)
{
    if (a == v) {
        return c == v ? INTRO_I_COORDINATOR : INTRO_I_REPRESENTATIVE;
    }
    if (c == v) {
        return INTRO_I_GATEKEEPER;
    }
    return a == c ? INTRO_I_ITINERANT : INTRO_I_LIAISON;
}

/* All open ways, each once. */
static inline uint64_t intro_i_brokerage(const intro_i_roles *roles,
                                         bool is_directed)
{
    const uint64_t *const n = roles->counts;
    return n[INTRO_I_COORDINATOR] + n[INTRO_I_ITINERANT] +
           n[INTRO_I_REPRESENTATIVE] + n[INTRO_I_LIAISON] +
           (is_directed ? n[INTRO_I_GATEKEEPER] : 0);
}

/* Of everybody, by number; all 0 for whoever has no group. From the contacts in
 * each group, less the closed ways, which one listing of the triangles gives.
 * INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. In threads; 44 bytes a person, one a
 * tie when directed, 8 a group and thread. */
INTRO_MUST_USE intro_status intro_i_roles_of_all(intro_ctx *ctx,
                                                 const intro_i_orientation *o,
                                                 const intro_i_groups *groups,
                                                 intro_i_roles *out);

#endif
