/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/buckets.h"

#include "base/alloc.h"

#include <string.h>

/* So many entries are worth a thread; a round of more than ROUND_ENTRIES has a
 * ROUNDS-th of all. */
enum { CHUNK_ENTRIES = 1 << 17, ROUND_ENTRIES = 1 << 16, ROUNDS = 4 };

intro_status intro_i_buckets_init(intro_i_buckets *b, uint32_t people,
                                  uint64_t entries)
{
    memset(b, 0, sizeof *b);
    b->people = people;
    while ((((uint64_t)people + ((uint64_t)1 << b->shift) - 1) >> b->shift) >
           INTRO_I_BUCKETS) {
        b->shift++;
    }
    b->count = (uint32_t)(((uint64_t)people + ((uint64_t)1 << b->shift) - 1) >>
                          b->shift);
    const uint64_t chunks = entries / CHUNK_ENTRIES + 1;
    b->chunks = chunks < INTRO_I_BUCKET_CHUNKS ? (uint32_t)chunks
                                               : INTRO_I_BUCKET_CHUNKS;
    b->at = intro_i_alloc_zero((size_t)b->chunks * b->count, sizeof *b->at);
    return b->at == NULL ? INTRO_ENOMEM : INTRO_OK;
}

void intro_i_buckets_fini(intro_i_buckets *b)
{
    intro_i_free(b->at);
    b->at = NULL;
}

uint64_t intro_i_buckets_grain(const intro_i_buckets *b)
{
    return (b->count + b->chunks - 1) / b->chunks;
}

/* Behind the last bucket of a round that begins with `first`. */
static uint32_t round_end(const intro_i_buckets *b, uint32_t first)
{
    const uint64_t all = b->before[b->count];
    const uint64_t wanted = all / ROUNDS > ROUND_ENTRIES ? all / ROUNDS : all;
    uint32_t end = first + 1;
    while (end < b->count && b->before[end + 1] - b->before[first] <= wanted) {
        end++;
    }
    return end;
}

void intro_i_buckets_counted(intro_i_buckets *b)
{
    for (uint32_t k = 0; k < b->count; k++) {
        b->before[k + 1] = b->before[k];
        for (uint32_t c = 0; c < b->chunks; c++) {
            b->before[k + 1] += intro_i_buckets_at(b, c)[k];
        }
    }
    for (uint32_t k = 0; k < b->count;) {
        const uint32_t end = round_end(b, k);
        const uint64_t entries = b->before[end] - b->before[k];
        b->most = entries > b->most ? entries : b->most;
        k = end;
    }
}

bool intro_i_buckets_next(intro_i_buckets *b)
{
    if (b->end == b->count) {
        return false;
    }
    b->first = b->end;
    b->end = round_end(b, b->first);
    uint64_t start = 0;
    for (uint32_t k = b->first; k < b->end; k++) {
        b->starts[k] = start;
        for (uint32_t c = 0; c < b->chunks; c++) {
            uint64_t *const at = &intro_i_buckets_at(b, c)[k];
            const uint64_t count = *at;
            *at = start;
            start += count;
        }
    }
    b->starts[b->end] = start;
    return true;
}
