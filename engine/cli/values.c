/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/values.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits from *word on; moves *word behind them. */
static bool read_digits(const char **word, uint64_t *out)
{
    const char *s = *word;
    uint64_t value = 0;
    if (!is_digit(*s)) {
        return false;
    }
    for (; is_digit(*s); s++) {
        const uint64_t digit = (uint64_t)(*s - '0');
        if (value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *word = s;
    *out = value;
    return true;
}

bool intro_i_cli_read_integer(const char *word, uint64_t *out)
{
    uint64_t value = 0;
    if (!read_digits(&word, &value) || *word != '\0') {
        return false;
    }
    *out = value;
    return true;
}

bool intro_i_cli_read_real(const char *word, double *out)
{
    char *end = NULL;
    const size_t length = strlen(word);
    if (length == 0 || strspn(word, "0123456789.eE+-") != length) {
        return false;
    }
    const double value = strtod(word, &end);
    if (end != word + length) {
        return false;
    }
    *out = value;
    return true;
}

bool intro_i_cli_read_size(const char *word, uint64_t *out)
{
    uint64_t value = 0;
    unsigned shift = 0;
    if (!read_digits(&word, &value)) {
        return false;
    }
    switch (*word) {
    case 'K':
    case 'k':
        shift = 10;
        break;
    case 'M':
    case 'm':
        shift = 20;
        break;
    case 'G':
    case 'g':
        shift = 30;
        break;
    case '\0':
        break;
    default:
        return false;
    }
    if (shift > 0 && word[1] != '\0') {
        return false;
    }
    if (value > UINT64_MAX >> shift) {
        return false;
    }
    *out = value << shift;
    return true;
}

static bool is_leap(uint64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool intro_i_cli_read_date(const char *word, intro_day *out)
{
    static const uint8_t lengths[12] = {31, 28, 31, 30, 31, 30,
                                        31, 31, 30, 31, 30, 31};
    static const uint16_t before[12] = {0,   31,  59,  90,  120, 151,
                                        181, 212, 243, 273, 304, 334};
    uint64_t year = 0;
    uint64_t month = 0;
    uint64_t day = 0;
    if (strlen(word) != 10 || !read_digits(&word, &year) || *word++ != '-' ||
        !read_digits(&word, &month) || *word++ != '-' ||
        !read_digits(&word, &day) || *word != '\0' || year < 1 || year > 9999 ||
        month < 1 || month > 12 || day < 1) {
        return false;
    }
    if (day > lengths[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U)) {
        return false;
    }
    const uint64_t full = year - 1;
    const uint64_t days = full * 365 + full / 4 - full / 100 + full / 400 +
                          before[month - 1] +
                          (month > 2 && is_leap(year) ? 1 : 0) + day - 1;
    /* 719162 days lie between 0001-01-01 and 1970-01-01. */
    *out = (intro_day)((int64_t)days - 719162);
    return true;
}

bool intro_i_cli_word_place(const char *list, const char *word, uint32_t *place)
{
    const size_t wanted = strlen(word);
    uint32_t i = 0;
    while (*list != '\0') {
        const size_t length = strcspn(list, " ");
        if (length == wanted && memcmp(list, word, length) == 0) {
            if (place != NULL) {
                *place = i;
            }
            return true;
        }
        list += length;
        list += *list == ' ' ? 1 : 0;
        i++;
    }
    return false;
}

enum { WORD_MAX = 31 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t intro_i_cli_distance(const char *a, const char *b)
{
    size_t rows[3][WORD_MAX + 1];
    const size_t n = strlen(a);
    const size_t m = strlen(b);
    if (n > WORD_MAX || m > WORD_MAX) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= m; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        const size_t *above = rows[(i - 1) % 3];
        const size_t *higher = rows[(i + 1) % 3];
        size_t *row = rows[i % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            const size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] =
                least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], higher[j - 2] + 1);
            }
        }
    }
    return rows[n % 3][m];
}

static bool put_bytes(intro_i_cli_text *text, const char *bytes, size_t length)
{
    if (length >= SIZE_MAX / 4 - text->length) {
        return false;
    }
    if (text->length + length + 1 > text->room) {
        const size_t room = 2 * (text->length + length) + 64;
        char *grown = realloc(text->bytes, room);
        if (grown == NULL) {
            return false;
        }
        text->bytes = grown;
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return true;
}

bool intro_i_cli_text_put(intro_i_cli_text *text, const char *word)
{
    return put_bytes(text, word, strlen(word));
}

bool intro_i_cli_text_quote(intro_i_cli_text *text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_@%+=:,./-";
    const size_t length = strlen(word);
    if (length > 0 && strspn(word, plain) == length) {
        return put_bytes(text, word, length);
    }
    bool is_fine = put_bytes(text, "'", 1);
    while (is_fine && *word != '\0') {
        const size_t run = strcspn(word, "'");
        is_fine = put_bytes(text, word, run);
        word += run;
        if (is_fine && *word == '\'') {
            is_fine = put_bytes(text, "'\\''", 4);
            word++;
        }
    }
    return is_fine && put_bytes(text, "'", 1);
}
