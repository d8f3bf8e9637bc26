/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Read-only private map of a regular file. Writers replace files by rename, so
 * a map keeps the bytes it was opened on. A file cut shorter in place by a
 * stranger raises SIGBUS on touch: nothing below the command line handles
 * signals, so the tool installs a handler that says so and ends with the exit
 * status of a damaged snapshot; a program that embeds the library may do the
 * same. */
#ifndef INTRO_BASE_MAPPING_H
#define INTRO_BASE_MAPPING_H

#include "base/common.h"

#include <introfind/context.h>

/* Zeroed = closed. */
typedef struct intro_i_mapping {
    const uint8_t *data; /* aligned to a page; never NULL while open */
    uint64_t size;
    void *base; /* private: what to unmap, NULL for an empty file */
} intro_i_mapping;

typedef enum intro_i_mapping_advice {
    INTRO_I_MAPPING_WILL_NEED, /* read ahead */
    INTRO_I_MAPPING_HUGE,      /* huge pages where the system has them */
    INTRO_I_MAPPING_RANDOM     /* no read-ahead */
} intro_i_mapping_advice;

/* Symbolic links are followed; folders, devices, pipes and sockets are refused
 * with INTRO_EIO. Costs no reading. */
INTRO_MUST_USE intro_status intro_i_mapping_open(intro_ctx *ctx,
                                                 const char *path,
                                                 intro_i_mapping *out);
/* NULL and a zeroed one are accepted. */
void intro_i_mapping_close(intro_i_mapping *mapping);
/* Advice only: never fails. The range is widened to pages, cut at the end. */
void intro_i_mapping_advise(const intro_i_mapping *mapping, uint64_t offset,
                            uint64_t length, intro_i_mapping_advice advice);

/* Start of length bytes at offset, NULL when they are not all inside. */
static inline const uint8_t *intro_i_mapping_at(const intro_i_mapping *mapping,
                                                uint64_t offset,
                                                uint64_t length)
{
    return offset <= mapping->size && length <= mapping->size - offset
               ? mapping->data + offset
               : NULL;
}

#endif
