/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Samples of sources: how they are drawn, what they say, how far they are off. */
#include "analysis/betweenness_impl.h"
#include "base/alloc.h"
#include "small_graphs.h"
#include "small_groups.h"

#include <introfind/import.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;

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

/* --- the draw -------------------------------------------------------------------- */

static int compare_persons(const void *left, const void *right)
{
    const uint32_t a = ((const intro_i_bw_source *)left)->person;
    const uint32_t b = ((const intro_i_bw_source *)right)->person;
    return (a > b) - (a < b);
}

/* The sources of a graph in which everybody has a tie, by person. */
static intro_i_bw_sources draw(const intro_graph *g,
                               const intro_i_groups *groups, uint64_t sources,
                               uint64_t seed)
{
    const intro_i_betweenness_options options = {.sources = sources,
                                                 .seed = seed};
    intro_i_weak_graph weak;
    intro_i_bw_net net;
    intro_i_bw_sources drawn = {0};
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_bw_net_init(ctx, &weak, &net), INTRO_OK);
    assert_int_equal(
        intro_i_bw_sources_make(ctx, &net, groups, &options, &drawn), INTRO_OK);
    intro_i_bw_net_fini(&net);
    intro_i_weak_graph_fini(&weak);
    qsort(drawn.data, drawn.count, sizeof *drawn.data, compare_persons);
    return drawn;
}

/* Sources of a group stand for its people: as many as its share of the sample,
 * rounded up or down, unless it is too small to be a stratum. */
static void check_group(const intro_i_groups *groups, uint32_t group,
                        uint64_t people, const intro_i_bw_sources *drawn,
                        uint64_t sources)
{
    const bool is_known = group < groups->count;
    const uint64_t size = is_known ? groups->sizes[group] : groups->unknown;
    const double share = (double)(size * sources) / (double)people;
    uint64_t count = 0;
    double scales = 0;
    for (size_t i = 0; i < drawn->count; i++) {
        if (groups->of[drawn->data[i].person] ==
            (is_known ? group : INTRO_I_NO_GROUP)) {
            count++;
            scales += drawn->data[i].scale;
        }
    }
    if (share >= 2) {
        assert_true(fabs((double)count - share) < 1);
        assert_true(fabs(scales - (double)size / 2) < 1e-6);
    }
}

static void check_draw(const intro_graph *g, const intro_i_groups *groups,
                       uint64_t sources)
{
    intro_i_bw_sources one = draw(g, groups, sources, 5);
    intro_i_bw_sources same = draw(g, groups, sources, 5);
    intro_i_bw_sources other = draw(g, groups, sources, 6);
    double scales = 0;
    size_t changed = 0;
    assert_int_equal(one.count, sources);
    assert_int_equal(same.count, sources);
    assert_int_equal(other.count, sources);
    for (size_t i = 0; i < one.count; i++) {
        assert_int_equal(one.data[i].person, same.data[i].person);
        assert_true(one.data[i].scale <= same.data[i].scale &&
                    one.data[i].scale >= same.data[i].scale);
        changed += one.data[i].person != other.data[i].person;
        assert_true(i == 0 || one.data[i - 1].person < one.data[i].person);
        scales += one.data[i].scale;
    }
    assert_true(changed > 0 || sources > g->people / 2);
    assert_true(fabs(scales - g->people / 2.0) < 1e-6);
    for (uint32_t group = 0; group <= groups->count; group++) {
        check_group(groups, group, g->people, &one, sources);
    }
    intro_i_bw_sources_fini(&one);
    intro_i_bw_sources_fini(&same);
    intro_i_bw_sources_fini(&other);
}

static void groups_get_their_share_of_the_sources(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_ring(1000, 1);
    const uint32_t counts[] = {1, 3, 20, 600, 1000};
    for (size_t i = 0; i < INTRO_COUNT_OF(counts); i++) {
        const uint64_t sources[] = {16, 64, 333, 999};
        for (size_t j = 0; j < INTRO_COUNT_OF(sources); j++) {
            intro_i_groups groups;
            small_groups_draw(&groups, i, 1000, counts[i], 0.1 * (double)j);
            check_draw(g, &groups, sources[j]);
            intro_i_groups_fini(&groups);
        }
    }
    small_graph_free(g);
}

static void everybody_is_drawn_equally_often(void **state)
{
    (void)state;
    enum { PEOPLE = 100, SOURCES = 20, SEEDS = 4000 };
    intro_graph *const g = small_graph_ring(PEOPLE, 1);
    intro_i_groups groups;
    small_groups_draw(&groups, 1, PEOPLE, 30, 0.2);
    /* What they stand for, on average: half of themselves. */
    double scales[PEOPLE] = {0};
    double squares[PEOPLE] = {0};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        intro_i_bw_sources drawn = draw(g, &groups, SOURCES, seed);
        for (size_t i = 0; i < drawn.count; i++) {
            const double scale = drawn.data[i].scale;
            scales[drawn.data[i].person] += scale / SEEDS;
            squares[drawn.data[i].person] += scale * scale / SEEDS;
        }
        intro_i_bw_sources_fini(&drawn);
    }
    for (uint32_t v = 0; v < PEOPLE; v++) {
        const double deviation =
            sqrt((squares[v] - scales[v] * scales[v]) / SEEDS);
        assert_true(fabs(scales[v] - 0.5) < 4.5 * deviation);
    }
    intro_i_groups_fini(&groups);
    small_graph_free(g);
}

/* --- the figures ------------------------------------------------------------------- */

static intro_i_betweenness find(const intro_i_weak_graph *weak,
                                const intro_i_groups *groups, uint64_t sources,
                                uint64_t seed, bool by_warmth)
{
    const intro_i_betweenness_options options = {.by_warmth = by_warmth,
                                                 .with_ties = true,
                                                 .sources = sources,
                                                 .seed = seed};
    intro_i_betweenness found;
    assert_int_equal(
        intro_i_betweenness_init(ctx, weak, groups, &options, &found),
        INTRO_OK);
    return found;
}

/* Estimates of one figure over many seeds. */
typedef struct moments {
    double sum;
    double squares;
} moments;

static void add(moments *m, const double *figures, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        m[i].sum += figures[i];
        m[i].squares += figures[i] * figures[i];
    }
}

static void check_mean(const moments *m, const double *exact, uint64_t count,
                       double seeds)
{
    for (uint64_t i = 0; i < count; i++) {
        const double mean = m[i].sum / seeds;
        const double variance = m[i].squares / seeds - mean * mean;
        const double deviation = sqrt(fmax(variance, 0) / seeds);
        if (!(fabs(mean - exact[i]) <= 5 * deviation + 1e-9 * (1 + exact[i]))) {
            fail_msg("figure %llu: mean %.10g +- %.3g, exactly %.10g",
                     (unsigned long long)i, mean, deviation, exact[i]);
        }
    }
}

static void check_unbiased(const intro_graph *g, bool by_warmth)
{
    enum { SEEDS = 500, SOURCES = 20 };
    intro_i_weak_graph weak;
    intro_i_groups groups;
    small_groups_draw(&groups, 9, g->people, 9, 0.15);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    intro_i_betweenness exact = find(&weak, &groups, 0, 0, by_warmth);
    const size_t ties = (size_t)weak.ties;
    moments *const all = calloc(g->people, sizeof *all);
    moments *const cross = calloc(g->people, sizeof *cross);
    moments *const tie = calloc(ties, sizeof *tie);
    assert_non_null(all);
    assert_non_null(cross);
    assert_non_null(tie);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        intro_i_betweenness found =
            find(&weak, &groups, SOURCES, seed, by_warmth);
        assert_false(found.is_exact);
        assert_int_equal(found.sources, SOURCES);
        add(all, found.all, g->people);
        add(cross, found.cross, g->people);
        add(tie, found.ties, ties);
        intro_i_betweenness_fini(&found);
    }
    check_mean(all, exact.all, g->people, SEEDS);
    check_mean(cross, exact.cross, g->people, SEEDS);
    check_mean(tie, exact.ties, ties, SEEDS);
    free(all);
    free(cross);
    free(tie);
    intro_i_betweenness_fini(&exact);
    intro_i_groups_fini(&groups);
    intro_i_weak_graph_fini(&weak);
}

static void estimates_are_right_on_average(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        intro_graph *const g = small_graph_hubs(seed, 150, 2);
        check_unbiased(g, false);
        small_graph_free(g);
    }
    intro_graph *const g = small_graph_random(3, 120, 260, true, 5);
    check_unbiased(g, false);
    check_unbiased(g, true);
    small_graph_free(g);
}

static void a_sample_of_everybody_is_exact(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(3, 200, 3);
    intro_i_weak_graph weak;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    intro_i_betweenness exact = find(&weak, NULL, 0, 0, false);
    intro_i_betweenness whole = find(&weak, NULL, 200, 7, false);
    assert_true(whole.is_exact);
    assert_int_equal(whole.sources, 200);
    assert_memory_equal(exact.all, whole.all, 200 * sizeof(double));
    assert_true(exact.all_error <= 0 && whole.all_error <= 0);
    intro_i_betweenness_fini(&exact);
    intro_i_betweenness_fini(&whole);
    intro_i_weak_graph_fini(&weak);
    small_graph_free(g);
}

/* Number of people whose figure is off by at most the bound, and of the one with
 * the greatest figure alone. */
typedef struct coverage {
    double within;
    double of;
    double greatest_within;
    double runs;
    double bounds; /* bound / greatest figure, summed */
} coverage;

static void cover(coverage *c, const double *found, const double *exact,
                  double bound, uint32_t people)
{
    uint32_t greatest = 0;
    for (uint32_t v = 0; v < people; v++) {
        c->within += fabs(found[v] - exact[v]) <= bound;
        greatest = exact[v] > exact[greatest] ? v : greatest;
    }
    c->of += people;
    c->greatest_within += fabs(found[greatest] - exact[greatest]) <= bound;
    c->runs++;
    c->bounds += bound / exact[greatest];
}

/* @return how large the bound is, in greatest figures */
static double check_bound(const char *name, const intro_graph *g,
                          const intro_i_groups *groups, uint64_t sources)
{
    enum { SEEDS = 60 };
    intro_i_weak_graph weak;
    coverage all = {0};
    coverage cross = {0};
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    intro_i_betweenness exact = find(&weak, groups, 0, 0, false);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        intro_i_betweenness found = find(&weak, groups, sources, seed, false);
        cover(&all, found.all, exact.all, found.all_error, g->people);
        cover(&cross, found.cross, exact.cross, found.cross_error, g->people);
        intro_i_betweenness_fini(&found);
    }
    print_message("%s, %u of %u: within the bound %.2f%% and %.2f%%, of the "
                  "greatest %.0f%% and %.0f%%; bound / greatest %.2f and "
                  "%.2f\n",
                  name, (unsigned)sources, (unsigned)g->people,
                  100 * all.within / all.of, 100 * cross.within / cross.of,
                  100 * all.greatest_within / all.runs,
                  100 * cross.greatest_within / cross.runs,
                  all.bounds / all.runs, cross.bounds / cross.runs);
    assert_true(all.within >= 0.95 * all.of);
    assert_true(cross.within >= 0.95 * cross.of);
    assert_true(all.greatest_within >= 0.9 * all.runs);
    assert_true(cross.greatest_within >= 0.9 * cross.runs);
    intro_i_betweenness_fini(&exact);
    intro_i_weak_graph_fini(&weak);
    return fmax(all.bounds, cross.bounds) / SEEDS;
}

static void the_bound_holds_on_random_graphs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        intro_graph *const g =
            seed % 2 == 0 ? small_graph_hubs(seed, 600, 3)
                          : small_graph_random(seed, 600, 1500, seed == 1, 3);
        intro_i_groups groups;
        small_groups_draw(&groups, seed, g->people, 6, 0.1);
        assert_true(check_bound("drawn", g, &groups, 64) <= 1.5);
        assert_true(check_bound("drawn", g, &groups, 200) <= 0.5);
        intro_i_groups_fini(&groups);
        small_graph_free(g);
    }
}

static void the_bound_holds_on_real_graphs(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"gephi-football", "partition"},
        {"nx-india-firm-ownership", "industry"},
        {"networkit-kitEmail", NULL},
        {"rigraph-lazega-lawfirm", "office"},
        {"socnetv-1000actors-centrality", NULL},
    };
    const char *const top = getenv("INTRO_SHARED_DATA");
    for (size_t i = 0; i < INTRO_COUNT_OF(files); i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/graphml/%s.graphml",
                       top != NULL ? top : "../shared/data", files[i][0]);
        FILE *const there = fopen(path, "rb");
        if (there == NULL) {
            print_message("%s is not there\n", path);
            skip();
        }
        fclose(there);
        const char *const inputs[] = {path};
        const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
        intro_graph *g = NULL;
        intro_i_groups groups;
        assert_int_equal(intro_import_run(ctx, inputs, 1, &options, &g),
                         INTRO_OK);
        if (files[i][1] == NULL) {
            small_groups_draw(&groups, 1, g->people, 8, 0.1);
        } else {
            assert_int_equal(intro_i_groups_init(ctx, g, files[i][1], &groups),
                             INTRO_OK);
        }
        (void)check_bound(files[i][0], g, &groups, g->people < 200 ? 32 : 64);
        intro_i_groups_fini(&groups);
        intro_graph_close(g);
    }
}

static void samples_too_small_are_refused(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_ring(100, 1);
    intro_i_weak_graph weak;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    for (uint64_t sources = 1; sources < 16; sources++) {
        const intro_i_betweenness_options options = {.sources = sources};
        intro_i_betweenness found;
        assert_int_equal(
            intro_i_betweenness_init(ctx, &weak, NULL, &options, &found),
            INTRO_EARG);
        assert_null(found.all);
    }
    assert_int_equal(intro_i_betweenness_sample(&weak), 100);
    intro_i_weak_graph_fini(&weak);
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_get_their_share_of_the_sources),
        cmocka_unit_test(everybody_is_drawn_equally_often),
        cmocka_unit_test(estimates_are_right_on_average),
        cmocka_unit_test(a_sample_of_everybody_is_exact),
        cmocka_unit_test(the_bound_holds_on_random_graphs),
        cmocka_unit_test(the_bound_holds_on_real_graphs),
        cmocka_unit_test(samples_too_small_are_refused),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("betweenness of samples", tests,
                                       open_context, close_context);
}
