/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/kind.h"

#include <string.h>

typedef struct kind_words {
    const char *words;
    const char *hint; /* NULL: nothing helps */
} kind_words;

static const kind_words kinds[] = {
    [INTRO_I_KIND_EMPTY] = {"empty", NULL},
    [INTRO_I_KIND_XML] = {"XML", NULL},
    [INTRO_I_KIND_JSON] = {"JSON", NULL},
    [INTRO_I_KIND_TEXT] = {"text", NULL},
    [INTRO_I_KIND_UTF16] = {"UTF-16 text", "save it as UTF-8"},
    [INTRO_I_KIND_SNAPSHOT] = {"a snapshot", NULL},
    [INTRO_I_KIND_GZIP] = {"gzip data", "unpack it with: gunzip FILE"},
    [INTRO_I_KIND_ZIP] = {"a ZIP archive", "unpack it with: unzip FILE"},
    [INTRO_I_KIND_ZSTD] = {"Zstandard data", "unpack it with: zstd -d FILE"},
    [INTRO_I_KIND_XZ] = {"xz data", "unpack it with: xz -d FILE"},
    [INTRO_I_KIND_BZIP2] = {"bzip2 data", "unpack it with: bzip2 -d FILE"},
    [INTRO_I_KIND_ZLIB] = {"zlib data without a gzip header",
                           "unpack it with: pigz -dz FILE"},
    [INTRO_I_KIND_PDF] = {"a PDF document", NULL},
    [INTRO_I_KIND_OTHER] =
        {"binary data",
         "if it is an archive that unpacks itself, unpack it and give the folder"},
};

static bool starts_with(const uint8_t *bytes, size_t length, const char *magic,
                        size_t size)
{
    return length >= size && memcmp(bytes, magic, size) == 0;
}

typedef struct kind_magic {
    const char *bytes;
    size_t size;
    intro_i_kind kind;
} kind_magic;

#define MAGIC(text, of_kind)                                                   \
    {                                                                          \
        (text), sizeof(text) - 1, (of_kind)                                    \
    }
static const kind_magic magics[] = {
    MAGIC("\x89IFS", INTRO_I_KIND_SNAPSHOT),
    MAGIC("\tIFS", INTRO_I_KIND_SNAPSHOT), /* high bit stripped */
    MAGIC("\x1f\x8b", INTRO_I_KIND_GZIP),
    MAGIC("PK\x03\x04", INTRO_I_KIND_ZIP),
    MAGIC("PK\x05\x06", INTRO_I_KIND_ZIP),
    MAGIC("PK\x07\x08", INTRO_I_KIND_ZIP),
    MAGIC("\x28\xb5\x2f\xfd", INTRO_I_KIND_ZSTD),
    MAGIC("\xfd\x37zXZ\0", INTRO_I_KIND_XZ),
    MAGIC("BZh1", INTRO_I_KIND_BZIP2),
    MAGIC("BZh2", INTRO_I_KIND_BZIP2),
    MAGIC("BZh3", INTRO_I_KIND_BZIP2),
    MAGIC("BZh4", INTRO_I_KIND_BZIP2),
    MAGIC("BZh5", INTRO_I_KIND_BZIP2),
    MAGIC("BZh6", INTRO_I_KIND_BZIP2),
    MAGIC("BZh7", INTRO_I_KIND_BZIP2),
    MAGIC("BZh8", INTRO_I_KIND_BZIP2),
    MAGIC("BZh9", INTRO_I_KIND_BZIP2),
    MAGIC("\x78\x01", INTRO_I_KIND_ZLIB),
    MAGIC("\x78\x9c", INTRO_I_KIND_ZLIB),
    MAGIC("\x78\xda", INTRO_I_KIND_ZLIB),
    MAGIC("%PDF-", INTRO_I_KIND_PDF),
    /* XML in encodings of two and four bytes. */
    MAGIC("\xff\xfe\0\0<\0\0\0", INTRO_I_KIND_XML),
    MAGIC("\0\0\xfe\xff\0\0\0<", INTRO_I_KIND_XML),
    MAGIC("<\0", INTRO_I_KIND_XML),
    MAGIC("\0<", INTRO_I_KIND_XML),
    MAGIC("\0\0\0<", INTRO_I_KIND_XML),
    MAGIC("\xff\xfe<\0", INTRO_I_KIND_XML),
    MAGIC("\xfe\xff\0<", INTRO_I_KIND_XML),
    MAGIC("\x4c\x6f\xa7\x94", INTRO_I_KIND_XML), /* "<?xm" in EBCDIC */
    MAGIC("\xff\xfe", INTRO_I_KIND_UTF16),
    MAGIC("\xfe\xff", INTRO_I_KIND_UTF16),
};
#undef MAGIC

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A snapshot whose first bytes were damaged is still told as one, so that it is
 * reported as damaged and not as something unknown: six of eight must be right. */
static bool is_nearly_snapshot(const uint8_t *bytes, size_t length)
{
    static const uint8_t magic[8] = {0x89, 'I',  'F',  'S',
                                     '\r', '\n', 0x1a, '\n'};
    size_t right = 0;
    for (size_t i = 0; i < sizeof magic && i < length; i++) {
        right += bytes[i] == magic[i];
    }
    return right + 2 >= sizeof magic;
}

intro_i_kind intro_i_kind_of(const uint8_t *bytes, size_t length)
{
    if (length == 0) {
        return INTRO_I_KIND_EMPTY;
    }
    if (is_nearly_snapshot(bytes, length)) {
        return INTRO_I_KIND_SNAPSHOT;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(magics); i++) {
        if (starts_with(bytes, length, magics[i].bytes, magics[i].size)) {
            return magics[i].kind;
        }
    }
    size_t at = starts_with(bytes, length, "\xef\xbb\xbf", 3) ? 3 : 0;
    while (at < length && is_space(bytes[at])) {
        at++;
    }
    if (at == length) {
        return INTRO_I_KIND_EMPTY;
    }
    if (bytes[at] == '<') {
        return INTRO_I_KIND_XML;
    }
    /* Other control characters stand in the names of people who try something,
     * and those are data. */
    if (memchr(bytes, '\0', length) != NULL) {
        return INTRO_I_KIND_OTHER;
    }
    if (bytes[at] == '{' || bytes[at] == '[') {
        return INTRO_I_KIND_JSON;
    }
    return INTRO_I_KIND_TEXT;
}

const char *intro_i_kind_words(intro_i_kind kind)
{
    return kinds[kind].words;
}

const char *intro_i_kind_hint(intro_i_kind kind)
{
    return kinds[kind].hint;
}
