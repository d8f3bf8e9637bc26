/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growable byte buffer with a stated maximum. The bytes always end with a NUL
 * that is not counted; embedded NULs are allowed. After a failed append the
 * buffer holds what it held before and `status` keeps the first failure, so a
 * run of appends may be checked once at its end. */
#ifndef INTRO_BASE_STRBUF_H
#define INTRO_BASE_STRBUF_H

#include "base/common.h"

#include <stdarg.h>

typedef struct intro_i_strbuf {
    char *data; /* "" when nothing was appended, never NULL after init */
    size_t length;
    size_t capacity;
    size_t maximum;
    intro_status status; /* INTRO_OK, INTRO_ENOMEM or INTRO_ELIMIT */
} intro_i_strbuf;

/* maximum: most bytes it may hold, 0 = no limit. Allocates nothing. */
void intro_i_strbuf_init(intro_i_strbuf *buf, size_t maximum);
void intro_i_strbuf_fini(intro_i_strbuf *buf);
/* Forget the content and the failure, keep the memory. */
void intro_i_strbuf_clear(intro_i_strbuf *buf);
void intro_i_strbuf_append(intro_i_strbuf *buf, const char *bytes,
                           size_t length);
void intro_i_strbuf_puts(intro_i_strbuf *buf, const char *text);
void intro_i_strbuf_putc(intro_i_strbuf *buf, char c);
/* One Unicode scalar value as UTF-8. */
void intro_i_strbuf_put_utf8(intro_i_strbuf *buf, uint32_t codepoint);
void intro_i_strbuf_printf(intro_i_strbuf *buf, const char *format, ...)
    INTRO_PRINTF(2, 3);
void intro_i_strbuf_truncate(intro_i_strbuf *buf, size_t length);

#endif
