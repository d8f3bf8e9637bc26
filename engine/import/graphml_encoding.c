/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/graphml_encoding.h"

#include "base/context_impl.h"

#include <string.h>

static bool starts_with(const uint8_t *bytes, size_t length, const char *with,
                        size_t with_length)
{
    return length >= with_length && memcmp(bytes, with, with_length) == 0;
}

/* Does a declared encoding begin with one of the refused names? */
static const char *refused_encoding(const uint8_t *bytes, size_t length)
{
    static const char *const refused[] = {"utf-7", "utf-32", "ucs-4", "ebcdic",
                                          "ibm",   "cp037",  "cp500"};
    const size_t end = length < 256 ? length : 256;
    size_t at = 0;
    if (!starts_with(bytes, length, "<?xml", 5)) {
        return NULL;
    }
    while (at + 9 < end && bytes[at] != '>' &&
           memcmp(bytes + at, "encoding", 8) != 0) {
        at++;
    }
    if (at + 9 >= end || bytes[at] == '>') {
        return NULL;
    }
    at += 8;
    while (at < end && (bytes[at] == '=' || bytes[at] == ' ')) {
        at++;
    }
    at++;
    for (size_t i = 0; i < INTRO_COUNT_OF(refused); i++) {
        size_t k = 0;
        while (refused[i][k] != '\0' && at + k < end &&
               (bytes[at + k] >= 'A' && bytes[at + k] <= 'Z'
                    ? bytes[at + k] + 32
                    : bytes[at + k]) == refused[i][k]) {
            k++;
        }
        if (refused[i][k] == '\0') {
            return refused[i];
        }
    }
    return NULL;
}

intro_status intro_i_xml_check_encoding(intro_ctx *ctx, intro_i_source *source)
{
    const char *const file = intro_i_source_name(source);
    const uint8_t *bytes;
    size_t length;
    INTRO_TRY(intro_i_source_peek(ctx, source, &bytes, &length));
    const char *encoding = refused_encoding(bytes, length);
    if (starts_with(bytes, length, "\xFF\xFE\0\0", 4) ||
        starts_with(bytes, length, "\0\0\xFE\xFF", 4) ||
        starts_with(bytes, length, "<\0\0\0", 4) ||
        starts_with(bytes, length, "\0\0\0<", 4)) {
        encoding = "utf-32";
    } else if (starts_with(bytes, length, "\x4C\x6F\xA7\x94", 4)) {
        encoding = "ebcdic";
    }
    if (encoding != NULL) {
        const intro_status rc = intro_i_fail_at(
            ctx, INTRO_EFORMAT, file, 1, 0,
            "character encoding \"%s\" is not accepted", encoding);
        intro_i_hint(ctx, "save the file as UTF-8");
        return rc;
    }
    size_t at = 0;
    if (starts_with(bytes, length, "\xEF\xBB\xBF", 3)) {
        at = 3;
    } else if (starts_with(bytes, length, "\xFF\xFE", 2) ||
               starts_with(bytes, length, "\xFE\xFF", 2)) {
        at = 2;
    }
    while (at < length && (bytes[at] == '\0' || bytes[at] == ' ' ||
                           (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
        at++;
    }
    return at < length ? INTRO_OK
                       : intro_i_fail_at(ctx, INTRO_EFORMAT, file, 0, 0,
                                         "file is empty");
}
