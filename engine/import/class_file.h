/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of --classes into a user's table (class_user.h). */
#ifndef INTRO_IMPORT_CLASS_FILE_H
#define INTRO_IMPORT_CLASS_FILE_H

#include "import/class_user.h"

#include <introfind/context.h>

/* Reads a CSV with comma, semicolon or tab, UTF-8, UTF-16 by its mark or else
 * Windows-1252, plain or gzip. The table is as intro_i_user_table_init() made
 * it. Errors, with file and line: INTRO_EFORMAT no such header, a row that
 * cannot be used, what the CSV reader says; INTRO_EIO; INTRO_ELIMIT;
 * INTRO_ENOMEM; INTRO_ECANCELLED. Class words that are not of the taxonomy are
 * told in one notice. */
INTRO_MUST_USE intro_status intro_i_class_file_read(intro_ctx *ctx,
                                                    const char *file,
                                                    intro_i_user_table *table);

#endif
