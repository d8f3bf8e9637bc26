/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dresses of `breadth`: one row a person, a page of a person, the years. */
#ifndef INTRO_REPORT_BREADTH_PARTS_H
#define INTRO_REPORT_BREADTH_PARTS_H

#include "analysis/breadth_impl.h"
#include "base/strbuf.h"
#include "report/output.h"

/* Of each, failures stick to the output. */

/* What stands above the rows: the header of CSV, the heads of the text table. */
void intro_i_breadth_head(const intro_breadth *breadth,
                          const intro_report_options *options,
                          intro_output *output);
void intro_i_breadth_put_row(const intro_breadth *breadth,
                             const intro_breadth_row *row,
                             const intro_report_options *options,
                             intro_output *output);
/* The same of the years: one row a person and year; as text also without the
 * person (INTRO_NO_VID). */
void intro_i_breadth_years_head(const intro_breadth *breadth,
                                const intro_report_options *options,
                                bool has_person, intro_output *output);
void intro_i_breadth_put_year(const intro_breadth *breadth, intro_vid person,
                              const intro_breadth_year *year,
                              const intro_report_options *options,
                              intro_output *output);

/* One decimal, none when it is 0: 7.3, 12; "-" for NaN. */
void intro_i_put_tenths(intro_i_strbuf *buf, double value);
/* How many years a page shows. */
enum { INTRO_I_YEARS_SHOWN = 15 };

#endif
