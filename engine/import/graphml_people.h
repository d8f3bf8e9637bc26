/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people and ties of a GraphML file into the builder: ids become rows, by
 * declaration or by the ends of edges.
 *
 * Ties wait in a queue, so that the ids of many ends are looked up together (the
 * tables' cache misses overlap). The caller knows their rows without that: they
 * are counted in the order of the calls. */
#ifndef INTRO_IMPORT_GRAPHML_PEOPLE_H
#define INTRO_IMPORT_GRAPHML_PEOPLE_H

#include "import/graphml_keys.h"
#include "import/id_numbers.h"

enum {
    INTRO_I_GRAPHML_TIES = 256,
    INTRO_I_GRAPHML_TIES_BYTES = 4 * INTRO_I_GRAPHML_ID_MAX
};

typedef struct intro_i_graphml_ties {
    size_t count;
    size_t used; /* of bytes */
    bool any_one_way;
    intro_i_strpool_key ends[2 * INTRO_I_GRAPHML_TIES];
    uint32_t numbers[2 * INTRO_I_GRAPHML_TIES]; /* of ends */
    uint64_t lines[INTRO_I_GRAPHML_TIES];
    bool one_way[INTRO_I_GRAPHML_TIES];
    uint32_t a[INTRO_I_GRAPHML_TIES];
    uint32_t b[INTRO_I_GRAPHML_TIES];
    char bytes[INTRO_I_GRAPHML_TIES_BYTES];
} intro_i_graphml_ties;

/* All of it is private. */
typedef struct intro_i_graphml_people {
    intro_i_builder *builder;
    intro_i_strpool *ids;
    intro_i_id_numbers numbers; /* in front of ids */
    intro_i_id_prefix prefix;   /* unless ids come with their numbers */
    intro_i_vec_u64 node_lines; /* by string of ids; 0 = never seen */
    bool is_scanned;
    intro_i_graphml_ties queue;
} intro_i_graphml_people;

/* People of the builder's present source, into zeroed memory; allocates nothing.
 * is_scanned: ids come with the scanner's numbers, and those of ties stay where
 * they are until a flush, so they are not copied. Errors of all functions are set
 * in the builder's context. */
void intro_i_graphml_people_init(intro_i_graphml_people *people,
                                 intro_i_builder *builder, bool is_scanned);
void intro_i_graphml_people_fini(intro_i_graphml_people *people);

/* An id, with a number where the scanner has not seen to that. */
intro_i_numbered_id intro_i_graphml_people_id(intro_i_graphml_people *people,
                                              intro_i_graphml_text id);
/* A <node> of top-level graph number `graph`. *row stays as it is when --lenient
 * passes over a second node of the id; else it is the person's. Ids of 1 byte to
 * INTRO_I_GRAPHML_ID_MAX. */
INTRO_MUST_USE intro_status intro_i_graphml_people_declare(
    intro_i_graphml_people *people, const intro_i_numbered_id *id,
    uint64_t graph, uint64_t line, uint64_t *row);
/* An edge between two different ids. */
INTRO_MUST_USE intro_status intro_i_graphml_people_tie(
    intro_i_graphml_people *people, const intro_i_numbered_id *source,
    const intro_i_numbered_id *target, bool one_way, uint64_t line);
/* Ties that wait go to the builder. */
INTRO_MUST_USE intro_status
intro_i_graphml_people_flush(intro_i_graphml_people *people);
/* Flushes and judges the people nobody declared. */
INTRO_MUST_USE intro_status
intro_i_graphml_people_finish(intro_i_graphml_people *people);
uint32_t intro_i_graphml_people_count(const intro_i_graphml_people *people);
/* No more ids will be looked up. */
void intro_i_graphml_people_seal(intro_i_graphml_people *people);

#endif
