/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/class_file.h"

#include "base/context_impl.h"
#include "base/text.h"
#include "import/csv_reader.h"

#include <string.h>
#include <strings.h>

enum { CELLS = 2 + INTRO_I_DIMS, NO_COLUMN = -1 };

static const char *const column_names[CELLS] = {"company", "title", "industry",
                                                "function", "seniority"};

typedef struct reader {
    intro_ctx *ctx;
    const char *file;
    intro_i_source *source;
    intro_i_user_table *table;
    int column[CELLS];  /* of the file */
    uint64_t own_words; /* classes that are not of the taxonomy */
    uint64_t own_line;  /* of the first */
    char own_first[64];
} reader;

/* --- header --------------------------------------------------------------- */

/* The sign that stands most often in the first line. */
static char choose_separator(const uint8_t *bytes, size_t length)
{
    static const char signs[] = {',', ';', '\t'};
    size_t counts[sizeof signs] = {0};
    size_t best = 0;
    for (size_t i = 0; i < length && bytes[i] != '\n' && bytes[i] != '\r';
         i++) {
        for (size_t s = 0; s < sizeof signs; s++) {
            counts[s] += bytes[i] == (uint8_t)signs[s];
        }
    }
    for (size_t s = 1; s < sizeof signs; s++) {
        best = counts[s] > counts[best] ? s : best;
    }
    return signs[best];
}

static bool is_named(intro_i_csv_field field, const char *name)
{
    intro_i_text_trim(&field.text, &field.length);
    return field.length == strlen(name) &&
           strncasecmp(field.text, name, field.length) == 0;
}

static intro_status read_header(reader *r, const intro_i_csv_record *record)
{
    for (int c = 0; c < CELLS; c++) {
        r->column[c] = NO_COLUMN;
        for (size_t i = 0; i < record->count; i++) {
            if (!is_named(record->fields[i], column_names[c])) {
                continue;
            }
            if (r->column[c] != NO_COLUMN) {
                return intro_i_fail_at(
                    r->ctx, INTRO_EFORMAT, r->file, record->line, 0,
                    "two columns are called %s", column_names[c]);
            }
            r->column[c] = (int)i;
        }
    }
    const bool has_match =
        r->column[0] != NO_COLUMN || r->column[1] != NO_COLUMN;
    const bool has_class = r->column[2] != NO_COLUMN ||
                           r->column[3] != NO_COLUMN ||
                           r->column[4] != NO_COLUMN;
    if (has_match && has_class) {
        return INTRO_OK;
    }
    const intro_status rc = intro_i_fail_at(
        r->ctx, INTRO_EFORMAT, r->file, record->line, 0,
        "the first line is not the header of a table of classes");
    intro_i_hint(r->ctx, "it names company or title, and any of industry, "
                         "function, seniority");
    return rc;
}

/* --- rows ----------------------------------------------------------------- */

static void note_own_words(reader *r, uint64_t line)
{
    const intro_i_vec_user_rule *const rules = &r->table->rules;
    const intro_i_user_rule *const rule = &rules->data[rules->count - 1];
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        const char *const label = rule->label[dim];
        if (label == NULL || label[0] == '\0' || rule->id[dim] != 0) {
            continue;
        }
        if (r->own_words++ == 0) {
            r->own_line = line;
            const size_t room = sizeof r->own_first - 1;
            const size_t size = intro_i_utf8_valid_prefix(
                label, strlen(label) < room ? strlen(label) : room);
            memcpy(r->own_first, label, size);
            r->own_first[size] = '\0';
        }
    }
}

/* What is wrong with a row, in the user's words. */
static intro_status refuse_row(reader *r, const intro_i_user_cells *cells,
                               uint64_t line, intro_i_user_wrong wrong)
{
    enum { SHOWN_COLUMNS = 40 };
    if (wrong.cell == INTRO_I_USER_ROW) {
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0, "%s",
                               wrong.words);
    }
    intro_i_strbuf shown;
    intro_i_strbuf_init(&shown, 0);
    intro_status rc = intro_i_text_escape_cut(cells->text[wrong.cell],
                                              cells->length[wrong.cell],
                                              SHOWN_COLUMNS, &shown);
    rc = rc != INTRO_OK
             ? intro_i_fail_memory(r->ctx)
             : intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                               "%s \"%s\" %s", column_names[wrong.cell],
                               shown.data, wrong.words);
    intro_i_strbuf_fini(&shown);
    return rc;
}

static intro_status read_row(reader *r, const intro_i_csv_record *record)
{
    intro_i_user_cells cells;
    intro_i_user_wrong wrong = {"", INTRO_I_USER_ROW};
    bool is_empty = true;
    for (int c = 0; c < CELLS; c++) {
        const int column = r->column[c];
        const bool is_there =
            column != NO_COLUMN && (size_t)column < record->count;
        cells.text[c] = is_there ? record->fields[column].text : "";
        cells.length[c] = is_there ? record->fields[column].length : 0;
        intro_i_text_trim(&cells.text[c], &cells.length[c]);
        is_empty = is_empty && cells.length[c] == 0;
    }
    if (is_empty) {
        return INTRO_OK;
    }
    const intro_status rc =
        intro_i_user_table_add(r->table, &cells, record->line, &wrong);
    if (rc == INTRO_OK) {
        note_own_words(r, record->line);
        return INTRO_OK;
    }
    if (rc == INTRO_EARG) {
        return refuse_row(r, &cells, record->line, wrong);
    }
    return rc == INTRO_ELIMIT
               ? intro_i_fail_at(r->ctx, rc, r->file, record->line, 0,
                                 "too many rows")
               : intro_i_fail_memory(r->ctx);
}

static intro_status read_records(reader *r, intro_i_csv *csv)
{
    enum { POLL_EVERY = 4096 };
    intro_i_csv_record record;
    bool has_header = false;
    for (uint64_t i = 0;; i++) {
        INTRO_TRY(intro_i_csv_next(csv, &record));
        if (record.count == 0) {
            break;
        }
        if (record.is_malformed) {
            return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, record.line,
                                   0, "a quote stands inside a cell");
        }
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(r->ctx));
        }
        if (record.is_blank) {
            continue;
        }
        INTRO_TRY(has_header ? read_row(r, &record) : read_header(r, &record));
        has_header = true;
    }
    return has_header ? INTRO_OK
                      : intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, 0, 0,
                                        "the file is empty");
}

/* --- the file ------------------------------------------------------------- */

static intro_status read_as(reader *r, char separator,
                            intro_i_csv_encoding encoding, bool *is_not_utf8)
{
    intro_i_csv *csv;
    INTRO_TRY(intro_i_csv_open(r->ctx, r->source, separator, encoding, &csv));
    const intro_status rc = read_records(r, csv);
    *is_not_utf8 = rc != INTRO_OK && intro_i_csv_is_not_utf8(csv);
    intro_i_csv_close(csv);
    return rc;
}

/* From the beginning, with an empty table, as Windows-1252. */
static intro_status read_again(reader *r, char separator)
{
    bool unused;
    if (!intro_i_source_rewind(r->source) &&
        intro_i_source_is_stream(r->source)) {
        const intro_status rc = intro_i_fail_at(
            r->ctx, INTRO_EFORMAT, r->file, 0, 0,
            "is not UTF-8, and what comes from a pipe is not read twice");
        intro_i_hint(r->ctx, "save it to a file first");
        return rc;
    }
    intro_i_user_table_fini(r->table);
    if (intro_i_user_table_init(r->table, r->file) != INTRO_OK) {
        return intro_i_fail_memory(r->ctx);
    }
    r->own_words = 0;
    return read_as(r, separator, INTRO_I_CSV_CP1252, &unused);
}

static intro_status read_source(reader *r)
{
    const uint8_t *bytes;
    size_t length;
    intro_i_kind kind;
    bool is_not_utf8 = false;
    INTRO_TRY(intro_i_source_kind(r->ctx, r->source, &kind));
    if (kind != INTRO_I_KIND_TEXT && kind != INTRO_I_KIND_UTF16 &&
        kind != INTRO_I_KIND_EMPTY && kind != INTRO_I_KIND_JSON) {
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, 0, 0,
                               "is not a text file, as a table of classes is");
    }
    INTRO_TRY(intro_i_source_peek(r->ctx, r->source, &bytes, &length));
    const char separator = choose_separator(bytes, length);
    intro_status rc = read_as(r, separator, INTRO_I_CSV_UNICODE, &is_not_utf8);
    if (rc != INTRO_OK && is_not_utf8) {
        rc = read_again(r, separator);
    }
    return rc;
}

intro_status intro_i_class_file_read(intro_ctx *ctx, const char *file,
                                     intro_i_user_table *table)
{
    reader r = {.ctx = ctx, .file = file, .table = table};
    INTRO_TRY(intro_i_source_open_file(ctx, file, 0, &r.source));
    const intro_status rc = read_source(&r);
    intro_i_source_close(r.source);
    if (rc == INTRO_OK && r.own_words != 0) {
        intro_i_notice(ctx, file, r.own_line, r.own_words,
                       "\"%s\" is no class of the taxonomy: taken as it is",
                       r.own_first);
    }
    return rc;
}
