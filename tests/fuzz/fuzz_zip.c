/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A LinkedIn export as a ZIP: packed here from the content, damaged by the input,
 * imported as the program does it; and its tables bare. FORM: packed or stored;
 * as a ZIP, or the first member alone as a text table; options.
 *
 * The first byte of the content says how many of the following quadruples (16
 * bits of place from the end, a byte to XOR, a byte unused) damage the file. Then
 * a line "@@NAME" begins the member of that name. */
#define _GNU_SOURCE

#define ZLIB_CONST
#include "fuzz.h"

#include "import/linkedin.h"
#include "import/zip_source.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

const char fuzz_target[] = "zip";

enum { MEMBERS_MAX = 16 };

typedef struct member {
    const uint8_t *name;
    size_t name_length;
    const uint8_t *bytes;
    size_t size;
    uint32_t offset;
    uint32_t crc;
    uint32_t packed;
} member;

typedef struct blob {
    uint8_t *bytes;
    size_t size;
    size_t room;
} blob;

static member members[MEMBERS_MAX];
static size_t member_count;

/* ---- the archive ---- */

static void put(blob *out, const void *bytes, size_t size)
{
    if (out->room - out->size < size) {
        out->room = 2 * (out->room + size);
        out->bytes = realloc(out->bytes, out->room);
        FUZZ_CHECK(out->bytes != NULL);
    }
    if (size != 0) {
        memcpy(out->bytes + out->size, bytes, size);
    }
    out->size += size;
}

static void put_number(blob *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        const uint8_t byte = (uint8_t)(value >> 8 * i);
        put(out, &byte, 1);
    }
}

/* From "version needed" to "length of the extra field". */
static void put_fields(blob *out, const member *m, bool is_packed)
{
    put_number(out, 20, 2);
    put_number(out, 0x800, 2); /* names are UTF-8 */
    put_number(out, is_packed ? 8 : 0, 2);
    put_number(out, 0x58210000, 4);
    put_number(out, m->crc, 4);
    put_number(out, m->packed, 4);
    put_number(out, (uint32_t)m->size, 4);
    put_number(out, (uint32_t)m->name_length, 2);
    put_number(out, 0, 2);
}

static void put_member(blob *out, member *m, bool is_packed)
{
    const uLong room = compressBound((uLong)m->size) + 64;
    uint8_t *const packed = malloc(room);
    z_stream z;
    FUZZ_CHECK(packed != NULL);
    memset(&z, 0, sizeof z);
    FUZZ_CHECK(deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) ==
               Z_OK);
    z.next_in = m->bytes;
    z.avail_in = (uInt)m->size;
    z.next_out = packed;
    z.avail_out = (uInt)room;
    FUZZ_CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    m->crc = (uint32_t)crc32(0, m->bytes, (uInt)m->size);
    m->packed = is_packed ? (uint32_t)z.total_out : (uint32_t)m->size;
    m->offset = (uint32_t)out->size;
    (void)deflateEnd(&z);
    put(out, "PK\3\4", 4);
    put_fields(out, m, is_packed);
    put(out, m->name, m->name_length);
    put(out, is_packed ? packed : m->bytes, m->packed);
    free(packed);
}

static blob make_archive(bool is_packed)
{
    blob out = {NULL, 0, 0};
    for (size_t i = 0; i < member_count; i++) {
        put_member(&out, &members[i], is_packed);
    }
    const size_t start = out.size;
    for (size_t i = 0; i < member_count; i++) {
        put(&out, "PK\1\2\24\0", 6);
        put_fields(&out, &members[i], is_packed);
        put_number(&out, 0, 4); /* comment, disk */
        put_number(&out, 0, 2);
        put_number(&out, 0, 4);
        put_number(&out, members[i].offset, 4);
        put(&out, members[i].name, members[i].name_length);
    }
    const size_t end = out.size;
    put(&out, "PK\5\6\0\0\0\0", 8);
    put_number(&out, (uint32_t)member_count, 2);
    put_number(&out, (uint32_t)member_count, 2);
    put_number(&out, (uint32_t)(end - start), 4);
    put_number(&out, (uint32_t)start, 4);
    put_number(&out, 0, 2);
    return out;
}

/* ---- the content ---- */

static bool starts_member(const uint8_t *bytes, size_t left)
{
    return left >= 2 && bytes[0] == '@' && bytes[1] == '@';
}

static void split_members(const uint8_t *bytes, size_t size)
{
    member_count = 0;
    for (size_t i = 0; i < size;) {
        size_t end = i;
        while (end < size && bytes[end] != '\n') {
            end++;
        }
        const size_t next = end < size ? end + 1 : end;
        if (starts_member(bytes + i, size - i) && member_count < MEMBERS_MAX) {
            members[member_count++] =
                (member){bytes + i + 2, end - i - 2, bytes + next, 0, 0, 0, 0};
        } else if (member_count != 0) {
            members[member_count - 1].size += next - i;
        }
        i = next;
    }
}

/* ---- reading ---- */

static void check_member(intro_ctx *ctx, intro_i_zip *zip, size_t i)
{
    intro_i_source *source = NULL;
    const uint8_t *bytes;
    size_t length = 0;
    size_t at = 0;
    intro_status rc = intro_i_zip_member(ctx, zip, i, "member", &source);
    while (rc == INTRO_OK) {
        rc = intro_i_source_next(ctx, source, &bytes, &length);
        if (rc != INTRO_OK || length == 0) {
            break;
        }
        FUZZ_CHECK(length <= members[i].size - at);
        FUZZ_CHECK(memcmp(bytes, members[i].bytes + at, length) == 0);
        at += length;
    }
    /* gzip inside is unpacked or refused: then it is not the bytes. */
    FUZZ_CHECK(rc != INTRO_OK || at == members[i].size);
    intro_i_zip_member_close(zip, source);
}

/* An archive that nobody damaged has the members it was given. */
static void check_archive(intro_ctx *ctx, const char *path)
{
    intro_i_zip *zip = NULL;
    const intro_status rc = intro_i_zip_open(ctx, path, &zip);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK && intro_i_zip_count(zip) == member_count) {
        for (size_t i = 0; i < member_count; i++) {
            const bool is_gzip = members[i].size >= 2 &&
                                 members[i].bytes[0] == 0x1F &&
                                 members[i].bytes[1] == 0x8B;
            if (intro_i_zip_is_file(zip, i) && !is_gzip) {
                check_member(ctx, zip, i);
            }
        }
    }
    intro_i_zip_close(zip);
}

static void import_file(const fuzz_input *in, intro_ctx *ctx, const char *path)
{
    static const char *const owner = "name:Ann Ask";
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph = NULL;
    options.lenient = (in->form & 4) != 0;
    options.merge_names = (in->form & 8) != 0;
    options.owners = &owner;
    options.owner_count = (in->form & 0x40) == 0;
    fuzz_arm(in);
    const intro_status rc = intro_import_run(ctx, &path, 1, &options, &graph);
    fuzz_disarm();
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        fuzz_check_graph(ctx, graph);
        intro_graph_close(graph);
    }
}

static void write_all(int fd, const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        const ssize_t count = write(fd, bytes + at, size - at);
        FUZZ_CHECK(count > 0);
        at += (size_t)count;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_input in = fuzz_begin(data, size);
    char path[64];
    if (in.size == 0) {
        return 0;
    }
    const size_t patches =
        in.bytes[0] % 8 * 4u + 1 > in.size ? 0 : in.bytes[0] % 8;
    split_members(in.bytes + 1 + 4 * patches, in.size - 1 - 4 * patches);
    const bool is_bare = (in.form & 2) != 0 && member_count != 0;
    blob file = {NULL, 0, 0};
    if (is_bare) {
        put(&file, members[0].bytes, members[0].size);
    } else {
        file = make_archive((in.form & 1) != 0);
    }
    for (size_t i = 0; i < patches && file.size != 0; i++) {
        const uint8_t *const p = in.bytes + 1 + 4 * i;
        const size_t place = ((size_t)p[0] << 8 | p[1]) % file.size;
        file.bytes[file.size - 1 - place] ^= p[2];
    }
    const int fd = memfd_create("fuzz.zip", 0);
    FUZZ_CHECK(fd >= 0);
    write_all(fd, file.bytes, file.size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    intro_ctx *const ctx = fuzz_ctx();
    if (!is_bare && patches == 0) {
        check_archive(ctx, path);
    }
    import_file(&in, ctx, path);
    intro_ctx_free(ctx);
    (void)close(fd);
    free(file.bytes);
    return 0;
}
