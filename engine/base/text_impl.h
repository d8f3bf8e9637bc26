/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files behind text.h share. */
#ifndef INTRO_BASE_TEXT_IMPL_H
#define INTRO_BASE_TEXT_IMPL_H

#include "base/text.h"

static inline bool intro_i_is_ascii_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Length of the prefix that is ASCII. */
size_t intro_i_ascii_prefix(const char *bytes, size_t length);

/* Columns of one character; control characters take none. */
size_t intro_i_text_measure(uint32_t codepoint);

/* The end of every appending function: all of it or nothing. `before` is the
 * length out had, rc what went wrong besides the buffer itself. */
intro_status intro_i_text_finish(intro_i_strbuf *out, size_t before,
                                 intro_status rc);

#endif
