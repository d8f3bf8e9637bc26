/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two graphs compared array by array, and one walked through its accessors. */
#include "hand_graph.h"

#include "base/bits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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
    for (int i = 0; i < INTRO_I_GUESSED; i++) {
        SAME(guessed[i], intro_i_bits_words(a->people));
    }
    assert_same_columns(a, b);
    assert_true(a->lookup_count == b->lookup_count &&
                a->source_count == b->source_count &&
                a->reason_count == b->reason_count &&
                a->warning_count == b->warning_count &&
                a->owner_count == b->owner_count &&
                a->class_rule_count == b->class_rule_count);
    SAME(lookup_hashes, a->lookup_count);
    SAME(lookup_people, a->lookup_count);
    SAME(sources, a->source_count);
    SAME(reasons, a->reason_count);
    SAME(warnings, a->warning_count);
    SAME(owners, a->owner_count);
    SAME(class_rules, a->class_rule_count);
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
