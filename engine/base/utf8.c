/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8, without a library: what is valid, and the next character. */
#include "base/text_impl.h"

#include <string.h>

/* Eight bytes at a time. */
size_t intro_i_ascii_prefix(const char *bytes, size_t length)
{
    size_t i = 0;
    while (length - i >= 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        i += 8;
    }
    while (i < length && (unsigned char)bytes[i] < 0x80) {
        i++;
    }
    return i;
}

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Bytes of the character at p, 0 when it is not UTF-8. The bounds on the second
 * byte are those of the Unicode Standard, table 3-7. */
static size_t decode(const unsigned char *p, size_t length, uint32_t *out)
{
    const unsigned char c = p[0];
    if (c < 0x80) {
        *out = c;
        return 1;
    }
    if (c < 0xC2 || c > 0xF4 || length < 2) {
        return 0;
    }
    if (c < 0xE0) {
        *out = ((uint32_t)(c & 0x1F) << 6) | (p[1] & 0x3FU);
        return is_continuation(p[1]) ? 2 : 0;
    }
    const unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high || length < 3 || !is_continuation(p[2])) {
        return 0;
    }
    const uint32_t tail = ((p[1] & 0x3FU) << 6) | (p[2] & 0x3FU);
    if (c < 0xF0) {
        *out = ((uint32_t)(c & 0x0F) << 12) | tail;
        return 3;
    }
    if (length < 4 || !is_continuation(p[3])) {
        return 0;
    }
    *out = ((uint32_t)(c & 0x07) << 18) | (tail << 6) | (p[3] & 0x3FU);
    return 4;
}

bool intro_i_utf8_is_valid(const char *bytes, size_t length)
{
    return intro_i_utf8_valid_prefix(bytes, length) == length;
}

size_t intro_i_utf8_valid_prefix(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        if ((unsigned char)bytes[i] < 0x80) {
            i += intro_i_ascii_prefix(bytes + i, length - i);
            continue;
        }
        uint32_t codepoint;
        const size_t step =
            decode((const unsigned char *)bytes + i, length - i, &codepoint);
        if (step == 0) {
            break;
        }
        i += step;
    }
    return i;
}

size_t intro_i_utf8_next(const char *bytes, size_t length, uint32_t *codepoint)
{
    if (length == 0) {
        return 0;
    }
    uint32_t decoded;
    const size_t step = decode((const unsigned char *)bytes, length, &decoded);
    *codepoint = step == 0 ? INTRO_I_NOT_UTF8 : decoded;
    return step == 0 ? 1 : step;
}

size_t intro_i_utf8_whole(const char *bytes, size_t length)
{
    enum { LONGEST = 4 };
    size_t back = 1;
    while (back < LONGEST && back <= length &&
           is_continuation((unsigned char)bytes[length - back])) {
        back++;
    }
    if (back > length) {
        return length;
    }
    const unsigned char lead = (unsigned char)bytes[length - back];
    const size_t wanted = lead < 0xC0 || lead > 0xF4 ? 1
                          : lead < 0xE0              ? 2
                          : lead < 0xF0              ? 3
                                                     : 4;
    return wanted > back ? length - back : length;
}

int intro_i_utf8_upto(const char *text, int most)
{
    const size_t length = strnlen(text, (size_t)most);
    return (int)(text[length] == '\0' ? length
                                      : intro_i_utf8_whole(text, length));
}

intro_status intro_i_utf8_repair(const char *bytes, size_t length,
                                 intro_i_strbuf *out)
{
    const size_t before = out->length;
    for (size_t i = 0; i < length; i++) {
        const size_t good = intro_i_utf8_valid_prefix(bytes + i, length - i);
        intro_i_strbuf_append(out, bytes + i, good);
        i += good;
        if (i < length) {
            intro_i_strbuf_put_utf8(out, 0xFFFD);
        }
    }
    return intro_i_text_finish(out, before, INTRO_OK);
}

void intro_i_text_trim(const char **bytes, size_t *length)
{
    while (*length > 0 && intro_i_is_ascii_blank((unsigned char)(*bytes)[0])) {
        (*bytes)++;
        (*length)--;
    }
    while (*length > 0 &&
           intro_i_is_ascii_blank((unsigned char)(*bytes)[*length - 1])) {
        (*length)--;
    }
}
