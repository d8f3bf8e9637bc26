/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/graphml_people.h"

#include "base/context_impl.h"

#include <string.h>

typedef intro_i_graphml_people people;

/* Bit of node_lines: the node was declared (else an edge named it). */
#define NODE_DECLARED ((uint64_t)1 << 63)
/* and in which graph, so that only a second declaration there is refused. */
#define NODE_GRAPH_SHIFT 36
#define NODE_GRAPH_MASK  ((uint64_t)0x7FFFFFF)
#define NODE_LINE_MASK   (((uint64_t)1 << NODE_GRAPH_SHIFT) - 1)

void intro_i_graphml_people_init(people *p, intro_i_builder *builder,
                                 bool is_scanned)
{
    p->builder = builder;
    p->ids = intro_i_builder_ids(builder);
    p->is_scanned = is_scanned;
}

void intro_i_graphml_people_fini(people *p)
{
    intro_i_vec_u64_fini(&p->node_lines);
    intro_i_id_numbers_fini(&p->numbers);
}

uint32_t intro_i_graphml_people_count(const people *p)
{
    return p->ids->count - 1;
}

void intro_i_graphml_people_seal(people *p)
{
    intro_i_strpool_seal(p->ids);
}

static intro_status reach_node_line(people *p)
{
    const size_t need = p->ids->count;
    if (need > p->node_lines.count) {
        if (intro_i_vec_u64_reserve(&p->node_lines, need) != INTRO_OK) {
            return intro_i_fail_memory(intro_i_builder_ctx(p->builder));
        }
        memset(p->node_lines.data + p->node_lines.count, 0,
               (need - p->node_lines.count) * sizeof *p->node_lines.data);
        p->node_lines.count = need;
    }
    return INTRO_OK;
}

static intro_status speak_pool(people *p, intro_status rc)
{
    if (rc == INTRO_ENOMEM) {
        return intro_i_fail_memory(intro_i_builder_ctx(p->builder));
    }
    if (rc != INTRO_OK) {
        return intro_i_fail_at(intro_i_builder_ctx(p->builder), rc,
                               intro_i_builder_file(p->builder), 0, 0,
                               "more than %llu people",
                               (unsigned long long)INTRO_MAX_PEOPLE);
    }
    return INTRO_OK;
}

intro_i_numbered_id intro_i_graphml_people_id(people *p,
                                              intro_i_graphml_text id)
{
    intro_i_numbered_id numbered = {id.bytes, id.length, INTRO_I_ID_NO_NUMBER};
    if (!p->is_scanned && id.bytes != NULL) {
        if (INTRO_UNLIKELY(!p->prefix.is_known)) {
            intro_i_id_prefix_learn(&p->prefix, id.bytes, id.length);
        }
        numbered.number = intro_i_id_number(&p->prefix, id.bytes, id.length);
    }
    return numbered;
}

static intro_status remember(people *p, uint32_t number, uint32_t string)
{
    return speak_pool(p, intro_i_id_numbers_put(&p->numbers, number, string));
}

static intro_status add_edges(people *p)
{
    intro_i_graphml_ties *const q = &p->queue;
    if (!q->any_one_way) {
        return intro_i_builder_edges(p->builder, q->a, q->b, q->lines,
                                     q->count);
    }
    for (size_t i = 0; i < q->count; i++) {
        INTRO_TRY(intro_i_builder_edge(p->builder, q->a[i], q->b[i],
                                       q->one_way[i], q->lines[i]));
    }
    return INTRO_OK;
}

/* Ends whose ids are numbers and were met before need no more than a look into
 * a table. true: all of them are such. */
static bool find_numbers(people *p)
{
    intro_i_graphml_ties *const q = &p->queue;
    uint32_t none = 0;
    for (size_t i = 0; i < 2 * q->count; i++) {
        q->ends[i].string = intro_i_id_numbers_get(&p->numbers, q->numbers[i]);
        none |= q->ends[i].string == 0;
    }
    return none == 0;
}

static intro_status find_ends(people *p)
{
    intro_i_graphml_ties *const q = &p->queue;
    if (find_numbers(p)) {
        return INTRO_OK;
    }
    INTRO_TRY(speak_pool(
        p, intro_i_strpool_intern_batch(p->ids, q->ends, 2 * q->count)));
    for (size_t i = 0; i < 2 * q->count; i++) {
        INTRO_TRY(remember(p, q->numbers[i], q->ends[i].string));
    }
    return INTRO_OK;
}

intro_status intro_i_graphml_people_flush(people *p)
{
    intro_i_graphml_ties *const q = &p->queue;
    if (q->count == 0) {
        return INTRO_OK;
    }
    const uint32_t known = p->ids->count;
    INTRO_TRY(find_ends(p));
    INTRO_TRY(reach_node_line(p));
    for (size_t i = 0; i < q->count; i++) {
        const uint32_t a = q->ends[2 * i].string;
        const uint32_t b = q->ends[2 * i + 1].string;
        q->a[i] = a - 1;
        q->b[i] = b - 1;
        if (INTRO_UNLIKELY(a >= known) && p->node_lines.data[a] == 0) {
            p->node_lines.data[a] = q->lines[i] & NODE_LINE_MASK;
        }
        if (INTRO_UNLIKELY(b >= known) && p->node_lines.data[b] == 0) {
            p->node_lines.data[b] = q->lines[i] & NODE_LINE_MASK;
        }
    }
    INTRO_TRY(intro_i_builder_people_up_to(p->builder, p->ids->count - 1));
    INTRO_TRY(add_edges(p));
    q->count = 0;
    q->used = 0;
    q->any_one_way = false;
    return INTRO_OK;
}

static inline void queue_end(people *p, size_t i,
                             const intro_i_numbered_id *end)
{
    intro_i_graphml_ties *const q = &p->queue;
    q->ends[i].bytes = end->bytes;
    q->ends[i].length = (uint32_t)end->length;
    if (!p->is_scanned) {
        char *const copy = q->bytes + q->used;
        memcpy(copy, end->bytes, end->length);
        q->used += end->length;
        q->ends[i].bytes = copy;
    }
    q->numbers[i] = end->number;
    intro_i_id_numbers_expect(&p->numbers, end->number);
}

intro_status intro_i_graphml_people_tie(people *p,
                                        const intro_i_numbered_id *source,
                                        const intro_i_numbered_id *target,
                                        bool one_way, uint64_t line)
{
    intro_i_graphml_ties *const q = &p->queue;
    if (q->count == INTRO_I_GRAPHML_TIES ||
        q->used + source->length + target->length >
            INTRO_I_GRAPHML_TIES_BYTES) {
        INTRO_TRY(intro_i_graphml_people_flush(p));
    }
    queue_end(p, 2 * q->count, source);
    queue_end(p, 2 * q->count + 1, target);
    q->lines[q->count] = line;
    q->one_way[q->count] = one_way;
    q->any_one_way |= one_way;
    q->count++;
    return INTRO_OK;
}

/* A node that was declared before: in the same graph that is an error. */
static intro_status declared_again(people *p, uint64_t before, uint64_t graph,
                                   uint64_t line, const intro_i_numbered_id *id,
                                   bool *skips)
{
    *skips = false;
    if ((before >> NODE_GRAPH_SHIFT & NODE_GRAPH_MASK) !=
        (graph & NODE_GRAPH_MASK)) {
        return intro_i_builder_decide(
            p->builder, "node of several graphs made one person", line, 1);
    }
    if (intro_i_builder_options(p->builder)->lenient) {
        *skips = true;
        intro_i_builder_account(p->builder)->skipped++;
        return intro_i_builder_reason(p->builder, "second node of one id", line,
                                      1);
    }
    char quoted[INTRO_I_GRAPHML_QUOTE];
    intro_i_graphml_quote(id->bytes, id->length, quoted);
    return intro_i_fail_at(intro_i_builder_ctx(p->builder), INTRO_EFORMAT,
                           intro_i_builder_file(p->builder), line, 0,
                           "node \"%s\" was declared before, at line %llu",
                           quoted,
                           (unsigned long long)(before & NODE_LINE_MASK));
}

intro_status intro_i_graphml_people_declare(people *p,
                                            const intro_i_numbered_id *id,
                                            uint64_t graph, uint64_t line,
                                            uint64_t *row)
{
    uint32_t string;
    INTRO_TRY(speak_pool(
        p, intro_i_strpool_intern(p->ids, id->bytes, id->length, &string)));
    INTRO_TRY(remember(p, id->number, string));
    INTRO_TRY(reach_node_line(p));
    const uint64_t before = p->node_lines.data[string];
    if (INTRO_UNLIKELY((before & NODE_DECLARED) != 0)) {
        bool skips;
        INTRO_TRY(declared_again(p, before, graph, line, id, &skips));
        if (skips) {
            return INTRO_OK;
        }
    }
    p->node_lines.data[string] = NODE_DECLARED |
                                 (graph & NODE_GRAPH_MASK) << NODE_GRAPH_SHIFT |
                                 (line & NODE_LINE_MASK);
    *row = string - 1;
    intro_i_builder_account(p->builder)->used++;
    return intro_i_builder_people_up_to(p->builder, p->ids->count - 1);
}

static intro_status undeclared_node(people *p, uint32_t string)
{
    const uint64_t line = p->node_lines.data[string];
    intro_i_builder_read(p->builder)->undeclared_nodes++;
    if (!intro_i_builder_options(p->builder)->strict) {
        return intro_i_builder_reason(p->builder,
                                      "edge names an undeclared node", line, 1);
    }
    char quoted[INTRO_I_GRAPHML_QUOTE];
    intro_i_graphml_quote(intro_i_strpool_text(p->ids, string),
                          intro_i_strpool_length(p->ids, string), quoted);
    return intro_i_fail_at(intro_i_builder_ctx(p->builder), INTRO_EFORMAT,
                           intro_i_builder_file(p->builder), line, 0,
                           "edge names an undeclared node \"%s\" (--strict)",
                           quoted);
}

intro_status intro_i_graphml_people_finish(people *p)
{
    INTRO_TRY(intro_i_graphml_people_flush(p));
    for (uint32_t string = 1; string < p->ids->count; string++) {
        if ((p->node_lines.data[string] & NODE_DECLARED) == 0) {
            INTRO_TRY(undeclared_node(p, string));
        }
    }
    return INTRO_OK;
}
