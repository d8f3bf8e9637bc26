/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fast lane: a source through the scanner of plain GraphML, in a second
 * thread where the context allows one. Beside the events of graphml_sax.h it
 * knows three short ones for what files are full of. */
#ifndef INTRO_IMPORT_GRAPHML_LANE_H
#define INTRO_IMPORT_GRAPHML_LANE_H

#include "import/graphml_keys.h"
#include "import/graphml_sax.h"
#include "import/id_numbers.h"

/* Bytes stay until drop_bytes() returns. node and edge are followed by what they
 * hold and an end; data is whole, its value what the text reads as, or NULL where
 * the scanner does not say. Numbers of ids all come from one prefix. A callee's status other than INTRO_OK ends the
 * reading with it. */
typedef struct intro_i_lane_handler {
    void *user;
    intro_status (*node)(void *user, const intro_i_numbered_id *id,
                         uint64_t line);
    intro_status (*edge)(void *user, const intro_i_numbered_id *source,
                         const intro_i_numbered_id *target, uint64_t line);
    intro_status (*data)(void *user, intro_i_graphml_text key,
                         intro_i_graphml_text text, const double *value,
                         uint64_t line);
    /* As in graphml_sax.h, but that name is "" for a name not among `words`, and
     * the namespace is NULL: it is GraphML's or none. */
    intro_status (*start)(void *user, const intro_i_xml_element *element);
    intro_status (*end)(void *user, uint64_t line);
    intro_status (*text)(void *user, const char *bytes, size_t length);
    intro_status (*drop_bytes)(void *user);
    const char *const *words;
    size_t word_count;
} intro_i_lane_handler;

/* Read a source to its end. INTRO_OK: what the handler got is the document, and
 * libxml2 would have told the same. INTRO_ENOTFOUND, with no error set: the
 * document is unusual; what the handler got counts for nothing. Else what the
 * source or the handler says, INTRO_ENOMEM, INTRO_ECANCELLED. Reports progress.
 * Memory: 3 MB. */
INTRO_MUST_USE intro_status
intro_i_graphml_lane_read(intro_ctx *ctx, intro_i_source *source,
                          const intro_i_lane_handler *handler);

#endif
