/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <introfind/clusters.h>

#include "analysis/communities.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>

static intro_status check_options(intro_ctx *ctx,
                                  const intro_clusters_options *options)
{
    if (!isfinite(options->resolution) || options->resolution <= 0) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "the resolution has to be above 0: %g",
                            options->resolution);
    }
    return INTRO_OK;
}

intro_status intro_clusters_attach(intro_ctx *ctx, intro_graph *graph,
                                   const intro_clusters_options *options)
{
    const intro_clusters_options init = INTRO_CLUSTERS_OPTIONS_INIT;
    intro_i_weak_graph weak;
    intro_i_communities communities;
    options = options != NULL ? options : &init;
    intro_i_begin(ctx);
    INTRO_TRY(check_options(ctx, options));
    INTRO_TRY(intro_i_weak_graph_init(ctx, graph, &weak));
    intro_status rc = intro_i_communities_find(ctx, &weak, options->resolution,
                                               options->seed, &communities);
    if (rc == INTRO_OK) {
        const intro_status kept = intro_i_graph_set_clusters(
            graph, communities.of, communities.count);
        communities.of = NULL; /* the graph's now */
        rc = kept == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : kept;
        intro_i_communities_fini(&communities);
    }
    intro_i_weak_graph_fini(&weak);
    return rc;
}
