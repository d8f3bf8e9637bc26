/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Region allocator: many small blocks with one lifetime. Zeroed struct = empty. */
#ifndef INTRO_BASE_ARENA_H
#define INTRO_BASE_ARENA_H

#include "base/common.h"

typedef struct intro_i_arena_chunk intro_i_arena_chunk;

typedef struct intro_i_arena {
    intro_i_arena_chunk *head;
    char *next; /* first free byte of head */
    char *end;
} intro_i_arena;

/* size bytes, aligned to 16; NULL when memory is out. */
INTRO_MUST_USE void *intro_i_arena_take(intro_i_arena *arena, size_t size);
/* Unaligned copy of length bytes with a final NUL; NULL when memory is out. */
INTRO_MUST_USE char *intro_i_arena_copy(intro_i_arena *arena, const char *bytes,
                                        size_t length);
/* Frees everything taken; the arena can be used again. */
void intro_i_arena_fini(intro_i_arena *arena);

#endif
