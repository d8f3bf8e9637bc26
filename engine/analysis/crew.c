/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/crew.h"

#include "base/alloc.h"

#include <string.h>

static intro_status make_sums(intro_i_crew *crew, uint32_t workers)
{
    crew->workers = workers;
    crew->sums = intro_i_alloc_zero(workers, sizeof *crew->sums);
    return crew->sums == NULL ? INTRO_ENOMEM : INTRO_OK;
}

intro_status intro_i_crew_init(intro_i_crew *crew, intro_ctx *ctx)
{
    memset(crew, 0, sizeof *crew);
    crew->ctx = ctx;
    crew->self.ctx = ctx;
    return make_sums(crew, intro_ctx_threads(ctx));
}

intro_status intro_i_crew_init_alone(intro_i_crew *crew,
                                     const intro_i_worker *worker)
{
    memset(crew, 0, sizeof *crew);
    crew->self.ctx = worker->ctx;
    return make_sums(crew, 1);
}

void intro_i_crew_fini(intro_i_crew *crew)
{
    for (uint32_t i = 0; i < crew->workers && crew->sums != NULL; i++) {
        intro_i_weight_sums_fini(&crew->sums[i]);
    }
    intro_i_free(crew->sums);
    memset(crew, 0, sizeof *crew);
}

intro_status intro_i_crew_run_here(intro_i_crew *crew, uint64_t n,
                                   intro_i_work_fn *work, void *arg)
{
    return n == 0 ? INTRO_OK : work(arg, &crew->self, 0, n);
}

intro_status intro_i_crew_run(intro_i_crew *crew, uint64_t n, uint64_t grain,
                              intro_i_work_fn *work, void *arg)
{
    if (crew->ctx != NULL) {
        return intro_i_parallel_for(crew->ctx, n, grain, work, arg);
    }
    for (uint64_t begin = 0; begin < n; begin += grain) {
        const uint64_t end = begin + intro_i_min_u64(grain, n - begin);
        INTRO_TRY(intro_i_crew_poll(crew));
        INTRO_TRY(work(arg, &crew->self, begin, end));
    }
    return INTRO_OK;
}

intro_status intro_i_crew_poll(const intro_i_crew *crew)
{
    return intro_i_worker_poll(&crew->self);
}
