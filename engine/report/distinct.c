/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/distinct.h"

#include <stdio.h>

enum { FIRST_NUMBER = 2, MARK = ':' };

intro_status intro_i_distinct_init(intro_i_distinct *names)
{
    memset(names, 0, sizeof *names);
    intro_i_strbuf_init(&names->key, 0);
    INTRO_TRY(intro_i_strpool_init(&names->used));
    return intro_i_vec_u32_push(&names->next, 0); /* of string 0 */
}

void intro_i_distinct_fini(intro_i_distinct *names)
{
    intro_i_strpool_fini(&names->used);
    intro_i_vec_u32_fini(&names->next);
    intro_i_strbuf_fini(&names->key);
}

/* The number of the name in the table, made when it is new. */
static intro_status enter(intro_i_distinct *names, const char *name,
                          uint32_t *string, bool *is_new)
{
    intro_i_strbuf *const key = &names->key;
    intro_i_strbuf_clear(key);
    intro_i_strbuf_putc(key, MARK);
    for (const char *p = name; *p != '\0'; p++) {
        intro_i_strbuf_putc(key,
                            *p >= 'A' && *p <= 'Z' ? (char)(*p | 0x20) : *p);
    }
    INTRO_TRY(key->status);
    INTRO_TRY(
        intro_i_strpool_intern(&names->used, key->data, key->length, string));
    *is_new = *string == names->next.count;
    return *is_new ? intro_i_vec_u32_push(&names->next, FIRST_NUMBER)
                   : INTRO_OK;
}

intro_status intro_i_distinct_add(intro_i_distinct *names, const char *name,
                                  bool *was_free)
{
    uint32_t string;
    return enter(names, name, &string, was_free);
}

intro_status intro_i_distinct_make(intro_i_distinct *names, const char *name,
                                   char separator, char *out)
{
    const size_t length = strlen(name);
    uint32_t string;
    bool is_free;
    INTRO_TRY(enter(names, name, &string, &is_free));
    memcpy(out, name, length + 1);
    /* Numbers below the next one were used, and stay so. */
    while (!is_free) {
        const uint32_t number = names->next.data[string]++;
        (void)snprintf(out + length, INTRO_I_DISTINCT_ROOM, "%c%u", separator,
                       (unsigned)number);
        INTRO_TRY(intro_i_distinct_add(names, out, &is_free));
    }
    return INTRO_OK;
}
