/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items go to buckets by their smaller end and from there to its row, where they
 * are sorted by the greater end. The ties are in order then; their second halves
 * come from a transposition (lower_halves.h), in rising order too. */
#include "graph/csr_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "graph/buckets.h"
#include "graph/lower_halves.h"

#include <string.h>

enum {
    POLL_ITEMS = 1 << 18,
    POLL_PEOPLE = 1 << 14,
    CHUNK_PEOPLE = 1 << 14,
    FEW = 48, /* items sorted by insertion */
    DIGIT_BITS = 8,
    DIGITS = 1 << DIGIT_BITS
};

typedef struct item_entry {
    uint32_t low; /* smaller end */
    uint32_t high;
    uint32_t item;
} item_entry;

/* Items sorted by (smaller end, greater end, number). Those whose smaller end is
 * v stand in [v == 0 ? 0 : ends[v - 1], ends[v]). */
typedef struct sorter {
    const intro_i_csr_input *in;
    intro_i_buckets buckets;
    item_entry *entries; /* of a round */
    uint32_t *items;
    uint32_t *high;  /* the greater end of each */
    uint32_t *ends;  /* people */
    uint32_t *below; /* people: ties to smaller people */
    intro_i_csr *out;
} sorter;

static void sorter_fini(sorter *s)
{
    intro_i_buckets_fini(&s->buckets);
    intro_i_free(s->entries);
    intro_i_free(s->items);
    intro_i_free(s->high);
    intro_i_free(s->ends);
    intro_i_free(s->below);
}

static inline item_entry entry_of(const intro_i_csr_input *in, uint64_t i)
{
    const uint32_t a = in->a[i];
    const uint32_t b = in->b[i];
    return a < b ? (item_entry){a, b, (uint32_t)i}
                 : (item_entry){b, a, (uint32_t)i};
}

/* --- to the buckets --------------------------------------------------------- */

static intro_status count_chunk(void *arg, intro_i_worker *worker,
                                uint64_t chunk, uint64_t chunk_end)
{
    const sorter *const s = arg;
    uint64_t *const at = intro_i_buckets_at(&s->buckets, chunk);
    const uint64_t end =
        intro_i_buckets_part(&s->buckets, s->in->items, chunk_end);
    for (uint64_t i = intro_i_buckets_part(&s->buckets, s->in->items, chunk);
         i < end; i++) {
        if (i % POLL_ITEMS == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        at[entry_of(s->in, i).low >> s->buckets.shift]++;
    }
    return INTRO_OK;
}

static intro_status scatter_chunk(void *arg, intro_i_worker *worker,
                                  uint64_t chunk, uint64_t chunk_end)
{
    const sorter *const s = arg;
    uint64_t *const at = intro_i_buckets_at(&s->buckets, chunk);
    const uint64_t end =
        intro_i_buckets_part(&s->buckets, s->in->items, chunk_end);
    for (uint64_t i = intro_i_buckets_part(&s->buckets, s->in->items, chunk);
         i < end; i++) {
        if (i % POLL_ITEMS == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        const item_entry e = entry_of(s->in, i);
        const uint32_t bucket = e.low >> s->buckets.shift;
        if (intro_i_buckets_has(&s->buckets, bucket)) {
            s->entries[at[bucket]++] = e;
        }
    }
    return INTRO_OK;
}

/* --- a row by the greater end ----------------------------------------------- */

/* Some items of a row: the greater ends and the items' numbers. */
typedef struct run {
    uint32_t *high;
    uint32_t *items;
} run;

static void sort_few(run r, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        const uint32_t high = r.high[i];
        const uint32_t item = r.items[i];
        uint32_t to = i;
        for (; to > 0 && r.high[to - 1] > high; to--) {
            r.high[to] = r.high[to - 1];
            r.items[to] = r.items[to - 1];
        }
        r.high[to] = high;
        r.items[to] = item;
    }
}

/* One pass of a stable radix sort, by the digit at `shift`. */
static intro_status sort_digit(const intro_i_worker *worker, run from, run to,
                               uint32_t count, unsigned shift)
{
    uint32_t at[DIGITS] = {0};
    for (uint32_t i = 0; i < count; i++) {
        at[from.high[i] >> shift & (DIGITS - 1)]++;
    }
    uint32_t sum = 0;
    for (uint32_t d = 0; d < DIGITS; d++) {
        const uint32_t here = at[d];
        at[d] = sum;
        sum += here;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i % POLL_ITEMS == 0) {
            INTRO_TRY(intro_i_worker_poll(worker));
        }
        const uint32_t place = at[from.high[i] >> shift & (DIGITS - 1)]++;
        to.high[place] = from.high[i];
        to.items[place] = from.items[i];
    }
    return INTRO_OK;
}

/* Stable; spare has as much room. */
static intro_status sort_row(const intro_i_worker *worker, run row, run spare,
                             uint32_t count, uint32_t people)
{
    if (count <= FEW) {
        sort_few(row, count);
        return INTRO_OK;
    }
    run from = row;
    run to = spare;
    for (unsigned shift = 0; shift < 32 && people >> shift != 0;
         shift += DIGIT_BITS) {
        INTRO_TRY(sort_digit(worker, from, to, count, shift));
        const run filled = to;
        to = from;
        from = filled;
    }
    if (from.high != row.high) {
        memcpy(row.high, from.high, (size_t)count * sizeof *row.high);
        memcpy(row.items, from.items, (size_t)count * sizeof *row.items);
    }
    return INTRO_OK;
}

/* --- from the buckets to the rows ------------------------------------------- */

/* The rows of a bucket, unsorted. */
static void place_items(const sorter *s, uint64_t bucket)
{
    const item_entry *const entries = s->entries + s->buckets.starts[bucket];
    const uint64_t count =
        s->buckets.before[bucket + 1] - s->buckets.before[bucket];
    const uint32_t last = intro_i_buckets_person(&s->buckets, bucket + 1);
    for (uint64_t i = 0; i < count; i++) {
        s->ends[entries[i].low]++;
    }
    uint32_t start = (uint32_t)s->buckets.before[bucket];
    for (uint32_t v = intro_i_buckets_person(&s->buckets, bucket); v < last;
         v++) {
        const uint32_t here = s->ends[v];
        s->ends[v] = start;
        start += here;
    }
    for (uint64_t i = 0; i < count; i++) {
        const uint32_t to = s->ends[entries[i].low]++;
        s->items[to] = entries[i].item;
        s->high[to] = entries[i].high;
    }
}

/* Ties of v, which are counted for their greater ends too. */
static uint64_t count_ties(const sorter *s, uint32_t begin, uint32_t end)
{
    uint64_t ties = 0;
    for (uint32_t i = begin; i < end; i++) {
        if (i == begin || s->high[i] != s->high[i - 1]) {
            ties++;
            (void)__atomic_fetch_add(&s->below[s->high[i]], 1,
                                     __ATOMIC_RELAXED);
        }
    }
    return ties;
}

/* The entries of a bucket are of no use once they are placed: room to sort in. */
static intro_status sort_bucket(const sorter *s, const intro_i_worker *worker,
                                uint64_t bucket)
{
    uint32_t *const room =
        (uint32_t *)(void *)(s->entries + s->buckets.starts[bucket]);
    const uint32_t last = intro_i_buckets_person(&s->buckets, bucket + 1);
    uint32_t begin = (uint32_t)s->buckets.before[bucket];
    INTRO_TRY(intro_i_worker_poll(worker));
    place_items(s, bucket);
    for (uint32_t v = intro_i_buckets_person(&s->buckets, bucket); v < last;
         v++) {
        const uint32_t count = s->ends[v] - begin;
        const run row = {s->high + begin, s->items + begin};
        const run spare = {room, room + count};
        INTRO_TRY(sort_row(worker, row, spare, count, s->in->people));
        s->out->tie_start[v + 1] = count_ties(s, begin, s->ends[v]);
        begin = s->ends[v];
    }
    return INTRO_OK;
}

static intro_status sort_buckets(void *arg, intro_i_worker *worker,
                                 uint64_t begin, uint64_t end)
{
    const sorter *const s = arg;
    for (uint64_t k = begin; k < end; k++) {
        INTRO_TRY(sort_bucket(s, worker, s->buckets.first + k));
    }
    return INTRO_OK;
}

static intro_status sort_items(intro_ctx *ctx, sorter *s)
{
    const intro_i_csr_input *const in = s->in;
    intro_i_buckets *const b = &s->buckets;
    if (intro_i_buckets_init(b, in->people, in->items) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(intro_i_parallel_for(ctx, b->chunks, 1, count_chunk, s));
    intro_i_buckets_counted(b);
    s->entries = intro_i_alloc((size_t)b->most, sizeof *s->entries);
    s->items = intro_i_alloc((size_t)in->items, sizeof *s->items);
    s->high = intro_i_alloc((size_t)in->items, sizeof *s->high);
    s->ends = intro_i_alloc_zero(in->people, sizeof *s->ends);
    s->below = intro_i_alloc_zero(in->people, sizeof *s->below);
    s->out->tie_start =
        intro_i_alloc_zero((size_t)in->people + 1, sizeof(uint64_t));
    if (s->entries == NULL || s->items == NULL || s->high == NULL ||
        s->ends == NULL || s->below == NULL || s->out->tie_start == NULL) {
        return intro_i_fail_memory(ctx);
    }
    while (intro_i_buckets_next(b)) {
        INTRO_TRY(intro_i_parallel_for(ctx, b->chunks, 1, scatter_chunk, s));
        INTRO_TRY(intro_i_parallel_for(
            ctx, b->end - b->first, intro_i_buckets_grain(b), sort_buckets, s));
    }
    intro_i_free(s->entries);
    s->entries = NULL;
    return INTRO_OK;
}

/* --- rows ------------------------------------------------------------------- */

/* Counts to starts. Row v: first the people below it, then those above. */
static void place_rows(const sorter *s)
{
    intro_i_csr *const out = s->out;
    out->out_offsets[0] = 0;
    for (uint32_t v = 0; v < s->in->people; v++) {
        out->out_offsets[v + 1] =
            out->out_offsets[v] + s->below[v] + out->tie_start[v + 1];
        out->tie_start[v + 1] += out->tie_start[v];
    }
    out->ties = out->tie_start[s->in->people];
    out->arcs = 2 * out->ties;
    out->parallel = s->in->items - out->ties;
}

/* The people above, and where the items of each tie begin. */
static intro_status fill_upper(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const sorter *const s = arg;
    intro_i_csr *const out = s->out;
    INTRO_TRY(intro_i_worker_poll(worker));
    for (uint64_t v = begin; v < end; v++) {
        const uint32_t first = v == 0 ? 0 : s->ends[v - 1];
        uint64_t tie = out->tie_start[v];
        uint64_t to = out->out_offsets[v + 1] - (out->tie_start[v + 1] - tie);
        for (uint32_t i = first; i < s->ends[v]; i++) {
            if (i != first && s->high[i] == s->high[i - 1]) {
                continue;
            }
            out->out_people[to++] = s->high[i];
            if (out->tie_items != NULL) {
                out->tie_items[tie++] = i;
            }
        }
    }
    return INTRO_OK;
}

static intro_status make_rows(intro_ctx *ctx, sorter *s)
{
    intro_i_csr *const out = s->out;
    const uint32_t people = s->in->people;
    out->out_offsets = intro_i_alloc((size_t)people + 1, sizeof(uint64_t));
    if (out->out_offsets == NULL) {
        return intro_i_fail_memory(ctx);
    }
    place_rows(s);
    out->out_people = intro_i_alloc((size_t)out->arcs, sizeof(uint32_t));
    if (out->parallel != 0) {
        out->tie_items = intro_i_alloc((size_t)out->ties + 1, sizeof(uint64_t));
    }
    if (out->out_people == NULL ||
        (out->parallel != 0 && out->tie_items == NULL)) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(intro_i_parallel_for(ctx, people, CHUNK_PEOPLE, fill_upper, s));
    if (out->tie_items != NULL) {
        out->tie_items[out->ties] = s->in->items;
    }
    intro_i_free(s->high);
    s->high = NULL;
    const intro_i_lower_halves halves = {.people = people,
                                         .offsets = out->out_offsets,
                                         .tie_start = out->tie_start,
                                         .arcs = out->out_people,
                                         .out = out->out_people};
    return intro_i_lower_halves_fill(ctx, &halves);
}

intro_status intro_i_csr_build_undirected(intro_ctx *ctx,
                                          const intro_i_csr_input *in,
                                          intro_i_csr *out)
{
    sorter s = {.in = in, .out = out};
    intro_status rc = sort_items(ctx, &s);
    if (rc == INTRO_OK) {
        rc = make_rows(ctx, &s);
    }
    if (rc == INTRO_OK) {
        out->items = s.items;
        out->item_count = in->items;
        s.items = NULL;
    }
    sorter_fini(&s);
    return rc;
}
