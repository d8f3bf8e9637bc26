/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include "base/alloc.h"

#include <string.h>

enum { CHUNK_BYTES = 256 << 10, ALIGNMENT = 16 };

struct intro_i_arena_chunk {
    intro_i_arena_chunk *previous;
    size_t padding; /* keeps the payload aligned */
};

_Static_assert(sizeof(intro_i_arena_chunk) % ALIGNMENT == 0,
               "the payload must start aligned");

/* A block larger than a quarter of a chunk gets a chunk of its own behind the
 * head, so that it wastes nothing of the present one. */
static char *take_large(intro_i_arena *arena, size_t size)
{
    size_t total;
    if (!intro_i_add(size, sizeof(intro_i_arena_chunk), &total)) {
        return NULL;
    }
    intro_i_arena_chunk *const chunk = intro_i_alloc(total, 1);
    if (chunk == NULL) {
        return NULL;
    }
    if (arena->head == NULL) {
        chunk->previous = NULL;
        arena->head = chunk;
        arena->next = arena->end = (char *)chunk + total;
    } else {
        chunk->previous = arena->head->previous;
        arena->head->previous = chunk;
    }
    return (char *)(chunk + 1);
}

static char *take_bytes(intro_i_arena *arena, size_t size)
{
    if (size > (size_t)(arena->end - arena->next)) {
        if (size > CHUNK_BYTES / 4) {
            return take_large(arena, size);
        }
        intro_i_arena_chunk *const chunk =
            intro_i_alloc(sizeof *chunk + CHUNK_BYTES, 1);
        if (chunk == NULL) {
            return NULL;
        }
        chunk->previous = arena->head;
        arena->head = chunk;
        arena->next = (char *)(chunk + 1);
        arena->end = arena->next + CHUNK_BYTES;
    }
    char *const block = arena->next;
    arena->next += size;
    return block;
}

void *intro_i_arena_take(intro_i_arena *arena, size_t size)
{
    size_t rounded;
    if (!intro_i_add(size, ALIGNMENT - 1, &rounded)) {
        return NULL;
    }
    rounded &= ~(size_t)(ALIGNMENT - 1);
    rounded += rounded == 0 ? ALIGNMENT : 0;
    const size_t skew = (uintptr_t)arena->next & (ALIGNMENT - 1);
    if (skew != 0) {
        const size_t skip = ALIGNMENT - skew;
        if (skip <= (size_t)(arena->end - arena->next)) {
            arena->next += skip;
        } else {
            arena->next = arena->end;
        }
    }
    return take_bytes(arena, rounded);
}

char *intro_i_arena_copy(intro_i_arena *arena, const char *bytes, size_t length)
{
    size_t size;
    if (!intro_i_add(length, 1, &size)) {
        return NULL;
    }
    char *const copy = take_bytes(arena, size);
    if (copy != NULL) {
        if (length != 0) {
            memcpy(copy, bytes, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

void intro_i_arena_fini(intro_i_arena *arena)
{
    while (arena->head != NULL) {
        intro_i_arena_chunk *const previous = arena->head->previous;
        intro_i_free(arena->head);
        arena->head = previous;
    }
    memset(arena, 0, sizeof *arena);
}
