/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Burt's structural holes (Burt 1992, chapter 2; effective size also Borgatti
 * 1997). With z_uv the ties of u and v in both directions added up,
 *
 *     p_uq = z_uq / sum_w z_uw         m_jq = z_jq / max_w z_jw
 *     c_uj = (p_uj + sum_q p_uq p_qj)^2                 j, q contacts of u
 *     constraint     C_u = sum_j c_uj
 *     effective size E_u = sum_j (1 - sum_q p_uq m_jq)  in [1, k], k contacts
 *     efficiency     E_u / k
 *     hierarchy      H_u = sum_j r_j ln r_j / (k ln k), r_j = c_uj / (C_u / k);
 *                    1 for a single contact
 *
 * p and m are taken from the whole network. Weighted: z are strengths; else each
 * direction of a tie counts 1. All four are NaN for somebody without contacts.
 * The values of a person are the same bits from both functions, for any number
 * of threads. */
#ifndef INTRO_ANALYSIS_STRUCTURAL_HOLES_H
#define INTRO_ANALYSIS_STRUCTURAL_HOLES_H

#include "analysis/orientation.h"

typedef struct intro_i_holes {
    double constraint;
    double effective_size;
    double efficiency;
    double hierarchy;
} intro_i_holes;

/* Of everybody: out has a place for each person, by number. INTRO_OK,
 * INTRO_ENOMEM, INTRO_ECANCELLED. One listing of the triangles, in threads;
 * 16 bytes a tie, 24 unless undirected and unweighted. */
INTRO_MUST_USE intro_status intro_i_holes_of_all(intro_ctx *ctx,
                                                 const intro_i_orientation *o,
                                                 bool is_weighted,
                                                 intro_i_holes *out);
/* Unweighted, and the common neighbours of every tie as intro_i_mutual_by_slot()
 * gives them (triangles.h), without the hierarchy, which is NaN. One listing of the triangles does for both unless
 * ties have directions. */
INTRO_MUST_USE intro_status
intro_i_holes_and_mutual(intro_ctx *ctx, const intro_i_orientation *o,
                         intro_i_holes *out, uint32_t **mutual);
/* Of some people, in threads. O(ties of their contacts); 4 bytes a person of
 * the network and thread. */
INTRO_MUST_USE intro_status intro_i_holes_of(intro_ctx *ctx,
                                             const intro_i_weak_graph *weak,
                                             const uint32_t *people,
                                             size_t count, bool is_weighted,
                                             intro_i_holes *out);
/* What intro_i_holes_of() goes through: ties of the contacts of `people`. */
uint64_t intro_i_holes_work(const intro_i_weak_graph *weak,
                            const uint32_t *people, size_t count);

#endif
