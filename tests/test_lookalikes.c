/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People who may be one person, against all pairs. */
#include "base/strbuf.h"
#include "base/text.h"
#include "graph/builder.h"
#include "report/info_parts.h"
#include "world.h"

#include <introfind/introfind.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_graph *graph_of(intro_ctx *ctx, const char *const *ids,
                             const char *const *names, size_t count)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_i_builder *b;
    intro_graph *g;
    assert_int_equal(intro_i_builder_new(ctx, &options, &b), INTRO_OK);
    assert_int_equal(
        intro_i_builder_source_begin(b, "x", INTRO_I_FORMAT_GRAPHML), INTRO_OK);
    for (size_t i = 0; i < count; i++) {
        uint32_t string;
        assert_int_equal(intro_i_strpool_intern(intro_i_builder_ids(b), ids[i],
                                                strlen(ids[i]), &string),
                         INTRO_OK);
        assert_int_equal(intro_i_builder_people_up_to(b, string), INTRO_OK);
        assert_int_equal(
            intro_i_builder_string(b, names[i], strlen(names[i]), &string),
            INTRO_OK);
        assert_int_equal(intro_i_builder_field(b, (uint32_t)i, INTRO_FIELD_NAME,
                                               string, false),
                         INTRO_OK);
    }
    assert_int_equal(intro_i_builder_source_end(b), INTRO_OK);
    assert_int_equal(intro_i_builder_freeze(b, &g), INTRO_OK);
    intro_i_builder_free(b);
    return g;
}

static void ids_that_differ_by_case_or_blanks_look_alike(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "ann", "Ann ", "bob", "zo\xC3\xAB", "zoe\xCC\x88", "x\xE2\x80\x8Bx",
        "xx",  "--",   "++"};
    static const char *const names[] = {"A", "B", "C", "D", "E",
                                        "F", "G", "H", "I"};
    intro_ctx *ctx;
    intro_lookalikes found;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    intro_graph *const g = graph_of(ctx, ids, names, 9);
    assert_int_equal(intro_lookalikes_find(ctx, g, &found), INTRO_OK);
    assert_int_equal(found.ids, 6);
    assert_int_equal(found.names, 0);
    assert_string_equal(intro_graph_id(g, found.id_a), "Ann ");
    assert_string_equal(intro_graph_id(g, found.id_b), "ann");
    intro_graph_close(g);
    intro_ctx_free(ctx);
}

enum { MANY = 300, LONGEST = 40 };

/* Of 1 to LONGEST bytes; many begin alike, as far as eight bytes at a time may
 * reach or beyond, and differ in case alone. No two are equal. */
static void draw_id(uint64_t *random, char id[LONGEST + 1])
{
    static const char letters[] = "aAbB. ";
    const size_t length = 1 + (size_t)(world_random(random) % LONGEST);
    const size_t alike = (size_t)(world_random(random) % (LONGEST + 1));
    for (size_t i = 0; i < length; i++) {
        id[i] = i < alike ? 'a' : letters[world_random(random) % 6];
    }
    id[length] = '\0';
}

static bool is_drawn_before(char ids[][LONGEST + 1], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ids[i], ids[count]) == 0) {
            return true;
        }
    }
    return false;
}

static void fold_id(const intro_graph *g, intro_vid v, intro_i_strbuf *out)
{
    const char *const id = intro_graph_id(g, v);
    intro_i_strbuf_clear(out);
    assert_int_equal(intro_i_text_fold(id, strlen(id), out), INTRO_OK);
    if (out->length == 0) {
        intro_i_strbuf_puts(out, id);
        intro_i_strbuf_puts(out, "|"); /* no fold of another */
    }
}

/* How many people have an id that another's looks like, pair by pair, and the
 * first two of them. */
static uint64_t count_alike(const intro_graph *g, intro_vid *a, intro_vid *b)
{
    const intro_vid people = intro_graph_people(g);
    uint64_t alike = 0;
    intro_i_strbuf x;
    intro_i_strbuf y;
    intro_i_strbuf_init(&x, 0);
    intro_i_strbuf_init(&y, 0);
    for (intro_vid v = 0; v < people; v++) {
        bool has_one = false;
        fold_id(g, v, &x);
        for (intro_vid w = 0; w < people; w++) {
            fold_id(g, w, &y);
            if (w == v || x.length != y.length ||
                memcmp(x.data, y.data, x.length) != 0) {
                continue;
            }
            if (alike == 0 && !has_one) {
                *a = v;
                *b = w;
            }
            has_one = true;
        }
        alike += has_one;
    }
    intro_i_strbuf_fini(&x);
    intro_i_strbuf_fini(&y);
    return alike;
}

static void random_ids_agree_with_all_pairs(void **state)
{
    (void)state;
    static char ids[MANY][LONGEST + 1];
    static const char *given[MANY];
    static const char *names[MANY];
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        uint64_t random = seed;
        intro_lookalikes found;
        intro_vid a = 0;
        intro_vid b = 0;
        for (size_t i = 0; i < MANY; i++) {
            do {
                draw_id(&random, ids[i]);
            } while (is_drawn_before(ids, i));
            given[i] = ids[i];
            names[i] = "";
        }
        intro_graph *const g = graph_of(ctx, given, names, MANY);
        for (intro_vid v = 1; v < MANY; v++) {
            assert_true(strcmp(intro_graph_id(g, v - 1), intro_graph_id(g, v)) <
                        0);
        }
        assert_int_equal(intro_lookalikes_find(ctx, g, &found), INTRO_OK);
        assert_int_equal(found.ids, count_alike(g, &a, &b));
        assert_true(found.ids > 0);
        assert_int_equal(found.id_a, a);
        assert_int_equal(found.id_b, b);
        intro_graph_close(g);
    }
    intro_ctx_free(ctx);
}

static void namesakes_are_counted_and_not_merged(void **state)
{
    (void)state;
    static const char *const ids[] = {"1", "2", "3", "4"};
    static const char *const names[] = {"Jos\xC3\xA9 Prueba, PMP",
                                        "jose prueba", "Ana Beispiel", ""};
    intro_ctx *ctx;
    intro_lookalikes found;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    intro_graph *const g = graph_of(ctx, ids, names, 4);
    assert_int_equal(intro_graph_people(g), 4);
    assert_int_equal(intro_lookalikes_find(ctx, g, &found), INTRO_OK);
    assert_int_equal(found.names, 2);
    assert_int_equal(found.name_a, 0);
    assert_int_equal(found.name_b, 1);
    assert_int_equal(found.ids, 0);
    intro_graph_close(g);
    intro_ctx_free(ctx);
}

/* They are told up to the 60th byte, which stands inside a letter. */
static void ids_are_told_in_whole_characters(void **state)
{
    (void)state;
    char ids[2][80];
    const char *const given[] = {ids[0], ids[1]};
    const char *const names[] = {"Ann Ask", "Ann Ask"};
    char lines[INTRO_I_LOOKALIKE_LINES][INTRO_MESSAGE_MAX];
    uint32_t count;
    intro_ctx *ctx;
    for (size_t i = 0; i < 2; i++) {
        memset(ids[i], 'w', 59);
        (void)strcpy(ids[i] + 59, i == 0 ? "\xC3\xA9z" : "\xC3\xA9Z");
    }
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    intro_graph *const g = graph_of(ctx, given, names, 2);
    assert_int_equal(intro_i_lookalike_lines(ctx, g, lines, &count), INTRO_OK);
    assert_int_equal(count, 2);
    for (uint32_t i = 0; i < count; i++) {
        const char *const id = strstr(lines[i], "www");
        assert_non_null(id);
        assert_int_equal(strspn(id, "w"), 59);
        assert_true(intro_i_utf8_is_valid(lines[i], strlen(lines[i])));
    }
    intro_graph_close(g);
    intro_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_that_differ_by_case_or_blanks_look_alike),
        cmocka_unit_test(random_ids_agree_with_all_pairs),
        cmocka_unit_test(namesakes_are_counted_and_not_merged),
        cmocka_unit_test(ids_are_told_in_whole_characters),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
