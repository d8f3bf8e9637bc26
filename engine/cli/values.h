/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of the command line to values and back, strictly: the whole word must
 * read as what it is taken for. */
#ifndef INTRO_CLI_VALUES_H
#define INTRO_CLI_VALUES_H

#include <introfind/types.h>

bool intro_i_cli_read_integer(const char *word, uint64_t *out);
/* Decimal digits, one point, an exponent; never hexadecimal, inf or nan. */
bool intro_i_cli_read_real(const char *word, double *out);
/* A whole number of bytes, or of K, M or G (powers of 1024). */
bool intro_i_cli_read_size(const char *word, uint64_t *out);
/* YYYY-MM-DD of a day that exists. */
bool intro_i_cli_read_date(const char *word, intro_day *out);

/* Where `word` stands in a list with a blank between the words; place may be
 * NULL. @return false when it is not in it */
bool intro_i_cli_word_place(const char *list, const char *word,
                            uint32_t *place);

/* Edits between two words: letters put in, left out, changed, or two
 * neighbours swapped (optimal string alignment). Words of over 31 bytes are as
 * far from each other as can be. */
size_t intro_i_cli_distance(const char *a, const char *b);

/* A text that grows; bytes is malloc'ed and ends with NUL once something was
 * put. The functions return false when memory ran out. */
typedef struct intro_i_cli_text {
    char *bytes;
    size_t length;
    size_t room;
} intro_i_cli_text;

bool intro_i_cli_text_put(intro_i_cli_text *text, const char *word);
/* The word as a POSIX shell has to be given it. */
bool intro_i_cli_text_quote(intro_i_cli_text *text, const char *word);

#endif
