/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows and tie numbers of random multigraphs against a construction that tries
 * every pair of people. */
#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "graph/csr.h"
#include "graph/lower_halves.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE_MAX = 14, ITEMS_MAX = 160 };

static intro_ctx *ctx;

typedef struct multigraph {
    uint32_t people;
    uint32_t items;
    uint32_t a[ITEMS_MAX];
    uint32_t b[ITEMS_MAX];
    uint64_t one_way[ITEMS_MAX / 64 + 1];
    bool is_directed;
} multigraph;

static int set_up(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

/* form 0: undirected, 1: all one-way, 2: mixed */
static multigraph make(uint64_t seed, int form)
{
    uint64_t random = seed;
    multigraph m = {.is_directed = form != 0};
    m.people = (uint32_t)(world_random(&random) % (PEOPLE_MAX + 1));
    if (m.people > 1) {
        m.items = (uint32_t)(world_random(&random) %
                             (seed % 2 == 0 ? ITEMS_MAX : m.people + 1));
    }
    for (uint32_t i = 0; i < m.items; i++) {
        m.a[i] = (uint32_t)(world_random(&random) % m.people);
        m.b[i] =
            (m.a[i] + 1 + (uint32_t)(world_random(&random) % (m.people - 1))) %
            m.people;
        if (form == 1 || (form == 2 && world_random(&random) % 2 == 0)) {
            intro_i_bits_set(m.one_way, i);
        }
    }
    return m;
}

static bool leads(const multigraph *m, uint32_t i, uint32_t x, uint32_t y)
{
    return (m->a[i] == x && m->b[i] == y) ||
           (m->a[i] == y && m->b[i] == x && !intro_i_bits_get(m->one_way, i));
}

static bool is_arc(const multigraph *m, uint32_t x, uint32_t y)
{
    bool found = false;
    for (uint32_t i = 0; i < m->items; i++) {
        found |= leads(m, i, x, y);
    }
    return found;
}

static bool has_one_way(const multigraph *m, uint32_t x, uint32_t y)
{
    bool found = false;
    for (uint32_t i = 0; i < m->items; i++) {
        found |= intro_i_bits_get(m->one_way, i) &&
                 (leads(m, i, x, y) || leads(m, i, y, x));
    }
    return found;
}

static void check_rows(const multigraph *m, const intro_i_csr *g)
{
    uint64_t out = 0;
    uint64_t in = 0;
    for (uint32_t v = 0; v < m->people; v++) {
        assert_int_equal(g->out_offsets[v], out);
        if (m->is_directed) {
            assert_int_equal(g->in_offsets[v], in);
        }
        for (uint32_t u = 0; u < m->people; u++) {
            if (is_arc(m, v, u)) {
                assert_int_equal(g->out_people[out++], u);
            }
            if (m->is_directed && is_arc(m, u, v)) {
                assert_int_equal(g->in_people[in++], u);
            }
        }
    }
    assert_int_equal(g->out_offsets[m->people], out);
    assert_int_equal(g->arcs, out);
    if (m->is_directed) {
        assert_int_equal(g->in_offsets[m->people], in);
    }
}

static uint64_t find_arc(const intro_i_csr *g, uint32_t x, uint32_t y)
{
    uint64_t i = g->out_offsets[x];
    while (g->out_people[i] != y) {
        i++;
    }
    return i;
}

/* The tie from x to y (and back, when both) is number `tie`. */
static void check_tie(const multigraph *m, const intro_i_csr *g, uint64_t tie,
                      uint32_t x, uint32_t y, bool both, uint64_t *items)
{
    if (m->is_directed) {
        assert_int_equal(g->tie_arc[tie], find_arc(g, x, y));
        assert_int_equal(g->arc_tie[g->tie_arc[tie]], tie);
        if (both) {
            assert_int_equal(g->arc_tie[find_arc(g, y, x)], tie);
        }
    }
    if (g->tie_items != NULL) {
        assert_int_equal(g->tie_items[tie], *items);
    }
    for (uint32_t i = 0; i < m->items; i++) {
        if (leads(m, i, x, y)) {
            assert_int_equal(g->items[(*items)++], i);
        }
    }
    if (g->tie_items != NULL) {
        assert_int_equal(g->tie_items[tie + 1], *items);
    } else {
        assert_int_equal(*items, tie + 1);
    }
}

static void check_ties(const multigraph *m, const intro_i_csr *g)
{
    uint64_t tie = 0;
    uint64_t items = 0;
    for (uint32_t x = 0; x < m->people; x++) {
        if (!m->is_directed) {
            assert_int_equal(g->tie_start[x], tie);
        }
        for (uint32_t y = x + 1; y < m->people; y++) {
            const bool there = is_arc(m, x, y);
            const bool back = is_arc(m, y, x);
            if (there && back && !has_one_way(m, x, y)) {
                check_tie(m, g, tie++, x, y, true, &items);
                continue;
            }
            if (there) {
                check_tie(m, g, tie++, x, y, false, &items);
            }
            if (back) {
                check_tie(m, g, tie++, y, x, false, &items);
            }
        }
    }
    if (!m->is_directed) {
        assert_int_equal(g->tie_start[m->people], tie);
    }
    assert_int_equal(g->ties, tie);
    assert_int_equal(g->item_count, items);
    assert_int_equal(g->parallel, items - tie);
}

static intro_status build(const multigraph *m, intro_i_csr *out)
{
    const intro_i_csr_input input = {.people = m->people,
                                     .items = m->items,
                                     .a = m->a,
                                     .b = m->b,
                                     .one_way =
                                         m->is_directed ? m->one_way : NULL,
                                     .is_directed = m->is_directed};
    return intro_i_csr_build(ctx, &input, out);
}

static void check_form(int form)
{
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        const multigraph m = make(seed, form);
        intro_i_csr g;
        assert_int_equal(build(&m, &g), INTRO_OK);
        check_rows(&m, &g);
        check_ties(&m, &g);
        intro_i_csr_fini(&g);
    }
}

static void undirected_multigraphs_agree_with_all_pairs(void **state)
{
    (void)state;
    check_form(0);
}

static void directed_multigraphs_agree_with_all_pairs(void **state)
{
    (void)state;
    check_form(1);
}

static void mixed_multigraphs_agree_with_all_pairs(void **state)
{
    (void)state;
    check_form(2);
}

/* Enough items that several threads share them; some are parallel. */
static void any_number_of_threads_gives_the_same_rows(void **state)
{
    enum { PEOPLE = 5000, ITEMS = 600000 };
    (void)state;
    uint64_t random = 1;
    uint32_t *const a = intro_i_alloc(ITEMS, sizeof *a);
    uint32_t *const b = intro_i_alloc(ITEMS, sizeof *b);
    assert_true(a != NULL && b != NULL);
    for (uint32_t i = 0; i < ITEMS; i++) {
        const uint64_t drawn = world_random(&random) % PEOPLE;
        a[i] = (uint32_t)(drawn * drawn / PEOPLE);
        b[i] = (uint32_t)((a[i] + 1 + world_random(&random) % (PEOPLE - 1)) %
                          PEOPLE);
    }
    const intro_i_csr_input input = {
        .people = PEOPLE, .items = ITEMS, .a = a, .b = b};
    intro_i_csr one;
    assert_int_equal(intro_ctx_set_threads(ctx, 1), INTRO_OK);
    assert_int_equal(intro_i_csr_build(ctx, &input, &one), INTRO_OK);
    assert_true(one.parallel > 0 && one.tie_items != NULL);
    for (uint32_t threads = 2; threads <= 5; threads += 3) {
        intro_i_csr g;
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        assert_int_equal(intro_i_csr_build(ctx, &input, &g), INTRO_OK);
        assert_int_equal(g.ties, one.ties);
        assert_int_equal(g.parallel, one.parallel);
        assert_memory_equal(g.out_offsets, one.out_offsets, (PEOPLE + 1) * 8);
        assert_memory_equal(g.tie_start, one.tie_start, (PEOPLE + 1) * 8);
        assert_memory_equal(g.out_people, one.out_people, one.arcs * 4);
        assert_memory_equal(g.tie_items, one.tie_items, (one.ties + 1) * 8);
        assert_memory_equal(g.items, one.items, (size_t)ITEMS * 4);
        intro_i_csr_fini(&g);
    }
    assert_int_equal(intro_ctx_set_threads(ctx, 2), INTRO_OK);
    intro_i_csr_fini(&one);
    intro_i_free(a);
    intro_i_free(b);
}

/* --- against a plain sort ------------------------------------------------- */

enum { MANY = 300000 };

typedef struct plain_item {
    uint32_t low;
    uint32_t high;
    uint32_t item;
} plain_item;

static int compare_items(const void *left, const void *right)
{
    const plain_item *const x = left;
    const plain_item *const y = right;
    if (x->low != y->low) {
        return x->low < y->low ? -1 : 1;
    }
    if (x->high != y->high) {
        return x->high < y->high ? -1 : 1;
    }
    return (x->item > y->item) - (x->item < y->item);
}

/* A few people have most of the items. */
static plain_item *draw_items(uint32_t people, uint32_t *a, uint32_t *b)
{
    plain_item *const items = test_calloc(MANY, sizeof *items);
    uint64_t random = people;
    for (uint32_t i = 0; i < MANY; i++) {
        const uint64_t drawn = world_random(&random) % people;
        a[i] = (uint32_t)(drawn * drawn / people * drawn / people);
        b[i] = (uint32_t)((a[i] + 1 + world_random(&random) % (people - 1)) %
                          people);
        items[i].low = a[i] < b[i] ? a[i] : b[i];
        items[i].high = a[i] < b[i] ? b[i] : a[i];
        items[i].item = i;
    }
    qsort(items, MANY, sizeof *items, compare_items);
    return items;
}

/* Every arc of the rows, and what lower_halves.h brings there: 2t + 1 to the lower
 * half of tie t. */
static void check_halves(const intro_i_csr *g, uint32_t people,
                         const plain_item *items)
{
    uint64_t *const lower = test_calloc(people, sizeof *lower);
    uint32_t *const values = test_calloc(g->ties, sizeof *values);
    uint32_t *const brought = test_calloc(g->arcs, sizeof *brought);
    for (uint64_t t = 0; t < g->ties; t++) {
        values[t] = (uint32_t)(2 * t + 1);
    }
    const intro_i_lower_halves halves = {.people = people,
                                         .offsets = g->out_offsets,
                                         .tie_start = g->tie_start,
                                         .arcs = g->out_people,
                                         .values = values,
                                         .out = brought};
    assert_int_equal(intro_i_lower_halves_fill(ctx, &halves), INTRO_OK);
    memcpy(lower, g->out_offsets, people * sizeof *lower);
    for (uint64_t t = 0; t < g->ties; t++) {
        const plain_item *const p = &items[g->tie_items[t]];
        const uint64_t above =
            g->out_offsets[p->low + 1] - g->tie_start[p->low + 1] + t;
        assert_int_equal(g->out_people[above], p->high);
        assert_int_equal(brought[above], 0);
        const uint64_t below = lower[p->high]++;
        assert_int_equal(g->out_people[below], p->low);
        assert_int_equal(brought[below], values[t]);
    }
    test_free(lower);
    test_free(values);
    test_free(brought);
}

static void check_sorted(uint32_t people)
{
    uint32_t *const a = test_calloc(MANY, sizeof *a);
    uint32_t *const b = test_calloc(MANY, sizeof *b);
    plain_item *const items = draw_items(people, a, b);
    const intro_i_csr_input input = {
        .people = people, .items = MANY, .a = a, .b = b};
    intro_i_csr g;
    assert_int_equal(intro_i_csr_build(ctx, &input, &g), INTRO_OK);
    assert_true(g.parallel > 0 && g.arcs == 2 * g.ties);
    assert_int_equal(g.out_offsets[people], g.arcs);
    uint64_t tie = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(g.items[i], items[i].item);
        if (i == 0 || items[i].low != items[i - 1].low ||
            items[i].high != items[i - 1].high) {
            assert_int_equal(g.tie_items[tie], i);
            assert_true(tie >= g.tie_start[items[i].low] &&
                        tie < g.tie_start[items[i].low + 1]);
            tie++;
        }
    }
    assert_int_equal(g.ties, tie);
    check_halves(&g, people, items);
    intro_i_csr_fini(&g);
    test_free(items);
    test_free(a);
    test_free(b);
}

/* One, two and three digits of a person's number, all buckets and few. */
static void large_networks_agree_with_a_plain_sort(void **state)
{
    (void)state;
    check_sorted(200);
    check_sorted(3000);
    check_sorted(70000);
}

static void a_cancelled_build_leaves_nothing(void **state)
{
    (void)state;
    const multigraph m = make(2, 0);
    const uint64_t held = intro_i_alloc_bytes();
    intro_i_csr g;
    intro_ctx_cancel(ctx);
    assert_int_equal(build(&m, &g), INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    assert_int_equal(intro_i_alloc_bytes(), held);
}

/* Forms: undirected, directed, mixed. */
static void a_build_may_be_cancelled_at_any_poll(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    for (int form = 0; form < 3; form++) {
        const multigraph m = make(2, form);
        const uint64_t held = intro_i_alloc_bytes();
        intro_status rc = INTRO_ECANCELLED;
        intro_i_csr g;
        uint64_t polls = 0;
        for (; rc == INTRO_ECANCELLED; polls++) {
            intro_i_cancel_after(polls);
            rc = build(&m, &g);
            assert_true(rc == INTRO_OK || intro_i_alloc_bytes() == held);
        }
        intro_i_cancel_after(UINT64_MAX);
        assert_int_equal(rc, INTRO_OK);
        assert_true(polls > 5);
        intro_i_csr_fini(&g);
    }
#else
    skip();
#endif
}

static void memory_may_fail_at_any_request(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    for (int form = 0; form < 3; form++) {
        const multigraph m = make(2, form);
        const uint64_t held = intro_i_alloc_bytes();
        intro_status rc = INTRO_ENOMEM;
        intro_i_csr g;
        for (uint64_t k = 0; rc == INTRO_ENOMEM; k++) {
            intro_i_alloc_fail_after(k, false);
            rc = build(&m, &g);
            intro_i_alloc_fail_after(UINT64_MAX, false);
        }
        assert_int_equal(rc, INTRO_OK);
        intro_i_csr_fini(&g);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undirected_multigraphs_agree_with_all_pairs),
        cmocka_unit_test(directed_multigraphs_agree_with_all_pairs),
        cmocka_unit_test(mixed_multigraphs_agree_with_all_pairs),
        cmocka_unit_test(any_number_of_threads_gives_the_same_rows),
        cmocka_unit_test(large_networks_agree_with_a_plain_sort),
        cmocka_unit_test(a_cancelled_build_leaves_nothing),
        cmocka_unit_test(a_build_may_be_cancelled_at_any_poll),
        cmocka_unit_test(memory_may_fail_at_any_request),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
