/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strengths of a whole graph by a rule: used by freeze and set_strengths. */
#ifndef INTRO_GRAPH_RESTRENGTH_H
#define INTRO_GRAPH_RESTRENGTH_H

#include "graph/graph_impl.h"

/* What decides strengths; the model and the day are in graph->strength. */
typedef struct intro_i_strength_rule {
    uint32_t weight_column;         /* of graph->columns, UINT32_MAX none */
    intro_weight_meaning weight_is; /* GUESS: per source */
    bool ignores_export;            /* introfind_w does not count */
    bool drop_bad;
    bool observed_only;
} intro_i_strength_rule;

/* Recompute all strengths; sets the weight part of graph->strength. INTRO_OK;
 * INTRO_EFORMAT for an unusable weight; INTRO_ENOMEM; INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_restrength(
    intro_ctx *ctx, intro_graph *graph, const intro_i_strength_rule *rule);

/* Name of the attribute that holds strengths of our own exports. */
#define INTRO_I_EXPORT_STRENGTH "introfind_w"
/* Name of the attribute of people that says which of their classes were
 * guessed. */
#define INTRO_I_EXPORT_GUESSED "introfind_guessed"
/* Are names with this beginning ours: not listed, not exported again? */
#define INTRO_I_RESERVED_PREFIX "introfind_"

#endif
