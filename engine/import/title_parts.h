/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A title cut into its roles: "Founder & CEO at Acme | Speaker" is four parts.
 * Leaf code without state; linear. */
#ifndef INTRO_IMPORT_TITLE_PARTS_H
#define INTRO_IMPORT_TITLE_PARTS_H

#include "base/vec.h"

/* What stands before a part. */
typedef enum intro_i_part_break {
    INTRO_I_BREAK_ROLE,  /* the beginning, | ; or a bullet: another role */
    INTRO_I_BREAK_COMMA, /* , : a dash or bracket: more about the role */
    INTRO_I_BREAK_AND,   /* & / + "and": the role goes on */
    INTRO_I_BREAK_AT     /* @ "at": an employer, up to the next comma or role */
} intro_i_part_break;

/* What a reader of the title made of a part. */
typedef enum intro_i_part_use {
    INTRO_I_PART_UNUSED, /* has no word of a rule, or stands behind the role */
    INTRO_I_PART_USED,
    INTRO_I_PART_PAST,
    INTRO_I_PART_WISH,
    INTRO_I_PART_OTHER, /* is about somebody else */
    INTRO_I_PART_EMPLOYER
} intro_i_part_use;

typedef struct intro_i_title_part {
    uint32_t at;
    uint32_t length; /* trimmed, not 0 */
    intro_i_part_break before;
    intro_i_part_use use; /* UNUSED when cut */
} intro_i_title_part;

INTRO_VEC(intro_i_vec_part, intro_i_title_part);

/* Appends the parts of a title (UTF-8). INTRO_OK or INTRO_ENOMEM. Not cut are
 * hyphens inside words, & and / between single letters ("R&D"), + without
 * blanks ("C++"). */
INTRO_MUST_USE intro_status intro_i_title_cut(const char *title, size_t length,
                                              intro_i_vec_part *parts);

#endif
