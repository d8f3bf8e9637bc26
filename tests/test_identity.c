/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is who: keys, refusals, ids, and that the order of inputs leaves no
 * trace. */
#include "world.h"

#include "base/alloc.h"
#include "base/context_impl.h"

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

static void begin(const char *file, intro_i_format format, uint64_t digest)
{
    bool repeat;
    ok(intro_i_builder_source_begin(b, file, format));
    intro_i_builder_source_digest(b, digest, 1, &repeat);
    assert_false(repeat);
}

static void start(void)
{
    ok(intro_i_builder_new(ctx, &options, &b));
}

static intro_graph *finish(void)
{
    intro_graph *g = NULL;
    ok(intro_i_builder_freeze(b, &g));
    intro_i_builder_free(b);
    return g;
}

/* A LinkedIn person; NULL = not known. */
static uint32_t person(const char *name, const char *company, const char *slug,
                       const char *mail, intro_day date)
{
    uint32_t row;
    ok(intro_i_builder_person(b, &row));
    if (name != NULL) {
        ok(intro_i_builder_field(b, row, INTRO_FIELD_NAME, text(name), true));
    }
    if (company != NULL) {
        ok(intro_i_builder_field(b, row, INTRO_FIELD_COMPANY, text(company),
                                 true));
    }
    if (slug != NULL) {
        ok(intro_i_builder_slug(b, row, text(slug)));
    }
    if (mail != NULL) {
        ok(intro_i_builder_email(b, row, text(mail)));
    }
    ok(intro_i_builder_order(b, row, date, row + 1));
    return row;
}

static uint32_t node(const char *id)
{
    uint32_t string;
    ok(intro_i_strpool_intern(intro_i_builder_ids(b), id, strlen(id), &string));
    ok(intro_i_builder_people_up_to(b, string));
    return string - 1;
}

static void assert_ids(intro_graph *g, const char *const *ids, uint32_t count)
{
    assert_int_equal(intro_graph_people(g), count);
    for (uint32_t v = 0; v < count; v++) {
        assert_string_equal(intro_graph_id(g, v), ids[v]);
    }
    intro_graph_close(g);
}

#define ASSERT_IDS(g, ...)                                                     \
    do {                                                                       \
        static const char *const wanted[] = {__VA_ARGS__};                     \
        assert_ids(g, wanted, (uint32_t)INTRO_COUNT_OF(wanted));               \
    } while (0)

static uint64_t reason_count(const intro_graph *g, const char *reason)
{
    uint64_t sum = 0;
    for (uint32_t s = 0; s < intro_graph_sources(g); s++) {
        for (uint32_t i = 0; i < intro_graph_source(g, s).reasons; i++) {
            const intro_reason r = intro_graph_source_reason(g, s, i);
            sum += strcmp(r.reason, reason) == 0 ? r.count : 0;
        }
    }
    return sum;
}

static void slug_merges_records_of_two_exports(void **state)
{
    (void)state;
    start();
    begin("a.zip", INTRO_I_FORMAT_LINKEDIN, 1);
    (void)person("Ann", "Acme", "ann", NULL, 1);
    (void)person("Bo", NULL, "bo", NULL, 2);
    ok(intro_i_builder_source_end(b));
    begin("b.zip", INTRO_I_FORMAT_LINKEDIN, 2);
    (void)person("Ann Other", NULL, "ann", NULL, 3);
    ok(intro_i_builder_source_end(b));
    intro_graph *const g = finish();
    assert_int_equal(reason_count(g, "merged by profile URL"), 1);
    assert_int_equal(intro_graph_source(g, 1).merged, 1);
    assert_int_equal(intro_graph_source(g, 0).merged, 0);
    ASSERT_IDS(g, "ann", "bo");
}

static void keys_chain_over_three_exports(void **state)
{
    (void)state;
    start();
    begin("a.zip", INTRO_I_FORMAT_LINKEDIN, 1);
    (void)person("A", NULL, "ann", "a@x.org", 1);
    ok(intro_i_builder_source_end(b));
    begin("b.zip", INTRO_I_FORMAT_LINKEDIN, 2);
    const uint32_t row = person("A", NULL, NULL, "a@x.org", 1);
    ok(intro_i_builder_email(b, row, text("b@x.org")));
    ok(intro_i_builder_source_end(b));
    begin("c.zip", INTRO_I_FORMAT_LINKEDIN, 3);
    (void)person("A", NULL, NULL, "b@x.org", 1);
    ok(intro_i_builder_source_end(b));
    ASSERT_IDS(finish(), "ann");
}

static void a_key_that_one_source_gives_twice_merges_nobody(void **state)
{
    (void)state;
    start();
    begin("a.zip", INTRO_I_FORMAT_LINKEDIN, 1);
    (void)person("A", NULL, NULL, "team@x.org", 1);
    (void)person("B", NULL, NULL, "team@x.org", 1);
    ok(intro_i_builder_source_end(b));
    begin("b.zip", INTRO_I_FORMAT_LINKEDIN, 2);
    (void)person("C", NULL, NULL, "team@x.org", 1);
    ok(intro_i_builder_source_end(b));
    intro_graph *const g = finish();
    assert_int_equal(reason_count(g, "several people share an e-mail"), 1);
    ASSERT_IDS(g, "p1", "p2", "p3");
}

static void a_chain_never_joins_two_records_of_one_source(void **state)
{
    (void)state;
    start();
    begin("a.zip", INTRO_I_FORMAT_LINKEDIN, 1);
    (void)person("A", NULL, "ann", NULL, 1);
    (void)person("B", NULL, NULL, "a@x.org", 1);
    ok(intro_i_builder_source_end(b));
    begin("b.zip", INTRO_I_FORMAT_LINKEDIN, 2);
    (void)person("A", NULL, "ann", "a@x.org", 1);
    ok(intro_i_builder_source_end(b));
    intro_graph *const g = finish();
    assert_int_equal(reason_count(g, "several people share an e-mail"), 1);
    ASSERT_IDS(g, "ann", "p1");
}

static void a_slug_two_people_share_is_the_id_of_the_first(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        start();
        for (int i = 0; i < 2; i++) {
            if (i == turn) {
                begin("a.zip", INTRO_I_FORMAT_LINKEDIN, 1);
                (void)person("Zoe", NULL, "ann", NULL, 1);
                (void)person("Abe", NULL, "ann", NULL, 1);
            } else {
                begin("b.zip", INTRO_I_FORMAT_LINKEDIN, 2);
                (void)person("Cy", NULL, "ann", NULL, 1);
            }
            ok(intro_i_builder_source_end(b));
        }
        intro_graph *const g = finish();
        assert_string_equal(intro_graph_field(g, 0, INTRO_FIELD_NAME), "Zoe");
        assert_string_equal(intro_graph_field(g, 1, INTRO_FIELD_NAME), "Abe");
        ASSERT_IDS(g, "ann", "p1", "p2");
    }
}

static void names_merge_only_when_asked_and_only_with_both_parts(void **state)
{
    (void)state;
    for (int asked = 0; asked < 2; asked++) {
        options.merge_names = asked != 0;
        start();
        for (uint64_t s = 1; s <= 2; s++) {
            begin("a.zip", INTRO_I_FORMAT_LINKEDIN, s);
            (void)person(s == 1 ? "José Núñez" : "jose nunez, PMP",
                         s == 1 ? "Acme Inc." : "ACME", NULL, NULL, 1);
            (void)person("No Company", NULL, NULL, NULL, 1);
            (void)person("!!!", "Acme", NULL, NULL, 1);
            ok(intro_i_builder_source_end(b));
        }
        intro_graph *const g = finish();
        assert_int_equal(intro_graph_people(g), asked ? 5 : 6);
        assert_int_equal(
            reason_count(g, "merged by name and company (--merge-names)"),
            asked ? 1 : 0);
        intro_graph_close(g);
    }
    options.merge_names = false;
}

static void equal_node_ids_are_told_apart_by_file_name(void **state)
{
    (void)state;
    static const char *const files[] = {"x/a.graphml", "y/b.graphml",
                                        "z/a.graphml"};
    start();
    for (uint64_t s = 0; s < 3; s++) {
        begin(files[s], INTRO_I_FORMAT_GRAPHML, s + 1);
        (void)node("n1");
        (void)node(s == 0 ? "only" : s == 1 ? "b.graphml:n1" : "n2");
        ok(intro_i_builder_source_end(b));
    }
    ASSERT_IDS(finish(), "a.graphml:n1", "a.graphml:n1#2", "b.graphml:n1",
               "b.graphml:n1#2", "n2", "only");
}

static void equal_node_ids_are_one_person_with_same_ids(void **state)
{
    (void)state;
    options.same_ids = true;
    start();
    for (uint64_t s = 1; s <= 3; s++) {
        begin("a.graphml", INTRO_I_FORMAT_GRAPHML, s);
        (void)node("n1");
        (void)node(s == 1 ? "x" : "y");
        ok(intro_i_builder_source_end(b));
    }
    intro_graph *const g = finish();
    options.same_ids = false;
    assert_int_equal(reason_count(g, "merged by equal id"), 3);
    ASSERT_IDS(g, "n1", "x", "y");
}

static void people_without_slug_are_numbered_by_owner_name_date(void **state)
{
    (void)state;
    start();
    begin("a.zip", INTRO_I_FORMAT_LINKEDIN, 1);
    const uint32_t owner = person("Me", NULL, "me", NULL, 0);
    intro_i_builder_owner(b, owner, 5);
    (void)person("Zed", NULL, NULL, NULL, 9);
    (void)person("Éva", "B", NULL, NULL, 9);
    (void)person("Eva", "A", NULL, NULL, 9);
    (void)person("eva", "A", NULL, NULL, 3);
    (void)person("Taken", NULL, "p2", NULL, 3);
    ok(intro_i_builder_source_end(b));
    intro_graph *const g = finish();
    /* eva/A/3, Eva/A/9, Éva/B, Zed; p2 is taken. */
    static const char *const names[] = {"Me",  "eva", "Taken",
                                        "Eva", "Éva", "Zed"};
    for (uint32_t v = 0; v < 6; v++) {
        assert_string_equal(intro_graph_field(g, v, INTRO_FIELD_NAME),
                            names[v]);
    }
    assert_int_equal(intro_graph_owners(g), 1);
    assert_int_equal(intro_graph_owner(g, 0), 0);
    ASSERT_IDS(g, "me", "p1", "p2", "p3", "p4", "p5");
}

static void owners_without_slug_are_numbered_by_checksum(void **state)
{
    (void)state;
    start();
    for (uint64_t s = 0; s < 3; s++) {
        begin("a.zip", INTRO_I_FORMAT_LINKEDIN, s + 1);
        char name[8];
        (void)snprintf(name, sizeof name, "O%u", (unsigned)s);
        intro_i_builder_owner(b, person(name, NULL, NULL, NULL, 0), 100 - s);
        ok(intro_i_builder_source_end(b));
    }
    intro_graph *const g = finish();
    assert_string_equal(intro_graph_field(g, 0, INTRO_FIELD_NAME), "O2");
    assert_string_equal(intro_graph_field(g, 2, INTRO_FIELD_NAME), "O0");
    ASSERT_IDS(g, "owner1", "owner2", "owner3");
}

static void one_owner_of_two_exports_is_owner(void **state)
{
    (void)state;
    start();
    for (uint64_t s = 0; s < 2; s++) {
        begin("a.zip", INTRO_I_FORMAT_LINKEDIN, s + 1);
        intro_i_builder_owner(b, person("Me", NULL, NULL, "me@x.org", 0), s);
        ok(intro_i_builder_source_end(b));
    }
    intro_graph *const g = finish();
    assert_int_equal(intro_graph_owners(g), 1);
    ASSERT_IDS(g, "owner");
}

static void nothing_at_all_is_an_empty_network(void **state)
{
    (void)state;
    start();
    intro_graph *const g = finish();
    assert_int_equal(intro_graph_people(g), 0);
    assert_int_equal(intro_graph_ties(g), 0);
    intro_graph_close(g);
}

static void ids_rise_bytewise_whatever_their_lengths(void **state)
{
    (void)state;
    uint64_t random = 7;
    start();
    begin("a.graphml", INTRO_I_FORMAT_GRAPHML, 1);
    for (int i = 0; i < 3000; i++) {
        char id[24];
        const size_t length = 1 + world_random(&random) % 20;
        for (size_t j = 0; j < length; j++) {
            id[j] = (char)("ab\x7f\xC3"[world_random(&random) % 4]);
        }
        id[length] = '\0';
        (void)node(id);
    }
    ok(intro_i_builder_source_end(b));
    intro_graph *const g = finish();
    for (uint32_t v = 1; v < intro_graph_people(g); v++) {
        assert_true(strcmp(intro_graph_id(g, v - 1), intro_graph_id(g, v)) < 0);
    }
    intro_graph_close(g);
}

/* Ids that agree in their first bytes, some of them in all but the last. */
static void long_ids_are_ordered_by_all_their_bytes(void **state)
{
    (void)state;
    enum { PEOPLE = 3000 };
    start();
    begin("a.graphml", INTRO_I_FORMAT_GRAPHML, 1);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        char id[80];
        const uint32_t mixed = i * 1103 % PEOPLE;
        (void)snprintf(id, sizeof id, "%.*s%u", (int)(mixed % 3 * 17),
                       "urn:people:of:a:network:with:long:prefixes", mixed);
        (void)node(id);
    }
    ok(intro_i_builder_source_end(b));
    intro_graph *const g = finish();
    assert_int_equal(intro_graph_people(g), PEOPLE);
    for (intro_vid v = 1; v < PEOPLE; v++) {
        assert_true(strcmp(intro_graph_id(g, v - 1), intro_graph_id(g, v)) < 0);
    }
    intro_graph_close(g);
}

/* Each input has everybody. Slugs join the records of two neighbours, e-mails
 * those of the next two, so that a person is the end of a chain. */
static void a_person_of_very_many_inputs_is_one(void **state)
{
    (void)state;
    enum { INPUTS = 400, SHARED = 5 };
    char file[32];
    char slug[32];
    char mail[32];
    start();
    for (uint32_t i = 0; i < INPUTS; i++) {
        (void)snprintf(file, sizeof file, "in%03u.zip", (unsigned)i);
        begin(file, INTRO_I_FORMAT_LINKEDIN, i + 1);
        for (uint32_t p = 0; p < SHARED; p++) {
            (void)snprintf(slug, sizeof slug, "p%u-%03u", (unsigned)p,
                           (unsigned)(i / 2));
            (void)snprintf(mail, sizeof mail, "p%u@%03u.org", (unsigned)p,
                           (unsigned)((i + 1) / 2));
            (void)person("P", NULL, slug, mail, 1);
        }
        ok(intro_i_builder_source_end(b));
    }
    intro_graph *const g = finish();
    assert_int_equal(reason_count(g, "merged by profile URL"),
                     SHARED * INPUTS / 2);
    assert_int_equal(reason_count(g, "merged by e-mail"),
                     SHARED * (INPUTS / 2 - 1));
    ASSERT_IDS(g, "p0-000", "p1-000", "p2-000", "p3-000", "p4-000");
}

/* As a <default> of GraphML makes it. */
static void a_name_of_very_many_people_is_held_once(void **state)
{
    (void)state;
    enum { LENGTH = 40000, PEOPLE = 400, INPUTS = 2 };
    static char name[LENGTH + 1];
    char word[32];
    memset(name, 'x', LENGTH);
    options.merge_names = true;
    start();
    for (uint32_t i = 0; i < INPUTS; i++) {
        begin(i == 0 ? "a.graphml" : "b.graphml", INTRO_I_FORMAT_GRAPHML,
              i + 1);
        for (uint32_t p = 0; p < PEOPLE; p++) {
            (void)snprintf(word, sizeof word, "%u-%03u", (unsigned)i,
                           (unsigned)p);
            const uint32_t row = node(word);
            ok(intro_i_builder_field(b, row, INTRO_FIELD_NAME, text(name),
                                     true));
            ok(intro_i_builder_field(b, row, INTRO_FIELD_COMPANY,
                                     text(word + 2), true));
        }
        ok(intro_i_builder_source_end(b));
    }
    intro_i_alloc_set_limit(intro_i_alloc_bytes() + LENGTH * PEOPLE / 4);
    intro_graph *const g = finish();
    intro_i_alloc_set_limit(0);
    options.merge_names = false;
    assert_int_equal(intro_graph_people(g), PEOPLE);
    assert_int_equal(
        reason_count(g, "merged by name and company (--merge-names)"), PEOPLE);
    intro_graph_close(g);
}

/* Files of one name, in folders. */
static void equal_ids_in_files_of_one_name_are_numbered(void **state)
{
    (void)state;
    enum { INPUTS = 30, SHARED = 4 };
    char text_of[32];
    start();
    for (uint32_t i = 0; i < INPUTS; i++) {
        (void)snprintf(text_of, sizeof text_of, "%02u/g.graphml", (unsigned)i);
        begin(text_of, INTRO_I_FORMAT_GRAPHML, i + 1);
        for (uint32_t p = 0; p < SHARED; p++) {
            (void)snprintf(text_of, sizeof text_of, "n%u", (unsigned)p);
            (void)node(text_of);
        }
        /* Takes the place of a made one. */
        (void)node(i == 0 ? "g.graphml:n0#3" : "of all");
        ok(intro_i_builder_source_end(b));
    }
    intro_graph *const g = finish();
    assert_int_equal(intro_graph_people(g), INPUTS * (SHARED + 1));
    for (uint32_t p = 0; p < SHARED; p++) {
        for (uint32_t i = 1; i <= INPUTS + (p == 0); i++) {
            (void)snprintf(text_of, sizeof text_of,
                           i == 1 ? "g.graphml:n%u" : "g.graphml:n%u#%u",
                           (unsigned)p, (unsigned)i);
            intro_vid v = 0;
            while (v < intro_graph_people(g) &&
                   strcmp(intro_graph_id(g, v), text_of) != 0) {
                v++;
            }
            assert_true(v < intro_graph_people(g));
        }
    }
    intro_graph_close(g);
}

/* Heap's algorithm over the sources; every order gives the first graph. */
static void try_orders(const world *w, const intro_graph *wanted)
{
    size_t order[WORLD_SOURCES] = {0, 1, 2, 3};
    size_t turns[WORLD_SOURCES] = {0};
    for (size_t i = 1; i < w->sources;) {
        if (turns[i] >= i) {
            turns[i++] = 0;
            continue;
        }
        const size_t at = i % 2 == 0 ? 0 : turns[i];
        const size_t kept = order[at];
        order[at] = order[i];
        order[i] = kept;
        turns[i]++;
        i = 1;
        intro_graph *g = NULL;
        ok(world_freeze(w, ctx, &options, order, w->sources, &g));
        const char *const what = world_difference(wanted, g, true);
        if (what != NULL) {
            print_error("seed %u: %s\n", (unsigned)w->seed, what);
        }
        assert_null(what);
        intro_graph_close(g);
    }
}

static void every_order_of_inputs_gives_the_same_network(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        const world w = world_make(seed);
        options.same_ids = seed % 3 == 0;
        options.merge_names = seed % 2 == 0;
        intro_graph *g = NULL;
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &g));
        try_orders(&w, g);
        intro_graph_close(g);
    }
    options.same_ids = options.merge_names = false;
}

static void the_same_file_twice_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        const world w = world_make(seed);
        const size_t twice[] = {0, 0, 1, 2, 1, 3, 0};
        size_t order[INTRO_COUNT_OF(twice)];
        size_t count = 0;
        for (size_t i = 0; i < INTRO_COUNT_OF(twice); i++) {
            if (twice[i] < w.sources) {
                order[count++] = twice[i];
            }
        }
        intro_graph *once = NULL;
        intro_graph *again = NULL;
        ok(world_freeze(&w, ctx, &options, NULL, w.sources, &once));
        ok(world_freeze(&w, ctx, &options, order, count, &again));
        assert_null(world_difference(once, again, true));
        intro_graph_close(once);
        intro_graph_close(again);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slug_merges_records_of_two_exports),
        cmocka_unit_test(keys_chain_over_three_exports),
        cmocka_unit_test(a_key_that_one_source_gives_twice_merges_nobody),
        cmocka_unit_test(a_chain_never_joins_two_records_of_one_source),
        cmocka_unit_test(a_slug_two_people_share_is_the_id_of_the_first),
        cmocka_unit_test(names_merge_only_when_asked_and_only_with_both_parts),
        cmocka_unit_test(equal_node_ids_are_told_apart_by_file_name),
        cmocka_unit_test(equal_node_ids_are_one_person_with_same_ids),
        cmocka_unit_test(people_without_slug_are_numbered_by_owner_name_date),
        cmocka_unit_test(owners_without_slug_are_numbered_by_checksum),
        cmocka_unit_test(one_owner_of_two_exports_is_owner),
        cmocka_unit_test(nothing_at_all_is_an_empty_network),
        cmocka_unit_test(ids_rise_bytewise_whatever_their_lengths),
        cmocka_unit_test(long_ids_are_ordered_by_all_their_bytes),
        cmocka_unit_test(a_person_of_very_many_inputs_is_one),
        cmocka_unit_test(a_name_of_very_many_people_is_held_once),
        cmocka_unit_test(equal_ids_in_files_of_one_name_are_numbered),
        cmocka_unit_test(every_order_of_inputs_gives_the_same_network),
        cmocka_unit_test(the_same_file_twice_changes_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
