/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Snapshots: a graph in one checksummed file that is opened by mapping.
 * The format is described byte by byte in engine/snapshot/FORMAT.md.
 */
#ifndef INTROFIND_SNAPSHOT_H
#define INTROFIND_SNAPSHOT_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How much of a snapshot is verified when it is opened. */
typedef enum intro_verify {
    /** Header, table, bounds; everything when the file is under 64 MiB. */
    INTRO_VERIFY_QUICK,
    /** Checksums of all sections and every invariant. */
    INTRO_VERIFY_FULL
} intro_verify;

/** Write atomically (temporary file in the target's folder, fsync, rename),
 *  mode 0600. The strings are checked first, so that no file is replaced by one
 *  that cannot be opened. @return INTRO_OK; or, the old file untouched, INTRO_EIO;
 *  INTRO_EARG when intro_graph_set_strengths() dropped ties for their weight:
 *  they are still there, without a strength; INTRO_EBUG for strings that are not
 *  UTF-8; INTRO_EDAMAGED for a graph out of a large snapshot that turns out
 *  damaged; INTRO_ENOMEM; INTRO_ECANCELLED */
INTRO_API INTRO_MUST_USE intro_status intro_snapshot_write(
    intro_ctx *ctx, const intro_graph *graph, const char *file);

/** Map a snapshot; no copy, no parse. @param out owned by the caller.
 *  @return INTRO_OK; INTRO_EDAMAGED naming the section; INTRO_EVERSION;
 *  INTRO_EIO; INTRO_ENOMEM; INTRO_ECANCELLED */
INTRO_API INTRO_MUST_USE intro_status
intro_snapshot_open(intro_ctx *ctx, const char *file, intro_verify verify,
                    intro_graph **out);

#ifdef __cplusplus
}
#endif
#endif
