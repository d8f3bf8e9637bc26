/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layer by layer from both ends, always on the side whose people have fewer ties;
 * a layer that meets the other side is read to its end for nothing, since every
 * way found in it is as long. */
#include "analysis/span.h"

#include <string.h>

enum { POLL_EVERY = 1 << 16 };

/* One end's share of the search. */
typedef struct side {
    intro_i_vec_u32 *met;
    size_t first; /* the last layer is met[first ..] */
    uint32_t layers;
    uint32_t mark;
} side;

intro_status intro_i_spanner_init(intro_i_spanner *spanner,
                                  const intro_i_weak_graph *weak)
{
    *spanner = (intro_i_spanner){.weak = weak};
    spanner->marks = intro_i_alloc_zero(weak->people, sizeof *spanner->marks);
    return spanner->marks != NULL ? INTRO_OK : INTRO_ENOMEM;
}

void intro_i_spanner_fini(intro_i_spanner *spanner)
{
    intro_i_free(spanner->marks);
    intro_i_vec_u32_fini(&spanner->sides[0]);
    intro_i_vec_u32_fini(&spanner->sides[1]);
    memset(spanner, 0, sizeof *spanner);
}

static uint64_t count_ties(const intro_i_weak_graph *weak, const side *s)
{
    uint64_t ties = 0;
    for (size_t i = s->first; i < s->met->count; i++) {
        ties += intro_i_weak_degree(weak, s->met->data[i]);
    }
    return ties;
}

/* One layer more; *is_met when it holds somebody of the other side. */
static intro_status grow(const intro_i_worker *worker, intro_i_spanner *spanner,
                         side *s, uint32_t v, uint32_t w, bool *is_met)
{
    const intro_i_weak_graph *const weak = spanner->weak;
    const size_t end = s->met->count;
    uint64_t steps = 0;
    for (size_t i = s->first; i < end; i++) {
        const uint32_t x = s->met->data[i];
        for (uint64_t k = weak->offsets[x]; k < weak->offsets[x + 1]; k++) {
            const uint32_t y = weak->neighbours[k];
            if (++steps % POLL_EVERY == 0) {
                INTRO_TRY(intro_i_worker_poll(worker));
            }
            if ((x == v && y == w) || (x == w && y == v) ||
                spanner->marks[y] == s->mark) {
                continue;
            }
            if (spanner->marks[y] != 0) {
                *is_met = true;
                s->layers++;
                return INTRO_OK;
            }
            INTRO_TRY(intro_i_vec_u32_push(s->met, y));
            spanner->marks[y] = s->mark;
        }
    }
    s->first = end;
    s->layers++;
    return INTRO_OK;
}

static intro_status start(intro_i_spanner *spanner, side *s, uint32_t v)
{
    INTRO_TRY(intro_i_vec_u32_push(s->met, v));
    spanner->marks[v] = s->mark;
    return INTRO_OK;
}

static intro_status search(const intro_i_worker *worker,
                           intro_i_spanner *spanner, side sides[2], uint32_t v,
                           uint32_t w, uint32_t *span)
{
    bool is_met = false;
    INTRO_TRY(start(spanner, &sides[0], v));
    INTRO_TRY(start(spanner, &sides[1], w));
    while (!is_met) {
        const uint64_t ties[2] = {count_ties(spanner->weak, &sides[0]),
                                  count_ties(spanner->weak, &sides[1])};
        if (ties[0] == 0 || ties[1] == 0) {
            *span = 0;
            return INTRO_OK;
        }
        INTRO_TRY(
            grow(worker, spanner, &sides[ties[0] > ties[1]], v, w, &is_met));
    }
    *span = sides[0].layers + sides[1].layers;
    return INTRO_OK;
}

intro_status intro_i_span(const intro_i_worker *worker,
                          intro_i_spanner *spanner, uint32_t v, uint32_t w,
                          uint32_t *span)
{
    side sides[2] = {{&spanner->sides[0], 0, 0, 1},
                     {&spanner->sides[1], 0, 0, 2}};
    const intro_status rc = search(worker, spanner, sides, v, w, span);
    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k < sides[i].met->count; k++) {
            spanner->marks[sides[i].met->data[k]] = 0;
        }
        sides[i].met->count = 0;
    }
    return rc;
}
