/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/open_graph.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/memory.h"
#include "cli/terminal.h"
#include "cli/values.h"

static int say_no_memory(void)
{
    intro_i_cli_complain("out of memory");
    return 5;
}

/* --- options to structs --------------------------------------------------- */

static bool has_strength_options(const intro_i_cli_args *args)
{
    static const intro_i_cli_option_id ids[] = {
        INTRO_I_OPT_WEIGHT, INTRO_I_OPT_WEIGHT_IS, INTRO_I_OPT_OBSERVED_ONLY,
        INTRO_I_OPT_MODEL,  INTRO_I_OPT_AS_OF,     INTRO_I_OPT_BAD_WEIGHT};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        if (args->given[ids[i]] > 0) {
            return true;
        }
    }
    return false;
}

static intro_weight_meaning give_meaning(const intro_i_cli_args *args)
{
    static const intro_weight_meaning meanings[] = {
        INTRO_WEIGHT_STRENGTH, INTRO_WEIGHT_COUNT, INTRO_WEIGHT_COST};
    if (args->given[INTRO_I_OPT_WEIGHT_IS] == 0) {
        return INTRO_WEIGHT_GUESS;
    }
    return meanings[intro_i_cli_choice(args, INTRO_I_OPT_WEIGHT_IS, 0)];
}

static void fill_strength(const intro_i_cli_args *args,
                          intro_strength_options *out)
{
    const intro_strength_options init = INTRO_STRENGTH_OPTIONS_INIT;
    *out = init;
    out->weight = args->last[INTRO_I_OPT_WEIGHT];
    out->weight_is = give_meaning(args);
    out->model_file = args->last[INTRO_I_OPT_MODEL];
    out->as_of = intro_i_cli_as_of(args);
    out->observed_only = args->given[INTRO_I_OPT_OBSERVED_ONLY] > 0;
    out->bad_weight_drop = args->given[INTRO_I_OPT_BAD_WEIGHT] > 0;
}

int intro_i_cli_import(intro_ctx *ctx, const intro_i_cli_args *args,
                       const char *const *files, size_t count,
                       intro_graph **out)
{
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *graph = args->last[INTRO_I_OPT_GRAPH];
    size_t owners = 0;
    const char **owner = intro_i_cli_values(args, INTRO_I_OPT_OWNER, &owners);
    if (owner == NULL) {
        return say_no_memory();
    }
    fill_strength(args, &options.strength);
    if (graph != NULL) {
        options.graph_number =
            strcmp(graph, "all") == 0
                ? 0
                : (uint32_t)intro_i_cli_integer(args, INTRO_I_OPT_GRAPH, 1);
    }
    options.strict = args->given[INTRO_I_OPT_STRICT] > 0;
    options.lenient = args->given[INTRO_I_OPT_LENIENT] > 0;
    options.merge_names = args->given[INTRO_I_OPT_MERGE_NAMES] > 0;
    options.same_ids = args->given[INTRO_I_OPT_SAME_IDS] > 0;
    options.owners = owner;
    options.owner_count = owners;
    options.classes_file = args->last[INTRO_I_OPT_CLASSES];
    int status = 0;
    if (options.strict && options.lenient) {
        intro_i_cli_complain("--strict and --lenient exclude each other");
        status = 2;
    } else {
        status = intro_i_cli_check_memory(ctx, args, files, count);
    }
    if (status == 0) {
        const intro_status rc =
            intro_import_run(ctx, files, count, &options, out);
        if (rc != INTRO_OK) {
            status = intro_i_cli_fail_import(ctx, args, files, count, rc);
        }
    }
    free(owner);
    return status;
}

bool intro_i_cli_report_options(const intro_i_cli_args *args,
                                const char *network, uint64_t *guarded_cells,
                                char **command, intro_report_options *out)
{
    static const intro_format formats[] = {INTRO_FORMAT_TEXT, INTRO_FORMAT_JSON,
                                           INTRO_FORMAT_CSV};
    const intro_report_options init = INTRO_REPORT_OPTIONS_INIT;
    *out = init;
    *command = intro_i_cli_command_line(args);
    if (*command == NULL) {
        (void)say_no_memory();
        return false;
    }
    out->format = formats[intro_i_cli_choice(args, INTRO_I_OPT_FORMAT, 0)];
    out->color = intro_i_cli_has_color(args->given[INTRO_I_OPT_NO_COLOR] > 0,
                                       args->last[INTRO_I_OPT_OUTPUT]);
    out->width = intro_i_cli_width();
    out->csv_raw = args->given[INTRO_I_OPT_CSV_RAW] > 0;
    out->command = *command;
    out->network = network;
    out->guarded_cells = guarded_cells;
    return true;
}

void intro_i_cli_tell_guarded(uint64_t cells)
{
    if (cells > 0) {
        intro_i_cli_remark("%llu CSV cells that a spreadsheet would run as a "
                           "formula got a leading ' (--csv-raw: none)",
                           (unsigned long long)cells);
    }
}

/* --- which files ---------------------------------------------------------- */

char *intro_i_cli_default_network(bool is_for_reading, int *status)
{
    intro_i_cli_text text = {NULL, 0, 0};
    const char *named = getenv("INTROFIND_NETWORK");
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    bool is_fine;
    if (named != NULL && named[0] != '\0') {
        is_fine = intro_i_cli_text_put(&text, named);
    } else if (data != NULL && data[0] == '/') {
        is_fine = intro_i_cli_text_put(&text, data) &&
                  intro_i_cli_text_put(&text, "/introfind/default.intro");
    } else if (home != NULL && home[0] == '/') {
        is_fine = intro_i_cli_text_put(&text, home) &&
                  intro_i_cli_text_put(&text,
                                       "/.local/share/introfind/default.intro");
    } else {
        intro_i_cli_complain("no folder for the default network: HOME is not "
                             "set");
        intro_i_cli_hint("name a file: %s",
                         is_for_reading ? "-n FILE" : "-o FILE");
        *status = 2;
        return NULL;
    }
    if (!is_fine) {
        free(text.bytes);
        *status = say_no_memory();
        return NULL;
    }
    return text.bytes;
}

int intro_i_cli_is_snapshot(intro_ctx *ctx, const char *file, bool *out)
{
    struct stat info;
    if (stat(file, &info) == 0 && S_ISDIR(info.st_mode)) {
        *out = false;
        return 0;
    }
    const intro_status rc = intro_is_snapshot(ctx, file, out);
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
}

/* Several files, one of which is a snapshot, cannot be pooled. */
static int look_at_files(intro_ctx *ctx, const char *const *files, size_t count,
                         bool *is_snapshot)
{
    *is_snapshot = false;
    for (size_t i = 0; i < count; i++) {
        bool is_one = false;
        const int status = intro_i_cli_is_snapshot(ctx, files[i], &is_one);
        if (status != 0) {
            return status;
        }
        if (is_one && count > 1) {
            intro_i_cli_complain("%s is a snapshot, which cannot be pooled "
                                 "with other files",
                                 intro_i_cli_escape(files[i]));
            intro_i_cli_hint("give -n once, or import all the raw inputs "
                             "together");
            return 2;
        }
        *is_snapshot = is_one;
    }
    return 0;
}

static char *join_names(const char *const *files, size_t count)
{
    intro_i_cli_text text = {NULL, 0, 0};
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < count; i++) {
        is_fine = (i == 0 || intro_i_cli_text_put(&text, " ")) &&
                  (count > 1 ? intro_i_cli_text_quote(&text, files[i])
                             : intro_i_cli_text_put(&text, files[i]));
    }
    if (!is_fine) {
        free(text.bytes);
        return NULL;
    }
    return text.bytes;
}

/* --- opening -------------------------------------------------------------- */

/* Options that can only matter while raw inputs are read. */
static int refuse_raw_options(const intro_i_cli_args *args, const char *file)
{
    for (size_t i = 0; i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(i);
        if (o->group == INTRO_I_GROUP_RAW && o->id != INTRO_I_OPT_BAD_WEIGHT &&
            args->given[o->id] > 0) {
            intro_i_cli_complain("%s: %s is for raw inputs, and this is a "
                                 "snapshot",
                                 intro_i_cli_escape(file),
                                 intro_i_cli_option_spelling(o));
            intro_i_cli_hint("give it to introfind import");
            return 2;
        }
    }
    return 0;
}

static bool has_step_up(const char *path)
{
    for (const char *at = path; at != NULL; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0')) {
            return true;
        }
    }
    return false;
}

/* A stranger's snapshot names what it likes, and a look at /net/HOST asks that host,
 * or waits for one that is gone. So only what lies below the working folder or the
 * home folder, by its name, is looked at. */
static bool is_near(const char *path)
{
    const char *const home = getenv("HOME");
    if (path[0] != '/') {
        return !has_step_up(path);
    }
    size_t length = home == NULL ? 0 : strlen(home);
    while (length > 0 && home[length - 1] == '/') {
        length--;
    }
    return length > 0 && strncmp(path, home, length) == 0 &&
           path[length] == '/' && !has_step_up(path);
}

static bool is_newer(const char *path, const struct stat *snapshot)
{
    struct stat source;
    return is_near(path) && stat(path, &source) == 0 &&
           S_ISREG(source.st_mode) && source.st_mtime > snapshot->st_mtime;
}

/* Sources are named as they were at import; those that are not there now are
 * passed over. */
static void tell_newer_sources(const intro_graph *graph, const char *file)
{
    enum { TOLD_MOST = 5 };
    struct stat snapshot;
    uint32_t newer = 0;
    if (stat(file, &snapshot) != 0) {
        return;
    }
    for (uint32_t i = 0; i < intro_graph_sources(graph); i++) {
        const char *const name = intro_graph_source(graph, i).file;
        if (is_newer(name, &snapshot) && ++newer <= TOLD_MOST) {
            char shown[INTRO_MESSAGE_MAX];
            intro_i_cli_remark("the snapshot is older than its source \"%s\"",
                               intro_escape_text(name, shown, sizeof shown));
        }
    }
    if (newer > TOLD_MOST) {
        intro_i_cli_remark("... and older than %u more of its sources",
                           (unsigned)(newer - TOLD_MOST));
    }
}

static int open_snapshot(intro_ctx *ctx, const intro_i_cli_args *args,
                         const char *file, intro_verify verify,
                         intro_graph **out)
{
    intro_graph *graph = NULL;
    const int refused = refuse_raw_options(args, file);
    if (refused != 0) {
        return refused;
    }
    /* New strengths are made from everything. */
    intro_status rc = intro_snapshot_open(
        ctx, file, has_strength_options(args) ? INTRO_VERIFY_FULL : verify,
        &graph);
    if (rc == INTRO_OK && has_strength_options(args)) {
        intro_strength_options options;
        fill_strength(args, &options);
        rc = intro_graph_set_strengths(ctx, graph, &options);
    }
    if (rc != INTRO_OK) {
        const int status = intro_i_cli_fail(ctx, rc);
        intro_graph_close(graph);
        return status;
    }
    tell_newer_sources(graph, file);
    *out = graph;
    return 0;
}

static int open_files(intro_ctx *ctx, const intro_i_cli_args *args,
                      const char *const *files, size_t count,
                      intro_verify verify, intro_i_cli_network *out)
{
    int status = look_at_files(ctx, files, count, &out->is_snapshot);
    if (status == 0) {
        status = out->is_snapshot
                     ? open_snapshot(ctx, args, files[0], verify, &out->graph)
                     : intro_i_cli_import(ctx, args, files, count, &out->graph);
    }
    if (status == 0) {
        out->name = join_names(files, count);
        status = out->name != NULL ? 0 : say_no_memory();
    }
    return status;
}

int intro_i_cli_open_network(intro_ctx *ctx, const intro_i_cli_args *args,
                             intro_verify verify, intro_i_cli_network *out)
{
    size_t count = 0;
    int status = 0;
    char *standard = NULL;
    struct stat info;
    memset(out, 0, sizeof *out);
    const char **files = intro_i_cli_values(args, INTRO_I_OPT_NETWORK, &count);
    if (files == NULL) {
        return say_no_memory();
    }
    if (count == 0) {
        standard = intro_i_cli_default_network(true, &status);
        if (standard != NULL && stat(standard, &info) != 0) {
            intro_i_cli_complain("%s: there is no default network yet",
                                 intro_i_cli_escape(standard));
            intro_i_cli_hint("make it: introfind import FILE; or name one: "
                             "-n FILE");
            status = 4;
        }
        files[count++] = standard;
    }
    if (status == 0) {
        status = open_files(ctx, args, files, count, verify, out);
    }
    if (status != 0) {
        intro_i_cli_close_network(out);
    }
    free(standard);
    free(files);
    return status;
}

int intro_i_cli_attach_clusters(intro_ctx *ctx, const intro_i_cli_args *args,
                                intro_graph *graph)
{
    intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
    options.seed = intro_i_cli_integer(args, INTRO_I_OPT_SEED, options.seed);
    const intro_status rc = intro_clusters_attach(ctx, graph, &options);
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(ctx, rc);
}

void intro_i_cli_close_network(intro_i_cli_network *network)
{
    intro_graph_close(network->graph);
    free(network->name);
    memset(network, 0, sizeof *network);
}
