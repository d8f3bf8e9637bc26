/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables best[v][h], a layer at a time.
 *
 * A pushed arc ends in the table of people met, at random; a pulled one nearly
 * always leads to somebody who is not in it. So rows that are pulled are sifted
 * (sieve.h), and what passes is first looked up, then weighed: the strengths,
 * most of which nobody needs, are asked for in between. */
#include "analysis/chains_impl.h"

#include <math.h>

/* HITS: gathered before they are weighed. ROOM: arcs for which room is made at
 * once. */
enum { LEAST_SET = 64, HITS = 256, ROOM = 1 << 13, BITS_CACHED = 1 << 20 };

/* Top and best[0]: nothing improves on a target. */
const double intro_i_target_record[INTRO_MAX_HOPS + 1] = {1, 1};

/* --- records -------------------------------------------------------------- */

/* Room for so many more, zeroed. */
static intro_status reserve_records(intro_i_ball *ball, size_t more)
{
    INTRO_TRY(intro_i_met_reserve(&ball->near, more));
    size_t doubles;
    const size_t known = ball->near.people.count;
    const size_t people =
        (size_t)intro_i_min_u64((uint64_t)known + more, ball->graph->people);
    if (!intro_i_mul(people, ball->stride, &doubles)) {
        return INTRO_ENOMEM;
    }
    INTRO_TRY(intro_i_vec_f64_reserve(&ball->records, doubles));
    memset(&ball->records.data[known * ball->stride], 0,
           (people - known) * ball->stride * sizeof *ball->records.data);
    return INTRO_OK;
}

static inline double *record_of(const intro_i_ball *ball, uint32_t number)
{
    return &ball->records.data[(size_t)number * ball->stride];
}

/* The record of a person, zero when new. Room was reserved. */
static inline double *take_record(intro_i_ball *ball, intro_vid v)
{
    return record_of(ball, intro_i_met_add(&ball->near, v));
}

/* Forget the targets of the query before. */
static void clear_target_bits(intro_i_ball *ball)
{
    const size_t words = (size_t)intro_i_bits_words(ball->graph->people);
    const intro_i_vec_u32 *const targets = &ball->layers[0];
    if (!ball->has_bits) {
        return;
    }
    if (targets->count > words / 8) {
        memset(ball->target_bits, 0, words * sizeof *ball->target_bits);
    } else {
        for (size_t i = 0; i < targets->count; i++) {
            ball->target_bits[targets->data[i] / 64] = 0;
        }
    }
    ball->has_bits = false;
}

static void leave_out_avoided(intro_i_ball *ball)
{
    const intro_paths_query *const q = ball->query;
    intro_i_vec_u32 *const targets = &ball->layers[0];
    for (size_t i = 0; i < q->target_count; i++) {
        if (intro_i_met_find(&ball->near, q->targets[i]) == INTRO_I_NOT_MET) {
            targets->data[targets->count++] = q->targets[i];
        }
    }
}

/* A record each would be most of the time of a query for thousands of targets;
 * a bit each is not. Whoever is avoided has a record and is no target. */
static intro_status mark_target_bits(intro_i_ball *ball)
{
    const intro_paths_query *const q = ball->query;
    intro_i_vec_u32 *const targets = &ball->layers[0];
    if (ball->target_bits == NULL) {
        ball->target_bits =
            intro_i_alloc_zero((size_t)intro_i_bits_words(ball->graph->people),
                               sizeof *ball->target_bits);
        if (ball->target_bits == NULL) {
            return INTRO_ENOMEM;
        }
    }
    ball->has_bits = true;
    if (q->avoid_count == 0) {
        memcpy(targets->data, q->targets, q->target_count * sizeof(intro_vid));
        targets->count = q->target_count;
    } else {
        leave_out_avoided(ball);
    }
    for (size_t i = 0; i < targets->count; i++) {
        intro_i_bits_set(ball->target_bits, targets->data[i]);
    }
    return INTRO_OK;
}

/* Nothing improves on an infinite top, so the inner loops need not ask who is
 * banned; nor on 1, so they need not ask who is a target. */
intro_status intro_i_layers_begin(intro_i_ball *ball)
{
    const intro_paths_query *const q = ball->query;
    const bool is_set = q->target_count >= LEAST_SET;
    clear_target_bits(ball);
    intro_i_met_clear(&ball->near);
    for (uint32_t h = 0; h < INTRO_MAX_HOPS; h++) {
        ball->layers[h].count = 0;
        ball->sieves[h].people = 0;
    }
    ball->pushed = 0;
    INTRO_TRY(reserve_records(ball, q->from_count + q->avoid_count +
                                        (is_set ? 0 : q->target_count)));
    for (size_t i = 0; i < q->from_count; i++) {
        take_record(ball, q->from[i])[0] = (double)INFINITY;
    }
    for (size_t i = 0; i < q->avoid_count; i++) {
        take_record(ball, q->avoid[i])[0] = (double)INFINITY;
    }
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->layers[0], q->target_count));
    if (is_set) {
        return mark_target_bits(ball);
    }
    for (size_t i = 0; i < q->target_count; i++) {
        double *const record = take_record(ball, q->targets[i]);
        if (record[0] <= 0) {
            record[0] = 1;
            record[1] = 1;
            ball->layers[0].data[ball->layers[0].count++] = q->targets[i];
        }
    }
    return INTRO_OK;
}

/* --- push ----------------------------------------------------------------- */

/* The ties into w. Whom they make better is noted by number. */
static void push_row(intro_i_ball *ball, const intro_i_arcs *in, uint32_t h,
                     intro_vid w)
{
    const double best = intro_i_ball_best(ball, w)[h - 1];
    const uint64_t end = in->offsets[w + 1];
    uint32_t *const touched = ball->layers[h].data;
    size_t count = ball->layers[h].count;
    for (uint64_t arc = in->offsets[w]; arc < end; arc++) {
        const intro_vid v = in->people[arc];
        const double strength = (double)in->strengths[arc];
        if (strength < ball->floor ||
            (ball->has_bits && intro_i_bits_get(ball->target_bits, v))) {
            continue;
        }
        const double product = strength * best;
        const uint32_t number = intro_i_met_add(&ball->near, v);
        double *const record = record_of(ball, number);
        if (product > record[0] && product > record[1 + h]) {
            touched[count] = number;
            count += record[1 + h] <= 0;
            record[1 + h] = product;
        }
    }
    ball->layers[h].count = count;
}

/* One place more than can be kept: push_row() writes before it knows. */
static intro_status reserve_push(intro_i_ball *ball, uint32_t h, size_t arcs)
{
    INTRO_TRY(reserve_records(ball, arcs));
    return intro_i_vec_u32_reserve(&ball->layers[h],
                                   ball->layers[h].count + arcs + 1);
}

static void end_push(intro_i_ball *ball, uint32_t h)
{
    intro_i_vec_u32 *const touched = &ball->layers[h];
    for (size_t i = 0; i < touched->count; i++) {
        const uint32_t number = touched->data[i];
        double *const record = record_of(ball, number);
        record[0] = record[1 + h];
        touched->data[i] = ball->near.people.data[number];
    }
    ball->pushed = h;
}

intro_status intro_i_layers_push(intro_ctx *ctx, intro_i_ball *ball, uint32_t h)
{
    const intro_i_arcs in = intro_i_arcs_in(ball->graph);
    const intro_vid *const list = ball->layers[h - 1].data;
    const size_t count = ball->layers[h - 1].count;
    uint64_t left = intro_i_arcs_sum(&in, list, count);
    uint64_t room = 0;
    intro_i_arcs_fetch_first(&in, list, count, INTRO_I_FETCH_STRENGTHS);
    for (size_t i = 0; i < count; i++) {
        intro_i_arcs_fetch_next(&in, list, count, i, INTRO_I_FETCH_STRENGTHS);
        INTRO_TRY(intro_i_arcs_check(&in, list[i]));
        const uint64_t row = intro_i_arcs_count(&in, list[i]);
        INTRO_TRY(intro_i_poll_arcs(ctx, ball, row));
        if (room < row) {
            room = intro_i_max_u64(row, intro_i_min_u64(left, ROOM));
            INTRO_TRY(reserve_push(ball, h, (size_t)room));
        }
        room -= row;
        left -= intro_i_min_u64(left, row);
        push_row(ball, &in, h, list[i]);
    }
    end_push(ball, h);
    return INTRO_OK;
}

/* --- pull ----------------------------------------------------------------- */

/* A layer grows while others are pulled: its sieve follows. */
static intro_status fill_sieve(intro_i_ball *ball, uint32_t h)
{
    intro_i_sieve *const sieve = &ball->sieves[h];
    const intro_i_vec_u32 *const layer = &ball->layers[h];
    if (sieve->people == 0 || layer->count > sieve->room) {
        INTRO_TRY(intro_i_sieve_reset(sieve, layer->count));
    }
    for (size_t i = sieve->people; i < layer->count; i++) {
        intro_i_sieve_add(sieve, layer->data[i]);
    }
    sieve->people = layer->count;
    return INTRO_OK;
}

/* The bits of a set are a sieve already, as long as a cache holds them. */
static intro_status choose_sieve(intro_i_ball *ball, uint32_t h,
                                 intro_i_sieve *out)
{
    if (h == 0 && ball->has_bits && ball->graph->people <= BITS_CACHED) {
        *out = intro_i_sieve_of_bits(ball->target_bits);
        return INTRO_OK;
    }
    INTRO_TRY(fill_sieve(ball, h));
    *out = ball->sieves[h];
    return INTRO_OK;
}

/* The ties of row v, the `place`-th of its list, that lead to somebody with a
 * best[h - 1]. */
static intro_status find_hits(intro_i_ball *ball, const intro_i_sieve *sieve,
                              const intro_i_arcs *out, uint32_t h, intro_vid v,
                              uint32_t place)
{
    const uint64_t end = out->offsets[v + 1];
    uint16_t passed[INTRO_I_SIFT_MOST];
    for (uint64_t arc = out->offsets[v]; arc < end; arc += INTRO_I_SIFT_MOST) {
        const size_t count = intro_i_sieve_sift(
            sieve, out->people + arc,
            (size_t)intro_i_min_u64(end - arc, INTRO_I_SIFT_MOST), passed);
        INTRO_TRY(
            intro_i_vec_hit_reserve(&ball->hits, ball->hits.count + count));
        for (size_t i = 0; i < count; i++) {
            const uint64_t hit = arc + passed[i];
            const double *const best =
                intro_i_ball_best(ball, out->people[hit]);
            if (best != NULL && best[h - 1] > 0) {
                ball->hits.data[ball->hits.count++] =
                    (intro_i_hit){hit, best[h - 1], place};
                INTRO_PREFETCH(&out->strengths[hit]);
            }
        }
    }
    return INTRO_OK;
}

static void keep_best(intro_i_ball *ball, uint32_t h, intro_vid v,
                      double greatest)
{
    double *const best = take_record(ball, v) + 1;
    bool is_best = true;
    for (uint32_t fewer = 0; fewer <= h; fewer++) {
        is_best = is_best && greatest > best[fewer];
    }
    if (is_best) {
        if (best[h] <= 0) {
            ball->layers[h].data[ball->layers[h].count++] = v;
        }
        best[h] = greatest;
    }
}

/* What the hits gathered make of layer h. */
static void weigh_hits(intro_i_ball *ball, const intro_i_arcs *out, uint32_t h,
                       const intro_vid *list)
{
    const intro_i_hit *const hits = ball->hits.data;
    for (size_t i = 0; i < ball->hits.count;) {
        const uint32_t place = hits[i].place;
        double greatest = 0;
        for (; i < ball->hits.count && hits[i].place == place; i++) {
            const double strength = (double)out->strengths[hits[i].arc];
            const double product = strength * hits[i].best;
            if (strength >= ball->floor && product > greatest) {
                greatest = product;
            }
        }
        if (greatest > 0) {
            keep_best(ball, h, list[place], greatest);
        }
    }
    ball->hits.count = 0;
}

intro_status intro_i_layers_pull(intro_ctx *ctx, intro_i_ball *ball, uint32_t h,
                                 const intro_vid *list, size_t count)
{
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    INTRO_TRY(reserve_records(ball, count));
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->layers[h],
                                      ball->layers[h].count + count));
    intro_i_sieve sieve;
    INTRO_TRY(choose_sieve(ball, h - 1, &sieve));
    ball->hits.count = 0;
    intro_i_arcs_fetch_first(&out, list, count, INTRO_I_FETCH_PEOPLE);
    for (size_t i = 0; i < count; i++) {
        intro_i_arcs_fetch_next(&out, list, count, i, INTRO_I_FETCH_PEOPLE);
        INTRO_TRY(intro_i_arcs_check(&out, list[i]));
        INTRO_TRY(
            intro_i_poll_arcs(ctx, ball, intro_i_arcs_count(&out, list[i])));
        INTRO_TRY(find_hits(ball, &sieve, &out, h, list[i], (uint32_t)i));
        if (ball->hits.count > HITS) {
            weigh_hits(ball, &out, h, list);
        }
    }
    weigh_hits(ball, &out, h, list);
    return INTRO_OK;
}
