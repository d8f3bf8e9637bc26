/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of arrays is written once, here, so that what is written is what is
 * opened. Its order is the order of kinds, which is the order of the file. */
#include "snapshot/snapshot_impl.h"

#include "base/alloc.h"
#include "base/bits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* There is room for it: see intro_i_snapshot_parts(). */
static void add_part(intro_i_parts *parts, uint32_t kind, uint32_t index,
                     size_t element, intro_i_part_need need, uint64_t count,
                     void *slot)
{
    parts->data[parts->count++] =
        (intro_i_part){kind, index, (uint32_t)element, need, count, slot};
}

/* sizeof the elements that `array` points to. */
#define ADD(kind, need, count, array)                                          \
    add_part(parts, (kind), 0, sizeof *(array), (need), (count),               \
             (void *)&(array))

static void add_rows(intro_graph *g, intro_i_parts *parts)
{
    const uint64_t people = (uint64_t)g->people + 1;
    const uint64_t words = intro_i_bits_words(g->ties);
    ADD(INTRO_I_SECTION_STRING_BYTES, INTRO_I_PART_ALWAYS, g->strings.size,
        g->strings.bytes);
    ADD(INTRO_I_SECTION_STRING_OFFSETS, INTRO_I_PART_ALWAYS,
        (uint64_t)g->strings.count + 1, g->strings.offsets);
    ADD(INTRO_I_SECTION_OUT_OFFSETS, INTRO_I_PART_ALWAYS, people,
        g->out_offsets);
    ADD(INTRO_I_SECTION_OUT_PEOPLE, INTRO_I_PART_ALWAYS, g->arcs,
        g->out_people);
    ADD(INTRO_I_SECTION_OUT_STRENGTHS, INTRO_I_PART_ALWAYS, g->arcs,
        g->out_strengths);
    if (g->is_directed) {
        ADD(INTRO_I_SECTION_IN_OFFSETS, INTRO_I_PART_ALWAYS, people,
            g->in_offsets);
        ADD(INTRO_I_SECTION_IN_PEOPLE, INTRO_I_PART_ALWAYS, g->arcs,
            g->in_people);
        ADD(INTRO_I_SECTION_IN_STRENGTHS, INTRO_I_PART_ALWAYS, g->arcs,
            g->in_strengths);
        ADD(INTRO_I_SECTION_ARC_TIE, INTRO_I_PART_ALWAYS, g->arcs, g->arc_tie);
        ADD(INTRO_I_SECTION_TIE_ARC, INTRO_I_PART_ALWAYS, g->ties, g->tie_arc);
    } else {
        ADD(INTRO_I_SECTION_TIE_START, INTRO_I_PART_ALWAYS, people,
            g->tie_start);
    }
    ADD(INTRO_I_SECTION_TIE_INFERRED, INTRO_I_PART_MAYBE, words,
        g->tie_inferred);
    ADD(INTRO_I_SECTION_TIE_STATED, INTRO_I_PART_MAYBE, words, g->tie_stated);
}

static void add_statements(intro_graph *g, intro_i_parts *parts)
{
    if (g->evidence_tie_count > 0) {
        ADD(INTRO_I_SECTION_EVIDENCE_TIES, INTRO_I_PART_ALWAYS,
            g->evidence_tie_count, g->evidence_ties);
        ADD(INTRO_I_SECTION_EVIDENCE_OFFSETS, INTRO_I_PART_ALWAYS,
            g->evidence_tie_count + 1, g->evidence_offsets);
        ADD(INTRO_I_SECTION_EVIDENCE_ROWS, INTRO_I_PART_ALWAYS,
            g->evidence_row_count, g->evidence_rows);
    }
    ADD(INTRO_I_SECTION_TIE_EDGES, INTRO_I_PART_MAYBE, g->ties + 1,
        g->tie_edges);
    ADD(INTRO_I_SECTION_EDGE_SOURCES, INTRO_I_PART_MAYBE, g->edges,
        g->edge_sources);
}

static void add_attributes(intro_graph *g, intro_i_parts *parts)
{
    for (uint32_t f = 0; f < INTRO_I_SNAPSHOT_FIELDS; f++) {
        add_part(parts, INTRO_I_SECTION_KNOWN, f, sizeof(uint32_t),
                 INTRO_I_PART_MAYBE, g->people, &g->known[f]);
    }
    for (uint32_t i = 0; i < g->column_count; i++) {
        intro_column *const column = &g->columns[i];
        add_part(parts, INTRO_I_SECTION_COLUMN_VALUES, i,
                 intro_i_kind_size((intro_column_kind)column->kind),
                 INTRO_I_PART_ALWAYS, column->rows, &column->values);
    }
    for (uint32_t i = 0; i < g->column_count; i++) {
        intro_column *const column = &g->columns[i];
        add_part(parts, INTRO_I_SECTION_COLUMN_PRESENT, i, sizeof(uint64_t),
                 INTRO_I_PART_MAYBE, intro_i_bits_words(column->rows),
                 &column->present);
    }
}

static void add_records(intro_graph *g, intro_i_parts *parts)
{
    ADD(INTRO_I_SECTION_LOOKUP_HASHES, INTRO_I_PART_COUNTED, g->lookup_count,
        g->lookup_hashes);
    ADD(INTRO_I_SECTION_LOOKUP_PEOPLE, INTRO_I_PART_COUNTED, g->lookup_count,
        g->lookup_people);
    ADD(INTRO_I_SECTION_SOURCES, INTRO_I_PART_COUNTED, g->source_count,
        g->sources);
    ADD(INTRO_I_SECTION_REASONS, INTRO_I_PART_COUNTED, g->reason_count,
        g->reasons);
    ADD(INTRO_I_SECTION_WARNINGS, INTRO_I_PART_COUNTED, g->warning_count,
        g->warnings);
    ADD(INTRO_I_SECTION_OWNERS, INTRO_I_PART_COUNTED, g->owner_count,
        g->owners);
}

static void add_guesses(intro_graph *g, intro_i_parts *parts)
{
    ADD(INTRO_I_SECTION_SUBINDUSTRY, INTRO_I_PART_MAYBE, g->people,
        g->known[INTRO_FIELD_SUBINDUSTRY]);
    for (uint32_t i = 0; i < INTRO_I_GUESSED; i++) {
        add_part(parts, INTRO_I_SECTION_GUESSED, i, sizeof(uint64_t),
                 INTRO_I_PART_MAYBE, intro_i_bits_words(g->people),
                 &g->guessed[i]);
    }
    ADD(INTRO_I_SECTION_CLASS_RULES, INTRO_I_PART_COUNTED, g->class_rule_count,
        g->class_rules);
}

intro_status intro_i_snapshot_parts(intro_graph *graph, intro_i_parts *parts)
{
    /* One of each kind (they are numbered up to class_rules) but for those that
     * have an index. */
    const size_t most = INTRO_I_SECTION_CLASS_RULES + INTRO_I_SNAPSHOT_FIELDS +
                        INTRO_I_GUESSED + 2 * (size_t)graph->column_count;
    parts->count = 0;
    parts->data = intro_i_alloc(most, sizeof *parts->data);
    if (parts->data == NULL) {
        return INTRO_ENOMEM;
    }
    add_rows(graph, parts);
    add_statements(graph, parts);
    add_attributes(graph, parts);
    add_records(graph, parts);
    add_guesses(graph, parts);
    return INTRO_OK;
}

static const struct {
    intro_i_snapshot_kind kind;
    const char *name;
} section_names[] = {
    {INTRO_I_SECTION_GRAPH, "graph"},
    {INTRO_I_SECTION_READ_COUNTS, "read_counts"},
    {INTRO_I_SECTION_STRENGTH, "strength"},
    {INTRO_I_SECTION_STRING_BYTES, "string_bytes"},
    {INTRO_I_SECTION_STRING_OFFSETS, "string_offsets"},
    {INTRO_I_SECTION_OUT_OFFSETS, "out_offsets"},
    {INTRO_I_SECTION_OUT_PEOPLE, "out_people"},
    {INTRO_I_SECTION_OUT_STRENGTHS, "out_strengths"},
    {INTRO_I_SECTION_IN_OFFSETS, "in_offsets"},
    {INTRO_I_SECTION_IN_PEOPLE, "in_people"},
    {INTRO_I_SECTION_IN_STRENGTHS, "in_strengths"},
    {INTRO_I_SECTION_TIE_START, "tie_start"},
    {INTRO_I_SECTION_ARC_TIE, "arc_tie"},
    {INTRO_I_SECTION_TIE_ARC, "tie_arc"},
    {INTRO_I_SECTION_TIE_INFERRED, "tie_inferred"},
    {INTRO_I_SECTION_TIE_STATED, "tie_stated"},
    {INTRO_I_SECTION_EVIDENCE_TIES, "evidence_ties"},
    {INTRO_I_SECTION_EVIDENCE_OFFSETS, "evidence_offsets"},
    {INTRO_I_SECTION_EVIDENCE_ROWS, "evidence_rows"},
    {INTRO_I_SECTION_TIE_EDGES, "tie_edges"},
    {INTRO_I_SECTION_EDGE_SOURCES, "edge_sources"},
    {INTRO_I_SECTION_KNOWN, "known"},
    {INTRO_I_SECTION_COLUMNS, "columns"},
    {INTRO_I_SECTION_COLUMN_VALUES, "column_values"},
    {INTRO_I_SECTION_COLUMN_PRESENT, "column_present"},
    {INTRO_I_SECTION_LOOKUP_HASHES, "lookup_hashes"},
    {INTRO_I_SECTION_LOOKUP_PEOPLE, "lookup_people"},
    {INTRO_I_SECTION_SOURCES, "sources"},
    {INTRO_I_SECTION_REASONS, "reasons"},
    {INTRO_I_SECTION_WARNINGS, "warnings"},
    {INTRO_I_SECTION_OWNERS, "owners"},
    {INTRO_I_SECTION_SUBINDUSTRY, "subindustry"},
    {INTRO_I_SECTION_GUESSED, "guessed"},
    {INTRO_I_SECTION_CLASS_RULES, "class_rules"},
};

uint32_t intro_i_snapshot_flags(uint32_t kind)
{
    return kind == INTRO_I_SECTION_SUBINDUSTRY ||
                   kind == INTRO_I_SECTION_GUESSED ||
                   kind == INTRO_I_SECTION_CLASS_RULES
               ? 0
               : INTRO_I_SNAPSHOT_REQUIRED;
}

const char *intro_i_snapshot_section_name(uint32_t kind, uint32_t index,
                                          char name[INTRO_I_SECTION_NAME])
{
    const bool is_numbered = kind == INTRO_I_SECTION_KNOWN ||
                             kind == INTRO_I_SECTION_GUESSED ||
                             kind == INTRO_I_SECTION_COLUMN_VALUES ||
                             kind == INTRO_I_SECTION_COLUMN_PRESENT;
    for (size_t i = 0; i < INTRO_COUNT_OF(section_names); i++) {
        if ((uint32_t)section_names[i].kind == kind) {
            if (!is_numbered) {
                return section_names[i].name;
            }
            (void)snprintf(name, INTRO_I_SECTION_NAME, "%s[%" PRIu32 "]",
                           section_names[i].name, index);
            return name;
        }
    }
    return "unknown";
}
