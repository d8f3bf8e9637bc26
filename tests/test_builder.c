/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recording and pooling: fields, columns, edges and evidence of all sources in
 * one graph that passes every check, whatever the memory does. */
#include "world.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/validate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_i_builder *b;
static intro_import_options options;

static int set_up(void **state)
{
    (void)state;
    const intro_import_options plain = INTRO_IMPORT_OPTIONS_INIT;
    options = plain;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static void ok(intro_status rc)
{
    if (rc != INTRO_OK) {
        print_error("%s\n", intro_ctx_error(ctx)->message);
    }
    assert_int_equal(rc, INTRO_OK);
}

static uint32_t text(const char *bytes)
{
    uint32_t string;
    ok(intro_i_builder_string(b, bytes, strlen(bytes), &string));
    return string;
}

static void start(void)
{
    ok(intro_i_builder_new(ctx, &options, &b));
}

static void begin(intro_i_format format, uint64_t digest)
{
    bool repeat;
    ok(intro_i_builder_source_begin(b, "file", format));
    intro_i_builder_source_digest(b, digest, 1, &repeat);
    assert_false(repeat);
}

static void end(void)
{
    ok(intro_i_builder_source_end(b));
}

static intro_graph *finish(void)
{
    intro_graph *g = NULL;
    ok(intro_i_builder_freeze(b, &g));
    intro_i_builder_free(b);
    ok(intro_i_graph_validate(ctx, g, INTRO_EBUG, NULL));
    return g;
}

/* A GraphML source with the nodes "a", "b", ... */
static void begin_nodes(uint64_t digest, uint32_t people)
{
    begin(INTRO_I_FORMAT_GRAPHML, digest);
    for (uint32_t i = 0; i < people; i++) {
        const char id[2] = {(char)('a' + (char)i), '\0'};
        uint32_t string;
        ok(intro_i_strpool_intern(intro_i_builder_ids(b), id, 1, &string));
    }
    ok(intro_i_builder_people_up_to(b, people));
}

/* A LinkedIn source: people with slugs, the first one its owner. */
static void begin_export(uint64_t digest, const char *const *slugs,
                         uint32_t people)
{
    begin(INTRO_I_FORMAT_LINKEDIN, digest);
    for (uint32_t i = 0; i < people; i++) {
        uint32_t row;
        ok(intro_i_builder_person(b, &row));
        ok(intro_i_builder_slug(b, row, text(slugs[i])));
        ok(intro_i_builder_order(b, row, 0, i));
    }
    intro_i_builder_owner(b, 0, digest);
}

static const char *const two[] = {"a", "b"};
static const char *const swapped[] = {"b", "a"};

static intro_i_item item_of(intro_evidence_kind kind, uint32_t x, uint32_t y,
                            uint32_t count, intro_day day)
{
    const intro_i_item item = {.kind = kind,
                               .a = x,
                               .b = y,
                               .count = count,
                               .first = day,
                               .last = day};
    return item;
}

static void say(intro_evidence_kind kind, uint32_t x, uint32_t y,
                uint32_t count, intro_day day)
{
    const intro_i_item item = item_of(kind, x, y, count, day);
    ok(intro_i_builder_evidence(b, &item));
}

/* --- random networks ---------------------------------------------------------- */

/* The tie that joins two people is found from both, with one strength. */
static void check_ties(const intro_graph *g)
{
    for (uint64_t t = 0; t < intro_graph_ties(g); t++) {
        const intro_tie tie = intro_graph_tie(g, t);
        intro_tie found;
        assert_true(tie.one_way || tie.a < tie.b);
        assert_true(tie.strength > 0 && tie.strength <= 1);
        assert_true(intro_graph_find_tie(g, tie.a, tie.b, &found));
        assert_int_equal(found.tie, t);
        assert_true(found.strength == tie.strength);
        if (!tie.one_way) {
            assert_true(intro_graph_find_tie(g, tie.b, tie.a, &found));
            assert_int_equal(found.tie, t);
            assert_true(found.strength == tie.strength);
        }
        intro_evidence all[INTRO_EV_COUNT];
        assert_true(intro_graph_tie_evidence(g, &tie, all) > 0);
    }
}

static void random_networks_pass_every_check(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        const world w = world_make(seed);
        options.same_ids = seed % 3 == 0;
        options.merge_names = seed % 2 == 0;
        intro_graph *g = NULL;
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &g));
        const intro_status rc =
            intro_i_graph_validate(ctx, g, INTRO_EBUG, NULL);
        if (rc != INTRO_OK) {
            print_error("seed %u\n", (unsigned)seed);
        }
        ok(rc);
        check_ties(g);
        intro_graph_close(g);
    }
    options.same_ids = options.merge_names = false;
}

static void a_dropped_source_leaves_no_trace(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        const world w = world_make(seed);
        intro_graph *wanted = NULL;
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &wanted));
        start();
        for (size_t s = 0; s < w.sources; s++) {
            bool kept;
            uint32_t row;
            begin(INTRO_I_FORMAT_LINKEDIN, 77);
            ok(intro_i_builder_person(b, &row));
            ok(intro_i_builder_person(b, &row));
            ok(intro_i_builder_field(b, row, INTRO_FIELD_LOCATION,
                                     text("nowhere"), true));
            ok(intro_i_builder_email(b, row, text("a@x.org")));
            ok(intro_i_builder_slug(b, row, text("ann")));
            ok(intro_i_builder_order(b, row, 1, 1));
            ok(intro_i_builder_edge(b, 0, 1, true, 1));
            say(INTRO_EV_CONNECTION, 0, 1, 1, 9999);
            ok(intro_i_builder_warn(b, "dropped"));
            ok(intro_i_builder_reason(b, "dropped", 1, 1));
            intro_i_builder_source_drop(b);
            ok(world_source(&w, b, s, &kept));
        }
        intro_graph *g = NULL;
        ok(intro_i_builder_freeze(b, &g));
        intro_i_builder_free(b);
        const char *const what = world_difference(wanted, g, true);
        if (what != NULL) {
            print_error("seed %u: %s\n", (unsigned)seed, what);
        }
        assert_null(what);
        intro_graph_close(wanted);
        intro_graph_close(g);
    }
}

#ifdef INTRO_FAULT_INJECTION
static void fail_each(const world *w, bool for_ever)
{
    for (uint64_t k = 0;; k++) {
        intro_graph *g = NULL;
        intro_i_alloc_fail_after(k, for_ever);
        const intro_status rc =
            world_freeze(w, ctx, &options, NULL, w->sources, &g);
        const bool reached = intro_i_alloc_requests() > k;
        intro_i_alloc_fail_after(UINT64_MAX, false);
        if (!reached) {
            ok(rc);
            intro_graph_close(g);
            return;
        }
        if (rc != INTRO_ENOMEM) {
            print_error("seed %u request %u\n", (unsigned)w->seed, (unsigned)k);
        }
        assert_int_equal(rc, INTRO_ENOMEM);
        assert_null(g);
    }
}
#endif

static void memory_may_fail_at_any_request(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    for (uint64_t seed = 1; seed <= 24; seed++) {
        const world w = world_make(seed);
        options.same_ids = seed % 2 == 0;
        options.merge_names = seed % 3 == 0;
        const uint64_t held = intro_i_alloc_bytes();
        fail_each(&w, false);
        fail_each(&w, true);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    options.same_ids = options.merge_names = false;
#else
    skip();
#endif
}

/* Directed worlds among them, and those of LinkedIn's files. */
static void pooling_may_be_cancelled_at_any_poll(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    for (uint64_t seed = 1; seed <= 24; seed++) {
        const world w = world_make(seed);
        const uint64_t held = intro_i_alloc_bytes();
        intro_graph *g = NULL;
        intro_status rc = INTRO_ECANCELLED;
        options.same_ids = seed % 2 == 0;
        options.merge_names = seed % 3 == 0;
        for (uint64_t polls = 0; rc == INTRO_ECANCELLED; polls++) {
            intro_i_cancel_after(polls);
            rc = world_freeze(&w, ctx, &options, NULL, w.sources, &g);
            assert_true(rc == INTRO_OK || g == NULL);
            assert_true(rc == INTRO_OK || intro_i_alloc_bytes() == held);
        }
        intro_i_cancel_after(UINT64_MAX);
        ok(rc);
        intro_graph_close(g);
    }
    options.same_ids = options.merge_names = false;
#else
    skip();
#endif
}

static void new_strengths_fail_without_harm(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    for (uint64_t seed = 1; seed <= 40; seed++) {
        const world w = world_make(seed);
        intro_graph *wanted = NULL;
        intro_graph *g = NULL;
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &wanted));
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &g));
        intro_strength_options other = INTRO_STRENGTH_OPTIONS_INIT;
        other.as_of = 40000;
        other.observed_only = true;
        intro_status rc = INTRO_ENOMEM;
        for (uint64_t k = 0; rc == INTRO_ENOMEM; k++) {
            intro_i_alloc_fail_after(k, false);
            rc = intro_graph_set_strengths(ctx, g, &other);
            intro_i_alloc_fail_after(UINT64_MAX, false);
            if (rc == INTRO_ENOMEM) {
                assert_null(world_difference(wanted, g, true));
            }
        }
        ok(rc);
        intro_graph_close(wanted);
        intro_graph_close(g);
    }
#else
    skip();
#endif
}

static void new_strengths_are_those_of_a_fresh_import(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        world w = world_make(seed);
        const bool has_weight = w.has_weights;
        intro_import_options fresh = options;
        uint64_t random = seed;
        fresh.strength.observed_only = world_random(&random) % 2 == 0;
        fresh.strength.as_of =
            world_random(&random) % 2 == 0 ? 20000 : INTRO_NO_DAY;
        const uint64_t weight = world_random(&random) % 3;
        intro_graph *g = NULL;
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &g));
        if (weight == 1) {
            fresh.strength.weight = "none";
        } else if (weight == 2 && has_weight &&
                   intro_graph_weight_attribute(g) != NULL) {
            fresh.strength.weight = "weight";
            fresh.strength.weight_is = INTRO_WEIGHT_COST;
        }
        intro_graph *wanted = NULL;
        ok(world_freeze(&w, ctx, &fresh, NULL, w.sources, &wanted));
        ok(intro_graph_set_strengths(ctx, g, &fresh.strength));
        assert_int_equal(g->ties, wanted->ties);
        for (uint64_t i = 0; i < g->arcs; i++) {
            assert_true(g->out_strengths[i] == wanted->out_strengths[i]);
            assert_true(g->in_strengths[i] == wanted->in_strengths[i]);
        }
        assert_int_equal(g->strength.as_of, wanted->strength.as_of);
        assert_int_equal(g->strength.meaning, wanted->strength.meaning);
        assert_int_equal(g->strength.weight_by_option,
                         wanted->strength.weight_by_option);
        for (uint64_t r = 0; r < g->evidence_row_count; r++) {
            assert_true(
                g->evidence_rows[r].kind == wanted->evidence_rows[r].kind &&
                g->evidence_rows[r].value == wanted->evidence_rows[r].value);
        }
        assert_true((g->tie_stated == NULL) == (wanted->tie_stated == NULL));
        for (uint64_t t = 0; g->tie_stated != NULL && t < g->ties; t += 64) {
            assert_true(g->tie_stated[t / 64] == wanted->tie_stated[t / 64]);
        }
        intro_graph_close(g);
        intro_graph_close(wanted);
    }
}

/* --- fields ------------------------------------------------------------------- */

static void owners_own_words_go_first_then_newest_then_graphml(void **state)
{
    (void)state;
    options.same_ids = true;
    start();
    begin_export(1, two, 2);
    intro_i_builder_source_date(b, 50);
    ok(intro_i_builder_field(b, 0, INTRO_FIELD_NAME, text("own"), true));
    ok(intro_i_builder_field(b, 0, INTRO_FIELD_POSITION, text("old"), true));
    end();
    begin_export(2, swapped, 2);
    intro_i_builder_source_date(b, 90);
    ok(intro_i_builder_field(b, 1, INTRO_FIELD_NAME, text("newest"), true));
    ok(intro_i_builder_field(b, 0, INTRO_FIELD_COMPANY, text("C2"), true));
    end();
    begin_export(3, (const char *const[]){"c", "a", "b"}, 3);
    intro_i_builder_source_date(b, 95);
    ok(intro_i_builder_field(b, 1, INTRO_FIELD_LOCATION, text("L3"), true));
    ok(intro_i_builder_field(b, 2, INTRO_FIELD_COMPANY, text("C3"), true));
    ok(intro_i_builder_field(b, 2, INTRO_FIELD_INDUSTRY, text("I3"), true));
    end();
    begin_nodes(4, 1);
    ok(intro_i_builder_slug(b, 0, text("a")));
    ok(intro_i_builder_field(b, 0, INTRO_FIELD_LOCATION, text("L4"), false));
    ok(intro_i_builder_field(b, 0, INTRO_FIELD_SENIORITY, text("S4"), false));
    end();
    intro_graph *const g = finish();
    options.same_ids = false;
    assert_int_equal(intro_graph_people(g), 3);
    static const struct {
        intro_vid v;
        intro_field field;
        const char *value;
    } wanted[] = {
        {0, INTRO_FIELD_NAME, "own"},    {0, INTRO_FIELD_POSITION, "old"},
        {0, INTRO_FIELD_LOCATION, "L3"}, {0, INTRO_FIELD_SENIORITY, "S4"},
        {1, INTRO_FIELD_COMPANY, "C2"},  {1, INTRO_FIELD_INDUSTRY, "I3"}};
    for (size_t i = 0; i < INTRO_COUNT_OF(wanted); i++) {
        assert_string_equal(intro_graph_field(g, wanted[i].v, wanted[i].field),
                            wanted[i].value);
    }
    assert_null(intro_graph_field(g, 2, INTRO_FIELD_NAME));
    assert_int_equal(g->known_own & (1U << INTRO_FIELD_SENIORITY), 0);
    assert_int_not_equal(g->known_own & (1U << INTRO_FIELD_NAME), 0);
    intro_graph_close(g);
}

/* --- columns ------------------------------------------------------------------ */

static intro_i_build_column *column(intro_column_of of, const char *name,
                                    intro_column_kind kind)
{
    intro_i_build_column *c = NULL;
    ok(intro_i_builder_column(b, of, name, strlen(name), kind, &c));
    return c;
}

static const intro_column *find_column(const intro_graph *g, const char *name)
{
    for (uint32_t i = 0; i < intro_graph_columns(g); i++) {
        if (strcmp(intro_column_name(intro_graph_column(g, i)), name) == 0) {
            return intro_graph_column(g, i);
        }
    }
    fail_msg("no column %s", name);
    return NULL;
}

static void columns_merge_when_kinds_fit_else_get_a_suffix(void **state)
{
    (void)state;
    static const intro_column_kind kinds[] = {
        INTRO_KIND_INT,    INTRO_KIND_STRING, INTRO_KIND_DOUBLE,
        INTRO_KIND_STRING, INTRO_KIND_BOOL,   INTRO_KIND_STRING};
    options.same_ids = true;
    start();
    for (uint32_t s = 0; s < INTRO_COUNT_OF(kinds); s++) {
        begin_nodes(s + 1, 6);
        intro_i_build_column *const c = column(INTRO_OF_PERSON, "x", kinds[s]);
        ok(kinds[s] == INTRO_KIND_STRING
               ? intro_i_build_column_set_string(c, s, text("t"))
               : intro_i_build_column_set_int(c, s, 1));
        end();
    }
    intro_graph *const g = finish();
    options.same_ids = false;
    assert_int_equal(intro_graph_columns(g), 3);
    const intro_column *const number = find_column(g, "x");
    const intro_column *const string = find_column(g, "x.2");
    const intro_column *const truth = find_column(g, "x.3");
    assert_int_equal(intro_column_get_kind(number), INTRO_KIND_DOUBLE);
    assert_int_equal(intro_column_get_kind(string), INTRO_KIND_STRING);
    assert_int_equal(intro_column_get_kind(truth), INTRO_KIND_BOOL);
    assert_int_equal(intro_column_known(number), 2);
    assert_int_equal(intro_column_known(string), 3);
    assert_int_equal(intro_column_known(truth), 1);
    assert_true(intro_column_get(number, 0).real == 1.0);
    assert_false(intro_column_get(number, 1).is_known);
    intro_graph_close(g);
}

static void defaults_fill_what_no_source_states(void **state)
{
    (void)state;
    options.same_ids = true;
    for (int first = 0; first < 2; first++) {
        start();
        for (int s = 0; s < 2; s++) {
            begin_nodes((uint64_t)s + 1, 3);
            intro_i_build_column *const c =
                column(INTRO_OF_PERSON, "x", INTRO_KIND_INT);
            if (s == first) {
                intro_i_build_column_default_int(c, 7);
            } else {
                ok(intro_i_build_column_set_int(c, 1, 9));
            }
            intro_i_build_column *const t =
                column(INTRO_OF_TIE, "w", INTRO_KIND_DOUBLE);
            intro_i_build_column_default_double(t, 0.25);
            ok(intro_i_builder_edge(b, 0, 1, false, 4));
            ok(intro_i_builder_edge(b, 1, 2, false, 5));
            ok(intro_i_build_column_set_double(t, 1, 0.75));
            end();
        }
        intro_graph *const g = finish();
        const intro_column *const x = find_column(g, "x");
        assert_int_equal(intro_column_get(x, 0).integer, 7);
        assert_int_equal(intro_column_get(x, 1).integer, 9);
        assert_int_equal(intro_column_get(x, 2).integer, 7);
        const intro_column *const t = find_column(g, "w");
        assert_int_equal(intro_column_rows(t), 4);
        for (uint64_t e = 0; e < 4; e++) {
            assert_true(intro_column_get(t, e).real == (e < 2 ? 0.25 : 0.75));
        }
        intro_graph_close(g);
    }
    options.same_ids = false;
}

static void a_name_taken_in_one_source_gets_a_number(void **state)
{
    (void)state;
    start();
    begin_nodes(1, 1);
    intro_i_build_column *const c[] = {
        column(INTRO_OF_PERSON, "x", INTRO_KIND_INT),
        column(INTRO_OF_PERSON, "x", INTRO_KIND_INT),
        column(INTRO_OF_TIE, "x", INTRO_KIND_INT)};
    ok(intro_i_build_column_set_int(c[0], 0, 1));
    ok(intro_i_build_column_set_int(c[1], 0, 2));
    ok(intro_i_build_column_to_double(c[1]));
    assert_int_equal(intro_i_build_column_kind(c[1]), INTRO_KIND_DOUBLE);
    assert_true(intro_i_build_column_has(c[1], 0));
    assert_false(intro_i_build_column_has(c[1], 1));
    assert_int_equal(intro_i_build_column_set_string(c[0], 0, 0), INTRO_EBUG);
    end();
    intro_graph *const g = finish();
    assert_true(intro_column_get(find_column(g, "x.2"), 0).real == 2.0);
    assert_int_equal(intro_graph_columns(g), 3);
    intro_graph_close(g);
}

/* Each edge carries ends, source and direction in its attributes: wherever a
 * row of the column ends up, it must tell of the tie it is listed under. */
static void edge_attributes_follow_their_edges(void **state)
{
    (void)state;
    options.same_ids = true;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        const bool directed = seed % 2 == 0;
        const size_t sources = 1 + world_random(&random) % 3;
        uint64_t edges = 0;
        start();
        for (size_t s = 0; s < sources; s++) {
            begin_nodes(s + 1, 6);
            intro_i_build_column *const c =
                column(INTRO_OF_TIE, "who", INTRO_KIND_INT);
            const uint64_t count = world_random(&random) % 20;
            for (uint64_t e = 0; e < count; e++, edges++) {
                const uint32_t x = (uint32_t)(world_random(&random) % 6);
                const uint32_t y =
                    (x + 1 + (uint32_t)(world_random(&random) % 5)) % 6;
                const bool one_way = directed && world_random(&random) % 2;
                ok(intro_i_builder_edge(b, x, y, one_way, e));
                ok(intro_i_build_column_set_int(
                    c, e,
                    (int64_t)(x + 10 * y + (one_way ? 100U : 0U) + 1000 * s)));
            }
            assert_int_equal(intro_i_builder_edge_count(b), count);
            end();
        }
        intro_graph *const g = finish();
        assert_true(directed ? g->edges >= edges : g->edges == edges);
        const intro_column *const who = find_column(g, "who");
        for (uint64_t t = 0; t < g->ties; t++) {
            const intro_tie tie = intro_graph_tie(g, t);
            uint64_t first;
            uint64_t count;
            intro_graph_tie_edges(g, t, &first, &count);
            assert_true(count > 0);
            int64_t before = -1;
            for (uint64_t e = first; e < first + count; e++) {
                const int64_t value = intro_column_get(who, e).integer;
                const uint32_t x = (uint32_t)(value % 10);
                const uint32_t y = (uint32_t)(value / 10 % 10);
                const bool forward = x == tie.a && y == tie.b;
                assert_true(forward || (x == tie.b && y == tie.a));
                assert_true(forward || value / 100 % 10 == 0);
                assert_int_equal(g->edge_sources == NULL ? 0
                                                         : g->edge_sources[e],
                                 value / 1000);
                assert_true(value / 1000 >= before);
                before = value / 1000;
            }
        }
        intro_graph_close(g);
    }
    options.same_ids = false;
}

static void parallel_edges_are_counted_within_a_source_once(void **state)
{
    (void)state;
    options.same_ids = true;
    start();
    for (uint64_t s = 1; s <= 2; s++) {
        begin_nodes(s, 3);
        ok(intro_i_builder_edge(b, 0, 1, true, 1));
        ok(intro_i_builder_edge(b, 0, 1, false, 2));
        ok(intro_i_builder_edge(b, 1, 0, false, 3));
        ok(intro_i_builder_edge(b, 1, 2, false, 4));
        end();
    }
    intro_graph *const g = finish();
    options.same_ids = false;
    assert_int_equal(g->ties, 3);
    assert_int_equal(g->read.parallel, 4);
    intro_graph_close(g);
}

/* --- evidence ----------------------------------------------------------------- */

static const intro_i_evidence_row *row_of(const intro_graph *g,
                                          intro_evidence_kind kind)
{
    size_t count;
    const intro_i_evidence_row *const rows =
        intro_i_graph_evidence(g, 0, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == kind) {
            return &rows[i];
        }
    }
    return NULL;
}

static void counts_add_up_within_an_input_and_not_across(void **state)
{
    (void)state;
    start();
    begin_export(1, two, 2);
    say(INTRO_EV_MESSAGES_TWO_WAY, 0, 1, 3, 100);
    say(INTRO_EV_MESSAGES_TWO_WAY, 0, 1, 4, 120);
    say(INTRO_EV_MESSAGES_TWO_WAY, 1, 0, 2, 90);
    end();
    begin_export(2, swapped, 2);
    say(INTRO_EV_MESSAGES_TWO_WAY, 0, 1, 5, 80);
    say(INTRO_EV_MESSAGES_TWO_WAY, 1, 0, 6, 110);
    end();
    intro_graph *const g = finish();
    const intro_i_evidence_row *const row =
        row_of(g, INTRO_EV_MESSAGES_TWO_WAY);
    assert_non_null(row);
    assert_int_equal(row->count_ab, 7);
    assert_int_equal(row->count_ba, 5);
    assert_int_equal(row->first, 80);
    assert_int_equal(row->last, 120);
    assert_int_equal(intro_graph_as_of(g), 120);
    intro_graph_close(g);
}

static void two_exports_together_make_messages_two_way(void **state)
{
    (void)state;
    for (int answered = 0; answered < 2; answered++) {
        start();
        begin_export(1, two, 2);
        say(INTRO_EV_MESSAGES_TWO_WAY, 0, 1, 3, 100);
        end();
        begin_export(2, swapped, 2);
        if (answered != 0) {
            say(INTRO_EV_MESSAGES_TWO_WAY, 0, 1, 2, 100);
        }
        end();
        intro_graph *const g = finish();
        const intro_i_evidence_row *const row =
            row_of(g, answered != 0 ? INTRO_EV_MESSAGES_TWO_WAY
                                    : INTRO_EV_MESSAGES_ONE_WAY);
        assert_non_null(row);
        assert_int_equal(row->count_ab, 3);
        assert_int_equal(row->count_ba, answered != 0 ? 2 : 0);
        intro_graph_close(g);
    }
}

static void smallest_thread_newest_label_and_undated_items(void **state)
{
    (void)state;
    start();
    begin_export(1, (const char *const[]){"o", "a", "b"}, 3);
    intro_i_item item = item_of(INTRO_EV_SMALL_THREAD, 1, 2, 1, 100);
    item.people = 7;
    item.label = text("old");
    ok(intro_i_builder_evidence(b, &item));
    item.people = 4;
    item.first = item.last = 130;
    item.label = 0;
    ok(intro_i_builder_evidence(b, &item));
    item.people = 8;
    item.first = item.last = 110;
    item.label = text("new");
    ok(intro_i_builder_evidence(b, &item));
    item.people = 8;
    item.first = item.last = INTRO_NO_DAY;
    item.label = text("none");
    ok(intro_i_builder_evidence(b, &item));
    end();
    intro_graph *const g = finish();
    const intro_i_evidence_row *const row = row_of(g, INTRO_EV_SMALL_THREAD);
    assert_non_null(row);
    assert_int_equal(row->people, 4);
    assert_int_equal(row->last, 130);
    assert_int_equal(row->flags, INTRO_I_EV_UNDATED);
    assert_string_equal(intro_i_graph_text(g, row->label), "new");
    assert_int_equal(intro_graph_inferred_ties(g), 1);
    intro_graph_close(g);
}

static void evidence_in_a_directed_network_keeps_its_direction(void **state)
{
    (void)state;
    options.same_ids = true;
    start();
    begin_nodes(1, 2);
    ok(intro_i_builder_slug(b, 0, text("a")));
    ok(intro_i_builder_slug(b, 1, text("b")));
    ok(intro_i_builder_edge(b, 1, 0, true, 1));
    end();
    begin_export(2, two, 2);
    say(INTRO_EV_ENDORSEMENT, 0, 1, 3, 100);
    end();
    intro_graph *const g = finish();
    options.same_ids = false;
    assert_int_equal(intro_graph_ties(g), 2);
    for (uint64_t t = 0; t < 2; t++) {
        const intro_tie tie = intro_graph_tie(g, t);
        intro_evidence e[INTRO_EV_COUNT];
        const size_t count = intro_graph_tie_evidence(g, &tie, e);
        assert_int_equal(count, tie.a > tie.b ? 2 : 1);
        assert_int_equal(e[0].kind, INTRO_EV_ENDORSEMENT);
        assert_int_equal(e[0].direction,
                         tie.a < tie.b ? INTRO_DIR_AB : INTRO_DIR_BA);
    }
    intro_graph_close(g);
}

static void colleagues_are_inferred_for_2_to_50_people(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 2, 3, 50, 51};
    for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
        start();
        begin(INTRO_I_FORMAT_LINKEDIN, 1);
        for (uint32_t p = 0; p < sizes[i] + 4; p++) {
            uint32_t row;
            ok(intro_i_builder_person(b, &row));
            ok(intro_i_builder_order(b, row, 0, row));
            ok(intro_i_builder_field(b, row, INTRO_FIELD_COMPANY,
                                     text(p >= sizes[i] ? "Self-employed"
                                          : p % 2 == 0  ? "Acme, Inc."
                                                        : "ACME"),
                                     true));
        }
        end();
        begin_nodes(2, 2);
        ok(intro_i_builder_field(b, 0, INTRO_FIELD_COMPANY, text("Acme"),
                                 true));
        end();
        intro_graph *const g = finish();
        const uint64_t n = sizes[i];
        assert_int_equal(intro_graph_ties(g),
                         n >= 2 && n <= 50 ? n * (n - 1) / 2 : 0);
        assert_int_equal(intro_graph_inferred_ties(g), intro_graph_ties(g));
        if (intro_graph_ties(g) != 0) {
            assert_int_equal(g->evidence_rows[0].people, n);
        }
        intro_graph_close(g);
    }
}

static void strict_turns_a_decision_into_a_refusal_with_its_line(void **state)
{
    (void)state;
    options.strict = true;
    start();
    begin_nodes(1, 1);
    assert_int_equal(intro_i_builder_decide(b, "odd", 7, 1), INTRO_EFORMAT);
    assert_int_equal(intro_ctx_error(ctx)->line, 7);
    intro_i_builder_free(b);
    options.strict = false;
    start();
    begin_nodes(1, 1);
    ok(intro_i_builder_decide(b, "odd", 7, 2));
    ok(intro_i_builder_decide(b, "odd", 9, 3));
    end();
    intro_graph *const g = finish();
    const intro_reason reason = intro_graph_source_reason(g, 0, 0);
    assert_string_equal(reason.reason, "odd");
    assert_int_equal(reason.count, 5);
    assert_int_equal(reason.first_line, 7);
    intro_graph_close(g);
}

/* GraphML sources of one node "a" each, so that both become FILE:a, and a tie in
 * the first. */
static void add_raw_source(const char *file, uint64_t digest)
{
    bool repeat;
    uint32_t string;
    ok(intro_i_builder_source_begin(b, file, INTRO_I_FORMAT_GRAPHML));
    intro_i_builder_source_digest(b, digest, 1, &repeat);
    ok(intro_i_strpool_intern(intro_i_builder_ids(b), "a", 1, &string));
    ok(intro_i_builder_people_up_to(b, 1));
    ok(intro_i_builder_decide(b, "member\xE9.csv: odd", 1, 1));
    ok(intro_i_builder_warn(b, "option \"%s\"", "\xC3"));
    end();
}

static void names_and_words_that_are_not_utf8_are_kept_as_utf8(void **state)
{
    (void)state;
    start();
    add_raw_source("dir\xFF/q\xFFz", 1);
    add_raw_source("dir\xFF/r\xC3", 2);
    intro_graph *const g = finish(); /* which checks every string */
    assert_string_equal(intro_graph_source(g, 0).file,
                        "dir\xEF\xBF\xBD/q\xEF\xBF\xBDz");
    assert_string_equal(intro_graph_source_reason(g, 0, 0).reason,
                        "member\xEF\xBF\xBD.csv: odd");
    assert_string_equal(intro_graph_warning(g, 0), "option \"\xEF\xBF\xBD\"");
    assert_string_equal(intro_graph_id(g, 0), "q\xEF\xBF\xBDz:a");
    assert_string_equal(intro_graph_id(g, 1), "r\xEF\xBF\xBD:a");
    intro_graph_close(g);
}

static void two_files_that_are_spelt_alike_as_utf8_stay_apart(void **state)
{
    (void)state;
    start();
    add_raw_source("x\xFE", 1);
    add_raw_source("x\xFF", 2);
    intro_graph *const g = finish();
    assert_int_equal(intro_graph_people(g), 2);
    assert_string_equal(intro_graph_id(g, 0), "x\xEF\xBF\xBD:a");
    assert_string_equal(intro_graph_id(g, 1), "x\xEF\xBF\xBD:a#2");
    intro_graph_close(g);
}

static void a_long_warning_ends_with_a_whole_character(void **state)
{
    (void)state;
    for (size_t before = 0; before < 4; before++) {
        char words[2 * INTRO_MESSAGE_MAX] = "";
        memset(words, 'a', before);
        for (size_t i = before; i + 4 < sizeof words; i += 4) {
            memcpy(words + i, "\xF0\x9F\x98\x80", 5);
        }
        start();
        begin_nodes(1, 1);
        ok(intro_i_builder_warn(b, "%s", words));
        end();
        intro_graph *const g = finish();
        const char *const kept = intro_graph_warning(g, 0);
        assert_int_equal(strlen(kept),
                         (INTRO_MESSAGE_MAX - 1 - before) / 4 * 4 + before);
        assert_memory_equal(kept, words, strlen(kept));
        intro_graph_close(g);
    }
}

/* The weight's name is told up to its 60th byte, which stands inside a letter. */
static void a_long_name_of_a_weight_is_told_in_whole_characters(void **state)
{
    (void)state;
    char name[80];
    intro_i_build_column *column;
    memset(name, 'w', 59);
    (void)strcpy(name + 59, "\xC3\xA9z");
    options.strength.weight = name;
    start();
    begin_nodes(1, 3);
    ok(intro_i_builder_column(b, INTRO_OF_TIE, name, strlen(name),
                              INTRO_KIND_DOUBLE, &column));
    ok(intro_i_builder_edge(b, 0, 1, false, 1));
    ok(intro_i_builder_edge(b, 1, 2, false, 2));
    ok(intro_i_build_column_set_double(column, 0, 3));
    end();
    intro_graph *const g = finish();
    options.strength.weight = NULL;
    assert_int_equal(intro_graph_warnings(g), 2);
    for (uint32_t i = 0; i < 2; i++) {
        const char *const quote = strchr(intro_graph_warning(g, i), '"');
        assert_non_null(quote);
        assert_int_equal(strcspn(quote + 1, "\""), 59);
    }
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks_pass_every_check),
        cmocka_unit_test(a_dropped_source_leaves_no_trace),
        cmocka_unit_test(memory_may_fail_at_any_request),
        cmocka_unit_test(pooling_may_be_cancelled_at_any_poll),
        cmocka_unit_test(new_strengths_fail_without_harm),
        cmocka_unit_test(new_strengths_are_those_of_a_fresh_import),
        cmocka_unit_test(owners_own_words_go_first_then_newest_then_graphml),
        cmocka_unit_test(columns_merge_when_kinds_fit_else_get_a_suffix),
        cmocka_unit_test(defaults_fill_what_no_source_states),
        cmocka_unit_test(a_name_taken_in_one_source_gets_a_number),
        cmocka_unit_test(edge_attributes_follow_their_edges),
        cmocka_unit_test(parallel_edges_are_counted_within_a_source_once),
        cmocka_unit_test(counts_add_up_within_an_input_and_not_across),
        cmocka_unit_test(two_exports_together_make_messages_two_way),
        cmocka_unit_test(smallest_thread_newest_label_and_undated_items),
        cmocka_unit_test(evidence_in_a_directed_network_keeps_its_direction),
        cmocka_unit_test(colleagues_are_inferred_for_2_to_50_people),
        cmocka_unit_test(strict_turns_a_decision_into_a_refusal_with_its_line),
        cmocka_unit_test(names_and_words_that_are_not_utf8_are_kept_as_utf8),
        cmocka_unit_test(two_files_that_are_spelt_alike_as_utf8_stay_apart),
        cmocka_unit_test(a_long_warning_ends_with_a_whole_character),
        cmocka_unit_test(a_long_name_of_a_weight_is_told_in_whole_characters),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
