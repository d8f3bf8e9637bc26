/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two ties of everybody join nearly all of a cluster; then only those who are not
 * in the largest part of theirs need their other ties looked at. A tie between a
 * part that was looked at and one that was not is seen from the former. */
#include "analysis/connected_parts.h"

#include "base/alloc.h"
#include "base/union_find.h"

#include <string.h>

enum { GRAIN = 4096, FIRST_TIES = 2 };

typedef struct joiner {
    const intro_i_level *people;
    const uint32_t *of;
    uint32_t *parents;
    uint32_t *largest; /* clusters: root of the largest part; NULL: the first
                          ties of everybody */
} joiner;

static intro_status join_rows(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const joiner *const j = arg;
    const intro_i_level *const people = j->people;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        uint32_t left = j->largest == NULL ? FIRST_TIES : UINT32_MAX;
        if (j->largest != NULL &&
            intro_i_sets_find(j->parents, v) == j->largest[j->of[v]]) {
            continue;
        }
        for (uint64_t i = people->begin[v]; i < people->end[v] && left > 0;
             i++) {
            const uint32_t w = people->targets[i];
            if (j->of[w] == j->of[v]) {
                intro_i_sets_join(j->parents, v, w);
                left--;
            }
        }
    }
    return INTRO_OK;
}

/* sizes: zeros, by root. */
static void find_largest(joiner *j, uint32_t *sizes, uint32_t count)
{
    memset(j->largest, 0xff, count * sizeof *j->largest);
    for (uint32_t v = 0; v < j->people->nodes; v++) {
        sizes[intro_i_sets_find(j->parents, v)]++;
    }
    for (uint32_t v = 0; v < j->people->nodes; v++) {
        uint32_t *const largest = &j->largest[j->of[v]];
        if (*largest == UINT32_MAX || sizes[v] > sizes[*largest]) {
            *largest = v;
        }
    }
}

/* A root comes before the others of its part. Uses numbers by root. */
static uint32_t number_parts(const joiner *j, uint32_t *of, uint32_t *numbers)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < j->people->nodes; v++) {
        const uint32_t root = intro_i_sets_find(j->parents, v);
        if (root == v) {
            numbers[v] = count++;
        }
        of[v] = numbers[root];
    }
    return count;
}

intro_status intro_i_connect_clusters(intro_i_crew *crew,
                                      const intro_i_level *people, uint32_t *of,
                                      uint32_t *count)
{
    joiner j = {.people = people, .of = of};
    uint32_t *const largest = intro_i_alloc(*count, sizeof *largest);
    uint32_t *const sizes = intro_i_alloc_zero(people->nodes, sizeof *sizes);
    j.parents = intro_i_alloc(people->nodes, sizeof *j.parents);
    intro_status rc = largest == NULL || sizes == NULL || j.parents == NULL
                          ? INTRO_ENOMEM
                          : INTRO_OK;
    if (rc == INTRO_OK) {
        intro_i_sets_init(j.parents, 0, people->nodes);
        rc = intro_i_crew_run(crew, people->nodes, GRAIN, join_rows, &j);
    }
    if (rc == INTRO_OK) {
        j.largest = largest;
        find_largest(&j, sizes, *count);
        rc = intro_i_crew_run(crew, people->nodes, GRAIN, join_rows, &j);
    }
    if (rc == INTRO_OK) {
        *count = number_parts(&j, of, sizes);
    }
    intro_i_free(j.parents);
    intro_i_free(sizes);
    intro_i_free(largest);
    return rc;
}
