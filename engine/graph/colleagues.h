/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who works for the same employer now, so that the pairs of colleagues can be
 * walked in order without a list of them: an employer of k people makes
 * k (k - 1) / 2. */
#ifndef INTRO_GRAPH_COLLEAGUES_H
#define INTRO_GRAPH_COLLEAGUES_H

#include "base/context_impl.h"

/* An employer with more people than this says too little. */
enum { INTRO_I_STAFF_MIN = 2, INTRO_I_STAFF_MAX = 50 };

typedef struct intro_i_colleague {
    uint32_t person;
    uint8_t before; /* colleagues with smaller numbers: entries before this */
    uint8_t after;  /* and those behind it */
} intro_i_colleague;

/* Zeroed: nobody has a colleague. */
typedef struct intro_i_colleagues {
    uint32_t people;
    intro_i_colleague *staff; /* by employer, then person */
    uint32_t *place; /* people: entry of staff, UINT32_MAX: has no colleagues */
} intro_i_colleagues;

/* employer: of each person, 0 = none. Linear time; 12 bytes a person, 36 more
 * while it runs. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED; the context says
 * which. */
INTRO_MUST_USE intro_status intro_i_colleagues_init(intro_ctx *ctx,
                                                    const uint32_t *employer,
                                                    uint32_t people,
                                                    intro_i_colleagues *out);
/* A zeroed one is accepted. */
void intro_i_colleagues_fini(intro_i_colleagues *colleagues);

/* The entry of a person, with the colleagues before and behind it; NULL: there
 * are none. */
static inline const intro_i_colleague *
intro_i_colleagues_of(const intro_i_colleagues *c, uint32_t person)
{
    return person < c->people && c->place[person] != UINT32_MAX
               ? &c->staff[c->place[person]]
               : NULL;
}

#endif
