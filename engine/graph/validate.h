/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every invariant of the arrays of graph_impl.h, checked.
 *
 * What the checks take for granted is that each array is as long as the counts
 * of the graph say; the builder and the opening of a snapshot see to that. The
 * content may be anything.
 *
 * The second half are inline checks of one row, string or tie for readers of a
 * graph that was opened without reading all of it (INTRO_VERIFY_QUICK on a file
 * of 64 MiB or more). There only counts, lengths and the ends of the offset
 * arrays are known to be right, so such a reader calls before the accessor:
 *
 *     intro_graph_row, _find_tie, _tie    intro_i_check_row() of both ends
 *     intro_graph_row_in                  intro_i_check_row_in()
 *     intro_graph_id, _display_name       intro_i_check_person()
 *     intro_graph_field                   intro_i_check_person()
 *     intro_graph_tie_evidence            intro_i_check_evidence()
 *     intro_graph_tie_edges               intro_i_check_tie_edges()
 *     intro_column_get (STRING)           intro_i_check_string() of the value
 *     intro_i_graph_arc_tie               intro_i_check_tie_of()
 *     lookups                             lookup_people[i] < people
 *
 * A false answer means a damaged snapshot. All other accessors are safe: the
 * records behind them are checked at every opening. */
#ifndef INTRO_GRAPH_VALIDATE_H
#define INTRO_GRAPH_VALIDATE_H

#include "base/calendar.h"
#include "graph/graph_impl.h"

/* Everything. A finding gives `code` with the array and what is wrong with
 * it: INTRO_EDAMAGED "snapshot section 'out_people' is damaged: ...", any
 * other code "graph array 'out_people' is wrong: ...". source is the file
 * or NULL. INTRO_ECANCELLED, INTRO_ENOMEM. The first finding in a fixed
 * order is told, whatever the threads.
 *
 * Cost: one pass over every array in the context's threads; no scratch
 * memory. That both directions of an undirected tie (or out_ and in_ of a
 * directed one) agree is seen from keyed sums of all arcs, with a key
 * nobody can know: wrong arrays pass with a probability of about 2^-60. */
INTRO_MUST_USE intro_status intro_i_graph_validate(intro_ctx *ctx,
                                                   const intro_graph *graph,
                                                   intro_status code,
                                                   const char *source);

/* The strings alone, as the whole checks them: their offsets rise, and each is
 * UTF-8 ended by its only NUL. For writers: what readers would refuse is found
 * before it is written. One pass over the pool. */
INTRO_MUST_USE intro_status
intro_i_graph_validate_strings(intro_ctx *ctx, const intro_graph *graph,
                               intro_status code, const char *source);

/* The part that does not grow with people and ties: ends of the offset arrays,
 * sources, reasons, warnings, owners, columns' descriptors, strength state. */
INTRO_MUST_USE intro_status
intro_i_graph_validate_records(intro_ctx *ctx, const intro_graph *graph,
                               intro_status code, const char *source);

/* --- one piece at a time ------------------------------------------------- */

static inline bool intro_i_check_range(const uint64_t *offsets, uint64_t i,
                                       uint64_t end)
{
    return offsets[i] <= offsets[i + 1] && offsets[i + 1] <= end;
}

static inline bool intro_i_check_arcs(const intro_graph *g,
                                      const uint64_t *offsets,
                                      const uint32_t *people, intro_vid v)
{
    if (!intro_i_check_range(offsets, v, g->arcs)) {
        return false;
    }
    uint32_t greatest = 0;
    for (uint64_t i = offsets[v]; i < offsets[v + 1]; i++) {
        greatest = people[i] > greatest ? people[i] : greatest;
    }
    return offsets[v] == offsets[v + 1] || greatest < g->people;
}

/* v < people: its arcs lie in the arrays and lead to people. O(degree). */
static inline bool intro_i_check_row(const intro_graph *g, intro_vid v)
{
    return intro_i_check_arcs(g, g->out_offsets, g->out_people, v);
}

static inline bool intro_i_check_row_in(const intro_graph *g, intro_vid v)
{
    return intro_i_check_arcs(g, g->in_offsets, g->in_people, v);
}

/* A string number that may be anything: inside the pool and ended by a NUL. Its
 * bytes need not be UTF-8. */
static inline bool intro_i_check_string(const intro_graph *g, uint32_t s)
{
    return s < g->strings.count &&
           g->strings.offsets[s] < g->strings.offsets[s + 1] &&
           g->strings.offsets[s + 1] <= g->strings.size &&
           g->strings.bytes[g->strings.offsets[s + 1] - 1] == '\0';
}

/* v < people: its id and its known fields can be read. */
static inline bool intro_i_check_person(const intro_graph *g, intro_vid v)
{
    if (!intro_i_check_string(g, v + 1)) {
        return false;
    }
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        if (g->known[f] != NULL && !intro_i_check_string(g, g->known[f][v])) {
            return false;
        }
    }
    return true;
}

/* The tie number that belongs to the arc, from row v, is one, and leads back to
 * an arc. */
static inline bool intro_i_check_tie_of(const intro_graph *g, intro_vid v,
                                        intro_arc arc)
{
    if (!g->is_directed) {
        return intro_i_check_range(g->tie_start, v, g->ties);
    }
    return g->arc_tie[arc] < g->ties && g->tie_arc[g->arc_tie[arc]] < g->arcs;
}

/* Entry i of evidence_ties: its rows lie in the array, are of different known
 * kinds and have readable labels, so at most INTRO_EV_COUNT of them, and their
 * days can be reckoned with. */
static inline bool intro_i_check_evidence(const intro_graph *g, uint64_t i)
{
    if (!intro_i_check_range(g->evidence_offsets, i, g->evidence_row_count)) {
        return false;
    }
    const uint64_t begin = g->evidence_offsets[i];
    for (uint64_t r = begin; r < g->evidence_offsets[i + 1]; r++) {
        const intro_i_evidence_row *const row = &g->evidence_rows[r];
        if (row->kind >= INTRO_EV_COUNT ||
            (r > begin && row->kind <= row[-1].kind) ||
            !intro_i_is_day(row->first) || !intro_i_is_day(row->last) ||
            !intro_i_check_string(g, row->label)) {
            return false;
        }
    }
    return true;
}

static inline bool intro_i_check_tie_edges(const intro_graph *g, intro_arc tie)
{
    return g->tie_edges == NULL ||
           intro_i_check_range(g->tie_edges, tie, g->edges);
}

#endif
