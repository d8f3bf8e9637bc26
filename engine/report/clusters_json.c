/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind.clusters/1. */
#include "base/context_impl.h"
#include "report/clusters_parts.h"
#include "report/path_parts.h"

typedef struct document {
    intro_i_json json;
    const intro_graph *graph;
    const intro_clusters_report *report;
} document;

static void put_person(document *d, const char *key, intro_vid v)
{
    intro_i_json_string(&d->json, key,
                        v == INTRO_NO_VID ? NULL : intro_graph_id(d->graph, v));
}

static void put_id(document *d, const char *key, uint32_t number)
{
    char id[INTRO_CLUSTER_ID];
    intro_i_json_string(&d->json, key, intro_cluster_id(number, id));
}

/* --- clusters ------------------------------------------------------------- */

static void put_doors(document *d, const intro_cluster *c)
{
    intro_i_json_array(&d->json, "doors");
    for (uint64_t i = 0;
         i < c->door_count && intro_i_json_may_go_on(&d->json, i); i++) {
        const intro_door *const door = &c->doors[i];
        intro_i_json_object(&d->json, NULL);
        put_person(d, "via", door->via);
        put_person(d, "to", door->to);
        intro_i_json_strength(&d->json, "strength", door->strength);
        intro_i_json_bool(&d->json, "inferred", door->inferred);
        intro_i_json_real(&d->json, "overlap", door->overlap);
        intro_i_json_bool(&d->json, "dormant", door->dormant);
        intro_i_json_end_object(&d->json);
    }
    intro_i_json_end_array(&d->json);
}

/* Only where it was asked for: the schema does not have it otherwise. */
static void put_introduction(document *d, size_t i)
{
    const intro_chain chain = intro_clusters_chain(d->report->clusters, i);
    if (chain.hops == 0) {
        intro_i_json_null(&d->json, "introduction");
        return;
    }
    intro_i_json_object(&d->json, "introduction");
    put_person(d, "introducer", chain.introducer);
    put_person(d, "target", chain.people[chain.hops]);
    intro_i_json_real(&d->json, "warmth", chain.warmth);
    intro_i_json_array(&d->json, "people");
    for (uint32_t k = 0; k <= chain.hops; k++) {
        put_person(d, NULL, chain.people[k]);
    }
    intro_i_json_end_array(&d->json);
    intro_i_json_end_object(&d->json);
}

static void put_cluster(document *d, size_t i)
{
    const intro_cluster *const c = intro_clusters_at(d->report->clusters, i);
    intro_i_json_object(&d->json, NULL);
    put_id(d, "id", c->number);
    intro_i_json_uint(&d->json, "people", c->people);
    intro_i_json_string(&d->json, "label", c->label);
    intro_i_json_array(&d->json, "top_groups");
    for (uint32_t k = 0; k < c->group_count; k++) {
        intro_i_json_object(&d->json, NULL);
        intro_i_json_string(&d->json, "name", c->groups[k].name);
        intro_i_json_real(&d->json, "share", c->groups[k].share);
        intro_i_json_end_object(&d->json);
    }
    intro_i_json_end_array(&d->json);
    intro_i_json_uint(&d->json, "inside_ties", c->inside_ties);
    intro_i_json_uint(&d->json, "outside_ties", c->outside_ties);
    intro_i_json_real(&d->json, "conductance", c->conductance);
    intro_i_json_string(&d->json, "access", intro_i_access_name(c->access));
    put_doors(d, c);
    put_person(d, "single_door", c->single_door);
    intro_i_json_real(&d->json, "novelty", c->novelty);
    if (c->access == INTRO_ACCESS_UNKNOWN) {
        intro_i_json_null(&d->json, "reach");
    } else {
        intro_i_json_uint(&d->json, "reach", c->reach);
    }
    if (d->report->expand) {
        put_introduction(d, i);
    }
    intro_i_json_end_object(&d->json);
}

/* --- ties and people ------------------------------------------------------ */

static void put_weak_tie(document *d, const intro_weak_tie *tie)
{
    intro_i_json_object(&d->json, NULL);
    put_person(d, "a", tie->a);
    put_person(d, "b", tie->b);
    intro_i_json_strength(&d->json, "strength", tie->strength);
    intro_i_json_bool(&d->json, "inferred", tie->inferred);
    intro_i_json_real(&d->json, "overlap", tie->overlap);
    intro_i_json_uint(&d->json, "mutual", tie->mutual);
    if (tie->cut) {
        intro_i_json_null(&d->json, "span");
    } else {
        intro_i_json_uint(&d->json, "span", tie->span);
    }
    put_id(d, "from_cluster", tie->from_cluster);
    put_id(d, "to_cluster", tie->to_cluster);
    intro_i_json_uint(&d->json, "score", tie->score);
    intro_i_json_end_object(&d->json);
}

static void put_percolation(document *d)
{
    intro_i_json_array(&d->json, "percolation");
    for (size_t i = 0; i < intro_clusters_steps(d->report->clusters); i++) {
        const intro_percolation step =
            intro_clusters_step(d->report->clusters, i);
        intro_i_json_object(&d->json, NULL);
        intro_i_json_real(&d->json, "below", step.below);
        intro_i_json_uint(&d->json, "ties_removed", step.ties_removed);
        intro_i_json_uint(&d->json, "components", step.components);
        intro_i_json_uint(&d->json, "largest", step.largest);
        intro_i_json_end_object(&d->json);
    }
    intro_i_json_end_array(&d->json);
}

static void put_membership(document *d)
{
    if (!d->report->membership) {
        intro_i_json_null(&d->json, "membership");
        return;
    }
    intro_i_json_object(&d->json, "membership");
    for (intro_vid v = 0; v < intro_graph_people(d->graph) &&
                          intro_i_json_may_go_on(&d->json, v);
         v++) {
        put_id(d, intro_graph_id(d->graph, v),
               intro_clusters_of(d->report->clusters, v));
    }
    intro_i_json_end_object(&d->json);
}

/* --- the whole ------------------------------------------------------------ */

void intro_i_clusters_json(const intro_graph *graph,
                           const intro_clusters_report *report,
                           const intro_report_options *options,
                           intro_output *output)
{
    document d = {.graph = graph, .report = report};
    const intro_clusters *const clusters = report->clusters;
    const intro_clusters_facts facts = intro_clusters_get_facts(clusters);
    intro_i_json_init(&d.json, output, true);
    intro_i_json_object(&d.json, NULL);
    intro_i_json_string(&d.json, "schema", "introfind.clusters/1");
    intro_i_json_object(&d.json, "quality");
    intro_i_json_real(&d.json, "modularity", facts.modularity);
    intro_i_json_uint(&d.json, "clusters", intro_clusters_count(clusters));
    intro_i_json_uint(&d.json, "seed", facts.seed);
    intro_i_json_end_object(&d.json);
    intro_i_json_array(&d.json, "clusters");
    for (size_t i = 0; i < intro_clusters_count(clusters) &&
                       intro_i_json_may_go_on(&d.json, i);
         i++) {
        put_cluster(&d, i);
    }
    intro_i_json_end_array(&d.json);
    intro_i_json_array(&d.json, "weak_ties");
    for (size_t i = 0; i < intro_clusters_weak_ties(clusters) &&
                       intro_i_json_may_go_on(&d.json, i);
         i++) {
        put_weak_tie(&d, intro_clusters_weak_tie(clusters, i));
    }
    intro_i_json_end_array(&d.json);
    put_percolation(&d);
    put_membership(&d);
    intro_i_json_provenance(&d.json, graph, options);
    intro_i_json_end_object(&d.json);
    intro_i_json_end(&d.json);
}
