/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What breadth (breadth.h) says of one person, for the pages. */
#ifndef INTRO_REPORT_PAGE_READING_H
#define INTRO_REPORT_PAGE_READING_H

#include "report/page_parts.h"

typedef struct intro_i_reading {
    intro_breadth *breadth;
    intro_breadth *own; /* the same when it was made for this reading */
    uint64_t row;       /* of the person */
    intro_portrait *portrait;
    const intro_breadth_row *figures; /* of the portrait */
} intro_i_reading;

/* Breadth of these people, who rise, by those of industry and function that the
 * network has. As intro_breadth_new(). */
INTRO_MUST_USE intro_status intro_i_reading_breadth(intro_ctx *ctx,
                                                    const intro_pages *pages,
                                                    const intro_vid *people,
                                                    size_t count,
                                                    intro_breadth **out);

/* Members of the team have theirs in the pages; for others it is made here.
 * INTRO_OK, and what intro_breadth_new() and intro_portrait_new() return. */
INTRO_MUST_USE intro_status intro_i_reading_init(intro_ctx *ctx,
                                                 const intro_pages *pages,
                                                 intro_vid who,
                                                 intro_i_reading *out);
/* A zeroed one is accepted. */
void intro_i_reading_fini(intro_i_reading *reading);

/* The row of a member of the team; NULL for others. O(log members) */
const intro_breadth_row *intro_i_reading_member(const intro_pages *pages,
                                                intro_vid who);

/* The place of an attribute of pages among those of the breadth; false when it is
 * not there. */
bool intro_i_reading_column(const intro_pages *pages, intro_i_page_attribute of,
                            size_t *column);

#endif
