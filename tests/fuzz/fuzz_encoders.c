/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is written, read by somebody else: JSON by jansson, CSV by a slow reader,
 * text for its control and bidi characters, GraphML by the importer, pages by a
 * reader that knows what a page may hold. The content
 * is lines: names and employers of contacts, in turn; a CR in a line stands for a
 * line feed. FORM: CSV with or without its guard; width. */
#include "fuzz.h"

#include "../markup.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "import/linkedin.h"
#include "report/csv_writer.h"
#include "report/json_writer.h"
#include "report/page_data.h"

#include <introfind/pages.h>
#include <introfind/paths.h>
#include <introfind/report.h>

#include <jansson.h>

const char fuzz_target[] = "encoders";

enum { CONTACTS_MAX = 12 };

/* ---- the network ---- */

static void put_cell(intro_i_strbuf *out, const char *text, size_t length)
{
    intro_i_strbuf_putc(out, '"');
    for (size_t i = 0; i < length; i++) {
        const char c = text[i] == '\r' ? '\n' : text[i];
        if (c == '"') {
            intro_i_strbuf_putc(out, '"');
        }
        intro_i_strbuf_putc(out, c);
    }
    intro_i_strbuf_putc(out, '"');
}

static size_t take_line(const char *at, size_t left)
{
    const char *const end = left == 0 ? NULL : memchr(at, '\n', left);
    return end == NULL ? left : (size_t)(end - at);
}

static void make_table(const fuzz_input *in, intro_i_strbuf *out)
{
    const char *at = (const char *)in->bytes;
    size_t left = in->size;
    intro_i_strbuf_puts(out, "First Name,Last Name,URL,Email Address,Company,"
                             "Position,Connected On\n");
    for (int i = 0; i < CONTACTS_MAX && left != 0; i++) {
        for (int cell = 0; cell < 3; cell++) {
            const size_t length = take_line(at, left);
            intro_i_strbuf_puts(out, cell == 0 ? "" : cell == 1 ? ",,,," : ",");
            put_cell(out, at, length);
            left -= length;
            at += length;
            if (left != 0) {
                at++;
                left--;
            }
        }
        intro_i_strbuf_puts(out, ",05 Jan 2024\n");
    }
}

static intro_status import_table(intro_ctx *ctx, const intro_i_strbuf *table,
                                 intro_graph **out)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_i_builder *builder = NULL;
    intro_i_li_files files;
    intro_status rc = intro_i_builder_new(ctx, &options, &builder);
    if (rc != INTRO_OK) {
        return rc;
    }
    rc = intro_i_li_files_open_single(ctx, "Connections.csv", table->data,
                                      table->length, &files);
    if (rc == INTRO_OK) {
        rc = intro_i_linkedin_read(builder, &files, "name:=Ann \"Ask\"");
    }
    if (rc == INTRO_OK) {
        rc = intro_i_builder_source_end(builder);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_builder_freeze(builder, out);
    }
    intro_i_li_files_close(&files);
    intro_i_builder_free(builder);
    return rc;
}

/* ---- who reads it ---- */

static bool is_dangerous(uint32_t c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C || c == 0x2028 ||
           c == 0x2029 || c == INTRO_I_NOT_UTF8;
}

static void check_text(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        at += intro_i_utf8_next(text + at, length - at, &c);
        FUZZ_CHECK(!is_dangerous(c));
    }
}

static void check_json(const char *text, size_t length, size_t flags)
{
    json_error_t error;
    json_t *const root =
        json_loadb(text, length, JSON_REJECT_DUPLICATES | flags, &error);
    if (root == NULL) {
        fuzz_die("JSON", error.line, error.text);
    }
    json_decref(root);
}

static void check_lines(const char *text, size_t length)
{
    while (length != 0) {
        const char *const end = memchr(text, '\n', length);
        FUZZ_CHECK(end != NULL);
        check_json(text, (size_t)(end - text), 0);
        length -= (size_t)(end - text) + 1;
        text = end + 1;
    }
}

/* One cell; answers the place behind its separator. */
static size_t read_cell(const char *text, size_t length, size_t at, char *first,
                        char *separator)
{
    const bool is_quoted = text[at] == '"';
    at += is_quoted;
    *first = text[at];
    for (;; at++) {
        FUZZ_CHECK(at < length);
        if (is_quoted && text[at] == '"') {
            if (text[++at] != '"') {
                break;
            }
        } else if (!is_quoted) {
            FUZZ_CHECK(text[at] != '"' && text[at] != '\r');
            if (text[at] == ',' || text[at] == '\n') {
                break;
            }
        }
    }
    *separator = text[at];
    FUZZ_CHECK(*separator == ',' || *separator == '\n');
    return at + 1;
}

static void check_csv(const char *text, size_t length, bool is_guarded)
{
    size_t columns = 0;
    size_t cells = 0;
    for (size_t at = 0; at < length;) {
        char first = 0;
        char separator = 0;
        at = read_cell(text, length, at, &first, &separator);
        cells++;
        FUZZ_CHECK(!is_guarded || first == '\0' ||
                   strchr("=@\t", first) == NULL);
        if (separator == '\n') {
            FUZZ_CHECK(columns == 0 || columns == cells);
            columns = cells;
            cells = 0;
        }
    }
    FUZZ_CHECK(cells == 0);
}

static void check_graphml(const char *text, size_t length)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_ctx *const ctx = fuzz_ctx();
    intro_graph *graph = NULL;
    const intro_status rc =
        fuzz_import_graphml(ctx, &options, text, length, &graph);
    if (rc != INTRO_OK) {
        fuzz_die("GraphML", 0, intro_ctx_error(ctx)->message);
    }
    intro_graph_close(graph);
    intro_ctx_free(ctx);
}

/* ---- the reports ---- */

static void check_report(intro_output *output, intro_format format,
                         const intro_report_options *options)
{
    size_t length = 0;
    const char *const text = intro_i_output_memory(output, &length);
    switch (format) {
    case INTRO_FORMAT_TEXT:
        check_text(text, length);
        break;
    case INTRO_FORMAT_JSON:
        check_json(text, length, 0);
        break;
    case INTRO_FORMAT_CSV:
        check_csv(text, length, !options->csv_raw);
        break;
    }
}

static void report_all(const fuzz_input *in, intro_ctx *ctx,
                       const intro_graph *graph,
                       const intro_path_report *report)
{
    for (int i = 0; i < 6; i++) {
        intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
        intro_output *output = NULL;
        options.format = (intro_format)(i % 3);
        options.csv_raw = (in->form & 1) != 0;
        options.width = in->form >> 1;
        options.network = "net\x1b\xE2\x80\xAEwork";
        fuzz_arm(in);
        intro_status rc = intro_i_output_open_memory(ctx, &output);
        if (rc == INTRO_OK && i < 3) {
            rc = intro_report_info(ctx, graph, true, &options, output);
        } else if (rc == INTRO_OK) {
            rc = intro_report_path_header(ctx, &options, false, output);
            if (rc == INTRO_OK) {
                rc = intro_report_path(ctx, graph, report, &options, output);
            }
        }
        fuzz_disarm();
        fuzz_check_told(ctx, rc);
        FUZZ_CHECK(rc == INTRO_OK || fuzz_is_faulty(in));
        if (rc == INTRO_OK) {
            check_report(output, options.format, &options);
        }
        intro_output_abandon(output);
    }
}

static void export_all(const fuzz_input *in, intro_ctx *ctx,
                       const intro_graph *graph)
{
    for (int i = 0; i < 4; i++) {
        const intro_export_options what = {.as = i == 3 ? INTRO_EXPORT_CSV
                                                        : (intro_export_as)i,
                                           .people_table = i == 3};
        intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
        intro_output *output = NULL;
        size_t length = 0;
        options.csv_raw = (in->form & 1) != 0;
        fuzz_arm(in);
        intro_status rc = intro_i_output_open_memory(ctx, &output);
        if (rc == INTRO_OK) {
            rc = intro_report_export(ctx, graph, &what, &options, output);
        }
        fuzz_disarm();
        fuzz_check_told(ctx, rc);
        FUZZ_CHECK(rc == INTRO_OK || fuzz_is_faulty(in) ||
                   (rc == INTRO_EFORMAT && what.as == INTRO_EXPORT_GRAPHML));
        if (rc == INTRO_OK) {
            const char *const text = intro_i_output_memory(output, &length);
            if (what.as == INTRO_EXPORT_GRAPHML) {
                check_graphml(text, length);
            } else if (what.as == INTRO_EXPORT_CSV) {
                check_csv(text, length, !options.csv_raw);
            } else {
                check_lines(text, length);
            }
        }
        intro_output_abandon(output);
    }
}

static void ask(const fuzz_input *in, intro_ctx *ctx, const intro_graph *graph)
{
    const intro_vid people = intro_graph_people(graph);
    const intro_vid from =
        intro_graph_owners(graph) == 0 ? 0 : intro_graph_owner(graph, 0);
    const intro_vid target = from == 0 ? people - 1 : 0;
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    intro_paths *paths = NULL;
    query.from = &from;
    query.from_count = 1;
    query.targets = &target;
    query.target_count = 1;
    if (people < 2 ||
        intro_paths_find(ctx, graph, &query, &paths) != INTRO_OK) {
        return;
    }
    const intro_path_report report = {
        .query = &query,
        .paths = paths,
        .asked = intro_graph_display_name(graph, target),
        .explain = true};
    report_all(in, ctx, graph, &report);
    intro_paths_free(paths);
    export_all(in, ctx, graph);
}

/* The page of the first person, of the owner and of the team. */
static void draw_pages(const fuzz_input *in, intro_ctx *ctx, intro_graph *graph)
{
    static markup m;
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_pages_options what = {(in->form & 1) != 0, 1};
    for (int i = 0; i < 3; i++) {
        intro_pages *pages = NULL;
        intro_output *output = NULL;
        size_t length = 0;
        fuzz_arm(in);
        intro_status rc = intro_pages_new(ctx, graph, &what, &pages);
        if (rc == INTRO_OK) {
            rc = intro_i_output_open_memory(ctx, &output);
        }
        if (rc == INTRO_OK) {
            rc = i == 2
                     ? intro_pages_team(ctx, pages, &options, output)
                     : intro_pages_person(
                           ctx, pages, i == 0 ? 0 : intro_graph_owner(graph, 0),
                           &options, output);
        }
        fuzz_disarm();
        fuzz_check_told(ctx, rc);
        FUZZ_CHECK(rc == INTRO_OK || fuzz_is_faulty(in));
        if (rc == INTRO_OK) {
            const char *const text = intro_i_output_memory(output, &length);
            FUZZ_CHECK(intro_i_utf8_is_valid(text, length));
            if (!markup_read(&m, text, length, intro_i_page_css,
                             intro_i_page_js)) {
                fuzz_die("HTML", 0, m.fault);
            }
        }
        intro_output_abandon(output);
        intro_pages_free(pages);
    }
}

/* Any bytes, also what no network holds. */
static void check_escape(const fuzz_input *in)
{
    char text[257];
    char out[300];
    const size_t length = in->size < 256 ? in->size : 256;
    memcpy(text, in->bytes, length);
    text[length] = '\0';
    for (size_t size = 1; size <= sizeof out; size += 13) {
        FUZZ_CHECK(intro_escape_text(text, out, size) == out);
        FUZZ_CHECK(strlen(out) < size);
        check_text(out, strlen(out));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_input in = fuzz_begin(data, size);
    intro_ctx *const ctx = fuzz_ctx();
    intro_graph *graph = NULL;
    intro_i_strbuf table;
    intro_i_strbuf_init(&table, 0);
    check_escape(&in);
    make_table(&in, &table);
    if (import_table(ctx, &table, &graph) == INTRO_OK) {
        ask(&in, ctx, graph);
        draw_pages(&in, ctx, graph);
        intro_graph_close(graph);
    }
    intro_i_strbuf_fini(&table);
    intro_ctx_free(ctx);
    return 0;
}
