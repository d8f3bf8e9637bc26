/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People within two and three ties: counted for some, estimated for everybody.
 * The estimates are compared with counts. */
#include "analysis/hyperloglog.h"
#include "analysis/reach_ball.h"
#include "base/alloc.h"
#include "base/parallel.h"
#include "base/random.h"
#include "group_desk.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 1024, BALLS = 100000, COMPARED = 2000 };

typedef struct counting {
    const intro_vid *people;
    intro_i_reach_ball *balls; /* one a worker */
    uint32_t *two;
} counting;

static intro_status count_balls(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const counting *const c = arg;
    intro_i_reach_ball *const ball = &c->balls[worker->index];
    for (uint64_t i = begin; i < end; i++) {
        intro_i_reach_ball_begin(ball, c->people[i]);
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, ball));
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, ball));
        c->two[i] = ball->count - 1;
    }
    return INTRO_OK;
}

/* People within two ties of each of `count` drawn ones into two. */
static bool count_exactly(const bench_options *opt, bench_groups *d,
                          const intro_i_reach_rows *rows, intro_vid *people,
                          uint32_t *two, uint32_t count)
{
    const uint32_t workers = intro_i_parallel_workers(d->ctx, count, GRAIN);
    counting c = {people, intro_i_alloc_zero(workers, sizeof *c.balls), two};
    intro_i_random random;
    bool good = c.balls != NULL;
    intro_i_random_init_part(&random, opt->seed, 700);
    for (uint32_t i = 0; i < count; i++) {
        people[i] = (intro_vid)intro_i_random_below(&random, d->weak.people);
    }
    for (uint32_t i = 0; good && i < workers; i++) {
        good = intro_i_reach_ball_init(&c.balls[i], rows) == INTRO_OK;
    }
    good = good && intro_i_parallel_for(d->ctx, count, GRAIN, count_balls,
                                        &c) == INTRO_OK;
    for (uint32_t i = 0; c.balls != NULL && i < workers; i++) {
        intro_i_reach_ball_fini(&c.balls[i]);
    }
    intro_i_free(c.balls);
    return good;
}

static void exact_reach(const bench_options *opt, void *answers,
                        bench_result *result)
{
    (void)answers;
    bench_groups d;
    intro_i_reach_rows rows;
    if (!bench_groups_open(opt, &d, result) ||
        intro_i_reach_rows_init(d.ctx, &d.weak, &rows) != INTRO_OK) {
        return;
    }
    const uint32_t count = (uint32_t)intro_i_min_u64(BALLS, d.weak.people);
    intro_vid *const people = intro_i_alloc(count, sizeof *people);
    uint32_t *const two = intro_i_alloc(count, sizeof *two);
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        const bool good = people != NULL && two != NULL &&
                          count_exactly(opt, &d, &rows, people, two, count);
        bench_check(result, good, "out of memory");
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    bench_extra(result, "people", count);
    intro_i_free(people);
    intro_i_free(two);
    intro_i_reach_rows_fini(&rows);
    bench_groups_close(&d);
}

/* Root mean square of the relative errors within two ties. */
static double compare_estimates(const bench_options *opt, bench_groups *d,
                                const intro_i_reach_rows *rows,
                                const uint32_t *estimates)
{
    intro_vid people[COMPARED];
    uint32_t two[COMPARED];
    double sum = 0;
    uint32_t compared = 0;
    if (!count_exactly(opt, d, rows, people, two, COMPARED)) {
        return (double)NAN;
    }
    for (uint32_t i = 0; i < COMPARED; i++) {
        if (two[i] > 0) {
            const double error = (double)estimates[people[i]] / two[i] - 1;
            sum += error * error;
            compared++;
        }
    }
    return sqrt(sum / compared);
}

static void estimated_reach(const bench_options *opt, void *answers,
                            bench_result *result)
{
    (void)answers;
    bench_groups d;
    intro_i_reach_rows rows;
    if (!bench_groups_open(opt, &d, result) ||
        intro_i_reach_rows_init(d.ctx, &d.weak, &rows) != INTRO_OK) {
        return;
    }
    const uint32_t count = d.weak.people;
    uint32_t *const two = intro_i_alloc(count, sizeof *two);
    uint32_t *const three = intro_i_alloc(count, sizeof *three);
    for (uint32_t i = 0; i < opt->trials; i++) {
        const double start = bench_now_ms();
        if (two == NULL || three == NULL ||
            intro_i_hll_reach(d.ctx, &rows, 1, intro_i_hll_bits(count), two,
                              three) != INTRO_OK) {
            bench_check(result, false, "out of memory");
            return;
        }
        bench_add(result, bench_now_ms() - start);
    }
    const double error = compare_estimates(opt, &d, &rows, two);
    bench_check(result, error <= 1.04 / 32, "root mean square error %g", error);
    bench_extra(result, "rms_error", error);
    intro_i_free(two);
    intro_i_free(three);
    intro_i_reach_rows_fini(&rows);
    bench_groups_close(&d);
}

int main(int argc, char **argv)
{
    bench_options opt;
    bench_result result;
    bench_start(&opt, "reach", argc, argv);
    (void)bench_graphml(&opt);
    bench_run_child(&opt, bench_groups_make, NULL, 0, &result);
    if (strcmp(result.check, "ok") != 0) {
        bench_emit(&opt, "snapshot", &result);
        return bench_finish();
    }
    bench_run_child(&opt, exact_reach, NULL, 0, &result);
    bench_emit(&opt, "two ties, counted", &result);
    bench_run_child(&opt, estimated_reach, NULL, 0, &result);
    bench_emit(&opt, "everybody, estimated", &result);
    return bench_finish();
}
