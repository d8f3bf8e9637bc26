/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine/tables.awk makes stems by the same rules when the program is built. */
#include "import/words.h"

#include <string.h>

intro_status intro_i_words_split(const char *text, size_t length,
                                 intro_i_vec_word *words)
{
    for (size_t at = 0; at < length;) {
        const char *const blank = memchr(text + at, ' ', length - at);
        const size_t end = blank == NULL ? length : (size_t)(blank - text);
        const intro_i_word word = {.at = (uint32_t)at,
                                   .length = (uint32_t)(end - at)};
        INTRO_TRY(intro_i_vec_word_push(words, word));
        at = end + 1;
    }
    return INTRO_OK;
}

/* "leiterin", "professorin", "studentin": feminine forms of German. */
static bool is_feminine(const char *word, size_t length)
{
    static const char *const before[] = {"er",  "or",  "ent",
                                         "ant", "ist", "eur"};
    if (length < 7 || memcmp(word + length - 2, "in", 2) != 0) {
        return false;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(before); i++) {
        const size_t size = strlen(before[i]);
        if (memcmp(word + length - 2 - size, before[i], size) == 0) {
            return true;
        }
    }
    return false;
}

size_t intro_i_word_stem(const char *word, size_t length)
{
    if (length < 5) {
        return length;
    }
    if (word[length - 1] == 's' && word[length - 2] != 's') {
        length--;
    }
    if (is_feminine(word, length)) {
        length -= 2;
    }
    const char last = word[length - 1];
    return length >= 5 && (last == 'a' || last == 'e' || last == 'o')
               ? length - 1
               : length;
}

intro_status intro_i_words_stem(const char *text, size_t length,
                                intro_i_strbuf *out, intro_i_vec_word *words)
{
    for (size_t at = 0; at < length;) {
        const char *const blank = memchr(text + at, ' ', length - at);
        const size_t end = blank == NULL ? length : (size_t)(blank - text);
        const size_t size = intro_i_word_stem(text + at, end - at);
        if (out->length != 0) {
            intro_i_strbuf_putc(out, ' ');
        }
        const intro_i_word word = {.at = (uint32_t)out->length,
                                   .length = (uint32_t)size};
        intro_i_strbuf_append(out, text + at, size);
        INTRO_TRY(intro_i_vec_word_push(words, word));
        at = end + 1;
    }
    return out->status;
}
