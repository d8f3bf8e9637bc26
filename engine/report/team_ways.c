/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/team_ways.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <introfind/paths.h>

#include <string.h>

/* The people of an industry who are no members; both lists rise. */
static size_t gather(const intro_pages *pages, uint32_t industry,
                     intro_vid *people)
{
    const uint32_t *const of = pages->groups[INTRO_I_PAGE_INDUSTRY].of;
    size_t count = 0;
    size_t next = 0;
    for (intro_vid v = 0; v < pages->weak.people; v++) {
        while (next < pages->member_count && pages->members[next] < v) {
            next++;
        }
        const bool is_member =
            next < pages->member_count && pages->members[next] == v;
        if (of[v] == industry && !is_member) {
            people[count++] = v;
        }
    }
    return count;
}

static intro_status find_way(intro_ctx *ctx, const intro_pages *pages,
                             const intro_vid *people, size_t count,
                             intro_i_team_way *out)
{
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    intro_paths *paths = NULL;
    query.from = pages->members;
    query.from_count = pages->member_count;
    query.targets = people;
    query.target_count = count;
    query.max_hops = INTRO_I_WAY_HOPS;
    query.limit = 1;
    query.explain_empty = false;
    INTRO_TRY(intro_paths_find(ctx, pages->graph, &query, &paths));
    if (intro_paths_count(paths) != 0) {
        const intro_chain chain = intro_paths_chain(paths, 0);
        out->hops = chain.hops;
        out->warmth = chain.warmth;
        memcpy(out->people, chain.people,
               (chain.hops + 1) * sizeof *chain.people);
    }
    intro_paths_free(paths);
    return INTRO_OK;
}

intro_status intro_i_team_ways_find(intro_ctx *ctx, const intro_pages *pages,
                                    const uint32_t *industries, size_t count,
                                    intro_i_team_way *out)
{
    intro_vid *const people =
        intro_i_alloc((size_t)pages->weak.people + 1, sizeof *people);
    intro_status rc = people == NULL ? intro_i_fail_memory(ctx) : INTRO_OK;
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        const size_t found = gather(pages, industries[i], people);
        memset(&out[i], 0, sizeof out[i]);
        if (found != 0) {
            rc = find_way(ctx, pages, people, found, &out[i]);
        }
    }
    intro_i_free(people);
    return rc;
}
