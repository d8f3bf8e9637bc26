/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dresses of `info` share. */
#ifndef INTRO_REPORT_INFO_PARTS_H
#define INTRO_REPORT_INFO_PARTS_H

#include "report/output.h"

typedef struct intro_i_attribute {
    const char *name; /* NULL: nothing to list */
    const char *kind;
    bool is_tie;
    uint64_t known;
    uint64_t distinct;
} intro_i_attribute;

/* Attributes of the inputs, then the known fields that hold what no attribute of
 * an input says. */
uint32_t intro_i_attribute_count(const intro_graph *graph);
INTRO_MUST_USE intro_status intro_i_attribute_get(intro_ctx *ctx,
                                                  const intro_graph *graph,
                                                  uint32_t i,
                                                  intro_i_attribute *out);

INTRO_MUST_USE intro_status
intro_i_info_text(intro_ctx *ctx, const intro_graph *graph, bool is_import,
                  const intro_report_options *options, intro_output *output);

#endif
