/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind import: inputs to a snapshot, and the accounting to stdout. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/terminal.h"

/* Make the folders of a file that are not there, for the user alone. */
static int make_folders(char *file)
{
    for (char *s = strchr(file + 1, '/'); s != NULL; s = strchr(s + 1, '/')) {
        *s = '\0';
        const bool is_made = mkdir(file, 0700) == 0 || errno == EEXIST;
        if (!is_made) {
            intro_i_cli_complain("%s: %s", intro_i_cli_escape(file),
                                 strerror(errno));
        }
        *s = '/';
        if (!is_made) {
            return 4;
        }
    }
    return 0;
}

/* Inputs that cannot be read in, or would be written over. */
static int check_files(intro_ctx *ctx, const char *const *files, size_t count,
                       const char *output)
{
    struct stat out;
    struct stat in;
    const bool is_there = stat(output, &out) == 0;
    for (size_t i = 0; i < count; i++) {
        bool is_snapshot = false;
        const int status = intro_i_cli_is_snapshot(ctx, files[i], &is_snapshot);
        if (status != 0) {
            return status;
        }
        if (is_snapshot) {
            intro_i_cli_complain("%s is a snapshot already",
                                 intro_i_cli_escape(files[i]));
            intro_i_cli_hint("the other commands read it with -n; -o names "
                             "the snapshot to write");
            return 2;
        }
        if (is_there && stat(files[i], &in) == 0 && in.st_dev == out.st_dev &&
            in.st_ino == out.st_ino) {
            intro_i_cli_complain("%s is an input and would be written over",
                                 intro_i_cli_escape(output));
            return 2;
        }
    }
    return 0;
}

/* The default network may be anything $INTROFIND_NETWORK names, also an input
 * of the other commands: only a snapshot is replaced unasked. */
static int check_default(intro_ctx *ctx, const char *file)
{
    struct stat info;
    bool is_snapshot = false;
    if (stat(file, &info) != 0) {
        return 0;
    }
    const int status = intro_i_cli_is_snapshot(ctx, file, &is_snapshot);
    if (status == 0 && !is_snapshot) {
        intro_i_cli_complain("%s is the default network and no snapshot, so it "
                             "is not replaced",
                             intro_i_cli_escape(file));
        intro_i_cli_hint("name the snapshot to write: -o FILE");
        return 2;
    }
    return status;
}

/* The accounting is made before the snapshot is put in its place, so that what
 * runs out of memory changes no file, and goes out after it. */
static intro_status write_all(intro_ctx *ctx, const intro_graph *graph,
                              const char *file,
                              const intro_report_options *options)
{
    intro_output *output = NULL;
    intro_status rc = intro_output_open(ctx, NULL, &output);
    if (rc == INTRO_OK) {
        intro_output_hold(output);
        rc = intro_report_info(ctx, graph, true, options, output);
    }
    if (rc == INTRO_OK) {
        rc = intro_snapshot_write(ctx, graph, file);
    }
    if (rc != INTRO_OK) {
        intro_output_abandon(output);
        return rc;
    }
    intro_i_cli_remark("wrote %s", intro_i_cli_escape(file));
    return intro_output_commit(ctx, output);
}

static int import_files(intro_ctx *ctx, const intro_i_cli_args *args,
                        const char *const *files, size_t count,
                        const char *output)
{
    intro_graph *graph = NULL;
    intro_report_options options;
    uint64_t guarded = 0;
    char *command = NULL;
    int status = intro_i_cli_import(ctx, args, files, count, &graph);
    if (status != 0) {
        return status;
    }
    if (!intro_i_cli_report_options(args, output, &guarded, &command,
                                    &options)) {
        status = 5;
    } else {
        /* -o is the snapshot: the accounting goes to stdout whatever it is. */
        options.color =
            intro_i_cli_has_color(args->given[INTRO_I_OPT_NO_COLOR] > 0, NULL);
        const intro_status rc = write_all(ctx, graph, output, &options);
        status = rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
    }
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_graph_close(graph);
    return status;
}

int intro_i_cli_run_import(intro_ctx *ctx, const intro_i_cli_args *args)
{
    const char *output = args->last[INTRO_I_OPT_OUTPUT];
    char *standard = NULL;
    size_t named = 0;
    int status = 0;
    if (output != NULL && strcmp(output, "-") == 0) {
        intro_i_cli_complain("import writes a snapshot to a file, not to "
                             "standard output");
        return 2;
    }
    const char **more = intro_i_cli_values(args, INTRO_I_OPT_NETWORK, &named);
    const size_t count = args->word_count + named;
    const char **files = calloc(count + 1, sizeof *files);
    if (more == NULL || files == NULL) {
        intro_i_cli_complain("out of memory");
        status = 5;
    } else if (count == 0) {
        intro_i_cli_complain("import wants at least one input");
        intro_i_cli_hint("as in: introfind import "
                         "Basic_LinkedInDataExport.zip");
        status = 2;
    }
    if (status == 0) {
        memcpy(files, args->words, args->word_count * sizeof *files);
        memcpy(files + args->word_count, more, named * sizeof *files);
        if (output == NULL) {
            standard = intro_i_cli_default_network(false, &status);
            output = standard;
        }
    }
    if (status == 0) {
        status = check_files(ctx, files, count, output);
    }
    if (status == 0 && standard != NULL) {
        status = check_default(ctx, standard);
        if (status == 0) {
            status = make_folders(standard);
        }
    }
    if (status == 0) {
        status = import_files(ctx, args, files, count, output);
    }
    free(standard);
    free(files);
    free(more);
    return status;
}
