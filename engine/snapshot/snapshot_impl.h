/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What writing, opening and checking share: the one list of the arrays of a
 * graph, in the order of the file. */
#ifndef INTRO_SNAPSHOT_SNAPSHOT_IMPL_H
#define INTRO_SNAPSHOT_SNAPSHOT_IMPL_H

#include "base/mapping.h"
#include "graph/graph_impl.h"
#include "snapshot/snapshot_format.h"

#include <introfind/snapshot.h>

/* Files below this are verified in full whenever they are opened. */
#define INTRO_I_SNAPSHOT_SMALL ((uint64_t)64 << 20)

typedef enum intro_i_part_need {
    INTRO_I_PART_ALWAYS,  /* also with no elements */
    INTRO_I_PART_COUNTED, /* exactly when it has elements */
    INTRO_I_PART_MAYBE    /* absent = NULL */
} intro_i_part_need;

/* One array of a graph. */
typedef struct intro_i_part {
    uint32_t kind;
    uint32_t index;
    uint32_t element;
    intro_i_part_need need;
    uint64_t count;
    void *slot; /* the pointer to the array, inside the graph or a column */
} intro_i_part;

typedef struct intro_i_parts {
    intro_i_part *data;
    size_t count;
} intro_i_parts;

/* Every array that a graph of these counts, flags and columns has or may
 * have, by (kind, index); the sections graph, read_counts, strength and
 * columns, which are not arrays of the graph, are left out. INTRO_OK or
 * INTRO_ENOMEM; freed with intro_i_free(parts->data). */
INTRO_MUST_USE intro_status intro_i_snapshot_parts(intro_graph *graph,
                                                   intro_i_parts *parts);

/* Flags of a section of a kind: readers of an earlier minor version pass over
 * what came later. */
uint32_t intro_i_snapshot_flags(uint32_t kind);

/* "out_people", "known[2]", ...; "unknown" for a kind of the future. */
enum { INTRO_I_SECTION_NAME = 48 };
const char *intro_i_snapshot_section_name(uint32_t kind, uint32_t index,
                                          char name[INTRO_I_SECTION_NAME]);

/* Rounded up to the alignment; the caller knows that it does not wrap. */
static inline uint64_t intro_i_snapshot_align(uint64_t offset)
{
    return (offset + INTRO_I_SNAPSHOT_ALIGNMENT - 1) /
           INTRO_I_SNAPSHOT_ALIGNMENT * INTRO_I_SNAPSHOT_ALIGNMENT;
}

/* Do these first bytes of a file belong to a snapshot, perhaps one damaged
 * on its way? For telling it from other inputs; 16 bytes are enough. A
 * snapshot with one wrong bit or spoilt by a text-mode transfer is still
 * recognised. */
bool intro_i_snapshot_recognise(const void *bytes, size_t size);

/* INTRO_EDAMAGED: "snapshot section '...' is damaged: ...". */
intro_status intro_i_snapshot_damage(intro_ctx *ctx, const char *file,
                                     uint32_t kind, uint32_t index,
                                     const char *what);

/* Header, table and trailer of a mapped file. INTRO_EDAMAGED,
 * INTRO_EVERSION. On success each section lies in the file where its turn
 * is, so nothing overlaps, wraps or is out of line, and kinds rise. */
INTRO_MUST_USE intro_status intro_i_snapshot_check_frame(
    intro_ctx *ctx, const char *file, const intro_i_mapping *mapping);

/* Checksums of all sections and the zero bytes between them. Needs a good
 * frame. INTRO_EDAMAGED, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_snapshot_check_sums(
    intro_ctx *ctx, const char *file, const intro_i_mapping *mapping);

static inline const intro_i_snapshot_header *
intro_i_snapshot_header_of(const intro_i_mapping *mapping)
{
    return (const void *)mapping->data;
}

static inline const intro_i_snapshot_entry *
intro_i_snapshot_table_of(const intro_i_mapping *mapping)
{
    return (const void *)(mapping->data + sizeof(intro_i_snapshot_header));
}

#endif
