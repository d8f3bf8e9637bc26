/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind export: the network back out. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"

static int check_kind(const intro_i_cli_args *args)
{
    if (args->given[INTRO_I_OPT_AS] == 0) {
        intro_i_cli_complain("export wants --as graphml, --as csv or --as "
                             "jsonl");
        return 2;
    }
    if (args->given[INTRO_I_OPT_PEOPLE] > 0 &&
        intro_i_cli_choice(args, INTRO_I_OPT_AS, 0) != 1) {
        intro_i_cli_complain("--people goes with --as csv; the other kinds "
                             "hold people and ties");
        return 2;
    }
    if (args->given[INTRO_I_OPT_CLUSTERS] > 0 &&
        args->given[INTRO_I_OPT_PEOPLE] == 0 &&
        intro_i_cli_choice(args, INTRO_I_OPT_AS, 0) == 1) {
        intro_i_cli_complain("--clusters is about people; --as csv wants "
                             "--people with it");
        return 2;
    }
    if (args->given[INTRO_I_OPT_FORMAT] > 0) {
        intro_i_cli_remark("--format does not change what export writes; --as "
                           "does");
    }
    return 0;
}

static int write_network(intro_ctx *ctx, const intro_i_cli_args *args,
                         const intro_graph *graph,
                         const intro_report_options *options)
{
    static const intro_export_as kinds[] = {
        INTRO_EXPORT_GRAPHML, INTRO_EXPORT_CSV, INTRO_EXPORT_JSONL};
    const intro_export_options what = {
        .as = kinds[intro_i_cli_choice(args, INTRO_I_OPT_AS, 0)],
        .people_table = args->given[INTRO_I_OPT_PEOPLE] > 0,
        .clusters = args->given[INTRO_I_OPT_CLUSTERS] > 0};
    intro_output *output = NULL;
    intro_status rc =
        intro_output_open(ctx, args->last[INTRO_I_OPT_OUTPUT], &output);
    if (rc == INTRO_OK) {
        rc = intro_report_export(ctx, graph, &what, options, output);
        if (rc == INTRO_OK) {
            rc = intro_output_commit(ctx, output);
        } else {
            intro_output_abandon(output);
        }
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
}

int intro_i_cli_run_export(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    intro_report_options options;
    uint64_t guarded = 0;
    char *command = NULL;
    int status = check_kind(args);
    if (status != 0) {
        return status;
    }
    status = intro_i_cli_open_network(ctx, args, INTRO_VERIFY_FULL, &network);
    if (status != 0) {
        return status;
    }
    if (args->given[INTRO_I_OPT_CLUSTERS] > 0) {
        status = intro_i_cli_attach_clusters(ctx, args, network.graph);
    }
    if (status == 0) {
        status = intro_i_cli_report_options(args, network.name, &guarded,
                                            &command, &options)
                     ? write_network(ctx, args, network.graph, &options)
                     : 5;
    }
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_i_cli_close_network(&network);
    return status;
}
