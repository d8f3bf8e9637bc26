/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The option table: the one place that says which options there are, what
 * values they take and which commands have them. Parsing, --help, the manual
 * pages and the completions of three shells all read it. */
#ifndef INTRO_CLI_OPTIONS_H
#define INTRO_CLI_OPTIONS_H

#include <introfind/introfind.h>

typedef enum intro_i_cli_option_id {
    INTRO_I_OPT_FROM,
    INTRO_I_OPT_K,
    INTRO_I_OPT_MAX_HOPS,
    INTRO_I_OPT_MIN_STRENGTH,
    INTRO_I_OPT_AVOID,
    INTRO_I_OPT_ALL_CHAINS,
    INTRO_I_OPT_ORDER,
    INTRO_I_OPT_PER_TARGET,
    INTRO_I_OPT_EXPLAIN,
    INTRO_I_OPT_TO_COMPANY,
    INTRO_I_OPT_TO_INDUSTRY,
    INTRO_I_OPT_TO_FUNCTION,
    INTRO_I_OPT_TO_TITLE,
    INTRO_I_OPT_TO_LOCATION,
    INTRO_I_OPT_TO,
    INTRO_I_OPT_TARGETS,
    INTRO_I_OPT_CHECK,
    INTRO_I_OPT_SHOW_MODEL,
    INTRO_I_OPT_WHY,
    INTRO_I_OPT_AS,
    INTRO_I_OPT_PEOPLE,
    INTRO_I_OPT_ALL,
    INTRO_I_OPT_BY,
    INTRO_I_OPT_SORT,
    INTRO_I_OPT_TOP,
    INTRO_I_OPT_WEIGHTED,
    INTRO_I_OPT_TREND,
    INTRO_I_OPT_BETWEEN,
    INTRO_I_OPT_BETWEENNESS,
    INTRO_I_OPT_PATHS,
    INTRO_I_OPT_PERMUTATIONS,
    INTRO_I_OPT_SEED,
    INTRO_I_OPT_TABLE,
    INTRO_I_OPT_CLUSTERS,
    INTRO_I_OPT_RESOLUTION,
    INTRO_I_OPT_CLUSTERS_BY,
    INTRO_I_OPT_WEAK_BELOW,
    INTRO_I_OPT_OVERLAP_BELOW,
    INTRO_I_OPT_WEAK_TOP,
    INTRO_I_OPT_EXPAND,
    INTRO_I_OPT_MEMBERSHIP,
    INTRO_I_OPT_CLUSTERS_TABLE,
    INTRO_I_OPT_REDACT,
    INTRO_I_OPT_BATCH,
    INTRO_I_OPT_NETWORK,
    INTRO_I_OPT_ME,
    INTRO_I_OPT_FORMAT,
    INTRO_I_OPT_CSV_RAW,
    INTRO_I_OPT_OUTPUT,
    INTRO_I_OPT_THREADS,
    INTRO_I_OPT_LIMIT_MEMORY,
    INTRO_I_OPT_QUIET,
    INTRO_I_OPT_NO_COLOR,
    INTRO_I_OPT_HELP,
    INTRO_I_OPT_WEIGHT,
    INTRO_I_OPT_WEIGHT_IS,
    INTRO_I_OPT_OBSERVED_ONLY,
    INTRO_I_OPT_MODEL,
    INTRO_I_OPT_AS_OF,
    INTRO_I_OPT_GRAPH,
    INTRO_I_OPT_BAD_WEIGHT,
    INTRO_I_OPT_STRICT,
    INTRO_I_OPT_LENIENT,
    INTRO_I_OPT_MERGE_NAMES,
    INTRO_I_OPT_SAME_IDS,
    INTRO_I_OPT_OWNER,
    INTRO_I_OPT_CLASSES,
    INTRO_I_OPT_COUNT
} intro_i_cli_option_id;

/* Commands as bits, for intro_i_cli_option.commands. */
enum {
    INTRO_I_ON_IMPORT = 1,
    INTRO_I_ON_INFO = 2,
    INTRO_I_ON_PATH = 4,
    INTRO_I_ON_EXPORT = 8,
    INTRO_I_ON_REPORT = 16,
    INTRO_I_ON_BREADTH = 32,
    INTRO_I_ON_BRIDGES = 64,
    INTRO_I_ON_CLUSTERS = 128,
    INTRO_I_ON_ALL = 255
};

/* Under which heading help shows an option. */
typedef enum intro_i_cli_group {
    INTRO_I_GROUP_OWN, /* of one command */
    INTRO_I_GROUP_COMMON,
    INTRO_I_GROUP_STRENGTH,
    INTRO_I_GROUP_RAW, /* how raw inputs are read */
    INTRO_I_GROUP_COUNT
} intro_i_cli_group;

typedef enum intro_i_cli_kind {
    INTRO_I_KIND_FLAG,
    INTRO_I_KIND_TEXT,
    INTRO_I_KIND_FILE,
    INTRO_I_KIND_CHOICE,  /* one of `choices` */
    INTRO_I_KIND_INTEGER, /* least to most */
    INTRO_I_KIND_REAL,    /* least to most */
    INTRO_I_KIND_GRAPH,   /* an integer, or "all" */
    INTRO_I_KIND_SIZE,    /* bytes with K, M or G */
    INTRO_I_KIND_DATE,    /* YYYY-MM-DD */
    INTRO_I_KIND_ASSIGN   /* ATTR=VALUE */
} intro_i_cli_kind;

typedef struct intro_i_cli_option {
    intro_i_cli_option_id id;
    const char *name; /* without dashes, or NULL */
    char letter;      /* or 0 */
    const char *arg;  /* word for the value, NULL for a flag */
    bool is_pair;     /* takes two values; arg has a word for each */
    intro_i_cli_kind kind;
    intro_i_cli_group group;
    uint32_t commands;
    bool is_repeatable;
    bool is_neutral; /* cannot change the result: left out of provenance */
    double least;
    double most;
    const char *choices; /* words with a blank between */
    const char *help;    /* one sentence without capital and stop */
} intro_i_cli_option;

/* One option as given, in the order of the command line. */
typedef struct intro_i_cli_use {
    intro_i_cli_option_id id;
    const char *value;  /* borrowed from argv; NULL for a flag */
    const char *second; /* of a pair, else NULL */
} intro_i_cli_use;

/* A command line, taken apart and checked. */
typedef struct intro_i_cli_args {
    uint32_t command; /* one INTRO_I_ON_ bit */
    const char *command_name;
    const char *last[INTRO_I_OPT_COUNT];   /* value given last, or NULL */
    const char *second[INTRO_I_OPT_COUNT]; /* of a pair, beside it */
    uint32_t given[INTRO_I_OPT_COUNT];     /* how often */
    intro_i_cli_use *uses;
    size_t use_count;
    const char **words;
    size_t word_count;
} intro_i_cli_args;

/* In the order of intro_i_cli_option_id. */
const intro_i_cli_option *intro_i_cli_option_at(size_t i);
/* "--name", or "-x" for an option without a name; static. */
const char *intro_i_cli_option_spelling(const intro_i_cli_option *option);
const char *intro_i_cli_group_title(intro_i_cli_group group);

/* Take argv[2..] apart for one command. Every value is checked here, so the
 * readers below cannot fail. What is wrong is said on stderr.
 * @return 0, or the exit status 2 or 5 */
int intro_i_cli_parse(int argc, char **argv, uint32_t command,
                      const char *command_name, intro_i_cli_args *out);
void intro_i_cli_args_fini(intro_i_cli_args *args);

/* The value, or `otherwise` when the option was not given. */
uint64_t intro_i_cli_integer(const intro_i_cli_args *args,
                             intro_i_cli_option_id id, uint64_t otherwise);
double intro_i_cli_real(const intro_i_cli_args *args, intro_i_cli_option_id id,
                        double otherwise);
/* Place of the value among the option's choices. */
uint32_t intro_i_cli_choice(const intro_i_cli_args *args,
                            intro_i_cli_option_id id, uint32_t otherwise);
/* INTRO_NO_DAY when --as-of was not given. */
intro_day intro_i_cli_as_of(const intro_i_cli_args *args);
/* All values of a repeatable option; malloc'ed array, NULL only when memory
 * ran out (also for none, where one empty slot is made). */
const char **intro_i_cli_values(const intro_i_cli_args *args,
                                intro_i_cli_option_id id, size_t *count);

/* The command line without what cannot change the result, quoted for a shell;
 * malloc'ed, NULL when memory ran out. */
char *intro_i_cli_command_line(const intro_i_cli_args *args);

#endif
