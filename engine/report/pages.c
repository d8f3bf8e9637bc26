/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole pages, and what all pages of a network share. */
#include "analysis/cluster_labels.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/attribute.h"
#include "graph/watch.h"
#include "report/page_person.h"
#include "report/page_reading.h"
#include "report/page_team.h"

#include <introfind/clusters.h>
#include <introfind/people.h>

#include <stdlib.h>
#include <string.h>

/* --- what pages share ------------------------------------------------------- */

/* The groups of an attribute, or of nobody when nobody has it. */
static intro_status find_groups(intro_ctx *ctx, const intro_graph *graph,
                                const char *attribute, intro_i_groups *out)
{
    intro_i_attribute found;
    return intro_i_attribute_is_there(graph, attribute, &found)
               ? intro_i_groups_init(ctx, graph, attribute, out)
               : intro_i_groups_init_none(ctx, graph, out);
}

static int compare_people(const void *a, const void *b)
{
    const intro_vid x = *(const intro_vid *)a;
    const intro_vid y = *(const intro_vid *)b;
    return (x > y) - (x < y);
}

static intro_status measure_members(intro_ctx *ctx, intro_pages *pages)
{
    const uint32_t owners = intro_graph_owners(pages->graph);
    if (owners == 0) {
        return INTRO_OK;
    }
    pages->members = intro_i_alloc(owners, sizeof *pages->members);
    if (pages->members == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; i < owners; i++) {
        pages->members[i] = intro_graph_owner(pages->graph, i);
    }
    qsort(pages->members, owners, sizeof *pages->members, compare_people);
    for (uint32_t i = 0; i < owners; i++) {
        if (i == 0 || pages->members[i] != pages->members[i - 1]) {
            pages->members[pages->member_count++] = pages->members[i];
        }
    }
    return intro_i_reading_breadth(ctx, pages, pages->members,
                                   pages->member_count, &pages->breadth);
}

static intro_status label_clusters(intro_ctx *ctx, intro_pages *pages)
{
    const intro_i_groups *const clusters = &pages->groups[INTRO_I_PAGE_CLUSTER];
    const intro_i_groups *const attributes[] = {
        &pages->groups[INTRO_I_PAGE_INDUSTRY],
        &pages->groups[INTRO_I_PAGE_COMPANY],
        &pages->groups[INTRO_I_PAGE_FUNCTION]};
    intro_i_labeler labeler;
    INTRO_TRY(intro_i_members_init(ctx, clusters->of, pages->weak.people,
                                   clusters->count, &pages->cluster_members));
    pages->cluster_labels =
        intro_i_alloc_zero(clusters->count, sizeof *pages->cluster_labels);
    if (pages->cluster_labels == NULL) {
        return intro_i_fail_memory(ctx);
    }
    pages->group_names[INTRO_I_PAGE_CLUSTER].labels = pages->cluster_labels;
    INTRO_TRY(intro_i_labeler_init(ctx, &pages->cluster_members, attributes,
                                   INTRO_COUNT_OF(attributes), &labeler));
    const intro_status rc = intro_i_label_all(
        ctx, &labeler, &pages->label_texts, pages->cluster_labels);
    intro_i_labeler_fini(&labeler);
    return rc;
}

static intro_status fill(intro_ctx *ctx, intro_graph *graph,
                         const intro_pages_options *options, intro_pages *pages)
{
    static const char *const attributes[INTRO_I_PAGE_ATTRIBUTES] = {
        "industry", "function", "@cluster", "company"};
    static const char *const words[INTRO_I_PAGE_ATTRIBUTES] = {
        "Industry", "Function", "Cluster", "Company"};
    intro_clusters_options clusters = INTRO_CLUSTERS_OPTIONS_INIT;
    const intro_i_weak_rule rule = INTRO_I_WEAK_RULE_INIT;
    clusters.seed = options->seed;
    pages->graph = graph;
    if (intro_graph_wants_clusters(graph, "@cluster")) {
        INTRO_TRY(intro_clusters_attach(ctx, graph, &clusters));
    }
    INTRO_TRY(intro_i_weak_graph_init(ctx, graph, &pages->weak));
    INTRO_TRY(
        intro_i_page_names_init(ctx, graph, options->redact, &pages->names));
    for (int a = 0; a < INTRO_I_PAGE_ATTRIBUTES; a++) {
        INTRO_TRY(find_groups(ctx, graph, attributes[a], &pages->groups[a]));
        INTRO_TRY(intro_i_group_names_init(ctx, &pages->groups[a], words[a],
                                           &pages->group_names[a]));
    }
    INTRO_TRY(intro_i_weak_ties_init(ctx, &pages->weak, NULL, &rule,
                                     &pages->weak_ties));
    INTRO_TRY(label_clusters(ctx, pages));
    INTRO_TRY(measure_members(ctx, pages));
    return intro_i_page_files(ctx, &pages->names, &pages->files);
}

intro_status intro_pages_new(intro_ctx *ctx, intro_graph *graph,
                             const intro_pages_options *options,
                             intro_pages **out)
{
    intro_i_begin(ctx);
    intro_pages *const pages = intro_i_alloc_zero(1, sizeof *pages);
    if (pages == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc = fill(ctx, graph, options, pages);
    if (rc != INTRO_OK) {
        intro_pages_free(pages);
        return rc;
    }
    *out = pages;
    return INTRO_OK;
}

void intro_pages_free(intro_pages *pages)
{
    if (pages == NULL) {
        return;
    }
    for (int a = 0; a < INTRO_I_PAGE_ATTRIBUTES; a++) {
        intro_i_group_names_fini(&pages->group_names[a]);
        intro_i_groups_fini(&pages->groups[a]);
    }
    intro_breadth_free(pages->breadth);
    intro_i_free(pages->members);
    intro_i_free(pages->files);
    intro_i_free(pages->cluster_labels);
    intro_i_arena_fini(&pages->label_texts);
    intro_i_members_fini(&pages->cluster_members);
    intro_i_page_names_fini(&pages->names);
    intro_i_weak_graph_fini(&pages->weak);
    intro_i_free(pages);
}

/* --- pages ---------------------------------------------------------------- */

static intro_status write_page(intro_ctx *ctx, const intro_pages *pages,
                               intro_vid who,
                               const intro_report_options *options,
                               intro_output *output,
                               intro_status (*put)(intro_i_page *page))
{
    intro_i_page page = {
        .ctx = ctx, .pages = pages, .options = options, .me = who};
    intro_i_output_use(ctx, output);
    intro_i_html_init(&page.html, output);
    intro_status rc = put(&page);
    intro_i_html_fini(&page.html);
    if (rc == INTRO_OK) {
        rc = intro_i_watch_tell(ctx, pages->graph->strings.watch);
    }
    if (rc != INTRO_OK) {
        intro_i_output_fail(output, rc);
    }
    return intro_i_output_status(output);
}

intro_status intro_pages_person(intro_ctx *ctx, const intro_pages *pages,
                                intro_vid who,
                                const intro_report_options *options,
                                intro_output *output)
{
    intro_i_begin(ctx);
    return write_page(ctx, pages, who, options, output, intro_i_page_person);
}

intro_status intro_pages_team(intro_ctx *ctx, const intro_pages *pages,
                              const intro_report_options *options,
                              intro_output *output)
{
    intro_i_begin(ctx);
    if (intro_graph_owners(pages->graph) == 0) {
        return intro_i_fail(ctx, INTRO_ENOTFOUND,
                            "no export was pooled, so there is no team");
    }
    return write_page(ctx, pages, INTRO_NO_VID, options, output,
                      intro_i_page_team);
}

const char *intro_pages_file(const intro_pages *pages, uint32_t i)
{
    return pages->files[i];
}
