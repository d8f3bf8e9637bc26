/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dresses of `info` share. */
#ifndef INTRO_REPORT_INFO_PARTS_H
#define INTRO_REPORT_INFO_PARTS_H

#include "report/output.h"

typedef struct intro_i_attribute {
    const char *name;
    const char *kind;
    bool is_tie;
    uint64_t known;
    uint64_t distinct;
    uint64_t guessed; /* of those known */
} intro_i_attribute;

/* Attributes of the inputs and the known fields that hold what no attribute of an
 * input says (introfind_NAME where an input has the name): those of people, then
 * those of ties, by name. The caller frees the list. */
INTRO_MUST_USE intro_status intro_i_attribute_list(intro_ctx *ctx,
                                                   const intro_graph *graph,
                                                   intro_i_attribute **out,
                                                   uint32_t *count);

enum { INTRO_I_LOOKALIKE_LINES = 2 };

/* Sentences on people who may be one person and ids that look alike; raw bytes of
 * strangers inside. @return how many there are through count */
INTRO_MUST_USE intro_status intro_i_lookalike_lines(
    intro_ctx *ctx, const intro_graph *graph,
    char lines[INTRO_I_LOOKALIKE_LINES][INTRO_MESSAGE_MAX], uint32_t *count);

INTRO_MUST_USE intro_status
intro_i_info_text(intro_ctx *ctx, const intro_graph *graph, bool is_import,
                  const intro_report_options *options, intro_output *output);

#endif
