/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People by the hash of something, made when it pays: the first questions walk over
 * everybody, and from the third on an index answers.
 *
 *     if (intro_i_late_index_is_due(&index)) {
 *         intro_i_late_index_begin(&index);
 *         ... intro_i_late_index_add() for everybody ...
 *         intro_i_late_index_end(&index);
 *     }
 */
#ifndef INTRO_GRAPH_LATE_INDEX_H
#define INTRO_GRAPH_LATE_INDEX_H

#include "base/vec.h"

#include <stdlib.h>

enum { INTRO_I_LATE_INDEX_WALKS = 2 };

typedef struct intro_i_late_entry {
    uint64_t hash;
    intro_vid person;
} intro_i_late_entry;

INTRO_VEC(intro_i_vec_late_entry, intro_i_late_entry);

/* A zeroed one is empty. */
typedef struct intro_i_late_index {
    uint32_t walks; /* counted by whoever walks */
    bool is_built;
    intro_i_vec_late_entry entries; /* by (hash, person) */
} intro_i_late_index;

static inline void intro_i_late_index_fini(intro_i_late_index *index)
{
    intro_i_vec_late_entry_fini(&index->entries);
}

static inline bool intro_i_late_index_is_due(const intro_i_late_index *index)
{
    return !index->is_built && index->walks >= INTRO_I_LATE_INDEX_WALKS;
}

/* Forgets what an attempt that failed had added. */
static inline void intro_i_late_index_begin(intro_i_late_index *index)
{
    index->entries.count = 0;
}

INTRO_MUST_USE static inline intro_status
intro_i_late_index_add(intro_i_late_index *index, uint64_t hash, intro_vid v)
{
    const intro_i_late_entry entry = {hash, v};
    return intro_i_vec_late_entry_push(&index->entries, entry);
}

static inline int intro_i_late_index_compare(const void *left,
                                             const void *right)
{
    const intro_i_late_entry *const a = left;
    const intro_i_late_entry *const b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

static inline void intro_i_late_index_end(intro_i_late_index *index)
{
    if (index->entries.count != 0) {
        qsort(index->entries.data, index->entries.count,
              sizeof *index->entries.data, intro_i_late_index_compare);
    }
    index->is_built = true;
}

/* The run of entries of one hash. O(log entries + count). */
static inline void intro_i_late_index_run(const intro_i_late_index *index,
                                          uint64_t hash, size_t *first,
                                          size_t *count)
{
    const intro_i_vec_late_entry *const entries = &index->entries;
    size_t low = 0;
    size_t high = entries->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (entries->data[middle].hash < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (low < entries->count && entries->data[low].hash == hash) {
        low++;
    }
    *count = low - *first;
}

#endif
