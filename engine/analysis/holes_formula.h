/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both sums over q are taken tie by tie,
 *
 *     s_u sum_q p_uq p_qj  = T_uj = sum_q z_uq z_qj / s_q
 *     sum_q z_uq z_jq      = W_uj
 *
 * which are the same for u and j, so that one listing of the triangles gives
 * them for all ties. They are kept as integers, in units of 2^-62 of a power of
 * two that no sum can pass: T_uj <= min(s_u, s_j), W_uj <= min(s_u most_j, s_j
 * most_u). Integers add up to the same in any order, whoever adds them; what
 * rounding is left is 2^-62 a triangle where the constraint of k contacts is at
 * least 1/k. */
#ifndef INTRO_ANALYSIS_HOLES_FORMULA_H
#define INTRO_ANALYSIS_HOLES_FORMULA_H

#include "analysis/structural_holes.h"

#include <math.h>
#include <string.h>

enum { INTRO_I_UNIT_BITS = 62 };

/* Of a hierarchy: it is 0 when all contacts constrain alike. */
#define INTRO_I_HIERARCHY_ROUNDING 1e-12

typedef struct intro_i_totals {
    double sum;  /* s: z of all ties of a person */
    double most; /* greatest z of them */
} intro_i_totals;

typedef struct intro_i_pair_sums {
    uint64_t t;
    uint64_t w;
} intro_i_pair_sums;

static inline double intro_i_arc_z(const intro_i_weak_graph *weak,
                                   bool is_weighted, uint64_t arc)
{
    return is_weighted ? intro_i_weak_sum(weak, arc)
                       : (double)intro_i_weak_count(weak, arc);
}

static inline intro_i_totals intro_i_add_row(const intro_i_weak_graph *weak,
                                             bool is_weighted, uint32_t v)
{
    intro_i_totals all = {0, 0};
    if (!is_weighted && weak->ways == NULL) {
        return (intro_i_totals){2.0 * (double)intro_i_weak_degree(weak, v), 2};
    }
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        const double z = intro_i_arc_z(weak, is_weighted, i);
        all.sum += z;
        all.most = z > all.most ? z : all.most;
    }
    return all;
}

/* Least e with x < 2^e; x is positive and no subnormal. */
static inline int intro_i_exponent(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (int)(bits >> 52) - 1022;
}

static inline double intro_i_power_of_two(int e)
{
    const uint64_t bits = (uint64_t)(1023 + e) << 52;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Exponents of what T and W of a pair cannot pass. */
static inline int intro_i_bound_t(const intro_i_totals *u,
                                  const intro_i_totals *v)
{
    const int a = intro_i_exponent(u->sum);
    const int b = intro_i_exponent(v->sum);
    return a < b ? a : b;
}

static inline int intro_i_bound_w(const intro_i_totals *u,
                                  const intro_i_totals *v)
{
    const int a = intro_i_exponent(u->sum) + intro_i_exponent(v->most);
    const int b = intro_i_exponent(v->sum) + intro_i_exponent(u->most);
    return a < b ? a : b;
}

static inline uint64_t intro_i_to_units(double x, int bound)
{
    const double units = x * intro_i_power_of_two(INTRO_I_UNIT_BITS - bound);
    return (uint64_t)(int64_t)(units + 0.5);
}

static inline double intro_i_from_units(uint64_t units, int bound)
{
    return (double)units * intro_i_power_of_two(bound - INTRO_I_UNIT_BITS);
}

/* What q adds to the sums of u and v, who are both tied to him. */
static inline intro_i_pair_sums intro_i_third_adds(const intro_i_totals *u,
                                                   const intro_i_totals *v,
                                                   const intro_i_totals *q,
                                                   double z_uq, double z_vq)
{
    const double product = z_uq * z_vq;
    return (intro_i_pair_sums){
        intro_i_to_units(product / q->sum, intro_i_bound_t(u, v)),
        intro_i_to_units(product, intro_i_bound_w(u, v))};
}

/* What is added up over the contacts of a person. */
typedef struct intro_i_holes_sums {
    intro_i_totals all;
    double constraint; /* sum of c */
    double entropy;    /* sum of c ln c */
    double redundant;  /* sum of W / most */
} intro_i_holes_sums;

/* The contact j of u: z of their tie, its T and W. with_entropy: what the hierarchy
 * is reckoned from. */
static inline void intro_i_add_contact(intro_i_holes_sums *u,
                                       const intro_i_totals *j, double z,
                                       intro_i_pair_sums sums,
                                       bool with_entropy)
{
    double t = 0;
    if ((sums.t | sums.w) != 0) {
        t = intro_i_from_units(sums.t, intro_i_bound_t(&u->all, j));
        u->redundant +=
            intro_i_from_units(sums.w, intro_i_bound_w(&u->all, j)) / j->most;
    }
    const double x = (z + t) / u->all.sum;
    u->constraint += x * x;
    if (with_entropy) {
        u->entropy += x > 0 ? 2 * x * x * log(x) : 0;
    }
}

static inline double intro_i_clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* With r = k c / C, the sum of r ln r is k (sum of c ln c / C + ln(k / C)). */
static inline double intro_i_hierarchy(const intro_i_holes_sums *u, double k)
{
    if (k == 1) {
        return 1;
    }
    const double c = u->constraint;
    const double h = (u->entropy / c + log(k / c)) / log(k);
    return h < INTRO_I_HIERARCHY_ROUNDING ? 0 : intro_i_clamp(h, 0, 1);
}

static inline intro_i_holes intro_i_measure_holes(const intro_i_holes_sums *u,
                                                  uint64_t degree)
{
    const double k = (double)degree;
    intro_i_holes h = {NAN, NAN, NAN, NAN};
    if (degree != 0) {
        h.constraint = u->constraint;
        h.effective_size = intro_i_clamp(k - u->redundant / u->all.sum, 1, k);
        h.efficiency = h.effective_size / k;
        h.hierarchy = intro_i_hierarchy(u, k);
    }
    return h;
}

#endif
