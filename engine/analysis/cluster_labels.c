/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/cluster_labels.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <stdlib.h>
#include <string.h>

static int compare_keys(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Gives each cluster without a label the value most of its people have, of
 * equally frequent ones the first. keys: cluster and value of everybody with
 * both, sorted. */
static void label(const uint64_t *keys, size_t count,
                  const intro_i_groups *values, const char **labels)
{
    for (size_t start = 0; start < count;) {
        const uint32_t cluster = (uint32_t)(keys[start] >> 32);
        uint32_t best = 0;
        size_t most = 0;
        size_t end = start;
        while (end < count && keys[end] >> 32 == cluster) {
            size_t next = end;
            while (next < count && keys[next] == keys[end]) {
                next++;
            }
            if (next - end > most) {
                most = next - end;
                best = (uint32_t)keys[end];
            }
            end = next;
        }
        if (labels[cluster] == NULL && most > 1 && most * 3 >= end - start) {
            labels[cluster] = values->names[best];
        }
        start = end;
    }
}

static intro_status label_by(intro_ctx *ctx, const intro_i_groups *clusters,
                             const intro_i_groups *values, uint32_t people,
                             uint64_t *keys, const char **labels)
{
    size_t count = 0;
    for (uint32_t v = 0; v < people && values->count != 0; v++) {
        if (clusters->of[v] != INTRO_I_NO_GROUP &&
            values->of[v] != INTRO_I_NO_GROUP) {
            keys[count++] = (uint64_t)clusters->of[v] << 32 | values->of[v];
        }
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    label(keys, count, values, labels);
    return intro_i_poll(ctx);
}

intro_status intro_i_cluster_labels(intro_ctx *ctx,
                                    const intro_i_groups *clusters,
                                    const intro_i_groups *companies,
                                    const intro_i_groups *industries,
                                    uint32_t people, const char ***labels)
{
    uint64_t *const keys = intro_i_alloc((size_t)people + 1, sizeof *keys);
    const char **const list =
        intro_i_alloc_zero((size_t)clusters->count + 1, sizeof *list);
    intro_status rc = INTRO_OK;
    if (keys == NULL || list == NULL) {
        rc = intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_OK) {
        rc = label_by(ctx, clusters, companies, people, keys, list);
    }
    if (rc == INTRO_OK) {
        rc = label_by(ctx, clusters, industries, people, keys, list);
    }
    intro_i_free(keys);
    if (rc != INTRO_OK) {
        intro_i_free(list);
        return rc;
    }
    *labels = list;
    return INTRO_OK;
}
