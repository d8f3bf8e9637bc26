/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip, in members that are made here from the content, damaged by the input,
 * and read in pieces of many sizes: against zlib on the whole of it in memory.
 * FORM: size of the pieces; level; whether the bytes are packed here, or are
 * taken for gzip as they stand.
 *
 * Packed here, the first byte says how many of the following quadruples (16 bits
 * of place from the end, a byte to XOR, a byte unused) damage the file, and what
 * is left is the content, in two members when the level is odd. */
#include "fuzz.h"

#define ZLIB_CONST
#include <zlib.h>

const char fuzz_target[] = "gzip";

enum { UNPACKED_MAX = 1 << 20 };

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

/* ---- the file ---- */

typedef struct blob {
    uint8_t *bytes;
    size_t size;
} blob;

static void pack_member(blob *out, const uint8_t *bytes, size_t size, int level)
{
    z_stream z;
    memset(&z, 0, sizeof z);
    FUZZ_CHECK(deflateInit2(&z, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) ==
               Z_OK);
    const uLong room = deflateBound(&z, (uLong)size) + 32;
    out->bytes = realloc(out->bytes, out->size + room);
    FUZZ_CHECK(out->bytes != NULL);
    z.next_in = bytes;
    z.avail_in = (uInt)size;
    z.next_out = out->bytes + out->size;
    z.avail_out = (uInt)room;
    FUZZ_CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    out->size += z.total_out;
    (void)deflateEnd(&z);
}

static blob make_file(const fuzz_input *in)
{
    blob file = {NULL, 0};
    const int level = (in->form >> 3) & 7;
    const size_t patches = in->size == 0 || in->bytes[0] % 8 * 4u + 1 > in->size
                               ? 0
                               : in->bytes[0] % 8;
    const size_t skip = in->size == 0 ? 0 : 1 + 4 * patches;
    const uint8_t *const content = in->bytes + skip;
    const size_t size = in->size - skip;
    const size_t first = level % 2 != 0 ? size / 2 : size;
    pack_member(&file, content, first, level);
    if (level % 2 != 0) {
        pack_member(&file, content + first, size - first, level);
    }
    for (size_t i = 0; i < patches; i++) {
        const uint8_t *const p = in->bytes + 1 + 4 * i;
        const size_t place = ((size_t)p[0] << 8 | p[1]) % file.size;
        file.bytes[file.size - 1 - place] ^= p[2];
    }
    return file;
}

/* ---- what zlib says of the whole ---- */

/* false: damaged, cut, followed by something, or too long. */
static bool unpack_slowly(const uint8_t *bytes, size_t size, blob *out)
{
    z_stream z;
    memset(&z, 0, sizeof z);
    out->bytes = malloc(UNPACKED_MAX);
    FUZZ_CHECK(out->bytes != NULL);
    FUZZ_CHECK(inflateInit2(&z, 31) == Z_OK);
    z.next_in = bytes;
    z.avail_in = (uInt)size;
    z.next_out = out->bytes;
    z.avail_out = UNPACKED_MAX;
    int rc;
    do {
        rc = inflate(&z, Z_FINISH);
    } while (rc == Z_STREAM_END && z.avail_in >= 2 && z.next_in[0] == 0x1F &&
             z.next_in[1] == 0x8B && inflateReset(&z) == Z_OK);
    out->size = UNPACKED_MAX - z.avail_out;
    while (z.avail_in != 0 && *z.next_in == 0) {
        z.next_in++;
        z.avail_in--;
    }
    (void)inflateEnd(&z);
    return rc == Z_STREAM_END && z.avail_in == 0;
}

/* ---- what the source says ---- */

static intro_status read_all(intro_ctx *ctx, intro_i_source *source, blob *out)
{
    const uint8_t *bytes;
    size_t length;
    intro_status rc;
    do {
        rc = intro_i_source_next(ctx, source, &bytes, &length);
        if (rc != INTRO_OK || length == 0) {
            break;
        }
        out->bytes = realloc(out->bytes, out->size + length);
        FUZZ_CHECK(out->bytes != NULL);
        memcpy(out->bytes + out->size, bytes, length);
        out->size += length;
    } while (out->size < 4 * UNPACKED_MAX);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK && length == 0) { /* the end stays the end */
        FUZZ_CHECK(intro_i_source_next(ctx, source, &bytes, &length) ==
                   INTRO_OK);
        FUZZ_CHECK(length == 0);
        intro_i_digest digest;
        FUZZ_CHECK(intro_i_source_digest(source, &digest));
    } else if (rc != INTRO_OK) { /* and a failure fails again */
        FUZZ_CHECK(intro_i_source_next(ctx, source, &bytes, &length) == rc);
    }
    return rc;
}

static intro_status read_by(const fuzz_input *in, const blob *file,
                            size_t piece, blob *out)
{
    intro_ctx *const ctx = fuzz_ctx();
    intro_i_source *source = NULL;
    pieces p = {file->bytes, file->size, piece};
    fuzz_arm(in);
    intro_status rc =
        piece == 0 ? intro_i_source_open_memory(ctx, "fuzz", file->bytes,
                                                file->size, 0, &source)
                   : intro_i_source_open_callback(ctx, "fuzz", give_piece, &p,
                                                  0, 0, &source);
    if (rc == INTRO_OK) {
        rc = read_all(ctx, source, out);
    }
    fuzz_disarm();
    intro_i_source_close(source);
    intro_ctx_free(ctx);
    return rc;
}

static bool is_packed(const blob *b)
{
    return b->size >= 2 && b->bytes[0] == 0x1F && b->bytes[1] == 0x8B;
}

static bool is_same(const blob *a, const blob *b)
{
    return a->size == b->size &&
           (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

static void compare(const blob *file, intro_status rc, const blob *got)
{
    blob wanted = {NULL, 0};
    if (!is_packed(file)) {
        FUZZ_CHECK(rc == INTRO_OK);
        FUZZ_CHECK(is_same(file, got));
        return;
    }
    const bool is_good = unpack_slowly(file->bytes, file->size, &wanted);
    if (wanted.size < UNPACKED_MAX) {
        const bool is_twice = is_packed(&wanted);
        FUZZ_CHECK((rc == INTRO_OK) == (is_good && !is_twice));
        FUZZ_CHECK(rc == INTRO_OK || rc == INTRO_EFORMAT);
        FUZZ_CHECK(rc != INTRO_OK || is_same(&wanted, got));
    }
    free(wanted.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 2, 3, 7, 16, 64, 1000, 1 << 18};
    const fuzz_input in = fuzz_begin(data, size);
    blob file = {NULL, 0};
    if (in.form & 0x40) {
        file.bytes = malloc(in.size + 1);
        FUZZ_CHECK(file.bytes != NULL);
        if (in.size != 0) {
            memcpy(file.bytes, in.bytes, in.size);
        }
        file.size = in.size;
    } else {
        file = make_file(&in);
    }
    blob whole = {NULL, 0};
    blob parts = {NULL, 0};
    const intro_status rc = read_by(&in, &file, 0, &whole);
    const intro_status again = read_by(&in, &file, sizes[in.form & 7], &parts);
    if (!fuzz_is_faulty(&in)) {
        FUZZ_CHECK(rc == again);
        FUZZ_CHECK(rc != INTRO_OK || is_same(&whole, &parts));
        compare(&file, rc, &whole);
    }
    free(file.bytes);
    free(whole.bytes);
    free(parts.bytes);
    return 0;
}
