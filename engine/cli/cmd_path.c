/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind path: one question, or one for every row of a file. The search
 * and the form of the answers are the library's; here words become people. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/open_graph.h"
#include "cli/target_set.h"
#include "cli/targets.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "cli/who.h"

/* Questions answered together, and the people they may name together. */
enum { GATHERED_MAX = 4096, PEOPLE_MAX = 1 << 22 };

typedef struct question {
    intro_vid *people;
    char *asked; /* in the user's words */
    uint64_t row;
    intro_no_path reason; /* why there is no query */
} question;

/* What all questions of one run share. */
typedef struct job {
    intro_ctx *ctx;
    const intro_i_cli_args *args;
    const intro_graph *graph;
    intro_lookup *lookup;
    intro_selector *selector; /* of a file of questions */
    intro_output *output;
    intro_paths_query query;
    intro_report_options options;
    bool is_batch;
    bool is_answered;    /* some question had an answer */
    question *questions; /* gathered */
    size_t question_count;
    intro_paths_query *queries; /* of those that name somebody */
    size_t *place;              /* of each query among the questions */
    size_t query_count;
    size_t gathered; /* people named */
    size_t told;     /* questions answered so far */
} job;

static int say_no_memory(void)
{
    intro_i_cli_complain("out of memory");
    return 5;
}

/* --- asking and answering ------------------------------------------------- */

/* Reports one answer, or why a row has none (paths NULL). */
static intro_status tell(job *j, const intro_paths_query *query,
                         const question *q, const intro_paths *paths)
{
    const bool is_apart = j->args->given[INTRO_I_OPT_PER_TARGET] > 0 &&
                          j->options.format == INTRO_FORMAT_JSON;
    const intro_path_report report = {
        .query = query,
        .paths = paths,
        .row_reason = q->reason,
        .is_batch = j->is_batch || is_apart,
        .row = q->row,
        .asked = q->asked,
        .explain = paths != NULL && j->args->given[INTRO_I_OPT_EXPLAIN] > 0};
    if (paths != NULL &&
        (intro_paths_count(paths) > 0 || intro_paths_direct_count(paths) > 0)) {
        j->is_answered = true;
    }
    return intro_report_path(j->ctx, j->graph, &report, &j->options, j->output);
}

/* Rows without a query stand between those with one. */
static intro_status tell_until(job *j, size_t end)
{
    intro_paths_query nobody = j->query;
    nobody.targets = NULL;
    nobody.target_count = 0;
    intro_status rc = INTRO_OK;
    for (; rc == INTRO_OK && j->told < end; j->told++) {
        rc = tell(j, &nobody, &j->questions[j->told], NULL);
    }
    return rc;
}

static intro_status take_answer(void *user, size_t i, const intro_paths *paths)
{
    job *const j = user;
    intro_status rc = tell_until(j, j->place[i]);
    if (rc == INTRO_OK) {
        rc = tell(j, &j->queries[i], &j->questions[j->told], paths);
        j->told++;
    }
    return rc;
}

/* Answers the questions gathered so far. */
static int answer_gathered(job *j)
{
    intro_status rc = intro_paths_batch(j->ctx, j->graph, j->queries,
                                        j->query_count, take_answer, j);
    if (rc == INTRO_OK) {
        rc = tell_until(j, j->question_count);
    }
    for (size_t i = 0; i < j->question_count; i++) {
        free(j->questions[i].people);
        free(j->questions[i].asked);
    }
    j->question_count = 0;
    j->query_count = 0;
    j->told = 0;
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

/* Adds one question with copies of its people and words; count 0: it has none,
 * for this reason. */
static int gather(job *j, const intro_vid *people, size_t count,
                  const char *asked, uint64_t row, intro_no_path reason)
{
    question *const q = &j->questions[j->question_count];
    const size_t length = strlen(asked) + 1;
    *q = (question){.people = calloc(count + 1, sizeof *people),
                    .asked = malloc(length),
                    .row = row,
                    .reason = reason};
    j->question_count++;
    if (q->people == NULL || q->asked == NULL) {
        return say_no_memory();
    }
    memcpy(q->asked, asked, length);
    if (count > 0) {
        memcpy(q->people, people, count * sizeof *people);
        j->place[j->query_count] = j->question_count - 1;
        intro_paths_query *const query = &j->queries[j->query_count++];
        *query = j->query;
        query->targets = q->people;
        query->target_count = count;
    }
    j->gathered += count;
    if (j->question_count < GATHERED_MAX && j->gathered < PEOPLE_MAX) {
        return 0;
    }
    j->gathered = 0;
    return answer_gathered(j);
}

static int answer(job *j, const intro_i_cli_set *set, const char *asked,
                  uint64_t row)
{
    if (j->args->given[INTRO_I_OPT_PER_TARGET] == 0) {
        return gather(j, set->people, set->count, asked, row, INTRO_FOUND);
    }
    int status = 0;
    for (size_t i = 0; status == 0 && i < set->count; i++) {
        status = gather(j, &set->people[i], 1,
                        intro_graph_display_name(j->graph, set->people[i]), row,
                        INTRO_FOUND);
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
    return rc == INTRO_OK ? 0 : intro_i_cli_fail(j->ctx, rc);
}

static int close_answers(job *j, int status)
{
    if (j->output == NULL) {
        return status;
    }
    if (status == 0) {
        status = answer_gathered(j);
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

static int find_named(job *j, intro_i_cli_set *named)
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

static int check_set(const job *j, intro_i_cli_set *set,
                     const intro_i_cli_set *named)
{
    const size_t before = set->count;
    intro_i_cli_set_drop(set, j->query.from, j->query.from_count);
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
    intro_i_cli_set named = {NULL, 0};
    intro_i_cli_set set = {NULL, 0};
    intro_i_cli_conditions conditions = {NULL, 0, NULL, 0};
    intro_i_cli_text asked = {NULL, 0, 0};
    int status = find_named(j, &named);
    if (status == 0 && (!intro_i_cli_conditions_read(j->args, &conditions) ||
                        !intro_i_cli_spell_question(j->args, &asked))) {
        status = say_no_memory();
    }
    if (status == 0) {
        status = intro_i_cli_set_make(j->ctx, j->graph, NULL, &named,
                                      conditions.items, conditions.count, &set);
    }
    if (status == 0) {
        status = check_set(j, &set, &named);
    }
    if (status == 0) {
        /* One person is called by name, however spelt. */
        const bool is_person =
            j->args->word_count == 1 && conditions.count == 0 && set.count == 1;
        status = open_answers(j);
        if (status == 0) {
            status = answer(
                j, &set,
                is_person ? intro_graph_display_name(j->graph, set.people[0])
                          : asked.bytes,
                0);
        }
        status = close_answers(j, status);
    }
    intro_i_cli_conditions_fini(&conditions);
    free(asked.bytes);
    free(set.people);
    free(named.people);
    return status;
}

/* --- a file of questions -------------------------------------------------- */

static int ask_row(job *j, const intro_i_cli_target *target, uint64_t row,
                   const char *asked)
{
    intro_condition conditions[INTRO_I_COLUMN_COUNT];
    const intro_vid *found = NULL;
    size_t found_count = 0;
    intro_vid one = INTRO_NO_VID;
    intro_i_cli_set set = {NULL, 0};
    const char *who = target->cells[INTRO_I_COLUMN_WHO];
    if (who != NULL) {
        const intro_status rc =
            intro_lookup_find(j->ctx, j->lookup, who, &found, &found_count);
        if (rc != INTRO_OK) {
            return intro_i_cli_fail(j->ctx, rc);
        }
        if (found_count != 1) {
            return gather(j, NULL, 0, asked, row,
                          found_count == 0 ? INTRO_NO_UNKNOWN_PERSON
                                           : INTRO_NO_AMBIGUOUS_PERSON);
        }
    }
    intro_i_cli_set named = {NULL, 0};
    if (found_count == 1) {
        one = found[0];
        named.people = &one;
        named.count = 1;
    }
    int status = intro_i_cli_set_make(
        j->ctx, j->graph, j->selector, &named, conditions,
        intro_i_cli_row_conditions(target, conditions), &set);
    if (status == 0) {
        intro_i_cli_set_drop(&set, j->query.from, j->query.from_count);
        status = set.count > 0
                     ? answer(j, &set, asked, row)
                     : gather(j, NULL, 0, asked, row, INTRO_NO_UNKNOWN_PERSON);
    }
    free(set.people);
    return status;
}

static int ask_rows(job *j, const intro_i_cli_targets *targets)
{
    const intro_status rc = intro_selector_new(j->ctx, j->graph, &j->selector);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(j->ctx, rc);
    }
    int status = open_answers(j);
    for (size_t i = 0; status == 0 && i < targets->count; i++) {
        intro_i_cli_text asked = {NULL, 0, 0};
        status = intro_i_cli_spell_row(&targets->rows[i], &asked)
                     ? ask_row(j, &targets->rows[i], i + 1, asked.bytes)
                     : say_no_memory();
        free(asked.bytes);
    }
    intro_selector_free(j->selector);
    return close_answers(j, status);
}

/* --- the command ---------------------------------------------------------- */

static int find_avoided(job *j, intro_i_cli_set *avoid)
{
    size_t count = 0;
    const char **words = intro_i_cli_values(j->args, INTRO_I_OPT_AVOID, &count);
    avoid->people = calloc(count + 1, sizeof *avoid->people);
    int status = words == NULL || avoid->people == NULL ? say_no_memory() : 0;
    for (size_t i = 0; status == 0 && i < count; i++) {
        status = intro_i_cli_find_one(j->ctx, j->graph, j->lookup, words[i],
                                      &avoid->people[i]);
        if (status == 0 &&
            intro_i_cli_set_has(j->query.from, j->query.from_count,
                                avoid->people[i])) {
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
    /* A table does not say why it is empty. */
    j->query.explain_empty = j->options.format != INTRO_FORMAT_CSV;
    j->query.order = orders[intro_i_cli_choice(j->args, INTRO_I_OPT_ORDER, 0)];
}

static bool make_questions(job *j)
{
    j->questions = calloc(GATHERED_MAX, sizeof *j->questions);
    j->queries = calloc(GATHERED_MAX, sizeof *j->queries);
    j->place = calloc(GATHERED_MAX, sizeof *j->place);
    return j->questions != NULL && j->queries != NULL && j->place != NULL;
}

static void free_questions(job *j)
{
    for (size_t i = 0; i < j->question_count; i++) {
        free(j->questions[i].people);
        free(j->questions[i].asked);
    }
    free(j->questions);
    free(j->queries);
    free(j->place);
}

static int run_job(job *j, const intro_i_cli_targets *targets)
{
    intro_i_cli_set askers = {NULL, 0};
    intro_i_cli_set avoid = {NULL, 0};
    int status = 0;
    fill_query(j);
    if (!make_questions(j)) {
        free_questions(j);
        return say_no_memory();
    }
    const intro_status rc = intro_lookup_new(j->ctx, j->graph, &j->lookup);
    if (rc != INTRO_OK) {
        free_questions(j);
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
    free_questions(j);
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
            if (intro_i_cli_sets_want_clusters(args, network.graph)) {
                status = intro_i_cli_attach_clusters(ctx, args, network.graph);
            }
            if (status == 0) {
                status = intro_i_cli_report_options(
                             args, network.name, &guarded, &command, &j.options)
                             ? run_job(&j, &targets)
                             : 5;
            }
            intro_i_cli_close_network(&network);
        }
    }
    intro_i_cli_tell_guarded(guarded);
    free(command);
    intro_i_cli_targets_free(&targets);
    return status;
}
