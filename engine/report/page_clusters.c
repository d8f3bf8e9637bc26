/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_clusters.h"

enum { LISTED_MOST = 15, DOORS_SHOWN = 3 };

static const intro_i_groups *clusters_of(const intro_i_page *page)
{
    return &page->pages->groups[INTRO_I_PAGE_CLUSTER];
}

static uint64_t size_of(const intro_i_page *page,
                        const intro_i_cluster_access *k)
{
    return clusters_of(page)->sizes[k->cluster];
}

static const char *word_of(intro_access access)
{
    static const char *const words[] = {[INTRO_ACCESS_WEAK] = "weak",
                                        [INTRO_ACCESS_STRONG] = "strong",
                                        [INTRO_ACCESS_NONE] = "none",
                                        [INTRO_ACCESS_MEMBER] = "yours"};
    return words[access];
}

static void put_cluster(intro_i_page *page, uint32_t cluster)
{
    intro_i_put_group(&page->html, &page->pages->names,
                      &page->pages->group_names[INTRO_I_PAGE_CLUSTER], cluster);
}

/* --- the lead ------------------------------------------------------------- */

static void put_lead(intro_i_page *page, const intro_i_my_doors *doors)
{
    intro_i_html *const html = &page->html;
    uint64_t counts[INTRO_ACCESS_MEMBER + 1] = {0};
    for (size_t i = 0; i < doors->count; i++) {
        counts[doors->list[i].access] +=
            size_of(page, &doors->list[i]) >= INTRO_I_CLUSTER_LEAST;
    }
    intro_i_html_put(html, "<p>People who are tied to each other more closely "
                           "than to the rest. You reach ");
    intro_i_html_things(html, counts[INTRO_ACCESS_WEAK], "cluster", "clusters");
    intro_i_html_put(html, " over weak ties only, ");
    intro_i_html_count(html, counts[INTRO_ACCESS_STRONG]);
    intro_i_html_put(html, " over a strong one, and have no door into ");
    intro_i_html_count(html, counts[INTRO_ACCESS_NONE]);
    intro_i_html_put(html, ".</p>\n");
}

/* --- the table ------------------------------------------------------------ */

static void put_door(intro_i_page *page, const intro_door *door)
{
    intro_i_html *const html = &page->html;
    if (door->via == page->me) {
        intro_i_html_put(html, "you");
    } else {
        intro_i_put_person(html, &page->pages->names, door->via);
    }
    intro_i_html_put(html, " <span class=\"arrow\">\xE2\x86\x92</span> ");
    intro_i_put_person(html, &page->pages->names, door->to);
    intro_i_html_put(html, door->weak ? " <span class=\"soft\">weak "
                                      : " <span class=\"soft\">");
    intro_i_html_short(html, (double)door->strength);
    intro_i_html_put(html, door->dormant ? ", dormant" : "");
    intro_i_html_put(html, "</span>");
}

static void put_doors(intro_i_page *page, const intro_i_my_doors *all,
                      const intro_i_cluster_access *k)
{
    intro_i_html *const html = &page->html;
    for (uint64_t i = 0; i < k->doors && i < DOORS_SHOWN; i++) {
        intro_i_html_put(html, i == 0 ? "" : "<br/>");
        put_door(page, &all->doors.data[k->first_door + i]);
    }
    if (k->doors > DOORS_SHOWN) {
        intro_i_html_put(html, "<br/><span class=\"soft\">and ");
        intro_i_html_count(html, k->doors - DOORS_SHOWN);
        intro_i_html_put(html, " more</span>");
    }
    if (k->single_door != INTRO_NO_VID && k->doors > 1) {
        intro_i_html_put(html, "<br/><span class=\"soft\">all through ");
        intro_i_put_person(html, &page->pages->names, k->single_door);
        intro_i_html_put(html, "</span>");
    }
}

static void put_row(intro_i_page *page, const intro_i_my_doors *doors,
                    const intro_i_cluster_access *k)
{
    intro_i_html *const html = &page->html;
    intro_i_html_put(html, "<tr><th scope=\"row\">");
    put_cluster(page, k->cluster);
    intro_i_html_put(html, "</th><td class=\"num\">");
    intro_i_html_count(html, size_of(page, k));
    intro_i_html_format(html, "</td><td>%s</td><td class=\"doors\">",
                        word_of(k->access));
    put_doors(page, doors, k);
    intro_i_html_put(html, "</td><td class=\"num\">");
    intro_i_html_percent(html, k->novelty);
    intro_i_html_put(html, "</td><td class=\"num\">");
    intro_i_html_count(html, k->reach);
    intro_i_html_put(html, "</td></tr>\n");
}

static void put_table(intro_i_page *page, const intro_i_my_doors *doors)
{
    static const char *const heads[] = {
        "Cluster", "#People", "Access", "Doors", "#New", "#Within reach", NULL};
    intro_i_html *const html = &page->html;
    size_t listed = 0;
    intro_i_html_put(
        html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
              "aria-label=\"Clusters by access\"><table "
              "class=\"sorts\">\n<caption>Weakly reached clusters first, "
              "the most rewarding of them on top.</caption>\n");
    intro_i_page_put_heads(page, heads);
    for (size_t i = 0; i < doors->count && listed < LISTED_MOST; i++) {
        if (size_of(page, &doors->list[i]) >= INTRO_I_CLUSTER_LEAST) {
            put_row(page, doors, &doors->list[i]);
            listed++;
        }
    }
    intro_i_html_put(html, "</tbody></table></div>\n");
}

void intro_i_page_clusters(intro_i_page *page, const intro_i_my_doors *doors)
{
    static const intro_i_section section = {"clusters",
                                            "Clusters and your doors"};
    intro_i_page_section(page, &section);
    size_t listed = 0;
    for (size_t i = 0; i < doors->count; i++) {
        listed += size_of(page, &doors->list[i]) >= INTRO_I_CLUSTER_LEAST;
    }
    if (listed == 0) {
        intro_i_html_put(&page->html, "<p>No three people of this network are "
                                      "a cluster.</p>\n");
    } else {
        put_lead(page, doors);
        put_table(page, doors);
    }
    intro_i_page_define(
        page,
        "Clusters maximise modularity (Leiden, Traag et al. 2019). A door is a "
        "tie into a cluster from you, or from a contact of yours in your own "
        "cluster. A tie is weak below the median strength of this network, or "
        "when at most one in twenty of the people around its ends is around "
        "both; it is dormant when it has shown nothing for three years and was "
        "not weak then. New: people whose industry none of your contacts has, "
        "of those with a known industry. Within reach: people at most three "
        "ties away. Clusters of one or two people are left out.");
    intro_i_html_put(&page->html, "</section>\n");
}
