/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strengths from evidence under another weight, model, day or without inferred
 * evidence. An attribute `introfind_w`, which our own exports write, holds
 * strengths already and goes before the chosen attribute. */
#include "graph/restrength.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "graph/strength.h"
#include "graph/watch.h"
#include "graph/weight.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static intro_i_weight_column view_of(const intro_graph *g, uint32_t column)
{
    const intro_column *const c = &g->columns[column];
    const intro_i_weight_column view = {.name = intro_i_graph_text(g, c->name),
                                        .kind = (intro_column_kind)c->kind,
                                        .rows = c->rows,
                                        .values = c->values,
                                        .present = c->present,
                                        .strings = &g->strings};
    return view;
}

/* Column of the strengths of our own exports, or UINT32_MAX. */
static uint32_t export_column(const intro_graph *g)
{
    for (uint32_t i = 0; i < g->column_count; i++) {
        if (g->columns[i].of == INTRO_OF_TIE &&
            g->columns[i].kind == INTRO_KIND_DOUBLE &&
            strcmp(intro_i_graph_text(g, g->columns[i].name),
                   INTRO_I_EXPORT_STRENGTH) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* The numbers in force, edge by edge. */
typedef struct numbers {
    intro_i_weight_column view; /* what weight_fill reads */
    double *values;             /* made ones, when two columns are mixed */
    uint64_t *present;
    intro_weight_meaning *meanings; /* by source */
    uint32_t sources;
} numbers;

static void numbers_fini(numbers *n)
{
    intro_i_free(n->values);
    intro_i_free(n->present);
    intro_i_free(n->meanings);
}

static uint32_t source_of(const intro_graph *g, uint64_t edge)
{
    return g->edge_sources == NULL ? 0 : g->edge_sources[edge];
}

/* One column of doubles out of the export's strengths and the chosen one. */
static intro_status mix(intro_ctx *ctx, const intro_graph *g,
                        const intro_i_weight_column *chosen,
                        const intro_i_weight_column *exported, numbers *n)
{
    n->values = intro_i_alloc((size_t)g->edges, sizeof *n->values);
    n->present =
        intro_i_alloc_zero(intro_i_bits_words(g->edges), sizeof *n->present);
    if (n->values == NULL || n->present == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint64_t e = 0; e < g->edges; e++) {
        if (intro_i_weight_value(exported, e, &n->values[e])) {
            n->meanings[source_of(g, e)] = INTRO_WEIGHT_STRENGTH;
            if (!isnan(n->values[e])) { /* else the tie had none */
                intro_i_bits_set(n->present, e);
            }
        } else if (chosen != NULL &&
                   intro_i_weight_value(chosen, e, &n->values[e])) {
            intro_i_bits_set(n->present, e);
        }
    }
    n->view = (intro_i_weight_column){.name = exported->name,
                                      .kind = INTRO_KIND_DOUBLE,
                                      .rows = g->edges,
                                      .values = n->values,
                                      .present = n->present};
    return INTRO_OK;
}

/* A meaning for every source that has none: a number above 1 makes it counts. */
static void guess_meanings(const intro_graph *g, numbers *n)
{
    for (uint64_t e = 0; e < g->edges; e++) {
        intro_weight_meaning *const m = &n->meanings[source_of(g, e)];
        double value;
        if (*m == INTRO_WEIGHT_GUESS &&
            intro_i_weight_value(&n->view, e, &value) &&
            intro_i_weight_is_good(value, INTRO_WEIGHT_COUNT) && value > 1) {
            *m = INTRO_WEIGHT_COUNT;
        }
    }
    for (uint32_t s = 0; s < n->sources; s++) {
        if (n->meanings[s] == INTRO_WEIGHT_GUESS) {
            n->meanings[s] = INTRO_WEIGHT_STRENGTH;
        }
    }
}

static intro_status refuse_bad(intro_ctx *ctx, const intro_graph *g,
                               const numbers *n)
{
    enum { ID_TOLD = 60 };
    uint64_t edge = 0;
    for (uint64_t t = 0; t < g->ties; t++) {
        uint64_t count;
        intro_graph_tie_edges(g, t, &edge, &count);
        for (; count > 0; count--, edge++) {
            double value;
            if (intro_i_weight_value(&n->view, edge, &value) &&
                !intro_i_weight_is_good(value,
                                        n->meanings[source_of(g, edge)])) {
                const intro_tie tie = intro_graph_tie(g, t);
                (void)intro_i_fail(
                    ctx, INTRO_EFORMAT,
                    "the tie between \"%.*s\" and \"%.*s\" has the unusable "
                    "%s %.9g",
                    intro_i_utf8_upto(intro_graph_id(g, tie.a), ID_TOLD),
                    intro_graph_id(g, tie.a),
                    intro_i_utf8_upto(intro_graph_id(g, tie.b), ID_TOLD),
                    intro_graph_id(g, tie.b), n->view.name, value);
                intro_i_hint(ctx, "--bad-weight drop leaves such ties out");
                return INTRO_EFORMAT;
            }
        }
    }
    return INTRO_OK;
}

static intro_status find_numbers(intro_ctx *ctx, const intro_graph *g,
                                 const intro_i_strength_rule *rule, numbers *n)
{
    n->sources = g->source_count == 0 ? 1 : g->source_count;
    n->meanings = intro_i_alloc(n->sources, sizeof *n->meanings);
    if (n->meanings == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t s = 0; s < n->sources; s++) {
        n->meanings[s] = rule->weight_is;
    }
    const uint32_t exported =
        rule->ignores_export ? UINT32_MAX : export_column(g);
    intro_i_weight_column chosen;
    if (rule->weight_column != UINT32_MAX) {
        chosen = view_of(g, rule->weight_column);
        n->view = chosen;
    }
    if (exported != UINT32_MAX) {
        const intro_i_weight_column from = view_of(g, exported);
        INTRO_TRY(mix(ctx, g,
                      rule->weight_column == UINT32_MAX ? NULL : &chosen, &from,
                      n));
    }
    if (n->view.name != NULL) {
        guess_meanings(g, n);
    }
    return INTRO_OK;
}

intro_status intro_i_restrength(intro_ctx *ctx, intro_graph *g,
                                const intro_i_strength_rule *rule)
{
    numbers n;
    memset(&n, 0, sizeof n);
    float *w = NULL;
    uint64_t *is_stated = NULL;
    intro_status rc = INTRO_OK;
    g->strength.weight = rule->weight_column == UINT32_MAX
                             ? 0
                             : g->columns[rule->weight_column].name;
    g->strength.guessed =
        g->strength.weight != 0 && rule->weight_is == INTRO_WEIGHT_GUESS;
    g->strength.meaning = INTRO_WEIGHT_GUESS;
    if (g->edges != 0) {
        w = intro_i_alloc((size_t)g->ties, sizeof *w);
        is_stated =
            intro_i_alloc_zero(intro_i_bits_words(g->ties), sizeof *is_stated);
        rc = w == NULL || is_stated == NULL ? intro_i_fail_memory(ctx)
                                            : find_numbers(ctx, g, rule, &n);
        const bool has_numbers = n.view.name != NULL;
        if (rc == INTRO_OK && has_numbers && !rule->drop_bad) {
            rc = refuse_bad(ctx, g, &n);
        }
        if (rc == INTRO_OK) {
            g->strength.meaning = g->strength.weight == 0
                                      ? INTRO_WEIGHT_GUESS
                                      : (uint32_t)n.meanings[source_of(g, 0)];
            rc = intro_i_weight_fill(ctx, g, has_numbers ? &n.view : NULL,
                                     n.meanings, n.sources,
                                     g->strength.model.kinds[INTRO_EV_STATED].p,
                                     w, is_stated, &g->strength.unweighted);
        }
    }
    if (rc == INTRO_OK) {
        rc = intro_i_strength_fill(ctx, g, w, is_stated, rule->observed_only);
    }
    intro_i_free(w);
    intro_i_free(is_stated);
    numbers_fini(&n);
    return rc;
}

/* --- public -------------------------------------------------------------------- */

/* The column the options name, or the one in force when they name none. */
static intro_status choose_column(intro_ctx *ctx, const intro_graph *g,
                                  const intro_strength_options *options,
                                  uint32_t *out)
{
    *out = UINT32_MAX;
    uint32_t *const map = intro_i_alloc(g->column_count, sizeof *map);
    intro_i_weight_column *const views =
        intro_i_alloc(g->column_count, sizeof *views);
    if (map == NULL || views == NULL) {
        intro_i_free(map);
        intro_i_free(views);
        return intro_i_fail_memory(ctx);
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < g->column_count; i++) {
        if (g->columns[i].of == INTRO_OF_TIE) {
            map[count] = i;
            views[count++] = view_of(g, i);
        }
    }
    intro_status rc = INTRO_OK;
    if (options->weight != NULL) {
        uint32_t chosen;
        rc = intro_i_weight_choose(ctx, views, count, options->weight, &chosen);
        if (rc == INTRO_OK && chosen != UINT32_MAX) {
            *out = map[chosen];
        }
    } else {
        for (uint32_t i = 0; i < count && g->strength.weight != 0; i++) {
            if (g->columns[map[i]].name == g->strength.weight) {
                *out = map[i];
            }
        }
    }
    intro_i_free(map);
    intro_i_free(views);
    return rc;
}

static intro_status set_strengths(intro_ctx *ctx, intro_graph *graph,
                                  const intro_strength_options *options)
{
    INTRO_TRY(intro_i_check_as_of(ctx, options->as_of));
    const bool same_weight =
        options->weight == NULL && options->weight_is == INTRO_WEIGHT_GUESS;
    if (same_weight && options->model_file == NULL &&
        (options->as_of == INTRO_NO_DAY ||
         options->as_of == graph->strength.as_of) &&
        (!options->observed_only || graph->observed_only)) {
        return INTRO_OK;
    }
    intro_i_strength_rule rule = {.drop_bad = true,
                                  .observed_only = options->observed_only ||
                                                   graph->observed_only};
    INTRO_TRY(choose_column(ctx, graph, options, &rule.weight_column));
    rule.weight_is = options->weight_is;
    if (same_weight && graph->strength.guessed == 0) {
        rule.weight_is = (intro_weight_meaning)graph->strength.meaning;
    }
    if (!same_weight) {
        rule.drop_bad = options->bad_weight_drop;
    }
    if (options->weight != NULL) {
        graph->strength.weight_by_option = INTRO_I_WEIGHT_OF_USER;
    } else if (graph->strength.weight_by_option == 0 && !same_weight) {
        graph->strength.weight_by_option = 1;
    }
    rule.ignores_export =
        graph->strength.weight_by_option == INTRO_I_WEIGHT_OF_USER;
    if (options->model_file != NULL) {
        intro_i_model_default(&graph->strength.model);
        INTRO_TRY(intro_i_model_read(ctx, options->model_file,
                                     &graph->strength.model));
        graph->strength.model_changed = 1;
    }
    if (options->as_of != INTRO_NO_DAY) {
        graph->strength.as_of = options->as_of;
    }
    return intro_i_restrength(ctx, graph, &rule);
}

intro_status intro_graph_set_strengths(intro_ctx *ctx, intro_graph *graph,
                                       const intro_strength_options *options)
{
    intro_i_begin(ctx);
    INTRO_TRY(intro_i_watch_verify(ctx, graph));
    const intro_i_strength_state kept = graph->strength;
    const intro_status rc = set_strengths(ctx, graph, options);
    if (rc != INTRO_OK) {
        graph->strength = kept;
    }
    return rc;
}

size_t intro_graph_model_text(const intro_graph *graph, char *text, size_t size)
{
    static const char names[] = {'p', 'h', 'H', 'f'};
    size_t length = 0;
    for (size_t k = 0; k < INTRO_EV_COUNT; k++) {
        const intro_i_kind_model *const kind = &graph->strength.model.kinds[k];
        const double values[] = {kind->p, kind->h, kind->half_life_days,
                                 kind->floor};
        for (size_t i = 0; i < INTRO_COUNT_OF(names); i++) {
            if (values[i] != values[i]) {
                continue;
            }
            const size_t room = length < size ? size - length : 0;
            const int more = snprintf(
                room == 0 ? NULL : text + length, room, "%s.%c = %.9g\n",
                intro_evidence_name((intro_evidence_kind)k), names[i],
                values[i]);
            length += more > 0 ? (size_t)more : 0;
        }
    }
    return length;
}
