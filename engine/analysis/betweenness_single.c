/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One source at a time: for paths by warmth, and by hops where there are more of
 * them than a double can count. By hops every tie counts as of strength 1. */
#include "analysis/betweenness_impl.h"

#include "base/alloc.h"

#include <string.h>

enum { POLL_EVERY = 1024 };

/* --- counts of paths ------------------------------------------------------- */

static intro_i_bw_count add_counts(intro_i_bw_count a, intro_i_bw_count b)
{
    if (a.e < b.e) {
        const intro_i_bw_count swapped = a;
        a = b;
        b = swapped;
    }
    if (a.e - b.e < 2) {
        a.m += a.e == b.e ? b.m : b.m * 0x1p-512;
    }
    if (a.m >= 0x1p512) {
        a.m *= 0x1p-512;
        a.e++;
    }
    return a;
}

/* part / whole, a part being at most the whole. */
static double share_of(intro_i_bw_count part, intro_i_bw_count whole)
{
    double share = part.m / whole.m;
    for (uint32_t e = part.e; e < whole.e && share > 0; e++) {
        share *= 0x1p-512;
    }
    return share;
}

/* --- space ----------------------------------------------------------------- */

intro_status intro_i_bw_single_init(const intro_i_bw_job *job,
                                    intro_i_bw_single *single)
{
    const size_t people = job->net.people;
    memset(single, 0, sizeof *single);
    single->order = intro_i_alloc(people, sizeof *single->order);
    single->keys = intro_i_alloc_zero(people, sizeof *single->keys);
    single->counts = intro_i_alloc_zero(people, sizeof *single->counts);
    single->all = intro_i_alloc_zero(people, sizeof *single->all);
    single->cross = intro_i_alloc_zero(people, sizeof *single->cross);
    bool is_complete = single->order != NULL && single->keys != NULL &&
                       single->counts != NULL && single->all != NULL &&
                       single->cross != NULL;
    if (job->by_warmth) {
        single->heap = intro_i_alloc(people, sizeof *single->heap);
        single->places = intro_i_alloc(people, sizeof *single->places);
        is_complete =
            is_complete && single->heap != NULL && single->places != NULL;
    }
    if (!is_complete) {
        intro_i_bw_single_fini(single);
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

void intro_i_bw_single_fini(intro_i_bw_single *single)
{
    intro_i_free(single->order);
    intro_i_free(single->keys);
    intro_i_free(single->counts);
    intro_i_free(single->all);
    intro_i_free(single->cross);
    intro_i_free(single->heap);
    intro_i_free(single->places);
    memset(single, 0, sizeof *single);
}

static void clear(intro_i_bw_single *s)
{
    for (uint32_t i = 0; i < s->reached; i++) {
        const uint32_t v = s->order[i];
        s->keys[v] = (intro_i_bw_key){0, 0, 0};
        s->counts[v] = (intro_i_bw_count){0, 0};
        s->all[v] = 0;
        s->cross[v] = 0;
    }
    s->reached = 0;
}

/* --- from the source outward ------------------------------------------------ */

static intro_status check_poll(const intro_i_bw_job *job, uint32_t i)
{
    return i % POLL_EVERY == 0 && intro_ctx_is_cancelled(job->ctx)
               ? INTRO_ECANCELLED
               : INTRO_OK;
}

static intro_status search_hops(const intro_i_bw_job *job, intro_i_bw_single *s,
                                uint32_t source)
{
    const intro_i_arcs *const out = &job->net.out;
    s->keys[source].product = 1;
    s->order[0] = source;
    s->reached = 1;
    for (uint32_t i = 0; i < s->reached; i++) {
        const uint32_t u = s->order[i];
        for (uint64_t a = out->offsets[u]; a < out->offsets[u + 1]; a++) {
            const uint32_t w = out->people[a];
            if (s->keys[w].product <= 0) {
                s->keys[w] = intro_i_bw_step(s->keys[u], 1);
                s->order[s->reached++] = w;
            }
        }
        INTRO_TRY(check_poll(job, i));
    }
    return INTRO_OK;
}

/* Does a shortest path lead over arc a of u? */
static bool is_on_path(const intro_i_bw_job *job, const intro_i_bw_single *s,
                       uint32_t u, uint64_t a)
{
    const intro_i_arcs *const out = &job->net.out;
    const intro_i_bw_key key =
        intro_i_bw_step(s->keys[u], job->by_warmth ? out->strengths[a] : 1);
    return intro_i_bw_is_equal(&key, &s->keys[out->people[a]]);
}

static intro_status count_paths(const intro_i_bw_job *job, intro_i_bw_single *s)
{
    const intro_i_arcs *const out = &job->net.out;
    s->counts[s->order[0]] = (intro_i_bw_count){1, 0};
    for (uint32_t i = 0; i < s->reached; i++) {
        const uint32_t u = s->order[i];
        for (uint64_t a = out->offsets[u]; a < out->offsets[u + 1]; a++) {
            const uint32_t w = out->people[a];
            if (is_on_path(job, s, u, a)) {
                s->counts[w] = add_counts(s->counts[w], s->counts[u]);
            }
        }
        INTRO_TRY(check_poll(job, i));
    }
    return INTRO_OK;
}

/* --- and back ---------------------------------------------------------------- */

/* What the source depends on u: sums over the people behind u. */
static void depend_on(const intro_i_bw_job *job, intro_i_bw_single *s,
                      uint32_t u, double scale, intro_i_bw_arc_sums *arcs)
{
    const intro_i_arcs *const out = &job->net.out;
    const uint32_t source = s->order[0];
    for (uint64_t a = out->offsets[u]; a < out->offsets[u + 1]; a++) {
        if (!is_on_path(job, s, u, a)) {
            continue;
        }
        const uint32_t w = out->people[a];
        const double share = share_of(s->counts[u], s->counts[w]);
        s->all[u] += share * (1 + s->all[w]);
        if (job->groups != NULL) {
            const double across =
                intro_i_bw_is_across(job->groups, source, w) ? 1 : 0;
            const double cross = share * (across + s->cross[w]);
            s->cross[u] += cross;
            if (arcs != NULL) {
                intro_i_bw_add_to_arc(arcs, a, scale * cross);
            }
        }
    }
}

static intro_status add_up(const intro_i_bw_job *job, intro_i_bw_single *s,
                           double scale, intro_i_bw_sums *sums)
{
    for (uint32_t i = s->reached; i-- > 1;) {
        const uint32_t u = s->order[i];
        depend_on(job, s, u, scale, sums->arcs);
        const double all = scale * s->all[u];
        const double cross = scale * s->cross[u];
        sums->all[u] += all;
        if (sums->cross != NULL) {
            sums->cross[u] += cross;
        }
        if (sums->all_squares != NULL) {
            sums->all_squares[u] += all * all;
        }
        if (sums->cross_squares != NULL) {
            sums->cross_squares[u] += cross * cross;
        }
        INTRO_TRY(check_poll(job, i));
    }
    if (sums->arcs != NULL) {
        depend_on(job, s, s->order[0], scale, sums->arcs);
    }
    return INTRO_OK;
}

intro_status intro_i_bw_single_run(const intro_i_bw_job *job,
                                   intro_i_bw_single *single,
                                   const intro_i_bw_source *source,
                                   intro_i_bw_sums *sums)
{
    INTRO_TRY(job->by_warmth
                  ? intro_i_bw_search_warmth(job, single, source->person)
                  : search_hops(job, single, source->person));
    INTRO_TRY(count_paths(job, single));
    INTRO_TRY(add_up(job, single, source->scale, sums));
    clear(single);
    return INTRO_OK;
}
