/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind clusters: groups of people, the weak ties between them, and how one
 * person comes into each. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"
#include "cli/who.h"

static int find_me(intro_ctx *ctx, const intro_i_cli_args *args,
                   const intro_graph *graph, intro_vid *me)
{
    intro_lookup *lookup = NULL;
    const intro_status rc = intro_lookup_new(ctx, graph, &lookup);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(ctx, rc);
    }
    const int status = intro_i_cli_find_me(ctx, args, graph, lookup, me);
    intro_lookup_free(lookup);
    return status;
}

static void read_options(const intro_i_cli_args *args,
                         intro_clusters_options *options)
{
    options->resolution =
        intro_i_cli_real(args, INTRO_I_OPT_RESOLUTION, options->resolution);
    options->seed = intro_i_cli_integer(args, INTRO_I_OPT_SEED, options->seed);
    options->by = args->last[INTRO_I_OPT_CLUSTERS_BY];
    options->weak_below =
        intro_i_cli_real(args, INTRO_I_OPT_WEAK_BELOW, options->weak_below);
    options->overlap_most = intro_i_cli_real(args, INTRO_I_OPT_OVERLAP_BELOW,
                                             options->overlap_most);
    options->top =
        intro_i_cli_integer(args, INTRO_I_OPT_WEAK_TOP, options->top);
    options->expand = args->given[INTRO_I_OPT_EXPAND] > 0;
}

/* What the answer does not say of itself. */
static void tell_about(const intro_i_cli_args *args,
                       const intro_clusters *clusters)
{
    const intro_clusters_facts facts = intro_clusters_get_facts(clusters);
    if (facts.by == NULL) {
        intro_i_cli_remark("this network has no industries, so novelty is "
                           "unknown; --by names another attribute");
    }
    if (facts.me == INTRO_NO_VID && args->given[INTRO_I_OPT_EXPAND] > 0) {
        intro_i_cli_remark("--expand is about one person; say who you are: "
                           "--me WHO");
    }
}

static intro_status write_clusters(intro_ctx *ctx, const intro_i_cli_args *args,
                                   const intro_graph *graph,
                                   const intro_clusters *clusters,
                                   const intro_report_options *options)
{
    static const intro_clusters_table tables[] = {INTRO_CLUSTERS_ROWS,
                                                  INTRO_CLUSTERS_WEAK_TIES,
                                                  INTRO_CLUSTERS_MEMBERSHIP};
    const intro_clusters_report report = {
        .clusters = clusters,
        .table =
            tables[intro_i_cli_choice(args, INTRO_I_OPT_CLUSTERS_TABLE, 0)],
        .membership = args->given[INTRO_I_OPT_MEMBERSHIP] > 0,
        .expand = args->given[INTRO_I_OPT_EXPAND] > 0};
    intro_output *output = NULL;
    intro_status rc =
        intro_output_open(ctx, args->last[INTRO_I_OPT_OUTPUT], &output);
    if (rc == INTRO_OK) {
        rc = intro_report_clusters(ctx, graph, &report, options, output);
        if (rc == INTRO_OK) {
            rc = intro_output_commit(ctx, output);
        } else {
            intro_output_abandon(output);
        }
    }
    return rc;
}

static int find_and_write(intro_ctx *ctx, const intro_i_cli_args *args,
                          intro_graph *graph,
                          const intro_report_options *options)
{
    intro_clusters_options wanted = INTRO_CLUSTERS_OPTIONS_INIT;
    intro_clusters *clusters = NULL;
    const int status = find_me(ctx, args, graph, &wanted.me);
    if (status != 0) {
        return status;
    }
    read_options(args, &wanted);
    intro_status rc = intro_clusters_find(ctx, graph, &wanted, &clusters);
    if (rc == INTRO_OK) {
        tell_about(args, clusters);
        rc = write_clusters(ctx, args, graph, clusters, options);
    }
    intro_clusters_free(clusters);
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
}

int intro_i_cli_run_clusters(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    intro_report_options options;
    uint64_t guarded = 0;
    char *command = NULL;
    if (args->given[INTRO_I_OPT_CLUSTERS_TABLE] > 0 &&
        intro_i_cli_choice(args, INTRO_I_OPT_FORMAT, 0) != 2) {
        intro_i_cli_remark("--table goes with --format csv; the other formats "
                           "have all tables");
    }
    int status =
        intro_i_cli_open_network(ctx, args, INTRO_VERIFY_FULL, &network);
    if (status != 0) {
        return status;
    }
    status = intro_i_cli_report_options(args, network.name, &guarded, &command,
                                        &options)
                 ? find_and_write(ctx, args, network.graph, &options)
                 : 5;
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_i_cli_close_network(&network);
    return status;
}
