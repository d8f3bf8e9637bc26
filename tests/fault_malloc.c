/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded before the C library, this fails the k-th malloc, calloc or realloc of
 * whoever calls: also those of the libraries that base/alloc does not reach.
 * INTRO_FAULT_MALLOC=K[,forever]; counting begins when all libraries are set
 * up. With INTRO_FAULT_REPORT the count is written there at the end. Built by
 * the test that uses it, as a shared object. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The C library's own, under the names that it keeps for such as us. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static atomic_bool is_armed;
static _Atomic uint64_t seen;
static uint64_t fail_at = UINT64_MAX;
static bool for_ever;

static bool must_fail(void)
{
    if (!atomic_load(&is_armed)) {
        return false;
    }
    const uint64_t k = atomic_fetch_add(&seen, 1);
    if (for_ever ? k < fail_at : k != fail_at) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return must_fail() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return must_fail() ? NULL : __libc_realloc(block, size);
}

__attribute__((constructor)) static void arm(void)
{
    const char *words = getenv("INTRO_FAULT_MALLOC");
    if (words != NULL) {
        char *rest;
        fail_at = strtoull(words, &rest, 10);
        for_ever = strcmp(rest, ",forever") == 0;
        atomic_store(&is_armed, true);
    }
}

__attribute__((destructor)) static void report(void)
{
    const char *file = getenv("INTRO_FAULT_REPORT");
    if (!atomic_exchange(&is_armed, false) || file == NULL) {
        return;
    }
    FILE *out = fopen(file, "w");
    if (out != NULL) {
        fprintf(out, "alloc %llu io 0\n",
                (unsigned long long)atomic_load(&seen));
        fclose(out);
    }
}
