/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/title_parts.h"

#include "base/text.h"

#include <string.h>

/* A cut: what it is and the bytes it takes, 0 = none here. */
typedef struct cut {
    intro_i_part_break what;
    size_t length;
} cut;

static bool is_blank_at(const char *text, size_t length, size_t at)
{
    return at >= length || text[at] == ' ' || text[at] == '\t';
}

static bool is_blank_before(const char *text, size_t at)
{
    return at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t';
}

static bool is_letter_byte(char c)
{
    const unsigned char u = (unsigned char)c;
    return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u >= 0x80;
}

/* Is the sign at `at` between two single letters, "R&D" or "M & A"? */
static bool joins_letters(const char *text, size_t length, size_t at)
{
    size_t left = at;
    size_t right = at + 1;
    while (left > 0 && text[left - 1] == ' ') {
        left--;
    }
    while (right < length && text[right] == ' ') {
        right++;
    }
    const bool left_single = left > 0 && is_letter_byte(text[left - 1]) &&
                             (left == 1 || !is_letter_byte(text[left - 2]));
    const bool right_single =
        right < length && is_letter_byte(text[right]) &&
        (right + 1 == length || !is_letter_byte(text[right + 1]));
    return left_single && right_single;
}

/* Words that cut, with blanks around. */
static cut cut_word(const char *text, size_t length, size_t at)
{
    static const struct {
        const char *word;
        intro_i_part_break what;
    } words[] = {
        {"at", INTRO_I_BREAK_AT},   {"bei", INTRO_I_BREAK_AT},
        {"chez", INTRO_I_BREAK_AT}, {"and", INTRO_I_BREAK_AND},
        {"und", INTRO_I_BREAK_AND}, {"et", INTRO_I_BREAK_AND},
        {"y", INTRO_I_BREAK_AND},   {"e", INTRO_I_BREAK_AND},
    };
    if (!is_blank_before(text, at) || at == 0) {
        return (cut){INTRO_I_BREAK_ROLE, 0};
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(words); i++) {
        const size_t size = strlen(words[i].word);
        bool is_same = length - at > size && text[at + size] == ' ';
        for (size_t k = 0; is_same && k < size; k++) {
            is_same = (text[at + k] | 0x20) == words[i].word[k];
        }
        if (is_same) {
            return (cut){words[i].what, size};
        }
    }
    return (cut){INTRO_I_BREAK_ROLE, 0};
}

static cut cut_ascii(const char *text, size_t length, size_t at)
{
    const cut none = {INTRO_I_BREAK_ROLE, 0};
    switch (text[at]) {
    case '|':
    case ';':
    case '\n':
    case '\r':
        return (cut){INTRO_I_BREAK_ROLE, 1};
    case ',':
    case ':':
    case '(':
    case ')':
    case '[':
    case ']':
        return (cut){INTRO_I_BREAK_COMMA, 1};
    case '@':
        return (cut){INTRO_I_BREAK_AT, 1};
    case '-':
        return is_blank_before(text, at) || is_blank_at(text, length, at + 1)
                   ? (cut){INTRO_I_BREAK_COMMA, 1}
                   : none;
    case '+':
        return is_blank_before(text, at) && is_blank_at(text, length, at + 1)
                   ? (cut){INTRO_I_BREAK_AND, 1}
                   : none;
    case '&':
    case '/':
        return joins_letters(text, length, at) ? none
                                               : (cut){INTRO_I_BREAK_AND, 1};
    default:
        return cut_word(text, length, at);
    }
}

static cut cut_at(const char *text, size_t length, size_t at)
{
    static const struct {
        uint32_t codepoint;
        intro_i_part_break what;
    } signs[] = {
        {0x00A6, INTRO_I_BREAK_ROLE},  {0x00B7, INTRO_I_BREAK_ROLE},
        {0x2016, INTRO_I_BREAK_ROLE},  {0x2022, INTRO_I_BREAK_ROLE},
        {0x2023, INTRO_I_BREAK_ROLE},  {0x2192, INTRO_I_BREAK_ROLE},
        {0x25B6, INTRO_I_BREAK_ROLE},  {0x25BA, INTRO_I_BREAK_ROLE},
        {0x25CF, INTRO_I_BREAK_ROLE},  {0x2605, INTRO_I_BREAK_ROLE},
        {0x27A1, INTRO_I_BREAK_ROLE},  {0xFF5C, INTRO_I_BREAK_ROLE},
        {0x2013, INTRO_I_BREAK_COMMA}, {0x2014, INTRO_I_BREAK_COMMA},
        {0x2015, INTRO_I_BREAK_COMMA}, {0xFF0C, INTRO_I_BREAK_COMMA},
    };
    if ((unsigned char)text[at] < 0x80) {
        return cut_ascii(text, length, at);
    }
    uint32_t codepoint;
    const size_t size = intro_i_utf8_next(text + at, length - at, &codepoint);
    for (size_t i = 0; i < INTRO_COUNT_OF(signs); i++) {
        if (signs[i].codepoint == codepoint) {
            return (cut){signs[i].what, size};
        }
    }
    return (cut){INTRO_I_BREAK_ROLE, 0};
}

static intro_status put_part(const char *title, size_t begin, size_t end,
                             intro_i_part_break *before,
                             intro_i_vec_part *parts)
{
    const char *text = title + begin;
    size_t length = end - begin;
    intro_i_text_trim(&text, &length);
    if (length == 0) {
        return INTRO_OK; /* of two breaks in a row the stronger counts */
    }
    const intro_i_title_part part = {.at = (uint32_t)(text - title),
                                     .length = (uint32_t)length,
                                     .before = *before};
    *before = INTRO_I_BREAK_AT;
    return intro_i_vec_part_push(parts, part);
}

intro_status intro_i_title_cut(const char *title, size_t length,
                               intro_i_vec_part *parts)
{
    intro_i_part_break before = INTRO_I_BREAK_ROLE;
    bool in_employer = false;
    size_t begin = 0;
    for (size_t at = 0; at < length;) {
        const cut found = cut_at(title, length, at);
        const bool cuts = found.length != 0 &&
                          !(in_employer && found.what > INTRO_I_BREAK_COMMA);
        if (!cuts) {
            at += found.length != 0 ? found.length : 1;
            continue;
        }
        INTRO_TRY(put_part(title, begin, at, &before, parts));
        before = found.what < before ? found.what : before;
        in_employer = before == INTRO_I_BREAK_AT;
        at += found.length;
        begin = at;
    }
    return put_part(title, begin, length, &before, parts);
}
