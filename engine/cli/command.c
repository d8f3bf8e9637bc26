/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/command.h"

#include <string.h>

#include "cli/values.h"

/* clang-format off */
static const intro_i_cli_command commands[] = {
    {.name = "import", .bit = INTRO_I_ON_IMPORT,
     .summary = "read contact data and write a snapshot of the network",
     .operands = "INPUT...", .operand_kind = "file",
     .examples = {
         {"Your LinkedIn export becomes the default network",
          "introfind import Basic_LinkedInDataExport.zip"},
         {"A team's exports in one network, in a file of your choice",
          "introfind import -o team.intro mei.zip nora/ tomas.zip"},
         {"A graph of any tool; its weights count meetings",
          "introfind import -o office.intro --weight-is count "
          "office.graphml.gz"},
     },
     .prose = {
         "INPUT is a LinkedIn export (the ZIP, or the folder it was unpacked "
         "to), a single Connections.csv, or a GraphML file, plain or "
         "compressed by gzip. What a file is, is seen from its content.",
         "All inputs are pooled into one network: the same person in several "
         "exports is one person. The result does not depend on the order of "
         "the inputs, and a file given twice counts once.",
         "The snapshot goes to the file of --output, else to the default "
         "network, which the other commands then use by themselves. It is "
         "readable by you alone. The accounting of every file, what was read, "
         "used, merged and skipped and why, goes to standard output.",
         "Everything stays on this machine: no network access, no telemetry.",
     },
     .run = intro_i_cli_run_import},
    {.name = "info", .bit = INTRO_I_ON_INFO,
     .summary = "say what is in a network",
     .operands = "", .operand_kind = "",
     .examples = {
         {"The default network", "introfind info"},
         {"Verify a snapshot in full", "introfind info --check -n team.intro"},
         {"Look at an input without importing it",
          "introfind info --format json -n office.graphml"},
         {"Why somebody is said to be in an industry",
          "introfind info --why \"Adaeze Petrosyan\""},
     },
     .prose = {
         "People, ties, components, degrees, strengths, attributes and how "
         "many people have them, the sources with their accounting, and the "
         "decisions that were taken when they were read.",
         "Industry, function and seniority are what the inputs state; where "
         "they are silent, they are guessed from company and position, by the "
         "table of --classes and then by built-in ones. --why names the row "
         "that decided, by file and line.",
     },
     .run = intro_i_cli_run_info},
    {.name = "path", .bit = INTRO_I_ON_PATH,
     .summary = "who can introduce me",
     .operands = "[TARGET...]", .operand_kind = "who",
     .examples = {
         {"Who can introduce me to a person",
          "introfind path \"Ilse Marchetti-Oduya\""},
         {"The warmest way into a company, to anybody who directs there",
          "introfind path --to-company \"Quenlark Biologics\" --to-title "
          "director"},
         {"From anybody of the team, for a whole list, as a table",
          "introfind path --from team --targets list.csv --format csv "
          "-o ways.csv"},
         {"Why a chain is as warm as it is",
          "introfind path --explain id:ilse-marchetti-oduya-041c0cb9"},
     },
     .prose = {
         "For each introducer, that is each person you know, the warmest chain "
         "to the target is found; the warmest of these are shown. The warmth "
         "of a chain is the product of the strengths of its ties: the chance "
         "that an introduction gets through. Results are exact. A direct tie "
         "to the target is said first.",
         "A person (WHO, TARGET) is named by id, profile URL, e-mail or name; "
         "the first of these kinds that matches anybody decides, and id:, "
         "url:, email: and name: force one. Names match without case, accents "
         "and credentials. Words that begin with - follow --.",
         "Several TARGETs are a set, and so is what the options --to-company, "
         "--to-industry, --to-function, --to-title, --to-location and --to "
         "describe; all that is given must hold. A chain ends at whichever "
         "member is best. You are never in the set.",
         "ATTR is matched without case against the attributes of the input, "
         "then against name, company, position, industry, function, seniority "
         "and location; @company and so on force the latter.",
         "With --targets every row is answered: JSON has one document a line, "
         "CSV a first column row. A row that names nobody or several people "
         "says so as its reason.",
     },
     .not_found = "no chain, no such person, or an empty set of targets",
     .run = intro_i_cli_run_path},
    {.name = "bridges", .bit = INTRO_I_ON_BRIDGES,
     .summary = "who and what joins the industries of a network",
     .operands = "", .operand_kind = "",
     .examples = {
         {"Who joins the industries of the default network",
          "introfind bridges"},
         {"What joins two companies", "introfind bridges --by company "
          "--between \"Mossgate Cloud\" \"Larchwood College\""},
         {"Everybody as a table, fast on a large network",
          "introfind bridges --betweenness none --top 0 --format csv "
          "-o brokers.csv"},
         {"Pairs of industries as a table",
          "introfind bridges --table pairs --top 0 --format csv"},
     },
     .prose = {
         "Brokers are people between whose contacts of different groups there "
         "is no other link. Of each: the five roles of Gould and Fernandez, "
         "Burt's structural holes (constraint, effective size, efficiency, "
         "hierarchy), participation and within-group degree, betweenness, also "
         "between people of different groups only, and whether the network "
         "falls apart without them. They are sorted by betweenness between "
         "groups, then by brokerage.",
         "Of each pair of groups: ties, what chance would give, and who stands "
         "between them. Pairs without a tie are listed, too, as long as there "
         "are at most 1,000,000 pairs in all. Of ties between groups: how many "
         "contacts both ends share, and how long the way round is.",
         "With --me (or of your own export): the groups that you reach only "
         "through one person, and the pairs of your contacts' groups that "
         "nobody else joins: JSON lists the first 1,000,000.",
         "ATTR is matched without case against the attributes of the input, "
         "then against name, company, position, industry, function, seniority, "
         "location and cluster; @company and so on force the latter. People "
         "without a value are left out of what is about groups. Above 20,000 "
         "people betweenness is estimated from a sample; the bound of its "
         "error is told.",
         "The sum of somebody's roles is the number of open pairs around them, "
         "which no shuffle of the groups changes, so brokerage_z is always "
         "undefined; --permutations shows z of each role in the text.",
     },
     .not_found = "no such person, or nobody is in a group of --between",
     .run = intro_i_cli_run_bridges},
    {.name = "clusters", .bit = INTRO_I_ON_CLUSTERS,
     .summary = "which groups there are, and which one reaches only weakly",
     .operands = "", .operand_kind = "",
     .examples = {
         {"The groups of the default network, and the way into each",
          "introfind clusters"},
         {"Whom to ask for an introduction into each of them",
          "introfind clusters --me \"Nora Lindqvist\" --expand"},
         {"By company instead of industry",
          "introfind clusters --by company -n office.graphml"},
         {"Everybody's cluster as a table",
          "introfind clusters --format csv --table membership -o who.csv"},
         {"All weak ties between clusters as a table",
          "introfind clusters --format csv --table weak-ties --top 0"},
     },
     .prose = {
         "Clusters are people who are tied to each other more closely than to "
         "the rest: the Leiden algorithm maximises modularity, with strengths "
         "as weights. Every cluster is connected. The same seed gives the same "
         "clusters, for any number of threads. They are called c1, c2, ... by "
         "falling size. Their labels are the industries, companies, functions "
         "and places that are over-represented in them.",
         "A tie is weak when it is weaker than the median, or when hardly "
         "anybody knows both ends (overlap of Onnela et al.). Weak ties "
         "between clusters are listed with what makes them: mutual contacts, "
         "how far apart the two ends were without the tie, and how many people "
         "come within three ties only over it.",
         "With --me (or of your own export) each cluster says how you come in: "
         "by a strong tie, by weak ties only, not at all; through whom, and "
         "who stands at every door; how many of its people work where you have "
         "nobody. A dormant tie was strong once and had nothing new for three "
         "years.",
         "The last table takes the weakest ties away, tenth by tenth: a "
         "network that falls apart early hangs on its weak ties.",
         "The clusters are an attribute, too: --by cluster in bridges and "
         "breadth, --to cluster=c3 in path, --clusters in export.",
     },
     .not_found = "no such person",
     .run = intro_i_cli_run_clusters},
    {.name = "export", .bit = INTRO_I_ON_EXPORT,
     .summary = "write the network out for other tools",
     .operands = "", .operand_kind = "",
     .examples = {
         {"For Gephi, yEd, Cytoscape, NetworkX or igraph",
          "introfind export --as graphml -o network.graphml"},
         {"The ties as a table", "introfind export --as csv"},
         {"The people as a table",
          "introfind export --as csv --people -o people.csv"},
     },
     .prose = {
         "GraphML has everything; CSV is one table, of the ties or, with "
         "--people, of the people; JSON lines has one object a person and one "
         "a tie. Attributes of the inputs keep their names; where one of ours "
         "would clash, ours is called introfind_NAME.",
     },
     .run = intro_i_cli_run_export},
    {.name = "breadth", .bit = INTRO_I_ON_BREADTH,
     .summary = "how broad networks are",
     .operands = "[WHO...]", .operand_kind = "who",
     .examples = {
         {"My own network: what is there, and what is missing",
          "introfind breadth"},
         {"Two people, by company and position",
          "introfind breadth \"Nora Lindqvist\" \"Margit Jayawardena\" --by "
          "company,position"},
         {"Everybody as a table", "introfind breadth --all --format csv -o "
                                  "breadth.csv"},
         {"The ten most diverse by company",
          "introfind breadth --all --by company --sort company_effective "
          "--top 10"},
         {"How my network grew", "introfind breadth --trend --format csv"},
     },
     .prose = {
         "For each attribute: how many contacts are known, in how many "
         "different values, Blau's index (1 - sum p^2), Shannon's (-sum p ln "
         "p), the effective number exp(S) with its 95 % band, and the E-I "
         "index (1: all ties lead to other values, -1: none does). The fewer "
         "contacts are known, the wider the band. Then Burt's constraint and "
         "effective size, people within two and three ties, industries within "
         "two, and the percentile of the effective number of the first "
         "attribute among people with at least five known contacts.",
         "Of one person the text also says what is missing: the values without "
         "a contact, the nearest person in each and who would introduce; what "
         "hangs on a single contact; how the network compares with the others "
         "and how it grew.",
         "Reach is exact for named people and in networks of fewer than a "
         "million ties; else --all estimates it by HyperLogLog counters "
         "(standard error 3.3 %) and says so on standard error.",
         "Rows are sorted by id, and --sort takes any column of the CSV. JSON "
         "has one object a line; the keys of by are the names given to --by.",
     },
     .not_found = "no such person",
     .run = intro_i_cli_run_breadth},
    {.name = "report", .bit = INTRO_I_ON_REPORT,
     .summary = "one HTML page about somebody's network",
     .operands = "[WHO]", .operand_kind = "who",
     .examples = {
         {"My own network", "introfind report -o me.html"},
         {"Somebody's, to be shown to others",
          "introfind report \"Nora Lindqvist\" --redact -o nora.html"},
         {"A page for each member of the team, and one about the team",
          "introfind report --batch pages"},
     },
     .prose = {
         "The page says of one person (WHO, else me), in plain words and with "
         "charts: which introductions are worth asking for now; how broad the "
         "network is, by industry, function and year; where the person is a "
         "bridge and on whom he depends; into which clusters which ties lead. "
         "It ends with a picture of the network around him. Every chart has "
         "its table, every figure its definition.",
         "It is one file that needs no other and asks for none; it can be "
         "read without scripts, on paper, in the dark and with a screen "
         "reader. The same network and options give the same bytes.",
         "With --redact people and groups are numbered, and no text of any "
         "input is in the file; somebody's number is the same on all pages of "
         "one network.",
         "With --batch there is a page for each owner of an export, and "
         "index.html about the team: who covers which industry, where it has "
         "nobody, whom two members share. The folder is made when it is not "
         "there. File names "
         "follow from the names of the members; every file is replaced whole "
         "or not at all, the overview last.",
     },
     .run = intro_i_cli_run_report},
};
/* clang-format on */

enum { COMMANDS = sizeof commands / sizeof commands[0] };

size_t intro_i_cli_command_count(void)
{
    return COMMANDS;
}

const intro_i_cli_command *intro_i_cli_command_at(size_t i)
{
    return &commands[i];
}

const intro_i_cli_command *intro_i_cli_command_find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

const intro_i_cli_command *intro_i_cli_command_suggest(const char *name)
{
    const intro_i_cli_command *best = NULL;
    size_t best_distance = 3;
    for (size_t i = 0; i < COMMANDS; i++) {
        const size_t d = intro_i_cli_distance(name, commands[i].name);
        if (d < best_distance) {
            best_distance = d;
            best = &commands[i];
        }
    }
    return best;
}
