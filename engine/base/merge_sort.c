/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/merge_sort.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

enum { POLL_EVERY = 1024 };

typedef struct sorting {
    intro_ctx *ctx;
    size_t size; /* of an item */
    intro_i_compare_fn *compare;
    uint32_t until_poll;
} sorting;

static intro_status poll_sometimes(sorting *s)
{
    if (s->until_poll-- != 0) {
        return INTRO_OK;
    }
    s->until_poll = POLL_EVERY;
    return intro_i_poll(s->ctx);
}

/* from[0 .. middle) and from[middle .. count), both sorted, into `to`. */
static intro_status merge(sorting *s, const char *from, size_t middle,
                          size_t count, char *to)
{
    const size_t size = s->size;
    const char *left = from;
    const char *const left_end = from + middle * size;
    const char *right = left_end;
    const char *const right_end = from + count * size;
    INTRO_TRY(poll_sometimes(s));
    if (right == right_end || s->compare(right - size, right) <= 0) {
        memcpy(to, from, count * size);
        return INTRO_OK;
    }
    while (left != left_end && right != right_end) {
        INTRO_TRY(poll_sometimes(s));
        const bool takes_left = s->compare(left, right) <= 0;
        memcpy(to, takes_left ? left : right, size);
        left += takes_left ? size : 0;
        right += takes_left ? 0 : size;
        to += size;
    }
    memcpy(to, left, (size_t)(left_end - left));
    memcpy(to + (left_end - left), right, (size_t)(right_end - right));
    return INTRO_OK;
}

/* Runs of `length` items become runs of twice that. */
static intro_status merge_runs(sorting *s, const char *from, size_t count,
                               size_t length, char *to)
{
    for (size_t i = 0; i < count;) {
        const size_t left = count - i < length ? count - i : length;
        const size_t both =
            count - i - left < length ? count - i : left + length;
        INTRO_TRY(merge(s, from + i * s->size, left, both, to + i * s->size));
        i += both;
    }
    return INTRO_OK;
}

intro_status intro_i_merge_sort(intro_ctx *ctx, void *items, size_t count,
                                size_t size, intro_i_compare_fn *compare)
{
    if (count < 2) {
        return INTRO_OK;
    }
    sorting s = {.ctx = ctx, .size = size, .compare = compare};
    char *const scratch = intro_i_alloc(count, size);
    if (scratch == NULL) {
        return intro_i_fail_memory(ctx);
    }
    char *from = items;
    char *to = scratch;
    intro_status rc = INTRO_OK;
    for (size_t length = 1; length < count && rc == INTRO_OK;) {
        rc = merge_runs(&s, from, count, length, to);
        char *const sorted = to;
        to = from;
        from = sorted;
        length = length > count / 2 ? count : 2 * length;
    }
    if (rc == INTRO_OK && from == scratch) {
        memcpy(items, scratch, count * size);
    }
    intro_i_free(scratch);
    return rc;
}
