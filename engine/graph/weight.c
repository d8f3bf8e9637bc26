/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/weight.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/median.h"
#include "base/parallel.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "graph/attribute_names.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { GRAIN = 1 << 16 };

/* Nothing gets below this; as a float it is still normal. */
#define LEAST_STRENGTH 1e-30

bool intro_i_weight_value_of(const intro_i_weight_column *c, uint64_t row,
                             double *out)
{
    if (row >= c->rows ||
        (c->present != NULL && !intro_i_bits_get(c->present, row))) {
        return false;
    }
    switch (c->kind) {
    case INTRO_KIND_DOUBLE:
        *out = ((const double *)c->values)[row];
        return true;
    case INTRO_KIND_INT:
        *out = (double)((const int64_t *)c->values)[row];
        return true;
    case INTRO_KIND_STRING: {
        const uint32_t s = ((const uint32_t *)c->values)[row];
        const uint64_t *const at = c->strings->offsets + s;
        const intro_status rc = intro_i_parse_double(
            c->strings->bytes + at[0], (size_t)(at[1] - at[0] - 1), out);
        if (rc == INTRO_EFORMAT) {
            *out = (double)NAN;
        }
        return rc != INTRO_ENOTFOUND;
    }
    case INTRO_KIND_BOOL:
    case INTRO_KIND_DAY:
        break;
    }
    *out = (double)NAN;
    return true;
}

/* --- choosing ------------------------------------------------------------------ */

/* Lower case, blanks, '_' and '-' left out: how aliases are compared. */
static size_t plain_name(const char *name, char *out, size_t size)
{
    size_t length = 0;
    for (; *name != '\0'; name++) {
        char c = *name;
        if (c == ' ' || c == '_' || c == '-') {
            continue;
        }
        if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
        }
        if (length + 1 >= size) {
            return 0;
        }
        out[length++] = c;
    }
    out[length] = '\0';
    return length;
}

static bool same_name(const char *a, const char *b)
{
    char x[64];
    char y[64];
    return plain_name(a, x, sizeof x) != 0 && plain_name(b, y, sizeof y) != 0 &&
           strcmp(x, y) == 0;
}

/* A column that an alias may pick: numbers, or texts that all are numbers. */
bool intro_i_weight_is_numeric(const intro_i_weight_column *c)
{
    if (c->kind == INTRO_KIND_INT || c->kind == INTRO_KIND_DOUBLE) {
        return true;
    }
    if (c->kind != INTRO_KIND_STRING) {
        return false;
    }
    bool any = false;
    for (uint64_t i = 0; i < c->rows; i++) {
        double value;
        if (intro_i_weight_value(c, i, &value)) {
            if (isnan(value)) {
                return false;
            }
            any = true;
        }
    }
    return any;
}

static intro_status refuse_name(intro_ctx *ctx, const char *wanted,
                                const intro_i_weight_column *columns,
                                uint32_t count)
{
    intro_i_strbuf list;
    intro_i_strbuf_init(&list, INTRO_MESSAGE_MAX / 2);
    for (uint32_t i = 0; i < count; i++) {
        intro_i_strbuf_puts(&list, i == 0 ? "" : ", ");
        intro_i_strbuf_puts(&list, columns[i].name);
    }
    (void)intro_i_fail(ctx, INTRO_EARG, "no tie attribute is called \"%s\"",
                       wanted);
    intro_i_hint(ctx, "tie attributes: %s",
                 list.length == 0 ? "none" : list.data);
    intro_i_strbuf_fini(&list);
    return INTRO_EARG;
}

intro_status intro_i_weight_choose(intro_ctx *ctx,
                                   const intro_i_weight_column *columns,
                                   uint32_t count, const char *wanted,
                                   uint32_t *out)
{
    *out = UINT32_MAX;
    if (wanted != NULL && strcmp(wanted, "none") == 0) {
        return INTRO_OK;
    }
    if (wanted != NULL) {
        for (uint32_t i = 0; i < count; i++) {
            if (strcmp(columns[i].name, wanted) == 0) {
                *out = i;
                return INTRO_OK;
            }
        }
        for (uint32_t i = 0; i < count; i++) {
            if (same_name(columns[i].name, wanted)) {
                *out = i;
                return INTRO_OK;
            }
        }
        return refuse_name(ctx, wanted, columns, count);
    }
    unsigned best = UINT_MAX;
    for (uint32_t i = 0; i < count; i++) {
        const char *const name = columns[i].name;
        const unsigned rank =
            intro_i_alias_weight_rank(name, strlen(name), "", 0);
        if (rank != 0 && rank < best &&
            intro_i_weight_is_numeric(&columns[i])) {
            best = rank;
            *out = i;
        }
    }
    return INTRO_OK;
}

intro_weight_meaning intro_i_weight_guess(const intro_i_weight_column *column,
                                          uint64_t first, uint64_t count)
{
    for (uint64_t i = first; i < first + count; i++) {
        double value;
        if (intro_i_weight_value(column, i, &value) &&
            intro_i_weight_is_good(value, INTRO_WEIGHT_COUNT) && value > 1) {
            return INTRO_WEIGHT_COUNT;
        }
    }
    return INTRO_WEIGHT_STRENGTH;
}

/* --- w -------------------------------------------------------------------------- */

/* What is asked of every tie. */
typedef struct filler {
    const intro_graph *graph;
    const intro_i_weight_column *column;
    const intro_weight_meaning *meanings;
    uint32_t sources;
    intro_i_vec_f64 *merged; /* by source, for the medians */
    double *medians;
} filler;

/* The edges of one tie that come from one source, merged. */
typedef struct merged_value {
    uint32_t source;
    bool has_good;
    bool has_bad;
    bool has_missing;
    double value;
} merged_value;

static uint32_t source_of(const filler *f, uint64_t edge)
{
    return f->graph->edge_sources == NULL ? 0 : f->graph->edge_sources[edge];
}

/* Merges the edges from *edge on that share a source; moves *edge behind. */
static merged_value merge_next(const filler *f, uint64_t *edge, uint64_t end)
{
    merged_value m = {.source = source_of(f, *edge)};
    const intro_weight_meaning meaning = f->meanings[m.source];
    for (; *edge < end && source_of(f, *edge) == m.source; ++*edge) {
        double value;
        if (f->column == NULL ||
            !intro_i_weight_value(f->column, *edge, &value)) {
            m.has_missing = true;
        } else if (!intro_i_weight_is_good(value, meaning)) {
            m.has_bad = true;
        } else if (!m.has_good) {
            m.has_good = true;
            m.value = value;
        } else if (meaning == INTRO_WEIGHT_STRENGTH) {
            m.value = value > m.value ? value : m.value;
        } else if (meaning == INTRO_WEIGHT_COST) {
            m.value = value < m.value ? value : m.value;
        } else {
            m.value = fmin(m.value + value, DBL_MAX);
        }
    }
    return m;
}

static void tie_range(const intro_graph *g, uint64_t tie, uint64_t *first,
                      uint64_t *end)
{
    if (g->tie_edges != NULL) {
        *first = g->tie_edges[tie];
        *end = g->tie_edges[tie + 1];
    } else {
        *first = g->edges == 0 ? 0 : tie;
        *end = g->edges == 0 ? 0 : tie + 1;
    }
}

static intro_status find_medians(intro_ctx *ctx, filler *f)
{
    bool needed = false;
    for (uint32_t s = 0; s < f->sources; s++) {
        needed |= f->meanings[s] != INTRO_WEIGHT_STRENGTH;
    }
    if (f->column == NULL || !needed) {
        return INTRO_OK;
    }
    if (f->graph->edge_sources == NULL &&
        intro_i_vec_f64_reserve(&f->merged[0], (size_t)f->graph->ties) !=
            INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    for (uint64_t t = 0; t < f->graph->ties; t++) {
        uint64_t edge;
        uint64_t end;
        if (t % GRAIN == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        tie_range(f->graph, t, &edge, &end);
        while (edge < end) {
            const merged_value m = merge_next(f, &edge, end);
            if (m.has_good && intro_i_vec_f64_push(&f->merged[m.source],
                                                   m.value) != INTRO_OK) {
                return intro_i_fail_memory(ctx);
            }
        }
    }
    for (uint32_t s = 0; s < f->sources; s++) {
        if (f->merged[s].count != 0) {
            INTRO_TRY(intro_i_median(ctx, f->merged[s].data, f->merged[s].count,
                                     &f->medians[s]));
        }
        intro_i_vec_f64_fini(&f->merged[s]);
    }
    return INTRO_OK;
}

static double to_strength(const filler *f, const merged_value *m)
{
    double w = m->value;
    switch (f->meanings[m->source]) {
    case INTRO_WEIGHT_COUNT:
    case INTRO_WEIGHT_GUESS:
        w = -expm1(-m->value / f->medians[m->source] * 0.69314718055994530942);
        break;
    case INTRO_WEIGHT_COST:
        w = exp2(-m->value / f->medians[m->source]);
        break;
    case INTRO_WEIGHT_STRENGTH:
        break;
    }
    return w < LEAST_STRENGTH ? LEAST_STRENGTH : w;
}

/* w of one tie; true in *stated when no number made it. */
static double weigh(const filler *f, uint64_t tie, double stated_w,
                    bool *stated)
{
    uint64_t edge;
    uint64_t end;
    double best = -1;
    bool missing = false;
    bool bad = false;
    tie_range(f->graph, tie, &edge, &end);
    *stated = false;
    if (edge == end) {
        return -1;
    }
    while (edge < end) {
        const merged_value m = merge_next(f, &edge, end);
        missing |= m.has_missing;
        bad |= m.has_bad;
        if (m.has_good) {
            const double w = to_strength(f, &m);
            best = w > best ? w : best;
        }
    }
    if (best >= 0) {
        return best;
    }
    if (bad && !missing) {
        return (double)NAN;
    }
    *stated = true;
    return stated_w < LEAST_STRENGTH ? LEAST_STRENGTH : stated_w;
}

/* What a loop over the ties writes. Chunks are whole words of bits. */
typedef struct weights {
    const filler *filler;
    double stated_w;
    float *w;
    uint64_t *is_stated;
    _Atomic uint64_t unweighted;
} weights;

static intro_status weigh_chunk(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    weights *const out = arg;
    uint64_t unweighted = 0;
    (void)worker;
    for (uint64_t t = begin; t < end; t++) {
        bool stated;
        out->w[t] = (float)weigh(out->filler, t, out->stated_w, &stated);
        if (stated) {
            intro_i_bits_set(out->is_stated, t);
            unweighted++;
        }
    }
    atomic_fetch_add(&out->unweighted, unweighted);
    return INTRO_OK;
}

intro_status intro_i_weight_fill(intro_ctx *ctx, const intro_graph *graph,
                                 const intro_i_weight_column *column,
                                 const intro_weight_meaning *meanings,
                                 uint32_t sources, double stated_w, float *w,
                                 uint64_t *is_stated, uint64_t *unweighted)
{
    filler f = {.graph = graph,
                .column = column,
                .meanings = meanings,
                .sources = sources};
    weights out = {
        .filler = &f, .stated_w = stated_w, .w = w, .is_stated = is_stated};
    f.merged = intro_i_alloc_zero(sources, sizeof *f.merged);
    f.medians = intro_i_alloc_zero(sources, sizeof *f.medians);
    intro_status rc = f.merged == NULL || f.medians == NULL
                          ? intro_i_fail_memory(ctx)
                          : find_medians(ctx, &f);
    if (rc == INTRO_OK) {
        rc = intro_i_parallel_for(ctx, graph->ties, GRAIN, weigh_chunk, &out);
    }
    *unweighted = atomic_load(&out.unweighted);
    for (uint32_t s = 0; f.merged != NULL && s < sources; s++) {
        intro_i_vec_f64_fini(&f.merged[s]);
    }
    intro_i_free(f.merged);
    intro_i_free(f.medians);
    return rc;
}
