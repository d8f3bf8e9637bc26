/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows, ties, evidence and stated edges.
 *
 * Looking up the way back of every arc would cost a cache miss an arc.
 * Instead each arc (v, w, s) with v < w adds a keyed hash to one sum and
 * each with v > w the hash of (w, v, s) to another; rows being strictly
 * sorted there are no repeats, so the arrays are symmetric when the sums
 * agree (Carter and Wegman, "New hash functions and their use in
 * authentication and set equality", 1981). Only when they differ is the
 * offending arc looked for. Directed networks compare out_ with the
 * transpose of in_ in the same way. */
#include "graph/validate_impl.h"

#include "base/bits.h"
#include "base/calendar.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { ROW_GRAIN = 1 << 12, GRAIN = 1 << 16 };

typedef struct arc_set {
    const uint64_t *offsets;
    const uint32_t *people;
    const float *strengths;
    const char *offsets_name;
    const char *people_name;
    const char *strengths_name;
} arc_set;

static arc_set out_arcs(const intro_graph *g)
{
    return (arc_set){g->out_offsets, g->out_people, g->out_strengths,
                     "out_offsets",  "out_people",  "out_strengths"};
}

static arc_set in_arcs(const intro_graph *g)
{
    return (arc_set){g->in_offsets, g->in_people, g->in_strengths,
                     "in_offsets",  "in_people",  "in_strengths"};
}

static uint32_t float_bits(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Keyed hash of an arc: two rounds of multiply and fold. */
static uint64_t hash_arc(const uint64_t key[4], uint32_t a, uint32_t b,
                         float strength)
{
    uint64_t h = (((uint64_t)a << 32) | b) ^ key[0];
    h *= key[1] | 1;
    h ^= h >> 32;
    h += ((uint64_t)float_bits(strength) << 8) ^ key[2];
    h *= key[3] | 1;
    h ^= h >> 29;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ (h >> 32);
}

/* Of those between begin and end, all of a row, the first that is >= person. */
static uint64_t find_in_row(const uint32_t *people, uint64_t begin,
                            uint64_t end, uint32_t person)
{
    while (begin < end) {
        const uint64_t middle = begin + (end - begin) / 2;
        if (people[middle] < person) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

/* Arc number of v to w, or INTRO_NO_TIE. */
static uint64_t find_arc(const arc_set *arcs, uint32_t v, uint32_t w)
{
    const uint64_t end = arcs->offsets[v + 1];
    const uint64_t i = find_in_row(arcs->people, arcs->offsets[v], end, w);
    return i < end && arcs->people[i] == w ? i : INTRO_NO_TIE;
}

/* --- rows ---------------------------------------------------------------- */

static bool check_one_row(const intro_graph *g, const arc_set *arcs, uint32_t v,
                          intro_i_finding *finding)
{
    const bool is_zero_allowed = g->observed_only && g->tie_inferred != NULL;
    int64_t before = -1;
    for (uint64_t i = arcs->offsets[v]; i < arcs->offsets[v + 1]; i++) {
        const uint32_t w = arcs->people[i];
        const float s = arcs->strengths[i];
        if (w >= g->people) {
            return intro_i_find(finding, arcs->people_name,
                                "arc %" PRIu64 " leads to person %" PRIu32
                                " of %" PRIu32,
                                i, w, g->people);
        }
        if ((int64_t)w <= before) {
            return intro_i_find(finding, arcs->people_name,
                                "row of person %" PRIu32 " is not sorted", v);
        }
        if (w == v) {
            return intro_i_find(finding, arcs->people_name,
                                "person %" PRIu32 " is tied to itself", v);
        }
        if (!(s > 0 || (is_zero_allowed && s == 0)) || !(s <= 1)) {
            return intro_i_find(
                finding, arcs->strengths_name,
                "strength of arc %" PRIu64 " is not above 0 and at most 1", i);
        }
        before = w;
    }
    return true;
}

static bool check_rows(const intro_graph *g, const arc_set *arcs,
                       uint64_t begin, uint64_t end, intro_i_finding *finding)
{
    if (!intro_i_check_offsets(arcs->offsets, begin, end, g->arcs, false,
                               arcs->offsets_name, finding)) {
        return false;
    }
    for (uint64_t v = begin; v < end; v++) {
        if (!check_one_row(g, arcs, (uint32_t)v, finding)) {
            return false;
        }
    }
    return true;
}

static bool check_out_rows(intro_i_validation *run, uint64_t begin,
                           uint64_t end, intro_i_finding *finding)
{
    const intro_graph *const g = run->g;
    const arc_set arcs = out_arcs(g);
    if (!check_rows(g, &arcs, begin, end, finding)) {
        return false;
    }
    uint64_t up = 0;
    uint64_t down = 0;
    for (uint64_t v = begin; v < end; v++) {
        const uint32_t from = (uint32_t)v;
        for (uint64_t i = arcs.offsets[v]; i < arcs.offsets[v + 1]; i++) {
            const uint32_t w = arcs.people[i];
            if (g->is_directed || from < w) {
                up += hash_arc(run->key, from, w, arcs.strengths[i]);
            } else {
                down += hash_arc(run->key, w, from, arcs.strengths[i]);
            }
        }
    }
    atomic_fetch_add(&run->sums[0], up);
    atomic_fetch_add(&run->sums[1], down);
    return true;
}

static bool check_in_rows(intro_i_validation *run, uint64_t begin, uint64_t end,
                          intro_i_finding *finding)
{
    const arc_set arcs = in_arcs(run->g);
    if (!check_rows(run->g, &arcs, begin, end, finding)) {
        return false;
    }
    uint64_t sum = 0;
    for (uint64_t v = begin; v < end; v++) {
        for (uint64_t i = arcs.offsets[v]; i < arcs.offsets[v + 1]; i++) {
            sum += hash_arc(run->key, arcs.people[i], (uint32_t)v,
                            arcs.strengths[i]);
        }
    }
    atomic_fetch_add(&run->sums[1], sum);
    return true;
}

/* --- both directions ----------------------------------------------------- */

/* Run once the sums differ: names the first arc of `arcs` without its twin. */
static bool find_odd_arc(const intro_graph *g, const arc_set *arcs,
                         const arc_set *twins, intro_i_finding *finding)
{
    for (uint32_t v = 0; v < g->people; v++) {
        for (uint64_t i = arcs->offsets[v]; i < arcs->offsets[v + 1]; i++) {
            const uint32_t w = arcs->people[i];
            const uint64_t twin = find_arc(twins, w, v);
            if (twin == INTRO_NO_TIE) {
                return intro_i_find(finding, arcs->people_name,
                                    "person %" PRIu32 " has %" PRIu32
                                    " but not the other way round",
                                    v, w);
            }
            if (float_bits(arcs->strengths[i]) !=
                float_bits(twins->strengths[twin])) {
                return intro_i_find(finding, arcs->strengths_name,
                                    "the tie of %" PRIu32 " and %" PRIu32
                                    " has two strengths",
                                    v, w);
            }
        }
    }
    return true;
}

static intro_status check_directions(intro_i_validation *run)
{
    const intro_graph *const g = run->g;
    if (atomic_load(&run->sums[0]) == atomic_load(&run->sums[1])) {
        return INTRO_OK;
    }
    const arc_set out = out_arcs(g);
    const arc_set in = g->is_directed ? in_arcs(g) : out;
    intro_i_finding finding;
    if (find_odd_arc(g, &out, &in, &finding) &&
        find_odd_arc(g, &in, &out, &finding)) {
        return INTRO_OK;
    }
    return intro_i_say_finding(run, &finding);
}

/* --- ties ---------------------------------------------------------------- */

static bool check_tie_start(intro_i_validation *run, uint64_t begin,
                            uint64_t end, intro_i_finding *finding)
{
    const intro_graph *const g = run->g;
    if (!intro_i_check_offsets(g->tie_start, begin, end, g->ties, false,
                               "tie_start", finding)) {
        return false;
    }
    for (uint64_t v = begin; v < end; v++) {
        const uint64_t last = g->out_offsets[v + 1];
        const uint64_t first =
            find_in_row(g->out_people, g->out_offsets[v], last, (uint32_t)v);
        if (g->tie_start[v + 1] - g->tie_start[v] != last - first) {
            return intro_i_find(finding, "tie_start",
                                "person %" PRIu64 " has another number of ties",
                                v);
        }
    }
    return true;
}

/* Walks the ties of one person in their order, as the merge of the arcs to and
 * from greater people, and demands that the numbers follow it. */
typedef struct tie_walk {
    const intro_graph *g;
    arc_set out;
    uint64_t next; /* number the next tie must have */
} tie_walk;

/* Is the next tie the arc from w to v and nothing else? */
static bool take_arc(tie_walk *walk, uint32_t v, uint32_t w)
{
    const intro_graph *const g = walk->g;
    if (walk->next >= g->ties) {
        return false;
    }
    const uint64_t arc = g->tie_arc[walk->next];
    if (arc < g->out_offsets[v] || arc >= g->out_offsets[v + 1] ||
        g->out_people[arc] != w || g->arc_tie[arc] != walk->next) {
        return false;
    }
    walk->next++;
    return true;
}

/* Both arcs exist: one tie both ways, or two ties. */
static bool take_pair(tie_walk *walk, uint32_t v, uint32_t w)
{
    if (!take_arc(walk, v, w)) {
        return false;
    }
    const uint64_t back = find_arc(&walk->out, w, v);
    return back != INTRO_NO_TIE &&
           (walk->g->arc_tie[back] == walk->next - 1 || take_arc(walk, w, v));
}

static bool walk_ties(tie_walk *walk, uint32_t v)
{
    const intro_graph *const g = walk->g;
    const uint64_t out_end = g->out_offsets[v + 1];
    const uint64_t in_end = g->in_offsets[v + 1];
    uint64_t i = find_in_row(g->out_people, g->out_offsets[v], out_end, v);
    uint64_t j = find_in_row(g->in_people, g->in_offsets[v], in_end, v);
    while (i < out_end || j < in_end) {
        const uint64_t out = i < out_end ? g->out_people[i] : UINT64_MAX;
        const uint64_t in = j < in_end ? g->in_people[j] : UINT64_MAX;
        bool is_good;
        if (out == in) {
            is_good = take_pair(walk, v, (uint32_t)out);
        } else if (out < in) {
            is_good = take_arc(walk, v, (uint32_t)out);
        } else {
            is_good = take_arc(walk, (uint32_t)in, v);
        }
        if (!is_good) {
            return false;
        }
        i += out <= in ? 1 : 0;
        j += in <= out ? 1 : 0;
    }
    return true;
}

static intro_status check_directed_ties(intro_i_validation *run)
{
    const intro_graph *const g = run->g;
    tie_walk walk = {.g = g, .out = out_arcs(g)};
    intro_i_finding finding;
    for (uint32_t v = 0; v < g->people; v++) {
        if (!walk_ties(&walk, v)) {
            (void)intro_i_find(&finding, "tie_arc",
                               "tie %" PRIu64
                               " and its arcs do not name each other in order",
                               walk.next);
            return intro_i_say_finding(run, &finding);
        }
    }
    if (walk.next != g->ties) {
        (void)intro_i_find(&finding, "tie_arc", "tie %" PRIu64 " has no arc",
                           walk.next);
        return intro_i_say_finding(run, &finding);
    }
    return INTRO_OK;
}

intro_status intro_i_check_ties(intro_i_validation *run)
{
    const intro_graph *const g = run->g;
    intro_i_finding finding;
    atomic_store(&run->sums[0], 0);
    atomic_store(&run->sums[1], 0);
    INTRO_TRY(intro_i_check_all(run, g->people, ROW_GRAIN, check_out_rows));
    if (g->is_directed) {
        INTRO_TRY(intro_i_check_all(run, g->people, ROW_GRAIN, check_in_rows));
    }
    INTRO_TRY(check_directions(run));
    if (g->is_directed) {
        INTRO_TRY(check_directed_ties(run));
    } else {
        INTRO_TRY(
            intro_i_check_all(run, g->people, ROW_GRAIN, check_tie_start));
    }
    if (!intro_i_check_tail(g->tie_inferred, g->ties, "tie_inferred",
                            &finding) ||
        !intro_i_check_tail(g->tie_stated, g->ties, "tie_stated", &finding)) {
        return intro_i_say_finding(run, &finding);
    }
    return INTRO_OK;
}

/* --- evidence and edges -------------------------------------------------- */

static bool check_evidence_row(const intro_graph *g,
                               const intro_i_evidence_row *row)
{
    const bool has_value =
        row->kind == INTRO_EV_WEIGHT || row->kind == INTRO_EV_STATED;
    return row->kind < INTRO_EV_COUNT && row->flags <= INTRO_I_EV_UNDATED &&
           row->label < g->strings.count && intro_i_is_day(row->first) &&
           intro_i_is_day(row->last) &&
           (row->first == INTRO_NO_DAY || row->last == INTRO_NO_DAY ||
            row->first <= row->last) &&
           isfinite(row->value) && (has_value || row->value == 0.0);
}

static bool check_evidence(intro_i_validation *run, uint64_t begin,
                           uint64_t end, intro_i_finding *finding)
{
    const intro_graph *const g = run->g;
    if (!intro_i_check_offsets(g->evidence_offsets, begin, end,
                               g->evidence_row_count, true, "evidence_offsets",
                               finding)) {
        return false;
    }
    for (uint64_t i = begin; i < end; i++) {
        if (g->evidence_ties[i] >= g->ties ||
            (i > 0 && g->evidence_ties[i] <= g->evidence_ties[i - 1])) {
            return intro_i_find(finding, "evidence_ties",
                                "entry %" PRIu64 " is not a tie in order", i);
        }
        const uint64_t first = g->evidence_offsets[i];
        for (uint64_t r = first; r < g->evidence_offsets[i + 1]; r++) {
            const intro_i_evidence_row *const row = &g->evidence_rows[r];
            if (!check_evidence_row(g, row)) {
                return intro_i_find(
                    finding, "evidence_rows",
                    "row %" PRIu64 " holds a value out of range", r);
            }
            if (r > first && row->kind <= row[-1].kind) {
                return intro_i_find(finding, "evidence_rows",
                                    "row %" PRIu64 " is not in order of kind",
                                    r);
            }
        }
    }
    return true;
}

static bool check_tie_edges(intro_i_validation *run, uint64_t begin,
                            uint64_t end, intro_i_finding *finding)
{
    return intro_i_check_offsets(run->g->tie_edges, begin, end, run->g->edges,
                                 false, "tie_edges", finding);
}

static bool check_edge_sources(intro_i_validation *run, uint64_t begin,
                               uint64_t end, intro_i_finding *finding)
{
    const intro_graph *const g = run->g;
    for (uint64_t i = begin; i < end; i++) {
        if (g->edge_sources[i] >= g->source_count) {
            return intro_i_find(finding, "edge_sources",
                                "edge %" PRIu64 " has no such source", i);
        }
    }
    return true;
}

intro_status intro_i_check_statements(intro_i_validation *run)
{
    const intro_graph *const g = run->g;
    INTRO_TRY(
        intro_i_check_all(run, g->evidence_tie_count, GRAIN, check_evidence));
    if (g->tie_edges != NULL) {
        INTRO_TRY(intro_i_check_all(run, g->ties, GRAIN, check_tie_edges));
    }
    if (g->edge_sources != NULL) {
        INTRO_TRY(intro_i_check_all(run, g->edges, GRAIN, check_edge_sources));
    }
    return INTRO_OK;
}
