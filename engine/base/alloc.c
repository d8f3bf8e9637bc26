/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Accounting uses malloc_usable_size(), so a block carries no header of ours and
 * the numbers are what the C library really holds. The counters are the only
 * writable globals of the engine: memory is a property of the process. */
#define _GNU_SOURCE
#include "base/alloc.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE_THRESHOLD = 4 << 20, HUGE_PAGE = 2 << 20, LINES = 128 };

static _Atomic uint64_t held_bytes;
static _Atomic uint64_t peak_bytes;
static _Atomic uint64_t limit_bytes;

#ifdef INTRO_FAULT_INJECTION
static _Atomic uint64_t fail_countdown = UINT64_MAX;
static _Atomic bool fail_for_ever;
static _Atomic uint64_t requests_seen;

void intro_i_alloc_fail_after(uint64_t after, bool for_ever)
{
    atomic_store(&fail_countdown, after);
    atomic_store(&fail_for_ever, for_ever);
    atomic_store(&requests_seen, 0);
}

uint64_t intro_i_alloc_requests(void)
{
    return atomic_load(&requests_seen);
}

static bool must_fail(void)
{
    const uint64_t seen = atomic_fetch_add(&requests_seen, 1);
    const uint64_t at = atomic_load(&fail_countdown);
    if (at == UINT64_MAX) {
        return false;
    }
    return atomic_load(&fail_for_ever) ? seen >= at : seen == at;
}
#else
static bool must_fail(void)
{
    return false;
}
#endif

static bool over_limit(size_t more)
{
    const uint64_t limit =
        atomic_load_explicit(&limit_bytes, memory_order_relaxed);
    return limit != 0 &&
           atomic_load_explicit(&held_bytes, memory_order_relaxed) + more >
               limit;
}

static void account(void *block)
{
    const uint64_t size = malloc_usable_size(block);
    const uint64_t now =
        atomic_fetch_add_explicit(&held_bytes, size, memory_order_relaxed) +
        size;
    uint64_t peak = atomic_load_explicit(&peak_bytes, memory_order_relaxed);
    while (now > peak && !atomic_compare_exchange_weak_explicit(
                             &peak_bytes, &peak, now, memory_order_relaxed,
                             memory_order_relaxed)) {
    }
}

/* Advice only: a system without huge pages ignores it. */
static void advise_huge(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    if (size < HUGE_PAGE_THRESHOLD) {
        return;
    }
    const uintptr_t from =
        ((uintptr_t)block + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
    const uintptr_t to =
        ((uintptr_t)block + size) & ~(uintptr_t)(HUGE_PAGE - 1);
    if (to > from) {
        const int saved = errno;
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
        errno = saved;
    }
#else
    (void)block;
    (void)size;
#endif
}

/* A block that the system gave, or NULL. */
static void *keep(void *block, size_t bytes)
{
    if (block != NULL) {
        account(block);
        advise_huge(block, bytes);
    }
    return block;
}

static void *take(size_t count, size_t size, bool zero)
{
    size_t bytes;
    if (!intro_i_mul(count, size, &bytes) || must_fail() || over_limit(bytes)) {
        return NULL;
    }
    bytes += bytes == 0;
    return keep(zero ? calloc(1, bytes) : malloc(bytes), bytes);
}

void *intro_i_alloc_lines(size_t count, size_t size)
{
    size_t bytes;
    if (!intro_i_mul(count, size, &bytes) ||
        !intro_i_add(bytes, LINES, &bytes) || must_fail() ||
        over_limit(bytes)) {
        return NULL;
    }
    bytes -= bytes % LINES;
    void *const block = keep(aligned_alloc(LINES, bytes), bytes);
    if (block != NULL) {
        memset(block, 0, bytes);
    }
    return block;
}

void *intro_i_alloc(size_t count, size_t size)
{
    return take(count, size, false);
}

void *intro_i_alloc_zero(size_t count, size_t size)
{
    return take(count, size, true);
}

void *intro_i_realloc(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (block == NULL) {
        return take(count, size, false);
    }
    if (!intro_i_mul(count, size, &bytes) || must_fail()) {
        return NULL;
    }
    bytes += bytes == 0;
    const size_t old = malloc_usable_size(block);
    if (bytes > old && over_limit(bytes - old)) {
        return NULL;
    }
    void *const moved = realloc(block, bytes);
    if (moved != NULL) {
        atomic_fetch_sub_explicit(&held_bytes, old, memory_order_relaxed);
        account(moved);
        advise_huge(moved, bytes);
    }
    return moved;
}

void intro_i_free(void *block)
{
    if (block != NULL) {
        atomic_fetch_sub_explicit(&held_bytes, malloc_usable_size(block),
                                  memory_order_relaxed);
        free(block);
    }
}

char *intro_i_strndup(const char *bytes, size_t length)
{
    size_t size;
    if (!intro_i_add(length, 1, &size)) {
        return NULL;
    }
    char *const copy = intro_i_alloc(size, 1);
    if (copy != NULL) {
        if (length != 0) {
            memcpy(copy, bytes, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

uint64_t intro_i_alloc_bytes(void)
{
    return atomic_load(&held_bytes);
}

uint64_t intro_i_alloc_peak(void)
{
    return atomic_load(&peak_bytes);
}

void intro_i_alloc_set_limit(uint64_t bytes)
{
    atomic_store(&limit_bytes, bytes);
}

uint64_t intro_i_alloc_limit(void)
{
    return atomic_load(&limit_bytes);
}
