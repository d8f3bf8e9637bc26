/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind.path/1. */
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/vec.h"
#include "report/path_parts.h"
#include "report/words.h"

#include <introfind/introfind.h>
#include <stdlib.h>

void intro_i_json_provenance(intro_i_json *json, const intro_graph *graph,
                             const intro_report_options *options)
{
    intro_i_json_object(json, "provenance");
    intro_i_json_string(json, "version", intro_version());
    intro_i_json_outside(json, "command", options->command);
    intro_i_json_outside(json, "network", options->network);
    intro_i_json_day(json, "as_of", intro_graph_as_of(graph));
    intro_i_json_end_object(json);
}

static void put_id(intro_i_json *json, const char *key,
                   const intro_graph *graph, intro_vid v)
{
    intro_i_json_string(json, key,
                        v == INTRO_NO_VID ? NULL : intro_graph_id(graph, v));
}

static void put_query(intro_i_json *json, const intro_graph *graph,
                      const intro_path_report *report)
{
    const intro_paths_query *const query = report->query;
    uint64_t targets = 0;
    if (report->paths != NULL) {
        /* Askers in the set are not looked for. */
        for (size_t i = 0; i < query->target_count; i++) {
            bool is_asker = false;
            for (size_t j = 0; j < query->from_count && !is_asker; j++) {
                is_asker = query->from[j] == query->targets[i];
            }
            targets += !is_asker;
        }
    }
    intro_i_json_object(json, "query");
    intro_i_json_array(json, "from");
    for (size_t i = 0; i < query->from_count; i++) {
        put_id(json, NULL, graph, query->from[i]);
    }
    intro_i_json_end_array(json);
    intro_i_json_uint(json, "targets", targets);
    intro_i_json_uint(json, "max_hops", query->max_hops);
    intro_i_json_uint(json, "k", query->limit);
    intro_i_json_string(json, "order", intro_i_order_name(query->order));
    intro_i_json_end_object(json);
}

static void put_direct(intro_i_json *json, const intro_graph *graph,
                       const intro_paths *paths)
{
    const size_t count = paths == NULL ? 0 : intro_paths_direct_count(paths);
    intro_i_json_array(json, "direct");
    for (size_t i = 0; i < count; i++) {
        const intro_direct direct = intro_paths_direct(paths, i);
        intro_i_json_object(json, NULL);
        put_id(json, "from", graph, direct.from);
        put_id(json, "target", graph, direct.target);
        intro_i_json_strength(json, "strength", direct.strength);
        intro_i_json_bool(json, "inferred", direct.inferred);
        intro_i_json_end_object(json);
    }
    intro_i_json_end_array(json);
}

static void put_evidence(intro_i_json *json, const intro_evidence *e)
{
    intro_i_json_object(json, NULL);
    intro_i_json_string(json, "kind", intro_evidence_name(e->kind));
    intro_i_json_uint(json, "count", e->count);
    intro_i_json_day(json, "last", e->last);
    intro_i_json_string(json, "direction",
                        intro_i_direction_name(e->direction));
    intro_i_json_real(json, "p", e->q);
    intro_i_json_end_object(json);
}

static void put_tie(intro_i_json *json, const intro_graph *graph, intro_vid a,
                    intro_vid b)
{
    intro_tie tie;
    intro_evidence evidence[INTRO_EV_COUNT];
    if (!intro_graph_find_tie(graph, a, b, &tie)) {
        (void)intro_i_fail(json->output->ctx, INTRO_EBUG,
                           "a chain holds two people without a tie");
        intro_i_output_fail(json->output, INTRO_EBUG);
        return;
    }
    const size_t count = intro_graph_tie_evidence(graph, &tie, evidence);
    intro_i_json_object(json, NULL);
    put_id(json, "a", graph, a);
    put_id(json, "b", graph, b);
    intro_i_json_strength(json, "strength", tie.strength);
    intro_i_json_bool(json, "inferred", tie.inferred);
    intro_i_json_day(json, "since", tie.since);
    intro_i_json_day(json, "last", tie.last);
    intro_i_json_array(json, "evidence");
    for (size_t i = 0; i < count; i++) {
        put_evidence(json, &evidence[i]);
    }
    intro_i_json_end_array(json);
    intro_i_json_end_object(json);
}

static void put_chain(intro_i_json *json, const intro_graph *graph,
                      const intro_chain *chain, size_t rank)
{
    intro_i_json_object(json, NULL);
    intro_i_json_uint(json, "rank", rank);
    put_id(json, "introducer", graph, chain->introducer);
    put_id(json, "target", graph, chain->people[chain->hops]);
    intro_i_json_real(json, "warmth", chain->warmth);
    intro_i_json_uint(json, "hops", chain->hops);
    intro_i_json_array(json, "people");
    for (uint32_t i = 0; i <= chain->hops; i++) {
        put_id(json, NULL, graph, chain->people[i]);
    }
    intro_i_json_end_array(json);
    intro_i_json_array(json, "ties");
    for (uint32_t i = 0; i < chain->hops; i++) {
        put_tie(json, graph, chain->people[i], chain->people[i + 1]);
    }
    intro_i_json_end_array(json);
    intro_i_json_end_object(json);
}

/* --- people ------------------------------------------------------------------- */

static int compare_people(const void *left, const void *right)
{
    const uint32_t x = *(const uint32_t *)left;
    const uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

/* Everybody named, with repeats. */
static intro_status collect(const intro_path_report *report,
                            intro_i_vec_u32 *people)
{
    const intro_paths *const paths = report->paths;
    for (size_t i = 0; i < report->query->from_count; i++) {
        INTRO_TRY(intro_i_vec_u32_push(people, report->query->from[i]));
    }
    for (size_t i = 0; paths != NULL && i < intro_paths_direct_count(paths);
         i++) {
        const intro_direct direct = intro_paths_direct(paths, i);
        INTRO_TRY(intro_i_vec_u32_push(people, direct.from));
        INTRO_TRY(intro_i_vec_u32_push(people, direct.target));
    }
    for (size_t i = 0; paths != NULL && i < intro_paths_count(paths); i++) {
        const intro_chain chain = intro_paths_chain(paths, i);
        for (uint32_t j = 0; j <= chain.hops; j++) {
            INTRO_TRY(intro_i_vec_u32_push(people, chain.people[j]));
        }
    }
    return INTRO_OK;
}

static void put_person(intro_i_json *json, const intro_graph *graph,
                       intro_vid v)
{
    static const intro_field fields[] = {INTRO_FIELD_NAME, INTRO_FIELD_COMPANY,
                                         INTRO_FIELD_POSITION,
                                         INTRO_FIELD_INDUSTRY, INTRO_FIELD_URL};
    intro_i_json_object(json, intro_graph_id(graph, v));
    put_id(json, "id", graph, v);
    for (size_t i = 0; i < INTRO_COUNT_OF(fields); i++) {
        intro_i_json_string(json, intro_field_name(fields[i]),
                            intro_graph_field(graph, v, fields[i]));
    }
    intro_i_json_end_object(json);
}

static void put_people(intro_i_json *json, const intro_graph *graph,
                       const intro_path_report *report)
{
    intro_i_vec_u32 people = {NULL, 0, 0};
    const intro_status rc = collect(report, &people);
    if (rc == INTRO_OK && people.count > 1) {
        qsort(people.data, people.count, sizeof *people.data, compare_people);
    }
    intro_i_json_object(json, "people");
    for (size_t i = 0; rc == INTRO_OK && i < people.count; i++) {
        if (i == 0 || people.data[i] != people.data[i - 1]) {
            put_person(json, graph, people.data[i]);
        }
    }
    intro_i_json_end_object(json);
    intro_i_vec_u32_fini(&people);
    if (rc != INTRO_OK) {
        intro_i_output_fail(json->output,
                            intro_i_fail_memory(json->output->ctx));
    }
}

void intro_i_path_json(const intro_graph *graph,
                       const intro_path_report *report,
                       const intro_report_options *options,
                       intro_output *output)
{
    intro_i_json json;
    const intro_paths *const paths = report->paths;
    const size_t count = paths == NULL ? 0 : intro_paths_count(paths);
    const intro_no_path reason =
        paths == NULL ? report->row_reason : intro_paths_reason(paths);
    intro_i_json_init(&json, output, !report->is_batch);
    intro_i_json_object(&json, NULL);
    intro_i_json_string(&json, "schema", "introfind.path/1");
    put_query(&json, graph, report);
    intro_i_json_string(&json, "reason", intro_i_reason_name(reason));
    put_direct(&json, graph, paths);
    intro_i_json_array(&json, "chains");
    for (size_t i = 0; i < count; i++) {
        const intro_chain chain = intro_paths_chain(paths, i);
        put_chain(&json, graph, &chain, i + 1);
    }
    intro_i_json_end_array(&json);
    put_people(&json, graph, report);
    intro_i_json_provenance(&json, graph, options);
    intro_i_json_end_object(&json);
    intro_i_json_end(&json);
}
