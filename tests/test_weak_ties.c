/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/weak_ties.h"
#include "base/alloc.h"
#include "small_graphs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

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

static bool is_tied(const intro_i_weak_graph *weak, uint32_t v, uint32_t w)
{
    uint64_t arc;
    return intro_i_weak_find(weak, v, w, &arc);
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Everything by the definitions, from pairs of people. */
typedef struct slow {
    uint32_t *mutual;
    uint32_t *all; /* known by either end but the ends */
    double *sorted;
    double median;
} slow;

static void count_pair(const intro_i_weak_graph *weak, uint32_t v, uint32_t w,
                       uint32_t *both, uint32_t *either)
{
    *both = *either = 0;
    for (uint32_t x = 0; x < weak->people; x++) {
        if (x != v && x != w) {
            const bool by_v = is_tied(weak, v, x);
            const bool by_w = is_tied(weak, w, x);
            *both += by_v && by_w;
            *either += by_v || by_w;
        }
    }
}

static void look_slowly(const intro_i_weak_graph *weak, slow *out)
{
    const size_t room = (size_t)weak->ties + 1;
    uint64_t tie = 0;
    out->mutual = calloc(room, sizeof *out->mutual);
    out->all = calloc(room, sizeof *out->all);
    out->sorted = calloc(room, sizeof *out->sorted);
    for (uint32_t v = 0; v < weak->people; v++) {
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            const uint32_t w = weak->neighbours[i];
            if (w > v) {
                count_pair(weak, v, w, &out->mutual[tie], &out->all[tie]);
                out->sorted[tie++] = (double)weak->strengths[i];
            }
        }
    }
    qsort(out->sorted, (size_t)tie, sizeof *out->sorted, compare);
    out->median = tie == 0
                      ? (double)NAN
                      : (out->sorted[(tie - 1) / 2] + out->sorted[tie / 2]) / 2;
}

static void free_slow(slow *s)
{
    free(s->mutual);
    free(s->all);
    free(s->sorted);
}

static uint32_t weakness_of(const slow *s, uint64_t tie, float strength,
                            double below, double most)
{
    const double overlap =
        s->all[tie] == 0 ? 0 : (double)s->mutual[tie] / (double)s->all[tie];
    return ((double)strength < below ? INTRO_I_WEAK_BY_STRENGTH : 0) |
           (overlap <= most ? INTRO_I_WEAK_BY_STRUCTURE : 0);
}

/* The tally of intro_i_weak_ties_count(), whose counts of common neighbours are by
 * slot. */
static void check_counts(const intro_i_weak_ties *ties, const slow *s,
                         const uint32_t *expected)
{
    const intro_i_weak_graph *const weak = ties->weak;
    intro_i_orientation o;
    assert_int_equal(intro_i_orientation_init(ctx, weak, &o), INTRO_OK);
    uint64_t *const slots = calloc(weak->ties + 1, sizeof *slots);
    uint32_t *const by_slot = calloc(weak->ties + 1, sizeof *by_slot);
    uint32_t *const counts = calloc(weak->people + 1, sizeof *counts);
    intro_i_orientation_tie_slots(&o, 0, weak->people, slots);
    for (uint64_t tie = 0; tie < weak->ties; tie++) {
        by_slot[slots[tie]] = s->mutual[tie];
    }
    assert_int_equal(intro_i_weak_ties_count(ctx, ties, &o, by_slot, counts),
                     INTRO_OK);
    assert_memory_equal(counts, expected, weak->people * sizeof *counts);
    free(slots);
    free(by_slot);
    free(counts);
    intro_i_orientation_fini(&o);
}

static void check(const intro_graph *g, const intro_i_weak_rule *rule)
{
    intro_i_weak_graph weak;
    intro_i_weak_ties ties;
    slow s;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    look_slowly(&weak, &s);
    assert_int_equal(intro_i_weak_ties_init(ctx, &weak, s.mutual, rule, &ties),
                     INTRO_OK);
    const double below =
        isnan(rule->strength_below) ? s.median : rule->strength_below;
    assert_true(ties.strength_below == below || weak.ties == 0);
    uint32_t *const expected = calloc(weak.people + 1, sizeof *expected);
    for (uint32_t v = 0; v < weak.people; v++) {
        const uint64_t first = intro_i_weak_upper(&weak, v);
        for (uint64_t i = first; i < weak.offsets[v + 1]; i++) {
            const uint64_t tie = weak.tie_start[v] + i - first;
            const uint32_t w = weak.neighbours[i];
            const double overlap = intro_i_tie_overlap(&ties, v, w, tie);
            const uint32_t weakness = weakness_of(&s, tie, weak.strengths[i],
                                                  below, rule->overlap_most);
            assert_true(s.all[tie] == 0 ? isnan(overlap)
                                        : overlap == (double)s.mutual[tie] /
                                                         (double)s.all[tie]);
            assert_int_equal(
                intro_i_tie_weakness(&ties, v, w, weak.strengths[i], tie),
                weakness);
            expected[v] += weakness != 0;
            expected[w] += weakness != 0;
        }
    }
    check_counts(&ties, &s, expected);
    free(expected);
    free_slow(&s);
    intro_i_weak_graph_fini(&weak);
}

static void random_graphs_agree_with_the_definitions(void **state)
{
    (void)state;
    const intro_i_weak_rule rules[] = {
        INTRO_I_WEAK_RULE_INIT, {0.4, 0.05}, {(double)NAN, 0.3}, {0, 0}};
    for (uint64_t seed = 1; seed <= 60; seed++) {
        intro_graph *const g =
            small_graph_random(seed, 2 + (uint32_t)(seed % 23), seed * 2,
                               seed % 3 == 0, seed % 2 == 0 ? 8 : 0);
        check(g, &rules[seed % 4]);
        small_graph_free(g);
    }
}

static void a_tie_as_strong_as_the_median_is_not_weak_by_strength(void **state)
{
    (void)state;
    const intro_i_weak_rule rule = INTRO_I_WEAK_RULE_INIT;
    intro_graph *const g = small_graph_complete(5, 0.25f);
    const uint32_t mutual[] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    intro_i_weak_graph weak;
    intro_i_weak_ties ties;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_weak_ties_init(ctx, &weak, mutual, &rule, &ties),
                     INTRO_OK);
    assert_true(ties.strength_below == 0.25);
    assert_int_equal(intro_i_tie_weakness(&ties, 0, 1, 0.25f, 0), 0);
    assert_int_equal(intro_i_tie_weakness(&ties, 0, 1, 0.2499f, 0),
                     INTRO_I_WEAK_BY_STRENGTH);
    intro_i_weak_graph_fini(&weak);
    small_graph_free(g);
}

/* Twenty people know one of the two, one knows both: 1/20 is still weak. */
static void an_overlap_of_a_twentieth_is_weak_by_structure(void **state)
{
    (void)state;
    assert_true(intro_i_overlap(12, 11, 1) == 0.05);
    assert_true(intro_i_overlap(12, 10, 1) > 0.05);
    assert_true(isnan(intro_i_overlap(1, 1, 0)));
    assert_true(intro_i_overlap(2, 2, 1) == 1);
}

static void nobody_has_ties_in_an_empty_network(void **state)
{
    (void)state;
    for (uint32_t people = 0; people < 3; people++) {
        intro_graph *const g = small_graph_new(people, false, NULL, 0);
        const intro_i_weak_rule rule = INTRO_I_WEAK_RULE_INIT;
        double median = 0;
        intro_i_weak_graph weak;
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        assert_int_equal(intro_i_median_strength(ctx, &weak, &median),
                         INTRO_OK);
        assert_true(isnan(median));
        intro_i_weak_graph_fini(&weak);
        check(g, &rule);
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_agree_with_the_definitions),
        cmocka_unit_test(a_tie_as_strong_as_the_median_is_not_weak_by_strength),
        cmocka_unit_test(an_overlap_of_a_twentieth_is_weak_by_structure),
        cmocka_unit_test(nobody_has_ties_in_an_empty_network),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("weak ties", tests, open_context,
                                       close_context);
}
