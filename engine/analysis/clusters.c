/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <introfind/clusters.h>

#include "analysis/clusters_impl.h"
#include "analysis/communities.h"
#include "analysis/cut_ties.h"
#include "analysis/percolation.h"
#include "analysis/triangles.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/attribute.h"

#include <math.h>
#include <string.h>

enum { MEDIAN_DECILE = 5 };

/* --- finding and attaching ------------------------------------------------ */

static intro_status check_resolution(intro_ctx *ctx,
                                     const intro_clusters_options *options)
{
    if (!isfinite(options->resolution) || options->resolution <= 0) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "the resolution has to be above 0: %g",
                            options->resolution);
    }
    return INTRO_OK;
}

static intro_status attach(intro_ctx *ctx, intro_graph *graph,
                           const intro_i_weak_graph *weak,
                           const intro_clusters_options *options,
                           double *modularity)
{
    intro_i_communities communities;
    INTRO_TRY(intro_i_communities_find(ctx, weak, options->resolution,
                                       options->seed, &communities));
    const intro_status kept =
        intro_i_graph_set_clusters(graph, communities.of, communities.count);
    communities.of = NULL; /* the graph's now */
    *modularity = communities.modularity;
    intro_i_communities_fini(&communities);
    return kept == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : kept;
}

intro_status intro_clusters_attach(intro_ctx *ctx, intro_graph *graph,
                                   const intro_clusters_options *options)
{
    const intro_clusters_options init = INTRO_CLUSTERS_OPTIONS_INIT;
    intro_i_weak_graph weak;
    double modularity = 0;
    options = options != NULL ? options : &init;
    intro_i_begin(ctx);
    INTRO_TRY(check_resolution(ctx, options));
    INTRO_TRY(intro_i_weak_graph_init(ctx, graph, &weak));
    const intro_status rc = attach(ctx, graph, &weak, options, &modularity);
    intro_i_weak_graph_fini(&weak);
    return rc;
}

/* --- looking at them ------------------------------------------------------ */

static intro_status check_options(intro_ctx *ctx, const intro_graph *graph,
                                  const intro_clusters_options *options)
{
    INTRO_TRY(check_resolution(ctx, options));
    if (!isfinite(options->weak_below)) {
        return intro_i_fail(ctx, INTRO_EARG, "ties cannot be weak below %g",
                            options->weak_below);
    }
    if (isnan(options->overlap_most) || options->overlap_most < 0 ||
        options->overlap_most > 1) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "the greatest overlap of a weak tie is from 0 to "
                            "1, not %g",
                            options->overlap_most);
    }
    if (options->me != INTRO_NO_VID && options->me >= graph->people) {
        return intro_i_fail(ctx, INTRO_EARG, "the network has no person %lu",
                            (unsigned long)options->me);
    }
    return INTRO_OK;
}

static intro_status take_by(intro_ctx *ctx, intro_clusters *c,
                            const intro_clusters_options *options)
{
    intro_i_attribute attribute;
    const char *const by = options->by != NULL ? options->by : "industry";
    if (options->by == NULL &&
        !intro_i_attribute_is_there(c->graph, by, &attribute)) {
        return intro_i_groups_init_none(ctx, c->graph, &c->by);
    }
    c->facts.by = intro_i_arena_copy(&c->texts, by, strlen(by));
    return c->facts.by == NULL ? intro_i_fail_memory(ctx)
                               : intro_i_groups_init(ctx, c->graph, by, &c->by);
}

static intro_status count_mutual(intro_ctx *ctx, const intro_i_weak_graph *weak,
                                 uint32_t **mutual)
{
    intro_i_orientation orientation;
    INTRO_TRY(intro_i_orientation_init(ctx, weak, &orientation));
    const intro_status rc = intro_i_mutual_count(ctx, &orientation, mutual);
    intro_i_orientation_fini(&orientation);
    return rc;
}

static intro_status find_bridges(intro_ctx *ctx, intro_clusters *c,
                                 const intro_i_weak_ties *ties, uint64_t top)
{
    intro_i_cuts cuts;
    INTRO_TRY(intro_i_cuts_init(ctx, ties->weak, &cuts));
    const intro_status rc = intro_i_weak_bridges_find(
        ctx, ties, &cuts, c->members.of, top, &c->bridges);
    intro_i_cuts_fini(&cuts);
    c->facts.bridging = c->bridges.bridging;
    c->facts.weak_ties = c->bridges.weak;
    return rc;
}

/* What stands on the common neighbours of every tie. The percolation has found
 * the median strength. */
static intro_status look_at_ties(intro_ctx *ctx, intro_clusters *c,
                                 const intro_i_weak_graph *weak,
                                 const uint32_t *mutual,
                                 const intro_clusters_options *options)
{
    const intro_i_weak_rule rule = {options->weak_below < 0
                                        ? c->steps[MEDIAN_DECILE].below
                                        : options->weak_below,
                                    options->overlap_most};
    intro_i_weak_ties ties;
    INTRO_TRY(intro_i_weak_ties_init(ctx, weak, mutual, &rule, &ties));
    c->facts.weak_below = ties.strength_below;
    c->facts.overlap_most = ties.overlap_most;
    INTRO_TRY(find_bridges(ctx, c, &ties, options->top));
    if (options->me == INTRO_NO_VID) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_my_doors_init(ctx, &ties, &c->members, &c->by,
                                    options->me, &c->mine));
    return intro_i_clusters_take_view(ctx, c);
}

static intro_status look(intro_ctx *ctx, intro_clusters *c,
                         const intro_i_weak_graph *weak,
                         const intro_clusters_options *options)
{
    uint32_t *mutual = NULL;
    INTRO_TRY(intro_i_members_init(ctx, c->graph->clusters, c->graph->people,
                                   c->graph->cluster_count, &c->members));
    INTRO_TRY(take_by(ctx, c, options));
    INTRO_TRY(intro_i_clusters_describe(ctx, c, weak));
    INTRO_TRY(intro_i_percolate(ctx, weak, c->steps));
    c->facts.components = c->steps[0].components;
    c->facts.largest = c->steps[0].largest;
    INTRO_TRY(count_mutual(ctx, weak, &mutual));
    intro_status rc = look_at_ties(ctx, c, weak, mutual, options);
    intro_i_free(mutual);
    if (rc == INTRO_OK && options->expand && options->me != INTRO_NO_VID) {
        rc = intro_i_clusters_find_chains(ctx, c);
    }
    return rc;
}

intro_status intro_clusters_find(intro_ctx *ctx, intro_graph *graph,
                                 const intro_clusters_options *options,
                                 intro_clusters **out)
{
    const intro_clusters_options init = INTRO_CLUSTERS_OPTIONS_INIT;
    intro_i_weak_graph weak;
    *out = NULL;
    options = options != NULL ? options : &init;
    intro_i_begin(ctx);
    INTRO_TRY(check_options(ctx, graph, options));
    intro_clusters *const c = intro_i_alloc_zero(1, sizeof *c);
    if (c == NULL) {
        return intro_i_fail_memory(ctx);
    }
    c->graph = graph;
    c->facts.resolution = options->resolution;
    c->facts.seed = options->seed;
    c->facts.me = options->me;
    intro_status rc = intro_i_weak_graph_init(ctx, graph, &weak);
    if (rc == INTRO_OK) {
        c->facts.people = weak.people;
        c->facts.ties = weak.ties;
        rc = attach(ctx, graph, &weak, options, &c->facts.modularity);
        if (rc == INTRO_OK) {
            rc = look(ctx, c, &weak, options);
        }
        intro_i_weak_graph_fini(&weak);
    }
    if (rc != INTRO_OK) {
        intro_clusters_free(c);
        return rc;
    }
    *out = c;
    return INTRO_OK;
}

void intro_clusters_free(intro_clusters *clusters)
{
    if (clusters == NULL) {
        return;
    }
    intro_i_members_fini(&clusters->members);
    intro_i_groups_fini(&clusters->by);
    intro_i_my_doors_fini(&clusters->mine);
    intro_i_weak_bridges_fini(&clusters->bridges);
    intro_i_arena_fini(&clusters->texts);
    intro_i_free(clusters->list);
    intro_i_free(clusters->labels);
    intro_i_free(clusters->chains);
    intro_i_free(clusters->chain_people);
    intro_i_free(clusters);
}

/* --- reading -------------------------------------------------------------- */

intro_clusters_facts intro_clusters_get_facts(const intro_clusters *clusters)
{
    return clusters->facts;
}

size_t intro_clusters_count(const intro_clusters *clusters)
{
    return clusters->members.count;
}

const intro_cluster *intro_clusters_at(const intro_clusters *clusters, size_t i)
{
    return &clusters->list[i];
}

const char *intro_cluster_id(uint32_t number, char id[INTRO_CLUSTER_ID])
{
    (void)intro_i_cluster_name(number - 1, id);
    return id;
}

uint32_t intro_clusters_of(const intro_clusters *clusters, intro_vid v)
{
    return clusters->members.of[v] + 1;
}

const char *intro_clusters_label(const intro_clusters *clusters,
                                 uint32_t number)
{
    return clusters->labels[number - 1];
}

size_t intro_clusters_weak_ties(const intro_clusters *clusters)
{
    return clusters->bridges.list.count;
}

const intro_weak_tie *intro_clusters_weak_tie(const intro_clusters *clusters,
                                              size_t i)
{
    return &clusters->bridges.list.data[i];
}

size_t intro_clusters_steps(const intro_clusters *clusters)
{
    return clusters->facts.ties == 0 ? 0 : INTRO_CLUSTER_DECILES;
}

intro_percolation intro_clusters_step(const intro_clusters *clusters, size_t i)
{
    return clusters->steps[i + 1];
}

intro_chain intro_clusters_chain(const intro_clusters *clusters, size_t i)
{
    return clusters->chains == NULL ? (intro_chain){NULL, 0, 0, INTRO_NO_VID}
                                    : clusters->chains[i];
}
