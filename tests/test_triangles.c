/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/triangles.h"
#include "base/alloc.h"
#include "graph/igraph_adapter.h"
#include "small_graphs.h"

/* igraph's headers test macros that they do not define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <igraph.h>
#pragma GCC diagnostic pop

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 60 };

static intro_ctx *ctx;
static intro_i_weak_graph weak;
static intro_i_orientation orientation;

static int open_context(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

static void orient(const intro_graph *g, uint32_t threads)
{
    assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    assert_int_equal(intro_i_orientation_init(ctx, &weak, &orientation),
                     INTRO_OK);
}

static void forget(void)
{
    intro_i_orientation_fini(&orientation);
    intro_i_weak_graph_fini(&weak);
}

static bool are_tied(uint32_t v, uint32_t w)
{
    uint64_t arc;
    return intro_i_weak_find(&weak, v, w, &arc);
}

/* Random graphs of every density, both kinds, with hubs, and known ones. */
static intro_graph *make(uint64_t seed)
{
    switch (seed % 12) {
    case 0:
        return small_graph_hubs(seed, FEW, 4);
    case 1:
        return small_graph_complete(2 + (uint32_t)(seed % 25), 0.5F);
    case 2:
        return small_graph_star(1 + (uint32_t)(seed % FEW), 0.5F);
    case 3:
        return small_graph_two_cliques(3 + (uint32_t)(seed % 9), 0.5F);
    case 4:
        return small_graph_grid(3, 1 + (uint32_t)(seed % 9), 0.5F);
    default:
        return small_graph_random(seed, 1 + (uint32_t)(seed % FEW), seed * 4,
                                  seed % 2 == 0, 4);
    }
}

/* --- orientation -------------------------------------------------------------------- */

static void check_places(void)
{
    for (uint32_t p = 0; p < weak.people; p++) {
        const uint32_t v = orientation.persons[p];
        assert_int_equal(orientation.places[v], p);
        if (p > 0) {
            const uint32_t before = orientation.persons[p - 1];
            const uint64_t degree = intro_i_weak_degree(&weak, v);
            const uint64_t more = intro_i_weak_degree(&weak, before);
            assert_true(more > degree || (more == degree && before < v));
        }
    }
}

static void check_rows(void)
{
    uint64_t longest = 0;
    assert_int_equal(orientation.offsets[0], 0);
    assert_int_equal(orientation.offsets[weak.people], weak.ties);
    for (uint32_t p = 0; p < weak.people; p++) {
        const uint64_t first = orientation.offsets[p];
        const uint64_t last = orientation.offsets[p + 1];
        longest = intro_i_max_u64(longest, last - first);
        assert_true((last - first) * (last - first) <= 2 * weak.ties);
        for (uint64_t i = first; i < last; i++) {
            const uint32_t head = orientation.heads[i];
            assert_true(head < p);
            assert_true(i == first || orientation.heads[i - 1] < head);
            assert_true(
                are_tied(orientation.persons[p], orientation.persons[head]));
        }
    }
    assert_int_equal(orientation.longest, longest);
}

/* Slots lead back to the two people of the tie. */
static void check_slots(uint32_t begin, uint32_t end)
{
    const uint64_t ties = weak.tie_start[end] - weak.tie_start[begin];
    uint64_t *const slots = calloc((size_t)ties + 1, sizeof *slots);
    assert_non_null(slots);
    intro_i_orientation_tie_slots(&orientation, begin, end, slots);
    uint64_t tie = 0;
    for (uint32_t v = begin; v < end; v++) {
        for (uint64_t i = intro_i_weak_upper(&weak, v); i < weak.offsets[v + 1];
             i++) {
            const uint32_t p = orientation.places[v];
            const uint32_t q = orientation.places[weak.neighbours[i]];
            const uint64_t slot = slots[tie++];
            const uint32_t row = p > q ? p : q;
            assert_int_equal(orientation.heads[slot], p > q ? q : p);
            assert_true(slot >= orientation.offsets[row] &&
                        slot < orientation.offsets[row + 1]);
        }
    }
    assert_int_equal(tie, ties);
    free(slots);
}

static void every_tie_leads_to_the_end_of_more_ties(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        intro_graph *const g = make(seed);
        orient(g, 1 + (uint32_t)(seed % 3));
        check_places();
        check_rows();
        check_slots(0, weak.people);
        check_slots(weak.people / 3, weak.people - weak.people / 4);
        check_slots(weak.people, weak.people);
        forget();
        small_graph_free(g);
    }
}

static void room_holds_the_ties_of_any_chunk(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(5, 1000, 6);
    orient(g, 2);
    for (uint32_t grain = 1; grain < 2000; grain = grain * 3 + 1) {
        uint64_t most = 0;
        for (uint32_t v = 0; v < weak.people; v += grain) {
            const uint32_t end =
                v + grain < weak.people ? v + grain : weak.people;
            most =
                intro_i_max_u64(most, weak.tie_start[end] - weak.tie_start[v]);
        }
        assert_int_equal(intro_i_orientation_room(&orientation, grain), most);
    }
    forget();
    small_graph_free(g);
}

/* --- triangles ---------------------------------------------------------------------- */

typedef struct seen {
    uint32_t *times; /* people^3, by place */
    uint32_t people;
    uint64_t count;
} seen;

static intro_status note(void *arg, intro_i_worker *worker,
                         const intro_i_triangle *triangles, size_t count)
{
    seen *const s = arg;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        const intro_i_triangle *const t = &triangles[i];
        assert_true(t->low > t->middle && t->middle > t->high);
        assert_int_equal(orientation.heads[t->low_middle], t->middle);
        assert_int_equal(orientation.heads[t->low_high], t->high);
        assert_int_equal(orientation.heads[t->middle_high], t->high);
        assert_true(t->low_middle >= orientation.offsets[t->low] &&
                    t->low_middle < orientation.offsets[t->low + 1]);
        assert_true(t->low_high >= orientation.offsets[t->low] &&
                    t->low_high < orientation.offsets[t->low + 1]);
        assert_true(t->middle_high >= orientation.offsets[t->middle] &&
                    t->middle_high < orientation.offsets[t->middle + 1]);
        s->times[(t->low * s->people + t->middle) * s->people + t->high]++;
    }
    s->count += count;
    return INTRO_OK;
}

static void check_triangles(void)
{
    const uint32_t n = weak.people;
    seen s = {calloc((size_t)n * n * n, sizeof *s.times), n, 0};
    assert_non_null(s.times);
    assert_int_equal(intro_i_triangles_list(ctx, &orientation, NULL, note, &s),
                     INTRO_OK);
    uint64_t count = 0;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < a; b++) {
            for (uint32_t c = 0; c < b; c++) {
                const uint32_t *const p = orientation.persons;
                const bool is_one = are_tied(p[a], p[b]) &&
                                    are_tied(p[b], p[c]) &&
                                    are_tied(p[a], p[c]);
                assert_int_equal(s.times[(a * n + b) * n + c], is_one);
                count += is_one;
            }
        }
    }
    assert_int_equal(s.count, count);
    free(s.times);
}

static void every_triangle_is_listed_once(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 96; seed++) {
        intro_graph *const g = make(seed);
        orient(g, 1); /* note() is not for several threads */
        check_triangles();
        forget();
        small_graph_free(g);
    }
}

static void check_mutual(const uint32_t *mutual)
{
    for (uint32_t v = 0; v < weak.people; v++) {
        uint64_t tie = weak.tie_start[v];
        for (uint64_t i = intro_i_weak_upper(&weak, v); i < weak.offsets[v + 1];
             i++) {
            const uint32_t w = weak.neighbours[i];
            uint32_t common = 0;
            for (uint64_t k = weak.offsets[v]; k < weak.offsets[v + 1]; k++) {
                common += are_tied(weak.neighbours[k], w);
            }
            assert_int_equal(mutual[tie++], common);
        }
    }
}

static void common_neighbours_of_every_tie_are_counted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        intro_graph *const g = make(seed);
        uint32_t *mutual;
        orient(g, 1 + (uint32_t)(seed % 4));
        assert_int_equal(intro_i_mutual_count(ctx, &orientation, &mutual),
                         INTRO_OK);
        check_mutual(mutual);
        intro_i_free(mutual);
        forget();
        small_graph_free(g);
    }
}

static void ties_left_out_close_no_triangle(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_complete(4, 0.5F);
    uint32_t *mutual;
    g->observed_only = g->has_left_out = true;
    for (uint64_t i = 0; i < g->arcs; i++) { /* the tie 0 -- 1 */
        if ((i >= g->out_offsets[0] && i < g->out_offsets[1] &&
             g->out_people[i] == 1) ||
            (i >= g->out_offsets[1] && i < g->out_offsets[2] &&
             g->out_people[i] == 0)) {
            ((float *)(uintptr_t)g->out_strengths)[i] = 0;
        }
    }
    orient(g, 1);
    assert_int_equal(weak.ties, 5);
    assert_int_equal(intro_i_mutual_count(ctx, &orientation, &mutual),
                     INTRO_OK);
    const uint32_t expected[] = {1, 1, 1, 1, 2};
    assert_memory_equal(mutual, expected, sizeof expected);
    intro_i_free(mutual);
    forget();
    small_graph_free(g);
}

/* --- larger -------------------------------------------------------------------------- */

static void threads_do_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        intro_graph *const g =
            seed == 1   ? small_graph_complete(700, 0.5F)
            : seed == 2 ? small_graph_hubs(seed, 20000, 8)
                        : small_graph_random(seed, 5000, 100000, true, 0);
        uint32_t *one;
        uint32_t *many;
        orient(g, 1);
        assert_int_equal(intro_i_mutual_count(ctx, &orientation, &one),
                         INTRO_OK);
        forget();
        orient(g, 7);
        assert_int_equal(intro_i_mutual_count(ctx, &orientation, &many),
                         INTRO_OK);
        assert_memory_equal(one, many, weak.ties * sizeof *one);
        intro_i_free(one);
        intro_i_free(many);
        forget();
        small_graph_free(g);
    }
}

/* The triangles of each person, from igraph. */
static void igraph_counts_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        intro_graph *const g = small_graph_hubs(seed, 3000, 10);
        intro_i_igraph *view;
        uint32_t *mutual;
        igraph_vector_t counts;
        orient(g, 2);
        assert_int_equal(intro_i_mutual_count(ctx, &orientation, &mutual),
                         INTRO_OK);
        assert_int_equal(intro_i_igraph_new(ctx, g, &view), INTRO_OK);
        assert_int_equal(igraph_vector_init(&counts, 0), IGRAPH_SUCCESS);
        assert_int_equal(igraph_adjacent_triangles(intro_i_igraph_graph(view),
                                                   &counts, igraph_vss_all()),
                         IGRAPH_SUCCESS);
        uint64_t *const twice = calloc(weak.people, sizeof *twice);
        assert_non_null(twice);
        for (uint32_t v = 0; v < weak.people; v++) {
            const uint64_t upper = intro_i_weak_upper(&weak, v);
            for (uint64_t i = upper; i < weak.offsets[v + 1]; i++) {
                const uint32_t common = mutual[weak.tie_start[v] + i - upper];
                twice[v] += common;
                twice[weak.neighbours[i]] += common;
            }
        }
        for (uint32_t v = 0; v < weak.people; v++) {
            assert_int_equal(twice[v], 2 * (uint64_t)VECTOR(counts)[v]);
        }
        free(twice);
        igraph_vector_destroy(&counts);
        intro_i_igraph_free(view);
        intro_i_free(mutual);
        forget();
        small_graph_free(g);
    }
}

static bool stop_soon(void *user, const intro_progress *progress)
{
    (void)user;
    (void)progress;
    return false;
}

static void a_cancelled_count_leaves_nothing(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_complete(900, 0.5F);
    uint32_t *mutual;
    orient(g, 2);
    intro_ctx_set_progress(ctx, stop_soon, NULL);
    intro_ctx_cancel(ctx);
    const uint64_t before = intro_i_alloc_bytes();
    assert_int_equal(intro_i_mutual_count(ctx, &orientation, &mutual),
                     INTRO_ECANCELLED);
    assert_null(mutual);
    assert_int_equal(intro_i_alloc_bytes(), before);
    intro_ctx_set_progress(ctx, NULL, NULL);
    intro_ctx_clear_cancel(ctx);
    forget();
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tie_leads_to_the_end_of_more_ties),
        cmocka_unit_test(room_holds_the_ties_of_any_chunk),
        cmocka_unit_test(every_triangle_is_listed_once),
        cmocka_unit_test(common_neighbours_of_every_tie_are_counted),
        cmocka_unit_test(ties_left_out_close_no_triangle),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(igraph_counts_the_same),
        cmocka_unit_test(a_cancelled_count_leaves_nothing),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("triangles", tests, open_context,
                                       close_context);
}
