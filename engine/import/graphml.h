/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML into the builder: every writer's dialect. */
#ifndef INTRO_IMPORT_GRAPHML_H
#define INTRO_IMPORT_GRAPHML_H

#include "base/source.h"
#include "graph/builder.h"

/* Begins a source of the builder and reads the file into it: through a scanner
 * of our own where the document is plain and the source can be read again from
 * its start, else, and for every error, through libxml2 as below. The result is
 * the same. After an error the builder has no present source; after INTRO_OK
 * the caller ends it. `source` stands at its start (a peek is no reading). */
INTRO_MUST_USE intro_status intro_i_graphml_import(intro_i_builder *builder,
                                                   intro_i_source *source);

/* Reads the source to its end into the builder's present source: call between
 * source_begin and source_end; after an error the caller drops the source.
 *
 * The graph of options->graph_number is read (0: all; an id used in several
 * graphs is then one person). People get the rows of their ids, edges the rows
 * of their order in the file, self-loops left out. An attribute "label" is made
 * of the texts of yEd's and yFiles' drawings and of `label` in a tag, "labels"
 * of `labels` in a tag, for elements that have no data of that name.
 *
 * INTRO_OK; INTRO_EFORMAT with line, and column where it is known; INTRO_ELIMIT
 * for too many people or edges; INTRO_ENOMEM; INTRO_ECANCELLED; INTRO_EIO.
 * Cost: linear; memory beside the builder's: the longest tag and value, and 8
 * bytes a person. */
INTRO_MUST_USE intro_status intro_i_graphml_read(intro_i_builder *builder,
                                                 intro_i_source *source);

/* The same with the parser fed `slice` bytes at a time (tests). */
INTRO_MUST_USE intro_status intro_i_graphml_read_slices(
    intro_i_builder *builder, intro_i_source *source, size_t slice);

/* The scanner alone (tests). INTRO_ENOTFOUND, with no error set: the document is
 * not plain. */
INTRO_MUST_USE intro_status intro_i_graphml_read_plain(intro_i_builder *builder,
                                                       intro_i_source *source);

#endif
