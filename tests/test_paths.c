/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/alloc.h"
#include "base/random.h"
#include "igraph_oracle.h"
#include "oracle.h"
#include "small_graphs.h"

#include <introfind/paths.h>

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

static uint64_t first_seed(void)
{
    const char *const text = getenv("INTRO_TEST_SEED");
    return text == NULL ? 1 : strtoull(text, NULL, 10);
}

static uint64_t count_seeds(uint64_t usual)
{
    return getenv("INTRO_TEST_SEED") == NULL ? usual : 1;
}

/* A query with the lists that it points to. */
typedef struct asked {
    intro_paths_query query;
    intro_vid from[4];
    intro_vid targets[4];
    intro_vid avoid[4];
} asked;

static void draw_query(intro_i_random *random, uint32_t people, asked *out)
{
    intro_vid order[32];
    *out = (asked){.query = INTRO_PATHS_QUERY_INIT};
    for (uint32_t i = 0; i < people; i++) {
        const uint64_t j = intro_i_random_below(random, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    intro_paths_query *const q = &out->query;
    q->from_count = intro_i_random_below(random, 3) == 0 ? 2 : 1;
    q->target_count =
        1 + intro_i_random_below(random, 2) * intro_i_random_below(random, 3);
    q->avoid_count = intro_i_random_below(random, 3) == 0;
    const intro_vid *next = order;
    for (size_t i = 0; i < q->from_count; i++) {
        out->from[i] = *next++;
    }
    for (size_t i = 0; i < q->target_count; i++) {
        size_t j = i;
        for (; j > 0 && out->targets[j - 1] > *next; j--) {
            out->targets[j] = out->targets[j - 1];
        }
        out->targets[j] = *next++;
    }
    out->avoid[0] = order[intro_i_random_below(random, people)];
    q->from = out->from;
    q->targets = out->targets;
    q->avoid = out->avoid;
    q->max_hops = 1 + (uint32_t)intro_i_random_below(random, INTRO_MAX_HOPS);
    static const uint32_t limits[] = {1, 2, 3, 5, 10, 1000000};
    q->limit = limits[intro_i_random_below(random, INTRO_COUNT_OF(limits))];
    static const double floors[] = {0, 0, 0, 0.25, 0.6};
    q->min_strength =
        floors[intro_i_random_below(random, INTRO_COUNT_OF(floors))];
    q->all_chains = intro_i_random_below(random, 2) != 0;
    q->order = (intro_chain_order)intro_i_random_below(random, 3);
}

static void check_chain(intro_chain chain, const oracle_chain *right)
{
    assert_int_equal(chain.hops, right->hops);
    assert_memory_equal(chain.people, right->people,
                        (right->hops + 1) * sizeof *right->people);
    assert_true(chain.warmth >= right->warmth && chain.warmth <= right->warmth);
    assert_int_equal(chain.introducer,
                     right->hops == 1 ? INTRO_NO_VID : right->people[1]);
}

static void check_direct(const intro_graph *g, const intro_paths_query *q,
                         const intro_paths *paths)
{
    size_t count = 0;
    for (intro_vid v = 0; v < g->people; v++) {
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            bool is_asked = false;
            bool is_target = false;
            for (size_t j = 0; j < q->from_count; j++) {
                is_asked = is_asked || q->from[j] == v;
            }
            for (size_t j = 0; j < q->target_count; j++) {
                is_target = is_target || q->targets[j] == g->out_people[i];
            }
            if (is_asked && is_target && g->out_strengths[i] > 0) {
                assert_true(count < intro_paths_direct_count(paths));
                const intro_direct direct = intro_paths_direct(paths, count++);
                assert_int_equal(direct.from, v);
                assert_int_equal(direct.target, g->out_people[i]);
                assert_true(direct.strength >= g->out_strengths[i] &&
                            direct.strength <= g->out_strengths[i]);
                assert_false(direct.inferred);
            }
        }
    }
    assert_int_equal(intro_paths_direct_count(paths), count);
}

static bool connects(const intro_graph *g, const intro_paths_query *q,
                     uint32_t hops, double floor, bool is_avoiding,
                     bool with_left_out)
{
    intro_paths_query lifted = *q;
    lifted.max_hops = hops;
    lifted.min_strength = floor;
    lifted.avoid_count = is_avoiding ? q->avoid_count : 0;
    return oracle_connects(g, &lifted, with_left_out);
}

static void check_beyond(const intro_graph *g, const intro_paths_query *lifted,
                         intro_chain beyond)
{
    oracle_chain *chains;
    intro_paths_query q = *lifted;
    q.limit = 1;
    const size_t count = oracle_chains(g, &q, &chains);
    assert_int_equal(count, 1);
    check_chain(beyond, chains);
    free(chains);
}

/* The reason by the words of the contract. */
static void check_reason(const intro_graph *g, const intro_paths_query *q,
                         const intro_paths *paths)
{
    const intro_no_path reason = intro_paths_reason(paths);
    const intro_chain beyond = intro_paths_beyond(paths);
    const uint32_t all = g->people - 1;
    intro_paths_query lifted = *q;
    if (intro_paths_count(paths) + intro_paths_direct_count(paths) != 0) {
        assert_int_equal(reason, INTRO_FOUND);
        assert_int_equal(beyond.hops, 0);
    } else if (connects(g, q, all, q->min_strength, true, false)) {
        assert_int_equal(reason, INTRO_NO_HOP_LIMIT);
        for (lifted.max_hops = q->max_hops + 1;
             lifted.max_hops <= INTRO_MAX_HOPS; lifted.max_hops++) {
            if (oracle_connects(g, &lifted, false)) {
                check_beyond(g, &lifted, beyond);
                return;
            }
        }
        assert_int_equal(beyond.hops, 0);
    } else if (connects(g, q, q->max_hops, 0, true, false)) {
        assert_int_equal(reason, INTRO_NO_MIN_STRENGTH);
        lifted.min_strength = 0;
        check_beyond(g, &lifted, beyond);
    } else if (connects(g, q, q->max_hops, q->min_strength, false, false)) {
        assert_int_equal(reason, INTRO_NO_AVOID);
        lifted.avoid_count = 0;
        check_beyond(g, &lifted, beyond);
    } else {
        assert_int_equal(beyond.hops, 0);
        if (connects(g, q, q->max_hops, q->min_strength, true, true)) {
            assert_int_equal(reason, INTRO_NO_INFERRED_ONLY);
        } else if (connects(g, q, all, 0, false, true)) {
            assert_int_equal(reason, INTRO_NO_HOP_LIMIT);
        } else {
            assert_int_equal(reason, INTRO_NO_OTHER_COMPONENT);
        }
    }
}

static void check_against_oracle(const intro_graph *g,
                                 const intro_paths_query *q,
                                 const intro_paths *paths)
{
    oracle_chain *chains;
    const size_t count = oracle_chains(g, q, &chains);
    assert_int_equal(intro_paths_count(paths), count);
    for (size_t i = 0; i < count; i++) {
        check_chain(intro_paths_chain(paths, i), &chains[i]);
    }
    free(chains);
    check_direct(g, q, paths);
    check_reason(g, q, paths);
}

/* Ties of strength 0 stand for those that --observed-only leaves out. */
static void leave_out_ties(intro_graph *g, intro_i_random *random)
{
    float *strengths;
    float *back;
    memcpy(&strengths, &g->out_strengths, sizeof strengths);
    memcpy(&back, &g->in_strengths, sizeof back);
    g->observed_only = g->has_left_out = true;
    for (intro_vid v = 0; v < g->people; v++) {
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            const intro_vid w = g->out_people[i];
            if (intro_i_random_below(random, 4) != 0) {
                continue;
            }
            strengths[i] = 0;
            for (uint64_t j = g->in_offsets[w]; j < g->in_offsets[w + 1]; j++) {
                if (g->in_people[j] == v) {
                    back[j] = 0;
                }
            }
        }
    }
}

static void answers_agree_with_all_simple_paths_tried(void **state)
{
    (void)state;
    static const uint32_t steps[] = {0, 2, 8, 32, 1};
    for (uint64_t seed = first_seed(), end = seed + count_seeds(4000);
         seed < end; seed++) {
        intro_i_random random;
        intro_i_random_init(&random, seed);
        const uint32_t people = 6 + (uint32_t)intro_i_random_below(&random, 6);
        const size_t ties =
            intro_i_random_below(&random, people * (people < 9 ? 3 : 2));
        intro_graph *const g = small_graph_random(
            seed, people, ties, intro_i_random_below(&random, 2) != 0,
            steps[intro_i_random_below(&random, INTRO_COUNT_OF(steps))]);
        if (intro_i_random_below(&random, 4) == 0) {
            leave_out_ties(g, &random);
        }
        intro_searcher *searcher;
        assert_int_equal(intro_searcher_new(ctx, g, &searcher), INTRO_OK);
        for (uint32_t i = 0; i < 6; i++) {
            asked a;
            intro_paths *paths;
            const intro_paths *lent;
            draw_query(&random, people, &a);
            if (intro_paths_find(ctx, g, &a.query, &paths) != INTRO_OK) {
                fail_msg("seed %llu: %s", (unsigned long long)seed,
                         intro_ctx_error(ctx)->message);
            }
            check_against_oracle(g, &a.query, paths);
            intro_paths_free(paths);
            assert_int_equal(
                intro_searcher_find(ctx, searcher, &a.query, &lent), INTRO_OK);
            check_against_oracle(g, &a.query, lent);
        }
        intro_searcher_free(searcher);
        small_graph_free(g);
    }
}

/* A small core whose targets have many other ties: the search then looks ahead
 * from the askers instead of spreading over those. */
static void hubs_and_big_sets_agree_with_all_simple_paths_tried(void **state)
{
    (void)state;
    enum { CORE = 9, CROWD = 150, TIES = 16 };
    for (uint64_t seed = first_seed(), end = seed + count_seeds(1500);
         seed < end; seed++) {
        small_tie ties[TIES + CROWD];
        intro_i_random random;
        intro_i_random_init(&random, seed);
        for (uint32_t i = 0; i < TIES + CROWD; i++) {
            ties[i].a = (intro_vid)intro_i_random_below(&random, CORE);
            ties[i].b = (intro_vid)intro_i_random_below(&random, CORE);
            ties[i].strength =
                (float)(1 + intro_i_random_below(&random, 8)) / 8;
        }
        asked a;
        draw_query(&random, CORE, &a);
        a.query.max_hops = 3 + a.query.max_hops % 4;
        for (uint32_t i = 0; i < CROWD; i++) {
            ties[TIES + i].a = CORE + i;
            ties[TIES + i].b = a.targets[i % a.query.target_count];
        }
        intro_graph *const g =
            small_graph_new(CORE + CROWD, seed % 2 != 0, ties, TIES + CROWD);
        intro_paths *paths;
        assert_int_equal(intro_paths_find(ctx, g, &a.query, &paths), INTRO_OK);
        oracle_chain *chains;
        const size_t count = oracle_chains(g, &a.query, &chains);
        assert_int_equal(intro_paths_count(paths), count);
        for (size_t i = 0; i < count; i++) {
            check_chain(intro_paths_chain(paths, i), &chains[i]);
        }
        free(chains);
        intro_paths_free(paths);
        small_graph_free(g);
    }
}

/* --- traps ------------------------------------------------------------------ */

static intro_paths_query ask_all(const intro_vid *from, const intro_vid *target,
                                 uint32_t hops, uint32_t limit)
{
    intro_paths_query q = INTRO_PATHS_QUERY_INIT;
    q.from = from;
    q.from_count = 1;
    q.targets = target;
    q.target_count = 1;
    q.max_hops = hops;
    q.limit = limit;
    q.all_chains = true;
    return q;
}

static void compare_all_limits(const intro_graph *g, intro_vid from,
                               intro_vid target)
{
    for (uint32_t hops = 1; hops <= INTRO_MAX_HOPS; hops++) {
        for (uint32_t limit = 1; limit <= 12; limit++) {
            intro_paths *paths;
            intro_paths_query q = ask_all(&from, &target, hops, limit);
            q.all_chains = limit % 2 == 0;
            assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
            check_against_oracle(g, &q, paths);
            intro_paths_free(paths);
        }
    }
}

static void k_best_chains_survive_the_traps_of_other_tools(void **state)
{
    (void)state;
    /* Several accepted chains share a prefix: the ties that each of them took
     * after it must all be shut at the spur. */
    static const small_tie shared[] = {
        {0, 1, 1.0F},   {1, 2, 1.0F},   {1, 3, 0.5F}, {1, 4, 0.25F},
        {2, 5, 1.0F},   {3, 5, 1.0F},   {4, 5, 1.0F}, {2, 3, 1.0F},
        {3, 4, 0.125F}, {0, 5, 0.0625F}};
    /* The warmest detour from the spur leads back through the prefix. */
    static const small_tie back[] = {{0, 1, 1.0F}, {1, 2, 1.0F}, {2, 0, 1.0F},
                                     {1, 3, 1.0F}, {2, 4, 0.5F}, {4, 3, 0.5F}};
    /* Wikipedia's example as costs, here as powers of a half. */
    static const small_tie classic[] = {
        {0, 1, 0.125F}, {0, 2, 0.25F}, {1, 3, 0.0625F},
        {2, 1, 0.5F},   {2, 3, 0.25F}, {2, 4, 0.125F},
        {3, 4, 0.25F},  {3, 5, 0.5F},  {4, 5, 0.25F}};
    for (uint32_t i = 0; i < 2; i++) {
        intro_graph *g = small_graph_new(6, i == 0, shared, 10);
        compare_all_limits(g, 0, 5);
        small_graph_free(g);
        g = small_graph_new(5, i == 0, back, 6);
        compare_all_limits(g, 0, 3);
        compare_all_limits(g, 3, 0);
        small_graph_free(g);
        g = small_graph_new(6, i == 0, classic, 9);
        compare_all_limits(g, 0, 5);
        small_graph_free(g);
    }
}

static void known_shapes_agree_with_all_simple_paths(void **state)
{
    (void)state;
    intro_graph *graphs[] = {
        small_graph_path(9, 0.5F),        small_graph_ring(7, 1.0F),
        small_graph_star(6, 0.5F),        small_graph_complete(6, 1.0F),
        small_graph_two_cliques(4, 1.0F), small_graph_barbell(3, 2, 0.5F),
        small_graph_grid(3, 3, 1.0F)};
    for (size_t i = 0; i < INTRO_COUNT_OF(graphs); i++) {
        compare_all_limits(graphs[i], 0, graphs[i]->people - 1);
        compare_all_limits(graphs[i], 1, 0);
        small_graph_free(graphs[i]);
    }
}

/* Two suffixes of different product that the first tie rounds to one total: the
 * smaller ids must win, though the warmer suffix is the other one. */
static void rounding_ties_go_to_the_smaller_ids(void **state)
{
    (void)state;
    intro_i_random random;
    intro_i_random_init(&random, first_seed());
    uint32_t seen = 0;
    for (uint32_t i = 0; i < 20000 && seen < 50; i++) {
        double s[5];
        for (size_t j = 0; j < INTRO_COUNT_OF(s); j++) {
            s[j] = (double)(float)(1 - 0.5 * intro_i_random_double(&random));
        }
        const double low = s[0] * (s[1] * (s[2] * s[3]));
        const double high = s[3] * (s[2] * (s[1] * s[0]));
        if (low >= high || s[4] * low < s[4] * high) {
            continue;
        }
        const small_tie ties[] = {
            {0, 1, (float)s[4]}, {1, 2, (float)s[0]}, {2, 4, (float)s[1]},
            {4, 6, (float)s[2]}, {6, 8, (float)s[3]}, {1, 3, (float)s[3]},
            {3, 5, (float)s[2]}, {5, 7, (float)s[1]}, {7, 8, (float)s[0]}};
        intro_graph *const g = small_graph_new(9, false, ties, 9);
        compare_all_limits(g, 0, 8);
        small_graph_free(g);
        seen++;
    }
    assert_int_equal(seen, 50);
}

/* --- igraph ------------------------------------------------------------------ */

static void k_best_products_agree_with_igraph(void **state)
{
    (void)state;
    enum { K = 20 };
    for (uint64_t seed = first_seed(), end = seed + count_seeds(150);
         seed < end; seed++) {
        /* At most 9 people, so 8 hops are no limit. */
        intro_graph *const g =
            small_graph_random(seed, 9, 18, seed % 2 != 0, 0);
        const intro_vid from = 0;
        const intro_vid target = 8;
        double products[K];
        const size_t count =
            igraph_oracle_products(g, from, target, K, products);
        const intro_paths_query q = ask_all(&from, &target, 8, K);
        intro_paths *paths;
        assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
        assert_int_equal(intro_paths_count(paths), count);
        for (size_t i = 0; i < count; i++) {
            assert_true(fabs(intro_paths_chain(paths, i).warmth -
                             products[i]) <= 1e-12 * products[i]);
        }
        intro_paths_free(paths);
        small_graph_free(g);
    }
}

/* --- properties on a larger graph -------------------------------------------- */

static float find_strength(const intro_graph *g, intro_vid a, intro_vid b)
{
    for (uint64_t i = g->out_offsets[a]; i < g->out_offsets[a + 1]; i++) {
        if (g->out_people[i] == b) {
            return g->out_strengths[i];
        }
    }
    return 0;
}

static void check_sound(const intro_graph *g, const intro_paths_query *q,
                        intro_chain chain)
{
    double product = 1;
    assert_int_equal(chain.people[0], q->from[0]);
    assert_int_equal(chain.people[chain.hops], q->targets[0]);
    assert_true(chain.hops <= q->max_hops);
    for (uint32_t i = chain.hops; i-- > 0;) {
        const float s = find_strength(g, chain.people[i], chain.people[i + 1]);
        assert_true(s > 0);
        product = (double)s * product;
        for (uint32_t j = i + 1; j <= chain.hops; j++) {
            assert_int_not_equal(chain.people[i], chain.people[j]);
        }
    }
    assert_true(product >= chain.warmth && product <= chain.warmth);
}

static void chains_of_a_larger_graph_are_sound(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(7, 10000, 8);
    intro_searcher *searcher;
    intro_i_random random;
    intro_i_random_init(&random, 3);
    assert_int_equal(intro_searcher_new(ctx, g, &searcher), INTRO_OK);
    for (uint32_t i = 0; i < 60; i++) {
        const intro_vid from = (intro_vid)intro_i_random_below(&random, 10000);
        const intro_vid target = (from + 1 + i * 131) % 10000;
        double warmest = 0;
        for (uint32_t hops = 2; hops <= 5; hops++) {
            intro_paths_query q = ask_all(&from, &target, hops, 12);
            const intro_paths *lent;
            double best[2] = {0, 0};
            for (uint32_t all = 0; all < 2; all++) {
                q.all_chains = all != 0;
                assert_int_equal(intro_searcher_find(ctx, searcher, &q, &lent),
                                 INTRO_OK);
                for (size_t j = 0; j < intro_paths_count(lent); j++) {
                    const intro_chain chain = intro_paths_chain(lent, j);
                    check_sound(g, &q, chain);
                    assert_true(j == 0 ||
                                chain.warmth <=
                                    intro_paths_chain(lent, j - 1).warmth);
                    if (chain.hops > 1 && chain.warmth > best[all]) {
                        best[all] = chain.warmth;
                    }
                }
            }
            assert_true(best[0] >= best[1] && best[0] <= best[1]);
            assert_true(best[0] >= warmest);
            warmest = best[0];
        }
    }
    intro_searcher_free(searcher);
    small_graph_free(g);
}

static void a_reused_searcher_answers_like_a_fresh_one(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(11, 3000, 5);
    intro_searcher *searcher;
    intro_i_random random;
    intro_i_random_init(&random, 5);
    assert_int_equal(intro_searcher_new(ctx, g, &searcher), INTRO_OK);
    for (uint32_t i = 0; i < 200; i++) {
        asked a;
        intro_paths *fresh;
        const intro_paths *lent;
        draw_query(&random, 30, &a);
        a.query.max_hops = 1 + a.query.max_hops % 5;
        assert_int_equal(intro_paths_find(ctx, g, &a.query, &fresh), INTRO_OK);
        assert_int_equal(intro_searcher_find(ctx, searcher, &a.query, &lent),
                         INTRO_OK);
        assert_int_equal(intro_paths_count(fresh), intro_paths_count(lent));
        assert_int_equal(intro_paths_reason(fresh), intro_paths_reason(lent));
        for (size_t j = 0; j < intro_paths_count(fresh); j++) {
            const intro_chain x = intro_paths_chain(fresh, j);
            const intro_chain y = intro_paths_chain(lent, j);
            assert_int_equal(x.hops, y.hops);
            assert_memory_equal(x.people, y.people, (x.hops + 1) * 4);
        }
        intro_paths_free(fresh);
    }
    intro_searcher_free(searcher);
    small_graph_free(g);
}

static double find_best_warmth(const intro_graph *g, intro_vid from,
                               intro_vid target)
{
    intro_paths_query q = ask_all(&from, &target, 4, 1);
    intro_paths *paths;
    assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
    const double warmth =
        intro_paths_count(paths) == 0 ? 0 : intro_paths_chain(paths, 0).warmth;
    intro_paths_free(paths);
    return warmth;
}

static void one_more_tie_never_lowers_the_best_warmth(void **state)
{
    (void)state;
    intro_i_random random;
    intro_i_random_init(&random, 9);
    for (uint32_t i = 0; i < 300; i++) {
        small_tie ties[60];
        for (size_t j = 0; j < INTRO_COUNT_OF(ties); j++) {
            ties[j].a = (intro_vid)intro_i_random_below(&random, 40);
            ties[j].b = (intro_vid)intro_i_random_below(&random, 40);
            ties[j].strength =
                (float)(1 - 0.9 * intro_i_random_double(&random));
        }
        intro_graph *const less = small_graph_new(40, false, ties, 59);
        intro_graph *const more = small_graph_new(40, false, ties, 60);
        assert_true(find_best_warmth(more, 0, 1) >=
                    find_best_warmth(less, 0, 1));
        small_graph_free(less);
        small_graph_free(more);
    }
}

/* --- the edges of the contract ------------------------------------------------ */

static void queries_out_of_range_are_refused(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_path(3, 0.5F);
    const intro_vid ends[] = {0, 2};
    const intro_vid stranger = 3;
    const intro_paths_query good = ask_all(&ends[0], &ends[1], 3, 5);
    intro_paths_query bad[10];
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        bad[i] = good;
    }
    bad[0].from_count = 0;
    bad[1].target_count = 0;
    bad[2].max_hops = 0;
    bad[3].max_hops = 9;
    bad[4].limit = 0;
    bad[5].limit = INTRO_MAX_CHAINS + 1;
    bad[6].min_strength = NAN;
    bad[7].min_strength = 1.5;
    bad[8].targets = &stranger;
    bad[9].targets = &ends[0]; /* the asker himself */
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        intro_paths *paths = NULL;
        assert_int_equal(intro_paths_find(ctx, g, &bad[i], &paths), INTRO_EARG);
        assert_null(paths);
        assert_true(intro_ctx_error(ctx)->message[0] != '\0');
    }
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "asker and target are the same person");
    small_graph_free(g);
}

/* Limits narrow chains only; and the tie's own mark is found in both kinds of
 * network. */
static void direct_ties_are_listed_whatever_the_limits(void **state)
{
    (void)state;
    static const small_tie ties[] = {{0, 1, 0.25F}, {0, 2, 0.5F}, {2, 1, 0.5F}};
    static const uint64_t inferred[] = {1}; /* tie 0: 0 -- 1 */
    const intro_vid ends[] = {0, 1};
    for (uint32_t i = 0; i < 2; i++) {
        intro_graph *const g = small_graph_new(3, i != 0, ties, 3);
        g->tie_inferred = inferred;
        intro_paths_query q = ask_all(&ends[0], &ends[1], 3, 5);
        intro_paths *paths;
        q.min_strength = 0.75;
        q.avoid = &ends[1];
        q.avoid_count = 1;
        assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
        assert_int_equal(intro_paths_count(paths), 0);
        assert_int_equal(intro_paths_direct_count(paths), 1);
        assert_true(intro_paths_direct(paths, 0).inferred);
        assert_int_equal(intro_paths_reason(paths), INTRO_FOUND);
        intro_paths_free(paths);
        const intro_vid other = 2;
        q.targets = &other;
        assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
        assert_int_equal(intro_paths_direct_count(paths), 1);
        assert_false(intro_paths_direct(paths, 0).inferred);
        intro_paths_free(paths);
        small_graph_free(g);
    }
}

static void strangers_are_of_another_component(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_new(2, false, NULL, 0);
    const intro_vid ends[] = {0, 1};
    intro_paths_query q = ask_all(&ends[0], &ends[1], 3, 5);
    for (uint32_t i = 0; i < 2; i++) {
        intro_paths *paths;
        q.all_chains = i != 0;
        assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
        assert_int_equal(intro_paths_count(paths), 0);
        assert_int_equal(intro_paths_reason(paths), INTRO_NO_OTHER_COMPONENT);
        intro_paths_free(paths);
    }
    small_graph_free(g);
}

static void a_hostile_search_can_be_cancelled(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_complete(60, 1.0F);
    const intro_vid ends[] = {0, 59};
    const intro_paths_query q =
        ask_all(&ends[0], &ends[1], 8, INTRO_MAX_CHAINS);
    intro_paths *paths = NULL;
    intro_ctx_cancel(ctx);
    assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    assert_null(paths);
    small_graph_free(g);
}

/* Asker and target know one person, who knows a crowd that knows itself: every
 * walk through the crowd leads back to him. 58 ^ 5 prefixes. */
static void a_crowd_of_dead_ends_is_not_searched_through(void **state)
{
    (void)state;
    enum { CROWD = 60 };
    small_tie ties[CROWD * CROWD];
    size_t count = 0;
    for (uint32_t i = 1; i < CROWD; i++) {
        for (uint32_t j = i + 1; j < CROWD; j++) {
            ties[count++] = (small_tie){i, j, 1.0F};
        }
    }
    ties[count++] = (small_tie){0, 1, 1.0F};
    ties[count++] = (small_tie){1, CROWD, 1.0F};
    intro_graph *const g = small_graph_new(CROWD + 1, false, ties, count);
    const intro_vid ends[] = {0, CROWD};
    const intro_paths_query q = ask_all(&ends[0], &ends[1], 8, 10);
    intro_paths *paths;
    assert_int_equal(intro_paths_find(ctx, g, &q, &paths), INTRO_OK);
    assert_int_equal(intro_paths_count(paths), 1);
    assert_int_equal(intro_paths_chain(paths, 0).hops, 2);
    intro_paths_free(paths);
    small_graph_free(g);
}

static void memory_that_runs_out_leaks_nothing(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    intro_graph *const g = small_graph_grid(5, 5, 0.5F);
    const intro_vid ends[] = {0, 24};
    for (uint32_t mode = 0; mode < 4; mode++) {
        intro_paths_query q = ask_all(&ends[0], &ends[1], mode < 2 ? 8 : 3, 9);
        q.all_chains = mode % 2 == 0;
        const uint64_t before = intro_i_alloc_bytes();
        intro_status rc = INTRO_ENOMEM;
        for (uint64_t after = 0; rc != INTRO_OK; after++) {
            intro_paths *paths = NULL;
            intro_i_alloc_fail_after(after, false);
            rc = intro_paths_find(ctx, g, &q, &paths);
            intro_i_alloc_fail_after(UINT64_MAX, false);
            assert_true(rc == INTRO_OK || rc == INTRO_ENOMEM);
            intro_paths_free(paths);
            assert_int_equal(intro_i_alloc_bytes(), before);
        }
    }
    small_graph_free(g);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_agree_with_all_simple_paths_tried),
        cmocka_unit_test(hubs_and_big_sets_agree_with_all_simple_paths_tried),
        cmocka_unit_test(k_best_chains_survive_the_traps_of_other_tools),
        cmocka_unit_test(known_shapes_agree_with_all_simple_paths),
        cmocka_unit_test(rounding_ties_go_to_the_smaller_ids),
        cmocka_unit_test(k_best_products_agree_with_igraph),
        cmocka_unit_test(chains_of_a_larger_graph_are_sound),
        cmocka_unit_test(a_reused_searcher_answers_like_a_fresh_one),
        cmocka_unit_test(one_more_tie_never_lowers_the_best_warmth),
        cmocka_unit_test(queries_out_of_range_are_refused),
        cmocka_unit_test(direct_ties_are_listed_whatever_the_limits),
        cmocka_unit_test(strangers_are_of_another_component),
        cmocka_unit_test(a_hostile_search_can_be_cancelled),
        cmocka_unit_test(a_crowd_of_dead_ends_is_not_searched_through),
        cmocka_unit_test(memory_that_runs_out_leaks_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, open_context, close_context);
}
