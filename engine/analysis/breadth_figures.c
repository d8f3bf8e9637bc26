/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What takes passes over the network: strong and weak ties, structural holes,
 * reach, percentiles. Everybody's come from whole passes, named people's from
 * what lies around them. The passes of the most memory come first, while little
 * else is held. */
#include "analysis/breadth_impl.h"

#include "analysis/hyperloglog.h"
#include "analysis/own_ties.h"
#include "analysis/structural_holes.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "graph/attribute.h"

#include <math.h>

static bool make_figures(intro_breadth *b, bool has_industries)
{
    intro_i_breadth_figures *const f = &b->figures;
    const size_t listed = b->listed;
    f->weak_ties = intro_i_alloc_zero(listed, sizeof *f->weak_ties);
    f->constraint = intro_i_alloc(listed, sizeof *f->constraint);
    f->effective_size = intro_i_alloc(listed, sizeof *f->effective_size);
    f->reach2 = intro_i_alloc(listed, sizeof *f->reach2);
    f->reach3 = intro_i_alloc(listed, sizeof *f->reach3);
    f->percentile = intro_i_alloc(listed, sizeof *f->percentile);
    if (has_industries) {
        f->industries = intro_i_alloc(listed, sizeof *f->industries);
    }
    return f->weak_ties != NULL && f->constraint != NULL &&
           f->effective_size != NULL && f->reach2 != NULL &&
           f->reach3 != NULL && f->percentile != NULL &&
           (!has_industries || f->industries != NULL);
}

/* --- everybody ------------------------------------------------------------------- */

static intro_status reach_everybody(intro_ctx *ctx, intro_breadth *b,
                                    const intro_i_groups *industries,
                                    const intro_breadth_options *options)
{
    intro_i_breadth_figures *const f = &b->figures;
    b->is_exact = b->weak.ties < options->exact_below;
    if (b->is_exact) {
        INTRO_TRY(intro_i_reach_all(ctx, &b->rows, f->reach2, f->reach3));
    } else {
        INTRO_TRY(intro_i_hll_reach(ctx, &b->rows, options->seed,
                                    intro_i_hll_bits(b->graph->people),
                                    f->reach2, f->reach3));
    }
    return industries == NULL
               ? INTRO_OK
               : intro_i_reach_groups(ctx, &b->rows, industries, f->industries);
}

/* mutual: by slot. */
static intro_status count_weak_ties(intro_ctx *ctx, const intro_breadth *b,
                                    const intro_i_orientation *o,
                                    const uint32_t *mutual)
{
    const intro_i_weak_rule rule = INTRO_I_WEAK_RULE_INIT;
    intro_i_weak_ties ties;
    INTRO_TRY(intro_i_weak_ties_init(ctx, &b->weak, NULL, &rule, &ties));
    return intro_i_weak_ties_count(ctx, &ties, o, mutual, b->figures.weak_ties);
}

static void keep_holes(intro_breadth *b, const intro_i_holes *holes)
{
    for (uint32_t i = 0; i < b->listed; i++) {
        b->figures.constraint[i] = holes[i].constraint;
        b->figures.effective_size[i] = holes[i].effective_size;
    }
}

/* mutual: receives the common neighbours of every tie by slot, to be freed. */
static intro_status find_all_holes(intro_ctx *ctx, intro_breadth *b,
                                   const intro_i_orientation *o,
                                   uint32_t **mutual)
{
    intro_i_holes *const holes = intro_i_alloc(b->listed, sizeof *holes);
    if (holes == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc = intro_i_holes_and_mutual(ctx, o, holes, mutual);
    if (rc == INTRO_OK) {
        keep_holes(b, holes);
    }
    intro_i_free(holes);
    return rc;
}

static intro_status measure_ties(intro_ctx *ctx, intro_breadth *b)
{
    intro_i_orientation o;
    uint32_t *mutual = NULL;
    INTRO_TRY(intro_i_orientation_init(ctx, &b->weak, &o));
    intro_status rc = find_all_holes(ctx, b, &o, &mutual);
    if (rc == INTRO_OK) {
        rc = count_weak_ties(ctx, b, &o, mutual);
    }
    intro_i_free(mutual);
    intro_i_orientation_fini(&o);
    return rc;
}

static intro_status measure_everybody(intro_ctx *ctx, intro_breadth *b,
                                      const intro_i_groups *industries,
                                      const intro_breadth_options *options)
{
    INTRO_TRY(measure_ties(ctx, b));
    return reach_everybody(ctx, b, industries, options);
}

/* --- named people -------------------------------------------------------------------- */

static intro_status reach_named(intro_ctx *ctx, intro_breadth *b,
                                const intro_i_groups *industries)
{
    intro_i_breadth_figures *const f = &b->figures;
    intro_i_reach_figures *const found =
        intro_i_alloc(b->listed, sizeof *found);
    if (found == NULL) {
        return intro_i_fail_memory(ctx);
    }
    b->is_exact = true;
    const intro_status rc = intro_i_reach_of(ctx, &b->rows, industries,
                                             b->people, b->listed, found);
    for (uint32_t i = 0; rc == INTRO_OK && i < b->listed; i++) {
        f->reach2[i] = found[i].two;
        f->reach3[i] = found[i].three;
        if (industries != NULL) {
            f->industries[i] = found[i].groups;
        }
    }
    intro_i_free(found);
    return rc;
}

typedef struct counting {
    const intro_breadth *breadth;
    intro_i_own_ties *owns; /* one a worker */
} counting;

static intro_status count_named(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    const counting *const c = arg;
    intro_i_own_ties *const own = &c->owns[worker->index];
    for (uint64_t i = begin; i < end; i++) {
        uint32_t weak = 0;
        INTRO_TRY(intro_i_own_ties_of(worker->ctx, own, c->breadth->people[i]));
        for (size_t k = 0; k < own->count; k++) {
            weak += own->ties[k].is_weak;
        }
        c->breadth->figures.weak_ties[i] = weak;
    }
    return INTRO_OK;
}

static intro_status count_weak_ties_named(intro_ctx *ctx, intro_breadth *b)
{
    const uint32_t workers = intro_i_parallel_workers(ctx, b->listed, 1);
    counting c = {b, NULL};
    double median;
    INTRO_TRY(intro_i_median_strength(ctx, &b->weak, &median));
    c.owns = intro_i_alloc_zero(workers, sizeof *c.owns);
    intro_status rc = c.owns == NULL ? INTRO_ENOMEM : INTRO_OK;
    for (uint32_t i = 0; i < workers && rc == INTRO_OK; i++) {
        rc = intro_i_own_ties_init(&c.owns[i], &b->weak, median);
    }
    rc = rc != INTRO_OK
             ? intro_i_fail_memory(ctx)
             : intro_i_parallel_for(ctx, b->listed, 1, count_named, &c);
    for (uint32_t i = 0; c.owns != NULL && i < workers; i++) {
        intro_i_own_ties_fini(&c.owns[i]);
    }
    intro_i_free(c.owns);
    return rc;
}

static intro_status find_holes_named(intro_ctx *ctx, intro_breadth *b)
{
    intro_i_holes *const holes = intro_i_alloc(b->listed, sizeof *holes);
    if (holes == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc =
        intro_i_holes_of(ctx, &b->weak, b->people, b->listed, false, holes);
    if (rc == INTRO_OK) {
        keep_holes(b, holes);
    }
    intro_i_free(holes);
    return rc;
}

static intro_status measure_named(intro_ctx *ctx, intro_breadth *b,
                                  const intro_i_groups *industries)
{
    INTRO_TRY(reach_named(ctx, b, industries));
    INTRO_TRY(count_weak_ties_named(ctx, b));
    return find_holes_named(ctx, b);
}

/* --- attributes ------------------------------------------------------------------------ */

/* By the first attribute; without attributes nobody is compared. */
static intro_status find_percentiles(intro_ctx *ctx, intro_breadth *b)
{
    const uint32_t people = b->graph->people;
    double *const places = b->people == NULL
                               ? b->figures.percentile
                               : intro_i_alloc(people, sizeof *places);
    if (places == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = intro_i_compare(ctx, &b->weak, &b->groups[0],
                                      b->is_weighted, places, &b->comparison);
    if (rc == INTRO_OK) {
        rc = intro_i_percentiles(ctx, places, people);
    }
    if (b->people != NULL) {
        for (uint32_t i = 0; rc == INTRO_OK && i < b->listed; i++) {
            b->figures.percentile[i] = places[b->people[i]];
        }
        intro_i_free(places);
    }
    return rc;
}

static intro_status group_people(intro_ctx *ctx, intro_breadth *b)
{
    b->groups = intro_i_alloc_zero(b->width, sizeof *b->groups);
    if (b->groups == NULL ||
        intro_i_panel_init(&b->panel, b->graph->people, b->width) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t a = 0; a < b->width; a++) {
        intro_i_groups *const groups = &b->groups[a];
        INTRO_TRY(intro_i_groups_init(ctx, b->graph, b->names[a], groups));
        if (a == 0) {
            INTRO_TRY(find_percentiles(ctx, b));
        }
        if (intro_i_panel_set(&b->panel, a, groups) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
        intro_i_free(groups->of);
        groups->of = NULL;
    }
    return INTRO_OK;
}

/* --- the whole --------------------------------------------------------------------------- */

/* An unknown attribute is told before anything is measured. */
static intro_status check_attributes(intro_ctx *ctx, const intro_breadth *b)
{
    intro_i_attribute attribute;
    for (uint32_t i = 0; i < b->width; i++) {
        INTRO_TRY(
            intro_i_attribute_find(ctx, b->graph, b->names[i], &attribute));
    }
    return INTRO_OK;
}

static intro_status measure(intro_ctx *ctx, intro_breadth *b,
                            const intro_i_groups *industries,
                            const intro_breadth_options *options)
{
    if (!make_figures(b, industries != NULL)) {
        return intro_i_fail_memory(ctx);
    }
    return b->people == NULL ? measure_everybody(ctx, b, industries, options)
                             : measure_named(ctx, b, industries);
}

intro_status intro_i_breadth_measure(intro_ctx *ctx, intro_breadth *b,
                                     const intro_breadth_options *options)
{
    intro_i_groups industries;
    intro_i_attribute attribute;
    INTRO_TRY(check_attributes(ctx, b));
    b->comparison.mean = (double)NAN;
    INTRO_TRY(intro_i_weak_graph_init(ctx, b->graph, &b->weak));
    INTRO_TRY(intro_i_reach_rows_init(ctx, &b->weak, &b->rows));
    const bool has_industries =
        intro_i_attribute_find(ctx, b->graph, "industry", &attribute) ==
        INTRO_OK;
    intro_i_begin(ctx); /* none is no error */
    if (has_industries) {
        INTRO_TRY(intro_i_groups_init(ctx, b->graph, "industry", &industries));
    }
    intro_status rc =
        measure(ctx, b, has_industries ? &industries : NULL, options);
    if (has_industries) {
        intro_i_groups_fini(&industries);
    }
    for (uint32_t i = 0; rc == INTRO_OK && b->width == 0 && i < b->listed;
         i++) {
        b->figures.percentile[i] = (double)NAN;
    }
    return rc != INTRO_OK || b->width == 0 ? rc : group_people(ctx, b);
}
