/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/chains.h"
#include "base/random.h"
#include "small_graphs.h"

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

static void a_table_of_people_met_agrees_with_a_plain_array(void **state)
{
    (void)state;
    enum { EVERYBODY = 20000 };
    static uint32_t numbers[EVERYBODY];
    static const uint32_t amounts[] = {3, 700, 5000, 0, 20000, 12, 9000, 300};
    intro_i_random random;
    intro_i_met met;
    intro_i_random_init(&random, first_seed());
    intro_i_met_init(&met, EVERYBODY);
    for (size_t round = 0; round < INTRO_COUNT_OF(amounts); round++) {
        memset(numbers, 0xFF, sizeof numbers);
        uint32_t count = 0;
        assert_int_equal(intro_i_met_reserve(&met, 0), INTRO_OK);
        for (uint32_t i = 0; i < amounts[round]; i++) {
            const intro_vid v =
                (intro_vid)intro_i_random_below(&random, EVERYBODY);
            assert_int_equal(intro_i_met_find(&met, v), numbers[v]);
            assert_int_equal(intro_i_met_reserve(&met, 1), INTRO_OK);
            numbers[v] = numbers[v] == INTRO_I_NOT_MET ? count++ : numbers[v];
            assert_int_equal(intro_i_met_add(&met, v), numbers[v]);
            assert_int_equal(met.people.data[numbers[v]], v);
        }
        assert_int_equal(met.people.count, count);
        for (intro_vid v = 0; v < EVERYBODY; v++) {
            assert_int_equal(intro_i_met_find(&met, v), numbers[v]);
        }
        intro_i_met_clear(&met);
    }
    intro_i_met_fini(&met);
}

/* Ties of the shortest way, or UINT32_MAX, by rounds over all arcs. */
static uint32_t measure_distance(const intro_graph *g, intro_vid from,
                                 intro_vid to, intro_vid avoid, double floor)
{
    uint32_t *const hops = malloc(g->people * sizeof *hops);
    assert_non_null(hops);
    memset(hops, 0xFF, g->people * sizeof *hops);
    hops[from] = from == avoid ? UINT32_MAX : 0;
    for (bool is_new = true; is_new;) {
        is_new = false;
        for (intro_vid v = 0; v < g->people; v++) {
            for (uint64_t i = g->out_offsets[v];
                 hops[v] != UINT32_MAX && i < g->out_offsets[v + 1]; i++) {
                const intro_vid w = g->out_people[i];
                if (w != avoid && (double)g->out_strengths[i] >= floor &&
                    hops[v] + 1 < hops[w]) {
                    hops[w] = hops[v] + 1;
                    is_new = true;
                }
            }
        }
    }
    const uint32_t distance = hops[to];
    free(hops);
    return distance;
}

static void reach_agrees_with_distances(void **state)
{
    (void)state;
    for (uint64_t seed = first_seed(), end = seed + 400; seed < end; seed++) {
        intro_graph *const g =
            small_graph_random(seed, 60, 40 + seed % 70, seed % 2 != 0, 8);
        const intro_vid people[] = {(intro_vid)(seed % 60),
                                    (intro_vid)((seed * 7 + 1) % 60),
                                    (intro_vid)((seed * 13 + 5) % 60)};
        if (people[0] != people[1]) {
            intro_i_reach_query q = {.from = &people[0],
                                     .from_count = 1,
                                     .to = &people[1],
                                     .to_count = 1,
                                     .avoid = &people[2],
                                     .avoid_count = 1,
                                     .floor = seed % 3 == 0 ? 0.25 : 0.01};
            const uint32_t distance =
                measure_distance(g, people[0], people[1], people[2], q.floor);
            for (uint32_t hops = 0; hops <= 12; hops++) {
                bool is_reached = false;
                q.max_hops = hops == 12 ? UINT32_MAX : hops;
                assert_int_equal(intro_i_reach(ctx, g, &q, &is_reached),
                                 INTRO_OK);
                assert_int_equal(is_reached, distance != UINT32_MAX &&
                                                 distance <= q.max_hops);
            }
        }
        small_graph_free(g);
    }
}

static bool is_in(const intro_vid *list, size_t count, intro_vid v)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == v) {
            return true;
        }
    }
    return false;
}

/* walks[h * people + v]: the greatest product of a walk of exactly h ties, by
 * rounds over all arcs; nothing is dropped and nothing is cut short. */
static double *fill_walks(const intro_graph *g, const intro_paths_query *q)
{
    double *const walks = calloc((size_t)g->people * q->max_hops, 8);
    assert_non_null(walks);
    for (size_t i = 0; i < q->target_count; i++) {
        walks[q->targets[i]] = 1;
    }
    for (uint32_t h = 1; h < q->max_hops; h++) {
        double *const here = walks + (size_t)h * g->people;
        const double *const before = here - g->people;
        for (intro_vid v = 0; v < g->people; v++) {
            if (is_in(q->targets, q->target_count, v) ||
                is_in(q->from, q->from_count, v)) {
                continue;
            }
            for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1];
                 i++) {
                const double product =
                    (double)g->out_strengths[i] * before[g->out_people[i]];
                here[v] = product > here[v] ? product : here[v];
            }
        }
    }
    return walks;
}

/* Best of every introducer by these tables, against the ball's. */
static void compare_introducers(const intro_graph *g,
                                const intro_paths_query *q, intro_i_ball *ball)
{
    double *const walks = fill_walks(g, q);
    const intro_i_introducer *list;
    size_t count;
    assert_int_equal(intro_i_ball_build(ctx, ball, q), INTRO_OK);
    assert_int_equal(intro_i_best_introducers(ctx, ball, &list, &count),
                     INTRO_OK);
    size_t expected = 0;
    double last = 0;
    for (uint64_t i = g->out_offsets[q->from[0]];
         i < g->out_offsets[q->from[0] + 1]; i++) {
        const intro_vid v = g->out_people[i];
        intro_i_introducer right = {0, 0, g->out_strengths[i], q->from[0], v};
        for (uint32_t h = 1; h < q->max_hops; h++) {
            const double total =
                (double)right.strength * walks[(size_t)h * g->people + v];
            if (total > right.warmth) {
                right.warmth = total;
                right.hops = h + 1;
            }
        }
        expected += right.hops != 0;
        last = count == 0 ? 0 : list[count - 1].warmth;
        const intro_i_introducer *found = NULL;
        for (size_t j = 0; j < count; j++) {
            found = list[j].person == v ? &list[j] : found;
        }
        if (found == NULL) {
            assert_true(right.hops == 0 ||
                        (count == q->limit && right.warmth <= last));
            continue;
        }
        assert_int_equal(found->hops, right.hops);
        assert_true(found->warmth >= right.warmth &&
                    found->warmth <= right.warmth);
        intro_i_chain chain;
        assert_int_equal(intro_i_trace_chain(ball, found, &chain), INTRO_OK);
        assert_int_equal(chain.people[0], q->from[0]);
        assert_int_equal(chain.people[1], v);
        assert_true(
            is_in(q->targets, q->target_count, chain.people[chain.hops]));
    }
    assert_int_equal(count, expected < q->limit ? expected : q->limit);
    free(walks);
}

static void introducers_agree_with_full_tables_of_walks(void **state)
{
    (void)state;
    enum { PEOPLE = 3000 };
    intro_graph *const g = small_graph_hubs(5, PEOPLE, 6);
    static intro_vid targets[PEOPLE];
    intro_i_ball ball;
    intro_i_random random;
    intro_i_random_init(&random, first_seed());
    intro_i_ball_init(&ball, g);
    for (uint32_t i = 0; i < 60; i++) {
        static const uint32_t steps[] = {2999, 1000, 100, 7};
        const uint32_t step = steps[i % INTRO_COUNT_OF(steps)];
        const intro_vid from = (intro_vid)intro_i_random_below(&random, PEOPLE);
        intro_paths_query q = INTRO_PATHS_QUERY_INIT;
        for (intro_vid v = i; v < PEOPLE; v += step) {
            if (v != from) {
                targets[q.target_count++] = v;
            }
        }
        q.from = &from;
        q.from_count = 1;
        q.targets = targets;
        q.max_hops = 2 + i / 4 % 5;
        q.limit = i % 3 == 0 ? 1000 : 3;
        if (q.target_count != 0) {
            compare_introducers(g, &q, &ball);
        }
    }
    intro_i_ball_fini(&ball);
    small_graph_free(g);
}

static void a_sieve_lets_its_people_through_and_few_others(void **state)
{
    (void)state;
    enum { EVERYBODY = 1 << 20 };
    static intro_vid asked[INTRO_I_SIFT_MOST];
    intro_i_sieve sieve = {0};
    for (uint32_t people = 1; people <= 60000; people = people * 7 + 1) {
        intro_i_random random;
        intro_i_random_init(&random, people);
        uint16_t places[INTRO_I_SIFT_MOST];
        size_t strangers = 0;
        assert_int_equal(intro_i_sieve_reset(&sieve, people), INTRO_OK);
        assert_true(sieve.room >= people);
        for (uint32_t i = 0; i < people; i++) {
            intro_i_sieve_add(&sieve, i * 17 % EVERYBODY);
        }
        for (uint32_t round = 0; round < 64; round++) {
            for (size_t i = 0; i < INTRO_I_SIFT_MOST; i++) {
                asked[i] = EVERYBODY +
                           (intro_vid)intro_i_random_below(&random, EVERYBODY);
            }
            const uint32_t member =
                (uint32_t)intro_i_random_below(&random, people);
            const size_t place = round * 4;
            asked[place] = member * 17 % EVERYBODY;
            const size_t passed =
                intro_i_sieve_sift(&sieve, asked, INTRO_I_SIFT_MOST, places);
            bool is_through = false;
            for (size_t i = 0; i < passed; i++) {
                assert_true(i == 0 || places[i] > places[i - 1]);
                is_through = is_through || places[i] == place;
            }
            assert_true(is_through);
            strangers += passed - 1;
        }
        /* One in 16 at most; one in 32 is expected. */
        assert_true(strangers <= 64 * INTRO_I_SIFT_MOST / 16);
    }
    intro_i_sieve_fini(&sieve);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_people_met_agrees_with_a_plain_array),
        cmocka_unit_test(reach_agrees_with_distances),
        cmocka_unit_test(introducers_agree_with_full_tables_of_walks),
        cmocka_unit_test(a_sieve_lets_its_people_through_and_few_others),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, open_context, close_context);
}
