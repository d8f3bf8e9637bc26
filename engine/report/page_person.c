/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_person.h"

#include "report/page_asks.h"
#include "report/page_breadth.h"
#include "report/page_bridges.h"
#include "report/page_clusters.h"

#include <string.h>

typedef struct facts {
    intro_i_spread industries;
    intro_i_spread functions;
    intro_i_my_doors doors;
    intro_i_asks asks;
    uint64_t degree;
} facts;

static intro_status find_facts(intro_i_page *page, facts *f)
{
    f->degree = intro_i_weak_degree(&page->pages->weak, page->me);
    INTRO_TRY(intro_i_spread_init(page->ctx, page->pages, INTRO_I_PAGE_INDUSTRY,
                                  page->me, &f->industries));
    INTRO_TRY(intro_i_spread_init(page->ctx, page->pages, INTRO_I_PAGE_FUNCTION,
                                  page->me, &f->functions));
    INTRO_TRY(intro_i_my_doors_init(page->ctx, &page->pages->weak,
                                    &page->pages->groups[INTRO_I_PAGE_CLUSTER],
                                    &page->pages->groups[INTRO_I_PAGE_INDUSTRY],
                                    page->me, &f->doors));
    return intro_i_asks_find(page, &f->industries, &f->functions, &f->doors,
                             &f->asks);
}

static void put_lead(intro_i_page *page, const facts *f)
{
    intro_i_html *const html = &page->html;
    intro_i_html_put(html, "<div class=\"lead\">\n<p>You know ");
    intro_i_html_things(html, f->degree, "person", "people");
    if (f->industries.figures.known != 0) {
        intro_i_html_put(html, " in ");
        intro_i_html_things(html, f->industries.met, "industry", "industries");
        intro_i_html_put(html, "; ");
        intro_i_html_percent(
            html, intro_i_spread_share(&f->industries, f->industries.order[0]));
        intro_i_html_put(html, " of those whose industry is known work in ");
        intro_i_put_group(html, &page->pages->names,
                          &page->pages->group_names[INTRO_I_PAGE_INDUSTRY],
                          f->industries.order[0]);
    }
    intro_i_html_put(html, ".</p>\n</div>\n");
}

static intro_status put_all(intro_i_page *page, const facts *f)
{
    static const intro_i_section sections[] = {
        {"introductions", "Introductions"},
        {"breadth", "Breadth"},
        {"bridges", "Bridges"},
        {"clusters", "Clusters"},
        {"picture", "Picture"},
    };
    intro_i_page_open(page, "The network of ", page->me, sections,
                      INTRO_COUNT_OF(sections));
    put_lead(page, f);
    intro_i_asks_put(page, &f->asks);
    INTRO_TRY(intro_i_page_breadth(page, &f->industries, &f->functions));
    INTRO_TRY(intro_i_page_bridges(page, &f->industries));
    intro_i_page_clusters(page, &f->doors);
    INTRO_TRY(intro_i_page_picture(page));
    intro_i_page_close(page);
    return INTRO_OK;
}

intro_status intro_i_page_person(intro_i_page *page)
{
    facts f;
    memset(&f, 0, sizeof f);
    intro_status rc = find_facts(page, &f);
    if (rc == INTRO_OK) {
        rc = put_all(page, &f);
    }
    intro_i_spread_fini(&f.industries);
    intro_i_spread_fini(&f.functions);
    intro_i_my_doors_fini(&f.doors);
    return rc;
}
