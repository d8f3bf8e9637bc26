/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/class_user.h"

#include "base/names.h"
#include "base/taxonomy.h"
#include "base/text.h"
#include "import/class_pattern.h"

#include <string.h>

/* Places of the three slots of a phrase. */
enum { AT_START, AT_END, ANYWHERE, PLACES };

/* --- the table ------------------------------------------------------------ */

static intro_status init_space(intro_i_user_space *space)
{
    const intro_i_user_slot none = {{0}};
    INTRO_TRY(intro_i_strpool_init(&space->whole));
    INTRO_TRY(intro_i_vec_user_slot_push(&space->whole_slots, none));
    return intro_i_phrases_init(&space->phrases);
}

static void fini_space(intro_i_user_space *space)
{
    intro_i_strpool_fini(&space->whole);
    intro_i_vec_user_slot_fini(&space->whole_slots);
    intro_i_phrases_fini(&space->phrases);
    intro_i_vec_user_slot_fini(&space->phrase_slots);
}

intro_status intro_i_user_table_init(intro_i_user_table *table,
                                     const char *file)
{
    memset(table, 0, sizeof *table);
    intro_i_strbuf_init(&table->key, 0);
    table->file = intro_i_arena_copy(&table->arena, file, strlen(file));
    if (table->file == NULL) {
        return INTRO_ENOMEM;
    }
    INTRO_TRY(init_space(&table->companies));
    INTRO_TRY(init_space(&table->titles));
    INTRO_TRY(intro_i_strpool_init(&table->pair_companies));
    return init_space(&table->pairs);
}

void intro_i_user_table_fini(intro_i_user_table *table)
{
    fini_space(&table->companies);
    fini_space(&table->titles);
    fini_space(&table->pairs);
    intro_i_strpool_fini(&table->pair_companies);
    intro_i_vec_user_rule_fini(&table->rules);
    intro_i_strbuf_fini(&table->key);
    intro_i_arena_fini(&table->arena);
}

/* --- classes -------------------------------------------------------------- */

static const intro_i_taxonomy taxonomies[INTRO_I_DIMS] = {
    INTRO_I_INDUSTRIES, INTRO_I_FUNCTIONS, INTRO_I_SENIORITIES};

static bool is_unknown_word(const char *text, size_t length)
{
    static const char word[] = "unknown";
    if (length != sizeof word - 1) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if ((text[i] | 0x20) != word[i]) {
            return false;
        }
    }
    return true;
}

static bool is_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return length != 0;
}

static intro_status copy_text(intro_i_user_table *t, const char *text,
                              size_t length, const char **out)
{
    *out = length == 0 ? "" : intro_i_arena_copy(&t->arena, text, length);
    return *out == NULL ? INTRO_ENOMEM : INTRO_OK;
}

static intro_status refuse(intro_i_user_wrong *wrong, int cell,
                           const char *words)
{
    *wrong = (intro_i_user_wrong){words, cell};
    return INTRO_EARG;
}

/* A number is an id, a label its class, other words the user's own. */
static intro_status read_class(intro_i_user_table *t, intro_i_dimension dim,
                               const char *text, size_t length,
                               intro_i_user_rule *rule,
                               intro_i_user_wrong *wrong)
{
    const bool is_number = is_digits(text, length);
    int64_t number = 0;
    if (is_unknown_word(text, length)) {
        return copy_text(t, "", 0, &rule->label[dim]);
    }
    if (is_number && intro_i_parse_int64(text, length, &number) == INTRO_OK &&
        number <= UINT32_MAX) {
        rule->id[dim] = (uint32_t)number;
    } else if (!is_number) {
        rule->id[dim] = intro_i_class_of_label(taxonomies[dim], text, length);
    }
    rule->label[dim] = intro_i_class_label(taxonomies[dim], rule->id[dim]);
    if (rule->label[dim] != NULL) {
        return INTRO_OK;
    }
    if (is_number || dim == INTRO_I_DIM_SENIORITY) {
        return refuse(wrong, INTRO_I_USER_CLASS + (int)dim,
                      is_number ? "is no id of the taxonomy"
                                : "is no seniority: Unpaid, Training, Entry, "
                                  "Senior, Manager, Director, VP, CXO, "
                                  "Partner or Owner");
    }
    return copy_text(t, text, length, &rule->label[dim]);
}

/* --- patterns ------------------------------------------------------------- */

intro_status intro_i_user_company_key(const char *text, size_t length,
                                      intro_i_strbuf *out)
{
    const intro_status rc = intro_i_company_fold(text, length, out);
    return rc == INTRO_EFORMAT ? INTRO_OK : rc;
}

intro_status intro_i_user_title_key(const char *text, size_t length,
                                    intro_i_strbuf *out)
{
    const intro_status rc = intro_i_text_fold(text, length, out);
    return rc == INTRO_EFORMAT ? INTRO_OK : rc;
}

static void take_slot(intro_i_user_slot *slot, const intro_i_user_rule *rule,
                      uint32_t row)
{
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        if (rule->label[dim] != NULL) {
            slot->rule[dim] = row;
        }
    }
}

static intro_status add_whole(intro_i_user_space *space,
                              const intro_i_strbuf *key,
                              const intro_i_user_rule *rule, uint32_t row)
{
    uint32_t string;
    INTRO_TRY(
        intro_i_strpool_intern(&space->whole, key->data, key->length, &string));
    if (string == space->whole_slots.count) {
        const intro_i_user_slot none = {{0}};
        INTRO_TRY(intro_i_vec_user_slot_push(&space->whole_slots, none));
    }
    take_slot(&space->whole_slots.data[string], rule, row);
    return INTRO_OK;
}

static intro_status add_phrase(intro_i_user_space *space,
                               const intro_i_class_pattern *p,
                               const intro_i_strbuf *key,
                               const intro_i_user_rule *rule, uint32_t row)
{
    uint32_t *value;
    INTRO_TRY(intro_i_phrases_add(&space->phrases, key->data, key->length,
                                  p->is_prefix, p->is_suffix, &value));
    if (*value == 0) {
        const intro_i_user_slot none = {{0}};
        for (int i = 0; i < PLACES; i++) {
            INTRO_TRY(intro_i_vec_user_slot_push(&space->phrase_slots, none));
        }
        *value = (uint32_t)(space->phrase_slots.count - PLACES + 1);
    }
    const size_t place = p->open_start && p->open_end ? ANYWHERE
                         : p->open_end                ? AT_START
                                                      : AT_END;
    take_slot(&space->phrase_slots.data[*value - 1 + place], rule, row);
    return INTRO_OK;
}

/* A row with one of the two columns. */
static intro_status add_single(intro_i_user_table *t, bool is_company,
                               const intro_i_class_pattern *p,
                               const intro_i_user_rule *rule, uint32_t row,
                               intro_i_user_wrong *wrong)
{
    intro_i_user_space *const space = is_company ? &t->companies : &t->titles;
    const int cell = is_company ? INTRO_I_USER_COMPANY : INTRO_I_USER_TITLE;
    intro_i_strbuf_clear(&t->key);
    INTRO_TRY(is_company ? intro_i_user_company_key(p->text, p->length, &t->key)
                         : intro_i_user_title_key(p->text, p->length, &t->key));
    if (t->key.length == 0) {
        return refuse(wrong, cell, "has nothing to compare");
    }
    if (!p->open_start && !p->open_end) {
        return add_whole(space, &t->key, rule, row);
    }
    const intro_status rc = add_phrase(space, p, &t->key, rule, row);
    return rc != INTRO_EARG ? rc
           : p->is_prefix || p->is_suffix
               ? refuse(wrong, cell,
                        "is no beginning or end of a word, of 3 to 32 letters")
               : refuse(wrong, cell, "has more than 16 words beside its star");
}

static intro_status add_pair(intro_i_user_table *t,
                             const intro_i_class_pattern *company,
                             const intro_i_class_pattern *title,
                             const intro_i_user_rule *rule, uint32_t row,
                             intro_i_user_wrong *wrong)
{
    uint32_t string;
    if (company->open_start || company->open_end || title->open_start ||
        title->open_end) {
        return refuse(wrong, INTRO_I_USER_ROW,
                      "a company and a title together are whole, without * "
                      "and without - at an end");
    }
    intro_i_strbuf_clear(&t->key);
    INTRO_TRY(
        intro_i_user_company_key(company->text, company->length, &t->key));
    INTRO_TRY(intro_i_strpool_intern(&t->pair_companies, t->key.data,
                                     t->key.length, &string));
    intro_i_strbuf_putc(&t->key, '\x1f');
    INTRO_TRY(intro_i_user_title_key(title->text, title->length, &t->key));
    INTRO_TRY(t->key.status);
    return add_whole(&t->pairs, &t->key, rule, row);
}

intro_status intro_i_user_table_add(intro_i_user_table *table,
                                    const intro_i_user_cells *cells,
                                    uint64_t line, intro_i_user_wrong *wrong)
{
    intro_i_user_rule rule;
    bool has_class = false;
    memset(&rule, 0, sizeof rule);
    rule.line = line;
    const intro_i_class_pattern company =
        intro_i_class_pattern_read(cells->text[0], cells->length[0]);
    const intro_i_class_pattern title =
        intro_i_class_pattern_read(cells->text[1], cells->length[1]);
    if (cells->length[0] == 0 && cells->length[1] == 0) {
        return refuse(wrong, INTRO_I_USER_ROW,
                      "a company or a title is wanted");
    }
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        if (cells->length[2 + dim] != 0) {
            has_class = true;
            INTRO_TRY(read_class(table, (intro_i_dimension)dim,
                                 cells->text[2 + dim], cells->length[2 + dim],
                                 &rule, wrong));
        }
    }
    if (!has_class) {
        return refuse(wrong, INTRO_I_USER_ROW,
                      "an industry, a function or a seniority is wanted");
    }
    INTRO_TRY(
        copy_text(table, cells->text[0], cells->length[0], &rule.company));
    INTRO_TRY(copy_text(table, cells->text[1], cells->length[1], &rule.title));
    INTRO_TRY(intro_i_vec_user_rule_push(&table->rules, rule));
    const uint32_t row = (uint32_t)table->rules.count;
    if (cells->length[0] != 0 && cells->length[1] != 0) {
        return add_pair(table, &company, &title, &rule, row, wrong);
    }
    return cells->length[0] != 0
               ? add_single(table, true, &company, &rule, row, wrong)
               : add_single(table, false, &title, &rule, row, wrong);
}

/* --- finding -------------------------------------------------------------- */

/* Phrases of `words` words found at word `at`: a longer one, or one at an end of
 * the text, goes before. */
static void take_phrase(const intro_i_user_space *space,
                        const intro_i_phrase *found, bool is_start, bool is_end,
                        uint32_t best[INTRO_I_DIMS], intro_i_user_slot *out)
{
    const intro_i_user_slot *const slots =
        &space->phrase_slots.data[found->value - 1];
    const bool holds[PLACES] = {is_start, is_end, true};
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        for (uint32_t place = 0; place < PLACES; place++) {
            const uint32_t worth =
                2 * found->words + (place == ANYWHERE ? 0 : 1);
            if (holds[place] && slots[place].rule[dim] != 0 &&
                worth > best[dim]) {
                best[dim] = worth;
                out->rule[dim] = slots[place].rule[dim];
            }
        }
    }
}

static void find_phrases(const intro_i_user_space *space,
                         const intro_i_strbuf *key,
                         const intro_i_vec_word *words, intro_i_user_slot *out)
{
    uint32_t best[INTRO_I_DIMS] = {0, 0, 0};
    for (size_t at = 0; at < words->count; at++) {
        intro_i_phrase found[INTRO_I_PHRASE_WORDS];
        const size_t count =
            intro_i_phrases_at(&space->phrases, key->data, words, at, found);
        for (size_t i = 0; i < count; i++) {
            take_phrase(space, &found[i], at == 0,
                        at + found[i].words == words->count, best, out);
        }
    }
}

intro_status intro_i_user_find(const intro_i_user_space *space,
                               const intro_i_strbuf *key,
                               intro_i_vec_word *scratch,
                               intro_i_user_slot *out)
{
    memset(out, 0, sizeof *out);
    if (space->phrase_slots.count != 0) {
        scratch->count = 0;
        INTRO_TRY(intro_i_words_split(key->data, key->length, scratch));
        find_phrases(space, key, scratch, out);
    }
    const uint32_t string =
        intro_i_strpool_find(&space->whole, key->data, key->length);
    const intro_i_user_slot *const whole = &space->whole_slots.data[string];
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        out->rule[dim] =
            whole->rule[dim] != 0 ? whole->rule[dim] : out->rule[dim];
    }
    return INTRO_OK;
}

intro_status intro_i_user_find_pair(const intro_i_user_table *table,
                                    const intro_i_strbuf *company,
                                    const intro_i_strbuf *title,
                                    intro_i_strbuf *scratch,
                                    intro_i_user_slot *out)
{
    intro_i_strbuf_clear(scratch);
    intro_i_strbuf_append(scratch, company->data, company->length);
    intro_i_strbuf_putc(scratch, '\x1f');
    intro_i_strbuf_append(scratch, title->data, title->length);
    INTRO_TRY(scratch->status);
    const uint32_t string = intro_i_strpool_find(
        &table->pairs.whole, scratch->data, scratch->length);
    *out = table->pairs.whole_slots.data[string];
    return INTRO_OK;
}
