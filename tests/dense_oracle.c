/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dense_oracle.h"

#include "base/alloc.h"
#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dense dense_new(const intro_graph *g)
{
    const size_t n = g->people;
    dense d = {g->people, g->is_directed, calloc(n * n + 1, sizeof *d.arcs)};
    if (d.arcs == NULL) {
        fputs("out of memory in a test\n", stderr);
        exit(99);
    }
    for (uint32_t v = 0; v < n; v++) {
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            d.arcs[v * n + g->out_people[i]] = (double)g->out_strengths[i];
        }
    }
    return d;
}

void dense_free(dense *d)
{
    free(d->arcs);
    d->arcs = NULL;
}

double dense_arc(const dense *d, uint32_t v, uint32_t w)
{
    return d->arcs[(size_t)v * d->people + w];
}

bool dense_tied(const dense *d, uint32_t v, uint32_t w)
{
    return dense_arc(d, v, w) > 0 || dense_arc(d, w, v) > 0;
}

double dense_strength(const dense *d, uint32_t v, uint32_t w)
{
    return fmax(dense_arc(d, v, w), dense_arc(d, w, v));
}

uint32_t dense_degree(const dense *d, uint32_t v)
{
    uint32_t degree = 0;
    for (uint32_t w = 0; w < d->people; w++) {
        degree += dense_tied(d, v, w);
    }
    return degree;
}

/* --- structural holes ----------------------------------------------------------------- */

static double z_of(const dense *d, bool is_weighted, uint32_t v, uint32_t w)
{
    const double out = dense_arc(d, v, w);
    const double in = dense_arc(d, w, v);
    return is_weighted ? out + in : (double)((out > 0) + (in > 0));
}

static double p_of(const dense *d, bool is_weighted, uint32_t u, uint32_t q)
{
    double sum = 0;
    for (uint32_t w = 0; w < d->people; w++) {
        sum += z_of(d, is_weighted, u, w);
    }
    return z_of(d, is_weighted, u, q) / sum;
}

static double m_of(const dense *d, bool is_weighted, uint32_t j, uint32_t q)
{
    double most = 0;
    for (uint32_t w = 0; w < d->people; w++) {
        most = fmax(most, z_of(d, is_weighted, j, w));
    }
    return z_of(d, is_weighted, j, q) / most;
}

static double dyadic_of(const dense *d, bool is_weighted, uint32_t u,
                        uint32_t j)
{
    double sum = p_of(d, is_weighted, u, j);
    for (uint32_t q = 0; q < d->people; q++) {
        if (q != j && q != u && dense_tied(d, u, q) && dense_tied(d, q, j)) {
            sum += p_of(d, is_weighted, u, q) * p_of(d, is_weighted, q, j);
        }
    }
    return sum * sum;
}

static double not_redundant(const dense *d, bool is_weighted, uint32_t u,
                            uint32_t j)
{
    double sum = 1;
    for (uint32_t q = 0; q < d->people; q++) {
        if (q != j && q != u && dense_tied(d, u, q) && dense_tied(d, q, j)) {
            sum -= p_of(d, is_weighted, u, q) * m_of(d, is_weighted, j, q);
        }
    }
    return sum;
}

dense_holes dense_structural_holes(const dense *d, bool is_weighted, uint32_t u)
{
    const double k = dense_degree(d, u);
    dense_holes h = {0, 0, 0, 0};
    if (k == 0) {
        return (dense_holes){NAN, NAN, NAN, NAN};
    }
    for (uint32_t j = 0; j < d->people; j++) {
        if (dense_tied(d, u, j)) {
            h.constraint += dyadic_of(d, is_weighted, u, j);
            h.effective_size += not_redundant(d, is_weighted, u, j);
        }
    }
    for (uint32_t j = 0; j < d->people; j++) {
        if (dense_tied(d, u, j)) {
            const double r =
                dyadic_of(d, is_weighted, u, j) / (h.constraint / k);
            h.hierarchy += r * log(r) / (k * log(k));
        }
    }
    h.efficiency = h.effective_size / k;
    h.hierarchy = k == 1 ? 1 : h.hierarchy;
    return h;
}

/* --- groups ----------------------------------------------------------------------------- */

static void *must(void *block)
{
    if (block == NULL) {
        fputs("out of memory in a test\n", stderr);
        exit(99);
    }
    return block;
}

intro_i_groups dense_groups(uint64_t seed, uint32_t people, uint32_t count,
                            uint32_t without)
{
    intro_i_groups groups = {.count = count};
    intro_i_random random;
    intro_i_random_init(&random, seed);
    groups.of = must(intro_i_alloc(people, sizeof *groups.of));
    groups.names = must(intro_i_alloc(count, sizeof *groups.names));
    groups.sizes = must(intro_i_alloc_zero(count, sizeof *groups.sizes));
    for (uint32_t g = 0; g < count; g++) {
        char name[16];
        (void)snprintf(name, sizeof name, "g%u", (unsigned)g);
        groups.names[g] =
            must(intro_i_arena_copy(&groups.texts, name, strlen(name)));
    }
    for (uint32_t v = 0; v < people; v++) {
        const bool has_none = intro_i_random_below(&random, 8) < without;
        groups.of[v] = has_none || count == 0
                           ? INTRO_I_NO_GROUP
                           : (uint32_t)intro_i_random_below(&random, count);
        groups.unknown += groups.of[v] == INTRO_I_NO_GROUP;
        if (groups.of[v] != INTRO_I_NO_GROUP) {
            groups.sizes[groups.of[v]]++;
        }
    }
    return groups;
}

/* --- brokerage ---------------------------------------------------------------------------- */

bool dense_is_open(const dense *d, uint32_t a, uint32_t v, uint32_t c)
{
    return a != c && dense_arc(d, a, v) > 0 && dense_arc(d, v, c) > 0 &&
           dense_arc(d, a, c) <= 0;
}

intro_i_roles dense_roles(const dense *d, const uint32_t *group_of, uint32_t v)
{
    intro_i_roles roles = {{0}};
    for (uint32_t a = 0; a < d->people; a++) {
        for (uint32_t c = 0; c < d->people; c++) {
            if (group_of[a] != INTRO_I_NO_GROUP &&
                group_of[v] != INTRO_I_NO_GROUP &&
                group_of[c] != INTRO_I_NO_GROUP && dense_is_open(d, a, v, c)) {
                const bool is_from = group_of[a] == group_of[v];
                const bool is_to = group_of[c] == group_of[v];
                roles.counts[is_from && is_to ? INTRO_I_COORDINATOR
                             : is_from        ? INTRO_I_REPRESENTATIVE
                             : is_to          ? INTRO_I_GATEKEEPER
                             : group_of[a] == group_of[c] ? INTRO_I_ITINERANT
                                                          : INTRO_I_LIAISON]++;
            }
        }
    }
    if (!d->is_directed) { /* each pair was met from both of its ends */
        roles.counts[INTRO_I_COORDINATOR] /= 2;
        roles.counts[INTRO_I_ITINERANT] /= 2;
        roles.counts[INTRO_I_LIAISON] /= 2;
    }
    return roles;
}

uint64_t dense_open_between(const dense *d, const uint32_t *group_of,
                            uint32_t v, uint32_t a, uint32_t b)
{
    uint64_t open = 0;
    for (uint32_t x = 0; x < d->people; x++) {
        for (uint32_t y = 0; y < d->people; y++) {
            if (dense_is_open(d, x, v, y) &&
                ((group_of[x] == a && group_of[y] == b) ||
                 (group_of[x] == b && group_of[y] == a))) {
                open++;
            }
        }
    }
    return d->is_directed ? open : open / 2;
}

/* --- betweenness -------------------------------------------------------------------------- */

/* Everybody at one distance, then those one tie farther. */
static void spread(const dense *d, uint32_t s, double *lengths, double *counts)
{
    const uint32_t n = d->people;
    for (uint32_t v = 0; v < n; v++) {
        lengths[v] = INFINITY;
        counts[v] = 0;
    }
    lengths[s] = 0;
    counts[s] = 1;
    for (uint32_t far = 0; far < n; far++) {
        for (uint32_t v = 0; v < n; v++) {
            for (uint32_t w = 0; w < n && lengths[v] == far; w++) {
                if (dense_arc(d, v, w) > 0 && lengths[w] > far) {
                    lengths[w] = far + 1;
                    counts[w] += counts[v];
                }
            }
        }
    }
}

dense_paths dense_paths_new(const dense *d)
{
    const size_t n = d->people;
    dense_paths p = {d->people, calloc(n * n + 1, sizeof *p.lengths),
                     calloc(n * n + 1, sizeof *p.counts)};
    (void)must(p.lengths);
    (void)must(p.counts);
    for (uint32_t s = 0; s < n; s++) {
        spread(d, s, p.lengths + s * n, p.counts + s * n);
    }
    return p;
}

void dense_paths_free(dense_paths *p)
{
    free(p->lengths);
    free(p->counts);
}

/* Share of the paths from s to t that go over v -> ... -> w of that length. */
static double share(const dense_paths *p, uint32_t s, uint32_t v, uint32_t w,
                    uint32_t t, double length)
{
    const size_t n = p->people;
    const double whole = p->lengths[s * n + t];
    if (isinf(whole) ||
        p->lengths[s * n + v] + length + p->lengths[w * n + t] > whole) {
        return 0;
    }
    return p->counts[s * n + v] * p->counts[w * n + t] / p->counts[s * n + t];
}

void dense_role_betweenness(const dense_paths *p, const uint32_t *group_of,
                            uint32_t v, double out[INTRO_I_ROLES + 1])
{
    for (int r = 0; r <= INTRO_I_ROLES; r++) {
        out[r] = 0;
    }
    for (uint32_t s = 0; s < p->people; s++) {
        for (uint32_t t = 0; t < p->people; t++) {
            if (s == t || s == v || t == v) {
                continue;
            }
            const bool is_known = group_of[s] != INTRO_I_NO_GROUP &&
                                  group_of[v] != INTRO_I_NO_GROUP &&
                                  group_of[t] != INTRO_I_NO_GROUP;
            out[is_known ? intro_i_role(group_of[s], group_of[v], group_of[t])
                         : INTRO_I_ROLES] += share(p, s, v, v, t, 0);
        }
    }
}

double dense_tie_betweenness(const dense_paths *p, const dense *d,
                             const uint32_t *group_of, uint32_t v, uint32_t w)
{
    double sum = 0;
    for (uint32_t s = 0; s < p->people; s++) {
        for (uint32_t t = 0; t < p->people; t++) {
            if (s != t && group_of[s] != INTRO_I_NO_GROUP &&
                group_of[t] != INTRO_I_NO_GROUP && group_of[s] != group_of[t]) {
                sum += dense_arc(d, v, w) > 0 ? share(p, s, v, w, t, 1) : 0;
                sum += dense_arc(d, w, v) > 0 ? share(p, s, w, v, t, 1) : 0;
            }
        }
    }
    return sum;
}
