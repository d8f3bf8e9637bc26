/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the arrays. */
#include "graph/graph_impl.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/checksum.h"
#include "graph/strength.h"
#include "graph/validate.h"
#include "graph/watch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

intro_status intro_i_graph_new(intro_graph **out)
{
    intro_graph *const g = intro_i_alloc_zero(1, sizeof *g);
    if (g == NULL) {
        return INTRO_ENOMEM;
    }
    *out = g;
    return INTRO_OK;
}

intro_status intro_i_graph_own(intro_graph *graph, void *block)
{
    void *data = graph->owned.data;
    const intro_status rc = intro_i_vec_grow(
        &data, &graph->owned.capacity, graph->owned.count + 1, sizeof(void *));
    graph->owned.data = data;
    if (rc != INTRO_OK) {
        intro_i_free(block);
        return rc;
    }
    graph->owned.data[graph->owned.count++] = block;
    return INTRO_OK;
}

void intro_i_graph_disown(intro_graph *graph, const void *block)
{
    for (size_t i = 0; i < graph->owned.count; i++) {
        if (graph->owned.data[i] == block) {
            intro_i_free(graph->owned.data[i]);
            graph->owned.data[i] = graph->owned.data[--graph->owned.count];
            return;
        }
    }
}

intro_status intro_i_graph_set_clusters(intro_graph *graph, uint32_t *clusters,
                                        uint32_t count)
{
    INTRO_TRY(intro_i_graph_own(graph, clusters));
    if (graph->clusters != NULL) {
        intro_i_graph_disown(graph, graph->clusters);
    }
    graph->clusters = clusters;
    graph->cluster_count = count;
    return INTRO_OK;
}

size_t intro_i_cluster_name(uint32_t cluster, char name[INTRO_I_CLUSTER_NAME])
{
    return (size_t)snprintf(name, INTRO_I_CLUSTER_NAME, "c%" PRIu64,
                            (uint64_t)cluster + 1);
}

void intro_graph_close(intro_graph *graph)
{
    if (graph == NULL) {
        return;
    }
    for (size_t i = 0; i < graph->owned.count; i++) {
        intro_i_free(graph->owned.data[i]);
    }
    intro_i_free(graph->owned.data);
    intro_i_free(graph->columns);
    intro_i_watch_free(graph->strings.watch);
    if (graph->mapping_close != NULL) {
        graph->mapping_close(graph->mapping);
    }
    intro_i_free(graph);
}

uint32_t intro_graph_people(const intro_graph *graph)
{
    return graph->people;
}

uint64_t intro_graph_ties(const intro_graph *graph)
{
    return graph->ties;
}

uint64_t intro_graph_inferred_ties(const intro_graph *graph)
{
    return graph->tie_inferred == NULL
               ? 0
               : intro_i_bits_count(graph->tie_inferred,
                                    intro_i_bits_words(graph->ties));
}

bool intro_graph_is_directed(const intro_graph *graph)
{
    return graph->is_directed;
}

static intro_row row_of(const intro_graph *graph, const uint64_t *offsets,
                        const uint32_t *people, const float *strengths,
                        intro_vid v)
{
    if (graph->strings.watch != NULL &&
        !intro_i_watch_row(graph, offsets, people, strengths, v)) {
        return (intro_row){people, strengths, 0, 0};
    }
    const intro_row row = {.people = people + offsets[v],
                           .strengths = strengths + offsets[v],
                           .count = offsets[v + 1] - offsets[v],
                           .first = offsets[v]};
    return row;
}

intro_row intro_graph_row(const intro_graph *graph, intro_vid v)
{
    return row_of(graph, graph->out_offsets, graph->out_people,
                  graph->out_strengths, v);
}

intro_row intro_graph_row_in(const intro_graph *graph, intro_vid v)
{
    return row_of(graph, graph->in_offsets, graph->in_people,
                  graph->in_strengths, v);
}

const char *intro_graph_id(const intro_graph *graph, intro_vid v)
{
    return intro_i_graph_text(graph, v + 1);
}

const char *intro_graph_field(const intro_graph *graph, intro_vid v,
                              intro_field field)
{
    const uint32_t *const known = graph->known[field];
    return known == NULL || known[v] == 0 ? NULL
                                          : intro_i_graph_text(graph, known[v]);
}

const char *intro_field_name(intro_field field)
{
    static const char *const names[INTRO_FIELD_COUNT] = {
        [INTRO_FIELD_NAME] = "name",
        [INTRO_FIELD_COMPANY] = "company",
        [INTRO_FIELD_POSITION] = "position",
        [INTRO_FIELD_INDUSTRY] = "industry",
        [INTRO_FIELD_FUNCTION] = "function",
        [INTRO_FIELD_SENIORITY] = "seniority",
        [INTRO_FIELD_LOCATION] = "location",
        [INTRO_FIELD_EMAIL] = "email",
        [INTRO_FIELD_URL] = "url",
        [INTRO_FIELD_SUBINDUSTRY] = "subindustry"};
    return names[field];
}

/* The bits of a field that can be guessed. */
static const uint64_t *guessed_bits(const intro_graph *graph, intro_field field)
{
    const unsigned place = (unsigned)field - INTRO_I_FIRST_GUESSED;
    return place < INTRO_I_GUESSED ? graph->guessed[place] : NULL;
}

bool intro_graph_is_guessed(const intro_graph *graph, intro_vid v,
                            intro_field field)
{
    const uint64_t *const bits = guessed_bits(graph, field);
    return field == INTRO_FIELD_SUBINDUSTRY
               ? intro_graph_field(graph, v, field) != NULL
               : bits != NULL && intro_i_bits_get(bits, v);
}

uint64_t intro_graph_guessed(const intro_graph *graph, intro_field field)
{
    const uint64_t *const bits = guessed_bits(graph, field);
    uint64_t count = 0;
    for (intro_vid v = 0; field == INTRO_FIELD_SUBINDUSTRY && v < graph->people;
         v++) {
        count += intro_graph_field(graph, v, field) != NULL;
    }
    return bits == NULL
               ? count
               : intro_i_bits_count(bits, intro_i_bits_words(graph->people));
}

const char *intro_graph_display_name(const intro_graph *graph, intro_vid v)
{
    const char *const name = intro_graph_field(graph, v, INTRO_FIELD_NAME);
    return name == NULL ? intro_graph_id(graph, v) : name;
}

/* --- ties -------------------------------------------------------------------- */

intro_arc intro_i_graph_arc_tie(const intro_graph *g, intro_vid v,
                                intro_arc arc)
{
    if (g->strings.watch != NULL && !intro_i_watch_tie_of(g, v, arc)) {
        return 0;
    }
    if (g->is_directed) {
        return g->arc_tie[arc];
    }
    /* A tie of the smaller person: the greater is among the last arcs there. */
    const intro_vid u = g->out_people[arc];
    const intro_vid smaller = u > v ? v : u;
    const uint64_t own = g->tie_start[smaller + 1] - g->tie_start[smaller];
    const uint64_t first = g->out_offsets[smaller + 1] - own;
    uint64_t low = u > v ? arc : first;
    uint64_t high = u > v ? arc : g->out_offsets[u + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (g->out_people[middle] < v) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const intro_arc tie = g->tie_start[smaller] + (low - first);
    if (INTRO_UNLIKELY(tie >= g->ties)) { /* only under a watch */
        intro_i_watch_note(g->strings.watch, "out_people");
        return 0;
    }
    return tie;
}

/* Arc from v to u, or INTRO_NO_TIE. */
static intro_arc find_arc(const intro_graph *g, intro_vid v, intro_vid u)
{
    if (g->strings.watch != NULL &&
        !intro_i_watch_row(g, g->out_offsets, g->out_people, g->out_strengths,
                           v)) {
        return INTRO_NO_TIE;
    }
    uint64_t low = g->out_offsets[v];
    uint64_t high = g->out_offsets[v + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (g->out_people[middle] < u) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < g->out_offsets[v + 1] && g->out_people[low] == u
               ? low
               : INTRO_NO_TIE;
}

const intro_i_evidence_row *intro_i_graph_evidence(const intro_graph *g,
                                                   intro_arc tie, size_t *count)
{
    uint64_t low = 0;
    uint64_t high = g->evidence_tie_count;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (g->evidence_ties[middle] < tie) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *count = 0;
    if (low == g->evidence_tie_count || g->evidence_ties[low] != tie ||
        (g->strings.watch != NULL && !intro_i_watch_evidence(g, low))) {
        return NULL;
    }
    *count = (size_t)(g->evidence_offsets[low + 1] - g->evidence_offsets[low]);
    return g->evidence_rows + g->evidence_offsets[low];
}

/* A tie that one can go back over is both ways (or undirected). */
static bool is_one_way(const intro_graph *g, intro_arc tie, intro_vid a,
                       intro_vid b)
{
    if (!g->is_directed) {
        return false;
    }
    const intro_arc back = find_arc(g, b, a);
    return back == INTRO_NO_TIE || g->arc_tie[back] != tie;
}

static intro_tie describe(const intro_graph *g, intro_vid a, intro_vid b,
                          intro_arc arc)
{
    intro_tie tie = {.tie = intro_i_graph_arc_tie(g, a, arc),
                     .a = a,
                     .b = b,
                     .strength = g->out_strengths[arc],
                     .since = INTRO_NO_DAY,
                     .last = INTRO_NO_DAY};
    tie.inferred =
        g->tie_inferred != NULL && intro_i_bits_get(g->tie_inferred, tie.tie);
    tie.one_way = is_one_way(g, tie.tie, a, b);
    size_t count;
    const intro_i_evidence_row *const rows =
        intro_i_graph_evidence(g, tie.tie, &count);
    for (size_t i = 0; i < count; i++) {
        if (g->observed_only &&
            intro_evidence_is_inferred((intro_evidence_kind)rows[i].kind)) {
            continue;
        }
        if (rows[i].kind == INTRO_EV_CONNECTION) {
            tie.since = rows[i].first;
        }
        if (rows[i].last > tie.last) {
            tie.last = rows[i].last;
        }
    }
    return tie;
}

bool intro_graph_find_tie(const intro_graph *graph, intro_vid a, intro_vid b,
                          intro_tie *out)
{
    const intro_arc arc = find_arc(graph, a, b);
    if (arc == INTRO_NO_TIE) {
        return false;
    }
    *out = describe(graph, a, b, arc);
    return true;
}

/* Greatest v with starts[v] <= value; starts[0] is 0. */
static intro_vid owner_of(const uint64_t *starts, uint32_t people,
                          uint64_t value)
{
    uint32_t low = 0;
    uint32_t high = people;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (starts[middle] <= value) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Asked under a watch only. */
static bool is_in_row(const intro_graph *g, intro_vid v, intro_arc arc)
{
    if (!intro_i_watch_row(g, g->out_offsets, g->out_people, g->out_strengths,
                           v)) {
        return false;
    }
    const bool is_in = arc >= g->out_offsets[v] && arc < g->out_offsets[v + 1];
    if (!is_in) {
        intro_i_watch_note(g->strings.watch,
                           g->is_directed ? "tie_arc" : "tie_start");
    }
    return is_in;
}

intro_tie intro_graph_tie(const intro_graph *graph, intro_arc i)
{
    intro_arc arc;
    intro_vid v;
    if (graph->is_directed) {
        arc = graph->tie_arc[i];
        v = owner_of(graph->out_offsets, graph->people, arc);
    } else {
        v = owner_of(graph->tie_start, graph->people, i);
        arc = graph->out_offsets[v + 1] - (graph->tie_start[v + 1] - i);
    }
    if (graph->strings.watch != NULL && !is_in_row(graph, v, arc)) {
        return (intro_tie){.since = INTRO_NO_DAY, .last = INTRO_NO_DAY};
    }
    return describe(graph, v, graph->out_people[arc], arc);
}

/* --- evidence ----------------------------------------------------------------- */

static intro_direction direction_of(const intro_evidence *e)
{
    switch (e->kind) {
    case INTRO_EV_MESSAGES_TWO_WAY:
    case INTRO_EV_MESSAGES_ONE_WAY:
    case INTRO_EV_RECOMMENDATION:
    case INTRO_EV_ENDORSEMENT:
    case INTRO_EV_INVITATION_NOTE:
        return e->count_ab != 0 && e->count_ba != 0 ? INTRO_DIR_BOTH
               : e->count_ab != 0                   ? INTRO_DIR_AB
                                                    : INTRO_DIR_BA;
    case INTRO_EV_CONNECTION:
    case INTRO_EV_COLLEAGUE:
    case INTRO_EV_SAME_EMPLOYER_NOW:
    case INTRO_EV_SMALL_THREAD:
    case INTRO_EV_WEIGHT:
    case INTRO_EV_STATED:
    case INTRO_EV_COUNT:
        break;
    }
    return INTRO_DIR_NONE;
}

/* What GraphML alone says of a tie. */
static void explain_implicit(const intro_graph *g, const intro_tie *tie,
                             intro_evidence *out)
{
    const bool stated =
        g->tie_stated != NULL && intro_i_bits_get(g->tie_stated, tie->tie);
    intro_i_evidence_row row;
    memset(&row, 0, sizeof row);
    row.kind = (uint8_t)(stated ? INTRO_EV_STATED : INTRO_EV_WEIGHT);
    row.flags = INTRO_I_EV_UNDATED;
    row.count_ab = 1;
    row.first = row.last = INTRO_NO_DAY;
    row.value = (double)tie->strength;
    intro_i_evidence_explain(&g->strength.model, g->strength.as_of, &row, out);
}

size_t intro_graph_tie_evidence(const intro_graph *graph, const intro_tie *tie,
                                intro_evidence out[INTRO_EV_COUNT])
{
    size_t rows;
    size_t written = 0;
    const intro_i_evidence_row *const row =
        intro_i_graph_evidence(graph, tie->tie, &rows);
    if (rows == 0) {
        explain_implicit(graph, tie, &out[0]);
        return 1;
    }
    /* Rows go from the smaller end, those of a one-way tie from its tail. */
    const bool flip = !tie->one_way && tie->a > tie->b;
    for (size_t i = 0; i < rows && written < INTRO_EV_COUNT; i++) {
        if (graph->observed_only &&
            intro_evidence_is_inferred((intro_evidence_kind)row[i].kind)) {
            continue;
        }
        intro_evidence *const e = &out[written++];
        intro_i_evidence_explain(&graph->strength.model, graph->strength.as_of,
                                 &row[i], e);
        e->label = intro_i_graph_text(graph, row[i].label);
        if (flip) {
            const uint32_t kept = e->count_ab;
            e->count_ab = e->count_ba;
            e->count_ba = kept;
        }
        e->direction = direction_of(e);
    }
    return written;
}

intro_day intro_graph_as_of(const intro_graph *graph)
{
    return graph->strength.as_of;
}

uint32_t intro_graph_owners(const intro_graph *graph)
{
    return graph->owner_count;
}

intro_vid intro_graph_owner(const intro_graph *graph, uint32_t i)
{
    return graph->owners[i];
}

/* --- provenance ---------------------------------------------------------------- */

uint64_t intro_graph_edges(const intro_graph *graph)
{
    return graph->edges;
}

void intro_graph_tie_edges(const intro_graph *graph, intro_arc tie,
                           uint64_t *first, uint64_t *count)
{
    intro_i_watch *const watch = graph->strings.watch;
    if (watch != NULL && !intro_i_check_tie_edges(graph, tie)) {
        intro_i_watch_note(watch, "tie_edges");
        *first = 0;
        *count = 0;
    } else if (graph->edges == 0) {
        *first = 0;
        *count = 0;
    } else if (graph->tie_edges == NULL) {
        *first = tie;
        *count = 1;
    } else {
        *first = graph->tie_edges[tie];
        *count = graph->tie_edges[tie + 1] - *first;
    }
}

uint32_t intro_graph_sources(const intro_graph *graph)
{
    return graph->source_count;
}

intro_source_info intro_graph_source(const intro_graph *graph, uint32_t i)
{
    static const char *const formats[] = {"graphml", "linkedin",
                                          "linkedin-csv"};
    const intro_i_source_record *const s = &graph->sources[i];
    const intro_source_info info = {
        .file = intro_i_graph_text(graph, s->file),
        .format = s->format < INTRO_COUNT_OF(formats) ? formats[s->format] : "",
        .owner =
            s->owner == UINT32_MAX ? NULL : intro_graph_id(graph, s->owner),
        .rows = s->rows,
        .used = s->used,
        .merged = s->merged,
        .skipped = s->skipped,
        .reasons = s->reasons};
    return info;
}

intro_reason intro_graph_source_reason(const intro_graph *graph,
                                       uint32_t source, uint32_t i)
{
    const intro_i_reason_record *const r =
        &graph->reasons[graph->sources[source].first_reason + i];
    const intro_reason reason = {.reason = intro_i_graph_text(graph, r->text),
                                 .count = r->count,
                                 .first_line = r->first_line};
    return reason;
}

intro_read_counts intro_graph_read_counts(const intro_graph *graph)
{
    return graph->read;
}

uint32_t intro_graph_warnings(const intro_graph *graph)
{
    return graph->warning_count;
}

const char *intro_graph_warning(const intro_graph *graph, uint32_t i)
{
    return intro_i_graph_text(graph, graph->warnings[i]);
}

const char *intro_graph_weight_attribute(const intro_graph *graph)
{
    return graph->strength.weight == 0
               ? NULL
               : intro_i_graph_text(graph, graph->strength.weight);
}

const char *intro_graph_weight_meaning(const intro_graph *graph)
{
    if (graph->strength.weight == 0) {
        return NULL;
    }
    switch ((intro_weight_meaning)graph->strength.meaning) {
    case INTRO_WEIGHT_STRENGTH:
        return "strength";
    case INTRO_WEIGHT_COUNT:
        return "count";
    case INTRO_WEIGHT_COST:
        return "cost";
    case INTRO_WEIGHT_GUESS:
        break;
    }
    return NULL;
}

const char *intro_graph_model_name(const intro_graph *graph)
{
    return graph->strength.model_changed != 0 ? "noisy-or/1 (changed)"
                                              : "noisy-or/1";
}

uint64_t intro_i_lookup_hash(char kind, const char *text, size_t length)
{
    /* The kind goes into the hash as one step of FNV-1a, so that no copy of the
     * text has to be made in front of it. */
    return (intro_i_checksum_of(text, length) ^ (unsigned char)kind) *
           UINT64_C(0x100000001B3);
}
