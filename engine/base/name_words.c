/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of a name, and the cleaned copy that both keys start from. */
#include "base/names_impl.h"

#include "base/text.h"

#include <string.h>

bool intro_i_is_listed(const char *const *table, size_t count, const char *key,
                       size_t length)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        int order = strncmp(table[middle], key, length);
        if (order == 0 && table[middle][length] != '\0') {
            order = 1;
        }
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

bool intro_i_has_lower(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (intro_i_is_lower(text[i])) {
            return true;
        }
    }
    return false;
}

bool intro_i_has_word(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        if (intro_i_is_letter(c) || (c >= '0' && c <= '9') ||
            (unsigned char)c >= 0x80) {
            return true;
        }
    }
    return false;
}

size_t intro_i_word_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] != ' ' && text[i] != ',') {
        i++;
    }
    return i;
}

static bool is_bracket(uint32_t c, bool opens)
{
    return opens
               ? c == '(' || c == '[' || c == '{' || c == 0xFF08 || c == 0x3010
               : c == ')' || c == ']' || c == '}' || c == 0xFF09 || c == 0x3011;
}

/* Where a tagline begins. */
static bool is_bar(uint32_t c)
{
    return c == '|' || c == 0x2022 || c == 0xB7 || c == 0x2219 || c == 0x25CF ||
           c == 0x25AA || c == 0x2023 || c == 0xFF5C;
}

static void put_blank(intro_i_strbuf *out)
{
    if (out->length > 0 && out->data[out->length - 1] != ' ') {
        intro_i_strbuf_putc(out, ' ');
    }
}

/* Letters of ASCII the text begins with: none of them is a sign. */
static size_t count_letters(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && intro_i_is_letter(text[i])) {
        i++;
    }
    return i;
}

void intro_i_name_clean(const char *text, size_t length, bool drop_brackets,
                        intro_i_strbuf *out)
{
    size_t depth = 0;
    bool begun = false;
    for (size_t i = 0; i < length;) {
        const size_t letters =
            depth == 0 ? count_letters(text + i, length - i) : 0;
        if (letters != 0) {
            intro_i_strbuf_append(out, text + i, letters);
            begun = true;
            i += letters;
            continue;
        }
        uint32_t codepoint;
        const size_t step = intro_i_utf8_next(text + i, length - i, &codepoint);
        const char *const at = text + i;
        i += step;
        if (drop_brackets && is_bracket(codepoint, true)) {
            depth++;
            put_blank(out);
        } else if (drop_brackets && is_bracket(codepoint, false)) {
            depth -= depth > 0;
        } else if (depth > 0) {
            continue;
        } else if (begun && is_bar(codepoint)) {
            break;
        } else if (codepoint == 0xFF0C) {
            intro_i_strbuf_putc(out, ',');
        } else if (codepoint > ' ' && codepoint < 0x7F) {
            intro_i_strbuf_append(out, at, 1);
            begun = begun || intro_i_has_word(at, 1);
        } else {
            const intro_i_text_kind kind = intro_i_text_classify(codepoint);
            if (kind == INTRO_I_TEXT_BLANK) {
                put_blank(out);
            } else if (kind == INTRO_I_TEXT_WORD) {
                intro_i_strbuf_append(out, at, step);
                begun = true;
            }
        }
    }
}
