/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of five thousand people stays below a megabyte: rows are as short as
 * markup lets them be, and texts are cut when they are many. A cell keeps the
 * direction of its text by itself; only names, which stand in sentences
 * elsewhere, are in <bdi>. */
#include "report/picture_parts.h"

#include <string.h>

/* Bytes that the texts of all rows may have. */
enum { TEXTS_MOST = 300000 };

typedef struct columns {
    bool has_company;
    bool has_industry;
    bool has_distance; /* somebody is two ties away */
    size_t name_width;
    size_t value_width;
} columns;

static size_t at_most(const char *text, size_t most)
{
    return text == NULL ? 0 : strnlen(text, most);
}

/* What the texts of the rows come to, about. */
static size_t measure(const intro_i_drawing *d, const columns *c)
{
    const intro_i_groups *const industries =
        &d->pages->groups[INTRO_I_PAGE_INDUSTRY];
    size_t bytes = 0;
    for (uint32_t p = 1; p < d->picture->net.count; p++) {
        const intro_vid v = d->picture->net.people[p];
        const uint32_t industry =
            industries->count == 0 ? INTRO_I_NO_GROUP : industries->of[v];
        bytes += at_most(intro_graph_display_name(d->pages->graph, v),
                         c->name_width);
        bytes += at_most(
            intro_i_page_field(&d->pages->names, v, INTRO_FIELD_COMPANY),
            c->value_width);
        bytes += industry == INTRO_I_NO_GROUP
                     ? 0
                     : at_most(industries->names[industry], c->value_width);
    }
    return bytes;
}

static columns choose_columns(const intro_i_drawing *d)
{
    columns c = {
        .has_company = !intro_i_is_redacted(&d->pages->names) &&
                       d->pages->graph->known[INTRO_FIELD_COMPANY] != NULL,
        .has_industry = d->picture->attribute != INTRO_I_PAGE_INDUSTRY &&
                        d->pages->groups[INTRO_I_PAGE_INDUSTRY].count != 0,
        .has_distance = d->picture->net.count - 1 > d->picture->net.contacts,
        .name_width = 60,
        .value_width = 40};
    while (c.name_width > 12 && measure(d, &c) > TEXTS_MOST) {
        c.name_width -= 6;
        c.value_width -= 4;
    }
    return c;
}

static void put_group(intro_i_drawing *d, const intro_i_group_names *names,
                      uint32_t group, size_t width)
{
    intro_i_html_put(d->html, "<td>");
    if (group != INTRO_I_NO_GROUP) {
        intro_i_put_group_text(d->html, &d->pages->names, names, group, width);
    }
    intro_i_html_put(d->html, "</td>");
}

/* Of a cluster its number is enough: the legend has its words. */
static void put_island(intro_i_drawing *d, uint32_t group, size_t width)
{
    intro_i_group_names names = *intro_i_picture_names(d);
    names.labels = NULL;
    put_group(d, &names, group, width);
}

static void put_row(intro_i_drawing *d, const columns *c, uint32_t p)
{
    const intro_i_picture *const picture = d->picture;
    const intro_vid v = picture->net.people[p];
    intro_i_html_put(d->html, "<tr><td><bdi>");
    intro_i_put_person_text(d->html, &d->pages->names, v, c->name_width);
    intro_i_html_put(d->html, "</bdi></td>");
    if (c->has_company) {
        const char *const company =
            intro_i_page_field(&d->pages->names, v, INTRO_FIELD_COMPANY);
        intro_i_html_put(d->html, "<td>");
        intro_i_html_cut(d->html, company == NULL ? "" : company,
                         c->value_width);
        intro_i_html_put(d->html, "</td>");
    }
    if (c->has_industry) {
        put_group(d, &d->pages->group_names[INTRO_I_PAGE_INDUSTRY],
                  d->pages->groups[INTRO_I_PAGE_INDUSTRY].of[v],
                  c->value_width);
    }
    put_island(d, picture->islands[picture->island_of[p]].group,
               c->value_width);
    if (c->has_distance) {
        intro_i_html_put(d->html, p <= picture->net.contacts ? "<td>1</td>"
                                                             : "<td>2</td>");
    }
    intro_i_html_put(d->html, "<td>");
    intro_i_html_short(d->html, (double)picture->net.warmth[p]);
    intro_i_html_put(d->html, "</td></tr>\n");
}

static void put_head(intro_i_drawing *d, const columns *c)
{
    intro_i_html_format(
        d->html,
        "<details class=\"people-list\"><summary>Everybody in the picture, as "
        "a table</summary>\n<div class=\"scroll\" tabindex=\"0\" "
        "role=\"region\" aria-label=\"People in the picture\">"
        "<table id=\"people\" class=\"sorts%s\">\n<caption>Warmth: of a "
        "contact, the strength of your tie%s.</caption>\n<thead><tr>"
        "<th scope=\"col\">Name</th>",
        c->has_distance ? " both" : "",
        c->has_distance
            ? "; of others, that of the warmest way over one contact"
            : "");
    intro_i_html_put(d->html,
                     c->has_company ? "<th scope=\"col\">Company</th>" : "");
    intro_i_html_put(d->html,
                     c->has_industry ? "<th scope=\"col\">Industry</th>" : "");
    intro_i_html_format(d->html, "<th scope=\"col\">%s</th>",
                        intro_i_picture_names(d)->word);
    intro_i_html_put(d->html,
                     c->has_distance
                         ? "<th scope=\"col\" class=\"num\">Ties away</th>"
                         : "");
    intro_i_html_put(d->html, "<th scope=\"col\" class=\"num\">Warmth</th>"
                              "</tr></thead>\n<tbody>\n");
}

void intro_i_picture_put_table(intro_i_drawing *d)
{
    const columns c = choose_columns(d);
    put_head(d, &c);
    for (uint32_t i = 0; i + 1 < d->picture->net.count; i++) {
        put_row(d, &c, d->picture->order[i]);
    }
    intro_i_html_put(d->html, "</tbody></table></div></details>\n");
}
