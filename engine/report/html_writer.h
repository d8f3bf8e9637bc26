/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML and SVG out: our own markup as it is, everything else escaped. What is
 * written is well-formed XML as well, so that charts can be checked by a parser
 * of XML.
 *
 *     intro_i_html_init(&html, output);
 *     intro_i_html_put(&html, "<p>Ask ");
 *     intro_i_html_name(&html, name, 40);
 *     intro_i_html_format(&html, " (%u ties).</p>\n", ties);
 *     intro_i_html_fini(&html);
 *
 * A stranger's text goes through intro_i_html_text(), _cut() or _name(), or the
 * %s of a format: & < > " and ' become references, controls and characters that
 * reorder or hide text become visible as on a terminal, and what XML cannot hold
 * becomes U+FFFD. It is safe as content of an element and between the quotes of
 * an attribute, nowhere else: pages put no stranger's text into scripts, styles
 * or URLs. Failures stick to the output. */
#ifndef INTRO_REPORT_HTML_WRITER_H
#define INTRO_REPORT_HTML_WRITER_H

#include "base/strbuf.h"
#include "report/output.h"

typedef struct intro_i_html {
    intro_output *output;
    intro_i_strbuf visible; /* a text in the making */
} intro_i_html;

/* Allocates nothing. */
void intro_i_html_init(intro_i_html *html, intro_output *output);
void intro_i_html_fini(intro_i_html *html);

/* Markup of ours. */
void intro_i_html_put(intro_i_html *html, const char *markup);
/* Markup of ours with %s (a text, escaped), %u, %d, %llu and %%; nothing else,
 * no width, no precision. */
void intro_i_html_format(intro_i_html *html, const char *markup, ...)
    INTRO_PRINTF(2, 3);

void intro_i_html_text(intro_i_html *html, const char *text);
/* In at most so many columns, with an ellipsis when it is longer. */
void intro_i_html_cut(intro_i_html *html, const char *text, size_t columns);
/* The same in <bdi>, so that its direction stays its own. Not for SVG. */
void intro_i_html_name(intro_i_html *html, const char *text, size_t columns);

/* For people: "3,810". */
void intro_i_html_count(intro_i_html *html, uint64_t value);
/* "1 person", "3,810 people" */
void intro_i_html_things(intro_i_html *html, uint64_t count, const char *one,
                         const char *many);
/* Rounded to so many decimals (0 to 3); an en dash for what is undefined. */
void intro_i_html_real(intro_i_html *html, double value, unsigned decimals);
/* Of a share 0 to 1: "34%", "<1%"; an en dash for what is undefined. */
void intro_i_html_percent(intro_i_html *html, double share);
/* A strength or warmth: about two digits, as text output has it. */
void intro_i_html_short(intro_i_html *html, double value);
/* A length or place in SVG, to a tenth; not a number and what is beyond a
 * million is 0, so that no picture is lost. */
void intro_i_html_place(intro_i_html *html, double value);
/* ` name="12.5"`, a place as an attribute. */
void intro_i_html_place_as(intro_i_html *html, const char *name, double value);

#endif
