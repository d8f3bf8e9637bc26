/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directory is read once more, entry by entry, as APPNOTE 6.3 has it. libzip
 * has found it consistent; here it must have as many entries as libzip says. */
#include "import/zip_layout.h"

#include "base/alloc.h"
#include "base/osio.h"

#include <string.h>

enum {
    END_SIZE = 22,      /* end of central directory */
    END_WIDE_SIZE = 56, /* the same of zip64 */
    LOCATOR_SIZE = 20,  /* of that, before END */
    CENTRAL_SIZE = 46,  /* header of an entry in the directory */
    LOCAL_SIZE = 30,    /* and before its data */
    FIELD_MAX = 0xFFFF, /* longest comment, name or extra field */
    WIDE_FIELD = 1      /* number of the extra field of zip64 */
};

static uint64_t number(const uint8_t *bytes, size_t width)
{
    uint64_t value = 0;
    for (size_t i = width; i-- > 0;) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* All of them, or INTRO_EFORMAT. */
static intro_status read_at(const intro_i_zip_bytes *archive, uint64_t at,
                            uint8_t *bytes, size_t size)
{
    if (at > archive->size || size > archive->size - at) {
        return INTRO_EFORMAT;
    }
    if (archive->memory != NULL) {
        memcpy(bytes, archive->memory + at, size);
        return INTRO_OK;
    }
    const ssize_t got = intro_i_os_read_at(archive->fd, bytes, size, at);
    if (got < 0) {
        return INTRO_EIO;
    }
    return (size_t)got == size ? INTRO_OK : INTRO_EFORMAT;
}

static bool has_mark(const uint8_t *bytes, uint8_t third, uint8_t fourth)
{
    return bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == third &&
           bytes[3] == fourth;
}

/* --- the end of the archive ----------------------------------------------- */

typedef struct directory {
    uint64_t entries;
    uint64_t begin;
} directory;

/* Puts the numbers of zip64 in the place of those that do not fit; end is where
 * the end record stands. */
static intro_status widen(const intro_i_zip_bytes *archive, uint64_t end,
                          directory *d)
{
    uint8_t bytes[END_WIDE_SIZE];
    if (end < LOCATOR_SIZE) {
        return INTRO_EFORMAT;
    }
    INTRO_TRY(read_at(archive, end - LOCATOR_SIZE, bytes, LOCATOR_SIZE));
    if (!has_mark(bytes, 6, 7)) {
        return INTRO_EFORMAT;
    }
    INTRO_TRY(read_at(archive, number(bytes + 8, 8), bytes, END_WIDE_SIZE));
    if (!has_mark(bytes, 6, 6)) {
        return INTRO_EFORMAT;
    }
    d->entries = number(bytes + 32, 8);
    d->begin = number(bytes + 48, 8);
    return INTRO_OK;
}

/* The directory of a record that may be the end of the archive. */
static intro_status take_end(const intro_i_zip_bytes *archive, uint64_t at,
                             const uint8_t *end, directory *d)
{
    d->entries = number(end + 10, 2);
    d->begin = number(end + 16, 4);
    return d->entries == UINT16_MAX || d->begin == UINT32_MAX
               ? widen(archive, at, d)
               : INTRO_OK;
}

/* Where the end of the archive is looked for. */
static size_t tail_size(const intro_i_zip_bytes *archive)
{
    return archive->size < END_SIZE + FIELD_MAX
               ? (size_t)archive->size
               : (size_t)(END_SIZE + FIELD_MAX);
}

/* The last record that ends with the file and has so many entries. */
static intro_status find_directory(const intro_i_zip_bytes *archive,
                                   uint8_t *tail, size_t count, directory *d)
{
    const size_t size = tail_size(archive);
    const uint64_t start = archive->size - size;
    INTRO_TRY(read_at(archive, start, tail, size));
    for (size_t left = END_SIZE; left <= size; left++) {
        const uint8_t *const end = tail + (size - left);
        if (!has_mark(end, 5, 6) || number(end + 20, 2) != left - END_SIZE) {
            continue;
        }
        const intro_status rc =
            take_end(archive, start + (size - left), end, d);
        if (rc != INTRO_EFORMAT && (rc != INTRO_OK || d->entries == count)) {
            return rc;
        }
    }
    return INTRO_EFORMAT;
}

intro_status intro_i_zip_foresee(const intro_i_zip_bytes *archive)
{
    const size_t size = tail_size(archive);
    const uint64_t start = archive->size - size;
    uint8_t *const tail = intro_i_alloc(END_SIZE + FIELD_MAX, 1);
    intro_status rc =
        tail == NULL ? INTRO_ENOMEM : read_at(archive, start, tail, size);
    uint64_t entries = 0;
    for (size_t left = END_SIZE; left <= size && rc == INTRO_OK; left++) {
        const uint8_t *const end = tail + (size - left);
        directory d;
        if (!has_mark(end, 5, 6)) {
            continue;
        }
        rc = take_end(archive, start + (size - left), end, &d);
        if (rc == INTRO_EFORMAT) { /* no zip64: the number is what it says */
            rc = INTRO_OK;
        }
        if (d.entries > INTRO_I_ZIP_ENTRIES_MAX) {
            rc = INTRO_ELIMIT;
        }
        entries += d.entries;
        if (rc == INTRO_OK && entries > 4 * INTRO_I_ZIP_ENTRIES_MAX) {
            rc = INTRO_EFORMAT;
        }
    }
    intro_i_free(tail);
    return rc;
}

/* --- entries -------------------------------------------------------------- */

/* The numbers that stand in the extra field of zip64, in this order and only
 * those that did not fit: length, packed length, offset. */
static intro_status take_wide(const uint8_t *extra, size_t length,
                              const bool is_wide[3], uint64_t *packed,
                              uint64_t *offset)
{
    for (size_t at = 0; length - at >= 4;) {
        const size_t size = (size_t)number(extra + at + 2, 2);
        const uint8_t *field = extra + at + 4;
        if (size > length - at - 4) {
            return INTRO_EFORMAT;
        }
        if (number(extra + at, 2) == WIDE_FIELD) {
            const size_t needed =
                8u * ((size_t)is_wide[0] + is_wide[1] + is_wide[2]);
            if (size < needed) {
                return INTRO_EFORMAT;
            }
            field += is_wide[0] ? 8 : 0;
            *packed = is_wide[1] ? number(field, 8) : *packed;
            field += is_wide[1] ? 8 : 0;
            *offset = is_wide[2] ? number(field, 8) : *offset;
            return INTRO_OK;
        }
        at += 4 + size;
    }
    return INTRO_EFORMAT;
}

/* The entry at *at of the directory; *at moves behind it. */
static intro_status take_entry(const intro_i_zip_bytes *archive, uint64_t *at,
                               uint8_t *extra, intro_i_zip_extent *extent)
{
    uint8_t header[CENTRAL_SIZE];
    INTRO_TRY(read_at(archive, *at, header, sizeof header));
    if (!has_mark(header, 1, 2)) {
        return INTRO_EFORMAT;
    }
    const size_t name = (size_t)number(header + 28, 2);
    const size_t extra_length = (size_t)number(header + 30, 2);
    const size_t comment = (size_t)number(header + 32, 2);
    uint64_t packed = number(header + 20, 4);
    uint64_t offset = number(header + 42, 4);
    const bool is_wide[3] = {number(header + 24, 4) == UINT32_MAX,
                             packed == UINT32_MAX, offset == UINT32_MAX};
    if (is_wide[0] || is_wide[1] || is_wide[2]) {
        INTRO_TRY(
            read_at(archive, *at + CENTRAL_SIZE + name, extra, extra_length));
        INTRO_TRY(take_wide(extra, extra_length, is_wide, &packed, &offset));
    }
    if (offset > archive->size || packed > archive->size - offset ||
        LOCAL_SIZE + name > archive->size - offset - packed) {
        return INTRO_EFORMAT;
    }
    extent->begin = offset;
    extent->end = offset + LOCAL_SIZE + name + packed;
    *at += CENTRAL_SIZE + name + extra_length + comment;
    return INTRO_OK;
}

intro_status intro_i_zip_layout(const intro_i_zip_bytes *archive, size_t count,
                                intro_i_zip_extent extents[])
{
    directory d;
    uint8_t *const field = intro_i_alloc(END_SIZE + FIELD_MAX, 1);
    if (field == NULL) {
        return INTRO_ENOMEM;
    }
    intro_status rc = find_directory(archive, field, count, &d);
    uint64_t at = rc == INTRO_OK ? d.begin : 0;
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        rc = take_entry(archive, &at, field, &extents[i]);
    }
    intro_i_free(field);
    return rc;
}

bool intro_i_zip_is_shared(const intro_i_zip_extent extents[], size_t count,
                           size_t index)
{
    const intro_i_zip_extent *const one = &extents[index];
    for (size_t i = 0; i < count; i++) {
        if (i != index && extents[i].begin < one->end &&
            one->begin < extents[i].end) {
            return true;
        }
    }
    return false;
}
