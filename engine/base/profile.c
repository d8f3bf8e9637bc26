/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identities: the slug of a profile URL, and an e-mail address. */
#include "base/names_impl.h"

#include "base/text.h"

#include <string.h>

enum { EMAIL_MAX = 320 };

/* What is left of a URL. */
typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

/* Takes the prefix, in any case; written in lower case here. */
static bool take_prefix(cursor *url, const char *prefix)
{
    const size_t size = strlen(prefix);
    if ((size_t)(url->end - url->at) < size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (intro_i_lower(url->at[i]) != prefix[i]) {
            return false;
        }
    }
    url->at += size;
    return true;
}

/* The next part of the path, without slashes; empty at the end. */
static cursor take_part(cursor *url)
{
    while (url->at < url->end && *url->at == '/') {
        url->at++;
    }
    cursor part = {url->at, url->at};
    while (part.end < url->end && *part.end != '/') {
        part.end++;
    }
    url->at = part.end;
    return part;
}

static bool is_part(cursor part, const char *word_wanted)
{
    return take_prefix(&part, word_wanted) && part.at == part.end;
}

/* linkedin.com after at most two labels (www, de, www.de). */
static bool take_host(cursor *url)
{
    for (int labels = 0; labels < 3; labels++) {
        cursor rest = *url;
        if (take_prefix(&rest, "linkedin.com")) {
            take_prefix(&rest, ":443");
            *url = rest;
            return rest.at < rest.end && *rest.at == '/';
        }
        const char *p = url->at;
        while (p < url->end && (intro_i_is_letter(*p) || *p == '-')) {
            p++;
        }
        if (p == url->at || p == url->end || *p != '.') {
            return false;
        }
        url->at = p + 1;
    }
    return false;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char small = intro_i_lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* One round of percent-decoding; a sign that is no escape stays. */
static void put_decoded(cursor part, intro_i_strbuf *out)
{
    while (part.at < part.end) {
        const bool is_escape = *part.at == '%' && part.end - part.at >= 3 &&
                               hex_value(part.at[1]) >= 0 &&
                               hex_value(part.at[2]) >= 0;
        if (is_escape) {
            intro_i_strbuf_putc(
                out, (char)(unsigned char)(hex_value(part.at[1]) * 16 +
                                           hex_value(part.at[2])));
        } else {
            intro_i_strbuf_putc(out, *part.at);
        }
        part.at += is_escape ? 3 : 1;
    }
}

/* The numbers of an old /pub/ address, in the order newer slugs have them. */
static void put_old_numbers(cursor *path, intro_i_strbuf *slug)
{
    static const size_t widths[] = {2, 3, 3};
    cursor parts[3];
    for (size_t i = 0; i < 3; i++) {
        parts[i] = take_part(path);
        const size_t size = (size_t)(parts[i].end - parts[i].at);
        if (size == 0 || size > widths[i]) {
            return;
        }
        for (const char *p = parts[i].at; p < parts[i].end; p++) {
            if (hex_value(*p) < 0) {
                return;
            }
        }
    }
    intro_i_strbuf_putc(slug, '-');
    for (size_t i = 3; i-- > 0;) {
        const size_t size = (size_t)(parts[i].end - parts[i].at);
        intro_i_strbuf_append(slug, "000", widths[i] - size);
        intro_i_strbuf_append(slug, parts[i].at, size);
    }
}

/* Checks the decoded slug and appends its normal form. */
static intro_status put_slug(const char *slug, size_t length,
                             intro_i_strbuf *out)
{
    intro_i_text_trim(&slug, &length);
    if (length == 0) {
        return INTRO_ENOTFOUND;
    }
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        i += intro_i_utf8_next(slug + i, length - i, &codepoint);
        if (codepoint < ' ' || (codepoint >= 0x7F && codepoint < 0xA0) ||
            codepoint == '/' || codepoint == INTRO_I_NOT_UTF8) {
            return INTRO_EFORMAT;
        }
    }
    return intro_i_text_lower(slug, length, out);
}

intro_status intro_i_profile_slug(const char *url, size_t length,
                                  intro_i_strbuf *out)
{
    intro_i_text_trim(&url, &length);
    cursor path = {url, url + length};
    if (!take_prefix(&path, "https:")) {
        take_prefix(&path, "http:");
    }
    take_prefix(&path, "//");
    if (!take_host(&path)) {
        return INTRO_ENOTFOUND;
    }
    for (const char *p = path.at; p < path.end; p++) {
        if (*p == '?' || *p == '#') {
            path.end = p;
        }
    }
    cursor part = take_part(&path);
    if (is_part(part, "mwlite")) {
        part = take_part(&path);
    }
    const bool is_old = is_part(part, "pub");
    if (!is_old && !is_part(part, "in")) {
        return INTRO_ENOTFOUND;
    }
    part = take_part(&path);
    /* /pub/dir/ lists namesakes. */
    if (part.at == part.end || (is_old && is_part(part, "dir"))) {
        return INTRO_ENOTFOUND;
    }
    intro_i_strbuf slug;
    intro_i_strbuf_init(&slug, 0);
    put_decoded(part, &slug);
    if (is_old) {
        put_old_numbers(&path, &slug);
    }
    intro_status rc = slug.status;
    if (rc == INTRO_OK) {
        rc = put_slug(slug.data, slug.length, out);
    }
    intro_i_strbuf_fini(&slug);
    return rc;
}

intro_status intro_i_email_normalise(const char *text, size_t length,
                                     intro_i_strbuf *out)
{
    if (length == 0) { /* text may be NULL */
        return INTRO_ENOTFOUND;
    }
    intro_i_text_trim(&text, &length);
    cursor rest = {text, text + length};
    take_prefix(&rest, "mailto:");
    const size_t size = (size_t)(rest.end - rest.at);
    const char *const at = size == 0 ? NULL : memchr(rest.at, '@', size);
    if (at == NULL || at == rest.at || at + 1 == rest.end || size > EMAIL_MAX) {
        return INTRO_ENOTFOUND;
    }
    if (!intro_i_utf8_is_valid(rest.at, size)) {
        return INTRO_EFORMAT;
    }
    size_t signs = 0;
    for (size_t i = 0; i < size;) {
        uint32_t codepoint;
        i += intro_i_utf8_next(rest.at + i, size - i, &codepoint);
        signs += codepoint == '@';
        if (codepoint <= ' ' || (codepoint >= 0x7F && codepoint < 0xA0) ||
            intro_i_text_is_blank(codepoint) ||
            (codepoint < 0x80 &&
             strchr(",;:<>()[]\\\"", (int)codepoint) != NULL)) {
            return INTRO_ENOTFOUND;
        }
    }
    if (signs != 1 || at[1] == '.' || rest.end[-1] == '.') {
        return INTRO_ENOTFOUND;
    }
    return intro_i_text_lower(rest.at, size, out);
}
