/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entries brought to the people they belong to. One by one into the places of 10^6
 * people, nearly every write misses the caches; so they go first to at most 256
 * buckets of neighbouring people, and from there to the people, who fit the caches
 * then (Satish et al. 2010, "Fast sort on CPUs and GPUs").
 *
 * Several threads take part: entries come in chunks, in order, and each chunk has
 * places of its own in every bucket, so that a bucket holds its entries in order
 * however many threads there are. Not all buckets are filled at once: a round
 * fills some, and the memory is that of a part of the entries.
 *
 *     intro_i_buckets_init(...);
 *     ...every chunk counts: intro_i_buckets_at(b, chunk)[bucket]++...
 *     intro_i_buckets_counted(b);
 *     while (intro_i_buckets_next(b)) {
 *         ...every chunk puts what belongs to the round's buckets:
 *            entries[intro_i_buckets_at(b, chunk)[bucket]++] = ...
 *         ...every bucket of the round is emptied: entries[starts[bucket]...]
 *     }
 */
#ifndef INTRO_GRAPH_BUCKETS_H
#define INTRO_GRAPH_BUCKETS_H

#include "base/common.h"

enum { INTRO_I_BUCKETS = 256, INTRO_I_BUCKET_CHUNKS = 16 };

typedef struct intro_i_buckets {
    uint32_t people;
    unsigned shift; /* the bucket of a person is person >> shift */
    uint32_t count;
    uint32_t chunks;
    uint32_t first; /* buckets of the present round */
    uint32_t end;
    uint64_t most; /* entries of a round, for which the caller has memory */
    uint64_t *at;  /* private: chunks x buckets */
    /* Of the present round: where a bucket's entries are, counted from the first
     * of the round; starts[end] is behind the last. */
    uint64_t starts[INTRO_I_BUCKETS + 1];
    uint64_t before[INTRO_I_BUCKETS + 1]; /* entries of all buckets before */
} intro_i_buckets;

/* Buckets for about `entries` entries. INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_buckets_init(intro_i_buckets *buckets,
                                                 uint32_t people,
                                                 uint64_t entries);
void intro_i_buckets_fini(intro_i_buckets *buckets);

/* How many a chunk has for each bucket; later, where its next one goes. */
static inline uint64_t *intro_i_buckets_at(const intro_i_buckets *buckets,
                                           uint64_t chunk)
{
    return buckets->at + chunk * buckets->count;
}

/* Is it filled in this round? */
static inline bool intro_i_buckets_has(const intro_i_buckets *buckets,
                                       uint32_t bucket)
{
    return bucket - buckets->first < buckets->end - buckets->first;
}

/* Part of n things that is the chunk's: from here to the next one's. */
static inline uint64_t intro_i_buckets_part(const intro_i_buckets *buckets,
                                            uint64_t n, uint64_t chunk)
{
    return n / buckets->chunks * chunk +
           n % buckets->chunks * chunk / buckets->chunks;
}

/* First person of a bucket, or the count of people behind the last. */
static inline uint32_t intro_i_buckets_person(const intro_i_buckets *buckets,
                                              uint64_t bucket)
{
    const uint64_t person = bucket << buckets->shift;
    return person < buckets->people ? (uint32_t)person : buckets->people;
}

/* Buckets that make a piece of work for a thread: few threads for little. */
uint64_t intro_i_buckets_grain(const intro_i_buckets *buckets);

/* All chunks have counted: says `most` and `before`. */
void intro_i_buckets_counted(intro_i_buckets *buckets);
/* The next round; false when there is none left. */
bool intro_i_buckets_next(intro_i_buckets *buckets);

#endif
