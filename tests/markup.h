/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A strict reader of the pages that introfind writes, sharing no code with their
 * writer. Only the elements and attributes that a page needs are known, so a
 * stranger's text that became markup is seen whatever it says; style and script
 * have to be ours byte for byte. */
#ifndef INTRO_TESTS_MARKUP_H
#define INTRO_TESTS_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MARKUP_DEPTH = 64, MARKUP_IDS = 512, MARKUP_FAULT = 160 };

typedef struct markup {
    const char *at;
    const char *end;
    const char *style; /* what must stand in <style> and <script> */
    const char *script;
    char stack[MARKUP_DEPTH][16];
    int depth;
    size_t elements;
    size_t images; /* svg with role="img" */
    size_t tables;
    char ids[MARKUP_IDS][32];
    size_t id_count;
    char uses[MARKUP_IDS][32];
    size_t use_count;
    char fault[MARKUP_FAULT]; /* "" while all is well */
} markup;

static inline bool markup_fail(markup *m, const char *why)
{
    if (m->fault[0] == '\0') {
        const size_t left = (size_t)(m->end - m->at);
        (void)snprintf(m->fault, sizeof m->fault, "%s: %.*s", why,
                       (int)(left < 60 ? left : 60), m->at);
    }
    return false;
}

static inline bool markup_is_listed(const char *const *list, const char *name)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, name) == 0) {
            return true;
        }
    }
    return false;
}

static const char *const markup_elements[] = {
    "html",   "head",       "meta",   "title",   "style", "body",    "a",
    "header", "h1",         "h2",     "h3",      "p",     "code",    "nav",
    "ul",     "li",         "main",   "section", "div",   "details", "summary",
    "table",  "caption",    "thead",  "tbody",   "tr",    "th",      "td",
    "bdi",    "span",       "footer", "dl",      "dt",    "dd",      "script",
    "figure", "figcaption", "svg",    "desc",    "g",     "path",    "circle",
    "rect",   "text",       "br",     "label",   "input", "button",  "output",
    NULL};

static const char *const markup_attributes[] = {
    "lang",       "charset",     "http-equiv",
    "content",    "name",        "class",
    "href",       "id",          "role",
    "scope",      "tabindex",    "hidden",
    "for",        "type",        "autocomplete",
    "spellcheck", "data-step",   "aria-label",
    "aria-live",  "aria-hidden", "aria-labelledby",
    "xmlns",      "viewBox",     "d",
    "cx",         "cy",          "r",
    "x",          "y",           "width",
    "height",     "rx",          NULL};

static inline void markup_remember(char list[MARKUP_IDS][32], size_t *count,
                                   const char *word, size_t length)
{
    if (*count < MARKUP_IDS && length < 32) {
        memcpy(list[*count], word, length);
        list[(*count)++][length] = '\0';
    }
}

/* A character reference; every other & is a fault. */
static inline bool markup_reference(markup *m)
{
    static const char *const known[] = {"&amp;",  "&lt;",  "&gt;",
                                        "&quot;", "&#39;", NULL};
    for (const char *const *k = known; *k != NULL; k++) {
        const size_t length = strlen(*k);
        if ((size_t)(m->end - m->at) >= length &&
            memcmp(m->at, *k, length) == 0) {
            m->at += length;
            return true;
        }
    }
    return markup_fail(m, "an & that is no reference");
}

static inline bool markup_href(markup *m, const char *value, size_t length)
{
    if (length > 1 && value[0] == '#') {
        markup_remember(m->uses, &m->use_count, value + 1, length - 1);
        return true;
    }
    for (size_t i = 0; i + 5 < length; i++) {
        const char c = value[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            return markup_fail(m, "a link to elsewhere");
        }
    }
    return length > 5 && memcmp(value + length - 5, ".html", 5) == 0
               ? true
               : markup_fail(m, "a link to elsewhere");
}

static inline void markup_uses(markup *m, const char *value, size_t length)
{
    while (length != 0) {
        const char *const blank = memchr(value, ' ', length);
        const size_t word = blank == NULL ? length : (size_t)(blank - value);
        markup_remember(m->uses, &m->use_count, value, word);
        value += word + (blank != NULL);
        length -= word + (blank != NULL);
    }
}

static inline bool markup_value(markup *m, const char *name)
{
    const char *const value = m->at;
    while (m->at < m->end && *m->at != '"') {
        if (*m->at == '<' || *m->at == '>') {
            return markup_fail(m, "< or > in an attribute");
        }
        if (*m->at == '&') {
            if (!markup_reference(m)) {
                return false;
            }
        } else {
            m->at++;
        }
    }
    if (m->at == m->end) {
        return markup_fail(m, "an attribute that does not end");
    }
    const size_t length = (size_t)(m->at++ - value);
    if (strcmp(name, "id") == 0) {
        markup_remember(m->ids, &m->id_count, value, length);
    } else if (strcmp(name, "for") == 0 ||
               strcmp(name, "aria-labelledby") == 0) {
        markup_uses(m, value, length);
    } else if (strcmp(name, "role") == 0 && length == 3) {
        m->images += memcmp(value, "img", 3) == 0;
    } else if (strcmp(name, "href") == 0) {
        return markup_href(m, value, length);
    }
    return true;
}

static inline size_t markup_name(markup *m, char name[32])
{
    size_t length = 0;
    while (m->at < m->end && length < 31 &&
           ((*m->at >= 'a' && *m->at <= 'z') ||
            (*m->at >= 'A' && *m->at <= 'Z') ||
            (*m->at >= '0' && *m->at <= '9') || *m->at == '-')) {
        name[length++] = *m->at++;
    }
    name[length] = '\0';
    return length;
}

/* Style and script: ours, to the byte. */
static inline bool markup_raw(markup *m, const char *wanted, const char *end)
{
    const size_t length = strlen(wanted);
    if ((size_t)(m->end - m->at) < length + strlen(end) ||
        memcmp(m->at, wanted, length) != 0 ||
        memcmp(m->at + length, end, strlen(end)) != 0) {
        return markup_fail(m, "a style or script that is not ours");
    }
    m->at += length;
    return true;
}

static inline bool markup_open(markup *m)
{
    char name[32];
    char attribute[32];
    m->at++;
    if (markup_name(m, name) == 0 || !markup_is_listed(markup_elements, name)) {
        return markup_fail(m, "an element that is not known");
    }
    m->elements++;
    m->tables += strcmp(name, "table") == 0;
    while (m->at < m->end && *m->at == ' ') {
        m->at++;
        if (markup_name(m, attribute) == 0 ||
            !markup_is_listed(markup_attributes, attribute) ||
            m->end - m->at < 2 || m->at[0] != '=' || m->at[1] != '"') {
            return markup_fail(m, "an attribute that is not known");
        }
        m->at += 2;
        if (!markup_value(m, attribute)) {
            return false;
        }
    }
    if (m->end - m->at >= 2 && m->at[0] == '/' && m->at[1] == '>') {
        m->at += 2;
        return true;
    }
    if (m->at == m->end || *m->at != '>' || m->depth == MARKUP_DEPTH) {
        return markup_fail(m, "a tag that does not end");
    }
    m->at++;
    (void)snprintf(m->stack[m->depth++], sizeof m->stack[0], "%s", name);
    if (strcmp(name, "style") == 0) {
        return markup_raw(m, m->style, "</style>");
    }
    return strcmp(name, "script") != 0 || markup_raw(m, m->script, "</script>");
}

static inline bool markup_close(markup *m)
{
    char name[32];
    m->at += 2;
    if (markup_name(m, name) == 0 || m->depth == 0 ||
        strcmp(m->stack[m->depth - 1], name) != 0 || m->at == m->end ||
        *m->at != '>') {
        return markup_fail(m, "an end tag of nothing");
    }
    m->at++;
    m->depth--;
    return true;
}

/* Every reference to an id has one, and no id stands twice. */
static inline bool markup_check_ids(markup *m)
{
    for (size_t i = 0; i < m->id_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(m->ids[i], m->ids[j]) == 0) {
                (void)snprintf(m->fault, sizeof m->fault, "two ids \"%s\"",
                               m->ids[i]);
                return false;
            }
        }
    }
    for (size_t i = 0; i < m->use_count; i++) {
        bool is_there = false;
        for (size_t j = 0; j < m->id_count; j++) {
            is_there = is_there || strcmp(m->uses[i], m->ids[j]) == 0;
        }
        if (!is_there) {
            (void)snprintf(m->fault, sizeof m->fault, "no id \"%s\"",
                           m->uses[i]);
            return false;
        }
    }
    return true;
}

/* C0 but line feeds, DEL, C1, and what turns or hides text. Bytes that are not
 * UTF-8 are the caller's to find. */
static inline bool markup_is_hidden(const unsigned char *c, size_t left)
{
    if ((c[0] < 0x20 && c[0] != '\n') || c[0] == 0x7F) {
        return true;
    }
    if (left > 1 && c[0] == 0xC2 && c[1] < 0xA0) {
        return true;
    }
    if (left > 2 && c[0] == 0xE2 && c[1] == 0x80) {
        return (c[2] >= 0xAA && c[2] <= 0xAE) || c[2] == 0x8E || c[2] == 0x8F ||
               c[2] == 0xA8 || c[2] == 0xA9;
    }
    if (left > 2 && c[0] == 0xE2 && c[1] == 0x81) {
        return c[2] >= 0xA6 && c[2] <= 0xA9;
    }
    return left > 2 && c[0] == 0xEF && c[1] == 0xBF &&
           (c[2] == 0xBE || c[2] == 0xBF);
}

/* Reads a whole page; m->fault says what is wrong with it, "" for nothing. */
static inline bool markup_read(markup *m, const char *text, size_t length,
                               const char *style, const char *script)
{
    static const char start[] = "<!DOCTYPE html>\n";
    memset(m, 0, sizeof *m);
    m->at = text;
    m->end = text + length;
    m->style = style;
    m->script = script;
    for (size_t i = 0; i < length; i++) {
        if (markup_is_hidden((const unsigned char *)text + i, length - i)) {
            m->at = text + i;
            return markup_fail(m, "a character that hides");
        }
    }
    if (length < sizeof start || memcmp(text, start, sizeof start - 1) != 0) {
        return markup_fail(m, "not the beginning of a page");
    }
    m->at += sizeof start - 1;
    while (m->at < m->end) {
        const bool is_fine = *m->at == '&'   ? markup_reference(m)
                             : *m->at == '>' ? markup_fail(m, "a > alone")
                             : *m->at != '<' ? (m->at++, true)
                             : m->end - m->at > 1 && m->at[1] == '/'
                                 ? markup_close(m)
                                 : markup_open(m);
        if (!is_fine) {
            return false;
        }
    }
    if (m->depth != 0) {
        return markup_fail(m, "elements are still open");
    }
    return markup_check_ids(m);
}

#endif
