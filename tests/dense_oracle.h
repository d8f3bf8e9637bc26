/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The measures of bridges straight from their definitions, on a matrix of all
 * pairs of people: slow and obvious, for small graphs. */
#ifndef INTRO_TESTS_DENSE_ORACLE_H
#define INTRO_TESTS_DENSE_ORACLE_H

#include "analysis/brokerage.h"

typedef struct dense {
    uint32_t people;
    bool is_directed;
    double *arcs; /* people x people: strength from row to column, 0 none */
} dense;

/* Ends the test when memory is out. */
dense dense_new(const intro_graph *graph);
void dense_free(dense *d);

/* Strength of the tie from v to w, 0 for none. */
double dense_arc(const dense *d, uint32_t v, uint32_t w);
/* Weak graph: are they tied either way, and how strongly. */
bool dense_tied(const dense *d, uint32_t v, uint32_t w);
double dense_strength(const dense *d, uint32_t v, uint32_t w);
uint32_t dense_degree(const dense *d, uint32_t v);

typedef struct dense_holes {
    double constraint;
    double effective_size;
    double efficiency;
    double hierarchy;
} dense_holes;

dense_holes dense_structural_holes(const dense *d, bool is_weighted,
                                   uint32_t u);

/* Groups drawn from the seed for a graph of so many people, `without` in eight
 * of them in none; freed by intro_i_groups_fini(). The names are "g0", ... */
intro_i_groups dense_groups(uint64_t seed, uint32_t people, uint32_t count,
                            uint32_t without);

/* Does the way a -> v -> c stand open? Undirected: the pair a, c. */
bool dense_is_open(const dense *d, uint32_t a, uint32_t v, uint32_t c);
intro_i_roles dense_roles(const dense *d, const uint32_t *group_of, uint32_t v);
/* Open ways around v from group a to group b or back. */
uint64_t dense_open_between(const dense *d, const uint32_t *group_of,
                            uint32_t v, uint32_t a, uint32_t b);

/* Shortest paths by number of ties, of all pairs: people x people each. */
typedef struct dense_paths {
    uint32_t people;
    double *lengths; /* INFINITY: none */
    double *counts;
} dense_paths;

dense_paths dense_paths_new(const dense *d);
void dense_paths_free(dense_paths *p);
/* Betweenness of v over ordered pairs, split by the role of v between the two
 * ends (Everett and Borgatti 2012); the last is what pairs with somebody without
 * a group give, and all of it when v has none. */
void dense_role_betweenness(const dense_paths *p, const uint32_t *group_of,
                            uint32_t v, double out[INTRO_I_ROLES + 1]);
/* Of a tie, over ordered pairs of people of different groups, either way. */
double dense_tie_betweenness(const dense_paths *p, const dense *d,
                             const uint32_t *group_of, uint32_t v, uint32_t w);

#endif
