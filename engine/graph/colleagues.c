/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/colleagues.h"

#include "base/alloc.h"
#include "base/radix.h"

#include <string.h>

/* Entries for employers of a size that says something; sorted: by employer. */
static uint32_t list_staff(const intro_i_keyed *sorted, size_t count,
                           intro_i_colleague *staff)
{
    uint32_t listed = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && sorted[end].key == sorted[i].key) {
            end++;
        }
        const size_t size = end - i;
        if (size >= INTRO_I_STAFF_MIN && size <= INTRO_I_STAFF_MAX) {
            for (size_t k = 0; k < size; k++) {
                staff[listed++] =
                    (intro_i_colleague){.person = sorted[i + k].item,
                                        .before = (uint8_t)k,
                                        .after = (uint8_t)(size - 1 - k)};
            }
        }
        i = end;
    }
    return listed;
}

static intro_status sort_staff(intro_ctx *ctx, const uint32_t *employer,
                               size_t employed, intro_i_colleagues *out,
                               uint32_t *listed)
{
    intro_i_keyed *const keyed = intro_i_alloc(employed, sizeof *keyed);
    intro_i_keyed *const scratch = intro_i_alloc(employed, sizeof *scratch);
    intro_status rc = keyed == NULL || scratch == NULL
                          ? intro_i_fail_memory(ctx)
                          : intro_i_poll(ctx);
    if (rc == INTRO_OK) {
        size_t count = 0;
        for (uint32_t v = 0; v < out->people; v++) {
            if (employer[v] != 0) {
                keyed[count++] = (intro_i_keyed){.key = employer[v], .item = v};
            }
        }
        *listed = list_staff(intro_i_radix_sort(keyed, scratch, count), count,
                             out->staff);
        rc = intro_i_poll(ctx);
    }
    intro_i_free(keyed);
    intro_i_free(scratch);
    return rc;
}

intro_status intro_i_colleagues_init(intro_ctx *ctx, const uint32_t *employer,
                                     uint32_t people, intro_i_colleagues *out)
{
    size_t employed = 0;
    for (uint32_t v = 0; v < people; v++) {
        employed += employer[v] != 0;
    }
    *out = (intro_i_colleagues){
        .people = people,
        .staff = intro_i_alloc(employed, sizeof *out->staff),
        .place = intro_i_alloc(people, sizeof *out->place)};
    uint32_t listed = 0;
    const intro_status rc =
        out->staff == NULL || out->place == NULL
            ? intro_i_fail_memory(ctx)
            : sort_staff(ctx, employer, employed, out, &listed);
    if (rc != INTRO_OK) {
        intro_i_colleagues_fini(out);
        return rc;
    }
    memset(out->place, 0xFF, people * sizeof *out->place);
    for (uint32_t i = 0; i < listed; i++) {
        out->place[out->staff[i].person] = i;
    }
    return INTRO_OK;
}

void intro_i_colleagues_fini(intro_i_colleagues *colleagues)
{
    intro_i_free(colleagues->staff);
    intro_i_free(colleagues->place);
    memset(colleagues, 0, sizeof *colleagues);
}
