/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts of a network. Nothing is sorted, and memory stays that of the people.
 * Ties that --observed-only leaves out (strength 0) do not count. */
#include "graph/graph_impl.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/order_statistics.h"
#include "base/union_find.h"
#include "graph/watch.h"

#include <introfind/summary.h>
#include <math.h>
#include <string.h>

enum { POLL_EVERY = 1 << 16 };

/* --- medians -------------------------------------------------------------------- */

typedef struct degrees {
    const uint32_t *numbers;
    uint32_t count;
} degrees;

static intro_status count_degrees(const void *keys,
                                  const intro_i_histogram *histogram)
{
    const degrees *const all = keys;
    for (uint32_t v = 0; v < all->count; v++) {
        intro_i_count_key(histogram, all->numbers[v]);
    }
    return INTRO_OK;
}

static void count_strength(const intro_i_histogram *histogram, float strength)
{
    if (strength > 0) {
        intro_i_count_key(histogram, intro_i_float_key(strength));
    }
}

/* Strengths are positive, so the bits of the float are in their order. */
static intro_status count_strengths(const void *keys,
                                    const intro_i_histogram *histogram)
{
    const intro_graph *const g = keys;
    if (g->is_directed) {
        for (uint64_t t = 0; t < g->ties; t++) {
            count_strength(histogram, g->out_strengths[g->tie_arc[t]]);
        }
        return INTRO_OK;
    }
    for (uint32_t v = 0; v < g->people; v++) {
        const uint64_t own = g->tie_start[v + 1] - g->tie_start[v];
        for (uint64_t i = g->out_offsets[v + 1] - own;
             i < g->out_offsets[v + 1]; i++) {
            count_strength(histogram, g->out_strengths[i]);
        }
    }
    return INTRO_OK;
}

static intro_status measure_strengths(const intro_graph *g, intro_summary *out)
{
    intro_i_order_statistics order;
    out->strength_min = out->strength_median = out->strength_max = NAN;
    INTRO_TRY(intro_i_order_statistics_init(&order, count_strengths, g));
    intro_status rc = INTRO_OK;
    if (order.count != 0) {
        const uint64_t last = order.count - 1;
        const uint64_t ranks[] = {0, last / 2, order.count / 2, last};
        uint32_t keys[INTRO_COUNT_OF(ranks)] = {0};
        rc = intro_i_order_statistics_select(&order, ranks,
                                             INTRO_COUNT_OF(ranks), keys);
        out->strength_min = (double)intro_i_key_float(keys[0]);
        out->strength_median = ((double)intro_i_key_float(keys[1]) +
                                (double)intro_i_key_float(keys[2])) /
                               2;
        out->strength_max = (double)intro_i_key_float(keys[3]);
    }
    intro_i_order_statistics_fini(&order);
    return rc;
}

static intro_status measure_median_degree(const uint32_t *numbers,
                                          uint32_t count, intro_summary *out)
{
    const degrees all = {numbers, count};
    intro_i_order_statistics order;
    uint32_t middle[2] = {0};
    INTRO_TRY(intro_i_order_statistics_init(&order, count_degrees, &all));
    const uint64_t ranks[] = {(order.count - 1) / 2, order.count / 2};
    const intro_status rc =
        intro_i_order_statistics_select(&order, ranks, 2, middle);
    out->degree_median = ((double)middle[0] + (double)middle[1]) / 2;
    intro_i_order_statistics_fini(&order);
    return rc;
}

/* --- the weak graph ---------------------------------------------------------------- */

/* Different people tied to v in either direction. */
static uint32_t weak_degree(const intro_graph *g, uint32_t v)
{
    uint64_t i = g->out_offsets[v];
    uint64_t j = g->is_directed ? g->in_offsets[v] : 0;
    const uint64_t i_end = g->out_offsets[v + 1];
    const uint64_t j_end = g->is_directed ? g->in_offsets[v + 1] : 0;
    uint32_t degree = 0;
    while (i < i_end || j < j_end) {
        const uint32_t w =
            j == j_end || (i < i_end && g->out_people[i] <= g->in_people[j])
                ? g->out_people[i]
                : g->in_people[j];
        bool is_there = false;
        if (i < i_end && g->out_people[i] == w) {
            is_there = g->out_strengths[i++] > 0;
        }
        if (j < j_end && g->in_people[j] == w) {
            is_there = g->in_strengths[j++] > 0 || is_there;
        }
        degree += is_there;
    }
    return degree;
}

/* Joins v to those it has used arcs to, from the arc `begin` of its row on. */
static void join_row(const intro_graph *g, uint32_t *parents, uint32_t v,
                     uint64_t begin, uint64_t end)
{
    const uint64_t first = g->out_offsets[v] + begin;
    const uint64_t last =
        intro_i_min_u64(g->out_offsets[v] + end, g->out_offsets[v + 1]);
    for (uint64_t i = first; i < last; i++) {
        if (g->out_strengths[i] > 0) {
            intro_i_sets_join(parents, v, g->out_people[i]);
        }
    }
}

/* The set that most of some people are in. */
static uint32_t greatest_set(uint32_t *parents, uint32_t people)
{
    enum { ASKED = 1024 };
    uint32_t best = 0;
    uint32_t votes = 0;
    for (uint32_t k = 0; k < ASKED; k++) { /* Boyer and Moore 1991 */
        const uint32_t v = (uint32_t)((uint64_t)people * k / ASKED);
        const uint32_t set = intro_i_sets_find(parents, v);
        best = votes == 0 ? set : best;
        votes += set == best ? 1 : (uint32_t)-1;
    }
    return best;
}

/* After Afforest (Sutton, Ben-Nun and Barak 2018): most people are in one set
 * after few of their ties; the others of those need not be looked at when each
 * tie is seen from both ends. */
static intro_status join_all(intro_ctx *ctx, const intro_graph *g,
                             uint32_t *parents)
{
    enum { FEW = 2 };
    for (uint32_t v = 0; v < g->people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        join_row(g, parents, v, 0, FEW);
    }
    const uint32_t greatest = greatest_set(parents, g->people);
    for (uint32_t v = 0; v < g->people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        if (g->is_directed || intro_i_sets_find(parents, v) != greatest) {
            join_row(g, parents, v, FEW, UINT32_MAX);
        }
    }
    return INTRO_OK;
}

static intro_status find_components(intro_ctx *ctx, const intro_graph *g,
                                    uint32_t *parents, uint32_t *sizes,
                                    intro_summary *out)
{
    if (g->people == 0) {
        return INTRO_OK;
    }
    intro_i_sets_init(parents, 0, g->people);
    memset(sizes, 0, g->people * sizeof *sizes);
    INTRO_TRY(join_all(ctx, g, parents));
    for (uint32_t v = 0; v < g->people; v++) {
        const uint32_t root = intro_i_sets_find(parents, v);
        out->components += root == v;
        sizes[root]++;
        out->largest_component =
            intro_i_max_u64(out->largest_component, sizes[root]);
    }
    return INTRO_OK;
}

static intro_status measure_degrees(intro_ctx *ctx, const intro_graph *g,
                                    uint32_t *numbers, intro_summary *out)
{
    uint64_t sum = 0;
    out->degree_median = out->degree_mean = NAN;
    if (g->people == 0) {
        return INTRO_OK;
    }
    out->degree_min = UINT64_MAX;
    for (uint32_t v = 0; v < g->people; v++) {
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        numbers[v] = weak_degree(g, v);
        sum += numbers[v];
        out->degree_min = intro_i_min_u64(out->degree_min, numbers[v]);
        out->degree_max = intro_i_max_u64(out->degree_max, numbers[v]);
    }
    out->degree_mean = (double)sum / (double)g->people;
    return measure_median_degree(numbers, g->people, out);
}

intro_status intro_summary_compute(intro_ctx *ctx, const intro_graph *graph,
                                   intro_summary *out)
{
    intro_summary summary;
    memset(&summary, 0, sizeof summary);
    intro_i_begin(ctx);
    INTRO_TRY(intro_i_watch_verify(ctx, graph));
    uint32_t *const first = intro_i_alloc(graph->people, sizeof *first);
    uint32_t *const second = intro_i_alloc(graph->people, sizeof *second);
    intro_status rc = first == NULL || second == NULL ? INTRO_ENOMEM : INTRO_OK;
    if (rc == INTRO_OK) {
        rc = find_components(ctx, graph, first, second, &summary);
    }
    if (rc == INTRO_OK) {
        rc = measure_degrees(ctx, graph, first, &summary);
    }
    if (rc == INTRO_OK) {
        rc = measure_strengths(graph, &summary);
    }
    if (rc == INTRO_OK) {
        *out = summary;
    }
    intro_i_free(second);
    intro_i_free(first);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

/* --- distinct values ----------------------------------------------------------------- */

/* Open addressing; a slot of 0 is free, so the value 0 is kept apart. */
typedef struct value_set {
    uint64_t *slots;
    uint64_t mask;
    uint64_t count; /* without 0 */
    bool has_zero;
} value_set;

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 32);
}

static bool insert(value_set *set, uint64_t value)
{
    uint64_t at = mix(value) & set->mask;
    while (set->slots[at] != 0 && set->slots[at] != value) {
        at = (at + 1) & set->mask;
    }
    const bool is_new = set->slots[at] == 0;
    set->slots[at] = value;
    return is_new;
}

static intro_status grow(value_set *set)
{
    const uint64_t size = set->slots == NULL ? 1024 : (set->mask + 1) * 4;
    value_set larger = {intro_i_alloc_zero((size_t)size, sizeof *set->slots),
                        size - 1, set->count, set->has_zero};
    if (larger.slots == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint64_t i = 0; set->slots != NULL && i <= set->mask; i++) {
        if (set->slots[i] != 0) {
            (void)insert(&larger, set->slots[i]);
        }
    }
    intro_i_free(set->slots);
    *set = larger;
    return INTRO_OK;
}

static intro_status add_value(value_set *set, uint64_t value)
{
    if (value == 0) {
        set->has_zero = true;
        return INTRO_OK;
    }
    if (set->slots == NULL || set->count * 2 > set->mask) {
        INTRO_TRY(grow(set));
    }
    set->count += insert(set, value);
    return INTRO_OK;
}

/* A number that is equal for equal values: strings are pooled once each. */
static uint64_t value_key(const intro_column *column, uint64_t row)
{
    if (column->kind == INTRO_KIND_STRING) {
        return ((const uint32_t *)column->values)[row];
    }
    const intro_value value = intro_column_get(column, row);
    if (column->kind != INTRO_KIND_DOUBLE) {
        return (uint64_t)value.integer;
    }
    const double real = isnan(value.real) ? (double)NAN : value.real + 0.0;
    uint64_t key;
    memcpy(&key, &real, sizeof key);
    return key;
}

intro_status intro_column_distinct(intro_ctx *ctx, const intro_graph *graph,
                                   const intro_column *column, uint64_t *out)
{
    value_set set = {NULL, 0, 0, false};
    intro_status rc = INTRO_OK;
    (void)graph;
    intro_i_begin(ctx);
    for (uint64_t row = 0; row < column->rows && rc == INTRO_OK; row++) {
        if (row % POLL_EVERY == 0) {
            rc = intro_i_poll(ctx);
        }
        if (rc == INTRO_OK && intro_column_get(column, row).is_known) {
            rc = add_value(&set, value_key(column, row));
        }
    }
    intro_i_free(set.slots);
    if (rc == INTRO_OK) {
        *out = set.count + set.has_zero;
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

intro_status intro_field_distinct(intro_ctx *ctx, const intro_graph *graph,
                                  intro_field field, uint64_t *known,
                                  uint64_t *distinct)
{
    value_set set = {NULL, 0, 0, false};
    const uint32_t *const strings = graph->known[field];
    uint64_t have = 0;
    intro_status rc = INTRO_OK;
    intro_i_begin(ctx);
    for (uint32_t v = 0; strings != NULL && v < graph->people && rc == INTRO_OK;
         v++) {
        if (v % POLL_EVERY == 0) {
            rc = intro_i_poll(ctx);
        }
        if (rc == INTRO_OK && strings[v] != 0) {
            have++;
            rc = add_value(&set, strings[v]);
        }
    }
    intro_i_free(set.slots);
    if (rc == INTRO_OK) {
        *known = have;
        *distinct = set.count;
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}
