/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables that were compiled in are those of datasets/: every row is there
 * under the key that the program makes of its pattern, and nothing else. */
#include "base/names.h"
#include "base/taxonomy.h"
#include "base/text.h"
#include "csv_rows.h"
#include "import/class_pattern.h"
#include "import/class_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned flags_of(const char *words)
{
    static const struct {
        const char *word;
        unsigned flag;
    } effects[] = {
        {"weak", INTRO_I_RULE_WEAK},   {"cap", INTRO_I_RULE_CAP},
        {"past", INTRO_I_RULE_PAST},   {"idle", INTRO_I_RULE_IDLE},
        {"other", INTRO_I_RULE_OTHER}, {"alone", INTRO_I_RULE_ALONE},
        {"drop", INTRO_I_RULE_DROP},   {"whole", INTRO_I_RULE_WHOLE}};
    unsigned flags = 0;
    while (*words != '\0') {
        const size_t length = strcspn(words, " ");
        unsigned flag = 0;
        for (size_t i = 0; i < INTRO_COUNT_OF(effects); i++) {
            if (strlen(effects[i].word) == length &&
                strncmp(effects[i].word, words, length) == 0) {
                flag = effects[i].flag;
            }
        }
        assert_int_not_equal(flag, 0);
        flags |= flag;
        words += length + (words[length] != '\0');
    }
    return flags;
}

static uint32_t number_of(const char *cell)
{
    return (uint32_t)strtoul(cell, NULL, 10);
}

/* An industry that there is, or none. */
static void assert_industry(uint32_t id)
{
    assert_true(id == 0 || intro_i_class_label(INTRO_I_INDUSTRIES, id) != NULL);
}

/* --- employers ------------------------------------------------------------ */

static void check_company(void *user, const csv_row *row)
{
    intro_i_strbuf key;
    const intro_i_class_pattern p =
        intro_i_class_pattern_read(row->cells[0], strlen(row->cells[0]));
    (void)user;
    intro_i_strbuf_init(&key, 0);
    assert_int_equal(row->count, 3);
    assert_false(p.open_start);
    assert_int_equal(intro_i_company_fold(p.text, p.length, &key), INTRO_OK);
    assert_false(intro_i_company_is_none(key.data, key.length));
    if (p.open_end) {
        intro_i_strbuf_puts(&key, " *");
    }
    const intro_i_rule_array array = {
        intro_i_companies, sizeof intro_i_companies[0], intro_i_companies_count,
        intro_i_companies_endings};
    const uint32_t found = intro_i_rule_find(array, key.data, key.length);
    if (found == 0) {
        fail_msg("line %lu: \"%s\" is not there as \"%s\"",
                 (unsigned long)row->line, row->cells[0], key.data);
    }
    const intro_i_company_row *const rule = &intro_i_companies[found - 1];
    assert_int_equal(rule->line, row->line);
    assert_int_equal(rule->industry, number_of(row->cells[1]));
    assert_int_equal(rule->flags & ~(unsigned)INTRO_I_RULE_BEHIND,
                     flags_of(row->cells[2]));
    assert_int_not_equal(rule->industry, 0);
    assert_industry(rule->industry);
    intro_i_strbuf_fini(&key);
}

static void employers_are_those_of_the_file(void **state)
{
    (void)state;
    assert_int_equal(csv_rows("datasets/companies.csv", check_company, NULL),
                     intro_i_companies_count);
    assert_true(intro_i_companies_count >= 2000);
    for (size_t i = 1; i < intro_i_companies_count; i++) {
        assert_true(
            strcmp(intro_i_companies[i - 1].key, intro_i_companies[i].key) < 0);
    }
}

/* --- words ---------------------------------------------------------------- */

/* Stems of the pattern's words, "-stem" of an ending. */
static void make_key(const intro_i_class_pattern *p, intro_i_strbuf *key)
{
    intro_i_strbuf folded;
    intro_i_strbuf stems;
    intro_i_vec_word words = {0};
    intro_i_strbuf_init(&folded, 0);
    intro_i_strbuf_init(&stems, 0);
    assert_false(p->is_prefix);
    assert_int_equal(intro_i_text_fold(p->text, p->length, &folded), INTRO_OK);
    assert_int_equal(
        intro_i_words_stem(folded.data, folded.length, &stems, &words),
        INTRO_OK);
    assert_true(words.count >= 1 && words.count <= INTRO_I_PHRASE_WORDS);
    intro_i_strbuf_puts(key, p->is_suffix ? "-" : "");
    intro_i_strbuf_puts(key, stems.data);
    intro_i_vec_word_fini(&words);
    intro_i_strbuf_fini(&stems);
    intro_i_strbuf_fini(&folded);
}

static uint32_t find_key(intro_i_rule_array array, const csv_row *row,
                         intro_i_class_pattern *p)
{
    intro_i_strbuf key;
    intro_i_strbuf_init(&key, 0);
    *p = intro_i_class_pattern_read(row->cells[0], strlen(row->cells[0]));
    make_key(p, &key);
    const uint32_t found = intro_i_rule_find(array, key.data, key.length);
    if (found == 0) {
        fail_msg("line %lu: \"%s\" is not there as \"%s\"",
                 (unsigned long)row->line, row->cells[0], key.data);
    }
    intro_i_strbuf_fini(&key);
    return found;
}

static void check_company_word(void *user, const csv_row *row)
{
    const intro_i_rule_array array = {
        intro_i_company_words, sizeof intro_i_company_words[0],
        intro_i_company_words_count, intro_i_company_words_endings};
    intro_i_class_pattern p;
    (void)user;
    assert_int_equal(row->count, 3);
    const intro_i_company_row *const rule =
        &intro_i_company_words[find_key(array, row, &p) - 1];
    const unsigned places = p.is_suffix
                                ? 0
                                : (p.open_start ? INTRO_I_RULE_BEFORE : 0u) |
                                      (p.open_end ? INTRO_I_RULE_BEHIND : 0u);
    assert_int_equal(rule->line, row->line);
    assert_int_equal(rule->industry, number_of(row->cells[1]));
    assert_int_equal(rule->flags, flags_of(row->cells[2]) | places);
    assert_industry(rule->industry);
}

static void words_of_employers_are_those_of_the_file(void **state)
{
    (void)state;
    assert_int_equal(
        csv_rows("datasets/company_words.csv", check_company_word, NULL),
        intro_i_company_words_count);
    for (size_t i = 1; i < intro_i_company_words_count; i++) {
        assert_true(strcmp(intro_i_company_words[i - 1].key,
                           intro_i_company_words[i].key) < 0);
    }
}

static void check_title(void *user, const csv_row *row)
{
    const intro_i_rule_array array = {intro_i_titles, sizeof intro_i_titles[0],
                                      intro_i_titles_count,
                                      intro_i_titles_endings};
    intro_i_class_pattern p;
    (void)user;
    assert_int_equal(row->count, 6);
    uint32_t at = find_key(array, row, &p) - 1;
    const char *const first = intro_i_titles[at].key;
    while (intro_i_titles[at].line != row->line) {
        at++;
        assert_true(at < intro_i_titles_count);
        assert_string_equal(intro_i_titles[at].key, first);
    }
    const intro_i_title_row *const rule = &intro_i_titles[at];
    assert_false(!p.is_suffix && (p.open_start || p.open_end));
    assert_int_equal(rule->within, number_of(row->cells[1]));
    assert_int_equal(rule->function, number_of(row->cells[2]));
    assert_int_equal(rule->seniority, number_of(row->cells[3]));
    assert_int_equal(rule->industry, number_of(row->cells[4]));
    assert_int_equal(rule->flags, flags_of(row->cells[5]));
    assert_industry(rule->within);
    assert_industry(rule->industry);
    assert_true(rule->function == 0 ||
                intro_i_class_label(INTRO_I_FUNCTIONS, rule->function));
    assert_true(rule->seniority == 0 ||
                intro_i_class_label(INTRO_I_SENIORITIES, rule->seniority));
}

static void titles_are_those_of_the_file(void **state)
{
    (void)state;
    assert_int_equal(csv_rows("datasets/titles.csv", check_title, NULL),
                     intro_i_titles_count);
    for (size_t i = 1; i < intro_i_titles_count; i++) {
        const intro_i_title_row *const a = &intro_i_titles[i - 1];
        const intro_i_title_row *const b = &intro_i_titles[i];
        assert_true(strcmp(a->key, b->key) <= 0);
        assert_true(strcmp(a->key, b->key) < 0 || a->within != b->within ||
                    a->flags != b->flags);
    }
}

/* --- the taxonomy --------------------------------------------------------- */

typedef struct taxonomy_check {
    intro_i_taxonomy taxonomy;
    unsigned roots;
} taxonomy_check;

static void check_class(void *user, const csv_row *row)
{
    taxonomy_check *const t = user;
    const bool is_industry = t->taxonomy == INTRO_I_INDUSTRIES;
    const uint32_t id = number_of(row->cells[0]);
    const char *const label = row->cells[row->count - 1];
    char upper[CSV_CELL_MAX];
    assert_int_equal(row->count, is_industry ? 3 : 2);
    assert_string_equal(intro_i_class_label(t->taxonomy, id), label);
    for (size_t i = 0; i <= strlen(label); i++) {
        upper[i] = label[i] >= 'a' && label[i] <= 'z'
                       ? (char)(label[i] - 'a' + 'A')
                       : label[i];
    }
    const uint32_t same =
        intro_i_class_of_label(t->taxonomy, upper, strlen(upper));
    assert_string_equal(intro_i_class_label(t->taxonomy, same), label);
    assert_int_equal(
        intro_i_class_of_label(t->taxonomy, upper, strlen(upper) - 1), 0);
    if (is_industry) {
        const uint32_t parent = number_of(row->cells[1]);
        const uint32_t sector = intro_i_industry_sector(id);
        assert_int_equal(intro_i_industry_parent(id), parent);
        t->roots += parent == 0;
        assert_true(sector != 0 && intro_i_industry_parent(sector) == 0);
        assert_true(intro_i_industry_is_within(id, sector));
        assert_true(intro_i_industry_is_within(id, id));
        assert_true(parent == 0 || intro_i_industry_is_within(id, parent));
        assert_true(parent == 0 || !intro_i_industry_is_within(parent, id));
    }
}

static void the_taxonomy_is_that_of_the_files(void **state)
{
    taxonomy_check industries = {INTRO_I_INDUSTRIES, 0};
    taxonomy_check functions = {INTRO_I_FUNCTIONS, 0};
    taxonomy_check seniorities = {INTRO_I_SENIORITIES, 0};
    (void)state;
    assert_int_equal(
        csv_rows("datasets/industries.csv", check_class, &industries), 434);
    assert_int_equal(industries.roots, 20);
    assert_int_equal(
        csv_rows("datasets/functions.csv", check_class, &functions), 26);
    assert_int_equal(
        csv_rows("datasets/seniorities.csv", check_class, &seniorities), 10);
}

static void what_is_not_in_the_taxonomy_has_no_name(void **state)
{
    static const uint32_t none[] = {0, 27, 65535, UINT32_MAX};
    (void)state;
    for (int t = 0; t < INTRO_I_TAXONOMIES; t++) {
        const intro_i_taxonomy taxonomy = (intro_i_taxonomy)t;
        for (size_t i = 0; i < INTRO_COUNT_OF(none); i++) {
            assert_true(taxonomy == INTRO_I_INDUSTRIES && none[i] == 27
                            ? intro_i_class_label(taxonomy, none[i]) != NULL
                            : intro_i_class_label(taxonomy, none[i]) == NULL);
        }
        assert_int_equal(intro_i_class_of_label(taxonomy, "", 0), 0);
        assert_int_equal(intro_i_class_of_label(taxonomy, "No such", 7), 0);
    }
    assert_int_equal(intro_i_industry_parent(65535), 0);
    assert_int_equal(intro_i_industry_sector(65535), 0);
    assert_false(intro_i_industry_is_within(65535, 43));
    assert_false(intro_i_industry_is_within(0, 43));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(employers_are_those_of_the_file),
        cmocka_unit_test(words_of_employers_are_those_of_the_file),
        cmocka_unit_test(titles_are_those_of_the_file),
        cmocka_unit_test(the_taxonomy_is_that_of_the_files),
        cmocka_unit_test(what_is_not_in_the_taxonomy_has_no_name),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
