/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/hyperloglog.h"
#include "analysis/reach_ball.h"
#include "analysis/registers.h"
#include "base/alloc.h"
#include "base/random.h"
#include "small_graphs.h"

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

static void *take(size_t count, size_t size)
{
    void *const block = calloc(count + 1, size);
    assert_non_null(block);
    return block;
}

/* A graph with what is found of everybody in it. */
typedef struct found {
    intro_graph *graph;
    intro_i_weak_graph weak;
    intro_i_reach_rows rows;
    uint32_t *two;
    uint32_t *three;
} found;

static void begin(found *f, intro_graph *graph)
{
    f->graph = graph;
    assert_int_equal(intro_i_weak_graph_init(ctx, graph, &f->weak), INTRO_OK);
    assert_int_equal(intro_i_reach_rows_init(ctx, &f->weak, &f->rows),
                     INTRO_OK);
    f->two = take(graph->people, sizeof *f->two);
    f->three = take(graph->people, sizeof *f->three);
}

static void end(found *f)
{
    free(f->two);
    free(f->three);
    intro_i_reach_rows_fini(&f->rows);
    intro_i_weak_graph_fini(&f->weak);
    small_graph_free(f->graph);
}

/* --- brute force ----------------------------------------------------------------- */

/* Ties from v to everybody, along arcs of any strength but 0; -1: more than
 * three, or none. */
static void measure(const intro_graph *g, uint32_t v, int *ties)
{
    for (uint32_t w = 0; w < g->people; w++) {
        ties[w] = w == v ? 0 : -1;
    }
    for (int level = 0; level < 3; level++) {
        for (uint32_t w = 0; w < g->people; w++) {
            for (uint64_t i = g->out_offsets[w];
                 ties[w] == level && i < g->out_offsets[w + 1]; i++) {
                if (g->out_strengths[i] > 0 && ties[g->out_people[i]] < 0) {
                    ties[g->out_people[i]] = level + 1;
                }
            }
        }
    }
}

static intro_i_reach_figures slow_figures(const intro_graph *g, uint32_t v,
                                          const intro_i_groups *groups)
{
    intro_i_reach_figures f = {0, 0, 0};
    int *const ties = take(g->people, sizeof *ties);
    bool *const met = take(groups->count, sizeof *met);
    measure(g, v, ties);
    for (uint32_t w = 0; w < g->people; w++) {
        f.two += ties[w] == 1 || ties[w] == 2;
        f.three += ties[w] > 0;
        if ((ties[w] == 1 || ties[w] == 2) &&
            groups->of[w] != INTRO_I_NO_GROUP) {
            f.groups += !met[groups->of[w]];
            met[groups->of[w]] = true;
        }
    }
    free(ties);
    free(met);
    return f;
}

static void draw_groups(intro_i_groups *groups, uint32_t people, uint32_t count,
                        uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    memset(groups, 0, sizeof *groups);
    groups->count = count;
    groups->of = intro_i_alloc(people, sizeof *groups->of);
    assert_non_null(groups->of);
    for (uint32_t v = 0; v < people; v++) {
        groups->of[v] = intro_i_random_below(&random, 4) == 0
                            ? INTRO_I_NO_GROUP
                            : (uint32_t)intro_i_random_below(&random, count);
    }
}

/* Every way to the figures gives them. */
static void check(intro_graph *graph, uint32_t group_count, uint64_t seed)
{
    found f;
    intro_i_groups groups;
    const uint32_t people = graph->people;
    begin(&f, graph);
    draw_groups(&groups, people, group_count, seed);
    uint32_t *const reached = take(people, sizeof *reached);
    intro_vid *const list = take(people, sizeof *list);
    intro_i_reach_figures *const each = take(people, sizeof *each);
    for (uint32_t v = 0; v < people; v++) {
        list[v] = people - 1 - v;
    }
    assert_int_equal(intro_i_reach_all(ctx, &f.rows, f.two, f.three), INTRO_OK);
    assert_int_equal(intro_i_reach_groups(ctx, &f.rows, &groups, reached),
                     INTRO_OK);
    assert_int_equal(
        intro_i_reach_of(ctx, &f.rows, &groups, list, people, each), INTRO_OK);
    for (uint32_t v = 0; v < people; v++) {
        const intro_i_reach_figures wanted = slow_figures(graph, v, &groups);
        const intro_i_reach_figures *const one = &each[people - 1 - v];
        assert_int_equal(one->two, wanted.two);
        assert_int_equal(one->three, wanted.three);
        assert_int_equal(one->groups, wanted.groups);
        assert_int_equal(f.two[v], wanted.two);
        assert_int_equal(f.three[v], wanted.three);
        assert_int_equal(reached[v], wanted.groups);
    }
    assert_int_equal(intro_i_reach_of(ctx, &f.rows, NULL, list, 1, each),
                     INTRO_OK);
    assert_int_equal(each[0].groups, 0);
    free(reached);
    free(list);
    free(each);
    intro_i_groups_fini(&groups);
    end(&f);
}

static void reach_agrees_with_levels_on_random_graphs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        check(small_graph_random(seed, (uint32_t)(seed % 60) + 1, seed * 2 / 3,
                                 seed % 2 == 0, 8),
              (uint32_t)(seed % 9) + 1, seed);
    }
}

/* Dense and sparse, so that both ways are taken; more than one slice of people
 * and of groups. */
static void reach_agrees_with_levels_on_larger_graphs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        const bool is_directed = seed % 2 == 0;
        check(small_graph_random(seed, 1300, 1500, is_directed, 0), 20, seed);
        check(small_graph_random(seed, 1300, 30000, is_directed, 0), 1200,
              seed);
        check(small_graph_random(seed, 1300, 30000, is_directed, 0), 3, seed);
        check(small_graph_hubs(seed, 700, 3), 600, seed);
    }
    check(small_graph_star(900, 0.5F), 5, 1);
    check(small_graph_star(900, 0.5F), 800, 1);
    check(small_graph_complete(70, 0.5F), 2, 1);
    check(small_graph_path(600, 0.5F), 2, 1);
}

static void ties_left_out_lead_nowhere(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        intro_graph *const g =
            small_graph_random(seed, 40, 150, seed % 2 == 0, 8);
        g->observed_only = g->has_left_out = true;
        for (uint32_t v = 0; v < g->people; v++) {
            for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1];
                 i++) {
                const uint32_t w = g->out_people[i];
                if ((v + w) % 3 == 0) {
                    ((float *)(uintptr_t)g->out_strengths)[i] = 0;
                    for (uint64_t k = g->in_offsets[w];
                         k < g->in_offsets[w + 1]; k++) {
                        if (g->in_people[k] == v) {
                            ((float *)(uintptr_t)g->in_strengths)[k] = 0;
                        }
                    }
                }
            }
        }
        check(g, 5, seed);
    }
}

static void a_person_alone_in_a_group_does_not_reach_it(void **state)
{
    /* 0 is tied to 1 and 2; of the group of 0 there is nobody else. */
    static const small_tie ties[] = {{0, 1, 1}, {0, 2, 1}, {1, 2, 1}};
    uint32_t of[] = {0, 1, 1};
    const intro_i_groups groups = {.count = 2, .of = of};
    uint32_t reached[3];
    found f;
    (void)state;
    begin(&f, small_graph_new(3, false, ties, 3));
    assert_int_equal(intro_i_reach_groups(ctx, &f.rows, &groups, reached),
                     INTRO_OK);
    assert_int_equal(reached[0], 1);
    assert_int_equal(reached[1], 2);
    assert_int_equal(reached[2], 2);
    end(&f);
}

static void nobody_reaches_nobody(void **state)
{
    found f;
    (void)state;
    begin(&f, small_graph_new(0, false, NULL, 0));
    assert_int_equal(intro_i_reach_all(ctx, &f.rows, f.two, f.three), INTRO_OK);
    assert_int_equal(intro_i_hll_reach(ctx, &f.rows, 1, 4, f.two, f.three),
                     INTRO_OK);
    assert_int_equal(intro_i_reach_of(ctx, &f.rows, NULL, NULL, 0, NULL),
                     INTRO_OK);
    end(&f);
}

/* --- published graphs --------------------------------------------------------------- */

/* Mean number of ties between two people, by balls that grow until nobody is
 * added: measures.md 10. */
static double mean_distance(const char *file)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const folder = getenv("top_srcdir");
    intro_graph *graph = NULL;
    intro_i_weak_graph weak;
    intro_i_reach_rows rows;
    intro_i_reach_ball ball;
    char path[4096];
    const char *const files[] = {path};
    assert_non_null(folder);
    (void)snprintf(path, sizeof path, "%s/datasets/%s", folder, file);
    assert_int_equal(intro_import_run(ctx, files, 1, &options, &graph),
                     INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, graph, &weak), INTRO_OK);
    assert_int_equal(intro_i_reach_rows_init(ctx, &weak, &rows), INTRO_OK);
    assert_int_equal(intro_i_reach_ball_init(&ball, &rows), INTRO_OK);
    double sum = 0;
    double pairs = 0;
    for (uint32_t v = 0; v < graph->people; v++) {
        intro_i_reach_ball_begin(&ball, v);
        for (uint32_t ties = 1; ball.inner < ball.count; ties++) {
            assert_int_equal(intro_i_reach_ball_grow(ctx, &ball), INTRO_OK);
            sum += (double)ties * (ball.count - ball.inner);
            pairs += ball.count - ball.inner;
        }
    }
    intro_i_reach_ball_fini(&ball);
    intro_i_reach_rows_fini(&rows);
    intro_i_weak_graph_fini(&weak);
    intro_graph_close(graph);
    return sum / pairs;
}

static void mean_distances_are_those_published(void **state)
{
    (void)state;
    assert_true(fabs(mean_distance("karate.graphml") - 2.408200) < 5e-7);
    assert_true(fabs(mean_distance("florentine.graphml") - 2.485714) < 5e-7);
}

/* --- HyperLogLog --------------------------------------------------------------------- */

/* Registers of a set of n people, as they would be if hashes were perfect. */
static double estimate_set(uint64_t n, unsigned most, uint64_t seed)
{
    static uint8_t registers[INTRO_I_HLL_REGISTERS];
    intro_i_random random;
    intro_i_random_init_part(&random, seed, n);
    memset(registers, 0, sizeof registers);
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t draw = intro_i_random_u64(&random);
        const uint64_t rest = draw << 10 | 512;
        uint8_t value = (uint8_t)(__builtin_clzll(rest) + 1);
        value = value > most + 1 ? (uint8_t)(most + 1) : value;
        uint8_t *const at = &registers[draw >> 54];
        *at = value > *at ? value : *at;
    }
    uint32_t zeros = 0;
    uint32_t full = 0;
    double sum = 0;
    for (int i = 0; i < INTRO_I_HLL_REGISTERS; i++) {
        zeros += registers[i] == 0;
        full += registers[i] == most + 1;
        if (registers[i] != 0 && registers[i] <= most) {
            sum += ldexp(1, -registers[i]);
        }
    }
    return intro_i_hll_estimate(zeros, full, sum, most);
}

static void sets_are_estimated_within_the_stated_error(void **state)
{
    static const uint64_t sizes[] = {1,    10,   100,   500,    1500,
                                     2500, 4000, 10000, 100000, 400000};
    enum { RUNS = 40 };
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (unsigned most = 14; most <= 54; most += 40) {
            double sum = 0;
            double squares = 0;
            for (uint64_t seed = 1; seed <= RUNS; seed++) {
                const double off =
                    estimate_set(sizes[i], most, seed) / (double)sizes[i] - 1;
                sum += off;
                squares += off * off;
            }
            const double error = 1.04 / 32;
            if (fabs(sum / RUNS) > 3 * error / sqrt(RUNS) ||
                sqrt(squares / RUNS) > 1.35 * error) {
                fail_msg("%lu people: mean error %g, root mean square %g",
                         (unsigned long)sizes[i], sum / RUNS,
                         sqrt(squares / RUNS));
            }
        }
    }
    assert_true(intro_i_hll_estimate(INTRO_I_HLL_REGISTERS, 0, 0, 14) == 0);
}

/* Four bits are full at 15 in many registers by then. */
static void four_bits_do_for_thirty_million(void **state)
{
    (void)state;
    double sum = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        sum += estimate_set(30000000, 14, seed) / 30000000 - 1;
    }
    assert_true(fabs(sum / 3) < 3 * 0.045 / sqrt(3));
    assert_int_equal(intro_i_hll_bits(1000000), 4);
    assert_int_equal(intro_i_hll_bits(UINT32_C(1) << 25), 4);
    assert_int_equal(intro_i_hll_bits((UINT32_C(1) << 25) + 1), 8);
}

static unsigned register_of(const intro_i_line *line, int i)
{
    return (unsigned)line->bytes[i / 2] >> i % 2 * 4 & 15U;
}

/* One by one. */
static void check_line(const intro_i_line *joined, const intro_i_line *lines,
                       uint32_t own, const intro_i_line_row *row,
                       const intro_i_register_sums *sums)
{
    intro_i_register_sums expected = {0, 0, 0};
    for (int i = 0; i < 2 * INTRO_I_LINE; i++) {
        unsigned value = register_of(&lines[own], i);
        for (uint64_t k = 0; k < row->count; k++) {
            const unsigned other = register_of(&lines[row->neighbours[k]], i);
            value = other > value ? other : value;
        }
        assert_int_equal(register_of(joined, i), value);
        expected.zeros += value == 0;
        expected.full += value == 15;
        expected.sum += value % 15 == 0 ? 0 : UINT64_C(1) << (14 - value);
    }
    assert_true(expected.sum == sums->sum && expected.zeros == sums->zeros &&
                expected.full == sums->full);
}

/* Lines of any registers, and rows of none, one and many of them. */
static void every_processor_has_the_same_registers(void **state)
{
    enum { LINES = 200, RUNS = 300 };
    const intro_i_registers_way *const best = intro_i_registers_best();
    static intro_i_line lines[LINES];
    uint32_t neighbours[LINES];
    intro_i_random random;
    (void)state;
    intro_i_random_init_part(&random, 1, 31);
    for (uint32_t i = 0; i < LINES; i++) {
        for (int k = 0; k < INTRO_I_LINE; k++) {
            /* Some lines of one value, the least and the greatest among them. */
            lines[i].bytes[k] = i < 16 ? (uint8_t)(i * 17)
                                       : (uint8_t)intro_i_random_u64(&random);
        }
    }
    for (uint32_t run = 0; run < RUNS; run++) {
        const uint64_t count =
            run < 16 ? 0 : intro_i_random_below(&random, LINES / 2);
        const intro_i_line_row row = {neighbours, count, LINES};
        intro_i_line one = lines[run % LINES];
        intro_i_line other = one;
        for (uint32_t i = 0; i < LINES; i++) {
            neighbours[i] = (uint32_t)intro_i_random_below(&random, LINES);
        }
        intro_i_registers_portable.join(&one, lines, &row);
        best->join(&other, lines, &row);
        assert_memory_equal(&one, &other, sizeof one);
        const intro_i_register_sums a = intro_i_registers_portable.read(&one);
        const intro_i_register_sums b = best->read(&one);
        assert_true(a.sum == b.sum && a.zeros == b.zeros && a.full == b.full);
        check_line(&one, lines, run % LINES, &row, &a);
    }
}

static double total(const uint32_t *numbers, uint32_t count)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += numbers[i];
    }
    return sum;
}

/* measures.md 10: over fixed seeds, N(2) and N(3) within three standard errors of
 * the mean; and each person's figure with about the stated error. */
static void check_estimates(intro_graph *graph, unsigned bits)
{
    enum { RUNS = 16 };
    found f;
    begin(&f, graph);
    const uint32_t people = graph->people;
    uint32_t *const two = take(people, sizeof *two);
    uint32_t *const three = take(people, sizeof *three);
    double mean_two = 0;
    double mean_three = 0;
    double squares = 0;
    double figures = 0;
    assert_int_equal(intro_i_reach_all(ctx, &f.rows, f.two, f.three), INTRO_OK);
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        assert_int_equal(
            intro_i_hll_reach(ctx, &f.rows, seed, bits, two, three), INTRO_OK);
        mean_two += total(two, people) / RUNS;
        mean_three += total(three, people) / RUNS;
        for (uint32_t v = 0; v < people; v++) {
            const uint64_t degree = f.rows.offsets[v + 1] - f.rows.offsets[v];
            assert_true(two[v] >= degree && three[v] >= two[v] &&
                        three[v] < people);
            if (f.two[v] >= 100) {
                const double off = (double)two[v] / f.two[v] - 1;
                squares += off * off;
                figures++;
            }
        }
    }
    const double most = 3 * 1.04 / 32 / sqrt(RUNS);
    const double exact_two = total(f.two, people);
    const double exact_three = total(f.three, people);
    assert_true(fabs(mean_two - exact_two) <= most * exact_two);
    assert_true(fabs(mean_three - exact_three) <= most * exact_three);
    if (figures > 0) {
        assert_true(sqrt(squares / figures) < 1.2 * 1.04 / 32);
    }
    free(two);
    free(three);
    end(&f);
}

static void estimates_are_near_exact_reach(void **state)
{
    (void)state;
    check_estimates(small_graph_random(1, 3000, 15000, false, 0), 4);
    check_estimates(small_graph_random(2, 3000, 20000, true, 0), 4);
    check_estimates(small_graph_hubs(3, 4000, 5), 4);
    check_estimates(small_graph_hubs(3, 4000, 5), 8);
    check_estimates(small_graph_random(4, 500, 700, true, 0), 8);
    check_estimates(small_graph_ring(300, 0.5F), 4);
}

static void threads_do_not_matter(void **state)
{
    enum { PEOPLE = 9000 };
    found f;
    intro_i_groups groups;
    uint32_t *const two = take(PEOPLE, sizeof *two);
    uint32_t *const three = take(PEOPLE, sizeof *three);
    const size_t size = PEOPLE * sizeof *two;
    (void)state;
    begin(&f, small_graph_random(7, PEOPLE, 60000, true, 0));
    draw_groups(&groups, PEOPLE, 700, 7);
    for (int way = 0; way < 3; way++) {
        assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
        for (int run = 0; run < 2; run++) {
            uint32_t *const a = run == 0 ? two : f.two;
            uint32_t *const b = run == 0 ? three : f.three;
            const intro_status rc =
                way == 0   ? intro_i_reach_all(ctx, &f.rows, a, b)
                : way == 1 ? intro_i_hll_reach(ctx, &f.rows, 1, 4, a, b)
                           : intro_i_reach_groups(ctx, &f.rows, &groups, a);
            assert_int_equal(rc, INTRO_OK);
            assert_int_equal(intro_ctx_set_threads(ctx, 7), INTRO_OK);
        }
        assert_memory_equal(two, f.two, size);
        assert_memory_equal(three, f.three, size);
    }
    assert_int_equal(intro_i_hll_reach(ctx, &f.rows, 2, 4, two, f.three),
                     INTRO_OK);
    assert_int_not_equal(memcmp(three, f.three, size), 0);
    free(two);
    free(three);
    intro_i_groups_fini(&groups);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reach_agrees_with_levels_on_random_graphs),
        cmocka_unit_test(reach_agrees_with_levels_on_larger_graphs),
        cmocka_unit_test(ties_left_out_lead_nowhere),
        cmocka_unit_test(a_person_alone_in_a_group_does_not_reach_it),
        cmocka_unit_test(nobody_reaches_nobody),
        cmocka_unit_test(mean_distances_are_those_published),
        cmocka_unit_test(sets_are_estimated_within_the_stated_error),
        cmocka_unit_test(four_bits_do_for_thirty_million),
        cmocka_unit_test(every_processor_has_the_same_registers),
        cmocka_unit_test(estimates_are_near_exact_reach),
        cmocka_unit_test(threads_do_not_matter),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("reach", tests, open_context,
                                       close_context);
}
