/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Archives that no library agrees to write: a small ZIP writer in which every
 * field can lie, and one function for each lie worth telling. Fields that are
 * left zero are filled in truthfully, so a kind shows just what is wrong.
 */
#define _GNU_SOURCE

#include "make_zip.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { STORED = 0, DEFLATED = 8, BZIP2 = 12, LZMA = 14, ZSTD = 93, AES = 99 };
enum { FLAG_ENCRYPTED = 1, FLAG_DESCRIPTOR = 8, FLAG_UTF8 = 0x800 };

static const char contacts[] =
    "Notes:\n"
    "\"When exporting your connection data, you may notice that some of the "
    "email addresses are missing.\"\n"
    "\n"
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Brandt,https://www.linkedin.com/in/ada-brandt-example,,"
    "Acme,Engineer,01 Feb 2021\n"
    "Bela,Cole,https://www.linkedin.com/in/bela-cole-example,,"
    "\"Bolt, Inc.\",Buyer,14 Mar 2022\n"
    "Caro,Diaz,https://www.linkedin.com/in/caro-diaz-example,,"
    "Acme,Head of Sales,30 Nov 2023\n";

static const char other_contacts[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Dora,Egan,https://www.linkedin.com/in/dora-egan-example,,"
    "Dune,Pilot,02 Jan 2020\n";

#define WANTED "Connections.csv"

/* ---- bytes -------------------------------------------------------------- */

typedef struct blob {
    unsigned char *bytes;
    size_t length;
    size_t room;
} blob;

static void put(blob *b, const void *bytes, size_t length)
{
    if (length > b->room - b->length) {
        size_t room = (b->length + length) * 2;
        unsigned char *grown = realloc(b->bytes, room);

        if (grown == NULL) {
            die("out of memory");
        }
        b->bytes = grown;
        b->room = room;
    }
    if (length > 0) {
        memcpy(b->bytes + b->length, bytes, length);
    }
    b->length += length;
}

static void put_little(blob *b, uint64_t value, size_t width)
{
    unsigned char bytes[8];

    for (size_t i = 0; i < width; i++) {
        bytes[i] = (unsigned char)(value >> (8 * i) & 0xff);
    }
    put(b, bytes, width);
}

static void save(const blob *b, const char *path)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL ||
        (b->length > 0 && fwrite(b->bytes, 1, b->length, file) != b->length) ||
        fclose(file) != 0) {
        die("%s: %s", path, strerror(errno));
    }
}

/* ---- archives written by hand ------------------------------------------- */

/* What one entry claims; what is left zero is filled in truthfully. */
typedef struct member {
    const char *name;
    size_t name_length;     /* 0: strlen(name) */
    const char *local_name; /* NULL: the same as name */
    const char *text;
    size_t text_length; /* 0: strlen(text) */
    uint64_t zeros;     /* instead of text: so many zero bytes */
    uint16_t flags;
    bool stored;
    uint16_t method;       /* claimed in both headers; 0: the true one */
    uint16_t local_method; /* claimed in the local header alone */
    uint32_t crc_error;    /* exclusive-ored into the checksum */
    int64_t size_error;    /* added to the claimed size */
    int64_t local_size_error;
    uint32_t attributes; /* external ones: mode << 16 */
    const char *extra;
    uint16_t extra_length;
    bool signed_descriptor;
    bool wide;          /* sizes and offset in a zip64 field */
    uint64_t wide_size; /* claimed there instead; 0: the true one */
    uint64_t wide_offset;
} member;

typedef struct archive {
    blob data;
    blob directory;
    uint64_t count;
    uint64_t last_offset; /* of the local header written last */
} archive;

/* Deflates text, or zeros, without a zlib header. Returns the checksum. */
static uint32_t pack(const member *m, blob *packed, uint64_t *length)
{
    static unsigned char in[1 << 16];
    static unsigned char out[1 << 16];
    z_stream stream = {0};
    uLong crc = crc32(0, NULL, 0);
    size_t text_length = m->text == NULL      ? 0
                         : m->text_length > 0 ? m->text_length
                                              : strlen(m->text);
    uint64_t left = m->zeros > 0 ? m->zeros : text_length;
    int rc = Z_OK;

    *length = left;
    if (m->stored) {
        put(packed, m->text, text_length);
        return (uint32_t)crc32(crc, (const Bytef *)m->text, (uInt)text_length);
    }
    if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        die("out of memory");
    }
    memset(in, 0, sizeof in);
    do {
        uint64_t take = left < sizeof in ? left : sizeof in;

        if (m->zeros == 0 && take > 0) {
            memcpy(in, m->text + (text_length - left), (size_t)take);
        }
        left -= take;
        crc = crc32(crc, in, (uInt)take);
        stream.next_in = in;
        stream.avail_in = (uInt)take;
        do {
            stream.next_out = out;
            stream.avail_out = sizeof out;
            rc = deflate(&stream, left > 0 ? Z_NO_FLUSH : Z_FINISH);
            put(packed, out, sizeof out - stream.avail_out);
        } while (stream.avail_out == 0);
    } while (rc != Z_STREAM_END);
    deflateEnd(&stream);
    return (uint32_t)crc;
}

/* One record of the directory, pointing to a local header at `offset`. */
static void put_record(archive *a, const member *m, uint32_t crc,
                       uint64_t packed_length, uint64_t length, uint64_t offset)
{
    blob *b = &a->directory;
    size_t name_length = m->name_length > 0 ? m->name_length : strlen(m->name);
    uint16_t method = m->method > 0 ? m->method : m->stored ? STORED : DEFLATED;

    put(b, "PK\1\2", 4);
    put_little(b, 3 << 8 | 45, 2); /* made on Unix: modes mean something */
    put_little(b, m->wide ? 45 : 20, 2);
    put_little(b, m->flags, 2);
    put_little(b, method, 2);
    put_little(b, 0x6000, 2); /* 12:00 */
    put_little(b, 0x5c6e, 2); /* 2026-03-14 */
    put_little(b, crc, 4);
    put_little(b, m->wide ? UINT32_MAX : packed_length, 4);
    put_little(b, m->wide ? UINT32_MAX : length + (uint64_t)m->size_error, 4);
    put_little(b, name_length, 2);
    put_little(b, m->extra_length + (m->wide ? 28u : 0u), 2);
    put_little(b, 0, 2);
    put_little(b, 0, 2);
    put_little(b, 0, 2);
    put_little(b, m->attributes, 4);
    put_little(b, m->wide ? UINT32_MAX : offset, 4);
    put(b, m->name, name_length);
    if (m->wide) {
        put_little(b, 1, 2);
        put_little(b, 24, 2);
        put_little(b, m->wide_size > 0 ? m->wide_size : length, 8);
        put_little(b, packed_length, 8);
        put_little(b, m->wide_offset > 0 ? m->wide_offset : offset, 8);
    }
    put(b, m->extra, m->extra_length);
    a->count++;
}

static void add(archive *a, const member *m)
{
    blob packed = {0};
    uint64_t length;
    uint32_t crc = pack(m, &packed, &length) ^ m->crc_error;
    const char *name = m->local_name != NULL ? m->local_name : m->name;
    size_t name_length = m->name_length > 0 ? m->name_length : strlen(name);
    uint16_t method = m->method > 0 ? m->method : m->stored ? STORED : DEFLATED;
    bool later = (m->flags & FLAG_DESCRIPTOR) != 0;
    uint64_t claimed =
        length + (uint64_t)m->size_error + (uint64_t)m->local_size_error;

    if (m->local_method > 0) {
        method = m->local_method;
    }
    a->last_offset = a->data.length;
    put(&a->data, "PK\3\4", 4);
    put_little(&a->data, m->wide ? 45 : 20, 2);
    put_little(&a->data, m->flags, 2);
    put_little(&a->data, method, 2);
    put_little(&a->data, 0x6000, 2);
    put_little(&a->data, 0x5c6e, 2);
    put_little(&a->data, later ? 0 : crc, 4);
    put_little(&a->data, m->wide ? UINT32_MAX : later ? 0 : packed.length, 4);
    put_little(&a->data, m->wide ? UINT32_MAX : later ? 0 : claimed, 4);
    put_little(&a->data, name_length, 2);
    put_little(&a->data, m->extra_length + (m->wide ? 20u : 0u), 2);
    put(&a->data, name, name_length);
    if (m->wide) {
        put_little(&a->data, 1, 2);
        put_little(&a->data, 16, 2);
        put_little(&a->data, m->wide_size > 0 ? m->wide_size : length, 8);
        put_little(&a->data, packed.length, 8);
    }
    put(&a->data, m->extra, m->extra_length);
    put(&a->data, packed.bytes, packed.length);
    if (later) {
        if (m->signed_descriptor) {
            put(&a->data, "PK\7\10", 4);
        }
        put_little(&a->data, crc, 4);
        put_little(&a->data, packed.length, 4);
        put_little(&a->data, claimed, 4);
    }
    put_record(a, m, crc, packed.length, length, a->last_offset);
    free(packed.bytes);
}

static void add_text(archive *a, const char *name, const char *text)
{
    add(a, &(member){.name = name, .text = text});
}

/* Directory and end record behind the data; zip64 ones when they are needed. */
static void finish(archive *a, uint16_t disk, bool wide)
{
    uint64_t start = a->data.length;
    uint64_t size = a->directory.length;

    put(&a->data, a->directory.bytes, a->directory.length);
    if (wide) {
        uint64_t end = a->data.length;

        put(&a->data, "PK\6\6", 4);
        put_little(&a->data, 44, 8);
        put_little(&a->data, 3 << 8 | 45, 2);
        put_little(&a->data, 45, 2);
        put_little(&a->data, 0, 4);
        put_little(&a->data, 0, 4);
        put_little(&a->data, a->count, 8);
        put_little(&a->data, a->count, 8);
        put_little(&a->data, size, 8);
        put_little(&a->data, start, 8);
        put(&a->data, "PK\6\7", 4);
        put_little(&a->data, 0, 4);
        put_little(&a->data, end, 8);
        put_little(&a->data, 1, 4);
    }
    put(&a->data, "PK\5\6", 4);
    put_little(&a->data, disk, 2);
    put_little(&a->data, disk, 2);
    put_little(&a->data, wide ? UINT16_MAX : a->count, 2);
    put_little(&a->data, wide ? UINT16_MAX : a->count, 2);
    put_little(&a->data, wide ? UINT32_MAX : size, 4);
    put_little(&a->data, wide ? UINT32_MAX : start, 4);
    put_little(&a->data, 0, 2);
}

/* ---- the kinds ---------------------------------------------------------- */

/* Most kinds are one entry with a lie in it, beside an honest one. */
static void make_one(blob *out, const member *m)
{
    archive a = {0};
    member filled = *m;

    if (filled.name == NULL) {
        filled.name = WANTED;
    }
    if (filled.text == NULL && filled.zeros == 0) {
        filled.text = contacts;
    }
    add_text(&a, "Skills.csv", "Name\nSailing\n");
    add(&a, &filled);
    finish(&a, 0, filled.wide);
    *out = a.data;
    free(a.directory.bytes);
}

static void make_honest(blob *out)
{
    make_one(out, &(member){0});
}

static void make_not_zip(blob *out)
{
    put(out, contacts, sizeof contacts - 1);
}

static void make_empty(blob *out)
{
    out->length = 0;
}

static void make_empty_archive(blob *out)
{
    archive a = {0};

    finish(&a, 0, false);
    *out = a.data;
}

static void make_cut_data(blob *out)
{
    make_honest(out);
    out->length = out->length / 4;
}

static void make_cut_directory(blob *out)
{
    make_honest(out);
    out->length -= 22 + 30;
}

static void make_cut_end(blob *out)
{
    make_honest(out);
    out->length -= 5;
}

static void make_bomb(blob *out)
{
    make_one(out, &(member){.zeros = 100 * 1000 * 1000});
}

/* Two names, one body. */
static void make_overlap(blob *out)
{
    archive a = {0};
    blob packed = {0};
    uint64_t length;
    member m = {.name = WANTED, .text = contacts};
    uint32_t crc = pack(&m, &packed, &length);

    add(&a, &m);
    m.name = "messages.csv";
    put_record(&a, &m, crc, packed.length, length, a.last_offset);
    finish(&a, 0, false);
    *out = a.data;
    free(packed.bytes);
    free(a.directory.bytes);
}

enum { QUOTES_MAX = 250 };

/* A plain local header; its bytes are those of the entry before, too. */
static void put_local(blob *b, const char *name, uint32_t crc, uint64_t packed,
                      uint64_t length)
{
    put(b, "PK\3\4", 4);
    put_little(b, 20, 2);
    put_little(b, 0, 2);
    put_little(b, DEFLATED, 2);
    put_little(b, 0x6000, 2);
    put_little(b, 0x5c6e, 2);
    put_little(b, crc, 4);
    put_little(b, packed, 4);
    put_little(b, length, 4);
    put_little(b, strlen(name), 2);
    put_little(b, 0, 2);
    put(b, name, strlen(name));
}

/* Fifield's trick: the data of each entry begin with a block that is not packed
 * and holds the local header of the next, and go on with the data of that one;
 * so all have the packed bytes of the last, `kernel`, and right checksums. */
static void make_quoted(blob *out, const char *const names[], size_t count,
                        const member *kernel)
{
    archive a = {0};
    blob locals[QUOTES_MAX] = {{0}};
    uint64_t packed[QUOTES_MAX];
    uint64_t length[QUOTES_MAX];
    uint32_t crc[QUOTES_MAX];
    blob data = {0};

    for (size_t i = count; i-- > 0;) {
        if (i + 1 == count) {
            crc[i] = pack(kernel, &data, &length[i]);
            packed[i] = data.length;
        } else {
            const blob *next = &locals[i + 1];
            uLong head =
                crc32(crc32(0, NULL, 0), next->bytes, (uInt)next->length);
            crc[i] = (uint32_t)crc32_combine(head, crc[i + 1],
                                             (z_off_t)length[i + 1]);
            packed[i] = 5 + next->length + packed[i + 1];
            length[i] = next->length + length[i + 1];
        }
        put_local(&locals[i], names[i], crc[i], packed[i], length[i]);
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            put_little(&a.data, 0, 1);
            put_little(&a.data, locals[i].length, 2);
            put_little(&a.data, ~locals[i].length, 2);
        }
        put_record(&a, &(member){.name = names[i]}, crc[i], packed[i],
                   length[i], a.data.length);
        put(&a.data, locals[i].bytes, locals[i].length);
        free(locals[i].bytes);
    }
    put(&a.data, data.bytes, data.length);
    free(data.bytes);
    finish(&a, 0, false);
    *out = a.data;
    free(a.directory.bytes);
}

/* Contacts that another entry has among its data. */
static void make_quoted_contacts(blob *out)
{
    static const char *const names[] = {"Skills.csv", WANTED};

    make_quoted(out, names, 2, &(member){.text = contacts});
}

/* 42 kB that are 5 GB. */
static void make_quoted_bomb(blob *out)
{
    static char text[QUOTES_MAX][16];
    const char *names[QUOTES_MAX];

    for (size_t i = 0; i < QUOTES_MAX; i++) {
        snprintf(text[i], sizeof text[i], "f%zu", i);
        names[i] = text[i];
    }
    names[QUOTES_MAX - 1] = WANTED;
    make_quoted(out, names, QUOTES_MAX, &(member){.zeros = 21 * 1000 * 1000});
}

/* An archive alone in an archive is opened, if it is one: this is zeros. */
static void make_nested_bomb(blob *out)
{
    archive a = {0};

    add(&a, &(member){.name = "inner.zip", .zeros = 100 * 1000 * 1000});
    finish(&a, 0, false);
    *out = a.data;
    free(a.directory.bytes);
}

static void make_nested(blob *out)
{
    blob inner = {0};
    archive a = {0};

    make_honest(&inner);
    add_text(&a, WANTED, other_contacts);
    add(&a, &(member){.name = "inner.zip",
                      .text = (const char *)inner.bytes,
                      .text_length = inner.length,
                      .stored = true});
    finish(&a, 0, false);
    *out = a.data;
    free(inner.bytes);
    free(a.directory.bytes);
}

static void make_crowd(blob *out, uint32_t count, bool wide)
{
    archive a = {0};
    char name[32];

    add_text(&a, WANTED, contacts);
    for (uint32_t i = 1; i < count; i++) {
        snprintf(name, sizeof name, "m/%" PRIu32, i);
        add(&a, &(member){.name = name, .text = "", .stored = true});
    }
    finish(&a, 0, wide);
    *out = a.data;
    free(a.directory.bytes);
}

static void make_many(blob *out)
{
    make_crowd(out, 10001, false);
}

static void make_many_wide(blob *out)
{
    make_crowd(out, 65536, true);
}

static void make_zip64(blob *out)
{
    make_one(out, &(member){.wide = true});
}

static void make_zip64_size(blob *out)
{
    make_one(out, &(member){.wide = true, .wide_size = UINT64_C(1) << 63});
}

static void make_zip64_offset(blob *out)
{
    make_one(out, &(member){.wide = true, .wide_offset = UINT64_C(1) << 40});
}

static void make_name(blob *out, const char *name)
{
    make_one(out, &(member){.name = name});
}

static void make_name_up(blob *out)
{
    make_name(out, "../../" WANTED);
}

static void make_name_absolute(blob *out)
{
    make_name(out, "/tmp/" WANTED);
}

static void make_name_drive(blob *out)
{
    make_name(out, "C:\\Users\\" WANTED);
}

static void make_name_unc(blob *out)
{
    make_name(out, "\\\\server\\share\\" WANTED);
}

static void make_name_nul(blob *out)
{
    make_one(out, &(member){.name = WANTED "\0.exe",
                            .name_length = sizeof WANTED "\0.exe" - 1});
}

static void make_name_newline(blob *out)
{
    make_name(out, "line\nbreak/" WANTED);
}

static void make_name_escape(blob *out)
{
    make_name(out, "\033]0;owned\a\033[31m/" WANTED);
}

static void make_name_case(blob *out)
{
    make_name(out, "CONNECTIONS.CSV");
}

static void make_name_copy(blob *out)
{
    make_name(out, "Connections (1).csv");
}

static void make_name_folder(blob *out)
{
    make_name(out, "Basic_LinkedInDataExport_03-14-2026/" WANTED);
}

static void make_name_cp437(blob *out)
{
    make_name(out, "Expos\202/" WANTED);
}

static void make_name_bad_utf8(blob *out)
{
    make_one(out,
             &(member){.name = "\377\300\257/" WANTED, .flags = FLAG_UTF8});
}

/* The Unicode path field (0x7075) names another file than the header. */
static void make_name_extra(blob *out)
{
    static const char other[] = "other.csv";
    blob extra = {0};

    put_little(&extra, 0x7075, 2);
    put_little(&extra, 5 + sizeof other - 1, 2);
    put_little(&extra, 1, 1);
    put_little(&extra, crc32(0, (const Bytef *)WANTED, sizeof WANTED - 1), 4);
    put(&extra, other, sizeof other - 1);
    make_one(out, &(member){.extra = (const char *)extra.bytes,
                            .extra_length = (uint16_t)extra.length});
    free(extra.bytes);
}

static void make_symlink(blob *out)
{
    make_one(out, &(member){.text = "/etc/passwd",
                            .stored = true,
                            .attributes = (uint32_t)0120777 << 16});
}

static void make_folder(blob *out)
{
    make_one(out, &(member){.name = WANTED "/",
                            .text = "",
                            .stored = true,
                            .attributes = ((uint32_t)040755 << 16) | 0x10});
}

static void make_two(blob *out, const char *first, const char *second)
{
    archive a = {0};

    add_text(&a, first, contacts);
    add_text(&a, second, other_contacts);
    finish(&a, 0, false);
    *out = a.data;
    free(a.directory.bytes);
}

static void make_duplicate(blob *out)
{
    make_two(out, WANTED, WANTED);
}

static void make_duplicate_folder(blob *out)
{
    make_two(out, "a/" WANTED, "b/connections.csv");
}

/* The endorsements twice, as exports of 2022 have them: UTF-16 with tabs under
 * the name with blanks, UTF-8 under the name with underscores. */
static void make_twins(blob *out)
{
    static const char eight[] =
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
        "Endorsement Status\n"
        "2022/06/01 14:20:00 UTC,Sailing,Ada,Brandt,ACCEPTED\n";
    static const char sixteen[] =
        "\"Endorsement Date\"\t\"Skill Name\"\t\"Endorser First Name\"\t"
        "\"Endorser Last Name\"\t\"Endorsement Status\"\t\"Display Status\"\n"
        "\"2022/06/01 14:20:00 UTC\"\t\"Sailing\"\t\"Ada\"\t\"Brandt\"\t"
        "\"ACCEPTED\"\t\"SHOWN\"\n";
    archive a = {0};
    blob wide = {0};

    put(&wide, "\377\376", 2);
    for (size_t i = 0; i < sizeof sixteen - 1; i++) {
        put_little(&wide, (unsigned char)sixteen[i], 2);
    }
    add_text(&a, WANTED, contacts);
    add_text(&a, "Endorsement_Received_Info.csv", eight);
    add(&a, &(member){.name = "Endorsement Received Info.csv",
                      .text = (const char *)wide.bytes,
                      .text_length = wide.length});
    finish(&a, 0, false);
    *out = a.data;
    free(wide.bytes);
    free(a.directory.bytes);
}

static void make_encrypted(blob *out)
{
    make_one(out, &(member){.flags = FLAG_ENCRYPTED});
}

static void make_encrypted_aes(blob *out)
{
    make_one(out, &(member){.flags = FLAG_ENCRYPTED,
                            .method = AES,
                            .extra = "\x01\x99\x07\x00\x02\x00"
                                     "AE\x03\x08\x00",
                            .extra_length = 11});
}

static void make_method_bzip2(blob *out)
{
    make_one(out, &(member){.method = BZIP2});
}

static void make_method_lzma(blob *out)
{
    make_one(out, &(member){.method = LZMA});
}

static void make_method_zstd(blob *out)
{
    make_one(out, &(member){.method = ZSTD});
}

static void make_method_unknown(blob *out)
{
    make_one(out, &(member){.method = AES});
}

static void make_descriptor(blob *out)
{
    make_one(out,
             &(member){.flags = FLAG_DESCRIPTOR, .signed_descriptor = true});
}

static void make_descriptor_bare(blob *out)
{
    make_one(out, &(member){.flags = FLAG_DESCRIPTOR});
}

static void make_crc(blob *out)
{
    make_one(out, &(member){.crc_error = 1});
}

/* One flipped bit of a stored text: every byte arrives, one of them wrong. */
static void make_damaged(blob *out)
{
    make_one(out, &(member){.stored = true});
    unsigned char *at = memmem(out->bytes, out->length, "Brandt", 6);

    if (at == NULL) {
        die("no byte to damage");
    }
    *at ^= 1;
}

static void make_damaged_stream(blob *out)
{
    make_honest(out);
    unsigned char *at = memmem(out->bytes, out->length, WANTED, 15);

    if (at == NULL) {
        die("no byte to damage");
    }
    at[15 + 20] ^= 0xff;
}

static void make_size_small(blob *out)
{
    make_one(out, &(member){.size_error = 10 - (int64_t)(sizeof contacts - 1)});
}

static void make_size_big(blob *out)
{
    make_one(out, &(member){.size_error = 1000});
}

static void make_local_name(blob *out)
{
    make_one(out, &(member){.local_name = "Konnections.csv"});
}

static void make_local_size(blob *out)
{
    make_one(out, &(member){.local_size_error = 7});
}

static void make_local_method(blob *out)
{
    make_one(out, &(member){.local_method = BZIP2});
}

static void make_leading(blob *out)
{
    blob honest = {0};

    make_honest(&honest);
    put(out, "MZ this program cannot be run here\r\n", 36);
    put(out, honest.bytes, honest.length);
    free(honest.bytes);
}

static void make_trailing(blob *out)
{
    make_honest(out);
    put(out, "<!-- served by a proxy -->\n", 27);
}

static void make_multi_disk(blob *out)
{
    archive a = {0};

    add_text(&a, WANTED, contacts);
    finish(&a, 1, false);
    *out = a.data;
    free(a.directory.bytes);
}

static void make_missing(blob *out)
{
    archive a = {0};

    add_text(&a, "Skills.csv", "Name\nSailing\n");
    add_text(&a, "hello\033[2Jworld.txt", "hello\n");
    for (unsigned i = 3; i <= 30; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%u.txt", i);
        add_text(&a, name, "hello\n");
    }
    finish(&a, 0, false);
    *out = a.data;
    free(a.directory.bytes);
}

typedef struct kind {
    const char *name;
    const char *row; /* of the catalogue of bad inputs */
    int status;      /* introfind import owes */
    void (*make)(blob *out);
    const char *what;
} kind;

static const kind kinds[] = {
    {"honest", "-", 0, make_honest, "nothing is wrong"},
    {"not-zip", "P01", 3, make_not_zip, "a CSV called .zip"},
    {"empty", "P01", 3, make_empty, "no byte at all"},
    {"empty-archive", "P01", 3, make_empty_archive, "22 bytes, no entry"},
    {"cut-data", "P02", 3, make_cut_data, "ends inside an entry"},
    {"cut-directory", "P02", 3, make_cut_directory, "ends in the directory"},
    {"cut-end", "P02", 3, make_cut_end, "ends in the end record"},
    {"bomb", "P03", 5, make_bomb, "100 MB of zeros in 100 kB"},
    {"quoted-bomb", "P03", 5, make_quoted_bomb, "42 kB that are 5 GB"},
    {"nested-bomb", "P03", 5, make_nested_bomb, "zeros as the ZIP inside"},
    {"quoted", "P04", 3, make_quoted_contacts, "contacts inside another entry"},
    {"overlap", "P04", 3, make_overlap, "two entries share their bytes"},
    {"nested", "P05", 0, make_nested, "a ZIP inside beside the contacts"},
    {"many", "P06", 5, make_many, "10,001 entries"},
    {"many-zip64", "P06", 5, make_many_wide, "65,536 entries, zip64"},
    {"zip64", "P06", 0, make_zip64, "zip64 without need"},
    {"zip64-size", "P07", 3, make_zip64_size, "claims 2^63 bytes"},
    {"zip64-offset", "P07", 3, make_zip64_offset, "an offset beyond the file"},
    {"name-up", "P08", 0, make_name_up, "../../ in a name"},
    {"name-absolute", "P08", 0, make_name_absolute, "an absolute name"},
    {"name-drive", "P08", 0, make_name_drive, "a drive letter"},
    {"name-unc", "P08", 0, make_name_unc, "a network share"},
    {"name-nul", "P08", 3, make_name_nul, "a NUL in the name"},
    {"name-newline", "P08", 0, make_name_newline, "a line feed in a name"},
    {"name-escape", "P08", 0, make_name_escape, "terminal control in a name"},
    {"symlink", "P09", 3, make_symlink, "a symbolic link as contacts"},
    {"folder", "P09", 3, make_folder, "a folder called Connections.csv"},
    {"duplicate", "P10", 3, make_duplicate, "two contacts of one name"},
    {"duplicate-folder", "P10", 3, make_duplicate_folder,
     "two contacts in two folders"},
    {"twins", "P10", 0, make_twins, "endorsements in UTF-16 and in UTF-8"},
    {"name-case", "P11", 0, make_name_case, "CONNECTIONS.CSV"},
    {"name-copy", "P11", 0, make_name_copy, "Connections (1).csv"},
    {"name-folder", "P11", 0, make_name_folder, "all in a folder"},
    {"name-cp437", "P12", 0, make_name_cp437, "a CP437 byte in a name"},
    {"name-bad-utf8", "P12", 0, make_name_bad_utf8, "UTF-8 flag, not UTF-8"},
    {"name-extra", "P12", 0, make_name_extra, "Unicode path field disagrees"},
    {"encrypted", "P13", 3, make_encrypted, "password, ZipCrypto"},
    {"encrypted-aes", "P13", 3, make_encrypted_aes, "password, AES"},
    {"method-bzip2", "P14", 3, make_method_bzip2, "method 12"},
    {"method-lzma", "P14", 3, make_method_lzma, "method 14"},
    {"method-zstd", "P14", 3, make_method_zstd, "method 93"},
    {"method-unknown", "P14", 3, make_method_unknown, "method 99"},
    {"descriptor", "P15", 0, make_descriptor, "sizes behind the data"},
    {"descriptor-bare", "P15", 0, make_descriptor_bare,
     "the same without a signature"},
    {"crc", "P16", 3, make_crc, "wrong checksum"},
    {"damaged", "P16", 3, make_damaged, "one bit of the text"},
    {"damaged-stream", "P16", 3, make_damaged_stream,
     "one byte of the deflated text"},
    {"size-small", "P16", 3, make_size_small, "claims 10 bytes, has more"},
    {"size-big", "P16", 3, make_size_big, "claims 1000 bytes more"},
    {"local-name", "P17", 3, make_local_name, "two names for one entry"},
    {"local-size", "P17", 3, make_local_size, "two sizes for one entry"},
    {"local-method", "P17", 3, make_local_method, "two methods"},
    {"leading", "P18", 3, make_leading, "bytes before the archive"},
    {"trailing", "P18", 3, make_trailing, "bytes behind the archive"},
    {"multi-disk", "P19", 3, make_multi_disk, "one of several disks"},
    {"missing", "P20", 3, make_missing, "no Connections.csv"},
};

int make_hostile(const char *name, const char *path)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            blob out = {0};

            kinds[i].make(&out);
            save(&out, path);
            free(out.bytes);
            return 0;
        }
    }
    die("no kind \"%s\"; see make_zip --list", name);
}

int list_kinds(void)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        printf("%s\t%s\t%d\t%s\n", kinds[i].name, kinds[i].row, kinds[i].status,
               kinds[i].what);
    }
    return 0;
}
