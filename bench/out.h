/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Buffered output of generated files, plain or gzip, with a checksum of what
 * went in. Failures stick; the close reports them. */
#ifndef BENCH_OUT_H
#define BENCH_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bench_out bench_out;

/* path NULL: only count and sum; "-": standard output, not compressed. NULL when it cannot be made. */
bench_out *bench_out_open(const char *path, bool gzip);
void bench_out_text(bench_out *out, const char *text);
/* With the characters that XML gives a meaning escaped. */
void bench_out_xml(bench_out *out, const char *text);
/* In quotes, doubled inside. */
void bench_out_csv(bench_out *out, const char *text);
void bench_out_number(bench_out *out, uint64_t number);
/* With zeros on the left up to `digits`. */
void bench_out_padded(bench_out *out, uint64_t number, unsigned digits);
/* n/1024, shortest form: 0.5, 0.0009765625. */
void bench_out_1024th(bench_out *out, uint32_t n);
/* false when any write failed. bytes and sum (XXH3 of the plain bytes) may be
 * NULL. */
bool bench_out_close(bench_out *out, uint64_t *bytes, uint64_t *sum);

#endif
