/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For lists that somebody else's file makes long: qsort() neither ends early nor
 * accounts for the memory it takes. */
#ifndef INTRO_BASE_MERGE_SORT_H
#define INTRO_BASE_MERGE_SORT_H

#include "base/common.h"

#include <introfind/context.h>

/* Negative, 0 or positive, as of qsort(). */
typedef int intro_i_compare_fn(const void *left, const void *right);

/* By rising order, equal items as they were: at most count * log2(count)
 * comparisons, about count of a list that is in order. Room for as many items
 * beside them. A list that was not sorted to the end holds no order, and not each
 * item once.
 * @return INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED; the context says which */
INTRO_MUST_USE intro_status intro_i_merge_sort(intro_ctx *ctx, void *items,
                                               size_t count, size_t size,
                                               intro_i_compare_fn *compare);

#endif
