/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of folded texts (intro_i_text_fold()), and their stems. Leaf code:
 * INTRO_ENOMEM only. */
#ifndef INTRO_IMPORT_WORDS_H
#define INTRO_IMPORT_WORDS_H

#include "base/strbuf.h"
#include "base/vec.h"

typedef struct intro_i_word {
    uint32_t at; /* in its text; one blank stands between two words */
    uint32_t length;
} intro_i_word;

INTRO_VEC(intro_i_vec_word, intro_i_word);

/* A phrase found in a text, and what it stands for. */
typedef struct intro_i_phrase {
    uint32_t value; /* not 0 */
    uint32_t words;
} intro_i_phrase;

enum { INTRO_I_PHRASE_WORDS = 16 }; /* at most */

/* Appends the words of a text. */
INTRO_MUST_USE intro_status intro_i_words_split(const char *text, size_t length,
                                                intro_i_vec_word *words);

/* Length of a word without the ending that only tells gender or number in the
 * languages that the rules are in: "directora" and "director", "leiterin" and
 * "leiter", "systems" and "system" share a stem. Never longer. */
size_t intro_i_word_stem(const char *word, size_t length);

/* Appends the stems of a text's words, with a blank between them, to `out`, and
 * where they are there to `words`. */
INTRO_MUST_USE intro_status intro_i_words_stem(const char *text, size_t length,
                                               intro_i_strbuf *out,
                                               intro_i_vec_word *words);

#endif
