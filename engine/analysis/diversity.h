/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the neighbours of a person spread over the groups of an attribute
 * (measures.md 7 and 12), and the E-I index of the person's own ties (5).
 *
 * Shares are over the neighbours with a known group: each counts one, or
 * weighted its tie's strength in the weak graph. The person does not count.
 * Counted figures depend on the counts alone, to the last bit: neither on which
 * group has which, nor on the order in which neighbours were added. Weighted sums
 * run in the order of the groups.
 *
 * Blau, 1 - sum p^2, is also the participation coefficient of Guimera and Amaral
 * when the groups are modules (4). */
#ifndef INTRO_ANALYSIS_DIVERSITY_H
#define INTRO_ANALYSIS_DIVERSITY_H

#include "analysis/panel.h"
#include "analysis/weak_graph.h"
#include "base/bits.h"

#include <introfind/breadth.h>

/* The figures are public: <introfind/breadth.h>. */
typedef intro_diversity intro_i_diversity;

enum { INTRO_I_TALLY_LOGS = 512 };

/* Neighbours counted by group: scratch of one thread. Groups met are kept as
 * bits, and their words of 64 as bits again, so that they are found in order
 * without being sorted. */
typedef struct intro_i_tally {
    const intro_i_groups *groups;
    uint32_t known;
    uint32_t *counts; /* by group, and behind them one that is 0 between uses */
    double *weights;  /* by group; NULL: not weighted */
    uint64_t *met;
    uint64_t *met_words;
    uint32_t *list; /* scratch: groups met, rising */
    double *logs;   /* of small counts */
    uint32_t *same; /* scratch: groups by small count, all 0 between uses */
    uint32_t *row;  /* scratch: groups of INTRO_I_TALLY_LOGS neighbours */
} intro_i_tally;

/* Borrows the groups. INTRO_ENOMEM leaves nothing to free; no context, so that
 * threads can call it. 8 bytes a group, 16 when weighted. */
INTRO_MUST_USE intro_status intro_i_tally_init(intro_i_tally *tally,
                                               const intro_i_groups *groups,
                                               bool is_weighted);
/* A zeroed one is accepted. */
void intro_i_tally_fini(intro_i_tally *tally);

/* Forgets all neighbours. Cost: the groups met, and 1/4096 of all. */
void intro_i_tally_clear(intro_i_tally *tally);
/* One neighbour more: INTRO_I_NO_GROUP is not counted. */
static inline void intro_i_tally_add(intro_i_tally *tally, uint32_t group,
                                     float strength)
{
    if (group == INTRO_I_NO_GROUP) {
        return;
    }
    uint64_t *const word = &tally->met[group >> 6];
    if (*word == 0) {
        intro_i_bits_set(tally->met_words, group >> 6);
    }
    *word |= (uint64_t)1 << (group & 63);
    tally->counts[group]++;
    if (tally->weights != NULL) {
        tally->weights[group] += (double)strength;
    }
    tally->known++;
}
/* Figures of what was added, for a person of this group (or
 * INTRO_I_NO_GROUP). More can be added afterwards. */
intro_i_diversity intro_i_tally_figures(intro_i_tally *tally, uint32_t own);

/* Those of the neighbours of v for each attribute, with a tally and an `out`
 * each; tallies are empty before and after. O(degree + groups / 4096) for each
 * attribute. */
void intro_i_diversity_of(intro_i_tally *tallies, const intro_i_panel *panel,
                          const intro_i_weak_graph *weak, uint32_t v,
                          intro_i_diversity *out);

/* Of everybody, in threads; out: one for each person. INTRO_ENOMEM,
 * INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_diversity_all(
    intro_ctx *ctx, const intro_i_weak_graph *weak,
    const intro_i_groups *groups, bool is_weighted, intro_i_diversity *out);

#endif
