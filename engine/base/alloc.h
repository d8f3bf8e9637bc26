/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one door to the heap: checked sizes, byte accounting, a process-wide
 * limit, and (built with --enable-fault-injection) a failure countdown that lets
 * tests fail the k-th request. Blocks of 4 MiB and more are advised to use huge
 * pages. Thread-safe. */
#ifndef INTRO_BASE_ALLOC_H
#define INTRO_BASE_ALLOC_H

#include "base/common.h"

/* count x size bytes, uninitialised; NULL when memory or the limit is out or
 * the product overflows. Zero bytes give a unique block. */
INTRO_MUST_USE void *intro_i_alloc(size_t count, size_t size);
/* The same, zeroed. */
INTRO_MUST_USE void *intro_i_alloc_zero(size_t count, size_t size);
/* Zeroed, from the beginning of a pair of cache lines (128 bytes): for elements
 * of 64 or 128 bytes that are met in any order. Written when it is made. */
INTRO_MUST_USE void *intro_i_alloc_lines(size_t count, size_t size);
/* Grows or shrinks; on failure the old block stays valid. */
INTRO_MUST_USE void *intro_i_realloc(void *block, size_t count, size_t size);
/* NULL is accepted. */
void intro_i_free(void *block);
/* A copy of length bytes and a final NUL; NULL when memory is out. */
INTRO_MUST_USE char *intro_i_strndup(const char *bytes, size_t length);

/* Bytes now held, and the most ever held. */
uint64_t intro_i_alloc_bytes(void);
uint64_t intro_i_alloc_peak(void);
/* 0 = none. */
void intro_i_alloc_set_limit(uint64_t bytes);
uint64_t intro_i_alloc_limit(void);

#ifdef INTRO_FAULT_INJECTION
/* Fail the request after `after` good ones: once, or every later one too.
 * UINT64_MAX switches it off. */
void intro_i_alloc_fail_after(uint64_t after, bool for_ever);
/* Requests seen since the last call of intro_i_alloc_fail_after(). */
uint64_t intro_i_alloc_requests(void);
#endif

#endif
