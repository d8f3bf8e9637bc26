/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interned strings: bytes in one arena, offsets, and an open-addressing table
 * keyed by SipHash-1-3 with a random key, so that ids chosen by a stranger cannot
 * make it slow. String 0 is "" and means "absent"; others are numbered 1, 2, ...
 * in the order they were first seen, so no result may depend on the key. */
#ifndef INTRO_BASE_STRPOOL_H
#define INTRO_BASE_STRPOOL_H

#include "base/siphash.h"

typedef struct intro_i_strpool_slot {
    uint64_t key;    /* the packed bytes of a short string, else its hash */
    uint32_t string; /* 0 = free */
    uint32_t length; /* of a short string, else 0 */
} intro_i_strpool_slot;

typedef struct intro_i_strpool {
    char *bytes;   /* every string followed by a NUL */
    uint64_t size; /* used of it */
    uint64_t capacity;
    uint64_t *offsets; /* count + 1 */
    uint32_t count;    /* strings, string 0 included */
    size_t offset_capacity;
    intro_i_strpool_slot *slots;
    uint64_t mask;
    intro_i_siphash_key key;
} intro_i_strpool;

/* INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_strpool_init(intro_i_strpool *pool);
void intro_i_strpool_fini(intro_i_strpool *pool);

/* Number of the string, made when new. Bytes may hold anything but NUL.
 * INTRO_ENOMEM; INTRO_ELIMIT above 2^32 - 2 strings. */
INTRO_MUST_USE intro_status intro_i_strpool_intern(intro_i_strpool *pool,
                                                   const char *bytes,
                                                   size_t length,
                                                   uint32_t *string);
/* The number, or 0 when it was never interned. */
uint32_t intro_i_strpool_find(const intro_i_strpool *pool, const char *bytes,
                              size_t length);

/* One string to intern in a batch. */
typedef struct intro_i_strpool_key {
    const char *bytes;
    uint32_t length;
    uint32_t string; /* written */
    uint64_t hash;   /* private */
} intro_i_strpool_key;

/* Says that strings will be interned soon: their hashes are made, and what finding
 * them touches is fetched in stages, which hides most of the cache misses.
 * INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_strpool_expect(intro_i_strpool *pool,
                                                   intro_i_strpool_key *keys,
                                                   size_t count);
/* Intern one that was announced so. Others may have been interned since. */
INTRO_MUST_USE intro_status intro_i_strpool_intern_expected(
    intro_i_strpool *pool, intro_i_strpool_key *key);
/* Both for many at once. Same numbers as one by one. */
INTRO_MUST_USE intro_status intro_i_strpool_intern_batch(
    intro_i_strpool *pool, intro_i_strpool_key *keys, size_t count);

/* Give back the memory for looking strings up: from now on only
 * intro_i_strpool_text() and _length() are allowed. */
void intro_i_strpool_seal(intro_i_strpool *pool);

/* NUL-terminated, valid until the next intern. */
static inline const char *intro_i_strpool_text(const intro_i_strpool *pool,
                                               uint32_t string)
{
    return pool->bytes + pool->offsets[string];
}

static inline size_t intro_i_strpool_length(const intro_i_strpool *pool,
                                            uint32_t string)
{
    return (size_t)(pool->offsets[string + 1] - pool->offsets[string] - 1);
}

#endif
