/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/who.h"

#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"

enum { LISTED_MAX = 50, SUGGESTED_MAX = 5 };

static const char *show_field(const intro_graph *graph, intro_vid v,
                              intro_field field)
{
    const char *text = intro_graph_field(graph, v, field);
    return text != NULL && text[0] != '\0' ? intro_i_cli_escape(text) : "?";
}

static void list_person(const intro_graph *graph, intro_vid v)
{
    intro_i_cli_hint("id:%s  %s, company: %s, position: %s",
                     intro_i_cli_escape(intro_graph_id(graph, v)),
                     intro_i_cli_escape(intro_graph_display_name(graph, v)),
                     show_field(graph, v, INTRO_FIELD_COMPANY),
                     show_field(graph, v, INTRO_FIELD_POSITION));
}

static int say_several(const intro_graph *graph, const char *who,
                       const intro_vid *people, size_t count)
{
    intro_i_cli_complain("\"%s\" may be any of %zu people; name one by id",
                         intro_i_cli_escape(who), count);
    for (size_t i = 0; i < count && i < LISTED_MAX; i++) {
        list_person(graph, people[i]);
    }
    if (count > LISTED_MAX) {
        intro_i_cli_hint("... and %zu more", count - LISTED_MAX);
    }
    return 2;
}

static int say_nobody(intro_ctx *ctx, const intro_graph *graph,
                      intro_lookup *lookup, const char *who)
{
    const intro_vid *people = NULL;
    size_t count = 0;
    const intro_status rc =
        intro_lookup_suggest(ctx, lookup, who, SUGGESTED_MAX, &people, &count);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(ctx, rc);
    }
    intro_i_cli_complain("nobody in this network is \"%s\"",
                         intro_i_cli_escape(who));
    if (count > 0) {
        intro_i_cli_hint("closest spellings:");
    }
    for (size_t i = 0; i < count; i++) {
        list_person(graph, people[i]);
    }
    return 1;
}

int intro_i_cli_find_one(intro_ctx *ctx, const intro_graph *graph,
                         intro_lookup *lookup, const char *who, intro_vid *out)
{
    const intro_vid *people = NULL;
    size_t count = 0;
    const intro_status rc =
        intro_lookup_find(ctx, lookup, who, &people, &count);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(ctx, rc);
    }
    if (count == 0) {
        return say_nobody(ctx, graph, lookup, who);
    }
    if (count > 1) {
        return say_several(graph, who, people, count);
    }
    *out = people[0];
    return 0;
}

void intro_i_cli_list_owners(const intro_graph *graph)
{
    const uint32_t owners = intro_graph_owners(graph);
    for (uint32_t i = 0; i < owners && i < LISTED_MAX; i++) {
        list_person(graph, intro_graph_owner(graph, i));
    }
    if (owners > LISTED_MAX) {
        intro_i_cli_hint("... and %u more", owners - LISTED_MAX);
    }
}

static int say_no_asker(const intro_graph *graph, const char *why)
{
    const uint32_t owners = intro_graph_owners(graph);
    intro_i_cli_complain("who asks? %s", why);
    if (owners == 0) {
        intro_i_cli_hint("say who you are: --me WHO, or --from WHO");
        return 2;
    }
    intro_i_cli_hint(
        "say --me WHO, --from WHO or --from team; the owners are:");
    intro_i_cli_list_owners(graph);
    return 2;
}

int intro_i_cli_find_askers(intro_ctx *ctx, const intro_i_cli_args *args,
                            const intro_graph *graph, intro_lookup *lookup,
                            intro_vid *people, size_t *count)
{
    const uint32_t owners = intro_graph_owners(graph);
    const char *who = args->last[INTRO_I_OPT_FROM];
    if (who != NULL && strcmp(who, "team") == 0) {
        if (owners == 0) {
            return say_no_asker(graph, "no export was imported, so there is "
                                       "no team");
        }
        for (uint32_t i = 0; i < owners; i++) {
            people[i] = intro_graph_owner(graph, i);
        }
        *count = owners;
        return 0;
    }
    if (who == NULL) {
        who = args->last[INTRO_I_OPT_ME];
    }
    if (who == NULL && owners == 1) {
        people[0] = intro_graph_owner(graph, 0);
        *count = 1;
        return 0;
    }
    if (who == NULL) {
        return say_no_asker(graph, owners == 0
                                       ? "this network has no owner"
                                       : "this network has several owners");
    }
    *count = 1;
    return intro_i_cli_find_one(ctx, graph, lookup, who, &people[0]);
}

int intro_i_cli_find_me(intro_ctx *ctx, const intro_i_cli_args *args,
                        const intro_graph *graph, intro_lookup *lookup,
                        intro_vid *out)
{
    const char *who = args->last[INTRO_I_OPT_ME];
    if (who != NULL) {
        return intro_i_cli_find_one(ctx, graph, lookup, who, out);
    }
    *out = intro_graph_owners(graph) == 1 ? intro_graph_owner(graph, 0)
                                          : INTRO_NO_VID;
    return 0;
}

static int compare_people(const void *a, const void *b)
{
    const intro_vid v = *(const intro_vid *)a;
    const intro_vid w = *(const intro_vid *)b;
    return (v > w) - (v < w);
}

size_t intro_i_cli_sort_people(intro_vid *people, size_t count)
{
    size_t kept = 0;
    if (count == 0) {
        return 0;
    }
    qsort(people, count, sizeof *people, compare_people);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || people[kept - 1] != people[i]) {
            people[kept++] = people[i];
        }
    }
    return kept;
}
