/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phrases of whole words, found in texts at once: a tree of words. A phrase is
 * one to INTRO_I_PHRASE_WORDS folded words, or a single affix: "-leiter" is any
 * word that ends so (and is longer), "vertrieb-" any that begins so.
 *
 * Leaf code: no context. INTRO_ENOMEM, or what the word pool says. Finding in a
 * text costs a look-up or two a word, however many phrases there are. */
#ifndef INTRO_IMPORT_PHRASES_H
#define INTRO_IMPORT_PHRASES_H

#include "base/strpool.h"
#include "import/words.h"

enum { INTRO_I_AFFIX_MAX = 32 };

typedef struct intro_i_phrases {
    intro_i_strpool words;
    uint64_t *keys; /* (node, word); 0 = free */
    uint32_t *nodes;
    uint64_t mask;
    uint64_t used;
    intro_i_vec_u32 values; /* by node; 0 none. Node 0 is the root */
    intro_i_vec_word scratch;
    /* By the 3 letters an affix ends or begins with: may there be one? */
    uint64_t ends[64];
    uint64_t begins[64];
} intro_i_phrases;

/* fini always follows, also a failed init. */
INTRO_MUST_USE intro_status intro_i_phrases_init(intro_i_phrases *phrases);
void intro_i_phrases_fini(intro_i_phrases *phrases);

/* Place of a phrase's value, 0 when it is new; valid until the next call.
 * INTRO_EARG: no word, too many words, or an affix of fewer than 3 letters, of
 * more than INTRO_I_AFFIX_MAX or beside other words. */
INTRO_MUST_USE intro_status intro_i_phrases_add(intro_i_phrases *phrases,
                                                const char *folded,
                                                size_t length, bool is_prefix,
                                                bool is_suffix,
                                                uint32_t **value);

/* The phrases that begin at word `at`, shortest first; where there is none, the
 * affix the word has, the longest first of those that end it.
 * @return how many */
size_t intro_i_phrases_at(const intro_i_phrases *phrases, const char *text,
                          const intro_i_vec_word *words, size_t at,
                          intro_i_phrase out[INTRO_I_PHRASE_WORDS]);

#endif
