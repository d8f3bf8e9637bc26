/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of commands: what help and manual pages say of each, and the
 * function that runs it. */
#ifndef INTRO_CLI_COMMAND_H
#define INTRO_CLI_COMMAND_H

#include "cli/options.h"

/* @return the exit status; what went wrong was said on stderr */
typedef int intro_i_cli_run_fn(intro_ctx *ctx, const intro_i_cli_args *args);

typedef struct intro_i_cli_example {
    const char *what;
    const char *line;
} intro_i_cli_example;

enum { INTRO_I_EXAMPLES_MAX = 5, INTRO_I_PROSE_MAX = 9 };

typedef struct intro_i_cli_command {
    const char *name;
    uint32_t bit;             /* INTRO_I_ON_ */
    const char *summary;      /* a phrase without capital and stop */
    const char *operands;     /* words after the options, or "" */
    const char *operand_kind; /* "file", "who" or "" : for completions */
    intro_i_cli_example examples[INTRO_I_EXAMPLES_MAX];
    const char *prose[INTRO_I_PROSE_MAX]; /* paragraphs */
    const char *not_found; /* what status 1 means here, or NULL */
    intro_i_cli_run_fn *run;
} intro_i_cli_command;

size_t intro_i_cli_command_count(void);
const intro_i_cli_command *intro_i_cli_command_at(size_t i);
/* NULL when there is none of that name. */
const intro_i_cli_command *intro_i_cli_command_find(const char *name);
/* The command spelt most like it, or NULL when none is near. */
const intro_i_cli_command *intro_i_cli_command_suggest(const char *name);

intro_i_cli_run_fn intro_i_cli_run_import;
intro_i_cli_run_fn intro_i_cli_run_info;
intro_i_cli_run_fn intro_i_cli_run_path;
intro_i_cli_run_fn intro_i_cli_run_export;
intro_i_cli_run_fn intro_i_cli_run_breadth;
intro_i_cli_run_fn intro_i_cli_run_bridges;
intro_i_cli_run_fn intro_i_cli_run_clusters;
intro_i_cli_run_fn intro_i_cli_run_report;

#endif
