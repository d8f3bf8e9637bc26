/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for people: paragraphs wrapped to the width of the terminal, colours that
 * only repeat what the words say. */
#ifndef INTRO_REPORT_TEXT_WRITER_H
#define INTRO_REPORT_TEXT_WRITER_H

#include "base/strbuf.h"
#include "report/output.h"

typedef enum intro_i_style {
    INTRO_I_PLAIN,
    INTRO_I_STRONG, /* headings, answers */
    INTRO_I_FAINT   /* details */
} intro_i_style;

typedef struct intro_i_text {
    intro_output *output;
    bool has_color;
    size_t width;
} intro_i_text;

void intro_i_text_init(intro_i_text *text, intro_output *output,
                       const intro_report_options *options);

/* Words of `words` (escaped already) in lines of the width: the first indented by
 * `first` columns, the others by `rest`. A word wider than the line stays
 * whole. U+00A0 is not a place to break. */
void intro_i_text_paragraph(intro_i_text *text, intro_i_style style,
                            size_t first, size_t rest, const char *words);
void intro_i_text_blank(intro_i_text *text);

/* A stranger's text, escaped and cut to a number of columns. */
enum { INTRO_I_NAME_COLUMNS = 60 };
void intro_i_text_stranger(intro_i_strbuf *buf, const char *text);
/* Appends the text and blanks up to a number of columns (left) or blanks in
 * front of it (right). */
void intro_i_text_pad_left(intro_i_strbuf *buf, const char *text,
                           size_t columns);
void intro_i_text_pad_right(intro_i_strbuf *buf, const char *text,
                            size_t columns);
/* "1 person", "3 people" */
void intro_i_text_count(intro_i_strbuf *buf, uint64_t count, const char *one,
                        const char *many);

#endif
