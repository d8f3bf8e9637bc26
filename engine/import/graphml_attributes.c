/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The attributes of a start tag. */
#include "import/graphml_scan_impl.h"

enum { NAME_MAX = 1024 }; /* bytes of an attribute's name */

/* A value up to its quote. */
static intro_i_scan_outcome pass_value(intro_i_scanner *s,
                                       intro_i_scan_attribute *a, char **at)
{
    char *p = *at;
    const char quote = *p;
    if (quote != '"' && quote != '\'') {
        return intro_i_scan_stopped(s, p);
    }
    a->value = ++p;
    a->has_reference = false;
    a->has_break = false;
    for (;;) {
        while ((intro_i_scan_class_of(*p) & INTRO_I_BYTE_VALUE) != 0) {
            p++;
        }
        if (*p == quote) {
            break;
        }
        if (*p == '&') {
            a->has_reference = true;
            p++;
        } else if (*p == '"' || *p == '\'') {
            p++;
        } else if (*p == '\n' || *p == '\t' || intro_i_scan_is_line_end(p)) {
            a->has_break = true;
            s->line += *p == '\n';
            p++;
        } else if ((uint8_t)*p >= 0x80) {
            const intro_i_scan_outcome o = intro_i_scan_character(s, &p);
            if (o != INTRO_I_SCAN_DONE) {
                return o;
            }
        } else {
            return intro_i_scan_stopped(s, p);
        }
    }
    a->length = (size_t)(p - a->value);
    *at = p + 1;
    return INTRO_I_SCAN_DONE;
}

static intro_i_scan_outcome pass_attribute(intro_i_scanner *s, char **at)
{
    char *p = *at;
    if (s->attribute_count == INTRO_I_SCAN_ATTRIBUTES) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    intro_i_scan_attribute *const a = &s->attributes[s->attribute_count];
    a->name = p;
    a->prefix_length = 0;
    p = intro_i_scan_pass_name(p);
    if (*p == ':' && p > a->name) {
        a->prefix_length = (size_t)(p - a->name);
        char *const local = p + 1;
        p = intro_i_scan_pass_name(local);
        if (p == local) {
            return intro_i_scan_stopped(s, p);
        }
    }
    a->name_length = (size_t)(p - a->name);
    if (a->name_length == 0 || *p != '=') {
        return intro_i_scan_stopped(s, p);
    }
    if (a->name_length > NAME_MAX) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    p++;
    const intro_i_scan_outcome o = pass_value(s, a, &p);
    if (o == INTRO_I_SCAN_DONE) {
        s->attribute_count++;
        *at = p;
    }
    return o;
}

/* From behind the name to behind the ">". */
intro_i_scan_outcome intro_i_scan_attributes(intro_i_scanner *s, char **at,
                                             bool *is_empty)
{
    char *p = *at;
    s->attribute_count = 0;
    for (;;) {
        char *const before = p;
        p = intro_i_scan_pass_blanks(s, p);
        if (*p == '>') {
            *is_empty = false;
            *at = p + 1;
            return INTRO_I_SCAN_DONE;
        }
        if (*p == '/') {
            if (p[1] != '>') {
                return intro_i_scan_stopped(s, p + 1);
            }
            *is_empty = true;
            *at = p + 2;
            return INTRO_I_SCAN_DONE;
        }
        if (p == before) {
            return intro_i_scan_stopped(s, p);
        }
        const intro_i_scan_outcome o = pass_attribute(s, &p);
        if (o != INTRO_I_SCAN_DONE) {
            return o;
        }
    }
}

static bool contains(const intro_i_scan_attribute *a, const char *word)
{
    const size_t length = strlen(word);
    for (size_t i = 0; i + length <= a->length; i++) {
        if (memcmp(a->value + i, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The prefix of an attribute, declared in the same tag? */
static bool is_bound(const intro_i_scanner *s, const intro_i_scan_attribute *a)
{
    for (size_t i = 0; i < s->attribute_count; i++) {
        const intro_i_scan_attribute *const b = &s->attributes[i];
        if (INTRO_I_SCAN_IS_NAME(b->name, b->prefix_length, "xmlns") &&
            intro_i_scan_is_name(b->name + 6, b->name_length - 6, a->name,
                                 a->prefix_length)) {
            return true;
        }
    }
    return false;
}

/* Namespaces are known only as all writers state them: in the root. */
static bool is_known_namespace(const intro_i_scanner *s,
                               const intro_i_scan_attribute *a)
{
    if (a->prefix_length == 0) {
        return contains(a, "graphml") && !a->has_reference;
    }
    if (!INTRO_I_SCAN_IS_NAME(a->name, a->prefix_length, "xmlns")) {
        return is_bound(s, a);
    }
    return a->length > 0 && !a->has_reference &&
           (a->name_length < 9 || memcmp(a->name + 6, "xml", 3) != 0) &&
           !contains(a, "/XML/1998/") && !contains(a, "/2000/xmlns");
}

static bool is_namespace(const intro_i_scan_attribute *a)
{
    return a->prefix_length != 0 ||
           INTRO_I_SCAN_IS_NAME(a->name, a->name_length, "xmlns");
}

/* Names twice, also such that differ only by their prefix. */
static bool has_twins(const intro_i_scanner *s)
{
    for (size_t i = 1; i < s->attribute_count; i++) {
        const intro_i_scan_attribute *const a = &s->attributes[i];
        for (size_t k = 0; k < i; k++) {
            const intro_i_scan_attribute *const b = &s->attributes[k];
            if (intro_i_scan_is_name(a->name, a->name_length, b->name,
                                     b->name_length)) {
                return true;
            }
            if (a->prefix_length != 0 && b->prefix_length != 0) {
                const size_t skip_a = a->prefix_length;
                const size_t skip_b = b->prefix_length;
                if (intro_i_scan_is_name(
                        a->name + skip_a, a->name_length - skip_a,
                        b->name + skip_b, b->name_length - skip_b)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Refuses what is odd among the attributes, takes namespaces out, decodes. */
intro_i_scan_outcome intro_i_scan_settle(intro_i_scanner *s)
{
    size_t kept = 0;
    if (s->attribute_count > 1 && has_twins(s)) {
        return INTRO_I_SCAN_UNUSUAL;
    }
    for (size_t i = 0; i < s->attribute_count; i++) {
        const intro_i_scan_attribute *const a = &s->attributes[i];
        if (is_namespace(a) ? s->has_root || !is_known_namespace(s, a)
                            : a->has_break) {
            return INTRO_I_SCAN_UNUSUAL;
        }
    }
    for (size_t i = 0; i < s->attribute_count; i++) {
        intro_i_scan_attribute *const a = &s->attributes[i];
        if (a->has_reference &&
            intro_i_scan_decode(a->value, &a->length) != INTRO_I_SCAN_DONE) {
            return INTRO_I_SCAN_UNUSUAL;
        }
        if (!is_namespace(a)) {
            s->attributes[kept++] = *a;
        }
    }
    s->attribute_count = kept;
    return INTRO_I_SCAN_DONE;
}

const intro_i_scan_attribute *intro_i_scan_find(const intro_i_scanner *s,
                                                const char *name, size_t length)
{
    for (size_t i = 0; i < s->attribute_count; i++) {
        const intro_i_scan_attribute *const a = &s->attributes[i];
        if (a->name_length == length && memcmp(a->name, name, length) == 0) {
            return a;
        }
    }
    return NULL;
}
