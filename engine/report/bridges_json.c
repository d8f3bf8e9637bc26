/* SPDX-License-Identifier: GPL-2.0-or-later */
/* introfind.bridges/1. */
#include "base/context_impl.h"
#include "report/bridges_parts.h"
#include "report/path_parts.h"

static void put_person(intro_i_json *json, const char *key,
                       const intro_i_bridges_view *view, intro_vid v)
{
    intro_i_json_string(json, key, intro_graph_id(view->graph, v));
}

static void put_groups(const intro_i_bridges_view *view, intro_i_json *json)
{
    const size_t count = intro_bridges_groups(view->bridges);
    intro_i_json_array(json, "groups");
    for (size_t i = 0; i < count && intro_i_json_may_go_on(json, i); i++) {
        const intro_group g = intro_bridges_group(view->bridges, i);
        intro_i_json_object(json, NULL);
        intro_i_json_string(json, "name", g.name);
        intro_i_json_uint(json, "people", g.people);
        intro_i_json_uint(json, "internal_ties", g.internal_ties);
        intro_i_json_uint(json, "external_ties", g.external_ties);
        intro_i_json_real(json, "ei_index", g.ei_index);
        intro_i_json_end_object(json);
    }
    intro_i_json_end_array(json);
}

static void put_pairs(const intro_i_bridges_view *view, intro_i_json *json)
{
    const size_t count = intro_bridges_pairs(view->bridges);
    intro_i_json_array(json, "pairs");
    for (size_t i = 0; i < count && intro_i_json_may_go_on(json, i); i++) {
        const intro_group_pair p = intro_bridges_pair(view->bridges, i);
        intro_i_json_object(json, NULL);
        intro_i_json_string(json, "a", p.a);
        intro_i_json_string(json, "b", p.b);
        intro_i_json_uint(json, "ties", p.ties);
        intro_i_json_real(json, "strength", p.strength);
        intro_i_json_real(json, "expected", p.expected);
        intro_i_json_real(json, "ratio", p.ratio);
        intro_i_json_array(json, "brokers");
        for (uint32_t k = 0; k < p.broker_count; k++) {
            put_person(json, NULL, view, p.brokers[k]);
        }
        intro_i_json_end_array(json);
        intro_i_json_end_object(json);
    }
    intro_i_json_end_array(json);
}

static void put_count(intro_i_json *json, const char *key, bool is_known,
                      uint64_t value)
{
    if (is_known) {
        intro_i_json_uint(json, key, value);
    } else {
        intro_i_json_null(json, key);
    }
}

/* Undefined without groups. */
static void put_lost(const intro_i_bridges_view *view, intro_i_json *json,
                     size_t i)
{
    const char *const *names;
    if (intro_bridges_groups(view->bridges) == 0) {
        intro_i_json_null(json, "groups_lost");
        return;
    }
    const size_t count = intro_i_bridges_lost(view, i, &names);
    intro_i_json_array(json, "groups_lost");
    for (size_t k = 0; k < count; k++) {
        intro_i_json_string(json, NULL, names[k]);
    }
    intro_i_json_end_array(json);
}

static void put_broker(const intro_i_bridges_view *view, intro_i_json *json,
                       size_t i)
{
    static const char *const roles[INTRO_ROLE_COUNT] = {
        [INTRO_ROLE_COORDINATOR] = "coordinator",
        [INTRO_ROLE_ITINERANT] = "itinerant",
        [INTRO_ROLE_REPRESENTATIVE] = "representative",
        [INTRO_ROLE_GATEKEEPER] = "gatekeeper",
        [INTRO_ROLE_LIAISON] = "liaison"};
    const intro_broker b = intro_bridges_broker(view->bridges, i);
    const bool has_group = b.group != NULL;
    intro_i_json_object(json, NULL);
    put_person(json, "id", view, b.person);
    intro_i_json_string(json, "group", b.group);
    intro_i_json_uint(json, "degree", b.degree);
    for (int role = 0; role < INTRO_ROLE_COUNT; role++) {
        put_count(json, roles[role], has_group, b.roles[role]);
    }
    put_count(json, "brokerage", has_group, b.brokerage);
    intro_i_json_real(json, "brokerage_z", b.brokerage_z);
    intro_i_json_real(json, "constraint", b.constraint);
    intro_i_json_real(json, "effective_size", b.effective_size);
    intro_i_json_real(json, "efficiency", b.efficiency);
    intro_i_json_real(json, "hierarchy", b.hierarchy);
    intro_i_json_real(json, "constraint_weighted", b.constraint_weighted);
    intro_i_json_real(json, "effective_size_weighted",
                      b.effective_size_weighted);
    intro_i_json_real(json, "participation", b.participation);
    intro_i_json_real(json, "within_z", b.within_z);
    intro_i_json_real(json, "betweenness", b.betweenness);
    intro_i_json_real(json, "cross_betweenness", b.cross_betweenness);
    intro_i_json_bool(json, "is_cut_person", b.is_cut_person);
    put_lost(view, json, i);
    intro_i_json_end_object(json);
}

static void put_brokers(const intro_i_bridges_view *view, intro_i_json *json)
{
    const size_t count = intro_bridges_brokers(view->bridges);
    intro_i_json_array(json, "brokers");
    for (size_t i = 0;
         i < count && intro_i_output_status(view->output) == INTRO_OK; i++) {
        put_broker(view, json, i);
    }
    intro_i_json_end_array(json);
}

static void put_ties(const intro_i_bridges_view *view, intro_i_json *json)
{
    const size_t count = intro_bridges_ties(view->bridges);
    intro_i_json_array(json, "ties");
    for (size_t i = 0; i < count && intro_i_json_may_go_on(json, i); i++) {
        const intro_bridging_tie t = intro_bridges_tie(view->bridges, i);
        intro_i_json_object(json, NULL);
        put_person(json, "a", view, t.a);
        put_person(json, "b", view, t.b);
        intro_i_json_strength(json, "strength", t.strength);
        intro_i_json_bool(json, "inferred", t.inferred);
        intro_i_json_real(json, "overlap", t.overlap);
        put_count(json, "span", t.span != 0, t.span);
        intro_i_json_bool(json, "is_cut_tie", t.is_cut_tie);
        intro_i_json_real(json, "cross_betweenness", t.cross_betweenness);
        intro_i_json_end_object(json);
    }
    intro_i_json_end_array(json);
}

typedef struct hole_writer {
    intro_i_json *json;
    uint64_t put;
} hole_writer;

/* The first ones only: another status than INTRO_OK ends it. */
static intro_status put_hole(void *user, const char *a, const char *b)
{
    hole_writer *const writer = user;
    intro_i_json *const json = writer->json;
    if (!intro_i_json_may_go_on(json, writer->put)) {
        return intro_i_output_status(json->output);
    }
    intro_i_json_object(json, NULL);
    intro_i_json_string(json, "a", a);
    intro_i_json_string(json, "b", b);
    intro_i_json_end_object(json);
    writer->put++;
    return writer->put < INTRO_HOLES_LISTED
               ? intro_i_output_status(json->output)
               : INTRO_ELIMIT;
}

/* Their number grows with the square of the groups. */
static void put_holes(const intro_i_bridges_view *view, intro_i_json *json)
{
    const uint64_t holes = intro_bridges_holes(view->bridges);
    hole_writer writer = {.json = json};
    intro_i_json_array(json, "holes");
    const intro_status rc =
        intro_bridges_each_hole(view->bridges, put_hole, &writer);
    (void)rc; /* ended by put_hole, if at all */
    intro_i_json_end_array(json);
    if (holes > INTRO_HOLES_LISTED) {
        intro_i_notice(view->output->ctx, "", 0, 1,
                       "holes: the first %d of %llu pairs of groups are listed",
                       INTRO_HOLES_LISTED, (unsigned long long)holes);
    }
}

static void put_me(const intro_i_bridges_view *view, intro_i_json *json)
{
    if (view->me == INTRO_NO_VID) {
        intro_i_json_null(json, "me");
        return;
    }
    const size_t count = intro_bridges_single_accesses(view->bridges);
    intro_i_json_object(json, "me");
    intro_i_json_array(json, "single_access");
    for (size_t i = 0; i < count && intro_i_json_may_go_on(json, i); i++) {
        const intro_single_access s =
            intro_bridges_single_access(view->bridges, i);
        intro_i_json_object(json, NULL);
        intro_i_json_string(json, "group", s.group);
        put_person(json, "through", view, s.through);
        intro_i_json_end_object(json);
    }
    intro_i_json_end_array(json);
    put_holes(view, json);
    intro_i_json_end_object(json);
}

void intro_i_bridges_json(const intro_i_bridges_view *view)
{
    intro_i_json json;
    intro_i_json_init(&json, view->output, true);
    intro_i_json_object(&json, NULL);
    intro_i_json_string(&json, "schema", "introfind.bridges/1");
    put_groups(view, &json);
    put_pairs(view, &json);
    put_brokers(view, &json);
    put_ties(view, &json);
    put_me(view, &json);
    intro_i_json_provenance(&json, view->graph, view->options);
    intro_i_json_end_object(&json);
    intro_i_json_end(&json);
}
