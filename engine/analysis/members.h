/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people of each cluster, listed. */
#ifndef INTRO_ANALYSIS_MEMBERS_H
#define INTRO_ANALYSIS_MEMBERS_H

#include "base/common.h"

#include <introfind/context.h>

typedef struct intro_i_members {
    uint32_t count;     /* clusters */
    const uint32_t *of; /* people: cluster; borrowed */
    uint32_t *starts;   /* count + 1, in people */
    uint32_t *people;   /* by cluster, rising in each */
} intro_i_members;

/* of: below count for each of `people`; borrowed. INTRO_OK, INTRO_ENOMEM.
 * O(people). */
INTRO_MUST_USE intro_status intro_i_members_init(intro_ctx *ctx,
                                                 const uint32_t *of,
                                                 uint32_t people,
                                                 uint32_t count,
                                                 intro_i_members *out);
/* A zeroed one is accepted. */
void intro_i_members_fini(intro_i_members *members);

static inline uint32_t intro_i_members_size(const intro_i_members *members,
                                            uint32_t cluster)
{
    return members->starts[cluster + 1] - members->starts[cluster];
}

#endif
