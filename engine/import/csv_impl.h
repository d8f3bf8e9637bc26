/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What csv_reader.c, which cuts records, and csv_decode.c, which makes UTF-8 of
 * what comes in, share. */
#ifndef INTRO_IMPORT_CSV_IMPL_H
#define INTRO_IMPORT_CSV_IMPL_H

#include "base/vec.h"
#include "import/csv_reader.h"

typedef enum intro_i_csv_decoder {
    INTRO_I_CSV_FROM_UTF8,
    INTRO_I_CSV_FROM_CP1252,
    INTRO_I_CSV_FROM_LE,
    INTRO_I_CSV_FROM_BE
} intro_i_csv_decoder;

/* Relative to the start of the record, which moves. */
typedef struct intro_i_csv_span {
    size_t begin;
    size_t length;
} intro_i_csv_span;

INTRO_VEC(intro_i_vec_csv_span, intro_i_csv_span);

struct intro_i_csv {
    intro_ctx *ctx;
    intro_i_source *source;
    char separator;
    intro_i_csv_decoder decoder;
    uint8_t classes[256];

    char *data;
    size_t capacity;
    size_t start;    /* of the record */
    size_t scan;     /* next byte to look at */
    size_t end;      /* of what is decoded */
    size_t pending;  /* UTF-8: bytes behind end, a character cut by a block */
    uint8_t half[4]; /* UTF-16: the same, not yet decoded */
    size_t half_count;
    bool at_end;
    bool is_started;
    bool is_not_utf8;
    intro_status failed;

    intro_i_vec_csv_span spans;
    intro_i_csv_field *fields;
    size_t field_capacity;
    uint64_t line; /* of scan */
    uint64_t number;
    bool is_malformed;
};

/* Says what is wrong at a line, and keeps the status in csv->failed. */
intro_status intro_i_csv_fail(intro_i_csv *csv, intro_status code,
                              uint64_t line, const char *what);

/* More bytes behind csv->end, or csv->at_end. The record may move to the front
 * of the buffer. */
INTRO_MUST_USE intro_status intro_i_csv_refill(intro_i_csv *csv);

#endif
