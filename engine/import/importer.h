/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any input into the builder: what it is is told by its content, never by its
 * name. The public calls are in <introfind/import.h>. */
#ifndef INTRO_IMPORT_IMPORTER_H
#define INTRO_IMPORT_IMPORTER_H

#include "graph/builder.h"

/* Reads one input as one source of the builder: a folder or a ZIP archive
 * (LinkedIn export), a text table (Connections.csv) or XML (GraphML), gzip
 * around the last two unpacked. A source that repeats an earlier one is dropped
 * with a notice. owner: WHO for a LinkedIn input, or NULL; *took_owner: the input
 * was one. After a failure nothing of the input is left in the builder.
 *
 * INTRO_OK; INTRO_EARG for a snapshot; INTRO_EFORMAT for other formats, named;
 * what the readers say. */
INTRO_MUST_USE intro_status intro_i_import_input(intro_i_builder *builder,
                                                 const char *path,
                                                 const char *owner,
                                                 bool *took_owner);

#endif
