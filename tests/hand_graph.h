/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphs filled by hand, array by array, so that tests of the snapshot, of
 * validate and of the adapters do not lean on the builder. */
#ifndef INTRO_TESTS_HAND_GRAPH_H
#define INTRO_TESTS_HAND_GRAPH_H

#include "graph/graph_impl.h"

typedef struct hand_plan {
    uint64_t seed;
    uint32_t people; /* at most 1000 */
    double density;  /* chance of a pair to be tied */
    bool is_directed;
    bool is_rich; /* evidence, columns, known fields, sources: everything */
} hand_plan;

/* Same plan, same graph. Ends the test when memory is out. Every array is a
 * heap block of exactly its length, so the sanitizers see each step beyond;
 * tests may write into them (HAND_EDIT). Freed with intro_graph_close(). */
intro_graph *hand_graph(const hand_plan *plan);

/* The array, writable. */
#define HAND_EDIT(type, array) ((type *)(uintptr_t)(array))

/* Ends the test unless all arrays, counts and records agree. */
void hand_assert_equal(const intro_graph *a, const intro_graph *b);

/* Calls every accessor with every argument; answers something that depends
 * on all of them. */
uint64_t hand_walk(const intro_graph *g);

#endif
