/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files behind names.h share. Letters are those of ASCII. */
#ifndef INTRO_BASE_NAMES_IMPL_H
#define INTRO_BASE_NAMES_IMPL_H

#include "base/names.h"

static inline bool intro_i_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool intro_i_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool intro_i_is_letter(char c)
{
    return intro_i_is_lower(c) || intro_i_is_upper(c);
}

static inline char intro_i_lower(char c)
{
    return (char)(intro_i_is_upper(c) ? c + ('a' - 'A') : c);
}

/* Is the word in the sorted table? O(log count). */
bool intro_i_is_listed(const char *const *table, size_t count, const char *key,
                       size_t length);
#define INTRO_I_IS_LISTED(table, key, length)                                  \
    intro_i_is_listed(table, INTRO_COUNT_OF(table), key, length)

/* Has the text a small letter; has it a letter, a digit or any byte beyond
 * ASCII? */
bool intro_i_has_lower(const char *text, size_t length);
bool intro_i_has_word(const char *text, size_t length);

/* Length of the word at text, up to a blank or comma. */
size_t intro_i_word_length(const char *text, size_t length);

/* Appends a copy up to a bar: blanks and foreign signs as single blanks,
 * invisible characters not at all; without what stands in brackets if asked.
 * Whether it fitted stands in out->status. */
void intro_i_name_clean(const char *text, size_t length, bool drop_brackets,
                        intro_i_strbuf *out);

#endif
