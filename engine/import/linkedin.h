/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A LinkedIn export into the builder: a star of the owner and the people known,
 * with all that the export says about each tie. */
#ifndef INTRO_IMPORT_LINKEDIN_H
#define INTRO_IMPORT_LINKEDIN_H

#include "graph/builder.h"
#include "import/linkedin_files.h"

/* Begins a source of the builder and reads the export into it; the caller ends
 * it. After a failure nothing is left in the builder. owner: WHO, or NULL.
 *
 * Files that are not UTF-8 are found out while they are read; then everything is
 * taken back and read again, with that file as Windows-1252.
 *
 * INTRO_OK; INTRO_EFORMAT with file and line; INTRO_EARG for a bad owner;
 * INTRO_ELIMIT; INTRO_EIO; INTRO_ENOMEM; INTRO_ECANCELLED. Cost: linear; memory
 * beside the builder's: names and participants, never the text of messages. */
INTRO_MUST_USE intro_status intro_i_linkedin_read(intro_i_builder *builder,
                                                  intro_i_li_files *files,
                                                  const char *owner);

#endif
