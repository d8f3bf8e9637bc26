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
 * can still matter.
 *
 * Rejected: bidirectional Dijkstra (label setting on people alone is wrong under
 * a hop limit), sums of logarithms (equal products come out unequal). */
#include "analysis/chains_impl.h"

/* In pulled arcs of 2 ns; a pushed one is written to memory at random: measured
 * on a million people, 20 ns while the tables fit the caches, 100 later. */
enum {
    PUSH_COST = 8,
    BIG_PUSH = 1 << 16,
    BIG_PUSH_COST = 50,
    FEW_ARCS = 256,
    LEAST_ROUND = 64
};

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
    intro_i_vec_f64_fini(&ball->records);
    for (uint32_t h = 0; h < INTRO_MAX_HOPS; h++) {
        intro_i_vec_u32_fini(&ball->layers[h]);
        intro_i_sieve_fini(&ball->sieves[h]);
    }
    intro_i_vec_hit_fini(&ball->hits);
    intro_i_vec_f64_fini(&ball->bars);
    intro_i_vec_u32_fini(&ball->listed);
    intro_i_vec_u32_fini(&ball->place);
    intro_i_vec_u8_fini(&ball->is_pulled);
    intro_i_vec_u32_fini(&ball->line);
    intro_i_vec_leave_fini(&ball->leaves);
    intro_i_vec_pick_fini(&ball->picks);
    intro_i_vec_u32_fini(&ball->picked);
    intro_i_vec_introducer_fini(&ball->introducers);
    intro_i_topk_fini(&ball->best);
}

/* --- push or pull --------------------------------------------------------- */

/* About how many, from a few of a long list. */
static double guess_arcs(const intro_i_arcs *arcs, const intro_vid *list,
                         size_t count)
{
    enum { FEW = 256 };
    if (count <= FEW) {
        return (double)intro_i_arcs_sum(arcs, list, count);
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < FEW; i++) {
        sum += intro_i_arcs_count_unchecked(arcs, list[count / FEW * i]);
    }
    return (double)sum * ((double)count / FEW);
}

/* Have these people at least `least` arcs? Looks no further than to answer. */
static bool have_arcs(const intro_i_arcs *arcs, const intro_vid *list,
                      size_t count, uint64_t least)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count && sum < least; i++) {
        sum += intro_i_arcs_count_unchecked(arcs, list[i]);
    }
    return sum >= least;
}

/* Arcs of the people two ties ahead: as if the rows of introducers were like
 * everybody's behind them. */
static double guess_two_ahead(const intro_i_ball *ball, double one_ahead)
{
    return one_ahead * one_ahead / (double)ball->introducer_count;
}

/* The same from some of those people: where an introducer is tied to thousands,
 * most of these are tied to few. */
static double sample_two_ahead(const intro_i_ball *ball, double one_ahead)
{
    enum { SAMPLES = 128 };
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const uint64_t step = (uint64_t)one_ahead / SAMPLES + 1;
    uint64_t arcs = 0;
    uint64_t samples = 0;
    for (size_t i = 0; i < ball->introducer_count; i++) {
        const intro_vid v = ball->line.data[i];
        if (intro_i_arcs_check(&out, v) != INTRO_OK) {
            continue; /* noted: there will be no answer */
        }
        for (uint64_t a = out.offsets[v]; a < out.offsets[v + 1]; a += step) {
            arcs += intro_i_arcs_count_unchecked(&out, out.people[a]);
            samples++;
        }
    }
    return samples == 0 ? 0 : one_ahead * (double)arcs / (double)samples;
}

/* Would computing layer h and the ones after it from the askers' side touch
 * fewer arcs than spreading layer h? Only guessed: either way is exact. Looking
 * ahead further than two ties pays only when there are soon enough answers to
 * cut it short. */
static bool choose_pull(const intro_i_ball *ball, uint32_t h)
{
    const intro_i_arcs in = intro_i_arcs_in(ball->graph);
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const intro_i_vec_u32 *const before = &ball->layers[h - 1];
    const size_t people = ball->introducer_count;
    if (people == 0) {
        return true;
    }
    const double push = guess_arcs(&in, before->data, before->count);
    const double one = (double)intro_i_arcs_sum(&out, ball->line.data, people);
    double two = guess_two_ahead(ball, one);
    double cost = push * PUSH_COST;
    if (push > BIG_PUSH) {
        cost = push * BIG_PUSH_COST;
        two = two < cost ? two : sample_two_ahead(ball, one);
    }
    const double hits = two * push / (double)(ball->graph->arcs + 1);
    const double answers =
        (double)intro_i_min_u64(ball->query->limit, (uint64_t)people);
    const bool is_cut_short = hits > 4 * answers;
    return two < cost && (h + 2 >= ball->query->max_hops || is_cut_short);
}

/* The last layer is wanted of the introducers only. An asker with thousands of
 * them costs more to pull than a few rows of the frontier to push. */
static bool choose_last_push(const intro_i_ball *ball, uint32_t h)
{
    const intro_i_arcs in = intro_i_arcs_in(ball->graph);
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const intro_i_vec_u32 *const before = &ball->layers[h - 1];
    const size_t people = ball->introducer_count;
    if (before->count > people) {
        return false;
    }
    const uint64_t push = intro_i_arcs_sum(&in, before->data, before->count);
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
        INTRO_TRY(intro_i_poll_arcs(ctx, ball, end - arc));
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

/* A chain found later has as many ties or more, so it must be as warm as the last
 * of the answers so far and as its introducer's own (unless every chain counts).
 * *has_risen: a bar has. */
static intro_status raise_bars(intro_ctx *ctx, intro_i_ball *ball,
                               bool *has_risen)
{
    const intro_i_introducer *list;
    size_t count;
    INTRO_TRY(intro_i_best_introducers(ctx, ball, &list, &count));
    const double last =
        count == ball->query->limit ? list[count - 1].warmth : 0;
    *has_risen = false;
    for (size_t i = 0; i < ball->introducer_count; i++) {
        const double own =
            ball->query->all_chains ? 0 : ball->introducers.data[i].warmth;
        const double bar = own > last ? own : last;
        *has_risen = *has_risen || bar > ball->bars.data[i];
        ball->bars.data[i] = bar;
    }
    return INTRO_OK;
}

/* Who is up to `level` ties ahead, by the bars as they are. */
static intro_status list_ahead(intro_ctx *ctx, intro_i_ball *ball,
                               uint32_t level)
{
    for (uint32_t j = 1; j <= level; j++) {
        INTRO_TRY(intro_i_look_ahead(ctx, ball, j));
    }
    return intro_i_gather_picks(ball, level);
}

/* Chains of exactly h + level ties over the people picked: their layer h, and
 * what follows from it for those between them and the askers. */
static intro_status pull_picked(intro_ctx *ctx, intro_i_ball *ball, uint32_t h,
                                uint32_t level)
{
    INTRO_TRY(intro_i_layers_pull(ctx, ball, h, ball->picked.data,
                                  ball->picked.count));
    for (uint32_t j = level - 1; j > 0; j--) {
        const size_t first = ball->line_end[j - 1];
        INTRO_TRY(intro_i_layers_pull(ctx, ball, h + level - j,
                                      ball->line.data + first,
                                      ball->line_end[j] - first));
    }
    return INTRO_OK;
}

/* Rows to pull before the bars are raised again: those `between` are read again
 * then, and some answers must have been found. */
static size_t choose_round(const intro_i_ball *ball, size_t between)
{
    const intro_graph *const g = ball->graph;
    const double hits = (double)g->arcs / (double)g->people *
                        (double)ball->layers[0].count / (double)g->people;
    const double rows = (double)ball->query->limit / hits;
    size_t most = between < LEAST_ROUND ? LEAST_ROUND : between;
    if (rows > (double)most) {
        most = rows < (double)g->people ? (size_t)rows : g->people;
    }
    return most;
}

/* Chains of h + level ties, level from 2. Where the targets are next, the warmest
 * people come first: what they give raises the bars, and many of the others need
 * not be read. Farther from the targets that was seen to gain nothing. */
static intro_status pull_level(intro_ctx *ctx, intro_i_ball *ball, uint32_t h,
                               uint32_t level)
{
    size_t most =
        h == 1 ? choose_round(ball, ball->line_end[level - 1]) : SIZE_MAX;
    for (;;) {
        INTRO_TRY(intro_i_take_picks(ctx, ball, most));
        INTRO_TRY(pull_picked(ctx, ball, h, level));
        if (ball->picks.count == 0) {
            return INTRO_OK;
        }
        bool has_risen;
        INTRO_TRY(raise_bars(ctx, ball, &has_risen));
        if (has_risen) {
            INTRO_TRY(list_ahead(ctx, ball, level));
        }
        most *= 4;
    }
}

/* No chain can leave more from a layer on than its warmest person does. */
static double find_ceiling(const intro_i_ball *ball, uint32_t h)
{
    double greatest = 0;
    for (size_t i = 0; i < ball->layers[h].count; i++) {
        const double best = intro_i_ball_best(ball, ball->layers[h].data[i])[h];
        greatest = best > greatest ? best : greatest;
    }
    return greatest;
}

static intro_status find_introducers(intro_ctx *ctx, intro_i_ball *ball)
{
    INTRO_TRY(intro_i_look_ahead(ctx, ball, 1));
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
    INTRO_TRY(intro_i_layers_begin(ball));
    INTRO_TRY(find_introducers(ctx, ball));
    while (h + 1 < max_hops && !choose_pull(ball, h)) {
        INTRO_TRY(intro_i_layers_push(ctx, ball, h++));
    }
    if (h + 1 == max_hops && !ball->has_bits && choose_last_push(ball, h)) {
        INTRO_TRY(intro_i_layers_push(ctx, ball, h++));
    }
    if (h < max_hops) {
        INTRO_TRY(intro_i_layers_pull(ctx, ball, h, ball->line.data,
                                      ball->introducer_count));
    }
    if (h + 2 <= max_hops) {
        ball->ceiling = h == 1 ? 1 : find_ceiling(ball, h - 1);
    }
    for (uint32_t level = 2; level + h <= max_hops; level++) {
        bool has_risen;
        INTRO_TRY(raise_bars(ctx, ball, &has_risen));
        INTRO_TRY(list_ahead(ctx, ball, level));
        INTRO_TRY(pull_level(ctx, ball, h, level));
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
    ball->ceiling = 1;
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->line, 1));
    ball->until_poll = INTRO_I_POLL_ARCS;
    intro_i_met_clear(&ball->ahead);
    INTRO_TRY(intro_i_met_reserve(&ball->ahead, 0));
    return fill_layers(ctx, ball);
}
