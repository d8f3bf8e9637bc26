/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_breadth.h"

#include "base/context_impl.h"
#include "report/charts.h"
#include "report/page_trend.h"

/* Of a chart, of its table, and of lists in sentences. */
enum { BARS_MOST = 12, ROWS_MOST = 500, LISTED_MOST = 12 };

/* From this share on ties are nearly all of a kind. */
#define MOSTLY 0.8

static const char everybody[] = "everybody in this network";

/* --- bars ----------------------------------------------------------------- */

typedef struct words {
    intro_i_page_attribute of;
    const char *id;
    const char *title;
    const char *one;  /* "industry" */
    const char *many; /* "industries" */
} words;

static const words industry_words = {INTRO_I_PAGE_INDUSTRY, "industries",
                                     "Contacts by industry", "industry",
                                     "industries"};
static const words function_words = {INTRO_I_PAGE_FUNCTION, "functions",
                                     "Contacts by function", "function",
                                     "functions"};

static intro_status put_bars(intro_i_page *page, const words *w,
                             const intro_i_spread *spread)
{
    const intro_i_chart chart = {w->id, w->title};
    const intro_i_group_names *const names = &page->pages->group_names[w->of];
    intro_i_bar bars[BARS_MOST];
    intro_i_strbuf labels; /* one after the other, each ended by NUL */
    size_t starts[BARS_MOST];
    size_t count = 0;
    intro_i_strbuf_init(&labels, 0);
    for (; count < BARS_MOST && count < spread->groups->count; count++) {
        starts[count] = labels.length;
        intro_i_group_text(&page->pages->names, names, spread->order[count],
                           &labels);
        intro_i_strbuf_putc(&labels, '\0');
        bars[count] = (intro_i_bar){.share = spread->list[count].share,
                                    .mean = spread->list[count].network_share,
                                    .count = spread->list[count].contacts};
    }
    const intro_status rc =
        labels.status == INTRO_OK ? INTRO_OK : intro_i_fail_memory(page->ctx);
    if (rc == INTRO_OK) {
        for (size_t i = 0; i < count; i++) {
            bars[i].label = labels.data + starts[i];
        }
        intro_i_chart_bars(&page->html, &chart, bars, count, everybody);
    }
    intro_i_strbuf_fini(&labels);
    return rc;
}

static void put_rows(intro_i_page *page, const words *w,
                     const intro_i_spread *spread)
{
    intro_i_html *const html = &page->html;
    const uint32_t count =
        spread->groups->count < ROWS_MOST ? spread->groups->count : ROWS_MOST;
    for (uint32_t i = 0; i < count; i++) {
        const intro_portrait_group *const group = &spread->list[i];
        intro_i_html_put(html, "<tr><th scope=\"row\">");
        intro_i_put_group(html, &page->pages->names,
                          &page->pages->group_names[w->of], spread->order[i]);
        intro_i_html_put(html, "</th><td class=\"num\">");
        intro_i_html_count(html, group->contacts);
        intro_i_html_put(html, "</td><td class=\"num\">");
        intro_i_html_percent(html, group->share);
        intro_i_html_put(html, "</td><td class=\"num\">");
        intro_i_html_count(html, group->people);
        intro_i_html_put(html, "</td><td class=\"num\">");
        intro_i_html_percent(html, group->network_share);
        intro_i_html_put(html, "</td></tr>\n");
    }
}

static void put_sentence(intro_i_page *page, const words *w,
                         const intro_i_spread *spread)
{
    intro_i_html *const html = &page->html;
    const intro_diversity *const figures = &spread->figures;
    intro_i_html_things(html, figures->known, "contact", "contacts");
    intro_i_html_format(html, " with a known %s, in ", w->one);
    intro_i_html_things(html, figures->categories, w->one, w->many);
    intro_i_html_put(html, ": as varied as ");
    intro_i_html_real(html, figures->effective, 1);
    intro_i_html_put(html, " equally filled ones (");
    intro_i_html_real(html, figures->effective_low, 1);
    intro_i_html_put(html, " to ");
    intro_i_html_real(html, figures->effective_high, 1);
    intro_i_html_put(html, ").");
    if (spread->groups->count > BARS_MOST) {
        intro_i_html_format(html, " The chart shows the first %d of ",
                            BARS_MOST);
        intro_i_html_count(html, spread->groups->count);
        intro_i_html_put(html, ".");
    }
}

static intro_status put_spread(intro_i_page *page, const words *w,
                               const intro_i_spread *spread)
{
    static const char *const heads[] = {"Group",        "#Contacts",
                                        "#Share",       "#In this network",
                                        "#Share of it", NULL};
    if (spread->figures.known == 0) {
        return INTRO_OK;
    }
    intro_i_page_begin_figure(page, w->title);
    put_sentence(page, w, spread);
    intro_i_page_end_caption(page);
    INTRO_TRY(put_bars(page, w, spread));
    intro_i_page_begin_table(page, w->title, heads);
    put_rows(page, w, spread);
    intro_i_page_end_table(page);
    intro_i_page_define(
        page,
        "Shares are over the contacts whose group is known. The number of "
        "equally filled groups is exp(S), S the Shannon entropy of the shares "
        "(the Hill number of order 1); the range beside it is a 95% band "
        "(Hutcheson 1970), so that a dozen contacts do not look precise. The "
        "mark is the share of all people in this network.");
    intro_i_html_put(&page->html, "</figure>\n");
    return INTRO_OK;
}

/* --- what is missing -------------------------------------------------------- */

static void put_list(intro_i_page *page, const words *w, const uint32_t *groups,
                     uint32_t count)
{
    intro_i_html *const html = &page->html;
    for (uint32_t i = 0; i < count && i < LISTED_MOST; i++) {
        intro_i_html_put(html, i == 0 ? "" : ", ");
        intro_i_put_group(html, &page->pages->names,
                          &page->pages->group_names[w->of], groups[i]);
    }
    if (count > LISTED_MOST) {
        intro_i_html_put(html, " and ");
        intro_i_html_count(html, count - LISTED_MOST);
        intro_i_html_put(html, " more");
    }
}

static void put_gaps(intro_i_page *page, const words *w,
                     const intro_i_spread *spread)
{
    intro_i_html *const html = &page->html;
    const uint32_t missing = spread->groups->count - spread->met;
    if (spread->figures.known == 0) {
        return;
    }
    intro_i_html_put(html, "<li>");
    if (missing == 0) {
        intro_i_html_format(html,
                            "You know somebody in every %s of this "
                            "network.",
                            w->one);
    } else {
        intro_i_html_format(html, "You know nobody in ");
        intro_i_html_things(html, missing, w->one, w->many);
        intro_i_html_put(html, " of this network: ");
        put_list(page, w, spread->order + spread->met, missing);
        intro_i_html_put(html, ".");
    }
    intro_i_html_put(html, "</li>\n");
}

/* Groups that one contact alone stands for. */
static void put_singles(intro_i_page *page, const words *w,
                        const intro_i_spread *spread)
{
    intro_i_html *const html = &page->html;
    uint32_t singles = 0;
    /* Contacts fall: they are the last with any. */
    while (singles < spread->met &&
           spread->list[spread->met - 1 - singles].contacts == 1) {
        singles++;
    }
    if (singles == 0) {
        return;
    }
    const uint32_t first = spread->met - singles;
    intro_i_html_put(html, "<li>");
    intro_i_html_things(html, singles, w->one, w->many);
    intro_i_html_put(html, singles == 1 ? " hangs on a single contact: "
                                        : " hang on a single contact each: ");
    for (uint32_t i = first; i < spread->met && i < first + LISTED_MOST; i++) {
        const intro_portrait_group *const group = &spread->list[i];
        intro_i_html_put(html, i == first ? "" : ", ");
        intro_i_put_group(html, &page->pages->names,
                          &page->pages->group_names[w->of], spread->order[i]);
        intro_i_html_put(html, " (");
        intro_i_put_person(html, &page->pages->names, group->only);
        intro_i_html_put(html, group->only_is_weak ? ", weakly tied)" : ")");
    }
    if (singles > LISTED_MOST) {
        intro_i_html_put(html, " and ");
        intro_i_html_count(html, singles - LISTED_MOST);
        intro_i_html_put(html, " more");
    }
    intro_i_html_put(html, ".</li>\n");
}

/* --- strong and weak ties ----------------------------------------------------- */

static void put_balance_row(intro_i_html *html, const char *kind,
                            uint32_t count, uint32_t all)
{
    intro_i_html_format(html, "<tr><th scope=\"row\">%s</th><td class=\"num\">",
                        kind);
    intro_i_html_count(html, count);
    intro_i_html_put(html, "</td><td class=\"num\">");
    intro_i_html_percent(html, (double)count / all);
    intro_i_html_put(html, "</td></tr>\n");
}

static void put_balance(intro_i_page *page, const intro_breadth_row *row)
{
    static const char *const heads[] = {"Ties", "#Contacts", "#Share", NULL};
    const intro_i_chart chart = {"balance", "Strong and weak ties"};
    const intro_i_split split = {"strong", "weak", row->strong_ties,
                                 row->weak_ties};
    const double weak = (double)row->weak_ties / row->degree;
    if (row->degree == 0) {
        return;
    }
    intro_i_page_begin_figure(page, chart.title);
    intro_i_html_put(
        &page->html,
        weak >= MOSTLY
            ? "Nearly all are weak: news comes in, but few would pass "
              "an introduction on."
        : weak <= 1 - MOSTLY
            ? "Nearly all are strong: introductions get through, but few lead "
              "to other circles."
            : "Weak ties bring news from other circles, strong ones carry "
              "introductions.");
    intro_i_page_end_caption(page);
    intro_i_chart_split(&page->html, &chart, &split);
    intro_i_page_begin_table(page, chart.title, heads);
    put_balance_row(&page->html, "Strong", row->strong_ties, row->degree);
    put_balance_row(&page->html, "Weak", row->weak_ties, row->degree);
    intro_i_page_end_table(page);
    intro_i_page_define(page,
                        "A tie is weak below the median strength of this "
                        "network, or when at most one in twenty of the people "
                        "around its ends is around both (the overlap of Onnela "
                        "et al. 2007); the others are strong.");
    intro_i_html_put(&page->html, "</figure>\n");
}

/* --- the section -------------------------------------------------------------- */

intro_status intro_i_page_breadth(intro_i_page *page,
                                  const intro_i_reading *reading,
                                  const intro_i_spread *industries,
                                  const intro_i_spread *functions)
{
    static const intro_i_section section = {"breadth", "Breadth"};
    intro_i_page_section(page, &section);
    if (industries->figures.known == 0 && functions->figures.known == 0) {
        intro_i_html_put(&page->html,
                         "<p>Nothing is known of the industry or function of "
                         "the contacts.</p>\n");
    } else {
        intro_i_html_put(&page->html, "<ul class=\"plain\">\n");
        put_gaps(page, &industry_words, industries);
        put_singles(page, &industry_words, industries);
        put_gaps(page, &function_words, functions);
        put_singles(page, &function_words, functions);
        intro_i_html_put(&page->html, "</ul>\n");
    }
    intro_i_html_put(&page->html, "<div class=\"charts\">\n");
    INTRO_TRY(put_spread(page, &industry_words, industries));
    INTRO_TRY(put_spread(page, &function_words, functions));
    put_balance(page, reading->figures);
    INTRO_TRY(intro_i_page_trend(page, reading));
    intro_i_html_put(&page->html, "</div>\n</section>\n");
    return INTRO_OK;
}
