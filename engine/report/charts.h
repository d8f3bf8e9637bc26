/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small charts as inline SVG, 360 units wide, so that their text stays readable
 * on a phone. Each is one image for a screen reader, called by its title and
 * described by a sentence; the colours say nothing that shape or text does not.
 * The numbers belong into a table beside it, which is the caller's. */
#ifndef INTRO_REPORT_CHARTS_H
#define INTRO_REPORT_CHARTS_H

#include "report/html_writer.h"

typedef struct intro_i_chart {
    const char *id;    /* unique in the page: letters and digits */
    const char *title; /* ours */
} intro_i_chart;

typedef struct intro_i_bar {
    const char *label; /* anybody's text */
    const char *other; /* the same, behind a dash, of a pair; else NULL */
    double share;      /* 0 to 1: the bar */
    double mean;       /* 0 to 1: the mark on it; NaN: none */
    uint64_t count;    /* said beside the share */
} intro_i_bar;

/* Bars with a mark for comparison, each under its label; `mark` says what the
 * mark is, NULL that there is none. count is at least 1. */
void intro_i_chart_bars(intro_i_html *html, const intro_i_chart *chart,
                        const intro_i_bar *bars, size_t count,
                        const char *mark);

/* One bar in two parts, `first` of the whole and the rest. */
typedef struct intro_i_split {
    const char *first;
    const char *second;
    uint64_t first_count;
    uint64_t second_count;
} intro_i_split;
void intro_i_chart_split(intro_i_html *html, const intro_i_chart *chart,
                         const intro_i_split *split);

/* A value a year. NaN leaves a gap. */
typedef struct intro_i_point {
    int year;
    double value;
} intro_i_point;
/* A curve over rising years, from 0 up; count is at least 2. The last value is
 * written beside its point. */
void intro_i_chart_curve(intro_i_html *html, const intro_i_chart *chart,
                         const intro_i_point *points, size_t count,
                         unsigned decimals);

#endif
