/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only file that knows xxhash. Its state must lie on 64 bytes, which the
 * allocator does not promise, so the block is taken larger and the state placed
 * inside it. */
#include "base/checksum.h"

#include "base/alloc.h"

#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

enum { STATE_ALIGNMENT = 64 };

struct intro_i_checksum {
    XXH3_state_t *state; /* inside this same block */
};

uint64_t intro_i_checksum_of(const void *bytes, size_t size)
{
    return XXH3_64bits(bytes, size);
}

intro_i_checksum *intro_i_checksum_new(void)
{
    intro_i_checksum *const sum = intro_i_alloc_zero(
        1, sizeof *sum + sizeof(XXH3_state_t) + STATE_ALIGNMENT);
    if (sum == NULL) {
        return NULL;
    }
    const uintptr_t after = (uintptr_t)(sum + 1);
    const uintptr_t gap =
        (STATE_ALIGNMENT - after % STATE_ALIGNMENT) % STATE_ALIGNMENT;
    sum->state = (XXH3_state_t *)(void *)((unsigned char *)(sum + 1) + gap);
    intro_i_checksum_reset(sum);
    return sum;
}

void intro_i_checksum_update(intro_i_checksum *sum, const void *bytes,
                             size_t size)
{
    if (size != 0) {
        (void)XXH3_64bits_update(sum->state, bytes, size);
    }
}

uint64_t intro_i_checksum_value(const intro_i_checksum *sum)
{
    return XXH3_64bits_digest(sum->state);
}

void intro_i_checksum_reset(intro_i_checksum *sum)
{
    (void)XXH3_64bits_reset(sum->state);
}

void intro_i_checksum_free(intro_i_checksum *sum)
{
    intro_i_free(sum);
}
