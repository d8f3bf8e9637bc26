/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Streaming records of a delimited text file (RFC 4180) over a byte source.
 *
 *     intro_i_csv *csv;
 *     INTRO_TRY(intro_i_csv_open(ctx, src, ',', INTRO_I_CSV_UNICODE, &csv));
 *     do {
 *         rc = intro_i_csv_next(csv, &record);
 *         ...use record.fields...
 *     } while (rc == INTRO_OK && record.count != 0);
 *     intro_i_csv_close(csv);
 *
 * Accepted beyond the RFC: LF, CR and CRLF mixed, no line end after the last
 * record, byte order marks of UTF-8 and UTF-16 (converted), and \" inside a
 * quoted field wherever RFC 4180 would have no meaning for it. Fields come as
 * UTF-8 without NUL and, but for quotes, as they stand: nothing is trimmed.
 *
 * Errors, with file and line: INTRO_EFORMAT a quote that is never closed (the
 * line where it opened), a NUL, broken UTF-16, text that is not UTF-8 (then
 * intro_i_csv_is_not_utf8() tells, and the whole file is to be read again as
 * Windows-1252: one file is never read in two encodings); INTRO_ELIMIT beyond
 * the limits below; what the source says. One copy of each byte, memory of one
 * record and two blocks. */
#ifndef INTRO_IMPORT_CSV_READER_H
#define INTRO_IMPORT_CSV_READER_H

#include "base/source.h"

enum {
    INTRO_I_CSV_FIELD_MAX = 1 << 20,
    INTRO_I_CSV_RECORD_MAX = 1 << 26,
    INTRO_I_CSV_COLUMNS_MAX = 4096
};

typedef enum intro_i_csv_encoding {
    INTRO_I_CSV_UNICODE, /* UTF-16 by its mark, else UTF-8 */
    INTRO_I_CSV_CP1252
} intro_i_csv_encoding;

/* Borrowed until the next call; not NUL-terminated. */
typedef struct intro_i_csv_field {
    const char *text;
    size_t length;
} intro_i_csv_field;

typedef struct intro_i_csv_record {
    const intro_i_csv_field *fields;
    size_t count;      /* 0 = the end of the file */
    uint64_t number;   /* of the record, from 1, empty lines counted */
    uint64_t line;     /* physical line it begins on, from 1 */
    bool is_blank;     /* an empty line: one empty field */
    bool is_malformed; /* text after a closing quote, or a quote in a field that
                          does not begin with one */
} intro_i_csv_record;

typedef struct intro_i_csv intro_i_csv;

/* The source is borrowed until the close and stands at its beginning. */
INTRO_MUST_USE intro_status intro_i_csv_open(intro_ctx *ctx,
                                             intro_i_source *source,
                                             char separator,
                                             intro_i_csv_encoding encoding,
                                             intro_i_csv **out);
/* NULL is accepted. */
void intro_i_csv_close(intro_i_csv *csv);
INTRO_MUST_USE intro_status intro_i_csv_next(intro_i_csv *csv,
                                             intro_i_csv_record *record);
/* The last failure was: not UTF-8. */
bool intro_i_csv_is_not_utf8(const intro_i_csv *csv);

#endif
