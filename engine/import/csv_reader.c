/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One growing buffer holds the record in progress and what follows it. A block
 * of the source is decoded to its end, then records are cut out of it in place:
 * quotes only ever shorten a field. When the bytes run out in the middle of a
 * record, the record moves to the front and the scan goes on where it was, so
 * every byte is looked at once. */
#include "import/csv_reader.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "base/vec.h"

#include <string.h>

/* Classes of bytes: where a scan stops. */
enum { STOP_BARE = 1, STOP_QUOTED = 2 };

typedef enum decoder {
    DECODE_UTF8,
    DECODE_CP1252,
    DECODE_LE,
    DECODE_BE
} decoder;

/* Relative to the start of the record, which moves. */
typedef struct span {
    size_t begin;
    size_t length;
} span;

INTRO_VEC(vec_span, span);

struct intro_i_csv {
    intro_ctx *ctx;
    intro_i_source *source;
    char separator;
    decoder decoder;
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

    vec_span spans;
    intro_i_csv_field *fields;
    size_t field_capacity;
    uint64_t line; /* of scan */
    uint64_t number;
    bool is_malformed;
};

/* Windows-1252, 0x80 to 0x9F; the five free places stay what they are. */
static const uint16_t cp1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

static intro_status fail(intro_i_csv *csv, intro_status code, uint64_t line,
                         const char *what)
{
    csv->failed = intro_i_fail_at(
        csv->ctx, code, intro_i_source_name(csv->source), line, 0, "%s", what);
    return csv->failed;
}

static intro_status fail_encoding(intro_i_csv *csv)
{
    csv->is_not_utf8 = true;
    return fail(csv, INTRO_EFORMAT, csv->line, "the text is not UTF-8");
}

/* Room for `more` bytes behind end and pending; the record moves to the front. */
static intro_status make_room(intro_i_csv *csv, size_t more)
{
    const size_t kept = csv->end + csv->pending - csv->start;
    if (csv->start != 0) {
        memmove(csv->data, csv->data + csv->start, kept);
        csv->scan -= csv->start;
        csv->end -= csv->start;
        csv->start = 0;
    }
    if (kept > INTRO_I_CSV_RECORD_MAX) {
        return fail(csv, INTRO_ELIMIT, csv->line,
                    "a row is longer than 64 MiB");
    }
    void *data = csv->data;
    if (intro_i_vec_grow(&data, &csv->capacity, kept + more, 1) != INTRO_OK) {
        csv->failed = intro_i_fail_memory(csv->ctx);
        return csv->failed;
    }
    csv->data = data;
    return INTRO_OK;
}

static void put_character(intro_i_csv *csv, uint32_t c)
{
    char *const at = csv->data + csv->end;
    if (c < 0x80) {
        at[0] = (char)c;
        csv->end += 1;
    } else if (c < 0x800) {
        at[0] = (char)(0xC0 | c >> 6);
        at[1] = (char)(0x80 | (c & 0x3F));
        csv->end += 2;
    } else if (c < 0x10000) {
        at[0] = (char)(0xE0 | c >> 12);
        at[1] = (char)(0x80 | (c >> 6 & 0x3F));
        at[2] = (char)(0x80 | (c & 0x3F));
        csv->end += 3;
    } else {
        at[0] = (char)(0xF0 | c >> 18);
        at[1] = (char)(0x80 | (c >> 12 & 0x3F));
        at[2] = (char)(0x80 | (c >> 6 & 0x3F));
        at[3] = (char)(0x80 | (c & 0x3F));
        csv->end += 4;
    }
}

static intro_status decode_utf8(intro_i_csv *csv, const uint8_t *bytes,
                                size_t length)
{
    INTRO_TRY(make_room(csv, length));
    memcpy(csv->data + csv->end + csv->pending, bytes, length);
    const size_t total = csv->pending + length;
    const size_t valid = intro_i_utf8_valid_prefix(csv->data + csv->end, total);
    if (total - valid > 3) {
        return fail_encoding(csv);
    }
    csv->end += valid;
    csv->pending = total - valid;
    return INTRO_OK;
}

static intro_status decode_cp1252(intro_i_csv *csv, const uint8_t *bytes,
                                  size_t length)
{
    INTRO_TRY(make_room(csv, 3 * length));
    for (size_t i = 0; i < length; i++) {
        const uint32_t c = bytes[i];
        put_character(csv, c >= 0x80 && c < 0xA0 ? cp1252[c - 0x80] : c);
    }
    return INTRO_OK;
}

/* One byte of UTF-16: a character is put when its units are complete. */
static bool decode_utf16_byte(intro_i_csv *csv, uint8_t byte)
{
    csv->half[csv->half_count++] = byte;
    if (csv->half_count % 2 != 0) {
        return true;
    }
    const size_t low = csv->decoder == DECODE_LE ? 0 : 1;
    const uint32_t first = csv->half[low] | (uint32_t)csv->half[1 - low] << 8;
    if (csv->half_count == 2) {
        if (first >= 0xD800 && first < 0xDC00) {
            return true;
        }
        if (first >= 0xDC00 && first < 0xE000) {
            return false;
        }
        put_character(csv, first);
    } else {
        const uint32_t second =
            csv->half[2 + low] | (uint32_t)csv->half[3 - low] << 8;
        if (second < 0xDC00 || second > 0xDFFF) {
            return false;
        }
        put_character(csv,
                      0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
    }
    csv->half_count = 0;
    return true;
}

static intro_status decode_utf16(intro_i_csv *csv, const uint8_t *bytes,
                                 size_t length)
{
    INTRO_TRY(make_room(csv, 2 * length + 4));
    for (size_t i = 0; i < length; i++) {
        if (!decode_utf16_byte(csv, bytes[i])) {
            return fail(csv, INTRO_EFORMAT, csv->line,
                        "the UTF-16 text is damaged");
        }
    }
    return INTRO_OK;
}

/* Looks at the byte order mark; answers the bytes to leave out. */
static size_t choose_decoder(intro_i_csv *csv, const uint8_t *bytes,
                             size_t length)
{
    if (csv->decoder == DECODE_UTF8 && length >= 2) {
        if (bytes[0] == 0xFF && bytes[1] == 0xFE) {
            csv->decoder = DECODE_LE;
            return 2;
        }
        if (bytes[0] == 0xFE && bytes[1] == 0xFF) {
            csv->decoder = DECODE_BE;
            return 2;
        }
    }
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static intro_status finish_decoding(intro_i_csv *csv)
{
    csv->at_end = true;
    if (csv->pending != 0) {
        return fail_encoding(csv);
    }
    if (csv->half_count != 0) {
        return fail(csv, INTRO_EFORMAT, csv->line,
                    "the UTF-16 text ends inside a character");
    }
    return INTRO_OK;
}

/* A NUL can only be damage; its line is that of the line ends before it. */
static intro_status check_nul(intro_i_csv *csv, size_t from)
{
    const char *const nul = memchr(csv->data + from, '\0', csv->end - from);
    if (nul == NULL) {
        return INTRO_OK;
    }
    uint64_t line = csv->line;
    for (const char *p = csv->data + csv->scan; p < nul; p++) {
        line += *p == '\n' || (*p == '\r' && p[1] != '\n');
    }
    return fail(csv, INTRO_EFORMAT, line, "a NUL byte stands in the text");
}

/* More bytes behind csv->end, or csv->at_end. */
static intro_status refill(intro_i_csv *csv)
{
    const uint8_t *bytes;
    size_t length;
    INTRO_TRY(intro_i_progress(csv->ctx, "reading", "bytes",
                               intro_i_source_position(csv->source),
                               intro_i_source_total(csv->source)));
    csv->failed = intro_i_source_next(csv->ctx, csv->source, &bytes, &length);
    if (csv->failed != INTRO_OK) {
        return csv->failed;
    }
    if (length == 0) {
        return finish_decoding(csv);
    }
    if (!csv->is_started) {
        csv->is_started = true;
        const size_t mark = choose_decoder(csv, bytes, length);
        bytes += mark;
        length -= mark;
    }
    const size_t before = csv->end - csv->start;
    switch (csv->decoder) {
    case DECODE_UTF8:
        INTRO_TRY(decode_utf8(csv, bytes, length));
        break;
    case DECODE_CP1252:
        INTRO_TRY(decode_cp1252(csv, bytes, length));
        break;
    case DECODE_LE:
    case DECODE_BE:
        INTRO_TRY(decode_utf16(csv, bytes, length));
        break;
    }
    return check_nul(csv, csv->start + before);
}

/* Is there a byte at scan + ahead? */
static intro_status look(intro_i_csv *csv, size_t ahead, bool *is_there)
{
    while (csv->end - csv->scan <= ahead && !csv->at_end) {
        INTRO_TRY(refill(csv));
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
        return fail(csv, INTRO_ELIMIT, line, "a field is longer than 1 MiB");
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
static intro_status read_quoted(intro_i_csv *csv, span *out)
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
            return fail(csv, INTRO_EFORMAT, q.line,
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
    *out = (span){q.begin, q.length};
    return INTRO_OK;
}

static intro_status read_field(intro_i_csv *csv)
{
    span field = {csv->scan - csv->start, 0};
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
        return fail(csv, INTRO_ELIMIT, csv->line,
                    "a row has more than 4096 columns");
    }
    if (vec_span_push(&csv->spans, field) != INTRO_OK) {
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
    const char c = csv->data[csv->scan];
    csv->scan++;
    if (*is_last) {
        csv->line++;
        if (c == '\r') {
            INTRO_TRY(look(csv, 0, &is_there));
            csv->scan += is_there && csv->data[csv->scan] == '\n';
        }
    }
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
    csv->decoder = encoding == INTRO_I_CSV_CP1252 ? DECODE_CP1252 : DECODE_UTF8;
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
    vec_span_fini(&csv->spans);
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
