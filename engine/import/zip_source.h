/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members of a ZIP archive as byte sources. Nothing is ever unpacked to disk,
 * and a member is opened only when it is asked for.
 *
 * A member's source announces its end only after its checksum and its declared
 * length were found right. Refused: archives that contradict themselves, with
 * more than INTRO_I_ZIP_ENTRIES_MAX (zip_layout.h) entries, in several parts
 * (INTRO_EFORMAT, INTRO_ELIMIT); members that are encrypted, packed by another
 * method than deflate, damaged or share bytes with another (INTRO_EFORMAT), or
 * that expand beyond 1 GiB or 200 times their packed size and 16 MiB
 * (INTRO_ELIMIT). One source at a time a member; not for several threads. */
#ifndef INTRO_IMPORT_ZIP_SOURCE_H
#define INTRO_IMPORT_ZIP_SOURCE_H

#include "base/source.h"

typedef struct intro_i_zip intro_i_zip;

/* A regular file; an archive that holds nothing but one archive (a name that
 * ends in .zip.zip) is opened in its place. */
INTRO_MUST_USE intro_status intro_i_zip_open(intro_ctx *ctx, const char *path,
                                             intro_i_zip **out);
/* NULL is accepted; every member's source was closed before. */
void intro_i_zip_close(intro_i_zip *zip);

size_t intro_i_zip_count(const intro_i_zip *zip);
/* As stored, with folders; never NULL. Borrowed. */
const char *intro_i_zip_name(const intro_i_zip *zip, size_t index);
/* Neither a folder nor a symbolic link? */
bool intro_i_zip_is_file(const intro_i_zip *zip, size_t index);
/* Bytes of the unpacked member, as the archive says; 0 when it does not. */
uint64_t intro_i_zip_size(const intro_i_zip *zip, size_t index);

/* name is what the source is called in messages; copied. */
INTRO_MUST_USE intro_status intro_i_zip_member(intro_ctx *ctx, intro_i_zip *zip,
                                               size_t index, const char *name,
                                               intro_i_source **out);
/* Closes a source of intro_i_zip_member(); NULL is accepted. */
void intro_i_zip_member_close(intro_i_zip *zip, intro_i_source *source);

/* Is the file still the one that was opened? INTRO_EIO when it was written to in
 * the meantime. Ask before anything read from it is believed. */
INTRO_MUST_USE intro_status intro_i_zip_check(intro_ctx *ctx,
                                              const intro_i_zip *zip);

#endif
