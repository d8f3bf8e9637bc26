/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three dresses of an answer of `path`, and provenance. */
#ifndef INTRO_REPORT_PATH_PARTS_H
#define INTRO_REPORT_PATH_PARTS_H

#include "report/json_writer.h"

/* The object `provenance`: version, command, network, as_of. */
void intro_i_json_provenance(intro_i_json *json, const intro_graph *graph,
                             const intro_report_options *options);

/* Failures stick to the output. */
void intro_i_path_json(const intro_graph *graph,
                       const intro_path_report *report,
                       const intro_report_options *options,
                       intro_output *output);
void intro_i_path_text(const intro_graph *graph,
                       const intro_path_report *report,
                       const intro_report_options *options,
                       intro_output *output);

#endif
