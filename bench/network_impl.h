/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A generated network, as its maker and its writers see it. People have two
 * numbers: the planted one, in which every group is a range, and the one in
 * their id. */
#ifndef BENCH_NETWORK_IMPL_H
#define BENCH_NETWORK_IMPL_H

#include "network_gen.h"

struct bench_network {
    bench_network_spec spec;
    uint64_t salt;
    uint32_t *planted_of; /* by id number */
    uint32_t *id_of;      /* by planted number */
    uint32_t *team_of;
    uint64_t *reach; /* sums of the weights before each person */
    uint32_t teams;
    uint32_t companies;
    uint32_t *team_first; /* teams + 1 */
    uint32_t *company_of_team;
    uint32_t *company_first; /* companies + 1 */
    uint32_t industry_first[BENCH_INDUSTRIES + 1];
    /* Open addressing; lower planted number << 32 | higher one, 0 = free. */
    uint64_t *slots;
    uint64_t mask;
};

/* A bijection that scatters. */
uint64_t bench_i_mix(uint64_t x);
uint32_t bench_i_industry_of(const bench_network *net, uint32_t planted);

#endif
