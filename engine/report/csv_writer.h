/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV as RFC 4180 has it, with LF. A text cell that a spreadsheet would take for
 * a formula gets a leading ' unless csv_raw; numbers, dates and ids that are
 * text are told apart by the function called. */
#ifndef INTRO_REPORT_CSV_WRITER_H
#define INTRO_REPORT_CSV_WRITER_H

#include "report/output.h"

typedef struct intro_i_csv {
    intro_output *output;
    bool is_raw;
    uint64_t *guarded; /* or NULL */
    bool has_cells;
} intro_i_csv;

void intro_i_csv_init(intro_i_csv *csv, intro_output *output,
                      const intro_report_options *options);
/* text NULL: an empty cell. */
void intro_i_csv_text(intro_i_csv *csv, const char *text);
void intro_i_csv_text_of(intro_i_csv *csv, const char *bytes, size_t length);
/* Text from outside the network, as intro_i_output_utf8() has it. */
void intro_i_csv_outside(intro_i_csv *csv, const char *text);
void intro_i_csv_int(intro_i_csv *csv, int64_t value);
void intro_i_csv_uint(intro_i_csv *csv, uint64_t value);
/* NaN: an empty cell; infinities INF and -INF. */
void intro_i_csv_real(intro_i_csv *csv, double value);
void intro_i_csv_strength(intro_i_csv *csv, float value);
void intro_i_csv_bool(intro_i_csv *csv, bool value);
void intro_i_csv_empty(intro_i_csv *csv);
void intro_i_csv_day(intro_i_csv *csv, intro_day day);
void intro_i_csv_end_row(intro_i_csv *csv);

#endif
