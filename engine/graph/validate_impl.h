/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of validate share: one way to say what was found and one
 * way to run a check over a range in pieces. */
#ifndef INTRO_GRAPH_VALIDATE_IMPL_H
#define INTRO_GRAPH_VALIDATE_IMPL_H

#include "base/common.h"
#include "graph/graph_impl.h"

#include <stdatomic.h>

typedef struct intro_i_finding {
    const char *section; /* static */
    int number;          /* of a numbered section, -1 for others */
    char text[200];
} intro_i_finding;

/* Writes the finding; always false, so that one can return it. */
bool intro_i_find(intro_i_finding *finding, const char *section,
                  const char *format, ...) INTRO_PRINTF(3, 4);

/* One run of intro_i_graph_validate(). */
typedef struct intro_i_validation {
    intro_ctx *ctx;
    const intro_graph *g;
    intro_status code;
    const char *source; /* "" for none */
    uint64_t key[4];    /* of the arc sums */
    _Atomic uint64_t sums[2];
    uint32_t column; /* the one that is looked at */
    intro_field field;
} intro_i_validation;

/* Looks at begin .. end - 1; false with a finding when something is wrong. */
typedef bool intro_i_check_fn(intro_i_validation *run, uint64_t begin,
                              uint64_t end, intro_i_finding *finding);

/* The check over 0 .. n - 1 in several threads; the status of the run and its
 * words when something was found. */
INTRO_MUST_USE intro_status intro_i_check_all(intro_i_validation *run,
                                              uint64_t n, uint64_t grain,
                                              intro_i_check_fn *check);
/* Says the finding through the context; the status of the run. */
intro_status intro_i_say_finding(intro_i_validation *run,
                                 const intro_i_finding *finding);

/* offsets[i] <= offsets[i + 1] <= limit (or < when strict) for all i of a
 * range. */
bool intro_i_check_offsets(const uint64_t *offsets, uint64_t begin,
                           uint64_t end, uint64_t limit, bool strict,
                           const char *section, intro_i_finding *finding);
/* Bits at and above count in the last word are zero. */
bool intro_i_check_tail(const uint64_t *words, uint64_t count,
                        const char *section, intro_i_finding *finding);

/* Rows, ties and both directions of them. */
INTRO_MUST_USE intro_status intro_i_check_ties(intro_i_validation *run);
/* Evidence and stated edges. */
INTRO_MUST_USE intro_status intro_i_check_statements(intro_i_validation *run);
/* Sources, owners, columns' descriptors, strength state, ends of offsets. */
bool intro_i_check_records(const intro_graph *g, intro_i_finding *finding);

#endif
