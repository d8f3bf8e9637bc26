/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three dresses of `bridges`. */
#ifndef INTRO_REPORT_BRIDGES_PARTS_H
#define INTRO_REPORT_BRIDGES_PARTS_H

#include "report/output.h"

#include <introfind/bridges.h>

/* A result and the dress it gets. */
typedef struct intro_i_bridges_view {
    const intro_graph *graph;
    intro_bridges *bridges;
    intro_vid me;
    const intro_report_options *options;
    intro_output *output;
} intro_i_bridges_view;

/* Failures stick to the output. */
void intro_i_bridges_json(const intro_i_bridges_view *view);
void intro_i_bridges_text(const intro_i_bridges_view *view);

/* Groups cut off with broker i; a failure sticks to the output and gives
 * none. */
size_t intro_i_bridges_lost(const intro_i_bridges_view *view, size_t i,
                            const char *const **names);

#endif
