/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/structural_holes.h"
#include "analysis/triangles.h"
#include "base/alloc.h"
#include "dense_oracle.h"
#include "graph/igraph_adapter.h"
#include "small_graphs.h"

/* igraph's headers test macros that they do not define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <igraph.h>
#pragma GCC diagnostic pop

#include <introfind/import.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 34, MANY = 5000 };

static intro_ctx *ctx;
static intro_i_weak_graph weak;
static intro_i_orientation orientation;
static intro_i_holes *all;

static int open_context(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static void measure(const intro_graph *g, bool is_weighted, uint32_t threads)
{
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_orientation_init(ctx, &weak, &orientation),
                     INTRO_OK);
    all = calloc((size_t)weak.people + 1, sizeof *all);
    assert_non_null(all);
    assert_int_equal(intro_i_holes_of_all(ctx, &orientation, is_weighted, all),
                     INTRO_OK);
}

static void forget(void)
{
    free(all);
    intro_i_orientation_fini(&orientation);
    intro_i_weak_graph_fini(&weak);
}

static void assert_near(double value, double expected)
{
    if (isnan(expected)) {
        assert_true(isnan(value));
    } else if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) {
        fail_msg("%.17g is not %.17g", value, expected);
    }
}

/* Random graphs of every density with isolates, both kinds, and known ones.
 * steps 0: strengths from 1e-3 to 1 that are no round numbers. */
static intro_graph *make(uint64_t seed)
{
    switch (seed % 10) {
    case 0:
        return small_graph_hubs(seed, FEW, 3);
    case 1:
        return small_graph_complete(2 + (uint32_t)(seed % 9), 0.3F);
    case 2:
        return small_graph_star(1 + (uint32_t)(seed % FEW), 0.7F);
    case 3:
        return small_graph_two_cliques(3 + (uint32_t)(seed % 5), 0.5F);
    default:
        return small_graph_random(seed, 1 + (uint32_t)(seed % FEW), seed % 150,
                                  seed % 2 == 0, seed % 3 == 0 ? 4 : 0);
    }
}

/* --- the definition ------------------------------------------------------------------- */

static void everybody_is_as_defined(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 240; seed++) {
        const bool is_weighted = seed % 4 < 2;
        intro_graph *const g = make(seed);
        dense d = dense_new(g);
        measure(g, is_weighted, 1 + (uint32_t)(seed % 3));
        for (uint32_t v = 0; v < weak.people; v++) {
            const dense_holes h = dense_structural_holes(&d, is_weighted, v);
            assert_near(all[v].constraint, h.constraint);
            assert_near(all[v].effective_size, h.effective_size);
            assert_near(all[v].efficiency, h.efficiency);
            assert_near(all[v].hierarchy, h.hierarchy);
        }
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

/* In one listing as in two, whether ties have directions or not. */
static void common_neighbours_come_along(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        intro_graph *const g = make(seed);
        measure(g, false, 1 + (uint32_t)(seed % 3));
        intro_i_holes *const holes = calloc(weak.people + 1, sizeof *holes);
        uint32_t *mutual = NULL;
        uint32_t *wanted = NULL;
        assert_non_null(holes);
        assert_int_equal(
            intro_i_holes_and_mutual(ctx, &orientation, holes, &mutual),
            INTRO_OK);
        assert_int_equal(intro_i_mutual_by_slot(ctx, &orientation, &wanted),
                         INTRO_OK);
        assert_memory_equal(mutual, wanted, weak.ties * sizeof *mutual);
        for (uint32_t v = 0; v < weak.people; v++) {
            assert_true(isnan(holes[v].hierarchy));
            holes[v].hierarchy = all[v].hierarchy;
        }
        assert_memory_equal(holes, all, weak.people * sizeof *holes);
        intro_i_free(mutual);
        intro_i_free(wanted);
        free(holes);
        forget();
        small_graph_free(g);
    }
}

/* Strengths that differ by twelve orders of magnitude in one network. */
static void faint_ties_do_not_spoil_the_others(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        intro_graph *const g =
            small_graph_random(seed, 20, 80, seed % 2 == 0, 0);
        for (uint64_t i = 0; i < g->arcs; i++) {
            float *const s = (float *)(uintptr_t)&g->out_strengths[i];
            const uint32_t shade = (uint32_t)(*s * 1e6F) % 3;
            *s = shade == 0 ? *s * 1e-30F : shade == 1 ? *s * 1e-12F : *s;
        }
        if (!g->is_directed) { /* both arcs alike, from the smaller end */
            for (uint32_t v = 0; v < g->people; v++) {
                for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1];
                     i++) {
                    const uint32_t w = g->out_people[i];
                    for (uint64_t k = g->out_offsets[w];
                         k < g->out_offsets[w + 1]; k++) {
                        if (g->out_people[k] == v) {
                            ((float *)(uintptr_t)g->out_strengths)[k] =
                                g->out_strengths[i];
                        }
                    }
                }
            }
        } else { /* the rows of the other direction */
            for (uint32_t v = 0; v < g->people; v++) {
                for (uint64_t i = g->in_offsets[v]; i < g->in_offsets[v + 1];
                     i++) {
                    const uint32_t w = g->in_people[i];
                    for (uint64_t k = g->out_offsets[w];
                         k < g->out_offsets[w + 1]; k++) {
                        if (g->out_people[k] == v) {
                            ((float *)(uintptr_t)g->in_strengths)[i] =
                                g->out_strengths[k];
                        }
                    }
                }
            }
        }
        dense d = dense_new(g);
        measure(g, true, 2);
        for (uint32_t v = 0; v < weak.people; v++) {
            const dense_holes h = dense_structural_holes(&d, true, v);
            assert_near(all[v].constraint, h.constraint);
            assert_near(all[v].effective_size, h.effective_size);
            assert_near(all[v].hierarchy, h.hierarchy);
        }
        forget();
        dense_free(&d);
        small_graph_free(g);
    }
}

static void some_people_have_the_bits_of_everybody(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const bool is_weighted = seed % 4 < 2;
        intro_graph *const g =
            seed % 5 == 0 ? small_graph_hubs(seed, 3000, 6) : make(seed);
        measure(g, is_weighted, 2);
        uint32_t *const people = calloc((size_t)g->people + 1, sizeof *people);
        intro_i_holes *const some = calloc((size_t)g->people + 1, sizeof *some);
        assert_true(people != NULL && some != NULL);
        uint32_t count = 0;
        for (uint32_t v = g->people; v-- > 0;) {
            people[count++] = v;
        }
        assert_int_equal(
            intro_i_holes_of(ctx, &weak, people, count, is_weighted, some),
            INTRO_OK);
        for (uint32_t i = 0; i < count; i++) {
            assert_memory_equal(&some[i], &all[people[i]], sizeof *some);
        }
        free(people);
        free(some);
        forget();
        small_graph_free(g);
    }
}

static void values_stay_in_their_ranges(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        intro_graph *const g =
            seed % 2 == 0
                ? small_graph_hubs(seed, MANY, 8)
                : small_graph_random(seed, MANY, MANY * 4, seed % 4 == 1, 0);
        measure(g, seed % 3 == 0, 2);
        for (uint32_t v = 0; v < weak.people; v++) {
            const double k = (double)intro_i_weak_degree(&weak, v);
            const intro_i_holes *const h = &all[v];
            if (k == 0) {
                assert_true(isnan(h->constraint) && isnan(h->effective_size) &&
                            isnan(h->efficiency) && isnan(h->hierarchy));
                continue;
            }
            assert_true(h->constraint > 0 && h->constraint <= 2);
            assert_true(h->effective_size >= 1 && h->effective_size <= k);
            assert_true(h->efficiency > 0 && h->efficiency <= 1);
            assert_true(h->hierarchy >= 0 && h->hierarchy <= 1);
        }
        forget();
        small_graph_free(g);
    }
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(3, 20000, 9);
    measure(g, true, 1);
    intro_i_holes *const one = all;
    intro_i_orientation_fini(&orientation);
    intro_i_weak_graph_fini(&weak);
    measure(g, true, 7);
    assert_memory_equal(one, all, g->people * sizeof *all);
    free(one);
    forget();
    small_graph_free(g);
}

/* --- known values ---------------------------------------------------------------------- */

static void known_shapes_have_known_values(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 12; n++) {
        const double p = 1.0 / (n - 1);
        const double x = p * (1 + (n - 2) * p);
        intro_graph *g = small_graph_complete(n, 0.25F);
        measure(g, n % 2 == 0, 1);
        assert_near(all[0].constraint, x * x * (n - 1));
        assert_near(all[0].effective_size, 1);
        assert_near(all[0].hierarchy, n == 2 ? 1 : 0);
        forget();
        small_graph_free(g);
        g = small_graph_star(n, 0.25F);
        measure(g, n % 2 == 0, 1);
        assert_near(all[0].constraint, 1.0 / n);
        assert_near(all[0].effective_size, n);
        assert_near(all[0].hierarchy, n == 1 ? 1 : 0);
        assert_near(all[1].constraint, 1);
        assert_near(all[1].hierarchy, 1);
        forget();
        small_graph_free(g);
    }
}

/* measures.md: K4 .925926, two closed contacts 1.125. */
static void constraint_may_exceed_one(void **state)
{
    (void)state;
    intro_graph *g = small_graph_complete(4, 1);
    measure(g, false, 1);
    assert_true(fabs(all[0].constraint - 0.925926) < 5e-7);
    forget();
    small_graph_free(g);
    g = small_graph_complete(3, 1);
    measure(g, false, 1);
    assert_near(all[0].constraint, 1.125);
    forget();
    small_graph_free(g);
}

static intro_graph *import(const char *file)
{
    const char *const top = getenv("top_srcdir");
    char path[512];
    const char *const paths[] = {path};
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *g;
    (void)snprintf(path, sizeof path, "%s/datasets/%s", top != NULL ? top : ".",
                   file);
    assert_int_equal(intro_import_run(ctx, paths, 1, &options, &g), INTRO_OK);
    return g;
}

/* Whoever takes p_uq p_jq for p_uq p_qj gets .645062 for the Peruzzi: by hand,
 * two contacts of (1/3 + 1/12)^2 and one of (1/3 + 2/9)^2 make .655864. */
static void florentine_families_have_published_constraints(void **state)
{
    (void)state;
    static const struct {
        const char *family;
        double constraint;
    } known[] = {{"Peruzzi", 0.655864}, {"Medici", 0.2099}};
    intro_graph *const g = import("florentine.graphml");
    uint32_t found = 0;
    measure(g, false, 1);
    for (uint32_t v = 0; v < weak.people; v++) {
        for (size_t i = 0; i < INTRO_COUNT_OF(known); i++) {
            if (strcmp(intro_graph_id(g, v), known[i].family) == 0) {
                assert_true(fabs(all[v].constraint - known[i].constraint) <
                            (i == 0 ? 5e-7 : 5e-5));
                found++;
            }
        }
    }
    assert_int_equal(found, INTRO_COUNT_OF(known));
    forget();
    intro_graph_close(g);
}

/* --- igraph ------------------------------------------------------------------------------ */

static void check_igraph(const intro_graph *g, bool is_weighted)
{
    intro_i_igraph *view;
    igraph_vector_t constraint;
    measure(g, is_weighted, 2);
    assert_int_equal(intro_i_igraph_new(ctx, g, &view), INTRO_OK);
    assert_int_equal(igraph_vector_init(&constraint, 0), IGRAPH_SUCCESS);
    assert_int_equal(
        igraph_constraint(intro_i_igraph_graph(view), &constraint,
                          igraph_vss_all(),
                          is_weighted ? intro_i_igraph_weights(view) : NULL),
        IGRAPH_SUCCESS);
    for (uint32_t v = 0; v < weak.people; v++) {
        assert_near(all[v].constraint, VECTOR(constraint)[v]);
    }
    igraph_vector_destroy(&constraint);
    intro_i_igraph_free(view);
    forget();
}

static void igraph_finds_the_same_constraint(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        intro_graph *const g =
            seed % 3 == 0
                ? small_graph_hubs(seed, 400, 5)
                : small_graph_random(seed, 150, seed * 40, seed % 2 == 0, 0);
        check_igraph(g, seed % 4 < 2);
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_as_defined),
        cmocka_unit_test(common_neighbours_come_along),
        cmocka_unit_test(faint_ties_do_not_spoil_the_others),
        cmocka_unit_test(some_people_have_the_bits_of_everybody),
        cmocka_unit_test(values_stay_in_their_ranges),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(known_shapes_have_known_values),
        cmocka_unit_test(constraint_may_exceed_one),
        cmocka_unit_test(florentine_families_have_published_constraints),
        cmocka_unit_test(igraph_finds_the_same_constraint),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("structural holes", tests, open_context,
                                       close_context);
}
