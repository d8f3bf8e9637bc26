/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "small_groups.h"

#include "base/alloc.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *block)
{
    if (block == NULL) {
        fputs("out of memory in a test\n", stderr);
        exit(99);
    }
    return block;
}

void small_groups_set(intro_i_groups *groups, const uint32_t *of,
                      uint32_t people, uint32_t count)
{
    memset(groups, 0, sizeof *groups);
    groups->count = count;
    groups->of = must(intro_i_alloc(people, sizeof *groups->of));
    groups->sizes = must(intro_i_alloc_zero(count, sizeof *groups->sizes));
    for (uint32_t v = 0; v < people; v++) {
        groups->of[v] = of[v];
        if (of[v] == INTRO_I_NO_GROUP) {
            groups->unknown++;
        } else {
            groups->sizes[of[v]]++;
        }
    }
}

void small_groups_draw(intro_i_groups *groups, uint64_t seed, uint32_t people,
                       uint32_t count, double unknown)
{
    intro_i_random random;
    uint32_t *const of = must(intro_i_alloc(people, sizeof *of));
    intro_i_random_init_part(&random, seed, 77);
    for (uint32_t v = 0; v < people; v++) {
        const bool is_known = intro_i_random_double(&random) >= unknown;
        const uint32_t group = (uint32_t)intro_i_random_below(&random, count);
        of[v] = is_known ? group : INTRO_I_NO_GROUP;
    }
    small_groups_set(groups, of, people, count);
    intro_i_free(of);
}
