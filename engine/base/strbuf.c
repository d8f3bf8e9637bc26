/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strbuf.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

/* What data points to before the first append; never written. */
static char empty_text[1] = "";

void intro_i_strbuf_init(intro_i_strbuf *buf, size_t maximum)
{
    memset(buf, 0, sizeof *buf);
    buf->data = empty_text;
    buf->maximum = maximum;
}

void intro_i_strbuf_fini(intro_i_strbuf *buf)
{
    if (buf->capacity != 0) {
        intro_i_free(buf->data);
    }
    intro_i_strbuf_init(buf, buf->maximum);
}

void intro_i_strbuf_clear(intro_i_strbuf *buf)
{
    buf->length = 0;
    buf->status = INTRO_OK;
    if (buf->capacity != 0) {
        buf->data[0] = '\0';
    }
}

/* Room for `more` bytes and the NUL; sets and returns the status. */
static intro_status make_room(intro_i_strbuf *buf, size_t more)
{
    size_t need;
    if (buf->status != INTRO_OK) {
        return buf->status;
    }
    if (!intro_i_add(buf->length, more, &need) ||
        !intro_i_add(need, 1, &need) ||
        (buf->maximum != 0 && need - 1 > buf->maximum)) {
        buf->status = INTRO_ELIMIT;
        return buf->status;
    }
    if (need <= buf->capacity) {
        return INTRO_OK;
    }
    size_t wanted = buf->capacity < 64 ? 64 : buf->capacity;
    while (wanted < need) {
        if (!intro_i_add(wanted, wanted, &wanted)) {
            buf->status = INTRO_ENOMEM;
            return buf->status;
        }
    }
    char *const moved =
        intro_i_realloc(buf->capacity == 0 ? NULL : buf->data, wanted, 1);
    if (moved == NULL) {
        buf->status = INTRO_ENOMEM;
        return buf->status;
    }
    buf->data = moved;
    buf->capacity = wanted;
    buf->data[buf->length] = '\0';
    return INTRO_OK;
}

void intro_i_strbuf_append(intro_i_strbuf *buf, const char *bytes,
                           size_t length)
{
    if (make_room(buf, length) == INTRO_OK && length != 0) {
        memcpy(buf->data + buf->length, bytes, length);
        buf->length += length;
        buf->data[buf->length] = '\0';
    }
}

void intro_i_strbuf_puts(intro_i_strbuf *buf, const char *text)
{
    intro_i_strbuf_append(buf, text, strlen(text));
}

void intro_i_strbuf_putc(intro_i_strbuf *buf, char c)
{
    intro_i_strbuf_append(buf, &c, 1);
}

void intro_i_strbuf_put_utf8(intro_i_strbuf *buf, uint32_t codepoint)
{
    char bytes[4];
    size_t length;
    if (codepoint < 0x80) {
        bytes[0] = (char)codepoint;
        length = 1;
    } else if (codepoint < 0x800) {
        bytes[0] = (char)(0xC0 | (codepoint >> 6));
        bytes[1] = (char)(0x80 | (codepoint & 0x3F));
        length = 2;
    } else if (codepoint < 0x10000) {
        bytes[0] = (char)(0xE0 | (codepoint >> 12));
        bytes[1] = (char)(0x80 | ((codepoint >> 6) & 0x3F));
        bytes[2] = (char)(0x80 | (codepoint & 0x3F));
        length = 3;
    } else {
        bytes[0] = (char)(0xF0 | (codepoint >> 18));
        bytes[1] = (char)(0x80 | ((codepoint >> 12) & 0x3F));
        bytes[2] = (char)(0x80 | ((codepoint >> 6) & 0x3F));
        bytes[3] = (char)(0x80 | (codepoint & 0x3F));
        length = 4;
    }
    intro_i_strbuf_append(buf, bytes, length);
}

void intro_i_strbuf_printf(intro_i_strbuf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0 || make_room(buf, (size_t)length) != INTRO_OK) {
        return;
    }
    va_start(args, format);
    (void)vsnprintf(buf->data + buf->length, (size_t)length + 1, format, args);
    va_end(args);
    buf->length += (size_t)length;
}

void intro_i_strbuf_truncate(intro_i_strbuf *buf, size_t length)
{
    if (length < buf->length) {
        buf->length = length;
        buf->data[length] = '\0';
    }
}
