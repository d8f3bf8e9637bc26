/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each invariant is broken alone, in a graph that is right otherwise, and
 * must be found under the name of its array. */
#include "hand_graph.h"

#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/random.h"
#include "graph/validate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_graph *g;

static int set_up(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static int make_undirected(void **state)
{
    (void)state;
    g = hand_graph(&(hand_plan){3, 20, 0.4, false, true});
    return 0;
}

static int make_directed(void **state)
{
    (void)state;
    g = hand_graph(&(hand_plan){3, 20, 0.4, true, true});
    return 0;
}

static int close_graph(void **state)
{
    (void)state;
    intro_graph_close(g);
    g = NULL;
    return 0;
}

static intro_status check(void)
{
    return intro_i_graph_validate(ctx, g, INTRO_EBUG, NULL);
}

static void expect_good(void)
{
    if (check() != INTRO_OK) {
        fail_msg("%s", intro_ctx_error(ctx)->message);
    }
}

static void expect_wrong(const char *words)
{
    assert_int_equal(check(), INTRO_EBUG);
    if (strstr(intro_ctx_error(ctx)->message, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", intro_ctx_error(ctx)->message,
                 words);
    }
}

/* The value is wrong while it is looked at, and right again afterwards. */
#define BREAK(type, array, i, value, words)                                    \
    do {                                                                       \
        type *const place = &HAND_EDIT(type, array)[i];                        \
        const type kept = *place;                                              \
        *place = (type)(value);                                                \
        expect_wrong(words);                                                   \
        *place = kept;                                                         \
        expect_good();                                                         \
    } while (0)

/* --- good ones ----------------------------------------------------------- */

static void all_sorts_of_good_graphs_pass_in_any_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const hand_plan plan = {seed, (uint32_t)(seed % 30),
                                0.1 * (double)(seed % 11), seed % 2 == 0,
                                seed % 3 == 0};
        g = hand_graph(&plan);
        assert_int_equal(intro_ctx_set_threads(ctx, 1 + seed % 4), INTRO_OK);
        expect_good();
        (void)close_graph(NULL);
    }
}

static void words_differ_between_a_snapshot_and_a_bug(void **state)
{
    (void)state;
    HAND_EDIT(uint32_t, g->owners)[0] = 1;
    assert_int_equal(check(), INTRO_EBUG);
    assert_non_null(strstr(intro_ctx_error(ctx)->message,
                           "graph array 'owners' is wrong: "));
    assert_int_equal(intro_i_graph_validate(ctx, g, INTRO_EDAMAGED, "x.intro"),
                     INTRO_EDAMAGED);
    assert_string_equal(intro_ctx_error(ctx)->source, "x.intro");
    assert_non_null(strstr(intro_ctx_error(ctx)->message,
                           "snapshot section 'owners' is damaged: "));
    assert_int_equal(intro_i_graph_validate_records(ctx, g, INTRO_EBUG, NULL),
                     INTRO_EBUG);
}

static void a_cancelled_context_stops_the_checks(void **state)
{
    (void)state;
    intro_ctx_cancel(ctx);
    assert_int_equal(check(), INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    expect_good();
}

/* --- rows and ties ------------------------------------------------------- */

static void rows_that_lie_are_found(void **state)
{
    (void)state;
    BREAK(uint64_t, g->out_offsets, 0, 1, "'out_offsets'");
    BREAK(uint64_t, g->out_offsets, g->people, g->arcs + 1, "'out_offsets'");
    BREAK(uint64_t, g->out_offsets, 3, g->arcs + 1, "'out_offsets'");
    BREAK(uint64_t, g->out_offsets, 3, g->out_offsets[2] - 1, "'out_offsets'");
    BREAK(uint32_t, g->out_people, 0, g->people, "'out_people'");
    BREAK(uint32_t, g->out_people, 0, UINT32_MAX, "'out_people'");
    BREAK(uint32_t, g->out_people, 1, g->out_people[0], "not sorted");
    BREAK(uint32_t, g->out_people, 0, 0, "tied to itself");
    BREAK(float, g->out_strengths, 5, NAN, "'out_strengths'");
    BREAK(float, g->out_strengths, 5, -1.0, "'out_strengths'");
    BREAK(float, g->out_strengths, 5, 0.0, "'out_strengths'");
    BREAK(float, g->out_strengths, 5, 1.0001, "'out_strengths'");
    BREAK(float, g->out_strengths, 5, INFINITY, "'out_strengths'");
}

static void a_tie_with_two_strengths_is_found_wherever_it_is(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < g->arcs; i++) {
        BREAK(float, g->out_strengths, i, g->out_strengths[i] / 2,
              "two strengths");
    }
}

/* Moving one end of an arc to a free place of its row keeps the row sorted. */
static void an_arc_without_its_way_back_is_found_wherever_it_is(void **state)
{
    (void)state;
    unsigned moved = 0;
    for (uint32_t v = 0; v < g->people; v++) {
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            const uint32_t w = g->out_people[i] + 1;
            const bool is_free =
                w < g->people && w != v &&
                (i + 1 == g->out_offsets[v + 1] || g->out_people[i + 1] > w);
            if (is_free) {
                moved++;
                BREAK(uint32_t, g->out_people, i, w, "other way round");
            }
        }
    }
    assert_true(moved > 20);
}

static void tie_numbers_that_lie_are_found(void **state)
{
    (void)state;
    for (uint32_t v = 0; v <= g->people; v++) {
        if (v > 0) {
            BREAK(uint64_t, g->tie_start, v, g->tie_start[v] - 1,
                  "'tie_start'");
        }
        BREAK(uint64_t, g->tie_start, v, g->tie_start[v] + 1, "'tie_start'");
    }
    g->ties++;
    expect_wrong("ties cannot have");
    g->ties--;
}

static void in_rows_that_differ_from_out_rows_are_found(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < g->arcs; i++) {
        BREAK(float, g->in_strengths, i, g->in_strengths[i] / 2,
              "two strengths");
        BREAK(float, g->out_strengths, i, g->out_strengths[i] / 2,
              "two strengths");
    }
    BREAK(uint64_t, g->in_offsets, 4, g->arcs + 1, "'in_offsets'");
    BREAK(uint32_t, g->in_people, 0, g->people, "'in_people'");
}

static void
directed_tie_numbers_that_lie_are_found_wherever_they_are(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < g->arcs; i++) {
        BREAK(uint64_t, g->arc_tie, i, g->ties, "'tie_arc'");
        BREAK(uint64_t, g->arc_tie, i, (g->arc_tie[i] + 1) % g->ties,
              "'tie_arc'");
    }
    for (uint64_t t = 0; t < g->ties; t++) {
        BREAK(uint64_t, g->tie_arc, t, g->arcs, "'tie_arc'");
        BREAK(uint64_t, g->tie_arc, t, UINT64_MAX, "'tie_arc'");
        BREAK(uint64_t, g->tie_arc, t, (g->tie_arc[t] + 1) % g->arcs,
              "'tie_arc'");
    }
}

static void bits_beyond_the_end_are_found(void **state)
{
    (void)state;
    assert_true(g->ties % 64 != 0);
    BREAK(uint64_t, g->tie_inferred, g->ties / 64, UINT64_MAX,
          "'tie_inferred'");
    BREAK(uint64_t, g->tie_stated, g->ties / 64, (uint64_t)1 << 63,
          "'tie_stated'");
}

/* --- strings and people -------------------------------------------------- */

static void strings_that_lie_are_found(void **state)
{
    (void)state;
    const uint64_t *const offsets = g->strings.offsets;
    BREAK(uint64_t, offsets, 0, 1, "'string_offsets'");
    BREAK(uint64_t, offsets, 1, 2, "'string_offsets'");
    BREAK(uint64_t, offsets, g->strings.count, g->strings.size - 1,
          "'string_offsets'");
    BREAK(uint64_t, offsets, 9, offsets[8], "'string_offsets'");
    BREAK(uint64_t, offsets, 9, UINT64_MAX, "'string_offsets'");
    BREAK(char, g->strings.bytes, offsets[9] + 1, '\0', "only NUL");
    BREAK(char, g->strings.bytes, offsets[10] - 1, 'x', "only NUL");
    BREAK(char, g->strings.bytes, offsets[9], 0xC3, "not UTF-8");
    BREAK(char, g->strings.bytes, offsets[10] - 2, 0xC3, "not UTF-8");
    BREAK(char, g->strings.bytes, offsets[9], 'z', "id of person 9 is not");
}

static void two_people_of_one_id_are_found(void **state)
{
    (void)state;
    const uint64_t *const offsets = g->strings.offsets;
    BREAK(char, g->strings.bytes, offsets[4] - 2,
          g->strings.bytes[offsets[3] - 2], "id of person 2 is not after");
}

static void a_person_without_an_id_is_found(void **state)
{
    (void)state;
    (void)close_graph(NULL);
    g = hand_graph(&(hand_plan){1, 1, 0, false, false});
    expect_good();
    char *const bytes = HAND_EDIT(char, g->strings.bytes);
    uint64_t *const offsets = HAND_EDIT(uint64_t, g->strings.offsets);
    bytes[1] = '\0'; /* id "", and the word after it longer */
    memset(bytes + 2, 'a', 8);
    offsets[2] = 2;
    expect_wrong("id of person 0");
}

static void fields_lookups_and_owners_that_lie_are_found(void **state)
{
    (void)state;
    BREAK(uint32_t, g->known[2], 7, g->strings.count, "'known[2]'");
    BREAK(uint32_t, g->lookup_people, 2, g->people, "'lookup_people'");
    BREAK(uint64_t, g->lookup_hashes, 2, UINT64_MAX, "'lookup_hashes'");
    BREAK(uint32_t, g->lookup_people, 3, 2, "'lookup_hashes'");
    BREAK(uint32_t, g->owners, 1, 0, "'owners'");
    BREAK(uint32_t, g->owners, 1, g->people, "'owners'");
}

/* --- columns, evidence, records ------------------------------------------ */

static void guesses_that_lie_are_found(void **state)
{
    (void)state;
    const int function = INTRO_FIELD_FUNCTION - INTRO_I_FIRST_GUESSED;
    intro_i_class_record *const rules =
        HAND_EDIT(intro_i_class_record, g->class_rules);
    BREAK(uint64_t, g->guessed[function], 0, UINT64_MAX, "'guessed[1]'");
    BREAK(uint32_t, g->known[INTRO_FIELD_SUBINDUSTRY], 1, g->strings.count,
          "'subindustry'");
    BREAK(uint32_t, &rules[1].file, 0, g->strings.count, "'class_rules'");
    BREAK(uint32_t, &rules[0].classes[2], 0, UINT32_MAX, "'class_rules'");
    BREAK(uint64_t, &rules[1].line, 0, rules[0].line, "'class_rules'");
}

static void columns_that_lie_are_found(void **state)
{
    (void)state;
    intro_column *const columns = g->columns;
    BREAK(uint32_t, columns[0].values, 1, g->strings.count,
          "'column_values[0]'");
    BREAK(uint8_t, columns[3].values, 1, 2, "'column_values[3]'");
    BREAK(int32_t, columns[4].values, 1, INTRO_I_DAY_MAX + 1,
          "'column_values[4]'");
    BREAK(uint64_t, columns[1].present, 0, UINT64_MAX, "'column_present[1]'");
    BREAK(uint64_t, &columns[2].rows, 0, g->people + 1, "'columns'");
    BREAK(uint8_t, &columns[2].kind, 0, 5, "'columns'");
    BREAK(uint8_t, &columns[2].of, 0, 2, "'columns'");
    BREAK(uint32_t, &columns[2].name, 0, UINT32_MAX, "'columns'");
}

static void evidence_that_lies_is_found(void **state)
{
    (void)state;
    intro_i_evidence_row *const rows =
        HAND_EDIT(intro_i_evidence_row, g->evidence_rows);
    BREAK(uint64_t, g->evidence_ties, 1, g->evidence_ties[0],
          "'evidence_ties'");
    BREAK(uint64_t, g->evidence_ties, g->evidence_tie_count - 1, g->ties,
          "'evidence_ties'");
    BREAK(uint64_t, g->evidence_offsets, 1, 0, "'evidence_offsets'");
    BREAK(uint64_t, g->evidence_offsets, 1, UINT64_MAX, "'evidence_offsets'");
    BREAK(uint8_t, &rows[1].kind, 0, INTRO_EV_COUNT, "'evidence_rows'");
    BREAK(uint8_t, &rows[1].kind, 0, INTRO_EV_CONNECTION, "'evidence_rows'");
    BREAK(uint8_t, &rows[1].flags, 0, 2, "'evidence_rows'");
    BREAK(uint32_t, &rows[1].label, 0, g->strings.count, "'evidence_rows'");
    BREAK(double, &rows[1].value, 0, NAN, "'evidence_rows'");
    BREAK(double, &rows[0].value, 0, 1, "'evidence_rows'");
    BREAK(int32_t, &rows[0].first, 0, 20000, "'evidence_rows'");
    BREAK(int32_t, &rows[0].first, 0, INTRO_I_DAY_MIN - 1, "'evidence_rows'");
    BREAK(int32_t, &rows[0].last, 0, INTRO_I_DAY_MAX + 1, "'evidence_rows'");
}

/* The first and the last day that may be stored are those of years 1 and 9999,
 * and every date that is read lies between them. */
static void days_of_four_digit_years_are_right(void **state)
{
    intro_i_evidence_row *const row =
        HAND_EDIT(intro_i_evidence_row, g->evidence_rows);
    (void)state;
    assert_int_equal(INTRO_I_DAY_MIN, intro_i_day_from_civil(1, 1, 1));
    assert_int_equal(INTRO_I_DAY_MAX, intro_i_day_from_civil(9999, 12, 31));
    assert_true(INTRO_I_YEAR_MIN >= 1 && INTRO_I_YEAR_MAX <= 9999);
    row->first = INTRO_I_DAY_MIN;
    row->last = INTRO_I_DAY_MAX;
    assert_int_equal(intro_i_graph_validate(ctx, g, INTRO_EDAMAGED, NULL),
                     INTRO_OK);
    assert_true(intro_i_check_evidence(g, 0));
    row->last++;
    assert_false(intro_i_check_evidence(g, 0));
    row->last = INTRO_NO_DAY;
    assert_true(intro_i_check_evidence(g, 0));
    row->first--;
    assert_false(intro_i_check_evidence(g, 0));
}

static void edges_and_records_that_lie_are_found(void **state)
{
    (void)state;
    BREAK(uint64_t, g->tie_edges, 1, g->edges + 1, "'tie_edges'");
    BREAK(uint64_t, g->tie_edges, g->ties, g->edges + 1, "'tie_edges'");
    BREAK(uint16_t, g->edge_sources, 0, 2, "'edge_sources'");
    intro_i_source_record *const sources =
        HAND_EDIT(intro_i_source_record, g->sources);
    intro_i_reason_record *const reasons =
        HAND_EDIT(intro_i_reason_record, g->reasons);
    BREAK(uint32_t, &sources[1].file, 0, UINT32_MAX, "'sources'");
    BREAK(uint32_t, &sources[1].format, 0, g->strings.count, "'sources'");
    BREAK(uint32_t, &sources[1].owner, 0, g->people, "'sources'");
    BREAK(uint32_t, &sources[1].first_reason, 0, 2, "'sources'");
    BREAK(uint32_t, &sources[1].reasons, 0, UINT32_MAX, "'sources'");
    BREAK(uint32_t, &reasons[1].text, 0, g->strings.count, "'reasons'");
    BREAK(uint32_t, &reasons[1].padding, 0, 1, "'reasons'");
    BREAK(uint32_t, g->warnings, 0, g->strings.count, "'warnings'");
}

static void a_strength_model_that_cannot_be_is_found(void **state)
{
    (void)state;
    intro_i_strength_state *const s = &g->strength;
    BREAK(double, &s->model.kinds[3].p, 0, 1.5, "'strength'");
    BREAK(double, &s->model.kinds[3].p, 0, -0.5, "'strength'");
    BREAK(double, &s->model.kinds[3].h, 0, INFINITY, "'strength'");
    BREAK(double, &s->model.kinds[3].floor, 0, 2, "'strength'");
    BREAK(double, &s->model.kinds[3].floor, 0, NAN, "'strength'");
    BREAK(double, &s->model.kinds[3].half_life_days, 0, 0, "'strength'");
    BREAK(double, &s->model.clamp_low, 0, NAN, "'strength'");
    BREAK(double, &s->model.clamp_low, 0, 0, "'strength'");
    BREAK(double, &s->model.clamp_high, 0, 2, "'strength'");
    BREAK(uint32_t, &s->weight, 0, g->strings.count, "'strength'");
    BREAK(uint32_t, &s->meaning, 0, 4, "'strength'");
    BREAK(uint32_t, &s->guessed, 0, 2, "'strength'");
    BREAK(uint32_t, &s->model_changed, 0, 2, "'strength'");
    BREAK(uint64_t, &s->unweighted, 0, g->ties + 1, "'strength'");
    BREAK(int32_t, &s->as_of, 0, INTRO_I_DAY_MAX + 1, "'strength'");
}

/* --- the inline checks --------------------------------------------------- */

static void row_checks_agree_with_the_whole(void **state)
{
    (void)state;
    for (uint32_t v = 0; v < g->people; v++) {
        assert_true(intro_i_check_row(g, v) && intro_i_check_row_in(g, v) &&
                    intro_i_check_person(g, v));
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            assert_true(intro_i_check_tie_of(g, v, i));
        }
    }
    for (uint64_t t = 0; t < g->ties; t++) {
        assert_true(intro_i_check_tie_edges(g, t));
    }
    for (uint64_t i = 0; i < g->evidence_tie_count; i++) {
        assert_true(intro_i_check_evidence(g, i));
    }
    HAND_EDIT(uint32_t, g->out_people)[g->out_offsets[4]] = g->people;
    assert_false(intro_i_check_row(g, 4));
    HAND_EDIT(uint64_t, g->out_offsets)[8] = g->arcs + 1;
    assert_false(intro_i_check_row(g, 7) || intro_i_check_row(g, 8));
    HAND_EDIT(uint64_t, g->strings.offsets)[4] = UINT64_MAX;
    assert_false(intro_i_check_string(g, 3) || intro_i_check_string(g, 4) ||
                 intro_i_check_person(g, 3));
    assert_false(intro_i_check_string(g, g->strings.count));
    HAND_EDIT(uint64_t, g->tie_edges)[3] = UINT64_MAX;
    assert_false(intro_i_check_tie_edges(g, 2) ||
                 intro_i_check_tie_edges(g, 3));
    HAND_EDIT(intro_i_evidence_row, g->evidence_rows)[2].kind = 200;
    assert_false(intro_i_check_evidence(g, 1));
}

/* --- many pieces, many threads ---------------------------------------- */

enum { RING = 70000 };

/* Person v is tied to v - 1 and v + 1: large enough for several pieces. */
static intro_graph *make_ring(void)
{
    static uint64_t offsets[RING + 1];
    static uint64_t starts[RING + 1];
    static uint32_t people[2 * RING];
    static float strengths[2 * RING];
    static char bytes[1 + 7 * RING];
    static uint64_t strings[RING + 2] = {0, 1};
    intro_graph *const ring = hand_graph(&(hand_plan){1, 0, 0, false, false});
    for (uint32_t v = 0; v < RING; v++) {
        const uint32_t before = (v + RING - 1) % RING;
        const uint32_t after = (v + 1) % RING;
        people[2 * v] = before < after ? before : after;
        people[2 * v + 1] = before < after ? after : before;
        strengths[2 * v] = strengths[2 * v + 1] = 0.5F;
        offsets[v + 1] = 2 * ((uint64_t)v + 1);
        starts[v + 1] = starts[v] + (before > v) + (after > v);
        (void)snprintf(bytes + 1 + 7 * (size_t)v, 7, "%06u", v);
        strings[v + 2] = strings[v + 1] + 7;
    }
    ring->people = RING;
    ring->ties = RING;
    ring->arcs = 2 * RING;
    ring->strings =
        (intro_i_strings){bytes, strings, RING + 1, strings[RING + 1], NULL};
    ring->out_offsets = ring->in_offsets = offsets;
    ring->out_people = ring->in_people = people;
    ring->out_strengths = ring->in_strengths = strengths;
    ring->tie_start = starts;
    return ring;
}

static void the_first_finding_is_told_whatever_the_threads(void **state)
{
    (void)state;
    g = make_ring();
    for (uint32_t threads = 1; threads <= 4; threads++) {
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        expect_good();
        HAND_EDIT(float, g->out_strengths)[60000] = 2;
        HAND_EDIT(float, g->out_strengths)[130000] = 2;
        expect_wrong("strength of arc 60000 is");
        HAND_EDIT(float, g->out_strengths)[60000] = 0.25F;
        HAND_EDIT(float, g->out_strengths)[130000] = 0.25F;
        expect_wrong("the tie of 29999 and 30000 has two");
        HAND_EDIT(float, g->out_strengths)[60000] = 0.5F;
        HAND_EDIT(float, g->out_strengths)[130000] = 0.5F;
        BREAK(char, g->strings.bytes, g->strings.offsets[69999], 'x',
              "id of person 69999 is not");
    }
    (void)close_graph(NULL);
}

int main(void)
{
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
#define ON_BOTH(name)                                                          \
    {#name " (undirected)", name, make_undirected, close_graph, NULL},         \
    {                                                                          \
#name " (directed)", name, make_directed, close_graph, NULL            \
    }
#define ON_UNDIRECTED(name)                                                    \
    cmocka_unit_test_setup_teardown(name, make_undirected, close_graph)
#define ON_DIRECTED(name)                                                      \
    cmocka_unit_test_setup_teardown(name, make_directed, close_graph)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            all_sorts_of_good_graphs_pass_in_any_number_of_threads),
        cmocka_unit_test(the_first_finding_is_told_whatever_the_threads),
        ON_BOTH(words_differ_between_a_snapshot_and_a_bug),
        ON_BOTH(a_cancelled_context_stops_the_checks),
        ON_BOTH(rows_that_lie_are_found),
        ON_UNDIRECTED(a_tie_with_two_strengths_is_found_wherever_it_is),
        ON_BOTH(an_arc_without_its_way_back_is_found_wherever_it_is),
        ON_UNDIRECTED(tie_numbers_that_lie_are_found),
        ON_DIRECTED(in_rows_that_differ_from_out_rows_are_found),
        ON_DIRECTED(directed_tie_numbers_that_lie_are_found_wherever_they_are),
        ON_BOTH(bits_beyond_the_end_are_found),
        ON_BOTH(strings_that_lie_are_found),
        ON_BOTH(two_people_of_one_id_are_found),
        ON_BOTH(a_person_without_an_id_is_found),
        ON_BOTH(fields_lookups_and_owners_that_lie_are_found),
        ON_BOTH(guesses_that_lie_are_found),
        ON_BOTH(columns_that_lie_are_found),
        ON_BOTH(evidence_that_lies_is_found),
        ON_BOTH(days_of_four_digit_years_are_right),
        ON_BOTH(edges_and_records_that_lie_are_found),
        ON_BOTH(a_strength_model_that_cannot_be_is_found),
        ON_BOTH(row_checks_agree_with_the_whole),
    };
    return cmocka_run_group_tests_name("validate", tests, set_up, tear_down);
}
