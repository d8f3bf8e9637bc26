/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_trend.h"

#include "report/charts.h"

#include <math.h>

/* Years of a chart, counted back from the last. */
enum { YEARS_MOST = 40 };

static const char measured[] =
    "The contacts whose date of connection is known, counted at the end of each "
    "year; people you lost touch with stay in. Industries are those of today. "
    "Equally filled industries are counted as in the chart of "
    "industries.";

static void put_chart(intro_i_page *page, const char *id, const char *title,
                      const char *head, const char *sentence,
                      const intro_i_point *points, size_t count,
                      unsigned decimals)
{
    const char *const heads[] = {"Year", head, NULL};
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
    intro_i_page_define(page, measured);
    intro_i_html_put(html, "</figure>\n");
}

intro_status intro_i_page_trend(intro_i_page *page,
                                const intro_i_reading *reading)
{
    const intro_breadth_year *years;
    size_t all;
    size_t column;
    intro_i_point contacts[YEARS_MOST];
    intro_i_point breadth[YEARS_MOST];
    INTRO_TRY(intro_breadth_trend(page->ctx, reading->breadth, reading->row,
                                  &years, &all, NULL));
    const size_t count = all < YEARS_MOST ? all : YEARS_MOST;
    const bool has_industries =
        intro_i_reading_column(page->pages, INTRO_I_PAGE_INDUSTRY, &column);
    if (count < 2) {
        return INTRO_OK;
    }
    for (size_t i = 0; i < count; i++) {
        const intro_breadth_year *const year = &years[all - count + i];
        contacts[i] = (intro_i_point){year->year, year->contacts};
        breadth[i] = (intro_i_point){year->year,
                                     has_industries ? year->by[column].effective
                                                    : (double)NAN};
    }
    put_chart(page, "growth", "Contacts over the years", "#Contacts",
              "Contacts at the end of each year.", contacts, count, 0);
    /* The first years may have no known industry: the last one has. */
    if (breadth[count - 1].value > 0) {
        put_chart(page, "trend", "Breadth over the years", "#Industries",
                  "To how many equally filled industries the contacts of the "
                  "time amounted.",
                  breadth, count, 1);
    }
    return INTRO_OK;
}
