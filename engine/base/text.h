/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text: UTF-8, Unicode normal forms, folding for matching, width and escaping
 * for terminals, numbers without a locale, and spelling distance.
 *
 * Leaf code: no context, so nothing here sets an error message; the first
 * caller that has a context speaks. All functions are linear in the length of
 * their input, keep no state and may be called from several threads. A text is
 * bytes and a length; a NUL inside is a character like another. Functions that
 * append to a buffer leave it as it was when they fail, and also answer the
 * buffer's own failure (INTRO_ENOMEM, INTRO_ELIMIT). */
#ifndef INTRO_BASE_TEXT_H
#define INTRO_BASE_TEXT_H

#include "base/strbuf.h"

/* What intro_i_utf8_next() gives for a byte that is not part of UTF-8. */
#define INTRO_I_NOT_UTF8 ((uint32_t)UINT32_MAX)

/* The greatest limit intro_i_text_distance() takes. */
#define INTRO_I_DISTANCE_MAX ((size_t)32)

/* Strict UTF-8: no overlong form, surrogate or value above U+10FFFF. */
bool intro_i_utf8_is_valid(const char *bytes, size_t length);
/* Length of the longest prefix that is valid; `length` when all of it is. */
size_t intro_i_utf8_valid_prefix(const char *bytes, size_t length);
/* Decodes the first character and answers the bytes it took: 0 at the end
 * (codepoint untouched), 1 with INTRO_I_NOT_UTF8 for an invalid byte. */
size_t intro_i_utf8_next(const char *bytes, size_t length, uint32_t *codepoint);
/* Length of the text without a last character that was cut in two. Looks at the
 * last three bytes; what else is not UTF-8 stays. */
size_t intro_i_utf8_whole(const char *bytes, size_t length);
/* The precision for "%.*s": bytes of the longest beginning of the text, of at most
 * `most` bytes, that does not end inside a character; all of a text that short. */
int intro_i_utf8_upto(const char *text, int most);
/* Appends the text as it is where it is UTF-8, and U+FFFD for each byte that is
 * not: for what comes from outside as bytes (names of files, arguments) and is
 * kept or written where only UTF-8 may stand. Never INTRO_EFORMAT. */
INTRO_MUST_USE intro_status intro_i_utf8_repair(const char *bytes,
                                                size_t length,
                                                intro_i_strbuf *out);

/* What folding makes of a character. */
typedef enum intro_i_text_kind {
    INTRO_I_TEXT_WORD,  /* part of a word: letters, digits, vowel signs */
    INTRO_I_TEXT_BLANK, /* white space, punctuation, signs, emoji */
    INTRO_I_TEXT_DROP   /* invisible, a control or an accent: leaves nothing */
} intro_i_text_kind;
intro_i_text_kind intro_i_text_classify(uint32_t codepoint);
/* Is it white space of Unicode (Zs, Zl, Zp and the blank controls)? */
bool intro_i_text_is_blank(uint32_t codepoint);
/* The text without ASCII white space at both ends. */
void intro_i_text_trim(const char **bytes, size_t *length);

/* Appends normal form C. INTRO_EFORMAT when the text is not UTF-8. */
INTRO_MUST_USE intro_status intro_i_text_nfc(const char *bytes, size_t length,
                                             intro_i_strbuf *out);
/* Appends the lower case of normal form C, again in normal form C.
 * INTRO_EFORMAT when the text is not UTF-8. */
INTRO_MUST_USE intro_status intro_i_text_lower(const char *bytes, size_t length,
                                               intro_i_strbuf *out);
/* Appends the key two spellings share: compatibility forms and case folded,
 * accents and invisible characters dropped, letters such as o with a stroke
 * written plainly, each run of white space, punctuation and symbols one blank,
 * none at the ends. The vowel signs of Indic and Thai script and the voicing
 * marks of kana tell words apart and stay. Folding a folded text changes
 * nothing. May append nothing. INTRO_EFORMAT when the text is not UTF-8. */
INTRO_MUST_USE intro_status intro_i_text_fold(const char *bytes, size_t length,
                                              intro_i_strbuf *out);

/* Columns on a terminal; controls and combining marks take none, a byte that is
 * not UTF-8 one. For text as it is; escaped text is measured after escaping. */
int intro_i_text_width(const char *bytes, size_t length);
/* Appends the text made safe for a terminal: newline and tab as \n and \t,
 * other controls and bytes that are not UTF-8 as \xNN, characters that reorder
 * or hide text as <U+202E>. The rest, a backslash too, is kept. Never
 * INTRO_EFORMAT. */
INTRO_MUST_USE intro_status intro_i_text_escape(const char *bytes,
                                                size_t length,
                                                intro_i_strbuf *out);
/* The same in at most max_columns columns: a longer text is cut and ends with
 * an ellipsis, no escape is split, and of a run of characters without width
 * only the first eight stay; 4,096 of them end it. */
INTRO_MUST_USE intro_status intro_i_text_escape_cut(const char *bytes,
                                                    size_t length,
                                                    size_t max_columns,
                                                    intro_i_strbuf *out);

/* The numbers below are read and written the same way in every locale. ASCII
 * white space around them is skipped; INTRO_ENOTFOUND when nothing else is
 * there, INTRO_EFORMAT when it is not such a number. *out is written on success
 * only. */

/* Decimal with optional point and exponent, correctly rounded; INF, Infinity
 * and NaN in any case, with a sign. A literal too great for a double is
 * INTRO_EFORMAT, one too small is 0; subnormal values are read. */
INTRO_MUST_USE intro_status intro_i_parse_double(const char *bytes,
                                                 size_t length, double *out);
/* Optional sign and digits, in range. */
INTRO_MUST_USE intro_status intro_i_parse_int64(const char *bytes,
                                                size_t length, int64_t *out);
/* true, false, 1 or 0; any case. */
INTRO_MUST_USE intro_status intro_i_parse_bool(const char *bytes, size_t length,
                                               bool *out);
/* The shortest of 15, 16 or 17 digits that reads back as the same value, with a
 * point; INF, -INF and NaN as in XML Schema. Fast from 1e-4 up to 1e15. @return
 * the length */
size_t intro_i_format_double(double value, char out[32]);

/* Characters to insert, delete, replace or swap with their neighbour to make
 * one text from the other (optimal string alignment; Damerau 1964), or limit +
 * 1 when it takes more than limit. A limit above INTRO_I_DISTANCE_MAX works as
 * that one. Cost: O(length x limit), no allocation. */
size_t intro_i_text_distance(const char *a, size_t a_length, const char *b,
                             size_t b_length, size_t limit);

#endif
