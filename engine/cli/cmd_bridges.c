/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind bridges: who and what joins the groups of a network. */
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
                         intro_bridges_options *options)
{
    static const intro_betweenness_kind kinds[] = {
        INTRO_BETWEENNESS_EXACT, INTRO_BETWEENNESS_SAMPLE,
        INTRO_BETWEENNESS_NONE, INTRO_BETWEENNESS_DEFAULT};
    options->by = args->last[INTRO_I_OPT_BY];
    options->top =
        intro_i_cli_integer(args, INTRO_I_OPT_TOP, INTRO_BRIDGES_TOP);
    options->between[0] = args->last[INTRO_I_OPT_BETWEEN];
    options->between[1] = args->second[INTRO_I_OPT_BETWEEN];
    options->betweenness =
        kinds[intro_i_cli_choice(args, INTRO_I_OPT_BETWEENNESS, 3)];
    options->by_warmth = intro_i_cli_choice(args, INTRO_I_OPT_PATHS, 0) == 1;
    options->is_weighted = args->given[INTRO_I_OPT_WEIGHTED] > 0;
    options->permutations =
        intro_i_cli_integer(args, INTRO_I_OPT_PERMUTATIONS, 0);
    options->seed = intro_i_cli_integer(args, INTRO_I_OPT_SEED, 1);
}

/* Clusters are an attribute once they were looked for. */
static intro_status find_clusters(intro_ctx *ctx, intro_graph *graph,
                                  const intro_bridges_options *options)
{
    intro_clusters_options clusters = INTRO_CLUSTERS_OPTIONS_INIT;
    clusters.seed = options->seed;
    return options->by != NULL && intro_graph_wants_clusters(graph, options->by)
               ? intro_clusters_attach(ctx, graph, &clusters)
               : INTRO_OK;
}

static intro_status write_bridges(intro_ctx *ctx, const intro_i_cli_args *args,
                                  const intro_graph *graph,
                                  intro_bridges *bridges, intro_vid me,
                                  const intro_report_options *options)
{
    static const intro_bridges_table tables[] = {
        INTRO_BRIDGES_BROKERS, INTRO_BRIDGES_PAIRS, INTRO_BRIDGES_GROUPS,
        INTRO_BRIDGES_TIES};
    const intro_bridges_table table =
        tables[intro_i_cli_choice(args, INTRO_I_OPT_TABLE, 0)];
    intro_output *output = NULL;
    intro_status rc =
        intro_output_open(ctx, args->last[INTRO_I_OPT_OUTPUT], &output);
    if (rc == INTRO_OK) {
        rc = intro_report_bridges(ctx, graph, bridges, table, me, options,
                                  output);
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
    intro_bridges_options wanted = INTRO_BRIDGES_OPTIONS_INIT;
    intro_bridges *bridges = NULL;
    const int status = find_me(ctx, args, graph, &wanted.me);
    if (status != 0) {
        return status;
    }
    read_options(args, &wanted);
    intro_status rc = find_clusters(ctx, graph, &wanted);
    if (rc == INTRO_OK) {
        rc = intro_bridges_find(ctx, graph, &wanted, &bridges);
    }
    if (rc == INTRO_OK) {
        rc = write_bridges(ctx, args, graph, bridges, wanted.me, options);
    }
    intro_bridges_free(bridges);
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
}

int intro_i_cli_run_bridges(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    intro_report_options options;
    uint64_t guarded = 0;
    char *command = NULL;
    if (args->given[INTRO_I_OPT_TABLE] > 0 &&
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
