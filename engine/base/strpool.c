/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linear probing over slots of 16 bytes. A string of up to 8 bytes, like most
 * ids, is compared within its slot: one cache miss a lookup. Of a longer one the
 * slot holds the hash; only when that agrees are the bytes read: three misses.
 * At most two thirds full. */
#include "base/strpool.h"

#include "base/alloc.h"

#include <string.h>

enum { FIRST_SLOTS = 64, FIRST_BYTES = 256 };

/* Into the first cache: what is fetched is used soon. */
#if defined(__GNUC__)
#define PREFETCH_NEAR(p) __builtin_prefetch((p), 0, 3)
#else
#define PREFETCH_NEAR(p) ((void)(p))
#endif

intro_status intro_i_strpool_init(intro_i_strpool *pool)
{
    memset(pool, 0, sizeof *pool);
    pool->bytes = intro_i_alloc(FIRST_BYTES, 1);
    pool->offsets = intro_i_alloc(FIRST_SLOTS, sizeof *pool->offsets);
    pool->slots = intro_i_alloc_zero(FIRST_SLOTS, sizeof *pool->slots);
    if (pool->bytes == NULL || pool->offsets == NULL || pool->slots == NULL) {
        intro_i_strpool_fini(pool);
        return INTRO_ENOMEM;
    }
    intro_i_siphash_key_make(&pool->key);
    pool->capacity = FIRST_BYTES;
    pool->offset_capacity = FIRST_SLOTS;
    pool->mask = FIRST_SLOTS - 1;
    pool->bytes[0] = '\0';
    pool->size = 1;
    pool->offsets[0] = 0;
    pool->offsets[1] = 1;
    pool->count = 1;
    return INTRO_OK;
}

void intro_i_strpool_fini(intro_i_strpool *pool)
{
    intro_i_free(pool->bytes);
    intro_i_free(pool->offsets);
    intro_i_free(pool->slots);
    memset(pool, 0, sizeof *pool);
}

void intro_i_strpool_seal(intro_i_strpool *pool)
{
    intro_i_free(pool->slots);
    pool->slots = NULL;
}

static uint64_t hash_of(const intro_i_strpool *pool, const char *bytes,
                        size_t length)
{
    return intro_i_siphash(&pool->key, bytes, length);
}

static inline bool is_long(size_t length)
{
    return length > 8;
}

/* 1 to 8 bytes as a number; strings of one length have different numbers. The
 * pieces may overlap. */
static inline uint64_t pack(const char *bytes, size_t length)
{
    if (length >= 4) {
        uint32_t low;
        uint32_t high;
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + length - 4, 4);
        return (uint64_t)high << 32 | low;
    }
    return (uint64_t)(uint8_t)bytes[0] |
           (uint64_t)(uint8_t)bytes[length / 2] << 8 |
           (uint64_t)(uint8_t)bytes[length - 1] << 16;
}

static void unpack(uint64_t packed, size_t length, char bytes[8])
{
    if (length >= 4) {
        const uint32_t low = (uint32_t)packed;
        const uint32_t high = (uint32_t)(packed >> 32);
        memcpy(bytes, &low, 4);
        memcpy(bytes + length - 4, &high, 4);
    } else {
        bytes[0] = (char)packed;
        bytes[length / 2] = (char)(packed >> 8);
        bytes[length - 1] = (char)(packed >> 16);
    }
}

/* What a slot holds of a string. */
static inline intro_i_strpool_slot describe(const char *bytes, size_t length,
                                            uint64_t hash)
{
    return is_long(length) ? (intro_i_strpool_slot){hash, 0, 0}
                           : (intro_i_strpool_slot){pack(bytes, length), 0,
                                                    (uint32_t)length};
}

/* The slot that holds the string, or the free one where it belongs. */
static inline uint64_t find_slot(const intro_i_strpool *pool, const char *bytes,
                                 size_t length, uint64_t hash,
                                 const intro_i_strpool_slot *wanted)
{
    uint64_t at = hash & pool->mask;
    for (;; at = (at + 1) & pool->mask) {
        const intro_i_strpool_slot *const slot = &pool->slots[at];
        if (slot->string == 0) {
            return at;
        }
        if (slot->key != wanted->key || slot->length != wanted->length) {
            continue;
        }
        if (slot->length != 0 ||
            (intro_i_strpool_length(pool, slot->string) == length &&
             memcmp(intro_i_strpool_text(pool, slot->string), bytes, length) ==
                 0)) {
            return at;
        }
    }
}

/* The hash of what a slot holds, without a look at the string. */
static uint64_t hash_of_slot(const intro_i_strpool *pool,
                             const intro_i_strpool_slot *slot)
{
    char bytes[8];
    if (slot->length == 0) {
        return slot->key;
    }
    unpack(slot->key, slot->length, bytes);
    return hash_of(pool, bytes, slot->length);
}

/* Twice the slots. */
static intro_status grow_slots(intro_i_strpool *pool, uint64_t wanted)
{
    uint64_t slots = pool->mask + 1;
    while (slots - slots / 3 < wanted) {
        slots *= 2;
    }
    intro_i_strpool_slot *const fresh =
        intro_i_alloc_zero((size_t)slots, sizeof *fresh);
    if (fresh == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint64_t i = 0; i <= pool->mask; i++) {
        if (pool->slots[i].string == 0) {
            continue;
        }
        uint64_t at = hash_of_slot(pool, &pool->slots[i]) & (slots - 1);
        while (fresh[at].string != 0) {
            at = (at + 1) & (slots - 1);
        }
        fresh[at] = pool->slots[i];
    }
    intro_i_free(pool->slots);
    pool->slots = fresh;
    pool->mask = slots - 1;
    return INTRO_OK;
}

/* Room for `more` new strings in the table. */
static intro_status reserve_slots(intro_i_strpool *pool, uint64_t more)
{
    const uint64_t wanted = pool->count + more;
    const uint64_t slots = pool->mask + 1;
    return slots - slots / 3 < wanted ? grow_slots(pool, wanted) : INTRO_OK;
}

static intro_status grow_bytes(intro_i_strpool *pool, uint64_t need)
{
    uint64_t wanted = pool->capacity;
    while (wanted < need) {
        wanted += wanted > ((uint64_t)64 << 20) ? wanted / 2 : wanted;
    }
    char *const moved = intro_i_realloc(pool->bytes, (size_t)wanted, 1);
    if (moved == NULL) {
        return INTRO_ENOMEM;
    }
    pool->bytes = moved;
    pool->capacity = wanted;
    return INTRO_OK;
}

/* A new string at the end; the caller puts it into the table. */
static intro_status append(intro_i_strpool *pool, const char *bytes,
                           size_t length, uint32_t *string)
{
    if (pool->count >= UINT32_MAX - 1) {
        return INTRO_ELIMIT;
    }
    if (pool->size + length + 1 > pool->capacity) {
        INTRO_TRY(grow_bytes(pool, pool->size + length + 1));
    }
    if ((size_t)pool->count + 2 > pool->offset_capacity) {
        const size_t wanted = pool->offset_capacity + pool->offset_capacity / 2;
        uint64_t *const moved =
            intro_i_realloc(pool->offsets, wanted, sizeof *moved);
        if (moved == NULL) {
            return INTRO_ENOMEM;
        }
        pool->offsets = moved;
        pool->offset_capacity = wanted;
    }
    memcpy(pool->bytes + pool->size, bytes, length);
    pool->bytes[pool->size + length] = '\0';
    pool->size += length + 1;
    *string = pool->count;
    pool->count++;
    pool->offsets[pool->count] = pool->size;
    return INTRO_OK;
}

static intro_status intern_hashed(intro_i_strpool *pool, const char *bytes,
                                  size_t length, uint64_t hash,
                                  uint32_t *string)
{
    intro_i_strpool_slot wanted = describe(bytes, length, hash);
    const uint64_t at = find_slot(pool, bytes, length, hash, &wanted);
    if (INTRO_UNLIKELY(pool->slots[at].string == 0)) {
        INTRO_TRY(append(pool, bytes, length, &wanted.string));
        pool->slots[at] = wanted;
    }
    *string = pool->slots[at].string;
    return INTRO_OK;
}

intro_status intro_i_strpool_intern(intro_i_strpool *pool, const char *bytes,
                                    size_t length, uint32_t *string)
{
    if (length == 0) {
        *string = 0;
        return INTRO_OK;
    }
    INTRO_TRY(reserve_slots(pool, 1));
    return intern_hashed(pool, bytes, length, hash_of(pool, bytes, length),
                         string);
}

uint32_t intro_i_strpool_find(const intro_i_strpool *pool, const char *bytes,
                              size_t length)
{
    if (length == 0) {
        return 0;
    }
    const uint64_t hash = hash_of(pool, bytes, length);
    const intro_i_strpool_slot wanted = describe(bytes, length, hash);
    return pool->slots[find_slot(pool, bytes, length, hash, &wanted)].string;
}

intro_status intro_i_strpool_expect(intro_i_strpool *pool,
                                    intro_i_strpool_key *keys, size_t count)
{
    bool any_long = false;
    INTRO_TRY(reserve_slots(pool, count));
    for (size_t i = 0; i < count; i++) {
        keys[i].hash = hash_of(pool, keys[i].bytes, keys[i].length);
        PREFETCH_NEAR(&pool->slots[keys[i].hash & pool->mask]);
        any_long |= is_long(keys[i].length);
    }
    for (size_t i = 0; any_long && i < count; i++) {
        keys[i].string = pool->slots[keys[i].hash & pool->mask].string;
        PREFETCH_NEAR(&pool->offsets[keys[i].string]);
    }
    for (size_t i = 0; any_long && i < count; i++) {
        PREFETCH_NEAR(intro_i_strpool_text(pool, keys[i].string));
    }
    return INTRO_OK;
}

intro_status intro_i_strpool_intern_expected(intro_i_strpool *pool,
                                             intro_i_strpool_key *key)
{
    if (key->length == 0) {
        key->string = 0;
        return INTRO_OK;
    }
    INTRO_TRY(reserve_slots(pool, 1));
    return intern_hashed(pool, key->bytes, key->length, key->hash,
                         &key->string);
}

intro_status intro_i_strpool_intern_batch(intro_i_strpool *pool,
                                          intro_i_strpool_key *keys,
                                          size_t count)
{
    INTRO_TRY(intro_i_strpool_expect(pool, keys, count));
    for (size_t i = 0; i < count; i++) {
        INTRO_TRY(intro_i_strpool_intern_expected(pool, &keys[i]));
    }
    return INTRO_OK;
}
