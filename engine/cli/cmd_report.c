/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind report: a page about one person's network, or a folder of pages
 * about a team's. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "cli/who.h"

typedef struct job {
    intro_ctx *ctx;
    const intro_i_cli_args *args;
    intro_graph *graph;
    intro_pages *pages;
    intro_report_options options;
} job;

static int say_no_memory(void)
{
    intro_i_cli_complain("out of memory");
    return 5;
}

/* A person's page, or the team's. */
static int write_page(job *j, const char *file, bool is_team, intro_vid who)
{
    intro_output *output = NULL;
    intro_status rc = intro_output_open(j->ctx, file, &output);
    if (rc == INTRO_OK) {
        rc = is_team ? intro_pages_team(j->ctx, j->pages, &j->options, output)
                     : intro_pages_person(j->ctx, j->pages, who, &j->options,
                                          output);
        if (rc == INTRO_OK) {
            rc = intro_output_commit(j->ctx, output);
        } else {
            intro_output_abandon(output);
        }
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static int make_pages(job *j)
{
    intro_pages_options what = INTRO_PAGES_OPTIONS_INIT;
    what.redact = j->args->given[INTRO_I_OPT_REDACT] > 0;
    const intro_status rc = intro_pages_new(j->ctx, j->graph, &what, &j->pages);
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

/* --- one person ----------------------------------------------------------- */

static int say_nobody(const intro_graph *graph)
{
    const uint32_t owners = intro_graph_owners(graph);
    intro_i_cli_complain("whose network? this one has %s",
                         owners == 0 ? "no owner" : "several owners");
    if (owners == 0) {
        intro_i_cli_hint("name somebody: introfind report WHO -o FILE.html");
        return 2;
    }
    intro_i_cli_hint("name somebody: introfind report WHO -o FILE.html, or "
                     "take everybody with --batch DIR; the owners are:");
    intro_i_cli_list_owners(graph);
    return 2;
}

static int find_person(job *j, intro_vid *out)
{
    intro_lookup *lookup = NULL;
    const intro_status rc = intro_lookup_new(j->ctx, j->graph, &lookup);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(j->ctx, rc);
    }
    int status =
        j->args->word_count > 0
            ? intro_i_cli_find_one(j->ctx, j->graph, lookup, j->args->words[0],
                                   out)
            : intro_i_cli_find_me(j->ctx, j->args, j->graph, lookup, out);
    intro_lookup_free(lookup);
    if (status == 0 && *out == INTRO_NO_VID) {
        status = say_nobody(j->graph);
    }
    return status;
}

static int report_person(job *j)
{
    intro_vid who = INTRO_NO_VID;
    int status = find_person(j, &who);
    if (status == 0) {
        status = make_pages(j);
    }
    return status == 0
               ? write_page(j, j->args->last[INTRO_I_OPT_OUTPUT], false, who)
               : status;
}

/* --- the team ------------------------------------------------------------- */

/* The folder, made when it is not there. */
static int make_folder(const char *folder)
{
    struct stat info;
    if (mkdir(folder, 0777) == 0) {
        return 0;
    }
    const int why = errno;
    if (why == EEXIST && stat(folder, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            return 0;
        }
        intro_i_cli_complain("%s: not a folder", intro_i_cli_escape(folder));
        return 4;
    }
    intro_i_cli_complain("%s: cannot make the folder: %s",
                         intro_i_cli_escape(folder), strerror(why));
    return 4;
}

static int write_into(job *j, const char *folder, const char *name,
                      bool is_team, intro_vid who)
{
    intro_i_cli_text path = {NULL, 0, 0};
    const int status = intro_i_cli_text_put(&path, folder) &&
                               intro_i_cli_text_put(&path, "/") &&
                               intro_i_cli_text_put(&path, name)
                           ? write_page(j, path.bytes, is_team, who)
                           : say_no_memory();
    free(path.bytes);
    return status;
}

static int report_team(job *j, const char *folder)
{
    const uint32_t owners = intro_graph_owners(j->graph);
    if (owners == 0) {
        intro_i_cli_complain("--batch: no export was imported, so there is no "
                             "team");
        intro_i_cli_hint("a page about one person: introfind report WHO -o "
                         "FILE.html");
        return 1;
    }
    int status = make_pages(j);
    if (status == 0) {
        status = make_folder(folder);
    }
    for (uint32_t i = 0; i < owners && status == 0; i++) {
        status = write_into(j, folder, intro_pages_file(j->pages, i), false,
                            intro_graph_owner(j->graph, i));
    }
    if (status == 0) {
        status = write_into(j, folder, "index.html", true, INTRO_NO_VID);
    }
    if (status == 0) {
        intro_i_cli_remark("wrote %u %s and index.html in %s", owners,
                           owners == 1 ? "page" : "pages",
                           intro_i_cli_escape(folder));
    }
    return status;
}

/* --- the command ---------------------------------------------------------- */

static int check_words(const intro_i_cli_args *args)
{
    const bool is_batch = args->given[INTRO_I_OPT_BATCH] > 0;
    const bool has_file = args->given[INTRO_I_OPT_OUTPUT] > 0;
    if (args->word_count > 1) {
        intro_i_cli_complain("report is about one person, and \"%s\" is a "
                             "second",
                             intro_i_cli_escape(args->words[1]));
        intro_i_cli_hint("quote a name: 'Nora Lindqvist'; for the whole team, "
                         "--batch DIR");
        return 2;
    }
    if (is_batch && (has_file || args->word_count > 0)) {
        intro_i_cli_complain("--batch writes a page for everybody of the team; "
                             "no %s goes with it",
                             has_file ? "-o" : "WHO");
        return 2;
    }
    if (!is_batch && !has_file && isatty(STDOUT_FILENO) != 0) {
        intro_i_cli_complain("report wants a file for the page");
        intro_i_cli_hint("as in: introfind report -o me.html");
        return 2;
    }
    if (args->given[INTRO_I_OPT_FORMAT] > 0) {
        intro_i_cli_remark("--format does not change a page; it is HTML");
    }
    return 0;
}

int intro_i_cli_run_report(intro_ctx *ctx, const intro_i_cli_args *args)
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
    if (!intro_i_cli_report_options(args, network.name, &guarded, &command,
                                    &j.options)) {
        status = 5;
    } else if (args->given[INTRO_I_OPT_BATCH] > 0) {
        status = report_team(&j, args->last[INTRO_I_OPT_BATCH]);
    } else {
        status = report_person(&j);
    }
    intro_pages_free(j.pages);
    free(command);
    intro_i_cli_close_network(&network);
    return status;
}
