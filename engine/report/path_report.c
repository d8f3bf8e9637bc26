/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `path`: CSV here, JSON and text in files of their own. */
#include "base/context_impl.h"
#include "base/strbuf.h"
#include "graph/watch.h"
#include "report/csv_writer.h"
#include "report/path_parts.h"

intro_status intro_report_path_header(intro_ctx *ctx,
                                      const intro_report_options *options,
                                      bool is_batch, intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    if (options->format == INTRO_FORMAT_CSV) {
        intro_i_puts(output, is_batch ? "row," : "");
        intro_i_puts(output, "rank,target_id,target_name,introducer_id,"
                             "introducer_name,warmth,hops,people,names\n");
    }
    return intro_i_output_status(output);
}

static void put_joined(intro_i_csv *csv, const intro_graph *graph,
                       const intro_chain *chain, bool by_name,
                       intro_i_strbuf *buf)
{
    intro_i_strbuf_clear(buf);
    for (uint32_t i = 0; i <= chain->hops; i++) {
        const intro_vid v = chain->people[i];
        intro_i_strbuf_puts(buf, i == 0 ? "" : " > ");
        intro_i_strbuf_puts(buf, by_name ? intro_graph_display_name(graph, v)
                                         : intro_graph_id(graph, v));
    }
    if (buf->status != INTRO_OK) {
        intro_i_output_fail(csv->output, intro_i_fail_memory(csv->output->ctx));
    }
    intro_i_csv_text_of(csv, buf->data, buf->length);
}

static void put_chain(intro_i_csv *csv, const intro_graph *graph,
                      const intro_path_report *report, size_t i,
                      intro_i_strbuf *buf)
{
    const intro_chain chain = intro_paths_chain(report->paths, i);
    const intro_vid target = chain.people[chain.hops];
    const bool has_introducer = chain.introducer != INTRO_NO_VID;
    if (report->is_batch) {
        intro_i_csv_uint(csv, report->row);
    }
    intro_i_csv_uint(csv, i + 1);
    intro_i_csv_text(csv, intro_graph_id(graph, target));
    intro_i_csv_text(csv, intro_graph_field(graph, target, INTRO_FIELD_NAME));
    intro_i_csv_text(
        csv, has_introducer ? intro_graph_id(graph, chain.introducer) : NULL);
    intro_i_csv_text(
        csv, has_introducer
                 ? intro_graph_field(graph, chain.introducer, INTRO_FIELD_NAME)
                 : NULL);
    intro_i_csv_real(csv, chain.warmth);
    intro_i_csv_uint(csv, chain.hops);
    put_joined(csv, graph, &chain, false, buf);
    put_joined(csv, graph, &chain, true, buf);
    intro_i_csv_end_row(csv);
}

static void write_csv(const intro_graph *graph, const intro_path_report *report,
                      const intro_report_options *options, intro_output *output)
{
    intro_i_csv csv;
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_i_csv_init(&csv, output, options);
    const size_t count =
        report->paths == NULL ? 0 : intro_paths_count(report->paths);
    for (size_t i = 0; i < count; i++) {
        put_chain(&csv, graph, report, i, &buf);
    }
    intro_i_strbuf_fini(&buf);
}

intro_status intro_report_path(intro_ctx *ctx, const intro_graph *graph,
                               const intro_path_report *report,
                               const intro_report_options *options,
                               intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    switch (options->format) {
    case INTRO_FORMAT_JSON:
        intro_i_path_json(graph, report, options, output);
        break;
    case INTRO_FORMAT_CSV:
        write_csv(graph, report, options, output);
        break;
    case INTRO_FORMAT_TEXT:
        intro_i_path_text(graph, report, options, output);
        break;
    }
    INTRO_TRY(intro_i_watch_tell(ctx, graph->strings.watch));
    return intro_i_output_status(output);
}
