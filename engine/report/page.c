/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The frame of a page: head, header, sections, tables, footer. */
#include "base/calendar.h"
#include "report/page_data.h"
#include "report/page_parts.h"

#include <introfind/introfind.h>

enum { FILE_COLUMNS = 120, COMMAND_COLUMNS = 1000 };

/* --- head ----------------------------------------------------------------- */

static void put_who(intro_i_page *page, const char *title, intro_vid who)
{
    intro_i_html_put(&page->html, title);
    if (who != INTRO_NO_VID) {
        intro_i_put_person_text(&page->html, &page->pages->names, who, 60);
    }
}

static void put_head(intro_i_page *page, const char *title, intro_vid who)
{
    intro_i_html *const html = &page->html;
    intro_i_html_format(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>"
        "\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; script-src '%s'; style-src '%s'; img-src data:; base-uri "
        "'none'; form-action 'none'\"/>\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
        "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
        "<meta name=\"robots\" content=\"noindex\"/>\n"
        "<meta name=\"generator\" content=\"introfind %s\"/>\n<title>",
        intro_i_page_js_hash, intro_i_page_css_hash, intro_version());
    put_who(page, title, who);
    intro_i_html_put(html, "</title>\n<style>");
    intro_i_html_put(html, intro_i_page_css);
    intro_i_html_put(html, "</style>\n</head>\n<body>\n<a class=\"skip\" "
                           "href=\"#main\">Skip to the report</a>\n");
}

static void put_day(intro_i_page *page, intro_day day)
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    int32_t year;
    int32_t month;
    int32_t number;
    intro_i_civil_from_day(day, &year, &month, &number);
    intro_i_html_format(&page->html, "%d %s %d", (int)number, months[month - 1],
                        (int)year);
}

static void put_subtitle(intro_i_page *page)
{
    intro_i_html *const html = &page->html;
    const intro_graph *const graph = page->pages->graph;
    const intro_day as_of = intro_graph_as_of(graph);
    intro_i_html_put(html, "<p class=\"sub\">");
    if (as_of != INTRO_NO_DAY) {
        intro_i_html_put(html, "As of ");
        put_day(page, as_of);
        intro_i_html_put(html, ", in");
    } else {
        intro_i_html_put(html, "In");
    }
    intro_i_html_put(html, " a network of ");
    intro_i_html_things(html, intro_graph_people(graph), "person", "people");
    intro_i_html_put(html, " and ");
    intro_i_html_things(html, intro_graph_ties(graph), "tie", "ties");
    intro_i_html_put(html, "</p>\n<p class=\"private\">");
    intro_i_html_put(
        html,
        intro_i_is_redacted(&page->pages->names)
            ? "Redacted: people, groups and everything the inputs said of them "
              "are replaced by numbers; counts, dates and shapes are as they "
              "are, and can still tell somebody who knows the network."
            : "Private: this page holds personal data of people who did not "
              "ask to be in it. Keep it to yourself, or make one to share with "
              "<code>--redact</code>.");
    intro_i_html_put(html, "</p>\n");
}

void intro_i_page_open(intro_i_page *page, const char *title, intro_vid who,
                       const intro_i_section *sections, size_t count)
{
    intro_i_html *const html = &page->html;
    put_head(page, title, who);
    intro_i_html_put(html, "<header>\n<h1>");
    intro_i_html_put(html, title);
    if (who != INTRO_NO_VID) {
        intro_i_put_person(html, &page->pages->names, who);
    }
    intro_i_html_put(html, "</h1>\n");
    put_subtitle(page);
    intro_i_html_put(html, "</header>\n<nav aria-label=\"Sections\"><ul>\n");
    for (size_t i = 0; i < count; i++) {
        intro_i_html_format(html, "<li><a href=\"#%s\">%s</a></li>\n",
                            sections[i].id, sections[i].title);
    }
    intro_i_html_put(html, "</ul></nav>\n<main id=\"main\">\n");
}

/* --- parts ---------------------------------------------------------------- */

void intro_i_page_section(intro_i_page *page, const intro_i_section *section)
{
    intro_i_html_format(
        &page->html,
        "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>"
        "\n",
        section->id, section->id, section->id, section->title);
}

void intro_i_page_begin_figure(intro_i_page *page, const char *title)
{
    intro_i_html_format(&page->html, "<figure>\n<figcaption><h3>%s</h3>\n<p>",
                        title);
}

void intro_i_page_end_caption(intro_i_page *page)
{
    intro_i_html_put(&page->html, "</p></figcaption>\n");
}

void intro_i_page_define(intro_i_page *page, const char *definition)
{
    intro_i_html_format(&page->html,
                        "<details><summary>How this is measured</summary>"
                        "<p>%s</p></details>\n",
                        definition);
}

void intro_i_page_begin_table(intro_i_page *page, const char *caption,
                              const char *const *heads)
{
    intro_i_html *const html = &page->html;
    intro_i_html_format(html,
                        "<details><summary>Table</summary>\n"
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                        "aria-label=\"%s\"><table class=\"sorts\">\n"
                        "<caption>%s</caption>\n",
                        caption, caption);
    intro_i_page_put_heads(page, heads);
}

void intro_i_page_put_heads(intro_i_page *page, const char *const *heads)
{
    intro_i_html *const html = &page->html;
    intro_i_html_put(html, "<thead><tr>");
    for (; *heads != NULL; heads++) {
        if ((*heads)[0] == '#') {
            intro_i_html_format(html, "<th scope=\"col\" class=\"num\">%s</th>",
                                *heads + 1);
        } else {
            intro_i_html_format(html, "<th scope=\"col\">%s</th>", *heads);
        }
    }
    intro_i_html_put(html, "</tr></thead>\n<tbody>\n");
}

void intro_i_page_end_table(intro_i_page *page)
{
    intro_i_html_put(&page->html, "</tbody></table></div></details>\n");
}

/* --- footer --------------------------------------------------------------- */

static void put_fact(intro_i_page *page, const char *what, const char *text,
                     size_t columns)
{
    intro_i_html_format(&page->html, "<dt>%s</dt><dd>", what);
    if (text == NULL) {
        intro_i_html_put(&page->html, "withheld");
    } else {
        intro_i_html_name(&page->html, text, columns);
    }
    intro_i_html_put(&page->html, "</dd>\n");
}

static void put_source(intro_i_page *page, uint32_t i)
{
    intro_i_html *const html = &page->html;
    const intro_source_info source = intro_graph_source(page->pages->graph, i);
    intro_i_html_put(html, "<dt>Read</dt><dd>");
    if (!intro_i_is_redacted(&page->pages->names)) {
        intro_i_html_name(html, source.file, FILE_COLUMNS);
        intro_i_html_put(html, ": ");
    }
    intro_i_html_things(html, source.rows, "row", "rows");
    intro_i_html_put(html, ", ");
    intro_i_html_count(html, source.used);
    intro_i_html_put(html, " used, ");
    intro_i_html_count(html, source.merged);
    intro_i_html_put(html, " merged, ");
    intro_i_html_count(html, source.skipped);
    intro_i_html_put(html, " skipped</dd>\n");
}

static void put_provenance(intro_i_page *page)
{
    const intro_graph *const graph = page->pages->graph;
    const bool is_redacted = intro_i_is_redacted(&page->pages->names);
    char as_of[16];
    intro_i_day_format(intro_graph_as_of(graph), as_of);
    put_fact(page, "introfind", intro_version(), FILE_COLUMNS);
    put_fact(page, "Command", is_redacted ? NULL : page->options->command,
             COMMAND_COLUMNS);
    put_fact(page, "Network", is_redacted ? NULL : page->options->network,
             COMMAND_COLUMNS);
    put_fact(page, "As of", as_of[0] == '\0' ? "no dates in the data" : as_of,
             FILE_COLUMNS);
    put_fact(page, "Strengths by", intro_graph_model_name(graph), FILE_COLUMNS);
    for (uint32_t i = 0; i < intro_graph_sources(graph); i++) {
        put_source(page, i);
    }
}

void intro_i_page_close(intro_i_page *page)
{
    intro_i_html *const html = &page->html;
    intro_i_html_put(
        html, "</main>\n<footer>\n<h2>Where this comes from</h2>\n<p>Made on "
              "this machine from the files below, without any network. The "
              "same files and options give the same page, byte for byte. A "
              "strength is the estimated chance that a tie carries an "
              "introduction; a chain\xE2\x80\x99s warmth is the product of its "
              "strengths.</p>\n<dl>\n");
    put_provenance(page);
    intro_i_html_put(html, "</dl>\n</footer>\n<script>");
    intro_i_html_put(html, intro_i_page_js);
    intro_i_html_put(html, "</script>\n</body>\n</html>\n");
}
