/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chain is traced forward by choosing at each step the smallest next person
 * whose completion gives exactly the total. A stored parent would be wrong:
 * suffixes of different products may give one total after rounding.
 *
 * Who has one tie left is looked for in the rows of those tied to the target,
 * which were read when the second layer was pushed; his own row would be read
 * for the first time. */
#include "analysis/chains_impl.h"

/* More people tied to the target than this, and the other row is read. */
enum { FEW_BEFORE_TARGET = 64 };

typedef struct trace {
    const intro_i_ball *ball;
    intro_i_arcs out;
    intro_i_arcs in;
    double warmth;
    double strengths[INTRO_MAX_HOPS]; /* of the first `done` ties */
    uint32_t done;
    uint32_t rest; /* ties after the next */
    intro_vid next;
} trace;

/* Does the chain go on over this tie to w? Then it is the next. */
static bool try_tie(trace *t, intro_vid w, float strength)
{
    const double *const best = intro_i_ball_best(t->ball, w);
    if (best == NULL || best[t->rest] <= 0 ||
        (double)strength < t->ball->floor) {
        return false;
    }
    double total = (double)strength * best[t->rest];
    for (uint32_t i = t->done; i-- > 0;) {
        total = t->strengths[i] * total;
    }
    if (total < t->warmth) {
        return false;
    }
    t->strengths[t->done] = (double)strength;
    t->next = w;
    return true;
}

/* Place of v in a row, or `count`. */
static size_t find_in_row(const intro_vid *row, size_t count, intro_vid v)
{
    const intro_vid *low = row;
    size_t left = count;
    while (left > 1) {
        const size_t half = left / 2;
        low += low[half] <= v ? half : 0;
        left -= half;
    }
    return left == 1 && *low == v ? (size_t)(low - row) : count;
}

static bool find_before_target(trace *t, intro_vid v)
{
    const intro_vid target = t->ball->query->targets[0];
    const uint64_t end = t->in.offsets[target + 1];
    for (uint64_t i = t->in.offsets[target]; i < end; i++) {
        const intro_vid w = t->in.people[i];
        const double *const best = intro_i_ball_best(t->ball, w);
        if (best == NULL || best[1] <= 0) {
            continue; /* his row was not read */
        }
        const uint64_t first = t->in.offsets[w];
        const size_t row = (size_t)intro_i_arcs_count(&t->in, w);
        const size_t place = find_in_row(t->in.people + first, row, v);
        if (place < row && try_tie(t, w, t->in.strengths[first + place])) {
            return true;
        }
    }
    return false;
}

static bool find_sifted(trace *t, intro_vid v)
{
    const uint64_t end = t->out.offsets[v + 1];
    uint16_t passed[INTRO_I_SIFT_MOST];
    for (uint64_t arc = t->out.offsets[v]; arc < end;
         arc += INTRO_I_SIFT_MOST) {
        const size_t count = intro_i_sieve_sift(
            &t->ball->sieves[t->rest], t->out.people + arc,
            (size_t)intro_i_min_u64(end - arc, INTRO_I_SIFT_MOST), passed);
        for (size_t i = 0; i < count; i++) {
            const uint64_t hit = arc + passed[i];
            if (try_tie(t, t->out.people[hit], t->out.strengths[hit])) {
                return true;
            }
        }
    }
    return false;
}

static bool find_in_own_row(trace *t, intro_vid v)
{
    const intro_i_sieve *const sieve = &t->ball->sieves[t->rest];
    if (sieve->people != 0 && sieve->people == t->ball->layers[t->rest].count) {
        return find_sifted(t, v);
    }
    const uint64_t end = t->out.offsets[v + 1];
    for (uint64_t arc = t->out.offsets[v]; arc < end; arc++) {
        if (try_tie(t, t->out.people[arc], t->out.strengths[arc])) {
            return true;
        }
    }
    return false;
}

/* The rows of layer 1 were all read, and checked, when layer 2 was pushed. */
static bool is_read_before_target(const trace *t)
{
    return t->ball->pushed >= 2 &&
           intro_i_arcs_count(&t->in, t->ball->query->targets[0]) <=
               FEW_BEFORE_TARGET;
}

static intro_status find_next(trace *t, intro_vid v)
{
    const intro_paths_query *const q = t->ball->query;
    const bool is_single = q->target_count == 1;
    bool is_found;
    if (t->rest == 0 && is_single) {
        t->next = q->targets[0];
        t->strengths[t->done] = intro_i_ball_best(t->ball, v)[1];
        return INTRO_OK;
    }
    if (t->rest == 1 && is_single && is_read_before_target(t)) {
        is_found = find_before_target(t, v);
    } else {
        INTRO_TRY(intro_i_arcs_check(&t->out, v));
        is_found = find_in_own_row(t, v);
    }
    if (!is_found) { /* rows of both ends disagree */
        intro_i_watch_note(t->ball->graph->strings.watch, "out_people");
        return INTRO_EDAMAGED;
    }
    return INTRO_OK;
}

intro_status intro_i_trace_chain(const intro_i_ball *ball,
                                 const intro_i_introducer *introducer,
                                 intro_i_chain *out)
{
    trace t = {.ball = ball,
               .out = intro_i_arcs_out(ball->graph),
               .in = intro_i_arcs_in(ball->graph),
               .warmth = introducer->warmth,
               .strengths = {(double)introducer->strength}};
    *out = (intro_i_chain){introducer->warmth,
                           introducer->strength,
                           introducer->hops,
                           {introducer->from, introducer->person}};
    for (t.done = 1; t.done < out->hops; t.done++) {
        t.rest = out->hops - t.done - 1;
        INTRO_TRY(find_next(&t, out->people[t.done]));
        const float strength = (float)t.strengths[t.done];
        out->people[t.done + 1] = t.next;
        out->weakest = strength < out->weakest ? strength : out->weakest;
    }
    return INTRO_OK;
}
