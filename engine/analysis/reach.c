/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of arcs, and breadth-first search from one person at a time. */
#include "analysis/reach_ball.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <string.h>

/* --- rows --------------------------------------------------------------------- */

/* The arcs of the weak graph that lead out. */
static intro_status copy_rows(intro_ctx *ctx, const intro_i_weak_graph *weak,
                              intro_i_reach_rows *rows)
{
    const uint32_t people = weak->people;
    uint64_t *const offsets =
        intro_i_alloc((size_t)people + 1, sizeof *offsets);
    rows->own[0] = offsets;
    if (offsets == NULL) {
        return intro_i_fail_memory(ctx);
    }
    uint64_t count = 0;
    for (uint64_t i = 0; i < weak->offsets[people]; i++) {
        count += (weak->ways[i] & INTRO_I_WAY_OUT) != 0;
    }
    uint32_t *const neighbours =
        intro_i_alloc((size_t)count, sizeof *neighbours);
    rows->own[1] = neighbours;
    if (neighbours == NULL) {
        return intro_i_fail_memory(ctx);
    }
    uint64_t at = 0;
    for (uint32_t v = 0; v < people; v++) {
        offsets[v] = at;
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            if ((weak->ways[i] & INTRO_I_WAY_OUT) != 0) {
                neighbours[at++] = weak->neighbours[i];
            }
        }
    }
    offsets[people] = at;
    rows->offsets = offsets;
    rows->neighbours = neighbours;
    return intro_i_poll(ctx);
}

intro_status intro_i_reach_rows_init(intro_ctx *ctx,
                                     const intro_i_weak_graph *weak,
                                     intro_i_reach_rows *out)
{
    const intro_graph *const g = weak->graph;
    *out = (intro_i_reach_rows){.people = weak->people,
                                .is_mutual = !g->is_directed};
    if (!g->is_directed) {
        out->offsets = weak->offsets;
        out->neighbours = weak->neighbours;
        return INTRO_OK;
    }
    if (!g->has_left_out) {
        out->offsets = g->out_offsets;
        out->neighbours = g->out_people;
        return INTRO_OK;
    }
    const intro_status rc = copy_rows(ctx, weak, out);
    if (rc != INTRO_OK) {
        intro_i_reach_rows_fini(out);
    }
    return rc;
}

void intro_i_reach_rows_fini(intro_i_reach_rows *rows)
{
    intro_i_free(rows->own[0]);
    intro_i_free(rows->own[1]);
    memset(rows, 0, sizeof *rows);
}

/* --- one ball ------------------------------------------------------------------- */

enum { POLL_EVERY = 1 << 12 };

intro_status intro_i_reach_ball_init(intro_i_reach_ball *ball,
                                     const intro_i_reach_rows *rows)
{
    const size_t words = intro_i_bits_words(rows->people);
    *ball = (intro_i_reach_ball){.rows = rows};
    ball->met = intro_i_alloc_zero(words, sizeof *ball->met);
    /* One slot more: what is written last may be somebody met before. */
    ball->people = intro_i_alloc((size_t)rows->people + 1, sizeof(intro_vid));
    if (ball->met == NULL || ball->people == NULL) {
        intro_i_reach_ball_fini(ball);
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

void intro_i_reach_ball_fini(intro_i_reach_ball *ball)
{
    intro_i_free(ball->met);
    intro_i_free(ball->people);
    memset(ball, 0, sizeof *ball);
}

void intro_i_reach_ball_begin(intro_i_reach_ball *ball, intro_vid v)
{
    const size_t words = intro_i_bits_words(ball->rows->people);
    if (ball->count > words / 2) {
        memset(ball->met, 0, words * sizeof *ball->met);
    } else {
        for (uint32_t i = 0; i < ball->count; i++) {
            ball->met[ball->people[i] >> 6] = 0;
        }
    }
    ball->people[0] = v;
    ball->count = 1;
    ball->inner = 0;
    intro_i_bits_set(ball->met, v);
}

/* Rows lie at random: those of people further down the list are asked for. */
static void ask_ahead(const intro_i_reach_ball *ball, uint32_t i, uint32_t end)
{
    const intro_i_reach_rows *const rows = ball->rows;
    if (i + 16 < end) {
        INTRO_PREFETCH(&rows->offsets[ball->people[i + 16]]);
    }
    if (i + 6 < end) {
        const uint64_t first = rows->offsets[ball->people[i + 6]];
        INTRO_PREFETCH(&rows->neighbours[first]);
        INTRO_PREFETCH(&rows->neighbours[first + 16]);
    }
}

intro_status intro_i_reach_ball_grow(const intro_ctx *ctx,
                                     intro_i_reach_ball *ball)
{
    const intro_i_reach_rows *const rows = ball->rows;
    const uint32_t end = ball->count;
    uint32_t count = end;
    for (uint32_t i = ball->inner; i < end; i++) {
        const intro_vid v = ball->people[i];
        ask_ahead(ball, i, end);
        for (uint64_t k = rows->offsets[v]; k < rows->offsets[v + 1]; k++) {
            const intro_vid w = rows->neighbours[k];
            uint64_t *const word = &ball->met[w >> 6];
            /* No branch: whether somebody is new cannot be guessed. */
            ball->people[count] = w;
            count += (uint32_t)(~(*word >> (w & 63)) & 1);
            *word |= (uint64_t)1 << (w & 63);
        }
        if (i % POLL_EVERY == 0 && intro_ctx_is_cancelled(ctx)) {
            return INTRO_ECANCELLED;
        }
    }
    ball->inner = end;
    ball->count = count;
    return INTRO_OK;
}

/* --- people of a list ------------------------------------------------------------ */

/* Scratch of a thread. */
typedef struct seeker {
    intro_i_reach_ball ball;
    uint64_t *groups; /* bits, by group */
} seeker;

typedef struct search {
    const intro_i_groups *groups; /* or NULL */
    const intro_vid *people;
    intro_i_reach_figures *out;
    seeker *seekers;
} search;

static uint32_t count_groups(const intro_i_groups *groups, seeker *s)
{
    const size_t words = intro_i_bits_words(groups->count);
    uint32_t count = 0;
    memset(s->groups, 0, words * sizeof *s->groups);
    for (uint32_t i = 1; i < s->ball.count; i++) {
        const uint32_t group = groups->of[s->ball.people[i]];
        if (group != INTRO_I_NO_GROUP) {
            count += !intro_i_bits_get(s->groups, group);
            intro_i_bits_set(s->groups, group);
        }
    }
    return count;
}

static intro_status seek(void *arg, intro_i_worker *worker, uint64_t begin,
                         uint64_t end)
{
    const search *const s = arg;
    seeker *const own = &s->seekers[worker->index];
    for (uint64_t i = begin; i < end; i++) {
        intro_i_reach_figures *const out = &s->out[i];
        intro_i_reach_ball_begin(&own->ball, s->people[i]);
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, &own->ball));
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, &own->ball));
        out->two = own->ball.count - 1;
        out->groups = s->groups == NULL ? 0 : count_groups(s->groups, own);
        INTRO_TRY(intro_i_reach_ball_grow(worker->ctx, &own->ball));
        out->three = own->ball.count - 1;
    }
    return INTRO_OK;
}

static intro_status make_seekers(seeker *seekers, uint32_t count,
                                 const intro_i_reach_rows *rows,
                                 const intro_i_groups *groups)
{
    const size_t words = groups == NULL ? 0 : intro_i_bits_words(groups->count);
    for (uint32_t i = 0; i < count; i++) {
        INTRO_TRY(intro_i_reach_ball_init(&seekers[i].ball, rows));
        seekers[i].groups = intro_i_alloc(words, sizeof(uint64_t));
        if (seekers[i].groups == NULL) {
            return INTRO_ENOMEM;
        }
    }
    return INTRO_OK;
}

intro_status intro_i_reach_of(intro_ctx *ctx, const intro_i_reach_rows *rows,
                              const intro_i_groups *groups,
                              const intro_vid *people, size_t count,
                              intro_i_reach_figures *out)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, count, 1);
    search s = {groups, people, out, NULL};
    s.seekers = intro_i_alloc_zero(workers, sizeof *s.seekers);
    intro_status rc = s.seekers == NULL
                          ? INTRO_ENOMEM
                          : make_seekers(s.seekers, workers, rows, groups);
    rc = rc != INTRO_OK ? intro_i_fail_memory(ctx)
                        : intro_i_parallel_phase(ctx, "reaching", "people",
                                                 count, 1, seek, &s);
    for (uint32_t i = 0; s.seekers != NULL && i < workers; i++) {
        intro_i_reach_ball_fini(&s.seekers[i].ball);
        intro_i_free(s.seekers[i].groups);
    }
    intro_i_free(s.seekers);
    return rc;
}
