/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the three exports share: names of attributes without a clash, and the
 * ties in order with their stated edges.
 *
 * Every attribute of an input goes out under its own name; ours are called
 * introfind_NAME where an input's has the name already (case does not count),
 * and a name that is still taken gets a number ("x_2"). */
#ifndef INTRO_REPORT_EXPORT_PARTS_H
#define INTRO_REPORT_EXPORT_PARTS_H

#include "graph/graph_impl.h"
#include "report/output.h"

/* Names of one kind of element, in the order asked for: ours first, then the
 * columns of that kind. */
typedef struct intro_i_export_names {
    char **ours; /* our_count */
    size_t our_count;
    char **columns;   /* column_count */
    uint32_t *places; /* number of each column in the graph */
    size_t column_count;
} intro_i_export_names;

INTRO_MUST_USE intro_status intro_i_export_names_make(
    intro_ctx *ctx, const intro_graph *graph, intro_column_of of,
    const char *const *ours, size_t our_count, intro_i_export_names *out);
void intro_i_export_names_fini(intro_i_export_names *names);

/* Attributes that only serve reading our own exports back are neither listed nor
 * exported. */
bool intro_i_is_reserved(const char *name);

/* The known fields that hold what no attribute of an input says.
 * @return how many were written */
size_t intro_i_export_fields(const intro_graph *graph,
                             intro_field out[INTRO_FIELD_COUNT]);

/* Which classes of a person were guessed: "industry;function", in that order, ""
 * for none. */
enum { INTRO_I_GUESSED_WORDS = 32 };
void intro_i_export_guessed(const intro_graph *graph, intro_vid v,
                            char out[INTRO_I_GUESSED_WORDS]);
/* Was anything guessed of anybody? */
bool intro_i_export_has_guesses(const intro_graph *graph);

/* Ties by number, without those left out by --observed-only (strength 0); the
 * cursor saves the look-ups of intro_graph_tie(). */
typedef struct intro_i_tie_cursor {
    const intro_graph *graph;
    intro_vid v;       /* undirected: smaller end of the next tie */
    uint64_t evidence; /* next place in evidence_ties */
    intro_arc next;
} intro_i_tie_cursor;

typedef struct intro_i_tie_view {
    intro_tie tie;
    const intro_i_evidence_row *rows; /* NULL: none stored */
    size_t row_count;
    uint64_t first_edge;
    uint64_t edges; /* stated; 0 for a tie of evidence alone */
    bool is_stated; /* by an input, without a number */
} intro_i_tie_view;

void intro_i_tie_cursor_init(intro_i_tie_cursor *cursor,
                             const intro_graph *graph);
/* @return false after the last tie */
bool intro_i_tie_cursor_next(intro_i_tie_cursor *cursor, intro_i_tie_view *out);

/* has_clusters: the graph has them, and they go out. */
INTRO_MUST_USE intro_status intro_i_export_graphml(intro_ctx *ctx,
                                                   const intro_graph *graph,
                                                   bool has_clusters,
                                                   intro_output *output);

#endif
