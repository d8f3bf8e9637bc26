/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes, characters and references. */
#include "import/graphml_scan_impl.h"

#define UPPER                                                                  \
    (INTRO_I_BYTE_NAME_START | INTRO_I_BYTE_NAME_PART | INTRO_I_BYTE_VALUE |   \
     INTRO_I_BYTE_TEXT)
#define DIGIT   (INTRO_I_BYTE_NAME_PART | INTRO_I_BYTE_VALUE | INTRO_I_BYTE_TEXT)
#define OTHER   (INTRO_I_BYTE_VALUE | INTRO_I_BYTE_TEXT)
#define FOUR(x) x, x, x, x

const uint8_t intro_i_scan_classes[256] = {
    ['\t'] = INTRO_I_BYTE_BLANK,
    ['\n'] = INTRO_I_BYTE_BLANK,
    [' '] = OTHER | INTRO_I_BYTE_BLANK,
    ['!'] = OTHER,
    ['"'] = INTRO_I_BYTE_TEXT,
    ['#'] = OTHER,
    ['$'] = OTHER,
    ['%'] = OTHER,
    ['\''] = INTRO_I_BYTE_TEXT,
    ['('] = OTHER,
    [')'] = OTHER,
    ['*'] = OTHER,
    ['+'] = OTHER,
    [','] = OTHER,
    ['-'] = DIGIT,
    ['.'] = DIGIT,
    ['/'] = OTHER,
    ['0'] = FOUR(DIGIT),
    ['4'] = FOUR(DIGIT),
    ['8'] = DIGIT,
    ['9'] = DIGIT,
    [':'] = OTHER,
    [';'] = OTHER,
    ['='] = OTHER,
    ['>'] = OTHER,
    ['?'] = OTHER,
    ['@'] = OTHER,
    ['A'] = FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    UPPER,
    UPPER,
    ['['] = OTHER,
    ['\\'] = OTHER,
    [']'] = INTRO_I_BYTE_VALUE,
    ['^'] = OTHER,
    ['_'] = UPPER,
    ['`'] = OTHER,
    ['a'] = FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    FOUR(UPPER),
    UPPER,
    UPPER,
    ['{'] = OTHER,
    ['|'] = OTHER,
    ['}'] = OTHER,
    ['~'] = OTHER,
};

/* --- characters ----------------------------------------------------------- */

/* The characters XML allows, above ASCII too. */
static bool is_character(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

/* Passes over one character of several bytes. */
intro_i_scan_outcome intro_i_scan_character(const intro_i_scanner *s, char **at)
{
    const uint8_t *const p = (const uint8_t *)*at;
    const size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (p[0] < 0xC2 || p[0] > 0xF4) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    if ((size_t)(s->end - *at) < length) {
        return INTRO_I_SCAN_PARTIAL;
    }
    uint32_t c = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return INTRO_I_SCAN_UNUSUAL;
        }
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < least[length] || !is_character(c)) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    *at += length;
    return INTRO_I_SCAN_DONE;
}

static size_t write_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* A number between "&#" and ";"; 0 for what is none. */
static uint32_t read_number(const char *p, size_t length)
{
    const bool is_hex = length > 1 && *p == 'x';
    uint32_t c = 0;
    p += is_hex;
    length -= is_hex;
    if (length == 0 || length > 7) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        const char low = (char)(p[i] | 0x20);
        if (p[i] >= '0' && p[i] <= '9') {
            c = c * (is_hex ? 16 : 10) + (uint32_t)(p[i] - '0');
        } else if (is_hex && low >= 'a' && low <= 'f') {
            c = c * 16 + (uint32_t)(low - 'a' + 10);
        } else {
            return 0;
        }
    }
    return is_character(c) ? c : 0;
}

/* The character of a reference, p behind the "&"; 0: unknown. */
static uint32_t read_reference(const char *p, size_t length)
{
    if (length > 1 && p[0] == '#') {
        return read_number(p + 1, length - 1);
    }
    if (INTRO_I_SCAN_IS_NAME(p, length, "amp")) {
        return '&';
    }
    if (INTRO_I_SCAN_IS_NAME(p, length, "lt")) {
        return '<';
    }
    if (INTRO_I_SCAN_IS_NAME(p, length, "gt")) {
        return '>';
    }
    if (INTRO_I_SCAN_IS_NAME(p, length, "quot")) {
        return '"';
    }
    return INTRO_I_SCAN_IS_NAME(p, length, "apos") ? '\'' : 0;
}

/* References into characters, in place: what they stand for is shorter. */
intro_i_scan_outcome intro_i_scan_decode(char *bytes, size_t *length)
{
    const char *p = bytes;
    const char *const end = bytes + *length;
    char *out = bytes;
    while (p < end) {
        if (*p != '&') {
            *out++ = *p++;
            continue;
        }
        const char *const semicolon = memchr(p, ';', (size_t)(end - p));
        const uint32_t c =
            semicolon == NULL
                ? 0
                : read_reference(p + 1, (size_t)(semicolon - p - 1));
        if (c == 0) {
            return INTRO_I_SCAN_UNUSUAL;
        }
        out += write_utf8(out, c);
        p = semicolon + 1;
    }
    *length = (size_t)(out - bytes);
    return INTRO_I_SCAN_DONE;
}
