/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets asked of a selector, against the same ones asked by themselves. */
#include "world.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <introfind/people.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 60 };

/* Also what differs in case, blanks or legal form alone, and repeats a word. */
static const char *const values[] = {"Acme Inc.",
                                     "ACME",
                                     "acme holding",
                                     "Bank",
                                     " bank  ",
                                     "The Bank Ltd",
                                     "Chief Chief",
                                     "chief of things",
                                     "Things, Chief",
                                     "thing",
                                     "of",
                                     "...",
                                     "Banking",
                                     "banking",
                                     "4",
                                     "43",
                                     "Software Development",
                                     "Financial Services",
                                     "1",
                                     "\xC3\x84rzte"};
static const char *const words[] = {"acme", "chief",  "of",   "things", "bank",
                                    "4",    "nobody", "\xFF", ""};
static const char *const attributes[] = {"@company", "@position", "@industry",
                                         "mood",     "age",       "@location"};
static const intro_match matches[] = {INTRO_MATCH_COMPANY, INTRO_MATCH_EQUAL,
                                      INTRO_MATCH_WORDS, INTRO_MATCH_CLASS};

static intro_ctx *ctx;

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

static uint32_t draw_string(intro_i_builder *b, uint64_t *random)
{
    const char *const text =
        values[world_random(random) % INTRO_COUNT_OF(values)];
    uint32_t string;
    assert_int_equal(intro_i_builder_string(b, text, strlen(text), &string),
                     INTRO_OK);
    return string;
}

/* Each person has some of five fields, a text of its own and a number. */
static void draw_person(intro_i_builder *b, uint64_t *random,
                        intro_i_build_column *mood, intro_i_build_column *age)
{
    static const intro_field fields[] = {
        INTRO_FIELD_COMPANY, INTRO_FIELD_POSITION, INTRO_FIELD_INDUSTRY,
        INTRO_FIELD_SUBINDUSTRY, INTRO_FIELD_LOCATION};
    uint32_t row;
    assert_int_equal(intro_i_builder_person(b, &row), INTRO_OK);
    for (size_t f = 0; f < INTRO_COUNT_OF(fields); f++) {
        if (world_random(random) % 4 != 0) {
            assert_int_equal(intro_i_builder_field(b, row, fields[f],
                                                   draw_string(b, random),
                                                   true),
                             INTRO_OK);
        }
    }
    if (world_random(random) % 4 != 0) {
        assert_int_equal(
            intro_i_build_column_set_string(mood, row, draw_string(b, random)),
            INTRO_OK);
        assert_int_equal(intro_i_build_column_set_int(
                             age, row, (int64_t)(world_random(random) % 5)),
                         INTRO_OK);
    }
}

static intro_graph *draw_graph(uint64_t seed)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    uint64_t random = seed;
    intro_i_build_column *mood;
    intro_i_build_column *age;
    intro_i_builder *b;
    intro_graph *g = NULL;
    assert_int_equal(intro_i_builder_new(ctx, &options, &b), INTRO_OK);
    assert_int_equal(
        intro_i_builder_source_begin(b, "in.csv", INTRO_I_FORMAT_LINKEDIN),
        INTRO_OK);
    assert_int_equal(intro_i_builder_column(b, INTRO_OF_PERSON, "mood", 4,
                                            INTRO_KIND_STRING, &mood),
                     INTRO_OK);
    assert_int_equal(intro_i_builder_column(b, INTRO_OF_PERSON, "age", 3,
                                            INTRO_KIND_INT, &age),
                     INTRO_OK);
    for (size_t v = 0; v < PEOPLE; v++) {
        draw_person(b, &random, mood, age);
    }
    assert_int_equal(intro_i_builder_source_end(b), INTRO_OK);
    assert_int_equal(intro_i_builder_freeze(b, &g), INTRO_OK);
    intro_i_builder_free(b);
    return g;
}

static intro_condition draw_condition(uint64_t *random, char text[32])
{
    text[0] = '\0';
    if (world_random(random) % 2 == 0) {
        (void)strcpy(text,
                     values[world_random(random) % INTRO_COUNT_OF(values)]);
    } else {
        for (uint64_t i = world_random(random) % 4; i > 0; i--) {
            (void)strcat(text,
                         words[world_random(random) % INTRO_COUNT_OF(words)]);
            (void)strcat(text, " ");
        }
    }
    return (intro_condition){
        .attribute =
            attributes[world_random(random) % INTRO_COUNT_OF(attributes)],
        .match = matches[world_random(random) % INTRO_COUNT_OF(matches)],
        .value = text};
}

static size_t compare_set(intro_selector *selector, const intro_graph *g,
                          const intro_condition *conditions, size_t count)
{
    intro_vid *wanted = NULL;
    intro_vid *got = NULL;
    size_t wanted_count = 0;
    size_t got_count = 1;
    assert_int_equal(
        intro_people_select(ctx, g, conditions, count, &wanted, &wanted_count),
        INTRO_OK);
    assert_int_equal(
        intro_selector_find(ctx, selector, conditions, count, &got, &got_count),
        INTRO_OK);
    assert_int_equal(got_count, wanted_count);
    for (size_t i = 0; i < got_count; i++) {
        assert_int_equal(got[i], wanted[i]);
    }
    intro_people_free(wanted);
    intro_people_free(got);
    return got_count;
}

static void a_selector_finds_what_a_walk_finds(void **state)
{
    (void)state;
    size_t found = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        uint64_t random = seed;
        intro_graph *const g = draw_graph(seed);
        intro_selector *selector;
        assert_int_equal(intro_selector_new(ctx, g, &selector), INTRO_OK);
        for (int turn = 0; turn < 200; turn++) {
            char texts[2][32];
            const intro_condition conditions[2] = {
                draw_condition(&random, texts[0]),
                draw_condition(&random, texts[1])};
            found += compare_set(selector, g, conditions, (size_t)turn % 3);
        }
        intro_selector_free(selector);
        intro_graph_close(g);
    }
    assert_true(found > 1000);
}

static void an_unknown_attribute_is_refused_in_the_same_words(void **state)
{
    (void)state;
    intro_graph *const g = draw_graph(1);
    const intro_condition condition = {"shoe size", INTRO_MATCH_EQUAL, "43"};
    intro_selector *selector;
    intro_vid *people = NULL;
    size_t count;
    char message[INTRO_MESSAGE_MAX];
    assert_int_equal(intro_selector_new(ctx, g, &selector), INTRO_OK);
    assert_int_equal(
        intro_people_select(ctx, g, &condition, 1, &people, &count),
        INTRO_EARG);
    (void)strcpy(message, intro_ctx_error(ctx)->message);
    assert_int_equal(
        intro_selector_find(ctx, selector, &condition, 1, &people, &count),
        INTRO_EARG);
    assert_string_equal(intro_ctx_error(ctx)->message, message);
    assert_null(people);
    intro_selector_free(selector);
    intro_graph_close(g);
}

/* Its values are looked at when it is first asked, and not again: what a later
 * question holds is its answer. */
static void
a_question_after_the_first_takes_no_room_but_the_answer(void **state)
{
    (void)state;
    intro_graph *const g = draw_graph(2);
    const intro_condition condition = {"@position", INTRO_MATCH_WORDS,
                                       "nobody has this"};
    intro_selector *selector;
    intro_vid *people = NULL;
    size_t count;
    assert_int_equal(intro_selector_new(ctx, g, &selector), INTRO_OK);
    assert_int_equal(
        intro_selector_find(ctx, selector, &condition, 1, &people, &count),
        INTRO_OK);
    const uint64_t held = intro_i_alloc_bytes();
    intro_i_alloc_set_limit(held + 128);
    assert_int_equal(
        intro_selector_find(ctx, selector, &condition, 1, &people, &count),
        INTRO_OK);
    intro_i_alloc_set_limit(0);
    assert_int_equal(count, 0);
    assert_int_equal(intro_i_alloc_bytes(), held);
    intro_selector_free(selector);
    intro_graph_close(g);
}

static void a_cancelled_question_can_be_asked_again(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    intro_graph *const g = draw_graph(3);
    const intro_condition conditions[2] = {
        {"@position", INTRO_MATCH_WORDS, "chief of"},
        {"mood", INTRO_MATCH_CLASS, "bank"}};
    intro_selector *selector;
    intro_status rc = INTRO_ECANCELLED;
    assert_int_equal(intro_selector_new(ctx, g, &selector), INTRO_OK);
    uint64_t polls = 0;
    for (; rc == INTRO_ECANCELLED; polls++) {
        intro_vid *people = NULL;
        size_t count;
        intro_i_cancel_after(polls);
        rc = intro_selector_find(ctx, selector, conditions, 2, &people, &count);
        assert_true(rc == INTRO_OK || people == NULL);
        intro_people_free(people);
    }
    intro_i_cancel_after(UINT64_MAX);
    assert_int_equal(rc, INTRO_OK);
    assert_true(polls > 5);
    (void)compare_set(selector, g, conditions, 2);
    intro_selector_free(selector);
    intro_graph_close(g);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_selector_finds_what_a_walk_finds),
        cmocka_unit_test(an_unknown_attribute_is_refused_in_the_same_words),
        cmocka_unit_test(
            a_question_after_the_first_takes_no_room_but_the_answer),
        cmocka_unit_test(a_cancelled_question_can_be_asked_again),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
