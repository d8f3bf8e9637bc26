/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is searched from. A group whose share of the sample is one or more is a
 * stratum of its own, people without a group count as a group; the others are
 * pooled, with the smallest of those when their share is below one. Sources go
 * to strata by cumulative rounding, so that each gets its share rounded up or
 * down and the whole is exact.
 *
 * Order: sources whose neighbour with most ties is the same person are at most
 * two ties apart, so they see the same people at nearly the same distance; and
 * the more ties that neighbour has, the nearer is everybody. */
#include "analysis/betweenness_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/random.h"

#include <stdlib.h>

/* People by stratum: those of stratum i are people[starts[i] .. starts[i + 1]],
 * the pool is the last. */
typedef struct strata {
    uint32_t count;
    uint32_t *people;
    uint64_t *starts;
    uint32_t *of_group; /* groups + 1, the last for people without one */
} strata;

static void strata_fini(strata *s)
{
    intro_i_free(s->people);
    intro_i_free(s->starts);
    intro_i_free(s->of_group);
}

static uint64_t group_size(const intro_i_groups *groups, uint32_t g)
{
    return g < groups->count ? groups->sizes[g] : groups->unknown;
}

/* Numbers the strata; leaves their sizes in starts[1 ..]. */
static void choose_strata(strata *s, const intro_i_groups *groups,
                          uint64_t people, uint64_t sources)
{
    const uint32_t slots = groups->count + 1;
    uint64_t pooled = 0;
    uint32_t smallest = UINT32_MAX;
    for (uint32_t g = 0; g < slots; g++) {
        const uint64_t size = group_size(groups, g);
        const bool is_own = size * sources >= people;
        s->of_group[g] = is_own ? 0 : UINT32_MAX;
        pooled += is_own ? 0 : size;
        if (is_own &&
            (smallest == UINT32_MAX || size <= group_size(groups, smallest))) {
            smallest = g;
        }
    }
    if (pooled > 0 && pooled * sources < people && smallest != UINT32_MAX) {
        s->of_group[smallest] = UINT32_MAX;
    }
    for (uint32_t g = 0; g < slots; g++) {
        s->of_group[g] = s->of_group[g] == 0 ? s->count++ : UINT32_MAX;
    }
    const uint32_t pool = s->count++;
    for (uint32_t g = 0; g < slots; g++) {
        if (s->of_group[g] == UINT32_MAX) {
            s->of_group[g] = pool;
        }
        s->starts[s->of_group[g] + 1] += group_size(groups, g);
    }
}

static uint32_t stratum_of(const strata *s, const intro_i_groups *groups,
                           uint32_t v)
{
    const uint32_t g = groups->count > 0 ? groups->of[v] : INTRO_I_NO_GROUP;
    return s->of_group[g == INTRO_I_NO_GROUP ? groups->count : g];
}

/* Sorts the people by stratum. starts[i + 1] serves as the place of the next
 * one of stratum i, and is its end when all are placed. */
static void place_people(strata *s, const intro_i_groups *groups,
                         uint32_t people)
{
    uint64_t sum = 0;
    for (uint32_t i = 1; i <= s->count; i++) {
        const uint64_t size = s->starts[i];
        s->starts[i] = sum;
        sum += size;
    }
    for (uint32_t v = 0; v < people; v++) {
        s->people[s->starts[stratum_of(s, groups, v) + 1]++] = v;
    }
}

static intro_status make_strata(intro_ctx *ctx, const intro_i_groups *groups,
                                uint32_t people, uint64_t sources, strata *s)
{
    const size_t slots = (size_t)groups->count + 1;
    s->people = intro_i_alloc(people, sizeof *s->people);
    s->starts = intro_i_alloc_zero(slots + 2, sizeof *s->starts);
    s->of_group = intro_i_alloc(slots, sizeof *s->of_group);
    if (s->people == NULL || s->starts == NULL || s->of_group == NULL) {
        return intro_i_fail_memory(ctx);
    }
    choose_strata(s, groups, people, sources);
    place_people(s, groups, people);
    return INTRO_OK;
}

/* `take` of the people of a stratum, moved to its front. */
static void draw(uint32_t *people, uint64_t count, uint64_t take,
                 intro_i_random *random)
{
    for (uint64_t i = 0; i < take; i++) {
        const uint64_t j = i + intro_i_random_below(random, count - i);
        const uint32_t drawn = people[j];
        people[j] = people[i];
        people[i] = drawn;
    }
}

static void add(const intro_i_bw_net *net, uint32_t person, double scale,
                intro_i_bw_sources *out)
{
    if (intro_i_arcs_count(&net->out, person) > 0) {
        out->data[out->count++] = (intro_i_bw_source){person, scale};
    }
}

static void draw_all(const intro_i_bw_net *net, const strata *s,
                     const intro_i_betweenness_options *options, double unit,
                     intro_i_bw_sources *out)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const uint64_t begin = s->starts[i];
        const uint64_t end = s->starts[i + 1];
        const uint64_t take = options->sources * end / net->people -
                              options->sources * begin / net->people;
        intro_i_random random;
        intro_i_random_init_part(&random, options->seed, i);
        draw(s->people + begin, end - begin, take, &random);
        for (uint64_t j = 0; j < take; j++) {
            add(net, s->people[begin + j],
                unit * (double)(end - begin) / (double)take, out);
        }
    }
}

/* --- order ------------------------------------------------------------------ */

typedef struct rank {
    uint64_t hub_degree;
    uint64_t reach; /* ties of the neighbours */
    uint32_t hub;
    intro_i_bw_source source;
} rank;

static int compare_ranks(const void *left, const void *right)
{
    const rank *const a = left;
    const rank *const b = right;
    if (a->hub_degree != b->hub_degree) {
        return a->hub_degree > b->hub_degree ? -1 : 1;
    }
    if (a->hub != b->hub) {
        return a->hub < b->hub ? -1 : 1;
    }
    if (a->reach != b->reach) {
        return a->reach > b->reach ? -1 : 1;
    }
    return a->source.person < b->source.person ? -1 : 1;
}

static rank rank_source(const intro_i_bw_net *net,
                        const intro_i_bw_source *source)
{
    const uint32_t v = source->person;
    rank r = {0, 0, 0, *source};
    for (uint64_t i = net->out.offsets[v]; i < net->out.offsets[v + 1]; i++) {
        const uint32_t w = net->out.people[i];
        const uint64_t degree = intro_i_arcs_count(&net->out, w);
        r.reach += degree;
        if (degree > r.hub_degree) {
            r.hub_degree = degree;
            r.hub = w;
        }
    }
    return r;
}

static intro_status put_in_order(intro_ctx *ctx, const intro_i_bw_net *net,
                                 intro_i_bw_sources *sources)
{
    rank *const ranks = intro_i_alloc(sources->count, sizeof *ranks);
    if (ranks == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < sources->count; i++) {
        ranks[i] = rank_source(net, &sources->data[i]);
    }
    qsort(ranks, sources->count, sizeof *ranks, compare_ranks);
    for (size_t i = 0; i < sources->count; i++) {
        sources->data[i] = ranks[i].source;
    }
    intro_i_free(ranks);
    return INTRO_OK;
}

static intro_status draw_sample(intro_ctx *ctx, const intro_i_bw_net *net,
                                const intro_i_groups *groups,
                                const intro_i_betweenness_options *options,
                                double unit, intro_i_bw_sources *out)
{
    strata s = {0};
    const intro_status rc =
        make_strata(ctx, groups, net->people, options->sources, &s);
    if (rc == INTRO_OK) {
        draw_all(net, &s, options, unit, out);
    }
    strata_fini(&s);
    return rc;
}

intro_status intro_i_bw_sources_make(intro_ctx *ctx, const intro_i_bw_net *net,
                                     const intro_i_groups *groups,
                                     const intro_i_betweenness_options *options,
                                     intro_i_bw_sources *out)
{
    /* An undirected pair is met from both ends. */
    const double unit = net->out.graph->is_directed ? 1 : 0.5;
    const bool is_exact =
        options->sources == 0 || options->sources >= net->people;
    if (intro_i_bw_sources_reserve(
            out, is_exact ? net->people : options->sources) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    if (is_exact) {
        for (uint32_t v = 0; v < net->people; v++) {
            add(net, v, unit, out);
        }
    } else {
        INTRO_TRY(draw_sample(ctx, net, groups, options, unit, out));
    }
    return put_in_order(ctx, net, out);
}
