/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_trend.h"

#include "analysis/diversity.h"
#include "base/alloc.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "report/charts.h"

#include <stdlib.h>
#include <string.h>

/* Years of a chart, counted back from the last. */
enum { YEARS_MOST = 40 };

typedef struct arrival {
    int32_t year;
    uint32_t group;
} arrival;

typedef struct trend {
    intro_i_point contacts[YEARS_MOST];
    intro_i_point breadth[YEARS_MOST];
    size_t count;
    uint64_t dated;
} trend;

static int compare_arrivals(const void *a, const void *b)
{
    const arrival *const x = a;
    const arrival *const y = b;
    if (x->year != y->year) {
        return x->year < y->year ? -1 : 1;
    }
    return (x->group > y->group) - (x->group < y->group);
}

/* The contacts with a date of connection. */
static size_t gather(const intro_i_page *page, arrival *list)
{
    const intro_pages *const pages = page->pages;
    const intro_i_weak_graph *const weak = &pages->weak;
    const intro_i_groups *const groups = &pages->groups[INTRO_I_PAGE_INDUSTRY];
    size_t count = 0;
    for (uint64_t i = weak->offsets[page->me]; i < weak->offsets[page->me + 1];
         i++) {
        const intro_vid v = weak->neighbours[i];
        intro_tie tie;
        if (!intro_graph_find_tie(pages->graph, page->me, v, &tie) ||
            tie.since == INTRO_NO_DAY) {
            continue;
        }
        intro_i_civil_from_day(tie.since, &list[count].year, NULL, NULL);
        list[count++].group = groups->of[v];
    }
    qsort(list, count, sizeof *list, compare_arrivals);
    return count;
}

static intro_status follow(intro_i_page *page, const arrival *list,
                           size_t count, trend *out)
{
    intro_i_tally tally;
    if (intro_i_tally_init(&tally, &page->pages->groups[INTRO_I_PAGE_INDUSTRY],
                           false) != INTRO_OK) {
        return intro_i_fail_memory(page->ctx);
    }
    const int32_t last = list[count - 1].year;
    const int32_t first =
        list[0].year > last - YEARS_MOST ? list[0].year : last - YEARS_MOST + 1;
    size_t at = 0;
    for (int32_t year = first; year <= last; year++) {
        for (; at < count && list[at].year <= year; at++) {
            intro_i_tally_add(&tally, list[at].group, 1);
        }
        const size_t i = out->count++;
        out->contacts[i] = (intro_i_point){year, (double)at};
        out->breadth[i] = (intro_i_point){
            year, intro_i_tally_figures(&tally, INTRO_I_NO_GROUP).effective};
    }
    intro_i_tally_fini(&tally);
    return INTRO_OK;
}

static void put_chart(intro_i_page *page, const char *id, const char *title,
                      const char *sentence, const intro_i_point *points,
                      size_t count, unsigned decimals)
{
    static const char *const heads[] = {"Year", "#Value", NULL};
    const intro_i_chart chart = {id, title};
    intro_i_html *const html = &page->html;
    intro_i_page_begin_figure(page, title);
    intro_i_html_put(html, sentence);
    intro_i_page_end_caption(page);
    intro_i_chart_curve(html, &chart, points, count, decimals);
    intro_i_page_begin_table(page, title, heads);
    for (size_t i = 0; i < count; i++) {
        intro_i_html_format(html,
                            "<tr><th scope=\"row\">%d</th><td "
                            "class=\"num\">",
                            points[i].year);
        intro_i_html_real(html, points[i].value, decimals);
        intro_i_html_put(html, "</td></tr>\n");
    }
    intro_i_page_end_table(page);
    intro_i_page_define(
        page,
        "The contacts whose date of connection is known, counted at the end of "
        "each year; people you lost touch with stay in. Industries are those "
        "of today.");
    intro_i_html_put(html, "</figure>\n");
}

static void put_charts(intro_i_page *page, const trend *t)
{
    put_chart(page, "growth", "Contacts over the years",
              "Contacts at the end of each year.", t->contacts, t->count, 0);
    /* The first years may have no known industry: the last one has. */
    if (t->breadth[t->count - 1].value > 0) {
        put_chart(page, "trend", "Breadth over the years",
                  "To how many equally filled industries the contacts of the "
                  "time amounted.",
                  t->breadth, t->count, 1);
    }
}

intro_status intro_i_page_trend(intro_i_page *page)
{
    trend t;
    memset(&t, 0, sizeof t);
    const uint64_t degree = intro_i_weak_degree(&page->pages->weak, page->me);
    arrival *const list = intro_i_alloc((size_t)degree + 1, sizeof *list);
    if (list == NULL) {
        return intro_i_fail_memory(page->ctx);
    }
    intro_status rc = INTRO_OK;
    const size_t count = gather(page, list);
    if (count != 0 && list[0].year < list[count - 1].year) {
        rc = follow(page, list, count, &t);
    }
    intro_i_free(list);
    if (rc == INTRO_OK && t.count > 1) {
        put_charts(page, &t);
    }
    return rc;
}
