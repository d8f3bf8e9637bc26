/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One growing buffer holds the record in progress and what follows it. A block
 * of the source is decoded to its end, then records are cut out of it in place:
 * quotes only ever shorten a field. When the bytes run out in the middle of a
 * record, the record moves to the front and the scan goes on where it was, so
 * every byte is looked at once. */

#include "import/csv_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

/* Classes of bytes: where a scan stops. */
enum { STOP_BARE = 1, STOP_QUOTED = 2 };

/* Is there a byte at scan + ahead? */
static intro_status look(intro_i_csv *csv, size_t ahead, bool *is_there)
{
    while (csv->end - csv->scan <= ahead && !csv->at_end) {
        INTRO_TRY(intro_i_csv_refill(csv));
    }
    *is_there = csv->end - csv->scan > ahead;
    return INTRO_OK;
}

/* Does a field end at scan + ahead: separator, line end or end of file? */
static intro_status look_for_end(intro_i_csv *csv, size_t ahead, bool *is_end)
{
    bool is_there;
    INTRO_TRY(look(csv, ahead, &is_there));
    const char c = is_there ? csv->data[csv->scan + ahead] : '\n';
    *is_end = c == csv->separator || c == '\n' || c == '\r';
    return INTRO_OK;
}

static intro_status check_length(intro_i_csv *csv, size_t begin, uint64_t line)
{
    if (csv->scan - csv->start - begin > INTRO_I_CSV_FIELD_MAX) {
        return intro_i_csv_fail(csv, INTRO_ELIMIT, line,
                                "a field is longer than 1 MiB");
    }
    return INTRO_OK;
}

/* Moves scan to the next byte of a class, or to the end of the buffer. */
static void skip_to(intro_i_csv *csv, uint8_t class)
{
    const char *p = csv->data + csv->scan;
    const char *const end = csv->data + csv->end;
    while (p < end && (csv->classes[(uint8_t)*p] & class) == 0) {
        p++;
    }
    csv->scan = (size_t)(p - csv->data);
}

/* Bytes up to the separator or line end; scan is left there. */
static intro_status read_bare(intro_i_csv *csv, size_t begin)
{
    for (;;) {
        skip_to(csv, STOP_BARE);
        INTRO_TRY(check_length(csv, begin, csv->line));
        bool is_there;
        INTRO_TRY(look(csv, 0, &is_there));
        if (!is_there) {
            return INTRO_OK;
        }
        const char c = csv->data[csv->scan];
        if (c == '"') {
            csv->is_malformed = true;
            csv->scan++;
        } else if ((csv->classes[(uint8_t)c] & STOP_BARE) != 0) {
            return INTRO_OK;
        }
    }
}

/* A quoted field in progress: [begin, begin + length) is what is known of its
 * value, source bytes go on at scan. */
typedef struct quoted {
    size_t begin;
    size_t length;
    size_t copied;      /* source bytes before this offset are in the value */
    uint64_t line;      /* of the opening quote */
    bool has_backslash; /* a \" was met: this writer escapes so */
} quoted;

/* Adds the source bytes up to scan to the value. */
static void take_text(intro_i_csv *csv, quoted *q)
{
    char *const record = csv->data + csv->start;
    const size_t until = csv->scan - csv->start;
    const size_t more = until - q->copied;
    if (q->begin + q->length != q->copied) {
        memmove(record + q->begin + q->length, record + q->copied, more);
    }
    q->length += more;
    q->copied = until;
}

/* What a quote inside a quoted field means. */
typedef enum quote_sense {
    QUOTE_DOUBLED,
    QUOTE_ESCAPED,
    QUOTE_CLOSES
} quote_sense;

static intro_status judge_quote(intro_i_csv *csv, const quoted *q,
                                quote_sense *sense)
{
    const size_t at = csv->scan - csv->start;
    const bool after_backslash =
        at > q->copied && csv->data[csv->scan - 1] == '\\';
    bool is_there;
    bool is_end;
    *sense = QUOTE_CLOSES;
    INTRO_TRY(look(csv, 1, &is_there));
    if (is_there && csv->data[csv->scan + 1] == '"') {
        *sense = QUOTE_DOUBLED;
        if (after_backslash && q->has_backslash) {
            INTRO_TRY(look_for_end(csv, 2, &is_end));
            *sense = is_end ? QUOTE_ESCAPED : QUOTE_DOUBLED;
        }
    } else if (after_backslash) {
        INTRO_TRY(look_for_end(csv, 1, &is_end));
        *sense = is_end && !q->has_backslash ? QUOTE_CLOSES : QUOTE_ESCAPED;
    }
    return INTRO_OK;
}

/* scan stands on a quote; *is_closed when it was the closing one. */
static intro_status take_quote(intro_i_csv *csv, quoted *q, bool *is_closed)
{
    quote_sense sense;
    INTRO_TRY(judge_quote(csv, q, &sense));
    take_text(csv, q);
    *is_closed = sense == QUOTE_CLOSES;
    csv->scan++;
    switch (sense) {
    case QUOTE_DOUBLED:
        csv->scan++;
        break;
    case QUOTE_ESCAPED:
        q->length--;
        q->has_backslash = true;
        break;
    case QUOTE_CLOSES:
        q->copied++;
        return INTRO_OK;
    }
    csv->data[csv->start + q->begin + q->length] = '"';
    q->length++;
    q->copied = csv->scan - csv->start;
    return INTRO_OK;
}

/* scan stands behind the opening quote. */
static intro_status read_quoted(intro_i_csv *csv, intro_i_csv_span *out)
{
    const size_t begin = csv->scan - csv->start;
    quoted q = {begin, 0, begin, csv->line, false};
    bool is_closed = false;
    while (!is_closed) {
        skip_to(csv, STOP_QUOTED);
        INTRO_TRY(check_length(csv, begin, q.line));
        bool is_there;
        INTRO_TRY(look(csv, 0, &is_there));
        if (!is_there) {
            return intro_i_csv_fail(csv, INTRO_EFORMAT, q.line,
                                    "a quote opens here and is never closed");
        }
        const char c = csv->data[csv->scan];
        if (c == '"') {
            INTRO_TRY(take_quote(csv, &q, &is_closed));
        } else if (c == '\n') {
            csv->line++;
            csv->scan++;
        } else if (c == '\r') {
            INTRO_TRY(look(csv, 1, &is_there));
            csv->line += !is_there || csv->data[csv->scan + 1] != '\n';
            csv->scan++;
        }
    }
    bool is_end;
    INTRO_TRY(look_for_end(csv, 0, &is_end));
    if (!is_end) {
        csv->is_malformed = true;
        INTRO_TRY(read_bare(csv, begin));
        take_text(csv, &q);
    }
    *out = (intro_i_csv_span){q.begin, q.length};
    return INTRO_OK;
}

static intro_status read_field(intro_i_csv *csv)
{
    intro_i_csv_span field = {csv->scan - csv->start, 0};
    bool is_there;
    INTRO_TRY(look(csv, 0, &is_there));
    if (is_there && csv->data[csv->scan] == '"') {
        csv->scan++;
        INTRO_TRY(read_quoted(csv, &field));
    } else {
        INTRO_TRY(read_bare(csv, field.begin));
        field.length = csv->scan - csv->start - field.begin;
    }
    if (csv->spans.count == INTRO_I_CSV_COLUMNS_MAX) {
        return intro_i_csv_fail(csv, INTRO_ELIMIT, csv->line,
                                "a row has more than 4096 columns");
    }
    if (intro_i_vec_csv_span_push(&csv->spans, field) != INTRO_OK) {
        csv->failed = intro_i_fail_memory(csv->ctx);
        return csv->failed;
    }
    return INTRO_OK;
}

/* scan stands on what ended a field; *is_last when that was the record's. */
static intro_status end_field(intro_i_csv *csv, bool *is_last)
{
    bool is_there;
    INTRO_TRY(look(csv, 0, &is_there));
    *is_last = !is_there || csv->data[csv->scan] != csv->separator;
    if (!is_there) {
        return INTRO_OK;
    }
    /* The line counts once its end is whole: a refill that fails tells its line
     * by the line ends from scan on. */
    if (*is_last && csv->data[csv->scan] == '\r') {
        INTRO_TRY(look(csv, 1, &is_there));
        csv->scan += is_there && csv->data[csv->scan + 1] == '\n';
    }
    csv->scan++;
    csv->line += *is_last;
    return INTRO_OK;
}

static intro_status publish(intro_i_csv *csv, intro_i_csv_record *record)
{
    void *fields = csv->fields;
    if (intro_i_vec_grow(&fields, &csv->field_capacity, csv->spans.count,
                         sizeof(intro_i_csv_field)) != INTRO_OK) {
        csv->failed = intro_i_fail_memory(csv->ctx);
        return csv->failed;
    }
    csv->fields = fields;
    for (size_t i = 0; i < csv->spans.count; i++) {
        csv->fields[i].text = csv->data + csv->start + csv->spans.data[i].begin;
        csv->fields[i].length = csv->spans.data[i].length;
    }
    record->fields = csv->fields;
    record->count = csv->spans.count;
    record->number = ++csv->number;
    record->is_malformed = csv->is_malformed;
    /* an empty line has no byte but its end: a quoted empty field has two */
    record->is_blank = csv->spans.count == 1 && csv->fields[0].length == 0 &&
                       csv->spans.data[0].begin == 0;
    return INTRO_OK;
}

intro_status intro_i_csv_open(intro_ctx *ctx, intro_i_source *source,
                              char separator, intro_i_csv_encoding encoding,
                              intro_i_csv **out)
{
    intro_i_csv *const csv = intro_i_alloc_zero(1, sizeof *csv);
    if (csv == NULL) {
        return intro_i_fail_memory(ctx);
    }
    csv->ctx = ctx;
    csv->source = source;
    csv->separator = separator;
    csv->decoder = encoding == INTRO_I_CSV_CP1252 ? INTRO_I_CSV_FROM_CP1252
                                                  : INTRO_I_CSV_FROM_UTF8;
    csv->line = 1;
    csv->classes[(uint8_t)separator] = STOP_BARE;
    csv->classes['\n'] = csv->classes['\r'] = STOP_BARE | STOP_QUOTED;
    csv->classes['"'] = STOP_BARE | STOP_QUOTED;
    *out = csv;
    return INTRO_OK;
}

void intro_i_csv_close(intro_i_csv *csv)
{
    if (csv == NULL) {
        return;
    }
    intro_i_free(csv->data);
    intro_i_free(csv->fields);
    intro_i_vec_csv_span_fini(&csv->spans);
    intro_i_free(csv);
}

intro_status intro_i_csv_next(intro_i_csv *csv, intro_i_csv_record *record)
{
    memset(record, 0, sizeof *record);
    if (csv->failed != INTRO_OK) {
        return csv->failed;
    }
    csv->start = csv->scan;
    csv->spans.count = 0;
    csv->is_malformed = false;
    bool is_there;
    INTRO_TRY(look(csv, 0, &is_there));
    if (!is_there) {
        return INTRO_OK;
    }
    record->line = csv->line;
    bool is_last = false;
    while (!is_last) {
        INTRO_TRY(read_field(csv));
        INTRO_TRY(end_field(csv, &is_last));
    }
    return publish(csv, record);
}

bool intro_i_csv_is_not_utf8(const intro_i_csv *csv)
{
    return csv->is_not_utf8;
}
