/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids that are one prefix and a number, as nearly all writers make them ("n0",
 * "n1", ..., or "0", "1", ...), by that number: a small table in front of a pool,
 * four bytes an id instead of a slot and a hash. It only remembers what the pool
 * said; any other id is unknown to it.
 *
 * Numbering and remembering are apart, so that a thread can do each. All numbers
 * of a table come from one prefix, or are INTRO_I_ID_NO_NUMBER: any id may go
 * without. */
#ifndef INTRO_IMPORT_ID_NUMBERS_H
#define INTRO_IMPORT_ID_NUMBERS_H

#include "base/vec.h"

enum { INTRO_I_ID_PREFIX = 8 };

/* No number: the id is not of the kind. */
#define INTRO_I_ID_NO_NUMBER UINT32_MAX

/* What stands before the numbers. Zeroed = not known yet. All of it is private. */
typedef struct intro_i_id_prefix {
    bool is_known;
    size_t length;
    char bytes[INTRO_I_ID_PREFIX];
} intro_i_id_prefix;

/* An id and its number. */
typedef struct intro_i_numbered_id {
    const char *bytes;
    size_t length;
    uint32_t number;
} intro_i_numbered_id;

/* The strings of numbers. Zeroed = empty. All of it is private. */
typedef struct intro_i_id_numbers {
    intro_i_vec_u32 strings; /* by number; 0 = unknown */
} intro_i_id_numbers;

void intro_i_id_numbers_fini(intro_i_id_numbers *numbers);

/* For a prefix that is not known: an id that ends in a digit says what it is. */
void intro_i_id_prefix_learn(intro_i_id_prefix *prefix, const char *id,
                             size_t length);

/* The number of an id: the prefix, then a decimal number as it is written without
 * zeros in front. Different ids have different numbers or none. */
static inline uint32_t intro_i_id_number(const intro_i_id_prefix *prefix,
                                         const char *id, size_t length)
{
    enum { DIGITS = 9 };
    const size_t skip = prefix->length;
    const size_t digits = length - skip;
    if (!prefix->is_known || length <= skip || digits > DIGITS ||
        (id[skip] == '0' && digits > 1)) {
        return INTRO_I_ID_NO_NUMBER;
    }
    for (size_t i = 0; i < skip; i++) {
        if (id[i] != prefix->bytes[i]) {
            return INTRO_I_ID_NO_NUMBER;
        }
    }
    uint32_t number = 0;
    for (size_t i = skip; i < length; i++) {
        const uint32_t digit = (uint32_t)(uint8_t)id[i] - '0';
        if (digit > 9) {
            return INTRO_I_ID_NO_NUMBER;
        }
        number = number * 10 + digit;
    }
    return number;
}

/* The string that was remembered for a number; 0: none. */
static inline uint32_t intro_i_id_numbers_get(const intro_i_id_numbers *numbers,
                                              uint32_t number)
{
    return number < numbers->strings.count ? numbers->strings.data[number] : 0;
}

/* The string of a number will be asked for soon. */
static inline void intro_i_id_numbers_expect(const intro_i_id_numbers *numbers,
                                             uint32_t number)
{
    if (number < numbers->strings.count) {
        INTRO_PREFETCH(&numbers->strings.data[number]);
    }
}

/* Remembers the string of an id's number. Numbers far above the count of ids are
 * let go, so the memory is at most 16 bytes an id. INTRO_OK or INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_id_numbers_put(intro_i_id_numbers *numbers,
                                                   uint32_t number,
                                                   uint32_t string);

#endif
