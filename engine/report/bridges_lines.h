/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sections of `bridges` for people are made of: one line at a time. */
#ifndef INTRO_REPORT_BRIDGES_LINES_H
#define INTRO_REPORT_BRIDGES_LINES_H

#include "report/bridges_parts.h"
#include "report/text_writer.h"

/* Words are appended to `line`; what ends it writes and clears it. Failures
 * stick to the output. */
typedef struct intro_i_lines {
    const intro_i_bridges_view *what;
    intro_bridges_facts facts;
    bool is_directed;
    intro_i_text text;
    intro_i_strbuf line;
    uint32_t holes_told;
} intro_i_lines;

/* As a paragraph, indented as intro_i_text_paragraph() says. */
void intro_i_lines_end(intro_i_lines *w, intro_i_style style, size_t first,
                       size_t rest);
/* As a row of a table, which is not wrapped. */
void intro_i_lines_end_row(intro_i_lines *w);
/* A blank line and a heading. */
void intro_i_lines_section(intro_i_lines *w, const char *title);
/* A line about those of `all` that are not shown, if any. */
void intro_i_lines_more(intro_i_lines *w, uint64_t all, uint64_t shown,
                        const char *one, const char *many);

/* A number in few digits. */
void intro_i_lines_short(intro_i_lines *w, double value);
/* A stranger's words. */
void intro_i_lines_word(intro_i_lines *w, const char *word);
/* Somebody's name, or "you". */
void intro_i_lines_name(intro_i_lines *w, intro_vid v);

/* Sections: the groups among each other, and pairs of them. */
void intro_i_bridges_text_groups(intro_i_lines *w);
void intro_i_bridges_text_pairs(intro_i_lines *w);

#endif
