/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/csv_writer.h"

#include "base/calendar.h"
#include "base/text.h"

#include <math.h>

void intro_i_csv_init(intro_i_csv *csv, intro_output *output,
                      const intro_report_options *options)
{
    csv->output = output;
    csv->is_raw = options->csv_raw;
    csv->guarded = options->guarded_cells;
    csv->has_cells = false;
}

static void begin_cell(intro_i_csv *csv)
{
    if (csv->has_cells) {
        intro_i_putc(csv->output, ',');
    }
    csv->has_cells = true;
}

static bool looks_like_formula(const char *bytes, size_t length)
{
    return length != 0 && bytes[0] != '\0' &&
           strchr("=+-@\t\r", bytes[0]) != NULL;
}

static bool wants_quotes(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == ',' || bytes[i] == '"' || bytes[i] == '\n' ||
            bytes[i] == '\r') {
            return true;
        }
    }
    return false;
}

void intro_i_csv_text_of(intro_i_csv *csv, const char *bytes, size_t length)
{
    const bool is_guarded = !csv->is_raw && looks_like_formula(bytes, length);
    begin_cell(csv);
    if (is_guarded && csv->guarded != NULL) {
        ++*csv->guarded;
    }
    if (!wants_quotes(bytes, length)) {
        intro_i_put(csv->output, "'", is_guarded);
        intro_i_put(csv->output, bytes, length);
        return;
    }
    intro_i_put(csv->output, "\"'", 1 + (size_t)is_guarded);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"') {
            intro_i_putc(csv->output, '"');
        }
        intro_i_putc(csv->output, bytes[i]);
    }
    intro_i_putc(csv->output, '"');
}

void intro_i_csv_text(intro_i_csv *csv, const char *text)
{
    intro_i_csv_text_of(csv, text == NULL ? "" : text,
                        text == NULL ? 0 : strlen(text));
}

void intro_i_csv_outside(intro_i_csv *csv, const char *text)
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_i_csv_text(csv, intro_i_output_utf8(csv->output, text, &buf));
    intro_i_strbuf_fini(&buf);
}

void intro_i_csv_int(intro_i_csv *csv, int64_t value)
{
    begin_cell(csv);
    intro_i_put_i64(csv->output, value);
}

void intro_i_csv_uint(intro_i_csv *csv, uint64_t value)
{
    begin_cell(csv);
    intro_i_put_u64(csv->output, value);
}

void intro_i_csv_real(intro_i_csv *csv, double value)
{
    begin_cell(csv);
    if (!isnan(value)) {
        intro_i_put_real(csv->output, value);
    }
}

void intro_i_csv_strength(intro_i_csv *csv, float value)
{
    begin_cell(csv);
    intro_i_put_real(csv->output, (double)value);
}

void intro_i_csv_bool(intro_i_csv *csv, bool value)
{
    begin_cell(csv);
    intro_i_puts(csv->output, value ? "true" : "false");
}

void intro_i_csv_empty(intro_i_csv *csv)
{
    begin_cell(csv);
}

void intro_i_csv_day(intro_i_csv *csv, intro_day day)
{
    char text[16];
    begin_cell(csv);
    intro_i_day_format(day, text);
    intro_i_puts(csv->output, text);
}

void intro_i_csv_end_row(intro_i_csv *csv)
{
    intro_i_putc(csv->output, '\n');
    csv->has_cells = false;
}
