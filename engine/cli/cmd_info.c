/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind info: what is in a network. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"
#include "cli/who.h"

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

/* What one run writes; why NULL: not asked. */
typedef struct job {
    intro_ctx *ctx;
    const intro_i_cli_args *args;
    const intro_i_cli_network *network;
    intro_report_options options;
    intro_class_reasons *why;
} job;

/* Of --why WHO. @return 0, or an exit status; what is wrong was said */
static int find_why(job *j)
{
    const char *const who = j->args->last[INTRO_I_OPT_WHY];
    const intro_graph *const graph = j->network->graph;
    intro_lookup *lookup;
    intro_vid v;
    if (who == NULL) {
        return 0;
    }
    intro_status rc = intro_lookup_new(j->ctx, graph, &lookup);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(j->ctx, rc);
    }
    int status = intro_i_cli_find_one(j->ctx, graph, lookup, who, &v);
    if (status == 0) {
        rc = intro_class_reasons_find(j->ctx, graph, v, &j->why);
        status = rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
    }
    intro_lookup_free(lookup);
    return status;
}

static intro_status write_to(const job *j, intro_output *output, bool *is_short)
{
    const intro_graph *const graph = j->network->graph;
    if (j->why != NULL) {
        return intro_report_why(j->ctx, graph, j->why, &j->options, output);
    }
    return j->args->given[INTRO_I_OPT_SHOW_MODEL] > 0
               ? write_model(j->ctx, graph, output, is_short)
               : intro_report_info(j->ctx, graph, false, &j->options, output);
}

static int write_info(const job *j)
{
    intro_output *output = NULL;
    bool is_short = false;
    intro_status rc =
        intro_output_open(j->ctx, j->args->last[INTRO_I_OPT_OUTPUT], &output);
    if (rc == INTRO_OK) {
        rc = write_to(j, output, &is_short);
        if (rc == INTRO_OK) {
            rc = intro_output_commit(j->ctx, output);
        } else {
            intro_output_abandon(output);
        }
    }
    if (is_short) {
        intro_i_cli_complain("out of memory");
        return 5;
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static int check_args(const intro_i_cli_args *args)
{
    const bool is_model = args->given[INTRO_I_OPT_SHOW_MODEL] > 0;
    if (is_model && args->given[INTRO_I_OPT_WHY] > 0) {
        intro_i_cli_complain("--show-model and --why are two questions");
        return 2;
    }
    if (is_model && intro_i_cli_choice(args, INTRO_I_OPT_FORMAT, 0) != 0) {
        intro_i_cli_complain("--show-model prints text, whatever --format");
        return 2;
    }
    return 0;
}

static int answer(job *j, char **command, uint64_t *guarded)
{
    if (!intro_i_cli_report_options(j->args, j->network->name, guarded, command,
                                    &j->options)) {
        return 5;
    }
    const int status = find_why(j);
    return status == 0 ? write_info(j) : status;
}

int intro_i_cli_run_info(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    job j = {.ctx = ctx, .args = args, .network = &network};
    uint64_t guarded = 0;
    char *command = NULL;
    const bool is_check = args->given[INTRO_I_OPT_CHECK] > 0;
    int status = check_args(args);
    if (status == 0) {
        status =
            intro_i_cli_open_network(ctx, args, INTRO_VERIFY_FULL, &network);
    }
    if (status != 0) {
        return status;
    }
    if (is_check && !network.is_snapshot) {
        intro_i_cli_complain("%s: --check verifies a snapshot, and this is "
                             "none",
                             intro_i_cli_escape(network.name));
        status = 2;
    } else {
        status = answer(&j, &command, &guarded);
    }
    if (status == 0 && is_check) {
        intro_i_cli_remark("%s: every checksum and every invariant holds",
                           intro_i_cli_escape(network.name));
    }
    intro_i_cli_tell_guarded(guarded);
    intro_class_reasons_free(j.why);
    free(command);
    intro_i_cli_close_network(&network);
    return status;
}
