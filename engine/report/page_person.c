/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_person.h"

#include "report/page_breadth.h"
#include "report/page_bridges.h"
#include "report/page_clusters.h"
#include "report/page_lead.h"

#include <string.h>

static intro_status find_facts(intro_i_page *page, intro_i_person_facts *f)
{
    const intro_pages *const pages = page->pages;
    const intro_i_groups *const industries =
        &pages->groups[INTRO_I_PAGE_INDUSTRY];
    INTRO_TRY(intro_i_reading_init(page->ctx, pages, page->me, &f->reading));
    INTRO_TRY(intro_i_spread_init(page->ctx, pages, INTRO_I_PAGE_INDUSTRY,
                                  &f->reading, &f->industries));
    INTRO_TRY(intro_i_spread_init(page->ctx, pages, INTRO_I_PAGE_FUNCTION,
                                  &f->reading, &f->functions));
    INTRO_TRY(intro_i_between_find(page->ctx, pages, &f->industries, page->me,
                                   &f->between));
    INTRO_TRY(intro_i_my_access_init(page->ctx, &pages->weak, industries,
                                     page->me, &f->access));
    INTRO_TRY(intro_i_my_doors_init(page->ctx, &pages->weak_ties,
                                    &pages->cluster_members, industries,
                                    page->me, &f->doors));
    return intro_i_asks_find(page, &f->industries, &f->functions, &f->doors,
                             &f->asks);
}

static intro_status put_all(intro_i_page *page, const intro_i_person_facts *f)
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
    intro_i_page_lead(page, f);
    intro_i_asks_put(page, &f->asks);
    INTRO_TRY(
        intro_i_page_breadth(page, &f->reading, &f->industries, &f->functions));
    INTRO_TRY(
        intro_i_page_bridges(page, &f->industries, &f->between, &f->access));
    intro_i_page_clusters(page, &f->doors);
    INTRO_TRY(intro_i_page_picture(page));
    intro_i_page_close(page);
    return INTRO_OK;
}

intro_status intro_i_page_person(intro_i_page *page)
{
    intro_i_person_facts f;
    memset(&f, 0, sizeof f);
    intro_status rc = find_facts(page, &f);
    if (rc == INTRO_OK) {
        rc = put_all(page, &f);
    }
    intro_i_my_doors_fini(&f.doors);
    intro_i_my_access_fini(&f.access);
    intro_i_spread_fini(&f.industries);
    intro_i_spread_fini(&f.functions);
    intro_i_reading_fini(&f.reading);
    return rc;
}
