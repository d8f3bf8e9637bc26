/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening makes pointers and reads little else: the frame, the fixed
 * records and the ends of the offset arrays. On the heap lie only the graph
 * itself and the descriptors of its columns. */
#include "snapshot/snapshot_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/validate.h"
#include "graph/watch.h"

#include <string.h>

typedef struct opening {
    intro_ctx *ctx;
    const char *file;
    intro_i_mapping *mapping;
    const intro_i_snapshot_entry *table;
    uint32_t sections;
    uint32_t used; /* sections that found their place */
    intro_graph *graph;
    const intro_i_snapshot_column *columns;
} opening;

/* What arrays without elements point to, so that nobody meets a NULL. */
static const _Alignas(INTRO_I_SNAPSHOT_ALIGNMENT) unsigned char nothing
    [INTRO_I_SNAPSHOT_ALIGNMENT];

static const intro_i_snapshot_entry *find_entry(const opening *o, uint32_t kind,
                                                uint32_t index)
{
    uint32_t begin = 0;
    uint32_t end = o->sections;
    while (begin < end) {
        const uint32_t middle = begin + (end - begin) / 2;
        const intro_i_snapshot_entry *const entry = &o->table[middle];
        if (entry->kind < kind ||
            (entry->kind == kind && entry->index < index)) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    if (begin < o->sections && o->table[begin].kind == kind &&
        o->table[begin].index == index) {
        return &o->table[begin];
    }
    return NULL;
}

static intro_status say_damage(const opening *o, uint32_t kind, uint32_t index,
                               const char *what)
{
    return intro_i_snapshot_damage(o->ctx, o->file, kind, index, what);
}

/* Start of a section that must have `count` elements of this size. */
static intro_status take_section(opening *o, uint32_t kind, uint32_t index,
                                 size_t element, uint64_t count,
                                 const void **out)
{
    const intro_i_snapshot_entry *const entry = find_entry(o, kind, index);
    if (entry == NULL) {
        return say_damage(o, kind, index, "it is missing");
    }
    if (entry->element != element || entry->length / element != count) {
        return say_damage(o, kind, index,
                          "its length does not fit the counts of the network");
    }
    o->used++;
    *out = o->mapping->data + entry->offset;
    return INTRO_OK;
}

/* --- counts -------------------------------------------------------------- */

static intro_status take_counts(opening *o)
{
    const uint32_t flags =
        INTRO_I_SNAPSHOT_DIRECTED | INTRO_I_SNAPSHOT_OBSERVED_ONLY;
    const void *bytes;
    intro_i_snapshot_graph c;
    intro_graph *const g = o->graph;
    INTRO_TRY(take_section(o, INTRO_I_SECTION_GRAPH, 0, sizeof c, 1, &bytes));
    memcpy(&c, bytes, sizeof c);
    if (c.people > INTRO_MAX_PEOPLE || c.ties > INTRO_MAX_TIES ||
        c.arcs > 2 * INTRO_MAX_TIES || c.edges > 2 * INTRO_MAX_TIES ||
        c.strings > UINT32_MAX || c.evidence_ties > c.ties ||
        (c.flags & ~flags) != 0 || c.zero != 0) {
        return say_damage(o, INTRO_I_SECTION_GRAPH, 0,
                          "a count is out of range");
    }
    g->people = (uint32_t)c.people;
    g->ties = c.ties;
    g->arcs = c.arcs;
    g->edges = c.edges;
    g->strings.count = (uint32_t)c.strings;
    g->strings.size = c.string_bytes;
    g->evidence_tie_count = c.evidence_ties;
    g->evidence_row_count = c.evidence_rows;
    g->lookup_count = c.lookups;
    g->source_count = c.sources;
    g->reason_count = c.reasons;
    g->warning_count = c.warnings;
    g->owner_count = c.owners;
    g->column_count = c.columns;
    g->known_own = c.known_own;
    g->is_directed = (c.flags & INTRO_I_SNAPSHOT_DIRECTED) != 0;
    g->observed_only = (c.flags & INTRO_I_SNAPSHOT_OBSERVED_ONLY) != 0;
    g->has_left_out = g->observed_only;
    INTRO_TRY(take_section(o, INTRO_I_SECTION_READ_COUNTS, 0, sizeof g->read, 1,
                           &bytes));
    memcpy(&g->read, bytes, sizeof g->read);
    INTRO_TRY(take_section(o, INTRO_I_SECTION_STRENGTH, 0, sizeof g->strength,
                           1, &bytes));
    memcpy(&g->strength, bytes, sizeof g->strength);
    return INTRO_OK;
}

/* Rules are counted by their section, as a version without them has no count. */
static intro_status take_rule_count(opening *o)
{
    const intro_i_snapshot_entry *const entry =
        find_entry(o, INTRO_I_SECTION_CLASS_RULES, 0);
    const uint64_t count =
        entry == NULL ? 0 : entry->length / sizeof(intro_i_class_record);
    if (entry != NULL && (count == 0 || count > UINT32_MAX)) {
        return say_damage(o, INTRO_I_SECTION_CLASS_RULES, 0,
                          "its length is out of range");
    }
    o->graph->class_rule_count = (uint32_t)count;
    return INTRO_OK;
}

/* --- columns ------------------------------------------------------------- */

/* A column's length in the file is bounded by the file, so is this block. */
static intro_status take_columns(opening *o)
{
    intro_graph *const g = o->graph;
    const void *bytes;
    INTRO_TRY(take_section(o, INTRO_I_SECTION_COLUMNS, 0, sizeof *o->columns,
                           g->column_count, &bytes));
    o->columns = bytes;
    intro_column *const made =
        intro_i_alloc_zero(g->column_count, sizeof *g->columns);
    if (made == NULL) {
        return intro_i_fail_memory(o->ctx);
    }
    g->columns = made; /* freed with the graph */
    for (uint32_t i = 0; i < g->column_count; i++) {
        const intro_i_snapshot_column *const column = &o->columns[i];
        if (column->kind > INTRO_KIND_DAY || column->of > INTRO_OF_TIE ||
            column->has_present > 1 || column->zero != 0 ||
            column->rows !=
                (column->of == INTRO_OF_PERSON ? g->people : g->edges)) {
            return say_damage(o, INTRO_I_SECTION_COLUMNS, 0,
                              "a kind, owner or length is out of range");
        }
        made[i] = (struct intro_column){.strings = &g->strings,
                                        .name = column->name,
                                        .kind = column->kind,
                                        .of = column->of,
                                        .rows = column->rows};
    }
    return INTRO_OK;
}

static intro_status check_present(const opening *o)
{
    for (uint32_t i = 0; i < o->graph->column_count; i++) {
        if ((o->graph->columns[i].present != NULL) !=
            (o->columns[i].has_present != 0)) {
            return say_damage(o, INTRO_I_SECTION_COLUMN_PRESENT, i,
                              "it is missing or too many");
        }
    }
    return INTRO_OK;
}

/* --- arrays -------------------------------------------------------------- */

static intro_status take_part(opening *o, const intro_i_part *part)
{
    const void *data = NULL;
    const bool is_wanted =
        part->need == INTRO_I_PART_ALWAYS ||
        (part->need == INTRO_I_PART_COUNTED && part->count > 0) ||
        (part->need == INTRO_I_PART_MAYBE &&
         find_entry(o, part->kind, part->index) != NULL);
    if (is_wanted) {
        INTRO_TRY(take_section(o, part->kind, part->index, part->element,
                               part->count, &data));
    } else if (part->need == INTRO_I_PART_COUNTED) {
        data = nothing;
    }
    memcpy(part->slot, &data, sizeof data);
    return INTRO_OK;
}

static intro_status take_parts(opening *o)
{
    intro_i_parts parts = {0};
    intro_status rc = intro_i_snapshot_parts(o->graph, &parts);
    if (rc != INTRO_OK) {
        rc = intro_i_fail_memory(o->ctx);
    }
    for (size_t i = 0; i < parts.count && rc == INTRO_OK; i++) {
        rc = take_part(o, &parts.data[i]);
    }
    intro_i_free(parts.data);
    return rc;
}

/* Every known section must have been asked for. */
static intro_status check_all_used(const opening *o)
{
    char name[INTRO_I_SECTION_NAME];
    uint32_t unknown = 0;
    for (uint32_t i = 0; i < o->sections; i++) {
        const intro_i_snapshot_entry *const entry = &o->table[i];
        unknown += strcmp(intro_i_snapshot_section_name(entry->kind,
                                                        entry->index, name),
                          "unknown") == 0;
    }
    if (o->used + unknown != o->sections) {
        return intro_i_fail_at(o->ctx, INTRO_EDAMAGED, o->file, 0, 0,
                               "snapshot section 'table' is damaged: a section "
                               "does not belong to such a network");
    }
    return INTRO_OK;
}

static intro_status take_graph(opening *o)
{
    intro_graph *const g = o->graph;
    INTRO_TRY(take_counts(o));
    INTRO_TRY(take_rule_count(o));
    INTRO_TRY(take_columns(o));
    INTRO_TRY(take_parts(o));
    if (g->known[INTRO_FIELD_SUBINDUSTRY] != NULL) {
        g->known_own |= (uint32_t)1 << INTRO_FIELD_SUBINDUSTRY;
    }
    if (!g->is_directed) {
        g->in_offsets = g->out_offsets;
        g->in_people = g->out_people;
        g->in_strengths = g->out_strengths;
    }
    if (g->evidence_tie_count == 0) {
        g->evidence_ties = (const void *)nothing;
        g->evidence_offsets = (const void *)nothing;
        g->evidence_rows = (const void *)nothing;
    }
    INTRO_TRY(check_present(o));
    INTRO_TRY(check_all_used(o));
    return intro_i_graph_validate_records(o->ctx, g, INTRO_EDAMAGED, o->file);
}

/* --- the whole ----------------------------------------------------------- */

static void close_mapping(void *mapping)
{
    intro_i_mapping_close(mapping);
    intro_i_free(mapping);
}

static intro_status open_graph(opening *o, intro_verify verify)
{
    INTRO_TRY(intro_i_mapping_open(o->ctx, o->file, o->mapping));
    INTRO_TRY(intro_i_snapshot_check_frame(o->ctx, o->file, o->mapping));
    o->table = intro_i_snapshot_table_of(o->mapping);
    o->sections = intro_i_snapshot_header_of(o->mapping)->sections;
    const bool is_full = verify == INTRO_VERIFY_FULL ||
                         o->mapping->size < INTRO_I_SNAPSHOT_SMALL;
    if (is_full) { /* first, so that the section hit is the one named */
        INTRO_TRY(intro_i_snapshot_check_sums(o->ctx, o->file, o->mapping));
    }
    INTRO_TRY(take_graph(o));
    if (is_full) {
        return intro_i_graph_validate(o->ctx, o->graph, INTRO_EDAMAGED,
                                      o->file);
    }
    return intro_i_watch_new(o->ctx, o->file, o->graph->people,
                             &o->graph->strings.watch);
}

intro_status intro_snapshot_open(intro_ctx *ctx, const char *file,
                                 intro_verify verify, intro_graph **out)
{
    intro_i_begin(ctx);
    opening o = {.ctx = ctx, .file = file};
    if (intro_i_graph_new(&o.graph) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    o.mapping = intro_i_alloc_zero(1, sizeof *o.mapping);
    if (o.mapping == NULL) {
        intro_graph_close(o.graph);
        return intro_i_fail_memory(ctx);
    }
    o.graph->mapping = o.mapping;
    o.graph->mapping_close = close_mapping;
    const intro_status rc = open_graph(&o, verify);
    if (rc == INTRO_OK) {
        *out = o.graph;
    } else {
        intro_graph_close(o.graph);
    }
    return rc;
}
