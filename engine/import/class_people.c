/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/class_people.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "base/taxonomy.h"

#include <string.h>

enum { IDS = 65536 };

INTRO_VEC(vec_company, intro_i_company_guess);

/* A title where the employer is of one industry; the first of a title is for an
 * unknown one, the others follow only where a rule asks. */
typedef struct title_result {
    intro_i_title_guess guess;
    uint32_t industry;
    uint32_t next;     /* place + 1 of another industry */
    uint32_t employer; /* place + 1 of what the title names as employer */
} title_result;

INTRO_VEC(vec_title, title_result);

typedef struct worker {
    intro_ctx *ctx;
    intro_i_builder *builder;
    intro_i_class_request *request;
    const intro_i_classes *classes;
    intro_i_guesser guesser;
    uint32_t *company_of; /* by string of the builder: place + 1 */
    uint32_t *title_of;
    uint32_t *stated_of; /* the class of a stated industry + 1 */
    vec_company companies;
    vec_title titles;
    uint32_t *labels[INTRO_I_DIMS]; /* by id: string of the builder */
    uint32_t *finer;
    uint64_t *used; /* bits by row of the user's table */
} worker;

static intro_status init_worker(worker *w, uint32_t strings)
{
    bool is_good = true;
    intro_i_guesser_init(&w->guesser, w->classes);
    w->company_of = intro_i_alloc_zero(strings, sizeof *w->company_of);
    w->title_of = intro_i_alloc_zero(strings, sizeof *w->title_of);
    w->stated_of = intro_i_alloc_zero(strings, sizeof *w->stated_of);
    w->finer = intro_i_alloc_zero(IDS, sizeof *w->finer);
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        w->labels[dim] = intro_i_alloc_zero(IDS, sizeof *w->labels[dim]);
        is_good = is_good && w->labels[dim] != NULL;
    }
    w->used = intro_i_alloc_zero(
        intro_i_bits_words(w->classes->user.rules.count + 1), sizeof *w->used);
    is_good = is_good && w->company_of != NULL && w->title_of != NULL &&
              w->stated_of != NULL && w->finer != NULL && w->used != NULL;
    return is_good ? INTRO_OK : intro_i_fail_memory(w->ctx);
}

static void fini_worker(worker *w)
{
    intro_i_guesser_fini(&w->guesser);
    intro_i_free(w->company_of);
    intro_i_free(w->title_of);
    intro_i_free(w->stated_of);
    intro_i_free(w->finer);
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        intro_i_free(w->labels[dim]);
    }
    intro_i_free(w->used);
    vec_company_fini(&w->companies);
    vec_title_fini(&w->titles);
}

/* --- each text once ------------------------------------------------------- */

static intro_status add_company(worker *w, const char *text, size_t length,
                                uint32_t *place)
{
    intro_i_company_guess guess;
    INTRO_TRY(intro_i_guess_company(&w->guesser, text, length, &guess));
    INTRO_TRY(vec_company_push(&w->companies, guess));
    *place = (uint32_t)w->companies.count;
    return INTRO_OK;
}

static intro_status find_company(worker *w, uint32_t string,
                                 const intro_i_company_guess **out)
{
    if (w->company_of[string] == 0) {
        const char *const text = intro_i_builder_text(w->builder, string);
        INTRO_TRY(add_company(w, text, strlen(text), &w->company_of[string]));
    }
    *out = &w->companies.data[w->company_of[string] - 1];
    return INTRO_OK;
}

/* The title where the employer is of an industry; `employer` and `next` are
 * copied from the one for none. */
static intro_status add_title(worker *w, uint32_t string, uint32_t industry,
                              uint32_t next, uint32_t *place)
{
    const char *const text = intro_i_builder_text(w->builder, string);
    title_result fresh = {.industry = industry, .next = next};
    INTRO_TRY(intro_i_guess_title(&w->guesser, text, strlen(text), industry,
                                  &fresh.guess));
    const intro_i_title_class *const class = &fresh.guess.class;
    if (industry == 0 && class->employer_length != 0) {
        INTRO_TRY(add_company(w, text + class->employer_at,
                              class->employer_length, &fresh.employer));
    }
    INTRO_TRY(vec_title_push(&w->titles, fresh));
    *place = (uint32_t)w->titles.count;
    return INTRO_OK;
}

static intro_status find_title(worker *w, uint32_t string,
                               const title_result **out)
{
    if (w->title_of[string] == 0) {
        INTRO_TRY(add_title(w, string, 0, 0, &w->title_of[string]));
    }
    *out = &w->titles.data[w->title_of[string] - 1];
    return INTRO_OK;
}

/* The same title where a rule asked for the industry. */
static intro_status find_variant(worker *w, uint32_t string, uint32_t industry,
                                 const title_result **out)
{
    const uint32_t first = w->title_of[string];
    uint32_t place = first;
    while (place != 0 && w->titles.data[place - 1].industry != industry) {
        place = w->titles.data[place - 1].next;
    }
    if (place == 0) {
        INTRO_TRY(add_title(w, string, industry, w->titles.data[first - 1].next,
                            &place));
        w->titles.data[first - 1].next = place;
    }
    *out = &w->titles.data[place - 1];
    return INTRO_OK;
}

/* --- a person ------------------------------------------------------------- */

static uint32_t value_of(const uint32_t *values, uint32_t v)
{
    return values == NULL ? 0 : values[v];
}

/* 0: none of the taxonomy. */
static uint32_t stated_industry(worker *w, uint32_t string)
{
    if (w->stated_of[string] == 0) {
        const char *const label = intro_i_builder_text(w->builder, string);
        w->stated_of[string] = 1 + intro_i_class_of_label(INTRO_I_INDUSTRIES,
                                                          label, strlen(label));
    }
    return w->stated_of[string] - 1;
}

/* Industry for rules that ask: what an input states, else what was found. */
static uint32_t industry_of(worker *w, uint32_t v,
                            const intro_i_company_guess *company)
{
    const intro_i_class_request *const r = w->request;
    const uint32_t stated = r->values[INTRO_I_DIM_INDUSTRY][v];
    const bool is_offered =
        r->offered[INTRO_I_DIM_INDUSTRY] != NULL &&
        intro_i_bits_get(r->offered[INTRO_I_DIM_INDUSTRY], v);
    uint32_t id = 0;
    if (stated != 0 && !is_offered) {
        id = stated_industry(w, stated);
    }
    return id != 0 || company == NULL ? id : company->industry;
}

static intro_status find_pair(worker *w, uint32_t company, uint32_t title,
                              intro_i_user_slot *out)
{
    intro_i_guesser *const g = &w->guesser;
    const char *const first = intro_i_builder_text(w->builder, company);
    const char *const second = intro_i_builder_text(w->builder, title);
    intro_i_strbuf_clear(&g->company_key);
    intro_i_strbuf_clear(&g->title_key);
    INTRO_TRY(intro_i_user_company_key(first, strlen(first), &g->company_key));
    INTRO_TRY(intro_i_user_title_key(second, strlen(second), &g->title_key));
    return intro_i_user_find_pair(&w->classes->user, &g->company_key,
                                  &g->title_key, &g->scratch, out);
}

static intro_status guess(worker *w, uint32_t v,
                          intro_i_guess out[INTRO_I_DIMS])
{
    const uint32_t company_string = value_of(w->request->companies, v);
    const uint32_t title_string = value_of(w->request->positions, v);
    const intro_i_company_guess *company = NULL;
    const title_result *title = NULL;
    intro_i_user_slot pair = {{0}};
    if (title_string != 0) {
        INTRO_TRY(find_title(w, title_string, &title));
    }
    if (company_string != 0) {
        INTRO_TRY(find_company(w, company_string, &company));
    } else if (title != NULL && title->employer != 0) {
        company = &w->companies.data[title->employer - 1];
    }
    if (title != NULL && title->guess.class.depends) {
        const uint32_t industry = industry_of(w, v, company);
        INTRO_TRY(find_variant(w, title_string, industry, &title));
    }
    if (company_string != 0 && title_string != 0 && company->has_pairs) {
        INTRO_TRY(find_pair(w, company_string, title_string, &pair));
    }
    intro_i_guess_join(w->classes, company,
                       title == NULL ? NULL : &title->guess, &pair, out);
    return INTRO_OK;
}

/* --- its strings ---------------------------------------------------------- */

/* String of a label, by id where the taxonomy has one. */
static intro_status name_label(worker *w, const char *label, uint32_t *known,
                               uint32_t *string)
{
    if (known != NULL && *known != 0) {
        *string = *known;
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_builder_string(w->builder, label, strlen(label), string));
    if (known != NULL) {
        *known = *string;
    }
    return INTRO_OK;
}

static intro_status name_guess(worker *w, intro_i_dimension dim,
                               const intro_i_guess *guess, uint32_t *string)
{
    const bool is_ours = guess->origin.table != INTRO_I_USER_TABLE;
    *string = 0;
    if (guess->origin.table == INTRO_I_NO_TABLE) {
        return INTRO_OK;
    }
    return name_label(w, intro_i_guess_label(w->classes, dim, guess),
                      is_ours ? &w->labels[dim][guess->id] : NULL, string);
}

static intro_status set_finer(worker *w, uint32_t v, const intro_i_guess *guess)
{
    const char *const label = intro_i_guess_finer(guess);
    if (label[0] == '\0') {
        return INTRO_OK;
    }
    return name_label(w, label, &w->finer[guess->id], &w->request->finer[v]);
}

/* One class of a person: what an input states stays; so does, as a guess, what
 * an export of ours says was guessed, unless a user's rule knows better. */
static intro_status settle(worker *w, uint32_t v, intro_i_dimension dim,
                           const intro_i_guess *guess)
{
    intro_i_class_request *const r = w->request;
    uint32_t *const value = &r->values[dim][v];
    const bool is_users = guess->origin.table == INTRO_I_USER_TABLE;
    const bool is_offered =
        r->offered[dim] != NULL && intro_i_bits_get(r->offered[dim], v);
    const uint32_t old = *value;
    uint32_t fresh;
    if (old != 0 && !is_offered) {
        return INTRO_OK;
    }
    INTRO_TRY(name_guess(w, dim, guess, &fresh));
    if (is_users) {
        intro_i_bits_set(w->used, guess->origin.row);
    }
    *value = old == 0 || is_users ? fresh : old;
    r->renews[dim] = r->renews[dim] || *value != old;
    if (*value == 0) {
        return INTRO_OK;
    }
    intro_i_bits_set(r->guessed[dim], v);
    return dim == INTRO_I_DIM_INDUSTRY && !is_users && *value == fresh
               ? set_finer(w, v, guess)
               : INTRO_OK;
}

/* What is known of the texts of somebody further on. */
static void look_ahead(const worker *w, uint32_t v)
{
    const intro_i_class_request *const r = w->request;
    if (v < r->people) {
        INTRO_PREFETCH(&w->company_of[value_of(r->companies, v)]);
        INTRO_PREFETCH(&w->title_of[value_of(r->positions, v)]);
    }
}

static intro_status classify_all(worker *w)
{
    enum { POLL_EVERY = 4096, AHEAD = 16 };
    for (uint32_t v = 0; v < w->request->people; v++) {
        intro_i_guess guesses[INTRO_I_DIMS];
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(w->ctx));
        }
        look_ahead(w, v + AHEAD);
        if (value_of(w->request->companies, v) == 0 &&
            value_of(w->request->positions, v) == 0) {
            continue;
        }
        INTRO_TRY(guess(w, v, guesses));
        for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
            INTRO_TRY(settle(w, v, (intro_i_dimension)dim, &guesses[dim]));
        }
    }
    return INTRO_OK;
}

/* --- the user's rules that decided something ------------------------------ */

static intro_status keep_rule(worker *w, const intro_i_user_rule *rule)
{
    intro_i_class_record record = {.line = rule->line};
    intro_i_builder *const b = w->builder;
    const char *const file = w->classes->user.file;
    INTRO_TRY(intro_i_builder_raw_string(b, file, &record.file));
    INTRO_TRY(intro_i_builder_string(b, rule->company, strlen(rule->company),
                                     &record.company));
    INTRO_TRY(intro_i_builder_string(b, rule->title, strlen(rule->title),
                                     &record.title));
    for (int dim = 0; dim < INTRO_I_DIMS; dim++) {
        const char *const label = rule->label[dim];
        const char *const cell = label == NULL      ? ""
                                 : label[0] == '\0' ? "unknown"
                                                    : label;
        INTRO_TRY(intro_i_builder_string(b, cell, strlen(cell),
                                         &record.classes[dim]));
    }
    return intro_i_builder_class_rule(b, &record);
}

static intro_status keep_rules(worker *w)
{
    const intro_i_vec_user_rule *const rules = &w->classes->user.rules;
    for (size_t i = 0; i < rules->count; i++) {
        if (intro_i_bits_get(w->used, i + 1)) {
            INTRO_TRY(keep_rule(w, &rules->data[i]));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_class_people(void *user, intro_i_builder *builder,
                                  intro_i_class_request *request)
{
    intro_i_classes **const classes = user;
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    if (*classes == NULL) {
        INTRO_TRY(intro_i_classes_new(ctx, NULL, classes));
    }
    worker w;
    memset(&w, 0, sizeof w);
    w.ctx = ctx;
    w.builder = builder;
    w.request = request;
    w.classes = *classes;
    intro_status rc = init_worker(&w, intro_i_builder_string_count(builder));
    if (rc == INTRO_OK) {
        rc = classify_all(&w);
    }
    if (rc == INTRO_OK) {
        rc = keep_rules(&w);
    }
    fini_worker(&w);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}
