/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The public side: options, rows, the lifetime of it all. */
#include "analysis/breadth_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "graph/attribute.h"

#include <math.h>
#include <string.h>

/* --- attributes ------------------------------------------------------------------ */

static intro_status add_name(intro_ctx *ctx, intro_breadth *b, const char *name)
{
    enum { NAME_TOLD = 80 };
    for (uint32_t i = 0; i < b->width; i++) {
        if (strcmp(b->names[i], name) == 0) {
            return intro_i_fail(ctx, INTRO_EARG,
                                "attribute \"%.*s\" is named twice",
                                intro_i_utf8_upto(name, NAME_TOLD), name);
        }
    }
    b->names[b->width] = intro_i_strndup(name, strlen(name));
    if (b->names[b->width] == NULL) {
        return intro_i_fail_memory(ctx);
    }
    b->width++;
    return INTRO_OK;
}

static intro_status name_attributes(intro_ctx *ctx, intro_breadth *b,
                                    const intro_breadth_options *options)
{
    static const char *const usual[] = {"industry", "function", "company",
                                        "seniority", "location"};
    intro_i_attribute found;
    if (options->by_count > INTRO_BREADTH_BY_MAX) {
        return intro_i_fail(ctx, INTRO_EARG, "more than %d attributes",
                            (int)INTRO_BREADTH_BY_MAX);
    }
    b->names = intro_i_alloc_zero(INTRO_BREADTH_BY_MAX, sizeof *b->names);
    if (b->names == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < options->by_count; i++) {
        INTRO_TRY(add_name(ctx, b, options->by[i]));
    }
    for (size_t i = 0; options->by_count == 0 && i < INTRO_COUNT_OF(usual);
         i++) {
        if (intro_i_attribute_is_there(b->graph, usual[i], &found)) {
            INTRO_TRY(add_name(ctx, b, usual[i]));
        }
    }
    return INTRO_OK;
}

/* --- people ------------------------------------------------------------------------ */

static intro_status list_people(intro_ctx *ctx, intro_breadth *b,
                                const intro_breadth_options *options)
{
    if (options->people == NULL) {
        b->listed = b->graph->people;
        return INTRO_OK;
    }
    for (size_t i = 0; i < options->people_count; i++) {
        if (options->people[i] >= b->graph->people) {
            return intro_i_fail(ctx, INTRO_EARG, "no person has number %lu",
                                (unsigned long)options->people[i]);
        }
        if (i > 0 && options->people[i - 1] >= options->people[i]) {
            return intro_i_fail(ctx, INTRO_EARG, "people are not rising");
        }
    }
    b->people = intro_i_alloc(options->people_count, sizeof *b->people);
    if (b->people == NULL) {
        return intro_i_fail_memory(ctx);
    }
    memcpy(b->people, options->people,
           options->people_count * sizeof *b->people);
    b->listed = (uint32_t)options->people_count;
    return INTRO_OK;
}

/* --- rows ---------------------------------------------------------------------------- */

intro_status intro_i_breadth_reader_init(intro_i_breadth_reader *reader,
                                         const intro_breadth *breadth)
{
    const uint32_t width = breadth->width;
    *reader = (intro_i_breadth_reader){.breadth = breadth};
    reader->tallies = intro_i_alloc_zero(width, sizeof *reader->tallies);
    reader->by = intro_i_alloc_zero(width, sizeof *reader->by);
    intro_status rc =
        reader->tallies == NULL || reader->by == NULL ? INTRO_ENOMEM : INTRO_OK;
    for (uint32_t i = 0; i < width && rc == INTRO_OK; i++) {
        rc = intro_i_tally_init(&reader->tallies[i], &breadth->groups[i],
                                breadth->is_weighted);
    }
    if (rc != INTRO_OK) {
        intro_i_breadth_reader_fini(reader);
    }
    return rc;
}

void intro_i_breadth_reader_fini(intro_i_breadth_reader *reader)
{
    for (uint32_t i = 0; reader->tallies != NULL && i < reader->breadth->width;
         i++) {
        intro_i_tally_fini(&reader->tallies[i]);
    }
    intro_i_free(reader->tallies);
    intro_i_free(reader->by);
    memset(reader, 0, sizeof *reader);
}

const intro_breadth_row *
intro_i_breadth_read_measured(intro_i_breadth_reader *reader, uint32_t place)
{
    const intro_breadth *const b = reader->breadth;
    const intro_i_breadth_figures *const f = &b->figures;
    const intro_vid v = intro_i_breadth_person(b, place);
    intro_breadth_row *const row = &reader->row;
    row->person = v;
    row->degree = (uint32_t)intro_i_weak_degree(&b->weak, v);
    row->weak_ties = f->weak_ties[place];
    row->strong_ties = row->degree - row->weak_ties;
    row->by = reader->by;
    row->constraint = f->constraint[place];
    row->effective_size = f->effective_size[place];
    row->reach2 = f->reach2[place];
    row->reach3 = f->reach3[place];
    row->reach2_industries =
        f->industries == NULL ? (double)NAN : f->industries[place];
    row->percentile = f->percentile[place];
    return row;
}

const intro_breadth_row *intro_i_breadth_read(intro_i_breadth_reader *reader,
                                              uint32_t place)
{
    const intro_breadth *const b = reader->breadth;
    intro_i_diversity_of(reader->tallies, &b->panel, &b->weak,
                         intro_i_breadth_person(b, place), reader->by);
    return intro_i_breadth_read_measured(reader, place);
}

/* --- lifetime -------------------------------------------------------------------------- */

static intro_status fill(intro_ctx *ctx, intro_breadth *b,
                         const intro_breadth_options *options)
{
    size_t column = 0;
    INTRO_TRY(name_attributes(ctx, b, options));
    INTRO_TRY(list_people(ctx, b, options));
    INTRO_TRY(intro_i_breadth_name_columns(ctx, b));
    if (options->sort != NULL) {
        INTRO_TRY(intro_i_breadth_find_column(ctx, b, options->sort, &column));
    }
    INTRO_TRY(intro_i_breadth_measure(ctx, b, options));
    if (intro_i_breadth_reader_init(&b->reader, b) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    intro_i_trend_init(&b->trend, &b->weak, &b->panel, b->reader.tallies);
    return intro_i_breadth_sort(ctx, b, column, options->top);
}

intro_status intro_breadth_new(intro_ctx *ctx, const intro_graph *graph,
                               const intro_breadth_options *options,
                               intro_breadth **out)
{
    const intro_breadth_options usual = INTRO_BREADTH_OPTIONS_INIT;
    intro_i_begin(ctx);
    intro_breadth *const b = intro_i_alloc_zero(1, sizeof *b);
    if (b == NULL) {
        return intro_i_fail_memory(ctx);
    }
    options = options == NULL ? &usual : options;
    b->graph = graph;
    b->is_weighted = options->is_weighted;
    const intro_status rc = fill(ctx, b, options);
    if (rc != INTRO_OK) {
        intro_breadth_free(b);
        return rc;
    }
    *out = b;
    return INTRO_OK;
}

static void free_figures(intro_i_breadth_figures *f)
{
    intro_i_free(f->weak_ties);
    intro_i_free(f->constraint);
    intro_i_free(f->effective_size);
    intro_i_free(f->reach2);
    intro_i_free(f->reach3);
    intro_i_free(f->industries);
    intro_i_free(f->percentile);
}

void intro_breadth_free(intro_breadth *breadth)
{
    if (breadth == NULL) {
        return;
    }
    intro_i_trend_fini(&breadth->trend);
    intro_i_breadth_reader_fini(&breadth->reader);
    for (uint32_t i = 0; i < breadth->width; i++) {
        intro_i_free(breadth->names[i]);
        if (breadth->groups != NULL) {
            intro_i_groups_fini(&breadth->groups[i]);
        }
    }
    for (size_t i = 0; i < breadth->column_count; i++) {
        intro_i_free(breadth->columns[i]);
    }
    intro_i_free(breadth->columns);
    intro_i_free(breadth->names);
    intro_i_free(breadth->groups);
    intro_i_panel_fini(&breadth->panel);
    intro_i_free(breadth->people);
    intro_i_free(breadth->order);
    free_figures(&breadth->figures);
    intro_i_reach_rows_fini(&breadth->rows);
    intro_i_weak_graph_fini(&breadth->weak);
    intro_i_free(breadth);
}

/* --- reading ------------------------------------------------------------------------------ */

size_t intro_breadth_attributes(const intro_breadth *breadth)
{
    return breadth->width;
}

const char *intro_breadth_attribute(const intro_breadth *breadth, size_t i)
{
    return breadth->names[i];
}

bool intro_breadth_reach_is_exact(const intro_breadth *breadth)
{
    return breadth->is_exact;
}

bool intro_breadth_has_industries(const intro_breadth *breadth)
{
    return breadth->figures.industries != NULL;
}

uint64_t intro_breadth_count(const intro_breadth *breadth)
{
    return breadth->count;
}

const intro_breadth_row *intro_breadth_row_at(intro_breadth *breadth,
                                              uint64_t i)
{
    return intro_i_breadth_read(&breadth->reader,
                                intro_i_breadth_place(breadth, i));
}

intro_status intro_breadth_trend(intro_ctx *ctx, intro_breadth *breadth,
                                 uint64_t i, const intro_breadth_year **years,
                                 size_t *count, uint32_t *undated)
{
    intro_i_trend *const trend = &breadth->trend;
    intro_i_begin(ctx);
    INTRO_TRY(intro_i_trend_of(
        ctx, trend,
        intro_i_breadth_person(breadth, intro_i_breadth_place(breadth, i))));
    *years = trend->years.data;
    *count = trend->years.count;
    if (undated != NULL) {
        *undated = trend->undated;
    }
    return INTRO_OK;
}

intro_breadth_network intro_breadth_others(const intro_breadth *breadth)
{
    const double people = breadth->weak.people;
    return (intro_breadth_network){
        people == 0 ? (double)NAN : 2 * (double)breadth->weak.ties / people,
        breadth->comparison.mean, breadth->comparison.people};
}
