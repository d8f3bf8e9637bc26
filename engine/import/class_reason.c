/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network keeps the rows of the user's table that decided something, so that
 * guessing again with these finds, for everybody, the row that decided. What does
 * not agree with the network came from elsewhere. */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/context_impl.h"
#include "base/names.h"
#include "base/taxonomy.h"
#include "base/text.h"
#include "graph/watch.h"
#include "import/classify.h"

#include <introfind/classes.h>
#include <string.h>

struct intro_class_reasons {
    intro_vid v;
    intro_i_arena arena;
    intro_class_reason reason[INTRO_CLASS_REASONS];
};

_Static_assert((int)INTRO_CLASS_REASONS == (int)INTRO_I_DIMS &&
                   (int)INTRO_I_DIMS == (int)INTRO_I_GUESSED,
               "one reason a class");

typedef struct finder {
    const intro_graph *graph;
    intro_class_reasons *out;
    intro_i_classes *classes; /* with the rows that the network keeps */
    intro_i_guesser guesser;
    intro_i_person_guess guess;
    intro_i_strbuf folded;
    intro_i_vec_word words;
    intro_i_vec_word key_words;
} finder;

/* --- the rows that the network keeps ---------------------------------------- */

/* A row of a damaged snapshot may be unusable: then it decides nothing. */
static intro_status add_record(finder *f, const intro_i_class_record *record)
{
    const uint32_t texts[2 + INTRO_I_DIMS] = {
        record->company, record->title, record->classes[0], record->classes[1],
        record->classes[2]};
    intro_i_user_cells cells;
    intro_i_user_wrong wrong;
    for (size_t i = 0; i < INTRO_COUNT_OF(texts); i++) {
        cells.text[i] = intro_i_graph_text(f->graph, texts[i]);
        cells.length[i] = strlen(cells.text[i]);
    }
    const intro_status rc =
        intro_i_user_table_add(&f->classes->user, &cells, record->line, &wrong);
    return rc == INTRO_EARG ? INTRO_OK : rc;
}

static intro_status read_records(finder *f)
{
    const intro_graph *const g = f->graph;
    const char *const file =
        g->class_rule_count == 0
            ? ""
            : intro_i_graph_text(g, g->class_rules[0].file);
    f->classes = intro_i_alloc_zero(1, sizeof *f->classes);
    if (f->classes == NULL) {
        return INTRO_ENOMEM;
    }
    INTRO_TRY(intro_i_user_table_init(&f->classes->user, file));
    for (uint32_t i = 0; i < g->class_rule_count; i++) {
        INTRO_TRY(add_record(f, &g->class_rules[i]));
    }
    return INTRO_OK;
}

/* --- the words that matched ------------------------------------------------- */

/* A word of a key: of a phrase, or "-leiter". */
static bool is_match(const char *word, size_t length, const char *key,
                     size_t key_length, bool by_stem)
{
    const size_t size = by_stem ? intro_i_word_stem(word, length) : length;
    if (key[0] == '-') {
        return size >= key_length - 1 && memcmp(word + size - (key_length - 1),
                                                key + 1, key_length - 1) == 0;
    }
    return size == key_length && memcmp(word, key, size) == 0;
}

static bool is_phrase_at(const finder *f, size_t at, const char *key,
                         bool by_stem)
{
    const intro_i_word *const words = f->words.data + at;
    for (size_t i = 0; i < f->key_words.count; i++) {
        const intro_i_word *const k = &f->key_words.data[i];
        if (!is_match(f->folded.data + words[i].at, words[i].length,
                      key + k->at, k->length, by_stem)) {
            return false;
        }
    }
    return true;
}

/* The words of the folded text that a key stands for; the key itself where they
 * do not stand side by side. */
static intro_status copy_words(finder *f, const char *key, size_t key_length,
                               bool by_stem, const char **out)
{
    const char *text = key;
    size_t length = key_length;
    f->words.count = f->key_words.count = 0;
    INTRO_TRY(intro_i_words_split(f->folded.data, f->folded.length, &f->words));
    INTRO_TRY(intro_i_words_split(key, key_length, &f->key_words));
    const size_t count = f->key_words.count;
    for (size_t at = 0; at + count <= f->words.count; at++) {
        if (is_phrase_at(f, at, key, by_stem)) {
            const intro_i_word *const last = &f->words.data[at + count - 1];
            text = f->folded.data + f->words.data[at].at;
            length = last->at + last->length - f->words.data[at].at;
            break;
        }
    }
    *out = intro_i_arena_copy(&f->out->arena, text, length);
    return *out == NULL ? INTRO_ENOMEM : INTRO_OK;
}

/* --- the row that decided --------------------------------------------------- */

/* A row for companies: of the company, or of the employer that the position
 * names. */
static intro_status tell_company(finder *f, const intro_i_class_origin *origin,
                                 intro_class_reason *out)
{
    static const char any_more[] = " *";
    const bool is_name = origin->table == INTRO_I_COMPANIES;
    const intro_i_company_row *const row =
        is_name ? &intro_i_companies[origin->row - 1]
                : &intro_i_company_words[origin->row - 1];
    const intro_i_title_class *const title = &f->guess.title.class;
    const intro_vid v = f->out->v;
    const char *text = intro_graph_field(f->graph, v, INTRO_FIELD_COMPANY);
    size_t length = text == NULL ? 0 : strlen(text);
    out->text = INTRO_FIELD_COMPANY;
    if (f->guess.company_from_title) {
        out->text = INTRO_FIELD_POSITION;
        text = intro_graph_field(f->graph, v, INTRO_FIELD_POSITION) +
               title->employer_at;
        length = title->employer_length;
    }
    out->file = is_name ? "companies.csv" : "company_words.csv";
    out->line = row->line;
    out->company = row->key;
    intro_i_strbuf_clear(&f->folded);
    INTRO_TRY(intro_i_company_fold(text, length, &f->folded));
    size_t size = strlen(row->key);
    if (size > strlen(any_more) &&
        strcmp(row->key + size - strlen(any_more), any_more) == 0) {
        size -= strlen(any_more);
    }
    return copy_words(f, row->key, size, !is_name, &out->words);
}

static intro_status tell_title(finder *f, const intro_i_class_origin *origin,
                               intro_class_reason *out)
{
    const intro_i_title_row *const row = &intro_i_titles[origin->row - 1];
    const char *const text =
        intro_graph_field(f->graph, f->out->v, INTRO_FIELD_POSITION);
    out->text = INTRO_FIELD_POSITION;
    out->file = "titles.csv";
    out->line = row->line;
    out->title = row->key;
    intro_i_strbuf_clear(&f->folded);
    INTRO_TRY(intro_i_text_fold(text, strlen(text), &f->folded));
    return copy_words(f, row->key, strlen(row->key), true, &out->words);
}

static intro_status tell_own(finder *f, const intro_i_class_origin *origin,
                             intro_class_reason *out)
{
    const intro_i_user_table *const user = &f->classes->user;
    const intro_i_user_rule *const rule = &user->rules.data[origin->row - 1];
    intro_i_arena *const arena = &f->out->arena;
    out->from = INTRO_CLASS_OWN;
    out->line = rule->line;
    out->file = intro_i_arena_copy(arena, user->file, strlen(user->file));
    out->company =
        intro_i_arena_copy(arena, rule->company, strlen(rule->company));
    out->title = intro_i_arena_copy(arena, rule->title, strlen(rule->title));
    return out->file == NULL || out->company == NULL || out->title == NULL
               ? INTRO_ENOMEM
               : INTRO_OK;
}

/* What the guess says, which is the value. */
static intro_status tell_guess(finder *f, const intro_i_guess *guess,
                               intro_class_reason *out)
{
    if (guess->is_default) {
        out->from = INTRO_CLASS_NO_RANK;
        return INTRO_OK;
    }
    out->from = INTRO_CLASS_BUILT_IN;
    switch (guess->origin.table) {
    case INTRO_I_COMPANIES:
    case INTRO_I_COMPANY_WORDS:
        return tell_company(f, &guess->origin, out);
    case INTRO_I_TITLES:
        return tell_title(f, &guess->origin, out);
    case INTRO_I_USER_TABLE:
        return tell_own(f, &guess->origin, out);
    case INTRO_I_NO_TABLE:
    default:
        out->from = INTRO_CLASS_UNKNOWN;
        return INTRO_OK;
    }
}

static intro_status tell_class(finder *f, intro_i_dimension dim)
{
    static const intro_i_taxonomy taxonomies[INTRO_I_DIMS] = {
        INTRO_I_INDUSTRIES, INTRO_I_FUNCTIONS, INTRO_I_SENIORITIES};
    const intro_field field = (intro_field)(INTRO_I_FIRST_GUESSED + dim);
    const intro_vid v = f->out->v;
    const intro_i_guess *const guess = &f->guess.guess[dim];
    const char *const value = intro_graph_field(f->graph, v, field);
    const char *const found = intro_i_guess_label(f->classes, dim, guess);
    intro_class_reason *const out = &f->out->reason[dim];
    *out = (intro_class_reason){.field = field,
                                .value = value,
                                .finer = "",
                                .file = "",
                                .company = "",
                                .title = "",
                                .words = ""};
    if (value != NULL) {
        out->id = intro_i_class_of_label(taxonomies[dim], value, strlen(value));
    }
    if (value != NULL && !intro_graph_is_guessed(f->graph, v, field)) {
        out->from = INTRO_CLASS_STATED;
        return INTRO_OK;
    }
    if (strcmp(value == NULL ? "" : value, found) != 0) {
        out->from = value == NULL ? INTRO_CLASS_UNKNOWN : INTRO_CLASS_LOST;
        return INTRO_OK;
    }
    if (dim == INTRO_I_DIM_INDUSTRY) {
        out->finer = intro_i_guess_finer(guess);
    }
    return tell_guess(f, guess, out);
}

/* --- the person ------------------------------------------------------------- */

static intro_status find_reasons(finder *f)
{
    const intro_vid v = f->out->v;
    const intro_graph *const g = f->graph;
    const bool is_guessed = intro_graph_is_guessed(g, v, INTRO_FIELD_INDUSTRY);
    INTRO_TRY(read_records(f));
    intro_i_guesser_init(&f->guesser, f->classes);
    INTRO_TRY(intro_i_guess_person(
        &f->guesser, intro_graph_field(g, v, INTRO_FIELD_COMPANY),
        intro_graph_field(g, v, INTRO_FIELD_POSITION),
        is_guessed ? NULL : intro_graph_field(g, v, INTRO_FIELD_INDUSTRY),
        &f->guess));
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        INTRO_TRY(tell_class(f, (intro_i_dimension)dim));
    }
    return INTRO_OK;
}

static void fini_finder(finder *f)
{
    if (f->guesser.classes != NULL) {
        intro_i_guesser_fini(&f->guesser);
    }
    intro_i_classes_free(f->classes);
    intro_i_strbuf_fini(&f->folded);
    intro_i_vec_word_fini(&f->words);
    intro_i_vec_word_fini(&f->key_words);
}

intro_status intro_class_reasons_find(intro_ctx *ctx, const intro_graph *graph,
                                      intro_vid v, intro_class_reasons **out)
{
    finder f;
    intro_i_begin(ctx);
    if (v >= intro_graph_people(graph)) {
        return intro_i_fail(ctx, INTRO_EARG, "nobody has this number");
    }
    INTRO_TRY(intro_i_watch_verify(ctx, graph));
    memset(&f, 0, sizeof f);
    f.graph = graph;
    f.out = intro_i_alloc_zero(1, sizeof *f.out);
    if (f.out == NULL) {
        return intro_i_fail_memory(ctx);
    }
    f.out->v = v;
    intro_i_strbuf_init(&f.folded, 0);
    const intro_status rc = find_reasons(&f);
    fini_finder(&f);
    if (rc != INTRO_OK) {
        intro_class_reasons_free(f.out);
        return intro_i_fail_memory(ctx);
    }
    *out = f.out;
    return INTRO_OK;
}

void intro_class_reasons_free(intro_class_reasons *reasons)
{
    if (reasons != NULL) {
        intro_i_arena_fini(&reasons->arena);
        intro_i_free(reasons);
    }
}

intro_vid intro_class_reasons_person(const intro_class_reasons *reasons)
{
    return reasons->v;
}

const intro_class_reason *
intro_class_reason_get(const intro_class_reasons *reasons, uint32_t i)
{
    return &reasons->reason[i];
}
