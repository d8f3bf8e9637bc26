/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_team.h"

#include "base/context_impl.h"
#include "report/team_facts.h"
#include "report/words.h"

typedef struct view {
    intro_i_page *page;
    intro_i_html *html;
    const intro_pages *pages;
    const intro_i_team *team;
} view;

static void put_industry(view *w, uint32_t group)
{
    intro_i_put_group(w->html, &w->pages->names,
                      &w->pages->group_names[INTRO_I_PAGE_INDUSTRY], group);
}

static void put_member(view *w, uint32_t m)
{
    intro_i_put_person(w->html, &w->pages->names, w->team->members[m].person);
}

static const intro_i_groups *industries_of(const view *w)
{
    return &w->pages->groups[INTRO_I_PAGE_INDUSTRY];
}

/* --- the lead ------------------------------------------------------------- */

static void put_lead(view *w)
{
    const uint32_t industries = industries_of(w)->count;
    intro_i_html_put(w->html, "<div class=\"lead\">\n<p>Together the ");
    intro_i_html_things(w->html, w->team->count, "member knows",
                        "members know");
    intro_i_html_put(w->html, " ");
    intro_i_html_things(w->html, w->team->contacts, "person", "people");
    if (industries != 0) {
        intro_i_html_put(w->html, " in ");
        intro_i_html_count(w->html, industries - w->team->gaps);
        intro_i_html_put(w->html, " of the ");
        intro_i_html_things(w->html, industries, "industry", "industries");
        intro_i_html_put(w->html, " of this network");
    }
    intro_i_html_put(w->html, ".</p>\n</div>\n");
}

/* --- members -------------------------------------------------------------- */

static void put_member_row(view *w, uint32_t m)
{
    const intro_i_team_member *const member = &w->team->members[m];
    intro_i_html_format(w->html, "<tr><th scope=\"row\"><a href=\"%s\">",
                        intro_pages_file(w->pages, m));
    put_member(w, m);
    intro_i_html_put(w->html, "</a></th><td class=\"num\">");
    intro_i_html_count(w->html, member->contacts);
    intro_i_html_put(w->html, "</td><td class=\"num\">");
    intro_i_html_count(w->html, member->alone);
    intro_i_html_put(w->html, "</td><td class=\"num\">");
    intro_i_html_count(w->html, member->met);
    intro_i_html_put(w->html, "</td><td class=\"num\">");
    intro_i_html_real(w->html, member->effective, 1);
    intro_i_html_put(w->html, "</td><td>");
    if (member->met != 0) {
        put_industry(w, member->greatest);
    }
    intro_i_html_put(w->html, "</td></tr>\n");
}

static void put_members(view *w)
{
    static const intro_i_section section = {"members", "Members"};
    static const char *const heads[] = {
        "Member",      "#Contacts", "#Theirs alone",
        "#Industries", "#Breadth",  "Greatest industry",
        NULL};
    intro_i_page_section(w->page, &section);
    intro_i_html_put(
        w->html,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Members of the team\"><table class=\"sorts\">\n"
        "<caption>Theirs alone: contacts that no other member has. Breadth: "
        "to how many equally filled industries their contacts "
        "amount.</caption>\n");
    intro_i_page_put_heads(w->page, heads);
    for (uint32_t m = 0; m < w->team->count; m++) {
        put_member_row(w, m);
    }
    intro_i_html_put(w->html, "</tbody></table></div>\n</section>\n");
}

/* --- who covers what -------------------------------------------------------- */

/* One to five, by the root of the share of the greatest cell. */
static unsigned shade_of(uint64_t value, uint64_t greatest)
{
    unsigned shade = 1;
    while (shade < 5 && value * 25 > greatest * shade * shade) {
        shade++;
    }
    return shade;
}

static void put_cell(view *w, uint64_t value, uint64_t greatest)
{
    if (value == 0) {
        intro_i_html_put(w->html, "<td class=\"none\">\xC2\xB7</td>");
        return;
    }
    intro_i_html_format(w->html, "<td class=\"h%u\">",
                        shade_of(value, greatest));
    intro_i_html_count(w->html, value);
    intro_i_html_put(w->html, "</td>");
}

static void put_member_heads(view *w, const char *corner, const char *more)
{
    intro_i_html_format(w->html, "<thead><tr><th scope=\"col\">%s</th>",
                        corner);
    for (uint32_t m = 0; m < w->team->columns; m++) {
        intro_i_html_put(w->html, "<th scope=\"col\" class=\"num\">");
        put_member(w, m);
        intro_i_html_put(w->html, "</th>");
    }
    intro_i_html_put(w->html, more);
    intro_i_html_put(w->html, "</tr></thead>\n<tbody>\n");
}

static uint64_t greatest_cell(const intro_i_team *team)
{
    uint64_t greatest = 1;
    for (uint32_t i = 0; i < team->rows * team->columns; i++) {
        greatest = team->cells[i] > greatest ? team->cells[i] : greatest;
    }
    return greatest;
}

static void put_coverage_rows(view *w)
{
    const intro_i_team *const team = w->team;
    const uint64_t greatest = greatest_cell(team);
    for (uint32_t i = 0; i < team->rows; i++) {
        const uint32_t group = team->by_size[i];
        intro_i_html_put(w->html, "<tr><th scope=\"row\">");
        put_industry(w, group);
        intro_i_html_put(w->html, "</th>");
        for (uint32_t m = 0; m < team->columns; m++) {
            put_cell(w, team->cells[i * team->columns + m], greatest);
        }
        intro_i_html_put(w->html, "<td>");
        intro_i_html_count(w->html, team->covered[group]);
        intro_i_html_put(w->html, "</td><td>");
        intro_i_html_count(w->html, industries_of(w)->sizes[group]);
        intro_i_html_put(w->html, "</td></tr>\n");
    }
}

static void put_coverage(view *w)
{
    static const intro_i_section section = {"coverage",
                                            "Who covers which industry"};
    const uint32_t all = industries_of(w)->count;
    intro_i_page_section(w->page, &section);
    if (all == 0) {
        intro_i_html_put(w->html, "<p>Nobody\xE2\x80\x99s industry is known in "
                                  "this network.</p>\n</section>\n");
        return;
    }
    intro_i_html_put(w->html,
                     "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                     "aria-label=\"Contacts by industry and member\">"
                     "<table class=\"heat sorts\">\n<caption>Contacts of each "
                     "member; darker is more. Industries by their size in this "
                     "network");
    if (w->team->rows < all) {
        intro_i_html_format(w->html, ", the greatest %d of ",
                            INTRO_I_TEAM_ROWS);
        intro_i_html_count(w->html, all);
    }
    intro_i_html_put(w->html, ".</caption>\n");
    put_member_heads(w, "Industry",
                     "<th scope=\"col\" class=\"num\">The team</th>"
                     "<th scope=\"col\" class=\"num\">This network</th>");
    put_coverage_rows(w);
    intro_i_html_put(w->html, "</tbody></table></div>\n");
    if (w->team->count > INTRO_I_TEAM_COLUMNS) {
        intro_i_html_format(w->html,
                            "<p class=\"soft\">Only the first %d members have "
                            "a column.</p>\n",
                            INTRO_I_TEAM_COLUMNS);
    }
    intro_i_page_define(
        w->page,
        "A member covers an industry with a direct contact in it. The team\xE2"
        "\x80\x99s number counts everybody once, whoever knows them.");
    intro_i_html_put(w->html, "</section>\n");
}

/* --- where nobody is -------------------------------------------------------- */

/* Nora, Tomas, Ilse: who asks whom. */
static void put_way(view *w, const intro_i_team_way *way)
{
    if (way->hops == 0) {
        return;
    }
    intro_i_html_put(w->html, "<br/>");
    for (uint32_t i = 0; i <= way->hops; i++) {
        intro_i_html_put(w->html, i == 0 ? ""
                                         : " <span class=\"arrow\">\xE2\x86\x92"
                                           "</span> ");
        intro_i_put_person(w->html, &w->pages->names, way->people[i]);
    }
    intro_i_html_format(w->html, " <span class=\"soft\">%s ",
                        intro_i_warmth_word(way->warmth));
    intro_i_html_short(w->html, way->warmth);
    intro_i_html_put(w->html, "</span>");
}

static void put_gap(view *w, uint32_t group, const intro_i_team_way *way)
{
    intro_i_html_put(w->html, "<li>");
    put_industry(w, group);
    intro_i_html_put(w->html, " <span class=\"soft\">");
    intro_i_html_things(w->html, industries_of(w)->sizes[group],
                        "person of this network", "people of this network");
    intro_i_html_put(w->html, "</span>");
    put_way(w, way);
    intro_i_html_put(w->html, "</li>\n");
}

static void put_single(view *w, uint32_t group, uint32_t member)
{
    intro_i_html_put(w->html, "<li>");
    put_industry(w, group);
    intro_i_html_put(w->html, ": ");
    put_member(w, member);
    intro_i_html_put(w->html, "</li>\n");
}

static void open_list(view *w, uint32_t found)
{
    intro_i_html_put(w->html, found == 0 ? "<ul class=\"plain\">\n" : "");
}

static void close_list(view *w, uint32_t found)
{
    if (found > INTRO_I_TEAM_GAPS) {
        intro_i_html_put(w->html, "<li>and ");
        intro_i_html_count(w->html, found - INTRO_I_TEAM_GAPS);
        intro_i_html_put(w->html, " more</li>\n");
    }
    intro_i_html_put(w->html, found != 0 ? "</ul>\n" : "<p>None.</p>\n");
}

static void put_gap_list(view *w)
{
    const intro_i_team *const team = w->team;
    for (uint32_t i = 0; i < team->gaps && i < INTRO_I_TEAM_GAPS; i++) {
        open_list(w, i);
        put_gap(w, team->gap_list[i], &team->ways[i]);
    }
    close_list(w, team->gaps);
}

static void put_single_list(view *w)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < industries_of(w)->count; i++) {
        const uint32_t group = w->team->by_size[i];
        const uint32_t member = w->team->only[group];
        if (member >= w->team->count) {
            continue;
        }
        if (found < INTRO_I_TEAM_GAPS) {
            open_list(w, found);
            put_single(w, group, member);
        }
        found++;
    }
    close_list(w, found);
}

static void put_gaps(view *w)
{
    static const intro_i_section section = {"gaps",
                                            "Where the team has nobody"};
    if (industries_of(w)->count == 0) {
        return;
    }
    intro_i_page_section(w->page, &section);
    intro_i_html_put(w->html,
                     "<div class=\"grid\">\n<div class=\"card\">\n"
                     "<h3>Nobody</h3>\n<p class=\"soft\">Industries of "
                     "this network in which no member has a "
                     "contact, and the warmest way into each.</p>\n");
    put_gap_list(w);
    intro_i_html_put(w->html,
                     "</div>\n<div class=\"card\">\n<h3>One member only</h3>\n"
                     "<p class=\"soft\">Industries that hang on a single "
                     "member.</p>\n");
    put_single_list(w);
    intro_i_html_put(w->html, "</div>\n</div>\n");
    intro_i_page_define(
        w->page,
        "A way is the chain of at most three ties from any member to somebody "
        "of the industry whose strengths have the greatest product, its "
        "warmth. hot: from 0.5, warm: from 0.2, lukewarm: from 0.05, cool: "
        "from 0.01.");
    intro_i_html_put(w->html, "</section>\n");
}

/* --- overlap -------------------------------------------------------------- */

static bool has_overlap(const view *w)
{
    return w->team->shared != NULL && w->team->count > 1;
}

static void put_overlap_row(view *w, uint32_t a)
{
    const intro_i_team *const team = w->team;
    const uint64_t mine = team->members[a].contacts;
    intro_i_html_put(w->html, "<tr><th scope=\"row\">");
    put_member(w, a);
    intro_i_html_put(w->html, "</th>");
    for (uint32_t b = 0; b < w->team->columns; b++) {
        const uint64_t both = team->shared[(size_t)a * team->count + b];
        const uint64_t either = mine + team->members[b].contacts - both;
        if (a == b) {
            intro_i_html_put(w->html, "<td class=\"none\">\xE2\x80\x93</td>");
            continue;
        }
        intro_i_html_format(w->html, "<td class=\"h%u\">",
                            both == 0 ? 0 : shade_of(both, either));
        intro_i_html_count(w->html, both);
        intro_i_html_put(w->html, " <span>(");
        intro_i_html_percent(w->html,
                             either == 0 ? 0 : (double)both / (double)either);
        intro_i_html_put(w->html, ")</span></td>");
    }
    intro_i_html_put(w->html, "</tr>\n");
}

static void put_overlap(view *w)
{
    static const intro_i_section section = {"overlap", "Overlap"};
    if (!has_overlap(w)) {
        return;
    }
    intro_i_page_section(w->page, &section);
    intro_i_html_put(
        w->html,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Contacts that two members share\"><table class=\"heat\">"
        "\n<caption>Contacts that two members both have, and their share of "
        "the contacts of either. Little overlap: the two reach different "
        "people.</caption>\n");
    put_member_heads(w, "Member", "");
    for (uint32_t m = 0; m < w->team->columns; m++) {
        put_overlap_row(w, m);
    }
    intro_i_html_put(w->html, "</tbody></table></div>\n");
    intro_i_page_define(
        w->page,
        "Shared: people tied to both. The percentage is the index of Jaccard: "
        "shared contacts over the contacts of at least one of the two.");
    intro_i_html_put(w->html, "</section>\n");
}

static void open_page(view *w)
{
    intro_i_section sections[] = {{"members", "Members"},
                                  {"coverage", "Coverage"},
                                  {"gaps", "Gaps"},
                                  {"overlap", "Overlap"}};
    size_t count = 2;
    if (industries_of(w)->count != 0) {
        count = 3;
    }
    if (has_overlap(w)) {
        sections[count++] = sections[3];
    }
    intro_i_page_open(w->page, "The team\xE2\x80\x99s network", INTRO_NO_VID,
                      sections, count);
}

intro_status intro_i_page_team(intro_i_page *page)
{
    intro_i_team team;
    INTRO_TRY(intro_i_team_init(page->ctx, page->pages, &team));
    view w = {page, &page->html, page->pages, &team};
    open_page(&w);
    put_lead(&w);
    put_members(&w);
    put_coverage(&w);
    put_gaps(&w);
    put_overlap(&w);
    intro_i_page_close(page);
    intro_i_team_fini(&team);
    return INTRO_OK;
}
