/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Contact data into a graph.
 *
 *     const char *files[] = {"Basic_LinkedInDataExport_01-02-2026.zip"};
 *     intro_import_options opt = INTRO_IMPORT_OPTIONS_INIT;
 *     intro_graph *g;
 *     rc = intro_import_run(ctx, files, 1, &opt, &g);
 */
#ifndef INTROFIND_IMPORT_H
#define INTROFIND_IMPORT_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_import_options {
    intro_strength_options strength;
    uint32_t graph_number; /**< which <graph> of a file, from 1; 0 = all */
    bool strict;           /**< every decision is INTRO_EFORMAT */
    bool lenient;          /**< skip and count what would be INTRO_EFORMAT */
    bool merge_names;      /**< also merge by name and company */
    bool same_ids;         /**< equal GraphML ids are one person */
    const char *const *owners; /**< WHO of the owner per LinkedIn input, in the
                                    order of inputs; one entry serves one input */
    size_t owner_count;
    const char *classes_file; /**< a user's rules for industry, function and
                                    seniority (CSV); NULL: none */
} intro_import_options;

#define INTRO_IMPORT_OPTIONS_INIT                                              \
    {                                                                          \
        INTRO_STRENGTH_OPTIONS_INIT, 1, false, false, false, false, NULL, 0,   \
            NULL                                                               \
    }

/** Read and pool inputs: LinkedIn export ZIPs, folders or single CSV files,
 *  GraphML plain or gzip, recognised by content.
 *
 * The result does not depend on the order of the inputs; an input given twice
 * counts once.
 *
 * @param out owned by the caller, intro_graph_close(); untouched unless INTRO_OK
 * @return INTRO_OK; INTRO_EFORMAT with file and line; INTRO_EIO; INTRO_ELIMIT;
 *         INTRO_ENOMEM; INTRO_EARG; INTRO_ECANCELLED
 */
INTRO_API INTRO_MUST_USE intro_status
intro_import_run(intro_ctx *ctx, const char *const *files, size_t file_count,
                 const intro_import_options *options, intro_graph **out);

/** About how many bytes of memory intro_import_run() will take for these inputs,
 *  told from their sizes and from at most 1 MiB of each: within a factor of two
 *  for GraphML as it is and tables of contacts, at least so much for most others.
 *  0 where it cannot be told (a pipe, an input that is none).
 *  @return INTRO_OK, INTRO_EIO, INTRO_ENOMEM, INTRO_ECANCELLED */
INTRO_API INTRO_MUST_USE intro_status
intro_import_need(intro_ctx *ctx, const char *const *files, size_t file_count,
                  uint64_t *bytes);

/** true when the file is a snapshot rather than an importable input; looks at
 *  its first bytes. @return INTRO_EIO when it cannot be read */
INTRO_API INTRO_MUST_USE intro_status intro_is_snapshot(intro_ctx *ctx,
                                                        const char *file,
                                                        bool *out);

#ifdef __cplusplus
}
#endif
#endif
