/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/members.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

intro_status intro_i_members_init(intro_ctx *ctx, const uint32_t *of,
                                  uint32_t people, uint32_t count,
                                  intro_i_members *out)
{
    *out = (intro_i_members){.count = count, .of = of};
    /* One place more, so that filling a cluster moves the start behind it. */
    out->starts = intro_i_alloc_zero((size_t)count + 2, sizeof *out->starts);
    out->people = intro_i_alloc(people, sizeof *out->people);
    if (out->starts == NULL || out->people == NULL) {
        intro_i_members_fini(out);
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t v = 0; v < people; v++) {
        out->starts[(size_t)of[v] + 2]++;
    }
    for (size_t k = 2; k < (size_t)count + 2; k++) {
        out->starts[k] += out->starts[k - 1];
    }
    for (uint32_t v = 0; v < people; v++) {
        out->people[out->starts[(size_t)of[v] + 1]++] = v;
    }
    return INTRO_OK;
}

void intro_i_members_fini(intro_i_members *members)
{
    intro_i_free(members->starts);
    intro_i_free(members->people);
    memset(members, 0, sizeof *members);
}
