/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files behind identity.h share: identity.c joins records,
 * person_ids.c calls the people something, person_order.c orders them. */
#ifndef INTRO_GRAPH_IDENTITY_IMPL_H
#define INTRO_GRAPH_IDENTITY_IMPL_H

#include "base/strpool.h"
#include "graph/identity.h"

/* Records in classes, each one person. */
typedef struct intro_i_classes {
    intro_i_builder *b;
    const uint16_t *rank;
    uint32_t *parent;
    uint32_t *next;  /* ring of the class */
    uint32_t *marks; /* sources: the mark of a class that has a record of it */
    uint32_t mark;   /* of the class of marked_root */
    uint32_t marked_root; /* UINT32_MAX none */
    uint32_t tries;       /* to join two classes */
} intro_i_classes;

/* What each class is called. Arrays by group, a class with a number. */
typedef struct intro_i_naming {
    intro_i_classes *c;
    uint32_t *group_of; /* root -> group */
    uint32_t groups;
    const char **ids; /* by group */
    uint32_t *id_lengths;
    intro_i_strpool taken;
} intro_i_naming;

/* The record that stands for the class of this one. */
uint32_t intro_i_classes_root(intro_i_classes *c, uint32_t person);

/* Bytewise, a prefix first. */
int intro_i_compare_text(const char *a, size_t a_length, const char *b,
                         size_t b_length);

/* The string a record states for a field, 0 for none. */
uint32_t intro_i_identity_known(const intro_i_builder *b, uint32_t person,
                                intro_field field);

/* Gives every group an id that no other has. `order` lists the sources in
 * canonical order. O(people log people). */
INTRO_MUST_USE intro_status intro_i_person_ids_find(intro_i_naming *n,
                                                    const uint16_t *order);

/* Fills *out: groups in id order, and everybody's place in it. On failure the
 * caller releases what is there. O(people log people) at worst. */
INTRO_MUST_USE intro_status intro_i_person_ids_order(intro_i_naming *n,
                                                     intro_i_identity *out);

#endif
