/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_writer.h"

#include "base/text.h"

enum { DEFAULT_WIDTH = 80, NARROWEST = 20, WIDEST = 200 };

void intro_i_text_init(intro_i_text *text, intro_output *output,
                       const intro_report_options *options)
{
    text->output = output;
    text->has_color = options->color;
    text->width = options->width == 0          ? DEFAULT_WIDTH
                  : options->width < NARROWEST ? NARROWEST
                  : options->width > WIDEST    ? WIDEST
                                               : options->width;
}

static void put_blanks(intro_output *output, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        intro_i_putc(output, ' ');
    }
}

static void begin_style(const intro_i_text *text, intro_i_style style)
{
    if (text->has_color && style != INTRO_I_PLAIN) {
        intro_i_puts(text->output,
                     style == INTRO_I_STRONG ? "\x1b[1m" : "\x1b[2m");
    }
}

static void end_style(const intro_i_text *text, intro_i_style style)
{
    if (text->has_color && style != INTRO_I_PLAIN) {
        intro_i_puts(text->output, "\x1b[0m");
    }
}

static size_t width_of(const char *bytes, size_t length)
{
    const int width = intro_i_text_width(bytes, length);
    return width < 0 ? 0 : (size_t)width;
}

void intro_i_text_paragraph(intro_i_text *text, intro_i_style style,
                            size_t first, size_t rest, const char *words)
{
    size_t column = first;
    bool is_line_empty = true;
    put_blanks(text->output, first);
    begin_style(text, style);
    while (*words != '\0') {
        const size_t gap = strspn(words, " ");
        const char *const word = words + gap;
        const size_t length = strcspn(word, " ");
        const size_t width = width_of(word, length);
        if (length == 0) {
            break;
        }
        if (!is_line_empty && column + gap + width > text->width) {
            end_style(text, style);
            intro_i_putc(text->output, '\n');
            put_blanks(text->output, rest);
            begin_style(text, style);
            column = rest;
        } else if (!is_line_empty) {
            put_blanks(text->output, gap);
            column += gap;
        }
        intro_i_put(text->output, word, length);
        column += width;
        is_line_empty = false;
        words = word + length;
    }
    end_style(text, style);
    intro_i_putc(text->output, '\n');
}

void intro_i_text_blank(intro_i_text *text)
{
    intro_i_putc(text->output, '\n');
}

void intro_i_text_stranger(intro_i_strbuf *buf, const char *text)
{
    /* A failure stays in buf->status, where the caller looks for it. */
    const intro_status rc =
        intro_i_text_escape_cut(text, strlen(text), INTRO_I_NAME_COLUMNS, buf);
    (void)rc;
}

static void pad(intro_i_strbuf *buf, const char *text, size_t columns,
                bool is_left)
{
    const size_t width = width_of(text, strlen(text));
    if (is_left) {
        intro_i_strbuf_puts(buf, text);
    }
    for (size_t i = width; i < columns; i++) {
        intro_i_strbuf_putc(buf, ' ');
    }
    if (!is_left) {
        intro_i_strbuf_puts(buf, text);
    }
}

void intro_i_text_pad_left(intro_i_strbuf *buf, const char *text,
                           size_t columns)
{
    pad(buf, text, columns, true);
}

void intro_i_text_pad_right(intro_i_strbuf *buf, const char *text,
                            size_t columns)
{
    pad(buf, text, columns, false);
}

void intro_i_text_count(intro_i_strbuf *buf, uint64_t count, const char *one,
                        const char *many)
{
    intro_i_strbuf_printf(buf, "%llu %s", (unsigned long long)count,
                          count == 1 ? one : many);
}
