/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `info --why`: which row of which table gave a person's classes. */
#include "base/context_impl.h"
#include "report/csv_writer.h"
#include "report/json_writer.h"
#include "report/path_parts.h"
#include "report/text_writer.h"

#include <introfind/introfind.h>

/* "built-in" and so on; NULL: unknown. */
static const char *from_name(intro_class_from from)
{
    switch (from) {
    case INTRO_CLASS_STATED:
        return "input";
    case INTRO_CLASS_BUILT_IN:
        return "built-in";
    case INTRO_CLASS_OWN:
        return "own";
    case INTRO_CLASS_NO_RANK:
        return "no rank";
    case INTRO_CLASS_LOST:
        return "lost";
    case INTRO_CLASS_UNKNOWN:
    default:
        return NULL;
    }
}

static const char *or_null(const char *text)
{
    return text[0] == '\0' ? NULL : text;
}

/* --- JSON and CSV ------------------------------------------------------------ */

static void put_json_reason(intro_i_json *json, const intro_class_reason *r)
{
    intro_i_json_object(json, intro_field_name(r->field));
    intro_i_json_string(json, "value", r->value);
    if (r->id == 0) {
        intro_i_json_null(json, "id");
    } else {
        intro_i_json_uint(json, "id", r->id);
    }
    intro_i_json_string(json, "finer", or_null(r->finer));
    intro_i_json_string(json, "from", from_name(r->from));
    intro_i_json_string(json, "file", or_null(r->file));
    if (r->line == 0) {
        intro_i_json_null(json, "line");
    } else {
        intro_i_json_uint(json, "line", r->line);
    }
    intro_i_json_string(json, "company", or_null(r->company));
    intro_i_json_string(json, "title", or_null(r->title));
    intro_i_json_string(json, "words", or_null(r->words));
    intro_i_json_end_object(json);
}

static void write_json(const intro_graph *graph,
                       const intro_class_reasons *reasons,
                       const intro_report_options *options,
                       intro_output *output)
{
    static const intro_field shown[] = {INTRO_FIELD_NAME, INTRO_FIELD_COMPANY,
                                        INTRO_FIELD_POSITION};
    const intro_vid v = intro_class_reasons_person(reasons);
    intro_i_json json;
    intro_i_json_init(&json, output, true);
    intro_i_json_object(&json, NULL);
    intro_i_json_string(&json, "schema", "introfind.info-why/1");
    intro_i_json_object(&json, "person");
    intro_i_json_string(&json, "id", intro_graph_id(graph, v));
    for (size_t i = 0; i < INTRO_COUNT_OF(shown); i++) {
        intro_i_json_string(&json, intro_field_name(shown[i]),
                            intro_graph_field(graph, v, shown[i]));
    }
    intro_i_json_end_object(&json);
    intro_i_json_object(&json, "classes");
    for (uint32_t i = 0; i < INTRO_CLASS_REASONS; i++) {
        put_json_reason(&json, intro_class_reason_get(reasons, i));
    }
    intro_i_json_end_object(&json);
    intro_i_json_provenance(&json, graph, options);
    intro_i_json_end_object(&json);
    intro_i_json_end(&json);
}

static void put_csv_number(intro_i_csv *csv, uint64_t number)
{
    if (number == 0) {
        intro_i_csv_empty(csv);
    } else {
        intro_i_csv_uint(csv, number);
    }
}

static void write_csv(const intro_graph *graph,
                      const intro_class_reasons *reasons,
                      const intro_report_options *options, intro_output *output)
{
    const intro_vid v = intro_class_reasons_person(reasons);
    intro_i_csv csv;
    intro_i_csv_init(&csv, output, options);
    intro_i_puts(output, "person,class,value,id,finer,from,file,line,company,"
                         "title,words\n");
    for (uint32_t i = 0; i < INTRO_CLASS_REASONS; i++) {
        const intro_class_reason *const r = intro_class_reason_get(reasons, i);
        intro_i_csv_text(&csv, intro_graph_id(graph, v));
        intro_i_csv_text(&csv, intro_field_name(r->field));
        intro_i_csv_text(&csv, r->value);
        put_csv_number(&csv, r->id);
        intro_i_csv_text(&csv, or_null(r->finer));
        intro_i_csv_text(&csv, from_name(r->from));
        intro_i_csv_text(&csv, or_null(r->file));
        put_csv_number(&csv, r->line);
        intro_i_csv_text(&csv, or_null(r->company));
        intro_i_csv_text(&csv, or_null(r->title));
        intro_i_csv_text(&csv, or_null(r->words));
        intro_i_csv_end_row(&csv);
    }
}

/* --- text -------------------------------------------------------------------- */

typedef struct view {
    const intro_graph *graph;
    intro_vid v;
    intro_i_text text;
    intro_i_strbuf line;
} view;

enum { KEY_COLUMNS = 12 };

static void put(view *w, const char *words)
{
    intro_i_strbuf_puts(&w->line, words);
}

static void put_quoted(view *w, const char *before, const char *text)
{
    put(w, before);
    put(w, " \"");
    intro_i_text_stranger(&w->line, text);
    put(w, "\"");
}

static void end_line(view *w, intro_i_style style, size_t first, size_t rest)
{
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    if (w->line.status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_strbuf_clear(&w->line);
}

static void put_person(view *w)
{
    static const intro_field shown[] = {INTRO_FIELD_COMPANY,
                                        INTRO_FIELD_POSITION};
    intro_i_text_stranger(&w->line, intro_graph_display_name(w->graph, w->v));
    end_line(w, INTRO_I_STRONG, 0, 4);
    for (size_t i = 0; i < INTRO_COUNT_OF(shown); i++) {
        const char *const value = intro_graph_field(w->graph, w->v, shown[i]);
        intro_i_text_pad_left(&w->line, intro_field_name(shown[i]),
                              KEY_COLUMNS);
        if (value == NULL) {
            put(w, "unknown");
        } else {
            intro_i_text_stranger(&w->line, value);
        }
        end_line(w, INTRO_I_PLAIN, 0, KEY_COLUMNS);
    }
}

static void put_row(view *w, const intro_class_reason *r)
{
    if (r->from == INTRO_CLASS_BUILT_IN) {
        put_quoted(w,
                   r->text == INTRO_FIELD_COMPANY ? "the company has"
                                                  : "the position has",
                   r->words);
        put(w, ": ");
    }
    intro_i_strbuf_printf(&w->line, "line %llu of ",
                          (unsigned long long)r->line);
    intro_i_text_stranger(&w->line, r->file);
    if (r->from == INTRO_CLASS_OWN && r->company[0] != '\0') {
        put_quoted(w, ", company", r->company);
    }
    if (r->from == INTRO_CLASS_OWN && r->title[0] != '\0') {
        put_quoted(w, ", title", r->title);
    }
}

static bool is_nothing_known(const view *w)
{
    return intro_graph_field(w->graph, w->v, INTRO_FIELD_COMPANY) == NULL &&
           intro_graph_field(w->graph, w->v, INTRO_FIELD_POSITION) == NULL;
}

static void put_why(view *w, const intro_class_reason *r)
{
    switch (r->from) {
    case INTRO_CLASS_STATED:
        put(w, "an input says so");
        break;
    case INTRO_CLASS_BUILT_IN:
    case INTRO_CLASS_OWN:
        put_row(w, r);
        break;
    case INTRO_CLASS_NO_RANK:
        put(w, "the position has no word for a rank");
        break;
    case INTRO_CLASS_LOST:
        put(w, "guessed before the network was exported, by a row that is not "
               "here");
        break;
    case INTRO_CLASS_UNKNOWN:
    default:
        put(w, is_nothing_known(w)
                   ? "neither company nor position is known"
                   : "no row of any table knows the company or the position");
        break;
    }
}

static void put_reason(view *w, const intro_class_reason *r)
{
    intro_i_text_pad_left(&w->line, intro_field_name(r->field), KEY_COLUMNS);
    if (r->value == NULL) {
        put(w, "unknown");
    } else {
        intro_i_text_stranger(&w->line, r->value);
    }
    if (r->id != 0) {
        intro_i_strbuf_printf(&w->line, " (%lu)", (unsigned long)r->id);
    }
    if (r->finer[0] != '\0') {
        put(w, ", ");
        put(w, r->finer);
    }
    end_line(w, INTRO_I_PLAIN, 0, KEY_COLUMNS);
    put_why(w, r);
    end_line(w, INTRO_I_FAINT, KEY_COLUMNS, KEY_COLUMNS);
}

static void write_text(const intro_graph *graph,
                       const intro_class_reasons *reasons,
                       const intro_report_options *options,
                       intro_output *output)
{
    view w = {.graph = graph, .v = intro_class_reasons_person(reasons)};
    intro_i_text_init(&w.text, output, options);
    intro_i_strbuf_init(&w.line, 0);
    put_person(&w);
    for (uint32_t i = 0; i < INTRO_CLASS_REASONS; i++) {
        put_reason(&w, intro_class_reason_get(reasons, i));
    }
    intro_i_strbuf_fini(&w.line);
}

intro_status intro_report_why(intro_ctx *ctx, const intro_graph *graph,
                              const intro_class_reasons *reasons,
                              const intro_report_options *options,
                              intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    switch (options->format) {
    case INTRO_FORMAT_JSON:
        write_json(graph, reasons, options, output);
        break;
    case INTRO_FORMAT_CSV:
        write_csv(graph, reasons, options, output);
        break;
    case INTRO_FORMAT_TEXT:
    default:
        write_text(graph, reasons, options, output);
        break;
    }
    return intro_i_output_status(output);
}
