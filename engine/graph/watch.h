/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A watch is kept over a graph that was opened without verifying all of it
 * (strings.watch is then not NULL). Its accessors check each string, row, tie
 * and evidence that they are asked for: damage makes them give "", an empty row
 * or no tie, and is noted. Whoever answers from them ends with
 * intro_i_watch_tell(). Whole passes over a graph verify it first instead.
 * Threads may share a watch. */
#ifndef INTRO_GRAPH_WATCH_H
#define INTRO_GRAPH_WATCH_H

#include "graph/graph_impl.h"

/* What is checked once for a person. */
typedef enum intro_i_watch_kind {
    INTRO_I_WATCH_ROW_OUT,
    INTRO_I_WATCH_ROW_IN,
    INTRO_I_WATCH_TEXTS, /* id and all known fields */
    INTRO_I_WATCH_KINDS
} intro_i_watch_kind;

/* Memory: 3 bits a person. */
INTRO_MUST_USE intro_status intro_i_watch_new(intro_ctx *ctx, const char *file,
                                              uint32_t people,
                                              intro_i_watch **out);
void intro_i_watch_free(intro_i_watch *watch);

/* Keeps the first section noted, a static string. NULL watches nothing. */
void intro_i_watch_note(intro_i_watch *watch, const char *section);

/* Was anything noted? */
bool intro_i_watch_has_noted(const intro_i_watch *watch);

/* INTRO_OK, or INTRO_EDAMAGED naming the section that was noted. */
INTRO_MUST_USE intro_status intro_i_watch_tell(intro_ctx *ctx,
                                               intro_i_watch *watch);

/* Was this found sound before? */
bool intro_i_watch_is_sound(const intro_i_watch *watch, intro_i_watch_kind kind,
                            intro_vid v);
/* It was found sound now. */
void intro_i_watch_sound(intro_i_watch *watch, intro_i_watch_kind kind,
                         intro_vid v);

/* Before a whole pass that reads the arrays without asking: everything is
 * verified, once for a graph. INTRO_EDAMAGED, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_watch_verify(intro_ctx *ctx,
                                                 const intro_graph *g);

/* Each of these checks one thing and notes when it is damaged. */

/* v < people: the arcs lie in the arrays, lead to different people in rising
 * order and have strengths from 0 to 1. offsets: out_offsets or in_offsets. */
bool intro_i_watch_row(const intro_graph *g, const uint64_t *offsets,
                       const uint32_t *people, const float *strengths,
                       intro_vid v);
/* `arc` of row v, which was checked, leads to a tie's number. */
bool intro_i_watch_tie_of(const intro_graph *g, intro_vid v, intro_arc arc);
/* Entry i of evidence_ties. */
bool intro_i_watch_evidence(const intro_graph *g, uint64_t i);

#endif
