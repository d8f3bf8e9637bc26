/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/reach_lines.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <string.h>

enum { GRAIN = 1024, AHEAD = 24, WORDS = INTRO_I_LINE / 8 };

intro_status intro_i_lines_init(intro_i_lines *lines, uint32_t people)
{
    lines->data = NULL;
    lines->block = intro_i_alloc((size_t)people + 1, sizeof *lines->data);
    if (lines->block == NULL) {
        return INTRO_ENOMEM;
    }
    const uintptr_t at = (uintptr_t)lines->block;
    lines->data = (intro_i_line *)((at + INTRO_I_LINE - 1) &
                                   ~(uintptr_t)(INTRO_I_LINE - 1));
    return INTRO_OK;
}

void intro_i_lines_fini(intro_i_lines *lines)
{
    intro_i_free(lines->block);
    memset(lines, 0, sizeof *lines);
}

intro_i_line_row intro_i_line_row_of(const intro_i_reach_rows *rows, uint32_t v)
{
    const uint64_t first = rows->offsets[v];
    return (intro_i_line_row){rows->neighbours + first,
                              rows->offsets[v + 1] - first,
                              rows->offsets[rows->people] - first};
}

void intro_i_line_unite(intro_i_line *to, const intro_i_line *lines,
                        const intro_i_line_row *row)
{
    uint64_t all[WORDS];
    memcpy(all, to->bytes, sizeof all);
    for (uint64_t i = 0; i < row->count; i++) {
        uint64_t one[WORDS];
        if (i + AHEAD < row->following) {
            INTRO_PREFETCH(&lines[row->neighbours[i + AHEAD]]);
        }
        memcpy(one, lines[row->neighbours[i]].bytes, sizeof one);
#pragma GCC unroll 8
        for (int k = 0; k < WORDS; k++) {
            all[k] |= one[k];
        }
    }
    memcpy(to->bytes, all, sizeof all);
}

/* Bits of each byte are added up inside the byte, for eight words at once. */
uint32_t intro_i_line_count(const intro_i_line *line)
{
    uint64_t words[WORDS];
    uint64_t sum = 0;
    memcpy(words, line->bytes, sizeof words);
    for (int k = 0; k < WORDS; k++) {
        uint64_t x = words[k];
        x -= (x >> 1) & UINT64_C(0x5555555555555555);
        x = (x & UINT64_C(0x3333333333333333)) +
            ((x >> 2) & UINT64_C(0x3333333333333333));
        sum += (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    }
    /* Eight bytes of at most 64 each. */
    sum = (sum & UINT64_C(0x00ff00ff00ff00ff)) +
          ((sum >> 8) & UINT64_C(0x00ff00ff00ff00ff));
    return (uint32_t)((sum * UINT64_C(0x0001000100010001)) >> 48);
}

/* --- the run ------------------------------------------------------------------ */

typedef struct run {
    const intro_i_reach_rows *rows;
    const intro_i_line_kind *kind;
    uint32_t slice;
    intro_i_lines one; /* within one tie, within two */
    intro_i_lines two;
} run;

static intro_status start_lines(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const run *const r = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const intro_i_line_row row = intro_i_line_row_of(r->rows, v);
        r->kind->start(r->kind->arg, r->slice, v, &row, &r->one.data[v]);
    }
    return INTRO_OK;
}

static intro_status join_second(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const run *const r = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const intro_i_line_row row = intro_i_line_row_of(r->rows, v);
        r->two.data[v] = r->one.data[v];
        r->kind->join(&r->two.data[v], r->one.data, &row);
        r->kind->fold(r->kind->arg, v, &r->two.data[v], 2);
    }
    return INTRO_OK;
}

static intro_status join_third(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const run *const r = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const intro_i_line_row row = intro_i_line_row_of(r->rows, v);
        intro_i_line three = r->two.data[v];
        r->kind->join(&three, r->two.data, &row);
        r->kind->fold(r->kind->arg, v, &three, 3);
    }
    return INTRO_OK;
}

static intro_status run_slices(intro_ctx *ctx, run *r)
{
    intro_i_work_fn *const steps[] = {start_lines, join_second, join_third};
    const uint32_t people = r->rows->people;
    for (r->slice = 0; r->slice < r->kind->slices; r->slice++) {
        INTRO_TRY(intro_i_progress(ctx, "reaching", "slices", r->slice,
                                   r->kind->slices));
        for (size_t i = 0; i < INTRO_COUNT_OF(steps); i++) {
            INTRO_TRY(intro_i_parallel_for(ctx, people, GRAIN, steps[i], r));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_lines_run(intro_ctx *ctx, const intro_i_reach_rows *rows,
                               const intro_i_line_kind *kind)
{
    run r = {.rows = rows, .kind = kind};
    intro_status rc = intro_i_lines_init(&r.one, rows->people);
    if (rc == INTRO_OK) {
        rc = intro_i_lines_init(&r.two, rows->people);
    }
    rc = rc == INTRO_OK ? run_slices(ctx, &r) : intro_i_fail_memory(ctx);
    intro_i_lines_fini(&r.one);
    intro_i_lines_fini(&r.two);
    return rc;
}
