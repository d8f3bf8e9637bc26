/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of a CSV file of the source tree, one after the other. */
#ifndef INTRO_TESTS_CSV_ROWS_H
#define INTRO_TESTS_CSV_ROWS_H

#include "import/csv_reader.h"

enum { CSV_CELLS = 8, CSV_CELL_MAX = 256 };

typedef struct csv_row {
    uint64_t line;
    size_t count;
    char cells[CSV_CELLS][CSV_CELL_MAX];
} csv_row;

/* Calls back for each row behind the header. file is below $top_srcdir ("."),
 * or any path that begins with a slash. Ends the test when it cannot be read.
 * @return how many rows */
unsigned csv_rows(const char *file, void (*use)(void *user, const csv_row *row),
                  void *user);

#endif
