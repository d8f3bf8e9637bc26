/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_bridges.h"

#include "base/context_impl.h"
#include "report/charts.h"

#include <math.h>

enum { BARS_MOST = 8, LISTED_MOST = 20 };

/* --- where I am a bridge ------------------------------------------------------ */

static void put_pair_name(intro_i_page *page, const intro_i_between_pair *pair)
{
    const intro_i_group_names *const names =
        &page->pages->group_names[INTRO_I_PAGE_INDUSTRY];
    intro_i_put_group(&page->html, &page->pages->names, names, pair->a);
    intro_i_html_put(&page->html, " \xE2\x80\x93 ");
    intro_i_put_group(&page->html, &page->pages->names, names, pair->b);
}

static intro_status put_bars(intro_i_page *page, const intro_i_chart *chart,
                             const intro_i_between *between)
{
    const intro_i_group_names *const names =
        &page->pages->group_names[INTRO_I_PAGE_INDUSTRY];
    intro_i_bar bars[BARS_MOST];
    intro_i_strbuf labels;
    size_t starts[BARS_MOST];
    size_t others[BARS_MOST];
    size_t count = 0;
    intro_i_strbuf_init(&labels, 0);
    for (; count < BARS_MOST && count < between->count; count++) {
        const intro_i_between_pair *const pair = &between->pairs[count];
        starts[count] = labels.length;
        intro_i_group_text(&page->pages->names, names, pair->a, &labels);
        intro_i_strbuf_putc(&labels, '\0');
        others[count] = labels.length;
        intro_i_group_text(&page->pages->names, names, pair->b, &labels);
        intro_i_strbuf_putc(&labels, '\0');
        bars[count] = (intro_i_bar){.share = (double)pair->open /
                                             (double)between->open_across,
                                    .mean = (double)NAN,
                                    .count = pair->open};
    }
    const intro_status rc =
        labels.status == INTRO_OK ? INTRO_OK : intro_i_fail_memory(page->ctx);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        bars[i].label = labels.data + starts[i];
        bars[i].other = labels.data + others[i];
    }
    if (rc == INTRO_OK) {
        intro_i_chart_bars(&page->html, chart, bars, count, NULL);
    }
    intro_i_strbuf_fini(&labels);
    return rc;
}

/* Does nobody else join the two? Groups of the access rise. */
static bool is_mine_alone(const intro_i_my_access *access, uint32_t a,
                          uint32_t b)
{
    uint32_t i = 0;
    uint32_t k = 0;
    while (i < access->count && access->groups[i] != a) {
        i++;
    }
    while (k < access->count && access->groups[k] != b) {
        k++;
    }
    return i < access->count && k < access->count &&
           !intro_i_my_access_joins(access, i, k);
}

static void put_rows(intro_i_page *page, const intro_i_between *between,
                     const intro_i_my_access *access)
{
    intro_i_html *const html = &page->html;
    for (size_t i = 0; i < between->count; i++) {
        const intro_i_between_pair *const pair = &between->pairs[i];
        intro_i_html_put(html, "<tr><th scope=\"row\">");
        put_pair_name(page, pair);
        intro_i_html_put(html, "</th><td class=\"num\">");
        intro_i_html_count(html, pair->open);
        intro_i_html_put(html, "</td><td class=\"num\">");
        intro_i_html_count(html, pair->all);
        intro_i_html_put(html, is_mine_alone(access, pair->a, pair->b)
                                   ? "</td><td>yes</td></tr>\n"
                                   : "</td><td>no</td></tr>\n");
    }
}

static intro_status put_chart(intro_i_page *page,
                              const intro_i_between *between,
                              const intro_i_my_access *access)
{
    static const char *const heads[] = {"Industries", "#Strangers",
                                        "#All pairs", "Only you", NULL};
    const intro_i_chart chart = {"between", "Industries you stand between"};
    intro_i_page_begin_figure(page, chart.title);
    intro_i_html_put(&page->html,
                     "Pairs of contacts, one of each industry, with no tie "
                     "between the two: whom you could bring together.");
    intro_i_page_end_caption(page);
    INTRO_TRY(put_bars(page, &chart, between));
    intro_i_page_begin_table(page, chart.title, heads);
    put_rows(page, between, access);
    intro_i_page_end_table(page);
    intro_i_page_define(
        page, "An open pair around you, as in the roles of Gould and Fernandez "
              "(1989): both are tied to you and not to each other, as far as "
              "this network knows. Percentages are of all open pairs of two "
              "different industries. Only you: without you no tie leads from "
              "the one industry to the other, and nobody is tied to both.");
    intro_i_html_put(&page->html, "</figure>\n");
    return INTRO_OK;
}

/* --- whom I depend on --------------------------------------------------------- */

static void put_single(intro_i_page *page, const intro_i_single_access *access)
{
    intro_i_html *const html = &page->html;
    intro_tie tie;
    intro_i_html_put(html, "<tr><th scope=\"row\">");
    intro_i_put_group(html, &page->pages->names,
                      &page->pages->group_names[INTRO_I_PAGE_INDUSTRY],
                      access->group);
    intro_i_html_put(html, "</th><td>");
    intro_i_put_person(html, &page->pages->names, access->through);
    intro_i_html_put(html, "</td><td class=\"num\">");
    if (intro_graph_find_tie(page->pages->graph, page->me, access->through,
                             &tie)) {
        intro_i_html_short(html, (double)tie.strength);
    }
    intro_i_html_put(html, "</td><td class=\"num\">");
    intro_i_html_count(
        html, page->pages->groups[INTRO_I_PAGE_INDUSTRY].sizes[access->group]);
    intro_i_html_put(html, "</td></tr>\n");
}

static void put_access(intro_i_page *page, const intro_i_vec_access *single)
{
    static const char *const heads[] = {"Industry", "Through", "#Strength",
                                        "#People in this network", NULL};
    intro_i_html *const html = &page->html;
    intro_i_html_put(html, "<div class=\"card\">\n<h3>Whom you depend on</h3>\n"
                           "<p class=\"soft\">");
    if (single->count == 0) {
        intro_i_html_put(html, "Into every industry within two ties you have "
                               "more than one way.</p>\n</div>\n");
        return;
    }
    intro_i_html_put(html, "Into ");
    intro_i_html_things(html, single->count, "industry", "industries");
    intro_i_html_put(html, " every way of at most two ties leads through one "
                           "person. Losing touch with them closes it.</p>\n"
                           "<div class=\"scroll\" tabindex=\"0\" "
                           "role=\"region\" aria-label=\"Industries through "
                           "one person\"><table class=\"sorts\">\n<caption>"
                           "Industries through one person");
    if (single->count > LISTED_MOST) {
        intro_i_html_format(html, ", the first %d", LISTED_MOST);
    }
    intro_i_html_put(html, "</caption>\n");
    intro_i_page_put_heads(page, heads);
    for (size_t i = 0; i < single->count && i < LISTED_MOST; i++) {
        put_single(page, &single->data[i]);
    }
    intro_i_html_put(html, "</tbody></table></div>\n");
    intro_i_page_define(
        page, "People of an industry who are your contacts or contacts of "
              "yours, and not one of them without the person named: either he "
              "is the only one you know there, or the contact behind whom they "
              "all are. Strength is that of your tie to him.");
    intro_i_html_put(html, "</div>\n");
}

/* --- the section ---------------------------------------------------------- */

static void put_sentence(intro_i_page *page, const intro_i_between *between,
                         const intro_i_my_access *access)
{
    intro_i_html *const html = &page->html;
    intro_i_html_put(html, "<p>You stand between ");
    intro_i_html_things(html, between->open, "pair", "pairs");
    intro_i_html_put(html, " of contacts who do not know each other, ");
    intro_i_html_percent(html, (double)between->open / (double)between->all);
    intro_i_html_put(html, " of all pairs");
    if (between->alone != 0) {
        intro_i_html_put(html, "; ");
        intro_i_html_count(html, between->alone);
        intro_i_html_put(html, between->alone == 1
                                   ? " of your contacts is tied to nobody "
                                     "else here"
                                   : " of your contacts are tied to nobody "
                                     "else here");
    }
    intro_i_html_put(html, ".");
    if (access->holes != 0) {
        intro_i_html_put(html, " Between ");
        intro_i_html_things(html, access->holes, "pair", "pairs");
        intro_i_html_put(html, " of industries you are the only bridge there "
                               "is.");
    }
    intro_i_html_put(html, "</p>\n");
}

static intro_status put_section(intro_i_page *page,
                                const intro_i_spread *industries,
                                const intro_i_between *between,
                                const intro_i_my_access *access)
{
    put_sentence(page, between, access);
    intro_i_html_put(&page->html, "<div class=\"grid\">\n");
    if (between->count != 0) {
        INTRO_TRY(put_chart(page, between, access));
    }
    if (industries->figures.known != 0) {
        put_access(page, &access->single);
    }
    intro_i_html_put(&page->html, "</div>\n");
    return INTRO_OK;
}

intro_status intro_i_page_bridges(intro_i_page *page,
                                  const intro_i_spread *industries,
                                  const intro_i_between *between,
                                  const intro_i_my_access *access)
{
    static const intro_i_section section = {"bridges", "Bridges"};
    intro_status rc = INTRO_OK;
    intro_i_page_section(page, &section);
    if (between->all == 0) {
        intro_i_html_put(&page->html, "<p>A bridge needs two contacts at "
                                      "least.</p>\n");
    } else {
        rc = put_section(page, industries, between, access);
    }
    intro_i_html_put(&page->html, "</section>\n");
    return rc;
}
