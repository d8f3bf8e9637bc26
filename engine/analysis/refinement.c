/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/refinement.h"

#include "analysis/local_moving.h"
#include "base/alloc.h"

enum { CHUNKS = 64, POLL_EVERY = 256 };

/* What is missing to being well connected by less than this share is
 * rounding. */
#define NEARLY 0.999999

/* Cluster and part of a node side by side: a scan of links wants both. */
typedef struct place {
    uint32_t cluster;
    uint32_t part;
} place;

typedef struct decision {
    uint32_t target;      /* part, or UINT32_MAX: stays */
    double links;         /* to the target */
    double inside;        /* to its cluster */
    double target_inside; /* of the target's cut, when not known yet */
} decision;

typedef struct refiner {
    intro_i_crew *crew;
    const intro_i_level *level;
    const intro_i_partition *clusters;
    double scale; /* resolution / 2m */
    place *places;
    double *volumes; /* of parts */
    double *cuts;    /* of parts: links to the rest of the cluster; below 0: not
                        summed up yet */
    uint32_t *sizes; /* of parts */
    uint32_t *list;
    uint32_t base;
    uint32_t batch_end;
    decision *decisions;
} refiner;

/* --- choosing ------------------------------------------------------------- */

/* Links of v to the other nodes of its cluster. */
static double sum_inside(const refiner *r, uint32_t v)
{
    const intro_i_level *const level = r->level;
    double inside = 0;
    for (uint64_t i = level->begin[v]; i < level->end[v]; i++) {
        if (r->places[level->targets[i]].cluster == r->places[v].cluster) {
            inside += (double)level->weights[i];
        }
    }
    return inside;
}

/* Is a set of this volume, cut off from the rest of a cluster by these links,
 * tied to it as strongly as chance would? */
static bool is_well_connected(const refiner *r, double links, double volume,
                              double cluster_volume)
{
    return links >= NEARLY * r->scale * volume * (cluster_volume - volume);
}

static decision choose(const refiner *r, const intro_i_weight_sums *sums,
                       uint32_t v, double inside)
{
    const double volume = r->level->volumes[v];
    const double all = r->clusters->volumes[r->places[v].cluster];
    decision d = {UINT32_MAX, 0, inside, 0};
    double best = 0;
    if (!is_well_connected(r, inside, volume, all)) {
        return d;
    }
    for (uint32_t i = 0; i < sums->count; i++) {
        const intro_i_weight_sum *const links = intro_i_weight_sums_at(sums, i);
        const uint32_t part = links->key;
        if (links->sum <= best) {
            continue;
        }
        const double gain = links->sum - r->scale * volume * r->volumes[part];
        const double cut =
            r->cuts[part] >= 0 ? r->cuts[part] : sum_inside(r, part);
        if (gain > best && is_well_connected(r, cut, r->volumes[part], all)) {
            best = gain;
            d.target = part;
            d.links = links->sum;
            d.target_inside = cut;
        }
    }
    return d;
}

static intro_status choose_all(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    refiner *const r = arg;
    const intro_i_level *const level = r->level;
    intro_i_weight_sums *const sums = &r->crew->sums[worker->index];
    for (uint64_t i = r->base + begin; i < r->base + end; i++) {
        const uint32_t v = r->list[i];
        const place own = r->places[v];
        double inside = 0;
        intro_i_level_ahead(level, r->list, i, r->batch_end, r->places,
                            sizeof *r->places);
        if (r->sizes[own.part] != 1) {
            r->decisions[i - r->base].target = UINT32_MAX;
            continue;
        }
        INTRO_TRY(
            intro_i_weight_sums_begin(sums, level->end[v] - level->begin[v]));
        for (uint64_t link = level->begin[v]; link < level->end[v]; link++) {
            const place other = r->places[level->targets[link]];
            if (other.cluster == own.cluster) {
                inside += (double)level->weights[link];
                intro_i_weight_sums_add(sums, other.part,
                                        (double)level->weights[link]);
            }
        }
        r->decisions[i - r->base] = choose(r, sums, v, inside);
        intro_i_weight_sums_end(sums);
    }
    return INTRO_OK;
}

/* --- merging -------------------------------------------------------------- */

static void merge(refiner *r, uint32_t v, const decision *d)
{
    const uint32_t own = r->places[v].part;
    const uint32_t target = d->target;
    const double volume = r->level->volumes[v];
    if (target == UINT32_MAX || r->sizes[own] != 1 || r->sizes[target] == 0 ||
        d->links <= r->scale * volume * r->volumes[target]) {
        return;
    }
    if (r->cuts[target] < 0) {
        r->cuts[target] = d->target_inside;
    }
    r->cuts[target] += d->inside - 2 * d->links;
    r->volumes[target] += volume;
    r->sizes[target]++;
    r->sizes[own] = 0;
    r->volumes[own] = 0;
    r->places[v].part = target;
}

static intro_status merge_batches(refiner *r, uint64_t seed)
{
    const bool is_exact = intro_i_level_is_exact(r->crew, r->level);
    const uint32_t listed =
        intro_i_shuffle_nodes(r->level, seed, is_exact, NULL, r->list);
    const uint32_t size = intro_i_batch_size(listed, is_exact);
    for (r->base = 0; r->base < listed; r->base += size) {
        const uint32_t count =
            listed - r->base < size ? listed - r->base : size;
        r->batch_end = is_exact ? listed : r->base + count;
        if (is_exact) {
            if (r->base % POLL_EVERY == 0) {
                INTRO_TRY(intro_i_crew_poll(r->crew));
            }
            INTRO_TRY(intro_i_crew_run_here(r->crew, count, choose_all, r));
        } else {
            INTRO_TRY(intro_i_crew_run(r->crew, count, size / CHUNKS + 1,
                                       choose_all, r));
        }
        for (uint32_t i = 0; i < count; i++) {
            merge(r, r->list[r->base + i], &r->decisions[i]);
        }
    }
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------ */

static void begin_alone(refiner *r)
{
    for (uint32_t v = 0; v < r->level->nodes; v++) {
        r->places[v] = (place){r->clusters->of[v], v};
        r->volumes[v] = r->level->volumes[v];
        r->cuts[v] = -1;
        r->sizes[v] = 1;
    }
}

intro_status intro_i_refine(intro_i_crew *crew, const intro_i_level *level,
                            const intro_i_partition *partition,
                            double resolution, uint64_t seed, uint32_t *parts,
                            uint32_t *count)
{
    const uint32_t nodes = level->nodes;
    const uint32_t batch =
        intro_i_batch_size(nodes, intro_i_level_is_exact(crew, level));
    refiner r = {.crew = crew,
                 .level = level,
                 .clusters = partition,
                 .scale = resolution / level->total};
    r.places = intro_i_alloc(nodes, sizeof *r.places);
    r.volumes = intro_i_alloc(nodes, sizeof *r.volumes);
    r.cuts = intro_i_alloc(nodes, sizeof *r.cuts);
    r.sizes = intro_i_alloc(nodes, sizeof *r.sizes);
    r.list = intro_i_alloc(nodes, sizeof *r.list);
    r.decisions = intro_i_alloc(batch, sizeof *r.decisions);
    intro_status rc = r.places == NULL || r.volumes == NULL || r.cuts == NULL ||
                              r.sizes == NULL || r.list == NULL ||
                              r.decisions == NULL
                          ? INTRO_ENOMEM
                          : INTRO_OK;
    if (rc == INTRO_OK) {
        begin_alone(&r);
        rc = merge_batches(&r, seed);
    }
    *count = 0;
    for (uint32_t v = 0; rc == INTRO_OK && v < nodes; v++) {
        parts[v] = r.places[v].part;
        *count += r.sizes[v] != 0;
    }
    intro_i_free(r.places);
    intro_i_free(r.volumes);
    intro_i_free(r.cuts);
    intro_i_free(r.sizes);
    intro_i_free(r.list);
    intro_i_free(r.decisions);
    return rc;
}
