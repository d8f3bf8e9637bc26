/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distinct groups of everybody's people within two ties.
 *
 * Walks of two ties lead back to where they began, and he does not count: his own
 * group is there only when somebody else of it is. So besides the groups of each
 * person's neighbours those with two neighbours and more are kept. */
#include "analysis/reach_lines.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <string.h>

enum { GRAIN = 1024, SLICE = INTRO_I_LINE * 8, AHEAD = 48 };

/* Measured: an arc of lines takes the time of four of walks. */
enum { ARCS_PER_SLICE = 4 };

typedef struct job {
    const intro_i_reach_rows *rows;
    const intro_i_groups *groups;
    uint32_t *out;
    uint64_t *costs;  /* one a worker: arcs of all walks */
    uint32_t **marks; /* one a worker, by group: who met it last, + 1 */
    uint32_t slice;
    intro_i_lines some;    /* groups of neighbours */
    intro_i_lines several; /* of two and more */
} job;

/* --- walks -------------------------------------------------------------------------- */

/* With mutual rows everybody is walked through as often as his row is long. */
static uint64_t square_rows(const uint64_t *offsets, uint64_t begin,
                            uint64_t end)
{
    uint64_t sum = 0;
    for (uint64_t v = begin; v < end; v++) {
        const uint64_t length = offsets[v + 1] - offsets[v];
        sum += length * length;
    }
    return sum;
}

static intro_status sum_costs(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const job *const j = arg;
    const uint64_t *const offsets = j->rows->offsets;
    uint64_t sum = 0;
    if (j->rows->is_mutual) {
        j->costs[worker->index] += square_rows(offsets, begin, end);
        return INTRO_OK;
    }
    for (uint64_t i = offsets[begin]; i < offsets[end]; i++) {
        const intro_vid w = j->rows->neighbours[i];
        sum += offsets[w + 1] - offsets[w];
    }
    j->costs[worker->index] += sum;
    return INTRO_OK;
}

static inline uint32_t mark(const job *j, uint32_t *marks, uint32_t v,
                            uint32_t w)
{
    const uint32_t group = j->groups->of[w];
    if (group == INTRO_I_NO_GROUP || w == v) {
        return 0;
    }
    const uint32_t is_new = marks[group] != v + 1;
    marks[group] = v + 1;
    return is_new;
}

static intro_status walk(void *arg, intro_i_worker *worker, uint64_t begin,
                         uint64_t end)
{
    const job *const j = arg;
    const intro_i_reach_rows *const rows = j->rows;
    uint32_t *const marks = j->marks[worker->index];
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        uint32_t count = 0;
        for (uint64_t i = rows->offsets[v]; i < rows->offsets[v + 1]; i++) {
            const intro_vid u = rows->neighbours[i];
            count += mark(j, marks, v, u);
            for (uint64_t k = rows->offsets[u]; k < rows->offsets[u + 1]; k++) {
                count += mark(j, marks, v, rows->neighbours[k]);
            }
        }
        j->out[v] = count;
        INTRO_TRY(intro_i_worker_poll(worker));
    }
    return INTRO_OK;
}

static intro_status reach_by_walks(intro_ctx *ctx, job *j)
{
    const uint32_t people = j->rows->people;
    const uint32_t workers = intro_i_parallel_workers(ctx, people, GRAIN);
    j->marks = intro_i_alloc_zero(workers, sizeof *j->marks);
    intro_status rc = j->marks == NULL ? INTRO_ENOMEM : INTRO_OK;
    for (uint32_t i = 0; i < workers && rc == INTRO_OK; i++) {
        j->marks[i] = intro_i_alloc_zero(j->groups->count, sizeof **j->marks);
        rc = j->marks[i] == NULL ? INTRO_ENOMEM : INTRO_OK;
    }
    rc = rc != INTRO_OK
             ? intro_i_fail_memory(ctx)
             : intro_i_parallel_phase(ctx, "reaching groups", "people", people,
                                      GRAIN, walk, j);
    for (uint32_t i = 0; j->marks != NULL && i < workers; i++) {
        intro_i_free(j->marks[i]);
    }
    intro_i_free(j->marks);
    return rc;
}

/* --- 512 groups at once -------------------------------------------------------------- */

static bool has_bit(const intro_i_line *line, uint32_t bit)
{
    return (line->bytes[bit >> 3] >> (bit & 7) & 1) != 0;
}

static void set_bit(intro_i_line *line, uint32_t bit, bool value)
{
    line->bytes[bit >> 3] =
        (uint8_t)(line->bytes[bit >> 3] | (unsigned)value << (bit & 7));
}

static intro_status look_around(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const job *const j = arg;
    const uint32_t *const of = j->groups->of;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const intro_i_line_row row = intro_i_line_row_of(j->rows, v);
        intro_i_line some = {{0}};
        intro_i_line several = {{0}};
        for (uint64_t i = 0; i < row.count; i++) {
            const uint32_t group = of[row.neighbours[i]];
            if (i + AHEAD < row.following) {
                INTRO_PREFETCH(&of[row.neighbours[i + AHEAD]]);
            }
            if (group != INTRO_I_NO_GROUP && group / SLICE == j->slice) {
                const uint32_t bit = group % SLICE;
                set_bit(&several, bit, has_bit(&some, bit));
                set_bit(&some, bit, true);
            }
        }
        j->some.data[v] = some;
        j->several.data[v] = several;
    }
    return INTRO_OK;
}

static bool has_in_row(const intro_i_reach_rows *rows, uint32_t u, uint32_t v)
{
    uint64_t low = rows->offsets[u];
    uint64_t high = rows->offsets[u + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (rows->neighbours[middle] < v) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < rows->offsets[u + 1] && rows->neighbours[low] == v;
}

/* Is anybody but v of his own group, whose bit in this slice is `own`, within two
 * ties? */
static bool has_own(const job *j, uint32_t v, const intro_i_line_row *row,
                    uint32_t own)
{
    if (has_bit(&j->some.data[v], own)) {
        return true;
    }
    for (uint64_t i = 0; i < row->count; i++) {
        const uint32_t u = row->neighbours[i];
        /* The only one of the group in the row of u may be v. */
        if (has_bit(&j->several.data[u], own) ||
            (has_bit(&j->some.data[u], own) && !j->rows->is_mutual &&
             !has_in_row(j->rows, u, v))) {
            return true;
        }
    }
    return false;
}

static intro_status count_bits(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const job *const j = arg;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        const intro_i_line_row row = intro_i_line_row_of(j->rows, v);
        const uint32_t own = j->groups->of[v];
        intro_i_line all = j->some.data[v];
        intro_i_line_unite(&all, j->some.data, &row);
        j->out[v] += intro_i_line_count(&all);
        if (own != INTRO_I_NO_GROUP && own / SLICE == j->slice &&
            has_bit(&all, own % SLICE) && !has_own(j, v, &row, own % SLICE)) {
            j->out[v]--;
        }
    }
    return INTRO_OK;
}

static intro_status run_slices(intro_ctx *ctx, job *j)
{
    const uint32_t people = j->rows->people;
    const uint32_t slices = j->groups->count / SLICE + 1;
    memset(j->out, 0, people * sizeof *j->out);
    for (j->slice = 0; j->slice < slices; j->slice++) {
        INTRO_TRY(intro_i_progress(ctx, "reaching groups", "slices", j->slice,
                                   slices));
        INTRO_TRY(intro_i_parallel_for(ctx, people, GRAIN, look_around, j));
        INTRO_TRY(intro_i_parallel_for(ctx, people, GRAIN, count_bits, j));
    }
    return INTRO_OK;
}

static intro_status reach_by_lines(intro_ctx *ctx, job *j)
{
    intro_status rc = intro_i_lines_init(&j->some, j->rows->people);
    if (rc == INTRO_OK) {
        rc = intro_i_lines_init(&j->several, j->rows->people);
    }
    rc = rc == INTRO_OK ? run_slices(ctx, j) : intro_i_fail_memory(ctx);
    intro_i_lines_fini(&j->some);
    intro_i_lines_fini(&j->several);
    return rc;
}

intro_status intro_i_reach_groups(intro_ctx *ctx,
                                  const intro_i_reach_rows *rows,
                                  const intro_i_groups *groups, uint32_t *out)
{
    job j = {.rows = rows, .groups = groups, .out = out};
    const uint32_t workers = intro_i_parallel_workers(ctx, rows->people, GRAIN);
    const uint64_t slices = groups->count / SLICE + 1;
    uint64_t cost = 0;
    j.costs = intro_i_alloc_zero(workers, sizeof *j.costs);
    if (j.costs == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc =
        intro_i_parallel_for(ctx, rows->people, GRAIN, sum_costs, &j);
    for (uint32_t i = 0; i < workers; i++) {
        cost += j.costs[i];
    }
    intro_i_free(j.costs);
    INTRO_TRY(rc);
    return cost <= slices * rows->offsets[rows->people] * ARCS_PER_SLICE
               ? reach_by_walks(ctx, &j)
               : reach_by_lines(ctx, &j);
}
