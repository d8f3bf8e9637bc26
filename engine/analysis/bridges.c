/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/bridges_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "graph/attribute.h"

#include <string.h>

#define DEFAULT_BY "industry"

/* --- groups -------------------------------------------------------------------------- */

/* A default attribute that the network lacks leaves its figures undefined. */
static intro_status find_groups(intro_ctx *ctx, intro_i_bridge_work *w)
{
    intro_bridges *const found = w->found;
    const intro_graph *const graph = found->graph;
    const bool is_default =
        w->options->by == NULL && w->options->between[0] == NULL;
    const char *const by = w->options->by != NULL ? w->options->by : DEFAULT_BY;
    intro_i_attribute attribute;
    found->by = intro_i_strndup(by, strlen(by));
    if (found->by == NULL) {
        return intro_i_fail_memory(ctx);
    }
    if (is_default &&
        intro_i_attribute_find(ctx, graph, by, &attribute) == INTRO_EARG) {
        intro_i_begin(ctx);
        intro_i_notice(ctx, "", 0, 1,
                       "nobody in this network has the attribute " DEFAULT_BY
                       ": what needs groups is left undefined (--by names "
                       "another attribute)");
        return intro_i_groups_init_none(ctx, graph, &found->groups);
    }
    return intro_i_groups_init(ctx, graph, by, &found->groups);
}

static const char *nearest_group(const intro_i_groups *groups, const char *name)
{
    const char *nearest = NULL;
    size_t limit = 3;
    for (uint32_t g = 0; g < groups->count && limit > 0; g++) {
        const size_t distance =
            intro_i_text_distance(name, strlen(name), groups->names[g],
                                  strlen(groups->names[g]), limit - 1);
        if (distance < limit) {
            limit = distance;
            nearest = groups->names[g];
        }
    }
    return nearest;
}

static intro_status find_between(intro_ctx *ctx, intro_i_bridge_work *w)
{
    const intro_i_groups *const groups = &w->found->groups;
    w->between[0] = w->between[1] = INTRO_I_NO_GROUP;
    for (int i = 0; i < 2 && w->options->between[0] != NULL; i++) {
        const char *const name = w->options->between[i];
        INTRO_TRY(intro_i_groups_find(ctx, groups, name, &w->between[i]));
        if (w->between[i] == INTRO_I_NO_GROUP) {
            const char *const nearest = nearest_group(groups, name);
            (void)intro_i_fail(ctx, INTRO_ENOTFOUND, "nobody has \"%s\" as %s",
                               name, w->found->by);
            if (nearest != NULL) {
                intro_i_hint(ctx, "the closest spelling is \"%s\"", nearest);
            }
            return INTRO_ENOTFOUND;
        }
    }
    if (w->between[0] == w->between[1] && w->between[0] != INTRO_I_NO_GROUP) {
        return intro_i_fail(ctx, INTRO_EARG, "\"%s\" and \"%s\" are one group",
                            w->options->between[0], w->options->between[1]);
    }
    if (w->between[0] > w->between[1]) {
        const uint32_t lesser = w->between[1];
        w->between[1] = w->between[0];
        w->between[0] = lesser;
    }
    return INTRO_OK;
}

/* --- betweenness ------------------------------------------------------------------------ */

static uint64_t count_sources(const intro_i_bridge_work *w)
{
    const intro_i_weak_graph *const weak = &w->found->weak;
    const bool is_sample =
        w->options->betweenness == INTRO_BETWEENNESS_SAMPLE ||
        (w->options->betweenness == INTRO_BETWEENNESS_DEFAULT &&
         weak->people > INTRO_I_BETWEENNESS_EXACT);
    return is_sample ? intro_i_betweenness_sample(weak) : 0;
}

static void tell_sample(intro_ctx *ctx, const intro_i_bridge_work *w)
{
    const intro_i_betweenness *const b = &w->betweenness;
    if (!b->is_exact) {
        intro_i_notice(ctx, "", 0, 1,
                       "betweenness is estimated from %llu of %llu people; "
                       "with 95 %% confidence no figure is off by more than "
                       "%.3g, nor cross_betweenness by more than %.3g "
                       "(--betweenness exact computes them)",
                       (unsigned long long)b->sources,
                       (unsigned long long)w->found->weak.people, b->all_error,
                       b->cross_error);
    }
}

static intro_status find_betweenness(intro_ctx *ctx, intro_i_bridge_work *w)
{
    intro_bridges_facts *const facts = &w->found->facts;
    const bool has_groups = w->found->groups.count != 0;
    const intro_i_betweenness_options options = {.by_warmth =
                                                     w->options->by_warmth,
                                                 .with_ties = has_groups,
                                                 .sources = count_sources(w),
                                                 .seed = w->options->seed};
    if (w->options->betweenness == INTRO_BETWEENNESS_NONE) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_betweenness_init(ctx, &w->found->weak,
                                       has_groups ? &w->found->groups : NULL,
                                       &options, &w->betweenness));
    facts->betweenness_sources = w->betweenness.sources;
    facts->is_betweenness_exact = w->betweenness.is_exact;
    facts->betweenness_error = w->betweenness.all_error;
    facts->cross_betweenness_error = w->betweenness.cross_error;
    tell_sample(ctx, w);
    return INTRO_OK;
}

/* --- the whole ----------------------------------------------------------------------------- */

/* Betweenness goes first: its working memory is the greatest. */
static intro_status find_all(intro_ctx *ctx, intro_i_bridge_work *w)
{
    intro_bridges *const found = w->found;
    INTRO_TRY(intro_i_weak_graph_init(ctx, found->graph, &found->weak));
    INTRO_TRY(find_groups(ctx, w));
    INTRO_TRY(find_between(ctx, w));
    INTRO_TRY(find_betweenness(ctx, w));
    INTRO_TRY(intro_i_cuts_init(ctx, &found->weak, &found->cuts));
    INTRO_TRY(
        intro_i_losses_init(ctx, &found->cuts, &found->groups, &found->losses));
    INTRO_TRY(intro_i_orientation_init(ctx, &found->weak, &w->orientation));
    INTRO_TRY(intro_i_bridge_people(ctx, w));
    INTRO_TRY(intro_i_bridge_ties(ctx, w));
    if (found->groups.count != 0) {
        INTRO_TRY(intro_i_bridge_pairs(ctx, w));
    }
    if (w->options->me != INTRO_NO_VID) {
        INTRO_TRY(intro_i_my_access_init(ctx, &found->weak, &found->groups,
                                         w->options->me, &found->access));
    }
    found->lost = intro_i_alloc(found->groups.count, sizeof *found->lost);
    return found->lost != NULL ? INTRO_OK : intro_i_fail_memory(ctx);
}

static void put_facts(intro_bridges *found)
{
    intro_bridges_facts *const facts = &found->facts;
    facts->by = found->by;
    facts->people = found->weak.people;
    facts->known = found->weak.people - found->groups.unknown;
    facts->groups = found->groups.count;
    facts->cut_people = found->cuts.cut_people;
    facts->cut_ties = found->cuts.cut_ties;
}

static intro_status check_options(intro_ctx *ctx, const intro_graph *graph,
                                  const intro_bridges_options *options)
{
    if (options->me != INTRO_NO_VID && options->me >= graph->people) {
        return intro_i_fail(ctx, INTRO_EARG, "me is nobody of this network");
    }
    if ((options->between[0] == NULL) != (options->between[1] == NULL)) {
        return intro_i_fail(ctx, INTRO_EARG, "between wants two groups");
    }
    return INTRO_OK;
}

intro_status intro_bridges_find(intro_ctx *ctx, const intro_graph *graph,
                                const intro_bridges_options *options,
                                intro_bridges **out)
{
    intro_i_bridge_work w = {.options = options};
    intro_i_begin(ctx);
    *out = NULL;
    INTRO_TRY(check_options(ctx, graph, options));
    w.found = intro_i_alloc_zero(1, sizeof *w.found);
    if (w.found == NULL) {
        return intro_i_fail_memory(ctx);
    }
    w.found->graph = graph;
    const intro_status rc = find_all(ctx, &w);
    intro_i_orientation_fini(&w.orientation);
    intro_i_betweenness_fini(&w.betweenness);
    if (rc != INTRO_OK) {
        intro_bridges_free(w.found);
        return rc;
    }
    put_facts(w.found);
    *out = w.found;
    return INTRO_OK;
}

void intro_bridges_free(intro_bridges *bridges)
{
    if (bridges == NULL) {
        return;
    }
    intro_i_free(bridges->by);
    intro_i_free(bridges->group_list);
    intro_i_free(bridges->group_numbers);
    intro_i_group_ties_fini(&bridges->group_ties);
    intro_i_free(bridges->pairs);
    intro_i_free(bridges->brokers);
    intro_i_free(bridges->ties);
    intro_i_free(bridges->lost);
    intro_i_my_access_fini(&bridges->access);
    intro_i_losses_fini(&bridges->losses);
    intro_i_cuts_fini(&bridges->cuts);
    intro_i_groups_fini(&bridges->groups);
    intro_i_weak_graph_fini(&bridges->weak);
    intro_i_free(bridges);
}

/* --- reading ---------------------------------------------------------------------------------- */

intro_bridges_facts intro_bridges_get_facts(const intro_bridges *bridges)
{
    return bridges->facts;
}

size_t intro_bridges_groups(const intro_bridges *bridges)
{
    return bridges->group_list == NULL ? 0 : bridges->groups.count;
}

intro_group intro_bridges_group(const intro_bridges *bridges, size_t i)
{
    return bridges->group_list[i];
}

intro_group_pair intro_bridges_between(const intro_bridges *bridges, size_t i,
                                       size_t k)
{
    const uint32_t x = bridges->group_numbers[i];
    const uint32_t y = bridges->group_numbers[k];
    const intro_i_group_link none = {x < y ? x : y, x < y ? y : x, 0, 0};
    const intro_i_group_link *const link =
        intro_i_group_ties_find(&bridges->group_ties, none.a, none.b);
    return intro_i_bridge_pair(bridges, link != NULL ? link : &none);
}

size_t intro_bridges_pairs(const intro_bridges *bridges)
{
    return bridges->pair_count;
}

intro_group_pair intro_bridges_pair(const intro_bridges *bridges, size_t i)
{
    return bridges->pairs[i];
}

size_t intro_bridges_brokers(const intro_bridges *bridges)
{
    return bridges->broker_count;
}

intro_broker intro_bridges_broker(const intro_bridges *bridges, size_t i)
{
    return bridges->brokers[i];
}

intro_status intro_bridges_groups_lost(intro_ctx *ctx, intro_bridges *bridges,
                                       size_t i, const char *const **names,
                                       size_t *count)
{
    intro_i_losses *const losses = &bridges->losses;
    intro_i_begin(ctx);
    INTRO_TRY(intro_i_losses_find(ctx, losses, bridges->brokers[i].person));
    for (uint32_t k = 0; k < losses->count; k++) {
        bridges->lost[k] = bridges->groups.names[losses->lost[k]];
    }
    *names = bridges->lost;
    *count = losses->count;
    return INTRO_OK;
}

size_t intro_bridges_ties(const intro_bridges *bridges)
{
    return bridges->tie_count;
}

intro_bridging_tie intro_bridges_tie(const intro_bridges *bridges, size_t i)
{
    return bridges->ties[i];
}

size_t intro_bridges_single_accesses(const intro_bridges *bridges)
{
    return bridges->access.single.count;
}

intro_single_access intro_bridges_single_access(const intro_bridges *bridges,
                                                size_t i)
{
    const intro_i_single_access *const one = &bridges->access.single.data[i];
    return (intro_single_access){bridges->groups.names[one->group],
                                 one->through};
}

uint64_t intro_bridges_holes(const intro_bridges *bridges)
{
    return bridges->access.holes;
}

intro_status intro_bridges_each_hole(intro_bridges *bridges,
                                     intro_bridges_hole_fn *fn, void *user)
{
    const uint32_t *const groups = bridges->access.groups;
    intro_i_hole_walk walk = intro_i_hole_walk_begin(&bridges->access);
    while (intro_i_hole_walk_next(&walk)) {
        INTRO_TRY(fn(user, bridges->groups.names[groups[walk.i]],
                     bridges->groups.names[groups[walk.k]]));
    }
    return INTRO_OK;
}
