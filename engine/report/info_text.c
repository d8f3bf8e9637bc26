/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `info` for people, and what an import did with every file and row. */
#include "base/alloc.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "report/info_parts.h"
#include "report/numbers.h"
#include "report/text_writer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { KEY_COLUMNS = 12, REASON_COLUMNS = 120 };

typedef struct view {
    const intro_graph *graph;
    intro_i_text text;
    intro_i_strbuf line;
} view;

static void end_line(view *w, intro_i_style style, size_t first, size_t rest)
{
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    if (w->line.status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_strbuf_clear(&w->line);
}

/* "ties        " and the rest of the line follows */
static void begin_key(view *w, const char *key)
{
    intro_i_text_pad_left(&w->line, key, KEY_COLUMNS);
}

static void end_key(view *w)
{
    end_line(w, INTRO_I_PLAIN, 0, KEY_COLUMNS);
}

static void put_count(view *w, const char *before, uint64_t count,
                      const char *one, const char *many)
{
    if (count != 0) {
        intro_i_strbuf_puts(&w->line, before);
        intro_i_text_count(&w->line, count, one, many);
    }
}

static void put_short(view *w, const char *before, double value)
{
    char text[32];
    intro_i_format_short(value, text);
    intro_i_strbuf_puts(&w->line, before);
    intro_i_strbuf_puts(&w->line, isnan(value) ? "unknown"
                                  : value == 0 ? "0"
                                               : text);
}

/* --- accounting ------------------------------------------------------------------- */

static void put_source(view *w, uint32_t i)
{
    const intro_source_info s = intro_graph_source(w->graph, i);
    intro_i_text_stranger(&w->line, s.file);
    intro_i_strbuf_puts(&w->line, s.format[0] == '\0' ? "" : " (");
    intro_i_strbuf_puts(&w->line, s.format);
    intro_i_strbuf_puts(&w->line, s.format[0] == '\0' ? "" : ")");
    if (s.owner != NULL) {
        intro_i_strbuf_puts(&w->line, ", export of ");
        intro_i_text_stranger(&w->line, s.owner);
    }
    intro_i_strbuf_puts(&w->line, ": ");
    intro_i_text_count(&w->line, s.rows, "row", "rows");
    intro_i_strbuf_printf(&w->line,
                          " read, %llu used, %llu merged, %llu "
                          "skipped",
                          (unsigned long long)s.used,
                          (unsigned long long)s.merged,
                          (unsigned long long)s.skipped);
    end_line(w, INTRO_I_PLAIN, 0, 4);
    for (uint32_t j = 0; j < s.reasons; j++) {
        const intro_reason reason = intro_graph_source_reason(w->graph, i, j);
        intro_i_strbuf_printf(&w->line, "%llu x ",
                              (unsigned long long)reason.count);
        /* Our words, but for a member's name; a failure stays in the buffer. */
        const intro_status rc = intro_i_text_escape_cut(
            reason.reason, strlen(reason.reason), REASON_COLUMNS, &w->line);
        (void)rc;
        if (reason.first_line != 0) {
            intro_i_strbuf_printf(&w->line, ", first in line %llu",
                                  (unsigned long long)reason.first_line);
        }
        end_line(w, INTRO_I_PLAIN, 4, 8);
    }
}

static void put_sources(view *w)
{
    for (uint32_t i = 0; i < intro_graph_sources(w->graph); i++) {
        put_source(w, i);
    }
}

/* --- the network ------------------------------------------------------------------- */

static void put_ties(view *w)
{
    const intro_read_counts read = intro_graph_read_counts(w->graph);
    begin_key(w, "ties");
    intro_i_strbuf_printf(
        &w->line, "%llu, %s", (unsigned long long)intro_graph_ties(w->graph),
        intro_graph_is_directed(w->graph) ? "directed" : "undirected");
    put_count(w, ", ", intro_graph_inferred_ties(w->graph), "inferred",
              "inferred");
    end_key(w);
    begin_key(w, "read");
    intro_i_text_count(&w->line, read.nodes, "person", "people");
    put_count(w, ", ", read.edges, "tie", "ties");
    put_count(w, ", ", read.self_loops, "self-loop", "self-loops");
    put_count(w, ", ", read.parallel, "parallel tie", "parallel ties");
    put_count(w, ", ", read.undeclared_nodes, "undeclared person",
              "undeclared people");
    put_count(w, ", ", read.dropped, "tie dropped", "ties dropped");
    put_count(w, ", ", read.nested_graphs, "nested graph", "nested graphs");
    put_count(w, ", ", read.hyperedges, "hyperedge", "hyperedges");
    put_count(w, ", ", read.ports, "port", "ports");
    end_key(w);
}

static void put_strengths(view *w, const intro_summary *summary)
{
    const char *const attribute = intro_graph_weight_attribute(w->graph);
    const char *const meaning = intro_graph_weight_meaning(w->graph);
    begin_key(w, "strength");
    put_short(w, "least ", summary->strength_min);
    put_short(w, ", median ", summary->strength_median);
    put_short(w, ", greatest ", summary->strength_max);
    intro_i_strbuf_puts(&w->line, "; model ");
    intro_i_strbuf_puts(&w->line, intro_graph_model_name(w->graph));
    if (attribute != NULL) {
        intro_i_strbuf_puts(&w->line, "; weights of the attribute ");
        intro_i_text_stranger(&w->line, attribute);
        intro_i_strbuf_puts(&w->line, " read as ");
        intro_i_strbuf_puts(&w->line, meaning == NULL ? "unknown" : meaning);
    }
    end_key(w);
}

static void put_people(view *w, const intro_summary *summary)
{
    const uint32_t people = intro_graph_people(w->graph);
    begin_key(w, "people");
    intro_i_strbuf_printf(&w->line, "%lu in ", (unsigned long)people);
    intro_i_text_count(&w->line, summary->components, "part", "parts");
    if (summary->components > 1) {
        intro_i_strbuf_printf(&w->line, ", the largest of %llu",
                              (unsigned long long)summary->largest_component);
    }
    end_key(w);
    put_ties(w);
    begin_key(w, "degree");
    if (people == 0) {
        intro_i_strbuf_puts(&w->line, "unknown");
    } else {
        char median[32];
        intro_i_format_short(summary->degree_median, median);
        intro_i_strbuf_printf(&w->line, "least %llu",
                              (unsigned long long)summary->degree_min);
        intro_i_strbuf_puts(&w->line, ", median ");
        intro_i_strbuf_puts(&w->line,
                            summary->degree_median > 0 ? median : "0");
        put_short(w, ", mean ", summary->degree_mean);
        intro_i_strbuf_printf(&w->line, ", greatest %llu",
                              (unsigned long long)summary->degree_max);
    }
    end_key(w);
    put_strengths(w, summary);
}

static void put_rest(view *w)
{
    char day[16];
    intro_i_day_format(intro_graph_as_of(w->graph), day);
    begin_key(w, "as of");
    intro_i_strbuf_puts(&w->line,
                        day[0] == '\0' ? "no dates in the data" : day);
    end_key(w);
    if (intro_graph_owners(w->graph) != 0) {
        begin_key(w, "owners");
        for (uint32_t i = 0; i < intro_graph_owners(w->graph); i++) {
            intro_i_strbuf_puts(&w->line, i == 0 ? "" : ", ");
            intro_i_text_stranger(
                &w->line, intro_graph_display_name(
                              w->graph, intro_graph_owner(w->graph, i)));
        }
        end_key(w);
    }
}

static uint64_t rows_of(const intro_graph *graph, bool is_tie)
{
    if (!is_tie) {
        return intro_graph_people(graph);
    }
    return intro_graph_edges(graph);
}

static intro_status put_attributes(view *w, intro_ctx *ctx)
{
    intro_i_attribute *list;
    uint32_t count;
    INTRO_TRY(intro_i_output_status(w->text.output));
    INTRO_TRY(intro_i_attribute_list(ctx, w->graph, &list, &count));
    if (count != 0) {
        intro_i_text_blank(&w->text);
        intro_i_strbuf_puts(&w->line, "Attributes");
        end_line(w, INTRO_I_STRONG, 0, 0);
    }
    for (uint32_t i = 0; i < count; i++) {
        intro_i_text_stranger(&w->line, list[i].name);
        intro_i_strbuf_printf(
            &w->line, " (%s of a %s): %llu of %llu known, %llu different",
            list[i].kind, list[i].is_tie ? "tie" : "person",
            (unsigned long long)list[i].known,
            (unsigned long long)rows_of(w->graph, list[i].is_tie),
            (unsigned long long)list[i].distinct);
        put_count(w, ", ", list[i].guessed, "guessed", "guessed");
        end_line(w, INTRO_I_PLAIN, 2, 6);
    }
    intro_i_free(list);
    return INTRO_OK;
}

static intro_status put_warnings(view *w, intro_ctx *ctx)
{
    char more[INTRO_I_LOOKALIKE_LINES][INTRO_MESSAGE_MAX];
    uint32_t more_count;
    INTRO_TRY(intro_i_output_status(w->text.output));
    INTRO_TRY(intro_i_lookalike_lines(ctx, w->graph, more, &more_count));
    const uint32_t stored = intro_graph_warnings(w->graph);
    for (uint32_t i = 0; i < stored + more_count; i++) {
        if (i == 0) {
            intro_i_text_blank(&w->text);
            intro_i_strbuf_puts(&w->line, "Warnings");
            end_line(w, INTRO_I_STRONG, 0, 0);
        }
        char safe[INTRO_MESSAGE_MAX];
        intro_i_strbuf_puts(
            &w->line,
            intro_escape_text(i < stored ? intro_graph_warning(w->graph, i)
                                         : more[i - stored],
                              safe, sizeof safe));
        end_line(w, INTRO_I_PLAIN, 2, 6);
    }
    return INTRO_OK;
}

static intro_status write_view(view *w, intro_ctx *ctx, bool is_import)
{
    intro_summary summary;
    INTRO_TRY(intro_summary_compute(ctx, w->graph, &summary));
    if (is_import) {
        put_sources(w);
        intro_i_text_blank(&w->text);
    }
    put_people(w, &summary);
    put_rest(w);
    INTRO_TRY(put_attributes(w, ctx));
    if (!is_import && intro_graph_sources(w->graph) != 0) {
        intro_i_text_blank(&w->text);
        intro_i_strbuf_puts(&w->line, "Sources");
        end_line(w, INTRO_I_STRONG, 0, 0);
        put_sources(w);
    }
    INTRO_TRY(put_warnings(w, ctx));
    return INTRO_OK;
}

intro_status intro_i_info_text(intro_ctx *ctx, const intro_graph *graph,
                               bool is_import,
                               const intro_report_options *options,
                               intro_output *output)
{
    view w = {.graph = graph};
    intro_i_text_init(&w.text, output, options);
    intro_i_strbuf_init(&w.line, 0);
    const intro_status rc = write_view(&w, ctx, is_import);
    intro_i_strbuf_fini(&w.line);
    return rc;
}
