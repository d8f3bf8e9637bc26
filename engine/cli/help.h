/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help for people, manual pages and completions, all from the two tables. */
#ifndef INTRO_CLI_HELP_H
#define INTRO_CLI_HELP_H

#include "cli/command.h"
#include "cli/values.h"

/* The summary that `introfind` alone prints. */
bool intro_i_cli_put_summary(intro_i_cli_text *out);
/* The whole help of a command; NULL: of introfind itself. */
bool intro_i_cli_put_help(intro_i_cli_text *out,
                          const intro_i_cli_command *command);
/* A manual page in mdoc; NULL: introfind(1). */
bool intro_i_cli_put_manual(intro_i_cli_text *out,
                            const intro_i_cli_command *command);
/* shell: "bash", "zsh" or "fish". */
bool intro_i_cli_put_completion(intro_i_cli_text *out, const char *shell);

/* One value of the exit status and what it means. */
typedef struct intro_i_cli_exit {
    const char *status;
    const char *meaning;
} intro_i_cli_exit;
enum { INTRO_I_EXITS = 8 };
extern const intro_i_cli_exit intro_i_cli_exits[INTRO_I_EXITS];

/* Variables that are read and what for. */
enum { INTRO_I_VARIABLES = 5 };
extern const intro_i_cli_exit intro_i_cli_variables[INTRO_I_VARIABLES];

/* `introfind help WORDS...`. @return exit status */
int intro_i_cli_run_help(int argc, char **argv);
/* introfind COMMAND --help */
int intro_i_cli_show_help(const intro_i_cli_command *command);
/* `introfind` with a first word that is no command. @return 2 */
int intro_i_cli_refuse_command(const char *word);

#endif
