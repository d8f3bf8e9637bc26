/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns of the table, and rows sorted by one of them. */
#include "analysis/breadth_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_COLUMNS = 2, GRAIN = 1024 }; /* id, name */

static const char *const first_names[] = {"id", "name", "degree", "strong_ties",
                                          "weak_ties"};
static const char *const last_names[INTRO_I_LAST_FIGURES] = {
    "constraint", "effective_size",    "reach2",
    "reach3",     "reach2_industries", "percentile"};
const char *const intro_i_diversity_names[INTRO_I_DIVERSITY_FIGURES] = {
    "known",     "categories",    "blau",           "shannon",
    "effective", "effective_low", "effective_high", "ei_index"};

void intro_i_diversity_figures(const intro_diversity *d, double *out)
{
    const double figures[INTRO_I_DIVERSITY_FIGURES] = {
        d->known,     d->categories,    d->blau,           d->shannon,
        d->effective, d->effective_low, d->effective_high, d->ei_index};
    memcpy(out, figures, sizeof figures);
}

void intro_i_last_figures(const intro_breadth_row *row, double *out)
{
    const double figures[INTRO_I_LAST_FIGURES] = {
        row->constraint, row->effective_size,    row->reach2,
        row->reach3,     row->reach2_industries, row->percentile};
    memcpy(out, figures, sizeof figures);
}

/* --- columns ------------------------------------------------------------------------ */

static intro_status add_column(intro_ctx *ctx, intro_breadth *b,
                               const char *attribute, const char *figure)
{
    intro_i_strbuf name;
    intro_i_strbuf_init(&name, 0);
    if (attribute != NULL) {
        intro_i_strbuf_puts(&name, attribute);
        intro_i_strbuf_putc(&name, '_');
    }
    intro_i_strbuf_puts(&name, figure);
    char *const kept = name.status == INTRO_OK
                           ? intro_i_strndup(name.data, name.length)
                           : NULL;
    intro_i_strbuf_fini(&name);
    if (kept == NULL) {
        return intro_i_fail_memory(ctx);
    }
    b->columns[b->column_count++] = kept;
    return INTRO_OK;
}

intro_status intro_i_breadth_name_columns(intro_ctx *ctx, intro_breadth *b)
{
    const size_t count = INTRO_COUNT_OF(first_names) +
                         INTRO_I_DIVERSITY_FIGURES * (size_t)b->width +
                         INTRO_COUNT_OF(last_names);
    b->columns = intro_i_alloc_zero(count, sizeof *b->columns);
    if (b->columns == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(first_names); i++) {
        INTRO_TRY(add_column(ctx, b, NULL, first_names[i]));
    }
    for (uint32_t a = 0; a < b->width; a++) {
        for (size_t i = 0; i < INTRO_I_DIVERSITY_FIGURES; i++) {
            INTRO_TRY(
                add_column(ctx, b, b->names[a], intro_i_diversity_names[i]));
        }
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(last_names); i++) {
        INTRO_TRY(add_column(ctx, b, NULL, last_names[i]));
    }
    return INTRO_OK;
}

size_t intro_breadth_columns(const intro_breadth *breadth)
{
    return breadth->column_count;
}

const char *intro_breadth_column(const intro_breadth *breadth, size_t column)
{
    return breadth->columns[column];
}

double intro_breadth_value(const intro_breadth *breadth,
                           const intro_breadth_row *row, size_t column)
{
    const size_t first = INTRO_COUNT_OF(first_names);
    const size_t last =
        first + INTRO_I_DIVERSITY_FIGURES * (size_t)breadth->width;
    if (column < first) {
        const double counts[] = {row->degree, row->strong_ties, row->weak_ties};
        return column < TEXT_COLUMNS ? (double)NAN
                                     : counts[column - TEXT_COLUMNS];
    }
    if (column < last) {
        const size_t figure = column - first;
        double figures[INTRO_I_DIVERSITY_FIGURES];
        intro_i_diversity_figures(&row->by[figure / INTRO_I_DIVERSITY_FIGURES],
                                  figures);
        return figures[figure % INTRO_I_DIVERSITY_FIGURES];
    }
    double figures[INTRO_I_LAST_FIGURES];
    intro_i_last_figures(row, figures);
    return figures[column - last];
}

/* --- order --------------------------------------------------------------------------- */

/* A row on its way to its place. */
typedef struct keyed {
    double number;
    const char *text; /* or NULL: unknown, or a number */
    uint32_t place;
} keyed;

typedef struct sorting {
    const intro_breadth *breadth;
    size_t column;
    intro_i_breadth_reader *readers; /* one a worker */
    keyed *rows;
} sorting;

static int compare_places(const keyed *a, const keyed *b)
{
    return (a->place > b->place) - (a->place < b->place);
}

static int compare_rows(const void *left, const void *right)
{
    const keyed *const a = left;
    const keyed *const b = right;
    if (a->text != NULL || b->text != NULL) {
        if (a->text == NULL || b->text == NULL) {
            return a->text == NULL ? 1 : -1;
        }
        const int order = strcmp(a->text, b->text);
        return order != 0 ? order : compare_places(a, b);
    }
    if (isnan(a->number) || isnan(b->number)) {
        return isnan(a->number) == isnan(b->number) ? compare_places(a, b)
               : isnan(a->number)                   ? 1
                                                    : -1;
    }
    return a->number < b->number   ? 1
           : a->number > b->number ? -1
                                   : compare_places(a, b);
}

/* A figure of an attribute, for which contacts are counted. */
static bool is_counted(const intro_breadth *b, size_t column)
{
    return column >= INTRO_COUNT_OF(first_names) &&
           column + INTRO_COUNT_OF(last_names) < b->column_count;
}

static intro_status fill_keys(void *arg, intro_i_worker *worker, uint64_t begin,
                              uint64_t end)
{
    const sorting *const s = arg;
    const intro_breadth *const b = s->breadth;
    for (uint32_t place = (uint32_t)begin; place < end; place++) {
        keyed *const row = &s->rows[place];
        *row = (keyed){(double)NAN, NULL, place};
        if (s->column < TEXT_COLUMNS) {
            row->text = intro_graph_field(
                b->graph, intro_i_breadth_person(b, place), INTRO_FIELD_NAME);
        } else {
            intro_i_breadth_reader *const reader = &s->readers[worker->index];
            row->number = intro_breadth_value(
                b,
                is_counted(b, s->column)
                    ? intro_i_breadth_read(reader, place)
                    : intro_i_breadth_read_measured(reader, place),
                s->column);
        }
    }
    return INTRO_OK;
}

intro_status intro_i_breadth_find_column(intro_ctx *ctx, const intro_breadth *b,
                                         const char *name, size_t *out)
{
    for (*out = 0; *out < b->column_count; ++*out) {
        if (strcmp(b->columns[*out], name) == 0) {
            return INTRO_OK;
        }
    }
    enum { NAME_TOLD = 80 };
    intro_i_strbuf list;
    intro_i_strbuf_init(&list, INTRO_MESSAGE_MAX - 64);
    for (size_t i = 0; i < b->column_count; i++) {
        intro_i_strbuf_puts(&list, i == 0 ? "" : ", ");
        intro_i_strbuf_puts(&list, b->columns[i]);
    }
    (void)intro_i_fail(ctx, INTRO_EARG, "there is no column \"%.*s\"",
                       intro_i_utf8_upto(name, NAME_TOLD), name);
    intro_i_hint(ctx, "columns: %s", list.data);
    intro_i_strbuf_fini(&list);
    return INTRO_EARG;
}

static intro_status make_order(intro_ctx *ctx, intro_breadth *b, sorting *s)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, b->listed, GRAIN);
    s->rows = intro_i_alloc(b->listed, sizeof *s->rows);
    s->readers = intro_i_alloc_zero(workers, sizeof *s->readers);
    b->order = intro_i_alloc(b->listed, sizeof *b->order);
    intro_status rc = s->rows == NULL || s->readers == NULL || b->order == NULL
                          ? INTRO_ENOMEM
                          : INTRO_OK;
    for (uint32_t i = 0; i < workers && rc == INTRO_OK; i++) {
        rc = intro_i_breadth_reader_init(&s->readers[i], b);
    }
    rc = rc != INTRO_OK
             ? intro_i_fail_memory(ctx)
             : intro_i_parallel_phase(ctx, "sorting", "people", b->listed,
                                      GRAIN, fill_keys, s);
    if (rc == INTRO_OK) {
        qsort(s->rows, b->listed, sizeof *s->rows, compare_rows);
        for (uint32_t i = 0; i < b->listed; i++) {
            b->order[i] = s->rows[i].place;
        }
    }
    for (uint32_t i = 0; s->readers != NULL && i < workers; i++) {
        intro_i_breadth_reader_fini(&s->readers[i]);
    }
    intro_i_free(s->readers);
    intro_i_free(s->rows);
    return rc;
}

intro_status intro_i_breadth_sort(intro_ctx *ctx, intro_breadth *b,
                                  size_t column, uint64_t top)
{
    sorting s = {.breadth = b, .column = column};
    b->count = b->listed;
    if (column != 0) {
        INTRO_TRY(make_order(ctx, b, &s));
    }
    if (top != 0 && top < b->count) {
        b->count = top;
    }
    return INTRO_OK;
}
