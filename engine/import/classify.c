/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/classify.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/taxonomy.h"
#include "import/class_file.h"

#include <string.h>

intro_status intro_i_classes_new(intro_ctx *ctx, const char *file,
                                 intro_i_classes **out)
{
    intro_i_classes *const classes = intro_i_alloc_zero(1, sizeof *classes);
    if (classes == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc =
        intro_i_user_table_init(&classes->user, file == NULL ? "" : file);
    if (rc != INTRO_OK) {
        rc = intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_OK && file != NULL) {
        rc = intro_i_class_file_read(ctx, file, &classes->user);
    }
    if (rc != INTRO_OK) {
        intro_i_classes_free(classes);
        return rc;
    }
    *out = classes;
    return INTRO_OK;
}

void intro_i_classes_free(intro_i_classes *classes)
{
    if (classes != NULL) {
        intro_i_user_table_fini(&classes->user);
        intro_i_free(classes);
    }
}

void intro_i_guesser_init(intro_i_guesser *guesser,
                          const intro_i_classes *classes)
{
    memset(guesser, 0, sizeof *guesser);
    guesser->classes = classes;
    intro_i_company_work_init(&guesser->company);
    intro_i_title_work_init(&guesser->title);
    intro_i_strbuf_init(&guesser->company_key, 0);
    intro_i_strbuf_init(&guesser->title_key, 0);
    intro_i_strbuf_init(&guesser->scratch, 0);
}

void intro_i_guesser_fini(intro_i_guesser *guesser)
{
    intro_i_company_work_fini(&guesser->company);
    intro_i_title_work_fini(&guesser->title);
    intro_i_strbuf_fini(&guesser->company_key);
    intro_i_strbuf_fini(&guesser->title_key);
    intro_i_strbuf_fini(&guesser->scratch);
    intro_i_vec_word_fini(&guesser->words);
}

static const intro_i_user_rule *user_rule(const intro_i_classes *classes,
                                          uint32_t row)
{
    return &classes->user.rules.data[row - 1];
}

intro_status intro_i_guess_company(intro_i_guesser *guesser, const char *text,
                                   size_t length, intro_i_company_guess *out)
{
    const intro_i_user_table *const user = &guesser->classes->user;
    memset(out, 0, sizeof *out);
    INTRO_TRY(
        intro_i_company_classify(text, length, &guesser->company, &out->class));
    out->industry = out->class.industry;
    if (user->rules.count == 0) {
        return INTRO_OK;
    }
    intro_i_strbuf_clear(&guesser->company_key);
    INTRO_TRY(intro_i_user_company_key(text, length, &guesser->company_key));
    INTRO_TRY(intro_i_user_find(&user->companies, &guesser->company_key,
                                &guesser->words, &out->user));
    out->has_pairs =
        intro_i_strpool_find(&user->pair_companies, guesser->company_key.data,
                             guesser->company_key.length) != 0;
    const uint32_t row = out->user.rule[INTRO_I_DIM_INDUSTRY];
    if (row != 0) {
        out->industry =
            user_rule(guesser->classes, row)->id[INTRO_I_DIM_INDUSTRY];
    }
    return INTRO_OK;
}

intro_status intro_i_guess_title(intro_i_guesser *guesser, const char *text,
                                 size_t length, uint32_t industry,
                                 intro_i_title_guess *out)
{
    const intro_i_user_table *const user = &guesser->classes->user;
    memset(out, 0, sizeof *out);
    INTRO_TRY(intro_i_title_classify(text, length, industry, &guesser->title,
                                     &out->class));
    if (user->rules.count == 0) {
        return INTRO_OK;
    }
    intro_i_strbuf_clear(&guesser->title_key);
    INTRO_TRY(intro_i_user_title_key(text, length, &guesser->title_key));
    return intro_i_user_find(&user->titles, &guesser->title_key,
                             &guesser->words, &out->user);
}

/* --- both together -------------------------------------------------------- */

static void take_user(const intro_i_classes *classes, intro_i_dimension dim,
                      const intro_i_user_slot *slot, intro_i_guess *out)
{
    const uint32_t row = slot == NULL ? 0 : slot->rule[dim];
    if (out->origin.row == 0 && row != 0) {
        out->origin = (intro_i_class_origin){INTRO_I_USER_TABLE, row};
        out->id = user_rule(classes, row)->id[dim];
    }
}

static void take_title(uint32_t id, uint32_t row, intro_i_guess *out)
{
    if (out->origin.table == INTRO_I_NO_TABLE && id != 0) {
        out->origin = (intro_i_class_origin){INTRO_I_TITLES, row};
        out->id = id;
        out->is_default = row == 0;
    }
}

static void join_industry(const intro_i_company_guess *company,
                          const intro_i_title_guess *title, intro_i_guess *out)
{
    if (out->origin.table == INTRO_I_NO_TABLE && company != NULL &&
        company->class.industry != 0) {
        out->origin = company->class.origin;
        out->id = company->class.industry;
    }
    const bool is_alone = company == NULL || company->class.is_none;
    if (title != NULL && (is_alone || !title->class.industry_alone)) {
        take_title(title->class.industry, title->class.industry_row, out);
    }
}

void intro_i_guess_join(const intro_i_classes *classes,
                        const intro_i_company_guess *company,
                        const intro_i_title_guess *title,
                        const intro_i_user_slot *pair,
                        intro_i_guess out[INTRO_I_DIMS])
{
    const intro_i_user_slot *const of_company =
        company == NULL ? NULL : &company->user;
    const intro_i_user_slot *const of_title =
        title == NULL ? NULL : &title->user;
    memset(out, 0, INTRO_I_DIMS * sizeof *out);
    for (int d = 0; d < INTRO_I_DIMS && classes->user.rules.count != 0; d++) {
        const intro_i_dimension dim = (intro_i_dimension)d;
        const bool is_industry = dim == INTRO_I_DIM_INDUSTRY;
        take_user(classes, dim, pair, &out[d]);
        take_user(classes, dim, is_industry ? of_company : of_title, &out[d]);
        take_user(classes, dim, is_industry ? of_title : of_company, &out[d]);
    }
    join_industry(company, title, &out[INTRO_I_DIM_INDUSTRY]);
    if (title != NULL) {
        take_title(title->class.function, title->class.function_row,
                   &out[INTRO_I_DIM_FUNCTION]);
        take_title(title->class.seniority, title->class.seniority_row,
                   &out[INTRO_I_DIM_SENIORITY]);
    }
}

/* The employer that a title names stands in for a company. */
static intro_status guess_employer(intro_i_guesser *guesser, const char *title,
                                   intro_i_person_guess *out)
{
    intro_i_title_class *const class = &out->title.class;
    INTRO_TRY(
        intro_i_guess_title(guesser, title, strlen(title), 0, &out->title));
    if (class->employer_length == 0) {
        return INTRO_OK;
    }
    out->has_company = out->company_from_title = true;
    return intro_i_guess_company(guesser, title + class->employer_at,
                                 class->employer_length, &out->company);
}

intro_status intro_i_guess_person(intro_i_guesser *guesser, const char *company,
                                  const char *title, const char *stated,
                                  intro_i_person_guess *out)
{
    memset(out, 0, sizeof *out);
    if (company != NULL) {
        out->has_company = true;
        INTRO_TRY(intro_i_guess_company(guesser, company, strlen(company),
                                        &out->company));
    } else if (title != NULL) {
        INTRO_TRY(guess_employer(guesser, title, out));
    }
    uint32_t industry = out->company.industry;
    if (stated != NULL) {
        const uint32_t id =
            intro_i_class_of_label(INTRO_I_INDUSTRIES, stated, strlen(stated));
        industry = id != 0 ? id : industry;
    }
    if (title != NULL) {
        INTRO_TRY(intro_i_guess_title(guesser, title, strlen(title), industry,
                                      &out->title));
    }
    if (out->company.has_pairs && company != NULL && title != NULL) {
        INTRO_TRY(intro_i_user_find_pair(
            &guesser->classes->user, &guesser->company_key, &guesser->title_key,
            &guesser->scratch, &out->pair));
    }
    intro_i_guess_join(
        guesser->classes, out->has_company ? &out->company : NULL,
        title != NULL ? &out->title : NULL, &out->pair, out->guess);
    return INTRO_OK;
}

const char *intro_i_guess_label(const intro_i_classes *classes,
                                intro_i_dimension dim,
                                const intro_i_guess *guess)
{
    static const intro_i_taxonomy taxonomies[INTRO_I_DIMS] = {
        INTRO_I_INDUSTRIES, INTRO_I_FUNCTIONS, INTRO_I_SENIORITIES};
    if (guess->origin.table == INTRO_I_USER_TABLE) {
        return user_rule(classes, guess->origin.row)->label[dim];
    }
    const uint32_t id = dim == INTRO_I_DIM_INDUSTRY
                            ? intro_i_industry_sector(guess->id)
                            : guess->id;
    return id == 0 ? "" : intro_i_class_label(taxonomies[dim], id);
}

const char *intro_i_guess_finer(const intro_i_guess *industry)
{
    if (industry->origin.table == INTRO_I_USER_TABLE ||
        intro_i_industry_parent(industry->id) == 0) {
        return "";
    }
    return intro_i_class_label(INTRO_I_INDUSTRIES, industry->id);
}
