/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/condition.h"

#include "base/context_impl.h"
#include "base/names.h"
#include "base/taxonomy.h"
#include "base/text.h"

#include <string.h>

intro_status intro_i_condition_fold(intro_match match, const char *text,
                                    size_t length, intro_i_strbuf *out)
{
    switch (match) {
    case INTRO_MATCH_COMPANY:
        return intro_i_company_fold(text, length, out);
    case INTRO_MATCH_EQUAL:
    case INTRO_MATCH_CLASS:
        intro_i_text_trim(&text, &length);
        return intro_i_text_lower(text, length, out);
    case INTRO_MATCH_WORDS:
        return intro_i_text_fold(text, length, out);
    }
    return INTRO_EARG;
}

/* The taxonomy of a known field; INTRO_I_TAXONOMIES: none. */
static intro_i_taxonomy taxonomy_of(const intro_graph *g, const uint32_t *field)
{
    return field == NULL                              ? INTRO_I_TAXONOMIES
           : field == g->known[INTRO_FIELD_INDUSTRY]  ? INTRO_I_INDUSTRIES
           : field == g->known[INTRO_FIELD_FUNCTION]  ? INTRO_I_FUNCTIONS
           : field == g->known[INTRO_FIELD_SENIORITY] ? INTRO_I_SENIORITIES
                                                      : INTRO_I_TAXONOMIES;
}

const uint32_t *intro_i_condition_finer(const intro_graph *graph,
                                        const intro_i_attribute *values,
                                        intro_match match)
{
    return match == INTRO_MATCH_CLASS &&
                   taxonomy_of(graph, values->field) == INTRO_I_INDUSTRIES
               ? graph->known[INTRO_FIELD_SUBINDUSTRY]
               : NULL;
}

/* The label of the class whose id is wanted. */
static intro_status find_label(const intro_graph *g, const uint32_t *field,
                               intro_i_wanted *w)
{
    const intro_i_taxonomy taxonomy = taxonomy_of(g, field);
    int64_t id;
    if (taxonomy == INTRO_I_TAXONOMIES ||
        intro_i_parse_int64(w->text.data, w->text.length, &id) != INTRO_OK ||
        id < 1 || id > UINT32_MAX) {
        return INTRO_OK;
    }
    const char *const label = intro_i_class_label(taxonomy, (uint32_t)id);
    return label == NULL ? INTRO_OK
                         : intro_i_text_lower(label, strlen(label), &w->label);
}

intro_status intro_i_wanted_init(intro_ctx *ctx, const intro_graph *graph,
                                 const intro_i_attribute *values,
                                 const intro_condition *condition,
                                 intro_i_wanted *out)
{
    intro_i_strbuf_init(&out->text, 0);
    intro_i_strbuf_init(&out->label, 0);
    const intro_status folded =
        intro_i_condition_fold(condition->match, condition->value,
                               strlen(condition->value), &out->text);
    if (folded == INTRO_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    out->is_text = folded == INTRO_OK;
    return condition->match != INTRO_MATCH_CLASS ||
                   find_label(graph, values->field, out) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(ctx);
}

void intro_i_wanted_fini(intro_i_wanted *wanted)
{
    intro_i_strbuf_fini(&wanted->text);
    intro_i_strbuf_fini(&wanted->label);
}
