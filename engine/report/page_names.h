/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people and their groups are called on pages: by name, or with --redact by
 * pseudonym, and then nothing that an input said of anybody is written.
 *
 * "Person 17" is the same person on all pages of a network. The numbers are a
 * shuffle that follows from all ids together: they are the same in every run,
 * say nothing about the order of names, and cannot be found by trying names. */
#ifndef INTRO_REPORT_PAGE_NAMES_H
#define INTRO_REPORT_PAGE_NAMES_H

#include "analysis/groups.h"
#include "report/html_writer.h"

typedef struct intro_i_page_names {
    const intro_graph *graph;
    uint32_t *numbers; /* of people, from 1; NULL: names are shown */
} intro_i_page_names;

/* Names of groups of one attribute. */
typedef struct intro_i_group_names {
    const char *word;          /* "Industry": how one is called when redacted */
    uint32_t *numbers;         /* by falling size, from 1 */
    const char *const *labels; /* more words for a group, NULL for none; or
                                  NULL */
    const intro_i_groups *groups;
} intro_i_group_names;

/* INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(bytes of ids) when redacted. */
INTRO_MUST_USE intro_status intro_i_page_names_init(intro_ctx *ctx,
                                                    const intro_graph *graph,
                                                    bool redact,
                                                    intro_i_page_names *out);
void intro_i_page_names_fini(intro_i_page_names *names);

INTRO_MUST_USE intro_status
intro_i_group_names_init(intro_ctx *ctx, const intro_i_groups *groups,
                         const char *word, intro_i_group_names *out);
void intro_i_group_names_fini(intro_i_group_names *names);

static inline bool intro_i_is_redacted(const intro_i_page_names *names)
{
    return names->numbers != NULL;
}

/* In <bdi>, cut; for headings and sentences. */
void intro_i_put_person(intro_i_html *html, const intro_i_page_names *names,
                        intro_vid v);
/* The same for places where no element may stand: SVG, <title>. */
void intro_i_put_person_text(intro_i_html *html,
                             const intro_i_page_names *names, intro_vid v,
                             size_t columns);
/* What is known of a person; NULL when unknown, empty or redacted. */
const char *intro_i_page_field(const intro_i_page_names *names, intro_vid v,
                               intro_field field);
/* ", Engineer at Acme"; nothing of it when redacted. */
void intro_i_put_role(intro_i_html *html, const intro_i_page_names *names,
                      intro_vid v);
/* A group as plain text into a buffer: its name, or "Industry 3". Failures stay
 * in the buffer. */
void intro_i_group_text(const intro_i_page_names *names,
                        const intro_i_group_names *groups, uint32_t group,
                        intro_i_strbuf *out);
/* The same, cut, as text of an element. */
void intro_i_put_group_text(intro_i_html *html, const intro_i_page_names *names,
                            const intro_i_group_names *groups, uint32_t group,
                            size_t columns);
/* The same in <bdi>. */
void intro_i_put_group(intro_i_html *html, const intro_i_page_names *names,
                       const intro_i_group_names *groups, uint32_t group);

#endif
