/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many people everybody reaches within two and three ties, estimated: every
 * set is a HyperLogLog counter (Flajolet et al. 2007) of 2^10 registers, and
 * those of all people are joined along ties (HyperANF: Boldi, Rosa and Vigna
 * 2011). The relative standard error is 1.04 / 32 = 3.3 %.
 *
 * Registers are read by the estimator of Ertl ("New cardinality estimation
 * algorithms for HyperLogLog sketches", 2017), which needs no table of biases
 * and is right for small sets and full registers too. So four bits a register
 * do for sets of up to 2^25 people; networks of more have eight. */
#ifndef INTRO_ANALYSIS_HYPERLOGLOG_H
#define INTRO_ANALYSIS_HYPERLOGLOG_H

#include "analysis/reach.h"

enum { INTRO_I_HLL_REGISTERS = 1024 };

/* Bits of a register for a network of so many people: 4 or 8. */
unsigned intro_i_hll_bits(uint32_t people);

/* The same seed gives the same estimates for any number of threads; a person does
 * not count himself, and no estimate is below the degree or above all others.
 * bits: 4 or 8. O(16 x arcs) lines of 64 bytes read with 4 bits; 154 bytes a
 * person of scratch. INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_hll_reach(intro_ctx *ctx,
                                              const intro_i_reach_rows *rows,
                                              uint64_t seed, unsigned bits,
                                              uint32_t *two, uint32_t *three);

/* The estimate of INTRO_I_HLL_REGISTERS registers: `zeros` of them are 0, `full`
 * are at their greatest value, most + 1, and sum is that of 2^-value over the
 * others. */
double intro_i_hll_estimate(uint32_t zeros, uint32_t full, double sum,
                            unsigned most);

#endif
