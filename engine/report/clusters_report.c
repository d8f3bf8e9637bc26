/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `clusters`: CSV here, JSON and text in files of their own. */
#include "base/context_impl.h"
#include "base/strbuf.h"
#include "graph/watch.h"
#include "report/clusters_parts.h"
#include "report/csv_writer.h"

enum { POLL_EVERY = 1 << 14 };

const char *intro_i_access_name(intro_access access)
{
    static const char *const names[] = {[INTRO_ACCESS_WEAK] = "weak",
                                        [INTRO_ACCESS_STRONG] = "strong",
                                        [INTRO_ACCESS_NONE] = "none",
                                        [INTRO_ACCESS_MEMBER] = "member",
                                        [INTRO_ACCESS_UNKNOWN] = NULL};
    return names[access];
}

typedef struct table {
    intro_i_csv csv;
    const intro_graph *graph;
    const intro_clusters_report *report;
    intro_i_strbuf cell; /* in the making */
} table;

/* Ends a cell that was put together. */
static void put_joined(table *t)
{
    if (t->cell.status != INTRO_OK) {
        intro_i_output_fail(t->csv.output,
                            intro_i_fail_memory(t->csv.output->ctx));
    }
    intro_i_csv_text_of(&t->csv, t->cell.data, t->cell.length);
    intro_i_strbuf_clear(&t->cell);
}

static void put_person(table *t, intro_vid v)
{
    intro_i_csv_text(&t->csv,
                     v == INTRO_NO_VID ? NULL : intro_graph_id(t->graph, v));
}

static void put_id(table *t, uint32_t number)
{
    char id[INTRO_CLUSTER_ID];
    intro_i_csv_text(&t->csv, intro_cluster_id(number, id));
}

static void put_known(table *t, bool is_known, uint64_t value)
{
    if (is_known) {
        intro_i_csv_uint(&t->csv, value);
    } else {
        intro_i_csv_empty(&t->csv);
    }
}

/* --- clusters ------------------------------------------------------------- */

static void put_chain(table *t, size_t i)
{
    const intro_chain chain = intro_clusters_chain(t->report->clusters, i);
    if (chain.hops == 0) {
        intro_i_csv_empty(&t->csv);
        intro_i_csv_empty(&t->csv);
        intro_i_csv_empty(&t->csv);
        return;
    }
    put_person(t, chain.introducer);
    intro_i_csv_real(&t->csv, chain.warmth);
    for (uint32_t k = 0; k <= chain.hops; k++) {
        intro_i_strbuf_puts(&t->cell, k == 0 ? "" : " > ");
        intro_i_strbuf_puts(&t->cell,
                            intro_graph_id(t->graph, chain.people[k]));
    }
    put_joined(t);
}

static void put_row(table *t, size_t i)
{
    const intro_cluster *const c = intro_clusters_at(t->report->clusters, i);
    const bool has_view = c->access != INTRO_ACCESS_UNKNOWN;
    put_id(t, c->number);
    intro_i_csv_uint(&t->csv, c->people);
    intro_i_csv_text(&t->csv, c->label);
    for (uint32_t k = 0; k < c->group_count; k++) {
        intro_i_strbuf_puts(&t->cell, k == 0 ? "" : ";");
        intro_i_strbuf_puts(&t->cell, c->groups[k].name);
    }
    put_joined(t);
    intro_i_csv_uint(&t->csv, c->inside_ties);
    intro_i_csv_uint(&t->csv, c->outside_ties);
    intro_i_csv_real(&t->csv, c->conductance);
    intro_i_csv_text(&t->csv, intro_i_access_name(c->access));
    put_known(t, has_view, c->door_count);
    put_person(t, c->single_door);
    intro_i_csv_real(&t->csv, c->novelty);
    put_known(t, has_view, c->reach);
    if (t->report->expand) {
        put_chain(t, i);
    }
    intro_i_csv_end_row(&t->csv);
}

static intro_status write_rows(table *t)
{
    const size_t count = intro_clusters_count(t->report->clusters);
    intro_i_puts(t->csv.output,
                 "id,people,label,top_groups,inside_ties,outside_ties,"
                 "conductance,access,doors,single_door,novelty,reach");
    intro_i_puts(t->csv.output,
                 t->report->expand ? ",introducer,warmth,chain\n" : "\n");
    for (size_t i = 0; i < count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(t->csv.output->ctx));
        }
        put_row(t, i);
    }
    return INTRO_OK;
}

/* --- weak ties ------------------------------------------------------------ */

static intro_status write_weak_ties(table *t)
{
    const size_t count = intro_clusters_weak_ties(t->report->clusters);
    intro_i_puts(t->csv.output, "a,b,strength,inferred,overlap,mutual,span,"
                                "from_cluster,to_cluster,score\n");
    for (size_t i = 0; i < count; i++) {
        const intro_weak_tie *const tie =
            intro_clusters_weak_tie(t->report->clusters, i);
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(t->csv.output->ctx));
        }
        put_person(t, tie->a);
        put_person(t, tie->b);
        intro_i_csv_strength(&t->csv, tie->strength);
        intro_i_csv_bool(&t->csv, tie->inferred);
        intro_i_csv_real(&t->csv, tie->overlap);
        intro_i_csv_uint(&t->csv, tie->mutual);
        put_known(t, !tie->cut, tie->span);
        put_id(t, tie->from_cluster);
        put_id(t, tie->to_cluster);
        intro_i_csv_uint(&t->csv, tie->score);
        intro_i_csv_end_row(&t->csv);
    }
    return INTRO_OK;
}

/* --- membership ----------------------------------------------------------- */

static intro_status write_membership(table *t)
{
    intro_i_puts(t->csv.output, "id,name,cluster\n");
    for (intro_vid v = 0; v < intro_graph_people(t->graph); v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_progress(t->csv.output->ctx, "writing", "people",
                                       v, intro_graph_people(t->graph)));
        }
        put_person(t, v);
        intro_i_csv_text(&t->csv,
                         intro_graph_field(t->graph, v, INTRO_FIELD_NAME));
        put_id(t, intro_clusters_of(t->report->clusters, v));
        intro_i_csv_end_row(&t->csv);
    }
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------ */

static void write_csv(const intro_graph *graph,
                      const intro_clusters_report *report,
                      const intro_report_options *options, intro_output *output)
{
    table t = {.graph = graph, .report = report};
    intro_status rc = INTRO_OK;
    intro_i_strbuf_init(&t.cell, 0);
    intro_i_csv_init(&t.csv, output, options);
    switch (report->table) {
    case INTRO_CLUSTERS_ROWS:
        rc = write_rows(&t);
        break;
    case INTRO_CLUSTERS_WEAK_TIES:
        rc = write_weak_ties(&t);
        break;
    case INTRO_CLUSTERS_MEMBERSHIP:
        rc = write_membership(&t);
        break;
    }
    intro_i_strbuf_fini(&t.cell);
    if (rc != INTRO_OK) {
        intro_i_output_fail(output, rc);
    }
}

intro_status intro_report_clusters(intro_ctx *ctx, const intro_graph *graph,
                                   const intro_clusters_report *report,
                                   const intro_report_options *options,
                                   intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    switch (options->format) {
    case INTRO_FORMAT_JSON:
        intro_i_clusters_json(graph, report, options, output);
        break;
    case INTRO_FORMAT_CSV:
        write_csv(graph, report, options, output);
        break;
    case INTRO_FORMAT_TEXT:
        intro_i_clusters_text(graph, report, options, output);
        break;
    }
    INTRO_TRY(intro_i_watch_tell(ctx, graph->strings.watch));
    return intro_i_output_status(output);
}
