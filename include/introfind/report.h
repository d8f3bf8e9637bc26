/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Results to bytes: text, JSON, CSV, and the network back out as GraphML, CSV or
 * JSON lines.
 *
 * Everything is written to an intro_output: standard output, or a regular file
 * that is replaced whole on intro_output_commit() or not at all.
 */
#ifndef INTROFIND_REPORT_H
#define INTROFIND_REPORT_H

#include <introfind/breadth.h>
#include <introfind/bridges.h>
#include <introfind/classes.h>
#include <introfind/clusters.h>
#include <introfind/paths.h>
#include <introfind/summary.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum intro_format {
    INTRO_FORMAT_TEXT,
    INTRO_FORMAT_JSON,
    INTRO_FORMAT_CSV
} intro_format;

typedef struct intro_output intro_output;

/** file NULL or "-": the descriptor 1. A directory, device, FIFO or symbolic
 *  link as file is INTRO_EIO. */
INTRO_API INTRO_MUST_USE intro_status intro_output_open(intro_ctx *ctx,
                                                        const char *file,
                                                        intro_output **out);
/** An output on descriptor 1 that nothing was written to is kept in memory and
 *  goes out whole with the commit. */
INTRO_API void intro_output_hold(intro_output *output);
/** Flush, sync, rename; frees the output also on failure. */
INTRO_API INTRO_MUST_USE intro_status intro_output_commit(intro_ctx *ctx,
                                                          intro_output *output);
/** Leaves no trace of an uncommitted file; NULL is accepted. */
INTRO_API void intro_output_abandon(intro_output *output);
/** Plain bytes, for the caller's own words (help, headings). */
INTRO_API INTRO_MUST_USE intro_status intro_output_write(intro_ctx *ctx,
                                                         intro_output *output,
                                                         const char *bytes,
                                                         size_t length);

/** How results are dressed. */
typedef struct intro_report_options {
    intro_format format;
    bool color;              /**< text: ANSI colours */
    uint32_t width;          /**< text: columns of the terminal; 0 = 80 */
    bool csv_raw;            /**< CSV: no guard against formulas */
    const char *command;     /**< provenance: the command as typed, any bytes */
    const char *network;     /**< provenance: the network as given, any bytes */
    uint64_t *guarded_cells; /**< CSV: counts the cells given a leading ' ; or
                                  NULL */
} intro_report_options;

#define INTRO_REPORT_OPTIONS_INIT                                              \
    {                                                                          \
        INTRO_FORMAT_TEXT, false, 0, false, "", "", NULL                       \
    }

/** One answer of `path`: introfind.path/1, a table, or text. */
typedef struct intro_path_report {
    const intro_paths_query *query;
    const intro_paths *paths; /**< NULL for a batch row that names nobody */
    intro_no_path row_reason; /**< used when paths is NULL */
    bool is_batch;            /**< JSON: one line; CSV: first column `row` */
    uint64_t row;             /**< batch row from 1 */
    const char *asked;        /**< text: the target in the user's words */
    bool explain;             /**< text: every factor of every strength */
} intro_path_report;

INTRO_API INTRO_MUST_USE intro_status intro_report_path(
    intro_ctx *ctx, const intro_graph *graph, const intro_path_report *report,
    const intro_report_options *options, intro_output *output);
/** The header row of path's CSV; nothing for other formats. */
INTRO_API INTRO_MUST_USE intro_status
intro_report_path_header(intro_ctx *ctx, const intro_report_options *options,
                         bool is_batch, intro_output *output);

/** introfind.info/1, or text; CSV is a two-column table key,value. With
 *  is_import the accounting of files and rows comes first. */
INTRO_API INTRO_MUST_USE intro_status
intro_report_info(intro_ctx *ctx, const intro_graph *graph, bool is_import,
                  const intro_report_options *options, intro_output *output);

/** How a person's classes were found: introfind.info-why/1, a table with a row a
 *  class, or text. */
INTRO_API INTRO_MUST_USE intro_status
intro_report_why(intro_ctx *ctx, const intro_graph *graph,
                 const intro_class_reasons *reasons,
                 const intro_report_options *options, intro_output *output);

/** Which list of `bridges` CSV gives. */
typedef enum intro_bridges_table {
    INTRO_BRIDGES_BROKERS,
    INTRO_BRIDGES_PAIRS,
    INTRO_BRIDGES_GROUPS,
    INTRO_BRIDGES_TIES
} intro_bridges_table;

/** introfind.bridges/1, one of its lists, or text. me: as it was asked for.
 *  `bridges` only serves as scratch. */
INTRO_API INTRO_MUST_USE intro_status intro_report_bridges(
    intro_ctx *ctx, const intro_graph *graph, intro_bridges *bridges,
    intro_bridges_table table, intro_vid me,
    const intro_report_options *options, intro_output *output);

/** Rows of `breadth`: introfind.breadth/1, one object a line; a table; or as text
 *  a table with the effective numbers of as many attributes as fit. Read and
 *  written in threads, a part at a time: memory does not grow with the rows. */
INTRO_API INTRO_MUST_USE intro_status
intro_report_breadth(intro_ctx *ctx, const intro_breadth *breadth,
                     const intro_report_options *options, intro_output *output);
/** The same people at the end of each year: introfind.breadth-trend/1, one object
 *  a person and year, with id, name, year, contacts, by. */
INTRO_API INTRO_MUST_USE intro_status intro_report_breadth_trend(
    intro_ctx *ctx, const intro_breadth *breadth,
    const intro_report_options *options, intro_output *output);
/** The page of one person as text, whatever the format: what is there, what is
 *  missing, how it compares. is_me: the person is called "you". */
INTRO_API INTRO_MUST_USE intro_status intro_report_portrait(
    intro_ctx *ctx, intro_breadth *breadth, uint64_t i, bool is_me,
    const intro_report_options *options, intro_output *output);

/** Which list of `clusters` CSV gives. */
typedef enum intro_clusters_table {
    INTRO_CLUSTERS_ROWS,
    INTRO_CLUSTERS_WEAK_TIES,
    INTRO_CLUSTERS_MEMBERSHIP
} intro_clusters_table;

/** An answer of `clusters`. */
typedef struct intro_clusters_report {
    const intro_clusters *clusters;
    intro_clusters_table table; /**< CSV */
    bool membership;            /**< JSON, text: everybody's cluster, too */
    bool expand; /**< the chains into the clusters, which were asked for */
} intro_clusters_report;

/** introfind.clusters/1, one of its lists, or text. */
INTRO_API INTRO_MUST_USE intro_status intro_report_clusters(
    intro_ctx *ctx, const intro_graph *graph,
    const intro_clusters_report *report, const intro_report_options *options,
    intro_output *output);

typedef enum intro_export_as {
    INTRO_EXPORT_GRAPHML,
    INTRO_EXPORT_CSV, /**< one document: ties, or people */
    INTRO_EXPORT_JSONL
} intro_export_as;

typedef struct intro_export_options {
    intro_export_as as;
    bool people_table; /**< CSV: the people instead of the ties */
    bool clusters; /**< everybody's cluster as an attribute `cluster`; they were
                        attached (clusters.h), else INTRO_EARG */
} intro_export_options;

INTRO_API INTRO_MUST_USE intro_status
intro_report_export(intro_ctx *ctx, const intro_graph *graph,
                    const intro_export_options *export_options,
                    const intro_report_options *options, intro_output *output);

/** Escape a stranger's text for a terminal into out (size bytes with the NUL):
 *  control and bidi characters become visible. @return out */
INTRO_API const char *intro_escape_text(const char *text, char *out,
                                        size_t size);

#ifdef __cplusplus
}
#endif
#endif
