/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `breadth` for many people: rows are read and dressed by threads and put
 * together in order. */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "report/breadth_parts.h"
#include "report/stream.h"

enum { GRAIN = 200, AHEAD = 4 };

typedef struct job {
    const intro_breadth *breadth;
    const intro_report_options *options;
    intro_i_breadth_reader *readers; /* one a worker */
    intro_i_trend *trends;           /* one a worker */
} job;

/* Names of the rows to come. */
static void ask_ahead(const intro_breadth *b, uint64_t i, uint64_t end)
{
    const uint32_t *const names = b->graph->known[INTRO_FIELD_NAME];
    if (names == NULL) {
        return;
    }
    if (i + 2 * AHEAD < end) {
        intro_i_graph_ask_place(
            b->graph, names[intro_i_breadth_person(
                          b, intro_i_breadth_place(b, i + 2 * AHEAD))]);
    }
    if (i + AHEAD < end) {
        intro_i_graph_ask_text(b->graph,
                               names[intro_i_breadth_person(
                                   b, intro_i_breadth_place(b, i + AHEAD))]);
    }
}

static intro_status write_rows(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end,
                               intro_i_stream_part *part)
{
    const job *const j = arg;
    intro_report_options options = *j->options;
    options.guarded_cells = &part->guarded;
    for (uint64_t i = begin; i < end; i++) {
        ask_ahead(j->breadth, i, end);
        intro_i_breadth_put_row(
            j->breadth,
            intro_i_breadth_read(&j->readers[worker->index],
                                 intro_i_breadth_place(j->breadth, i)),
            &options, part->output);
        INTRO_TRY(intro_i_stream_row_end(part));
    }
    return INTRO_OK;
}

static intro_status write_years(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end,
                                intro_i_stream_part *part)
{
    const job *const j = arg;
    intro_i_trend *const trend = &j->trends[worker->index];
    intro_report_options options = *j->options;
    options.guarded_cells = &part->guarded;
    for (uint64_t i = begin; i < end; i++) {
        const intro_vid v = intro_i_breadth_person(
            j->breadth, intro_i_breadth_place(j->breadth, i));
        INTRO_TRY(intro_i_trend_of(part->ctx, trend, v));
        for (size_t k = 0; k < trend->years.count; k++) {
            intro_i_breadth_put_year(j->breadth, v, &trend->years.data[k],
                                     &options, part->output);
            INTRO_TRY(intro_i_stream_row_end(part));
        }
    }
    return INTRO_OK;
}

static intro_status start_workers(job *j, uint32_t workers)
{
    const intro_breadth *const b = j->breadth;
    j->readers = intro_i_alloc_zero(workers, sizeof *j->readers);
    j->trends = intro_i_alloc_zero(workers, sizeof *j->trends);
    if (j->readers == NULL || j->trends == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint32_t i = 0; i < workers; i++) {
        INTRO_TRY(intro_i_breadth_reader_init(&j->readers[i], b));
        intro_i_trend_init(&j->trends[i], &b->weak, &b->panel,
                           j->readers[i].tallies);
    }
    return INTRO_OK;
}

static void end_workers(job *j, uint32_t workers)
{
    for (uint32_t i = 0; j->readers != NULL && i < workers; i++) {
        intro_i_breadth_reader_fini(&j->readers[i]);
    }
    for (uint32_t i = 0; j->trends != NULL && i < workers; i++) {
        intro_i_trend_fini(&j->trends[i]);
    }
    intro_i_free(j->readers);
    intro_i_free(j->trends);
}

static intro_status stream(intro_ctx *ctx, const intro_breadth *breadth,
                           const intro_report_options *options,
                           intro_i_stream_fn *write, intro_output *output)
{
    job j = {.breadth = breadth, .options = options};
    const intro_i_stream s = {.count = breadth->count,
                              .grain = GRAIN,
                              .guarded = options->guarded_cells,
                              .phase = "writing",
                              .unit = "rows",
                              .write = write,
                              .arg = &j};
    const uint32_t workers = intro_i_stream_workers(ctx, &s);
    const intro_status rc = start_workers(&j, workers) == INTRO_OK
                                ? intro_i_stream_run(ctx, &s, output)
                                : intro_i_fail_memory(ctx);
    end_workers(&j, workers);
    return rc;
}

intro_status intro_report_breadth(intro_ctx *ctx, const intro_breadth *breadth,
                                  const intro_report_options *options,
                                  intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    intro_i_breadth_head(breadth, options, output);
    return stream(ctx, breadth, options, write_rows, output);
}

intro_status intro_report_breadth_trend(intro_ctx *ctx,
                                        const intro_breadth *breadth,
                                        const intro_report_options *options,
                                        intro_output *output)
{
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    intro_i_breadth_years_head(breadth, options, true, output);
    return stream(ctx, breadth, options, write_years, output);
}
