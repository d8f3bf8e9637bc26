/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the fuzzers share. Each fuzz_NAME.c stands alone, so that it can be
 * linked with the engine and libFuzzer, or with replay.c.
 *
 * An input begins with two control bytes, FAULT and FORM, unless its first byte
 * is '<'; then it is all content and both are '0'. FAULT '0': no allocation
 * fails; else it says which request fails (fuzz_begin()). FORM is the target's
 * own: sizes of blocks, options. A line feed behind the two is skipped, so that
 * seeds are readable. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "../text_graph.h"

#include "base/alloc.h"
#include "graph/validate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* The name of the target, as in fuzz_NAME.c and corpus/NAME. */
extern const char fuzz_target[];

#define FUZZ_CHECK(condition)                                                  \
    ((condition) ? (void)0 : fuzz_die(__FILE__, __LINE__, #condition))

static inline void fuzz_die(const char *file, int line, const char *condition)
{
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    (void)fflush(stderr);
    abort();
}

typedef struct fuzz_input {
    const uint8_t *bytes;
    size_t size;
    uint8_t fault;
    uint8_t form;
} fuzz_input;

static inline fuzz_input fuzz_begin(const uint8_t *data, size_t size)
{
    fuzz_input in = {data, size, '0', '0'};
    if (size >= 2 && data[0] != '<') {
        const size_t head = size > 2 && data[2] == '\n' ? 3 : 2;
        in.fault = data[0];
        in.form = data[1];
        in.bytes += head;
        in.size -= head;
    }
    return in;
}

/* From here on the request that the input names fails; 128 and more: this and
 * every later one. Requests are counted from this call. */
static inline void fuzz_arm(const fuzz_input *in)
{
#ifdef INTRO_FAULT_INJECTION
    const uint64_t step = in->fault & 0x7F;
    if (in->fault != '0') {
        intro_i_alloc_fail_after(step < 96 ? step : (step - 88) * 12,
                                 in->fault >= 128);
    }
#else
    (void)in;
#endif
}

static inline void fuzz_disarm(void)
{
#ifdef INTRO_FAULT_INJECTION
    intro_i_alloc_fail_after(UINT64_MAX, false);
#endif
}

static inline bool fuzz_is_faulty(const fuzz_input *in)
{
    return in->fault != '0';
}

/* One thread, so that a run is the same every time. */
static inline intro_ctx *fuzz_ctx(void)
{
    intro_ctx *ctx = NULL;
    if (intro_ctx_new(&ctx) != INTRO_OK ||
        intro_ctx_set_threads(ctx, 1) != INTRO_OK) {
        abort();
    }
    return ctx;
}

/* A failure is told, and only a failure. */
static inline void fuzz_check_told(const intro_ctx *ctx, intro_status rc)
{
    FUZZ_CHECK(rc != INTRO_EBUG);
    if (rc != INTRO_OK) {
        FUZZ_CHECK(intro_ctx_error(ctx)->status == rc);
        FUZZ_CHECK(intro_ctx_error(ctx)->message[0] != '\0');
    }
}

static inline intro_status
fuzz_import_graphml(intro_ctx *ctx, const intro_import_options *options,
                    const void *bytes, size_t size, intro_graph **out)
{
    return text_graph(ctx, options, "fuzz.graphml", bytes, size, out);
}

static inline void fuzz_check_graph(intro_ctx *ctx, const intro_graph *graph)
{
    if (intro_i_graph_validate(ctx, graph, INTRO_EBUG, NULL) != INTRO_OK) {
        fuzz_die("graph", 0, intro_ctx_error(ctx)->message);
    }
}

#endif
