/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only file that knows utf8proc: normal forms, folding and width.
 *
 * utf8proc_decompose() orders combining marks by exchanging neighbours, which
 * takes quadratic time on a name made of thousands of marks. So characters are
 * decomposed one at a time and long runs of marks are ordered here by
 * counting. */
#include "base/text_impl.h"

#include "base/vec.h"

#include <string.h>
#include <utf8proc.h>

/* utf8proc writes at most 18 characters for one. */
enum { DECOMPOSED_ROOM = 32, SHORT_RUN = 16 };

/* The first mark of all is U+0300. */
static int class_of(int32_t codepoint)
{
    return codepoint < 0x300
               ? 0
               : utf8proc_get_property(codepoint)->combining_class;
}

/* Stable order by combining class of one run of marks. */
static intro_status order_run(int32_t *run, size_t count)
{
    if (count <= SHORT_RUN) {
        for (size_t i = 1; i < count; i++) {
            const int32_t moved = run[i];
            size_t j = i;
            for (; j > 0 && class_of(run[j - 1]) > class_of(moved); j--) {
                run[j] = run[j - 1];
            }
            run[j] = moved;
        }
        return INTRO_OK;
    }
    size_t start[257] = {0};
    int32_t *const copy = intro_i_alloc(count, sizeof *copy);
    if (copy == NULL) {
        return INTRO_ENOMEM;
    }
    memcpy(copy, run, count * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        start[(class_of(copy[i]) & 0xFF) + 1]++;
    }
    for (size_t c = 1; c < 257; c++) {
        start[c] += start[c - 1];
    }
    for (size_t i = 0; i < count; i++) {
        run[start[class_of(copy[i]) & 0xFF]++] = copy[i];
    }
    intro_i_free(copy);
    return INTRO_OK;
}

static intro_status order_marks(intro_i_vec_i32 *points)
{
    size_t i = 0;
    while (i < points->count) {
        size_t end = i;
        while (end < points->count && class_of(points->data[end]) != 0) {
            end++;
        }
        if (end - i > 1) {
            INTRO_TRY(order_run(points->data + i, end - i));
        }
        i = end + 1;
    }
    return INTRO_OK;
}

/* Characters that folding turns into a blank although their decomposition is a
 * word: (TM) and (SM) say nothing about a name. */
static bool is_trade_sign(uint32_t codepoint)
{
    return codepoint == 0x2122 || codepoint == 0x2120;
}

/* Appends the decomposition of one character. */
static intro_status put_decomposed(int32_t codepoint, int options,
                                   intro_i_vec_i32 *points)
{
    INTRO_TRY(intro_i_vec_i32_reserve(points, points->count + DECOMPOSED_ROOM));
    const utf8proc_ssize_t made = utf8proc_decompose_char(
        codepoint, points->data + points->count, DECOMPOSED_ROOM,
        (utf8proc_option_t)options, NULL);
    if (made < 0 || made > DECOMPOSED_ROOM) {
        return INTRO_EBUG;
    }
    points->count += (size_t)made;
    return INTRO_OK;
}

/* The same for a fold: canonical first, so that both spellings of a character
 * go one way, and without U+0345, an accent that case folding makes a
 * letter. */
static intro_status put_folded(int32_t codepoint, intro_i_vec_i32 *points)
{
    int32_t parts[DECOMPOSED_ROOM];
    if (codepoint < 0x80) {
        const bool is_upper = codepoint >= 'A' && codepoint <= 'Z';
        return intro_i_vec_i32_push(points, is_upper ? codepoint + ('a' - 'A')
                                                     : codepoint);
    }
    if (utf8proc_get_property(codepoint)->ignorable != 0) {
        return INTRO_OK;
    }
    const utf8proc_ssize_t made = utf8proc_decompose_char(
        codepoint, parts, DECOMPOSED_ROOM,
        (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), NULL);
    if (made < 0 || made > DECOMPOSED_ROOM) {
        return INTRO_EBUG;
    }
    for (utf8proc_ssize_t i = 0; i < made; i++) {
        if (parts[i] != 0x0345) {
            INTRO_TRY(put_decomposed(parts[i],
                                     UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                         UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                     points));
        }
    }
    return INTRO_OK;
}

/* Decomposes in canonical order, as it is or for a fold. */
static intro_status decompose(const char *bytes, size_t length, bool fold,
                              intro_i_vec_i32 *points)
{
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        const size_t step =
            intro_i_utf8_next(bytes + i, length - i, &codepoint);
        if (codepoint == INTRO_I_NOT_UTF8) {
            return INTRO_EFORMAT;
        }
        i += step;
        if (fold) {
            INTRO_TRY(put_folded(
                is_trade_sign(codepoint) ? ' ' : (int32_t)codepoint, points));
        } else {
            INTRO_TRY(put_decomposed((int32_t)codepoint,
                                     UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
                                     points));
        }
    }
    return order_marks(points);
}

/* What decomposition leaves alone though people type it plainly; NULL for
 * others. */
static const char *plain_letter(int32_t codepoint)
{
    static const struct {
        uint16_t from;
        char to[3];
    } letters[] = {
        {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"},  {0x00FE, "th"},
        {0x0111, "d"},  {0x0127, "h"}, {0x0131, "i"},  {0x0138, "k"},
        {0x0142, "l"},  {0x014B, "n"}, {0x0153, "oe"}, {0x0167, "t"},
        {0x0180, "b"},  {0x0188, "c"}, {0x0192, "f"},  {0x0199, "k"},
        {0x019A, "l"},  {0x01A5, "p"}, {0x01AD, "t"},  {0x01B4, "y"},
        {0x01B6, "z"},  {0x01DD, "e"}, {0x01E5, "g"},  {0x0221, "d"},
        {0x0225, "z"},  {0x0234, "l"}, {0x0235, "n"},  {0x0236, "t"},
        {0x0237, "j"},  {0x023C, "c"}, {0x0247, "e"},  {0x0249, "j"},
        {0x024D, "r"},  {0x024F, "y"}, {0x0253, "b"},  {0x0256, "d"},
        {0x0257, "d"},  {0x0259, "e"}, {0x0260, "g"},  {0x0268, "i"},
        {0x0272, "n"},  {0x0275, "o"}, {0x0289, "u"},
    };
    if (codepoint < 0xE6 || codepoint > 0x289) {
        return NULL;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(letters); i++) {
        if (letters[i].from == codepoint) {
            return letters[i].to;
        }
    }
    return NULL;
}

static intro_i_text_kind classify_mark(const utf8proc_property_t *property)
{
    /* 0 and 7..9: vowel signs, nukta, kana voicing, virama. */
    const bool stays =
        property->combining_class == 0 ||
        (property->combining_class >= 7 && property->combining_class <= 9);
    return property->category == UTF8PROC_CATEGORY_MN && stays
               ? INTRO_I_TEXT_WORD
               : INTRO_I_TEXT_DROP;
}

static intro_i_text_kind classify(int32_t codepoint)
{
    const utf8proc_property_t *const property =
        utf8proc_get_property(codepoint);
    if (property->category == UTF8PROC_CATEGORY_MN ||
        property->category == UTF8PROC_CATEGORY_ME) {
        return classify_mark(property);
    }
    if (property->category >= UTF8PROC_CATEGORY_PC &&
        property->category <= UTF8PROC_CATEGORY_ZP) {
        return INTRO_I_TEXT_BLANK;
    }
    if (property->category == UTF8PROC_CATEGORY_CC) {
        return intro_i_text_is_blank((uint32_t)codepoint) ? INTRO_I_TEXT_BLANK
                                                          : INTRO_I_TEXT_DROP;
    }
    if (property->category == UTF8PROC_CATEGORY_CF) {
        return INTRO_I_TEXT_DROP;
    }
    if (property->category == UTF8PROC_CATEGORY_CO) {
        return INTRO_I_TEXT_BLANK;
    }
    /* Modifier apostrophes are typed as apostrophes, which are punctuation. */
    return codepoint >= 0x2B9 && codepoint <= 0x2BF ? INTRO_I_TEXT_BLANK
                                                    : INTRO_I_TEXT_WORD;
}

/* Joins words by single blanks, none at the ends. */
typedef struct joiner {
    intro_i_strbuf *out;
    bool begun;
    bool owes_blank;
} joiner;

static void settle_blank(joiner *join)
{
    if (join->begun && join->owes_blank) {
        intro_i_strbuf_putc(join->out, ' ');
    }
    join->begun = true;
    join->owes_blank = false;
}

static void fold_ascii(const char *bytes, size_t length, joiner *join)
{
    char chunk[256];
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)bytes[i];
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            if (used > sizeof chunk - 2) {
                intro_i_strbuf_append(join->out, chunk, used);
                used = 0;
            }
            if (join->begun && join->owes_blank) {
                chunk[used++] = ' ';
            }
            join->begun = true;
            join->owes_blank = false;
            chunk[used++] = (char)(is_upper ? c + ('a' - 'A') : c);
        } else if ((c > ' ' && c != 0x7F) || intro_i_is_ascii_blank(c)) {
            join->owes_blank = true;
        }
    }
    intro_i_strbuf_append(join->out, chunk, used);
}

static void fold_points(const intro_i_vec_i32 *points, joiner *join)
{
    for (size_t i = 0; i < points->count; i++) {
        const int32_t codepoint = points->data[i];
        const intro_i_text_kind kind = classify(codepoint);
        if (kind == INTRO_I_TEXT_BLANK) {
            join->owes_blank = true;
        }
        if (kind != INTRO_I_TEXT_WORD) {
            continue;
        }
        settle_blank(join);
        const char *const plain = plain_letter(codepoint);
        if (plain != NULL) {
            intro_i_strbuf_puts(join->out, plain);
        } else {
            intro_i_strbuf_put_utf8(join->out, (uint32_t)codepoint);
        }
    }
}

intro_status intro_i_text_finish(intro_i_strbuf *out, size_t before,
                                 intro_status rc)
{
    const intro_status result = rc != INTRO_OK ? rc : out->status;
    if (result != INTRO_OK) {
        intro_i_strbuf_truncate(out, before);
    }
    return result;
}

/* Everything below U+0300 is its own normal form C. */
static bool is_surely_nfc(const char *bytes, size_t length)
{
    for (size_t i = intro_i_ascii_prefix(bytes, length); i < length; i++) {
        if ((unsigned char)bytes[i] >= 0xCC) {
            return false;
        }
    }
    return true;
}

intro_i_text_kind intro_i_text_classify(uint32_t codepoint)
{
    if (codepoint > 0x10FFFF) {
        return INTRO_I_TEXT_DROP;
    }
    const utf8proc_property_t *const property =
        utf8proc_get_property((int32_t)codepoint);
    return property->ignorable != 0 ? INTRO_I_TEXT_DROP
                                    : classify((int32_t)codepoint);
}

bool intro_i_text_is_blank(uint32_t codepoint)
{
    if (codepoint < 0x80) {
        return intro_i_is_ascii_blank((unsigned char)codepoint);
    }
    if (codepoint > 0x10FFFF) {
        return false;
    }
    const utf8proc_category_t category = utf8proc_category((int32_t)codepoint);
    return codepoint == 0x85 || (category >= UTF8PROC_CATEGORY_ZS &&
                                 category <= UTF8PROC_CATEGORY_ZP);
}

intro_status intro_i_text_nfc(const char *bytes, size_t length,
                              intro_i_strbuf *out)
{
    const size_t before = out->length;
    if (is_surely_nfc(bytes, length)) {
        if (!intro_i_utf8_is_valid(bytes, length)) {
            return INTRO_EFORMAT;
        }
        intro_i_strbuf_append(out, bytes, length);
        return out->status;
    }
    intro_i_vec_i32 points = {0};
    intro_status rc = decompose(bytes, length, false, &points);
    if (rc == INTRO_OK) {
        const utf8proc_ssize_t count = utf8proc_normalize_utf32(
            points.data, (utf8proc_ssize_t)points.count,
            (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
        for (utf8proc_ssize_t i = 0; i < count; i++) {
            intro_i_strbuf_put_utf8(out, (uint32_t)points.data[i]);
        }
        rc = count < 0 ? INTRO_EBUG : INTRO_OK;
    }
    intro_i_vec_i32_fini(&points);
    return intro_i_text_finish(out, before, rc);
}

static intro_status lower_ascii(const char *bytes, size_t length,
                                intro_i_strbuf *out)
{
    const size_t before = out->length;
    intro_i_strbuf_append(out, bytes, length);
    for (size_t i = before; i < out->length; i++) {
        const char c = out->data[i];
        out->data[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return out->status;
}

intro_status intro_i_text_lower(const char *bytes, size_t length,
                                intro_i_strbuf *out)
{
    const size_t before = out->length;
    if (intro_i_ascii_prefix(bytes, length) == length) {
        return lower_ascii(bytes, length, out);
    }
    intro_i_strbuf composed;
    intro_i_strbuf lowered;
    intro_i_strbuf_init(&composed, 0);
    intro_i_strbuf_init(&lowered, 0);
    intro_status rc = intro_i_text_nfc(bytes, length, &composed);
    for (size_t i = 0; rc == INTRO_OK && i < composed.length;) {
        uint32_t codepoint;
        i += intro_i_utf8_next(composed.data + i, composed.length - i,
                               &codepoint);
        intro_i_strbuf_put_utf8(&lowered,
                                (uint32_t)utf8proc_tolower((int32_t)codepoint));
    }
    if (rc == INTRO_OK) {
        rc = lowered.status;
    }
    if (rc == INTRO_OK) {
        rc = intro_i_text_nfc(lowered.data, lowered.length, out);
    }
    intro_i_strbuf_fini(&lowered);
    intro_i_strbuf_fini(&composed);
    return intro_i_text_finish(out, before, rc);
}

intro_status intro_i_text_fold(const char *bytes, size_t length,
                               intro_i_strbuf *out)
{
    const size_t before = out->length;
    joiner join = {.out = out};
    if (intro_i_ascii_prefix(bytes, length) == length) {
        fold_ascii(bytes, length, &join);
        return intro_i_text_finish(out, before, INTRO_OK);
    }
    intro_i_vec_i32 points = {0};
    const intro_status rc = decompose(bytes, length, true, &points);
    if (rc == INTRO_OK) {
        fold_points(&points, &join);
    }
    intro_i_vec_i32_fini(&points);
    return intro_i_text_finish(out, before, rc);
}

size_t intro_i_text_measure(uint32_t codepoint)
{
    if (codepoint < 0x7F) {
        return codepoint >= 0x20;
    }
    const int width = utf8proc_charwidth((int32_t)codepoint);
    return width > 0 ? (size_t)width : 0;
}

int intro_i_text_width(const char *bytes, size_t length)
{
    size_t width = 0;
    uint32_t codepoint;
    for (size_t i = 0; i < length;) {
        i += intro_i_utf8_next(bytes + i, length - i, &codepoint);
        width +=
            codepoint == INTRO_I_NOT_UTF8 ? 1 : intro_i_text_measure(codepoint);
    }
    return width > INT32_MAX ? INT32_MAX : (int)width;
}
