/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The word ATTR of the command line: which values of people it names. */
#ifndef INTRO_GRAPH_ATTRIBUTE_H
#define INTRO_GRAPH_ATTRIBUTE_H

#include "graph/graph_impl.h"

/* Exactly one of the three is set. */
typedef struct intro_i_attribute {
    const intro_column *column; /* an attribute of the inputs */
    const uint32_t *field;      /* people: strings of a known field */
    const uint32_t *clusters;   /* people: cluster numbers from 0 */
} intro_i_attribute;

/* Matched without case (ASCII): the inputs' own attributes of people first, then
 * the known fields and `cluster`; a leading '@' skips the inputs' own.
 * In a network with people of LinkedIn exports, which have no attributes of
 * their own, a known field of the same name stands for an attribute of text: it
 * holds what the attribute says of a person and, of the others, what is known
 * otherwise.
 * `cluster` is there once intro_i_graph_set_clusters() was called.
 * @return INTRO_OK; INTRO_EARG when nobody has such an attribute, the hint lists
 * those there are */
INTRO_MUST_USE intro_status intro_i_attribute_find(intro_ctx *ctx,
                                                   const intro_graph *g,
                                                   const char *attribute,
                                                   intro_i_attribute *out);
/* The same; false when nobody has such an attribute. */
bool intro_i_attribute_is_there(const intro_graph *g, const char *attribute,
                                intro_i_attribute *out);

#endif
