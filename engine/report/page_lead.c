/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_lead.h"

#include <math.h>

/* --- in words --------------------------------------------------------------- */

static void put_contacts(intro_i_page *page, const intro_i_person_facts *f)
{
    intro_i_html *const html = &page->html;
    const intro_i_spread *const spread = &f->industries;
    intro_i_html_put(html, "<p>You know ");
    intro_i_html_things(html, f->reading.figures->degree, "person", "people");
    if (spread->figures.known != 0) {
        intro_i_html_put(html, " in ");
        intro_i_html_count(html, spread->met);
        intro_i_html_put(html, " of the ");
        intro_i_html_things(html, spread->groups->count, "industry",
                            "industries");
        intro_i_html_put(html, " of this network; ");
        intro_i_html_percent(html, spread->list[0].share);
        intro_i_html_put(html, " of those whose industry is known work in ");
        intro_i_put_group(html, &page->pages->names,
                          &page->pages->group_names[INTRO_I_PAGE_INDUSTRY],
                          spread->order[0]);
    } else if (f->reading.figures->degree != 0) {
        intro_i_html_put(html, " and reach ");
        intro_i_html_count(html, f->reading.figures->reach2);
        intro_i_html_put(html, " within two ties");
    }
    intro_i_html_put(html, ".</p>\n");
}

/* Is there anybody to compare the breadth over industries with? */
static bool is_compared(const intro_i_person_facts *f)
{
    return f->industries.figures.known != 0 &&
           !isnan(f->reading.figures->percentile) &&
           intro_breadth_others(f->reading.breadth).compared > 1;
}

static void put_comparison(intro_i_page *page, const intro_i_person_facts *f)
{
    intro_i_html *const html = &page->html;
    /* Rounded down: nobody is broader than all the others and himself. */
    const double below = floor(f->reading.figures->percentile);
    intro_i_html_put(html, "<p>Over industries your network is broader than "
                           "that of ");
    intro_i_html_real(html, below, 0);
    intro_i_html_put(html, "% of the ");
    intro_i_html_count(html, intro_breadth_others(f->reading.breadth).compared);
    intro_i_html_put(html, " people of whom enough is known.");
    if (f->industries.figures.known < f->reading.figures->degree / 10 + 1) {
        intro_i_html_put(html, " The industry of few of your contacts is "
                               "known, so take that with care.");
    }
    intro_i_html_put(html, "</p>\n");
}

static void put_bridges(intro_i_page *page, const intro_i_person_facts *f)
{
    intro_i_html *const html = &page->html;
    const size_t single = f->access.single.count;
    if (f->access.holes == 0 && single == 0) {
        return;
    }
    intro_i_html_put(html, "<p>");
    if (f->access.holes != 0) {
        intro_i_html_put(html, "You are the only bridge between ");
        intro_i_html_things(html, f->access.holes, "pair", "pairs");
        intro_i_html_put(html, " of industries");
    }
    if (single != 0) {
        intro_i_html_put(html, f->access.holes != 0 ? "; into " : "Into ");
        intro_i_html_things(html, single, "industry", "industries");
        intro_i_html_put(html, " all your ways lead through one person");
    }
    intro_i_html_put(html, ".</p>\n");
}

static void put_ask(intro_i_page *page, const intro_i_asks *asks)
{
    intro_i_html *const html = &page->html;
    const intro_i_ask *const ask = &asks->list[0];
    if (asks->count == 0) {
        return;
    }
    intro_i_html_put(html, "<p>The likeliest introduction into something new: "
                           "<a href=\"#introductions\">ask ");
    intro_i_put_person(html, &page->pages->names, ask->people[1]);
    intro_i_html_put(html, " for ");
    intro_i_put_person(html, &page->pages->names, ask->people[ask->hops]);
    intro_i_html_put(html, ask->of == INTRO_I_PAGE_CLUSTER ? "</a>, in cluster "
                                                           : "</a>, in ");
    intro_i_put_group(html, &page->pages->names,
                      &page->pages->group_names[ask->of], ask->group);
    intro_i_html_put(html, ".</p>\n");
}

/* --- in numbers ------------------------------------------------------------- */

static void open_tile(intro_i_page *page)
{
    intro_i_html_put(&page->html, "<div class=\"tile\"><p class=\"value\">");
}

static void close_tile(intro_i_page *page, const char *definition)
{
    intro_i_html_put(&page->html, "</p>\n");
    intro_i_page_define(page, definition);
    intro_i_html_put(&page->html, "</div>\n");
}

static void end_value(intro_i_page *page)
{
    intro_i_html_put(&page->html, "</p><p class=\"what\">");
}

static void put_degree(intro_i_page *page, const intro_i_person_facts *f)
{
    open_tile(page);
    intro_i_html_count(&page->html, f->reading.figures->degree);
    end_value(page);
    intro_i_html_put(&page->html, "contacts; people of this network have ");
    intro_i_html_real(&page->html,
                      intro_breadth_others(f->reading.breadth).mean_degree, 1);
    intro_i_html_put(&page->html, " on average");
    close_tile(page, "Everybody with a tie to you, whichever way, once. Most "
                     "people are known from the data of others only, so their "
                     "own contacts are hardly known.");
}

static void put_effective(intro_i_page *page, const intro_i_person_facts *f)
{
    const intro_diversity *const figures = &f->industries.figures;
    if (figures->known == 0) {
        return;
    }
    open_tile(page);
    intro_i_html_real(&page->html, figures->effective, 1);
    end_value(page);
    intro_i_html_put(&page->html, "equally filled industries would be as "
                                  "varied");
    if (is_compared(f)) {
        intro_i_html_put(&page->html, "; the average here is ");
        intro_i_html_real(
            &page->html,
            intro_breadth_others(f->reading.breadth).mean_effective, 1);
    }
    close_tile(page, "exp(S), S the Shannon entropy of the shares of the "
                     "industries among your contacts (the Hill number of order "
                     "1), over contacts whose industry is known. The average "
                     "is over people with at least five of these.");
}

static void put_reach(intro_i_page *page, const intro_i_person_facts *f)
{
    intro_i_html *const html = &page->html;
    const intro_breadth_row *const row = f->reading.figures;
    open_tile(page);
    intro_i_html_count(html, row->reach2);
    end_value(page);
    intro_i_html_put(html, "people within two ties");
    if (!isnan(row->reach2_industries)) {
        intro_i_html_put(html, " in ");
        intro_i_html_things(html, (uint64_t)row->reach2_industries, "industry",
                            "industries");
    }
    intro_i_html_put(html, "; within three ");
    intro_i_html_count(html, row->reach3);
    close_tile(page, "People whom you come to over at most so many ties, each "
                     "counted once, yourself not; counted, not estimated.");
}

static void put_holes(intro_i_page *page, const intro_i_person_facts *f)
{
    intro_i_html *const html = &page->html;
    const intro_breadth_row *const row = f->reading.figures;
    if (row->degree < 2) {
        return;
    }
    open_tile(page);
    intro_i_html_percent(html, row->effective_size / row->degree);
    end_value(page);
    intro_i_html_put(html, "of your contacts lead somewhere of their own: "
                           "effective size ");
    intro_i_html_real(html, row->effective_size, 1);
    intro_i_html_put(html, ", constraint ");
    intro_i_html_short(html, row->constraint);
    close_tile(page, "Burt\xE2\x80\x99s effective size (1992): your contacts "
                     "less the average number of ties that each has to the "
                     "others, here as a share of them all. His constraint "
                     "grows to 1 and above as contacts all know each "
                     "other; low is open.");
}

void intro_i_page_lead(intro_i_page *page, const intro_i_person_facts *facts)
{
    intro_i_html *const html = &page->html;
    intro_i_html_put(html, "<div class=\"lead\">\n");
    put_contacts(page, facts);
    if (is_compared(facts)) {
        put_comparison(page, facts);
    }
    put_bridges(page, facts);
    put_ask(page, &facts->asks);
    intro_i_html_put(html, "</div>\n<div class=\"tiles\">\n");
    put_degree(page, facts);
    put_effective(page, facts);
    put_reach(page, facts);
    put_holes(page, facts);
    intro_i_html_put(html, "</div>\n");
}
