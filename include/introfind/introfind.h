/* SPDX-License-Identifier: GPL-2.0-or-later */
/** Everything of libintrofind. */
#ifndef INTROFIND_INTROFIND_H
#define INTROFIND_INTROFIND_H

#include <introfind/breadth.h>
#include <introfind/bridges.h>
#include <introfind/classes.h>
#include <introfind/clusters.h>
#include <introfind/context.h>
#include <introfind/graph.h>
#include <introfind/import.h>
#include <introfind/pages.h>
#include <introfind/paths.h>
#include <introfind/people.h>
#include <introfind/report.h>
#include <introfind/snapshot.h>
#include <introfind/status.h>
#include <introfind/summary.h>
#include <introfind/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define INTRO_VERSION_MAJOR 0
#define INTRO_VERSION_MINOR 1
#define INTRO_VERSION_PATCH 0

/** Version of the library that runs, e.g. "0.1.0"; static. */
INTRO_API const char *intro_version(void);

#ifdef __cplusplus
}
#endif
#endif
