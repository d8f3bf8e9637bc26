/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one way to a network: a snapshot, or inputs imported on the fly. */
#ifndef INTRO_CLI_OPEN_GRAPH_H
#define INTRO_CLI_OPEN_GRAPH_H

#include "cli/options.h"

typedef struct intro_i_cli_network {
    intro_graph *graph;
    char *name; /* as given, for provenance */
    bool is_snapshot;
} intro_i_cli_network;

/* Open what -n, the environment or the data folder name, under the strength
 * options given. @return 0, or an exit status; what is wrong was said */
int intro_i_cli_open_network(intro_ctx *ctx, const intro_i_cli_args *args,
                             intro_verify verify, intro_i_cli_network *out);
void intro_i_cli_close_network(intro_i_cli_network *network);

/* Looks for the clusters, with --seed where the command has it, so that `cluster`
 * is an attribute. @return 0, or an exit status; what is wrong was said */
int intro_i_cli_attach_clusters(intro_ctx *ctx, const intro_i_cli_args *args,
                                intro_graph *graph);

/* Read inputs as the options say. files as in intro_import_run(). */
int intro_i_cli_import(intro_ctx *ctx, const intro_i_cli_args *args,
                       const char *const *files, size_t count,
                       intro_graph **out);

/* The file of the default network: $INTROFIND_NETWORK, else default.intro in
 * the data folder. `is_for_reading` only words the hint. malloc'ed; NULL with
 * *status set when there is none (2) or memory ran out (5). */
char *intro_i_cli_default_network(bool is_for_reading, int *status);

/* Whether file is a snapshot. @return 0 or an exit status */
int intro_i_cli_is_snapshot(intro_ctx *ctx, const char *file, bool *out);

/* The report options of a command line; command is malloc'ed and belongs to
 * the caller. @return false when memory ran out */
bool intro_i_cli_report_options(const intro_i_cli_args *args,
                                const char *network, uint64_t *guarded_cells,
                                char **command, intro_report_options *out);
/* Tell on stderr how many CSV cells got a guard. */
void intro_i_cli_tell_guarded(uint64_t cells);

#endif
