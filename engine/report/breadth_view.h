/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of `breadth` about one person in the making, and the words its parts
 * are put together from. Failures stick to the output. */
#ifndef INTRO_REPORT_BREADTH_VIEW_H
#define INTRO_REPORT_BREADTH_VIEW_H

#include "report/breadth_parts.h"
#include "report/text_writer.h"

typedef struct intro_i_breadth_view {
    intro_breadth *breadth;
    const intro_portrait *portrait;
    const intro_breadth_row *row;
    bool is_me;
    intro_i_text text;
    intro_i_strbuf line; /* a paragraph in the making */
} intro_i_breadth_view;

/* Each adds to the paragraph. */
void intro_i_view_put(intro_i_breadth_view *w, const char *words);
void intro_i_view_stranger(intro_i_breadth_view *w, const char *text);
void intro_i_view_person(intro_i_breadth_view *w, intro_vid v);
/* "1 tie", "2 ties" */
void intro_i_view_count(intro_i_breadth_view *w, uint64_t count,
                        const char *one, const char *many);
/* "12 %" */
void intro_i_view_percent(intro_i_breadth_view *w, double share);
/* "strong 0.57" */
void intro_i_view_strength(intro_i_breadth_view *w, const char *word,
                           double value);

/* Ends the paragraph, its lines indented by `first` and `rest`. */
void intro_i_view_line(intro_i_breadth_view *w, intro_i_style style,
                       size_t first, size_t rest);
void intro_i_view_heading(intro_i_breadth_view *w, const char *words);

const char *intro_i_view_your(const intro_i_breadth_view *w);

/* What the values of an attribute are called. */
typedef struct intro_i_attribute_words {
    const char *attribute;
    const char *one;
    const char *many;
} intro_i_attribute_words;

/* Of an attribute by number. */
const intro_i_attribute_words *intro_i_view_words(const intro_i_breadth_view *w,
                                                  uint32_t a);

/* What is missing, by the first attribute, of which there is one: values without
 * a contact and the way into each, sectors without anybody, values that hang on
 * a single contact. */
void intro_i_view_missing(intro_i_breadth_view *w);

#endif
