/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three dresses of `clusters`. */
#ifndef INTRO_REPORT_CLUSTERS_PARTS_H
#define INTRO_REPORT_CLUSTERS_PARTS_H

#include "report/output.h"

/* "weak", "strong", "none", "member"; NULL when nobody looks. */
const char *intro_i_access_name(intro_access access);

/* Failures stick to the output. */
void intro_i_clusters_json(const intro_graph *graph,
                           const intro_clusters_report *report,
                           const intro_report_options *options,
                           intro_output *output);
void intro_i_clusters_text(const intro_graph *graph,
                           const intro_clusters_report *report,
                           const intro_report_options *options,
                           intro_output *output);

#endif
