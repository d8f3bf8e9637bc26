/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help is at most 80 columns wide, examples first. */
#include "cli/help.h"

#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"

enum { WIDTH = 79, OPTION_COLUMN = 26 };

const intro_i_cli_exit intro_i_cli_exits[INTRO_I_EXITS] = {
    {"0", "done"},
    {"1", "the asked-for thing was not found"},
    {"2", "wrong use: an unknown option, a value out of range, a name that "
          "several people have"},
    {"3", "an input cannot be used"},
    {"4", "a file or disk error, also: no such file"},
    {"5", "a limit, or memory"},
    {"6", "a snapshot is damaged or of another version"},
    {"70", "an internal error: a bug, please report it"},
};

const intro_i_cli_exit intro_i_cli_variables[INTRO_I_VARIABLES] = {
    {"INTROFIND_NETWORK", "the network when -n is not given"},
    {"XDG_DATA_HOME", "where introfind/default.intro is, the network when "
                      "neither is given; else ~/.local/share"},
    {"NO_COLOR", "when not empty: no colours"},
    {"COLUMNS", "width of text output"},
    {"TERM", "dumb: no colours and no progress line"},
};

/* --- wrapped text --------------------------------------------------------- */

static bool put_blanks(intro_i_cli_text *out, size_t count)
{
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < count; i++) {
        is_fine = intro_i_cli_text_put(out, " ");
    }
    return is_fine;
}

/* Words of text from column `column` on, the next lines indented. */
static bool put_wrapped(intro_i_cli_text *out, const char *text, size_t column,
                        size_t indent)
{
    bool is_fine = true;
    bool is_first = true;
    char word[128];
    while (is_fine && *text != '\0') {
        const size_t length = strcspn(text, " ");
        const size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = '\0';
        text += length;
        text += strspn(text, " ");
        if (!is_first && column + 1 + kept > WIDTH) {
            is_fine =
                intro_i_cli_text_put(out, "\n") && put_blanks(out, indent);
            column = indent;
        } else if (!is_first) {
            is_fine = intro_i_cli_text_put(out, " ");
            column++;
        }
        is_fine = is_fine && intro_i_cli_text_put(out, word);
        column += kept;
        is_first = false;
    }
    return is_fine && intro_i_cli_text_put(out, "\n");
}

/* A word at the left, its meaning beside it or below. */
static bool put_entry(intro_i_cli_text *out, const char *left,
                      const char *meaning, size_t column)
{
    const size_t length = strlen(left) + 2;
    bool is_fine = put_blanks(out, 2) && intro_i_cli_text_put(out, left);
    if (length + 2 > column) {
        is_fine = is_fine && intro_i_cli_text_put(out, "\n") &&
                  put_blanks(out, column);
    } else {
        is_fine = is_fine && put_blanks(out, column - length);
    }
    return is_fine && put_wrapped(out, meaning, column, column);
}

static bool put_heading(intro_i_cli_text *out, const char *title)
{
    return intro_i_cli_text_put(out, "\n") &&
           intro_i_cli_text_put(out, title) && intro_i_cli_text_put(out, ":\n");
}

/* --- parts of help -------------------------------------------------------- */

static bool put_option(intro_i_cli_text *out, const intro_i_cli_option *o)
{
    intro_i_cli_text left = {NULL, 0, 0};
    const char letter[3] = {'-', o->letter, '\0'};
    bool is_fine = intro_i_cli_text_put(&left, "");
    if (o->letter != '\0') {
        is_fine = is_fine && intro_i_cli_text_put(&left, letter);
    }
    if (o->letter != '\0' && o->name != NULL) {
        is_fine = is_fine && intro_i_cli_text_put(&left, ", ");
    }
    if (o->name != NULL) {
        is_fine = is_fine && intro_i_cli_text_put(&left, "--") &&
                  intro_i_cli_text_put(&left, o->name);
    }
    if (o->arg != NULL) {
        is_fine = is_fine && intro_i_cli_text_put(&left, " ") &&
                  intro_i_cli_text_put(&left, o->arg);
    }
    is_fine = is_fine && put_entry(out, left.bytes, o->help, OPTION_COLUMN);
    free(left.bytes);
    return is_fine;
}

static bool put_options(intro_i_cli_text *out, uint32_t bit)
{
    bool is_fine = true;
    for (uint32_t g = 0; is_fine && g < INTRO_I_GROUP_COUNT; g++) {
        bool is_begun = false;
        for (size_t i = 0; is_fine && i < INTRO_I_OPT_COUNT; i++) {
            const intro_i_cli_option *o = intro_i_cli_option_at(i);
            if ((uint32_t)o->group != g || (o->commands & bit) == 0) {
                continue;
            }
            if (!is_begun) {
                is_fine = put_heading(
                    out, intro_i_cli_group_title((intro_i_cli_group)g));
                is_begun = true;
            }
            is_fine = is_fine && put_option(out, o);
        }
    }
    return is_fine;
}

static bool put_examples(intro_i_cli_text *out,
                         const intro_i_cli_command *command)
{
    bool is_fine = put_heading(out, "Examples");
    for (size_t i = 0; is_fine && i < INTRO_I_EXAMPLES_MAX; i++) {
        const intro_i_cli_example *e = &command->examples[i];
        if (e->what == NULL) {
            break;
        }
        is_fine = intro_i_cli_text_put(out, "  # ") &&
                  intro_i_cli_text_put(out, e->what) &&
                  intro_i_cli_text_put(out, "\n  ") &&
                  intro_i_cli_text_put(out, e->line) &&
                  intro_i_cli_text_put(out, "\n");
    }
    return is_fine;
}

static bool put_table(intro_i_cli_text *out, const char *title,
                      const intro_i_cli_exit *rows, size_t count, size_t column,
                      const char *not_found)
{
    bool is_fine = put_heading(out, title);
    for (size_t i = 0; is_fine && i < count; i++) {
        const bool is_own =
            not_found != NULL && strcmp(rows[i].status, "1") == 0;
        is_fine = put_entry(out, rows[i].status,
                            is_own ? not_found : rows[i].meaning, column);
    }
    return is_fine;
}

static bool put_commands(intro_i_cli_text *out)
{
    bool is_fine = put_heading(out, "Commands");
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        is_fine = put_entry(out, c->name, c->summary, 12);
    }
    return is_fine;
}

bool intro_i_cli_put_summary(intro_i_cli_text *out)
{
    return intro_i_cli_text_put(
               out, "introfind: who can introduce me?\n"
                    "\n"
                    "  introfind import Basic_LinkedInDataExport.zip\n"
                    "  introfind path \"Ilse Marchetti-Oduya\"\n"
                    "  introfind path --to-company \"Quenlark Biologics\"\n") &&
           put_commands(out) &&
           intro_i_cli_text_put(out, "introfind help COMMAND tells more.\n");
}

static bool put_main_help(intro_i_cli_text *out)
{
    return intro_i_cli_text_put(
               out, "introfind - who can introduce me\n"
                    "\n"
                    "Usage: introfind COMMAND [OPTION...] [WORD...]\n"
                    "       introfind help COMMAND\n"
                    "       introfind --version\n"
                    "\nExamples:\n"
                    "  # Read your LinkedIn export once\n"
                    "  introfind import Basic_LinkedInDataExport.zip\n"
                    "  # Who can introduce me to a person\n"
                    "  introfind path \"Ilse Marchetti-Oduya\"\n"
                    "  # ... to anybody of a company\n"
                    "  introfind path --to-company \"Quenlark Biologics\"\n") &&
           put_commands(out) &&
           put_table(out, "Exit status", intro_i_cli_exits, INTRO_I_EXITS, 6,
                     NULL) &&
           put_table(out, "Environment", intro_i_cli_variables,
                     INTRO_I_VARIABLES, 21, NULL) &&
           intro_i_cli_text_put(out, "\nEverything stays on this machine.\n");
}

bool intro_i_cli_put_help(intro_i_cli_text *out,
                          const intro_i_cli_command *command)
{
    if (command == NULL) {
        return put_main_help(out);
    }
    bool is_fine =
        intro_i_cli_text_put(out, "introfind ") &&
        intro_i_cli_text_put(out, command->name) &&
        intro_i_cli_text_put(out, " - ") &&
        intro_i_cli_text_put(out, command->summary) &&
        intro_i_cli_text_put(out, "\n\nUsage: introfind ") &&
        intro_i_cli_text_put(out, command->name) &&
        intro_i_cli_text_put(out, " [OPTION...]") &&
        intro_i_cli_text_put(out, command->operands[0] != '\0' ? " " : "") &&
        intro_i_cli_text_put(out, command->operands) &&
        intro_i_cli_text_put(out, "\n") && put_examples(out, command);
    for (size_t i = 0;
         is_fine && i < INTRO_I_PROSE_MAX && command->prose[i] != NULL; i++) {
        is_fine = intro_i_cli_text_put(out, "\n") &&
                  put_wrapped(out, command->prose[i], 0, 0);
    }
    return is_fine && put_options(out, command->bit) &&
           put_table(out, "Exit status", intro_i_cli_exits, INTRO_I_EXITS, 6,
                     command->not_found);
}

/* --- printing it ---------------------------------------------------------- */

static int print_text(intro_i_cli_text *text, bool is_fine)
{
    int status = 5;
    if (is_fine) {
        status = intro_i_cli_print(text->bytes);
    } else {
        intro_i_cli_complain("out of memory");
    }
    free(text->bytes);
    return status;
}

int intro_i_cli_show_help(const intro_i_cli_command *command)
{
    intro_i_cli_text text = {NULL, 0, 0};
    const bool is_fine = intro_i_cli_put_help(&text, command);
    return print_text(&text, is_fine);
}

int intro_i_cli_refuse_command(const char *word)
{
    const intro_i_cli_command *near = intro_i_cli_command_suggest(word);
    if (word[0] == '-' && word[1] != '\0') {
        intro_i_cli_complain("options follow the command; %s stands before it",
                             intro_i_cli_escape(word));
        intro_i_cli_hint("as in: introfind path --me WHO TARGET");
        return 2;
    }
    intro_i_cli_complain("unknown command \"%s\"", intro_i_cli_escape(word));
    if (near != NULL) {
        intro_i_cli_hint("did you mean %s?", near->name);
    } else {
        intro_i_cli_hint("introfind help lists the commands");
    }
    return 2;
}

/* help --generate man|bash|zsh|fish [COMMAND]: how the pages and completions in
 * the sources are made. */
static int generate(int argc, char **argv)
{
    intro_i_cli_text text = {NULL, 0, 0};
    const char *what = argc > 0 ? argv[0] : "";
    const intro_i_cli_command *command = NULL;
    if (argc > 1) {
        command = intro_i_cli_command_find(argv[1]);
        if (command == NULL) {
            return intro_i_cli_refuse_command(argv[1]);
        }
    }
    if (strcmp(what, "man") == 0) {
        const bool is_fine = intro_i_cli_put_manual(&text, command);
        return print_text(&text, is_fine);
    }
    if (intro_i_cli_word_place("bash zsh fish", what, NULL)) {
        const bool is_fine = intro_i_cli_put_completion(&text, what);
        return print_text(&text, is_fine);
    }
    intro_i_cli_complain("--generate wants man, bash, zsh or fish");
    return 2;
}

int intro_i_cli_run_help(int argc, char **argv)
{
    if (argc == 0) {
        return intro_i_cli_show_help(NULL);
    }
    if (strcmp(argv[0], "--generate") == 0) {
        return generate(argc - 1, argv + 1);
    }
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0) {
        return intro_i_cli_show_help(NULL);
    }
    const intro_i_cli_command *command = intro_i_cli_command_find(argv[0]);
    if (command == NULL) {
        return intro_i_cli_refuse_command(argv[0]);
    }
    if (argc > 1) {
        intro_i_cli_complain("help takes one command");
        return 2;
    }
    return intro_i_cli_show_help(command);
}
