/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one door to igraph: a network as igraph sees it, and its habits of
 * printing and aborting taken away.
 *
 *     intro_i_igraph *view;
 *     INTRO_TRY(intro_i_igraph_new(ctx, graph, &view));
 *     intro_i_igraph_begin();
 *     const int code = igraph_...(intro_i_igraph_graph(view), ...);
 *     rc = intro_i_igraph_end(ctx, code);
 *     intro_i_igraph_free(view);
 *
 * Written for igraph 0.10 and 1.0. igraph keeps its error state in globals on
 * systems where it was built without thread support (Debian): call it from the
 * coordinating thread only, one at a time. Callers above the adapter do not
 * include igraph.h; tests, for which igraph is the oracle, may. */
#ifndef INTRO_GRAPH_IGRAPH_ADAPTER_H
#define INTRO_GRAPH_IGRAPH_ADAPTER_H

#include "base/common.h"

#include <introfind/graph.h>

typedef struct intro_i_igraph intro_i_igraph;

/* Copies the ties: vertex v is person v. Undirected: edge i is tie i. Directed:
 * edge i is out-arc i, so a tie both ways is two edges. Ties of strength 0
 * (--observed-only) are left out; edges then keep the order only.
 * INTRO_OK, INTRO_ENOMEM, INTRO_ELIMIT above igraph's range, INTRO_ECANCELLED.
 * Cost: O(people + ties), about 60 bytes a tie. */
INTRO_MUST_USE intro_status intro_i_igraph_new(intro_ctx *ctx,
                                               const intro_graph *graph,
                                               intro_i_igraph **out);
/* NULL is accepted. */
void intro_i_igraph_free(intro_i_igraph *view);

/* An igraph_t and an igraph_vector_t with the strength of each edge. */
const void *intro_i_igraph_graph(const intro_i_igraph *view);
const void *intro_i_igraph_weights(const intro_i_igraph *view);

/* Between the two, igraph reports to the adapter: errors are kept, the
 * first words of each; warnings are dropped. Not nested. Whoever needs
 * igraph's random numbers seeds them in between: igraph 1.0 seeds anew at
 * each begin. A fatal error, which is a bug of igraph, ends the process as
 * it does by default. */
void intro_i_igraph_begin(void);
/* Puts the former handlers back and turns igraph's code into ours, with its
 * words: INTRO_ENOMEM, INTRO_ECANCELLED, or INTRO_EBUG for what our
 * arguments should have ruled out. */
INTRO_MUST_USE intro_status intro_i_igraph_end(intro_ctx *ctx, int code);

/* "0.10.2", of the library that runs. */
const char *intro_i_igraph_version(void);

#endif
