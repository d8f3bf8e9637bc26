/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The style and the script of pages; page_data.c is made of page.css and page.js
 * when the engine is built (embed.sh). */
#ifndef INTRO_REPORT_PAGE_DATA_H
#define INTRO_REPORT_PAGE_DATA_H

/* Texts that end with NUL. */
extern const char intro_i_page_css[];
extern const char intro_i_page_js[];
/* Their SHA-256 as a content security policy names it: "sha256-...". */
extern const char intro_i_page_css_hash[];
extern const char intro_i_page_js_hash[];

#endif
