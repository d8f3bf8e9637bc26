/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of the Leiden algorithm, each by itself. */
#include "analysis/aggregation.h"
#include "analysis/connected_parts.h"
#include "analysis/leiden.h"
#include "analysis/local_moving.h"
#include "analysis/modularity.h"
#include "analysis/refinement.h"
#include "base/alloc.h"
#include "base/random.h"
#include "small_graphs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
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

/* A graph as the lowest level. With all threads a level of 4096 nodes and more
 * goes by batches. */
typedef struct fixture {
    intro_graph *graph;
    intro_i_weak_graph weak;
    intro_i_crew crew;
    intro_i_level level;
} fixture;

static void open_fixture(fixture *f, intro_graph *graph, uint32_t threads)
{
    f->graph = graph;
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, graph, &f->weak), INTRO_OK);
    assert_int_equal(intro_i_crew_init(&f->crew, ctx), INTRO_OK);
    assert_int_equal(intro_i_level_init(&f->crew, &f->weak, &f->level),
                     INTRO_OK);
}

static void close_fixture(fixture *f)
{
    intro_i_level_fini(&f->level);
    intro_i_crew_fini(&f->crew);
    intro_i_weak_graph_fini(&f->weak);
    small_graph_free(f->graph);
}

static intro_graph *draw_graph(uint64_t seed)
{
    return seed % 4 == 0 ? small_graph_random(seed, 6000, 20000, false, 8)
                         : small_graph_random(seed, 30 + (uint32_t)seed % 50,
                                              100, seed % 3 == 0, 0);
}

static uint32_t *draw_clusters(uint64_t seed, uint32_t people, uint32_t count)
{
    intro_i_random random;
    uint32_t *const of = intro_i_alloc(people, sizeof *of);
    assert_non_null(of);
    intro_i_random_init_part(&random, seed, 1);
    for (uint32_t v = 0; v < people; v++) {
        of[v] = (uint32_t)intro_i_random_below(&random, count);
    }
    return of;
}

/* Is everybody of a part joined to its first member by ties inside the part? */
static bool are_parts_connected(const intro_i_level *level, const uint32_t *of)
{
    const uint32_t nodes = level->nodes;
    uint32_t *const root = calloc(nodes + 1, sizeof *root);
    for (uint32_t v = 0; v < nodes; v++) {
        root[v] = v;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t v = 0; v < nodes; v++) {
            for (uint64_t i = level->begin[v]; i < level->end[v]; i++) {
                const uint32_t w = level->targets[i];
                if (of[v] == of[w] && root[w] < root[v]) {
                    root[v] = root[w];
                    changed = true;
                }
            }
        }
    }
    uint32_t *const first = calloc(nodes + 1, sizeof *first);
    memset(first, 0xff, nodes * sizeof *first);
    bool holds = true;
    for (uint32_t v = 0; v < nodes; v++) {
        if (first[of[v]] == UINT32_MAX) {
            first[of[v]] = root[v];
        }
        holds = holds && first[of[v]] == root[v];
    }
    free(root);
    free(first);
    return holds;
}

static double modularity_of(fixture *f, const uint32_t *of, double resolution)
{
    double q = 0;
    assert_int_equal(
        intro_i_modularity(&f->crew, &f->level, of, resolution, &q), INTRO_OK);
    return q;
}

/* Volumes and sizes are those of the nodes. */
static void check_partition(const intro_i_level *level,
                            const intro_i_partition *p)
{
    double *const volumes = calloc(level->nodes + 1, sizeof *volumes);
    uint32_t *const sizes = calloc(level->nodes + 1, sizeof *sizes);
    for (uint32_t v = 0; v < level->nodes; v++) {
        assert_true(p->of[v] < level->nodes);
        volumes[p->of[v]] += level->volumes[v];
        sizes[p->of[v]]++;
    }
    for (uint32_t c = 0; c < level->nodes; c++) {
        assert_int_equal(p->sizes[c], sizes[c]);
        assert_true(fabs(p->volumes[c] - volumes[c]) <= 1e-9 * level->total);
    }
    free(volumes);
    free(sizes);
}

/* --- sums by key ---------------------------------------------------------- */

static void sums_by_key_are_those_of_a_plain_array(void **state)
{
    (void)state;
    enum { KEYS = 3000 };
    static double plain[KEYS];
    intro_i_weight_sums sums = {0};
    intro_i_random random;
    intro_i_random_init(&random, 5);
    for (uint64_t again = 0; again < 50; again++) {
        const uint64_t adds = intro_i_random_below(&random, 2000);
        uint32_t distinct = 0;
        memset(plain, 0, sizeof plain);
        assert_int_equal(intro_i_weight_sums_begin(&sums, adds), INTRO_OK);
        for (uint64_t i = 0; i < adds; i++) {
            const uint32_t key =
                (uint32_t)intro_i_random_below(&random, KEYS / (again % 7 + 1));
            const double weight = (double)intro_i_random_below(&random, 16);
            distinct += plain[key] == 0 && weight > 0;
            plain[key] += weight;
            intro_i_weight_sums_add(&sums, key, weight);
        }
        for (uint32_t key = 0; key < KEYS; key++) {
            assert_true(intro_i_weight_sums_of(&sums, key) == plain[key]);
        }
        uint32_t seen = 0;
        for (uint32_t i = 0; i < sums.count; i++) {
            const intro_i_weight_sum *const s =
                intro_i_weight_sums_at(&sums, i);
            assert_true(s->sum == plain[s->key]);
            seen += s->sum > 0;
        }
        assert_int_equal(seen, distinct);
        intro_i_weight_sums_end(&sums);
        assert_int_equal(sums.count, 0);
    }
    intro_i_weight_sums_fini(&sums);
}

/* --- steps ---------------------------------------------------------------- */

static void every_node_with_links_is_shuffled_once(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        fixture f;
        open_fixture(&f, draw_graph(seed), 2);
        const uint32_t nodes = f.level.nodes;
        uint32_t *const list = calloc(nodes + 1, sizeof *list);
        uint8_t *const met = calloc(nodes + 1, 1);
        const uint32_t count =
            intro_i_shuffle_nodes(&f.level, seed, seed % 2 == 0, NULL, list);
        uint32_t linked = 0;
        for (uint32_t v = 0; v < nodes; v++) {
            linked += f.level.begin[v] < f.level.end[v];
        }
        assert_int_equal(count, linked);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(list[i] < nodes && met[list[i]] == 0);
            assert_true(f.level.begin[list[i]] < f.level.end[list[i]]);
            met[list[i]] = 1;
        }
        free(list);
        free(met);
        close_fixture(&f);
    }
}

static void moves_raise_modularity_by_what_they_say(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        fixture f;
        intro_i_partition p;
        double gain;
        const intro_i_moving how = {.resolution = seed % 2 == 0 ? 1 : 0.5,
                                    .seed = seed};
        open_fixture(&f, draw_graph(seed), 2);
        uint32_t *const of = draw_clusters(seed, f.level.nodes, 7);
        const double before = modularity_of(&f, of, how.resolution);
        assert_int_equal(intro_i_partition_init(&f.level, of, &p), INTRO_OK);
        assert_int_equal(intro_i_move_nodes(&f.crew, &f.level, &how, &p, &gain),
                         INTRO_OK);
        check_partition(&f.level, &p);
        const double after = modularity_of(&f, p.of, how.resolution);
        assert_true(gain > 0 && after > before);
        if (intro_i_level_is_exact(&f.crew, &f.level)) {
            assert_true(fabs(after - before - gain) < 1e-6);
        }
        intro_i_partition_fini(&p);
        close_fixture(&f);
    }
}

/* Nobody tied to nobody of his cluster, as nothing keeps him there. */
static void moves_end_where_no_single_one_helps(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 15; seed++) {
        fixture f;
        intro_i_partition p;
        double gain;
        const intro_i_moving how = {.resolution = 1, .seed = seed};
        open_fixture(&f, small_graph_random(seed, 25, 60, seed % 2 == 0, 0), 1);
        const uint32_t nodes = f.level.nodes;
        assert_int_equal(
            intro_i_partition_init(&f.level, draw_clusters(seed, nodes, 5), &p),
            INTRO_OK);
        assert_int_equal(intro_i_move_nodes(&f.crew, &f.level, &how, &p, &gain),
                         INTRO_OK);
        const double q = modularity_of(&f, p.of, 1);
        for (uint32_t v = 0; v < nodes; v++) {
            const uint32_t own = p.of[v];
            for (uint32_t c = 0; c < nodes; c++) {
                p.of[v] = c;
                assert_true(modularity_of(&f, p.of, 1) <= q + 1e-7);
            }
            p.of[v] = own;
        }
        intro_i_partition_fini(&p);
        close_fixture(&f);
    }
}

static void joining_people_leaves_connected_clusters(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 16; seed++) {
        fixture f;
        intro_i_partition p;
        double gain;
        const intro_i_moving how = {
            .resolution = 1, .seed = seed, .joins_only = true};
        open_fixture(&f, draw_graph(seed), 2);
        assert_int_equal(intro_i_partition_init(&f.level, NULL, &p), INTRO_OK);
        assert_int_equal(intro_i_move_nodes(&f.crew, &f.level, &how, &p, &gain),
                         INTRO_OK);
        check_partition(&f.level, &p);
        assert_true(are_parts_connected(&f.level, p.of));
        for (uint32_t v = 0; v < f.level.nodes; v++) {
            assert_int_equal(p.of[p.of[v]], p.of[v]);
        }
        intro_i_partition_fini(&p);
        close_fixture(&f);
    }
}

static void refined_parts_are_connected_and_lie_in_one_cluster(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        fixture f;
        intro_i_partition p;
        uint32_t count;
        uint32_t counted = 0;
        open_fixture(&f, draw_graph(seed), 2);
        const uint32_t nodes = f.level.nodes;
        uint32_t *const parts = calloc(nodes + 1, sizeof *parts);
        assert_int_equal(
            intro_i_partition_init(&f.level, draw_clusters(seed, nodes, 3), &p),
            INTRO_OK);
        assert_int_equal(
            intro_i_refine(&f.crew, &f.level, &p, 1, seed, parts, &count),
            INTRO_OK);
        for (uint32_t v = 0; v < nodes; v++) {
            assert_int_equal(parts[parts[v]], parts[v]);
            assert_int_equal(p.of[parts[v]], p.of[v]);
            counted += parts[v] == v;
        }
        assert_int_equal(count, counted);
        assert_true(count < nodes);
        assert_true(are_parts_connected(&f.level, parts));
        free(parts);
        intro_i_partition_fini(&p);
        close_fixture(&f);
    }
}

/* The next level is the same clustering of the same weights. */
static void putting_parts_together_keeps_modularity(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        fixture f;
        intro_i_partition p;
        intro_i_level next;
        uint32_t count;
        uint32_t *of;
        open_fixture(&f, draw_graph(seed), 2);
        const uint32_t nodes = f.level.nodes;
        uint32_t *const parts = calloc(nodes + 1, sizeof *parts);
        uint32_t *const map = calloc(nodes + 1, sizeof *map);
        uint32_t *const pushed = calloc(nodes + 1, sizeof *pushed);
        assert_int_equal(
            intro_i_partition_init(&f.level, draw_clusters(seed, nodes, 4), &p),
            INTRO_OK);
        assert_int_equal(
            intro_i_refine(&f.crew, &f.level, &p, 1, seed, parts, &count),
            INTRO_OK);
        assert_int_equal(intro_i_aggregate(&f.crew, &f.level, p.of, parts,
                                           count, &next, map, &of),
                         INTRO_OK);
        assert_int_equal(next.nodes, count);
        double total = 0;
        for (uint32_t i = 0; i < count; i++) {
            total += next.volumes[i];
            assert_true(i == 0 || of[i] == of[i - 1] || of[i] == of[i - 1] + 1);
            for (uint64_t j = next.begin[i]; j < next.end[i]; j++) {
                assert_true(next.targets[j] < count && next.targets[j] != i);
            }
        }
        assert_true(fabs(total - f.level.total) < 1e-9 * total);
        for (uint32_t v = 0; v < nodes; v++) {
            assert_int_equal(map[v], map[parts[v]]);
            pushed[v] = of[map[v]];
        }
        /* Links inside a node are not kept; so compare what is between clusters. */
        double between = 0;
        for (uint32_t i = 0; i < count; i++) {
            for (uint64_t j = next.begin[i]; j < next.end[i]; j++) {
                between +=
                    of[i] != of[next.targets[j]] ? (double)next.weights[j] : 0;
            }
        }
        double expected = 0;
        for (uint32_t v = 0; v < nodes; v++) {
            for (uint64_t j = f.level.begin[v]; j < f.level.end[v]; j++) {
                expected += p.of[v] != p.of[f.level.targets[j]]
                                ? (double)f.level.weights[j]
                                : 0;
            }
        }
        assert_true(fabs(between - expected) < 1e-6 * f.level.total);
        assert_true(fabs(modularity_of(&f, p.of, 1) -
                         modularity_of(&f, pushed, 1)) < 1e-12);
        free(parts);
        free(map);
        free(pushed);
        intro_i_free(of);
        intro_i_level_fini(&next);
        intro_i_partition_fini(&p);
        close_fixture(&f);
    }
}

static void clusters_fall_apart_into_their_connected_parts(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        fixture f;
        uint32_t count = 3;
        open_fixture(&f, draw_graph(seed), 2);
        const uint32_t nodes = f.level.nodes;
        uint32_t *const of = draw_clusters(seed, nodes, 3);
        uint32_t *const before = calloc(nodes + 1, sizeof *before);
        memcpy(before, of, nodes * sizeof *of);
        assert_int_equal(
            intro_i_connect_clusters(&f.crew, &f.level, of, &count), INTRO_OK);
        assert_true(are_parts_connected(&f.level, of));
        uint32_t next = 0;
        for (uint32_t v = 0; v < nodes; v++) {
            assert_true(of[v] <= next);
            next += of[v] == next;
            /* Nobody tied inside the old cluster was torn off. */
            for (uint64_t i = f.level.begin[v]; i < f.level.end[v]; i++) {
                const uint32_t w = f.level.targets[i];
                assert_true((before[v] == before[w]) == (of[v] == of[w]));
            }
        }
        assert_int_equal(count, next);
        intro_i_free(of);
        free(before);
        close_fixture(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_by_key_are_those_of_a_plain_array),
        cmocka_unit_test(every_node_with_links_is_shuffled_once),
        cmocka_unit_test(moves_raise_modularity_by_what_they_say),
        cmocka_unit_test(moves_end_where_no_single_one_helps),
        cmocka_unit_test(joining_people_leaves_connected_clusters),
        cmocka_unit_test(refined_parts_are_connected_and_lie_in_one_cluster),
        cmocka_unit_test(putting_parts_together_keeps_modularity),
        cmocka_unit_test(clusters_fall_apart_into_their_connected_parts),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("leiden", tests, open_context,
                                       close_context);
}
