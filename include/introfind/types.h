/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Fixed-width names used by every other public header.
 *
 * People are numbered 0 .. n-1 in bytewise order of their ids, so comparing two
 * numbers compares the ids; a network holds at most INTRO_MAX_PEOPLE people and
 * INTRO_MAX_TIES ties.
 */
#ifndef INTROFIND_TYPES_H
#define INTROFIND_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define INTRO_API      __attribute__((visibility("default")))
#define INTRO_MUST_USE __attribute__((warn_unused_result))
#else
#define INTRO_API
#define INTRO_MUST_USE
#endif

/** A person: an index below intro_graph_people(). */
typedef uint32_t intro_vid;
/** A tie, or an arc (one direction of a tie) where the text says so. */
typedef uint64_t intro_arc;
/** Days since 1970-01-01, negative before; INTRO_NO_DAY when unknown. */
typedef int32_t intro_day;
/** A string of a graph's pool; 0 is "absent". */
typedef uint32_t intro_str;

#define INTRO_NO_VID ((intro_vid)UINT32_MAX)
#define INTRO_NO_TIE ((intro_arc)UINT64_MAX)
#define INTRO_NO_DAY ((intro_day)INT32_MIN)

#define INTRO_MAX_PEOPLE ((uint64_t)UINT32_MAX - 1)
#define INTRO_MAX_TIES   ((uint64_t)1 << 40)

#endif
