/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/modularity.h"

#include "base/alloc.h"

#include <math.h>

enum { GRAIN = 4096 };

typedef struct summer {
    const intro_i_level *people;
    const uint32_t *of;
    double *inside; /* people: links to their own cluster */
} summer;

static intro_status sum_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                             uint64_t end)
{
    const summer *const s = arg;
    const intro_i_level *const people = s->people;
    (void)worker;
    for (uint64_t v = begin; v < end; v++) {
        double inside = 0;
        for (uint64_t i = people->begin[v]; i < people->end[v]; i++) {
            if (s->of[people->targets[i]] == s->of[v]) {
                inside += (double)people->weights[i];
            }
        }
        s->inside[v] = inside;
    }
    return INTRO_OK;
}

static double fold(const summer *s, double resolution, double *volumes)
{
    double inside = 0;
    double expected = 0;
    for (uint32_t v = 0; v < s->people->nodes; v++) {
        inside += s->inside[v];
        volumes[s->of[v]] += s->people->volumes[v];
    }
    for (uint32_t c = 0; c < s->people->nodes; c++) {
        const double share = volumes[c] / s->people->total;
        expected += share * share;
    }
    return inside / s->people->total - resolution * expected;
}

intro_status intro_i_modularity(intro_i_crew *crew, const intro_i_level *people,
                                const uint32_t *of, double resolution,
                                double *out)
{
    summer s = {people, of, NULL};
    double *const volumes = intro_i_alloc_zero(people->nodes, sizeof *volumes);
    s.inside = intro_i_alloc(people->nodes, sizeof *s.inside);
    intro_status rc =
        volumes == NULL || s.inside == NULL ? INTRO_ENOMEM : INTRO_OK;
    if (rc == INTRO_OK) {
        rc = intro_i_crew_run(crew, people->nodes, GRAIN, sum_rows, &s);
    }
    if (rc == INTRO_OK) {
        *out = people->links == 0 ? (double)NAN : fold(&s, resolution, volumes);
    }
    intro_i_free(s.inside);
    intro_i_free(volumes);
    return rc;
}
