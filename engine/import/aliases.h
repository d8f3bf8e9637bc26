/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which attribute of a person is the name, the company, the position:
 * known spellings, best first, and the fields filled from them.
 *
 * A field takes the value of its best attribute that has one for this person, of two
 * of one worth the one that came first; a <default> is a value too. "title" is a position and never a name: in files
 * about people it is the job. First and last names are joined when nothing else
 * gives a name. */
#ifndef INTRO_IMPORT_ALIASES_H
#define INTRO_IMPORT_ALIASES_H

#include "graph/builder.h"

/* What an attribute of a person feeds: a field, or one of these. */
enum {
    INTRO_I_ALIAS_FIRST_NAME = INTRO_FIELD_COUNT,
    INTRO_I_ALIAS_LAST_NAME,
    INTRO_I_ALIAS_NONE
};

typedef struct intro_i_alias {
    uint8_t feeds; /* intro_field or INTRO_I_ALIAS_* */
    uint8_t rank;  /* 1 = best; 0 with INTRO_I_ALIAS_NONE */
    bool is_own;   /* the names of the attributes alone do not tell it */
} intro_i_alias;

/* By attribute name, else by key id without "v_" or "V-". Case, blanks, '_' and
 * '-' do not count. */
intro_i_alias intro_i_alias_of_person(const char *name, size_t name_length,
                                      const char *id, size_t id_length);
/* The same for an attribute that comes behind `earlier` others of one alias: they
 * go before it (beyond 15, the last value counts). */
intro_i_alias intro_i_alias_behind(intro_i_alias alias, size_t earlier);
/* Rank of an edge attribute as the weight, 1 = best; 0 = not one of its known
 * names ("weight", "edgeweight", "strength", "value", ...). */
unsigned intro_i_alias_weight_rank(const char *name, size_t name_length,
                                   const char *id, size_t id_length);

/* Fields of the people of the present source while it is read. Zeroed struct
 * plus builder = empty. */
typedef struct intro_i_fields {
    intro_i_builder *builder;
    intro_i_vec_u8 ranks[INTRO_I_ALIAS_NONE]; /* 255 - rank; 0 = no value */
    intro_i_vec_u32 parts[2];                /* first, last name */
    intro_i_alias best_default[INTRO_FIELD_COUNT];
    uint32_t default_string[INTRO_FIELD_COUNT];
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
