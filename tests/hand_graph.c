/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hand_graph.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { BOTH = 1, UP = 2, DOWN = 4 }; /* ties of a pair */

typedef struct maker {
    const hand_plan *plan;
    intro_i_random random;
    intro_graph *g;
    uint8_t *pairs; /* people x people, for v < w */
    char *text;
    uint64_t text_size;
    uint64_t *offsets;
} maker;

static void *take(maker *m, uint64_t count, size_t size)
{
    void *const block = intro_i_alloc_zero((size_t)count, size);
    assert_non_null(block);
    assert_int_equal(intro_i_graph_own(m->g, block), INTRO_OK);
    return block;
}

static float make_strength(maker *m)
{
    return (float)(0.01 + 0.99 * intro_i_random_double(&m->random));
}

/* --- strings ------------------------------------------------------------- */

/* Ids first, then a few words, one with letters beyond ASCII and one with
 * what a terminal or a browser would obey. */
static const char *const words[] = {"Acme",
                                    "Zo\xC3\xAB \xE6\x9D\x8E",
                                    "\x1b[2J<script>",
                                    "graphml",
                                    "reason",
                                    "a warning",
                                    "weight",
                                    "x"};

enum { WORDS = 8 };

static uint32_t word(const maker *m, uint64_t i)
{
    return m->plan->people + 1 + (uint32_t)(i % WORDS);
}

static void make_strings(maker *m)
{
    intro_graph *const g = m->g;
    const uint32_t count = m->plan->people + 1 + WORDS;
    uint64_t *const offsets = take(m, (uint64_t)count + 1, sizeof *offsets);
    char text[32];
    uint64_t size = 0;
    for (uint32_t s = 0; s < count; s++) {
        offsets[s + 1] =
            offsets[s] + 1 +
            (s == 0 ? 0
             : s <= m->plan->people
                 ? (uint64_t)snprintf(text, sizeof text, "id%06u", s)
                 : strlen(words[s - m->plan->people - 1]));
    }
    size = offsets[count];
    char *const bytes = take(m, size, 1);
    for (uint32_t s = 1; s < count; s++) {
        (void)snprintf(text, sizeof text, "id%06u", s);
        const char *const from =
            s <= m->plan->people ? text : words[s - m->plan->people - 1];
        memcpy(bytes + offsets[s], from, strlen(from) + 1);
    }
    g->strings = (intro_i_strings){bytes, offsets, count, size, NULL};
}

/* --- ties ---------------------------------------------------------------- */

static uint8_t *pair(const maker *m, uint32_t v, uint32_t w)
{
    return &m->pairs[(size_t)v * m->plan->people + w];
}

static void choose_pairs(maker *m)
{
    const uint32_t n = m->plan->people;
    static const uint8_t kinds[] = {BOTH, UP, DOWN, UP | DOWN};
    for (uint32_t v = 0; v < n; v++) {
        for (uint32_t w = v + 1; w < n; w++) {
            if (intro_i_random_double(&m->random) >= m->plan->density) {
                continue;
            }
            *pair(m, v, w) = m->plan->is_directed
                                 ? kinds[intro_i_random_below(&m->random, 4)]
                                 : BOTH;
            m->g->ties +=
                (uint64_t)__builtin_popcount((unsigned)*pair(m, v, w));
            m->g->arcs +=
                *pair(m, v, w) == UP || *pair(m, v, w) == DOWN ? 1 : 2;
        }
    }
}

static bool leads(const maker *m, uint32_t v, uint32_t w)
{
    if (v == w) {
        return false;
    }
    return v < w ? (*pair(m, v, w) & (BOTH | UP)) != 0
                 : (*pair(m, w, v) & (BOTH | DOWN)) != 0;
}

static uint64_t arc_of(const intro_graph *g, uint32_t v, uint32_t w)
{
    for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
        if (g->out_people[i] == w) {
            return i;
        }
    }
    fail_msg("no arc from %u to %u", v, w);
    return 0;
}

static void make_rows(maker *m)
{
    intro_graph *const g = m->g;
    const uint32_t n = g->people;
    uint64_t *const offsets = take(m, (uint64_t)n + 1, sizeof *offsets);
    uint32_t *const people = take(m, g->arcs, sizeof *people);
    float *const strengths = take(m, g->arcs, sizeof *strengths);
    uint64_t at = 0;
    g->out_offsets = offsets;
    g->out_people = people;
    g->out_strengths = strengths;
    for (uint32_t v = 0; v < n; v++) {
        for (uint32_t w = 0; w < n; w++) {
            if (!leads(m, v, w)) {
                continue;
            }
            people[at] = w;
            strengths[at] = m->plan->is_directed || v < w
                                ? make_strength(m)
                                : strengths[arc_of(g, w, v)];
            at++;
        }
        offsets[v + 1] = at;
    }
    assert_int_equal(at, g->arcs);
}

static void make_in_rows(maker *m)
{
    intro_graph *const g = m->g;
    const uint32_t n = g->people;
    uint64_t *const offsets = take(m, (uint64_t)n + 1, sizeof *offsets);
    uint32_t *const people = take(m, g->arcs, sizeof *people);
    float *const strengths = take(m, g->arcs, sizeof *strengths);
    uint64_t at = 0;
    for (uint32_t v = 0; v < n; v++) {
        for (uint32_t w = 0; w < n; w++) {
            if (leads(m, w, v)) {
                people[at] = w;
                strengths[at] = g->out_strengths[arc_of(g, w, v)];
                at++;
            }
        }
        offsets[v + 1] = at;
    }
    g->in_offsets = offsets;
    g->in_people = people;
    g->in_strengths = strengths;
}

static void number_directed(maker *m)
{
    intro_graph *const g = m->g;
    uint64_t *const arc_tie = take(m, g->arcs, sizeof *arc_tie);
    uint64_t *const tie_arc = take(m, g->ties, sizeof *tie_arc);
    uint64_t tie = 0;
    for (uint32_t v = 0; v < g->people; v++) {
        for (uint32_t w = v + 1; w < g->people; w++) {
            const uint8_t kind = *pair(m, v, w);
            if ((kind & (BOTH | UP)) != 0) {
                tie_arc[tie] = arc_of(g, v, w);
                arc_tie[tie_arc[tie]] = tie;
                if (kind == BOTH) {
                    arc_tie[arc_of(g, w, v)] = tie;
                }
                tie++;
            }
            if ((kind & DOWN) != 0) {
                tie_arc[tie] = arc_of(g, w, v);
                arc_tie[tie_arc[tie]] = tie;
                tie++;
            }
        }
    }
    assert_int_equal(tie, g->ties);
    g->arc_tie = arc_tie;
    g->tie_arc = tie_arc;
}

static void make_ties(maker *m)
{
    intro_graph *const g = m->g;
    m->pairs = intro_i_alloc_zero(m->plan->people, m->plan->people);
    assert_non_null(m->pairs);
    choose_pairs(m);
    make_rows(m);
    if (m->plan->is_directed) {
        make_in_rows(m);
        number_directed(m);
    } else {
        uint64_t *const start = take(m, (uint64_t)g->people + 1, sizeof *start);
        for (uint32_t v = 0; v < g->people; v++) {
            start[v + 1] = start[v];
            for (uint32_t w = v + 1; w < g->people; w++) {
                start[v + 1] += *pair(m, v, w) != 0;
            }
        }
        g->tie_start = start;
        g->in_offsets = g->out_offsets;
        g->in_people = g->out_people;
        g->in_strengths = g->out_strengths;
    }
    intro_i_free(m->pairs);
}

/* --- the rest ------------------------------------------------------------ */

static uint64_t *make_bits(maker *m, uint64_t count)
{
    uint64_t *const bits = take(m, intro_i_bits_words(count), sizeof *bits);
    for (uint64_t i = 0; i < count;
         i += 1 + intro_i_random_below(&m->random, 4)) {
        intro_i_bits_set(bits, i);
    }
    return bits;
}

static void make_evidence(maker *m)
{
    intro_graph *const g = m->g;
    g->evidence_tie_count = (g->ties + 1) / 2;
    g->evidence_row_count = 2 * g->evidence_tie_count;
    uint64_t *const ties = take(m, g->evidence_tie_count, sizeof *ties);
    uint64_t *const offsets =
        take(m, g->evidence_tie_count + 1, sizeof *offsets);
    intro_i_evidence_row *const rows =
        take(m, g->evidence_row_count, sizeof *rows);
    for (uint64_t i = 0; i < g->evidence_tie_count; i++) {
        ties[i] = 2 * i;
        offsets[i + 1] = 2 * i + 2;
        rows[2 * i] = (intro_i_evidence_row){.kind = INTRO_EV_CONNECTION,
                                             .count_ab = 1,
                                             .first = 18000,
                                             .last = 18000 + (int32_t)i};
        rows[2 * i + 1] = (intro_i_evidence_row){.kind = INTRO_EV_WEIGHT,
                                                 .flags = INTRO_I_EV_UNDATED,
                                                 .count_ab = 1,
                                                 .first = INTRO_NO_DAY,
                                                 .last = INTRO_NO_DAY,
                                                 .label = word(m, i),
                                                 .value = 0.5};
    }
    g->evidence_ties = ties;
    g->evidence_offsets = offsets;
    g->evidence_rows = rows;
}

static void make_edges(maker *m)
{
    intro_graph *const g = m->g;
    uint64_t *const edges = take(m, g->ties + 1, sizeof *edges);
    for (uint64_t t = 0; t < g->ties; t++) {
        edges[t + 1] = edges[t] + t % 3;
    }
    g->edges = edges[g->ties];
    uint16_t *const sources = take(m, g->edges, sizeof *sources);
    for (uint64_t i = 0; i < g->edges; i++) {
        sources[i] = (uint16_t)(i % 2);
    }
    g->tie_edges = edges;
    g->edge_sources = sources;
}

static const void *make_values(maker *m, intro_column_kind kind, uint64_t rows)
{
    void *const values = take(m, rows, intro_i_kind_size(kind));
    for (uint64_t i = 0; i < rows; i++) {
        switch (kind) {
        case INTRO_KIND_STRING:
            ((uint32_t *)values)[i] = word(m, i);
            break;
        case INTRO_KIND_INT:
            ((int64_t *)values)[i] = -(int64_t)i;
            break;
        case INTRO_KIND_DOUBLE:
            ((double *)values)[i] = i % 5 == 0 ? HUGE_VAL : 0.25 * (double)i;
            break;
        case INTRO_KIND_BOOL:
            ((uint8_t *)values)[i] = i % 2;
            break;
        case INTRO_KIND_DAY:
            ((int32_t *)values)[i] = (int32_t)i;
            break;
        }
    }
    return values;
}

static void make_columns(maker *m)
{
    enum { KINDS = INTRO_KIND_DAY + 1 };
    intro_graph *const g = m->g;
    g->column_count = 2 * KINDS;
    g->columns = intro_i_alloc_zero(g->column_count, sizeof *g->columns);
    assert_non_null(g->columns); /* freed with the graph, not as a block */
    for (uint32_t i = 0; i < g->column_count; i++) {
        const bool is_tie = i >= KINDS;
        const uint64_t rows = is_tie ? g->edges : g->people;
        g->columns[i] = (struct intro_column){
            .strings = &g->strings,
            .name = word(m, i),
            .kind = (uint8_t)(i % KINDS),
            .of = is_tie ? INTRO_OF_TIE : INTRO_OF_PERSON,
            .rows = rows,
            .values = make_values(m, (intro_column_kind)(i % KINDS), rows),
            .present = i % 3 == 0 ? NULL : make_bits(m, rows),
        };
    }
}

/* Some functions were guessed, and a finer industry for everybody. */
static void make_guesses(maker *m)
{
    intro_graph *const g = m->g;
    uint64_t *const guessed =
        take(m, intro_i_bits_words(g->people), sizeof *guessed);
    uint32_t *const finer = take(m, g->people, sizeof *finer);
    for (uint32_t v = 0; v < g->people; v++) {
        finer[v] = word(m, v);
        if (v % 2 == 1 && g->known[INTRO_FIELD_FUNCTION][v] != 0) {
            intro_i_bits_set(guessed, v);
        }
    }
    g->guessed[INTRO_FIELD_FUNCTION - INTRO_I_FIRST_GUESSED] = guessed;
    g->known[INTRO_FIELD_SUBINDUSTRY] = finer;
    g->known_own |= (uint32_t)1 << INTRO_FIELD_SUBINDUSTRY;
    g->class_rule_count = 2;
    intro_i_class_record *const rules = take(m, 2, sizeof *rules);
    for (uint32_t i = 0; i < 2; i++) {
        rules[i] = (intro_i_class_record){.file = word(m, 1),
                                          .company = word(m, 2),
                                          .classes = {0, word(m, 3), 0},
                                          .line = 2 + i};
    }
    g->class_rules = rules;
}

static void make_people(maker *m)
{
    intro_graph *const g = m->g;
    for (int f = 0; f < INTRO_FIELD_SUBINDUSTRY; f += 2) {
        uint32_t *const known = take(m, g->people, sizeof *known);
        for (uint32_t v = 0; v < g->people; v++) {
            known[v] = v % 3 == 0 ? 0 : word(m, v);
        }
        g->known[f] = known;
    }
    g->known_own = 1;
    g->lookup_count = g->people;
    uint64_t *const hashes = take(m, g->people, sizeof *hashes);
    uint32_t *const people = take(m, g->people, sizeof *people);
    for (uint32_t v = 0; v < g->people; v++) {
        hashes[v] = (uint64_t)(v / 2) << 40;
        people[v] = v;
    }
    g->lookup_hashes = hashes;
    g->lookup_people = people;
    g->owner_count = g->people < 2 ? g->people : 2;
    uint32_t *const owners = take(m, g->owner_count, sizeof *owners);
    for (uint32_t i = 0; i < g->owner_count; i++) {
        owners[i] = i;
    }
    g->owners = owners;
}

static void make_records(maker *m)
{
    intro_graph *const g = m->g;
    g->source_count = 2;
    g->reason_count = 3;
    g->warning_count = 1;
    intro_i_source_record *const sources = take(m, 2, sizeof *sources);
    intro_i_reason_record *const reasons = take(m, 3, sizeof *reasons);
    uint32_t *const warnings = take(m, 1, sizeof *warnings);
    sources[0] = (intro_i_source_record){.file = word(m, 2),
                                         .format = word(m, 3),
                                         .owner = UINT32_MAX,
                                         .reasons = 1,
                                         .date = INTRO_NO_DAY,
                                         .rows = 12,
                                         .used = 11,
                                         .skipped = 1};
    sources[1] = sources[0];
    sources[1].owner = g->people > 0 ? 0 : UINT32_MAX;
    sources[1].first_reason = 1;
    sources[1].reasons = 2;
    for (uint32_t i = 0; i < 3; i++) {
        reasons[i] = (intro_i_reason_record){
            .text = word(m, 4), .count = i + 1, .first_line = i};
    }
    warnings[0] = word(m, 5);
    g->sources = sources;
    g->reasons = reasons;
    g->warnings = warnings;
    g->read = (intro_read_counts){.nodes = g->people, .edges = g->edges};
    g->strength.weight = word(m, 6);
    g->strength.meaning = INTRO_WEIGHT_STRENGTH;
    g->strength.guessed = 1;
    g->strength.as_of = 18262;
}

static void make_model(intro_i_model *model)
{
    for (int k = 0; k < INTRO_EV_COUNT; k++) {
        model->kinds[k] = (intro_i_kind_model){0.1 * k / 2, NAN, 365.25, 0.5};
    }
    model->clamp_low = 0.01;
    model->clamp_high = 0.99;
}

intro_graph *hand_graph(const hand_plan *plan)
{
    maker m = {.plan = plan};
    intro_i_random_init(&m.random, plan->seed);
    assert_int_equal(intro_i_graph_new(&m.g), INTRO_OK);
    m.g->people = plan->people;
    m.g->is_directed = plan->is_directed;
    m.g->strength.as_of = INTRO_NO_DAY;
    make_model(&m.g->strength.model);
    make_strings(&m);
    make_ties(&m);
    if (plan->is_rich) {
        m.g->tie_inferred = make_bits(&m, m.g->ties);
        m.g->tie_stated = make_bits(&m, m.g->ties);
        make_evidence(&m);
        make_edges(&m);
        make_columns(&m);
        make_people(&m);
        make_guesses(&m);
        make_records(&m);
    }
    return m.g;
}
