/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorting by whole numbers in linear time. */
#ifndef INTRO_BASE_RADIX_H
#define INTRO_BASE_RADIX_H

#include "base/common.h"

typedef struct intro_i_keyed {
    uint64_t key;
    uint32_t item;
} intro_i_keyed;

/* By rising key, those of equal ones as they were: least significant byte first;
 * bytes that are all alike cost one count. scratch has as much room.
 * @return the one of the two that has them sorted */
intro_i_keyed *intro_i_radix_sort(intro_i_keyed *items, intro_i_keyed *scratch,
                                  size_t count);

#endif
