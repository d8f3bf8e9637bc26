/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Byte sources against gzip files made by zlib's own writer and broken here. */
#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/random.h"
#include "base/source.h"

#include <zlib.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { MIB = 1 << 20 };

typedef struct bytes {
    uint8_t *data;
    size_t length;
} bytes;

static char folder[] = "/tmp/test_source.XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/data", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static intro_ctx *make_context(uint32_t threads)
{
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    return ctx;
}

/* Text that packs about 3:1, so that no ratio is passed by accident. */
static bytes make_text(size_t length, uint64_t seed)
{
    static const char letters[] = "abcdefgh<>\"\n";
    bytes out = {malloc(length + 1), length};
    intro_i_random random;
    assert_non_null(out.data);
    intro_i_random_init(&random, seed);
    for (size_t i = 0; i < length; i++) {
        out.data[i] =
            (uint8_t)letters[intro_i_random_below(&random, sizeof letters - 1)];
    }
    return out;
}

static bytes pack(const void *data, size_t length)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
    bytes out = {malloc(deflateBound(&z, length) + 64), 0};
    assert_non_null(out.data);
    z.next_in = (Bytef *)(uintptr_t)data;
    z.avail_in = (uInt)length;
    z.next_out = out.data;
    z.avail_out = (uInt)(deflateBound(&z, length) + 64);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.length = z.total_out;
    assert_int_equal(deflateEnd(&z), Z_OK);
    return out;
}

static void append(bytes *to, const void *data, size_t length)
{
    to->data = realloc(to->data, to->length + length + 1);
    assert_non_null(to->data);
    memcpy(to->data + to->length, data, length);
    to->length += length;
}

static void save(const void *data, size_t length)
{
    FILE *const file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Reads all there is with `next`; out keeps what came before a failure. */
static intro_status drain(intro_ctx *ctx, intro_i_source *src, bytes *out)
{
    for (;;) {
        const uint8_t *data;
        size_t length;
        const intro_status rc = intro_i_source_next(ctx, src, &data, &length);
        if (rc != INTRO_OK || length == 0) {
            return rc;
        }
        append(out, data, length);
    }
}

/* Opens the file, reads it and closes it; the context keeps the error. */
static intro_status read_file(intro_ctx *ctx, uint64_t limit, bytes *out)
{
    intro_i_source *src;
    *out = (bytes){0};
    intro_status rc = intro_i_source_open_file(ctx, path, limit, &src);
    if (rc == INTRO_OK) {
        rc = drain(ctx, src, out);
        intro_i_source_close(src);
    }
    return rc;
}

/* What a file of these bytes gives, told the same with 1 and with 2 threads
 * and from memory; words is part of the message. */
static void expect(const void *data, size_t length, intro_status status,
                   const char *words, const bytes *content)
{
    char message[INTRO_MESSAGE_MAX] = "";
    save(data, length);
    for (uint32_t turn = 0; turn < 3; turn++) {
        intro_ctx *const ctx = make_context(1 + turn % 2);
        intro_i_source *src;
        bytes out = {0};
        if (turn < 2) {
            assert_int_equal(read_file(ctx, 0, &out), status);
        } else {
            assert_int_equal(
                intro_i_source_open_memory(ctx, path, data, length, 0, &src),
                INTRO_OK);
            assert_int_equal(drain(ctx, src, &out), status);
            intro_i_source_close(src);
        }
        const intro_error *const error = intro_ctx_error(ctx);
        if (status == INTRO_OK && content != NULL) {
            assert_int_equal(out.length, content->length);
            assert_memory_equal(out.data, content->data, out.length);
        } else if (status != INTRO_OK) {
            assert_int_equal(error->status, status);
            assert_string_equal(error->source, path);
            if (strstr(error->message, words) == NULL) {
                print_error("\"%s\" lacks \"%s\"\n", error->message, words);
                fail();
            }
            if (turn > 0) {
                assert_string_equal(error->message, message);
            }
            memcpy(message, error->message, sizeof message);
        }
        free(out.data);
        intro_ctx_free(ctx);
    }
}

static void plain_and_packed_files_come_back_whole(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        1, 2, 3, 262143, 262144, 262145, MIB + 1000, 3 * MIB + 7, 5 * 262144};
    expect("", 0, INTRO_OK, NULL, &(bytes){(uint8_t[]){0}, 0});
    for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
        bytes text = make_text(sizes[i], i);
        bytes packed = pack(text.data, text.length);
        expect(text.data, text.length, INTRO_OK, NULL, &text);
        expect(packed.data, packed.length, INTRO_OK, NULL, &text);
        free(text.data);
        free(packed.data);
    }
}

static void every_cut_of_a_gzip_file_is_told_with_its_place(void **state)
{
    (void)state;
    bytes text = make_text(3000, 5);
    bytes packed = pack(text.data, text.length);
    for (size_t cut = 2; cut < packed.length; cut++) {
        char words[80];
        (void)snprintf(words, sizeof words,
                       "compressed data ends early at byte %zu", cut);
        if (cut < 40 || cut + 20 > packed.length || cut % 37 == 0) {
            expect(packed.data, cut, INTRO_EFORMAT, words, NULL);
        }
    }
    free(text.data);
    free(packed.data);
}

static void a_cut_large_file_is_told_by_both_ways(void **state)
{
    (void)state;
    bytes text = make_text(9 * MIB, 6);
    bytes packed = pack(text.data, text.length);
    char words[80];
    (void)snprintf(words, sizeof words, "ends early at byte %zu",
                   packed.length - 5);
    assert_true(packed.length > 2 * MIB);
    expect(packed.data, packed.length - 5, INTRO_EFORMAT, words, NULL);
    free(text.data);
    free(packed.data);
}

static void no_flipped_bit_gets_through(void **state)
{
    (void)state;
    bytes text = make_text(400, 7);
    bytes packed = pack(text.data, text.length);
    intro_ctx *const ctx = make_context(1);
    unsigned harmless = 0;
    for (size_t bit = 16; bit < 8 * packed.length; bit++) {
        intro_i_source *src;
        bytes out = {0};
        packed.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_equal(intro_i_source_open_memory(ctx, "m", packed.data,
                                                    packed.length, 0, &src),
                         INTRO_OK);
        /* Time, flags and system (bytes 4 to 9), the text flag and the bits
         * that fill up the last byte of the data carry nothing. */
        if (drain(ctx, src, &out) == INTRO_OK) {
            assert_int_equal(out.length, text.length);
            assert_memory_equal(out.data, text.data, text.length);
            harmless++;
        } else {
            assert_int_equal(intro_ctx_error(ctx)->status, INTRO_EFORMAT);
        }
        intro_i_source_close(src);
        free(out.data);
        packed.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_in_range(harmless, 6 * 8 + 1, 6 * 8 + 1 + 7);
    packed.data[packed.length - 6] ^= 1;
    expect(packed.data, packed.length, INTRO_EFORMAT, "damaged at byte", NULL);
    intro_ctx_free(ctx);
    free(text.data);
    free(packed.data);
}

static void what_follows_is_refused_unless_it_is_zeros(void **state)
{
    (void)state;
    static const uint8_t zeros[600] = {0};
    bytes text = make_text(1000, 8);
    bytes packed = pack(text.data, text.length);
    const size_t end = packed.length;
    char words[80];
    append(&packed, zeros, sizeof zeros);
    expect(packed.data, packed.length, INTRO_OK, NULL, &text);
    append(&packed, "x", 1);
    (void)snprintf(words, sizeof words, "at byte %zu", end + sizeof zeros);
    expect(packed.data, packed.length, INTRO_EFORMAT, words, NULL);
    packed.length = end;
    append(&packed, "garbage", 7);
    (void)snprintf(words, sizeof words,
                   "follows the compressed data at byte %zu", end);
    expect(packed.data, packed.length, INTRO_EFORMAT, words, NULL);
    packed.length = end;
    append(&packed, "\x1fno", 3);
    expect(packed.data, packed.length, INTRO_EFORMAT, words, NULL);
    free(text.data);
    free(packed.data);
}

static void members_are_joined_and_each_is_checked(void **state)
{
    (void)state;
    bytes one = make_text(300000, 9);
    bytes two = make_text(1000, 10);
    bytes packed = pack(one.data, one.length);
    bytes empty = pack("", 0);
    bytes second = pack(two.data, two.length);
    append(&packed, empty.data, empty.length);
    append(&packed, second.data, second.length);
    append(&one, two.data, two.length);
    expect(packed.data, packed.length, INTRO_OK, NULL, &one);
    expect(packed.data, packed.length - 3, INTRO_EFORMAT, "ends early", NULL);
    /* Cut inside the two bytes that announce a member. */
    expect(packed.data, packed.length - second.length + 1, INTRO_EFORMAT,
           "ends early", NULL);
    expect(empty.data, empty.length, INTRO_OK, NULL, &(bytes){one.data, 0});
    free(one.data);
    free(two.data);
    free(packed.data);
    free(empty.data);
    free(second.data);
}

static void members_may_begin_at_every_place_of_a_raw_block(void **state)
{
    (void)state;
    /* Stored (level 0) blocks put the border of the members around 262144. */
    bytes second = pack("tail", 4);
    for (size_t size = 262144 - 50; size < 262144 - 36; size++) {
        bytes text = make_text(size, 11);
        z_stream z = {0};
        bytes packed = {malloc(size + 1000), 0};
        assert_int_equal(deflateInit2(&z, 0, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
        z.next_in = text.data;
        z.avail_in = (uInt)size;
        z.next_out = packed.data;
        z.avail_out = (uInt)size + 1000;
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        packed.length = z.total_out;
        (void)deflateEnd(&z);
        append(&packed, second.data, second.length);
        append(&text, "tail", 4);
        expect(packed.data, packed.length, INTRO_OK, NULL, &text);
        free(packed.data);
        free(text.data);
    }
    free(second.data);
}

static void a_bomb_is_stopped_at_200_to_1(void **state)
{
    (void)state;
    bytes zeros = {calloc(1, 40 * MIB), 40 * MIB};
    bytes bomb = pack(zeros.data, zeros.length);
    expect(bomb.data, bomb.length, INTRO_ELIMIT, "expands over 200:1", NULL);
    free(bomb.data);
    /* Below 16 MiB any ratio is good. */
    zeros.length = 15 * MIB;
    bomb = pack(zeros.data, zeros.length);
    assert_true(bomb.length * 200 < zeros.length);
    expect(bomb.data, bomb.length, INTRO_OK, NULL, &zeros);
    free(bomb.data);
    free(zeros.data);
}

static void a_limit_on_the_content_is_kept(void **state)
{
    (void)state;
    bytes text = make_text(600000, 12);
    bytes packed = pack(text.data, text.length);
    for (uint32_t turn = 0; turn < 4; turn++) {
        intro_ctx *const ctx = make_context(1 + turn % 2);
        bytes out;
        save(turn < 2 ? text.data : packed.data,
             turn < 2 ? text.length : packed.length);
        assert_int_equal(read_file(ctx, text.length, &out), INTRO_OK);
        free(out.data);
        assert_int_equal(read_file(ctx, text.length - 1, &out), INTRO_ELIMIT);
        assert_string_equal(intro_ctx_error(ctx)->message,
                            "holds more than 599999 bytes");
        free(out.data);
        intro_ctx_free(ctx);
    }
    free(text.data);
    free(packed.data);
}

static void gzip_of_gzip_is_refused(void **state)
{
    (void)state;
    bytes once = pack("<graphml/>", 10);
    bytes twice = pack(once.data, once.length);
    expect(twice.data, twice.length, INTRO_EFORMAT, "compressed twice", NULL);
    free(once.data);
    free(twice.data);
}

static void long_header_fields_pass_and_wrong_headers_do_not(void **state)
{
    (void)state;
    bytes body = pack("hello", 5);
    const uint8_t flagged[] = {0x1f, 0x8b, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
    bytes packed = {0};
    uint8_t *const filler = malloc(65535);
    memset(filler, 'n', 65535);
    append(&packed, flagged, sizeof flagged);
    append(&packed, "\xff\xff", 2); /* FEXTRA of 65535 bytes */
    append(&packed, filler, 65535);
    for (int field = 0; field < 2; field++) { /* FNAME, FCOMMENT */
        append(&packed, filler, 65535);
        append(&packed, "", 1);
    }
    append(&packed, body.data + 10, body.length - 10);
    expect(packed.data, packed.length, INTRO_OK, NULL,
           &(bytes){(uint8_t *)(uintptr_t) "hello", 5});
    body.data[3] = 0x20; /* a reserved flag */
    expect(body.data, body.length, INTRO_EFORMAT, "damaged", NULL);
    body.data[3] = 0;
    body.data[2] = 7; /* an unknown method */
    expect(body.data, body.length, INTRO_EFORMAT, "damaged", NULL);
    /* FHCRC: the two bytes taken for the header's checksum are wrong. */
    body.data[2] = 8;
    packed.length = 0;
    append(&packed, body.data, 10);
    packed.data[3] = 2;
    append(&packed, "\x12\x34", 2);
    append(&packed, body.data + 10, body.length - 10);
    expect(packed.data, packed.length, INTRO_EFORMAT, "damaged", NULL);
    free(filler);
    free(packed.data);
    free(body.data);
}

static void kinds_are_told_by_content(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t length;
        intro_i_kind kind;
    } rows[] = {
        {"", 0, INTRO_I_KIND_EMPTY},
        {"<a/>", 4, INTRO_I_KIND_XML},
        {"\xef\xbb\xbf \n<a/>", 9, INTRO_I_KIND_XML},
        {"\xff\xfe<\0a\0", 6, INTRO_I_KIND_XML},
        {"\0<\0a", 4, INTRO_I_KIND_XML},
        {"\xff\xfe"
         "a\0",
         4, INTRO_I_KIND_UTF16},
        {" {\"a\":1}", 8, INTRO_I_KIND_JSON},
        {"a,b\r\n1,2\r\n", 10, INTRO_I_KIND_TEXT},
        {"J\xf6rg,1\n", 7, INTRO_I_KIND_TEXT},
        {"x^2,y\n", 6, INTRO_I_KIND_TEXT},
        {"\x89IFS\r\n\x1a\n", 8, INTRO_I_KIND_SNAPSHOT},
        {"\tIFS\r\n\x1a\n", 8, INTRO_I_KIND_SNAPSHOT},
        {"PK\3\4....", 8, INTRO_I_KIND_ZIP},
        {"\x28\xb5\x2f\xfd...", 7, INTRO_I_KIND_ZSTD},
        {"\xfd"
         "7zXZ\0.",
         7, INTRO_I_KIND_XZ},
        {"BZh9\x31\x41", 6, INTRO_I_KIND_BZIP2},
        {"\x78\x9c\x4b\x4c", 4, INTRO_I_KIND_ZLIB},
        {"%PDF-1.7\n", 9, INTRO_I_KIND_PDF},
        {"abc\0def", 7, INTRO_I_KIND_OTHER},
        {"\x1f\x8b\x08", 3, INTRO_I_KIND_GZIP},
    };
    intro_ctx *const ctx = make_context(1);
    for (size_t i = 0; i < INTRO_COUNT_OF(rows); i++) {
        assert_int_equal(
            intro_i_kind_of((const uint8_t *)rows[i].data, rows[i].length),
            rows[i].kind);
        if (rows[i].kind == INTRO_I_KIND_GZIP) {
            continue;
        }
        /* The same through gzip, and asking consumes nothing. */
        bytes packed = pack(rows[i].data, rows[i].length);
        intro_i_source *src;
        intro_i_kind kind;
        bytes out = {0};
        assert_int_equal(intro_i_source_open_memory(ctx, "m", packed.data,
                                                    packed.length, 0, &src),
                         INTRO_OK);
        assert_int_equal(intro_i_source_kind(ctx, src, &kind), INTRO_OK);
        assert_int_equal(kind, rows[i].kind);
        assert_true(intro_i_source_is_packed(src));
        assert_int_equal(drain(ctx, src, &out), INTRO_OK);
        assert_int_equal(out.length, rows[i].length);
        intro_i_source_close(src);
        free(out.data);
        free(packed.data);
    }
    intro_i_source *src;
    assert_int_equal(
        intro_i_source_open_memory(ctx, "x.graphml", "BZh9", 4, 0, &src),
        INTRO_OK);
    assert_int_equal(intro_i_source_refuse(ctx, src, INTRO_I_KIND_BZIP2),
                     INTRO_EFORMAT);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "is bzip2 data, not a network");
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, "bzip2 -d"));
    assert_string_equal(intro_ctx_error(ctx)->source, "x.graphml");
    intro_i_source_close(src);
    intro_ctx_free(ctx);
}

static void read_peek_and_next_see_one_stream(void **state)
{
    (void)state;
    bytes text = make_text(2 * MIB + 5, 13);
    bytes packed = pack(text.data, text.length);
    save(packed.data, packed.length);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        intro_ctx *const ctx = make_context(threads);
        intro_i_source *src;
        uint8_t *room = intro_i_source_block_new();
        assert_non_null(room);
        intro_i_random random;
        size_t at = 0;
        size_t length = 1;
        intro_i_random_init(&random, threads);
        assert_int_equal(intro_i_source_open_file(ctx, path, 0, &src),
                         INTRO_OK);
        while (length != 0) {
            const uint8_t *data;
            assert_int_equal(intro_i_source_peek(ctx, src, &data, &length),
                             INTRO_OK);
            assert_true(length <= 262144 && at + length <= text.length);
            assert_memory_equal(data, text.data + at, length);
            const uint64_t way = intro_i_random_below(&random, 5);
            if (way == 0) {
                assert_int_equal(intro_i_source_next(ctx, src, &data, &length),
                                 INTRO_OK);
                assert_memory_equal(data, text.data + at, length);
                at += length;
            } else if (way == 1) {
                assert_int_equal(intro_i_source_swap(ctx, src, &room, &length),
                                 INTRO_OK);
                assert_memory_equal(room, text.data + at, length);
                at += length;
                memset(room - INTRO_I_SOURCE_FRONT, '!',
                       INTRO_I_SOURCE_FRONT + INTRO_I_SOURCE_BLOCK +
                           INTRO_I_SOURCE_BEHIND);
            } else {
                static uint8_t buffer[300000];
                const size_t wanted =
                    (size_t)intro_i_random_below(&random, sizeof buffer) + 1;
                assert_int_equal(
                    intro_i_source_read(ctx, src, buffer, wanted, &length),
                    INTRO_OK);
                assert_int_equal(length, wanted < text.length - at
                                             ? wanted
                                             : text.length - at);
                assert_memory_equal(buffer, text.data + at, length);
                at += length;
            }
        }
        assert_int_equal(at, text.length);
        assert_int_equal(intro_i_source_position(src), packed.length);
        assert_int_equal(intro_i_source_total(src), packed.length);
        intro_i_source_block_free(room);
        intro_i_source_close(src);
        intro_ctx_free(ctx);
    }
    free(text.data);
    free(packed.data);
}

static void
the_digest_is_of_the_raw_file_and_only_known_at_the_end(void **state)
{
    (void)state;
    bytes text = make_text(4 * MIB, 14);
    bytes packed = pack(text.data, text.length);
    append(&packed, "\0\0\0", 3);
    for (uint32_t turn = 0; turn < 4; turn++) {
        const bytes raw = turn < 2 ? packed : text;
        intro_ctx *const ctx = make_context(1 + turn % 2);
        intro_i_source *src;
        intro_i_digest digest;
        intro_i_digest other;
        bytes out = {0};
        const uint8_t *data;
        size_t length;
        save(raw.data, raw.length);
        assert_int_equal(intro_i_source_open_file(ctx, path, 0, &src),
                         INTRO_OK);
        assert_int_equal(intro_i_source_next(ctx, src, &data, &length),
                         INTRO_OK);
        assert_false(intro_i_source_digest(src, &digest));
        assert_int_equal(drain(ctx, src, &out), INTRO_OK);
        assert_true(intro_i_source_digest(src, &digest));
        assert_int_equal(digest.length, raw.length);
        assert_true(digest.hash == intro_i_checksum_of(raw.data, raw.length));
        assert_int_equal(intro_i_file_digest(ctx, path, &other), INTRO_OK);
        assert_true(other.hash == digest.hash && other.length == digest.length);
        intro_i_source_close(src);
        intro_ctx_free(ctx);
        free(out.data);
    }
    free(text.data);
    free(packed.data);
}

typedef struct feeder {
    const bytes *content;
    size_t at;
    size_t fail_at;
} feeder;

static intro_status feed(void *user, intro_ctx *ctx, void *buffer, size_t size,
                         size_t *got)
{
    feeder *const f = user;
    const size_t left = f->content->length - f->at;
    if (f->at >= f->fail_at) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, "inner", 3, 0, "my words");
    }
    *got = left < 777 ? left : 777;
    *got = *got < size ? *got : size;
    memcpy(buffer, f->content->data + f->at, *got);
    f->at += *got;
    return INTRO_OK;
}

static void a_callback_feeds_a_source_and_its_error_stays(void **state)
{
    (void)state;
    bytes text = make_text(700000, 15);
    bytes packed = pack(text.data, text.length);
    intro_ctx *const ctx = make_context(2);
    for (int turn = 0; turn < 2; turn++) {
        feeder f = {.content = turn == 0 ? &packed : &text,
                    .fail_at = SIZE_MAX};
        intro_i_source *src;
        bytes out = {0};
        assert_int_equal(
            intro_i_source_open_callback(ctx, "member", feed, &f, 99, 0, &src),
            INTRO_OK);
        assert_string_equal(intro_i_source_name(src), "member");
        assert_int_equal(drain(ctx, src, &out), INTRO_OK);
        assert_int_equal(out.length, text.length);
        assert_memory_equal(out.data, text.data, text.length);
        intro_i_source_close(src);
        free(out.data);
        out = (bytes){0};
        f.at = 0;
        f.fail_at = 100000;
        assert_int_equal(
            intro_i_source_open_callback(ctx, "member", feed, &f, 99, 0, &src),
            INTRO_OK);
        assert_int_equal(drain(ctx, src, &out), INTRO_EFORMAT);
        assert_string_equal(intro_ctx_error(ctx)->source, "inner");
        assert_int_equal(intro_ctx_error(ctx)->line, 3);
        intro_i_begin(ctx);
        assert_int_equal(drain(ctx, src, &out), INTRO_EFORMAT);
        assert_string_equal(intro_ctx_error(ctx)->message, "my words");
        intro_i_source_close(src);
        free(out.data);
    }
    intro_ctx_free(ctx);
    free(text.data);
    free(packed.data);
}

static void *write_slowly(void *arg)
{
    const bytes *const content = arg;
    const int fd = open(path, O_WRONLY);
    size_t at = 0;
    while (fd >= 0 && at < content->length) {
        const size_t left = content->length - at;
        const ssize_t put =
            write(fd, content->data + at, left < 10000 ? left : 10000);
        if (put <= 0) {
            break;
        }
        at += (size_t)put;
    }
    (void)close(fd);
    return NULL;
}

static void a_pipe_is_read_as_a_stream(void **state)
{
    (void)state;
    bytes text = make_text(900000, 16);
    bytes packed = pack(text.data, text.length);
    for (int turn = 0; turn < 2; turn++) {
        intro_ctx *const ctx = make_context(2);
        pthread_t writer;
        intro_i_source *src;
        bytes out = {0};
        (void)unlink(path);
        assert_int_equal(mkfifo(path, 0600), 0);
        assert_int_equal(intro_i_source_open_file(ctx, path, 0, &src),
                         INTRO_OK);
        assert_int_equal(pthread_create(&writer, NULL, write_slowly,
                                        turn == 0 ? &text : &packed),
                         0);
        assert_true(intro_i_source_is_stream(src));
        assert_int_equal(intro_i_source_total(src), 0);
        assert_int_equal(drain(ctx, src, &out), INTRO_OK);
        assert_int_equal(pthread_join(writer, NULL), 0);
        assert_int_equal(out.length, text.length);
        assert_memory_equal(out.data, text.data, text.length);
        intro_i_digest digest;
        assert_true(intro_i_source_digest(src, &digest));
        assert_int_equal(digest.length,
                         turn == 0 ? text.length : packed.length);
        intro_i_source_close(src);
        intro_ctx_free(ctx);
        free(out.data);
    }
    (void)unlink(path);
    free(text.data);
    free(packed.data);
}

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *cancel_soon(void *arg)
{
    const struct timespec pause = {0, 30000000};
    (void)nanosleep(&pause, NULL);
    intro_ctx_cancel(arg);
    return NULL;
}

static void waiting_for_a_silent_pipe_can_be_cancelled(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context(2);
    pthread_t helper;
    bytes out;
    (void)unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    const double start = seconds();
    assert_int_equal(pthread_create(&helper, NULL, cancel_soon, ctx), 0);
    assert_int_equal(read_file(ctx, 0, &out), INTRO_ECANCELLED);
    assert_true(seconds() - start < 0.5);
    assert_int_equal(pthread_join(helper, NULL), 0);
    (void)unlink(path);
    intro_ctx_free(ctx);
}

static void a_cancelled_source_stops_and_closes_at_once(void **state)
{
    (void)state;
    bytes text = make_text(6 * MIB, 17);
    save(text.data, text.length);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        intro_ctx *const ctx = make_context(threads);
        intro_i_source *src;
        const uint8_t *data;
        size_t length;
        assert_int_equal(intro_i_source_open_file(ctx, path, 0, &src),
                         INTRO_OK);
        assert_int_equal(intro_i_source_next(ctx, src, &data, &length),
                         INTRO_OK);
        intro_ctx_cancel(ctx);
        assert_int_equal(intro_i_source_next(ctx, src, &data, &length),
                         INTRO_ECANCELLED);
        const double start = seconds();
        intro_i_source_close(src);
        assert_true(seconds() - start < 0.5);
        intro_ctx_free(ctx);
    }
    free(text.data);
}

/* In a child, because the limit cannot be raised again. */
static void without_threads_a_large_file_is_read_all_the_same(void **state)
{
    (void)state;
    bytes text = make_text(3 * MIB, 21);
    save(text.data, text.length);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit none = {0, 0};
        intro_ctx *const ctx = make_context(2);
        intro_i_source *src;
        bytes out = {0};
        if (intro_i_source_open_file(ctx, path, 0, &src) != INTRO_OK ||
            setrlimit(RLIMIT_NPROC, &none) != 0) {
            _exit(2);
        }
        /* Who runs as root has no such limit: then give it an identity. */
        if (geteuid() == 0 && setuid(65534) != 0) {
            _exit(77);
        }
        const bool is_same = drain(ctx, src, &out) == INTRO_OK &&
                             out.length == text.length &&
                             memcmp(out.data, text.data, text.length) == 0;
        intro_i_source_close(src);
        intro_ctx_free(ctx);
        free(out.data);
        free(text.data);
        _exit(is_same ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    free(text.data);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void folders_devices_and_sockets_are_refused(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context(1);
    intro_i_source *src;
    intro_i_digest digest;
    assert_int_equal(intro_i_source_open_file(ctx, folder, 0, &src), INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "is a folder, not a file");
    assert_int_equal(intro_i_source_open_file(ctx, "/dev/zero", 0, &src),
                     INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "is a device, not a file");
    assert_int_equal(intro_i_file_digest(ctx, "/dev/zero", &digest), INTRO_EIO);
    assert_int_equal(intro_i_source_open_file(ctx, "/nowhere/x", 0, &src),
                     INTRO_EIO);
    assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOENT);
    assert_int_equal(intro_i_source_open_file(ctx, "-", 0, &src), INTRO_EIO);
    (void)unlink(path);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(intro_i_source_open_file(ctx, path, 0, &src), INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "is a socket, not a file");
    (void)close(fd);
    (void)unlink(path);
    intro_i_source_close(NULL);
    intro_ctx_free(ctx);
}

#ifdef INTRO_FAULT_INJECTION
static void a_read_error_in_the_middle_is_told_with_its_place(void **state)
{
    (void)state;
    bytes text = make_text(3 * MIB, 18);
    save(text.data, text.length);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        intro_ctx *const ctx = make_context(threads);
        bytes out;
        intro_i_os_fail_after(INTRO_I_OS_READ, 4, EIO, false);
        assert_int_equal(read_file(ctx, 0, &out), INTRO_EIO);
        intro_i_os_fail_after(0, UINT64_MAX, 0, false);
        assert_int_equal(intro_ctx_error(ctx)->system_errno, EIO);
        assert_non_null(
            strstr(intro_ctx_error(ctx)->message, "at byte 1048576"));
        assert_int_equal(out.length, MIB);
        free(out.data);
        intro_ctx_free(ctx);
    }
    free(text.data);
}

/* Nothing of the first reading may be taken for the second. */
static void who_cannot_go_back_hears_it_when_reading_on(void **state)
{
    (void)state;
    bytes text = make_text(3 * MIB, 20);
    save(text.data, text.length);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        intro_ctx *const ctx = make_context(threads);
        intro_i_source *source = NULL;
        uint8_t some[1000];
        size_t got;
        assert_int_equal(intro_i_source_open_file(ctx, path, 0, &source),
                         INTRO_OK);
        assert_int_equal(
            intro_i_source_read(ctx, source, some, sizeof some, &got),
            INTRO_OK);
        intro_i_os_fail_after(INTRO_I_OS_READ, 0, EIO, true);
        assert_false(intro_i_source_rewind(source));
        for (int again = 0; again < 2; again++) {
            assert_int_equal(
                intro_i_source_read(ctx, source, some, sizeof some, &got),
                INTRO_EIO);
            assert_int_equal(intro_ctx_error(ctx)->system_errno, EIO);
        }
        intro_i_os_fail_after(0, UINT64_MAX, 0, false);
        intro_i_source_close(source);
        intro_ctx_free(ctx);
    }
    free(text.data);
}

static void interrupted_short_reads_change_nothing(void **state)
{
    (void)state;
    bytes text = make_text(MIB + MIB / 2, 19);
    bytes packed = pack(text.data, text.length);
    intro_i_os_set_short(1000);
    expect(text.data, text.length, INTRO_OK, NULL, &text);
    expect(packed.data, packed.length, INTRO_OK, NULL, &text);
    intro_i_os_set_short(0);
    free(text.data);
    free(packed.data);
}

/* Fails the k-th request for every k until one run needs fewer. */
static void walk_failures(uint32_t threads, bool of_memory, bool for_ever)
{
    const uint64_t held = intro_i_alloc_bytes();
    intro_status rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        assert_true(k < 1000);
        intro_ctx *const ctx = make_context(threads);
        bytes out;
        if (of_memory) {
            intro_i_alloc_fail_after(k, for_ever);
        } else {
            /* A failing close of a file only read from loses nothing. */
            intro_i_os_fail_after(INTRO_I_OS_ALL & ~INTRO_I_OS_CLOSE, k, EMFILE,
                                  for_ever);
        }
        rc = read_file(ctx, 0, &out);
        intro_i_alloc_fail_after(UINT64_MAX, false);
        intro_i_os_fail_after(0, UINT64_MAX, 0, false);
        assert_true(rc == INTRO_OK ||
                    rc == (of_memory ? INTRO_ENOMEM : INTRO_EIO));
        assert_int_equal(intro_ctx_error(ctx)->status, rc);
        free(out.data);
        intro_ctx_free(ctx);
        assert_true(intro_i_alloc_bytes() == held);
    }
}

static void no_failure_of_memory_or_system_leaks_or_lies(void **state)
{
    (void)state;
    bytes text = make_text(4 * MIB, 20);
    bytes packed = pack(text.data, text.length);
    assert_true(packed.length > MIB);
    save(packed.data, packed.length);
    for (uint32_t turn = 0; turn < 8; turn++) {
        walk_failures(1 + turn % 2, (turn & 2) != 0, (turn & 4) != 0);
    }
    free(text.data);
    free(packed.data);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_and_packed_files_come_back_whole),
        cmocka_unit_test(every_cut_of_a_gzip_file_is_told_with_its_place),
        cmocka_unit_test(a_cut_large_file_is_told_by_both_ways),
        cmocka_unit_test(no_flipped_bit_gets_through),
        cmocka_unit_test(what_follows_is_refused_unless_it_is_zeros),
        cmocka_unit_test(members_are_joined_and_each_is_checked),
        cmocka_unit_test(members_may_begin_at_every_place_of_a_raw_block),
        cmocka_unit_test(a_bomb_is_stopped_at_200_to_1),
        cmocka_unit_test(a_limit_on_the_content_is_kept),
        cmocka_unit_test(gzip_of_gzip_is_refused),
        cmocka_unit_test(long_header_fields_pass_and_wrong_headers_do_not),
        cmocka_unit_test(kinds_are_told_by_content),
        cmocka_unit_test(read_peek_and_next_see_one_stream),
        cmocka_unit_test(
            the_digest_is_of_the_raw_file_and_only_known_at_the_end),
        cmocka_unit_test(a_callback_feeds_a_source_and_its_error_stays),
        cmocka_unit_test(a_pipe_is_read_as_a_stream),
        cmocka_unit_test(waiting_for_a_silent_pipe_can_be_cancelled),
        cmocka_unit_test(a_cancelled_source_stops_and_closes_at_once),
        cmocka_unit_test(without_threads_a_large_file_is_read_all_the_same),
        cmocka_unit_test(folders_devices_and_sockets_are_refused),
#ifdef INTRO_FAULT_INJECTION
        cmocka_unit_test(a_read_error_in_the_middle_is_told_with_its_place),
        cmocka_unit_test(who_cannot_go_back_hears_it_when_reading_on),
        cmocka_unit_test(interrupted_short_reads_change_nothing),
        cmocka_unit_test(no_failure_of_memory_or_system_leaks_or_lies),
#endif
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
