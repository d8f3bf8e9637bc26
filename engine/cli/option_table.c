/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of options itself. */
#include "cli/options.h"

#include <stdio.h>

#define FLAG(n, word, g, on, text)                                             \
    {                                                                          \
        .id = (n), .name = (word), .kind = INTRO_I_KIND_FLAG, .group = (g),    \
        .commands = (on), .help = (text)                                       \
    }

/* clang-format off */
static const intro_i_cli_option options[INTRO_I_OPT_COUNT] = {
    /* path */
    {.id = INTRO_I_OPT_FROM, .name = "from", .arg = "WHO|team",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .help = "who asks; team: any of the people whose exports were pooled "
             "[me]"},
    {.id = INTRO_I_OPT_K, .letter = 'k', .arg = "N",
     .kind = INTRO_I_KIND_INTEGER, .commands = INTRO_I_ON_PATH,
     .least = 1, .most = INTRO_MAX_CHAINS,
     .help = "how many chains to give, 1 to 1000000 [5]"},
    {.id = INTRO_I_OPT_MAX_HOPS, .name = "max-hops", .arg = "H",
     .kind = INTRO_I_KIND_INTEGER, .commands = INTRO_I_ON_PATH,
     .least = 1, .most = INTRO_MAX_HOPS,
     .help = "longest chain, counted in ties, 1 to 8 [3]"},
    {.id = INTRO_I_OPT_MIN_STRENGTH, .name = "min-strength", .arg = "S",
     .kind = INTRO_I_KIND_REAL, .commands = INTRO_I_ON_PATH,
     .least = 0, .most = 1,
     .help = "leave weaker ties out before the search, 0 to 1 [0]"},
    {.id = INTRO_I_OPT_AVOID, .name = "avoid", .arg = "WHO",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .is_repeatable = true,
     .help = "somebody no chain may hold; may be repeated"},
    FLAG(INTRO_I_OPT_ALL_CHAINS, "all-chains", INTRO_I_GROUP_OWN,
         INTRO_I_ON_PATH,
         "the best chains whoever the introducer is, instead of the best one "
         "for each introducer"),
    {.id = INTRO_I_OPT_ORDER, .name = "order", .arg = "ORDER",
     .kind = INTRO_I_KIND_CHOICE, .commands = INTRO_I_ON_PATH,
     .choices = "warmth weakest-link hops",
     .help = "how the chains found are sorted: warmth, weakest-link or hops "
             "[warmth]"},
    FLAG(INTRO_I_OPT_PER_TARGET, "per-target", INTRO_I_GROUP_OWN,
         INTRO_I_ON_PATH,
         "of a set, chains for each member by itself; JSON has one document a "
         "line then"),
    FLAG(INTRO_I_OPT_EXPLAIN, "explain", INTRO_I_GROUP_OWN, INTRO_I_ON_PATH,
         "show every factor of every strength"),
    {.id = INTRO_I_OPT_TO_COMPANY, .name = "to-company", .arg = "NAME",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .help = "reach anybody of this company; case and legal suffix do not "
             "matter"},
    {.id = INTRO_I_OPT_TO_INDUSTRY, .name = "to-industry", .arg = "NAME",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .help = "reach anybody of this industry: its label, or its number in "
             "LinkedIn's taxonomy"},
    {.id = INTRO_I_OPT_TO_FUNCTION, .name = "to-function", .arg = "NAME",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .help = "reach anybody with this function: its label, or its number in "
             "LinkedIn's taxonomy"},
    {.id = INTRO_I_OPT_TO_TITLE, .name = "to-title", .arg = "WORDS",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .help = "reach anybody whose position has all these words"},
    {.id = INTRO_I_OPT_TO_LOCATION, .name = "to-location", .arg = "WORDS",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_PATH,
     .help = "reach anybody whose location has all these words"},
    {.id = INTRO_I_OPT_TO, .name = "to", .arg = "ATTR=VALUE",
     .kind = INTRO_I_KIND_ASSIGN, .commands = INTRO_I_ON_PATH,
     .is_repeatable = true,
     .help = "reach anybody whose attribute has this value; may be repeated"},
    {.id = INTRO_I_OPT_TARGETS, .name = "targets", .arg = "FILE",
     .kind = INTRO_I_KIND_FILE, .commands = INTRO_I_ON_PATH,
     .help = "answer every row of a CSV file, one WHO a row, or with a header "
             "of any of who, company, industry, function, title, location; "
             "- is standard input"},
    /* info */
    FLAG(INTRO_I_OPT_CHECK, "check", INTRO_I_GROUP_OWN, INTRO_I_ON_INFO,
         "verify every checksum and every invariant of the snapshot first"),
    FLAG(INTRO_I_OPT_SHOW_MODEL, "show-model", INTRO_I_GROUP_OWN,
         INTRO_I_ON_INFO,
         "print the strength model in force instead, as --model reads it"),
    {.id = INTRO_I_OPT_WHY, .name = "why", .arg = "WHO",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_INFO,
     .help = "say how the industry, function and seniority of a person were "
             "found instead"},
    /* export */
    {.id = INTRO_I_OPT_AS, .name = "as", .arg = "KIND",
     .kind = INTRO_I_KIND_CHOICE, .commands = INTRO_I_ON_EXPORT,
     .choices = "graphml csv jsonl",
     .help = "what to write: graphml, csv or jsonl (needed)"},
    FLAG(INTRO_I_OPT_PEOPLE, "people", INTRO_I_GROUP_OWN, INTRO_I_ON_EXPORT,
         "with --as csv: the table of people instead of that of ties"),
    /* breadth and others */
    FLAG(INTRO_I_OPT_ALL, "all", INTRO_I_GROUP_OWN, INTRO_I_ON_BREADTH,
         "everybody of the network, one row a person"),
    {.id = INTRO_I_OPT_BY, .name = "by", .arg = "ATTR[,ATTR...]",
     .kind = INTRO_I_KIND_TEXT,
     .commands = INTRO_I_ON_BREADTH | INTRO_I_ON_BRIDGES,
     .help = "attributes of people whose values are the groups; several with "
             "breadth only [industry; breadth: those of industry, function, "
             "company, seniority and location that the network has]"},
    {.id = INTRO_I_OPT_SORT, .name = "sort", .arg = "COLUMN",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_BREADTH,
     .help = "sort by a column, as industry_effective: numbers from the "
             "greatest, names from the first, unknown last [id]"},
    {.id = INTRO_I_OPT_TOP, .name = "top", .arg = "N",
     .kind = INTRO_I_KIND_INTEGER,
     .commands = INTRO_I_ON_BREADTH | INTRO_I_ON_BRIDGES,
     .least = 0, .most = UINT32_MAX,
     .help = "the first N of each list only; 0: all [20; breadth: 0]"},
    FLAG(INTRO_I_OPT_WEIGHTED, "weighted", INTRO_I_GROUP_OWN,
         INTRO_I_ON_BREADTH | INTRO_I_ON_BRIDGES,
         "contacts count by the strength of their tie, not one each"),
    FLAG(INTRO_I_OPT_TREND, "trend", INTRO_I_GROUP_OWN, INTRO_I_ON_BREADTH,
         "one row a person and year instead: contacts with a date, at the end "
         "of each year"),
    /* bridges */
    {.id = INTRO_I_OPT_BETWEEN, .name = "between", .arg = "A B",
     .is_pair = true, .kind = INTRO_I_KIND_TEXT,
     .commands = INTRO_I_ON_BRIDGES,
     .help = "of pairs and ties, only what joins these two groups"},
    {.id = INTRO_I_OPT_BETWEENNESS, .name = "betweenness", .arg = "HOW",
     .kind = INTRO_I_KIND_CHOICE, .commands = INTRO_I_ON_BRIDGES,
     .choices = "exact sample none",
     .help = "exact, sample or none [exact up to 20000 people, else sample]"},
    {.id = INTRO_I_OPT_PATHS, .name = "paths", .arg = "KIND",
     .kind = INTRO_I_KIND_CHOICE, .commands = INTRO_I_ON_BRIDGES,
     .choices = "hops warmth",
     .help = "which paths betweenness counts: those of fewest ties (hops), or "
             "of greatest warmth [hops]"},
    {.id = INTRO_I_OPT_PERMUTATIONS, .name = "permutations", .arg = "N",
     .kind = INTRO_I_KIND_INTEGER, .commands = INTRO_I_ON_BRIDGES,
     .least = 0, .most = UINT32_MAX,
     .help = "compare the roles with N shuffles of the groups [0]"},
    {.id = INTRO_I_OPT_SEED, .name = "seed", .arg = "N",
     .kind = INTRO_I_KIND_INTEGER,
     .commands = INTRO_I_ON_BRIDGES | INTRO_I_ON_CLUSTERS,
     .least = 0, .most = UINT32_MAX,
     .help = "of what is drawn at random [1]"},
    {.id = INTRO_I_OPT_TABLE, .name = "table", .arg = "TABLE",
     .kind = INTRO_I_KIND_CHOICE, .commands = INTRO_I_ON_BRIDGES,
     .choices = "brokers pairs groups ties",
     .help = "which list CSV gives: brokers, pairs, groups or ties [brokers]"},
    FLAG(INTRO_I_OPT_CLUSTERS, "clusters", INTRO_I_GROUP_OWN, INTRO_I_ON_EXPORT,
         "everybody's cluster as an attribute of people, for Gephi to colour "
         "by"),
    /* clusters */
    {.id = INTRO_I_OPT_RESOLUTION, .name = "resolution", .arg = "R",
     .kind = INTRO_I_KIND_REAL, .commands = INTRO_I_ON_CLUSTERS,
     .least = 1e-6, .most = 1e6,
     .help = "greater gives smaller clusters, 0.000001 to 1000000 [1]"},
    {.id = INTRO_I_OPT_CLUSTERS_BY, .name = "by", .arg = "ATTR",
     .kind = INTRO_I_KIND_TEXT, .commands = INTRO_I_ON_CLUSTERS,
     .help = "attribute of people that top groups and novelty are about "
             "[industry]"},
    {.id = INTRO_I_OPT_WEAK_BELOW, .name = "weak-below", .arg = "S",
     .kind = INTRO_I_KIND_REAL, .commands = INTRO_I_ON_CLUSTERS,
     .least = 0, .most = 1,
     .help = "ties weaker than this are weak, 0 to 1 [the median strength]"},
    {.id = INTRO_I_OPT_OVERLAP_BELOW, .name = "overlap-below", .arg = "O",
     .kind = INTRO_I_KIND_REAL, .commands = INTRO_I_ON_CLUSTERS,
     .least = 0, .most = 1,
     .help = "and so are those with at most this overlap, 0 to 1 [0.05]"},
    {.id = INTRO_I_OPT_WEAK_TOP, .name = "top", .arg = "N",
     .kind = INTRO_I_KIND_INTEGER, .commands = INTRO_I_ON_CLUSTERS,
     .least = 0, .most = UINT32_MAX,
     .help = "the first N weak ties; 0: all [20]"},
    FLAG(INTRO_I_OPT_EXPAND, "expand", INTRO_I_GROUP_OWN, INTRO_I_ON_CLUSTERS,
         "whom to ask for an introduction into each cluster"),
    FLAG(INTRO_I_OPT_MEMBERSHIP, "membership", INTRO_I_GROUP_OWN,
         INTRO_I_ON_CLUSTERS, "say everybody's cluster, too"),
    {.id = INTRO_I_OPT_CLUSTERS_TABLE, .name = "table", .arg = "TABLE",
     .kind = INTRO_I_KIND_CHOICE, .commands = INTRO_I_ON_CLUSTERS,
     .choices = "clusters weak-ties membership",
     .help = "which list CSV gives: clusters, weak-ties or membership "
             "[clusters]"},
    /* report */
    FLAG(INTRO_I_OPT_REDACT, "redact", INTRO_I_GROUP_OWN, INTRO_I_ON_REPORT,
         "numbers instead of names, and no text of any input"),
    {.id = INTRO_I_OPT_BATCH, .name = "batch", .arg = "DIR",
     .kind = INTRO_I_KIND_FILE, .commands = INTRO_I_ON_REPORT,
     .is_neutral = true,
     .help = "a page for everybody whose export was pooled, and index.html "
             "about the team, into this folder"},
    /* common */
    {.id = INTRO_I_OPT_NETWORK, .name = "network", .letter = 'n',
     .arg = "FILE", .kind = INTRO_I_KIND_FILE, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .is_repeatable = true,
     .help = "a snapshot or any importable input; may be repeated for "
             "importable ones [$INTROFIND_NETWORK, else default.intro in the "
             "data folder]"},
    {.id = INTRO_I_OPT_ME, .name = "me", .arg = "WHO",
     .kind = INTRO_I_KIND_TEXT, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL,
     .help = "who you are [the owner, when one export was imported]"},
    {.id = INTRO_I_OPT_FORMAT, .name = "format", .arg = "FORMAT",
     .kind = INTRO_I_KIND_CHOICE, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .choices = "text json csv",
     .help = "text, json or csv [text]"},
    FLAG(INTRO_I_OPT_CSV_RAW, "csv-raw", INTRO_I_GROUP_COMMON, INTRO_I_ON_ALL,
         "no ' before CSV cells that a spreadsheet would run as a formula"),
    {.id = INTRO_I_OPT_OUTPUT, .name = "output", .letter = 'o', .arg = "FILE",
     .kind = INTRO_I_KIND_FILE, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .is_neutral = true,
     .help = "write there, whole or not at all; - is standard output"},
    {.id = INTRO_I_OPT_THREADS, .name = "threads", .arg = "N",
     .kind = INTRO_I_KIND_INTEGER, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .is_neutral = true, .least = 1, .most = 1024,
     .help = "threads to use, 1 to 1024; never changes a result [the "
             "processors, at most 8]"},
    {.id = INTRO_I_OPT_LIMIT_MEMORY, .name = "limit-memory", .arg = "SIZE",
     .kind = INTRO_I_KIND_SIZE, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .is_neutral = true,
     .help = "end with status 5 rather than use more, as 500M or 2G [none]"},
    {.id = INTRO_I_OPT_QUIET, .name = "quiet", .kind = INTRO_I_KIND_FLAG,
     .group = INTRO_I_GROUP_COMMON, .commands = INTRO_I_ON_ALL,
     .is_neutral = true, .help = "no notices and no progress, errors only"},
    {.id = INTRO_I_OPT_NO_COLOR, .name = "no-color",
     .kind = INTRO_I_KIND_FLAG, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .is_neutral = true,
     .help = "no colours, also where the terminal has them"},
    {.id = INTRO_I_OPT_HELP, .name = "help", .letter = 'h',
     .kind = INTRO_I_KIND_FLAG, .group = INTRO_I_GROUP_COMMON,
     .commands = INTRO_I_ON_ALL, .is_neutral = true,
     .help = "show help and end"},
    /* strength */
    {.id = INTRO_I_OPT_WEIGHT, .name = "weight", .arg = "ATTR|none",
     .kind = INTRO_I_KIND_TEXT, .group = INTRO_I_GROUP_STRENGTH,
     .commands = INTRO_I_ON_ALL,
     .help = "attribute of ties that says how strong they are; none: no such "
             "attribute [the first of the usual names]"},
    {.id = INTRO_I_OPT_WEIGHT_IS, .name = "weight-is", .arg = "MEANING",
     .kind = INTRO_I_KIND_CHOICE, .group = INTRO_I_GROUP_STRENGTH,
     .commands = INTRO_I_ON_ALL, .choices = "strength count cost",
     .help = "what the weights are: strength, count or cost [strength when "
             "all are in (0, 1], else count]"},
    FLAG(INTRO_I_OPT_OBSERVED_ONLY, "observed-only", INTRO_I_GROUP_STRENGTH,
         INTRO_I_ON_ALL, "ignore inferred evidence"),
    {.id = INTRO_I_OPT_MODEL, .name = "model", .arg = "FILE",
     .kind = INTRO_I_KIND_FILE, .group = INTRO_I_GROUP_STRENGTH,
     .commands = INTRO_I_ON_ALL,
     .help = "numbers of the strength model, one kind.parameter = value a "
             "line"},
    {.id = INTRO_I_OPT_AS_OF, .name = "as-of", .arg = "YYYY-MM-DD",
     .kind = INTRO_I_KIND_DATE, .group = INTRO_I_GROUP_STRENGTH,
     .commands = INTRO_I_ON_ALL,
     .help = "the day strengths are taken at [the newest date in the data]"},
    /* raw inputs */
    {.id = INTRO_I_OPT_GRAPH, .name = "graph", .arg = "N|all",
     .kind = INTRO_I_KIND_GRAPH, .group = INTRO_I_GROUP_RAW,
     .commands = INTRO_I_ON_ALL, .least = 1, .most = UINT32_MAX - 1.0,
     .help = "which graph of a GraphML file [1]"},
    {.id = INTRO_I_OPT_BAD_WEIGHT, .name = "bad-weight", .arg = "drop",
     .kind = INTRO_I_KIND_CHOICE, .group = INTRO_I_GROUP_RAW,
     .commands = INTRO_I_ON_ALL, .choices = "drop",
     .help = "drop: skip ties whose weight cannot be used, instead of ending"},
    FLAG(INTRO_I_OPT_STRICT, "strict", INTRO_I_GROUP_RAW, INTRO_I_ON_ALL,
         "end with status 3 wherever something would have to be decided"),
    FLAG(INTRO_I_OPT_LENIENT, "lenient", INTRO_I_GROUP_RAW, INTRO_I_ON_ALL,
         "skip and count unusable values, ties and rows instead of ending"),
    FLAG(INTRO_I_OPT_MERGE_NAMES, "merge-names", INTRO_I_GROUP_RAW,
         INTRO_I_ON_ALL,
         "also take people of one name and company for the same person"),
    FLAG(INTRO_I_OPT_SAME_IDS, "same-ids", INTRO_I_GROUP_RAW, INTRO_I_ON_ALL,
         "equal ids in several GraphML files are one person"),
    {.id = INTRO_I_OPT_OWNER, .name = "owner", .arg = "WHO",
     .kind = INTRO_I_KIND_TEXT, .group = INTRO_I_GROUP_RAW,
     .commands = INTRO_I_ON_ALL, .is_repeatable = true,
     .help = "whose LinkedIn export it is; repeated, one for each in order"},
    {.id = INTRO_I_OPT_CLASSES, .name = "classes", .arg = "FILE",
     .kind = INTRO_I_KIND_FILE, .group = INTRO_I_GROUP_RAW,
     .commands = INTRO_I_ON_ALL,
     .help = "your own table of industries, functions and seniorities, a CSV "
             "file; it goes before the built-in ones"},
};
/* clang-format on */

const intro_i_cli_option *intro_i_cli_option_at(size_t i)
{
    return &options[i];
}

const char *intro_i_cli_option_spelling(const intro_i_cli_option *option)
{
    static char text[INTRO_I_OPT_COUNT][24];
    char *out = text[option->id];
    if (option->name != NULL) {
        (void)snprintf(out, sizeof text[0], "--%s", option->name);
    } else {
        (void)snprintf(out, sizeof text[0], "-%c", option->letter);
    }
    return out;
}

const char *intro_i_cli_group_title(intro_i_cli_group group)
{
    static const char *const titles[INTRO_I_GROUP_COUNT] = {
        "Options", "Options of every command", "Options about strength",
        "Options for importable inputs"};
    return titles[group];
}
