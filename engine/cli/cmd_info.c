/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind info: what is in a network. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"

static intro_status write_model(intro_ctx *ctx, const intro_graph *graph,
                                intro_output *output, bool *is_short)
{
    const size_t size = intro_graph_model_text(graph, NULL, 0) + 1;
    char *text = malloc(size);
    *is_short = text == NULL;
    if (text == NULL) {
        return INTRO_ENOMEM;
    }
    (void)intro_graph_model_text(graph, text, size);
    const intro_status rc = intro_output_write(ctx, output, text, size - 1);
    free(text);
    return rc;
}

static int write_info(intro_ctx *ctx, const intro_i_cli_args *args,
                      const intro_i_cli_network *network,
                      const intro_report_options *options)
{
    intro_output *output = NULL;
    bool is_short = false;
    intro_status rc =
        intro_output_open(ctx, args->last[INTRO_I_OPT_OUTPUT], &output);
    if (rc == INTRO_OK) {
        rc = args->given[INTRO_I_OPT_SHOW_MODEL] > 0
                 ? write_model(ctx, network->graph, output, &is_short)
                 : intro_report_info(ctx, network->graph, false, options,
                                     output);
        if (rc == INTRO_OK) {
            rc = intro_output_commit(ctx, output);
        } else {
            intro_output_abandon(output);
        }
    }
    if (is_short) {
        intro_i_cli_complain("out of memory");
        return 5;
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
}

int intro_i_cli_run_info(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    intro_report_options options;
    uint64_t guarded = 0;
    char *command = NULL;
    const bool is_check = args->given[INTRO_I_OPT_CHECK] > 0;
    if (args->given[INTRO_I_OPT_SHOW_MODEL] > 0 &&
        intro_i_cli_choice(args, INTRO_I_OPT_FORMAT, 0) != 0) {
        intro_i_cli_complain("--show-model prints text, whatever --format");
        return 2;
    }
    int status =
        intro_i_cli_open_network(ctx, args, INTRO_VERIFY_FULL, &network);
    if (status != 0) {
        return status;
    }
    if (is_check && !network.is_snapshot) {
        intro_i_cli_complain("%s: --check verifies a snapshot, and this is "
                             "none",
                             intro_i_cli_escape(network.name));
        status = 2;
    } else if (!intro_i_cli_report_options(args, network.name, &guarded,
                                           &command, &options)) {
        status = 5;
    } else {
        status = write_info(ctx, args, &network, &options);
    }
    if (status == 0 && is_check) {
        intro_i_cli_remark("%s: every checksum and every invariant holds",
                           intro_i_cli_escape(network.name));
    }
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_i_cli_close_network(&network);
    return status;
}
