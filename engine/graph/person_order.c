/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People in the order of their ids: by the first eight bytes in linear time,
 * then runs that agree in those by comparing. */
#include "graph/identity_impl.h"

#include "base/radix.h"

#include <stdlib.h>
#include <string.h>

/* Big-endian: compares as the first eight bytes do. */
static uint64_t prefix_of(const char *text, size_t length)
{
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++) {
        prefix = prefix << 8 | (i < length ? (unsigned char)text[i] : 0);
    }
    return prefix;
}

/* What compares ids whose first eight bytes agree. */
typedef struct full_order {
    const char *text;
    uint32_t length;
    uint32_t group;
} full_order;

static int compare_full(const void *left, const void *right)
{
    const full_order *const a = left;
    const full_order *const b = right;
    return intro_i_compare_text(a->text, a->length, b->text, b->length);
}

static intro_status sort_runs(intro_i_naming *n, intro_i_keyed *entries)
{
    full_order *run = NULL;
    size_t room = 0;
    for (size_t i = 0; i < n->groups;) {
        size_t end = i + 1;
        while (end < n->groups && entries[end].key == entries[i].key) {
            end++;
        }
        if (end - i > 1) {
            if (end - i > room) {
                intro_i_free(run);
                room = end - i;
                run = intro_i_alloc(room, sizeof *run);
                if (run == NULL) {
                    return intro_i_fail_memory(n->c->b->ctx);
                }
            }
            for (size_t j = i; j < end; j++) {
                run[j - i] =
                    (full_order){.text = n->ids[entries[j].item],
                                 .length = n->id_lengths[entries[j].item],
                                 .group = entries[j].item};
            }
            qsort(run, end - i, sizeof *run, compare_full);
            for (size_t j = i; j < end; j++) {
                entries[j].item = run[j - i].group;
            }
        }
        i = end;
    }
    intro_i_free(run);
    return INTRO_OK;
}

intro_status intro_i_person_ids_order(intro_i_naming *n, intro_i_identity *out)
{
    intro_i_builder *const b = n->c->b;
    intro_i_keyed *const entries = intro_i_alloc(n->groups, sizeof *entries);
    intro_i_keyed *const scratch = intro_i_alloc(n->groups, sizeof *scratch);
    uint32_t *const place = intro_i_alloc(n->groups, sizeof *place);
    out->person_of = intro_i_alloc(b->people, sizeof *out->person_of);
    out->ids = intro_i_alloc(n->groups, sizeof *out->ids);
    out->id_lengths = intro_i_alloc(n->groups, sizeof *out->id_lengths);
    intro_status rc = INTRO_OK;
    if (entries == NULL || scratch == NULL || place == NULL ||
        out->person_of == NULL || out->ids == NULL || out->id_lengths == NULL) {
        rc = intro_i_fail_memory(b->ctx);
        goto out;
    }
    for (uint32_t g = 0; g < n->groups; g++) {
        entries[g] = (intro_i_keyed){
            .key = prefix_of(n->ids[g], n->id_lengths[g]), .item = g};
    }
    intro_i_keyed *const sorted =
        intro_i_radix_sort(entries, scratch, n->groups);
    rc = sort_runs(n, sorted);
    if (rc != INTRO_OK) {
        goto out;
    }
    for (uint32_t i = 0; i < n->groups; i++) {
        const uint32_t g = sorted[i].item;
        place[g] = i;
        out->ids[i] = n->ids[g];
        out->id_lengths[i] = n->id_lengths[g];
    }
    for (uint32_t p = 0; p < b->people; p++) {
        out->person_of[p] = place[n->group_of[intro_i_classes_root(n->c, p)]];
    }
    out->people = n->groups;
out:
    intro_i_free(entries);
    intro_i_free(scratch);
    intro_i_free(place);
    return rc;
}
