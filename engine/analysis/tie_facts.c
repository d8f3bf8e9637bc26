/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/tie_facts.h"

#include "base/calendar.h"
#include "graph/strength.h"

enum { DORMANT_YEARS = 3, FEW_PER_MANY = 16 };

/* --- common neighbours ---------------------------------------------------- */

/* Both rows rise. */
static uint32_t merge_rows(const intro_i_weak_graph *weak, uint32_t v,
                           uint32_t w)
{
    uint64_t i = weak->offsets[v];
    uint64_t k = weak->offsets[w];
    uint32_t count = 0;
    while (i < weak->offsets[v + 1] && k < weak->offsets[w + 1]) {
        const uint32_t a = weak->neighbours[i];
        const uint32_t b = weak->neighbours[k];
        count += a == b;
        i += a <= b;
        k += b <= a;
    }
    return count;
}

uint32_t intro_i_tie_mutual(const intro_i_weak_graph *weak, uint32_t v,
                            uint32_t w)
{
    const bool is_less =
        intro_i_weak_degree(weak, v) < intro_i_weak_degree(weak, w);
    const uint32_t few = is_less ? v : w;
    const uint32_t many = is_less ? w : v;
    if (intro_i_weak_degree(weak, few) * FEW_PER_MANY >
        intro_i_weak_degree(weak, many)) {
        return merge_rows(weak, few, many);
    }
    uint32_t count = 0;
    for (uint64_t i = weak->offsets[few]; i < weak->offsets[few + 1]; i++) {
        uint64_t arc;
        count += intro_i_weak_find(weak, many, weak->neighbours[i], &arc);
    }
    return count;
}

/* --- evidence ------------------------------------------------------------- */

bool intro_i_tie_is_inferred(const intro_i_weak_graph *weak, uint32_t v,
                             uint32_t w)
{
    intro_tie tie;
    if (intro_graph_find_tie(weak->graph, v, w, &tie) && !tie.inferred) {
        return false;
    }
    return !intro_graph_find_tie(weak->graph, w, v, &tie) || tie.inferred;
}

intro_day intro_i_tie_newest(const intro_i_weak_graph *weak, uint32_t v,
                             uint32_t w)
{
    intro_tie tie;
    intro_day newest = INTRO_NO_DAY;
    if (intro_graph_find_tie(weak->graph, v, w, &tie)) {
        newest = tie.last;
    }
    if (intro_graph_find_tie(weak->graph, w, v, &tie) && tie.last > newest) {
        newest = tie.last;
    }
    return newest;
}

/* The strength of a tie if that day were today. */
static double strength_at(const intro_graph *g, const intro_tie *tie,
                          intro_day day)
{
    size_t count = 0;
    double stated = 0;
    const intro_i_evidence_row *const rows =
        intro_i_graph_evidence(g, tie->tie, &count);
    if (count == 0) {
        return (double)tie->strength;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == INTRO_EV_WEIGHT ||
            rows[i].kind == INTRO_EV_STATED) {
            stated = rows[i].value;
        }
    }
    return (double)intro_i_strength_of(&g->strength.model, day, rows, count,
                                       stated, g->observed_only);
}

static intro_day years_before(intro_day day, int32_t years)
{
    int32_t year;
    int32_t month;
    int32_t of_month;
    intro_i_civil_from_day(day, &year, &month, &of_month);
    /* February 29 becomes March 1. */
    if (!intro_i_civil_is_valid(year - years, month, of_month)) {
        month++;
        of_month = 1;
    }
    return intro_i_day_from_civil(year - years, month, of_month);
}

bool intro_i_tie_is_dormant(const intro_i_weak_graph *weak, uint32_t v,
                            uint32_t w, double least)
{
    const intro_graph *const g = weak->graph;
    const intro_day today = intro_graph_as_of(g);
    const intro_day newest = intro_i_tie_newest(weak, v, w);
    intro_tie tie;
    if (today == INTRO_NO_DAY || newest == INTRO_NO_DAY ||
        newest >= years_before(today, DORMANT_YEARS)) {
        return false;
    }
    return (intro_graph_find_tie(g, v, w, &tie) &&
            strength_at(g, &tie, newest) >= least) ||
           (intro_graph_find_tie(g, w, v, &tie) &&
            strength_at(g, &tie, newest) >= least);
}
