/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/communities.h"
#include "base/alloc.h"
#include "base/random.h"
#include "small_graphs.h"

#include <introfind/introfind.h>
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

/* --- what holds of every output ------------------------------------------- */

/* By the definition, from the arcs of the graph. */
static double modularity_of(const intro_graph *g, const uint32_t *of,
                            double resolution)
{
    double *const volumes = calloc(g->people + 1, sizeof *volumes);
    double *const clusters = calloc(g->people + 1, sizeof *clusters);
    double total = 0;
    double inside = 0;
    double expected = 0;
    for (uint32_t v = 0; v < g->people; v++) {
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            const uint32_t w = g->out_people[i];
            const double a = (double)g->out_strengths[i];
            volumes[v] += a;
            volumes[w] += a;
            total += 2 * a;
            inside += of[v] == of[w] ? 2 * a : 0;
        }
    }
    for (uint32_t v = 0; v < g->people; v++) {
        clusters[of[v]] += volumes[v] / total;
    }
    for (uint32_t c = 0; c < g->people; c++) {
        expected += clusters[c] * clusters[c];
    }
    free(volumes);
    free(clusters);
    return inside / total - resolution * expected;
}

/* Everybody reached from the first of each cluster without leaving it. */
static void check_connected(const intro_i_weak_graph *weak,
                            const intro_i_communities *c)
{
    uint32_t *const queue = calloc(weak->people + 1, sizeof *queue);
    uint8_t *const is_known = calloc(weak->people + 1, 1);
    uint8_t *const is_begun = calloc(c->count + 1, 1);
    for (uint32_t v = 0; v < weak->people; v++) {
        if (is_begun[c->of[v]] != 0) {
            continue;
        }
        uint32_t count = 1;
        queue[0] = v;
        is_begun[c->of[v]] = is_known[v] = 1;
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t u = queue[i];
            for (uint64_t j = weak->offsets[u]; j < weak->offsets[u + 1]; j++) {
                const uint32_t w = weak->neighbours[j];
                if (is_known[w] == 0 && c->of[w] == c->of[v]) {
                    is_known[w] = 1;
                    queue[count++] = w;
                }
            }
        }
        assert_int_equal(count, c->sizes[c->of[v]]);
    }
    free(queue);
    free(is_known);
    free(is_begun);
}

static void check_numbers(const intro_i_weak_graph *weak,
                          const intro_i_communities *c)
{
    uint32_t *const sizes = calloc(c->count + 1, sizeof *sizes);
    uint32_t *const first = calloc(c->count + 1, sizeof *first);
    for (uint32_t v = weak->people; v-- > 0;) {
        assert_true(c->of[v] < c->count);
        sizes[c->of[v]]++;
        first[c->of[v]] = v;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        assert_int_equal(c->sizes[i], sizes[i]);
        assert_true(sizes[i] > 0);
        assert_true(i == 0 || sizes[i] < sizes[i - 1] ||
                    (sizes[i] == sizes[i - 1] && first[i] > first[i - 1]));
    }
    free(sizes);
    free(first);
}

static double check(const intro_graph *g, double resolution, uint64_t seed)
{
    intro_i_weak_graph weak;
    intro_i_communities c;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_communities_find(ctx, &weak, resolution, seed, &c),
                     INTRO_OK);
    const double modularity = c.modularity;
    check_numbers(&weak, &c);
    check_connected(&weak, &c);
    if (weak.ties == 0) {
        assert_true(isnan(modularity));
        assert_int_equal(c.count, g->people);
    } else {
        assert_true(fabs(modularity - modularity_of(g, c.of, resolution)) <
                    1e-6);
    }
    intro_i_communities_fini(&c);
    intro_i_weak_graph_fini(&weak);
    return modularity;
}

static void random_networks_fall_into_connected_clusters(void **state)
{
    (void)state;
    const double resolutions[] = {1, 0.3, 2.5};
    for (uint64_t seed = 1; seed <= 90; seed++) {
        intro_graph *const g =
            small_graph_random(seed, 1 + (uint32_t)(seed * 7 % 120), seed * 3,
                               seed % 3 == 0, seed % 2 == 0 ? 8 : 0);
        (void)check(g, resolutions[seed % 3], seed);
        small_graph_free(g);
    }
}

static void odd_networks_fall_into_connected_clusters(void **state)
{
    (void)state;
    intro_graph *const graphs[] = {
        small_graph_new(0, false, NULL, 0), small_graph_new(1, false, NULL, 0),
        small_graph_new(5, true, NULL, 0),  small_graph_path(2, 0.5f),
        small_graph_path(500, 1e-30f),      small_graph_ring(300, 0.02f),
        small_graph_star(400, 0.9f),        small_graph_complete(40, 1.0f),
        small_graph_two_cliques(12, 0.3f),  small_graph_barbell(8, 20, 0.5f),
        small_graph_grid(20, 25, 0.1f),     small_graph_hubs(3, 600, 4),
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(graphs); i++) {
        (void)check(graphs[i], 1, i);
        small_graph_free(graphs[i]);
    }
}

/* --- how good they are ---------------------------------------------------- */

/* The best of all partitions of the people from v on into groups used so far and
 * a new one. */
static double best_of_all(const intro_graph *g, uint32_t *of, uint32_t v,
                          uint32_t used)
{
    if (v == g->people) {
        return modularity_of(g, of, 1);
    }
    double best = -1;
    for (uint32_t c = 0; c <= used; c++) {
        of[v] = c;
        const double q = best_of_all(g, of, v + 1, used + (c == used));
        best = q > best ? q : best;
    }
    return best;
}

static void the_best_partition_of_a_few_people_is_found(void **state)
{
    (void)state;
    uint32_t of[8];
    for (uint64_t seed = 1; seed <= 40; seed++) {
        intro_graph *const g = small_graph_random(
            seed, 4 + (uint32_t)(seed % 5), 12, seed % 2 == 0, 0);
        const double best = best_of_all(g, of, 0, 0);
        assert_true(fabs(check(g, 1, seed) - best) < 1e-6);
        small_graph_free(g);
    }
}

static intro_graph *import(const char *folder, const char *name,
                           const char *weight)
{
    char path[1024];
    const char *file = path;
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph = NULL;
    options.strength.weight = weight;
    (void)snprintf(path, sizeof path, "%s/%s.graphml", folder, name);
    assert_int_equal(intro_import_run(ctx, &file, 1, &options, &graph),
                     INTRO_OK);
    return graph;
}

static const char *datasets(void)
{
    static char path[512];
    const char *const top = getenv("top_srcdir");
    (void)snprintf(path, sizeof path, "%s/datasets", top == NULL ? ".." : top);
    return path;
}

/* Exact optima: Brandes et al. 2008 and later, unweighted. */
static void published_optima_are_reached(void **state)
{
    (void)state;
    const struct {
        const char *name;
        double resolution;
        double best;
    } known[] = {
        {"karate", 1, 0.4197896121},
        {"karate", 0.5, 0.6217948718},
        {"karate", 2, 0.1645299145},
        {"florentine", 1, 0.398750},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(known); i++) {
        intro_graph *const g = import(datasets(), known[i].name, "none");
        for (uint64_t seed = 1; seed <= 20; seed++) {
            assert_true(fabs(check(g, known[i].resolution, seed) -
                             known[i].best) < 1e-6);
        }
        intro_graph_close(g);
    }
}

/* --- seeds and threads ---------------------------------------------------- */

/* Groups of so many; one tie in `outside` leads anywhere, the others stay
 * inside. */
static intro_graph *draw_groups(uint64_t seed, uint32_t people, uint32_t ties,
                                uint32_t size, uint32_t outside)
{
    intro_i_random random;
    small_tie *const list = calloc(ties, sizeof *list);
    assert_non_null(list);
    intro_i_random_init(&random, seed);
    for (uint32_t i = 0; i < ties; i++) {
        const uint32_t a = (uint32_t)intro_i_random_below(&random, people);
        const uint32_t b =
            intro_i_random_below(&random, outside) == 0
                ? (uint32_t)intro_i_random_below(&random, people)
                : a - a % size + (uint32_t)intro_i_random_below(&random, size);
        list[i] =
            (small_tie){a, b < people ? b : a,
                        (float)(1 + intro_i_random_below(&random, 100)) / 100};
    }
    intro_graph *const g = small_graph_new(people, false, list, ties);
    free(list);
    return g;
}

static void clusters_do_not_depend_on_the_threads(void **state)
{
    (void)state;
    const uint32_t threads[] = {1, 2, 7};
    /* Small networks and large ones go different ways. */
    const uint32_t ties[] = {3000, 250000};
    for (size_t size = 0; size < INTRO_COUNT_OF(ties); size++) {
        intro_graph *const g =
            draw_groups(size, ties[size] / 8, ties[size], 40, 4);
        intro_i_weak_graph weak;
        intro_i_communities c[INTRO_COUNT_OF(threads)];
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        for (size_t i = 0; i < INTRO_COUNT_OF(threads); i++) {
            assert_int_equal(intro_ctx_set_threads(ctx, threads[i]), INTRO_OK);
            assert_int_equal(intro_i_communities_find(ctx, &weak, 1, 5, &c[i]),
                             INTRO_OK);
            assert_int_equal(c[i].count, c[0].count);
            assert_memory_equal(c[i].of, c[0].of, g->people * sizeof *c[0].of);
            assert_true(c[i].modularity == c[0].modularity);
        }
        check_connected(&weak, &c[0]);
        check_numbers(&weak, &c[0]);
        for (size_t i = 0; i < INTRO_COUNT_OF(threads); i++) {
            intro_i_communities_fini(&c[i]);
        }
        intro_i_weak_graph_fini(&weak);
        small_graph_free(g);
    }
}

static void large_networks_are_clustered_as_they_were_planted(void **state)
{
    (void)state;
    const uint32_t people = 14000;
    /* In the second, people must not be joined before they looked around. */
    const struct {
        uint32_t size;
        uint32_t outside;
    } groups[] = {{40, 4}, {200, 2}};
    uint32_t *const planted = calloc(people, sizeof *planted);
    for (size_t i = 0; i < INTRO_COUNT_OF(groups); i++) {
        intro_graph *const g =
            draw_groups(3, people, 170000, groups[i].size, groups[i].outside);
        for (uint32_t v = 0; v < people; v++) {
            planted[v] = v / groups[i].size;
        }
        assert_true(check(g, 1, 1) >= modularity_of(g, planted, 1) - 1e-6);
        small_graph_free(g);
    }
    free(planted);
}

/* --- with the graph ------------------------------------------------------- */

static void attached_clusters_are_an_attribute(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_two_cliques(5, 0.5f);
    intro_vid *people = NULL;
    size_t count = 0;
    const intro_condition second = {"cluster", INTRO_MATCH_EQUAL, "c2"};
    assert_true(intro_graph_wants_clusters(g, "cluster"));
    assert_int_equal(intro_people_select(ctx, g, &second, 1, &people, &count),
                     INTRO_EARG);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(intro_clusters_attach(ctx, g, NULL), INTRO_OK);
        assert_false(intro_graph_wants_clusters(g, "@Cluster"));
        assert_int_equal(
            intro_people_select(ctx, g, &second, 1, &people, &count), INTRO_OK);
        assert_int_equal(count, 5);
        assert_int_equal(people[0], 5);
        intro_people_free(people);
    }
    small_graph_free(g);
}

static void a_resolution_out_of_range_is_refused(void **state)
{
    (void)state;
    const double wrong[] = {0, -1, (double)NAN, (double)INFINITY};
    intro_graph *const g = small_graph_path(4, 0.5f);
    for (size_t i = 0; i < INTRO_COUNT_OF(wrong); i++) {
        intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
        options.resolution = wrong[i];
        assert_int_equal(intro_clusters_attach(ctx, g, &options), INTRO_EARG);
        assert_true(intro_graph_wants_clusters(g, "cluster"));
    }
    small_graph_free(g);
}

static void a_cancelled_clustering_leaves_nothing(void **state)
{
    (void)state;
    const uint32_t ties[] = {3000, 250000};
    for (size_t i = 0; i < INTRO_COUNT_OF(ties); i++) {
        intro_graph *const g = draw_groups(i, ties[i] / 8, ties[i], 40, 4);
        intro_ctx_cancel(ctx);
        assert_int_equal(intro_clusters_attach(ctx, g, NULL), INTRO_ECANCELLED);
        assert_string_equal(intro_ctx_error(ctx)->message, "cancelled");
        assert_true(intro_graph_wants_clusters(g, "cluster"));
        intro_ctx_clear_cancel(ctx);
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks_fall_into_connected_clusters),
        cmocka_unit_test(odd_networks_fall_into_connected_clusters),
        cmocka_unit_test(the_best_partition_of_a_few_people_is_found),
        cmocka_unit_test(published_optima_are_reached),
        cmocka_unit_test(clusters_do_not_depend_on_the_threads),
        cmocka_unit_test(large_networks_are_clustered_as_they_were_planted),
        cmocka_unit_test(attached_clusters_are_an_attribute),
        cmocka_unit_test(a_resolution_out_of_range_is_refused),
        cmocka_unit_test(a_cancelled_clustering_leaves_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("communities", tests, open_context,
                                       close_context);
}
