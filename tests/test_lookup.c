/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of other sites and words of names: the same people by the first walks
 * over everybody as by the index that later questions make. */
#include "base/context_impl.h"

#include <introfind/people.h>

#include "text_graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 300, SITES = 70, ROUNDS = 5, LONG_NAME = 100 };

static intro_ctx *ctx;
static intro_graph *graph;

/* Every seventh person has no address; some share one. */
static bool site_of(unsigned v, char *out, size_t size)
{
    (void)snprintf(out, size, "https://site-%u.example/~me",
                   v * 31 % SITES + v % 2 * SITES);
    return v % 7 != 0;
}

/* Every fifth person has the one long name; every eleventh none. */
static void name_of(unsigned v, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    if (v % 5 == 0) {
        for (int word = 0; word < LONG_NAME; word++) {
            used += (size_t)snprintf(out + used, size - used, "%sword%d",
                                     word == 0 ? "" : " ", word);
        }
    } else if (v % 11 != 0) {
        (void)snprintf(out, size, "Ada%u Word%u", v % 7, v % 13);
    }
}

static int make_network(void **state)
{
    static char text[1 << 17];
    size_t used = 0;
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    (void)state;
#define ADD(...)                                                               \
    used += (size_t)snprintf(text + used, sizeof text - used, __VA_ARGS__)
    ADD("<graphml><key id=\"u\" for=\"node\" attr.name=\"url\"/>"
        "<key id=\"n\" for=\"node\" attr.name=\"name\"/>"
        "<graph edgedefault=\"undirected\">");
    for (unsigned v = 0; v < PEOPLE; v++) {
        char site[64];
        char name[1000];
        name_of(v, name, sizeof name);
        ADD("<node id=\"p%03u\"><data key=\"n\">%s</data>", v, name);
        if (site_of(v, site, sizeof site)) {
            ADD("<data key=\"u\">%s</data>", site);
        }
        ADD("</node>");
    }
    ADD("</graph></graphml>");
    assert_true(used < sizeof text);
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(text_graph(ctx, &options, "sites", text, used, &graph),
                     INTRO_OK);
    return 0;
}

static int close_network(void **state)
{
    (void)state;
    intro_graph_close(graph);
    intro_ctx_free(ctx);
    return 0;
}

/* Ids rise with the people's numbers. */
static void ask(intro_lookup *lookup, const char *site)
{
    const intro_vid *people = NULL;
    size_t count;
    size_t at = 0;
    assert_int_equal(intro_lookup_find(ctx, lookup, site, &people, &count),
                     INTRO_OK);
    for (unsigned v = 0; v < PEOPLE; v++) {
        char own[64];
        if (site_of(v, own, sizeof own) && strcmp(own, site) == 0) {
            assert_true(at < count);
            assert_int_equal(people[at++], v);
        }
    }
    assert_int_equal(at, count);
}

static void sites_have_their_people_however_often_asked(void **state)
{
    intro_lookup *lookup = NULL;
    (void)state;
    assert_int_equal(intro_lookup_new(ctx, graph, &lookup), INTRO_OK);
    for (int round = 0; round < ROUNDS; round++) {
        for (unsigned v = 0; v < PEOPLE; v++) {
            char site[64];
            (void)site_of(v, site, sizeof site);
            ask(lookup, site);
        }
        ask(lookup, "https://nobody.example/");
    }
    intro_lookup_free(lookup);
}

/* Found are those wanted, in the order of their ids. */
static void ask_for_words(intro_lookup *lookup, const char *words,
                          bool (*is_wanted)(unsigned v))
{
    const intro_vid *people = NULL;
    size_t count;
    size_t at = 0;
    assert_int_equal(intro_lookup_find(ctx, lookup, words, &people, &count),
                     INTRO_OK);
    for (unsigned v = 0; v < PEOPLE; v++) {
        if (is_wanted(v)) {
            assert_true(at < count);
            assert_int_equal(people[at++], v);
        }
    }
    assert_int_equal(at, count);
}

static bool is_long_named(unsigned v)
{
    return v % 5 == 0;
}

static bool is_third_word(unsigned v)
{
    return v % 5 == 0 || (v % 11 != 0 && v % 13 == 3);
}

static bool is_first_ada(unsigned v)
{
    return v % 5 != 0 && v % 11 != 0 && v % 7 == 1;
}

static bool is_nobody(unsigned v)
{
    (void)v;
    return false;
}

static void words_have_their_people_however_many_a_name_has(void **state)
{
    char whole[1000];
    char but_one[1000];
    intro_lookup *lookup = NULL;
    (void)state;
    name_of(0, whole, sizeof whole);
    name_of(0, but_one, sizeof but_one);
    *strrchr(but_one, ' ') = '\0';
    assert_int_equal(intro_lookup_new(ctx, graph, &lookup), INTRO_OK);
    for (int round = 0; round < ROUNDS; round++) {
        ask_for_words(lookup, "word99 word5", is_long_named);
        ask_for_words(lookup, "WORD3", is_third_word);
        ask_for_words(lookup, "ada1", is_first_ada);
        ask_for_words(lookup, "word99 ada1", is_nobody);
        ask_for_words(lookup, whole, is_long_named);
        ask_for_words(lookup, but_one, is_nobody);
    }
    intro_lookup_free(lookup);
}

/* What was begun before is begun anew. */
static void a_cancelled_question_can_be_asked_again(void **state)
{
    const intro_vid *people;
    size_t count;
    char site[64];
    intro_lookup *lookup = NULL;
    (void)state;
    (void)site_of(1, site, sizeof site);
    assert_int_equal(intro_lookup_new(ctx, graph, &lookup), INTRO_OK);
    for (int question = 0; question < 4; question++) {
        intro_ctx_cancel(ctx);
        const intro_status rc =
            intro_lookup_find(ctx, lookup, site, &people, &count);
        assert_int_equal(rc, INTRO_ECANCELLED);
        intro_ctx_clear_cancel(ctx);
    }
    ask(lookup, site);
    intro_lookup_free(lookup);
}

#ifdef INTRO_FAULT_INJECTION

enum { NAMESAKES = 500, WORDY = 20000 };

/* Everybody is called by the same words, from a <default>. */
static intro_graph *import_namesakes(unsigned words_of_all)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    char *const page = malloc(6 * WORDY + 64 * NAMESAKES);
    intro_graph *g = NULL;
    assert_non_null(page);
    size_t length = (size_t)sprintf(
        page, "<graphml><key id='n' for='node' attr.name='name' "
              "attr.type='string'><default>");
    for (unsigned i = 0; i < words_of_all; i++) {
        length += (size_t)sprintf(page + length, "w%03u ", i % 999);
    }
    length += (size_t)sprintf(page + length, "</default></key><graph>");
    for (unsigned v = 0; v < NAMESAKES; v++) {
        length += (size_t)sprintf(page + length, "<node id='%u'/>", v);
    }
    length += (size_t)sprintf(page + length, "</graph></graphml>");
    assert_int_equal(text_graph(ctx, &options, "alike", page, length, &g),
                     INTRO_OK);
    free(page);
    return g;
}

/* Polls of the import and of some questions. */
static uint64_t count_polls(unsigned words_of_all)
{
    intro_lookup *lookup;
    const intro_vid *people;
    size_t count;
    intro_i_cancel_after(UINT64_MAX);
    intro_graph *const g = import_namesakes(words_of_all);
    assert_int_equal(intro_lookup_new(ctx, g, &lookup), INTRO_OK);
    for (int round = 0; round < ROUNDS; round++) {
        assert_int_equal(
            intro_lookup_find(ctx, lookup, "w001 w002", &people, &count),
            INTRO_OK);
        assert_int_equal(count, NAMESAKES);
        assert_int_equal(
            intro_lookup_find(ctx, lookup, "w001 nobody", &people, &count),
            INTRO_OK);
        assert_int_equal(count, 0);
    }
    intro_lookup_free(lookup);
    intro_graph_close(g);
    return intro_i_polls();
}

#endif

/* Walks poll after so many bytes that they folded: a name of a hundred thousand
 * bytes that all have costs few polls more than a short one. */
static void a_name_that_all_have_is_folded_once(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    const uint64_t few = count_polls(3);
    assert_in_range(count_polls(WORDY), few, few + 40);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sites_have_their_people_however_often_asked),
        cmocka_unit_test(words_have_their_people_however_many_a_name_has),
        cmocka_unit_test(a_cancelled_question_can_be_asked_again),
        cmocka_unit_test(a_name_that_all_have_is_folded_once),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("lookup", tests, make_network,
                                       close_network);
}
