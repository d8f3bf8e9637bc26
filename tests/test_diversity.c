/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/diversity.h"
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

static void assert_near(double got, double wanted)
{
    if (isnan(wanted)
            ? !isnan(got)
            : !(fabs(got - wanted) <= 1e-12 * fmax(fabs(wanted), 1))) {
        fail_msg("%.17g instead of %.17g", got, wanted);
    }
}

/* Figures of counts 0 .. by group, added round by round. */
static intro_i_diversity figures_of(const uint32_t *counts, uint32_t groups,
                                    uint32_t own)
{
    const intro_i_groups some = {.count = groups};
    intro_i_tally tally;
    assert_int_equal(intro_i_tally_init(&tally, &some, false), INTRO_OK);
    bool is_left = true;
    for (uint32_t round = 0; is_left; round++) {
        is_left = false;
        for (uint32_t i = groups; i-- > 0;) {
            if (counts[i] > round) {
                intro_i_tally_add(&tally, i, 0.5F);
                is_left = true;
            }
        }
    }
    const intro_i_diversity out = intro_i_tally_figures(&tally, own);
    intro_i_tally_fini(&tally);
    return out;
}

/* --- known values ------------------------------------------------------------- */

static void counts_two_one_one_have_the_known_values(void **state)
{
    static const uint32_t counts[] = {2, 0, 1, 1};
    (void)state;
    const intro_i_diversity d = figures_of(counts, 4, INTRO_I_NO_GROUP);
    assert_int_equal(d.known, 4);
    assert_int_equal(d.categories, 3);
    assert_near(d.blau, 0.625);
    assert_near(d.shannon, 1.0397207708399179);
    assert_near(d.effective, 2.8284271247461903);
    /* sum p ln^2 p = .5 ln^2 2 + .5 ln^2 4 = 2.5 ln^2 2, S = 1.5 ln 2, so that
     * sd^2 = .25 ln^2 2 / 4 + 2 / 32. */
    const double sd = sqrt(0.0625 * log(2) * log(2) + 0.0625);
    assert_near(d.effective_low, 2.8284271247461903 * exp(-1.96 * sd));
    assert_near(d.effective_high, 4);
    assert_true(isnan(d.ei_index));
}

static void a_single_category_is_exactly_nothing(void **state)
{
    (void)state;
    for (uint32_t n = 1; n < 2000; n += 7) {
        const uint32_t counts[] = {0, n, 0};
        const intro_i_diversity d = figures_of(counts, 3, 1);
        assert_true(d.blau == 0 && !signbit(d.blau));
        assert_true(d.shannon == 0 && !signbit(d.shannon));
        assert_true(d.effective == 1 && d.effective_low == 1 &&
                    d.effective_high == 1);
        assert_true(d.ei_index == -1);
        assert_true(figures_of(counts, 3, 2).ei_index == 1);
    }
}

static void nobody_known_is_unknown(void **state)
{
    static const uint32_t counts[] = {0, 0};
    (void)state;
    const intro_i_diversity d = figures_of(counts, 2, 0);
    assert_int_equal(d.known, 0);
    assert_int_equal(d.categories, 0);
    assert_true(isnan(d.blau) && isnan(d.shannon) && isnan(d.effective) &&
                isnan(d.effective_low) && isnan(d.effective_high) &&
                isnan(d.ei_index));
}

static void equal_shares_are_as_many_as_there_are(void **state)
{
    uint32_t counts[1500];
    (void)state;
    for (uint32_t c = 2; c <= 1500; c = c * 3 / 2) {
        for (uint32_t each = 1; each < 2000; each = each * 5 + 3) {
            for (uint32_t i = 0; i < c; i++) {
                counts[i] = each;
            }
            const intro_i_diversity d = figures_of(counts, c, 0);
            assert_near(d.blau, 1 - 1.0 / c);
            assert_near(d.effective / c, 1);
            assert_true(d.effective <= c);
            assert_near(d.ei_index, (c - 2.0) / c);
        }
    }
}

/* --- brute force -------------------------------------------------------------- */

static float strength_from(const intro_graph *g, uint32_t v, uint32_t w)
{
    for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
        if (g->out_people[i] == w) {
            return g->out_strengths[i];
        }
    }
    return 0;
}

/* The definitions as they are written, over all pairs. */
static intro_i_diversity slow_figures(const intro_graph *g,
                                      const intro_i_groups *groups, uint32_t v,
                                      bool is_weighted)
{
    long double sums[64] = {0};
    long double total = 0;
    intro_i_diversity d = {0};
    for (uint32_t w = 0; w < g->people; w++) {
        const float out = strength_from(g, v, w);
        const float in = strength_from(g, w, v);
        if ((out > 0 || in > 0) && groups->of[w] != INTRO_I_NO_GROUP) {
            const float weight = !is_weighted ? 1 : out > in ? out : in;
            sums[groups->of[w]] += (long double)weight;
            total += (long double)weight;
            d.known++;
        }
    }
    long double squares = 0;
    long double shannon = 0;
    long double log_squares = 0;
    long double internal = 0;
    for (uint32_t i = 0; i < groups->count; i++) {
        if (sums[i] > 0) {
            const long double p = sums[i] / total;
            d.categories++;
            squares += p * p;
            shannon -= p * logl(p);
            log_squares += p * logl(p) * logl(p);
            internal += i == groups->of[v] ? sums[i] : 0;
        }
    }
    const long double n = d.known;
    const long double sd = sqrtl((log_squares - shannon * shannon) / n +
                                 ((long double)d.categories - 1) / (2 * n * n));
    d.blau = (double)(1 - squares);
    d.shannon = (double)shannon;
    d.effective = (double)expl(shannon);
    d.effective_low = (double)fmaxl(expl(shannon - 1.96L * sd), 1);
    d.effective_high = (double)fminl(expl(shannon + 1.96L * sd), n);
    d.ei_index = groups->of[v] == INTRO_I_NO_GROUP
                     ? (double)NAN
                     : (double)((total - 2 * internal) / total);
    return d;
}

static void assert_same_figures(const intro_i_diversity *got,
                                const intro_i_diversity *wanted)
{
    assert_int_equal(got->known, wanted->known);
    assert_int_equal(got->categories, wanted->categories);
    if (wanted->known == 0) {
        assert_true(isnan(got->blau) && isnan(got->ei_index));
        return;
    }
    assert_near(got->blau, wanted->blau);
    assert_near(got->shannon, wanted->shannon);
    assert_near(got->effective, wanted->effective);
    /* A root of nearly nothing keeps half the digits only. */
    assert_true(fabs(got->effective_low - wanted->effective_low) < 1e-8);
    assert_true(fabs(got->effective_high - wanted->effective_high) < 1e-8);
    assert_near(got->ei_index, wanted->ei_index);
    assert_true(got->effective_low <= got->effective * (1 + 1e-15));
    assert_true(got->effective <= got->effective_high * (1 + 1e-15));
    assert_true(got->effective <= got->categories && got->effective >= 1);
}

/* Every third person or so has no group. */
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
        groups->of[v] = intro_i_random_below(&random, 3) == 0
                            ? INTRO_I_NO_GROUP
                            : (uint32_t)intro_i_random_below(&random, count);
    }
}

static void figures_agree_with_their_definitions_on_random_graphs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        const uint32_t people = (uint32_t)(seed % 50) + 1;
        intro_graph *const g =
            small_graph_random(seed, people, seed * 2, seed % 2 == 0, 0);
        intro_i_weak_graph weak;
        intro_i_groups groups;
        intro_i_diversity all[51];
        draw_groups(&groups, people, (uint32_t)(seed % 37) + 1, seed);
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        const bool is_weighted = seed % 3 == 0;
        assert_int_equal(
            intro_i_diversity_all(ctx, &weak, &groups, is_weighted, all),
            INTRO_OK);
        for (uint32_t v = 0; v < people; v++) {
            const intro_i_diversity wanted =
                slow_figures(g, &groups, v, is_weighted);
            assert_same_figures(&all[v], &wanted);
        }
        intro_i_groups_fini(&groups);
        intro_i_weak_graph_fini(&weak);
        small_graph_free(g);
    }
}

/* A row of many contacts is counted in parts, one of few at once. The figures of
 * the hub fall the same way from contacts added one by one. */
static void any_number_of_contacts_is_counted(void **state)
{
    static const uint32_t leaves[] = {1, 2, 510, 511, 512, 513, 1024, 1500};
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(leaves); i++) {
        const uint32_t people = leaves[i] + 1;
        intro_graph *const g = small_graph_star(leaves[i], 0.5F);
        intro_i_weak_graph weak;
        intro_i_groups groups;
        intro_i_diversity *const all = intro_i_alloc(people, sizeof *all);
        uint32_t counts[7] = {0};
        assert_non_null(all);
        draw_groups(&groups, people, 7, i);
        for (uint32_t v = 1; v < people; v++) {
            if (groups.of[v] != INTRO_I_NO_GROUP) {
                counts[groups.of[v]]++;
            }
        }
        const intro_i_diversity wanted = figures_of(counts, 7, groups.of[0]);
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        for (int is_weighted = 0; is_weighted < 2; is_weighted++) {
            assert_int_equal(intro_i_diversity_all(ctx, &weak, &groups,
                                                   is_weighted == 1, all),
                             INTRO_OK);
            assert_same_figures(&all[0], &wanted);
            if (is_weighted == 0) {
                assert_memory_equal(&all[0], &wanted, sizeof wanted);
            }
        }
        intro_i_free(all);
        intro_i_groups_fini(&groups);
        intro_i_weak_graph_fini(&weak);
        small_graph_free(g);
    }
}

static void the_same_counts_give_the_same_bits(void **state)
{
    (void)state;
    intro_i_random random;
    intro_i_random_init(&random, 11);
    for (int round = 0; round < 500; round++) {
        uint32_t counts[40];
        for (int i = 0; i < 40; i++) {
            const uint64_t most = round % 10 == 0 ? 600 : 6;
            counts[i] = (uint32_t)intro_i_random_below(&random, most);
        }
        const intro_i_diversity d = figures_of(counts, 40, INTRO_I_NO_GROUP);
        for (uint32_t i = 39; i > 0; i--) {
            const uint64_t j = intro_i_random_below(&random, i + 1);
            const uint32_t kept = counts[i];
            counts[i] = counts[j];
            counts[j] = kept;
        }
        const intro_i_diversity again =
            figures_of(counts, 40, INTRO_I_NO_GROUP);
        if (round % 10 != 0) {
            assert_memory_equal(&d, &again, sizeof d);
        } else {
            assert_near(again.effective, d.effective);
        }
    }
}

/* The participation coefficient as Guimera and Amaral write it, over arrays of
 * shares; measures.md 4: the same number. */
static void blau_is_participation(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(5, 400, 6);
    intro_i_weak_graph weak;
    intro_i_groups groups;
    draw_groups(&groups, 400, 9, 5);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    intro_i_diversity *const all = intro_i_alloc(400, sizeof *all);
    assert_non_null(all);
    assert_int_equal(intro_i_diversity_all(ctx, &weak, &groups, false, all),
                     INTRO_OK);
    for (uint32_t v = 0; v < 400; v++) {
        double to_group[9] = {0};
        double degree = 0;
        double participation = 1;
        for (uint64_t i = weak.offsets[v]; i < weak.offsets[v + 1]; i++) {
            const uint32_t group = groups.of[weak.neighbours[i]];
            if (group != INTRO_I_NO_GROUP) {
                to_group[group]++;
                degree++;
            }
        }
        for (int i = 0; i < 9; i++) {
            participation -= (to_group[i] / degree) * (to_group[i] / degree);
        }
        assert_near(all[v].blau, degree > 0 ? participation : (double)NAN);
    }
    intro_i_free(all);
    intro_i_groups_fini(&groups);
    intro_i_weak_graph_fini(&weak);
    small_graph_free(g);
}

static void threads_do_not_matter(void **state)
{
    enum { PEOPLE = 9000 };
    (void)state;
    intro_graph *const g = small_graph_random(7, PEOPLE, 40000, true, 0);
    intro_i_weak_graph weak;
    intro_i_groups groups;
    intro_i_diversity *const one = intro_i_alloc_zero(PEOPLE, sizeof *one);
    intro_i_diversity *const many = intro_i_alloc_zero(PEOPLE, sizeof *many);
    assert_non_null(one);
    assert_non_null(many);
    draw_groups(&groups, PEOPLE, 300, 7);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
    assert_int_equal(intro_i_diversity_all(ctx, &weak, &groups, true, one),
                     INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 7), INTRO_OK);
    assert_int_equal(intro_i_diversity_all(ctx, &weak, &groups, true, many),
                     INTRO_OK);
    assert_memory_equal(one, many, PEOPLE * sizeof *one);
    intro_i_free(one);
    intro_i_free(many);
    intro_i_groups_fini(&groups);
    intro_i_weak_graph_fini(&weak);
    small_graph_free(g);
}

/* --- the band ----------------------------------------------------------------- */

/* Of `trials` samples of n, how many bands hold exp(S) of the shares they were
 * drawn from, in per cent. */
static double coverage(const double *shares, uint32_t count, uint32_t n,
                       uint32_t trials)
{
    double shannon = 0;
    uint32_t held = 0;
    intro_i_random random;
    intro_i_random_init_part(&random, 12, n);
    for (uint32_t i = 0; i < count; i++) {
        shannon -= shares[i] * log(shares[i]);
    }
    for (uint32_t trial = 0; trial < trials; trial++) {
        uint32_t counts[16] = {0};
        for (uint32_t draw = 0; draw < n; draw++) {
            double left = intro_i_random_double(&random);
            uint32_t i = 0;
            for (; i + 1 < count && left >= shares[i]; i++) {
                left -= shares[i];
            }
            counts[i]++;
        }
        const intro_i_diversity d = figures_of(counts, count, 0);
        held +=
            d.effective_low <= exp(shannon) && exp(shannon) <= d.effective_high;
    }
    return 100.0 * held / trials;
}

static void the_band_holds_the_truth_nineteen_times_in_twenty(void **state)
{
    static const double shares[] = {0.35, 0.25, 0.15, 0.1, 0.08, 0.05, 0.02};
    (void)state;
    for (uint32_t n = 100; n <= 800; n *= 2) {
        const double held = coverage(shares, 7, n, 1500);
        if (!(held >= 91 && held <= 98)) {
            fail_msg("n = %u: %g %%", (unsigned)n, held);
        }
    }
}

static void a_small_network_does_not_look_precise(void **state)
{
    static const uint32_t twelve[] = {5, 3, 2, 1, 1};
    static const uint32_t many[] = {500, 300, 200, 100, 100};
    (void)state;
    const intro_i_diversity few = figures_of(twelve, 5, 0);
    const intro_i_diversity all = figures_of(many, 5, 0);
    assert_near(few.effective, all.effective);
    assert_true(few.effective_low < 3 && few.effective_high > 5);
    assert_true(all.effective_high - all.effective_low < 0.4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_two_one_one_have_the_known_values),
        cmocka_unit_test(a_single_category_is_exactly_nothing),
        cmocka_unit_test(nobody_known_is_unknown),
        cmocka_unit_test(equal_shares_are_as_many_as_there_are),
        cmocka_unit_test(figures_agree_with_their_definitions_on_random_graphs),
        cmocka_unit_test(any_number_of_contacts_is_counted),
        cmocka_unit_test(the_same_counts_give_the_same_bits),
        cmocka_unit_test(blau_is_participation),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(the_band_holds_the_truth_nineteen_times_in_twenty),
        cmocka_unit_test(a_small_network_does_not_look_precise),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("diversity", tests, open_context,
                                       close_context);
}
