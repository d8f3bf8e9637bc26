/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/team_facts.h"

#include "base/alloc.h"
#include "base/context_impl.h"

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

static intro_status fill(intro_ctx *ctx, const intro_pages *pages,
                         intro_i_team *team)
{
    const size_t industries = pages->groups[INTRO_I_PAGE_INDUSTRY].count;
    const uint32_t owners = intro_graph_owners(pages->graph);
    team->members =
        intro_i_alloc_zero((size_t)owners + 1, sizeof *team->members);
    team->known_by = intro_i_alloc_zero((size_t)pages->weak.people + 1,
                                        sizeof *team->known_by);
    team->covered = intro_i_alloc_zero(industries + 1, sizeof *team->covered);
    team->by_size = intro_i_alloc(industries + 1, sizeof *team->by_size);
    if (team->members == NULL || team->known_by == NULL ||
        team->covered == NULL || team->by_size == NULL) {
        return intro_i_fail_memory(ctx);
    }
    while (team->count < owners) {
        const uint32_t m = team->count++;
        intro_i_team_member *const member = &team->members[m];
        member->person = intro_graph_owner(pages->graph, m);
        member->contacts = intro_i_weak_degree(&pages->weak, member->person);
        INTRO_TRY(
            intro_i_reading_init(ctx, pages, member->person, &member->reading));
        INTRO_TRY(intro_i_spread_init(ctx, pages, INTRO_I_PAGE_INDUSTRY,
                                      &member->reading, &member->spread));
    }
    for (uint32_t g = 0; g < industries; g++) {
        team->by_size[pages->group_names[INTRO_I_PAGE_INDUSTRY].numbers[g] -
                      1] = g;
    }
    count_known(pages, team);
    list_gaps(team, (uint32_t)industries);
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
    for (uint32_t m = 0; m < team->count; m++) {
        intro_i_spread_fini(&team->members[m].spread);
        intro_i_reading_fini(&team->members[m].reading);
    }
    intro_i_free(team->members);
    intro_i_free(team->known_by);
    intro_i_free(team->covered);
    intro_i_free(team->by_size);
    intro_i_free(team->shared);
    memset(team, 0, sizeof *team);
}
