/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/breadth_impl.h"
#include "base/alloc.h"
#include "base/random.h"
#include "small_graphs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 60, INDUSTRIES = 7, COMPANIES = 12 };

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
    if (isnan(wanted) ? !isnan(got)
                      : !(fabs(got - wanted) <= 1e-9 * fmax(fabs(wanted), 1))) {
        fail_msg("%.17g instead of %.17g", got, wanted);
    }
}

/* --- a network with industries and companies --------------------------------------- */

/* Ids serve as names of groups: they are strings of every graph. Every fourth
 * person or so has none. */
static uint32_t *draw_values(intro_i_random *random, uint32_t people,
                             uint32_t groups)
{
    uint32_t *const values = calloc(people + 1, sizeof *values);
    assert_non_null(values);
    for (uint32_t v = 0; v < people; v++) {
        const uint32_t most = groups < people ? groups : people;
        values[v] = intro_i_random_below(random, 4) == 0
                        ? 0
                        : 1 + (uint32_t)intro_i_random_below(random, most);
    }
    return values;
}

static intro_graph *with_values(intro_graph *g, uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    g->known[INTRO_FIELD_INDUSTRY] =
        draw_values(&random, g->people, INDUSTRIES);
    g->known[INTRO_FIELD_COMPANY] = draw_values(&random, g->people, COMPANIES);
    return g;
}

static void free_network(intro_graph *g)
{
    free((void *)(uintptr_t)g->known[INTRO_FIELD_INDUSTRY]);
    free((void *)(uintptr_t)g->known[INTRO_FIELD_COMPANY]);
    g->known[INTRO_FIELD_INDUSTRY] = NULL;
    g->known[INTRO_FIELD_COMPANY] = NULL;
    small_graph_free(g);
}

static intro_breadth *measure(const intro_graph *g,
                              const intro_breadth_options *options)
{
    intro_breadth *b = NULL;
    if (intro_breadth_new(ctx, g, options, &b) != INTRO_OK) {
        fail_msg("%s", intro_ctx_error(ctx)->message);
    }
    return b;
}

/* --- brute force -------------------------------------------------------------------- */

/* The network as matrices. */
typedef struct matrices {
    uint32_t people;
    float arc[MOST][MOST];
    double ties[MOST][MOST]; /* along arcs; HUGE_VAL: no way */
} matrices;

static bool is_tied(const matrices *m, uint32_t v, uint32_t w)
{
    return m->arc[v][w] > 0 || m->arc[w][v] > 0;
}

static float strength(const matrices *m, uint32_t v, uint32_t w)
{
    return m->arc[v][w] > m->arc[w][v] ? m->arc[v][w] : m->arc[w][v];
}

static void fill_matrices(const intro_graph *g, matrices *m)
{
    memset(m, 0, sizeof *m);
    m->people = g->people;
    for (uint32_t v = 0; v < g->people; v++) {
        for (uint32_t w = 0; w < g->people; w++) {
            m->ties[v][w] = v == w ? 0 : HUGE_VAL;
        }
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            m->arc[v][g->out_people[i]] = g->out_strengths[i];
            m->ties[v][g->out_people[i]] = 1;
        }
    }
    for (uint32_t k = 0; k < g->people; k++) {
        for (uint32_t v = 0; v < g->people; v++) {
            for (uint32_t w = 0; w < g->people; w++) {
                m->ties[v][w] =
                    fmin(m->ties[v][w], m->ties[v][k] + m->ties[k][w]);
            }
        }
    }
}

static uint32_t degree_of(const matrices *m, uint32_t v)
{
    uint32_t degree = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        degree += is_tied(m, v, w);
    }
    return degree;
}

static int compare_floats(const void *left, const void *right)
{
    const float a = *(const float *)left;
    const float b = *(const float *)right;
    return (a > b) - (a < b);
}

static double median_strength(const matrices *m)
{
    static float all[MOST * MOST];
    size_t count = 0;
    for (uint32_t v = 0; v < m->people; v++) {
        for (uint32_t w = v + 1; w < m->people; w++) {
            if (is_tied(m, v, w)) {
                all[count++] = strength(m, v, w);
            }
        }
    }
    if (count == 0) {
        return (double)NAN;
    }
    qsort(all, count, sizeof *all, compare_floats);
    return ((double)all[(count - 1) / 2] + (double)all[count / 2]) / 2;
}

/* measures.md 11. */
static uint32_t count_weak(const matrices *m, uint32_t v)
{
    const double median = median_strength(m);
    uint32_t weak = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        double common = 0;
        double any = 0;
        for (uint32_t q = 0; q < m->people; q++) {
            if (q != v && q != w) {
                common += is_tied(m, v, q) && is_tied(m, w, q);
                any += is_tied(m, v, q) || is_tied(m, w, q);
            }
        }
        if (is_tied(m, v, w)) {
            weak += (double)strength(m, v, w) < median || any == 0 ||
                    common / any <= 0.05;
        }
    }
    return weak;
}

/* z counts directions; an undirected tie counts the same from both ends. */
static double z_of(const matrices *m, uint32_t v, uint32_t w)
{
    return (m->arc[v][w] > 0) + (m->arc[w][v] > 0);
}

static double sum_z(const matrices *m, uint32_t v)
{
    double sum = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        sum += z_of(m, v, w);
    }
    return sum;
}

static double most_z(const matrices *m, uint32_t v)
{
    double most = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        most = fmax(most, z_of(m, v, w));
    }
    return most;
}

static void slow_holes(const matrices *m, uint32_t u, double *constraint,
                       double *effective)
{
    *constraint = degree_of(m, u) == 0 ? (double)NAN : 0;
    *effective = *constraint;
    for (uint32_t j = 0; j < m->people; j++) {
        if (!is_tied(m, u, j)) {
            continue;
        }
        double dyadic = z_of(m, u, j) / sum_z(m, u);
        double redundant = 0;
        for (uint32_t q = 0; q < m->people; q++) {
            if (is_tied(m, u, q) && q != j) {
                const double p_uq = z_of(m, u, q) / sum_z(m, u);
                dyadic += p_uq * z_of(m, q, j) / sum_z(m, q);
                redundant += p_uq * z_of(m, j, q) / most_z(m, j);
            }
        }
        *constraint += dyadic * dyadic;
        *effective += 1 - redundant;
    }
}

static uint32_t count_within(const matrices *m, uint32_t v, double most)
{
    uint32_t count = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        count += w != v && m->ties[v][w] <= most;
    }
    return count;
}

static double count_industries(const matrices *m, const intro_graph *g,
                               uint32_t v)
{
    bool met[MOST + 1] = {false};
    double count = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        const uint32_t industry = g->known[INTRO_FIELD_INDUSTRY][w];
        if (w != v && m->ties[v][w] <= 2 && industry != 0 && !met[industry]) {
            met[industry] = true;
            count++;
        }
    }
    return count;
}

/* The effective number and how many are known, by shares. */
static double slow_effective(const matrices *m, const uint32_t *values,
                             uint32_t v, bool is_weighted, uint32_t *known,
                             double *ei)
{
    double sums[MOST + 1] = {0};
    double total = 0;
    double entropy = 0;
    *known = 0;
    for (uint32_t w = 0; w < m->people; w++) {
        if (is_tied(m, v, w) && values[w] != 0) {
            const double weight = is_weighted ? (double)strength(m, v, w) : 1;
            sums[values[w]] += weight;
            total += weight;
            ++*known;
        }
    }
    for (uint32_t i = 1; i <= MOST; i++) {
        const double p = sums[i] / total;
        entropy -= sums[i] > 0 ? p * log(p) : 0;
    }
    *ei = values[v] == 0 || *known == 0 ? (double)NAN
                                        : (total - 2 * sums[values[v]]) / total;
    return *known == 0 ? (double)NAN : exp(entropy);
}

static double slow_percentile(const matrices *m, const uint32_t *values,
                              uint32_t v, bool is_weighted)
{
    uint32_t known;
    double ei;
    double less = 0;
    double equal = 0;
    double all = 0;
    const double own = slow_effective(m, values, v, is_weighted, &known, &ei);
    if (known < 5) {
        return (double)NAN;
    }
    for (uint32_t w = 0; w < m->people; w++) {
        const double other =
            slow_effective(m, values, w, is_weighted, &known, &ei);
        if (known >= 5) {
            all++;
            equal += fabs(other - own) < 1e-9;
            less += other < own - 1e-9;
        }
    }
    return 100 * (less + equal / 2) / all;
}

static void check_row(const matrices *m, const intro_graph *g, bool is_weighted,
                      const intro_breadth_row *row)
{
    const uint32_t v = row->person;
    double constraint;
    double effective;
    double ei;
    uint32_t known;
    assert_int_equal(row->degree, degree_of(m, v));
    assert_int_equal(row->weak_ties, count_weak(m, v));
    assert_int_equal(row->strong_ties + row->weak_ties, row->degree);
    slow_holes(m, v, &constraint, &effective);
    assert_near(row->constraint, constraint);
    assert_near(row->effective_size, effective);
    assert_int_equal(row->reach2, count_within(m, v, 2));
    assert_int_equal(row->reach3, count_within(m, v, 3));
    assert_near(row->reach2_industries, count_industries(m, g, v));
    const uint32_t *const values[] = {g->known[INTRO_FIELD_INDUSTRY],
                                      g->known[INTRO_FIELD_COMPANY]};
    for (int a = 0; a < 2; a++) {
        effective = slow_effective(m, values[a], v, is_weighted, &known, &ei);
        assert_int_equal(row->by[a].known, known);
        assert_near(row->by[a].effective, effective);
        assert_near(row->by[a].ei_index, ei);
    }
    assert_near(row->percentile, slow_percentile(m, values[0], v, is_weighted));
}

static void rows_agree_with_their_definitions_on_random_graphs(void **state)
{
    static matrices m;
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        const uint32_t people = (uint32_t)(seed * 7 % (MOST - 1)) + 1;
        intro_graph *const g = with_values(
            small_graph_random(seed, people, seed * 6, seed % 2 == 0,
                               seed % 3 == 0 ? 0 : 4),
            seed);
        static const char *const by[] = {"industry", "company"};
        intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
        o.by = by;
        o.by_count = 2;
        o.is_weighted = seed % 5 == 0;
        fill_matrices(g, &m);
        intro_breadth *const b = measure(g, &o);
        assert_int_equal(intro_breadth_count(b), people);
        assert_true(intro_breadth_reach_is_exact(b));
        for (uint64_t i = 0; i < people; i++) {
            const intro_breadth_row *const row = intro_breadth_row_at(b, i);
            assert_int_equal(row->person, i);
            check_row(&m, g, o.is_weighted, row);
        }
        intro_breadth_free(b);
        free_network(g);
    }
}

/* --- named people ---------------------------------------------------------------------- */

static void assert_same_row(const intro_breadth *b, const intro_breadth_row *x,
                            const intro_breadth *c, const intro_breadth_row *y)
{
    assert_int_equal(x->person, y->person);
    for (size_t i = 2; i < intro_breadth_columns(b); i++) {
        const double p = intro_breadth_value(b, x, i);
        const double q = intro_breadth_value(c, y, i);
        if (isnan(p) ? !isnan(q) : p != q) {
            fail_msg("person %u, %s: %.17g and %.17g", (unsigned)x->person,
                     intro_breadth_column(b, i), p, q);
        }
    }
}

static void named_people_have_the_rows_of_everybody(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        intro_graph *const g =
            with_values(seed % 3 == 0 ? small_graph_hubs(seed, 500, 5)
                                      : small_graph_random(seed, 300, 2000,
                                                           seed % 2 == 0, 0),
                        seed);
        intro_vid named[40];
        intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
        intro_breadth *const all = measure(g, &o);
        for (uint32_t i = 0; i < 40; i++) {
            named[i] = i * 7 + (uint32_t)(seed % 7);
        }
        o.people = named;
        o.people_count = 40;
        intro_breadth *const some = measure(g, &o);
        assert_int_equal(intro_breadth_count(some), 40);
        for (uint64_t i = 0; i < 40; i++) {
            assert_same_row(some, intro_breadth_row_at(some, i), all,
                            intro_breadth_row_at(all, named[i]));
        }
        intro_breadth_free(some);
        intro_breadth_free(all);
        free_network(g);
    }
}

static void reach_is_estimated_from_the_stated_number_of_ties_on(void **state)
{
    (void)state;
    intro_graph *const g = with_values(small_graph_hubs(1, 3000, 8), 1);
    intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
    intro_breadth *const exact = measure(g, &o);
    o.exact_below = g->ties;
    intro_breadth *const near = measure(g, &o);
    assert_true(intro_breadth_reach_is_exact(exact));
    assert_false(intro_breadth_reach_is_exact(near));
    double off = 0;
    for (uint64_t i = 0; i < 3000; i++) {
        const double wanted = intro_breadth_row_at(exact, i)->reach2;
        const intro_breadth_row *const row = intro_breadth_row_at(near, i);
        off += pow(row->reach2 / wanted - 1, 2);
        assert_true(row->reach3 >= row->reach2);
    }
    assert_true(sqrt(off / 3000) < 1.3 * 1.04 / 32);
    o.exact_below = g->ties + 1;
    intro_breadth *const again = measure(g, &o);
    assert_true(intro_breadth_reach_is_exact(again));
    intro_breadth_free(exact);
    intro_breadth_free(near);
    intro_breadth_free(again);
    free_network(g);
}

/* --- columns and order --------------------------------------------------------------- */

static void columns_are_those_of_the_contract(void **state)
{
    static const char *const wanted[] = {"id",
                                         "name",
                                         "degree",
                                         "strong_ties",
                                         "weak_ties",
                                         "@Industry_known",
                                         "@Industry_categories",
                                         "@Industry_blau",
                                         "@Industry_shannon",
                                         "@Industry_effective",
                                         "@Industry_effective_low",
                                         "@Industry_effective_high",
                                         "@Industry_ei_index",
                                         "constraint",
                                         "effective_size",
                                         "reach2",
                                         "reach3",
                                         "reach2_industries",
                                         "percentile"};
    static const char *const by[] = {"@Industry"};
    (void)state;
    intro_graph *const g = with_values(small_graph_complete(6, 0.5F), 3);
    intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
    o.by = by;
    o.by_count = 1;
    intro_breadth *const b = measure(g, &o);
    assert_int_equal(intro_breadth_columns(b), INTRO_COUNT_OF(wanted));
    for (size_t i = 0; i < INTRO_COUNT_OF(wanted); i++) {
        assert_string_equal(intro_breadth_column(b, i), wanted[i]);
    }
    const intro_breadth_row *const row = intro_breadth_row_at(b, 2);
    assert_near(intro_breadth_value(b, row, 2), 5);
    assert_near(intro_breadth_value(b, row, 9), row->by[0].effective);
    assert_near(intro_breadth_value(b, row, 18), row->percentile);
    assert_true(isnan(intro_breadth_value(b, row, 0)));
    intro_breadth_free(b);
    free_network(g);
}

/* Falling, unknown ones last, equal ones by id; and the top of it. */
static void check_order(const intro_graph *g, const char *column, size_t at)
{
    intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
    o.sort = column;
    intro_breadth *const b = measure(g, &o);
    o.top = 17;
    intro_breadth *const top = measure(g, &o);
    double before = HUGE_VAL;
    intro_vid last = 0;
    assert_int_equal(intro_breadth_count(b), g->people);
    assert_int_equal(intro_breadth_count(top), 17);
    for (uint64_t i = 0; i < g->people; i++) {
        const intro_breadth_row *const row = intro_breadth_row_at(b, i);
        const double value = intro_breadth_value(b, row, at);
        assert_true(isnan(before) ? isnan(value)
                                  : isnan(value) || value <= before);
        if (i > 0 && (value == before || (isnan(value) && isnan(before)))) {
            assert_true(row->person > last);
        }
        before = value;
        last = row->person;
        if (i < 17) {
            assert_int_equal(intro_breadth_row_at(top, i)->person, last);
        }
    }
    intro_breadth_free(b);
    intro_breadth_free(top);
}

static void every_column_sorts(void **state)
{
    (void)state;
    intro_graph *const g =
        with_values(small_graph_random(5, 80, 160, false, 4), 5);
    intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
    intro_breadth *const b = measure(g, &o);
    for (size_t i = 2; i < intro_breadth_columns(b); i++) {
        check_order(g, intro_breadth_column(b, i), i);
    }
    o.sort = "id";
    o.top = 3;
    intro_breadth *const first = measure(g, &o);
    assert_int_equal(intro_breadth_count(first), 3);
    assert_int_equal(intro_breadth_row_at(first, 2)->person, 2);
    intro_breadth_free(first);
    intro_breadth_free(b);
    free_network(g);
}

static void names_sort_by_bytes_and_unknown_ones_last(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_path(6, 0.5F);
    /* Names are the ids of others: of 5, none, 3, 2, none, 1. */
    uint32_t names[] = {6, 0, 4, 3, 0, 2};
    static const intro_vid wanted[] = {5, 3, 2, 0, 1, 4};
    g->known[INTRO_FIELD_NAME] = names;
    intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
    o.sort = "name";
    intro_breadth *const b = measure(g, &o);
    for (uint64_t i = 0; i < 6; i++) {
        assert_int_equal(intro_breadth_row_at(b, i)->person, wanted[i]);
    }
    assert_int_equal(intro_breadth_attributes(b), 0);
    assert_false(intro_breadth_has_industries(b));
    assert_true(isnan(intro_breadth_row_at(b, 0)->percentile));
    assert_true(isnan(intro_breadth_row_at(b, 0)->reach2_industries));
    intro_breadth_free(b);
    g->known[INTRO_FIELD_NAME] = NULL;
    small_graph_free(g);
}

static void percentiles_are_mid_ranks(void **state)
{
    (void)state;
    double numbers[] = {3, 1, NAN, 3, 2, 3, NAN};
    assert_int_equal(intro_i_percentiles(ctx, numbers, 7), INTRO_OK);
    /* scipy.stats.percentileofscore([3, 1, 3, 2, 3], x, kind="mean") */
    static const double wanted[] = {70, 10, NAN, 70, 30, 70, NAN};
    for (int i = 0; i < 7; i++) {
        assert_near(numbers[i], wanted[i]);
    }
    /* Equal but for rounding. */
    double near[] = {2, 2 * (1 + 3e-16), 1, 2 * (1 - 2e-16)};
    assert_int_equal(intro_i_percentiles(ctx, near, 4), INTRO_OK);
    assert_near(near[0], 62.5);
    assert_true(near[1] == near[0] && near[3] == near[0]);
    assert_near(near[2], 12.5);
    double alone[] = {8};
    assert_int_equal(intro_i_percentiles(ctx, alone, 1), INTRO_OK);
    assert_near(alone[0], 50);
    assert_int_equal(intro_i_percentiles(ctx, NULL, 0), INTRO_OK);
}

/* --- what is refused ------------------------------------------------------------------ */

static void refuse(const intro_graph *g, const intro_breadth_options *o,
                   const char *message, const char *hint)
{
    intro_breadth *b = NULL;
    assert_int_equal(intro_breadth_new(ctx, g, o, &b), INTRO_EARG);
    assert_null(b);
    assert_non_null(strstr(intro_ctx_error(ctx)->message, message));
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, hint));
}

static void mistakes_are_told_before_anything_is_measured(void **state)
{
    static const char *const none[] = {"industry", "shoes"};
    static const char *const twice[] = {"company", "industry", "company"};
    static const intro_vid falling[] = {3, 2};
    static const intro_vid repeated[] = {3, 3};
    static const intro_vid beyond[] = {3, 20};
    (void)state;
    intro_graph *const g = with_values(small_graph_ring(20, 0.5F), 2);
    const intro_breadth_options usual = INTRO_BREADTH_OPTIONS_INIT;
    intro_breadth_options o = usual;
    o.by = none;
    o.by_count = 2;
    refuse(g, &o, "no attribute \"shoes\"", "attributes: company, industry");
    o.by = twice;
    o.by_count = 3;
    refuse(g, &o, "\"company\" is named twice", "");
    o = usual;
    o.sort = "industry_glow";
    refuse(g, &o, "no column \"industry_glow\"", "industry_blau");
    o = usual;
    o.people_count = 2;
    o.people = falling;
    refuse(g, &o, "not rising", "");
    o.people = repeated;
    refuse(g, &o, "not rising", "");
    o.people = beyond;
    refuse(g, &o, "no person has number 20", "");
    free_network(g);
}

static void an_empty_network_has_no_rows(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_new(0, false, NULL, 0);
    intro_breadth *const b = measure(g, NULL);
    assert_int_equal(intro_breadth_count(b), 0);
    intro_breadth_free(b);
    intro_breadth_free(NULL);
    small_graph_free(g);
}

/* --- one person ------------------------------------------------------------------------ */

static void check_groups(const matrices *m, const intro_graph *g,
                         const intro_portrait *p, uint32_t attribute)
{
    const intro_vid v = intro_portrait_row(p)->person;
    const uint32_t *const values =
        g->known[attribute == 0 ? INTRO_FIELD_COMPANY : INTRO_FIELD_INDUSTRY];
    size_t count;
    const intro_portrait_group *const groups =
        intro_portrait_groups(p, attribute, &count);
    double shares = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t contacts = 0;
        uint64_t people = 0;
        intro_vid only = INTRO_NO_VID;
        for (uint32_t w = 0; w < m->people; w++) {
            const bool is_in =
                values[w] != 0 &&
                strcmp(intro_i_graph_text(g, values[w]), groups[i].name) == 0;
            people += is_in;
            if (is_in && is_tied(m, v, w)) {
                only = contacts == 0 ? w : INTRO_NO_VID;
                contacts++;
            }
        }
        assert_int_equal(groups[i].contacts, contacts);
        assert_int_equal(groups[i].people, people);
        assert_int_equal(groups[i].only, only);
        assert_true(i == 0 || groups[i - 1].contacts >= contacts);
        shares += contacts > 0 ? groups[i].share : 0;
    }
    assert_true(intro_portrait_row(p)->by[attribute].known == 0 ||
                fabs(shares - 1) < 1e-9);
}

/* Greatest product over walks of exactly `left` ties from v into a group, never
 * over `start`. */
static double warmest(const matrices *m, const uint32_t *values, uint32_t start,
                      uint32_t v, uint32_t value, uint32_t left)
{
    double best = 0;
    if (left == 0) {
        return values[v] == value;
    }
    for (uint32_t w = 0; w < m->people; w++) {
        if (w != start && m->arc[v][w] > 0) {
            const double rest = warmest(m, values, start, w, value, left - 1);
            best = fmax(best, rest * (double)m->arc[v][w]);
        }
    }
    return best;
}

static uint32_t value_of(const intro_graph *g, const char *name)
{
    for (uint32_t s = 1; s <= g->people; s++) {
        if (strcmp(intro_i_graph_text(g, s), name) == 0) {
            return s;
        }
    }
    return 0;
}

static void check_gaps(const matrices *m, const intro_graph *g,
                       const intro_portrait *p, size_t most)
{
    const intro_vid v = intro_portrait_row(p)->person;
    const uint32_t *const values = g->known[INTRO_FIELD_COMPANY];
    size_t missing = 0;
    size_t count;
    for (uint32_t value = 1; value <= m->people; value++) {
        bool is_there = false;
        bool is_met = false;
        for (uint32_t w = 0; w < m->people; w++) {
            is_there = is_there || (w != v && values[w] == value);
            is_met = is_met || (values[w] == value && is_tied(m, v, w));
        }
        missing += is_there && !is_met;
    }
    const intro_portrait_gap *const gaps = intro_portrait_gaps(p, &count);
    assert_int_equal(intro_portrait_missing(p), missing);
    assert_int_equal(count, missing < most ? missing : most);
    for (size_t i = 0; i < count; i++) {
        const uint32_t value = value_of(g, gaps[i].name);
        double nearest = HUGE_VAL;
        for (uint32_t w = 0; w < m->people; w++) {
            if (values[w] == value && w != v) {
                nearest = fmin(nearest, m->ties[v][w]);
            }
        }
        assert_true(gaps[i].ties == 0 ? nearest > INTRO_MAX_HOPS
                                      : nearest == gaps[i].ties);
        if (gaps[i].ties == 0) {
            assert_null(gaps[i].chain);
            continue;
        }
        double product = 1;
        for (uint32_t k = 0; k < gaps[i].ties; k++) {
            product *= (double)m->arc[gaps[i].chain[k]][gaps[i].chain[k + 1]];
        }
        assert_int_equal(gaps[i].chain[0], v);
        assert_int_equal(values[gaps[i].chain[gaps[i].ties]], value);
        assert_near(gaps[i].warmth, product);
        if (gaps[i].ties <= 4) {
            assert_near(product, warmest(m, values, v, v, value, gaps[i].ties));
        }
        assert_true(i == 0 || gaps[i - 1].ties < gaps[i].ties ||
                    (gaps[i - 1].ties == gaps[i].ties &&
                     gaps[i - 1].warmth >= gaps[i].warmth));
    }
}

static void portraits_agree_with_brute_force(void **state)
{
    static const char *const by[] = {"company", "industry"};
    static matrices m;
    (void)state;
    for (uint64_t seed = 1; seed <= 25; seed++) {
        const uint32_t people = (uint32_t)(seed % 30) + 3;
        intro_graph *const g = with_values(
            small_graph_random(seed, people, people, seed % 2 == 0, 8), seed);
        intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
        o.by = by;
        o.by_count = 2;
        fill_matrices(g, &m);
        intro_breadth *const b = measure(g, &o);
        for (uint64_t i = 0; i < people; i++) {
            intro_portrait *p = NULL;
            const size_t most = seed % 3 == 0 ? 2 : seed % 3 == 1 ? 20 : 0;
            assert_int_equal(intro_portrait_new(ctx, b, i, most, &p), INTRO_OK);
            check_groups(&m, g, p, 0);
            check_groups(&m, g, p, 1);
            check_gaps(&m, g, p, most);
            intro_portrait_free(p);
        }
        intro_breadth_free(b);
        free_network(g);
    }
    intro_portrait_free(NULL);
}

/* The list of groups is 1.1 MB; the ways to them would take 2 MB more. */
static void without_ways_a_portrait_walks_to_no_group(void **state)
{
    enum { PEOPLE = 20000 };
    static const char *const by[] = {"company"};
    static uint32_t values[PEOPLE];
    static uint32_t none[PEOPLE];
    (void)state;
    intro_graph *const g = small_graph_star(PEOPLE - 1, 0.5F);
    intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
    const intro_vid leaf = 7;
    intro_portrait *p = NULL;
    for (uint32_t v = 0; v < PEOPLE; v++) {
        values[v] = v + 1;
    }
    g->known[INTRO_FIELD_COMPANY] = values;
    g->known[INTRO_FIELD_INDUSTRY] = none;
    o.by = by;
    o.by_count = 1;
    o.people = &leaf;
    o.people_count = 1;
    intro_breadth *const b = measure(g, &o);
    intro_i_alloc_set_limit(intro_i_alloc_bytes() + ((uint64_t)3 << 19));
    const intro_status rc = intro_portrait_new(ctx, b, 0, 0, &p);
    intro_i_alloc_set_limit(0);
    assert_int_equal(rc, INTRO_OK);
    assert_int_equal(intro_portrait_missing(p), PEOPLE - 2);
    intro_portrait_free(p);
    intro_breadth_free(b);
    g->known[INTRO_FIELD_COMPANY] = NULL;
    g->known[INTRO_FIELD_INDUSTRY] = NULL;
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_agree_with_their_definitions_on_random_graphs),
        cmocka_unit_test(named_people_have_the_rows_of_everybody),
        cmocka_unit_test(reach_is_estimated_from_the_stated_number_of_ties_on),
        cmocka_unit_test(columns_are_those_of_the_contract),
        cmocka_unit_test(every_column_sorts),
        cmocka_unit_test(names_sort_by_bytes_and_unknown_ones_last),
        cmocka_unit_test(percentiles_are_mid_ranks),
        cmocka_unit_test(mistakes_are_told_before_anything_is_measured),
        cmocka_unit_test(an_empty_network_has_no_rows),
        cmocka_unit_test(portraits_agree_with_brute_force),
        cmocka_unit_test(without_ways_a_portrait_walks_to_no_group),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("breadth", tests, open_context,
                                       close_context);
}
