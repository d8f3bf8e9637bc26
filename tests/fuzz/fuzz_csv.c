/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSV reader against one that has the whole text before it and looks at one
 * character after the other, with blocks of many sizes. FORM: size of the
 * blocks, separator, encoding. */
#include "fuzz.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "import/csv_reader.h"

const char fuzz_target[] = "csv";

/* ---- the bytes in pieces ---- */

typedef struct pieces {
    const uint8_t *bytes;
    size_t left;
    size_t piece;
} pieces;

static intro_status give_piece(void *user, intro_ctx *ctx, void *buffer,
                               size_t size, size_t *got)
{
    pieces *const p = user;
    (void)ctx;
    size_t n = p->piece < size ? p->piece : size;
    n = n < p->left ? n : p->left;
    if (n != 0) {
        memcpy(buffer, p->bytes, n);
    }
    p->bytes += n;
    p->left -= n;
    *got = n;
    return INTRO_OK;
}

/* ---- records as text: 0x1F ends a field, 0x1E a record ---- */

typedef struct reading {
    intro_status status;
    bool is_not_utf8;
    intro_i_strbuf text;
} reading;

static void put_end(intro_i_strbuf *out, uint64_t line, bool is_malformed)
{
    intro_i_strbuf_printf(out, "@%llu%s\x1E", (unsigned long long)line,
                          is_malformed ? "!" : "");
}

static void put_record(intro_i_strbuf *out, const intro_i_csv_record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        intro_i_strbuf_append(out, record->fields[i].text,
                              record->fields[i].length);
        intro_i_strbuf_putc(out, '\x1F');
    }
    put_end(out, record->line, record->is_malformed);
}

static void read_fast(intro_ctx *ctx, intro_i_source *source, char separator,
                      intro_i_csv_encoding encoding, reading *r)
{
    intro_i_csv *csv = NULL;
    intro_i_csv_record record;
    uint64_t number = 0;
    r->status = intro_i_csv_open(ctx, source, separator, encoding, &csv);
    while (r->status == INTRO_OK) {
        r->status = intro_i_csv_next(csv, &record);
        if (r->status != INTRO_OK || record.count == 0) {
            break;
        }
        FUZZ_CHECK(record.number == ++number);
        FUZZ_CHECK(!record.is_blank ||
                   (record.count == 1 && record.fields[0].length == 0));
        put_record(&r->text, &record);
    }
    r->is_not_utf8 = csv != NULL && intro_i_csv_is_not_utf8(csv);
    intro_i_csv_close(csv);
    fuzz_check_told(ctx, r->status);
}

/* ---- the slow reader ---- */

static bool ends_at(const char *t, size_t n, size_t i, char separator)
{
    return i >= n || t[i] == separator || t[i] == '\n' || t[i] == '\r';
}

/* Is the backslash at i, before a quote, its escape? Only where RFC 4180 has no
 * meaning for it. */
static bool is_escape(const char *t, size_t n, size_t i, char separator,
                      bool has_escapes)
{
    const bool is_doubled = i + 2 < n && t[i + 2] == '"';
    return is_doubled ? has_escapes && ends_at(t, n, i + 3, separator)
                      : has_escapes || !ends_at(t, n, i + 2, separator);
}

/* The quoted part of a field; false: never closed. */
static bool slow_quoted(const char *t, size_t n, size_t *at, char separator,
                        uint64_t *line, intro_i_strbuf *out)
{
    bool has_escapes = false;
    for (size_t i = *at + 1; i < n; i++) {
        if (t[i] == '\n' ||
            (t[i] == '\r' && !(i + 1 < n && t[i + 1] == '\n'))) {
            (*line)++;
        }
        if (t[i] == '\\' && i + 1 < n && t[i + 1] == '"' &&
            is_escape(t, n, i, separator, has_escapes)) {
            has_escapes = true;
            intro_i_strbuf_putc(out, '"');
            i++;
        } else if (t[i] != '"') {
            intro_i_strbuf_putc(out, t[i]);
        } else if (i + 1 < n && t[i + 1] == '"') {
            intro_i_strbuf_putc(out, '"');
            i++;
        } else {
            *at = i + 1;
            return true;
        }
    }
    return false;
}

static bool slow_field(const char *t, size_t n, size_t *at, char separator,
                       uint64_t *line, bool *is_malformed, intro_i_strbuf *out)
{
    if (*at < n && t[*at] == '"') {
        if (!slow_quoted(t, n, at, separator, line, out)) {
            return false;
        }
        *is_malformed = *is_malformed || !ends_at(t, n, *at, separator);
    }
    for (; !ends_at(t, n, *at, separator); (*at)++) {
        *is_malformed = *is_malformed || t[*at] == '"';
        intro_i_strbuf_putc(out, t[*at]);
    }
    return true;
}

static bool slow_read(const char *t, size_t n, char separator,
                      intro_i_strbuf *out)
{
    uint64_t line = 1;
    for (size_t i = 0; i < n; line++) {
        const uint64_t first = line;
        bool is_malformed = false;
        for (;; i++) {
            if (!slow_field(t, n, &i, separator, &line, &is_malformed, out)) {
                return false;
            }
            intro_i_strbuf_putc(out, '\x1F');
            if (i >= n || t[i] != separator) {
                break;
            }
        }
        put_end(out, first, is_malformed);
        if (i < n) {
            i += t[i] == '\r' && i + 1 < n && t[i + 1] == '\n' ? 2 : 1;
        }
    }
    return true;
}

/* ---- both ---- */

static bool is_utf16(const char *t, size_t n)
{
    return n >= 2 &&
           (memcmp(t, "\xFF\xFE", 2) == 0 || memcmp(t, "\xFE\xFF", 2) == 0);
}

static void compare(const fuzz_input *in, char separator, const reading *fast)
{
    const char *t = (const char *)in->bytes;
    size_t n = in->size;
    if (is_utf16(t, n)) {
        return;
    }
    if (n >= 3 && memcmp(t, "\xEF\xBB\xBF", 3) == 0) {
        t += 3;
        n -= 3;
    }
    if (n != 0 && memchr(t, '\0', n) != NULL) {
        FUZZ_CHECK(fast->status == INTRO_EFORMAT);
        return;
    }
    if (!intro_i_utf8_is_valid(t, n)) {
        FUZZ_CHECK(fast->status == INTRO_EFORMAT);
        return;
    }
    FUZZ_CHECK(!fast->is_not_utf8);
    intro_i_strbuf slow;
    intro_i_strbuf_init(&slow, 0);
    const bool is_whole = slow_read(t, n, separator, &slow);
    if (!is_whole) {
        FUZZ_CHECK(fast->status != INTRO_OK);
    } else if (fast->status == INTRO_ELIMIT) {
        FUZZ_CHECK(n > INTRO_I_CSV_COLUMNS_MAX);
    } else {
        FUZZ_CHECK(fast->status == INTRO_OK);
        FUZZ_CHECK(fast->text.length == slow.length);
        FUZZ_CHECK(slow.length == 0 ||
                   memcmp(fast->text.data, slow.data, slow.length) == 0);
    }
    intro_i_strbuf_fini(&slow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 2, 3, 5, 16, 64, 1000, 1 << 20};
    static const char separators[] = {',', '\t', ';', '|'};
    const fuzz_input in = fuzz_begin(data, size);
    const char separator = separators[(in.form >> 3) & 3];
    const intro_i_csv_encoding encoding =
        in.form & 0x80 ? INTRO_I_CSV_CP1252 : INTRO_I_CSV_UNICODE;
    intro_ctx *const ctx = fuzz_ctx();
    pieces p = {in.bytes, in.size, sizes[in.form & 7]};
    intro_i_source *source = NULL;
    reading fast = {INTRO_OK, false, {0}};
    intro_i_strbuf_init(&fast.text, 0);
    fuzz_arm(&in);
    if (intro_i_source_open_callback(ctx, "fuzz.csv", give_piece, &p, 0, 0,
                                     &source) == INTRO_OK) {
        read_fast(ctx, source, separator, encoding, &fast);
    }
    fuzz_disarm();
    intro_i_source_close(source);
    const bool is_packed =
        in.size >= 2 && in.bytes[0] == 0x1F && in.bytes[1] == 0x8B;
    if (!fuzz_is_faulty(&in) && !is_packed && encoding == INTRO_I_CSV_UNICODE) {
        compare(&in, separator, &fast);
    }
    intro_i_strbuf_fini(&fast.text);
    intro_ctx_free(ctx);
    return 0;
}
