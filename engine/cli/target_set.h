/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of targets: from options or from a row, and how they are combined. */
#ifndef INTRO_CLI_TARGET_SET_H
#define INTRO_CLI_TARGET_SET_H

#include "cli/options.h"
#include "cli/targets.h"
#include "cli/values.h"

/* Rising, distinct; people is malloc'ed. */
typedef struct intro_i_cli_set {
    intro_vid *people;
    size_t count;
} intro_i_cli_set;

typedef struct intro_i_cli_conditions {
    intro_condition *items; /* malloc'ed; values borrowed from argv */
    size_t count;
    char **names; /* copies of the ATTR of --to */
    size_t name_count;
} intro_i_cli_conditions;

/* The set options of a command line, in its order. @return false when memory
 * ran out; fini is due in any case */
bool intro_i_cli_conditions_read(const intro_i_cli_args *args,
                                 intro_i_cli_conditions *list);
void intro_i_cli_conditions_fini(intro_i_cli_conditions *list);

/* Is one of the conditions of --to about the clusters of people, and have these
 * to be looked for first (intro_i_cli_attach_clusters())? */
bool intro_i_cli_sets_want_clusters(const intro_i_cli_args *args,
                                    const intro_graph *graph);

/* The filled cells of a row but `who`. @return how many were written */
size_t intro_i_cli_row_conditions(const intro_i_cli_target *target,
                                  intro_condition out[INTRO_I_COLUMN_COUNT]);

/* The people named, or everybody who meets the conditions, or those of the
 * named who do. named is rising and distinct. selector: of this graph, or NULL
 * when only one set is asked for.
 * @return 0, or an exit status; what is wrong was said */
int intro_i_cli_set_make(intro_ctx *ctx, const intro_graph *graph,
                         intro_selector *selector, const intro_i_cli_set *named,
                         const intro_condition *conditions,
                         size_t condition_count, intro_i_cli_set *out);
bool intro_i_cli_set_has(const intro_vid *people, size_t count, intro_vid v);
/* Leave out some people. */
void intro_i_cli_set_drop(intro_i_cli_set *set, const intro_vid *people,
                          size_t count);

/* The targets in the user's own words; false when memory ran out. */
bool intro_i_cli_spell_question(const intro_i_cli_args *args,
                                intro_i_cli_text *text);
bool intro_i_cli_spell_row(const intro_i_cli_target *target,
                           intro_i_cli_text *text);

#endif
