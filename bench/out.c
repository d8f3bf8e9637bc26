/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "out.h"

#include "base/alloc.h"
#include "base/checksum.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum { OUT_BUFFER = 1 << 20 };

struct bench_out {
    FILE *file;
    gzFile gz;
    intro_i_checksum *sum;
    uint64_t bytes;
    size_t used;
    bool failed;
    char buffer[OUT_BUFFER];
};

bench_out *bench_out_open(const char *path, bool gzip)
{
    bench_out *out = intro_i_alloc(1, sizeof *out);
    if (out == NULL) {
        return NULL;
    }
    memset(out, 0, offsetof(bench_out, buffer));
    out->sum = intro_i_checksum_new();
    if (path != NULL && gzip) {
        out->gz = gzopen(path, "wb6");
    } else if (path != NULL) {
        out->file = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    }
    if (out->sum == NULL ||
        (path != NULL && out->gz == NULL && out->file == NULL)) {
        out->failed = true;
        bench_out_close(out, NULL, NULL);
        return NULL;
    }
    return out;
}

static void flush_buffer(bench_out *out)
{
    if (out->used == 0) {
        return;
    }
    intro_i_checksum_update(out->sum, out->buffer, out->used);
    out->bytes += out->used;
    if (out->gz != NULL) {
        if (gzwrite(out->gz, out->buffer, (unsigned)out->used) !=
            (int)out->used) {
            out->failed = true;
        }
    } else if (out->file != NULL &&
               fwrite(out->buffer, 1, out->used, out->file) != out->used) {
        out->failed = true;
    }
    out->used = 0;
}

static void put_bytes(bench_out *out, const char *bytes, size_t size)
{
    while (size > 0) {
        if (out->used == OUT_BUFFER) {
            flush_buffer(out);
        }
        const size_t room = OUT_BUFFER - out->used;
        const size_t part = size < room ? size : room;
        memcpy(out->buffer + out->used, bytes, part);
        out->used += part;
        bytes += part;
        size -= part;
    }
}

void bench_out_text(bench_out *out, const char *text)
{
    put_bytes(out, text, strlen(text));
}

void bench_out_xml(bench_out *out, const char *text)
{
    for (;;) {
        const size_t plain = strcspn(text, "&<>");
        put_bytes(out, text, plain);
        text += plain;
        if (*text == '\0') {
            return;
        }
        bench_out_text(out, *text == '&'   ? "&amp;"
                            : *text == '<' ? "&lt;"
                                           : "&gt;");
        text++;
    }
}

void bench_out_csv(bench_out *out, const char *text)
{
    put_bytes(out, "\"", 1);
    for (;;) {
        const size_t plain = strcspn(text, "\"");
        put_bytes(out, text, plain);
        text += plain;
        if (*text == '\0') {
            break;
        }
        put_bytes(out, "\"\"", 2);
        text++;
    }
    put_bytes(out, "\"", 1);
}

void bench_out_padded(bench_out *out, uint64_t number, unsigned digits)
{
    char text[24];
    size_t at = sizeof text;
    while (at > 0 && (number > 0 || digits > 0)) {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
        digits -= digits > 0;
    }
    put_bytes(out, text + at, sizeof text - at);
}

void bench_out_number(bench_out *out, uint64_t number)
{
    bench_out_padded(out, number, 1);
}

void bench_out_1024th(bench_out *out, uint32_t n)
{
    bench_out_number(out, n / 1024);
    /* 1/1024 = 0.0009765625: ten places are always enough. */
    uint64_t rest = (uint64_t)(n % 1024) * 9765625u;
    unsigned places = 10;
    if (rest == 0) {
        bench_out_text(out, ".0");
        return;
    }
    while (rest % 10 == 0) {
        rest /= 10;
        places--;
    }
    put_bytes(out, ".", 1);
    bench_out_padded(out, rest, places);
}

bool bench_out_close(bench_out *out, uint64_t *bytes, uint64_t *sum)
{
    if (out->sum != NULL) {
        flush_buffer(out);
        if (sum != NULL) {
            *sum = intro_i_checksum_value(out->sum);
        }
    }
    if (bytes != NULL) {
        *bytes = out->bytes;
    }
    if (out->gz != NULL && gzclose(out->gz) != Z_OK) {
        out->failed = true;
    }
    if (out->file != NULL && fclose(out->file) != 0) {
        out->failed = true;
    }
    const bool done = !out->failed;
    intro_i_checksum_free(out->sum);
    intro_i_free(out);
    return done;
}
