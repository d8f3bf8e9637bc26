/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who works on one clustering: all threads of a context, or only the thread that
 * asks, so that several clusterings can run beside each other. Each has a table
 * of sums. Statuses come without words: who made the crew gives them. */
#ifndef INTRO_ANALYSIS_CREW_H
#define INTRO_ANALYSIS_CREW_H

#include "analysis/weight_sums.h"
#include "base/parallel.h"

typedef struct intro_i_crew {
    intro_ctx *ctx;      /* NULL: the calling thread does everything */
    intro_i_worker self; /* ... as this worker */
    uint32_t workers;
    intro_i_weight_sums *sums; /* one for each worker */
} intro_i_crew;

/* All threads of ctx. */
INTRO_MUST_USE intro_status intro_i_crew_init(intro_i_crew *crew,
                                              intro_ctx *ctx);
/* Only the thread of a worker of some loop. */
INTRO_MUST_USE intro_status
intro_i_crew_init_alone(intro_i_crew *crew, const intro_i_worker *worker);
/* A zeroed one is accepted. */
void intro_i_crew_fini(intro_i_crew *crew);

/* intro_i_parallel_for(), or the same chunks one after the other. */
INTRO_MUST_USE intro_status intro_i_crew_run(intro_i_crew *crew, uint64_t n,
                                             uint64_t grain,
                                             intro_i_work_fn *work, void *arg);
/* All of it at once on this thread. */
INTRO_MUST_USE intro_status intro_i_crew_run_here(intro_i_crew *crew,
                                                  uint64_t n,
                                                  intro_i_work_fn *work,
                                                  void *arg);
/* INTRO_ECANCELLED when cancelled. */
INTRO_MUST_USE intro_status intro_i_crew_poll(const intro_i_crew *crew);

#endif
