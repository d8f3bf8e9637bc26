/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completions of bash, zsh and fish from the two tables. */
#include "cli/help.h"

#include <string.h>

static bool put(intro_i_cli_text *out, const char *word)
{
    return intro_i_cli_text_put(out, word);
}

static bool is_of(const intro_i_cli_option *o, const intro_i_cli_command *c)
{
    return (o->commands & c->bit) != 0;
}

static bool put_letter(intro_i_cli_text *out, const intro_i_cli_option *o)
{
    const char letter[3] = {'-', o->letter, '\0'};
    return put(out, letter);
}

/* --- bash ----------------------------------------------------------------- */

/* The patterns of a case: every spelling of the options of one kind. */
static bool put_bash_case(intro_i_cli_text *out, intro_i_cli_kind kind,
                          const char *action)
{
    bool is_fine = true;
    size_t count = 0;
    for (size_t i = 0; is_fine && i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(i);
        if (o->kind != kind) {
            continue;
        }
        if (o->name != NULL) {
            is_fine = put(out, count++ > 0 ? " | " : "        ") &&
                      put(out, "--") && put(out, o->name);
        }
        if (o->letter != '\0') {
            is_fine = is_fine && put(out, count++ > 0 ? " | " : "        ") &&
                      put_letter(out, o);
        }
    }
    return is_fine && (count == 0 || (put(out, ")\n") && put(out, action) &&
                                      put(out, "            return ;;\n")));
}

static bool put_bash_choices(intro_i_cli_text *out)
{
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(i);
        if (o->kind == INTRO_I_KIND_CHOICE) {
            is_fine = put(out, "        --") && put(out, o->name) &&
                      put(out, ")\n            COMPREPLY=($(compgen -W '") &&
                      put(out, o->choices) &&
                      put(out, "' -- \"$cur\"))\n            return ;;\n");
        }
    }
    return is_fine;
}

static bool put_bash_options(intro_i_cli_text *out)
{
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        const char *before = "";
        is_fine = put(out, "        ") && put(out, c->name) &&
                  put(out, ")\n            options='");
        for (size_t j = 0; is_fine && j < INTRO_I_OPT_COUNT; j++) {
            const intro_i_cli_option *o = intro_i_cli_option_at(j);
            if (!is_of(o, c)) {
                continue;
            }
            is_fine = put(out, before);
            before = " ";
            if (o->name != NULL) {
                is_fine = is_fine && put(out, "--") && put(out, o->name);
            } else {
                is_fine = is_fine && put_letter(out, o);
            }
        }
        is_fine = is_fine && put(out, "'\n");
        if (strcmp(c->operand_kind, "file") == 0) {
            is_fine = is_fine && put(out, "            files=yes\n");
        }
        is_fine = is_fine && put(out, "            ;;\n");
    }
    return is_fine;
}

static bool put_names(intro_i_cli_text *out)
{
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        is_fine = put(out, i > 0 ? " " : "") &&
                  put(out, intro_i_cli_command_at(i)->name);
    }
    return is_fine;
}

static bool put_bash(intro_i_cli_text *out)
{
    return put(out, "# SPDX-License-Identifier: GPL-2.0-or-later\n"
                    "# Made by: introfind help --generate bash\n"
                    "# shellcheck shell=bash disable=SC2207\n"
                    "_introfind()\n{\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]}\n"
                    "    local prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                    "    local command=${COMP_WORDS[1]}\n"
                    "    local options='' files=no\n"
                    "    COMPREPLY=()\n"
                    "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                    "        COMPREPLY=($(compgen -W '") &&
           put_names(out) &&
           put(out, " help --help --version' -- \"$cur\"))\n"
                    "        return\n    fi\n"
                    "    if [ \"$command\" = help ]; then\n"
                    "        COMPREPLY=($(compgen -W '") &&
           put_names(out) &&
           put(out, "' -- \"$cur\"))\n        return\n    fi\n"
                    "    case $prev in\n") &&
           put_bash_case(
               out, INTRO_I_KIND_FILE,
               "            compopt -o filenames 2>/dev/null\n"
               "            COMPREPLY=($(compgen -f -- \"$cur\"))\n") &&
           put_bash_choices(out) && put_bash_case(out, INTRO_I_KIND_TEXT, "") &&
           put_bash_case(out, INTRO_I_KIND_INTEGER, "") &&
           put_bash_case(out, INTRO_I_KIND_REAL, "") &&
           put_bash_case(out, INTRO_I_KIND_GRAPH, "") &&
           put_bash_case(out, INTRO_I_KIND_SIZE, "") &&
           put_bash_case(out, INTRO_I_KIND_DATE, "") &&
           put_bash_case(out, INTRO_I_KIND_ASSIGN, "") &&
           put(out, "    esac\n    case $command in\n") &&
           put_bash_options(out) &&
           put(out, "    esac\n"
                    "    if [ \"$files\" = yes ] && [ \"${cur#-}\" = \"$cur\" ]"
                    "; then\n"
                    "        compopt -o filenames 2>/dev/null\n"
                    "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
                    "    else\n"
                    "        COMPREPLY=($(compgen -W \"$options\" -- "
                    "\"$cur\"))\n"
                    "    fi\n}\ncomplete -F _introfind introfind\n");
}

/* --- zsh ------------------------------------------------------------------ */

/* Inside '...' of zsh and inside [...] of _arguments. */
static bool put_zsh_text(intro_i_cli_text *out, const char *text)
{
    bool is_fine = true;
    for (; is_fine && *text != '\0'; text++) {
        const char c[2] = {*text, '\0'};
        if (*text == '\'') {
            is_fine = put(out, "'\\''");
        } else if (*text == '[' || *text == ']' || *text == ':' ||
                   *text == '\\') {
            is_fine = put(out, "\\") && put(out, c);
        } else {
            is_fine = put(out, c);
        }
    }
    return is_fine;
}

/* One spelling of an option as _arguments wants it. */
static bool put_zsh_spec(intro_i_cli_text *out, const intro_i_cli_option *o,
                         bool is_letter)
{
    bool is_fine =
        put(out, "        '") && put(out, o->is_repeatable ? "*" : "");
    if (is_letter) {
        is_fine = is_fine && put_letter(out, o) &&
                  put(out, o->arg != NULL ? "+" : "");
    } else {
        is_fine = is_fine && put(out, "--") && put(out, o->name) &&
                  put(out, o->arg != NULL ? "=" : "");
    }
    is_fine =
        is_fine && put(out, "[") && put_zsh_text(out, o->help) && put(out, "]");
    if (o->arg != NULL) {
        is_fine = is_fine && put(out, ":") && put_zsh_text(out, o->arg) &&
                  put(out, ":");
        if (o->kind == INTRO_I_KIND_FILE) {
            is_fine = is_fine && put(out, "_files");
        } else if (o->kind == INTRO_I_KIND_CHOICE) {
            is_fine = is_fine && put(out, "(") && put(out, o->choices) &&
                      put(out, ")");
        } else {
            is_fine = is_fine && put(out, " ");
        }
        if (o->is_pair) {
            is_fine = is_fine && put(out, ":") && put_zsh_text(out, o->arg) &&
                      put(out, ": ");
        }
    }
    return is_fine && put(out, "'\n");
}

static bool put_zsh_command(intro_i_cli_text *out, const intro_i_cli_command *c)
{
    bool is_fine = put(out, "    ") && put(out, c->name) &&
                   put(out, ")\n        specs=(\n");
    for (size_t j = 0; is_fine && j < INTRO_I_OPT_COUNT; j++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(j);
        if (!is_of(o, c)) {
            continue;
        }
        if (o->letter != '\0') {
            is_fine = put_zsh_spec(out, o, true);
        }
        if (o->name != NULL) {
            is_fine = is_fine && put_zsh_spec(out, o, false);
        }
    }
    if (strcmp(c->operand_kind, "file") == 0) {
        is_fine = is_fine && put(out, "        '*:input:_files'\n");
    } else if (c->operand_kind[0] != '\0') {
        is_fine = is_fine && put(out, "        '*:target: '\n");
    }
    return is_fine && put(out, "        )\n        ;;\n");
}

static bool put_zsh(intro_i_cli_text *out)
{
    bool is_fine = put(out, "#compdef introfind\n"
                            "# SPDX-License-Identifier: GPL-2.0-or-later\n"
                            "# Made by: introfind help --generate zsh\n"
                            "local -a commands specs\n"
                            "commands=(\n");
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        is_fine = put(out, "    '") && put(out, c->name) && put(out, ":") &&
                  put_zsh_text(out, c->summary) && put(out, "'\n");
    }
    is_fine = is_fine && put(out, "    'help:show help'\n)\n"
                                  "if ((CURRENT == 2)); then\n"
                                  "    _describe command commands\n"
                                  "    return\nfi\n"
                                  "if [[ $words[2] == help ]]; then\n"
                                  "    ((CURRENT == 3)) && _describe command "
                                  "commands\n    return\nfi\n"
                                  "case $words[2] in\n");
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        is_fine = put_zsh_command(out, intro_i_cli_command_at(i));
    }
    return is_fine && put(out, "*)\n    return 1\n    ;;\nesac\n"
                               "shift words\n((CURRENT--))\n"
                               "_arguments -s -S $specs\n");
}

/* --- fish ----------------------------------------------------------------- */

static bool put_fish_text(intro_i_cli_text *out, const char *text)
{
    bool is_fine = put(out, "'");
    for (; is_fine && *text != '\0'; text++) {
        const char c[2] = {*text, '\0'};
        is_fine = (*text != '\'' && *text != '\\') || put(out, "\\");
        is_fine = is_fine && put(out, c);
    }
    return is_fine && put(out, "'");
}

static bool put_fish_option(intro_i_cli_text *out, const intro_i_cli_option *o)
{
    const char letter[2] = {o->letter, '\0'};
    const char *before = "";
    bool is_fine = put(out, "complete -c introfind -n "
                            "'__fish_seen_subcommand_from ");
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        if (is_of(o, c)) {
            is_fine = put(out, before) && put(out, c->name);
            before = " ";
        }
    }
    is_fine = is_fine && put(out, "'");
    if (o->letter != '\0') {
        is_fine = is_fine && put(out, " -s ") && put(out, letter);
    }
    if (o->name != NULL) {
        is_fine = is_fine && put(out, " -l ") && put(out, o->name);
    }
    if (o->kind == INTRO_I_KIND_FILE) {
        is_fine = is_fine && put(out, " -r -F");
    } else if (o->arg != NULL) {
        is_fine = is_fine && put(out, " -x");
    }
    if (o->choices != NULL) {
        is_fine = is_fine && put(out, " -a ") && put_fish_text(out, o->choices);
    }
    return is_fine && put(out, " -d ") && put_fish_text(out, o->help) &&
           put(out, "\n");
}

static bool put_fish(intro_i_cli_text *out)
{
    bool is_fine = put(out, "# SPDX-License-Identifier: GPL-2.0-or-later\n"
                            "# Made by: introfind help --generate fish\n"
                            "complete -c introfind -f\n");
    for (size_t i = 0; is_fine && i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        is_fine = put(out, "complete -c introfind -n __fish_use_subcommand "
                           "-a ") &&
                  put(out, c->name) && put(out, " -d ") &&
                  put_fish_text(out, c->summary) && put(out, "\n");
        if (strcmp(c->operand_kind, "file") == 0) {
            is_fine = is_fine &&
                      put(out, "complete -c introfind -n "
                               "'__fish_seen_subcommand_from ") &&
                      put(out, c->name) && put(out, "' -F\n");
        }
    }
    is_fine = is_fine &&
              put(out, "complete -c introfind -n __fish_use_subcommand -a help "
                       "-d 'show help'\n"
                       "complete -c introfind -n __fish_use_subcommand -l "
                       "version -d 'show the version'\n"
                       "complete -c introfind -n "
                       "'__fish_seen_subcommand_from help' -a '") &&
              put_names(out) && put(out, "'\n");
    for (size_t j = 0; is_fine && j < INTRO_I_OPT_COUNT; j++) {
        is_fine = put_fish_option(out, intro_i_cli_option_at(j));
    }
    return is_fine;
}

bool intro_i_cli_put_completion(intro_i_cli_text *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0) {
        return put_bash(out);
    }
    if (strcmp(shell, "zsh") == 0) {
        return put_zsh(out);
    }
    return put_fish(out);
}
