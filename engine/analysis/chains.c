/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layered search from the targets, met by the askers' rows.
 *
 * Rounding is monotone: x <= y gives fl(s x) <= fl(s y), and fl(s x) <= x for s
 * in (0, 1]. Warmth is multiplied from the target's end, so a greater suffix
 * never makes a lesser chain and best[v][h] = max over ties v -> w of
 * fl(s(v, w) best[w][h - 1]) is exact, bit for bit.
 *
 * Walks are enough. Take a warmest walk of fewest ties and suppose that it meets
 * a person twice. Cutting the loop replaces a suffix by one that is at least as
 * warm, so the whole is at least as warm with fewer ties: a contradiction.
 * Askers, avoided people and inner targets are banned outright. For the same
 * reason best[v][h] is dropped unless it beats every best[v][h' < h]: a chain
 * that used it would not be one of fewest ties. A layer thus spreads only from
 * the people it improved.
 *
 * Only the chain s, v, .. is asked for, so the tables must be complete only for
 * people that s reaches in max_hops - h ties. Layers spread backward from the
 * targets (push); the last one is mostly computed for the introducers only, from
 * their own rows (pull). Where the targets have many more ties than the people ahead
 * of the askers (a set of thousands), more layers are pulled, round by round in
 * the order of the ties of the whole chain: round k makes what chains of exactly
 * h + k ties need. The answers of fewer ties then tell which people farther ahead
 * can still matter: a product from the asker's end, though rounded otherwise,
 * bounds the warmth of what passes there but for a few units in the last place,
 * and SLACK covers those.
 *
 * The chain is traced forward by choosing at each step the smallest next person
 * whose completion gives exactly the total. A stored parent would be wrong:
 * suffixes of different products may give one total after rounding.
 *
 * Rejected: bidirectional Dijkstra (label setting on people alone is wrong under
 * a hop limit), sums of logarithms (equal products come out unequal). */
#include "analysis/chains.h"

#include "base/context_impl.h"

#include <math.h>

/* A big push writes to memory at random, a pull mostly looks up in vain: measured
 * on a million people, 46 ns an arc against 5. */
enum { POLL_EVERY = 1 << 14, PUSH_COST = 8, FEW_ARCS = 256, LEAST_SET = 64 };

#define SLACK (1 + 1e-12)

/* Top and best[0]: nothing improves on a target. */
const double intro_i_target_record[INTRO_MAX_HOPS + 1] = {1, 1};

void intro_i_ball_init(intro_i_ball *ball, const intro_graph *graph)
{
    memset(ball, 0, sizeof *ball);
    ball->graph = graph;
    intro_i_met_init(&ball->near, graph->people);
    intro_i_met_init(&ball->ahead, graph->people);
}

void intro_i_ball_fini(intro_i_ball *ball)
{
    intro_i_met_fini(&ball->near);
    intro_i_met_fini(&ball->ahead);
    intro_i_free(ball->target_bits);
    intro_i_vec_u32_fini(&ball->target_set);
    intro_i_vec_f64_fini(&ball->records);
    intro_i_vec_u32_fini(&ball->frontier);
    intro_i_vec_u32_fini(&ball->touched);
    intro_i_vec_f64_fini(&ball->bars);
    intro_i_vec_u32_fini(&ball->place);
    intro_i_vec_f64_fini(&ball->reach);
    intro_i_vec_u32_fini(&ball->listed);
    intro_i_vec_u32_fini(&ball->line);
    intro_i_vec_introducer_fini(&ball->introducers);
    intro_i_topk_fini(&ball->best);
}

static intro_status poll_arcs(intro_ctx *ctx, intro_i_ball *ball, uint64_t arcs)
{
    if (ball->until_poll > arcs) {
        ball->until_poll -= arcs;
        return INTRO_OK;
    }
    ball->until_poll = POLL_EVERY;
    return intro_i_poll(ctx);
}

/* --- records -------------------------------------------------------------- */

static intro_status reserve_records(intro_i_ball *ball, size_t more)
{
    INTRO_TRY(intro_i_met_reserve(&ball->near, more));
    size_t doubles;
    const size_t people = (size_t)intro_i_min_u64(
        (uint64_t)ball->near.people.count + more, ball->graph->people);
    if (!intro_i_mul(people, ball->stride, &doubles)) {
        return INTRO_ENOMEM;
    }
    return intro_i_vec_f64_reserve(&ball->records, doubles);
}

/* The record of a person, zeroed when new. Room was reserved. */
static inline double *take_record(intro_i_ball *ball, intro_vid v)
{
    const size_t known = ball->near.people.count;
    const uint32_t number = intro_i_met_add(&ball->near, v);
    double *const record = &ball->records.data[(size_t)number * ball->stride];
    if (number == known) {
        for (uint32_t i = 0; i < ball->stride; i++) {
            record[i] = 0;
        }
    }
    return record;
}

/* Forget the set of the query before. */
static void clear_target_set(intro_i_ball *ball)
{
    const size_t words = (size_t)intro_i_bits_words(ball->graph->people);
    if (ball->target_set.count > words / 8) {
        memset(ball->target_bits, 0, words * sizeof *ball->target_bits);
    } else {
        for (size_t i = 0; i < ball->target_set.count; i++) {
            ball->target_bits[ball->target_set.data[i] / 64] = 0;
        }
    }
    ball->target_set.count = 0;
}

/* A record each would be most of the time of a query for thousands of targets;
 * a bit each is not. Whoever is avoided has a record and is no target. */
static intro_status mark_target_set(intro_i_ball *ball)
{
    const intro_paths_query *const q = ball->query;
    if (ball->target_bits == NULL) {
        ball->target_bits =
            intro_i_alloc_zero((size_t)intro_i_bits_words(ball->graph->people),
                               sizeof *ball->target_bits);
        if (ball->target_bits == NULL) {
            return INTRO_ENOMEM;
        }
    }
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->target_set, q->target_count));
    memcpy(ball->target_set.data, q->targets,
           q->target_count * sizeof *q->targets);
    ball->target_set.count = q->target_count;
    for (size_t i = 0; i < q->target_count; i++) {
        intro_i_bits_set(ball->target_bits, q->targets[i]);
    }
    for (size_t i = 0; i < q->avoid_count; i++) {
        intro_i_bits_clear(ball->target_bits, q->avoid[i]);
    }
    return INTRO_OK;
}

/* The set as the first frontier; a pull does without. */
static intro_status start_frontier(intro_i_ball *ball)
{
    const intro_i_vec_u32 *const set = &ball->target_set;
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->frontier, set->count));
    for (size_t i = 0; i < set->count; i++) {
        if (intro_i_bits_get(ball->target_bits, set->data[i])) {
            ball->frontier.data[ball->frontier.count++] = set->data[i];
        }
    }
    return INTRO_OK;
}

/* Nothing improves on an infinite top, so the inner loops need not ask who is
 * banned; nor on 1, so they need not ask who is a target. */
static intro_status mark_ends(intro_i_ball *ball)
{
    const intro_paths_query *const q = ball->query;
    const bool is_set = q->target_count >= LEAST_SET;
    INTRO_TRY(reserve_records(ball, q->from_count + q->avoid_count +
                                        (is_set ? 0 : q->target_count)));
    for (size_t i = 0; i < q->from_count; i++) {
        take_record(ball, q->from[i])[0] = (double)INFINITY;
    }
    for (size_t i = 0; i < q->avoid_count; i++) {
        take_record(ball, q->avoid[i])[0] = (double)INFINITY;
    }
    if (is_set) {
        return mark_target_set(ball);
    }
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->frontier, q->target_count));
    for (size_t i = 0; i < q->target_count; i++) {
        double *const record = take_record(ball, q->targets[i]);
        if (record[0] <= 0) {
            record[0] = 1;
            record[1] = 1;
            ball->frontier.data[ball->frontier.count++] = q->targets[i];
        }
    }
    return INTRO_OK;
}

/* --- layers --------------------------------------------------------------- */

static uint64_t count_arcs(const intro_i_arcs *arcs, const intro_vid *list,
                           size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + 16 < count) {
            INTRO_PREFETCH(&arcs->offsets[list[i + 16]]);
        }
        sum += intro_i_arcs_count(arcs, list[i]);
    }
    return sum;
}

/* About how many, from a few of a long list. */
static double guess_arcs(const intro_i_arcs *arcs, const intro_vid *list,
                         size_t count)
{
    enum { FEW = 256 };
    if (count <= FEW) {
        return (double)count_arcs(arcs, list, count);
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < FEW; i++) {
        sum += intro_i_arcs_count(arcs, list[count / FEW * i]);
    }
    return (double)sum * ((double)count / FEW);
}

/* Have these people at least `least` arcs? Looks no further than to answer. */
static bool have_arcs(const intro_i_arcs *arcs, const intro_vid *list,
                      size_t count, uint64_t least)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count && sum < least; i++) {
        sum += intro_i_arcs_count(arcs, list[i]);
    }
    return sum >= least;
}

/* Layer h (from 1): people with a tie into the frontier. */
static intro_status push_layer(intro_ctx *ctx, intro_i_ball *ball, uint32_t h)
{
    const intro_i_arcs in = intro_i_arcs_in(ball->graph);
    const intro_vid *const list = ball->frontier.data;
    const size_t count = ball->frontier.count;
    ball->touched.count = 0;
    for (size_t i = 0; i < count; i++) {
        intro_i_arcs_prefetch(&in, list, count, i);
        const intro_vid w = list[i];
        INTRO_TRY(intro_i_arcs_check(&in, w));
        const uint64_t row = intro_i_arcs_count(&in, w);
        INTRO_TRY(poll_arcs(ctx, ball, row));
        INTRO_TRY(reserve_records(ball, (size_t)row));
        INTRO_TRY(intro_i_vec_u32_reserve(&ball->touched,
                                          ball->touched.count + (size_t)row));
        const double best = intro_i_ball_best(ball, w)[h - 1];
        const uint64_t end = in.offsets[w + 1];
        for (uint64_t arc = in.offsets[w]; arc < end; arc++) {
            const double strength = (double)in.strengths[arc];
            if (strength < ball->floor) {
                continue;
            }
            const double product = strength * best;
            if (ball->target_set.count != 0 &&
                intro_i_bits_get(ball->target_bits, in.people[arc])) {
                continue;
            }
            double *const record = take_record(ball, in.people[arc]);
            if (product > record[0] && product > record[1 + h]) {
                if (record[1 + h] <= 0) {
                    ball->touched.data[ball->touched.count++] = in.people[arc];
                }
                record[1 + h] = product;
            }
        }
    }

    for (size_t i = 0; i < ball->touched.count; i++) {
        double *const record = take_record(ball, ball->touched.data[i]);
        record[0] = record[1 + h];
    }
    const intro_i_vec_u32 spent = ball->frontier;
    ball->frontier = ball->touched;
    ball->touched = spent;
    return INTRO_OK;
}

/* Layer h for some of the people ahead, from their own rows. A person may come
 * again later, when more is known of those behind him. */
static intro_status pull_layer(intro_ctx *ctx, intro_i_ball *ball, uint32_t h,
                               const intro_vid *list, size_t count)
{
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    INTRO_TRY(reserve_records(ball, count));
    for (size_t i = 0; i < count; i++) {
        intro_i_arcs_prefetch(&out, list, count, i);
        INTRO_TRY(intro_i_arcs_check(&out, list[i]));
        const uint64_t end = out.offsets[list[i] + 1];
        double greatest = 0;
        INTRO_TRY(poll_arcs(ctx, ball, end - out.offsets[list[i]]));
        for (uint64_t arc = out.offsets[list[i]]; arc < end; arc++) {
            const double *const best = intro_i_ball_best(ball, out.people[arc]);
            const double strength = (double)out.strengths[arc];
            if (best == NULL || best[h - 1] <= 0 || strength < ball->floor) {
                continue;
            }
            const double product = strength * best[h - 1];
            greatest = product > greatest ? product : greatest;
        }
        if (greatest > 0) {
            double *const best = take_record(ball, list[i]) + 1;
            bool is_best = true;
            for (uint32_t fewer = 0; fewer <= h; fewer++) {
                is_best = is_best && greatest > best[fewer];
            }
            best[h] = is_best ? greatest : best[h];
        }
    }
    return INTRO_OK;
}

/* Asker, avoided or target: nobody who can pass anything on. */
static bool is_end(const intro_i_ball *ball, intro_vid v)
{
    const double *const best = intro_i_ball_best(ball, v);
    return best != NULL && (best[-1] > 1 || best[0] > 0);
}

/* --- people ahead ----------------------------------------------------------- */

static intro_status reserve_ahead(intro_i_ball *ball, size_t more)
{
    INTRO_TRY(intro_i_met_reserve(&ball->ahead, more));
    const size_t people = (size_t)intro_i_min_u64(
        (uint64_t)ball->ahead.people.count + more, ball->graph->people);
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->listed, people));
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->place, people));
    INTRO_TRY(intro_i_vec_f64_reserve(&ball->reach, ball->line.count + more));
    return intro_i_vec_u32_reserve(&ball->line, ball->line.count + more);
}

/* Puts v on the list being made, or notes that he is reached more warmly. */
static void list_person(intro_i_ball *ball, intro_vid v, double reach)
{
    const size_t known = ball->ahead.people.count;
    const uint32_t number = intro_i_met_add(&ball->ahead, v);
    if (number == known || ball->listed.data[number] != ball->lists) {
        ball->listed.data[number] = ball->lists;
        ball->place.data[number] = (uint32_t)ball->line.count;
        ball->reach.data[ball->line.count] = reach;
        ball->line.data[ball->line.count++] = v;
        return;
    }
    double *const old = &ball->reach.data[ball->place.data[number]];
    *old = reach > *old ? reach : *old;
}

/* What share of its introducer's bar a chain may reach whose first tie is this
 * one. */
static double measure_start(const intro_i_ball *ball, intro_vid v,
                            float strength)
{
    const uint32_t number = intro_i_met_find(&ball->ahead, v);
    const double bar =
        number < ball->introducer_count ? ball->bars.data[number] : 0;
    return bar > 0 ? (double)strength / bar : (double)INFINITY;
}

/* The list of people `level` ties (from 1) from the askers, made from the list
 * before it, without those through whom no chain passes its introducer's bar:
 * `reach` is the greatest share of a bar that the ties so far leave. */
static intro_status look_ahead(intro_ctx *ctx, intro_i_ball *ball,
                               uint32_t level)
{
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const intro_paths_query *const q = ball->query;
    const size_t first = level < 2 ? 0 : ball->line_end[level - 2];
    const size_t count =
        level < 2 ? q->from_count : ball->line_end[level - 1] - first;
    ball->lists++;
    ball->line.count = ball->line_end[level - 1];
    for (size_t i = 0; i < count; i++) {
        const intro_vid v = level < 2 ? q->from[i] : ball->line.data[first + i];
        INTRO_TRY(intro_i_arcs_check(&out, v));
        const uint64_t end = out.offsets[v + 1];
        const uint64_t row = end - out.offsets[v];
        INTRO_TRY(poll_arcs(ctx, ball, row));
        INTRO_TRY(reserve_ahead(ball, (size_t)row));
        if (level >= 2) {
            intro_i_arcs_prefetch(&out, ball->line.data + first, count, i);
        }
        for (uint64_t arc = out.offsets[v]; arc < end; arc++) {
            const float strength = out.strengths[arc];
            const intro_vid w = out.people[arc];
            if ((double)strength < ball->floor) {
                continue;
            }
            const double reach =
                level < 2 ? measure_start(ball, w, strength)
                          : ball->reach.data[first + i] * (double)strength;
            if (reach * SLACK >= 1 && !is_end(ball, w)) {
                list_person(ball, w, reach);
            }
        }
    }
    ball->line_end[level] = ball->line.count;
    return INTRO_OK;
}

/* Would computing layer h and the ones after it from the askers' side touch
 * fewer arcs than spreading layer h? Only guessed: either way is exact. Looking
 * ahead further than two ties pays only when there are soon enough answers to
 * cut it short. */
static bool choose_pull(const intro_i_ball *ball, uint32_t h)
{
    const intro_i_arcs in = intro_i_arcs_in(ball->graph);
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const size_t people = ball->introducer_count;
    if (people == 0) {
        return true;
    }
    const double push =
        ball->frontier.count == 0
            ? guess_arcs(&in, ball->target_set.data, ball->target_set.count)
            : guess_arcs(&in, ball->frontier.data, ball->frontier.count);
    const double near = (double)count_arcs(&out, ball->line.data, people);
    const double pull = near * near / (double)people;
    const double hits = pull * push / (double)(ball->graph->arcs + 1);
    const double answers =
        (double)intro_i_min_u64(ball->query->limit, (uint64_t)people);
    const bool is_cut_short = hits > 4 * answers;
    return pull < push * PUSH_COST &&
           (h + 2 >= ball->query->max_hops || is_cut_short);
}

/* The last layer is wanted of the introducers only. An asker with thousands of
 * them costs more to pull than a few rows of the frontier to push. */
static bool choose_last_push(const intro_i_ball *ball)
{
    const intro_i_arcs in = intro_i_arcs_in(ball->graph);
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const size_t people = ball->introducer_count;
    if (ball->frontier.count > people) {
        return false;
    }
    const uint64_t push =
        count_arcs(&in, ball->frontier.data, ball->frontier.count);
    return have_arcs(&out, ball->line.data, people,
                     push * PUSH_COST + FEW_ARCS);
}

/* --- introducers ---------------------------------------------------------- */

/* The order of the answers. Two introducers of one asker differ in `person`, and
 * chains of equal length compare by asker, then introducer, so the rest of the
 * chain is never needed. */
static bool is_better(const intro_i_introducer *a, const intro_i_introducer *b)
{
    if (a->warmth > b->warmth || a->warmth < b->warmth) {
        return a->warmth > b->warmth;
    }
    if (a->hops != b->hops) {
        return a->hops < b->hops;
    }
    return a->from != b->from ? a->from < b->from : a->person < b->person;
}

static bool is_better_item(const void *a, const void *b, void *user)
{
    (void)user;
    return is_better(a, b);
}

static void try_introducer(const intro_i_ball *ball, intro_vid from,
                           intro_vid v, float strength,
                           intro_i_introducer *best)
{
    const double *const table = intro_i_ball_best(ball, v);
    if (table == NULL) {
        return;
    }
    intro_i_introducer found = {0, 0, strength, from, v};
    for (uint32_t h = 1; h < ball->query->max_hops; h++) {
        const double total = (double)strength * table[h];
        if (total > found.warmth) {
            found.warmth = total;
            found.hops = h + 1;
        }
    }
    if (found.hops != 0 && (best->hops == 0 || is_better(&found, best))) {
        *best = found;
    }
}

intro_status intro_i_best_introducers(intro_ctx *ctx, intro_i_ball *ball,
                                      const intro_i_introducer **out,
                                      size_t *count)
{
    const intro_paths_query *const q = ball->query;
    const intro_i_arcs arcs = intro_i_arcs_out(ball->graph);
    const size_t people = ball->introducer_count;
    INTRO_TRY(intro_i_vec_introducer_reserve(&ball->introducers, people));
    intro_i_introducer *const list = ball->introducers.data;
    for (size_t i = 0; i < people; i++) {
        list[i] = (intro_i_introducer){0, 0, 0, 0, 0};
    }
    for (size_t i = 0; i < q->from_count; i++) {
        const uint64_t end = arcs.offsets[q->from[i] + 1];
        uint64_t arc = arcs.offsets[q->from[i]];
        INTRO_TRY(poll_arcs(ctx, ball, end - arc));
        for (; arc < end; arc++) {
            const intro_vid v = arcs.people[arc];
            const uint32_t number = intro_i_met_find(&ball->ahead, v);
            if (number < people && (double)arcs.strengths[arc] >= ball->floor) {
                try_introducer(ball, q->from[i], v, arcs.strengths[arc],
                               &list[number]);
            }
        }
    }
    intro_i_topk_fini(&ball->best);
    intro_i_topk_init(&ball->best, q->limit, sizeof *list, is_better_item,
                      NULL);
    for (size_t i = 0; i < people; i++) {
        if (list[i].hops != 0) {
            INTRO_TRY(intro_i_topk_offer(&ball->best, &list[i]));
        }
    }
    *out = intro_i_topk_sort(&ball->best);
    *count = ball->best.count;
    return INTRO_OK;
}

/* --- all layers ------------------------------------------------------------- */

/* A chain found later has more ties, so it must be warmer than the last of the
 * answers so far and than its introducer's own (unless every chain counts). */
static intro_status raise_bars(intro_ctx *ctx, intro_i_ball *ball)
{
    const intro_i_introducer *list;
    size_t count;
    INTRO_TRY(intro_i_best_introducers(ctx, ball, &list, &count));
    const double last =
        count == ball->query->limit ? list[count - 1].warmth : 0;
    for (size_t i = 0; i < ball->introducer_count; i++) {
        const double own =
            ball->query->all_chains ? 0 : ball->introducers.data[i].warmth;
        ball->bars.data[i] = own > last ? own : last;
    }
    return INTRO_OK;
}

/* Chains of exactly h + level ties, over people ahead of the askers and the
 * layers below h. */
static intro_status pull_round(intro_ctx *ctx, intro_i_ball *ball, uint32_t h,
                               uint32_t level)
{
    for (uint32_t j = level; j > 0; j--) {
        const size_t first = ball->line_end[j - 1];
        INTRO_TRY(pull_layer(ctx, ball, h + level - j, ball->line.data + first,
                             ball->line_end[j] - first));
    }
    return INTRO_OK;
}

static intro_status find_introducers(intro_ctx *ctx, intro_i_ball *ball)
{
    INTRO_TRY(look_ahead(ctx, ball, 1));
    const size_t count = ball->ahead.people.count;
    INTRO_TRY(intro_i_vec_f64_reserve(&ball->bars, count));
    for (size_t i = 0; i < count; i++) {
        ball->bars.data[i] = 0;
    }
    ball->introducer_count = count;
    return INTRO_OK;
}

static intro_status fill_layers(intro_ctx *ctx, intro_i_ball *ball)
{
    const uint32_t max_hops = ball->query->max_hops;
    uint32_t h = 1;
    INTRO_TRY(mark_ends(ball));
    INTRO_TRY(find_introducers(ctx, ball));
    const bool is_set = ball->target_set.count != 0;
    while (h + 1 < max_hops && !choose_pull(ball, h)) {
        if (is_set && h == 1) {
            INTRO_TRY(start_frontier(ball));
        }
        INTRO_TRY(push_layer(ctx, ball, h++));
    }
    if (h + 1 == max_hops && !(is_set && h == 1) && choose_last_push(ball)) {
        INTRO_TRY(push_layer(ctx, ball, h++));
    }
    if (h < max_hops) {
        INTRO_TRY(pull_round(ctx, ball, h, 1));
    }
    for (uint32_t level = 2; level + h <= max_hops; level++) {
        INTRO_TRY(raise_bars(ctx, ball));
        for (uint32_t j = 1; j <= level; j++) {
            INTRO_TRY(look_ahead(ctx, ball, j));
        }
        INTRO_TRY(pull_round(ctx, ball, h, level));
    }
    return INTRO_OK;
}

intro_status intro_i_ball_build(intro_ctx *ctx, intro_i_ball *ball,
                                const intro_paths_query *query)
{
    ball->query = query;
    ball->floor = intro_i_strength_floor(query->min_strength);
    ball->stride = query->max_hops + 1;
    ball->line_end[0] = 0;
    ball->line.count = 0;
    ball->lists = 0;
    ball->introducer_count = 0;
    ball->frontier.count = 0;
    ball->touched.count = 0;
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->line, 1));
    ball->until_poll = POLL_EVERY;
    clear_target_set(ball);
    intro_i_met_clear(&ball->near);
    intro_i_met_clear(&ball->ahead);
    INTRO_TRY(intro_i_met_reserve(&ball->ahead, 0));
    return fill_layers(ctx, ball);
}

intro_status intro_i_trace_chain(const intro_i_ball *ball,
                                 const intro_i_introducer *introducer,
                                 intro_i_chain *out)
{
    const intro_i_arcs arcs = intro_i_arcs_out(ball->graph);
    double strengths[INTRO_MAX_HOPS] = {(double)introducer->strength};
    *out = (intro_i_chain){introducer->warmth,
                           introducer->strength,
                           introducer->hops,
                           {introducer->from, introducer->person}};
    for (uint32_t done = 1; done < out->hops; done++) {
        const intro_vid v = out->people[done];
        const uint32_t rest = out->hops - done - 1;
        bool is_found = false;
        INTRO_TRY(intro_i_arcs_check(&arcs, v));
        const uint64_t end = arcs.offsets[v + 1];
        for (uint64_t arc = arcs.offsets[v]; arc < end && !is_found; arc++) {
            const double *const best =
                intro_i_ball_best(ball, arcs.people[arc]);
            if (best == NULL || best[rest] <= 0 ||
                (double)arcs.strengths[arc] < ball->floor) {
                continue;
            }
            double total = (double)arcs.strengths[arc] * best[rest];
            for (uint32_t i = done; i-- > 0;) {
                total = strengths[i] * total;
            }
            if (total >= introducer->warmth) {
                strengths[done] = (double)arcs.strengths[arc];
                out->people[done + 1] = arcs.people[arc];
                out->weakest = arcs.strengths[arc] < out->weakest
                                   ? arcs.strengths[arc]
                                   : out->weakest;
                is_found = true;
            }
        }
        if (!is_found) { /* rows of both ends disagree */
            intro_i_watch_note(ball->graph->strings.watch, "out_people");
            return INTRO_EDAMAGED;
        }
    }
    return INTRO_OK;
}
