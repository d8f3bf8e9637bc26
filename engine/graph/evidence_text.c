/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/evidence_text.h"

#include "base/calendar.h"
#include "base/text.h"

#include <string.h>

/* --- writing -------------------------------------------------------------------- */

static bool is_label_byte(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && strchr("%,;:=", (char)c) == NULL;
}

/* Whole characters, as many as a reader takes. */
static void put_label(intro_i_strbuf *out, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    const size_t all = strlen(text);
    const size_t length = intro_i_utf8_valid_prefix(
        text, all < INTRO_I_EVIDENCE_LABEL ? all : INTRO_I_EVIDENCE_LABEL - 1);
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (is_label_byte(c)) {
            intro_i_strbuf_putc(out, (char)c);
        } else {
            const char code[3] = {'%', digits[c >> 4], digits[c & 15]};
            intro_i_strbuf_append(out, code, sizeof code);
        }
    }
}

static void put_day(intro_i_strbuf *out, const char *key, intro_day day)
{
    char text[16];
    if (day != INTRO_NO_DAY) {
        intro_i_day_format(day, text);
        intro_i_strbuf_puts(out, key);
        intro_i_strbuf_puts(out, text);
    }
}

static void put_row(const intro_i_strings *strings,
                    const intro_i_evidence_row *row, intro_i_strbuf *out)
{
    intro_i_strbuf_puts(out,
                        intro_evidence_name((intro_evidence_kind)row->kind));
    intro_i_strbuf_printf(out, ":ab=%lu", (unsigned long)row->count_ab);
    if (row->count_ba != 0) {
        intro_i_strbuf_printf(out, ",ba=%lu", (unsigned long)row->count_ba);
    }
    put_day(out, ",first=", row->first);
    put_day(out, ",last=", row->last);
    if ((row->flags & INTRO_I_EV_UNDATED) != 0) {
        intro_i_strbuf_puts(out, ",undated=1");
    }
    if (row->people != 0) {
        intro_i_strbuf_printf(out, ",people=%u", (unsigned)row->people);
    }
    const char *const label = strings->bytes + strings->offsets[row->label];
    if (label[0] != '\0') {
        intro_i_strbuf_puts(out, ",label=");
        put_label(out, label);
    }
    if (row->value > 0) {
        char text[32];
        intro_i_format_double(row->value, text);
        intro_i_strbuf_puts(out, ",value=");
        intro_i_strbuf_puts(out, text);
    }
}

void intro_i_evidence_format(const intro_i_strings *strings,
                             const intro_i_evidence_row *rows, size_t count,
                             intro_i_strbuf *out)
{
    for (size_t i = 0; i < count; i++) {
        if (i != 0) {
            intro_i_strbuf_putc(out, ';');
        }
        put_row(strings, &rows[i], out);
    }
}

/* --- reading -------------------------------------------------------------------- */

/* What is left of one entry. */
typedef struct reader {
    const char *at;
    size_t left;
} reader;

static bool skip(reader *in, const char *word)
{
    const size_t length = strlen(word);
    if (in->left < length || memcmp(in->at, word, length) != 0) {
        return false;
    }
    in->at += length;
    in->left -= length;
    return true;
}

/* Bytes up to the next ',' or the end. */
static size_t value_length(const reader *in)
{
    const char *const comma =
        in->left == 0 ? NULL : memchr(in->at, ',', in->left);
    return comma == NULL ? in->left : (size_t)(comma - in->at);
}

static void advance(reader *in, size_t length)
{
    in->at += length;
    in->left -= length;
}

/* Digits only; a 0 alone is allowed where zero_ok. */
static bool read_number(reader *in, uint64_t maximum, bool zero_ok,
                        uint64_t *out)
{
    const size_t length = value_length(in);
    uint64_t value = 0;
    if (length == 0 || length > 10 || (in->at[0] == '0' && length > 1)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (in->at[i] < '0' || in->at[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(in->at[i] - '0');
    }
    if (value > maximum || (value == 0 && !zero_ok)) {
        return false;
    }
    advance(in, length);
    *out = value;
    return true;
}

static bool read_day(reader *in, intro_day *out)
{
    const size_t length = value_length(in);
    if (length != 10 ||
        intro_i_day_parse_iso(in->at, length, out) != INTRO_OK) {
        return false;
    }
    advance(in, length);
    return true;
}

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool read_label(reader *in, char *out, size_t size)
{
    const size_t length = value_length(in);
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)in->at[i++];
        if (c == '%') {
            if (length - i < 2 || hex_of(in->at[i]) < 0 ||
                hex_of(in->at[i + 1]) < 0) {
                return false;
            }
            c = (unsigned char)(hex_of(in->at[i]) * 16 + hex_of(in->at[i + 1]));
            i += 2;
        } else if (!is_label_byte(c)) {
            return false;
        }
        if (c == '\0' || used + 1 >= size) {
            return false;
        }
        out[used++] = (char)c;
    }
    out[used] = '\0';
    advance(in, length);
    return used != 0 && intro_i_utf8_is_valid(out, used);
}

/* Digits, point, exponent: no blanks, no INF. */
static bool is_spelling(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\0' || strchr("0123456789.eE+-", bytes[i]) == NULL) {
            return false;
        }
    }
    return true;
}

static bool read_value(reader *in, double *out)
{
    const size_t length = value_length(in);
    if (length == 0 || length > 31 || !is_spelling(in->at, length) ||
        intro_i_parse_double(in->at, length, out) != INTRO_OK ||
        !(*out > 0 && *out <= 1)) {
        return false;
    }
    advance(in, length);
    return true;
}

static bool read_kind(reader *in, int previous, uint8_t *out)
{
    for (int k = previous + 1; k < INTRO_EV_COUNT; k++) {
        reader ahead = *in;
        if (skip(&ahead, intro_evidence_name((intro_evidence_kind)k)) &&
            skip(&ahead, ":")) {
            *in = ahead;
            *out = (uint8_t)k;
            return true;
        }
    }
    return false;
}

static bool read_items(reader *in, intro_i_evidence_entry *out)
{
    intro_i_evidence_row *const row = &out->row;
    uint64_t number = 0;
    if (!skip(in, "ab=") || !read_number(in, UINT32_MAX, true, &number)) {
        return false;
    }
    row->count_ab = (uint32_t)number;
    if (skip(in, ",ba=")) {
        if (!read_number(in, UINT32_MAX, false, &number)) {
            return false;
        }
        row->count_ba = (uint32_t)number;
    }
    if ((skip(in, ",first=") && !read_day(in, &row->first)) ||
        (skip(in, ",last=") && !read_day(in, &row->last))) {
        return false;
    }
    if (skip(in, ",undated=1")) {
        row->flags = INTRO_I_EV_UNDATED;
    }
    if (skip(in, ",people=")) {
        if (!read_number(in, UINT16_MAX, false, &number)) {
            return false;
        }
        row->people = (uint16_t)number;
    }
    if (skip(in, ",label=") && !read_label(in, out->label, sizeof out->label)) {
        return false;
    }
    return !skip(in, ",value=") || read_value(in, &row->value);
}

/* What the grammar cannot say. */
static bool is_sound(const intro_i_evidence_row *row)
{
    const bool is_number =
        row->kind == INTRO_EV_WEIGHT || row->kind == INTRO_EV_STATED;
    return row->count_ab + (uint64_t)row->count_ba != 0 &&
           is_number == (row->value > 0) &&
           (row->first == INTRO_NO_DAY || row->last == INTRO_NO_DAY ||
            row->first <= row->last);
}

intro_status intro_i_evidence_parse(const char **text, size_t *length,
                                    int previous, intro_i_evidence_entry *out)
{
    if (*length == 0) {
        return INTRO_ENOTFOUND;
    }
    const char *const end = memchr(*text, ';', *length);
    const size_t taken = end == NULL ? *length : (size_t)(end - *text);
    reader in = {*text, taken};
    memset(&out->row, 0, sizeof out->row);
    out->row.first = out->row.last = INTRO_NO_DAY;
    out->label[0] = '\0';
    if ((end != NULL && taken + 1 == *length) ||
        !read_kind(&in, previous, &out->row.kind) || !read_items(&in, out) ||
        in.left != 0 || !is_sound(&out->row)) {
        return INTRO_EFORMAT;
    }
    *text += taken + (end != NULL);
    *length -= taken + (end != NULL);
    return INTRO_OK;
}
