/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/leiden.h"

#include "analysis/aggregation.h"
#include "analysis/local_moving.h"
#include "analysis/modularity.h"
#include "analysis/refinement.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/random.h"

#include <string.h>

enum {
    SMALL_LINKS = 1 << 18,
    ATTEMPT_LINKS = 1 << 20, /* of all attempts together */
    ATTEMPTS_MAX = 10,
    ROUNDS_MAX = 20,
    GRAIN = 4096
};

/* How long to go on. Gains are of modularity. */
typedef struct effort {
    bool joins_first;    /* the first level of the first round only joins, and
                            the last round ends with the people's own moves */
    double first_moving; /* least gain of going around once, first round */
    double moving;       /* ... later rounds */
    double round;        /* a round with less is the last one */
} effort;

static const effort small_effort = {false, 0, 0, 1e-7};
static const effort hasty_effort = {true, 0.05, 0.001, 2e-5};
static const effort careful_effort = {false, 0.005, 0.0001, 5e-6};

/* In the round after it people who were wrongly joined move. Networks of plain
 * groups gain less than 0.00001 by that; LFR graphs, in which later rounds do not
 * make it good, gain 0.11 to 0.13. */
#define JOINS_FAILED 0.001

typedef struct run {
    intro_i_crew *crew;
    const intro_i_level *people;
    const effort *effort;
    double resolution;
    intro_i_random seeds;
    uint32_t *of; /* people: clusters */
    uint32_t *at; /* people: node of the present level */
    intro_i_level level;
    intro_i_partition clusters; /* of its nodes */
    uint32_t rounds;            /* done */
    double gain;                /* of the last one */
    bool has_failed;            /* the joins were wrong: nothing is found */
} run;

/* --- levels --------------------------------------------------------------- */

typedef struct follower {
    const uint32_t *at;
    const uint32_t *map;
    uint32_t *to;
} follower;

static intro_status follow_people(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end)
{
    const follower *const f = arg;
    (void)worker;
    for (uint64_t v = begin; v < end; v++) {
        f->to[v] = f->map[f->at[v]];
    }
    return INTRO_OK;
}

/* to[v] = what the map says of v's node */
static intro_status follow(run *r, const uint32_t *map, uint32_t *to)
{
    follower f = {r->at, map, to};
    return intro_i_crew_run(r->crew, r->people->nodes, GRAIN, follow_people,
                            &f);
}

static void leave_level(run *r)
{
    intro_i_level_fini(&r->level);
    intro_i_partition_fini(&r->clusters);
}

/* The level of people, in the clusters so far. */
static intro_status enter_people(run *r, bool is_alone)
{
    uint32_t *of = NULL;
    r->level = *r->people;
    memset(r->level.own, 0, sizeof r->level.own); /* not its to free */
    for (uint32_t v = 0; v < r->people->nodes; v++) {
        r->at[v] = v;
    }
    if (!is_alone) {
        of = intro_i_alloc(r->people->nodes, sizeof *of);
        if (of == NULL) {
            return INTRO_ENOMEM;
        }
        memcpy(of, r->of, r->people->nodes * sizeof *of);
    }
    return intro_i_partition_init(&r->level, of, &r->clusters);
}

/* The level above, with a node for each part, in the clusters of the parts or
 * each alone. */
static intro_status go_up(run *r, const uint32_t *parts, uint32_t count,
                          bool is_alone)
{
    intro_i_level next;
    uint32_t *of = NULL;
    uint32_t *const map = intro_i_alloc(r->level.nodes, sizeof *map);
    intro_status rc =
        map == NULL ? INTRO_ENOMEM
                    : intro_i_aggregate(r->crew, &r->level, r->clusters.of,
                                        parts, count, &next, map, &of);
    if (rc == INTRO_OK) {
        leave_level(r);
        r->level = next;
        if (is_alone) {
            intro_i_free(of);
            of = NULL;
        }
        rc = intro_i_partition_init(&r->level, of, &r->clusters);
    }
    if (rc == INTRO_OK) {
        rc = follow(r, map, r->at);
    }
    intro_i_free(map);
    return rc;
}

static uint32_t count_clusters(const run *r)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < r->level.nodes; c++) {
        count += r->clusters.sizes[c] != 0;
    }
    return count;
}

/* --- rounds --------------------------------------------------------------- */

/* Joins people to each other: the first step of large networks, which need not
 * be a good one, as the next round looks at everybody again. */
static intro_status join_people(run *r)
{
    const intro_i_moving how = {.resolution = r->resolution,
                                .seed = intro_i_random_u64(&r->seeds),
                                .joins_only = true};
    double gain;
    INTRO_TRY(
        intro_i_move_nodes(r->crew, &r->level, &how, &r->clusters, &gain));
    return go_up(r, r->clusters.of, count_clusters(r), true);
}

static intro_status move(run *r)
{
    const intro_i_moving how = {.resolution = r->resolution,
                                .seed = intro_i_random_u64(&r->seeds),
                                .least_gain = r->rounds == 0
                                                  ? r->effort->first_moving
                                                  : r->effort->moving};
    double gain;
    INTRO_TRY(
        intro_i_move_nodes(r->crew, &r->level, &how, &r->clusters, &gain));
    r->gain += gain;
    return INTRO_OK;
}

/* Refines and goes up; false at the top. */
static intro_status climb(run *r, bool *is_higher)
{
    uint32_t count;
    uint32_t *const parts = intro_i_alloc(r->level.nodes, sizeof *parts);
    intro_status rc =
        parts == NULL
            ? INTRO_ENOMEM
            : intro_i_refine(r->crew, &r->level, &r->clusters, r->resolution,
                             intro_i_random_u64(&r->seeds), parts, &count);
    if (rc == INTRO_OK) {
        *is_higher = count < r->level.nodes;
        if (*is_higher) {
            rc = go_up(r, parts, count, false);
        }
    }
    intro_i_free(parts);
    return rc;
}

static intro_status tell(const run *r)
{
    if (r->crew->ctx == NULL) {
        return INTRO_OK;
    }
    return intro_i_progress(r->crew->ctx, "finding clusters", "people",
                            r->people->nodes - r->level.nodes,
                            r->people->nodes);
}

/* Where the people's own moves bring hardly anything, the rest of a later round
 * would not either. */
static intro_status climb_levels(run *r)
{
    const effort *const how = r->effort;
    bool is_higher = true;
    if (r->rounds == 0 && how->joins_first) {
        INTRO_TRY(join_people(r));
    }
    INTRO_TRY(move(r));
    if (r->rounds == 1 && how->joins_first && r->gain > JOINS_FAILED) {
        r->has_failed = true;
        return INTRO_OK;
    }
    if (r->rounds != 0 && how->joins_first && r->gain < how->round) {
        return INTRO_OK;
    }
    while (is_higher) {
        INTRO_TRY(tell(r));
        INTRO_TRY(climb(r, &is_higher));
        if (is_higher) {
            INTRO_TRY(move(r));
        }
    }
    return INTRO_OK;
}

static intro_status do_round(run *r)
{
    r->gain = 0;
    intro_status rc = enter_people(r, r->rounds == 0);
    if (rc == INTRO_OK) {
        rc = climb_levels(r);
    }
    if (rc == INTRO_OK) {
        rc = follow(r, r->clusters.of, r->of);
    }
    leave_level(r);
    r->rounds++;
    return rc;
}

/* One clustering. *has_failed: the joins were wrong, and it is worth nothing. */
static intro_status cluster(intro_i_crew *crew, const intro_i_level *people,
                            const effort *how, double resolution, uint64_t seed,
                            uint32_t *of, bool *has_failed)
{
    run r = {.crew = crew,
             .people = people,
             .effort = how,
             .resolution = resolution,
             .of = of};
    intro_i_random_init(&r.seeds, seed);
    r.at = intro_i_alloc(people->nodes, sizeof *r.at);
    intro_status rc = r.at == NULL ? INTRO_ENOMEM : INTRO_OK;
    while (rc == INTRO_OK && !r.has_failed && r.rounds < ROUNDS_MAX &&
           (r.rounds < 2 || r.gain >= how->round)) {
        rc = do_round(&r);
    }
    intro_i_free(r.at);
    *has_failed = r.has_failed;
    return rc;
}

/* --- the best of some ----------------------------------------------------- */

typedef struct attempts {
    const intro_i_level *people;
    double resolution;
    uint64_t seed;
    uint32_t *of; /* attempt by attempt: people */
    double *quality;
} attempts;

static intro_status attempt(void *arg, intro_i_worker *worker, uint64_t begin,
                            uint64_t end)
{
    const attempts *const all = arg;
    const uint32_t people = all->people->nodes;
    uint32_t *const of = all->of + begin * people;
    intro_i_random random;
    intro_i_crew crew;
    bool has_failed;
    (void)end;
    intro_status rc = intro_i_crew_init_alone(&crew, worker);
    if (rc == INTRO_OK) {
        intro_i_random_init_part(&random, all->seed, begin);
        rc = cluster(&crew, all->people, &small_effort, all->resolution,
                     intro_i_random_u64(&random), of, &has_failed);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_modularity(&crew, all->people, of, all->resolution,
                                &all->quality[begin]);
    }
    intro_i_crew_fini(&crew);
    return rc;
}

static intro_status cluster_small(intro_ctx *ctx, attempts *all, uint32_t *of)
{
    const uint32_t people = all->people->nodes;
    const uint64_t wanted = ATTEMPT_LINKS / (all->people->links + 1);
    const uint64_t count = wanted < 1              ? 1
                           : wanted > ATTEMPTS_MAX ? ATTEMPTS_MAX
                                                   : wanted;
    all->of = intro_i_alloc((size_t)count * people, sizeof *all->of);
    all->quality = intro_i_alloc((size_t)count, sizeof *all->quality);
    intro_status rc = all->of == NULL || all->quality == NULL
                          ? INTRO_ENOMEM
                          : intro_i_parallel_for(ctx, count, 1, attempt, all);
    if (rc == INTRO_OK) {
        uint64_t best = 0;
        for (uint64_t i = 1; i < count; i++) {
            best = all->quality[i] > all->quality[best] ? i : best;
        }
        memcpy(of, all->of + best * people, people * sizeof *of);
    }
    intro_i_free(all->of);
    intro_i_free(all->quality);
    return rc;
}

/* --- large networks ------------------------------------------------------- */

static intro_status cluster_large(intro_i_crew *crew,
                                  const intro_i_level *people,
                                  double resolution, uint64_t seed,
                                  uint32_t *of)
{
    bool has_failed;
    INTRO_TRY(cluster(crew, people, &hasty_effort, resolution, seed, of,
                      &has_failed));
    return !has_failed ? INTRO_OK
                       : cluster(crew, people, &careful_effort, resolution,
                                 seed, of, &has_failed);
}

/* --- the whole ------------------------------------------------------------ */

/* Numbers without gaps, in the order in which they come. */
static intro_status renumber(uint32_t *of, uint32_t people, uint32_t *count)
{
    uint32_t *const numbers = intro_i_alloc(people, sizeof *numbers);
    if (numbers == NULL) {
        return INTRO_ENOMEM;
    }
    memset(numbers, 0xff, people * sizeof *numbers);
    *count = 0;
    for (uint32_t v = 0; v < people; v++) {
        uint32_t *const number = &numbers[of[v]];
        if (*number == UINT32_MAX) {
            *number = (*count)++;
        }
        of[v] = *number;
    }
    intro_i_free(numbers);
    return INTRO_OK;
}

intro_status intro_i_leiden(intro_i_crew *crew, const intro_i_level *people,
                            double resolution, uint64_t seed, uint32_t *of,
                            uint32_t *count)
{
    if (people->links == 0) {
        for (uint32_t v = 0; v < people->nodes; v++) {
            of[v] = v;
        }
    } else if (people->links <= SMALL_LINKS) {
        attempts all = {people, resolution, seed, NULL, NULL};
        INTRO_TRY(cluster_small(crew->ctx, &all, of));
    } else {
        INTRO_TRY(cluster_large(crew, people, resolution, seed, of));
    }
    return renumber(of, people->nodes, count);
}
