/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/team_facts.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "report/page_reading.h"

#include <string.h>

static void count_known(const intro_pages *pages, intro_i_team *team)
{
    const intro_i_weak_graph *const weak = &pages->weak;
    const intro_i_groups *const groups = &pages->groups[INTRO_I_PAGE_INDUSTRY];
    for (uint32_t m = 0; m < team->count; m++) {
        const intro_vid me = team->members[m].person;
        for (uint64_t i = weak->offsets[me]; i < weak->offsets[me + 1]; i++) {
            const intro_vid v = weak->neighbours[i];
            if (team->known_by[v]++ == 0) {
                team->contacts++;
                if (groups->of[v] != INTRO_I_NO_GROUP) {
                    team->covered[groups->of[v]]++;
                }
            }
        }
    }
    for (uint32_t m = 0; m < team->count; m++) {
        intro_i_team_member *const member = &team->members[m];
        for (uint64_t i = weak->offsets[member->person];
             i < weak->offsets[member->person + 1]; i++) {
            member->alone += team->known_by[weak->neighbours[i]] == 1;
        }
    }
}

/* Both rows rise. */
static uint64_t count_shared(const intro_i_weak_graph *weak, intro_vid a,
                             intro_vid b)
{
    uint64_t i = weak->offsets[a];
    uint64_t j = weak->offsets[b];
    uint64_t count = 0;
    while (i < weak->offsets[a + 1] && j < weak->offsets[b + 1]) {
        const intro_vid v = weak->neighbours[i];
        const intro_vid w = weak->neighbours[j];
        count += v == w;
        i += v <= w;
        j += w <= v;
    }
    return count;
}

static intro_status compare_members(intro_ctx *ctx, const intro_pages *pages,
                                    intro_i_team *team)
{
    const size_t count = team->count;
    if (count > INTRO_I_TEAM_COMPARED) {
        return INTRO_OK;
    }
    team->shared = intro_i_alloc(count * count + 1, sizeof *team->shared);
    if (team->shared == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t a = 0; a < count; a++) {
        INTRO_TRY(intro_i_poll(ctx));
        for (size_t b = 0; b <= a; b++) {
            const uint64_t both = count_shared(
                &pages->weak, team->members[a].person, team->members[b].person);
            team->shared[a * count + b] = both;
            team->shared[b * count + a] = both;
        }
    }
    return INTRO_OK;
}

static void list_gaps(intro_i_team *team, uint32_t industries)
{
    for (uint32_t i = 0; i < industries; i++) {
        const uint32_t group = team->by_size[i];
        if (team->covered[group] == 0) {
            if (team->gaps < INTRO_I_TEAM_GAPS) {
                team->gap_list[team->gaps] = group;
            }
            team->gaps++;
        }
    }
}

/* --- members over industries ---------------------------------------------- */

/* What one member has, where the members are gone through. */
typedef struct tally {
    uint32_t *counts; /* industries: contacts there; 0 between two members */
    uint32_t *places; /* industries: place in by_size */
} tally;

/* Is industry a, where a member has contacts, behind b? */
static bool is_less(const intro_i_groups *groups, const tally *t, uint32_t a,
                    uint32_t b)
{
    if (t->counts[a] != t->counts[b]) {
        return t->counts[a] < t->counts[b];
    }
    if (groups->sizes[a] != groups->sizes[b]) {
        return groups->sizes[a] < groups->sizes[b];
    }
    return a > b; /* names rise */
}

/* An industry that member m has contacts in. */
static void cover(intro_i_team *team, const tally *t, uint32_t m,
                  uint32_t group)
{
    team->only[group] =
        team->only[group] == INTRO_I_TEAM_NOBODY ? m : INTRO_I_TEAM_SEVERAL;
    if (m < team->columns && t->places[group] < team->rows) {
        team->cells[t->places[group] * team->columns + m] = t->counts[group];
    }
}

static void cover_industries(const intro_pages *pages, intro_i_team *team,
                             tally *t, uint32_t m)
{
    const intro_i_weak_graph *const weak = &pages->weak;
    const intro_i_groups *const groups = &pages->groups[INTRO_I_PAGE_INDUSTRY];
    intro_i_team_member *const member = &team->members[m];
    const intro_vid *const first =
        weak->neighbours + weak->offsets[member->person];
    uint32_t greatest = INTRO_I_NO_GROUP;
    for (uint64_t i = 0; i < member->contacts; i++) {
        if (groups->of[first[i]] != INTRO_I_NO_GROUP) {
            t->counts[groups->of[first[i]]]++;
        }
    }
    for (uint64_t i = 0; i < member->contacts; i++) {
        const uint32_t group = groups->of[first[i]];
        if (group != INTRO_I_NO_GROUP &&
            (greatest == INTRO_I_NO_GROUP ||
             is_less(groups, t, greatest, group))) {
            greatest = group;
        }
    }
    for (uint64_t i = 0; i < member->contacts; i++) {
        const uint32_t group = groups->of[first[i]];
        if (group != INTRO_I_NO_GROUP && t->counts[group] != 0) {
            cover(team, t, m, group);
            t->counts[group] = 0;
        }
    }
    member->greatest = greatest;
}

static intro_status describe_members(intro_ctx *ctx, const intro_pages *pages,
                                     intro_i_team *team, tally *t)
{
    size_t column;
    const bool has_column =
        intro_i_reading_column(pages, INTRO_I_PAGE_INDUSTRY, &column);
    for (uint32_t m = 0; m < team->count; m++) {
        intro_i_team_member *const member = &team->members[m];
        INTRO_TRY(intro_i_poll(ctx));
        member->person = intro_graph_owner(pages->graph, m);
        member->contacts = intro_i_weak_degree(&pages->weak, member->person);
        if (has_column) {
            const intro_breadth_row *const row =
                intro_i_reading_member(pages, member->person);
            member->met = row->by[column].categories;
            member->effective = row->by[column].effective;
            cover_industries(pages, team, t, m);
        }
    }
    return INTRO_OK;
}

static intro_status cover_all(intro_ctx *ctx, const intro_pages *pages,
                              intro_i_team *team)
{
    const uint32_t industries = pages->groups[INTRO_I_PAGE_INDUSTRY].count;
    tally t = {
        intro_i_alloc_zero((size_t)industries + 1, sizeof *t.counts),
        intro_i_alloc((size_t)industries + 1, sizeof *t.places),
    };
    intro_status rc;
    if (t.counts == NULL || t.places == NULL) {
        rc = intro_i_fail_memory(ctx);
    } else {
        for (uint32_t i = 0; i < industries; i++) {
            t.places[team->by_size[i]] = i;
            team->only[i] = INTRO_I_TEAM_NOBODY;
        }
        rc = describe_members(ctx, pages, team, &t);
    }
    intro_i_free(t.counts);
    intro_i_free(t.places);
    return rc;
}

/* --- the whole ------------------------------------------------------------ */

static intro_status make_room(intro_ctx *ctx, const intro_pages *pages,
                              intro_i_team *team)
{
    const size_t industries = pages->groups[INTRO_I_PAGE_INDUSTRY].count;
    team->columns =
        team->count < INTRO_I_TEAM_COLUMNS ? team->count : INTRO_I_TEAM_COLUMNS;
    team->rows = industries < INTRO_I_TEAM_ROWS ? (uint32_t)industries
                                                : INTRO_I_TEAM_ROWS;
    team->members =
        intro_i_alloc_zero((size_t)team->count + 1, sizeof *team->members);
    team->known_by = intro_i_alloc_zero((size_t)pages->weak.people + 1,
                                        sizeof *team->known_by);
    team->covered = intro_i_alloc_zero(industries + 1, sizeof *team->covered);
    team->by_size = intro_i_alloc(industries + 1, sizeof *team->by_size);
    team->only = intro_i_alloc(industries + 1, sizeof *team->only);
    team->cells = intro_i_alloc_zero((size_t)team->rows * team->columns + 1,
                                     sizeof *team->cells);
    return team->members != NULL && team->known_by != NULL &&
                   team->covered != NULL && team->by_size != NULL &&
                   team->only != NULL && team->cells != NULL
               ? INTRO_OK
               : intro_i_fail_memory(ctx);
}

static intro_status fill(intro_ctx *ctx, const intro_pages *pages,
                         intro_i_team *team)
{
    const uint32_t industries = pages->groups[INTRO_I_PAGE_INDUSTRY].count;
    team->count = intro_graph_owners(pages->graph);
    INTRO_TRY(make_room(ctx, pages, team));
    for (uint32_t g = 0; g < industries; g++) {
        team->by_size[pages->group_names[INTRO_I_PAGE_INDUSTRY].numbers[g] -
                      1] = g;
    }
    INTRO_TRY(cover_all(ctx, pages, team));
    count_known(pages, team);
    list_gaps(team, industries);
    INTRO_TRY(intro_i_team_ways_find(
        ctx, pages, team->gap_list,
        team->gaps < INTRO_I_TEAM_GAPS ? team->gaps : INTRO_I_TEAM_GAPS,
        team->ways));
    return compare_members(ctx, pages, team);
}

intro_status intro_i_team_init(intro_ctx *ctx, const intro_pages *pages,
                               intro_i_team *out)
{
    memset(out, 0, sizeof *out);
    const intro_status rc = fill(ctx, pages, out);
    if (rc != INTRO_OK) {
        intro_i_team_fini(out);
    }
    return rc;
}

void intro_i_team_fini(intro_i_team *team)
{
    intro_i_free(team->members);
    intro_i_free(team->known_by);
    intro_i_free(team->covered);
    intro_i_free(team->by_size);
    intro_i_free(team->only);
    intro_i_free(team->cells);
    intro_i_free(team->shared);
    memset(team, 0, sizeof *team);
}
