/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `bridges`: CSV here, JSON and text in files of their own. */
#include "base/context_impl.h"
#include "base/strbuf.h"
#include "report/bridges_parts.h"
#include "report/csv_writer.h"

#include <math.h>

size_t intro_i_bridges_lost(const intro_i_bridges_view *view, size_t i,
                            const char *const **names)
{
    size_t count = 0;
    if (intro_i_output_status(view->output) != INTRO_OK) {
        return 0; /* with the words of that failure */
    }
    const intro_status rc = intro_bridges_groups_lost(
        view->output->ctx, view->bridges, i, names, &count);
    if (rc != INTRO_OK) {
        intro_i_output_fail(view->output, rc);
        return 0;
    }
    return count;
}

/* Ends a cell that was put together in buf. */
static void put_joined(intro_i_csv *csv, intro_i_strbuf *buf)
{
    if (buf->status != INTRO_OK) {
        intro_i_output_fail(csv->output, intro_i_fail_memory(csv->output->ctx));
    }
    intro_i_csv_text_of(csv, buf->data, buf->length);
    intro_i_strbuf_clear(buf);
}

static void join(intro_i_strbuf *buf, bool is_first, const char *text)
{
    intro_i_strbuf_puts(buf, is_first ? "" : ";");
    intro_i_strbuf_puts(buf, text);
}

/* --- tables ---------------------------------------------------------------------- */

static void put_count(intro_i_csv *csv, bool is_known, uint64_t value)
{
    if (is_known) {
        intro_i_csv_uint(csv, value);
    } else {
        intro_i_csv_empty(csv);
    }
}

static void put_broker(const intro_i_bridges_view *view, intro_i_csv *csv,
                       size_t i, intro_i_strbuf *buf)
{
    const intro_broker b = intro_bridges_broker(view->bridges, i);
    const bool has_group = b.group != NULL;
    const char *const *lost;
    intro_i_csv_text(csv, intro_graph_id(view->graph, b.person));
    intro_i_csv_text(csv, b.group);
    intro_i_csv_uint(csv, b.degree);
    for (int role = 0; role < INTRO_ROLE_COUNT; role++) {
        put_count(csv, has_group, b.roles[role]);
    }
    put_count(csv, has_group, b.brokerage);
    const double reals[] = {b.brokerage_z,
                            b.constraint,
                            b.effective_size,
                            b.efficiency,
                            b.hierarchy,
                            b.constraint_weighted,
                            b.effective_size_weighted,
                            b.participation,
                            b.within_z,
                            b.betweenness,
                            b.cross_betweenness};
    for (size_t k = 0; k < INTRO_COUNT_OF(reals); k++) {
        intro_i_csv_real(csv, reals[k]);
    }
    intro_i_csv_bool(csv, b.is_cut_person);
    const size_t count = intro_i_bridges_lost(view, i, &lost);
    for (size_t k = 0; k < count; k++) {
        join(buf, k == 0, lost[k]);
    }
    put_joined(csv, buf);
    intro_i_csv_end_row(csv);
}

static void put_pair(const intro_i_bridges_view *view, intro_i_csv *csv,
                     size_t i, intro_i_strbuf *buf)
{
    const intro_group_pair p = intro_bridges_pair(view->bridges, i);
    intro_i_csv_text(csv, p.a);
    intro_i_csv_text(csv, p.b);
    intro_i_csv_uint(csv, p.ties);
    intro_i_csv_real(csv, p.strength);
    intro_i_csv_real(csv, p.expected);
    intro_i_csv_real(csv, p.ratio);
    for (uint32_t k = 0; k < p.broker_count; k++) {
        join(buf, k == 0, intro_graph_id(view->graph, p.brokers[k]));
    }
    put_joined(csv, buf);
    intro_i_csv_end_row(csv);
}

static void put_group(const intro_i_bridges_view *view, intro_i_csv *csv,
                      size_t i, intro_i_strbuf *buf)
{
    const intro_group g = intro_bridges_group(view->bridges, i);
    (void)buf;
    intro_i_csv_text(csv, g.name);
    intro_i_csv_uint(csv, g.people);
    intro_i_csv_uint(csv, g.internal_ties);
    intro_i_csv_uint(csv, g.external_ties);
    intro_i_csv_real(csv, g.ei_index);
    intro_i_csv_end_row(csv);
}

static void put_tie(const intro_i_bridges_view *view, intro_i_csv *csv,
                    size_t i, intro_i_strbuf *buf)
{
    const intro_bridging_tie t = intro_bridges_tie(view->bridges, i);
    (void)buf;
    intro_i_csv_text(csv, intro_graph_id(view->graph, t.a));
    intro_i_csv_text(csv, intro_graph_id(view->graph, t.b));
    intro_i_csv_strength(csv, t.strength);
    intro_i_csv_bool(csv, t.inferred);
    intro_i_csv_real(csv, t.overlap);
    put_count(csv, t.span != 0, t.span);
    intro_i_csv_bool(csv, t.is_cut_tie);
    intro_i_csv_real(csv, t.cross_betweenness);
    intro_i_csv_end_row(csv);
}

typedef struct table {
    const char *header;
    size_t (*count)(const intro_bridges *bridges);
    void (*put)(const intro_i_bridges_view *view, intro_i_csv *csv, size_t i,
                intro_i_strbuf *buf);
} table;

static const table tables[] = {
    [INTRO_BRIDGES_BROKERS] =
        {"id,group,degree,coordinator,itinerant,representative,gatekeeper,"
         "liaison,brokerage,brokerage_z,constraint,effective_size,efficiency,"
         "hierarchy,constraint_weighted,effective_size_weighted,participation,"
         "within_z,betweenness,cross_betweenness,is_cut_person,groups_lost\n",
         intro_bridges_brokers, put_broker},
    [INTRO_BRIDGES_PAIRS] = {"a,b,ties,strength,expected,ratio,brokers\n",
                             intro_bridges_pairs, put_pair},
    [INTRO_BRIDGES_GROUPS] = {"name,people,internal_ties,external_ties,"
                              "ei_index\n",
                              intro_bridges_groups, put_group},
    [INTRO_BRIDGES_TIES] = {"a,b,strength,inferred,overlap,span,is_cut_tie,"
                            "cross_betweenness\n",
                            intro_bridges_ties, put_tie}};

static void write_csv(const intro_i_bridges_view *view, const table *t)
{
    intro_i_csv csv;
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_i_csv_init(&csv, view->output, view->options);
    intro_i_puts(view->output, t->header);
    const size_t count = t->count(view->bridges);
    for (size_t i = 0;
         i < count && intro_i_output_status(view->output) == INTRO_OK; i++) {
        t->put(view, &csv, i, &buf);
    }
    intro_i_strbuf_fini(&buf);
}

intro_status intro_report_bridges(intro_ctx *ctx, const intro_graph *graph,
                                  intro_bridges *bridges,
                                  intro_bridges_table which, intro_vid me,
                                  const intro_report_options *options,
                                  intro_output *output)
{
    const intro_i_bridges_view view = {graph, bridges, me, options, output};
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    switch (options->format) {
    case INTRO_FORMAT_JSON:
        intro_i_bridges_json(&view);
        break;
    case INTRO_FORMAT_CSV:
        write_csv(&view, &tables[which]);
        break;
    case INTRO_FORMAT_TEXT:
        intro_i_bridges_text(&view);
        break;
    }
    return intro_i_output_status(output);
}
