/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/attribute_names.h"

#include <string.h>
#include <strings.h>

enum { PLAIN_MAX = 40, SAME_MAX = 16 };

typedef struct known_name {
    const char *plain; /* as made by make_plain() */
    uint8_t feeds;
    uint8_t rank;
} known_name;

/* Words of Gephi, igraph, NetworkX, yEd, Cytoscape, NodeXL, vCard and Outlook
 * exports, with German and French ones. */
static const known_name person_names[] = {
    {"label", INTRO_FIELD_NAME, 1},
    {"nodelabel", INTRO_FIELD_NAME, 2},
    {"name", INTRO_FIELD_NAME, 3},
    {"fullname", INTRO_FIELD_NAME, 4},
    {"displayname", INTRO_FIELD_NAME, 5},
    {"sharedname", INTRO_FIELD_NAME, 6},
    {"nameen", INTRO_FIELD_NAME, 7},
    {"firstname", INTRO_I_ALIAS_FIRST_NAME, 1},
    {"givenname", INTRO_I_ALIAS_FIRST_NAME, 2},
    {"vorname", INTRO_I_ALIAS_FIRST_NAME, 3},
    {"prenom", INTRO_I_ALIAS_FIRST_NAME, 4},
    {"lastname", INTRO_I_ALIAS_LAST_NAME, 1},
    {"familyname", INTRO_I_ALIAS_LAST_NAME, 2},
    {"surname", INTRO_I_ALIAS_LAST_NAME, 3},
    {"nachname", INTRO_I_ALIAS_LAST_NAME, 4},
    {"nom", INTRO_I_ALIAS_LAST_NAME, 5},
    {"company", INTRO_FIELD_COMPANY, 1},
    {"organization", INTRO_FIELD_COMPANY, 2},
    {"organisation", INTRO_FIELD_COMPANY, 3},
    {"org", INTRO_FIELD_COMPANY, 4},
    {"employer", INTRO_FIELD_COMPANY, 5},
    {"currentcompany", INTRO_FIELD_COMPANY, 6},
    {"companyname", INTRO_FIELD_COMPANY, 7},
    {"firma", INTRO_FIELD_COMPANY, 8},
    {"position", INTRO_FIELD_POSITION, 1},
    {"jobtitle", INTRO_FIELD_POSITION, 2},
    {"title", INTRO_FIELD_POSITION, 3},
    {"role", INTRO_FIELD_POSITION, 4},
    {"headline", INTRO_FIELD_POSITION, 5},
    {"occupation", INTRO_FIELD_POSITION, 6},
    {"funktion", INTRO_FIELD_POSITION, 7},
    {"industry", INTRO_FIELD_INDUSTRY, 1},
    {"sector", INTRO_FIELD_INDUSTRY, 2},
    {"branche", INTRO_FIELD_INDUSTRY, 3},
    {"function", INTRO_FIELD_FUNCTION, 1},
    {"jobfunction", INTRO_FIELD_FUNCTION, 2},
    {"seniority", INTRO_FIELD_SENIORITY, 1},
    {"senioritylevel", INTRO_FIELD_SENIORITY, 2},
    {"location", INTRO_FIELD_LOCATION, 1},
    {"country", INTRO_FIELD_LOCATION, 2},
    {"email", INTRO_FIELD_EMAIL, 1},
    {"emailaddress", INTRO_FIELD_EMAIL, 2},
    {"url", INTRO_FIELD_URL, 1},
    {"profileurl", INTRO_FIELD_URL, 2},
    {"linkedin", INTRO_FIELD_URL, 3},
    {"linkedinurl", INTRO_FIELD_URL, 4},
    {"profile", INTRO_FIELD_URL, 5},
};

static const char *const weight_names[] = {
    "weight", "edgeweight", "strength",  "value",     "tiestrength",
    "width",  "count",      "frequency", "closeness", "messages"};

/* Lower case without blanks, '_' and '-'; too long ones become "". */
static void make_plain(const char *name, size_t length, char out[PLAIN_MAX])
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        const char c = name[i];
        if (c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\n') {
            continue;
        }
        if (kept == PLAIN_MAX - 1) {
            kept = 0;
            break;
        }
        out[kept++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    out[kept] = '\0';
}

/* A key id without the "v_" or "E-" some writers put before the name. */
static void make_plain_id(const char *id, size_t length, char out[PLAIN_MAX])
{
    if (length > 2 && strchr("vVeE", id[0]) != NULL &&
        (id[1] == '_' || id[1] == '-')) {
        id += 2;
        length -= 2;
    }
    make_plain(id, length, out);
}

static intro_i_alias find_person(const char *plain)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(person_names); i++) {
        if (strcmp(plain, person_names[i].plain) == 0) {
            return (intro_i_alias){person_names[i].feeds, person_names[i].rank,
                                   false};
        }
    }
    return (intro_i_alias){INTRO_I_ALIAS_NONE, 0, false};
}

intro_i_alias intro_i_alias_of_person(const char *name, size_t name_length,
                                      const char *id, size_t id_length)
{
    char plain[PLAIN_MAX];
    make_plain(name, name_length, plain);
    intro_i_alias alias = find_person(plain);
    if (alias.rank == 0) {
        make_plain_id(id, id_length, plain);
        alias = find_person(plain);
        alias.is_own = true;
    }
    return alias;
}

intro_i_alias intro_i_alias_behind(intro_i_alias alias, size_t earlier)
{
    const size_t place = earlier < SAME_MAX ? earlier : SAME_MAX - 1;
    return (intro_i_alias){alias.feeds,
                           (uint8_t)(alias.rank * SAME_MAX + place),
                           alias.is_own || earlier > 0};
}

static unsigned find_weight(const char *plain)
{
    for (unsigned i = 0; i < INTRO_COUNT_OF(weight_names); i++) {
        if (strcmp(plain, weight_names[i]) == 0) {
            return i + 1;
        }
    }
    return 0;
}

unsigned intro_i_alias_weight_rank(const char *name, size_t name_length,
                                   const char *id, size_t id_length)
{
    char plain[PLAIN_MAX];
    make_plain(name, name_length, plain);
    unsigned rank = find_weight(plain);
    if (rank == 0) {
        make_plain_id(id, id_length, plain);
        rank = find_weight(plain);
    }
    return rank;
}

static bool has_name_of(const intro_graph *graph, intro_field field)
{
    for (uint32_t i = 0; i < intro_graph_columns(graph); i++) {
        const intro_column *const column = intro_graph_column(graph, i);
        const char *const name = intro_column_name(column);
        if (intro_column_owner(column) == INTRO_OF_PERSON &&
            (strcasecmp(name, intro_field_name(field)) == 0 ||
             intro_i_alias_of_person(name, strlen(name), "", 0).feeds ==
                 (uint8_t)field)) {
            return true;
        }
    }
    return false;
}

const char *intro_i_field_own_name(const intro_graph *graph, intro_field field)
{
    static const char *const apart[INTRO_FIELD_COUNT] = {
        [INTRO_FIELD_NAME] = "introfind_name",
        [INTRO_FIELD_COMPANY] = "introfind_company",
        [INTRO_FIELD_POSITION] = "introfind_position",
        [INTRO_FIELD_INDUSTRY] = "introfind_industry",
        [INTRO_FIELD_FUNCTION] = "introfind_function",
        [INTRO_FIELD_SENIORITY] = "introfind_seniority",
        [INTRO_FIELD_LOCATION] = "introfind_location",
        [INTRO_FIELD_EMAIL] = "introfind_email",
        [INTRO_FIELD_URL] = "introfind_url",
        [INTRO_FIELD_SUBINDUSTRY] = "introfind_subindustry"};
    return has_name_of(graph, field) ? apart[field] : intro_field_name(field);
}
