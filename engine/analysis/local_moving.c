/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A move of node v from cluster A to B changes modularity by 2/(2m) times
 *
 *     links(v, B) - links(v, A - v) - resolution k_v (K_B - K_A + k_v) / 2m
 *
 * with volumes k and K. Gains are kept in that unit, of weights. */
#include "analysis/local_moving.h"

#include "base/alloc.h"
#include "base/random.h"

#include <string.h>

enum {
    EXACT_NODES = 4096,
    BATCHES = 8,
    LEAST_BATCH = 256,
    BLOCK = 32,
    CHUNKS = 64, /* of a batch, for the threads */
    ROUNDS_MAX = 100,
    MARK_GRAIN = 4096,
    POLL_EVERY = 256
};

/* A gain of less than this share of a node's volume is rounding. */
#define LEAST_SHARE 1e-12

#define ALONE UINT32_MAX

typedef struct decision {
    uint32_t target; /* own cluster: it stays; ALONE: an empty one */
    double own_links;
    double links; /* to the target */
} decision;

typedef struct mover {
    intro_i_crew *crew;
    const intro_i_level *level;
    const intro_i_moving *how;
    intro_i_partition *clusters;
    double scale;    /* resolution / 2m */
    uint8_t *active; /* to be looked at */
    uint8_t *moved;
    uint32_t *list; /* nodes of the round */
    uint32_t base;  /* where the batch begins in it */
    uint32_t batch_end;
    decision *decisions;
    uint32_t empty_from; /* where an empty cluster is looked for */
} mover;

/* --- order ---------------------------------------------------------------- */

bool intro_i_level_is_exact(const intro_i_crew *crew,
                            const intro_i_level *level)
{
    return crew->ctx == NULL || level->nodes < EXACT_NODES;
}

uint32_t intro_i_batch_size(uint32_t listed, bool is_exact)
{
    const uint32_t size = listed / BATCHES + 1;
    return is_exact ? 1 : size < LEAST_BATCH ? LEAST_BATCH : size;
}

/* Fisher and Yates, inside out, on the numbers of blocks. They lie at the end of
 * the list that is filled from its front: the nodes of i blocks end before the
 * number of block i, as all blocks but one are full. */
uint32_t intro_i_shuffle_nodes(const intro_i_level *level, uint64_t seed,
                               bool is_exact, const uint8_t *wanted,
                               uint32_t *list)
{
    const uint32_t block = is_exact ? 1 : BLOCK;
    const uint32_t blocks =
        (uint32_t)(((uint64_t)level->nodes + block - 1) / block);
    uint32_t *const order = list + (level->nodes - blocks);
    intro_i_random random;
    intro_i_random_init(&random, seed);
    for (uint32_t i = 0; i < blocks; i++) {
        const uint32_t other =
            (uint32_t)intro_i_random_below(&random, (uint64_t)i + 1);
        order[i] = i;
        if (other < i) {
            order[i] = order[other];
            order[other] = i;
        }
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < blocks; i++) {
        const uint64_t first = (uint64_t)order[i] * block;
        const uint64_t end = intro_i_min_u64(first + block, level->nodes);
        for (uint32_t v = (uint32_t)first; v < end; v++) {
            if (level->begin[v] < level->end[v] &&
                (wanted == NULL || wanted[v] != 0)) {
                list[count++] = v;
            }
        }
    }
    return count;
}

/* --- choosing ------------------------------------------------------------- */

/* The best cluster for v as things stand; what it loses by leaving is in the
 * decision too. */
static decision choose(const mover *m, const intro_i_weight_sums *sums,
                       uint32_t v)
{
    const intro_i_partition *const clusters = m->clusters;
    const double volume = m->level->volumes[v];
    const double pull = m->scale * volume;
    const uint32_t own = clusters->of[v];
    decision d = {own, intro_i_weight_sums_of(sums, own), 0};
    const double stay = d.own_links - pull * (clusters->volumes[own] - volume);
    double best = (stay > 0 ? stay : 0) + volume * LEAST_SHARE;
    if (stay + volume * LEAST_SHARE < 0) {
        d.target = ALONE;
    }
    for (uint32_t i = 0; i < sums->count; i++) {
        const intro_i_weight_sum *const links = intro_i_weight_sums_at(sums, i);
        /* Most clusters are ruled out before their volume is looked up. */
        if (links->sum <= best || links->key == own) {
            continue;
        }
        const double gain = links->sum - pull * clusters->volumes[links->key];
        if (gain > best) {
            best = gain;
            d.target = links->key;
            d.links = links->sum;
        }
    }
    return d;
}

static intro_status choose_all(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    mover *const m = arg;
    const intro_i_level *const level = m->level;
    const uint32_t *const of = m->clusters->of;
    intro_i_weight_sums *const sums = &m->crew->sums[worker->index];
    for (uint64_t i = m->base + begin; i < m->base + end; i++) {
        const uint32_t v = m->list[i];
        intro_i_level_ahead(level, m->list, i, m->batch_end, of, sizeof *of);
        INTRO_PREFETCH(&m->clusters->volumes[of[v]]);
        if (m->how->joins_only && m->clusters->sizes[of[v]] != 1) {
            m->decisions[i - m->base].target = of[v];
            continue;
        }
        INTRO_TRY(
            intro_i_weight_sums_begin(sums, level->end[v] - level->begin[v]));
        for (uint64_t link = level->begin[v]; link < level->end[v]; link++) {
            intro_i_weight_sums_add(sums, of[level->targets[link]],
                                    (double)level->weights[link]);
        }
        m->decisions[i - m->base] = choose(m, sums, v);
        intro_i_weight_sums_end(sums);
    }
    return INTRO_OK;
}

/* --- moving --------------------------------------------------------------- */

/* There is one whenever a cluster has two nodes. */
static uint32_t find_empty(mover *m)
{
    while (m->clusters->sizes[m->empty_from] != 0) {
        m->empty_from++;
        if (m->empty_from == m->level->nodes) {
            m->empty_from = 0;
        }
    }
    return m->empty_from;
}

/* Carries a decision out if it is still a gain. @return that gain, or 0 */
static double move_node(mover *m, uint32_t v, const decision *d)
{
    intro_i_partition *const clusters = m->clusters;
    const double volume = m->level->volumes[v];
    const double pull = m->scale * volume;
    const uint32_t own = clusters->of[v];
    const double stay = d->own_links - pull * (clusters->volumes[own] - volume);
    uint32_t target = d->target;
    double gain = -stay;
    if (target == own || (m->how->joins_only &&
                          (clusters->sizes[own] != 1 || target == ALONE))) {
        return 0;
    }
    if (target != ALONE) {
        gain += d->links - pull * clusters->volumes[target];
    }
    /* Whoever made up the target may all have left it. */
    if (gain <= volume * LEAST_SHARE ||
        (target == ALONE ? clusters->sizes[own] == 1
                         : clusters->sizes[target] == 0)) {
        return 0;
    }
    if (target == ALONE) {
        target = find_empty(m);
    }
    clusters->volumes[own] -= volume;
    clusters->sizes[own]--;
    if (clusters->sizes[own] == 0) {
        clusters->volumes[own] = 0; /* no rounding left behind */
    }
    clusters->volumes[target] += volume;
    clusters->sizes[target]++;
    clusters->of[v] = target;
    m->moved[v] = 1;
    return gain;
}

static intro_status move_batches(mover *m, uint32_t listed, bool is_exact,
                                 uint32_t *moves, double *gain)
{
    const uint32_t size = intro_i_batch_size(listed, is_exact);
    for (m->base = 0; m->base < listed; m->base += size) {
        const uint32_t count =
            listed - m->base < size ? listed - m->base : size;
        m->batch_end = is_exact ? listed : m->base + count;
        if (is_exact) {
            if (m->base % POLL_EVERY == 0) {
                INTRO_TRY(intro_i_crew_poll(m->crew));
            }
            INTRO_TRY(intro_i_crew_run_here(m->crew, count, choose_all, m));
        } else {
            INTRO_TRY(intro_i_crew_run(m->crew, count, size / CHUNKS + 1,
                                       choose_all, m));
        }
        for (uint32_t i = 0; i < count; i++) {
            const double more =
                move_node(m, m->list[m->base + i], &m->decisions[i]);
            *moves += more > 0;
            *gain += more;
        }
    }
    return INTRO_OK;
}

/* --- what is to be looked at again ---------------------------------------- */

/* Neighbours of nodes that moved, but for those in the new cluster. Several
 * threads may mark one, all with the same mark. */
static intro_status mark_neighbours(void *arg, intro_i_worker *worker,
                                    uint64_t begin, uint64_t end)
{
    const mover *const m = arg;
    const intro_i_level *const level = m->level;
    const uint32_t *const of = m->clusters->of;
    (void)worker;
    for (uint64_t v = begin; v < end; v++) {
        if (m->moved[v] == 0) {
            continue;
        }
        m->moved[v] = 0;
        for (uint64_t i = level->begin[v]; i < level->end[v]; i++) {
            const uint32_t w = level->targets[i];
            if (of[w] != of[v] &&
                __atomic_load_n(&m->active[w], __ATOMIC_RELAXED) == 0) {
                __atomic_store_n(&m->active[w], 1, __ATOMIC_RELAXED);
            }
        }
    }
    return INTRO_OK;
}

/* Where many moved, nearly everybody is a neighbour of one. */
static intro_status mark_active(mover *m, uint32_t moves)
{
    const uint32_t nodes = m->level->nodes;
    if (moves > nodes / 8) {
        memset(m->active, 1, nodes);
        memset(m->moved, 0, nodes);
        return INTRO_OK;
    }
    memset(m->active, 0, nodes);
    return intro_i_crew_run(m->crew, nodes, MARK_GRAIN, mark_neighbours, m);
}

/* --- rounds --------------------------------------------------------------- */

static intro_status move_rounds(mover *m, double *total_gain)
{
    const intro_i_level *const level = m->level;
    const bool is_exact = intro_i_level_is_exact(m->crew, level);
    intro_i_random seeds;
    intro_i_random_init(&seeds, m->how->seed);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        uint32_t moves = 0;
        double gain = 0;
        const uint32_t listed =
            intro_i_shuffle_nodes(level, intro_i_random_u64(&seeds), is_exact,
                                  round == 0 ? NULL : m->active, m->list);
        INTRO_TRY(move_batches(m, listed, is_exact, &moves, &gain));
        gain *= 2 / level->total;
        *total_gain += gain;
        if (moves == 0 || gain < m->how->least_gain || m->how->joins_only) {
            return INTRO_OK;
        }
        INTRO_TRY(mark_active(m, moves));
    }
    return INTRO_OK;
}

intro_status intro_i_move_nodes(intro_i_crew *crew, const intro_i_level *level,
                                const intro_i_moving *how,
                                intro_i_partition *partition, double *gain)
{
    const uint32_t nodes = level->nodes;
    const uint32_t batch =
        intro_i_batch_size(nodes, intro_i_level_is_exact(crew, level));
    mover m = {.crew = crew,
               .level = level,
               .how = how,
               .clusters = partition,
               .scale = how->resolution / level->total};
    *gain = 0;
    m.active = intro_i_alloc(nodes, sizeof *m.active);
    m.moved = intro_i_alloc_zero(nodes, sizeof *m.moved);
    m.list = intro_i_alloc(nodes, sizeof *m.list);
    m.decisions = intro_i_alloc(batch, sizeof *m.decisions);
    const intro_status rc = m.active == NULL || m.moved == NULL ||
                                    m.list == NULL || m.decisions == NULL
                                ? INTRO_ENOMEM
                                : move_rounds(&m, gain);
    intro_i_free(m.active);
    intro_i_free(m.moved);
    intro_i_free(m.list);
    intro_i_free(m.decisions);
    return rc;
}
