/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/id_numbers.h"

#include <string.h>

/* A table may be so many times as long as there are ids, and this long in any
 * case. */
enum { SPARSE = 2, FREE_NUMBERS = 4096 };

void intro_i_id_numbers_fini(intro_i_id_numbers *numbers)
{
    intro_i_vec_u32_fini(&numbers->strings);
}

/* What stands before the last number of an id. */
static void take_prefix(intro_i_id_numbers *numbers, const char *id,
                        size_t length)
{
    size_t skip = length;
    while (skip > 0 && id[skip - 1] >= '0' && id[skip - 1] <= '9') {
        skip--;
    }
    if (skip < length && skip <= sizeof numbers->prefix) {
        memcpy(numbers->prefix, id, skip);
        numbers->prefix_length = skip;
        numbers->has_prefix = true;
    }
}

intro_status intro_i_id_numbers_put(intro_i_id_numbers *numbers, const char *id,
                                    size_t length, uint32_t string)
{
    intro_i_vec_u32 *const strings = &numbers->strings;
    if (!numbers->has_prefix) {
        take_prefix(numbers, id, length);
    }
    const uint32_t number = intro_i_id_number(numbers, id, length);
    if (number == INTRO_I_ID_NO_NUMBER ||
        number / SPARSE > FREE_NUMBERS + (size_t)string) {
        return INTRO_OK;
    }
    if (number >= strings->count) {
        const size_t wanted = (size_t)number + 1;
        INTRO_TRY(intro_i_vec_u32_reserve(strings, wanted));
        memset(strings->data + strings->count, 0,
               (wanted - strings->count) * sizeof *strings->data);
        strings->count = wanted;
    }
    strings->data[number] = string;
    return INTRO_OK;
}
