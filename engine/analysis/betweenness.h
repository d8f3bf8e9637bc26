/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much of the traffic of others passes through a person or over a tie.
 *
 * Of the shortest paths between s and t, a share sigma_st(v) / sigma_st passes
 * through v. Betweenness of v is the sum of that share over all pairs without v
 * in them; cross-betweenness is the sum over pairs whose two ends have a group
 * each, and not the same one. Pairs are unordered in an undirected network,
 * ordered in a directed one, where paths follow arcs; ties that --observed-only
 * leaves out are gone. A pair that no path joins adds nothing. Not normalised.
 * Cross-betweenness of a tie is the same over paths along the tie, which may
 * begin or end with it; in a directed network both arcs of a pair together.
 *
 * Shortest by hops: fewest ties. Shortest by warmth: greatest product of the
 * strengths, multiplied from the source outward in binary64 without limits on
 * the exponent; among those, fewest ties of strength 1 (they cost nothing, and
 * a ring of them would give paths without end). Every path along which each step
 * is such a best way to reach the next person counts as one, whatever its number
 * of ties. So with all strengths equal to 1 warmth is hops, and with products
 * that are exact (dyadic strengths) the paths from s to t are those from t to s.
 *
 * After Brandes (2001): one search and one sum backwards for each source s. The
 * sum carries [g(w) != g(s)] in place of 1 for cross-betweenness (Flom's measure
 * as generalised by Guns and Rousseau). */
#ifndef INTRO_ANALYSIS_BETWEENNESS_H
#define INTRO_ANALYSIS_BETWEENNESS_H

#include "analysis/groups.h"
#include "analysis/weak_graph.h"

/* Up to so many people, everybody is a source unless told otherwise; a sample
 * has at least INTRO_I_BETWEENNESS_LEAST. */
enum { INTRO_I_BETWEENNESS_EXACT = 20000, INTRO_I_BETWEENNESS_LEAST = 64 };

typedef struct intro_i_betweenness_options {
    bool by_warmth;   /* else by hops */
    bool with_ties;   /* cross-betweenness of ties too */
    uint64_t sources; /* 0, or as many as people: everybody, exact. Else a
                         sample of so many, at least 16 */
    uint64_t seed;    /* of the sample */
} intro_i_betweenness_options;

typedef struct intro_i_betweenness {
    double *all;      /* people */
    double *cross;    /* people; NULL when nobody has a group */
    double *ties;     /* by number of the weak graph; NULL unless asked for, and
                         when nobody has a group */
    uint64_t sources; /* searches that the figures come from: people if exact */
    bool is_exact;
    /* With 95 % confidence a person's figure is off by no more than this; 0 when
     * exact. Of the person whose estimate scatters most: t x standard error, t
     * the 0.975 quantile of Student's distribution, the error from the scatter
     * of the sources' shares, sqrt((1 - k/n) k/(k-1) (sum x^2 - (sum x)^2/k)),
     * as if the sample were not stratified, which can only be greater. */
    double all_error;
    double cross_error;
} intro_i_betweenness;

/* What --betweenness sample takes, and the default: a number of sources such
 * that the work is that of INTRO_I_BETWEENNESS_LEAST on ten million ties.
 * At most the people. */
uint64_t intro_i_betweenness_sample(const intro_i_weak_graph *weak);

/* `groups` may be NULL. A sample is drawn without replacement, stratified by
 * group in proportion to its people; small groups are pooled into one stratum,
 * people without a group are a stratum too. A source of a stratum stands for
 * people / sources of it, so the expected figures are the exact ones.
 *
 * The same bytes for any number of threads. INTRO_OK; INTRO_EARG for a sample
 * of 1 to 15; INTRO_ENOMEM; INTRO_ECANCELLED.
 * By hops O(sources x arcs), eight sources at once; by warmth O(sources x arcs x
 * log people); in threads. Memory a person and thread: by hops 162 bytes, and 8
 * for each distance from the eight that he is met at; by warmth 88 bytes. For
 * ties 8 bytes an arc, whatever the threads. Path counts have no greatest value.
 * Figures of ties are sums of whole units, to the nearest of which each share is
 * rounded; 2^60 of them are about people^2. */
INTRO_MUST_USE intro_status intro_i_betweenness_init(
    intro_ctx *ctx, const intro_i_weak_graph *weak,
    const intro_i_groups *groups, const intro_i_betweenness_options *options,
    intro_i_betweenness *out);
/* A zeroed one is accepted. */
void intro_i_betweenness_fini(intro_i_betweenness *result);

#endif
