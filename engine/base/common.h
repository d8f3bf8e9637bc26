/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every engine file may use without asking: the one control-flow macro,
 * checked arithmetic on sizes, attributes. */
#ifndef INTRO_BASE_COMMON_H
#define INTRO_BASE_COMMON_H

#include <introfind/status.h>
#include <introfind/types.h>

/* Pass a failure up untouched. The only macro that may leave a function; where
 * something must be released, use `if (rc != INTRO_OK) goto out;` instead. */
#define INTRO_TRY(call)                                                        \
    do {                                                                       \
        const intro_status intro_try_rc = (call);                              \
        if (intro_try_rc != INTRO_OK) {                                        \
            return intro_try_rc;                                               \
        }                                                                      \
    } while (0)

#define INTRO_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__GNUC__)
#define INTRO_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define INTRO_LIKELY(x)         __builtin_expect(!!(x), 1)
#define INTRO_UNLIKELY(x)       __builtin_expect(!!(x), 0)
#define INTRO_PREFETCH(p)       intro_i_prefetch(p)
/* For what a macro makes in every file that uses it. */
#define INTRO_MAY_BE_UNUSED __attribute__((unused))
#else
#define INTRO_PRINTF(fmt, args)
#define INTRO_LIKELY(x)   (x)
#define INTRO_UNLIKELY(x) (x)
#define INTRO_PREFETCH(p) ((void)(p))
#define INTRO_MAY_BE_UNUSED
#endif

#if defined(__GNUC__)
/* The empty statement counts as an effect. Without it gcc 12 takes a function
 * that only prefetches for one that does nothing, and drops every call of it. */
static inline void intro_i_prefetch(const void *p)
{
    __builtin_prefetch(p, 0, 1);
    __asm__ volatile("");
}
#endif

/* false when the product or sum does not fit in a size_t; *out is then
 * unspecified. */
static inline bool intro_i_mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

static inline bool intro_i_add(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

static inline uint64_t intro_i_min_u64(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static inline uint64_t intro_i_max_u64(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

#endif
