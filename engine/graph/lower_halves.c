/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/lower_halves.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "graph/buckets.h"

#include <string.h>

enum { POLL_PEOPLE = 1 << 14, POLL_ENTRIES = 1 << 18 };

typedef struct entry {
    uint32_t person; /* the greater end */
    uint32_t value;
} entry;

typedef struct filler {
    const intro_i_lower_halves *halves;
    intro_i_buckets buckets;
    uint32_t borders[INTRO_I_BUCKET_CHUNKS + 1]; /* people of the chunks */
    entry *entries;                              /* of a round */
    uint64_t *next; /* by person: where the next of its lower half goes */
} filler;

/* So that all chunks have as many ties. */
static void share_people(filler *f)
{
    const intro_i_lower_halves *const h = f->halves;
    const uint64_t ties = h->tie_start[h->people];
    uint32_t v = 0;
    for (uint32_t c = 0; c < f->buckets.chunks; c++) {
        while (v < h->people &&
               h->tie_start[v] < intro_i_buckets_part(&f->buckets, ties, c)) {
            v++;
        }
        f->borders[c] = v;
    }
    f->borders[0] = 0;
    f->borders[f->buckets.chunks] = h->people;
}

/* The greater ends of v's ties. */
static inline const uint32_t *ends_of(const intro_i_lower_halves *h, uint32_t v,
                                      uint64_t *count)
{
    *count = h->tie_start[v + 1] - h->tie_start[v];
    return h->arcs + (h->offsets[v + 1] - *count);
}

static intro_status count_chunk(void *arg, intro_i_worker *worker,
                                uint64_t chunk, uint64_t chunk_end)
{
    const filler *const f = arg;
    uint64_t *const at = intro_i_buckets_at(&f->buckets, chunk);
    for (uint32_t v = f->borders[chunk]; v < f->borders[chunk_end]; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        uint64_t count;
        const uint32_t *const ends = ends_of(f->halves, v, &count);
        for (uint64_t i = 0; i < count; i++) {
            at[ends[i] >> f->buckets.shift]++;
        }
    }
    return INTRO_OK;
}

static inline uint32_t value_of(const intro_i_lower_halves *h, uint32_t v,
                                uint64_t tie)
{
    uint32_t value = v;
    if (h->values != NULL) {
        memcpy(&value, (const char *)h->values + tie * sizeof value,
               sizeof value);
    }
    return value;
}

static intro_status scatter_chunk(void *arg, intro_i_worker *worker,
                                  uint64_t chunk, uint64_t chunk_end)
{
    const filler *const f = arg;
    const intro_i_lower_halves *const h = f->halves;
    uint64_t *const at = intro_i_buckets_at(&f->buckets, chunk);
    for (uint32_t v = f->borders[chunk]; v < f->borders[chunk_end]; v++) {
        if (v % POLL_PEOPLE == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        uint64_t count;
        const uint32_t *const ends = ends_of(h, v, &count);
        for (uint64_t i = 0; i < count; i++) {
            const uint32_t bucket = ends[i] >> f->buckets.shift;
            if (intro_i_buckets_has(&f->buckets, bucket)) {
                f->entries[at[bucket]++] =
                    (entry){ends[i], value_of(h, v, h->tie_start[v] + i)};
            }
        }
    }
    return INTRO_OK;
}

static intro_status empty_buckets(void *arg, intro_i_worker *worker,
                                  uint64_t begin, uint64_t end)
{
    const filler *const f = arg;
    const uint64_t first = f->buckets.first + begin;
    const uint64_t last = f->buckets.first + end;
    for (uint64_t i = f->buckets.starts[first]; i < f->buckets.starts[last];
         i++) {
        if (i % POLL_ENTRIES == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        const entry *const e = &f->entries[i];
        memcpy((char *)f->halves->out + f->next[e->person]++ * sizeof e->value,
               &e->value, sizeof e->value);
    }
    return INTRO_OK;
}

static intro_status fill(intro_ctx *ctx, filler *f)
{
    const intro_i_lower_halves *const h = f->halves;
    f->next = intro_i_alloc(h->people, sizeof *f->next);
    if (f->next == NULL) {
        return intro_i_fail_memory(ctx);
    }
    if (h->people != 0) {
        memcpy(f->next, h->offsets, (size_t)h->people * sizeof *f->next);
    }
    share_people(f);
    INTRO_TRY(intro_i_parallel_for(ctx, f->buckets.chunks, 1, count_chunk, f));
    intro_i_buckets_counted(&f->buckets);
    f->entries = intro_i_alloc((size_t)f->buckets.most, sizeof *f->entries);
    if (f->entries == NULL) {
        return intro_i_fail_memory(ctx);
    }
    while (intro_i_buckets_next(&f->buckets)) {
        INTRO_TRY(
            intro_i_parallel_for(ctx, f->buckets.chunks, 1, scatter_chunk, f));
        INTRO_TRY(intro_i_parallel_for(ctx, f->buckets.end - f->buckets.first,
                                       intro_i_buckets_grain(&f->buckets),
                                       empty_buckets, f));
    }
    return INTRO_OK;
}

intro_status intro_i_lower_halves_fill(intro_ctx *ctx,
                                       const intro_i_lower_halves *halves)
{
    filler f = {.halves = halves};
    intro_status rc = intro_i_buckets_init(&f.buckets, halves->people,
                                           halves->tie_start[halves->people]);
    rc = rc == INTRO_OK ? fill(ctx, &f) : intro_i_fail_memory(ctx);
    intro_i_buckets_fini(&f.buckets);
    intro_i_free(f.entries);
    intro_i_free(f.next);
    return rc;
}
