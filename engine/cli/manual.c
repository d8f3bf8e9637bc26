/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manual pages in mdoc. `introfind help --generate man [COMMAND]` prints them,
 * cli_docs.test compares them with those in the sources. */
#include "cli/help.h"

#include <string.h>

static const char page_date[] = "November 23, 2026";

static bool put(intro_i_cli_text *out, const char *word)
{
    return intro_i_cli_text_put(out, word);
}

/* Text in which nothing is markup; starts a line when is_line. */
static bool put_plain(intro_i_cli_text *out, const char *text, bool is_line)
{
    bool is_fine = true;
    if (is_line && (*text == '.' || *text == '\'')) {
        is_fine = put(out, "\\&");
    }
    for (; is_fine && *text != '\0'; text++) {
        const char c[2] = {*text, '\0'};
        switch (*text) {
        case '\\':
            is_fine = put(out, "\\e");
            break;
        case '-':
            is_fine = put(out, "\\-");
            break;
        case '~':
            is_fine = put(out, "\\(ti");
            break;
        case '^':
            is_fine = put(out, "\\(ha");
            break;
        case '\'':
            is_fine = put(out, "\\(aq");
            break;
        case '"':
            is_fine = put(out, "\\(dq");
            break;
        default:
            is_fine = put(out, c);
        }
    }
    return is_fine;
}

/* Text filled to lines under 80 bytes; a sentence starts a line, as mdoc wants
 * it. */
static bool put_prose(intro_i_cli_text *out, const char *text)
{
    bool is_fine = true;
    size_t column = 0;
    char word[64];
    while (is_fine && *text != '\0') {
        const size_t length = strcspn(text, " ");
        const size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = '\0';
        text += length;
        text += strspn(text, " ");
        /* Escapes lengthen a word: a dash by one, a quote by three. */
        if (column > 0 && column + 1 + kept > 68) {
            is_fine = put(out, "\n");
            column = 0;
        } else if (column > 0) {
            is_fine = put(out, " ");
            column++;
        }
        is_fine = is_fine && put_plain(out, word, column == 0);
        column += kept;
        if (is_fine && kept > 0 && word[kept - 1] == '.') {
            is_fine = *text == '\0' || put(out, "\n");
            column = 0;
        }
    }
    return is_fine && put(out, "\n");
}

static bool put_head(intro_i_cli_text *out, const char *name, const char *upper,
                     const char *summary)
{
    return put(out, ".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n"
                    ".\\\" Made by: introfind help --generate man\n") &&
           put(out, ".Dd ") && put(out, page_date) && put(out, "\n.Dt ") &&
           put(out, upper) && put(out, " 1\n.Os\n.Sh NAME\n.Nm ") &&
           put(out, name) && put(out, "\n.Nd ") &&
           put_plain(out, summary, false) && put(out, "\n");
}

static bool put_table(intro_i_cli_text *out, const char *section,
                      const char *macro, const intro_i_cli_exit *rows,
                      size_t count, const char *not_found)
{
    bool is_fine = put(out, ".Sh ") && put(out, section) &&
                   put(out, "\n.Bl -tag -width Ds\n");
    for (size_t i = 0; is_fine && i < count; i++) {
        const bool is_own =
            not_found != NULL && strcmp(rows[i].status, "1") == 0;
        is_fine = put(out, ".It ") && put(out, macro) &&
                  put(out, rows[i].status) && put(out, "\n") &&
                  put_prose(out, is_own ? not_found : rows[i].meaning);
    }
    return is_fine && put(out, ".El\n");
}

static bool put_option(intro_i_cli_text *out, const intro_i_cli_option *o)
{
    const char letter[2] = {o->letter, '\0'};
    bool is_fine = put(out, ".It ");
    if (o->letter != '\0') {
        is_fine = is_fine && put(out, "Fl ") && put(out, letter);
    }
    if (o->letter != '\0' && o->name != NULL) {
        is_fine = is_fine && put(out, " , ");
    }
    if (o->name != NULL) {
        is_fine =
            is_fine && put(out, "Fl Fl ") && put_plain(out, o->name, false);
    }
    if (o->arg != NULL) {
        is_fine = is_fine && put(out, " Ar ") && put_plain(out, o->arg, false);
    }
    return is_fine && put(out, "\n") && put_prose(out, o->help);
}

static bool put_options(intro_i_cli_text *out, uint32_t bit)
{
    bool is_fine = put(out, ".Sh OPTIONS\n");
    for (uint32_t g = 0; is_fine && g < INTRO_I_GROUP_COUNT; g++) {
        bool is_begun = false;
        for (size_t i = 0; is_fine && i < INTRO_I_OPT_COUNT; i++) {
            const intro_i_cli_option *o = intro_i_cli_option_at(i);
            if ((uint32_t)o->group != g || (o->commands & bit) == 0) {
                continue;
            }
            if (!is_begun) {
                is_fine =
                    put(out, ".Ss ") &&
                    put(out, intro_i_cli_group_title((intro_i_cli_group)g)) &&
                    put(out, "\n.Bl -tag -width Ds\n");
                is_begun = true;
            }
            is_fine = is_fine && put_option(out, o);
        }
        is_fine = is_fine && (!is_begun || put(out, ".El\n"));
    }
    return is_fine;
}

static bool put_example(intro_i_cli_text *out, const char *what,
                        const char *line)
{
    return put_plain(out, what, true) &&
           put(out, ":\n.Bd -literal -offset 2n\n") &&
           put_plain(out, line, true) && put(out, "\n.Ed\n");
}

static bool put_examples(intro_i_cli_text *out,
                         const intro_i_cli_command *command)
{
    bool is_fine = put(out, ".Sh EXAMPLES\n");
    for (size_t i = 0; is_fine && i < INTRO_I_EXAMPLES_MAX &&
                       command->examples[i].what != NULL;
         i++) {
        is_fine = (i == 0 || put(out, ".Pp\n")) &&
                  put_example(out, command->examples[i].what,
                              command->examples[i].line);
    }
    return is_fine;
}

/* The other pages, in alphabetical order as mandoc wants them. */
/* The command that comes next in the alphabet, or NULL. */
static const char *next_name(const char *after)
{
    const char *best = NULL;
    for (size_t i = 0; i < intro_i_cli_command_count(); i++) {
        const char *const name = intro_i_cli_command_at(i)->name;
        if (strcmp(name, after) > 0 &&
            (best == NULL || strcmp(name, best) < 0)) {
            best = name;
        }
    }
    return best;
}

static bool put_see_also(intro_i_cli_text *out,
                         const intro_i_cli_command *command)
{
    bool is_fine = put(out, ".Sh SEE ALSO\n");
    const char *before = "";
    if (command != NULL) {
        is_fine = is_fine && put(out, ".Xr introfind 1");
        before = " ,\n";
    }
    for (const char *name = next_name(""); is_fine && name != NULL;
         name = next_name(name)) {
        if (command != NULL && strcmp(name, command->name) == 0) {
            continue;
        }
        is_fine = put(out, before) && put(out, ".Xr introfind\\-") &&
                  put(out, name) && put(out, " 1");
        before = " ,\n";
    }
    return is_fine && put(out, "\n");
}

static bool put_main_manual(intro_i_cli_text *out)
{
    bool is_fine =
        put_head(out, "introfind", "INTROFIND", "who can introduce me") &&
        put(out, ".Sh SYNOPSIS\n"
                 ".Nm\n.Ar command\n.Op Ar option ...\n.Op Ar word ...\n"
                 ".Nm\n.Cm help\n.Op Ar command\n"
                 ".Nm\n.Fl Fl version\n"
                 ".Sh DESCRIPTION\n"
                 ".Nm\n"
                 "reads the contact data people have, exports of LinkedIn and "
                 "GraphML of any tool,\n"
                 "builds one network of who knows whom and how well,\n"
                 "and finds the warmest chains of introductions to a person,\n"
                 "a company or any other set of people.\n"
                 "Everything stays on the machine.\n"
                 ".Pp\nThe commands, each with a page of its own:\n"
                 ".Bl -tag -width Ds\n");
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        is_fine = put(out, ".It Cm ") && put(out, c->name) && put(out, "\n") &&
                  put_plain(out, c->summary, true) && put(out, "\n");
    }
    is_fine = is_fine && put(out, ".El\n") &&
              put_table(out, "ENVIRONMENT", "Ev ", intro_i_cli_variables,
                        INTRO_I_VARIABLES, NULL) &&
              put(out, ".Sh FILES\n.Bl -tag -width Ds\n"
                       ".It Pa \\(ti/.local/share/introfind/default.intro\n"
                       "the default network, which\n"
                       ".Ic introfind import\nwrites\n.El\n") &&
              put_table(out, "EXIT STATUS", "", intro_i_cli_exits,
                        INTRO_I_EXITS, NULL) &&
              put(out, "A signal ends the program by that signal.\n"
                       ".Sh EXAMPLES\n") &&
              put_example(out, "Read your LinkedIn export once",
                          "introfind import Basic_LinkedInDataExport.zip") &&
              put(out, ".Pp\n") &&
              put_example(out, "Who can introduce me to a person",
                          "introfind path \"Ilse Marchetti-Oduya\"");
    return is_fine && put_see_also(out, NULL);
}

static bool put_upper(const char *name, char *out, size_t size)
{
    size_t i = 0;
    for (; name[i] != '\0' && i + 1 < size; i++) {
        out[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A')
                                                  : name[i];
    }
    out[i] = '\0';
    return name[i] == '\0';
}

/* "[TARGET...]" is ".Op Ar target ...". */
static bool put_operands(intro_i_cli_text *out, const char *operands)
{
    char word[32];
    size_t length = 0;
    const bool is_optional = operands[0] == '[';
    const bool is_many = strstr(operands, "...") != NULL;
    for (const char *c = operands + is_optional;
         *c >= 'A' && *c <= 'Z' && length + 1 < sizeof word; c++) {
        word[length++] = (char)(*c - 'A' + 'a');
    }
    word[length] = '\0';
    return length == 0 ||
           (put(out, is_optional ? ".Op Ar " : ".Ar ") && put(out, word) &&
            put(out, is_many ? " ...\n" : "\n"));
}

bool intro_i_cli_put_manual(intro_i_cli_text *out,
                            const intro_i_cli_command *command)
{
    char upper[32] = "INTROFIND-";
    if (command == NULL) {
        return put_main_manual(out);
    }
    char page[32] = "introfind-";
    const size_t prefix = strlen(page);
    const size_t length = strlen(command->name);
    if (prefix + length + 1 > sizeof page ||
        !put_upper(command->name, upper + prefix, sizeof upper - prefix)) {
        return false;
    }
    memcpy(page + prefix, command->name, length + 1);
    bool is_fine = put_head(out, page, upper, command->summary) &&
                   put(out, ".Sh SYNOPSIS\n.Nm introfind ") &&
                   put(out, command->name) && put(out, "\n.Op Ar option ...\n");
    is_fine = is_fine && put_operands(out, command->operands) &&
              put(out, ".Sh DESCRIPTION\n");
    for (size_t i = 0;
         is_fine && i < INTRO_I_PROSE_MAX && command->prose[i] != NULL; i++) {
        is_fine =
            (i == 0 || put(out, ".Pp\n")) && put_prose(out, command->prose[i]);
    }
    return is_fine && put_options(out, command->bit) &&
           put_table(out, "ENVIRONMENT", "Ev ", intro_i_cli_variables,
                     INTRO_I_VARIABLES, NULL) &&
           put_table(out, "EXIT STATUS", "", intro_i_cli_exits, INTRO_I_EXITS,
                     command->not_found) &&
           put_examples(out, command) && put_see_also(out, command);
}
