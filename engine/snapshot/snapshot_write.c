/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two passes over the arrays: checksums (about 10 GB/s), then straight from the
 * arrays into the file. One pass would put the table at the end, where a file
 * cut short would lose it. All offsets follow from the counts. */
#include "snapshot/snapshot_impl.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/sink.h"
#include "base/vec.h"
#include "graph/validate.h"
#include "graph/watch.h"

#include <introfind/introfind.h>

#include <stdio.h>
#include <string.h>

enum { PIECE = 4 << 20 };

/* A section to be: where its bytes come from. */
typedef struct piece {
    intro_i_snapshot_entry entry;
    const void *bytes;
} piece;

INTRO_VEC(pieces, piece);

typedef struct writer {
    intro_ctx *ctx;
    const intro_graph *graph;
    pieces pieces;
    intro_i_snapshot_header header;
    intro_i_snapshot_graph counts;
    intro_i_snapshot_column *columns;
    intro_i_snapshot_entry *table;
    uint64_t total; /* bytes to write */
    uint64_t done;
} writer;

static const unsigned char zeros[INTRO_I_SNAPSHOT_ALIGNMENT];

/* --- what goes in -------------------------------------------------------- */

static intro_i_snapshot_graph make_counts(const intro_graph *g)
{
    return (intro_i_snapshot_graph){
        .people = g->people,
        .ties = g->ties,
        .arcs = g->arcs,
        .edges = g->edges,
        .strings = g->strings.count,
        .string_bytes = g->strings.size,
        .evidence_ties = g->evidence_tie_count,
        .evidence_rows = g->evidence_row_count,
        .lookups = g->lookup_count,
        .sources = g->source_count,
        .reasons = g->reason_count,
        .warnings = g->warning_count,
        .owners = g->owner_count,
        .columns = g->column_count,
        .known_own =
            g->known_own & (((uint32_t)1 << INTRO_I_SNAPSHOT_FIELDS) - 1),
        .flags = (g->is_directed ? INTRO_I_SNAPSHOT_DIRECTED : 0u) |
                 (g->observed_only ? INTRO_I_SNAPSHOT_OBSERVED_ONLY : 0u),
    };
}

static intro_status make_columns(writer *w)
{
    const intro_graph *const g = w->graph;
    w->columns = intro_i_alloc_zero(g->column_count, sizeof *w->columns);
    if (w->columns == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint32_t i = 0; i < g->column_count; i++) {
        const intro_column *const column = &g->columns[i];
        w->columns[i] = (intro_i_snapshot_column){
            .name = column->name,
            .kind = column->kind,
            .of = column->of,
            .has_present = column->present != NULL,
            .rows = column->rows,
        };
    }
    return INTRO_OK;
}

static intro_status add_piece(writer *w, uint32_t kind, uint32_t index,
                              size_t element, uint64_t count, const void *bytes)
{
    return pieces_push(&w->pieces,
                       (piece){{.kind = kind,
                                .index = index,
                                .flags = intro_i_snapshot_flags(kind),
                                .element = (uint32_t)element,
                                .length = count * element},
                               bytes});
}

static intro_status add_part(writer *w, const intro_i_part *part)
{
    const void *bytes;
    memcpy(&bytes, part->slot, sizeof bytes);
    if ((part->need == INTRO_I_PART_MAYBE && bytes == NULL) ||
        (part->need == INTRO_I_PART_COUNTED && part->count == 0)) {
        return INTRO_OK;
    }
    return add_piece(w, part->kind, part->index, part->element, part->count,
                     bytes);
}

static intro_status add_parts(writer *w, const intro_i_parts *parts)
{
    const intro_graph *const g = w->graph;
    bool has_columns = false;
    INTRO_TRY(add_piece(w, INTRO_I_SECTION_GRAPH, 0, sizeof w->counts, 1,
                        &w->counts));
    INTRO_TRY(add_piece(w, INTRO_I_SECTION_READ_COUNTS, 0, sizeof g->read, 1,
                        &g->read));
    INTRO_TRY(add_piece(w, INTRO_I_SECTION_STRENGTH, 0, sizeof g->strength, 1,
                        &g->strength));
    for (size_t i = 0; i < parts->count; i++) {
        const intro_i_part *const part = &parts->data[i];
        if (part->kind > INTRO_I_SECTION_COLUMNS && !has_columns) {
            has_columns = true;
            INTRO_TRY(add_piece(w, INTRO_I_SECTION_COLUMNS, 0,
                                sizeof *w->columns, g->column_count,
                                w->columns));
        }
        INTRO_TRY(add_part(w, part));
    }
    return INTRO_OK;
}

static intro_status gather_pieces(writer *w)
{
    intro_i_parts parts = {0};
    w->counts = make_counts(w->graph);
    intro_status rc = make_columns(w);
    if (rc == INTRO_OK) {
        /* Only the places of the pointers are taken; nothing is changed. */
        rc = intro_i_snapshot_parts((intro_graph *)w->graph, &parts);
    }
    if (rc == INTRO_OK) {
        rc = add_parts(w, &parts);
    }
    intro_i_free(parts.data);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(w->ctx) : rc;
}

/* --- first pass: offsets and checksums ----------------------------------- */

static intro_status sum_piece(writer *w, intro_i_checksum *sum, piece *p)
{
    const unsigned char *const bytes = p->bytes;
    intro_i_checksum_reset(sum);
    for (uint64_t at = 0; at < p->entry.length; at += PIECE) {
        const uint64_t size = intro_i_min_u64(PIECE, p->entry.length - at);
        intro_i_checksum_update(sum, bytes + at, (size_t)size);
        INTRO_TRY(intro_i_poll(w->ctx));
    }
    p->entry.checksum = intro_i_checksum_value(sum);
    return INTRO_OK;
}

static void fill_header(writer *w)
{
    intro_i_snapshot_header *const h = &w->header;
    static const uint8_t magic[] = INTRO_I_SNAPSHOT_MAGIC_BYTES;
    static const uint8_t words[] = INTRO_I_SNAPSHOT_WORDS;
    memcpy(h->magic, magic, sizeof h->magic);
    memcpy(h->words, words, sizeof h->words);
    (void)snprintf(h->made_by, sizeof h->made_by, "introfind %s",
                   intro_version());
    h->endian = INTRO_I_SNAPSHOT_ENDIAN;
    h->major = INTRO_I_SNAPSHOT_MAJOR;
    h->minor = INTRO_I_SNAPSHOT_MINOR;
    h->header_size = sizeof *h;
    h->entry_size = sizeof(intro_i_snapshot_entry);
    h->sections = (uint32_t)w->pieces.count;
    h->file_length = w->total;
}

static intro_status make_table(writer *w)
{
    const size_t count = w->pieces.count;
    w->table = intro_i_alloc(count, sizeof *w->table);
    intro_i_checksum *const sum = intro_i_checksum_new();
    if (w->table == NULL || sum == NULL) {
        intro_i_checksum_free(sum);
        return intro_i_fail_memory(w->ctx);
    }
    uint64_t at =
        intro_i_snapshot_align(sizeof w->header + count * sizeof *w->table);
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        piece *const p = &w->pieces.data[i];
        p->entry.offset = at;
        rc = sum_piece(w, sum, p);
        w->table[i] = p->entry;
        at = intro_i_snapshot_align(at + p->entry.length);
    }
    w->total = at + sizeof(intro_i_snapshot_trailer);
    fill_header(w);
    intro_i_checksum_reset(sum);
    intro_i_checksum_update(sum, &w->header, sizeof w->header);
    intro_i_checksum_update(sum, w->table, count * sizeof *w->table);
    w->header.checksum = intro_i_checksum_value(sum);
    intro_i_checksum_free(sum);
    return rc;
}

/* --- second pass --------------------------------------------------------- */

static intro_status put_bytes(writer *w, intro_i_sink *sink, const void *bytes,
                              uint64_t length)
{
    const unsigned char *const from = bytes;
    for (uint64_t at = 0; at < length; at += PIECE) {
        const uint64_t size = intro_i_min_u64(PIECE, length - at);
        INTRO_TRY(intro_i_sink_write(w->ctx, sink, from + at, (size_t)size));
        w->done += size;
        INTRO_TRY(
            intro_i_progress(w->ctx, "writing", "bytes", w->done, w->total));
    }
    return INTRO_OK;
}

/* The bytes, then zeros up to the next 64. */
static intro_status put_aligned(writer *w, intro_i_sink *sink,
                                const void *bytes, uint64_t length)
{
    INTRO_TRY(put_bytes(w, sink, bytes, length));
    return put_bytes(w, sink, zeros, intro_i_snapshot_align(w->done) - w->done);
}

static intro_status put_all(writer *w, intro_i_sink *sink)
{
    intro_i_snapshot_trailer trailer = {.file_length = w->total};
    memcpy(trailer.end, "IFS end\n", sizeof trailer.end);
    INTRO_TRY(put_bytes(w, sink, &w->header, sizeof w->header));
    INTRO_TRY(
        put_aligned(w, sink, w->table, w->pieces.count * sizeof *w->table));
    for (size_t i = 0; i < w->pieces.count; i++) {
        const piece *const p = &w->pieces.data[i];
        INTRO_TRY(put_aligned(w, sink, p->bytes, p->entry.length));
    }
    return put_bytes(w, sink, &trailer, sizeof trailer);
}

/* A file that no reader opens must not take the place of a good one. A graph that
 * was mapped unverified is verified; of one made here, strings are what comes
 * from outside. */
static intro_status check_strings(intro_ctx *ctx, const intro_graph *graph,
                                  const char *file)
{
    return graph->strings.watch != NULL
               ? intro_i_watch_verify(ctx, graph)
               : intro_i_graph_validate_strings(ctx, graph, INTRO_EBUG, file);
}

intro_status intro_snapshot_write(intro_ctx *ctx, const intro_graph *graph,
                                  const char *file)
{
    intro_i_begin(ctx);
    /* Only inferred ties are read again with a strength of 0. */
    if (graph->has_left_out &&
        !(graph->observed_only && graph->tie_inferred != NULL)) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "ties that were dropped for their weight cannot be "
                            "left out of a snapshot; drop them at the import");
    }
    writer w = {.ctx = ctx, .graph = graph};
    intro_i_sink *sink = NULL;
    /* First of all: a second writer or a wrong target is told at once. */
    intro_status rc =
        intro_i_sink_open_file(ctx, file, INTRO_I_SINK_PRIVATE, &sink);
    if (rc != INTRO_OK) {
        return rc;
    }
    rc = check_strings(ctx, graph, file);
    if (rc == INTRO_OK) {
        rc = gather_pieces(&w);
    }
    if (rc == INTRO_OK) {
        rc = make_table(&w);
    }
    if (rc == INTRO_OK) {
        rc = put_all(&w, sink);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_sink_commit(ctx, sink);
    }
    intro_i_sink_abandon(sink);
    pieces_fini(&w.pieces);
    intro_i_free(w.columns);
    intro_i_free(w.table);
    return rc;
}
