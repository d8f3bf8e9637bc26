/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People in the order of their ids: by eight bytes at a time in linear time, and
 * few that agree so far by comparing. */
#include "graph/identity_impl.h"

#include "base/context_impl.h"
#include "base/radix.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 8, FEW = 32 };

/* Ids first .. end-1 agree in the bytes before `from`. */
typedef struct run {
    uint32_t first;
    uint32_t end;
    uint32_t from;
} run;

INTRO_VEC(vec_run, run);

/* Big-endian: compares as the bytes do. Behind the last byte are zeros, which no
 * id has. */
static uint64_t key_at(const char *text, size_t length, size_t from)
{
    uint64_t key = 0;
    for (size_t i = from; i < from + STEP; i++) {
        key = key << 8 | (i < length ? (unsigned char)text[i] : 0);
    }
    return key;
}

/* What compares few ids. */
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

static void sort_few(const intro_i_naming *n, intro_i_keyed *entries,
                     size_t count)
{
    full_order order[FEW];
    for (size_t i = 0; i < count; i++) {
        order[i] = (full_order){.text = n->ids[entries[i].item],
                                .length = n->id_lengths[entries[i].item],
                                .group = entries[i].item};
    }
    qsort(order, count, sizeof *order, compare_full);
    for (size_t i = 0; i < count; i++) {
        entries[i].item = order[i].group;
    }
}

/* By the next bytes; what agrees in them too waits in `more`. */
static intro_status sort_many(const intro_i_naming *n, intro_i_keyed *entries,
                              intro_i_keyed *scratch, run r, vec_run *more)
{
    const size_t size = (r.end - r.first) * sizeof *entries;
    for (uint32_t i = r.first; i < r.end; i++) {
        const uint32_t g = entries[i].item;
        entries[i].key = key_at(n->ids[g], n->id_lengths[g], r.from);
    }
    const intro_i_keyed *const sorted = intro_i_radix_sort(
        entries + r.first, scratch + r.first, r.end - r.first);
    if (sorted != entries + r.first) {
        memcpy(entries + r.first, sorted, size);
    }
    for (uint32_t i = r.first; i < r.end;) {
        uint32_t end = i + 1;
        while (end < r.end && entries[end].key == entries[i].key) {
            end++;
        }
        if (end - i > 1) {
            INTRO_TRY(vec_run_push(more, (run){i, end, r.from + STEP}));
        }
        i = end;
    }
    return INTRO_OK;
}

static intro_status sort_ids(const intro_i_naming *n, intro_i_keyed *entries,
                             intro_i_keyed *scratch)
{
    intro_ctx *const ctx = n->c->b->ctx;
    vec_run runs;
    memset(&runs, 0, sizeof runs);
    intro_status rc = vec_run_push(&runs, (run){0, n->groups, 0});
    while (runs.count != 0 && rc == INTRO_OK) {
        const run r = runs.data[--runs.count];
        if (r.end - r.first <= FEW) {
            sort_few(n, entries + r.first, r.end - r.first);
        } else {
            rc = intro_i_poll(ctx);
            if (rc == INTRO_OK) {
                rc = sort_many(n, entries, scratch, r, &runs);
            }
        }
    }
    vec_run_fini(&runs);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
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
        entries[g].item = g;
    }
    rc = sort_ids(n, entries, scratch);
    if (rc != INTRO_OK) {
        goto out;
    }
    for (uint32_t i = 0; i < n->groups; i++) {
        const uint32_t g = entries[i].item;
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
