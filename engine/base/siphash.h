/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SipHash-1-3 (Aumasson and Bernstein): the hash of every table whose keys come
 * from a file, so that nobody can prepare keys that all collide. Values differ
 * from run to run: never store them, never let an order depend on them. */
#ifndef INTRO_BASE_SIPHASH_H
#define INTRO_BASE_SIPHASH_H

#include "base/common.h"

typedef struct intro_i_siphash_key {
    uint64_t k0;
    uint64_t k1;
} intro_i_siphash_key;

/* A fresh key from the system's random numbers; when it has none, from clocks
 * and addresses, which is weaker but never fails. */
void intro_i_siphash_key_make(intro_i_siphash_key *key);

/* About 10 ns for a key of 16 bytes. */
uint64_t intro_i_siphash(const intro_i_siphash_key *key, const void *bytes,
                         size_t size);

#endif
