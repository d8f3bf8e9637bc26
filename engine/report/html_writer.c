/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_writer.h"

#include "base/context_impl.h"
#include "base/text.h"
#include "report/numbers.h"

#include <math.h>

/* Wider than any text that is not cut by its caller. */
enum { UNCUT = 100000 };

void intro_i_html_init(intro_i_html *html, intro_output *output)
{
    html->output = output;
    intro_i_strbuf_init(&html->visible, 0);
}

void intro_i_html_fini(intro_i_html *html)
{
    intro_i_strbuf_fini(&html->visible);
}

void intro_i_html_put(intro_i_html *html, const char *markup)
{
    intro_i_puts(html->output, markup);
}

/* --- escaping ------------------------------------------------------------- */

/* XML has no place for U+FFFE and U+FFFF, HTML none for their like. */
static bool is_noncharacter(uint32_t c)
{
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static const char *reference_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Text without controls and in valid UTF-8, as intro_i_text_escape() makes. */
static void put_references(intro_output *output, const char *text,
                           size_t length)
{
    size_t plain = 0; /* where what is not yet written begins */
    for (size_t i = 0; i < length;) {
        uint32_t c;
        const size_t step = intro_i_utf8_next(text + i, length - i, &c);
        const char *const other = step == 1            ? reference_of(text[i])
                                  : is_noncharacter(c) ? "\xEF\xBF\xBD"
                                                       : NULL;
        if (other != NULL) {
            intro_i_put(output, text + plain, i - plain);
            intro_i_puts(output, other);
            plain = i + step;
        }
        i += step;
    }
    intro_i_put(output, text + plain, length - plain);
}

void intro_i_html_cut(intro_i_html *html, const char *text, size_t columns)
{
    intro_i_strbuf *const visible = &html->visible;
    intro_i_strbuf_clear(visible);
    if (intro_i_text_escape_cut(text, strlen(text), columns, visible) !=
        INTRO_OK) {
        intro_i_output_fail(html->output,
                            intro_i_fail_memory(html->output->ctx));
        return;
    }
    put_references(html->output, visible->data, visible->length);
}

void intro_i_html_text(intro_i_html *html, const char *text)
{
    intro_i_html_cut(html, text, UNCUT);
}

void intro_i_html_name(intro_i_html *html, const char *text, size_t columns)
{
    intro_i_html_put(html, "<bdi>");
    intro_i_html_cut(html, text, columns);
    intro_i_html_put(html, "</bdi>");
}

/* --- formats -------------------------------------------------------------- */

/* One directive, `at` behind its %; answers the place behind it, NULL for one
 * that is not known. */
static const char *put_directive(intro_i_html *html, const char *at,
                                 va_list *values)
{
    switch (*at) {
    case 's':
        intro_i_html_text(html, va_arg(*values, const char *));
        return at + 1;
    case 'u':
        intro_i_put_u64(html->output, va_arg(*values, unsigned));
        return at + 1;
    case 'd':
        intro_i_put_i64(html->output, va_arg(*values, int));
        return at + 1;
    case '%':
        intro_i_putc(html->output, '%');
        return at + 1;
    case 'l':
        if (strncmp(at, "llu", 3) == 0) {
            intro_i_put_u64(html->output, va_arg(*values, unsigned long long));
            return at + 3;
        }
        return NULL;
    default:
        return NULL;
    }
}

void intro_i_html_format(intro_i_html *html, const char *markup, ...)
{
    va_list values;
    va_start(values, markup);
    while (markup != NULL && *markup != '\0') {
        const size_t plain = strcspn(markup, "%");
        intro_i_put(html->output, markup, plain);
        markup += plain;
        if (*markup == '%') {
            markup = put_directive(html, markup + 1, &values);
        }
    }
    va_end(values);
    if (markup == NULL) {
        intro_i_output_fail(html->output,
                            intro_i_fail(html->output->ctx, INTRO_EBUG,
                                         "a format of HTML is not known"));
    }
}

/* --- numbers -------------------------------------------------------------- */

void intro_i_html_count(intro_i_html *html, uint64_t value)
{
    char text[27]; /* 20 digits, 6 commas, NUL */
    size_t at = sizeof text;
    size_t digits = 0;
    text[--at] = '\0';
    do {
        if (digits != 0 && digits % 3 == 0) {
            text[--at] = ',';
        }
        text[--at] = (char)('0' + value % 10);
        value /= 10;
        digits++;
    } while (value != 0);
    intro_i_html_put(html, text + at);
}

void intro_i_html_things(intro_i_html *html, uint64_t count, const char *one,
                         const char *many)
{
    intro_i_html_count(html, count);
    intro_i_html_put(html, " ");
    intro_i_html_put(html, count == 1 ? one : many);
}

/* The value x 10^decimals as a whole number, halves up. */
static void put_fixed(intro_i_html *html, uint64_t scaled, unsigned decimals)
{
    uint64_t unit = 1;
    for (unsigned i = 0; i < decimals; i++) {
        unit *= 10;
    }
    intro_i_html_count(html, scaled / unit);
    if (decimals != 0) {
        intro_i_html_put(html, ".");
    }
    for (uint64_t rest = unit / 10; rest != 0; rest /= 10) {
        intro_i_putc(html->output, (char)('0' + scaled / rest % 10));
    }
}

void intro_i_html_real(intro_i_html *html, double value, unsigned decimals)
{
    static const double units[] = {1, 10, 100, 1000};
    if (!isfinite(value) || fabs(value) > 1e15) {
        intro_i_html_put(html, "\xE2\x80\x93");
        return;
    }
    const double unit = units[decimals < 3 ? decimals : 3];
    const uint64_t scaled = (uint64_t)(fabs(value) * unit + 0.5);
    if (value < 0 && scaled != 0) {
        intro_i_html_put(html, "\xE2\x88\x92");
    }
    put_fixed(html, scaled, decimals < 3 ? decimals : 3);
}

void intro_i_html_percent(intro_i_html *html, double share)
{
    if (share > 0 && share < 0.01) {
        intro_i_html_put(html, "&lt;1%");
        return;
    }
    intro_i_html_real(html, share * 100, 0);
    if (isfinite(share)) {
        intro_i_html_put(html, "%");
    }
}

void intro_i_html_short(intro_i_html *html, double value)
{
    char text[32];
    if (isnan(value)) {
        intro_i_html_put(html, "\xE2\x80\x93");
        return;
    }
    intro_i_format_short(value, text);
    intro_i_html_put(html, text);
}

void intro_i_html_place(intro_i_html *html, double value)
{
    const bool is_fine = isfinite(value) && fabs(value) <= 1e6;
    const int64_t tenths = is_fine ? (int64_t)floor(value * 10 + 0.5) : 0;
    const uint64_t size = (uint64_t)(tenths < 0 ? -tenths : tenths);
    if (tenths < 0) {
        intro_i_putc(html->output, '-');
    }
    intro_i_put_u64(html->output, size / 10);
    if (size % 10 != 0) {
        intro_i_putc(html->output, '.');
        intro_i_put_u64(html->output, size % 10);
    }
}

void intro_i_html_place_as(intro_i_html *html, const char *name, double value)
{
    intro_i_html_format(html, " %s=\"", name);
    intro_i_html_place(html, value);
    intro_i_html_put(html, "\"");
}
