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

void intro_i_id_prefix_learn(intro_i_id_prefix *prefix, const char *id,
                             size_t length)
{
    size_t skip = length;
    while (skip > 0 && id[skip - 1] >= '0' && id[skip - 1] <= '9') {
        skip--;
    }
    if (skip < length && skip <= sizeof prefix->bytes) {
        memcpy(prefix->bytes, id, skip);
        prefix->length = skip;
        prefix->is_known = true;
    }
}

intro_status intro_i_id_numbers_put(intro_i_id_numbers *numbers,
                                    uint32_t number, uint32_t string)
{
    intro_i_vec_u32 *const strings = &numbers->strings;
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
