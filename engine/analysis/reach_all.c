/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everybody's reach, exactly. Where balls are small they are walked one by one;
 * else 512 people at once are looked for over all arcs. */
#include "analysis/reach_ball.h"
#include "analysis/reach_lines.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <string.h>

enum { GRAIN = 1024, SLICE = INTRO_I_LINE * 8 };

/* Measured: an arc of a ball takes a quarter of the time of an arc of lines, of
 * which each slice has those of two joins. */
enum { ARCS_PER_SLICE = 8 };

typedef struct job {
    const intro_i_reach_rows *rows;
    uint32_t *two;
    uint32_t *three;
    uint64_t *walks;           /* people: arcs read for two levels */
    uint64_t *costs;           /* one a worker: arcs read for three levels */
    intro_i_reach_ball *balls; /* one a worker */
    uint32_t *cursors; /* people: place in the row of the next one sought */
} job;

/* --- what costs less -------------------------------------------------------------- */

static intro_status sum_walks(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const job *const j = arg;
    const uint64_t *const offsets = j->rows->offsets;
    (void)worker;
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        uint64_t sum = offsets[v + 1] - offsets[v];
        for (uint64_t i = offsets[v]; i < offsets[v + 1]; i++) {
            const intro_vid w = j->rows->neighbours[i];
            sum += offsets[w + 1] - offsets[w];
        }
        j->walks[v] = sum;
    }
    return INTRO_OK;
}

/* At most all arcs are read for a person, and at most those of all walks. */
static intro_status sum_costs(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const job *const j = arg;
    const uint64_t *const offsets = j->rows->offsets;
    const uint64_t all = offsets[j->rows->people];
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        uint64_t sum = offsets[v + 1] - offsets[v];
        for (uint64_t i = offsets[v]; i < offsets[v + 1] && sum < all; i++) {
            sum += j->walks[j->rows->neighbours[i]];
        }
        j->costs[worker->index] += intro_i_min_u64(sum, all);
    }
    return INTRO_OK;
}

static intro_status compare_costs(intro_ctx *ctx, job *j, bool *is_by_balls)
{
    const uint32_t people = j->rows->people;
    const uint32_t workers = intro_i_parallel_workers(ctx, people, GRAIN);
    const uint64_t slices = people / SLICE + 1;
    uint64_t cost = 0;
    j->walks = intro_i_alloc(people, sizeof *j->walks);
    j->costs = intro_i_alloc_zero(workers, sizeof *j->costs);
    intro_status rc = j->walks == NULL || j->costs == NULL
                          ? intro_i_fail_memory(ctx)
                          : INTRO_OK;
    if (rc == INTRO_OK) {
        rc = intro_i_parallel_for(ctx, people, GRAIN, sum_walks, j);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_parallel_for(ctx, people, GRAIN, sum_costs, j);
    }
    for (uint32_t i = 0; rc == INTRO_OK && i < workers; i++) {
        cost += j->costs[i];
    }
    *is_by_balls = cost <= slices * j->rows->offsets[people] * ARCS_PER_SLICE;
    intro_i_free(j->walks);
    intro_i_free(j->costs);
    return rc;
}

/* --- one by one --------------------------------------------------------------------- */

static intro_status walk_balls(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const job *const j = arg;
    intro_i_reach_ball *const ball = &j->balls[worker->index];
    for (uint32_t v = (uint32_t)begin; v < end; v++) {
        intro_i_reach_ball_begin(ball, v);
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, ball));
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, ball));
        j->two[v] = ball->count - 1;
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, ball));
        j->three[v] = ball->count - 1;
    }
    return INTRO_OK;
}

static intro_status reach_by_balls(intro_ctx *ctx, job *j)
{
    const uint32_t people = j->rows->people;
    const uint32_t workers = intro_i_parallel_workers(ctx, people, GRAIN);
    j->balls = intro_i_alloc_zero(workers, sizeof *j->balls);
    intro_status rc = j->balls == NULL ? INTRO_ENOMEM : INTRO_OK;
    for (uint32_t i = 0; i < workers && rc == INTRO_OK; i++) {
        rc = intro_i_reach_ball_init(&j->balls[i], j->rows);
    }
    rc = rc != INTRO_OK ? intro_i_fail_memory(ctx)
                        : intro_i_parallel_phase(ctx, "reaching", "people",
                                                 people, GRAIN, walk_balls, j);
    for (uint32_t i = 0; j->balls != NULL && i < workers; i++) {
        intro_i_reach_ball_fini(&j->balls[i]);
    }
    intro_i_free(j->balls);
    return rc;
}

/* --- 512 at once ---------------------------------------------------------------------- */

static void set_bit(intro_i_line *line, uint32_t bit)
{
    line->bytes[bit >> 3] = (uint8_t)(line->bytes[bit >> 3] | 1U << (bit & 7));
}

/* Rows rise, and so do slices. */
static void start_bits(void *arg, uint32_t slice, uint32_t v,
                       const intro_i_line_row *row, intro_i_line *to)
{
    const job *const j = arg;
    uint32_t at = j->cursors[v];
    memset(to, 0, sizeof *to);
    if (v / SLICE == slice) {
        set_bit(to, v % SLICE);
    }
    while (at < row->count && row->neighbours[at] / SLICE == slice) {
        set_bit(to, row->neighbours[at] % SLICE);
        at++;
    }
    j->cursors[v] = at;
}

static void count_bits(void *arg, uint32_t v, const intro_i_line *line,
                       unsigned ties)
{
    const job *const j = arg;
    (ties == 2 ? j->two : j->three)[v] += intro_i_line_count(line);
}

static intro_status reach_by_lines(intro_ctx *ctx, job *j)
{
    const uint32_t people = j->rows->people;
    const intro_i_line_kind kind = {.slices = people / SLICE + 1,
                                    .arg = j,
                                    .start = start_bits,
                                    .join = intro_i_line_unite,
                                    .fold = count_bits};
    j->cursors = intro_i_alloc_zero(people, sizeof *j->cursors);
    if (j->cursors == NULL) {
        return intro_i_fail_memory(ctx);
    }
    memset(j->two, 0, people * sizeof *j->two);
    memset(j->three, 0, people * sizeof *j->three);
    const intro_status rc = intro_i_lines_run(ctx, j->rows, &kind);
    intro_i_free(j->cursors);
    /* Everybody was found himself. */
    for (uint32_t v = 0; rc == INTRO_OK && v < people; v++) {
        j->two[v]--;
        j->three[v]--;
    }
    return rc;
}

intro_status intro_i_reach_all(intro_ctx *ctx, const intro_i_reach_rows *rows,
                               uint32_t *two, uint32_t *three)
{
    job j = {.rows = rows, .two = two, .three = three};
    bool is_by_balls = true;
    INTRO_TRY(compare_costs(ctx, &j, &is_by_balls));
    return is_by_balls ? reach_by_balls(ctx, &j) : reach_by_lines(ctx, &j);
}
