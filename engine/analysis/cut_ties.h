/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ties and people without whom the weak graph falls apart (measures.md 6): a cut
 * tie lies on no ring of ties, and without a cut person the others of the
 * component are not all connected any more (Hopcroft and Tarjan 1973). */
#ifndef INTRO_ANALYSIS_CUT_TIES_H
#define INTRO_ANALYSIS_CUT_TIES_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"
#include "base/bits.h"

/* A depth-first walk: numbers count people as they are met, so that whoever hangs
 * below somebody has the numbers behind his, up to `ends`. Arrays by number, but
 * for the first. */
typedef struct intro_i_cuts {
    const intro_i_weak_graph *weak;
    uint32_t *numbers; /* person: number */
    uint32_t *order;   /* person */
    uint32_t *parents; /* number of who he was met from; his own at a root */
    uint32_t *lows;    /* least number that he or anybody below him is tied to,
                          but for the tie to the parent */
    uint32_t *ends;    /* number behind the last below him */
    uint32_t *roots;   /* components: their least numbers, rising */
    uint64_t *people;  /* bits: cut people, by person */
    uint64_t *ties;    /* bits: cut ties */
    uint64_t cut_people;
    uint64_t cut_ties;
    uint32_t components;
} intro_i_cuts;

/* Borrows the weak graph. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(people +
 * ties), one thread, no recursion; 40 bytes a person, an eighth a tie. */
INTRO_MUST_USE intro_status intro_i_cuts_init(intro_ctx *ctx,
                                              const intro_i_weak_graph *weak,
                                              intro_i_cuts *out);
/* A zeroed one is accepted. */
void intro_i_cuts_fini(intro_i_cuts *cuts);

static inline bool intro_i_is_cut_person(const intro_i_cuts *cuts, uint32_t v)
{
    return intro_i_bits_get(cuts->people, v);
}

static inline bool intro_i_is_cut_tie(const intro_i_cuts *cuts, uint64_t tie)
{
    return intro_i_bits_get(cuts->ties, tie);
}

/* Which groups lose somebody with a cut person? Scratch of one thread. */
typedef struct intro_i_losses {
    const intro_i_cuts *cuts;
    const intro_i_groups *groups;
    uint64_t *starts;  /* groups + 1, in `members` */
    uint32_t *members; /* numbers of the people of each group, rising */
    uint64_t *met;     /* bits by group */
    uint32_t *lost;    /* groups */
    uint32_t count;
} intro_i_losses;

/* Borrows both. INTRO_OK, INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_losses_init(intro_ctx *ctx,
                                                const intro_i_cuts *cuts,
                                                const intro_i_groups *groups,
                                                intro_i_losses *out);
void intro_i_losses_fini(intro_i_losses *losses);
/* Of person v: lost[0 .. count-1], rising, are the groups that have somebody
 * outside of the largest part that is left of his component without him; of
 * parts of one size the one with the least id counts as largest. He himself is
 * not lost. None for who is no cut person. O(people of the parts), or O(groups
 * log people) where that is less. INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_losses_find(intro_ctx *ctx,
                                                intro_i_losses *losses,
                                                uint32_t v);

#endif
