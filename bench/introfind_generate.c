/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind-generate: writes an invented network to try things with, of any
 * size, the same bytes for the same seed (network_gen.h). */
#include "network_gen.h"

#include <errno.h>
#include <getopt.h>
#include <introfind/context.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DONE = 0, WRONG_USE = 2, FILE_ERROR = 4, NO_MEMORY = 5 };
enum { NAME_BYTES = 1024, TEAM = 8, TEAM_MOST = 10000 };

typedef struct job {
    bench_network_spec spec;
    bool is_linkedin;
    uint32_t team;
    uint32_t connections;
    uint32_t messages;
    const char *output;
} job;

static const struct {
    const char *name;
    uint64_t people;
    uint64_t ties;
} sizes[] = {
    {"T", 10000, 100000},
    {"S", 100000, 1000000},
    {"M", 1000000, 10000000},
    {"L", 4000000, 60000000},
};

static const char usage[] =
    "usage: introfind-generate [option ...] -o PATH\n"
    "\n"
    "Write an invented network. The same options and seed give the same bytes\n"
    "on every machine.\n"
    "\n"
    "  --size T|S|M|L       10,000 people with 100,000 ties; 100,000 with a\n"
    "                       million; a million with ten; 4 million with 60 [T]\n"
    "  --people N           so many people, 1 to 1,000,000,000\n"
    "  --ties N             so many ties, at most half of all pairs [10 for\n"
    "                       each person]\n"
    "  --seed N             another network of the same kind [1]\n"
    "  -o, --output PATH    a GraphML file, compressed when it ends in .gz; a\n"
    "                       folder for exports; - is standard output\n"
    "  --format FORMAT      graphml, or linkedin: exports of the members of one\n"
    "                       team, a folder each [graphml]\n"
    "  --team N             exports of so many people, 1 to 10,000 [8]\n"
    "  --connections N      connections in each, strangers among them [those of\n"
    "                       the network]\n"
    "  --messages N         messages in each [four for each connection]\n"
    "  --help               this text\n"
    "  --version            version and licence\n";

enum {
    OPT_SIZE = 256,
    OPT_PEOPLE,
    OPT_TIES,
    OPT_SEED,
    OPT_FORMAT,
    OPT_TEAM,
    OPT_CONNECTIONS,
    OPT_MESSAGES,
    OPT_HELP,
    OPT_VERSION
};

static const struct option long_options[] = {
    {"size", required_argument, NULL, OPT_SIZE},
    {"people", required_argument, NULL, OPT_PEOPLE},
    {"ties", required_argument, NULL, OPT_TIES},
    {"seed", required_argument, NULL, OPT_SEED},
    {"output", required_argument, NULL, 'o'},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"team", required_argument, NULL, OPT_TEAM},
    {"connections", required_argument, NULL, OPT_CONNECTIONS},
    {"messages", required_argument, NULL, OPT_MESSAGES},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0}};

static void fail(int status, const char *subject, const char *what)
{
    fprintf(stderr, "introfind-generate: %s%s%s\n", subject,
            *subject == '\0' ? "" : ": ", what);
    if (status == WRONG_USE) {
        fputs("introfind-generate --help lists what there is\n", stderr);
    }
    exit(status);
}

static uint64_t read_number(const char *option, const char *text, uint64_t most)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' ||
        number > most) {
        fail(WRONG_USE, option, "not a number that it takes");
    }
    return number;
}

static void set_size(bench_network_spec *spec, const char *name)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
        if (strcmp(name, sizes[i].name) == 0) {
            spec->people = sizes[i].people;
            spec->ties = sizes[i].ties;
            return;
        }
    }
    fail(WRONG_USE, "--size", "it is T, S, M or L");
}

static void set_format(job *j, const char *name)
{
    j->is_linkedin = strcmp(name, "linkedin") == 0;
    if (!j->is_linkedin && strcmp(name, "graphml") != 0) {
        fail(WRONG_USE, "--format", "it is graphml or linkedin");
    }
}

static void say(const char *text)
{
    if (fputs(text, stdout) < 0 || fflush(stdout) != 0) {
        fail(FILE_ERROR, "standard output", strerror(errno));
    }
    exit(DONE);
}

static void read_option(job *j, int option)
{
    switch (option) {
    case OPT_SIZE:
        set_size(&j->spec, optarg);
        break;
    case OPT_PEOPLE:
        j->spec.people = read_number("--people", optarg, 1000000000);
        j->spec.ties = UINT64_MAX;
        break;
    case OPT_TIES:
        break; /* read_job() has it: it stands whatever comes after */
    case OPT_SEED:
        j->spec.seed = read_number("--seed", optarg, UINT64_MAX);
        break;
    case 'o':
        j->output = optarg;
        break;
    case OPT_FORMAT:
        set_format(j, optarg);
        break;
    case OPT_TEAM:
        j->team = (uint32_t)read_number("--team", optarg, TEAM_MOST);
        break;
    case OPT_CONNECTIONS:
        j->connections =
            (uint32_t)read_number("--connections", optarg, 100000000);
        break;
    case OPT_MESSAGES:
        j->messages = (uint32_t)read_number("--messages", optarg, 100000000);
        break;
    case OPT_HELP:
        say(usage);
        break;
    case OPT_VERSION:
        say("introfind-generate (introfind) " PACKAGE_VERSION "\n"
            "License GPL-2.0-or-later. There is NO WARRANTY.\n");
        break;
    default: /* getopt_long() has said what is wrong */
        fputs("introfind-generate --help lists what there is\n", stderr);
        exit(WRONG_USE);
    }
}

static void read_job(job *j, int argc, char **argv)
{
    const char *ties = NULL;
    int option;
    set_size(&j->spec, "T");
    while ((option = getopt_long(argc, argv, "o:", long_options, NULL)) != -1) {
        ties = option == OPT_TIES ? optarg : ties;
        read_option(j, option);
    }
    if (optind != argc) {
        fail(WRONG_USE, argv[optind], "only options are taken");
    }
    if (ties != NULL) {
        j->spec.ties = read_number("--ties", ties, UINT64_MAX - 1);
    }
    if (j->spec.ties == UINT64_MAX) {
        const uint64_t pairs = j->spec.people * (j->spec.people - 1) / 2;
        j->spec.ties = intro_i_min_u64(10 * j->spec.people, pairs / 2);
    }
    if (j->output == NULL) {
        fail(WRONG_USE, "-o", "say where to write");
    }
    if (j->team < 1 || (j->is_linkedin && j->team > j->spec.people)) {
        fail(WRONG_USE, "--team", "1 to the number of people");
    }
    if (j->is_linkedin && strcmp(j->output, "-") == 0) {
        fail(WRONG_USE, "-o", "exports need a folder");
    }
}

static bool write_to(const bench_network *network, const char *path, bool gzip)
{
    bench_out *const out = bench_out_open(path, gzip);
    if (out == NULL) {
        return false;
    }
    bench_network_graphml(network, out);
    return bench_out_close(out, NULL, NULL);
}

/* Whole or not at all, unless there is something other than a file. */
static bool write_graphml(const bench_network *network, const char *path)
{
    char part[NAME_BYTES];
    struct stat there;
    const size_t length = strlen(path);
    const bool gzip = length > 3 && strcmp(path + length - 3, ".gz") == 0;
    if (strcmp(path, "-") == 0) {
        return write_to(network, path, false);
    }
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        return write_to(network, path, gzip);
    }
    const int size = snprintf(part, sizeof part, "%s.part", path);
    if (size < 0 || (size_t)size >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (write_to(network, part, gzip) && rename(part, path) == 0) {
        return true;
    }
    const int error = errno;
    (void)unlink(part);
    errno = error;
    return false;
}

int main(int argc, char **argv)
{
    job j = {.spec = {.seed = 1}, .team = TEAM};
    bench_network *network;
    read_job(&j, argc, argv);
    intro_status rc = bench_network_new(&j.spec, &network);
    if (rc == INTRO_EARG) {
        fail(WRONG_USE, "",
             "people are 1 to 1,000,000,000, ties at most half of all pairs");
    }
    if (rc == INTRO_ENOMEM) {
        fail(NO_MEMORY, "", "out of memory");
    }
    errno = 0;
    if (j.is_linkedin) {
        rc = bench_network_linkedin(network, j.team, j.connections, j.messages,
                                    j.output);
    } else if (!write_graphml(network, j.output)) {
        rc = INTRO_EIO;
    }
    const int error = errno;
    bench_network_free(network);
    if (rc == INTRO_ENOMEM) {
        fail(NO_MEMORY, "", "out of memory");
    }
    if (rc != INTRO_OK) {
        fail(FILE_ERROR, j.output,
             error == 0 ? "cannot be written" : strerror(error));
    }
    return DONE;
}
