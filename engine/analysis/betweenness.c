/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources are taken in batches, whose sums are added to the whole in the order of
 * the batches: so each figure is one fixed sum, whatever thread did which part.
 * A worker adds a batch up on its own and waits for its turn. */
#include "analysis/betweenness_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum {
    BATCH = 16,
    LEAST_SAMPLE = 16,
    WORK = 20000000, /* arcs that INTRO_I_BETWEENNESS_LEAST sources go with */
    WAIT_MS = 50
};

/* --- sums ------------------------------------------------------------------ */

static void sums_fini(intro_i_bw_sums *sums)
{
    intro_i_free(sums->all);
    intro_i_free(sums->cross);
    intro_i_free(sums->all_squares);
    intro_i_free(sums->cross_squares);
    memset(sums, 0, sizeof *sums);
}

static bool take(double **array, uint64_t count, bool is_wanted)
{
    *array =
        is_wanted ? intro_i_alloc_zero((size_t)count, sizeof **array) : NULL;
    return !is_wanted || *array != NULL;
}

/* Zeroed sums of what is wanted of people. */
static intro_status sums_init(intro_i_bw_sums *sums, const intro_i_bw_job *job,
                              bool is_sample, intro_i_bw_arc_sums *arcs)
{
    const uint64_t people = job->net.people;
    const bool has_groups = job->groups != NULL;
    *sums = (intro_i_bw_sums){.arcs = arcs};
    if (!take(&sums->all, people, true) ||
        !take(&sums->cross, people, has_groups) ||
        !take(&sums->all_squares, people, is_sample) ||
        !take(&sums->cross_squares, people, is_sample && has_groups)) {
        sums_fini(sums);
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

/* A pair that has an arc on its paths counts once, so no arc has more than all
 * ordered pairs, which are less than 2^(2 bits). */
static intro_status arcs_init(intro_i_bw_arc_sums *arcs,
                              const intro_i_bw_net *net)
{
    int bits = 0;
    while (bits < 32 && (net->people >> bits) != 0) {
        bits++;
    }
    arcs->units_in_one = ldexp(1, 62 - 2 * bits);
    arcs->units = intro_i_alloc_zero((size_t)net->out.offsets[net->people],
                                     sizeof *arcs->units);
    return arcs->units != NULL ? INTRO_OK : INTRO_ENOMEM;
}

/* Adds `from` and zeroes it. NULL and NULL are nothing. */
static void move_array(double *to, double *from, uint64_t count)
{
    if (to != NULL && from != NULL) {
        for (uint64_t i = 0; i < count; i++) {
            to[i] += from[i];
            from[i] = 0;
        }
    }
}

static void move_sums(const intro_i_bw_job *job, intro_i_bw_sums *to,
                      intro_i_bw_sums *from)
{
    const uint64_t people = job->net.people;
    move_array(to->all, from->all, people);
    move_array(to->cross, from->cross, people);
    move_array(to->all_squares, from->all_squares, people);
    move_array(to->cross_squares, from->cross_squares, people);
}

/* --- batches in threads ----------------------------------------------------- */

typedef struct bw_worker {
    intro_i_bw_single single; /* by hops only where lanes ask for it */
    intro_i_bw_lanes lanes;   /* by hops only */
    intro_i_bw_sums sums;
} bw_worker;

typedef struct crew {
    const intro_i_bw_job *job;
    const intro_i_bw_sources *sources;
    intro_i_bw_sums *total;
    bw_worker *workers;
    uint32_t count;

    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t next;   /* the source whose batch is to be added; under the lock */
    uint64_t failed; /* first source of the lowest batch that failed */
} crew;

static void crew_fini(crew *c)
{
    for (uint32_t i = 0; c->workers != NULL && i < c->count; i++) {
        intro_i_bw_single_fini(&c->workers[i].single);
        intro_i_bw_lanes_fini(&c->workers[i].lanes);
        sums_fini(&c->workers[i].sums);
    }
    intro_i_free(c->workers);
    (void)pthread_cond_destroy(&c->moved);
    (void)pthread_mutex_destroy(&c->lock);
}

static intro_status crew_init(crew *c)
{
    /* With default attributes neither can fail where threads exist at all. */
    (void)pthread_mutex_init(&c->lock, NULL);
    (void)pthread_cond_init(&c->moved, NULL);
    c->failed = UINT64_MAX;
    c->workers = intro_i_alloc_zero(c->count, sizeof *c->workers);
    if (c->workers == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        INTRO_TRY(c->job->by_warmth
                      ? intro_i_bw_single_init(c->job, &c->workers[i].single)
                      : intro_i_bw_lanes_init(c->job, &c->workers[i].lanes));
        INTRO_TRY(sums_init(&c->workers[i].sums, c->job,
                            c->total->all_squares != NULL, c->total->arcs));
    }
    return INTRO_OK;
}

/* Until all batches before are added, or one of them never will be. */
static bool wait_for_turn(crew *c, uint64_t begin)
{
    (void)pthread_mutex_lock(&c->lock);
    while (c->next != begin && c->failed > begin &&
           !intro_ctx_is_cancelled(c->job->ctx)) {
        struct timespec until = {0};
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)WAIT_MS * 1000000;
        if (until.tv_nsec >= 1000000000) {
            until.tv_nsec -= 1000000000;
            until.tv_sec++;
        }
        (void)pthread_cond_timedwait(&c->moved, &c->lock, &until);
    }
    const bool is_next = c->next == begin;
    (void)pthread_mutex_unlock(&c->lock);
    return is_next;
}

static void end_turn(crew *c, uint64_t begin, uint64_t end, intro_status rc)
{
    (void)pthread_mutex_lock(&c->lock);
    if (rc == INTRO_OK) {
        c->next = end;
    } else {
        c->failed = intro_i_min_u64(c->failed, begin);
    }
    (void)pthread_cond_broadcast(&c->moved);
    (void)pthread_mutex_unlock(&c->lock);
}

/* Of one source, or of as many as go side by side; count tells of how many. */
static intro_status run_some(const crew *c, bw_worker *own, uint64_t begin,
                             uint64_t end, uint64_t *count)
{
    const intro_i_bw_source *const first = &c->sources->data[begin];
    if (c->job->by_warmth) {
        *count = 1;
        return intro_i_bw_single_run(c->job, &own->single, first, &own->sums);
    }
    *count = intro_i_min_u64(end - begin, INTRO_I_BW_LANES);
    return intro_i_bw_lanes_run(c->job, &own->lanes, &own->single, first,
                                (size_t)*count, &own->sums);
}

static intro_status run_batch(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    crew *const c = arg;
    bw_worker *const own = &c->workers[worker->index];
    intro_status rc = INTRO_OK;
    for (uint64_t i = begin, count; i < end && rc == INTRO_OK; i += count) {
        rc = run_some(c, own, i, end, &count);
    }
    if (rc == INTRO_OK && !wait_for_turn(c, begin)) {
        rc = INTRO_ECANCELLED;
    }
    if (rc == INTRO_OK) {
        move_sums(c->job, c->total, &own->sums);
    }
    end_turn(c, begin, end, rc);
    return rc;
}

static intro_status run_all(intro_ctx *ctx, const intro_i_bw_job *job,
                            const intro_i_bw_sources *sources,
                            intro_i_bw_sums *total)
{
    crew c = {.job = job, .sources = sources, .total = total};
    c.count = intro_i_parallel_workers(ctx, sources->count, BATCH);
    intro_status rc = crew_init(&c);
    if (rc == INTRO_OK) {
        rc = intro_i_parallel_phase(ctx, "betweenness", "sources",
                                    sources->count, BATCH, run_batch, &c);
    }
    if (rc == INTRO_ENOMEM) {
        rc = intro_i_fail_memory(ctx);
    }
    crew_fini(&c);
    return rc;
}

/* --- the result -------------------------------------------------------------- */

/* The 0.975 quantile of Student's distribution, by its expansion around the
 * normal one (Abramowitz and Stegun 26.7.5): within 0.1 % from 15 degrees. */
static double student_quantile(double degrees)
{
    const double z = 1.959963984540054;
    const double z3 = z * z * z;
    const double z5 = z3 * z * z;
    return z + (z3 + z) / (4 * degrees) +
           (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees * degrees);
}

static double bound_error(const double *sums, const double *squares,
                          double sources, double people)
{
    double greatest = 0;
    for (uint64_t v = 0; v < (uint64_t)people; v++) {
        greatest = fmax(greatest, squares[v] - sums[v] * sums[v] / sources);
    }
    return student_quantile(sources - 1) *
           sqrt((1 - sources / people) * sources / (sources - 1) * greatest);
}

static intro_status fold_ties(intro_ctx *ctx, const intro_i_bw_job *job,
                              const intro_i_weak_graph *weak,
                              const intro_i_bw_sums *total,
                              intro_i_betweenness *out)
{
    uint64_t *const next = intro_i_alloc(weak->people, sizeof *next);
    out->ties = intro_i_alloc_zero((size_t)weak->ties, sizeof *out->ties);
    if (next == NULL || out->ties == NULL) {
        intro_i_free(next);
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc = intro_i_bw_fold_arcs(ctx, &job->net, weak,
                                                 total->arcs, next, out->ties);
    intro_i_free(next);
    return rc;
}

static intro_status finish(intro_ctx *ctx, const intro_i_bw_job *job,
                           const intro_i_weak_graph *weak,
                           intro_i_bw_sums *total, intro_i_betweenness *out)
{
    const double people = job->net.people;
    if (!out->is_exact) {
        out->all_error = bound_error(total->all, total->all_squares,
                                     (double)out->sources, people);
    }
    if (!out->is_exact && total->cross != NULL) {
        out->cross_error = bound_error(total->cross, total->cross_squares,
                                       (double)out->sources, people);
    }
    if (total->arcs != NULL) {
        INTRO_TRY(fold_ties(ctx, job, weak, total, out));
    }
    out->all = total->all;
    out->cross = total->cross;
    total->all = NULL;
    total->cross = NULL;
    return INTRO_OK;
}

static intro_status run_sources(intro_ctx *ctx, const intro_i_bw_job *job,
                                const intro_i_weak_graph *weak,
                                const intro_i_groups *groups,
                                const intro_i_betweenness_options *options,
                                intro_i_bw_sums *total,
                                intro_i_betweenness *out)
{
    intro_i_bw_sources sources = {0};
    intro_status rc =
        intro_i_bw_sources_make(ctx, &job->net, groups, options, &sources);
    if (rc == INTRO_OK) {
        rc = run_all(ctx, job, &sources, total);
    }
    if (rc == INTRO_OK) {
        rc = finish(ctx, job, weak, total, out);
    }
    intro_i_bw_sources_fini(&sources);
    return rc;
}

static intro_status run_job(intro_ctx *ctx, const intro_i_bw_job *job,
                            const intro_i_weak_graph *weak,
                            const intro_i_groups *groups,
                            const intro_i_betweenness_options *options,
                            intro_i_betweenness *out)
{
    intro_i_bw_arc_sums arcs = {0};
    intro_i_bw_sums total;
    const bool with_arcs = options->with_ties && job->groups != NULL;
    intro_status rc =
        sums_init(&total, job, !out->is_exact, with_arcs ? &arcs : NULL);
    if (rc == INTRO_OK && with_arcs) {
        rc = arcs_init(&arcs, &job->net);
    }
    rc = rc == INTRO_OK
             ? run_sources(ctx, job, weak, groups, options, &total, out)
             : intro_i_fail_memory(ctx);
    intro_i_free(arcs.units);
    sums_fini(&total);
    return rc;
}

uint64_t intro_i_betweenness_sample(const intro_i_weak_graph *weak)
{
    const uint64_t arcs = 2 * weak->ties + 1;
    const uint64_t share = (uint64_t)WORK * INTRO_I_BETWEENNESS_LEAST / arcs;
    const uint64_t sources =
        intro_i_max_u64(share / BATCH * BATCH, INTRO_I_BETWEENNESS_LEAST);
    return intro_i_min_u64(sources, weak->people);
}

intro_status
intro_i_betweenness_init(intro_ctx *ctx, const intro_i_weak_graph *weak,
                         const intro_i_groups *groups,
                         const intro_i_betweenness_options *options,
                         intro_i_betweenness *out)
{
    memset(out, 0, sizeof *out);
    out->is_exact = options->sources == 0 || options->sources >= weak->people;
    out->sources = out->is_exact ? weak->people : options->sources;
    if (!out->is_exact && options->sources < LEAST_SAMPLE) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "a sample of fewer than 16 sources");
    }
    intro_i_groups none = {.unknown = weak->people};
    const bool has_groups = groups != NULL && groups->count > 0;
    intro_i_bw_job job = {.ctx = ctx,
                          .groups = has_groups ? groups->of : NULL,
                          .by_warmth = options->by_warmth};
    intro_status rc = intro_i_bw_net_init(ctx, weak, &job.net);
    if (rc == INTRO_OK) {
        rc =
            run_job(ctx, &job, weak, has_groups ? groups : &none, options, out);
    }
    intro_i_bw_net_fini(&job.net);
    if (rc != INTRO_OK) {
        intro_i_betweenness_fini(out);
    }
    return rc;
}

void intro_i_betweenness_fini(intro_i_betweenness *result)
{
    intro_i_free(result->all);
    intro_i_free(result->cross);
    intro_i_free(result->ties);
    memset(result, 0, sizeof *result);
}
