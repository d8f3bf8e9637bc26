/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Without the tie, let B be everybody within two ties of an end. Whom the other
 * end loses is in B, as three ties are the tie and two more; and of B it keeps who
 * is within three ties of it: who is in its own B, or tied to somebody there. */
#include "analysis/tie_score.h"

#include <string.h>

enum { POLL_EVERY = 1 << 16, COUNTED = 4 };

intro_status intro_i_scorer_init(intro_i_scorer *scorer,
                                 const intro_i_weak_graph *weak)
{
    *scorer = (intro_i_scorer){.weak = weak};
    scorer->marks = intro_i_alloc_zero(weak->people, sizeof *scorer->marks);
    return scorer->marks != NULL ? INTRO_OK : INTRO_ENOMEM;
}

void intro_i_scorer_fini(intro_i_scorer *scorer)
{
    intro_i_free(scorer->marks);
    intro_i_vec_u32_fini(&scorer->balls[0]);
    intro_i_vec_u32_fini(&scorer->balls[1]);
    memset(scorer, 0, sizeof *scorer);
}

/* A question: the tie between ends[0] and ends[1]. */
typedef struct question {
    const intro_i_worker *worker;
    intro_i_scorer *scorer;
    uint32_t ends[2];
    uint64_t steps;
} question;

static bool is_tie(const question *q, uint32_t x, uint32_t y)
{
    return (x == q->ends[0] && y == q->ends[1]) ||
           (x == q->ends[1] && y == q->ends[0]);
}

static intro_status meet(question *q, int side, uint32_t v)
{
    uint8_t *const mark = &q->scorer->marks[v];
    const uint8_t bit = (uint8_t)(1U << side);
    if ((*mark & bit) != 0) {
        return INTRO_OK;
    }
    *mark |= bit;
    return intro_i_vec_u32_push(&q->scorer->balls[side], v);
}

/* Everybody within two ties of an end, the tie left out. */
static intro_status fill_ball(question *q, int side)
{
    const intro_i_weak_graph *const weak = q->scorer->weak;
    const intro_i_vec_u32 *const ball = &q->scorer->balls[side];
    size_t begin = 0;
    INTRO_TRY(meet(q, side, q->ends[side]));
    for (int layer = 0; layer < 2; layer++) {
        const size_t end = ball->count;
        for (size_t i = begin; i < end; i++) {
            const uint32_t x = ball->data[i];
            for (uint64_t k = weak->offsets[x]; k < weak->offsets[x + 1]; k++) {
                if (++q->steps % POLL_EVERY == 0) {
                    INTRO_TRY(intro_i_worker_poll(q->worker));
                }
                if (!is_tie(q, x, weak->neighbours[k])) {
                    INTRO_TRY(meet(q, side, weak->neighbours[k]));
                }
            }
        }
        begin = end;
    }
    return INTRO_OK;
}

/* Counts whom the end of the other side loses. */
static intro_status count_lost(question *q, int side, uint64_t *score)
{
    const intro_i_weak_graph *const weak = q->scorer->weak;
    const intro_i_vec_u32 *const ball = &q->scorer->balls[side];
    uint8_t *const marks = q->scorer->marks;
    const uint8_t other = (uint8_t)(1U << (1 - side));
    for (size_t i = 0; i < ball->count; i++) {
        const uint32_t x = ball->data[i];
        bool is_kept = (marks[x] & other) != 0;
        for (uint64_t k = weak->offsets[x];
             k < weak->offsets[x + 1] && !is_kept; k++) {
            const uint32_t y = weak->neighbours[k];
            if (++q->steps % POLL_EVERY == 0) {
                INTRO_TRY(intro_i_worker_poll(q->worker));
            }
            is_kept = (marks[y] & other) != 0 && !is_tie(q, x, y);
        }
        if (!is_kept && (marks[x] & COUNTED) == 0) {
            marks[x] |= COUNTED;
            *score += 1;
        }
    }
    return INTRO_OK;
}

intro_status intro_i_tie_score(const intro_i_worker *worker,
                               intro_i_scorer *scorer, uint32_t v, uint32_t w,
                               uint64_t *score)
{
    question q = {worker, scorer, {v, w}, 0};
    *score = 0;
    intro_status rc = fill_ball(&q, 0);
    if (rc == INTRO_OK) {
        rc = fill_ball(&q, 1);
    }
    if (rc == INTRO_OK) {
        rc = count_lost(&q, 0, score);
    }
    if (rc == INTRO_OK) {
        rc = count_lost(&q, 1, score);
    }
    for (int side = 0; side < 2; side++) {
        intro_i_vec_u32 *const ball = &scorer->balls[side];
        for (size_t i = 0; i < ball->count; i++) {
            scorer->marks[ball->data[i]] = 0;
        }
        ball->count = 0;
    }
    return rc;
}
