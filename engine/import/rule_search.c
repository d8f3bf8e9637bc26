/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A blank sorts before every letter and digit: the phrases that go on with
 * another word come right behind the phrase itself. */
#include "import/class_rows.h"

#include <string.h>

enum { ENDING_LEAST = 3 };

static const char *key_at(intro_i_rule_array array, size_t row)
{
    return (const char *)array.rows + row * array.size;
}

/* The first row from `low` on whose key is not below the text. */
static size_t lower_bound(intro_i_rule_array array, size_t low,
                          const char *text, size_t length)
{
    size_t high = array.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strncmp(key_at(array, middle), text, length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* What follows the text in the key of a row: NUL when it is the key, a blank
 * when the key goes on, another byte when it is no beginning of it. */
static char follows(intro_i_rule_array array, size_t row, const char *text,
                    size_t length)
{
    return row < array.count && strncmp(key_at(array, row), text, length) == 0
               ? key_at(array, row)[length]
               : '!';
}

uint32_t intro_i_rule_find(intro_i_rule_array array, const char *key,
                           size_t length)
{
    if (length == 0 || length >= INTRO_I_RULE_KEY) {
        return 0;
    }
    const size_t row = lower_bound(array, 0, key, length);
    return follows(array, row, key, length) == '\0' ? (uint32_t)row + 1 : 0;
}

static size_t find_ending(intro_i_rule_array array, const char *word,
                          size_t length, intro_i_phrase *out)
{
    array.count = array.endings;
    char key[INTRO_I_RULE_KEY] = "-";
    const size_t most =
        length < INTRO_I_RULE_KEY - 1 ? length : INTRO_I_RULE_KEY - 1;
    for (size_t size = most - 1; size >= ENDING_LEAST; size--) {
        memcpy(key + 1, word + length - size, size);
        out->value = intro_i_rule_find(array, key, size + 1);
        out->words = 1;
        if (out->value != 0) {
            return 1;
        }
    }
    return 0;
}

size_t intro_i_rule_phrases(intro_i_rule_array array, const char *text,
                            const intro_i_vec_word *words, size_t at,
                            intro_i_phrase out[INTRO_I_PHRASE_WORDS])
{
    const intro_i_word *const first = &words->data[at];
    const char *const key = text + first->at;
    size_t row = 0;
    size_t count = 0;
    for (size_t i = at; i < words->count && i - at < INTRO_I_PHRASE_WORDS;
         i++) {
        const size_t length =
            words->data[i].at + words->data[i].length - first->at;
        if (length >= INTRO_I_RULE_KEY) {
            break;
        }
        row = lower_bound(array, row, key, length);
        if (follows(array, row, key, length) == '\0') {
            out[count++] =
                (intro_i_phrase){(uint32_t)row + 1, (uint32_t)(i - at + 1)};
            while (follows(array, row, key, length) == '\0') {
                row++;
            }
        }
        if (follows(array, row, key, length) != ' ') {
            break;
        }
    }
    return count != 0 || first->length <= ENDING_LEAST
               ? count
               : find_ending(array, key, first->length, out);
}
