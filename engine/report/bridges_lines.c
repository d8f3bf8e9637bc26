/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/bridges_lines.h"

#include "base/context_impl.h"
#include "report/numbers.h"

#include <math.h>

void intro_i_lines_end(intro_i_lines *w, intro_i_style style, size_t first,
                       size_t rest)
{
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    if (w->line.status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_strbuf_clear(&w->line);
}

void intro_i_lines_end_row(intro_i_lines *w)
{
    intro_i_puts(w->text.output, w->line.data);
    intro_i_putc(w->text.output, '\n');
    intro_i_strbuf_clear(&w->line);
}

void intro_i_lines_section(intro_i_lines *w, const char *title)
{
    intro_i_text_blank(&w->text);
    intro_i_strbuf_puts(&w->line, title);
    intro_i_lines_end(w, INTRO_I_STRONG, 0, 0);
}

void intro_i_lines_more(intro_i_lines *w, uint64_t all, uint64_t shown,
                        const char *one, const char *many)
{
    if (all > shown) {
        intro_i_strbuf_puts(&w->line, "... and ");
        intro_i_text_count(&w->line, all - shown, one, many);
        intro_i_strbuf_puts(&w->line, " more (--top 0 lists all)");
        intro_i_lines_end(w, INTRO_I_FAINT, 2, 4);
    }
}

void intro_i_lines_short(intro_i_lines *w, double value)
{
    char text[32];
    intro_i_format_short(value, text);
    intro_i_strbuf_puts(&w->line, isnan(value) ? "undefined"
                                  : value == 0 ? "0"
                                               : text);
}

void intro_i_lines_word(intro_i_lines *w, const char *word)
{
    intro_i_text_stranger(&w->line, word);
}

void intro_i_lines_name(intro_i_lines *w, intro_vid v)
{
    if (v == w->what->me) {
        intro_i_strbuf_puts(&w->line, "you");
    } else {
        intro_i_lines_word(w, intro_graph_display_name(w->what->graph, v));
    }
}
