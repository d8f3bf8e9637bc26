/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Self-contained HTML pages: one about a person's network, one about a team.
 *
 *     intro_pages *pages;
 *     rc = intro_pages_new(ctx, g, &options, &pages);
 *     rc = intro_pages_person(ctx, pages, me, &report_options, output);
 *     intro_pages_free(pages);
 *
 * A page needs no other file and asks for none: its style and script are inside
 * and named by hash in a content security policy, its charts are SVG, and all
 * of it can be read without the script. What the whole network has to be looked
 * at for is computed once, by intro_pages_new().
 */
#ifndef INTROFIND_PAGES_H
#define INTROFIND_PAGES_H

#include <introfind/report.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_pages_options {
    bool redact; /**< pseudonyms instead of names, and no text of any input */
    uint64_t seed; /**< of the clusters */
} intro_pages_options;

#define INTRO_PAGES_OPTIONS_INIT {false, 1}

typedef struct intro_pages intro_pages;

/** Looks at the whole network. @param graph borrowed until intro_pages_free();
 *  its clusters are looked for when nobody has yet
 *  @return INTRO_OK; INTRO_ENOMEM; INTRO_ECANCELLED; INTRO_EDAMAGED
 *  Cost: that of `clusters` and of `breadth --all`. */
INTRO_API INTRO_MUST_USE intro_status
intro_pages_new(intro_ctx *ctx, intro_graph *graph,
                const intro_pages_options *options, intro_pages **out);
/** NULL is accepted. */
INTRO_API void intro_pages_free(intro_pages *pages);

/** The page of one person. Only the command and network of the options are
 *  looked at, for provenance. */
INTRO_API INTRO_MUST_USE intro_status intro_pages_person(
    intro_ctx *ctx, const intro_pages *pages, intro_vid who,
    const intro_report_options *options, intro_output *output);

/** The page of the team: the people whose exports were pooled. Member i's name
 *  links to intro_pages_file() of i. @return also INTRO_ENOTFOUND when no export
 *  was pooled */
INTRO_API INTRO_MUST_USE intro_status intro_pages_team(
    intro_ctx *ctx, const intro_pages *pages,
    const intro_report_options *options, intro_output *output);

/** A file name for the page of member i of the team: small letters, digits and
 *  dashes, ".html", another for each member, never "index.html"; borrowed. */
INTRO_API const char *intro_pages_file(const intro_pages *pages, uint32_t i);

#ifdef __cplusplus
}
#endif
#endif
