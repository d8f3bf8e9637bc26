/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of `breadth`, one a person, or one a person and year. */
#include "base/context_impl.h"
#include "base/text.h"
#include "report/breadth_parts.h"
#include "report/csv_writer.h"
#include "report/json_writer.h"
#include "report/text_writer.h"

#include <math.h>

enum { NAME_WIDTH = 26, COUNT_WIDTH = 8, FIGURE_WIDTH = 12 };

void intro_i_put_tenths(intro_i_strbuf *buf, double value)
{
    char text[32];
    if (isnan(value)) {
        intro_i_strbuf_putc(buf, '-');
        return;
    }
    intro_i_format_double(floor(value * 10 + 0.5) / 10, text);
    intro_i_strbuf_puts(buf, text);
}

/* --- JSON -------------------------------------------------------------------- */

static void put_person(intro_i_json *json, const intro_graph *graph,
                       intro_vid v)
{
    intro_i_json_string(json, "id", intro_graph_id(graph, v));
    intro_i_json_string(json, "name",
                        intro_graph_field(graph, v, INTRO_FIELD_NAME));
}

static void put_by(intro_i_json *json, const intro_breadth *b,
                   const intro_diversity *by)
{
    intro_i_json_object(json, "by");
    for (uint32_t a = 0; a < b->width; a++) {
        double figures[INTRO_I_DIVERSITY_FIGURES];
        intro_i_diversity_figures(&by[a], figures);
        intro_i_json_object(json, b->names[a]);
        for (size_t i = 0; i < INTRO_I_DIVERSITY_FIGURES; i++) {
            intro_i_json_real(json, intro_i_diversity_names[i], figures[i]);
        }
        intro_i_json_end_object(json);
    }
    intro_i_json_end_object(json);
}

static void put_json_row(const intro_breadth *b, const intro_breadth_row *row,
                         intro_output *output)
{
    intro_i_json json;
    intro_i_json_init(&json, output, false);
    intro_i_json_object(&json, NULL);
    intro_i_json_string(&json, "schema", "introfind.breadth/1");
    put_person(&json, b->graph, row->person);
    intro_i_json_uint(&json, "degree", row->degree);
    intro_i_json_uint(&json, "strong_ties", row->strong_ties);
    intro_i_json_uint(&json, "weak_ties", row->weak_ties);
    put_by(&json, b, row->by);
    intro_i_json_real(&json, "constraint", row->constraint);
    intro_i_json_real(&json, "effective_size", row->effective_size);
    intro_i_json_uint(&json, "reach2", row->reach2);
    intro_i_json_uint(&json, "reach3", row->reach3);
    intro_i_json_real(&json, "reach2_industries", row->reach2_industries);
    intro_i_json_real(&json, "percentile", row->percentile);
    intro_i_json_end_object(&json);
    intro_i_json_end(&json);
}

static void put_json_year(const intro_breadth *b, intro_vid person,
                          const intro_breadth_year *year, intro_output *output)
{
    intro_i_json json;
    intro_i_json_init(&json, output, false);
    intro_i_json_object(&json, NULL);
    intro_i_json_string(&json, "schema", "introfind.breadth-trend/1");
    put_person(&json, b->graph, person);
    intro_i_json_int(&json, "year", year->year);
    intro_i_json_uint(&json, "contacts", year->contacts);
    put_by(&json, b, year->by);
    intro_i_json_end_object(&json);
    intro_i_json_end(&json);
}

/* --- CSV --------------------------------------------------------------------- */

static void put_csv_head(const intro_breadth *b,
                         const intro_report_options *options,
                         intro_output *output)
{
    intro_i_csv csv;
    intro_i_csv_init(&csv, output, options);
    for (size_t i = 0; i < b->column_count; i++) {
        intro_i_csv_text(&csv, b->columns[i]);
    }
    intro_i_csv_end_row(&csv);
}

static void put_csv_person(intro_i_csv *csv, const intro_graph *graph,
                           intro_vid v)
{
    intro_i_csv_text(csv, intro_graph_id(graph, v));
    intro_i_csv_text(csv, intro_graph_field(graph, v, INTRO_FIELD_NAME));
}

static void put_csv_figures(intro_i_csv *csv, const double *figures,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        intro_i_csv_real(csv, figures[i]);
    }
}

static void put_csv_by(intro_i_csv *csv, const intro_breadth *b,
                       const intro_diversity *by)
{
    for (uint32_t a = 0; a < b->width; a++) {
        double figures[INTRO_I_DIVERSITY_FIGURES];
        intro_i_diversity_figures(&by[a], figures);
        put_csv_figures(csv, figures, INTRO_I_DIVERSITY_FIGURES);
    }
}

static void put_csv_row(const intro_breadth *b, const intro_breadth_row *row,
                        const intro_report_options *options,
                        intro_output *output)
{
    intro_i_csv csv;
    intro_i_csv_init(&csv, output, options);
    put_csv_person(&csv, b->graph, row->person);
    intro_i_csv_uint(&csv, row->degree);
    intro_i_csv_uint(&csv, row->strong_ties);
    intro_i_csv_uint(&csv, row->weak_ties);
    put_csv_by(&csv, b, row->by);
    double figures[INTRO_I_LAST_FIGURES];
    intro_i_last_figures(row, figures);
    put_csv_figures(&csv, figures, INTRO_I_LAST_FIGURES);
    intro_i_csv_end_row(&csv);
}

/* Its columns of attributes are those of the rows. */
static void put_csv_years_head(const intro_breadth *b,
                               const intro_report_options *options,
                               intro_output *output)
{
    static const size_t first = 5; /* id, name, three counts */
    intro_i_csv csv;
    intro_i_csv_init(&csv, output, options);
    intro_i_csv_text(&csv, b->columns[0]);
    intro_i_csv_text(&csv, b->columns[1]);
    intro_i_csv_text(&csv, "year");
    intro_i_csv_text(&csv, "contacts");
    for (size_t i = 0; i < INTRO_I_DIVERSITY_FIGURES * (size_t)b->width; i++) {
        intro_i_csv_text(&csv, b->columns[first + i]);
    }
    intro_i_csv_end_row(&csv);
}

static void put_csv_year(const intro_breadth *b, intro_vid person,
                         const intro_breadth_year *year,
                         const intro_report_options *options,
                         intro_output *output)
{
    intro_i_csv csv;
    intro_i_csv_init(&csv, output, options);
    put_csv_person(&csv, b->graph, person);
    intro_i_csv_int(&csv, year->year);
    intro_i_csv_uint(&csv, year->contacts);
    put_csv_by(&csv, b, year->by);
    intro_i_csv_end_row(&csv);
}

/* --- text -------------------------------------------------------------------- */

/* A line of the table in the making. */
typedef struct line {
    intro_i_strbuf text;
    intro_i_strbuf cell;
} line;

static void begin_line(line *l)
{
    intro_i_strbuf_init(&l->text, 0);
    intro_i_strbuf_init(&l->cell, 0);
}

/* The cell is used; that it was too small for memory is not forgotten. */
static void clear_cell(line *l)
{
    if (l->cell.status != INTRO_OK) {
        l->text.status = l->cell.status;
    }
    intro_i_strbuf_clear(&l->cell);
}

static void put_cell(line *l, size_t width)
{
    intro_i_text_pad_right(&l->text, l->cell.data, width);
    clear_cell(l);
}

static void put_words(line *l, const char *words, size_t width)
{
    intro_i_strbuf_puts(&l->cell, words);
    put_cell(l, width);
}

static void put_tenths(line *l, double value, size_t width)
{
    intro_i_put_tenths(&l->cell, value);
    put_cell(l, width);
}

/* The name, cut to its column. */
static void put_name(line *l, const char *name)
{
    const intro_status rc =
        intro_i_text_escape_cut(name, strlen(name), NAME_WIDTH - 1, &l->cell);
    (void)rc; /* stays in the buffer */
    intro_i_text_pad_left(&l->text, l->cell.data, NAME_WIDTH);
    clear_cell(l);
}

static void end_line(line *l, intro_output *output)
{
    if (l->text.status != INTRO_OK) {
        intro_i_output_fail(output, intro_i_fail_memory(output->ctx));
    }
    intro_i_put(output, l->text.data, l->text.length);
    intro_i_putc(output, '\n');
    intro_i_strbuf_fini(&l->text);
    intro_i_strbuf_fini(&l->cell);
}

/* Attributes that fit beside `others` columns; at least one. */
static uint32_t fitting(const intro_breadth *b,
                        const intro_report_options *options, size_t others)
{
    const size_t width = options->width == 0 ? 80 : options->width;
    const size_t left = width > others ? width - others : 0;
    const size_t most = left < FIGURE_WIDTH ? 1 : left / FIGURE_WIDTH;
    return b->width < most ? b->width : (uint32_t)most;
}

static uint32_t row_attributes(const intro_breadth *b,
                               const intro_report_options *options)
{
    return fitting(b, options, NAME_WIDTH + 5 * (size_t)COUNT_WIDTH);
}

static void put_attribute_heads(line *l, const intro_breadth *b, uint32_t count)
{
    for (uint32_t a = 0; a < count; a++) {
        const intro_status rc = intro_i_text_escape_cut(
            b->names[a], strlen(b->names[a]), FIGURE_WIDTH - 2, &l->cell);
        (void)rc;
        put_cell(l, FIGURE_WIDTH);
    }
}

static void put_text_head(const intro_breadth *b,
                          const intro_report_options *options,
                          intro_output *output)
{
    line l;
    begin_line(&l);
    intro_i_text_pad_left(&l.text, "name", NAME_WIDTH);
    put_words(&l, "ties", COUNT_WIDTH);
    put_words(&l, "strong", COUNT_WIDTH);
    put_attribute_heads(&l, b, row_attributes(b, options));
    put_words(&l, "reach2", COUNT_WIDTH);
    put_words(&l, "reach3", COUNT_WIDTH);
    put_words(&l, "perc.", COUNT_WIDTH);
    end_line(&l, output);
}

static void put_text_row(const intro_breadth *b, const intro_breadth_row *row,
                         const intro_report_options *options,
                         intro_output *output)
{
    const uint32_t attributes = row_attributes(b, options);
    line l;
    begin_line(&l);
    put_name(&l, intro_graph_display_name(b->graph, row->person));
    put_tenths(&l, row->degree, COUNT_WIDTH);
    put_tenths(&l, row->strong_ties, COUNT_WIDTH);
    for (uint32_t a = 0; a < attributes; a++) {
        put_tenths(&l, row->by[a].effective, FIGURE_WIDTH);
    }
    put_tenths(&l, row->reach2, COUNT_WIDTH);
    put_tenths(&l, row->reach3, COUNT_WIDTH);
    put_tenths(&l, row->percentile, COUNT_WIDTH);
    end_line(&l, output);
}

static uint32_t year_attributes(const intro_breadth *b,
                                const intro_report_options *options,
                                bool has_person)
{
    const size_t name = has_person ? NAME_WIDTH : 0;
    return fitting(b, options, name + 2 * (size_t)COUNT_WIDTH);
}

static void put_text_years_head(const intro_breadth *b,
                                const intro_report_options *options,
                                bool has_person, intro_output *output)
{
    line l;
    begin_line(&l);
    if (has_person) {
        intro_i_text_pad_left(&l.text, "name", NAME_WIDTH);
    }
    put_words(&l, "year", COUNT_WIDTH);
    put_words(&l, "ties", COUNT_WIDTH);
    put_attribute_heads(&l, b, year_attributes(b, options, has_person));
    end_line(&l, output);
}

static void put_text_year(const intro_breadth *b, intro_vid person,
                          const intro_breadth_year *year,
                          const intro_report_options *options,
                          intro_output *output)
{
    const bool has_person = person != INTRO_NO_VID;
    const uint32_t attributes = year_attributes(b, options, has_person);
    line l;
    begin_line(&l);
    if (has_person) {
        put_name(&l, intro_graph_display_name(b->graph, person));
    }
    put_tenths(&l, year->year, COUNT_WIDTH);
    put_tenths(&l, year->contacts, COUNT_WIDTH);
    for (uint32_t a = 0; a < attributes; a++) {
        put_tenths(&l, year->by[a].effective, FIGURE_WIDTH);
    }
    end_line(&l, output);
}

/* --- any dress ---------------------------------------------------------------- */

void intro_i_breadth_head(const intro_breadth *breadth,
                          const intro_report_options *options,
                          intro_output *output)
{
    if (options->format == INTRO_FORMAT_CSV) {
        put_csv_head(breadth, options, output);
    } else if (options->format == INTRO_FORMAT_TEXT) {
        put_text_head(breadth, options, output);
    }
}

void intro_i_breadth_put_row(const intro_breadth *breadth,
                             const intro_breadth_row *row,
                             const intro_report_options *options,
                             intro_output *output)
{
    switch (options->format) {
    case INTRO_FORMAT_JSON:
        put_json_row(breadth, row, output);
        break;
    case INTRO_FORMAT_CSV:
        put_csv_row(breadth, row, options, output);
        break;
    case INTRO_FORMAT_TEXT:
        put_text_row(breadth, row, options, output);
        break;
    }
}

void intro_i_breadth_years_head(const intro_breadth *breadth,
                                const intro_report_options *options,
                                bool has_person, intro_output *output)
{
    if (options->format == INTRO_FORMAT_CSV) {
        put_csv_years_head(breadth, options, output);
    } else if (options->format == INTRO_FORMAT_TEXT) {
        put_text_years_head(breadth, options, has_person, output);
    }
}

void intro_i_breadth_put_year(const intro_breadth *breadth, intro_vid person,
                              const intro_breadth_year *year,
                              const intro_report_options *options,
                              intro_output *output)
{
    switch (options->format) {
    case INTRO_FORMAT_JSON:
        put_json_year(breadth, person, year, output);
        break;
    case INTRO_FORMAT_CSV:
        put_csv_year(breadth, person, year, options, output);
        break;
    case INTRO_FORMAT_TEXT:
        put_text_year(breadth, person, year, options, output);
        break;
    }
}
