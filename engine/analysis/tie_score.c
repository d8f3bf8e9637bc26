/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shortest way of v begins with a tie to some contact and does not come back to
 * v. So v has somebody only over the tie to contact u if u is the only one who
 * has him within two ties, v left out. Marks say over which contact, or that it
 * is several; they spread twice, by one tie each, and each row is read once. */
#include "analysis/tie_score.h"

#include <string.h>

enum { POLL_EVERY = 1 << 16 };

intro_status intro_i_scorer_init(intro_i_scorer *scorer,
                                 const intro_i_weak_graph *weak)
{
    const size_t room = (size_t)weak->people + 1;
    *scorer = (intro_i_scorer){.weak = weak};
    scorer->marks = intro_i_alloc_zero(room, sizeof *scorer->marks);
    scorer->met = intro_i_alloc(room, sizeof *scorer->met);
    scorer->over = intro_i_alloc(room, sizeof *scorer->over);
    return scorer->marks != NULL && scorer->met != NULL && scorer->over != NULL
               ? INTRO_OK
               : INTRO_ENOMEM;
}

void intro_i_scorer_fini(intro_i_scorer *scorer)
{
    intro_i_free(scorer->marks);
    intro_i_free(scorer->met);
    intro_i_free(scorer->over);
    intro_i_vec_u32_fini(&scorer->lost);
    memset(scorer, 0, sizeof *scorer);
}

/* Marks above all that were given before: nothing is to be wiped. */
static void take_marks(intro_i_scorer *s, uint32_t degree)
{
    const uint32_t next = s->several + 1;
    s->base = next;
    if (UINT32_MAX - next <= degree) {
        memset(s->marks, 0, s->weak->people * sizeof *s->marks);
        s->base = 1;
    }
    s->several = s->base + degree;
}

/* v's own mark says several: he is not lost, and nothing spreads over him. */
static intro_status begin(intro_i_scorer *s, uint32_t v)
{
    const uint32_t degree = (uint32_t)intro_i_weak_degree(s->weak, v);
    INTRO_TRY(intro_i_vec_u32_reserve(&s->lost, (size_t)degree + 1));
    take_marks(s, degree);
    s->lost.count = degree;
    memset(s->lost.data, 0, degree * sizeof *s->lost.data);
    s->count = 0;
    s->marks[v] = s->several;
    return INTRO_OK;
}

/* x is reached over what the mark says. Without branches: whoever is looked for
 * lies anywhere, and which of the cases it is cannot be foreseen. */
static inline void reach(intro_i_scorer *s, uint32_t x, uint32_t mark)
{
    const uint32_t old = s->marks[x];
    const uint32_t is_new = old < s->base;
    s->marks[x] = (is_new | (uint32_t)(old == mark)) != 0 ? mark : s->several;
    s->met[s->count] = x;
    s->count += is_new;
}

static void reach_row(intro_i_scorer *s, uint32_t x, uint32_t mark)
{
    const intro_i_weak_graph *const weak = s->weak;
    for (uint64_t k = weak->offsets[x]; k < weak->offsets[x + 1]; k++) {
        reach(s, weak->neighbours[k], mark);
    }
}

static intro_status poll(const intro_i_worker *worker, uint64_t *steps,
                         uint64_t more)
{
    *steps += more;
    if (*steps < POLL_EVERY) {
        return INTRO_OK;
    }
    *steps = 0;
    return intro_i_worker_poll(worker);
}

intro_status intro_i_tie_losses(const intro_i_worker *worker,
                                intro_i_scorer *scorer, uint32_t v)
{
    const intro_i_weak_graph *const weak = scorer->weak;
    const uint64_t first = weak->offsets[v];
    uint64_t steps = 0;
    INTRO_TRY(begin(scorer, v));
    for (uint64_t i = first; i < weak->offsets[v + 1]; i++) {
        const uint32_t u = weak->neighbours[i];
        const uint32_t mark = scorer->base + (uint32_t)(i - first);
        INTRO_TRY(poll(worker, &steps, intro_i_weak_degree(weak, u)));
        reach(scorer, u, mark);
        reach_row(scorer, u, mark);
    }
    /* One tie further, from the marks as they are before anybody's change. */
    const uint32_t near = scorer->count;
    for (uint32_t i = 0; i < near; i++) {
        scorer->over[i] = scorer->marks[scorer->met[i]];
    }
    for (uint32_t i = 0; i < near; i++) {
        const uint32_t x = scorer->met[i];
        INTRO_TRY(poll(worker, &steps, intro_i_weak_degree(weak, x)));
        reach_row(scorer, x, scorer->over[i]);
    }
    for (uint32_t i = 0; i < scorer->count; i++) {
        const uint32_t mark = scorer->marks[scorer->met[i]];
        if (mark != scorer->several) {
            scorer->lost.data[mark - scorer->base]++;
        }
    }
    return INTRO_OK;
}
