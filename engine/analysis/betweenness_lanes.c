/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some sources at once, by hops: one walk over the arcs serves them all, and what
 * is known of a person lies side by side, a lane for each source. */
#include "analysis/betweenness_impl.h"

#include "base/alloc.h"

#include <string.h>

enum {
    POLL_EVERY = 1024,
    AHEAD = 64,
    SOON = 8,
    NIBBLES = INTRO_I_BW_LANES / 4
};

/* So many paths and more are counted one source at a time. */
#define MANY_PATHS 0x1p900

/* 0 or 1 a lane, by four lanes' bits. */
static const double switches[16][4] = {
    {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {1, 1, 0, 0},
    {0, 0, 1, 0}, {1, 0, 1, 0}, {0, 1, 1, 0}, {1, 1, 1, 0},
    {0, 0, 0, 1}, {1, 0, 0, 1}, {0, 1, 0, 1}, {1, 1, 0, 1},
    {0, 0, 1, 1}, {1, 0, 1, 1}, {0, 1, 1, 1}, {1, 1, 1, 1}};

/* Four lanes, wherever they lie; one instruction or two, and the same sums. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

/* An arc that leads one level on. */
typedef struct hit {
    uint64_t arc;
    uint32_t person;
    uint16_t lanes;
} hit;

/* --- space ----------------------------------------------------------------- */

intro_status intro_i_bw_lanes_init(const intro_i_bw_job *job,
                                   intro_i_bw_lanes *l)
{
    const size_t people = job->net.people;
    memset(l, 0, sizeof *l);
    l->paths = intro_i_alloc_zero(people, sizeof *l->paths);
    l->owed = intro_i_alloc_zero(people, sizeof *l->owed);
    l->seen = intro_i_alloc_zero(people, sizeof *l->seen);
    l->here = intro_i_alloc_zero(people, sizeof *l->here);
    if (l->paths == NULL || l->owed == NULL || l->seen == NULL ||
        l->here == NULL) {
        intro_i_bw_lanes_fini(l);
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

void intro_i_bw_lanes_fini(intro_i_bw_lanes *l)
{
    intro_i_free(l->paths);
    intro_i_free(l->owed);
    intro_i_free(l->seen);
    intro_i_free(l->here);
    intro_i_vec_bw_met_fini(&l->met);
    intro_i_vec_u64_fini(&l->levels);
    memset(l, 0, sizeof *l);
}

static void clear(intro_i_bw_lanes *l)
{
    for (size_t i = 0; i < l->met.count; i++) {
        const uint32_t v = l->met.data[i].person;
        memset(&l->paths[v], 0, sizeof l->paths[v]);
        memset(&l->owed[v], 0, sizeof l->owed[v]);
        l->seen[v] = 0;
        l->here[v] = 0;
    }
    l->met.count = 0;
    l->levels.count = 0;
}

static intro_status check_poll(const intro_i_bw_job *job, size_t i)
{
    return i % POLL_EVERY == 0 && intro_ctx_is_cancelled(job->ctx)
               ? INTRO_ECANCELLED
               : INTRO_OK;
}

/* --- from the sources outward ------------------------------------------------ */

static intro_status meet(intro_i_bw_lanes *l, uint32_t person, uint16_t lanes)
{
    const intro_i_bw_met met = {person, lanes};
    return intro_i_vec_bw_met_push(&l->met, met);
}

/* A lane that is off adds 0. */
static void add_lanes(intro_i_bw_paths *to, const intro_i_bw_paths *from,
                      uint32_t lanes)
{
    for (uint32_t n = 0; n < NIBBLES; n++) {
        const four *const on = (const four *)switches[lanes >> 4 * n & 15];
        four *const sum = (four *)&to->at[4 * n];
        *sum += *on * *(const four *)&from->at[4 * n];
    }
}

/* Hands the paths to u on to whom its arcs [begin, end) meet first. */
static intro_status hand_on(const intro_i_arcs *out, intro_i_bw_lanes *l,
                            intro_i_bw_met u, uint64_t begin, uint64_t end)
{
    hit hits[AHEAD];
    size_t count = 0;
    for (uint64_t a = begin; a < end; a++) {
        const uint32_t w = out->people[a];
        const uint16_t lanes = (uint16_t)(u.lanes & ~l->seen[w]);
        hits[count] = (hit){a, w, lanes};
        count += lanes != 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (i + SOON < count) {
            __builtin_prefetch(&l->paths[hits[i + SOON].person], 1);
        }
        const uint32_t w = hits[i].person;
        if (l->here[w] == 0) {
            INTRO_TRY(meet(l, w, 0));
        }
        l->here[w] |= hits[i].lanes;
        add_lanes(&l->paths[w], &l->paths[u.person], hits[i].lanes);
    }
    return INTRO_OK;
}

/* Those met since `begin` are a level. false: too many paths to count so. */
static bool end_level(intro_i_bw_lanes *l, size_t begin)
{
    double most = 0;
    for (size_t i = begin; i < l->met.count; i++) {
        intro_i_bw_met *const met = &l->met.data[i];
        const double *const paths = l->paths[met->person].at;
        met->lanes = l->here[met->person];
        l->seen[met->person] |= met->lanes;
        l->here[met->person] = 0;
        for (int k = 0; k < INTRO_I_BW_LANES; k++) {
            most = paths[k] > most ? paths[k] : most;
        }
    }
    return most < MANY_PATHS;
}

static intro_status begin_search(intro_i_bw_lanes *l,
                                 const intro_i_bw_source *sources, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const uint32_t s = sources[k].person;
        l->paths[s].at[k] = 1;
        l->here[s] = (uint16_t)(1U << k);
        INTRO_TRY(meet(l, s, 0));
    }
    (void)end_level(l, 0);
    return intro_i_vec_u64_push(&l->levels, 0);
}

static intro_status search(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                           const intro_i_bw_source *sources, size_t count,
                           bool *is_counted)
{
    const intro_i_arcs *const out = &job->net.out;
    size_t begin = 0;
    *is_counted = true;
    INTRO_TRY(begin_search(l, sources, count));
    while (begin < l->met.count && *is_counted) {
        const size_t end = l->met.count;
        for (size_t i = begin; i < end; i++) {
            const intro_i_bw_met u = l->met.data[i];
            const uint64_t last = out->offsets[u.person + 1];
            for (uint64_t a = out->offsets[u.person]; a < last; a += AHEAD) {
                INTRO_TRY(
                    hand_on(out, l, u, a, intro_i_min_u64(a + AHEAD, last)));
            }
            INTRO_TRY(check_poll(job, i));
        }
        *is_counted = end_level(l, end);
        INTRO_TRY(intro_i_vec_u64_push(&l->levels, end));
        begin = end;
    }
    return INTRO_OK;
}

/* --- and back ---------------------------------------------------------------- */

/* What u is owed by whom its arcs lead to, one level on: (1 + owed) / paths of
 * each, and the same across groups. */
typedef struct sums {
    double all[INTRO_I_BW_LANES];
    double cross[INTRO_I_BW_LANES];
} sums;

/* Adds what w is owed; what of it goes over the arc, across groups. */
static double collect_one(const intro_i_bw_owed *w, uint32_t lanes,
                          const double *scaled, sums *out)
{
    four arc = {0, 0, 0, 0};
    for (uint32_t n = 0; n < NIBBLES; n++) {
        const four *const on = (const four *)switches[lanes >> 4 * n & 15];
        const four cross = *on * *(const four *)&w->cross[4 * n];
        *(four *)&out->all[4 * n] += *on * *(const four *)&w->all[4 * n];
        *(four *)&out->cross[4 * n] += cross;
        arc += cross * *(const four *)&scaled[4 * n];
    }
    return (arc[0] + arc[1]) + (arc[2] + arc[3]);
}

static void collect(const intro_i_bw_job *job, const intro_i_bw_lanes *l,
                    intro_i_bw_met u, uint64_t begin, uint64_t end,
                    const double *scaled, double *arcs, sums *out)
{
    hit hits[AHEAD];
    size_t count = 0;
    for (uint64_t a = begin; a < end; a++) {
        const uint32_t w = job->net.out.people[a];
        const uint16_t lanes = u.lanes & l->here[w];
        hits[count] = (hit){a, w, lanes};
        count += lanes != 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (i + SOON < count) {
            __builtin_prefetch(l->owed[hits[i + SOON].person].all);
            __builtin_prefetch(l->owed[hits[i + SOON].person].cross);
        }
        const double arc =
            collect_one(&l->owed[hits[i].person], hits[i].lanes, scaled, out);
        if (arcs != NULL) {
            arcs[hits[i].arc] += arc;
        }
    }
}

/* Adds what one source depends on u. */
static void add_one(intro_i_bw_sums *to, uint32_t u, double all, double cross)
{
    to->all[u] += all;
    if (to->cross != NULL) {
        to->cross[u] += cross;
    }
    if (to->all_squares != NULL) {
        to->all_squares[u] += all * all;
    }
    if (to->cross_squares != NULL) {
        to->cross_squares[u] += cross * cross;
    }
}

static void settle(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                   const intro_i_bw_source *sources, intro_i_bw_met u,
                   const sums *from, intro_i_bw_sums *to)
{
    intro_i_bw_owed *const owed = &l->owed[u.person];
    for (int k = 0; k < INTRO_I_BW_LANES; k++) {
        if ((u.lanes >> k & 1U) == 0) {
            continue;
        }
        const double paths = l->paths[u.person].at[k];
        const double all = paths * from->all[k];
        const double cross = paths * from->cross[k];
        const uint32_t s = sources[k].person;
        if (s == u.person) {
            continue;
        }
        add_one(to, u.person, sources[k].scale * all, sources[k].scale * cross);
        owed->all[k] = (1 + all) / paths;
        if (job->groups != NULL) {
            const bool is_across =
                intro_i_bw_is_across(job->groups, s, u.person);
            owed->cross[k] = ((is_across ? 1 : 0) + cross) / paths;
        }
    }
}

static void add_person(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                       const intro_i_bw_source *sources, size_t count,
                       intro_i_bw_met u, intro_i_bw_sums *to)
{
    const intro_i_arcs *const out = &job->net.out;
    const uint64_t last = out->offsets[u.person + 1];
    double scaled[INTRO_I_BW_LANES] = {0};
    sums found = {{0}, {0}};
    for (size_t k = 0; k < count; k++) {
        scaled[k] = sources[k].scale * l->paths[u.person].at[k];
    }
    for (uint64_t a = out->offsets[u.person]; a < last; a += AHEAD) {
        collect(job, l, u, a, intro_i_min_u64(a + AHEAD, last), scaled,
                to->arcs, &found);
    }
    settle(job, l, sources, u, &found, to);
}

/* Lanes of those in [begin, end) of the list are, or are not, one level on. */
static void mark(intro_i_bw_lanes *l, size_t begin, size_t end, bool is_on)
{
    for (size_t i = begin; i < end; i++) {
        const intro_i_bw_met met = l->met.data[i];
        l->here[met.person] = is_on ? met.lanes : 0;
    }
}

/* Level by level from the farthest. */
static intro_status add_up(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                           const intro_i_bw_source *sources, size_t count,
                           intro_i_bw_sums *to)
{
    size_t last = l->met.count;
    size_t end = l->met.count;
    for (size_t level = l->levels.count; level-- > 0;) {
        const size_t begin = (size_t)l->levels.data[level];
        for (size_t i = begin; i < end; i++) {
            add_person(job, l, sources, count, l->met.data[i], to);
            INTRO_TRY(check_poll(job, i));
        }
        mark(l, end, last, false);
        mark(l, begin, end, true);
        last = end;
        end = begin;
    }
    return INTRO_OK;
}

/* One after the other, with counts that have no greatest value. */
static intro_status run_singly(const intro_i_bw_job *job,
                               intro_i_bw_single *single,
                               const intro_i_bw_source *sources, size_t count,
                               intro_i_bw_sums *to)
{
    if (single->order == NULL) {
        INTRO_TRY(intro_i_bw_single_init(job, single));
    }
    for (size_t k = 0; k < count; k++) {
        INTRO_TRY(intro_i_bw_single_run(job, single, &sources[k], to));
    }
    return INTRO_OK;
}

intro_status intro_i_bw_lanes_run(const intro_i_bw_job *job,
                                  intro_i_bw_lanes *l,
                                  intro_i_bw_single *single,
                                  const intro_i_bw_source *sources,
                                  size_t count, intro_i_bw_sums *to)
{
    bool is_counted;
    INTRO_TRY(search(job, l, sources, count, &is_counted));
    if (is_counted) {
        INTRO_TRY(add_up(job, l, sources, count, to));
    }
    clear(l);
    return is_counted ? INTRO_OK : run_singly(job, single, sources, count, to);
}
