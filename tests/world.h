/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small random inputs for the builder, and whether two graphs are one. */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "graph/builder.h"

enum { WORLD_SOURCES = 4 };

/* Everything follows from the seed. A source is filled from a seed of its own,
 * so sources can be given in any order. */
typedef struct world {
    uint64_t seed;
    size_t sources;
    bool is_directed;
    bool has_weights;
    bool has_linkedin;
    bool has_columns;
} world;

uint64_t world_random(uint64_t *state);
world world_make(uint64_t seed);
/* Records source `which` of the world; false in *kept when it was a repeat and
 * taken back. */
intro_status world_source(const world *w, intro_i_builder *b, size_t which,
                          bool *kept);
/* All sources in the given order (NULL: 0, 1, ...), frozen. */
intro_status world_freeze(const world *w, intro_ctx *ctx,
                          const intro_import_options *options,
                          const size_t *order, size_t count, intro_graph **out);
/* NULL when every array, string and record agrees, else what does not.
 * with_records: sources, reasons, warnings and read counts too. */
const char *world_difference(const intro_graph *a, const intro_graph *b,
                             bool with_records);

#endif
