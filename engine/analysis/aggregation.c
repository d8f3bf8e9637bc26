/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/aggregation.h"

#include "base/alloc.h"

#include <string.h>

enum { CHUNKS = 512 };

typedef struct builder {
    intro_i_crew *crew;
    const intro_i_level *level;
    const uint32_t *clusters;
    const uint32_t *parts;
    uint32_t count;   /* new nodes */
    uint32_t *map;    /* old node: new one */
    uint32_t *of;     /* new node: cluster */
    uint32_t *starts; /* count + 1: where the members of each begin */
    uint32_t *members;
    uint64_t *begin; /* count + 1: room for links of each */
    uint64_t *end;
    uint32_t *targets;
    float *weights;
    double *volumes;
    uint32_t *chunks; /* first new node of each, CHUNKS + 1 */
} builder;

static void add_up(uint32_t *numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        numbers[i + 1] += numbers[i];
    }
}

/* --- numbers -------------------------------------------------------------- */

/* New numbers by cluster, those of a cluster by old number: a counting sort. Uses
 * places, nodes + 1 zeros. */
static void number_parts(builder *b, uint32_t *places)
{
    const uint32_t nodes = b->level->nodes;
    for (uint32_t v = 0; v < nodes; v++) {
        places[b->clusters[v] + 1] += b->parts[v] == v;
    }
    add_up(places, nodes);
    for (uint32_t v = 0; v < nodes; v++) {
        if (b->parts[v] == v) {
            b->map[v] = places[b->clusters[v]]++;
            b->of[b->map[v]] = b->clusters[v];
        }
    }
    for (uint32_t v = 0; v < nodes; v++) {
        if (b->parts[v] != v) {
            b->map[v] = b->map[b->parts[v]];
        }
    }
    /* They rise with the new nodes. */
    uint32_t cluster = 0;
    for (uint32_t i = 0, last = 0; i < b->count; i++) {
        cluster += i > 0 && b->of[i] != last;
        last = b->of[i];
        b->of[i] = cluster;
    }
}

static void gather_members(builder *b)
{
    const uint32_t nodes = b->level->nodes;
    memset(b->starts, 0, ((size_t)b->count + 1) * sizeof *b->starts);
    for (uint32_t v = 0; v < nodes; v++) {
        b->starts[b->map[v] + 1]++;
    }
    add_up(b->starts, b->count);
    for (uint32_t v = 0; v < nodes; v++) {
        b->members[b->starts[b->map[v]]++] = v;
    }
    memmove(b->starts + 1, b->starts, b->count * sizeof *b->starts);
    b->starts[0] = 0;
}

/* Room for the links of all members, and chunks of about as many links each. */
static void lay_out_rows(builder *b)
{
    const intro_i_level *const level = b->level;
    uint64_t links = 0;
    for (uint32_t i = 0; i < b->count; i++) {
        b->begin[i] = links;
        for (uint32_t j = b->starts[i]; j < b->starts[i + 1]; j++) {
            links += level->end[b->members[j]] - level->begin[b->members[j]];
        }
    }
    b->begin[b->count] = links;
    uint32_t node = 0;
    for (uint32_t chunk = 0; chunk < CHUNKS; chunk++) {
        b->chunks[chunk] = node;
        while (node < b->count &&
               b->begin[node] < (chunk + 1) * (links / CHUNKS + 1)) {
            node++;
        }
    }
    b->chunks[CHUNKS] = b->count;
}

/* --- rows ----------------------------------------------------------------- */

static void build_row(builder *b, intro_i_weight_sums *sums, uint32_t node)
{
    const intro_i_level *const level = b->level;
    double volume = 0;
    for (uint32_t j = b->starts[node]; j < b->starts[node + 1]; j++) {
        const uint32_t v = b->members[j];
        intro_i_level_ahead(level, b->members, j, level->nodes, b->map,
                            sizeof *b->map);
        volume += level->volumes[v];
        for (uint64_t i = level->begin[v]; i < level->end[v]; i++) {
            const uint32_t other = b->map[level->targets[i]];
            if (other != node) {
                intro_i_weight_sums_add(sums, other, (double)level->weights[i]);
            }
        }
    }
    uint64_t end = b->begin[node];
    for (uint32_t i = 0; i < sums->count; i++, end++) {
        const intro_i_weight_sum *const links = intro_i_weight_sums_at(sums, i);
        b->targets[end] = links->key;
        b->weights[end] = (float)links->sum;
    }
    b->end[node] = end;
    b->volumes[node] = volume;
}

static intro_status build_rows(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    builder *const b = arg;
    intro_i_weight_sums *const sums = &b->crew->sums[worker->index];
    for (uint32_t node = b->chunks[begin]; node < b->chunks[end]; node++) {
        const uint64_t links = b->begin[node + 1] - b->begin[node];
        INTRO_TRY(
            intro_i_weight_sums_begin(sums, intro_i_min_u64(links, b->count)));
        build_row(b, sums, node);
        intro_i_weight_sums_end(sums);
    }
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------ */

static bool allocate(builder *b)
{
    const size_t count = b->count;
    b->of = intro_i_alloc(count, sizeof *b->of);
    b->starts = intro_i_alloc(count + 1, sizeof *b->starts);
    b->members = intro_i_alloc(b->level->nodes, sizeof *b->members);
    b->begin = intro_i_alloc(count + 1, sizeof *b->begin);
    b->end = intro_i_alloc(count, sizeof *b->end);
    b->volumes = intro_i_alloc(count, sizeof *b->volumes);
    b->chunks = intro_i_alloc(CHUNKS + 1, sizeof *b->chunks);
    return b->of != NULL && b->starts != NULL && b->members != NULL &&
           b->begin != NULL && b->end != NULL && b->volumes != NULL &&
           b->chunks != NULL;
}

static intro_status build(builder *b)
{
    uint32_t *const places =
        intro_i_alloc_zero((size_t)b->level->nodes + 1, sizeof *places);
    if (places == NULL || !allocate(b)) {
        intro_i_free(places);
        return INTRO_ENOMEM;
    }
    number_parts(b, places);
    intro_i_free(places);
    INTRO_TRY(intro_i_crew_poll(b->crew));
    gather_members(b);
    lay_out_rows(b);
    b->targets = intro_i_alloc((size_t)b->begin[b->count], sizeof *b->targets);
    b->weights = intro_i_alloc((size_t)b->begin[b->count], sizeof *b->weights);
    if (b->targets == NULL || b->weights == NULL) {
        return INTRO_ENOMEM;
    }
    return intro_i_crew_run(b->crew, CHUNKS, 1, build_rows, b);
}

intro_status intro_i_aggregate(intro_i_crew *crew, const intro_i_level *level,
                               const uint32_t *clusters, const uint32_t *parts,
                               uint32_t count, intro_i_level *out,
                               uint32_t *map, uint32_t **of)
{
    builder b = {.crew = crew,
                 .level = level,
                 .clusters = clusters,
                 .parts = parts,
                 .count = count,
                 .map = map};
    const intro_status rc = build(&b);
    *out = (intro_i_level){
        .nodes = count,
        .links = b.begin != NULL ? b.begin[count] : 0,
        .begin = b.begin,
        .end = b.end,
        .targets = b.targets,
        .weights = b.weights,
        .volumes = b.volumes,
        .total = level->total,
        .own = {b.begin, b.end, b.targets, b.weights, b.volumes}};
    intro_i_free(b.starts);
    intro_i_free(b.members);
    intro_i_free(b.chunks);
    if (rc != INTRO_OK) {
        intro_i_free(b.of);
        intro_i_level_fini(out);
        return rc;
    }
    *of = b.of;
    return INTRO_OK;
}
