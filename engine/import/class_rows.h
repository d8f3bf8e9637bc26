/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arrays that engine/tables.awk makes of the rules in datasets/ when the
 * program is built, and how to search them; datasets/README.md describes the
 * files. Nothing is made at run time, and every call is a binary search.
 *
 * Rows are sorted by key, bytewise. A key is a pattern folded: of companies.csv
 * the employer's key (base/names.h), with " *" behind one that more words may
 * follow; of the other two the stems of its words (import/words.h), with a hyphen
 * before an ending. */
#ifndef INTRO_IMPORT_CLASS_ROWS_H
#define INTRO_IMPORT_CLASS_ROWS_H

#include "import/words.h"

enum {
    INTRO_I_RULE_WEAK = 1,   /* gives way to rules that are not */
    INTRO_I_RULE_CAP = 2,    /* seniority: no more than that */
    INTRO_I_RULE_PAST = 4,   /* what follows is over */
    INTRO_I_RULE_IDLE = 8,   /* what follows is only wished for */
    INTRO_I_RULE_OTHER = 16, /* what follows is somebody else */
    INTRO_I_RULE_ALONE = 32, /* company: only as it stands; title: the industry
                                only of who names no employer */
    INTRO_I_RULE_DROP = 64,  /* taken off both ends of a name */
    INTRO_I_RULE_BEFORE = 128, /* company words: other words may come before, */
    INTRO_I_RULE_BEHIND = 256, /* behind; neither: both */
    INTRO_I_RULE_WHOLE = 512 /* title: only where it is all that stands between
                                two commas */
};

enum { INTRO_I_RULE_KEY = 48 };

typedef struct intro_i_company_row {
    char key[INTRO_I_RULE_KEY];
    uint16_t line;     /* of the file */
    uint16_t industry; /* id, 0 none */
    uint16_t flags;
} intro_i_company_row;

typedef struct intro_i_title_row {
    char key[INTRO_I_RULE_KEY];
    uint16_t line;
    uint16_t within;   /* only where the employer is of this industry; 0 any */
    uint16_t industry; /* of the employer, when its name does not tell */
    uint8_t function;
    uint8_t seniority;
    uint16_t flags;
} intro_i_title_row;

extern const intro_i_company_row intro_i_companies[];
extern const size_t intro_i_companies_count;
extern const size_t intro_i_companies_endings;
extern const intro_i_company_row intro_i_company_words[];
extern const size_t intro_i_company_words_count;
extern const size_t intro_i_company_words_endings;
extern const intro_i_title_row
    intro_i_titles[]; /* one key, several `within`, and
                                                  each also whole */
extern const size_t intro_i_titles_count;
extern const size_t intro_i_titles_endings;

/* One of the three arrays. */
typedef struct intro_i_rule_array {
    const void *rows;
    size_t size; /* of a row, which begins with its key */
    size_t count;
    size_t endings; /* the first of them, as a hyphen sorts before letters */
} intro_i_rule_array;

/* The first row with this key, from 1; 0 when there is none. */
uint32_t intro_i_rule_find(intro_i_rule_array array, const char *key,
                           size_t length);

/* The phrases that begin at word `at`, shortest first, one for each key; where
 * there is none, the longest ending that is a rule of its own ("-leiter").
 * @return how many */
size_t intro_i_rule_phrases(intro_i_rule_array array, const char *text,
                            const intro_i_vec_word *words, size_t at,
                            intro_i_phrase out[INTRO_I_PHRASE_WORDS]);

#endif
