/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of people filled from attributes.
 *
 * A field takes the value of its best attribute that has one for this person, of two
 * of one worth the one that came first; a <default> is a value too. First and last names are joined when nothing else
 * gives a name. */
#ifndef INTRO_IMPORT_FIELDS_H
#define INTRO_IMPORT_FIELDS_H

#include "graph/attribute_names.h"
#include "graph/builder.h"

/* Fields of the people of the present source while it is read. Zeroed struct
 * plus builder = empty. */
typedef struct intro_i_fields {
    intro_i_builder *builder;
    intro_i_vec_u8 ranks[INTRO_I_ALIAS_NONE]; /* 255 - rank; 0 = no value */
    intro_i_vec_u32 parts[2];                /* first, last name */
    intro_i_alias best_default[INTRO_I_ALIAS_NONE];
    uint32_t default_string[INTRO_I_ALIAS_NONE];
} intro_i_fields;

void intro_i_fields_fini(intro_i_fields *fields);
/* A person has this value in an attribute: string when it is stored as it is, 0
 * when only the bytes are known. White space at the ends does not count, and
 * nothing else is no value. */
INTRO_MUST_USE intro_status
intro_i_fields_offer(intro_i_fields *fields, uint32_t row, intro_i_alias alias,
                     const char *bytes, size_t length, uint32_t string);
/* Everybody without a better value has this one. */
INTRO_MUST_USE intro_status intro_i_fields_default(intro_i_fields *fields,
                                                   intro_i_alias alias,
                                                   const char *bytes,
                                                   size_t length);
/* After the last person: defaults, joined names, identity keys (profile slugs,
 * e-mail addresses). people: rows of the source. */
INTRO_MUST_USE intro_status intro_i_fields_finish(intro_i_fields *fields,
                                                  uint32_t people);

#endif
