/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A GraphML document in memory as a graph. */
#ifndef INTRO_TESTS_TEXT_GRAPH_H
#define INTRO_TESTS_TEXT_GRAPH_H

#include "base/source.h"
#include "graph/builder.h"
#include "import/graphml.h"

#include <introfind/import.h>

/* One more input of a network, as the program reads it; file: its name in
 * messages. */
static inline intro_status text_source(intro_ctx *ctx, intro_i_builder *builder,
                                       const char *file, const void *bytes,
                                       size_t size)
{
    intro_i_source *source = NULL;
    intro_status rc =
        intro_i_source_open_memory(ctx, file, bytes, size, 0, &source);
    if (rc == INTRO_OK) {
        rc = intro_i_graphml_import(builder, source);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_builder_source_end(builder);
    }
    intro_i_source_close(source);
    return rc;
}

static inline intro_status text_graph(intro_ctx *ctx,
                                      const intro_import_options *options,
                                      const char *file, const void *bytes,
                                      size_t size, intro_graph **out)
{
    intro_i_builder *builder = NULL;
    intro_status rc = intro_i_builder_new(ctx, options, &builder);
    if (rc == INTRO_OK) {
        rc = text_source(ctx, builder, file, bytes, size);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_builder_freeze(builder, out);
    }
    intro_i_builder_free(builder);
    return rc;
}

#endif
