/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a condition compares values with. */
#ifndef INTRO_GRAPH_CONDITION_H
#define INTRO_GRAPH_CONDITION_H

#include "base/strbuf.h"
#include "graph/attribute.h"

#include <introfind/people.h>

typedef struct intro_i_wanted {
    intro_i_strbuf text;  /* folded as the match asks */
    intro_i_strbuf label; /* what it is the id of, folded; empty: nothing */
    bool is_text;         /* false: it is not UTF-8, which no value is */
} intro_i_wanted;

/* Appends a text as a match compares it. INTRO_OK; INTRO_EFORMAT when it is not
 * UTF-8; INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_condition_fold(intro_match match,
                                                   const char *text,
                                                   size_t length,
                                                   intro_i_strbuf *out);

/* The value of a condition on such values. INTRO_OK or INTRO_ENOMEM, which the
 * context says; fini is due in any case. */
INTRO_MUST_USE intro_status intro_i_wanted_init(
    intro_ctx *ctx, const intro_graph *graph, const intro_i_attribute *values,
    const intro_condition *condition, intro_i_wanted *out);
void intro_i_wanted_fini(intro_i_wanted *wanted);

/* People: strings of a finer class, which a match of these values accepts as
 * well; NULL: there are none. */
const uint32_t *intro_i_condition_finer(const intro_graph *graph,
                                        const intro_i_attribute *values,
                                        intro_match match);

#endif
