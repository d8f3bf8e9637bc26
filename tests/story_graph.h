/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Five people of whom something is known, for tests of what is said of them:
 *
 *     p0 - p1   connected 2019-02-21; 12 messages from p0, 15 back, last 2026-01-05
 *     p0 - p3   inferred: both at the employer now, of three people there
 *     p1 - p2   p2 recommended p1; colleagues at the employer 2015 to 2019
 *     p2 - p3   stated by GraphML with the number 0.5 (column `strength`)
 *     p4        nobody
 *
 * Strengths follow the default model as of 2026-03-01. p0 is the owner. */
#ifndef INTRO_TESTS_STORY_GRAPH_H
#define INTRO_TESTS_STORY_GRAPH_H

#include "graph/graph_impl.h"

enum { STORY_PEOPLE = 5, STORY_TIES = 4 };

typedef struct story {
    const char *names[STORY_PEOPLE]; /* NULL: unknown */
    const char *employer;            /* label and everybody's company */
    const char *note; /* attribute `note` of everybody; NULL: no column */
} story;

/* Freed with intro_graph_close(). Ends the test when memory is out. */
intro_graph *story_graph(const story *told);

#endif
