/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Industry, function and seniority that no input says: asked of the classifier
 * when the inputs are pooled, so that what any of them states wins, and kept
 * apart by a bit for each person. */
#include "graph/freeze.h"

#include "base/bits.h"

#include <string.h>

/* --- room ----------------------------------------------------------------- */

/* The values of a field: those of the inputs, or fresh ones. */
static intro_status take_values(intro_i_freeze *f, intro_field field,
                                uint32_t **out)
{
    if (f->g->known[field] == NULL) {
        uint32_t *const values =
            intro_i_alloc_zero(f->g->people, sizeof *values);
        if (values == NULL) {
            return intro_i_fail_memory(f->ctx);
        }
        f->g->known[field] = values;
        INTRO_TRY(intro_i_freeze_own(f, values));
    }
    *out = (uint32_t *)(uintptr_t)f->g->known[field];
    return INTRO_OK;
}

/* Values that nobody got are not kept. */
static void drop_empty(intro_i_freeze *f, intro_field field)
{
    const uint32_t *const values = f->g->known[field];
    for (uint32_t v = 0; v < f->g->people; v++) {
        if (values[v] != 0) {
            return;
        }
    }
    intro_i_graph_disown(f->g, values);
    f->g->known[field] = NULL;
}

static intro_status make_request(intro_i_freeze *f, intro_i_class_request *r)
{
    const size_t words = intro_i_bits_words(f->g->people);
    memset(r, 0, sizeof *r);
    r->people = f->g->people;
    r->companies = f->g->known[INTRO_FIELD_COMPANY];
    r->positions = f->g->known[INTRO_FIELD_POSITION];
    INTRO_TRY(take_values(f, INTRO_FIELD_SUBINDUSTRY, &r->finer));
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        INTRO_TRY(take_values(f, (intro_field)(INTRO_I_FIRST_GUESSED + i),
                              &r->values[i]));
        r->offered[i] = f->offered[i];
        r->guessed[i] = intro_i_alloc_zero(words, sizeof(uint64_t));
        if (r->guessed[i] == NULL) {
            return intro_i_fail_memory(f->ctx);
        }
    }
    return INTRO_OK;
}

/* --- the guesses ---------------------------------------------------------- */

static intro_status keep(intro_i_freeze *f, intro_i_class_request *r, size_t i,
                         uint64_t *count)
{
    const intro_field field = (intro_field)(INTRO_I_FIRST_GUESSED + i);
    uint64_t *const bits = r->guessed[i];
    r->guessed[i] = NULL;
    *count = intro_i_bits_count(bits, intro_i_bits_words(f->g->people));
    drop_empty(f, field);
    if (*count == 0) {
        intro_i_free(bits);
        return INTRO_OK;
    }
    f->g->guessed[i] = bits;
    if (r->renews[i]) {
        f->g->known_own |= (uint32_t)1 << field;
    }
    return intro_i_freeze_own(f, bits);
}

static intro_status keep_all(intro_i_freeze *f, intro_i_class_request *r)
{
    uint64_t counts[INTRO_I_GUESSED];
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        INTRO_TRY(keep(f, r, i, &counts[i]));
    }
    drop_empty(f, INTRO_FIELD_SUBINDUSTRY);
    if (f->g->known[INTRO_FIELD_SUBINDUSTRY] != NULL) {
        f->g->known_own |= (uint32_t)1 << INTRO_FIELD_SUBINDUSTRY;
    }
    if (counts[0] + counts[1] + counts[2] == 0) {
        return INTRO_OK;
    }
    return intro_i_builder_warn(
        f->b,
        "guessed from company and position: the industry of %llu, the function "
        "of %llu and the seniority of %llu of %lu people (introfind info --why "
        "WHO says how)",
        (unsigned long long)counts[0], (unsigned long long)counts[1],
        (unsigned long long)counts[2], (unsigned long)f->g->people);
}

intro_status intro_i_freeze_classes(intro_i_freeze *f)
{
    intro_i_class_request r;
    if (f->b->classify == NULL || (f->g->known[INTRO_FIELD_COMPANY] == NULL &&
                                   f->g->known[INTRO_FIELD_POSITION] == NULL)) {
        return INTRO_OK;
    }
    intro_status rc = make_request(f, &r);
    if (rc == INTRO_OK) {
        rc = f->b->classify(f->b->classify_user, f->b, &r);
    }
    if (rc == INTRO_OK) {
        rc = keep_all(f, &r);
    }
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        intro_i_free(r.guessed[i]);
    }
    return rc;
}

intro_status intro_i_freeze_class_rules(intro_i_freeze *f)
{
    const intro_i_vec_class_record *const from = &f->b->class_rules;
    intro_i_class_record *const rules =
        intro_i_alloc_zero(from->count, sizeof *rules);
    if (rules == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    for (size_t i = 0; i < from->count; i++) {
        rules[i] = from->data[i];
        rules[i].file = intro_i_freeze_string(f, rules[i].file);
        rules[i].company = intro_i_freeze_string(f, rules[i].company);
        rules[i].title = intro_i_freeze_string(f, rules[i].title);
        for (size_t k = 0; k < INTRO_I_GUESSED; k++) {
            rules[i].classes[k] = intro_i_freeze_string(f, rules[i].classes[k]);
        }
    }
    f->g->class_rules = rules;
    f->g->class_rule_count = (uint32_t)from->count;
    return intro_i_freeze_own(f, rules);
}
