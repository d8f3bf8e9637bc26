/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/breadth_view.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "report/numbers.h"

#include <math.h>
#include <string.h>

void intro_i_view_put(intro_i_breadth_view *w, const char *words)
{
    intro_i_strbuf_puts(&w->line, words);
}

void intro_i_view_stranger(intro_i_breadth_view *w, const char *text)
{
    intro_i_text_stranger(&w->line, text);
}

void intro_i_view_person(intro_i_breadth_view *w, intro_vid v)
{
    intro_i_view_stranger(w, intro_graph_display_name(w->breadth->graph, v));
}

void intro_i_view_count(intro_i_breadth_view *w, uint64_t count,
                        const char *one, const char *many)
{
    intro_i_text_count(&w->line, count, one, many);
}

void intro_i_view_percent(intro_i_breadth_view *w, double share)
{
    intro_i_put_tenths(&w->line, floor(100 * share + 0.5));
    intro_i_view_put(w, " %");
}

/* "strong 0.57" */
void intro_i_view_strength(intro_i_breadth_view *w, const char *word,
                           double value)
{
    char text[32];
    intro_i_view_put(w, word);
    intro_i_strbuf_putc(&w->line, ' ');
    intro_i_format_short(value, text);
    intro_i_view_put(w, text);
}

void intro_i_view_line(intro_i_breadth_view *w, intro_i_style style,
                       size_t first, size_t rest)
{
    if (w->line.status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    intro_i_strbuf_clear(&w->line);
}

void intro_i_view_heading(intro_i_breadth_view *w, const char *words)
{
    intro_i_text_blank(&w->text);
    intro_i_view_put(w, words);
    intro_i_view_line(w, INTRO_I_STRONG, 0, 0);
}

const char *intro_i_view_your(const intro_i_breadth_view *w)
{
    return w->is_me ? "your" : "their";
}

const intro_i_attribute_words *intro_i_view_words(const intro_i_breadth_view *w,
                                                  uint32_t a)
{
    static const intro_i_attribute_words all[] = {
        {"industry", "industry", "industries"},
        {"function", "function", "functions"},
        {"company", "company", "companies"},
        {"seniority", "level of seniority", "levels of seniority"},
        {"location", "location", "locations"},
        {"cluster", "cluster", "clusters"},
        {NULL, "group", "groups"}};
    const char *const name = w->breadth->names[a];
    size_t i = 0;
    while (all[i].attribute != NULL &&
           strcmp(name + (name[0] == '@'), all[i].attribute) != 0) {
        i++;
    }
    return &all[i];
}
