/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph's k shortest paths on -ln strength, for tests only. */
#ifndef INTRO_TESTS_IGRAPH_ORACLE_H
#define INTRO_TESTS_IGRAPH_ORACLE_H

#include "graph/graph_impl.h"

/* Products of the k best simple paths from -> to in rising order of cost; @return
 * how many there are, at most k. */
size_t igraph_oracle_products(const intro_graph *graph, intro_vid from,
                              intro_vid to, size_t k, double *products);

#endif
