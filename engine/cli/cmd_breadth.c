/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind breadth: people and attributes become lists here; what is found and
 * how it is written are the library's. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"
#include "cli/who.h"

typedef struct job {
    intro_ctx *ctx;
    const intro_i_cli_args *args;
    intro_graph *graph;
    intro_lookup *lookup;
    intro_report_options options;
    intro_breadth_options what;
    intro_vid me;
    intro_vid *people;  /* named; NULL: everybody */
    char *words;        /* --by, cut up */
    const char **names; /* its attributes */
    intro_breadth *breadth;
} job;

static int say_no_memory(void)
{
    intro_i_cli_complain("out of memory");
    return 5;
}

/* --- what is asked ---------------------------------------------------------- */

static int check_words(const intro_i_cli_args *args)
{
    if (args->given[INTRO_I_OPT_ALL] > 0 && args->word_count > 0) {
        intro_i_cli_complain("--all is everybody; no WHO goes with it");
        return 2;
    }
    return 0;
}

/* Cuts --by at its commas. */
static int read_attributes(job *j)
{
    const char *const by = j->args->last[INTRO_I_OPT_BY];
    if (by == NULL) {
        return 0;
    }
    const size_t length = strlen(by);
    j->words = malloc(length + 1);
    j->names = calloc(length + 1, sizeof *j->names);
    if (j->words == NULL || j->names == NULL) {
        return say_no_memory();
    }
    memcpy(j->words, by, length + 1);
    char *word = j->words;
    while (word != NULL) {
        char *const comma = strchr(word, ',');
        if (comma != NULL) {
            *comma = '\0';
        }
        if (word[0] == '\0') {
            intro_i_cli_complain("--by %s: an attribute is empty",
                                 intro_i_cli_escape(by));
            return 2;
        }
        j->names[j->what.by_count++] = word;
        word = comma == NULL ? NULL : comma + 1;
    }
    j->what.by = j->names;
    return 0;
}

static int say_nobody(const intro_graph *graph)
{
    const uint32_t owners = intro_graph_owners(graph);
    intro_i_cli_complain("whose network? this one has %s",
                         owners == 0 ? "no owner" : "several owners");
    intro_i_cli_hint("name somebody: introfind breadth WHO; or take everybody: "
                     "--all%s",
                     owners == 0 ? "" : "; the owners are:");
    intro_i_cli_list_owners(graph);
    return 2;
}

/* Those named, else me. */
static int find_people(job *j)
{
    const intro_i_cli_args *const args = j->args;
    int status = intro_i_cli_find_me(j->ctx, args, j->graph, j->lookup, &j->me);
    if (status != 0 || args->given[INTRO_I_OPT_ALL] > 0) {
        return status;
    }
    if (args->word_count == 0 && j->me == INTRO_NO_VID) {
        return say_nobody(j->graph);
    }
    j->people = calloc(args->word_count + 1, sizeof *j->people);
    if (j->people == NULL) {
        return say_no_memory();
    }
    j->people[0] = j->me;
    for (size_t i = 0; status == 0 && i < args->word_count; i++) {
        status = intro_i_cli_find_one(j->ctx, j->graph, j->lookup,
                                      args->words[i], &j->people[i]);
    }
    j->what.people = j->people;
    j->what.people_count =
        args->word_count == 0
            ? 1
            : intro_i_cli_sort_people(j->people, args->word_count);
    return status;
}

static void fill_options(job *j)
{
    const intro_breadth_options init = INTRO_BREADTH_OPTIONS_INIT;
    j->what = init;
    j->me = INTRO_NO_VID;
    j->what.is_weighted = j->args->given[INTRO_I_OPT_WEIGHTED] > 0;
    j->what.sort = j->args->last[INTRO_I_OPT_SORT];
    j->what.top = intro_i_cli_integer(j->args, INTRO_I_OPT_TOP, 0);
}

/* --- the answer ------------------------------------------------------------- */

/* What the rows do not say of themselves. */
static void tell_about(const job *j)
{
    if (j->args->given[INTRO_I_OPT_TREND] > 0) {
        return;
    }
    if (j->args->given[INTRO_I_OPT_ALL] > 0) {
        intro_i_cli_remark(
            intro_breadth_reach_is_exact(j->breadth)
                ? "reach2 and reach3 are exact"
                : "reach2 and reach3 are estimates by HyperLogLog (2^10 "
                  "registers, standard error 3.3 %%)");
    }
    if (intro_breadth_attributes(j->breadth) == 0) {
        intro_i_cli_remark("this network has none of industry, function, "
                           "company, seniority and location; --by names other "
                           "attributes");
    }
    if (!intro_breadth_has_industries(j->breadth)) {
        intro_i_cli_remark("this network has no industries, so "
                           "reach2_industries is unknown");
    }
}

/* People one by one, a page each. */
static intro_status write_pages(job *j, intro_output *output)
{
    intro_status rc = INTRO_OK;
    for (uint64_t i = 0; rc == INTRO_OK && i < intro_breadth_count(j->breadth);
         i++) {
        const intro_vid v = intro_breadth_row_at(j->breadth, i)->person;
        if (i > 0) {
            rc = intro_output_write(j->ctx, output, "\n\n", 2);
        }
        if (rc == INTRO_OK) {
            rc = intro_report_portrait(j->ctx, j->breadth, i, v == j->me,
                                       &j->options, output);
        }
    }
    return rc;
}

static intro_status write_answer(job *j, intro_output *output)
{
    if (j->args->given[INTRO_I_OPT_TREND] > 0) {
        return intro_report_breadth_trend(j->ctx, j->breadth, &j->options,
                                          output);
    }
    if (j->options.format == INTRO_FORMAT_TEXT && j->people != NULL) {
        return write_pages(j, output);
    }
    return intro_report_breadth(j->ctx, j->breadth, &j->options, output);
}

/* --by cluster: they are found when somebody asks for them. */
static int find_clusters(const job *j)
{
    for (size_t i = 0; i < j->what.by_count; i++) {
        if (intro_graph_wants_clusters(j->graph, j->what.by[i])) {
            return intro_i_cli_attach_clusters(j->ctx, j->args, j->graph);
        }
    }
    return 0;
}

static int answer(job *j)
{
    intro_output *output = NULL;
    intro_status rc =
        intro_breadth_new(j->ctx, j->graph, &j->what, &j->breadth);
    if (rc == INTRO_OK) {
        tell_about(j);
        rc = intro_output_open(j->ctx, j->args->last[INTRO_I_OPT_OUTPUT],
                               &output);
    }
    if (rc == INTRO_OK) {
        rc = write_answer(j, output);
        if (rc == INTRO_OK) {
            rc = intro_output_commit(j->ctx, output);
        } else {
            intro_output_abandon(output);
        }
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static int run_job(job *j)
{
    fill_options(j);
    const intro_status rc = intro_lookup_new(j->ctx, j->graph, &j->lookup);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(j->ctx, rc);
    }
    int status = read_attributes(j);
    if (status == 0) {
        status = find_people(j);
    }
    if (status == 0) {
        status = find_clusters(j);
    }
    if (status == 0) {
        status = answer(j);
    }
    intro_breadth_free(j->breadth);
    intro_lookup_free(j->lookup);
    free(j->people);
    free(j->words);
    free(j->names);
    return status;
}

int intro_i_cli_run_breadth(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    job j;
    uint64_t guarded = 0;
    char *command = NULL;
    int status = check_words(args);
    if (status != 0) {
        return status;
    }
    status = intro_i_cli_open_network(ctx, args, INTRO_VERIFY_QUICK, &network);
    if (status != 0) {
        return status;
    }
    memset(&j, 0, sizeof j);
    j.ctx = ctx;
    j.args = args;
    j.graph = network.graph;
    status = intro_i_cli_report_options(args, network.name, &guarded, &command,
                                        &j.options)
                 ? run_job(&j)
                 : 5;
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_i_cli_close_network(&network);
    return status;
}
