/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whom somebody stands between: pairs of contacts with no tie between the two,
 * by the groups they are of. On the weak graph. */
#ifndef INTRO_REPORT_PAGE_BETWEEN_H
#define INTRO_REPORT_PAGE_BETWEEN_H

#include "report/page_parts.h"
#include "report/page_spread.h"

enum { INTRO_I_BETWEEN_PAIRS = 30 };

typedef struct intro_i_between_pair {
    uint32_t a;    /* groups; the one that stands first in the spread's order */
    uint32_t b;    /* another */
    uint64_t open; /* pairs of contacts, one of each, without a tie */
    uint64_t all;
} intro_i_between_pair;

typedef struct intro_i_between {
    uint64_t open; /* pairs of any two contacts without a tie */
    uint64_t all;
    uint64_t open_across; /* of these, contacts of two known groups */
    uint32_t alone;       /* contacts who are tied to nobody else at all */
    size_t count; /* pairs of groups: those with most open pairs, then in the
                       order of the spread */
    intro_i_between_pair pairs[INTRO_I_BETWEEN_PAIRS];
} intro_i_between;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. Cost: the rows of the contacts, and
 * 8 bytes a pair of the groups met. */
INTRO_MUST_USE intro_status intro_i_between_find(intro_ctx *ctx,
                                                 const intro_pages *pages,
                                                 const intro_i_spread *spread,
                                                 intro_vid me,
                                                 intro_i_between *out);

#endif
