/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which attribute of a person is the name, the company, the position, and which of a
 * tie the weight: known spellings, best first. "title" is a position and never a
 * name: in files about people it is the job. */
#ifndef INTRO_GRAPH_ATTRIBUTE_NAMES_H
#define INTRO_GRAPH_ATTRIBUTE_NAMES_H

#include "graph/graph_impl.h"

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

/* What the field is called beside the network's attributes: by its name, or
 * introfind_NAME where an attribute of people has one of the field's names. Static. */
const char *intro_i_field_own_name(const intro_graph *graph, intro_field field);

#endif
