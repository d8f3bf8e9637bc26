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

static void make_people(maker *m)
{
    intro_graph *const g = m->g;
    for (int f = 0; f < INTRO_FIELD_COUNT; f += 2) {
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
        make_records(&m);
    }
    return m.g;
}

/* --- comparing ----------------------------------------------------------- */

static void assert_same(const char *what, const void *a, const void *b,
                        uint64_t count, size_t size)
{
    if (count == 0) {
        return;
    }
    if ((a == NULL) != (b == NULL)) {
        fail_msg("%s is there only once", what);
    }
    if (a != NULL && memcmp(a, b, (size_t)count * size) != 0) {
        fail_msg("%s differs", what);
    }
}

#define SAME(array, count)                                                     \
    assert_same(#array, a->array, b->array, (count), sizeof *a->array)

static void assert_same_columns(const intro_graph *a, const intro_graph *b)
{
    assert_int_equal(a->column_count, b->column_count);
    for (uint32_t i = 0; i < a->column_count; i++) {
        const intro_column *const x = &a->columns[i];
        const intro_column *const y = &b->columns[i];
        assert_true(x->name == y->name && x->kind == y->kind &&
                    x->of == y->of && x->rows == y->rows);
        assert_same("values", x->values, y->values, x->rows,
                    intro_i_kind_size((intro_column_kind)x->kind));
        assert_same("present", x->present, y->present,
                    intro_i_bits_words(x->rows), sizeof *x->present);
    }
}

void hand_assert_equal(const intro_graph *a, const intro_graph *b)
{
    assert_true(
        a->people == b->people && a->ties == b->ties && a->arcs == b->arcs &&
        a->edges == b->edges && a->is_directed == b->is_directed &&
        a->observed_only == b->observed_only && a->known_own == b->known_own);
    assert_true(a->strings.count == b->strings.count &&
                a->strings.size == b->strings.size);
    SAME(strings.bytes, a->strings.size);
    SAME(strings.offsets, (uint64_t)a->strings.count + 1);
    SAME(out_offsets, (uint64_t)a->people + 1);
    SAME(out_people, a->arcs);
    SAME(out_strengths, a->arcs);
    SAME(in_offsets, (uint64_t)a->people + 1);
    SAME(in_people, a->arcs);
    SAME(in_strengths, a->arcs);
    SAME(tie_start, (uint64_t)a->people + 1);
    SAME(arc_tie, a->arcs);
    SAME(tie_arc, a->ties);
    SAME(tie_inferred, intro_i_bits_words(a->ties));
    SAME(tie_stated, intro_i_bits_words(a->ties));
    assert_true(a->evidence_tie_count == b->evidence_tie_count &&
                a->evidence_row_count == b->evidence_row_count);
    SAME(evidence_ties, a->evidence_tie_count);
    if (a->evidence_tie_count > 0) {
        SAME(evidence_offsets, a->evidence_tie_count + 1);
    }
    SAME(evidence_rows, a->evidence_row_count);
    SAME(tie_edges, a->ties + 1);
    SAME(edge_sources, a->edges);
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        SAME(known[f], a->people);
    }
    assert_same_columns(a, b);
    assert_true(a->lookup_count == b->lookup_count &&
                a->source_count == b->source_count &&
                a->reason_count == b->reason_count &&
                a->warning_count == b->warning_count &&
                a->owner_count == b->owner_count);
    SAME(lookup_hashes, a->lookup_count);
    SAME(lookup_people, a->lookup_count);
    SAME(sources, a->source_count);
    SAME(reasons, a->reason_count);
    SAME(warnings, a->warning_count);
    SAME(owners, a->owner_count);
    assert_memory_equal(&a->read, &b->read, sizeof a->read);
    assert_memory_equal(&a->strength, &b->strength, sizeof a->strength);
}

/* --- walking ------------------------------------------------------------- */

static uint64_t text_sum(const char *text)
{
    return text == NULL ? 1 : strlen(text);
}

static uint64_t walk_person(const intro_graph *g, intro_vid v)
{
    uint64_t sum = text_sum(intro_graph_id(g, v)) +
                   text_sum(intro_graph_display_name(g, v));
    const intro_row out = intro_graph_row(g, v);
    const intro_row in = intro_graph_row_in(g, v);
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        sum += text_sum(intro_graph_field(g, v, (intro_field)f));
    }
    for (uint64_t i = 0; i < out.count; i++) {
        intro_tie tie;
        sum += out.people[i] + (uint64_t)(100 * out.strengths[i]);
        sum += intro_i_graph_arc_tie(g, v, out.first + i);
        assert_true(intro_graph_find_tie(g, v, out.people[i], &tie));
        sum += tie.tie;
    }
    for (uint64_t i = 0; i < in.count; i++) {
        sum += in.people[i] + (uint64_t)(100 * in.strengths[i]);
    }
    return sum;
}

static uint64_t walk_tie(const intro_graph *g, intro_arc t)
{
    intro_evidence evidence[INTRO_EV_COUNT];
    uint64_t first;
    uint64_t count;
    const intro_tie tie = intro_graph_tie(g, t);
    uint64_t sum = tie.a + tie.b + (uint64_t)tie.inferred;
    const size_t kinds = intro_graph_tie_evidence(g, &tie, evidence);
    assert_true(kinds <= INTRO_EV_COUNT);
    for (size_t i = 0; i < kinds; i++) {
        sum += text_sum(evidence[i].label) + evidence[i].count;
    }
    intro_graph_tie_edges(g, t, &first, &count);
    assert_true(first + count <= intro_graph_edges(g));
    return sum + first + count;
}

static uint64_t walk_columns(const intro_graph *g)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < intro_graph_columns(g); i++) {
        const intro_column *const column = intro_graph_column(g, i);
        sum += text_sum(intro_column_name(column)) + intro_column_known(column);
        for (uint64_t r = 0; r < intro_column_rows(column); r++) {
            const intro_value value = intro_column_get(column, r);
            if (value.is_known) {
                sum +=
                    value.kind == INTRO_KIND_STRING ? text_sum(value.text) : 1;
            }
        }
    }
    return sum;
}

static uint64_t walk_sources(const intro_graph *g)
{
    uint64_t sum = intro_graph_read_counts(g).nodes;
    for (uint32_t i = 0; i < intro_graph_sources(g); i++) {
        const intro_source_info source = intro_graph_source(g, i);
        sum += text_sum(source.file) + text_sum(source.format) +
               text_sum(source.owner);
        for (uint32_t r = 0; r < source.reasons; r++) {
            sum += text_sum(intro_graph_source_reason(g, i, r).reason);
        }
    }
    for (uint32_t i = 0; i < intro_graph_warnings(g); i++) {
        sum += text_sum(intro_graph_warning(g, i));
    }
    for (uint32_t i = 0; i < intro_graph_owners(g); i++) {
        sum += intro_graph_owner(g, i);
    }
    return sum + text_sum(intro_graph_weight_attribute(g)) +
           text_sum(intro_graph_weight_meaning(g)) +
           text_sum(intro_graph_model_name(g));
}

uint64_t hand_walk(const intro_graph *g)
{
    uint64_t sum = intro_graph_inferred_ties(g);
    for (intro_vid v = 0; v < intro_graph_people(g); v++) {
        sum += walk_person(g, v);
    }
    for (intro_arc t = 0; t < intro_graph_ties(g); t++) {
        sum += walk_tie(g, t);
    }
    return sum + walk_columns(g) + walk_sources(g);
}
