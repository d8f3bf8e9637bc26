/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/target_set.h"

#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"

/* --- conditions ----------------------------------------------------------- */

typedef struct set_option {
    intro_i_cli_option_id id;
    intro_i_cli_column column;
    const char *attribute;
    intro_match match;
} set_option;

static const set_option set_options[] = {
    {INTRO_I_OPT_TO_COMPANY, INTRO_I_COLUMN_COMPANY, "@company",
     INTRO_MATCH_COMPANY},
    {INTRO_I_OPT_TO_INDUSTRY, INTRO_I_COLUMN_INDUSTRY, "@industry",
     INTRO_MATCH_CLASS},
    {INTRO_I_OPT_TO_FUNCTION, INTRO_I_COLUMN_FUNCTION, "@function",
     INTRO_MATCH_CLASS},
    {INTRO_I_OPT_TO_TITLE, INTRO_I_COLUMN_TITLE, "@position",
     INTRO_MATCH_WORDS},
    {INTRO_I_OPT_TO_LOCATION, INTRO_I_COLUMN_LOCATION, "@location",
     INTRO_MATCH_WORDS},
};
enum { SET_OPTIONS = sizeof set_options / sizeof set_options[0] };

void intro_i_cli_conditions_fini(intro_i_cli_conditions *list)
{
    for (size_t i = 0; i < list->name_count; i++) {
        free(list->names[i]);
    }
    free(list->names);
    free(list->items);
    memset(list, 0, sizeof *list);
}

/* The conditions of the command line, in its order. @return false when memory
 * ran out */
bool intro_i_cli_conditions_read(const intro_i_cli_args *args,
                                 intro_i_cli_conditions *list)
{
    list->items = calloc(args->use_count + 1, sizeof *list->items);
    list->names = calloc(args->use_count + 1, sizeof *list->names);
    if (list->items == NULL || list->names == NULL) {
        return false;
    }
    for (size_t i = 0; i < args->use_count; i++) {
        const intro_i_cli_use *use = &args->uses[i];
        intro_condition *item = &list->items[list->count];
        for (size_t j = 0; j < SET_OPTIONS; j++) {
            if (set_options[j].id == use->id) {
                item->attribute = set_options[j].attribute;
                item->match = set_options[j].match;
                item->value = use->value;
                list->count++;
            }
        }
        if (use->id == INTRO_I_OPT_TO) {
            const size_t length = strcspn(use->value, "=");
            char *name = calloc(length + 1, 1);
            if (name == NULL) {
                return false;
            }
            memcpy(name, use->value, length);
            list->names[list->name_count++] = name;
            item->attribute = name;
            item->match = INTRO_MATCH_EQUAL;
            item->value = use->value + length + 1;
            list->count++;
        }
    }
    return true;
}

bool intro_i_cli_sets_want_clusters(const intro_i_cli_args *args,
                                    const intro_graph *graph)
{
    char name[16];
    for (size_t i = 0; i < args->use_count; i++) {
        const intro_i_cli_use *const use = &args->uses[i];
        const size_t length =
            use->id == INTRO_I_OPT_TO ? strcspn(use->value, "=") : sizeof name;
        if (length < sizeof name) {
            memcpy(name, use->value, length);
            name[length] = '\0';
            if (intro_graph_wants_clusters(graph, name)) {
                return true;
            }
        }
    }
    return false;
}

/* --- sets ----------------------------------------------------------------- */

bool intro_i_cli_set_has(const intro_vid *people, size_t count, intro_vid v)
{
    for (size_t i = 0; i < count; i++) {
        if (people[i] == v) {
            return true;
        }
    }
    return false;
}

/* Keep those of a set who are in another rising one. */
static void intersect(intro_i_cli_set *set, const intro_vid *other,
                      size_t count)
{
    size_t kept = 0;
    size_t j = 0;
    for (size_t i = 0; i < set->count; i++) {
        while (j < count && other[j] < set->people[i]) {
            j++;
        }
        if (j < count && other[j] == set->people[i]) {
            set->people[kept++] = set->people[i];
        }
    }
    set->count = kept;
}

void intro_i_cli_set_drop(intro_i_cli_set *set, const intro_vid *people,
                          size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (!intro_i_cli_set_has(people, count, set->people[i])) {
            set->people[kept++] = set->people[i];
        }
    }
    set->count = kept;
}

int intro_i_cli_set_make(intro_ctx *ctx, const intro_graph *graph,
                         intro_selector *selector, const intro_i_cli_set *named,
                         const intro_condition *conditions,
                         size_t condition_count, intro_i_cli_set *out)
{
    intro_vid *met = NULL;
    size_t met_count = 0;
    if (condition_count > 0) {
        const intro_status rc =
            selector == NULL
                ? intro_people_select(ctx, graph, conditions, condition_count,
                                      &met, &met_count)
                : intro_selector_find(ctx, selector, conditions,
                                      condition_count, &met, &met_count);
        if (rc != INTRO_OK) {
            return intro_i_cli_fail(ctx, rc);
        }
    }
    const intro_vid *base = named->count > 0 ? named->people : met;
    out->count = named->count > 0 ? named->count : met_count;
    out->people = calloc(out->count + 1, sizeof *out->people);
    if (out->people == NULL) {
        out->count = 0;
        intro_people_free(met);
        intro_i_cli_complain("out of memory");
        return 5;
    }
    if (out->count > 0) {
        memcpy(out->people, base, out->count * sizeof *base);
    }
    if (named->count > 0 && condition_count > 0) {
        intersect(out, met, met_count);
    }
    intro_people_free(met);
    return 0;
}

/* --- words ---------------------------------------------------------------- */

/* The target in the user's own words. */
bool intro_i_cli_spell_question(const intro_i_cli_args *args,
                                intro_i_cli_text *text)
{
    bool is_fine = intro_i_cli_text_put(text, "");
    for (size_t i = 0; i < args->word_count; i++) {
        is_fine = is_fine && intro_i_cli_text_put(text, i > 0 ? ", " : "") &&
                  intro_i_cli_text_put(text, args->words[i]);
    }
    for (size_t i = 0; i < args->use_count; i++) {
        const intro_i_cli_use *use = &args->uses[i];
        const bool is_to = use->id == INTRO_I_OPT_TO;
        const bool is_set =
            use->id >= INTRO_I_OPT_TO_COMPANY && use->id <= INTRO_I_OPT_TO;
        if (!is_set) {
            continue;
        }
        const char *name = intro_i_cli_option_at(use->id)->name;
        is_fine = is_fine &&
                  intro_i_cli_text_put(text, text->length > 0 ? ", " : "") &&
                  intro_i_cli_text_put(text, is_to ? "" : name + 3) &&
                  intro_i_cli_text_put(text, is_to ? "" : " ") &&
                  intro_i_cli_text_put(text, use->value);
    }
    return is_fine;
}

bool intro_i_cli_spell_row(const intro_i_cli_target *target,
                           intro_i_cli_text *text)
{
    bool is_fine = intro_i_cli_text_put(text, "");
    for (size_t c = 0; is_fine && c < INTRO_I_COLUMN_COUNT; c++) {
        if (target->cells[c] != NULL) {
            is_fine =
                intro_i_cli_text_put(text, text->length > 0 ? ", " : "") &&
                intro_i_cli_text_put(text, target->cells[c]);
        }
    }
    return is_fine;
}

size_t intro_i_cli_row_conditions(const intro_i_cli_target *target,
                                  intro_condition out[INTRO_I_COLUMN_COUNT])
{
    size_t count = 0;
    for (size_t i = 0; i < SET_OPTIONS; i++) {
        if (target->cells[set_options[i].column] != NULL) {
            out[count].attribute = set_options[i].attribute;
            out[count].match = set_options[i].match;
            out[count].value = target->cells[set_options[i].column];
            count++;
        }
    }
    return count;
}
