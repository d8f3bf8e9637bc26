/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "small_graphs.h"

#include "base/alloc.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_SIZE = 10 }; /* "p00000000" and its NUL */

static void *must(void *block)
{
    if (block == NULL) {
        fputs("out of memory in a test\n", stderr);
        exit(99);
    }
    return block;
}

static void *make(size_t count, size_t size)
{
    return must(calloc(count + 1, size));
}

/* Rising by (a, b), the strongest of parallel ones first. */
static int compare_ties(const void *left, const void *right)
{
    const small_tie *const x = left;
    const small_tie *const y = right;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    if (x->b != y->b) {
        return x->b < y->b ? -1 : 1;
    }
    return x->strength > y->strength ? -1 : x->strength < y->strength;
}

static size_t sort_and_merge(small_tie *arcs, size_t count)
{
    size_t kept = 0;
    qsort(arcs, count, sizeof *arcs, compare_ties);
    for (size_t i = 0; i < count; i++) {
        if (arcs[i].a != arcs[i].b &&
            (kept == 0 || arcs[kept - 1].a != arcs[i].a ||
             arcs[kept - 1].b != arcs[i].b)) {
            arcs[kept++] = arcs[i];
        }
    }
    return kept;
}

/* Arcs sorted by (a, b) into rows of b by a. */
static void fill_rows(uint32_t people, const small_tie *arcs, size_t count,
                      const uint64_t **offsets, const uint32_t **ends,
                      const float **strengths)
{
    uint64_t *const o = make((size_t)people + 1, sizeof *o);
    uint32_t *const e = make(count, sizeof *e);
    float *const s = make(count, sizeof *s);
    for (size_t i = 0; i < count; i++) {
        o[arcs[i].a + 1]++;
        e[i] = arcs[i].b;
        s[i] = arcs[i].strength;
    }
    for (uint32_t v = 0; v < people; v++) {
        o[v + 1] += o[v];
    }
    *offsets = o;
    *ends = e;
    *strengths = s;
}

static void fill_ids(intro_graph *g)
{
    const size_t people = g->people;
    char *const bytes = make(people * ID_SIZE + 1, 1);
    uint64_t *const offsets = make(people + 2, sizeof *offsets);
    offsets[1] = 1;
    for (size_t v = 0; v < people; v++) {
        (void)snprintf(bytes + 1 + v * ID_SIZE, ID_SIZE, "p%08u",
                       (unsigned)v % 100000000U);
        offsets[v + 2] = offsets[v + 1] + ID_SIZE;
    }
    g->strings.bytes = bytes;
    g->strings.offsets = offsets;
    g->strings.count = g->people + 1;
    g->strings.size = 1 + people * ID_SIZE;
}

static void number_undirected(intro_graph *g)
{
    uint64_t *const start = make((size_t)g->people + 1, sizeof *start);
    for (uint32_t v = 0; v < g->people; v++) {
        uint64_t greater = 0;
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            greater += g->out_people[i] > v;
        }
        start[v + 1] = start[v] + greater;
    }
    g->tie_start = start;
    g->ties = start[g->people];
}

/* An arc and its tie's place in the order of ties. */
typedef struct place {
    intro_vid low;
    intro_vid high;
    uint32_t kind; /* 0 both ways, 1 low to high, 2 high to low */
    bool is_back;  /* the arc from high to low of a tie both ways */
    uint64_t arc;
} place;

static int compare_places(const void *left, const void *right)
{
    const place *const x = left;
    const place *const y = right;
    if (x->low != y->low) {
        return x->low < y->low ? -1 : 1;
    }
    if (x->high != y->high) {
        return x->high < y->high ? -1 : 1;
    }
    return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1)
                              : x->is_back - y->is_back;
}

static void number_directed(intro_graph *g, const small_tie *arcs, size_t count)
{
    place *const places = make(count, sizeof *places);
    uint64_t *const arc_tie = make(count, sizeof *arc_tie);
    uint64_t *const tie_arc = make(count, sizeof *tie_arc);
    for (size_t i = 0; i < count; i++) {
        const small_tie *const arc = &arcs[i];
        bool is_both = false;
        for (uint64_t j = g->out_offsets[arc->b];
             j < g->out_offsets[arc->b + 1]; j++) {
            is_both = is_both || g->out_people[j] == arc->a;
        }
        const bool is_up = arc->a < arc->b;
        places[i] =
            (place){is_up ? arc->a : arc->b, is_up ? arc->b : arc->a,
                    is_both ? 0 : (is_up ? 1U : 2U), is_both && !is_up, i};
    }
    qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0; i < count; i++) {
        if (!places[i].is_back) {
            tie_arc[g->ties++] = places[i].arc;
        }
        arc_tie[places[i].arc] = g->ties - 1;
    }
    free(places);
    g->arc_tie = arc_tie;
    g->tie_arc = tie_arc;
}

intro_graph *small_graph_new(uint32_t people, bool is_directed,
                             const small_tie *ties, size_t count)
{
    intro_graph *const g = make(1, sizeof *g);
    small_tie *const arcs = make(count * 2, sizeof *arcs);
    size_t arc_count = 0;
    for (size_t i = 0; i < count; i++) {
        arcs[arc_count++] = ties[i];
        if (!is_directed) {
            arcs[arc_count++] =
                (small_tie){ties[i].b, ties[i].a, ties[i].strength};
        }
    }
    arc_count = sort_and_merge(arcs, arc_count);
    g->people = people;
    g->is_directed = is_directed;
    g->arcs = arc_count;
    fill_ids(g);
    fill_rows(people, arcs, arc_count, &g->out_offsets, &g->out_people,
              &g->out_strengths);
    if (!is_directed) {
        g->in_offsets = g->out_offsets;
        g->in_people = g->out_people;
        g->in_strengths = g->out_strengths;
        number_undirected(g);
    } else {
        number_directed(g, arcs, arc_count);
        for (size_t i = 0; i < arc_count; i++) {
            arcs[i] = (small_tie){arcs[i].b, arcs[i].a, arcs[i].strength};
        }
        qsort(arcs, arc_count, sizeof *arcs, compare_ties);
        fill_rows(people, arcs, arc_count, &g->in_offsets, &g->in_people,
                  &g->in_strengths);
    }
    free(arcs);
    return g;
}

/* free() of memory lent as const. */
static void drop(const void *block)
{
    void *writable;
    memcpy(&writable, &block, sizeof writable);
    free(writable);
}

void small_graph_free(intro_graph *g)
{
    if (g == NULL) {
        return;
    }
    if (g->is_directed) {
        drop(g->in_offsets);
        drop(g->in_people);
        drop(g->in_strengths);
    }
    drop(g->out_offsets);
    drop(g->out_people);
    drop(g->out_strengths);
    drop(g->tie_start);
    drop(g->arc_tie);
    drop(g->tie_arc);
    drop(g->strings.bytes);
    drop(g->strings.offsets);
    while (g->owned.count > 0) { /* what was attached later */
        intro_i_graph_disown(g, g->owned.data[0]);
    }
    intro_i_free(g->owned.data);
    free(g);
}

static float draw_strength(intro_i_random *random, uint32_t steps)
{
    if (steps == 0) {
        return (float)(1.0 - intro_i_random_double(random) * 0.999);
    }
    return (float)(intro_i_random_below(random, steps) + 1) / (float)steps;
}

intro_graph *small_graph_random(uint64_t seed, uint32_t people, size_t ties,
                                bool is_directed, uint32_t steps)
{
    intro_i_random random;
    small_tie *const list = make(ties, sizeof *list);
    intro_i_random_init(&random, seed);
    for (size_t i = 0; i < ties; i++) {
        list[i].a = (intro_vid)intro_i_random_below(&random, people);
        list[i].b = (intro_vid)intro_i_random_below(&random, people);
        list[i].strength = draw_strength(&random, steps);
    }
    intro_graph *const g = small_graph_new(people, is_directed, list, ties);
    free(list);
    return g;
}

intro_graph *small_graph_hubs(uint64_t seed, uint32_t people,
                              uint32_t ties_each)
{
    intro_i_random random;
    const size_t count = (size_t)people * ties_each;
    small_tie *const list = make(count, sizeof *list);
    intro_i_random_init(&random, seed);
    for (size_t i = 0; i < count; i++) {
        const uint64_t other = intro_i_random_below(&random, 2 * i + 1);
        list[i].a = (intro_vid)(i / ties_each);
        /* An end of an earlier tie: people with many ties get more. */
        list[i].b =
            other < i ? list[other].a : (other < 2 * i ? list[other - i].b : 0);
        list[i].strength = draw_strength(&random, 0);
    }
    intro_graph *const g = small_graph_new(people, false, list, count);
    free(list);
    return g;
}

/* --- known shapes --------------------------------------------------------- */

typedef struct shape {
    small_tie *ties;
    size_t count;
    size_t capacity;
    float strength;
} shape;

static void join(shape *s, intro_vid a, intro_vid b)
{
    if (s->count == s->capacity) {
        s->capacity = s->capacity * 2 + 16;
        s->ties = must(realloc(s->ties, s->capacity * sizeof *s->ties));
    }
    s->ties[s->count++] = (small_tie){a, b, s->strength};
}

static void join_clique(shape *s, intro_vid first, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        for (uint32_t j = i + 1; j < size; j++) {
            join(s, first + i, first + j);
        }
    }
}

static intro_graph *finish(shape *s, uint32_t people)
{
    intro_graph *const g = small_graph_new(people, false, s->ties, s->count);
    free(s->ties);
    return g;
}

intro_graph *small_graph_path(uint32_t people, float strength)
{
    shape s = {NULL, 0, 0, strength};
    for (uint32_t v = 1; v < people; v++) {
        join(&s, v - 1, v);
    }
    return finish(&s, people);
}

intro_graph *small_graph_ring(uint32_t people, float strength)
{
    shape s = {NULL, 0, 0, strength};
    for (uint32_t v = 0; v < people; v++) {
        join(&s, v, (v + 1) % people);
    }
    return finish(&s, people);
}

intro_graph *small_graph_star(uint32_t leaves, float strength)
{
    shape s = {NULL, 0, 0, strength};
    for (uint32_t v = 1; v <= leaves; v++) {
        join(&s, 0, v);
    }
    return finish(&s, leaves + 1);
}

intro_graph *small_graph_complete(uint32_t people, float strength)
{
    shape s = {NULL, 0, 0, strength};
    join_clique(&s, 0, people);
    return finish(&s, people);
}

intro_graph *small_graph_two_cliques(uint32_t size, float strength)
{
    return small_graph_barbell(size, 0, strength);
}

intro_graph *small_graph_barbell(uint32_t size, uint32_t middle, float strength)
{
    shape s = {NULL, 0, 0, strength};
    join_clique(&s, 0, size);
    for (uint32_t i = 0; i <= middle; i++) {
        join(&s, size - 1 + i, size + i);
    }
    join_clique(&s, size + middle, size);
    return finish(&s, 2 * size + middle);
}

intro_graph *small_graph_grid(uint32_t rows, uint32_t columns, float strength)
{
    shape s = {NULL, 0, 0, strength};
    for (uint32_t v = 0; v < rows * columns; v++) {
        if (v % columns + 1 < columns) {
            join(&s, v, v + 1);
        }
        if (v / columns + 1 < rows) {
            join(&s, v, v + columns);
        }
    }
    return finish(&s, rows * columns);
}
