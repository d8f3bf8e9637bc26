/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the entries of a ZIP archive lie, which libzip does not tell. Entries
 * that share bytes are how 42 kB become gigabytes, and how one reader is shown
 * another file than the next. */
#ifndef INTRO_IMPORT_ZIP_LAYOUT_H
#define INTRO_IMPORT_ZIP_LAYOUT_H

#include "base/common.h"

/* The bytes of an archive: a descriptor, or memory when that is not NULL. Only
 * read by position, so that others may read by the same descriptor. */
typedef struct intro_i_zip_bytes {
    int fd;
    const uint8_t *memory;
    uint64_t size;
} intro_i_zip_bytes;

/* Header, name and data of an entry; descriptors and the local extra field, which
 * may follow, are not counted. */
typedef struct intro_i_zip_extent {
    uint64_t begin;
    uint64_t end;
} intro_i_zip_extent;

/* Most entries of an archive. */
enum { INTRO_I_ZIP_ENTRIES_MAX = 10000 };

/* Before libzip reads the archive: it reads the directories of all records that may
 * be its end, and compares all names of each, in time that an archive made for it
 * lets grow with the square. INTRO_OK; INTRO_ELIMIT when the archive has more
 * entries than that, INTRO_EFORMAT when those records name more than four times as
 * many together; INTRO_EIO with errno, INTRO_ENOMEM; without words. O(1). */
INTRO_MUST_USE intro_status
intro_i_zip_foresee(const intro_i_zip_bytes *archive);

/* The extents of all `count` entries, in the order of the directory. INTRO_OK,
 * INTRO_EFORMAT when no directory has so many or an entry passes the end,
 * INTRO_EIO with errno, INTRO_ENOMEM; without words. O(count). */
INTRO_MUST_USE intro_status intro_i_zip_layout(const intro_i_zip_bytes *archive,
                                               size_t count,
                                               intro_i_zip_extent extents[]);

/* Does this entry share bytes with another one? O(count). */
bool intro_i_zip_is_shared(const intro_i_zip_extent extents[], size_t count,
                           size_t index);

#endif
