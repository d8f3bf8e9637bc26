/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of pages: what they share, and one function a section. */
#ifndef INTRO_REPORT_PAGE_PARTS_H
#define INTRO_REPORT_PAGE_PARTS_H

#include "analysis/groups.h"
#include "analysis/members.h"
#include "analysis/weak_graph.h"
#include "analysis/weak_ties.h"
#include "report/page_files.h"

#include <introfind/breadth.h>
#include <introfind/pages.h>

/* Attributes whose groups pages show. */
typedef enum intro_i_page_attribute {
    INTRO_I_PAGE_INDUSTRY,
    INTRO_I_PAGE_FUNCTION,
    INTRO_I_PAGE_CLUSTER,
    INTRO_I_PAGE_COMPANY,
    INTRO_I_PAGE_ATTRIBUTES
} intro_i_page_attribute;

struct intro_pages {
    const intro_graph *graph;
    intro_i_weak_graph weak;
    /* Those nobody has are the groups of nobody. */
    intro_i_groups groups[INTRO_I_PAGE_ATTRIBUTES];
    intro_i_group_names group_names[INTRO_I_PAGE_ATTRIBUTES];
    intro_i_weak_ties weak_ties;     /* their rule; nothing is counted */
    intro_i_members cluster_members; /* by group */
    const char **cluster_labels;     /* NULL where there is none */
    intro_i_arena label_texts;
    intro_vid *members; /* of the team, rising, each once */
    size_t member_count;
    intro_breadth *breadth; /* of the members; NULL without any */
    intro_i_page_names names;
    intro_i_page_file *files; /* of the owners */
};

/* One page in the making. */
typedef struct intro_i_page {
    intro_ctx *ctx;
    const intro_pages *pages;
    const intro_report_options *options;
    intro_vid me;
    intro_i_html html;
} intro_i_page;

typedef struct intro_i_section {
    const char *id;
    const char *title;
} intro_i_section;

/* <!DOCTYPE html> to the header's end, with links to the sections, and from the
 * footer on. title is ours and may be followed by a person (INTRO_NO_VID:
 * none). */
void intro_i_page_open(intro_i_page *page, const char *title, intro_vid who,
                       const intro_i_section *sections, size_t count);
void intro_i_page_close(intro_i_page *page);

/* A section with its heading; closed by </section>. */
void intro_i_page_section(intro_i_page *page, const intro_i_section *section);
/* A chart with its heading: a sentence follows, intro_i_page_end_caption(), what
 * is drawn, and </figure>. */
void intro_i_page_begin_figure(intro_i_page *page, const char *title);
void intro_i_page_end_caption(intro_i_page *page);
/* A definition behind a figure. */
void intro_i_page_define(intro_i_page *page, const char *definition);
/* The table of a chart, folded: rows follow, then intro_i_page_end_table().
 * heads: NULL-ended; one that begins with '#' is of numbers. */
void intro_i_page_begin_table(intro_i_page *page, const char *caption,
                              const char *const *heads);
void intro_i_page_end_table(intro_i_page *page);
/* <thead> to <tbody>. */
void intro_i_page_put_heads(intro_i_page *page, const char *const *heads);

INTRO_MUST_USE intro_status intro_i_page_picture(intro_i_page *page);

#endif
