/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/level.h"

#include "base/alloc.h"

#include <string.h>

enum { GRAIN = 4096 };

typedef struct filler {
    const intro_i_weak_graph *weak;
    double *volumes;
    float *weights; /* NULL: the strengths serve */
} filler;

/* In an undirected network every z is twice the strength: the strengths stand for
 * them, as modularity does not change with the scale. */
static intro_status fill_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const filler *const f = arg;
    const intro_i_weak_graph *const weak = f->weak;
    (void)worker;
    for (uint64_t v = begin; v < end; v++) {
        double volume = 0;
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            volume +=
                weak->sums != NULL ? weak->sums[i] : (double)weak->strengths[i];
            if (f->weights != NULL) {
                f->weights[i] = (float)weak->sums[i];
            }
        }
        f->volumes[v] = volume;
    }
    return INTRO_OK;
}

intro_status intro_i_level_init(intro_i_crew *crew,
                                const intro_i_weak_graph *weak,
                                intro_i_level *out)
{
    filler f = {.weak = weak};
    *out = (intro_i_level){.nodes = weak->people,
                           .links = 2 * weak->ties,
                           .begin = weak->offsets,
                           .end = weak->offsets + 1,
                           .targets = weak->neighbours,
                           .weights = weak->strengths};
    out->own[0] = f.volumes = intro_i_alloc(weak->people, sizeof *f.volumes);
    out->volumes = f.volumes;
    intro_status rc = f.volumes == NULL ? INTRO_ENOMEM : INTRO_OK;
    if (rc == INTRO_OK && weak->sums != NULL) {
        out->own[1] = f.weights =
            intro_i_alloc((size_t)(2 * weak->ties), sizeof *f.weights);
        out->weights = f.weights;
        rc = f.weights == NULL ? INTRO_ENOMEM : INTRO_OK;
    }
    if (rc == INTRO_OK) {
        rc = intro_i_crew_run(crew, weak->people, GRAIN, fill_rows, &f);
    }
    if (rc != INTRO_OK) {
        intro_i_level_fini(out);
        return rc;
    }
    for (uint32_t v = 0; v < weak->people; v++) {
        out->total += f.volumes[v];
    }
    return INTRO_OK;
}

void intro_i_level_fini(intro_i_level *level)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(level->own); i++) {
        intro_i_free(level->own[i]);
    }
    memset(level, 0, sizeof *level);
}

intro_status intro_i_partition_init(const intro_i_level *level, uint32_t *of,
                                    intro_i_partition *out)
{
    const bool is_alone = of == NULL;
    out->of = is_alone ? intro_i_alloc(level->nodes, sizeof *of) : of;
    out->volumes = intro_i_alloc_zero(level->nodes, sizeof *out->volumes);
    out->sizes = intro_i_alloc_zero(level->nodes, sizeof *out->sizes);
    if (out->of == NULL || out->volumes == NULL || out->sizes == NULL) {
        intro_i_partition_fini(out);
        return INTRO_ENOMEM;
    }
    for (uint32_t v = 0; v < level->nodes; v++) {
        if (is_alone) {
            out->of[v] = v;
        }
        out->volumes[out->of[v]] += level->volumes[v];
        out->sizes[out->of[v]]++;
    }
    return INTRO_OK;
}

void intro_i_partition_fini(intro_i_partition *partition)
{
    intro_i_free(partition->of);
    intro_i_free(partition->volumes);
    intro_i_free(partition->sizes);
    memset(partition, 0, sizeof *partition);
}
