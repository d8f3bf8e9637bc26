/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of the source into UTF-8 behind the record in progress: UTF-8 is
 * checked, Windows-1252 and UTF-16 are rewritten. */
#include "import/csv_impl.h"

#include "base/context_impl.h"
#include "base/text.h"

#include <string.h>

/* Windows-1252, 0x80 to 0x9F; the five free places stay what they are. */
static const uint16_t cp1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

intro_status intro_i_csv_fail(intro_i_csv *csv, intro_status code,
                              uint64_t line, const char *what)
{
    csv->failed = intro_i_fail_at(
        csv->ctx, code, intro_i_source_name(csv->source), line, 0, "%s", what);
    return csv->failed;
}

static intro_status fail_encoding(intro_i_csv *csv)
{
    csv->is_not_utf8 = true;
    return intro_i_csv_fail(csv, INTRO_EFORMAT, csv->line,
                            "the text is not UTF-8");
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
        return intro_i_csv_fail(csv, INTRO_ELIMIT, csv->line,
                                "a row is longer than 64 MiB");
    }
    void *data = csv->data;
    /* One more, so that there is an address also when there is no byte. */
    if (intro_i_vec_grow(&data, &csv->capacity, kept + more + 1, 1) !=
        INTRO_OK) {
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
    const size_t low = csv->decoder == INTRO_I_CSV_FROM_LE ? 0 : 1;
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
            return intro_i_csv_fail(csv, INTRO_EFORMAT, csv->line,
                                    "the UTF-16 text is damaged");
        }
    }
    return INTRO_OK;
}

/* Looks at the byte order mark; answers the bytes to leave out. */
static size_t choose_decoder(intro_i_csv *csv, const uint8_t *bytes,
                             size_t length)
{
    if (csv->decoder == INTRO_I_CSV_FROM_UTF8 && length >= 2) {
        if (bytes[0] == 0xFF && bytes[1] == 0xFE) {
            csv->decoder = INTRO_I_CSV_FROM_LE;
            return 2;
        }
        if (bytes[0] == 0xFE && bytes[1] == 0xFF) {
            csv->decoder = INTRO_I_CSV_FROM_BE;
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
        return intro_i_csv_fail(csv, INTRO_EFORMAT, csv->line,
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
    return intro_i_csv_fail(csv, INTRO_EFORMAT, line,
                            "a NUL byte stands in the text");
}

intro_status intro_i_csv_refill(intro_i_csv *csv)
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
    case INTRO_I_CSV_FROM_UTF8:
        INTRO_TRY(decode_utf8(csv, bytes, length));
        break;
    case INTRO_I_CSV_FROM_CP1252:
        INTRO_TRY(decode_cp1252(csv, bytes, length));
        break;
    case INTRO_I_CSV_FROM_LE:
    case INTRO_I_CSV_FROM_BE:
        INTRO_TRY(decode_utf16(csv, bytes, length));
        break;
    }
    return check_nul(csv, csv->start + before);
}
