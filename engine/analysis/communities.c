/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/communities.h"

#include "analysis/connected_parts.h"
#include "analysis/leiden.h"
#include "analysis/modularity.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

/* Clusters come numbered by their least members, so a counting sort by size
 * leaves equal ones in that order. places: people + 1 zeros. */
static void number_by_size(intro_i_communities *c, uint32_t people,
                           uint32_t *sizes, uint32_t *places, uint32_t *numbers)
{
    for (uint32_t v = 0; v < people; v++) {
        sizes[c->of[v]]++;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        places[people - sizes[i]]++;
    }
    uint32_t before = 0;
    for (uint32_t i = 0; i <= people; i++) {
        const uint32_t here = places[i];
        places[i] = before;
        before += here;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        numbers[i] = places[people - sizes[i]]++;
        c->sizes[numbers[i]] = sizes[i];
    }
    for (uint32_t v = 0; v < people; v++) {
        c->of[v] = numbers[c->of[v]];
    }
}

static intro_status order_clusters(intro_i_communities *c, uint32_t people)
{
    uint32_t *const sizes = intro_i_alloc_zero(c->count, sizeof *sizes);
    uint32_t *const numbers = intro_i_alloc(c->count, sizeof *numbers);
    uint32_t *const places =
        intro_i_alloc_zero((size_t)people + 1, sizeof *places);
    c->sizes = intro_i_alloc(c->count, sizeof *c->sizes);
    const bool has_memory =
        sizes != NULL && numbers != NULL && places != NULL && c->sizes != NULL;
    if (has_memory) {
        number_by_size(c, people, sizes, places, numbers);
    }
    intro_i_free(sizes);
    intro_i_free(numbers);
    intro_i_free(places);
    return has_memory ? INTRO_OK : INTRO_ENOMEM;
}

static intro_status find(intro_i_crew *crew, const intro_i_level *people,
                         double resolution, uint64_t seed,
                         intro_i_communities *out)
{
    out->of = intro_i_alloc(people->nodes, sizeof *out->of);
    if (out->of == NULL) {
        return INTRO_ENOMEM;
    }
    INTRO_TRY(
        intro_i_leiden(crew, people, resolution, seed, out->of, &out->count));
    INTRO_TRY(intro_i_connect_clusters(crew, people, out->of, &out->count));
    INTRO_TRY(order_clusters(out, people->nodes));
    return intro_i_modularity(crew, people, out->of, resolution,
                              &out->modularity);
}

intro_status intro_i_communities_find(intro_ctx *ctx,
                                      const intro_i_weak_graph *weak,
                                      double resolution, uint64_t seed,
                                      intro_i_communities *out)
{
    intro_i_crew crew;
    intro_i_level people;
    memset(out, 0, sizeof *out);
    memset(&people, 0, sizeof people);
    intro_status rc = intro_i_crew_init(&crew, ctx);
    if (rc == INTRO_OK) {
        rc = intro_i_level_init(&crew, weak, &people);
    }
    if (rc == INTRO_OK) {
        rc = find(&crew, &people, resolution, seed, out);
    }
    intro_i_level_fini(&people);
    intro_i_crew_fini(&crew);
    if (rc != INTRO_OK) {
        intro_i_communities_fini(out);
    }
    return rc == INTRO_ENOMEM       ? intro_i_fail_memory(ctx)
           : rc == INTRO_ECANCELLED ? intro_i_fail(ctx, rc, "cancelled")
                                    : rc;
}

void intro_i_communities_fini(intro_i_communities *communities)
{
    intro_i_free(communities->of);
    intro_i_free(communities->sizes);
    memset(communities, 0, sizeof *communities);
}
