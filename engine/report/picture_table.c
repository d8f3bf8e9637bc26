/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/picture_parts.h"

typedef struct columns {
    bool has_company;
    bool has_industry;
    size_t name_width;
    size_t value_width;
} columns;

static columns choose_columns(const intro_i_drawing *d)
{
    const bool is_long = d->picture->net.count > 1500;
    const bool is_redacted = intro_i_is_redacted(&d->pages->names);
    const columns c = {
        .has_company =
            !is_redacted && d->pages->graph->known[INTRO_FIELD_COMPANY] != NULL,
        .has_industry = d->picture->attribute != INTRO_I_PAGE_INDUSTRY &&
                        d->pages->groups[INTRO_I_PAGE_INDUSTRY].count != 0,
        .name_width = is_long ? 30 : 60,
        .value_width = is_long ? 22 : 40};
    return c;
}

static void put_row(intro_i_drawing *d, const columns *c, uint32_t p)
{
    const intro_i_picture *const picture = d->picture;
    const intro_vid v = picture->net.people[p];
    const intro_i_island *const island =
        &picture->islands[picture->island_of[p]];
    intro_i_html_put(d->html, "<tr><td><bdi>");
    intro_i_put_person_text(d->html, &d->pages->names, v, c->name_width);
    intro_i_html_put(d->html, "</bdi></td>");
    if (c->has_company) {
        intro_i_html_put(d->html, "<td>");
        (void)intro_i_put_field(d->html, &d->pages->names, v,
                                INTRO_FIELD_COMPANY, c->value_width);
        intro_i_html_put(d->html, "</td>");
    }
    if (c->has_industry) {
        const uint32_t industry = d->pages->groups[INTRO_I_PAGE_INDUSTRY].of[v];
        intro_i_html_put(d->html, "<td>");
        if (industry != INTRO_I_NO_GROUP) {
            intro_i_put_group(d->html, &d->pages->names,
                              &d->pages->group_names[INTRO_I_PAGE_INDUSTRY],
                              industry);
        }
        intro_i_html_put(d->html, "</td>");
    }
    intro_i_html_put(d->html, "<td>");
    if (island->group != INTRO_I_NO_GROUP) {
        intro_i_put_group(d->html, &d->pages->names, intro_i_picture_names(d),
                          island->group);
    }
    intro_i_html_format(d->html, "</td><td class=\"num\">%d</td>",
                        p <= picture->net.contacts ? 1 : 2);
    intro_i_html_put(d->html, "<td class=\"num\">");
    intro_i_html_short(d->html, (double)picture->net.warmth[p]);
    intro_i_html_put(d->html, "</td></tr>\n");
}

void intro_i_picture_put_table(intro_i_drawing *d)
{
    const columns c = choose_columns(d);
    intro_i_html_put(
        d->html,
        "<details class=\"people-list\"><summary>Everybody in the picture, as "
        "a table</summary>\n<div class=\"scroll\" tabindex=\"0\" "
        "role=\"region\" aria-label=\"People in the picture\">"
        "<table id=\"people\" class=\"sorts\">\n<caption>Warmth: of a contact, "
        "the strength of your tie; of others, that of the warmest way over one "
        "contact.</caption>\n<thead><tr><th scope=\"col\">Name</th>");
    intro_i_html_put(d->html,
                     c.has_company ? "<th scope=\"col\">Company</th>" : "");
    intro_i_html_put(d->html,
                     c.has_industry ? "<th scope=\"col\">Industry</th>" : "");
    intro_i_html_format(
        d->html, "<th scope=\"col\">%s</th>",
        d->picture->attribute == INTRO_I_PAGE_CLUSTER ? "Cluster" : "Industry");
    intro_i_html_put(d->html,
                     "<th scope=\"col\" class=\"num\">Ties away</th>"
                     "<th scope=\"col\" class=\"num\">Warmth</th></tr></thead>"
                     "\n<tbody>\n");
    for (uint32_t i = 0; i + 1 < d->picture->net.count; i++) {
        put_row(d, &c, d->picture->order[i]);
    }
    intro_i_html_put(d->html, "</tbody></table></div></details>\n");
}
