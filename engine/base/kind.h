/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file is, told by its first bytes and never by its name. */
#ifndef INTRO_BASE_KIND_H
#define INTRO_BASE_KIND_H

#include "base/common.h"

/* What the first bytes of a file look like. */
typedef enum intro_i_kind {
    INTRO_I_KIND_EMPTY,    /* no byte at all */
    INTRO_I_KIND_XML,      /* first character is '<', any Unicode encoding */
    INTRO_I_KIND_JSON,     /* first character is '{' or '[' */
    INTRO_I_KIND_TEXT,     /* no control characters: CSV, TSV, ... */
    INTRO_I_KIND_UTF16,    /* byte order mark of UTF-16, not XML */
    INTRO_I_KIND_SNAPSHOT, /* also one damaged by text-mode transfer */
    INTRO_I_KIND_GZIP,     /* never told by a source, which unpacks it */
    INTRO_I_KIND_ZIP,
    INTRO_I_KIND_ZSTD,
    INTRO_I_KIND_XZ,
    INTRO_I_KIND_BZIP2,
    INTRO_I_KIND_ZLIB,
    INTRO_I_KIND_PDF,
    INTRO_I_KIND_OTHER /* other binary data */
} intro_i_kind;

/* Kind of the first bytes of anything; the more bytes, the surer. */
intro_i_kind intro_i_kind_of(const uint8_t *bytes, size_t length);
/* "a zstd archive", "XML", ...: static words. */
const char *intro_i_kind_words(intro_i_kind kind);

/* How to make something readable of it, or NULL: static words. */
const char *intro_i_kind_hint(intro_i_kind kind);

#endif
