/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names made different from each other by a number: "x", "x_2", "x_3". Letters of
 * ASCII count as one in both cases.
 *
 * All names are kept in a table, and for each name the number that comes next, so
 * that a stranger's thousands of equal ones cost no more than others. */
#ifndef INTRO_REPORT_DISTINCT_H
#define INTRO_REPORT_DISTINCT_H

#include "base/strbuf.h"
#include "base/strpool.h"
#include "base/vec.h"

typedef struct intro_i_distinct {
    intro_i_strpool used; /* in small letters, behind a mark: none is "" */
    intro_i_vec_u32 next; /* number to try for each of them */
    intro_i_strbuf key;   /* scratch */
} intro_i_distinct;

enum { INTRO_I_DISTINCT_ROOM = 12 }; /* of separator, number and NUL */

/* INTRO_ENOMEM; fini is allowed then too, and on a zeroed one. */
INTRO_MUST_USE intro_status intro_i_distinct_init(intro_i_distinct *names);
void intro_i_distinct_fini(intro_i_distinct *names);

/* The name is used from now on; was it free? INTRO_ENOMEM. O(its length). */
INTRO_MUST_USE intro_status intro_i_distinct_add(intro_i_distinct *names,
                                                 const char *name,
                                                 bool *was_free);
/* Writes the name, or when it is used the first free one of name_2, name_3 ...,
 * which is used from then on; out has room for the name and
 * INTRO_I_DISTINCT_ROOM more. INTRO_ENOMEM. Cost: that of add for each name that
 * was tried; of n calls, at most 2 n for one separator. */
INTRO_MUST_USE intro_status intro_i_distinct_make(intro_i_distinct *names,
                                                  const char *name,
                                                  char separator, char *out);

#endif
