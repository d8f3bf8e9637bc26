/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets carried along ties, everybody's at once: each person has a line of 64
 * bytes that stands for whom he reaches, and takes those of his neighbours in,
 * tie by tie. What does not fit in a line is done slice by slice.
 *
 * As bits of people or groups: breadth-first search from many at once (Then et
 * al. 2014, "The More the Merrier"). As registers: HyperANF (Boldi, Rosa and
 * Vigna 2011). */
#ifndef INTRO_ANALYSIS_REACH_LINES_H
#define INTRO_ANALYSIS_REACH_LINES_H

#include "analysis/reach.h"

enum { INTRO_I_LINE = 64 };

typedef struct intro_i_line {
    _Alignas(INTRO_I_LINE) uint8_t bytes[INTRO_I_LINE];
} intro_i_line;

/* Lines of everybody; data is aligned. INTRO_ENOMEM without words. */
typedef struct intro_i_lines {
    void *block;
    intro_i_line *data;
} intro_i_lines;

INTRO_MUST_USE intro_status intro_i_lines_init(intro_i_lines *lines,
                                               uint32_t people);
void intro_i_lines_fini(intro_i_lines *lines);

/* A row of arcs, and how many arcs follow in this and later rows: they are
 * asked for ahead. */
typedef struct intro_i_line_row {
    const uint32_t *neighbours;
    uint64_t count;
    uint64_t following;
} intro_i_line_row;

intro_i_line_row intro_i_line_row_of(const intro_i_reach_rows *rows,
                                     uint32_t v);

/* to |= the lines of a row. */
void intro_i_line_unite(intro_i_line *to, const intro_i_line *lines,
                        const intro_i_line_row *row);
/* Bits set in a line. */
uint32_t intro_i_line_count(const intro_i_line *line);

/* How the lines of one kind are made, joined and read; all may be called from
 * several threads, each for persons of its own. */
typedef struct intro_i_line_kind {
    uint32_t slices;
    void *arg;
    /* The line of v and everybody within one tie. */
    void (*start)(void *arg, uint32_t slice, uint32_t v,
                  const intro_i_line_row *row, intro_i_line *to);
    void (*join)(intro_i_line *to, const intro_i_line *lines,
                 const intro_i_line_row *row);
    /* Adds what a line says of v within `ties` ties (2 or 3). */
    void (*fold)(void *arg, uint32_t v, const intro_i_line *line,
                 unsigned ties);
} intro_i_line_kind;

/* Runs all slices, each over everybody, in threads. 128 bytes a person.
 * INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_lines_run(intro_ctx *ctx,
                                              const intro_i_reach_rows *rows,
                                              const intro_i_line_kind *kind);

#endif
