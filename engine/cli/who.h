/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words to people, with what is said when nobody or several answer. */
#ifndef INTRO_CLI_WHO_H
#define INTRO_CLI_WHO_H

#include "cli/options.h"

/* Exactly one person.
 * @return 0; 1 nobody, the closest spellings were listed; 2 several, all were
 * listed; or the status of a failure */
int intro_i_cli_find_one(intro_ctx *ctx, const intro_graph *graph,
                         intro_lookup *lookup, const char *who, intro_vid *out);

/* Who asks: --from, else --me, else the one owner. people has room for
 * max(1, owners). @return 0, or an exit status; what is wrong was said */
int intro_i_cli_find_askers(intro_ctx *ctx, const intro_i_cli_args *args,
                            const intro_graph *graph, intro_lookup *lookup,
                            intro_vid *people, size_t *count);

/* Who --me is, else the one owner; INTRO_NO_VID when neither says it.
 * @return 0, or an exit status; what is wrong was said */
int intro_i_cli_find_me(intro_ctx *ctx, const intro_i_cli_args *args,
                        const intro_graph *graph, intro_lookup *lookup,
                        intro_vid *out);

/* List the owners, or some of them, on stderr. */
void intro_i_cli_list_owners(const intro_graph *graph);

/* Sort ascending and drop repetitions. @return how many are left */
size_t intro_i_cli_sort_people(intro_vid *people, size_t count);

#endif
