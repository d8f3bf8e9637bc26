/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/trend.h"

#include "base/calendar.h"
#include "base/context_impl.h"

#include <stdlib.h>

/* So many years without a new contact are told one by one: a date of the year
 * 9999 must not cost 8,000 rows a person. */
enum { QUIET_YEARS = 50, POLL_EVERY = 4096 };

void intro_i_trend_init(intro_i_trend *trend, const intro_i_weak_graph *weak,
                        const intro_i_panel *panel, intro_i_tally *tallies)
{
    *trend = (intro_i_trend){.weak = weak, .panel = panel, .tallies = tallies};
}

void intro_i_trend_fini(intro_i_trend *trend)
{
    intro_i_vec_arrival_fini(&trend->arrivals);
    intro_i_vec_year_fini(&trend->years);
    intro_i_vec_diversity_fini(&trend->figures);
}

/* The day two people connected, whichever way the tie leads. */
static intro_day since(const intro_graph *g, intro_vid v, intro_vid w)
{
    intro_tie tie;
    const intro_day day =
        intro_graph_find_tie(g, v, w, &tie) ? tie.since : INTRO_NO_DAY;
    if (!g->is_directed || !intro_graph_find_tie(g, w, v, &tie) ||
        tie.since == INTRO_NO_DAY) {
        return day;
    }
    return day == INTRO_NO_DAY || tie.since < day ? tie.since : day;
}

static int compare_arrivals(const void *left, const void *right)
{
    const intro_i_arrival *const a = left;
    const intro_i_arrival *const b = right;
    if (a->year != b->year) {
        return a->year < b->year ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

static intro_status gather(intro_ctx *ctx, intro_i_trend *t, intro_vid v)
{
    const intro_i_weak_graph *const weak = t->weak;
    t->arrivals.count = 0;
    t->undated = 0;
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        intro_i_arrival one = {0, weak->neighbours[i], weak->strengths[i]};
        const intro_day day = since(weak->graph, v, one.person);
        if (day == INTRO_NO_DAY) {
            t->undated++;
            continue;
        }
        intro_i_civil_from_day(day, &one.year, NULL, NULL);
        if (intro_i_vec_arrival_push(&t->arrivals, one) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    if (t->arrivals.count > 1) {
        qsort(t->arrivals.data, t->arrivals.count, sizeof *t->arrivals.data,
              compare_arrivals);
    }
    return INTRO_OK;
}

static int32_t last_year(const intro_i_trend *t)
{
    const intro_day as_of = intro_graph_as_of(t->weak->graph);
    const int32_t newest = t->arrivals.data[t->arrivals.count - 1].year;
    int32_t year = newest;
    if (as_of != INTRO_NO_DAY) {
        intro_i_civil_from_day(as_of, &year, NULL, NULL);
    }
    return year > newest ? year : newest;
}

/* What comes after a year at whose end `count` contacts are there. */
static int32_t next_year(const intro_i_trend *t, int32_t year, size_t count,
                         int32_t last)
{
    if (year >= last || year - t->arrivals.data[count - 1].year < QUIET_YEARS) {
        return year + 1;
    }
    return count < t->arrivals.count ? t->arrivals.data[count].year : last;
}

/* Contacts from number `at` on that were there at the end of the year are
 * counted. @return the number of the first that was not */
static size_t count_arrivals(intro_i_trend *t, size_t at, int32_t year)
{
    for (; at < t->arrivals.count && t->arrivals.data[at].year <= year; at++) {
        const intro_i_arrival *const one = &t->arrivals.data[at];
        for (uint32_t a = 0; a < t->panel->width; a++) {
            intro_i_tally_add(&t->tallies[a],
                              intro_i_panel_group(t->panel, one->person, a),
                              one->strength);
        }
    }
    return at;
}

/* A year more. Its figures are those of the year before when nobody came: quiet
 * years cost no sum over all groups. */
static intro_status add_year(intro_i_trend *t, intro_vid v, int32_t year,
                             size_t count)
{
    const uint32_t width = t->panel->width;
    const size_t years = t->years.count;
    const bool is_quiet =
        years != 0 && t->years.data[years - 1].contacts == count;
    const intro_breadth_year now = {year, (uint32_t)count, NULL};
    INTRO_TRY(intro_i_vec_year_push(&t->years, now));
    for (uint32_t a = 0; a < width; a++) {
        const intro_diversity figures =
            is_quiet ? t->figures.data[t->figures.count - width]
                     : intro_i_tally_figures(
                           &t->tallies[a], intro_i_panel_group(t->panel, v, a));
        INTRO_TRY(intro_i_vec_diversity_push(&t->figures, figures));
    }
    return INTRO_OK;
}

/* The figures of a year are found through the vector at the end: it moves while
 * it grows. */
static intro_status follow(intro_ctx *ctx, intro_i_trend *t, intro_vid v)
{
    const uint32_t width = t->panel->width;
    const int32_t last = last_year(t);
    size_t at = 0;
    for (int32_t year = t->arrivals.data[0].year; year <= last;
         year = next_year(t, year, at, last)) {
        INTRO_TRY(intro_i_poll(ctx));
        at = count_arrivals(t, at, year);
        if (add_year(t, v, year, at) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
    }
    for (size_t i = 0; i < t->years.count; i++) {
        t->years.data[i].by = width == 0 ? NULL : t->figures.data + i * width;
    }
    return INTRO_OK;
}

intro_status intro_i_trend_of(intro_ctx *ctx, intro_i_trend *trend, intro_vid v)
{
    trend->years.count = 0;
    trend->figures.count = 0;
    INTRO_TRY(gather(ctx, trend, v));
    const intro_status rc =
        trend->arrivals.count == 0 ? INTRO_OK : follow(ctx, trend, v);
    for (uint32_t a = 0; a < trend->panel->width; a++) {
        intro_i_tally_clear(&trend->tallies[a]);
    }
    return rc;
}
