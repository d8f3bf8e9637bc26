/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The public side of the search: checks a query, runs it, ranks and explains.
 *
 * Several askers: an introducer appears once, with his best chain over them all.
 * A direct tie is listed whatever min_strength and avoid say: they narrow chains,
 * and who is tied to the target should know it. */
#include "analysis/chains.h"
#include "analysis/searcher.h"
#include "analysis/yen.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "base/text.h"

#include <stdlib.h>

INTRO_VEC(intro_i_vec_direct, intro_direct);

struct intro_paths {
    intro_i_vec_chain chains;
    intro_i_vec_direct direct;
    intro_i_chain beyond; /* hops 0 = none */
    intro_no_path reason;
};

struct intro_searcher {
    const intro_graph *graph;
    intro_i_ball ball;
    intro_i_yen yen;
    intro_i_vec_u32 askers;  /* rising, distinct */
    intro_i_vec_u32 starts;  /* askers that are not avoided */
    intro_i_vec_u32 targets; /* without the askers */
    intro_paths *paths;      /* of the last call */
};

/* --- the query ------------------------------------------------------------- */

static intro_status check_people(intro_ctx *ctx, const intro_graph *graph,
                                 const intro_vid *list, size_t count,
                                 const char *what)
{
    if (count != 0 && list == NULL) {
        return intro_i_fail(ctx, INTRO_EARG, "no list of %s", what);
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i] >= graph->people) {
            return intro_i_fail(ctx, INTRO_EARG,
                                "no person has number %lu (%s)",
                                (unsigned long)list[i], what);
        }
    }
    return INTRO_OK;
}

static intro_status check_query(intro_ctx *ctx, const intro_graph *graph,
                                const intro_paths_query *q)
{
    if (q->from_count == 0 || q->target_count == 0) {
        return intro_i_fail(ctx, INTRO_EARG, "%s is missing",
                            q->from_count == 0 ? "the asker" : "the target");
    }
    INTRO_TRY(check_people(ctx, graph, q->from, q->from_count, "askers"));
    INTRO_TRY(check_people(ctx, graph, q->targets, q->target_count, "targets"));
    INTRO_TRY(
        check_people(ctx, graph, q->avoid, q->avoid_count, "people to avoid"));
    for (size_t i = 1; i < q->target_count; i++) {
        if (q->targets[i - 1] >= q->targets[i]) {
            return intro_i_fail(ctx, INTRO_EARG, "targets are not rising");
        }
    }
    if (q->max_hops < 1 || q->max_hops > INTRO_MAX_HOPS) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "the hop limit is %lu, not from 1 to %d",
                            (unsigned long)q->max_hops, (int)INTRO_MAX_HOPS);
    }
    if (q->limit < 1 || q->limit > INTRO_MAX_CHAINS) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "%lu chains were asked for, not from 1 to %d",
                            (unsigned long)q->limit, (int)INTRO_MAX_CHAINS);
    }
    if (!(q->min_strength >= 0 && q->min_strength <= 1)) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "the minimum strength is %g, not from 0 to 1",
                            q->min_strength);
    }
    if (q->order != INTRO_ORDER_WARMTH &&
        q->order != INTRO_ORDER_WEAKEST_LINK && q->order != INTRO_ORDER_HOPS) {
        return intro_i_fail(ctx, INTRO_EARG, "unknown order of chains");
    }
    return INTRO_OK;
}

static int compare_vids(const void *left, const void *right)
{
    const intro_vid a = *(const intro_vid *)left;
    const intro_vid b = *(const intro_vid *)right;
    return a < b ? -1 : a > b;
}

/* First place in a rising list whose person is not below v. */
static uint64_t find_place(const intro_vid *list, uint64_t first, uint64_t end,
                           intro_vid v)
{
    while (first < end) {
        const uint64_t middle = first + (end - first) / 2;
        if (list[middle] < v) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first;
}

/* The query as the search wants it, over lists of the searcher's own. */
static intro_status prepare_query(intro_ctx *ctx, intro_searcher *s,
                                  const intro_paths_query *query,
                                  intro_paths_query *out)
{
    intro_i_vec_u32 *const askers = &s->askers;
    INTRO_TRY(intro_i_vec_u32_reserve(askers, query->from_count));
    memcpy(askers->data, query->from, query->from_count * sizeof(intro_vid));
    qsort(askers->data, query->from_count, sizeof(intro_vid), compare_vids);
    askers->count = 0;
    for (size_t i = 0; i < query->from_count; i++) {
        if (i == 0 || askers->data[i] != askers->data[i - 1]) {
            askers->data[askers->count++] = askers->data[i];
        }
    }

    INTRO_TRY(intro_i_vec_u32_reserve(&s->targets, query->target_count));
    s->targets.count = 0;
    /* Both rise: what lies between two askers is taken whole. */
    size_t taken = 0;
    for (size_t i = 0; i <= askers->count; i++) {
        const size_t place =
            i == askers->count
                ? query->target_count
                : (size_t)find_place(query->targets, taken, query->target_count,
                                     askers->data[i]);
        memcpy(s->targets.data + s->targets.count, query->targets + taken,
               (place - taken) * sizeof(intro_vid));
        s->targets.count += place - taken;
        const bool is_asker = place < query->target_count &&
                              query->targets[place] == askers->data[i];
        taken = place + (is_asker ? 1 : 0);
    }
    if (s->targets.count == 0) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "asker and target are the same person");
    }
    *out = *query;
    out->from = askers->data;
    out->from_count = askers->count;
    out->targets = s->targets.data;
    out->target_count = s->targets.count;
    return INTRO_OK;
}

/* --- the search ------------------------------------------------------------ */

/* Askers who are avoided start no chain; the ball bans them like others. */
static intro_status leave_out_starts(intro_searcher *s, intro_paths_query *q)
{
    INTRO_TRY(intro_i_vec_u32_reserve(&s->starts, q->from_count));
    s->starts.count = 0;
    for (size_t i = 0; i < q->from_count; i++) {
        bool is_avoided = false;
        for (size_t j = 0; j < q->avoid_count; j++) {
            is_avoided = is_avoided || q->avoid[j] == q->from[i];
        }
        if (!is_avoided) {
            s->starts.data[s->starts.count++] = q->from[i];
        }
    }
    q->from = s->starts.data;
    q->from_count = s->starts.count;
    return INTRO_OK;
}

/* The best chains of a prepared query, best first, into a list. */
static intro_status search_chains(intro_ctx *ctx, intro_searcher *s,
                                  const intro_paths_query *prepared,
                                  intro_i_vec_chain *out)
{
    intro_paths_query q = *prepared;
    out->count = 0;
    INTRO_TRY(leave_out_starts(s, &q));
    INTRO_TRY(intro_i_ball_build(ctx, &s->ball, &q));
    size_t count;
    if (q.all_chains) {
        const intro_i_chain *chains;
        INTRO_TRY(intro_i_best_chains(ctx, &s->ball, &s->yen, &chains, &count));
        INTRO_TRY(intro_i_vec_chain_reserve(out, count));
        if (count != 0) {
            memcpy(out->data, chains, count * sizeof *chains);
        }
    } else {
        const intro_i_introducer *list;
        INTRO_TRY(intro_i_best_introducers(ctx, &s->ball, &list, &count));
        INTRO_TRY(intro_i_vec_chain_reserve(out, count));
        for (size_t i = 0; i < count; i++) {
            if (i % 64 == 63) {
                INTRO_TRY(intro_i_poll(ctx));
            }
            INTRO_TRY(intro_i_trace_chain(&s->ball, &list[i], &out->data[i]));
        }
    }
    out->count = count;
    return INTRO_OK;
}

static bool is_tie_inferred(const intro_graph *g, intro_vid v, intro_arc arc)
{
    return g->tie_inferred != NULL &&
           intro_i_bits_get(g->tie_inferred, intro_i_graph_arc_tie(g, v, arc));
}

/* Ties from one asker to targets: the shorter list is looked up in the longer. */
static intro_status list_direct(const intro_graph *g, intro_vid from,
                                const intro_paths_query *q,
                                intro_i_vec_direct *out)
{
    const intro_i_arcs arcs = intro_i_arcs_out(g);
    INTRO_TRY(intro_i_arcs_check(&arcs, from));
    const uint64_t first = g->out_offsets[from];
    const uint64_t end = g->out_offsets[from + 1];
    const bool by_arcs = end - first < q->target_count;
    const uint64_t steps = by_arcs ? end - first : q->target_count;
    uint64_t place = by_arcs ? 0 : first;
    for (uint64_t i = 0; i < steps; i++) {
        const intro_vid v = by_arcs ? g->out_people[first + i] : q->targets[i];
        const intro_vid *const other = by_arcs ? q->targets : g->out_people;
        const uint64_t other_end = by_arcs ? q->target_count : end;
        place = find_place(other, place, other_end, v);
        const uint64_t arc = by_arcs ? first + i : place;
        if (place < other_end && other[place] == v &&
            g->out_strengths[arc] > 0) {
            INTRO_TRY(intro_i_vec_direct_push(
                out, (intro_direct){from, v, g->out_strengths[arc],
                                    is_tie_inferred(g, from, arc)}));
        }
    }
    return INTRO_OK;
}

static int compare_by_weakest(const void *left, const void *right)
{
    const intro_i_chain *const a = left;
    const intro_i_chain *const b = right;
    if (a->weakest > b->weakest || a->weakest < b->weakest) {
        return a->weakest > b->weakest ? -1 : 1;
    }
    return intro_i_compare_chains(a, b);
}

static int compare_by_hops(const void *left, const void *right)
{
    const intro_i_chain *const a = left;
    const intro_i_chain *const b = right;
    if (a->hops != b->hops) {
        return a->hops < b->hops ? -1 : 1;
    }
    return intro_i_compare_chains(a, b);
}

static void sort_chains(intro_i_vec_chain *chains, intro_chain_order order)
{
    if (order != INTRO_ORDER_WARMTH && chains->count > 1) {
        qsort(chains->data, chains->count, sizeof *chains->data,
              order == INTRO_ORDER_HOPS ? compare_by_hops : compare_by_weakest);
    }
}

/* --- why there is nothing -------------------------------------------------- */

static intro_status can_reach(intro_ctx *ctx, const intro_searcher *s,
                              const intro_paths_query *q, uint32_t max_hops,
                              bool with_left_out, bool *is_reached)
{
    const intro_i_reach_query reach = {
        .from = q->from,
        .from_count = q->from_count,
        .to = q->targets,
        .to_count = q->target_count,
        .avoid = q->avoid,
        .avoid_count = q->avoid_count,
        .max_hops = max_hops,
        .floor = intro_i_strength_floor(q->min_strength),
        .with_left_out = with_left_out,
    };
    return intro_i_reach(ctx, s->graph, &reach, is_reached);
}

/* The best chain of a query with a limit lifted, into paths->beyond. */
static intro_status search_beyond(intro_ctx *ctx, intro_searcher *s,
                                  const intro_paths_query *lifted)
{
    intro_paths_query q = *lifted;
    q.limit = 1;
    /* paths->chains is empty here: its room serves. */
    INTRO_TRY(search_chains(ctx, s, &q, &s->paths->chains));
    if (s->paths->chains.count != 0) {
        s->paths->beyond = s->paths->chains.data[0];
        s->paths->chains.count = 0;
    }
    return INTRO_OK;
}

static intro_status try_more_hops(intro_ctx *ctx, intro_searcher *s,
                                  const intro_paths_query *q)
{
    bool is_reached = false;
    INTRO_TRY(can_reach(ctx, s, q, UINT32_MAX, false, &is_reached));
    if (!is_reached) {
        return INTRO_OK;
    }
    s->paths->reason = INTRO_NO_HOP_LIMIT;
    intro_paths_query longer = *q;
    is_reached = false;
    while (longer.max_hops < INTRO_MAX_HOPS && !is_reached) {
        longer.max_hops++;
        INTRO_TRY(can_reach(ctx, s, q, longer.max_hops, false, &is_reached));
    }
    return is_reached ? search_beyond(ctx, s, &longer) : INTRO_OK;
}

/* No direct tie was found either, so whoever is reached is reached by a chain.
 * A strength of 0 stands for a tie left out as inferred: that it exists is
 * enough here, its strength is not known any more. */
static intro_status explain_nothing(intro_ctx *ctx, intro_searcher *s,
                                    const intro_paths_query *q)
{
    intro_paths *const paths = s->paths;
    INTRO_TRY(try_more_hops(ctx, s, q));
    if (paths->reason != INTRO_FOUND) {
        return INTRO_OK;
    }
    intro_paths_query any_strength = *q;
    any_strength.min_strength = 0;
    if (q->min_strength > 0) {
        INTRO_TRY(search_beyond(ctx, s, &any_strength));
        if (paths->beyond.hops != 0) {
            paths->reason = INTRO_NO_MIN_STRENGTH;
            return INTRO_OK;
        }
    }
    intro_paths_query anybody = *q;
    anybody.avoid_count = 0;
    if (q->avoid_count != 0) {
        INTRO_TRY(search_beyond(ctx, s, &anybody));
        if (paths->beyond.hops != 0) {
            paths->reason = INTRO_NO_AVOID;
            return INTRO_OK;
        }
    }
    bool is_reached = false;
    if (s->graph->observed_only) {
        INTRO_TRY(can_reach(ctx, s, q, q->max_hops, true, &is_reached));
        if (is_reached) {
            paths->reason = INTRO_NO_INFERRED_ONLY;
            return INTRO_OK;
        }
    }
    any_strength.avoid_count = 0;
    INTRO_TRY(can_reach(ctx, s, &any_strength, UINT32_MAX,
                        s->graph->observed_only, &is_reached));
    paths->reason = is_reached ? INTRO_NO_HOP_LIMIT : INTRO_NO_OTHER_COMPONENT;
    return INTRO_OK;
}

/* --- under a watch --------------------------------------------------------- */

static void touch_text(const intro_graph *g, const char *text)
{
    if (text != NULL && !intro_i_utf8_is_valid(text, strlen(text))) {
        intro_i_watch_note(g->strings.watch, "string_bytes");
    }
}

/* Reads all that a report may say of them; damage is noted on the way. */
static void touch_people(const intro_graph *g, const intro_vid *list,
                         size_t count)
{
    intro_i_watch *const watch = g->strings.watch;
    for (size_t i = 0; i < count; i++) {
        if (intro_i_watch_is_sound(watch, INTRO_I_WATCH_TEXTS, list[i])) {
            continue;
        }
        touch_text(g, intro_graph_id(g, list[i]));
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            touch_text(g, intro_graph_field(g, list[i], (intro_field)f));
        }
        if (!intro_i_watch_has_noted(watch)) {
            intro_i_watch_sound(watch, INTRO_I_WATCH_TEXTS, list[i]);
        }
    }
}

/* A chain is found from rows of either end of a tie; both must say the same. */
static void touch_chain(const intro_graph *g, const intro_i_chain *chain)
{
    double warmth = 1;
    for (uint32_t i = chain->hops; i-- > 0;) {
        intro_tie tie;
        intro_evidence evidence[INTRO_EV_COUNT];
        if (!intro_graph_find_tie(g, chain->people[i], chain->people[i + 1],
                                  &tie)) {
            intro_i_watch_note(g->strings.watch, "out_people");
            return;
        }
        warmth = (double)tie.strength * warmth;
        const size_t kinds = intro_graph_tie_evidence(g, &tie, evidence);
        for (size_t j = 0; j < kinds; j++) {
            touch_text(g, evidence[j].label);
        }
    }
    if (warmth < chain->warmth || warmth > chain->warmth) {
        intro_i_watch_note(g->strings.watch, "out_strengths");
    }
    touch_people(g, chain->people, chain->hops + 1);
}

/* Rows were checked one by one; whether those of both ends agree, and what the
 * answers are told with, only here: so no answer is half told. */
static intro_status check_answers(intro_ctx *ctx, const intro_searcher *s,
                                  const intro_paths_query *q)
{
    const intro_graph *const g = s->graph;
    if (g->strings.watch == NULL) {
        return INTRO_OK;
    }
    touch_people(g, q->from, q->from_count);
    touch_people(g, q->targets, q->target_count == 1);
    touch_people(g, q->avoid, q->avoid_count);
    for (size_t i = 0; i < s->paths->direct.count; i++) {
        const intro_direct *const direct = &s->paths->direct.data[i];
        const intro_i_chain chain = {.warmth = (double)direct->strength,
                                     .hops = 1,
                                     .people = {direct->from, direct->target}};
        touch_chain(g, &chain);
    }
    for (size_t i = 0; i < s->paths->chains.count; i++) {
        touch_chain(g, &s->paths->chains.data[i]);
    }
    if (s->paths->beyond.hops != 0) {
        touch_chain(g, &s->paths->beyond);
    }
    return intro_i_watch_tell(ctx, g->strings.watch);
}

/* --- public ---------------------------------------------------------------- */

static intro_status run_query(intro_ctx *ctx, intro_searcher *s,
                              const intro_paths_query *query)
{
    intro_paths *const paths = s->paths;
    intro_paths_query q = *query;
    paths->chains.count = 0;
    paths->direct.count = 0;
    paths->beyond = (intro_i_chain){0, 0, 0, {0}};
    paths->reason = INTRO_FOUND;
    INTRO_TRY(check_query(ctx, s->graph, query));
    INTRO_TRY(prepare_query(ctx, s, query, &q));
    for (size_t i = 0; i < q.from_count; i++) {
        INTRO_TRY(list_direct(s->graph, q.from[i], &q, &paths->direct));
    }
    INTRO_TRY(search_chains(ctx, s, &q, &paths->chains));
    sort_chains(&paths->chains, q.order);
    if (paths->chains.count != 0 || paths->direct.count != 0) {
        return INTRO_OK;
    }
    if (!q.explain_empty) {
        paths->reason = INTRO_NO_HOP_LIMIT;
        return INTRO_OK;
    }
    return explain_nothing(ctx, s, &q);
}

intro_status intro_paths_find(intro_ctx *ctx, const intro_graph *graph,
                              const intro_paths_query *query, intro_paths **out)
{
    intro_searcher *searcher;
    const intro_paths *lent;
    INTRO_TRY(intro_searcher_new(ctx, graph, &searcher));
    const intro_status rc = intro_searcher_find(ctx, searcher, query, &lent);
    if (rc == INTRO_OK) {
        *out = searcher->paths;
        searcher->paths = NULL;
    }
    intro_searcher_free(searcher);
    return rc;
}

void intro_paths_free(intro_paths *paths)
{
    if (paths != NULL) {
        intro_i_vec_chain_fini(&paths->chains);
        intro_i_vec_direct_fini(&paths->direct);
        intro_i_free(paths);
    }
}

size_t intro_paths_count(const intro_paths *paths)
{
    return paths->chains.count;
}

static intro_chain show_chain(const intro_i_chain *chain)
{
    return (intro_chain){chain->people, chain->hops, chain->warmth,
                         chain->hops < 2 ? INTRO_NO_VID : chain->people[1]};
}

intro_chain intro_paths_chain(const intro_paths *paths, size_t i)
{
    return show_chain(&paths->chains.data[i]);
}

size_t intro_paths_direct_count(const intro_paths *paths)
{
    return paths->direct.count;
}

intro_direct intro_paths_direct(const intro_paths *paths, size_t i)
{
    return paths->direct.data[i];
}

intro_no_path intro_paths_reason(const intro_paths *paths)
{
    return paths->reason;
}

intro_chain intro_paths_beyond(const intro_paths *paths)
{
    return show_chain(&paths->beyond);
}

intro_status intro_i_paths_new(intro_paths **out)
{
    intro_paths *const paths = intro_i_alloc_zero(1, sizeof *paths);
    if (paths == NULL) {
        return INTRO_ENOMEM;
    }
    *out = paths;
    return INTRO_OK;
}

void intro_i_searcher_swap(intro_searcher *searcher, intro_paths **paths)
{
    intro_paths *const kept = searcher->paths;
    searcher->paths = *paths;
    *paths = kept;
}

intro_status intro_searcher_new(intro_ctx *ctx, const intro_graph *graph,
                                intro_searcher **out)
{
    intro_i_begin(ctx);
    intro_paths *paths = NULL;
    intro_searcher *const s = intro_i_alloc_zero(1, sizeof *s);
    if (s == NULL || intro_i_paths_new(&paths) != INTRO_OK) {
        intro_i_free(s);
        return intro_i_fail_memory(ctx);
    }
    s->graph = graph;
    s->paths = paths;
    intro_i_ball_init(&s->ball, graph);
    intro_i_yen_init(&s->yen, graph);
    *out = s;
    return INTRO_OK;
}

void intro_searcher_free(intro_searcher *searcher)
{
    if (searcher == NULL) {
        return;
    }
    intro_i_ball_fini(&searcher->ball);
    intro_i_yen_fini(&searcher->yen);
    intro_i_vec_u32_fini(&searcher->askers);
    intro_i_vec_u32_fini(&searcher->starts);
    intro_i_vec_u32_fini(&searcher->targets);
    intro_paths_free(searcher->paths);
    intro_i_free(searcher);
}

intro_status intro_searcher_find(intro_ctx *ctx, intro_searcher *searcher,
                                 const intro_paths_query *query,
                                 const intro_paths **out)
{
    intro_i_begin(ctx);
    intro_status rc = run_query(ctx, searcher, query);
    if (rc == INTRO_OK) {
        rc = check_answers(ctx, searcher, query);
    }
    if (rc == INTRO_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_EDAMAGED) {
        return intro_i_watch_tell(ctx, searcher->graph->strings.watch);
    }
    if (rc == INTRO_OK) {
        *out = searcher->paths;
    }
    return rc;
}
