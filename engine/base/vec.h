/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growable typed arrays. INTRO_VEC(name, type) defines struct name {type *data;
 * size_t count, capacity;} and name_reserve / name_push / name_fini. A zeroed
 * struct is empty. On INTRO_ENOMEM the content stays as it was. */
#ifndef INTRO_BASE_VEC_H
#define INTRO_BASE_VEC_H

#include "base/alloc.h"

#include <string.h>

/* Room for one more of `need` elements: doubles up to 64 MiB, then by a half. */
INTRO_MUST_USE static inline intro_status
intro_i_vec_grow(void **data, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity) {
        return INTRO_OK;
    }
    size_t wanted = *capacity < 16 ? 16 : *capacity;
    while (wanted < need) {
        const size_t step =
            wanted * size > ((size_t)64 << 20) ? wanted / 2 : wanted;
        if (!intro_i_add(wanted, step, &wanted)) {
            return INTRO_ENOMEM;
        }
    }
    void *const moved = intro_i_realloc(*data, wanted, size);
    if (moved == NULL) {
        return INTRO_ENOMEM;
    }
    *data = moved;
    *capacity = wanted;
    return INTRO_OK;
}

#define INTRO_VEC(name, type)                                                  \
    typedef struct name {                                                      \
        type *data;                                                            \
        size_t count;                                                          \
        size_t capacity;                                                       \
    } name;                                                                    \
    INTRO_MUST_USE INTRO_MAY_BE_UNUSED static inline intro_status              \
        name##_reserve(name *v, size_t need)                                   \
    {                                                                          \
        void *data = v->data;                                                  \
        const intro_status rc =                                                \
            intro_i_vec_grow(&data, &v->capacity, need, sizeof(type));         \
        v->data = data;                                                        \
        return rc;                                                             \
    }                                                                          \
    INTRO_MUST_USE INTRO_MAY_BE_UNUSED static inline intro_status name##_push( \
        name *v, type item)                                                    \
    {                                                                          \
        if (v->count == v->capacity) {                                         \
            const intro_status rc = name##_reserve(v, v->count + 1);           \
            if (rc != INTRO_OK) {                                              \
                return rc;                                                     \
            }                                                                  \
        }                                                                      \
        v->data[v->count++] = item;                                            \
        return INTRO_OK;                                                       \
    }                                                                          \
    INTRO_MAY_BE_UNUSED static inline void name##_fini(name *v)                \
    {                                                                          \
        intro_i_free(v->data);                                                 \
        memset(v, 0, sizeof *v);                                               \
    }                                                                          \
    struct name##_needs_a_semicolon

INTRO_VEC(intro_i_vec_u8, uint8_t);
INTRO_VEC(intro_i_vec_u32, uint32_t);
INTRO_VEC(intro_i_vec_u64, uint64_t);
INTRO_VEC(intro_i_vec_i32, int32_t);
INTRO_VEC(intro_i_vec_f32, float);
INTRO_VEC(intro_i_vec_f64, double);

#endif
