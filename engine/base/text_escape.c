/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text made safe for a terminal. */
#include "base/text_impl.h"

#include <stdio.h>
#include <string.h>

/* Of a run of characters without width, so many stay in a cut text, and so many are
 * looked at. */
enum { MARKS_KEPT = 8, MARKS_MOST = 4096 };

/* Characters that reorder, break or hide what stands beside them. */
static bool is_deceptive(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C || c == 0x2028 ||
           c == 0x2029 || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

/* One character as a terminal may see it, and its columns. */
static size_t render(const char *bytes, size_t step, uint32_t codepoint,
                     char unit[16], size_t *width)
{
    int made = 0;
    if (codepoint == '\n' || codepoint == '\t') {
        unit[0] = '\\';
        unit[1] = codepoint == '\n' ? 'n' : 't';
        made = 2;
    } else if (codepoint == INTRO_I_NOT_UTF8) {
        made = snprintf(unit, 16, "\\x%02x", (unsigned)(unsigned char)*bytes);
    } else if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) {
        made = snprintf(unit, 16, "\\x%02x", (unsigned)codepoint);
    } else if (is_deceptive(codepoint)) {
        made = snprintf(unit, 16, "<U+%04X>", (unsigned)codepoint);
    } else {
        memcpy(unit, bytes, step);
        *width = intro_i_text_measure(codepoint);
        return step;
    }
    *width = (size_t)made;
    return (size_t)made;
}

/* Length of the prefix that is printable ASCII, hence its own escape. */
static size_t skip_plain(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length && bytes[i] >= 0x20 && bytes[i] < 0x7F) {
        i++;
    }
    return i;
}

intro_status intro_i_text_escape(const char *bytes, size_t length,
                                 intro_i_strbuf *out)
{
    const size_t before = out->length;
    for (size_t i = 0; i < length;) {
        const size_t plain = skip_plain(bytes + i, length - i);
        intro_i_strbuf_append(out, bytes + i, plain);
        i += plain;
        uint32_t codepoint;
        const size_t step =
            intro_i_utf8_next(bytes + i, length - i, &codepoint);
        if (step != 0) {
            char unit[16];
            size_t width;
            intro_i_strbuf_append(
                out, unit, render(bytes + i, step, codepoint, unit, &width));
            i += step;
        }
    }
    return intro_i_text_finish(out, before, INTRO_OK);
}

intro_status intro_i_text_escape_cut(const char *bytes, size_t length,
                                     size_t max_columns, intro_i_strbuf *out)
{
    const size_t before = out->length;
    size_t columns = 0;
    size_t marks = 0;
    size_t cut = before; /* where the ellipsis still fits */
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        char unit[16];
        size_t width;
        const size_t step =
            intro_i_utf8_next(bytes + i, length - i, &codepoint);
        const size_t made = render(bytes + i, step, codepoint, unit, &width);
        i += step;
        marks = width == 0 ? marks + 1 : 0;
        if (marks > MARKS_KEPT && marks < MARKS_MOST) {
            continue;
        }
        if (marks == MARKS_MOST || width > max_columns - columns) {
            intro_i_strbuf_truncate(out, cut);
            if (max_columns > 0) {
                intro_i_strbuf_put_utf8(out, 0x2026);
            }
            break;
        }
        columns += width;
        intro_i_strbuf_append(out, unit, made);
        if (columns < max_columns) {
            cut = out->length;
        }
    }
    return intro_i_text_finish(out, before, INTRO_OK);
}
