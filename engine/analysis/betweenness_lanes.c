/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some sources at once, by hops: one walk over the arcs serves them all, and what
 * is known of a person lies side by side, a lane for each source. */
#include "analysis/betweenness_impl.h"

#include "base/alloc.h"

#include <string.h>

enum { ROWS = 64, ROW_PART = 64, HITS = 192, HALVES = INTRO_I_BW_LANES / 2 };

/* A level of so many people or more, in parts of everybody, is put in order. */
enum { BROAD = 64 };

/* So many paths and more are counted one source at a time. */
#define MANY_PATHS 0x1p900

/* Two lanes, wherever they lie. */
typedef double two __attribute__((vector_size(16), aligned(8), may_alias));
typedef uint64_t mask __attribute__((vector_size(16), aligned(8), may_alias));

/* Which of two lanes are on, by their bits. */
static const uint64_t masks[4][2] = {
    {0, 0}, {UINT64_MAX, 0}, {0, UINT64_MAX}, {UINT64_MAX, UINT64_MAX}};

/* Two lanes of a row that are on; a lane that is off is 0. */
static inline two pick(const double *row, uint32_t lanes, uint32_t half)
{
    const uint64_t *const on = masks[lanes >> 2 * half & 3];
    return (two)(*(const mask *)&row[2 * half] & *(const mask *)on);
}

/* --- space ----------------------------------------------------------------- */

intro_status intro_i_bw_lanes_init(const intro_i_bw_job *job,
                                   intro_i_bw_lanes *l)
{
    const size_t people = job->net.people;
    memset(l, 0, sizeof *l);
    l->paths = intro_i_alloc_lines(people, sizeof *l->paths);
    l->cross = intro_i_alloc_lines(people, sizeof *l->cross);
    l->unmet = intro_i_alloc(people, sizeof *l->unmet);
    l->here = intro_i_alloc_zero(people, sizeof *l->here);
    if (l->paths == NULL || l->cross == NULL || l->unmet == NULL ||
        l->here == NULL) {
        intro_i_bw_lanes_fini(l);
        return INTRO_ENOMEM;
    }
    memset(l->unmet, UINT8_MAX, people);
    return INTRO_OK;
}

void intro_i_bw_lanes_fini(intro_i_bw_lanes *l)
{
    intro_i_free(l->paths);
    intro_i_free(l->cross);
    intro_i_free(l->unmet);
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
        memset(&l->cross[v], 0, sizeof l->cross[v]);
        l->unmet[v] = UINT8_MAX;
        l->here[v] = 0;
    }
    l->met.count = 0;
    l->levels.count = 0;
}

static intro_status check_cancel(const intro_i_bw_job *job)
{
    return intro_ctx_is_cancelled(job->ctx) ? INTRO_ECANCELLED : INTRO_OK;
}

/* --- one level's arcs that lead on ------------------------------------------- */

/* An arc that leads one level on in some lanes. */
typedef struct hit {
    uint64_t arc;
    uint32_t person;
    uint8_t lanes;
} hit;

/* What of somebody's arcs leads on: the hits from those of the row before. */
typedef struct row {
    intro_i_bw_met from;
    bool is_first; /* nothing of him came before */
    bool is_last;
    size_t hits_end;
} row;

/* The lines of hundreds of hits, anywhere in memory, are asked for before the
 * first one is used: so their ways overlap. */
typedef struct block {
    size_t rows;
    size_t hits;
    row row[ROWS];
    hit hit[HITS];
} block;

/* People [next, end) of the list are to come, the next one from arc `done` of his. */
typedef struct cursor {
    size_t next;
    size_t end;
    uint64_t done;
} cursor;

/* Appends the arcs [begin, end) that lead to whom `on` has a lane of u's for. */
static void find_hits(const intro_i_arcs *out, const uint8_t *on,
                      intro_i_bw_met u, uint64_t begin, uint64_t end, block *b)
{
    size_t count = b->hits;
    for (uint64_t a = begin; a < end; a++) {
        const uint32_t w = out->people[a];
        const uint8_t lanes = u.lanes & on[w];
        b->hit[count] = (hit){a, w, lanes};
        count += lanes != 0;
    }
    b->hits = count;
}

/* What is known of a person in two places, to be asked for. */
typedef struct lines {
    const void *at[2];
    size_t width[2];
} lines;

static void ask_for(const lines *of, uint32_t person)
{
    for (int i = 0; i < 2; i++) {
        __builtin_prefetch((const char *)of->at[i] + person * of->width[i], 1);
    }
}

static void fill(const intro_i_arcs *out, const intro_i_bw_lanes *l,
                 const uint8_t *on, const lines *of, cursor *c, block *b)
{
    b->rows = 0;
    b->hits = 0;
    while (c->next < c->end && b->rows < ROWS && b->hits + ROW_PART <= HITS) {
        const intro_i_bw_met u = l->met.data[c->next];
        const uint64_t begin = out->offsets[u.person] + c->done;
        const uint64_t last = out->offsets[u.person + 1];
        const uint64_t end = intro_i_min_u64(begin + ROW_PART, last);
        const size_t before = b->hits;
        find_hits(out, on, u, begin, end, b);
        for (size_t i = before; i < b->hits; i++) {
            ask_for(of, b->hit[i].person);
        }
        b->row[b->rows++] = (row){u, c->done == 0, end == last, b->hits};
        c->done = end == last ? 0 : c->done + ROW_PART;
        c->next += end == last;
    }
}

/* --- from the sources outward ------------------------------------------------ */

static void add_lanes(intro_i_bw_line *to, const intro_i_bw_line *from,
                      uint32_t lanes)
{
#pragma GCC unroll 4
    for (uint32_t n = 0; n < HALVES; n++) {
        *(two *)&to->at[2 * n] += pick(from->at, lanes, n);
    }
}

/* Hands the paths on to whom the hits meet first. */
static intro_status hand_on(intro_i_bw_lanes *l, const block *b)
{
    size_t i = 0;
    INTRO_TRY(intro_i_vec_bw_met_reserve(&l->met, l->met.count + b->hits));
    for (size_t r = 0; r < b->rows; r++) {
        const intro_i_bw_line *const from = &l->paths[b->row[r].from.person];
        for (; i < b->row[r].hits_end; i++) {
            const uint32_t w = b->hit[i].person;
            l->met.data[l->met.count] = (intro_i_bw_met){w, 0};
            l->met.count += l->here[w] == 0;
            l->here[w] |= b->hit[i].lanes;
            add_lanes(&l->paths[w], from, b->hit[i].lanes);
        }
    }
    return INTRO_OK;
}

/* Those met since `begin`, in the order of their numbers, when they are many:
 * their arcs and figures are then read in the order they lie in. */
static void put_in_order(intro_i_bw_lanes *l, uint32_t people, size_t begin)
{
    intro_i_bw_met *const met = l->met.data + begin;
    size_t count = 0;
    if (l->met.count - begin < people / BROAD) {
        return;
    }
    for (uint32_t v = 0; v < people; v++) {
        if (l->here[v] != 0) {
            met[count++].person = v;
        }
    }
}

/* Those met since `begin` are a level. false: too many paths to count so. */
static bool end_level(intro_i_bw_lanes *l, size_t begin)
{
    double most = 0;
    for (size_t i = begin; i < l->met.count; i++) {
        intro_i_bw_met *const met = &l->met.data[i];
        const double *const paths = l->paths[met->person].at;
        met->lanes = l->here[met->person];
        l->unmet[met->person] &= (uint8_t)~met->lanes;
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
    memset(l->scales, 0, sizeof l->scales);
    for (size_t k = 0; k < count; k++) {
        const intro_i_bw_met met = {sources[k].person, 0};
        l->scales[k] = sources[k].scale;
        l->paths[met.person].at[k] = 1;
        l->here[met.person] = (uint8_t)(1U << k);
        INTRO_TRY(intro_i_vec_bw_met_push(&l->met, met));
    }
    (void)end_level(l, 0);
    return intro_i_vec_u64_push(&l->levels, 0);
}

static intro_status search(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                           const intro_i_bw_source *sources, size_t count,
                           bool *is_counted)
{
    const lines of = {{l->paths, l->here}, {sizeof *l->paths, sizeof *l->here}};
    size_t begin = 0;
    *is_counted = true;
    INTRO_TRY(begin_search(l, sources, count));
    while (begin < l->met.count && *is_counted) {
        const size_t end = l->met.count;
        block b;
        for (cursor c = {begin, end, 0}; c.next < end;) {
            fill(&job->net.out, l, l->unmet, &of, &c, &b);
            INTRO_TRY(hand_on(l, &b));
            INTRO_TRY(check_cancel(job));
        }
        put_in_order(l, job->net.people, end);
        *is_counted = end_level(l, end);
        INTRO_TRY(intro_i_vec_u64_push(&l->levels, end));
        begin = end;
    }
    return INTRO_OK;
}

/* --- and back ---------------------------------------------------------------- */

/* What somebody is owed by whom his arcs lead to, one level on: (1 + owed) /
 * paths of each, and the same across groups. */
typedef struct sums {
    double all[INTRO_I_BW_LANES];
    double cross[INTRO_I_BW_LANES];
    double scaled[INTRO_I_BW_LANES]; /* his paths x scale of the source */
} sums;

/* Nothing is owed as yet. A lane in which he is farther away holds what he is
 * owed there; it meets zeros only. */
static void begin_sums(const intro_i_bw_lanes *l, uint32_t person, sums *s)
{
#pragma GCC unroll 4
    for (uint32_t n = 0; n < HALVES; n++) {
        const two none = {0, 0};
        *(two *)&s->all[2 * n] = none;
        *(two *)&s->cross[2 * n] = none;
        *(two *)&s->scaled[2 * n] = *(const two *)&l->scales[2 * n] *
                                    *(const two *)&l->paths[person].at[2 * n];
    }
}

/* Adds what the person is owed; what of it goes over the arc, across groups. */
static double collect(const intro_i_bw_lanes *l, hit h, sums *s)
{
    two arc[2] = {{0, 0}, {0, 0}};
#pragma GCC unroll 4
    for (uint32_t n = 0; n < HALVES; n++) {
        const two cross = pick(l->cross[h.person].at, h.lanes, n);
        *(two *)&s->all[2 * n] += pick(l->paths[h.person].at, h.lanes, n);
        *(two *)&s->cross[2 * n] += cross;
        arc[n % 2] += cross * *(const two *)&s->scaled[2 * n];
    }
    return (arc[0][0] + arc[0][1]) + (arc[1][0] + arc[1][1]);
}

/* The sum of some numbers, in their order, and of their squares. */
typedef struct total {
    double sum;
    double squares;
} total;

static total begin_total(const double *of_sum, const double *of_squares,
                         uint32_t v)
{
    return (total){of_sum == NULL ? 0 : of_sum[v],
                   of_squares == NULL ? 0 : of_squares[v]};
}

static void add_to_total(total *t, double x)
{
    t->sum += x;
    t->squares += x * x;
}

static void end_total(total t, double *of_sum, double *of_squares, uint32_t v)
{
    if (of_sum != NULL) {
        of_sum[v] = t.sum;
    }
    if (of_squares != NULL) {
        of_squares[v] = t.squares;
    }
}

/* What each source depends on u is known: adds it. */
static void settle(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                   const intro_i_bw_source *sources, intro_i_bw_met u,
                   const sums *from, intro_i_bw_sums *to)
{
    double *const paths = l->paths[u.person].at;
    total all = begin_total(to->all, to->all_squares, u.person);
    total cross = begin_total(to->cross, to->cross_squares, u.person);
    for (uint32_t lanes = u.lanes; lanes != 0; lanes &= lanes - 1) {
        const int k = __builtin_ctz(lanes);
        const uint32_t s = sources[k].person;
        if (s == u.person) {
            continue;
        }
        const double count = paths[k];
        const double depends = count * from->all[k];
        const double across = count * from->cross[k];
        add_to_total(&all, sources[k].scale * depends);
        add_to_total(&cross, sources[k].scale * across);
        paths[k] = (1 + depends) / count;
        if (job->groups != NULL) {
            const bool is_across =
                intro_i_bw_is_across(job->groups, s, u.person);
            l->cross[u.person].at[k] = ((is_across ? 1 : 0) + across) / count;
        }
    }
    end_total(all, to->all, to->all_squares, u.person);
    end_total(cross, to->cross, to->cross_squares, u.person);
}

/* Everybody whose row ends in the block is done. */
static void settle_block(const intro_i_bw_job *job, intro_i_bw_lanes *l,
                         const intro_i_bw_source *sources, const block *b,
                         sums *s, intro_i_bw_sums *to)
{
    size_t i = 0;
    for (size_t r = 0; r < b->rows; r++) {
        const intro_i_bw_met u = b->row[r].from;
        if (b->row[r].is_first) {
            begin_sums(l, u.person, s);
        }
        for (; i < b->row[r].hits_end; i++) {
            const hit h = b->hit[i];
            const double arc = collect(l, h, s);
            if (to->arcs != NULL) {
                intro_i_bw_add_to_arc(to->arcs, h.arc, arc);
            }
        }
        if (b->row[r].is_last) {
            settle(job, l, sources, u, s, to);
        }
    }
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
                           const intro_i_bw_source *sources,
                           intro_i_bw_sums *to)
{
    const lines of = {{l->paths, l->cross},
                      {sizeof *l->paths, sizeof *l->cross}};
    size_t last = l->met.count;
    size_t end = l->met.count;
    for (size_t level = l->levels.count; level-- > 0;) {
        const size_t begin = (size_t)l->levels.data[level];
        block b;
        sums s = {{0}, {0}, {0}};
        for (cursor c = {begin, end, 0}; c.next < end;) {
            fill(&job->net.out, l, l->here, &of, &c, &b);
            settle_block(job, l, sources, &b, &s, to);
            INTRO_TRY(check_cancel(job));
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
        INTRO_TRY(add_up(job, l, sources, to));
    }
    clear(l);
    return is_counted ? INTRO_OK : run_singly(job, single, sources, count, to);
}
