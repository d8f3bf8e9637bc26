/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * The one status type: every function that can fail returns it.
 */
#ifndef INTROFIND_STATUS_H
#define INTROFIND_STATUS_H

#include <introfind/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum intro_status {
    /** Done; out parameters are written. */
    INTRO_OK = 0,
    /** The caller's mistake: a value out of range, an unknown option or
     *  attribute. Nothing was changed. */
    INTRO_EARG,
    /** Memory ran out (the system's, or the context's byte limit). */
    INTRO_ENOMEM,
    /** The system refused to open, read, write, sync or rename; errno kept. */
    INTRO_EIO,
    /** The input is not what it claims to be, or cannot be used. */
    INTRO_EFORMAT,
    /** A stated limit on size, count, depth or ratio was passed. */
    INTRO_ELIMIT,
    /** The asked-for person, set or section does not exist. */
    INTRO_ENOTFOUND,
    /** A snapshot is damaged. */
    INTRO_EDAMAGED,
    /** A snapshot of another version, word size or byte order. */
    INTRO_EVERSION,
    /** Several people answer to the name given. */
    INTRO_EAMBIGUOUS,
    /** The context was cancelled; nothing partial remains. */
    INTRO_ECANCELLED,
    /** An invariant of introfind itself broke. */
    INTRO_EBUG
} intro_status;

/** Short English name, e.g. "out of memory"; static, never NULL. */
INTRO_API const char *intro_status_name(intro_status status);

#ifdef __cplusplus
}
#endif
#endif
