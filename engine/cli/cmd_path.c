/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind path: one question, or one for every row of a file. The search
 * and the form of the answers are the library's; here words become people. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/targets.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "cli/who.h"

/* What all questions of one run share. */
typedef struct job {
    intro_ctx *ctx;
    const intro_i_cli_args *args;
    const intro_graph *graph;
    intro_lookup *lookup;
    intro_searcher *searcher;
    intro_output *output;
    intro_paths_query query;
    intro_report_options options;
    bool is_batch;
    bool is_answered; /* some question had an answer */
} job;

typedef struct people_set {
    intro_vid *people; /* rising, distinct; malloc'ed */
    size_t count;
} people_set;

typedef struct condition_list {
    intro_condition *items;
    size_t count;
    char **names; /* copies of the ATTR of --to */
    size_t name_count;
} condition_list;

static int say_no_memory(void)
{
    intro_i_cli_complain("out of memory");
    return 5;
}

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
     INTRO_MATCH_EQUAL},
    {INTRO_I_OPT_TO_FUNCTION, INTRO_I_COLUMN_FUNCTION, "@function",
     INTRO_MATCH_EQUAL},
    {INTRO_I_OPT_TO_TITLE, INTRO_I_COLUMN_TITLE, "@position",
     INTRO_MATCH_WORDS},
    {INTRO_I_OPT_TO_LOCATION, INTRO_I_COLUMN_LOCATION, "@location",
     INTRO_MATCH_WORDS},
};
enum { SET_OPTIONS = sizeof set_options / sizeof set_options[0] };

static void free_conditions(condition_list *list)
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
static bool read_conditions(const intro_i_cli_args *args, condition_list *list)
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

/* --- sets ----------------------------------------------------------------- */

static bool has_person(const intro_vid *people, size_t count, intro_vid v)
{
    for (size_t i = 0; i < count; i++) {
        if (people[i] == v) {
            return true;
        }
    }
    return false;
}

/* Keep those of a set who are in another rising one. */
static void intersect(people_set *set, const intro_vid *other, size_t count)
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

static void drop_askers(const job *j, people_set *set)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (!has_person(j->query.from, j->query.from_count, set->people[i])) {
            set->people[kept++] = set->people[i];
        }
    }
    set->count = kept;
}

/* The people named, or everybody of the conditions, or both at once. */
static int make_set(job *j, const intro_vid *named, size_t named_count,
                    const intro_condition *conditions, size_t condition_count,
                    people_set *out)
{
    intro_vid *met = NULL;
    size_t met_count = 0;
    if (condition_count > 0) {
        const intro_status rc = intro_people_select(
            j->ctx, j->graph, conditions, condition_count, &met, &met_count);
        if (rc != INTRO_OK) {
            return intro_i_cli_fail(j->ctx, rc);
        }
    }
    const intro_vid *base = named_count > 0 ? named : met;
    out->count = named_count > 0 ? named_count : met_count;
    out->people = calloc(out->count + 1, sizeof *out->people);
    if (out->people != NULL) {
        if (out->count > 0) {
            memcpy(out->people, base, out->count * sizeof *base);
        }
        if (named_count > 0 && condition_count > 0) {
            intersect(out, met, met_count);
        }
    }
    intro_people_free(met);
    return out->people != NULL ? 0 : say_no_memory();
}

/* --- asking and answering ------------------------------------------------- */

static int answer_set(job *j, const intro_vid *targets, size_t count,
                      const char *asked, uint64_t row)
{
    const intro_paths *paths = NULL;
    j->query.targets = targets;
    j->query.target_count = count;
    intro_status rc =
        intro_searcher_find(j->ctx, j->searcher, &j->query, &paths);
    if (rc == INTRO_OK) {
        const bool is_apart = j->args->given[INTRO_I_OPT_PER_TARGET] > 0 &&
                              j->options.format == INTRO_FORMAT_JSON;
        const intro_path_report report = {
            .query = &j->query,
            .paths = paths,
            .row_reason = INTRO_FOUND,
            .is_batch = j->is_batch || is_apart,
            .row = row,
            .asked = asked,
            .explain = j->args->given[INTRO_I_OPT_EXPLAIN] > 0};
        if (intro_paths_count(paths) > 0 ||
            intro_paths_direct_count(paths) > 0) {
            j->is_answered = true;
        }
        rc = intro_report_path(j->ctx, j->graph, &report, &j->options,
                               j->output);
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static int answer(job *j, const people_set *set, const char *asked,
                  uint64_t row)
{
    if (j->args->given[INTRO_I_OPT_PER_TARGET] == 0) {
        return answer_set(j, set->people, set->count, asked, row);
    }
    int status = 0;
    for (size_t i = 0; status == 0 && i < set->count; i++) {
        status =
            answer_set(j, &set->people[i], 1,
                       intro_graph_display_name(j->graph, set->people[i]), row);
    }
    return status;
}

static int open_answers(job *j)
{
    intro_status rc = intro_output_open(
        j->ctx, j->args->last[INTRO_I_OPT_OUTPUT], &j->output);
    if (rc == INTRO_OK) {
        rc = intro_report_path_header(j->ctx, &j->options, j->is_batch,
                                      j->output);
    }
    if (rc == INTRO_OK) {
        rc = intro_searcher_new(j->ctx, j->graph, &j->searcher);
    }
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static int close_answers(job *j, int status)
{
    if (j->output == NULL) {
        return status;
    }
    if (status != 0) {
        intro_output_abandon(j->output);
    } else {
        const intro_status rc = intro_output_commit(j->ctx, j->output);
        status = rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
    }
    j->output = NULL;
    if (status == 0 && !j->is_answered) {
        status = 1;
    }
    return status;
}

/* --- one question --------------------------------------------------------- */

/* The target in the user's own words. */
static bool spell_question(const intro_i_cli_args *args, intro_i_cli_text *text)
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

static int find_named(job *j, people_set *named)
{
    const intro_i_cli_args *args = j->args;
    named->people = calloc(args->word_count + 1, sizeof *named->people);
    if (named->people == NULL) {
        return say_no_memory();
    }
    for (size_t i = 0; i < args->word_count; i++) {
        const int status = intro_i_cli_find_one(
            j->ctx, j->graph, j->lookup, args->words[i], &named->people[i]);
        if (status != 0) {
            if (args->word_count > 1) {
                intro_i_cli_hint("several words are several people; quote a "
                                 "name: 'Nora Lindqvist'");
            }
            return status;
        }
    }
    named->count = intro_i_cli_sort_people(named->people, args->word_count);
    return 0;
}

static int check_set(const job *j, people_set *set, const people_set *named)
{
    const size_t before = set->count;
    drop_askers(j, set);
    if (set->count > 0) {
        return 0;
    }
    if (before > 0 && named->count > 0) {
        intro_i_cli_complain("the asker and the target are the same: %s",
                             intro_i_cli_escape(intro_graph_display_name(
                                 j->graph, named->people[0])));
        return 2;
    }
    intro_i_cli_complain(before > 0 ? "only the asker meets the conditions"
                                    : "nobody meets the conditions");
    return 1;
}

static int ask_once(job *j)
{
    people_set named = {NULL, 0};
    people_set set = {NULL, 0};
    condition_list conditions = {NULL, 0, NULL, 0};
    intro_i_cli_text asked = {NULL, 0, 0};
    int status = find_named(j, &named);
    if (status == 0 && (!read_conditions(j->args, &conditions) ||
                        !spell_question(j->args, &asked))) {
        status = say_no_memory();
    }
    if (status == 0) {
        status = make_set(j, named.people, named.count, conditions.items,
                          conditions.count, &set);
    }
    if (status == 0) {
        status = check_set(j, &set, &named);
    }
    if (status == 0) {
        status = open_answers(j);
        if (status == 0) {
            status = answer(j, &set, asked.bytes, 0);
        }
        status = close_answers(j, status);
    }
    free_conditions(&conditions);
    free(asked.bytes);
    free(set.people);
    free(named.people);
    return status;
}

/* --- a file of questions -------------------------------------------------- */

static int answer_nobody(job *j, intro_no_path reason, const char *asked,
                         uint64_t row)
{
    j->query.targets = NULL;
    j->query.target_count = 0;
    const intro_path_report report = {.query = &j->query,
                                      .paths = NULL,
                                      .row_reason = reason,
                                      .is_batch = true,
                                      .row = row,
                                      .asked = asked,
                                      .explain = false};
    const intro_status rc =
        intro_report_path(j->ctx, j->graph, &report, &j->options, j->output);
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static bool spell_row(const intro_i_cli_target *target, intro_i_cli_text *text)
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

static size_t give_row_conditions(const intro_i_cli_target *target,
                                  intro_condition *out)
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

static int ask_row(job *j, const intro_i_cli_target *target, uint64_t row,
                   const char *asked)
{
    intro_condition conditions[SET_OPTIONS];
    const intro_vid *found = NULL;
    size_t found_count = 0;
    people_set set = {NULL, 0};
    const char *who = target->cells[INTRO_I_COLUMN_WHO];
    if (who != NULL) {
        const intro_status rc =
            intro_lookup_find(j->ctx, j->lookup, who, &found, &found_count);
        if (rc != INTRO_OK) {
            return intro_i_cli_fail(j->ctx, rc);
        }
        if (found_count != 1) {
            return answer_nobody(j,
                                 found_count == 0 ? INTRO_NO_UNKNOWN_PERSON
                                                  : INTRO_NO_AMBIGUOUS_PERSON,
                                 asked, row);
        }
    }
    int status = make_set(j, found, found_count, conditions,
                          give_row_conditions(target, conditions), &set);
    if (status == 0) {
        drop_askers(j, &set);
        status = set.count > 0
                     ? answer(j, &set, asked, row)
                     : answer_nobody(j, INTRO_NO_UNKNOWN_PERSON, asked, row);
    }
    free(set.people);
    return status;
}

static int ask_rows(job *j, const intro_i_cli_targets *targets)
{
    int status = open_answers(j);
    for (size_t i = 0; status == 0 && i < targets->count; i++) {
        intro_i_cli_text asked = {NULL, 0, 0};
        status = spell_row(&targets->rows[i], &asked)
                     ? ask_row(j, &targets->rows[i], i + 1, asked.bytes)
                     : say_no_memory();
        free(asked.bytes);
    }
    return close_answers(j, status);
}

/* --- the command ---------------------------------------------------------- */

static int find_avoided(job *j, people_set *avoid)
{
    size_t count = 0;
    const char **words = intro_i_cli_values(j->args, INTRO_I_OPT_AVOID, &count);
    avoid->people = calloc(count + 1, sizeof *avoid->people);
    int status = words == NULL || avoid->people == NULL ? say_no_memory() : 0;
    for (size_t i = 0; status == 0 && i < count; i++) {
        status = intro_i_cli_find_one(j->ctx, j->graph, j->lookup, words[i],
                                      &avoid->people[i]);
        if (status == 0 &&
            has_person(j->query.from, j->query.from_count, avoid->people[i])) {
            intro_i_cli_complain("--avoid %s: this is who asks",
                                 intro_i_cli_escape(words[i]));
            status = 2;
        }
    }
    if (status == 0) {
        avoid->count = intro_i_cli_sort_people(avoid->people, count);
        j->query.avoid = avoid->people;
        j->query.avoid_count = avoid->count;
    }
    free(words);
    return status;
}

static void fill_query(job *j)
{
    static const intro_chain_order orders[] = {
        INTRO_ORDER_WARMTH, INTRO_ORDER_WEAKEST_LINK, INTRO_ORDER_HOPS};
    const intro_paths_query init = INTRO_PATHS_QUERY_INIT;
    j->query = init;
    j->query.max_hops = (uint32_t)intro_i_cli_integer(
        j->args, INTRO_I_OPT_MAX_HOPS, init.max_hops);
    j->query.limit =
        (uint32_t)intro_i_cli_integer(j->args, INTRO_I_OPT_K, init.limit);
    j->query.min_strength =
        intro_i_cli_real(j->args, INTRO_I_OPT_MIN_STRENGTH, 0.0);
    j->query.all_chains = j->args->given[INTRO_I_OPT_ALL_CHAINS] > 0;
    j->query.order = orders[intro_i_cli_choice(j->args, INTRO_I_OPT_ORDER, 0)];
}

static int run_job(job *j, const intro_i_cli_targets *targets)
{
    people_set askers = {NULL, 0};
    people_set avoid = {NULL, 0};
    int status = 0;
    fill_query(j);
    const intro_status rc = intro_lookup_new(j->ctx, j->graph, &j->lookup);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(j->ctx, rc);
    }
    askers.people =
        calloc((size_t)intro_graph_owners(j->graph) + 1, sizeof *askers.people);
    status = askers.people != NULL
                 ? intro_i_cli_find_askers(j->ctx, j->args, j->graph, j->lookup,
                                           askers.people, &askers.count)
                 : say_no_memory();
    j->query.from = askers.people;
    j->query.from_count = askers.count;
    if (status == 0) {
        status = find_avoided(j, &avoid);
    }
    if (status == 0) {
        status = j->is_batch ? ask_rows(j, targets) : ask_once(j);
    }
    free(avoid.people);
    free(askers.people);
    intro_searcher_free(j->searcher);
    intro_lookup_free(j->lookup);
    return status;
}

static int check_question(const intro_i_cli_args *args)
{
    bool is_set = false;
    for (size_t i = INTRO_I_OPT_TO_COMPANY; i <= INTRO_I_OPT_TO; i++) {
        is_set = is_set || args->given[i] > 0;
    }
    const bool is_batch = args->given[INTRO_I_OPT_TARGETS] > 0;
    if (is_batch && (is_set || args->word_count > 0)) {
        intro_i_cli_complain("--targets has the targets; no TARGET and no "
                             "--to option goes with it");
        return 2;
    }
    if (!is_batch && !is_set && args->word_count == 0) {
        intro_i_cli_complain("path wants a target");
        intro_i_cli_hint("as in: introfind path 'Nora Lindqvist', or "
                         "introfind path --to-company Acme");
        return 2;
    }
    return 0;
}

int intro_i_cli_run_path(intro_ctx *ctx, const intro_i_cli_args *args)
{
    intro_i_cli_network network;
    intro_i_cli_targets targets = {NULL, 0, NULL};
    job j;
    uint64_t guarded = 0;
    char *command = NULL;
    int status = check_question(args);
    if (status != 0) {
        return status;
    }
    memset(&j, 0, sizeof j);
    j.ctx = ctx;
    j.args = args;
    j.is_batch = args->given[INTRO_I_OPT_TARGETS] > 0;
    if (j.is_batch) {
        status = intro_i_cli_targets_read(ctx, args->last[INTRO_I_OPT_TARGETS],
                                          &targets);
    }
    if (status == 0) {
        status =
            intro_i_cli_open_network(ctx, args, INTRO_VERIFY_QUICK, &network);
        if (status == 0) {
            j.graph = network.graph;
            status = intro_i_cli_report_options(args, network.name, &guarded,
                                                &command, &j.options)
                         ? run_job(&j, &targets)
                         : 5;
            intro_i_cli_close_network(&network);
        }
    }
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_i_cli_targets_free(&targets);
    return status;
}
