/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getopt_long over the option table.
 *
 * getopt_long takes any unambiguous beginning of a name for the name. That is
 * refused here: a script that says --max would break on the day a second
 * option begins so. */
#include "cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "cli/values.h"

/* --- checking values ------------------------------------------------------ */

static bool check_value(const intro_i_cli_option *o, const char *value)
{
    const char *spelling = intro_i_cli_option_spelling(o);
    uint64_t number = 0;
    double real = 0;
    intro_day day = 0;
    switch (o->kind) {
    case INTRO_I_KIND_FLAG:
        return true;
    case INTRO_I_KIND_TEXT:
    case INTRO_I_KIND_FILE:
        if (value[0] != '\0') {
            return true;
        }
        intro_i_cli_complain("%s: the value is empty", spelling);
        return false;
    case INTRO_I_KIND_CHOICE:
        if (intro_i_cli_word_place(o->choices, value, NULL)) {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is not one of: %s", spelling,
                             intro_i_cli_escape(value), o->choices);
        return false;
    case INTRO_I_KIND_GRAPH:
        if (strcmp(value, "all") == 0) {
            return true;
        }
        if (intro_i_cli_read_integer(value, &number) &&
            (double)number >= o->least && (double)number <= o->most) {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is neither a number from 1 nor all",
                             spelling, intro_i_cli_escape(value));
        return false;
    case INTRO_I_KIND_INTEGER:
        if (intro_i_cli_read_integer(value, &number) &&
            (double)number >= o->least && (double)number <= o->most) {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is not a whole number from %.0f to "
                             "%.0f",
                             spelling, intro_i_cli_escape(value), o->least,
                             o->most);
        return false;
    case INTRO_I_KIND_REAL:
        if (intro_i_cli_read_real(value, &real) && real >= o->least &&
            real <= o->most) {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is not a number from %.0f to %.0f",
                             spelling, intro_i_cli_escape(value), o->least,
                             o->most);
        return false;
    case INTRO_I_KIND_SIZE:
        if (intro_i_cli_read_size(value, &number) && number > 0) {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is not a size like 500M or 2G",
                             spelling, intro_i_cli_escape(value));
        return false;
    case INTRO_I_KIND_DATE:
        if (intro_i_cli_read_date(value, &day)) {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is not a date like 2026-03-01",
                             spelling, intro_i_cli_escape(value));
        return false;
    case INTRO_I_KIND_ASSIGN: {
        const char *sign = strchr(value, '=');
        if (sign != NULL && sign != value && sign[1] != '\0') {
            return true;
        }
        intro_i_cli_complain("%s: \"%s\" is not ATTR=VALUE", spelling,
                             intro_i_cli_escape(value));
        return false;
    }
    }
    return false;
}

/* --- getopt_long ---------------------------------------------------------- */

enum { LETTERS_MAX = 2 * INTRO_I_OPT_COUNT + 4, LONG_BASE = 256 };

typedef struct getopt_tables {
    char letters[LETTERS_MAX];
    struct option longs[INTRO_I_OPT_COUNT + 1];
} getopt_tables;

static void fill_tables(uint32_t command, getopt_tables *t)
{
    size_t letters = 0;
    size_t longs = 0;
    memset(t, 0, sizeof *t);
    /* '-': words come in their place; ':': a missing value is told apart. */
    t->letters[letters++] = '-';
    t->letters[letters++] = ':';
    for (size_t i = 0; i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(i);
        if ((o->commands & command) == 0) {
            continue;
        }
        if (o->letter != '\0') {
            t->letters[letters++] = o->letter;
            if (o->arg != NULL) {
                t->letters[letters++] = ':';
            }
        }
        if (o->name != NULL) {
            t->longs[longs].name = o->name;
            t->longs[longs].has_arg =
                o->arg != NULL ? required_argument : no_argument;
            t->longs[longs].val = LONG_BASE + (int)i;
            longs++;
        }
    }
}

static const intro_i_cli_option *find_named(const char *name, size_t length)
{
    for (size_t i = 0; i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(i);
        if (o->name != NULL && strlen(o->name) == length &&
            memcmp(o->name, name, length) == 0) {
            return o;
        }
    }
    return NULL;
}

static const intro_i_cli_option *find_letter(int letter)
{
    for (size_t i = 0; i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *o = intro_i_cli_option_at(i);
        if (o->letter != '\0' && o->letter == letter) {
            return o;
        }
    }
    return NULL;
}

/* Names of the commands in the mask, with a blank between. */
static void name_commands(uint32_t mask, char *out, size_t size)
{
    out[0] = '\0';
    size_t used = 0;
    for (size_t i = 0; i < intro_i_cli_command_count(); i++) {
        const intro_i_cli_command *c = intro_i_cli_command_at(i);
        if ((c->bit & mask) != 0 && used < size) {
            const int n = snprintf(out + used, size - used, "%s%s",
                                   used > 0 ? ", " : "", c->name);
            used += n > 0 ? (size_t)n : 0;
        }
    }
}

static void say_foreign(const intro_i_cli_option *o, const char *command)
{
    char names[64];
    name_commands(o->commands, names, sizeof names);
    intro_i_cli_complain("%s is no option of %s",
                         intro_i_cli_option_spelling(o), command);
    intro_i_cli_hint("it belongs to: %s", names);
}

static void say_unknown_long(const char *word, uint32_t mask,
                             const char *command)
{
    const char *name = word + 2;
    const size_t length = strcspn(name, "=");
    const intro_i_cli_option *o = find_named(name, length);
    char typed[64];
    const char *best = NULL;
    size_t best_distance = 3;
    if (o != NULL && (o->commands & mask) == 0) {
        say_foreign(o, command);
        return;
    }
    if (o != NULL) {
        intro_i_cli_complain("--%s takes no value", o->name);
        return;
    }
    size_t kept = length < sizeof typed ? length : sizeof typed - 1;
    while (kept > 0 && ((unsigned char)name[kept] & 0xC0) == 0x80) {
        kept--; /* not inside a character */
    }
    (void)snprintf(typed, sizeof typed, "%.*s", (int)kept, name);
    intro_i_cli_complain("%s has no option --%s", command,
                         intro_i_cli_escape(typed));
    for (size_t i = 0; i < INTRO_I_OPT_COUNT; i++) {
        const intro_i_cli_option *other_option = intro_i_cli_option_at(i);
        const char *other = other_option->name;
        if (other == NULL || (other_option->commands & mask) == 0) {
            continue;
        }
        size_t d = intro_i_cli_distance(typed, other);
        if (length >= 3 && strncmp(other, typed, length) == 0) {
            d = 1;
        }
        if (d < best_distance) {
            best_distance = d;
            best = other;
        }
    }
    if (best != NULL) {
        intro_i_cli_hint("did you mean --%s?", best);
    } else {
        intro_i_cli_hint("introfind help %s lists its options", command);
    }
}

static void say_unknown(const char *word, int letter, uint32_t mask,
                        const char *command)
{
    if (letter == 0 || letter >= LONG_BASE) {
        say_unknown_long(word, mask, command);
        return;
    }
    const intro_i_cli_option *o = find_letter(letter);
    if (o != NULL) {
        say_foreign(o, command);
        return;
    }
    const char shown[2] = {(char)letter, '\0'};
    intro_i_cli_complain("%s has no option -%s", command,
                         intro_i_cli_escape(shown));
    intro_i_cli_hint("a word that begins with - follows --; introfind help %s "
                     "lists the options",
                     command);
}

static bool take_option(const intro_i_cli_option *o, const char *value,
                        const char *second, intro_i_cli_args *args)
{
    if ((value != NULL && !check_value(o, value)) ||
        (second != NULL && !check_value(o, second))) {
        return false;
    }
    args->uses[args->use_count].id = o->id;
    args->uses[args->use_count].value = value;
    args->uses[args->use_count].second = second;
    args->use_count++;
    args->last[o->id] = value;
    args->second[o->id] = second;
    args->given[o->id]++;
    return true;
}

/* The word that spelt the long option just returned. */
static const char *spelt_long(char **argv, const intro_i_cli_option *o)
{
    const char *word = argv[optind - 1];
    if (o->arg != NULL && optarg == word) {
        word = argv[optind - 2];
    }
    return word;
}

static bool is_exact(const char *word, const intro_i_cli_option *o)
{
    const size_t length = strlen(o->name);
    return strncmp(word, "--", 2) == 0 &&
           strncmp(word + 2, o->name, length) == 0 &&
           (word[2 + length] == '\0' || word[2 + length] == '=');
}

static int take_all(int argc, char **argv, const getopt_tables *tables,
                    intro_i_cli_args *args)
{
    int c;
    opterr = 0;
    /* argv[0] of this run is the command's name. */
    optind = 1;
    for (;;) {
        c = getopt_long(argc, argv, tables->letters, tables->longs, NULL);
        if (c == -1) {
            break;
        }
        if (c == 1) {
            args->words[args->word_count++] = optarg;
            continue;
        }
        if (c == '?') {
            say_unknown(argv[optind - 1], optopt, args->command,
                        args->command_name);
            return 2;
        }
        if (c == ':') {
            const intro_i_cli_option *o =
                optopt >= LONG_BASE
                    ? intro_i_cli_option_at((size_t)(optopt - LONG_BASE))
                    : find_letter(optopt);
            intro_i_cli_complain("%s wants %s: %s",
                                 intro_i_cli_option_spelling(o),
                                 o->is_pair ? "two values" : "a value", o->arg);
            return 2;
        }
        const intro_i_cli_option *o =
            c >= LONG_BASE ? intro_i_cli_option_at((size_t)(c - LONG_BASE))
                           : find_letter(c);
        if (c >= LONG_BASE && !is_exact(spelt_long(argv, o), o)) {
            say_unknown_long(spelt_long(argv, o), args->command,
                             args->command_name);
            return 2;
        }
        const char *const value = optarg;
        const char *const second =
            o->is_pair && optind < argc ? argv[optind++] : NULL;
        if (o->is_pair && second == NULL) {
            intro_i_cli_complain("%s wants two values: %s",
                                 intro_i_cli_option_spelling(o), o->arg);
            return 2;
        }
        if (!take_option(o, value, second, args)) {
            return 2;
        }
    }
    for (int i = optind; i < argc; i++) {
        args->words[args->word_count++] = argv[i];
    }
    return 0;
}

int intro_i_cli_parse(int argc, char **argv, uint32_t command,
                      const char *command_name, intro_i_cli_args *out)
{
    getopt_tables tables;
    memset(out, 0, sizeof *out);
    out->command = command;
    out->command_name = command_name;
    /* A cluster of letters holds more options than words, but only flags can
     * stand in it, and the one flag with a letter ends the program. */
    size_t room = 1;
    for (int i = 0; i < argc; i++) {
        room += strlen(argv[i]) + 1;
    }
    out->uses = calloc(room, sizeof *out->uses);
    out->words = calloc((size_t)argc + 1, sizeof *out->words);
    if (out->uses == NULL || out->words == NULL) {
        intro_i_cli_complain("out of memory");
        return 5;
    }
    fill_tables(command, &tables);
    return take_all(argc - 1, argv + 1, &tables, out);
}

void intro_i_cli_args_fini(intro_i_cli_args *args)
{
    free(args->uses);
    free(args->words);
    memset(args, 0, sizeof *args);
}

/* --- reading values ------------------------------------------------------- */

uint64_t intro_i_cli_integer(const intro_i_cli_args *args,
                             intro_i_cli_option_id id, uint64_t otherwise)
{
    uint64_t value = otherwise;
    if (args->last[id] == NULL) {
        return otherwise;
    }
    const bool is_read = intro_i_cli_option_at(id)->kind == INTRO_I_KIND_SIZE
                             ? intro_i_cli_read_size(args->last[id], &value)
                             : intro_i_cli_read_integer(args->last[id], &value);
    return is_read ? value : otherwise;
}

double intro_i_cli_real(const intro_i_cli_args *args, intro_i_cli_option_id id,
                        double otherwise)
{
    double value = otherwise;
    if (args->last[id] != NULL) {
        (void)intro_i_cli_read_real(args->last[id], &value);
    }
    return value;
}

uint32_t intro_i_cli_choice(const intro_i_cli_args *args,
                            intro_i_cli_option_id id, uint32_t otherwise)
{
    uint32_t place = otherwise;
    if (args->last[id] != NULL) {
        (void)intro_i_cli_word_place(intro_i_cli_option_at(id)->choices,
                                     args->last[id], &place);
    }
    return place;
}

intro_day intro_i_cli_as_of(const intro_i_cli_args *args)
{
    intro_day day = INTRO_NO_DAY;
    if (args->last[INTRO_I_OPT_AS_OF] != NULL) {
        (void)intro_i_cli_read_date(args->last[INTRO_I_OPT_AS_OF], &day);
    }
    return day;
}

const char **intro_i_cli_values(const intro_i_cli_args *args,
                                intro_i_cli_option_id id, size_t *count)
{
    const char **values = calloc((size_t)args->given[id] + 1, sizeof *values);
    size_t n = 0;
    *count = 0;
    if (values == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < args->use_count; i++) {
        if (args->uses[i].id == id) {
            values[n++] = args->uses[i].value;
        }
    }
    *count = n;
    return values;
}

/* --- provenance ----------------------------------------------------------- */

static bool put_option(intro_i_cli_text *text, const intro_i_cli_use *use)
{
    const intro_i_cli_option *o = intro_i_cli_option_at(use->id);
    if (o->is_neutral) {
        return true;
    }
    bool is_fine = intro_i_cli_text_put(text, " ") &&
                   intro_i_cli_text_put(text, intro_i_cli_option_spelling(o));
    if (use->value != NULL) {
        /* "--name=-x": a value that looks like an option stays one. */
        const bool is_joined = use->value[0] == '-' && o->name != NULL;
        is_fine = is_fine &&
                  intro_i_cli_text_put(text, is_joined ? "=" : " ") &&
                  intro_i_cli_text_quote(text, use->value);
    }
    if (use->second != NULL) {
        is_fine = is_fine && intro_i_cli_text_put(text, " ") &&
                  intro_i_cli_text_quote(text, use->second);
    }
    return is_fine;
}

char *intro_i_cli_command_line(const intro_i_cli_args *args)
{
    intro_i_cli_text text = {NULL, 0, 0};
    bool is_dashed = false;
    bool is_fine = intro_i_cli_text_put(&text, "introfind ") &&
                   intro_i_cli_text_put(&text, args->command_name);
    for (size_t i = 0; is_fine && i < args->use_count; i++) {
        is_fine = put_option(&text, &args->uses[i]);
    }
    for (size_t i = 0; is_fine && i < args->word_count; i++) {
        if (!is_dashed && args->words[i][0] == '-') {
            is_fine = intro_i_cli_text_put(&text, " --");
            is_dashed = true;
        }
        is_fine = is_fine && intro_i_cli_text_put(&text, " ") &&
                  intro_i_cli_text_quote(&text, args->words[i]);
    }
    if (!is_fine) {
        free(text.bytes);
        return NULL;
    }
    return text.bytes;
}
