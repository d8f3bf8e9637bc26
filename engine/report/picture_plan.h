/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a picture of the people around somebody shows and where: who is on which
 * island, how large, in what order. */
#ifndef INTRO_REPORT_PICTURE_PLAN_H
#define INTRO_REPORT_PICTURE_PLAN_H

#include "analysis/ego_net.h"
#include "report/page_parts.h"

enum {
    INTRO_I_PICTURE_WIDTH = 1000,
    INTRO_I_PICTURE_HEIGHT = 700,
    INTRO_I_PICTURE_MOST = 5001,  /* people, the person himself included */
    INTRO_I_PICTURE_WANTED = 301, /* filled up to with people two ties away */
    INTRO_I_PICTURE_ISLANDS = 16, /* named ones; the rest share one more */
    INTRO_I_PICTURE_COLOURS = 7   /* of named islands; then they come again
                                      with other shapes */
};

typedef struct intro_i_island {
    uint32_t group; /* of `attribute`; INTRO_I_NO_GROUP: everybody else */
    uint32_t people;
    double x; /* where most of it is */
    double y;
} intro_i_island;

typedef struct intro_i_picture {
    intro_i_ego_net net;
    intro_i_page_attribute attribute; /* what islands are of */
    uint32_t island_count;            /* by falling size, everybody else last */
    intro_i_island islands[INTRO_I_PICTURE_ISLANDS + 1];
    uint32_t *island_of; /* places of the net: island; the person's own too */
    uint32_t *order;     /* net.count - 1 places by island, contacts first */
    float *radii;        /* places */
    double *x;           /* places: whole units */
    double *y;
} intro_i_picture;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_picture_init(intro_ctx *ctx,
                                                 const intro_pages *pages,
                                                 intro_vid me,
                                                 intro_i_picture *out);
/* A zeroed one is accepted. */
void intro_i_picture_fini(intro_i_picture *picture);

#endif
