/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind: takes the first word, sets the context up, runs the command and
 * turns what came of it into an exit status. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/fault.h"
#include "cli/help.h"
#include "cli/sandbox.h"
#include "cli/signals.h"
#include "cli/terminal.h"

static int show_version(void)
{
    char line[64];
    (void)snprintf(line, sizeof line, "introfind %s\n", intro_version());
    return intro_i_cli_print(line);
}

static int show_summary(void)
{
    intro_i_cli_text text = {NULL, 0, 0};
    if (intro_i_cli_put_summary(&text)) {
        (void)fputs(text.bytes, stderr);
    }
    free(text.bytes);
    return 2;
}

static int set_up(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_set_quiet(args->given[INTRO_I_OPT_QUIET] > 0);
    intro_i_cli_listen(ctx);
    intro_ctx_set_memory_limit(
        ctx, intro_i_cli_integer(args, INTRO_I_OPT_LIMIT_MEMORY, 0));
    if (args->given[INTRO_I_OPT_THREADS] > 0) {
        const intro_status rc = intro_ctx_set_threads(
            ctx, (uint32_t)intro_i_cli_integer(args, INTRO_I_OPT_THREADS, 1));
        if (rc != INTRO_OK) {
            return intro_i_cli_fail(ctx, rc);
        }
    }
    return 0;
}

static int check_words(const intro_i_cli_command *command,
                       const intro_i_cli_args *args)
{
    if (args->word_count == 0 || command->operands[0] != '\0') {
        return 0;
    }
    intro_i_cli_complain("%s takes no words, and \"%s\" is one", command->name,
                         intro_i_cli_escape(args->words[0]));
    intro_i_cli_hint("name a network with -n FILE");
    return 2;
}

/* Nothing of such a command is on the disk when it is stopped. */
static bool writes_no_file(const intro_i_cli_command *command,
                           const intro_i_cli_args *args)
{
    const char *const output = args->last[INTRO_I_OPT_OUTPUT];
    return command->bit != INTRO_I_ON_IMPORT &&
           args->given[INTRO_I_OPT_BATCH] == 0 &&
           (output == NULL || strcmp(output, "-") == 0);
}

static int run_in_context(const intro_i_cli_command *command,
                          const intro_i_cli_args *args)
{
    intro_ctx *ctx = NULL;
    if (intro_ctx_new(&ctx) != INTRO_OK) {
        intro_i_cli_complain("out of memory");
        return 5;
    }
    intro_i_cli_watch_signals(ctx);
    if (writes_no_file(command, args)) {
        intro_i_cli_end_promptly();
    }
    int status = set_up(ctx, args);
    if (status == 0) {
        intro_i_cli_enter_sandbox();
        status = command->run(ctx, args);
    }
    intro_i_cli_end_listening();
    intro_i_cli_forget_context();
    intro_ctx_free(ctx);
    intro_i_cli_raise_caught();
    return status;
}

static int run_command(const intro_i_cli_command *command, int argc,
                       char **argv)
{
    intro_i_cli_args args;
    int status =
        intro_i_cli_parse(argc, argv, command->bit, command->name, &args);
    /* Help is given also beside a mistake that comes later in the line. */
    if (args.given[INTRO_I_OPT_HELP] > 0) {
        status = intro_i_cli_show_help(command);
    } else if (status == 0) {
        status = check_words(command, &args);
        if (status == 0) {
            status = run_in_context(command, &args);
        }
    }
    intro_i_cli_args_fini(&args);
    return status;
}

int main(int argc, char **argv)
{
    intro_i_cli_guard_descriptors();
    intro_i_cli_fault_begin();
    if (argc < 2) {
        return show_summary();
    }
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0) {
        return show_version();
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        return intro_i_cli_show_help(NULL);
    }
    if (strcmp(word, "help") == 0) {
        return intro_i_cli_run_help(argc - 2, argv + 2);
    }
    const intro_i_cli_command *command = intro_i_cli_command_find(word);
    if (command == NULL) {
        return intro_i_cli_refuse_command(word);
    }
    return run_command(command, argc, argv);
}
