/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture being drawn; its parts stand in files of their own. */
#ifndef INTRO_REPORT_PICTURE_PARTS_H
#define INTRO_REPORT_PICTURE_PARTS_H

#include "report/picture_plan.h"

typedef struct intro_i_drawing {
    intro_i_page *page;
    intro_i_html *html;
    const intro_pages *pages;
    const intro_i_picture *picture;
} intro_i_drawing;

/* Names of what islands are of. */
static inline const intro_i_group_names *
intro_i_picture_names(const intro_i_drawing *d)
{
    return &d->pages->group_names[d->picture->attribute];
}

/* Labels of islands and of people; INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_picture_put_labels(intro_i_drawing *d);
/* Everybody in the picture, in the order of the marks. */
void intro_i_picture_put_table(intro_i_drawing *d);

#endif
