/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Breadth at the end of each year, against a count of the contacts of that year
 * from nothing. */
#include "base/context_impl.h"
#include "base/random.h"

#include <introfind/breadth.h>

#include "text_graph.h"
#include <math.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CONTACTS = 60, INDUSTRIES = 6, QUIET_YEARS = 50 };

typedef struct contact {
    int32_t year; /* 0: unknown */
    uint32_t industry;
} contact;

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

/* Person "a", who comes first, and contacts. */
static intro_graph *make_star(const contact *contacts, size_t count)
{
    static char text[1 << 16];
    size_t used = 0;
    intro_graph *graph = NULL;
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
#define ADD(...)                                                               \
    used += (size_t)snprintf(text + used, sizeof text - used, __VA_ARGS__)
    ADD("<graphml><key id=\"i\" for=\"node\" attr.name=\"industry\"/>"
        "<key id=\"e\" for=\"edge\" attr.name=\"introfind_evidence\"/>"
        "<graph edgedefault=\"undirected\"><node id=\"a\"/>");
    for (size_t i = 0; i < count; i++) {
        ADD("<node id=\"c%02u\"><data key=\"i\">%u</data></node>", (unsigned)i,
            (unsigned)contacts[i].industry);
        ADD("<edge source=\"a\" target=\"c%02u\">", (unsigned)i);
        if (contacts[i].year != 0) {
            ADD("<data key=\"e\">connection:ab=1,first=%04d-06-30</data>",
                (int)contacts[i].year);
        }
        ADD("</edge>");
    }
    ADD("</graph></graphml>");
    assert_true(used < sizeof text);
    assert_int_equal(text_graph(ctx, &options, "star", text, used, &graph),
                     INTRO_OK);
    return graph;
}

static intro_breadth *measure(const intro_graph *graph)
{
    intro_breadth *breadth = NULL;
    assert_int_equal(intro_breadth_new(ctx, graph, NULL, &breadth), INTRO_OK);
    assert_int_equal(intro_breadth_attributes(breadth), 1);
    return breadth;
}

static void check_year(const contact *contacts, const intro_breadth_year *year)
{
    uint32_t counts[INDUSTRIES] = {0};
    uint32_t all = 0;
    uint32_t categories = 0;
    double squares = 0;
    for (size_t i = 0; i < CONTACTS; i++) {
        if (contacts[i].year != 0 && contacts[i].year <= year->year) {
            counts[contacts[i].industry]++;
            all++;
        }
    }
    for (size_t i = 0; i < INDUSTRIES; i++) {
        const double share = (double)counts[i] / all;
        categories += counts[i] != 0;
        squares += share * share;
    }
    assert_int_equal(year->contacts, all);
    assert_int_equal(year->by[0].known, all);
    assert_int_equal(year->by[0].categories, categories);
    assert_true(fabs(year->by[0].blau - (1 - squares)) < 1e-12);
}

static uint32_t arrivals_in(const contact *contacts, int32_t from, int32_t to)
{
    uint32_t count = 0;
    for (size_t i = 0; i < CONTACTS; i++) {
        count += contacts[i].year >= from && contacts[i].year <= to;
    }
    return count;
}

/* Every year is told, or nobody came in those passed over. */
static void check_star(const contact *contacts, uint32_t undated)
{
    intro_graph *const graph = make_star(contacts, CONTACTS);
    intro_breadth *const breadth = measure(graph);
    const intro_breadth_year *years;
    size_t count;
    uint32_t without;
    assert_int_equal(
        intro_breadth_trend(ctx, breadth, 0, &years, &count, &without),
        INTRO_OK);
    assert_int_equal(without, undated);
    assert_true(count > 0 && count <= (QUIET_YEARS + 1) * CONTACTS);
    assert_int_equal(arrivals_in(contacts, 1, years[0].year - 1), 0);
    assert_int_equal(years[count - 1].contacts, CONTACTS - undated);
    for (size_t i = 0; i < count; i++) {
        check_year(contacts, &years[i]);
        if (i > 0 && years[i].year != years[i - 1].year + 1) {
            assert_true(i >= QUIET_YEARS);
            assert_int_equal(arrivals_in(contacts,
                                         years[i - QUIET_YEARS].year + 1,
                                         years[i].year - 1),
                             0);
        }
    }
    intro_breadth_free(breadth);
    intro_graph_close(graph);
}

static void years_are_those_of_a_count_from_nothing(void **state)
{
    static const int32_t spans[] = {3, 40, 400, 8100};
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        contact contacts[CONTACTS];
        uint32_t undated = 0;
        intro_i_random random;
        intro_i_random_init(&random, seed);
        for (size_t i = 0; i < CONTACTS; i++) {
            const bool is_dated = i == 0 || intro_i_random_below(&random, 8);
            const uint64_t later = intro_i_random_below(
                &random, (uint64_t)spans[seed % INTRO_COUNT_OF(spans)]);
            contacts[i].year = is_dated ? 1900 + (int32_t)later : 0;
            contacts[i].industry =
                (uint32_t)intro_i_random_below(&random, INDUSTRIES);
            undated += !is_dated;
        }
        check_star(contacts, undated);
    }
}

static void a_cancelled_trend_ends(void **state)
{
    const contact contacts[] = {{1900, 0}, {9999, 1}};
    const intro_breadth_year *years;
    size_t count;
    (void)state;
    intro_graph *const graph = make_star(contacts, INTRO_COUNT_OF(contacts));
    intro_breadth *const breadth = measure(graph);
    intro_ctx_cancel(ctx);
    assert_int_equal(intro_breadth_trend(ctx, breadth, 0, &years, &count, NULL),
                     INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    assert_int_equal(intro_breadth_trend(ctx, breadth, 0, &years, &count, NULL),
                     INTRO_OK);
    assert_int_equal(count, QUIET_YEARS + 2);
    assert_int_equal(years[count - 1].year, 9999);
    assert_int_equal(years[count - 1].contacts, 2);
    intro_breadth_free(breadth);
    intro_graph_close(graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_are_those_of_a_count_from_nothing),
        cmocka_unit_test(a_cancelled_trend_ends),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("trend", tests, open_context,
                                       close_context);
}
