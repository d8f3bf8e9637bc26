/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is ahead of the askers, tie by tie, as far as he can still matter: a
 * product from the asker's end, though rounded otherwise than the warmth of a
 * chain, bounds it but for a few units in the last place, and SLACK covers
 * those. */
#include "analysis/chains_impl.h"

#include "base/merge_sort.h"

#include <math.h>

/* Picks looked at for each of a list, on average, while the warmest are chosen;
 * half of them each time would be 2. */
enum { WORK_MAX = 16 };

#define SLACK (1 + 1e-12)

/* --- lists ---------------------------------------------------------------- */

/* Asker, avoided or target: nobody who can pass anything on. */
static bool is_end(const intro_i_ball *ball, intro_vid v)
{
    const double *const best = intro_i_ball_best(ball, v);
    return best != NULL && (best[-1] > 1 || best[0] > 0);
}

static intro_status reserve_ahead(intro_i_ball *ball, size_t more)
{
    INTRO_TRY(intro_i_met_reserve(&ball->ahead, more));
    const size_t people = (size_t)intro_i_min_u64(
        (uint64_t)ball->ahead.people.count + more, ball->graph->people);
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->listed, people));
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->place, people));
    INTRO_TRY(intro_i_vec_u8_reserve(&ball->is_pulled, people));
    INTRO_TRY(
        intro_i_vec_leave_reserve(&ball->leaves, ball->line.count + more));
    return intro_i_vec_u32_reserve(&ball->line, ball->line.count + more);
}

/* Puts v on the list being made, or notes that he is reached more warmly. */
static void list_person(intro_i_ball *ball, intro_vid v, intro_i_leave leave)
{
    const size_t known = ball->ahead.people.count;
    const uint32_t number = intro_i_met_add(&ball->ahead, v);
    if (number == known) { /* introducers are pulled first of all */
        ball->is_pulled.data[number] = ball->lists == 1;
        ball->listed.data[number] = 0;
    }
    if (ball->listed.data[number] != ball->lists) {
        ball->listed.data[number] = ball->lists;
        ball->place.data[number] = (uint32_t)ball->line.count;
        ball->leaves.data[ball->line.count] = leave;
        ball->line.data[ball->line.count++] = v;
        return;
    }
    intro_i_leave *const old = &ball->leaves.data[ball->place.data[number]];
    old->warm = leave.warm > old->warm ? leave.warm : old->warm;
    old->share = leave.share > old->share ? leave.share : old->share;
}

/* After a first tie. */
static intro_i_leave measure_start(const intro_i_ball *ball, intro_vid v,
                                   float strength)
{
    double bar = 0;
    if (ball->introducer_count != 0) {
        const uint32_t number = intro_i_met_find(&ball->ahead, v);
        bar = number < ball->introducer_count ? ball->bars.data[number] : 0;
    }
    return (intro_i_leave){(double)strength,
                           bar > 0 ? (double)strength / bar : (double)INFINITY};
}

/* The ties of v, who is reached with `leave`, or is an asker (NULL). */
static void list_row(intro_i_ball *ball, const intro_i_arcs *out, intro_vid v,
                     const intro_i_leave *before)
{
    const uint64_t end = out->offsets[v + 1];
    for (uint64_t arc = out->offsets[v]; arc < end; arc++) {
        const float strength = out->strengths[arc];
        const intro_vid w = out->people[arc];
        const intro_i_leave leave =
            before == NULL ? measure_start(ball, w, strength)
                           : (intro_i_leave){before->warm * (double)strength,
                                             before->share * (double)strength};
        if ((double)strength >= ball->floor &&
            leave.share * ball->ceiling * SLACK >= 1 && !is_end(ball, w)) {
            list_person(ball, w, leave);
        }
    }
}

intro_status intro_i_look_ahead(intro_ctx *ctx, intro_i_ball *ball,
                                uint32_t level)
{
    const intro_i_arcs out = intro_i_arcs_out(ball->graph);
    const intro_paths_query *const q = ball->query;
    const size_t first = level < 2 ? 0 : ball->line_end[level - 2];
    const size_t count =
        level < 2 ? q->from_count : ball->line_end[level - 1] - first;
    ball->lists++;
    ball->line.count = ball->line_end[level - 1];
    if (level >= 2) {
        intro_i_arcs_fetch_first(&out, ball->line.data + first, count,
                                 INTRO_I_FETCH_STRENGTHS);
    }
    for (size_t i = 0; i < count; i++) {
        const intro_vid v = level < 2 ? q->from[i] : ball->line.data[first + i];
        INTRO_TRY(intro_i_arcs_check(&out, v));
        const uint64_t row = intro_i_arcs_count(&out, v);
        INTRO_TRY(intro_i_poll_arcs(ctx, ball, row));
        INTRO_TRY(reserve_ahead(ball, (size_t)row));
        if (level < 2) {
            list_row(ball, &out, v, NULL);
        } else {
            intro_i_arcs_fetch_next(&out, ball->line.data + first, count, i,
                                    INTRO_I_FETCH_STRENGTHS);
            const intro_i_leave before = ball->leaves.data[first + i];
            list_row(ball, &out, v, &before);
        }
    }
    ball->line_end[level] = ball->line.count;
    return INTRO_OK;
}

/* --- whom to pull first ---------------------------------------------------- */

intro_status intro_i_gather_picks(intro_i_ball *ball, uint32_t level)
{
    const size_t first = ball->line_end[level - 1];
    const size_t end = ball->line_end[level];
    INTRO_TRY(intro_i_vec_pick_reserve(&ball->picks, end - first));
    ball->picks.count = 0;
    for (size_t i = first; i < end; i++) {
        const intro_vid v = ball->line.data[i];
        const uint32_t number = intro_i_met_find(&ball->ahead, v);
        if (ball->is_pulled.data[number] == 0) {
            ball->picks.data[ball->picks.count++] =
                (intro_i_pick){ball->leaves.data[i].warm, v};
        }
    }
    return INTRO_OK;
}

/* Coldest first. */
static int compare_picks(const void *left, const void *right)
{
    const intro_i_pick *const a = left;
    const intro_i_pick *const b = right;
    if (a->warm != b->warm) {
        return a->warm < b->warm ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

/* Puts the `wanted` warmest last (Hoare's selection); what an order made to
 * mislead it leaves after some rounds is sorted. */
static intro_status select_warmest(intro_ctx *ctx, intro_i_pick *list,
                                   size_t count, size_t wanted)
{
    const size_t border = count - wanted;
    size_t to_look_at = WORK_MAX * count;
    size_t first = 0;
    size_t end = count;
    while (first < border && border < end) {
        INTRO_TRY(intro_i_poll(ctx));
        if (end - first > to_look_at) {
            return intro_i_merge_sort(ctx, list + first, end - first,
                                      sizeof *list, compare_picks);
        }
        to_look_at -= end - first;
        const double pivot = list[first + (end - first) / 2].warm;
        size_t low = first;
        size_t high = end;
        while (low < high) {
            while (list[low].warm < pivot) {
                low++;
            }
            while (list[high - 1].warm > pivot) {
                high--;
            }
            if (low < high) {
                const intro_i_pick kept = list[low];
                list[low++] = list[--high];
                list[high] = kept;
            }
        }
        if (border > high && border < low) {
            return INTRO_OK;
        }
        first = border <= high ? first : low;
        end = border <= high ? high : end;
    }
    return INTRO_OK;
}

intro_status intro_i_take_picks(intro_ctx *ctx, intro_i_ball *ball, size_t most)
{
    intro_i_vec_pick *const picks = &ball->picks;
    const size_t count = picks->count < most ? picks->count : most;
    INTRO_TRY(intro_i_vec_u32_reserve(&ball->picked, count));
    INTRO_TRY(select_warmest(ctx, picks->data, picks->count, count));
    picks->count -= count;
    ball->picked.count = count;
    for (size_t i = 0; i < count; i++) {
        const intro_vid v = picks->data[picks->count + i].person;
        ball->picked.data[i] = v;
        ball->is_pulled.data[intro_i_met_find(&ball->ahead, v)] = 1;
    }
    return INTRO_OK;
}
