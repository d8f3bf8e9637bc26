/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "csv_rows.h"

#include <introfind/context.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void copy_row(const intro_i_csv_record *record, csv_row *row)
{
    assert_true(record->count <= CSV_CELLS);
    row->line = record->line;
    row->count = record->count;
    for (size_t i = 0; i < record->count; i++) {
        const intro_i_csv_field field = record->fields[i];
        assert_true(field.length < CSV_CELL_MAX);
        memcpy(row->cells[i], field.text, field.length);
        row->cells[i][field.length] = '\0';
    }
}

unsigned csv_rows(const char *file, void (*use)(void *user, const csv_row *row),
                  void *user)
{
    intro_ctx *ctx;
    intro_i_source *source;
    intro_i_csv *csv;
    intro_i_csv_record record;
    csv_row row;
    unsigned rows = 0;
    char path[4096];
    const char *const top = getenv("top_srcdir");
    (void)snprintf(path, sizeof path, "%s%s%s",
                   file[0] == '/' ? ""
                   : top == NULL  ? "."
                                  : top,
                   file[0] == '/' ? "" : "/", file);
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_i_source_open_file(ctx, path, 0, &source), INTRO_OK);
    assert_int_equal(
        intro_i_csv_open(ctx, source, ',', INTRO_I_CSV_UNICODE, &csv),
        INTRO_OK);
    assert_int_equal(intro_i_csv_next(csv, &record), INTRO_OK);
    for (;; rows++) {
        assert_int_equal(intro_i_csv_next(csv, &record), INTRO_OK);
        if (record.count == 0) {
            break;
        }
        copy_row(&record, &row);
        use(user, &row);
    }
    intro_i_csv_close(csv);
    intro_i_source_close(source);
    intro_ctx_free(ctx);
    return rows;
}
