/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Companies and titles that nobody would have: whatever their bytes, what comes
 * out is a class of the taxonomy or nothing, and the same again. */
#include "base/random.h"
#include "base/taxonomy.h"
#include "import/classify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static intro_ctx *ctx;
static intro_i_classes *classes;
static intro_i_guesser guesser;

static int set_up(void **state)
{
    (void)state;
    if (intro_ctx_new(&ctx) != INTRO_OK ||
        intro_i_classes_new(ctx, NULL, &classes) != INTRO_OK) {
        return -1;
    }
    intro_i_guesser_init(&guesser, classes);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    intro_i_guesser_fini(&guesser);
    intro_i_classes_free(classes);
    intro_ctx_free(ctx);
    return 0;
}

static void assert_guess(const char *company, const char *title)
{
    static const intro_i_taxonomy taxonomies[INTRO_I_DIMS] = {
        INTRO_I_INDUSTRIES, INTRO_I_FUNCTIONS, INTRO_I_SENIORITIES};
    intro_i_person_guess one;
    intro_i_person_guess two;
    assert_int_equal(intro_i_guess_person(&guesser, company, title, NULL, &one),
                     INTRO_OK);
    assert_int_equal(intro_i_guess_person(&guesser, company, title, NULL, &two),
                     INTRO_OK);
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        const uint32_t id = one.guess[dim].id;
        assert_int_equal(id, two.guess[dim].id);
        assert_true(id == 0 ||
                    intro_i_class_label(taxonomies[dim], id) != NULL);
    }
    const intro_i_title_class *const class = &one.title.class;
    assert_true((size_t) class->employer_at + class->employer_length <=
                strlen(title));
}

/* --- random ones ---------------------------------------------------------- */

/* Text of pieces that mean something to the rules, and of bytes. */
static void make_text(intro_i_random *rng, intro_i_strbuf *out)
{
    static const char *const pieces[] = {"partner",
                                         "vp",
                                         "at ",
                                         "@",
                                         "|",
                                         "&",
                                         ", ",
                                         "ex-",
                                         "former ",
                                         "chief of staff to ",
                                         "c.e.o.",
                                         "bank",
                                         "GmbH",
                                         "plan a",
                                         " and ",
                                         "(",
                                         ")",
                                         "-",
                                         "*",
                                         "\xc3\xa9",
                                         "\xcc\x81",
                                         "\xe2\x80\x8b",
                                         "\xf0\x9f\x9a\x80",
                                         "\xff",
                                         "\xc3",
                                         " ",
                                         "\t",
                                         "\n",
                                         "leiterin"};
    const uint64_t count = intro_i_random_below(rng, 12);
    intro_i_strbuf_clear(out);
    intro_i_strbuf_puts(out, "");
    for (uint64_t i = 0; i < count; i++) {
        intro_i_strbuf_puts(out, pieces[intro_i_random_below(
                                     rng, sizeof pieces / sizeof pieces[0])]);
    }
}

static void any_bytes_give_a_class_or_none(void **state)
{
    intro_i_random rng;
    intro_i_strbuf company;
    intro_i_strbuf title;
    (void)state;
    intro_i_random_init(&rng, 5);
    intro_i_strbuf_init(&company, 0);
    intro_i_strbuf_init(&title, 0);
    for (int i = 0; i < 20000; i++) {
        make_text(&rng, &company);
        make_text(&rng, &title);
        assert_guess(company.data, title.data);
    }
    intro_i_strbuf_fini(&company);
    intro_i_strbuf_fini(&title);
}

/* --- long ones ------------------------------------------------------------ */

static void long_texts_are_read_to_their_end(void **state)
{
    enum { LENGTH = 200000 };
    static const char *const pieces[] = {
        "x",      "x ",       "& ",      "(",         "|", "bank ",
        "vp at ", "\xcc\x81", "former ", "partner, ", "-", "\xff"};
    char *const text = malloc(LENGTH + 16);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        const size_t size = strlen(pieces[i]);
        size_t used = 0;
        for (; used < LENGTH; used += size) {
            memcpy(text + used, pieces[i], size);
        }
        text[used] = '\0';
        assert_guess(text, text);
    }
    free(text);
}

static void a_title_behind_a_long_one_counts(void **state)
{
    intro_i_person_guess guess;
    intro_i_strbuf title;
    (void)state;
    intro_i_strbuf_init(&title, 0);
    for (int i = 0; i < 50000; i++) {
        intro_i_strbuf_puts(&title, "zzyx ");
    }
    intro_i_strbuf_puts(&title, "| Software Engineer");
    assert_int_equal(
        intro_i_guess_person(&guesser, NULL, title.data, NULL, &guess),
        INTRO_OK);
    assert_string_equal(intro_i_guess_label(classes, INTRO_I_DIM_FUNCTION,
                                            &guess.guess[INTRO_I_DIM_FUNCTION]),
                        "Engineering");
    intro_i_strbuf_fini(&title);
}

/* A length that goes beyond a NUL, as a caller with a buffer may have. */
static void bytes_of_zero_are_no_end(void **state)
{
    static const char text[] = "VP\0Bank\0\0 Chief";
    intro_i_company_guess company;
    intro_i_title_guess title;
    (void)state;
    assert_int_equal(
        intro_i_guess_company(&guesser, text, sizeof text - 1, &company),
        INTRO_OK);
    assert_int_equal(
        intro_i_guess_title(&guesser, text, sizeof text - 1, 0, &title),
        INTRO_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_bytes_give_a_class_or_none),
        cmocka_unit_test(long_texts_are_read_to_their_end),
        cmocka_unit_test(a_title_behind_a_long_one_counts),
        cmocka_unit_test(bytes_of_zero_are_no_end),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
