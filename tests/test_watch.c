/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers from graphs whose arrays hold garbage, as a big snapshot may that was
 * opened without reading it: every one is an answer or names the damage. The
 * arrays are heap blocks, so sanitizers see each step outside. */
#include "analysis/traverse.h"
#include "base/random.h"
#include "graph/validate.h"
#include "graph/watch.h"
#include "hand_graph.h"
#include "report/output.h"
#include "snapshot/snapshot_impl.h"

#include <introfind/paths.h>
#include <introfind/people.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 40, ROUNDS = 1500 };

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

static intro_graph *make(uint64_t seed, bool is_directed)
{
    const hand_plan plan = {.seed = seed,
                            .people = PEOPLE,
                            .density = 0.15,
                            .is_directed = is_directed,
                            .is_rich = true};
    return hand_graph(&plan);
}

static void watch(intro_graph *g)
{
    assert_int_equal(
        intro_i_watch_new(ctx, "net.intro", g->people, &g->strings.watch),
        INTRO_OK);
}

/* A value that somebody may have written there. */
static uint64_t draw_value(intro_i_random *random)
{
    static const uint64_t odd[] = {0,
                                   1,
                                   UINT64_MAX,
                                   UINT32_MAX,
                                   UINT64_C(0x7FF0000000000000),
                                   0x7F800000,
                                   0x7FC00000,
                                   0x80000000,
                                   UINT64_C(1) << 63};
    switch (intro_i_random_below(random, 3)) {
    case 0:
        return odd[intro_i_random_below(random, INTRO_COUNT_OF(odd))];
    case 1:
        return intro_i_random_below(random, 3 * PEOPLE);
    default:
        return intro_i_random_u64(random);
    }
}

/* Overwrites some elements of some arrays. */
static void spoil(intro_graph *g, intro_i_random *random)
{
    intro_i_parts parts = {0};
    assert_int_equal(intro_i_snapshot_parts(g, &parts), INTRO_OK);
    for (uint64_t n = 1 + intro_i_random_below(random, 6); n > 0; n--) {
        const intro_i_part *const part =
            &parts.data[intro_i_random_below(random, parts.count)];
        unsigned char *array;
        memcpy(&array, part->slot, sizeof array);
        if (array == NULL || part->count == 0) {
            continue;
        }
        for (uint64_t m = 1 + intro_i_random_below(random, 4); m > 0; m--) {
            const uint64_t value = draw_value(random);
            const size_t size =
                part->element < sizeof value ? part->element : sizeof value;
            const uint64_t element = intro_i_random_below(random, part->count);
            const uint64_t place =
                intro_i_random_below(random, part->element - size + 1);
            memcpy(array + element * part->element + place, &value, size);
        }
    }
    intro_i_free(parts.data);
}

/* Nothing, or damage that is named. */
static intro_status judge(intro_status rc)
{
    if (rc == INTRO_EDAMAGED) {
        const intro_error *const error = intro_ctx_error(ctx);
        assert_non_null(strstr(error->message, "snapshot section '"));
        assert_string_equal(error->source, "net.intro");
    } else if (rc != INTRO_OK && rc != INTRO_EARG) {
        print_message("%s\n", intro_ctx_error(ctx)->message);
    }
    return rc;
}

static void add_text(char **all, size_t *length, const char *text, size_t size)
{
    *all = realloc(*all, *length + size + 1);
    assert_non_null(*all);
    memcpy(*all + *length, text, size);
    *length += size;
    (*all)[*length] = '\0';
}

/* One answer in every form, added to what was said before. */
static intro_status tell(const intro_graph *g, const intro_paths_query *query,
                         const intro_paths *paths, char **said, size_t *length)
{
    for (int form = INTRO_FORMAT_TEXT; form <= INTRO_FORMAT_CSV; form++) {
        intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
        const intro_path_report report = {
            .query = query, .paths = paths, .asked = "", .explain = true};
        intro_output *output;
        size_t size;
        options.format = (intro_format)form;
        assert_int_equal(intro_i_output_open_memory(ctx, &output), INTRO_OK);
        const intro_status rc =
            judge(intro_report_path(ctx, g, &report, &options, output));
        const char *const text = intro_i_output_memory(output, &size);
        add_text(said, length, text, size);
        intro_output_abandon(output);
        INTRO_TRY(rc);
    }
    return INTRO_OK;
}

static intro_status ask(const intro_graph *g, intro_vid from, intro_vid target,
                        uint32_t max_hops, bool all_chains, char **said,
                        size_t *length)
{
    intro_paths_query q = INTRO_PATHS_QUERY_INIT;
    intro_searcher *searcher;
    const intro_paths *paths;
    const intro_vid avoid = (from + 7) % PEOPLE;
    q.from = &from;
    q.from_count = 1;
    q.targets = &target;
    q.target_count = 1;
    q.max_hops = max_hops;
    q.all_chains = all_chains;
    q.avoid = &avoid;
    q.avoid_count = avoid != target;
    assert_int_equal(intro_searcher_new(ctx, g, &searcher), INTRO_OK);
    intro_status rc = judge(intro_searcher_find(ctx, searcher, &q, &paths));
    if (rc == INTRO_OK) {
        rc = tell(g, &q, paths, said, length);
    }
    intro_searcher_free(searcher);
    return rc;
}

static intro_status look_up(const intro_graph *g, const char *who)
{
    intro_lookup *lookup;
    const intro_vid *people;
    size_t count;
    assert_int_equal(intro_lookup_new(ctx, g, &lookup), INTRO_OK);
    const intro_status rc =
        judge(intro_lookup_find(ctx, lookup, who, &people, &count));
    for (size_t i = 0; rc == INTRO_OK && i < count; i++) {
        assert_true(people[i] < PEOPLE);
    }
    intro_lookup_free(lookup);
    return rc;
}

/* All questions; the worst that any of them ended with. */
static intro_status ask_all(const intro_graph *g, char **said, size_t *length)
{
    static const char *const words[] = {"p1", "name:no body", "x@y.org",
                                        "https://www.linkedin.com/in/x"};
    intro_status worst = INTRO_OK;
    for (uint32_t h = 1; h <= 5; h++) {
        for (int all = 0; all < 2; all++) {
            const intro_status rc =
                ask(g, h, PEOPLE - 1 - h * 3, h, all != 0, said, length);
            assert_true(rc == INTRO_OK || rc == INTRO_EDAMAGED);
            worst = rc == INTRO_OK ? worst : rc;
        }
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(words); i++) {
        const intro_status rc = look_up(g, words[i]);
        assert_true(rc == INTRO_OK || rc == INTRO_EDAMAGED);
        worst = rc == INTRO_OK ? worst : rc;
    }
    const intro_condition condition = {"name", INTRO_MATCH_WORDS, "x"};
    intro_vid *people = NULL;
    size_t count;
    const intro_status rc =
        judge(intro_people_select(ctx, g, &condition, 1, &people, &count));
    intro_people_free(people);
    assert_true(rc == INTRO_OK || rc == INTRO_EDAMAGED || rc == INTRO_EARG);
    return rc == INTRO_EDAMAGED ? rc : worst;
}

static void garbage_in_any_array_never_leads_outside(void **state)
{
    (void)state;
    size_t damaged = 0;
    size_t answered = 0;
    intro_i_random random;
    intro_i_random_init(&random, first_seed());
    for (uint64_t round = 0; round < ROUNDS; round++) {
        intro_graph *const g = make(round / 8, round % 2 != 0);
        char *said = NULL;
        size_t length = 0;
        spoil(g, &random);
        if (intro_i_graph_validate_records(ctx, g, INTRO_EDAMAGED, "") ==
            INTRO_OK) {
            watch(g);
            const intro_status rc = ask_all(g, &said, &length);
            damaged += rc == INTRO_EDAMAGED;
            answered += rc == INTRO_OK;
        }
        free(said);
        intro_graph_close(g);
    }
    assert_true(damaged > ROUNDS / 5 && answered > ROUNDS / 50);
}

static void a_watch_changes_no_answer_of_a_sound_graph(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        intro_graph *const g = make(seed, seed % 2 != 0);
        char *plain = NULL;
        char *watched = NULL;
        size_t plain_length = 0;
        size_t watched_length = 0;
        assert_int_equal(ask_all(g, &plain, &plain_length), INTRO_OK);
        watch(g);
        assert_int_equal(ask_all(g, &watched, &watched_length), INTRO_OK);
        assert_string_equal(plain, watched);
        free(plain);
        free(watched);
        intro_graph_close(g);
    }
}

static void damage_is_told_by_the_section_it_is_in(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        static const char *const sections[] = {"'out_offsets'", "'out_people'",
                                               "'out_strengths'"};
        intro_graph *const g = make(3, false);
        char *said = NULL;
        size_t length = 0;
        intro_vid v = 0;
        while (g->out_offsets[v] == g->out_offsets[v + 1]) {
            v++;
        }
        if (i == 0) {
            HAND_EDIT(uint64_t, g->out_offsets)[v + 1] = g->arcs + 1;
        } else if (i == 1) {
            HAND_EDIT(uint32_t, g->out_people)
            [g->out_offsets[v + 1] - 1] = PEOPLE;
        } else {
            HAND_EDIT(float, g->out_strengths)[g->out_offsets[v]] = 1.5F;
        }
        watch(g);
        assert_int_equal(ask(g, v, v + 1, 3, false, &said, &length),
                         INTRO_EDAMAGED);
        assert_non_null(strstr(intro_ctx_error(ctx)->message, sections[i]));
        free(said);
        intro_graph_close(g);
    }
}

/* The rows of two askers seem to have 5 arcs and 5 less than none. Whoever is
 * tied to one of them is reached all the same, from his own row. */
static void damaged_lengths_that_cancel_out_end_no_search(void **state)
{
    (void)state;
    intro_graph *const g = make(5, false);
    static const intro_vid from[] = {0, 2};
    uint64_t *const offsets = HAND_EDIT(uint64_t, g->out_offsets);
    const intro_vid to = g->out_people[offsets[1] - 1];
    assert_true(to > 2 && offsets[to] < offsets[to + 1]);
    offsets[1] = offsets[0] + 5;
    offsets[2] = offsets[3] + 5;
    watch(g);
    const intro_i_reach_query query = {.from = from,
                                       .from_count = 2,
                                       .to = &to,
                                       .to_count = 1,
                                       .floor = 0.0,
                                       .max_hops = 3};
    bool is_reached = false;
    assert_int_equal(intro_i_reach(ctx, g, &query, &is_reached), INTRO_OK);
    assert_true(is_reached);
    intro_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_lengths_that_cancel_out_end_no_search),
        cmocka_unit_test(garbage_in_any_array_never_leads_outside),
        cmocka_unit_test(a_watch_changes_no_answer_of_a_sound_graph),
        cmocka_unit_test(damage_is_told_by_the_section_it_is_in),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, open_context, close_context);
}
